"""Coastlines and borders: decoded from the map's own file, projected by numpy, cut to a frame."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Box = tuple[float, float, float, float]

POLAR = 84.0
"""Degrees of latitude beyond which Mercator's projection is cut."""

_FINE = 0.6
# As `web/src/arcs.ts` reads them: 32 and more say that the number goes on.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MORE = 32


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Give the rings of the land and the lines of the borders, n × 2 longitudes and latitudes."""
    import numpy as np  # noqa: PLC0415

    path = files("alianza") / "reports" / "map" / "viewer" / "land.json"
    world = json.loads(path.read_bytes())
    scale = np.array(world["transform"]["scale"])
    shift = np.array(world["transform"]["translate"])
    arcs = [np.cumsum(_unpacked(arc), axis=0) * scale + shift for arc in world["arcs"]]

    def line(numbers: list[int]) -> Any:
        # A number below 0 is the arc ~number, walked backwards; arcs share their ends.
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    land, borders = world["objects"]["land"], world["objects"]["borders"]
    rings = tuple(line(ring) for polygon in land["arcs"] for ring in polygon)
    return rings, tuple(line(numbers) for numbers in borders["arcs"])


def _unpacked(text: str) -> NDArray[np.int64]:
    """Give the steps of an arc, n × 2: each number is five bits a letter, the lowest bit its sign."""
    import numpy as np  # noqa: PLC0415

    numbers, value, shift = [], 0, 0
    for letter in text:
        bits = _LETTERS.index(letter)
        value |= (bits & 31) << shift
        shift += 5
        if bits < _MORE:
            numbers.append(-(value + 1) // 2 if value & 1 else value // 2)
            value = shift = 0
    return np.array(numbers, dtype=np.int64).reshape(-1, 2)


def mercator(lonlat: Points, middle: float) -> Points:
    """Project degrees to the plane by Mercator, `middle` in the middle: x to the right, y down.

    One turn round the equator is 2π wide. Latitudes beyond 84° are taken for 84°.
    """
    import numpy as np  # noqa: PLC0415

    lon = np.radians((lonlat[:, 0] - middle + 180) % 360 - 180)
    lat = np.radians(np.clip(lonlat[:, 1], -POLAR, POLAR))
    return np.stack([lon, -np.log(np.tan(np.pi / 4 + lat / 2))], axis=1)


def land_paths(middle: float, scale: float, offset: tuple[float, float], frame: Box) -> list[str]:
    """Give the land and the borders as two SVG paths, of what lies within `frame`.

    The frame is left, top, right, bottom in pixels; a projected point p stands at p × `scale` +
    `offset`.
    """
    rings, lines = _shapes()
    return [
        "".join(_path(_clipped(ring, frame), "Z") for ring in _placed(rings, middle, scale, offset, frame)),
        "".join(
            _path(part, "") for line in _placed(lines, middle, scale, offset, frame) for part in _inside(line, frame)
        ),
    ]  # fmt: skip


def _placed(
    shapes: Iterable[Points], middle: float, scale: float, offset: tuple[float, float], frame: Box
) -> Iterator[Points]:
    """Project shapes whole, though they run over the map's edge: once for each edge they touch."""
    import numpy as np  # noqa: PLC0415

    for shape in shapes:
        points = mercator(shape, middle)
        points[:, 0] = np.unwrap(points[:, 0])
        for turn in (-2 * np.pi, 0.0, 2 * np.pi):
            placed = (points + np.array([turn, 0.0])) * scale + offset
            low, high = placed.min(axis=0), placed.max(axis=0)
            if low[0] < frame[2] and high[0] > frame[0] and low[1] < frame[3] and high[1] > frame[1]:  # fmt: skip
                yield placed


def _clipped(ring: Points, frame: Box) -> list[tuple[float, float]]:
    """Cut a ring to the frame, side by side (Sutherland and Hodgman 1974)."""
    points = [(float(x), float(y)) for x, y in ring]
    for axis, bound, sign in ((0, frame[0], 1), (1, frame[1], 1), (0, frame[2], -1), (1, frame[3], -1)):  # fmt: skip
        kept: list[tuple[float, float]] = []
        for before, point in zip(points[-1:] + points[:-1], points, strict=True):
            was, now = sign * (before[axis] - bound), sign * (point[axis] - bound)
            if (was < 0) != (now < 0):
                share = was / (was - now)
                x, y = (a + share * (b - a) for a, b in zip(before, point, strict=True))
                kept.append((x, y))
            if now >= 0:
                kept.append(point)
        points = kept
        if not points:
            break
    return points


def _inside(line: Points, frame: Box) -> Iterator[list[tuple[float, float]]]:
    """Give the runs of a line's points that lie within the frame."""
    run: list[tuple[float, float]] = []
    for x, y in line.tolist():
        if frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]:
            run.append((x, y))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(points: list[tuple[float, float]], end: str) -> str:
    """Write points as a path, without those that are nearer than half a pixel to the last."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _FINE:
            kept.append(point)
    if len(kept) < (3 if end else 2):
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + end
