"""Ties year by year: how many hold, appear, return and end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.over_time import changes
from ...graph.phrases import mark as _
from ..labels import text_width
from .frame import Plan, Row, num, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from .frame import Box, Request

TITLE = _("Ties year by year")
# What grows stands above the line, what ends below; each has a pattern of its own.
SERIES = {
    "held": (_("ties that hold"), "#5f6672"),
    "appear": (_("appear"), "#0072b2"),
    "returned": (_("return"), "#00805e"),
    "ended": (_("come to an end"), "#c8500a"),
}
_STEPS = (1, 2, 5)


def plan(request: Request) -> Plan:  # noqa: C901 - one figure, its parts inside
    """Plan a line of the ties that hold, and bars of what comes above and of what ends below."""
    from ..writers.svg import shade_of  # noqa: PLC0415

    found = changes(request.dataset, **request.options)
    palette, language = request.palette, request.language
    shade = shade_of(request.theme)
    colours = {name: shade(colour) for name, (_label, colour) in SERIES.items()}

    def draw(box: Box) -> tuple[list[str], list[str]]:
        rows = found.rows
        size = 12.0 if box.width > 400 else 9.0  # noqa: PLR2004
        high = max(1, *(row.held for row in rows), *(row.appear + row.returned for row in rows))
        low = max(row.ended for row in rows)
        step = _step((high + low) / max(2.0, box.height / (4 * size)))
        high, low = -(-high // step) * step, -(-low // step) * step
        scale = (box.height - 2.4 * size) / (high + low)
        zero = box.top + 0.6 * size + high * scale
        left = box.left + text_width(language.number(max(high, low)), size) + 8
        wide = (box.left + box.width - left) / len(rows)
        parts = []
        for level in range(-low, high + 1, step):
            y = zero - level * scale
            ink = palette["soft"] if level == 0 else palette["faint"]
            parts += [
                f'<path d="M{num(left)} {num(y)}H{num(box.left + box.width)}" stroke="{ink}"/>',
                text(left - 6, y + 0.35 * size, language.number(abs(level)), palette["soft"], size, anchor="end"),
            ]  # fmt: skip
        for place, row in enumerate(rows):
            x, bar = left + wide * (place + 0.16), wide * 0.68
            below = zero
            for name, value in (("appear", row.appear), ("returned", row.returned)):
                if value:
                    below -= value * scale
                    parts.append(
                        _bar(name, x, below, bar, value * scale, colours[name], palette["paper"])
                    )
            if row.ended:
                parts.append(_bar("ended", x, zero, bar, row.ended * scale, colours["ended"], palette["paper"]))  # fmt: skip
        line = "L".join(
            f"{num(left + wide * (place + 0.5))} {num(zero - row.held * scale)}"
            for place, row in enumerate(rows)
        )
        parts.append(
            f'<path d="M{line}" fill="none" stroke="{colours["held"]}" stroke-width="2.2"'
            ' stroke-linejoin="round"/>'
        )
        every = max(1, -(-int(text_width("0000", size) + 10) // max(1, int(wide))))
        every = next((n for n in (1, 2, 5, 10, 20, 50, 100) if n >= every), every)
        half = text_width("0000", size) / 2
        for place, row in enumerate(rows):
            x = left + wide * (place + 0.5)
            if row.year % every == 0 and left + half <= x <= box.left + box.width - half:
                parts.append(
                    text(x, box.top + box.height - 0.3 * size, str(row.year), palette["soft"], size, anchor="middle")
                )  # fmt: skip
        return parts, []

    def sample(name: str) -> Callable[[float, float], str]:
        if name == "held":
            return lambda x, y: (
                f'<path d="M{num(x)} {num(y)}h30" stroke="{colours[name]}" stroke-width="2.2"/>'
            )
        return lambda x, y: _bar(name, x + 8, y - 6, 14, 12, colours[name], palette["paper"])

    counts = {"ended": any(row.ended for row in found.rows), "returned": any(row.returned for row in found.rows)}  # fmt: skip
    rows = tuple(
        Row(request.say(label), sample(name))
        for name, (label, _colour) in SERIES.items()
        if counts.get(name, True)
    )
    return Plan(request.say(TITLE), draw, rows, tuple(request.say(fact) for fact in found.facts))


def _step(least: float) -> int:
    """Give the smallest of 1, 2, 5, 10, 20, 50 … that is not below `least`."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= least:
                return step * power
        power *= 10


def _bar(name: str, x: float, y: float, width: float, height: float, colour: str, paper: str) -> str:  # fmt: skip
    """Draw a bar: full for what appears, hollow for what ends, with a stripe for what returns."""
    place = f'x="{num(x)}" y="{num(y)}" width="{num(max(width, 0.8))}" height="{num(height)}"'
    if name == "ended":
        return f'<rect {place} fill="{paper}" stroke="{colour}" stroke-width="1.3"/>'
    bar = f'<rect {place} fill="{colour}"/>'
    if name == "returned":
        middle = x + max(width, 0.8) / 2
        bar += (
            f'<path d="M{num(middle)} {num(y)}V{num(y + height)}" stroke="{paper}"'
            f' stroke-width="{num(max(0.4, width / 4))}"/>'
        )
    return bar
