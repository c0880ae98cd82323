"""The scene of a network on the map: actors where they are, ties along the great circles."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..graph.faults import ViewError
from ..graph.layout import spread
from ..graph.phrases import Phrase, counted
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
_ZOOM = 0.02
"""Radians of the equator: what a frame shows at least from side to side, about a degree."""


def geographic_scene(
    dataset: Dataset, view: View | None = None, *, width: float, height: float, **options: Any
) -> Scene:
    """Give the scene of `view` on a map in Mercator's projection, `width` by `height` pixels.

    The arguments are those of `alianza.reports.scene.build_scene`. Actors without a place, and
    their ties, are left out and counted in the sentence; neighbours that would hide each other
    stand side by side. Raises ViewError where no actor has a place.
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
    lonlat = np.array([placed[marker.id] for marker in markers], dtype=float)
    middle = _middle(lonlat)
    points = mercator(lonlat, middle)
    low, high = points.min(axis=0), points.max(axis=0)
    span = np.maximum(high - low, _ZOOM)
    room = np.maximum(np.array([width, height]) - 2 * _EDGE, 1.0)
    scale = float((room / span).min())
    offset = np.array([width, height]) / 2 - scale * (low + high) / 2
    # Small markers where many stand close together: the land must stay visible.
    shrunk = min(1.0, max(0.45, width / 1280))
    sizes = [round(marker.size * shrunk, 1) for marker in markers]
    boxes = np.array([[2 * size + 1, 2 * size + 1] for size in sizes])
    stands = spread(points * scale + offset, boxes, (width, height))
    moved = tuple(
        replace(marker, x=round(float(x), 1), y=round(float(y), 1), size=size)
        for marker, (x, y), size in zip(markers, stands, sizes, strict=True)
    )
    ends = {m.id: (m.x, m.y) for m in moved}
    curves = tuple(
        replace(curve, bend=_bend(curve, placed, ends, middle, scale, offset))
        for curve in scene.curves
        if curve.tail in placed and curve.head in placed
    )
    land, borders = land_paths(
        middle, scale, (float(offset[0]), float(offset[1])), (0.0, 0.0, width, height)
    )
    left = len(scene.markers) - len(moved)
    sentence = scene.sentence
    if left:
        more = counted(
            _("{count} actor without a place is not on the map."),
            _("{count} actors without a place are not on the map."),
            left,
        )
        sentence = f"{sentence} {options.get('translate', str)(more)}"
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
    aside = ((x - (x0 + x1) / 2) * down - (y - (y0 + y1) / 2) * across) / length
    # A great circle over the map's edge, or over a pole, is drawn as a moderate curve.
    return round(max(-0.5, min(0.5, 2 * aside / length)) + curve.bend, 4) + 0.0


def _halfway(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Give longitude and latitude of the middle of the great circle."""
    x = y = z = 0.0
    for lon, lat in (one, other):
        a, b = math.radians(lon), math.radians(max(-POLAR, min(POLAR, lat)))
        x, y, z = x + math.cos(a) * math.cos(b), y + math.sin(a) * math.cos(b), z + math.sin(b)
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
