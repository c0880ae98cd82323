"""Ties within and between groups, beside what chance gives."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ...graph.faults import ViewError
from ...graph.phrases import mark as _
from ...graph.phrases import phrase
from ...graph.structure.homophily import MIXING, mixing_matrix
from ..centrality import view_phrase
from ..labels import plain_text, text_width
from .frame import Plan, Row, cut_lines, fitting, num, text, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .frame import Box, Request

TITLE = _("Ties within and between groups, by {by}")
MOST = 24
# Blue and orange are apart for every sort of sight; what is fewer has a dashed edge besides.
MANY, FEW = (0, 114, 178), (200, 80, 10)
NOTE = _("In each cell: tied pairs, and in brackets how many chance would give.")


def plan(request: Request) -> Plan:  # noqa: C901 - one figure, its parts inside
    """Plan a cell a pair of groups: tied pairs, those that chance gives, shaded by the ratio."""
    view, language, palette = request.view, request.language, request.palette
    table = mixing_matrix(view, request.by)
    firsts = list(dict.fromkeys(table["first"]))
    seconds = sorted(set(table["second"]), key=str) if view.modes is not None else list(dict.fromkeys([*firsts, *table["second"]]))  # fmt: skip
    if not firsts or max(len(firsts), len(seconds)) > MOST:
        raise ViewError(
            phrase(_("A figure of mixing shows from 1 to {most} groups; here are {count}."), most=MOST, count=max(len(firsts), len(seconds)))
        )  # fmt: skip
    cells = {(row["first"], row["second"]): row for row in table.to_dict("records")}

    def say(name: str) -> str:
        return plain_text(language.text(str(name)))

    def draw(box: Box) -> tuple[list[str], list[str]]:
        size = 12.0 if box.width > 480 else 9.0  # noqa: PLR2004
        names = [say(name) for name in firsts]
        widest = min(max(text_width(name, size) for name in names), 0.3 * box.width)
        left, wide = box.left + widest + 8, (box.width - widest - 8) / len(seconds)
        slim = wide < 4.2 * size
        # A head has three lines at most, in letters small enough for its longest word.
        words = max(text_width(word, 1) for name in seconds for word in say(name).split() or [""])
        small = max(0.66 * size, min(size, (wide - 3) / words))
        heads = [cut_lines(wrapped(say(name), wide - 2, small), 3) for name in seconds]
        head = min(0.3 * box.height, max(text_width(say(n), size) for n in seconds) + 8) if slim else (0.6 + 1.2 * max(map(len, heads))) * small  # fmt: skip
        high = min((box.height - head) / len(firsts), 0.75 * wide if wide > 40 else wide * 1.2)  # noqa: PLR2004
        top = box.top + head
        parts = []
        for column, name in enumerate(seconds):
            x = left + wide * (column + 0.5)
            if slim:
                parts.append(text(x + 0.35 * size, top - 5, fitting(say(name), head - 8, size), palette["ink"], size, turned=True))  # fmt: skip
            else:
                parts += [
                    text(x, top - 0.6 * small - 1.2 * small * n, line, palette["ink"], round(small, 1), anchor="middle")
                    for n, line in enumerate(reversed(heads[column]))
                ]  # fmt: skip
        for place, first in enumerate(firsts):
            y = top + high * place
            said = cut_lines(wrapped(names[place], widest, size), 2 if high > 2.6 * size else 1)
            base = y + high / 2 + 0.35 * size - 0.6 * size * (len(said) - 1)
            parts += [
                text(left - 8, base + 1.2 * size * n, line, palette["ink"], size, anchor="end")
                for n, line in enumerate(said)
            ]
            for column, second in enumerate(seconds):
                row = cells.get((first, second))
                if row is not None:
                    parts += _cell(row, left + wide * column, y, wide, high, size)
        return parts, []

    def _cell(row: Mapping[Any, Any], x: float, y: float, wide: float, high: float, size: float) -> list[str]:  # fmt: skip
        fill, ink, dash = _look(row["observed"], row["expected"], palette)
        parts = [
            (
                f'<rect x="{num(x + 1)}" y="{num(y + 1)}" width="{num(wide - 2)}"'
                f' height="{num(high - 2)}" fill="{fill}" stroke="{palette["soft"]}"'
                f' stroke-width="0.8"{dash}/>'
            )
        ]
        observed = language.number(int(row["observed"]))
        expected = language.number(float(row["expected"]), 1)
        lines = [observed, f"({expected})"] if high > 2.6 * size else [f"{observed} ({expected})"]
        if max(text_width(line, size) for line in lines) > wide - 4:
            lines = [observed] if text_width(observed, size) <= wide - 2 and high > size else []
        for place, line in enumerate(lines):
            base = y + high / 2 + 0.35 * size + (place - (len(lines) - 1) / 2) * 1.25 * size
            parts.append(text(x + wide / 2, base, line, ink, size, anchor="middle", bold=not place))
        return parts

    def sample(observed: float, expected: float) -> Callable[[float, float], str]:
        fill, _ink, dash = _look(observed, expected, palette)
        return lambda x, y: (
            f'<rect x="{num(x + 4)}" y="{num(y - 6)}" width="22" height="12" fill="{fill}"'
            f' stroke="{palette["soft"]}" stroke-width="0.8"{dash}/>'
        )

    rows = (
        Row(request.say(_("more than by chance")), sample(4, 1)),
        Row(request.say(_("about as many")), sample(1, 1)),
        Row(request.say(_("fewer than by chance")), sample(1, 4)),
    )
    title = request.say(phrase(TITLE, by=language.text(BY.get(request.by, request.by))))
    notes = tuple(request.say(said) for said in (NOTE, MIXING, view_phrase(view)))
    return Plan(title, draw, rows, notes)


BY = {"area": _("area"), "country": _("country"), "kind": _("kind")}


def _look(observed: float, expected: float, palette: dict[str, str]) -> tuple[str, str, str]:
    """Give fill, ink and dashes of a cell; its shade is the ratio, full at four times or a quarter."""
    ratio = math.log2((observed + 0.5) / (expected + 0.5)) / 2
    share = min(1.0, abs(ratio)) * 0.85
    ground = tuple(int(palette["paper"][place : place + 2], 16) for place in (1, 3, 5))
    strong = MANY if ratio > 0 else FEW
    mixed = tuple(round(a + (b - a) * share) for a, b in zip(ground, strong, strict=True))
    dark = 0.299 * mixed[0] + 0.587 * mixed[1] + 0.114 * mixed[2] < 140  # noqa: PLR2004
    ink = "#ffffff" if dark else "#111111"
    dash = ' stroke-dasharray="3 2"' if ratio < -0.1 else ""  # noqa: PLR2004
    return "#{:02x}{:02x}{:02x}".format(*mixed), ink, dash
