"""Who is tied to whom, as a matrix: a row and a column an actor, a sign for every kind of tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.faults import ViewError
from ...graph.phrases import Phrase, phrase
from ...graph.phrases import mark as _
from ..centrality import view_phrase
from ..labels import text_width
from ..scene import build_scene
from ..writers.svg import shade_of, shape_svg
from .frame import Plan, Row, fitting, num, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..scene import Marker
    from .frame import Box, Request

TITLE = _("Who is tied to whom")
SIGNS = ("circle", "square", "triangle", "diamond", "triangle-down", "hexagon", "star", "document")
_LEAST, _MOST = 9.0, 20.0
CUT = _(
    "Of {all} actors, the {rows} with the most partners are the rows and {columns} the columns."
)


def plan(request: Request) -> Plan:  # noqa: C901 - one figure, its parts inside
    """Plan the matrix, actors of a kind side by side, those with the most partners first."""
    view, palette = request.view, request.palette
    scene = build_scene(
        request.dataset, view, translate=request.language.text, lang=request.language.code
    )
    if not scene.curves:
        raise ViewError(Phrase(_("This view has no ties, so there is no matrix of them.")))
    shade = shade_of(request.theme)
    kinds = [key.kind for key in scene.actor_keys]
    order = sorted(scene.markers, key=lambda m: (kinds.index(m.kind), -m.value, m.id))
    first = order if view.modes is None else [m for m in order if view.modes[view.ids.index(m.id)] == 0]  # fmt: skip
    second = order if view.modes is None else [m for m in order if view.modes[view.ids.index(m.id)] == 1]  # fmt: skip
    signs = {key.kind: (SIGNS[n % len(SIGNS)], shade(key.colour)) for n, key in enumerate(scene.tie_keys)}  # fmt: skip
    ties: dict[tuple[str, str], dict[str, None]] = {}
    for curve in scene.curves:
        ties.setdefault((curve.tail, curve.head), {})[curve.kind] = None
        if not view.directed:
            ties.setdefault((curve.head, curve.tail), {})[curve.kind] = None

    def draw(box: Box) -> tuple[list[str], list[str]]:
        rows, columns, step, side, head = _fit(first, second, box, square=view.modes is None)
        size = min(12.0, 0.8 * step)
        left, top = box.left + side + 6, box.top + head + 6
        parts = []
        for place, marker in enumerate(rows):
            y = top + step * (place + 0.5)
            parts += [
                f'<path d="M{num(left)} {num(y)}h{num(step * len(columns))}" stroke="{palette["faint"]}"/>',
                text(left - 5, y + 0.35 * size, fitting(marker.short, side, size), palette["ink"], size, anchor="end"),
            ]  # fmt: skip
        for place, marker in enumerate(columns):
            x = left + step * (place + 0.5)
            parts += [
                f'<path d="M{num(x)} {num(top)}v{num(step * len(rows))}" stroke="{palette["faint"]}"/>',
                text(x + 0.35 * size, top - 5, fitting(marker.short, head, size), palette["ink"], size, turned=True),
            ]  # fmt: skip
        for down, one in enumerate(rows):
            for across, other in enumerate(columns):
                found = ties.get((one.id, other.id), {})
                parts += _signs(list(found), left + step * across, top + step * down, step)
        cut = phrase(CUT, all=len(order), rows=len(rows), columns=len(columns))
        whole = len(rows) == len(first) and len(columns) == len(second)
        return parts, [] if whole else [request.say(cut)]

    def _signs(found: list[str], x: float, y: float, step: float) -> list[str]:
        share = step / max(1, len(found))
        return [
            f'<g fill="{signs[kind][1]}">'
            f"{shape_svg(signs[kind][0], x + share * (n + 0.5), y + step / 2, min(0.4 * step, 0.48 * share))}</g>"
            for n, kind in enumerate(found)
        ]

    def sample(kind: str) -> Callable[[float, float], str]:
        return lambda x, y: f'<g fill="{signs[kind][1]}">{shape_svg(signs[kind][0], x + 15, y, 5)}</g>'  # fmt: skip

    legend = tuple(Row(f"{key.label} ({key.count})", sample(key.kind)) for key in scene.tie_keys)
    notes = [request.say(view_phrase(view))]
    if view.directed:
        notes.insert(0, request.say(_("Ties run from the row to the column.")))
    return Plan(request.say(TITLE), draw, legend, tuple(notes))


def _fit(
    first: list[Marker], second: list[Marker], box: Box, *, square: bool
) -> tuple[list[Marker], list[Marker], float, float, float]:
    """Give the rows and columns that have room, the side of a cell, and the room for their names."""
    side, head = 0.24 * box.width, 0.3 * box.height
    room = max(1, int((box.height - head - 6) / _LEAST)), max(1, int((box.width - side - 6) / _LEAST))  # fmt: skip
    if square:
        room = (min(room), min(room))
    rows, columns = (
        _most(actors, most) for actors, most in zip((first, second), room, strict=True)
    )
    # Names that are shorter than the room kept for them leave it to the cells.
    widths = [max((text_width(m.short, 12) for m in some), default=0) for some in (rows, columns)]
    side, head = min(side, widths[0]), min(head, widths[1])
    step = min(
        _MOST,
        (box.width - side - 6) / max(1, len(columns)),
        (box.height - head - 6) / max(1, len(rows)),
    )
    return rows, columns, step, side, head


def _most(actors: list[Marker], most: int) -> list[Marker]:
    """Keep the actors with the most partners, in the order that they have."""
    kept = {m.id for m in sorted(actors, key=lambda m: (-m.value, m.id))[:most]}
    return [m for m in actors if m.id in kept]
