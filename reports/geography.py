"""The scene of a network on the map: actors where they are, ties along the great circles."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..graph.faults import ViewError
from ..graph.layout import spread
from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from .labels import place_labels
from .land import POLAR, land_paths, mercator
from .scene import build_scene

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from ..graph.dataset import Dataset
    from ..graph.view import View
    from .scene import Curve, Scene

_EDGE = 26.0
_FAR, _WORTH, _NEARLY = 0.025, 0.75, 1.15
_ZOOM = 0.02
"""Radians of the equator: what a frame shows at least from side to side, about a degree."""


def geographic_scene(
    dataset: Dataset, view: View | None = None, *, width: float, height: float, **options: Any
) -> Scene:
    """Give the scene of `view` on a map in Mercator's projection, `width` by `height` pixels.

    The arguments are those of `alianza.reports.scene.build_scene`. Actors without a place, and
    their ties, are left out and counted in the sentence; neighbours that would hide each other
    stand side by side. The few that are far from all others are left out too, if much room is won
    by it, and named. Raises ViewError where no actor has a place.
    """
    import numpy as np  # noqa: PLC0415

    view = dataset.view() if view is None else view
    scene = build_scene(dataset, view, width=width, height=height, **options)
    placed = {
        row["id"]: (row["lon"], row["lat"])
        for row in dataset.actors.to_dict("records")
        if math.isfinite(row["lat"]) and math.isfinite(row["lon"])
    }
    markers = [marker for marker in scene.markers if marker.id in placed]
    if not markers:
        raise ViewError(Phrase(_("No actor of this view has a place, so there is no map of it.")))
    unplaced = len(scene.markers) - len(markers)
    middle = _middle(np.array([placed[marker.id] for marker in markers], dtype=float))
    points = mercator(np.array([placed[marker.id] for marker in markers], dtype=float), middle)
    near = _near(points)
    far = [marker.short for marker, kept in zip(markers, near, strict=True) if not kept]
    markers = [marker for marker, kept in zip(markers, near, strict=True) if kept]
    points = points[near]
    shown = {marker.id for marker in markers}
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum(high - low, _ZOOM)
    room = np.maximum(np.array([width, height]) - 2 * _EDGE, 1.0)
    scale = float((room / span).min())
    offset = np.array([width, height]) / 2 - scale * (low + high) / 2
    # Small markers, since many stand close together: the land must stay visible.
    shrunk = min(1.0, max(0.5, width / 1600))
    sizes = [round(marker.size * shrunk, 1) for marker in markers]
    boxes = np.array([[2 * size + 1, 2 * size + 1] for size in sizes])
    stands = spread(points * scale + offset, boxes, (width, height))
    moved = tuple(
        replace(marker, x=round(float(x), 1), y=round(float(y), 1), size=size)
        for marker, (x, y), size in zip(markers, stands, sizes, strict=True)
    )
    ends = {m.id: (m.x, m.y) for m in moved}
    curves = tuple(
        replace(curve, bend=_within(curve, _bend(curve, placed, ends, middle, scale, offset), ends, (width, height)))
        for curve in scene.curves
        if curve.tail in shown and curve.head in shown
    )  # fmt: skip
    land, borders = land_paths(
        middle, scale, (float(offset[0]), float(offset[1])), (0.0, 0.0, width, height)
    )
    said = []
    if unplaced:
        said.append(
            counted(
                _("{count} actor without a place is not on the map."),
                _("{count} actors without a place are not on the map."),
                unplaced,
            )
        )
    if far:
        said.append(phrase(_("Far from the others and left out: {names}."), names=tuple(far)))
    translate = options.get("translate", str)
    sentence = " ".join([scene.sentence, *map(translate, said)])
    return replace(
        scene,
        markers=moved,
        curves=curves,
        labels=place_labels(moved, width, height),
        actor_keys=_counted(scene.actor_keys, [marker.kind for marker in moved]),
        tie_keys=_counted(scene.tie_keys, [curve.kind for curve in curves]),
        mark_keys=tuple(
            replace(key, count=count)
            for key in scene.mark_keys
            if (count := sum(bool(getattr(curve, key.mark)) for curve in curves if curve.kind))
        ),
        sentence=sentence,
        land=land,
        borders=borders,
    )


def _middle(lonlat: NDArray[np.float64]) -> float:
    """Give the meridian in the middle of the actors, so that the map's edge is far from them."""
    import numpy as np  # noqa: PLC0415

    angles = np.radians(lonlat[:, 0])
    east, north = float(np.cos(angles).sum()), float(np.sin(angles).sum())
    return float(round(math.degrees(math.atan2(north, east))))


