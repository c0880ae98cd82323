"""A scene as shapes that PowerPoint can edit: actors, curved ties, names, legend, each with its name."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from ..labels import FONT_SIZE, place_labels
from .pptx_blocks import lines_of
from .pptx_theme import POINT
from .svg import control_point, mark_place, outline, stroke, towards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..scene import Curve, Key, Marker, Scene

MOST_TIES = 150
"""Ties that a slide shows as shapes; more cannot be edited by hand, and slow the program."""

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_PRESETS = {
    "circle": "ellipse",
    "square": "rect",
    "diamond": "diamond",
    "hexagon": "hexagon",
    "triangle": "triangle",
    "triangle-down": "flowChartMerge",
    "star": "star5",
    "document": "snip1Rect",
}
Point = tuple[float, float]
_STRETCH = 1.8
_EDGES = (90.0, 26.0)


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a scene stands on a slide: its left and top, and the size of its pixel, in points."""

    left: float
    top: float
    unit: float

    def at(self, x: float, y: float) -> tuple[int, int]:
        """Give a point of the scene in the slide's own measure."""
        return (
            round((self.left + self.unit * x) * POINT),
            round((self.top + self.unit * y) * POINT),
        )

    def long(self, length: float) -> int:
        """Give a length of the scene in the slide's own measure."""
        return round(self.unit * length * POINT)


def part_of_scene(scene: Scene, width: float, height: float) -> Scene:
    """Give the scene in a frame of that size, with so many actors that there are 150 ties at most.

    Those with the most partners stay, at the places that they have, and the ties among them.
    """
    met: dict[str, list[str]] = {}
    for curve in scene.curves:
        met.setdefault(curve.tail, []).append(curve.head)
        met.setdefault(curve.head, []).append(curve.tail)
    kept: set[str] = set()
    ties = 0
    for marker in sorted(scene.markers, key=lambda m: (-_finite(m.value), m.id)):
        ties += sum(other in kept for other in met.get(marker.id, ()))
        if ties > MOST_TIES:
            break
        kept.add(marker.id)
    markers = _fitted([marker for marker in scene.markers if marker.id in kept], width, height)
    curves = tuple(one for one in scene.curves if one.tail in kept and one.head in kept)
    kinds = {marker.kind for marker in markers}, {curve.kind for curve in curves}
    return replace(
        scene,
        width=width,
        height=height,
        markers=markers,
        curves=curves,
        labels=place_labels(markers, width, height),
        actor_keys=tuple(key for key in scene.actor_keys if key.kind in kinds[0]),
        tie_keys=tuple(key for key in scene.tie_keys if key.kind in kinds[1]),
        mark_keys=tuple(
            key for key in scene.mark_keys if any(getattr(curve, key.mark) for curve in curves)
        ),
    )


def _fitted(markers: list[Marker], width: float, height: float) -> tuple[Marker, ...]:
    """Stretch the places of actors to a frame, one way at most 1.8 times as much as the other."""
    if not markers:
        return ()
    low = min(m.x for m in markers), min(m.y for m in markers)
    high = max(m.x for m in markers), max(m.y for m in markers)
    scales = [
        max(1.0, side - 2 * edge) / max(1.0, b - a)
        for side, edge, a, b in zip((width, height), _EDGES, low, high, strict=True)
    ]
    scales = [min(scale, _STRETCH * min(scales)) for scale in scales]
    middle = (low[0] + high[0]) / 2, (low[1] + high[1]) / 2
    return tuple(
        replace(
            marker,
            x=round(width / 2 + scales[0] * (marker.x - middle[0]), 1),
            y=round(height / 2 + scales[1] * (marker.y - middle[1]), 1),
            size=round(marker.size * min(1.0, *scales), 1),
        )
        for marker in markers
    )


def _finite(value: float) -> float:
    return value if math.isfinite(value) else -1.0


def draw_scene(slide: Any, scene: Scene, canvas: Canvas, slots: Mapping[str, str]) -> None:
    """Put a scene on a slide as one group of shapes, named after ids of actors and ties."""
    markers = {marker.id: marker for marker in scene.markers}
    makers = [_tie(curve, markers, canvas, slots[curve.colour]) for curve in scene.curves]
    makers += [_actor(marker, canvas, slots[marker.colour]) for marker in scene.markers]
    for curve in scene.curves:
        if curve.disputed:
            x, y = mark_place(curve, scene.markers)
            makers.append(_mark(f"disputed: {curve.id}", x, y, canvas, slots[curve.colour]))
    for label in scene.labels:
        left, top, right, _bottom = label.box
        makers.append(_text(f"label: {label.id}", label.text, left, top - 2, right - left, canvas, label.anchor))  # fmt: skip
    _add(slide, scene.title, makers)


