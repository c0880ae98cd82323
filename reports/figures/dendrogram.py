"""The tree of overlaps as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.faults import ViewError
from ...graph.phrases import Phrase, counted
from ...graph.phrases import mark as _
from ...graph.structure.equivalence import overlap_tree
from ..centrality import view_phrase
from ..dendrogram import AXIS, TITLE, branches
from ..labels import plain_text, short_label, text_width
from ..language import labels_of
from .frame import Plan, fitting, num, text

if TYPE_CHECKING:
    from .frame import Box, Request

_LEAST, _MOST = 7.5, 12.0
DRAWN = _("Two lines meet where the mean overlap of the partners of the actors behind them stands.")


def plan(request: Request) -> Plan:
    """Plan the tree: names to the left, overlap from 1 to 0 to the right."""
    view, language, palette = request.view, request.language, request.palette
    tree = overlap_tree(view)
    if not tree.ids:
        raise ViewError(Phrase(_("No actor of this view has partners, so there is no tree.")))
    labels = labels_of(view.dataset.actors)
    names = [short_label(plain_text(language.text(labels[actor]))) for actor in tree.ids]

    def draw(box: Box) -> tuple[list[str], list[str]]:
        foot = 26.0
        step = min(22.0, (box.height - foot) / len(names))
        size = min(_MOST, max(_LEAST, 0.8 * step))
        widest = min(max(text_width(name, size) for name in names), 0.4 * box.width)
        left = box.left + widest + 8
        span = box.width - widest - 8 - 14
        rows = {actor: box.top + step * (place + 0.5) for place, actor in enumerate(tree.order)}
        parts, last, hidden = [], -1e9, 0
        for actor, y in rows.items():
            if y - last < 1.05 * size:
                hidden += 1
                continue
            last = y
            parts.append(
                text(left - 6, y + 0.35 * size, fitting(names[actor], widest, size), palette["ink"], size, anchor="end")
            )  # fmt: skip
        parts += branches(tree, rows, left, span, palette["soft"])
        axis = box.top + step * len(names) + 4
        parts.append(f'<path d="M{num(left)} {num(axis)}h{num(span)}" stroke="{palette["ink"]}"/>')
        for mark in range(5):
            x = left + span * mark / 4
            parts += [
                f'<path d="M{num(x)} {num(axis)}v4" stroke="{palette["ink"]}"/>',
                text(x, axis + 15, language.number(1 - mark / 4, 2), palette["ink"], 9, anchor="middle"),
            ]  # fmt: skip
        said = fitting(language.text(AXIS), widest - 12, 9)
        parts.append(text(left - 20, axis + 15, said, palette["soft"], 9, anchor="end"))
        more = counted(
            _("{count} name has no room."), _("{count} names have no room."), hidden
        )  # fmt: skip
        return parts, [request.say(more)] if hidden else []

    return Plan(request.say(TITLE), draw, (), (request.say(DRAWN), request.say(view_phrase(view))))
