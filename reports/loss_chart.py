"""The curves of targeted and random loss, drawn as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ..graph.phrases import Phrase
from ..graph.phrases import mark as _
from .labels import text_width
from .writers.svg import FONTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..graph.evidence.robustness import Loss
    from .language import Language

WIDTH, HEIGHT = 760.0, 460.0
_LEFT, _TOP, _RIGHT, _BOTTOM = 76.0, 56.0, 24.0, 118.0
_INK, _SOFT, _PAPER, _LINE = "#1b2430", "#566072", "#ffffff", "#d9dee6"
TARGETED, RANDOM = "#c8500a", "#0072b2"


def loss_svg(rows: Sequence[Loss], title: str, language: Language) -> str:
    """Draw the share of all actors in the largest component over the share lost, as one ``<svg>``.

    Targeted loss is a whole line with squares, random loss a dashed one with circles in the
    band between its lowest and highest draw. Both axes run from 0; no script, no style.
    """
    caption = language.text(
        Phrase(_("Share of all actors in the largest component after losing some"))
    )
    most = max((row.share for row in rows), default=0.0) or 1.0
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang={quoteattr(language.code)}'
            f' viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
            f' font-family="{FONTS}" font-size="13" fill="{_INK}">'
        ),
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(caption)}</desc>",
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{_PAPER}"/>',
        f'<text x="16" y="24" font-weight="700">{escape(title)}</text>',
        f'<text x="16" y="42" fill="{_SOFT}">{escape(caption)}</text>',
        *_axes(rows, most, language),
        *_curves(rows, most),
        *_legend(language),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _at(share: float, value: float, most: float) -> tuple[float, float]:
    wide, high = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    return round(_LEFT + wide * share / most, 1), round(_TOP + high * (1 - value), 1)


def _axes(rows: Sequence[Loss], most: float, language: Language) -> Iterator[str]:
    for step in range(0, 101, 25):
        x, y = _at(0.0, step / 100, most)
        yield f'<path d="M{x:g} {y:g}H{WIDTH - _RIGHT:g}" stroke="{_LINE}"/>'
        yield (
            f'<text x="{x - 8:g}" y="{y + 4:g}" text-anchor="end" fill="{_SOFT}">'
            f"{escape(_percent(step, language))}</text>"
        )
    last = -1e9
    for row in rows:
        x, y = _at(row.share, 0.0, most)
        yield f'<path d="M{x:g} {y:g}v5" stroke="{_SOFT}"/>'
        text = _percent(round(row.share * 100), language)
        # Ticks that stand too close keep their stroke and lose their number.
        if x - last >= text_width(text) + 6:
            last = x
            yield (
                f'<text x="{x:g}" y="{y + 20:g}" text-anchor="middle" fill="{_SOFT}">'
                f"{escape(text)}</text>"
            )
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    said = language.text(Phrase(_("share of actors lost")))
    yield f'<text x="{middle:g}" y="{HEIGHT - _BOTTOM + 42:g}" text-anchor="middle">{escape(said)}</text>'


def _percent(value: int, language: Language) -> str:
    return language.percent(value / 100)


def _curves(rows: Sequence[Loss], most: float) -> Iterator[str]:
    if not rows:
        return
    upper = [_at(row.share, row.highest, most) for row in rows]
    lower = [_at(row.share, row.lowest, most) for row in reversed(rows)]
    band = " ".join(f"{x:g},{y:g}" for x, y in [*upper, *lower])
    yield f'<polygon points="{band}" fill="{RANDOM}" fill-opacity="0.15"/>'
    for name, colour, dash in (
        ("random", RANDOM, ' stroke-dasharray="7 4"'),
        ("targeted", TARGETED, ""),
    ):
        points = [_at(row.share, getattr(row, name), most) for row in rows]
        line = " ".join(f"{x:g},{y:g}" for x, y in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
        for x, y in points:
            yield _sign(name, x, y, colour)


def _sign(name: str, x: float, y: float, colour: str) -> str:
    if name == "targeted":
        return f'<rect x="{x - 3.5:g}" y="{y - 3.5:g}" width="7" height="7" fill="{colour}"/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="3.5" fill="{colour}"/>'


def _legend(language: Language) -> Iterator[str]:
    y = HEIGHT - 56
    for name, colour, dash, label in (
        ("targeted", TARGETED, "", _("those with most partners first")),
        ("random", RANDOM, ' stroke-dasharray="7 4"', _("at random: mean, lowest and highest of 20 draws")),
    ):  # fmt: skip
        yield f'<path d="M16 {y - 4:g}h34" stroke="{colour}" stroke-width="2"{dash}/>'
        yield _sign(name, 33, y - 4, colour)
        yield f'<text x="60" y="{y:g}">{escape(language.text(label))}</text>'
        y += 22