def draw_legend(
    slide: Any, scene: Scene, canvas: Canvas, width: float, slots: Mapping[str, str]
) -> None:
    """Put the legend of a scene on a slide, `width` points wide, an entry below the other."""
    room = width / canvas.unit - 38
    makers: list[Callable[[int], str]] = []
    y = 8.0
    for keys in (scene.actor_keys, scene.tie_keys, scene.mark_keys):
        for key in keys:
            makers += _sample(key, y, canvas, slots)
            lines = lines_of(key.label, room, FONT_SIZE)
            makers.append(_text(f"legend: {key.label}", key.label, 38, y - 8, room, canvas, "start", lines=lines))  # fmt: skip
            y += 19 + 15 * (lines - 1)
        y += 9 if keys else 0
    _add(slide, "legend", makers)


def _add(slide: Any, name: str, makers: list[Callable[[int], str]]) -> None:
    from pptx.oxml import parse_xml  # noqa: PLC0415

    group = slide.shapes.add_group_shape()
    group.name = name[:200]
    first = 1 + max(int(one.get("id")) for one in slide._element.iter("{*}cNvPr"))  # noqa: SLF001
    for number, make in enumerate(makers, start=first):
        group._element.append(parse_xml(make(number)))  # noqa: SLF001 - python-pptx has no curves
    group._element.recalculate_extents()  # noqa: SLF001


def _shape(number: int, name: str, said: str, body: str, text: str = "") -> str:
    described = f" descr={quoteattr(said)}" if said else ""
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name={quoteattr(name)}{described}/>'
        f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{body}</p:spPr>{text}</p:sp>"
    )


def _fill(slot: str, alpha: int = 0) -> str:
    more = f'<a:alpha val="{alpha}"/>' if alpha else ""
    return f'<a:solidFill><a:schemeClr val="{slot}">{more}</a:schemeClr></a:solidFill>'


def _frame(canvas: Canvas, left: float, top: float, width: float, height: float) -> str:
    x, y = canvas.at(left, top)
    return (
        f'<a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{max(1, canvas.long(width))}" cy="{max(1, canvas.long(height))}"/></a:xfrm>'
    )


def _actor(marker: Marker, canvas: Canvas, slot: str) -> Callable[[int], str]:
    body = _sign(marker.shape, marker.x, marker.y, marker.size, canvas, slot)
    said = f"{marker.label} ({marker.value:g})"
    return lambda number: _shape(number, f"actor: {marker.id}", said, body)


def _sign(shape: str, x: float, y: float, size: float, canvas: Canvas, slot: str) -> str:
    corners = outline(shape, x, y, size) or [(x - size, y - size), (x + size, y + size)]
    left, top = (min(corner[axis] for corner in corners) for axis in (0, 1))
    right, bottom = (max(corner[axis] for corner in corners) for axis in (0, 1))
    return (
        f"{_frame(canvas, left, top, right - left, bottom - top)}"
        f'<a:prstGeom prst="{_PRESETS.get(shape, "ellipse")}"><a:avLst/></a:prstGeom>{_fill(slot)}'
        f'<a:ln w="{canvas.long(1.2)}">{_fill("bg1")}</a:ln>'
    )


def _tie(
    curve: Curve, markers: Mapping[str, Marker], canvas: Canvas, slot: str
) -> Callable[[int], str]:
    tail, head = markers[curve.tail], markers[curve.head]
    start, end = (tail.x, tail.y), (head.x, head.y)
    control = control_point(start, end, curve.bend)
    stop = towards(end, control, 1.2 * head.size + 2) if curve.arrow else end
    said = ", ".join(filter(None, (f"{tail.label} – {head.label}", curve.label, curve.dates)))
    body = _line(start, control if curve.bend else None, stop, canvas)
    body += _pen(slot, stroke(undated=curve.undated), curve.dash, canvas, arrow=curve.arrow)
    return lambda number: _shape(number, f"tie: {curve.id}", said, body)


