"""A tree of overlaps as SVG: real text, no script, nothing from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ..graph.phrases import mark as _
from .labels import FONT_SIZE, plain_text, short_label, text_width
from .language import labels_of
from .writers.svg import FONTS

if TYPE_CHECKING:
    from ..graph.structure.equivalence import Tree
    from ..graph.view import View
    from .language import Language

ROW, EDGE, SPAN, FOOT = 18.0, 16.0, 420.0, 34.0
PAPER, INK, SOFT = "#ffffff", "#1b2430", "#566072"
TITLE = _("Actors by the overlap of their partners")
AXIS = _("overlap")


def dendrogram_svg(view: View, tree: Tree, language: Language) -> str:
    """Draw a tree: a row an actor, names to the left, overlap from 1 to 0 to the right.

    Two lines meet where the mean overlap of the actors behind them stands.
    """
    names = labels_of(view.dataset.actors)
    shown = [short_label(plain_text(language.text(names[actor]))) for actor in tree.ids]
    left = EDGE + max((text_width(name) for name in shown), default=0.0) + 8
    width, height = left + SPAN + EDGE, EDGE + ROW * len(tree.ids) + FOOT
    rows = {actor: EDGE + ROW * (place + 0.5) for place, actor in enumerate(tree.order)}
    title = language.text(TITLE)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang={quoteattr(language.code)}'
            f' viewBox="0 0 {width:.1f} {height:.1f}" width="{width:.1f}" height="{height:.1f}"'
            f' font-family="{FONTS}" font-size="{FONT_SIZE}">'
        ),
        f"<title>{escape(title)}</title>",
        f'<rect width="{width:.1f}" height="{height:.1f}" fill="{PAPER}"/>',
    ]
    lines += [
        f'<text x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end" fill="{INK}">'
        f"{escape(shown[actor])}</text>"
        for actor, y in rows.items()
    ]
    lines += branches(tree, rows, left)
    lines += _axis(left, height - FOOT + 4, language)
    return "\n".join([*lines, "</svg>"]) + "\n"


def branches(
    tree: Tree, rows: dict[int, float], left: float, span: float = SPAN, colour: str = SOFT
) -> list[str]:
    """Draw a bracket for every merge of actors, whose `rows` are heights by place; `span` wide."""
    places = {actor: (left, y) for actor, y in rows.items()}
    lines = []
    for number, (one, other, distance, _size) in enumerate(tree.merges.tolist(), len(tree.ids)):
        (x1, y1), (x2, y2) = places[int(one)], places[int(other)]
        x = left + span * distance
        lines.append(
            f'<path d="M{x1:.1f} {y1:.1f}H{x:.1f}V{y2:.1f}H{x2:.1f}" fill="none" stroke="{colour}"/>'
        )
        places[number] = (x, (y1 + y2) / 2)
    return lines


def _axis(left: float, y: float, language: Language) -> list[str]:
    """Draw the scale of the overlap."""
    lines = [f'<path d="M{left:.1f} {y:.1f}H{left + SPAN:.1f}" stroke="{INK}"/>']
    for step in range(5):
        x = left + SPAN * step / 4
        lines.append(f'<path d="M{x:.1f} {y:.1f}V{y + 4:.1f}" stroke="{INK}"/>')
        lines.append(
            f'<text x="{x:.1f}" y="{y + 16:.1f}" text-anchor="middle" fill="{INK}">'
            f"{language.number(1 - step / 4, 2)}</text>"
        )
    lines.append(
        f'<text x="{left - 20:.1f}" y="{y + 16:.1f}" text-anchor="end" fill="{SOFT}">'
        f"{escape(language.text(AXIS))}</text>"
    )
    return lines
