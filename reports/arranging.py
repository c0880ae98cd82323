"""How large the markers of a scene are, and room between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..graph.layout import spread
from .labels import FONT_SIZE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALLEST, LARGEST = 5.0, 15.0
_MARGIN = 16.0
_STRETCH = 1.8
# Square pixels an actor at which markers have their full size.
_ROOM = 1280 * 720 / 150


def radii_of(values: list[float], area: float) -> list[float]:
    """Give radii whose areas follow the values; NaN and what is not positive is smallest."""
    finite = [value for value in values if math.isfinite(value) and value > 0]
    largest = max(finite, default=1.0)
    # Where there are many actors for the room, small markers leave some to the ties.
    scale = min(1.0, math.sqrt(area / (_ROOM * max(len(values), 1))))
    return [
        max(2.0, scale * (SMALLEST + (LARGEST - SMALLEST) * math.sqrt(value / largest)))
        if math.isfinite(value) and value > 0
        else max(2.0, scale * SMALLEST)
        for value in values
    ]


def arranged(
    places: NDArray[np.float64],
    label_widths: list[float],
    radii: list[float],
    frame: tuple[float, float],
) -> NDArray[np.float64]:
    """Stretch the unit square to the frame, and make room for every marker with its label."""
    import numpy as np  # noqa: PLC0415

    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    widest = max(label_widths)
    room = np.maximum(
        np.array(frame) - 2 * np.array([_MARGIN + min(widest / 2, frame[0] / 8), _MARGIN + 14]),
        1.0,
    )
    span = np.where(high > low, high - low, 1.0)
    scale = room / span
    scale = np.minimum(scale, scale.min() * _STRETCH)
    placed = (places - (low + high) / 2) * scale + np.array(frame) / 2
    diameters = 2 * np.array(radii)
    sizes = np.stack(
        [np.maximum(diameters, np.array(label_widths)) + 4, diameters + FONT_SIZE + 6], axis=1
    )
    # A picture that is too full for all its labels still keeps its markers apart.
    if (sizes[:, 0] * sizes[:, 1]).sum() > 0.6 * frame[0] * frame[1]:
        sizes = np.stack([diameters + 4, diameters + 4], axis=1)
    # Where thousands of markers fill the frame, nobody sees them one by one.
    if (sizes[:, 0] * sizes[:, 1]).sum() > 0.2 * frame[0] * frame[1]:
        inside: NDArray[np.float64] = np.clip(placed, 0.0, np.array(frame))
        return inside
    return spread(placed, sizes, frame)