def _line(start: Point, control: Point | None, stop: Point, canvas: Canvas) -> str:
    """Give a line or a curve as a path of its own; a quadratic curve is a cubic one exactly."""
    points = [start, stop]
    if control is not None:
        one, two = (
            (end[0] + 2 / 3 * (control[0] - end[0]), end[1] + 2 / 3 * (control[1] - end[1]))
            for end in (start, stop)
        )
        points = [start, one, two, stop]
    left, top = (min(point[axis] for point in points) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in points) for axis in (0, 1))
    written = [f'<a:pt x="{canvas.long(x - left)}" y="{canvas.long(y - top)}"/>' for x, y in points]
    way = (
        f"<a:lnTo>{written[1]}</a:lnTo>"
        if control is None
        else f"<a:cubicBezTo>{''.join(written[1:])}</a:cubicBezTo>"
    )
    width, height = (max(1, canvas.long(side)) for side in (right - left, bottom - top))
    return (
        f"{_frame(canvas, left, top, right - left, bottom - top)}<a:custGeom><a:avLst/><a:gdLst/>"
        '<a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}" fill="none"><a:moveTo>{written[0]}</a:moveTo>{way}</a:path>'
        "</a:pathLst></a:custGeom><a:noFill/>"
    )


def _pen(slot: str, width: float, dash: tuple[int, ...], canvas: Canvas, *, arrow: bool) -> str:
    pairs = zip(dash[::2], dash[1::2], strict=False)
    strokes = "".join(
        f'<a:ds d="{round(100_000 * on / width)}" sp="{round(100_000 * off / width)}"/>'
        for on, off in pairs
    )
    return (
        f'<a:ln w="{canvas.long(width)}">{_fill(slot, 85_000)}'
        + (f"<a:custDash>{strokes}</a:custDash>" if strokes else "")
        + ('<a:tailEnd type="triangle" w="med" len="med"/>' if arrow else "")
        + "</a:ln>"
    )


def _mark(name: str, x: float, y: float, canvas: Canvas, slot: str) -> Callable[[int], str]:
    body = (
        f"{_frame(canvas, x - 6.5, y - 6.5, 13, 13)}"
        f'<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>{_fill("bg1")}'
        f'<a:ln w="{canvas.long(1.4)}">{_fill(slot)}</a:ln>'
    )
    return lambda number: _shape(number, name, "", body, _words("?", 10 * canvas.unit, "middle", "ctr", slot))  # fmt: skip


def _text(
    name: str,
    said: str,
    left: float,
    top: float,
    width: float,
    canvas: Canvas,
    anchor: str,
    *,
    lines: int = 1,
) -> Callable[[int], str]:
    body = (
        f"{_frame(canvas, left, top, width, 1.3 * FONT_SIZE * lines)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_fill("bg1", 70_000)}'
    )
    wrap = "square" if lines > 1 else "none"
    words = _words(said, FONT_SIZE * canvas.unit, anchor, "ctr", "tx1", wrap=wrap)
    return lambda number: _shape(number, name, "", body, words)


def _words(said: str, size: float, anchor: str, up: str, slot: str, *, wrap: str = "none") -> str:
    side = {"start": "l", "middle": "ctr", "end": "r"}[anchor]
    return (
        f'<p:txBody><a:bodyPr wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{up}">'
        f'<a:noAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn="{side}"/><a:r>'
        f'<a:rPr sz="{round(100 * size)}">{_fill(slot)}</a:rPr>'
        f"<a:t>{escape(said)}</a:t></a:r></a:p></p:txBody>"
    )


def _sample(
    key: Key, y: float, canvas: Canvas, slots: Mapping[str, str]
) -> Iterator[Callable[[int], str]]:
    slot = slots.get(key.colour, "tx1")
    name = f"sample: {key.label}"
    if key.mark == "disputed":
        yield _mark(name, 15, y, canvas, slot)
        return
    if key.shape:
        body = _sign(key.shape, 15, y, 6.5, canvas, slot)
    else:
        body = _line((0, y), None, (30, y), canvas)
        body += _pen(slot, stroke(undated=key.mark == "undated"), key.dash, canvas, arrow=key.arrow)
    yield lambda number: _shape(number, name, "", body)