def _near(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell the points apart from the few that are far from all others, if much is won by it.

    One after the other, the point goes at whichever edge of the box leaves the smallest box; at
    most one in forty and ten in all. As few go as leave nearly the smallest box, and none unless
    the box loses a quarter.
    """
    import numpy as np  # noqa: PLC0415

    def area(some: NDArray[np.bool_]) -> float:
        size = np.maximum(np.ptp(points[some], axis=0), _ZOOM)
        return float(size[0] * size[1])

    everyone = np.ones(len(points), dtype=bool)
    found = [(area(everyone), everyone)]
    for _turn in range(min(10, int(len(points) * _FAR))):
        kept = found[-1][1]
        candidates = []
        for axis in (0, 1):
            for pick in (np.argmin, np.argmax):
                rest = kept.copy()
                rest[np.flatnonzero(kept)[pick(points[kept, axis])]] = False
                candidates.append((area(rest), rest))
        found.append(min(candidates, key=lambda one: one[0]))
    least = min(size for size, _kept in found)
    if least >= _WORTH * found[0][0]:
        return everyone
    return next(kept for size, kept in found if size <= _NEARLY * least)


def _within(
    curve: Curve, bend: float, ends: Mapping[str, tuple[float, float]], frame: tuple[float, float]
) -> float:
    """Give the bend, made smaller as long as the middle of the curve leaves the frame."""
    (x0, y0), (x1, y1) = ends[curve.tail], ends[curve.head]
    for _turn in range(8):
        x = (x0 + x1) / 2 + bend * (y1 - y0) / 2
        y = (y0 + y1) / 2 - bend * (x1 - x0) / 2
        if 4 < x < frame[0] - 4 and 4 < y < frame[1] - 4:  # noqa: PLR2004
            break
        bend *= 0.75
    return round(bend, 4) + 0.0


def _counted(keys: Any, kinds: list[str]) -> Any:
    """Give the rows of a legend with what is left of each kind."""
    return tuple(
        replace(key, count=kinds.count(key.kind)) for key in keys if key.kind in set(kinds)
    )


def _bend(
    curve: Curve,
    placed: Mapping[str, tuple[float, float]],
    ends: Mapping[str, tuple[float, float]],
    middle: float,
    scale: float,
    offset: NDArray[np.float64],
) -> float:
    """Give the bend that leads a curve past the middle of its great circle."""
    import numpy as np  # noqa: PLC0415

    half = _halfway(placed[curve.tail], placed[curve.head])
    x, y = (mercator(np.array([half]), middle) * scale + offset)[0].tolist()
    (x0, y0), (x1, y1) = ends[curve.tail], ends[curve.head]
    across, down = x1 - x0, y1 - y0
    length = math.sqrt(across * across + down * down)
    if length < 1:
        return curve.bend
    aside: float = ((x - (x0 + x1) / 2) * down - (y - (y0 + y1) / 2) * across) / length
    # A great circle over the map's edge, or over a pole, is drawn as a moderate curve.
    return round(max(-0.5, min(0.5, 2 * aside / length)) + curve.bend, 4) + 0.0


def _halfway(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Give longitude and latitude of the middle of the great circle."""
    x = y = z = 0.0
    for lon, lat in (one, other):
        a, b = math.radians(lon), math.radians(max(-POLAR, min(POLAR, lat)))
        x, y, z = x + math.cos(a) * math.cos(b), y + math.sin(a) * math.cos(b), z + math.sin(b)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
