"""Where the actors of a view are drawn: seeded positions, and room between boxes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .matrices import component_labels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .view import View

DIGITS = 4
EXACT_UP_TO = 1_200
PIVOTS = 60
_ROUNDS = 40
_PUSHES = 600
_STEPS = 8_000_000


def positions(view: View, seed: int = 1) -> NDArray[np.float64]:
    """Give a place in the unit square to every actor of `view`.

    An n × 2 array in the order of ``view.ids``, x to the right and y down, rounded to four
    decimals. Distances on the page follow distances in the graph: stress is lowered by
    stochastic gradient descent (Zheng, Pawar and Goodman 2019), from distances to a few pivots
    (Brandes and Pich 2007) where a component has more than 1,200 actors. Smaller components
    stand in rows below the largest, isolates in rows below those. Only additions, products and
    square roots of single numbers are used, so that the same view gives the same bytes on every
    machine.

    >>> from alianza.graph.loading import load
    >>> positions(load("allas").view()).shape[1]
    2
    """
    import numpy as np  # noqa: PLC0415

    count = len(view)
    if not count:
        return np.zeros((0, 2))
    graph = view.undirected
    labels = component_labels(graph)
    parts = [np.flatnonzero(labels == part) for part in range(int(labels.max()) + 1)]
    # By size, then by first id: the ids are sorted, so the order of a file never shows.
    parts.sort(key=lambda part: (-len(part), int(part[0])))
    boxes = [
        _drawn(graph[part][:, part], np.random.default_rng((seed, len(part)))) for part in parts
    ]
    places = np.zeros((count, 2))
    for part, box, corner in zip(parts, boxes, _shelves(boxes), strict=True):
        places[part] = box + corner
    return np.asarray(np.round(_in_unit_square(places), DIGITS) + 0.0)


def spread(
    places: NDArray[np.float64],
    sizes: NDArray[np.float64],
    frame: tuple[float, float],
) -> NDArray[np.float64]:
    """Push overlapping boxes apart.

    `places` are the centres and `sizes` the widths and heights of n boxes, which stay within a
    `frame` of that width and height. Each pair that overlaps parts along the axis on which
    little is missing. Ends when nothing overlaps, or after a bounded number of steps: a frame
    may be too small for its boxes.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.spatial import KDTree  # noqa: PLC0415

    result = places.copy()
    if len(places) < 2:  # noqa: PLR2004
        return result
    low, high = sizes / 2, np.maximum(np.array(frame) - sizes / 2, sizes / 2)
    # Boxes further apart than the two widest cannot meet, whatever their height.
    reach = sizes.max(axis=0)
    left = _STEPS
    for _round in range(_PUSHES):
        pairs = KDTree(result / reach).query_pairs(1.0, p=np.inf, output_type="ndarray")
        # The tree lists its pairs as it likes; sums must not depend on that.
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        one, two = pairs[:, 0], pairs[:, 1]
        apart = result[one] - result[two]
        missing = (sizes[one] + sizes[two]) / 2 - np.abs(apart)
        over = (missing[:, 0] > 0) & (missing[:, 1] > 0)
        left -= len(places) + len(pairs)
        if not over.any() or left < 0:
            break
        one, two, apart, missing = one[over], two[over], apart[over], missing[over]
        axis = (missing[:, 0] > missing[:, 1]).astype(np.int64)
        each = np.arange(len(one))
        gap = apart[each, axis]
        push = np.where(gap == 0, -1.0, np.sign(gap)) * (missing[each, axis] / 2 + 0.5)
        count = np.bincount(np.concatenate([one, two]), minlength=len(places))
        share = 0.8 / np.sqrt(np.maximum(count, 1))
        for along in (0, 1):
            here = np.where(axis == along, push, 0.0)
            moved = np.bincount(one, here, len(places)) - np.bincount(two, here, len(places))
            result[:, along] += moved * share
        result = np.clip(result, low, high)
    return result


def _drawn(graph: csr_array, rng: np.random.Generator) -> NDArray[np.float64]:
    """Give a connected graph places whose lower corner is 0, one step about 1 long."""
    import numpy as np  # noqa: PLC0415

    count = graph.shape[0]
    if count == 1:
        return np.zeros((1, 2))
    if count == 2:  # noqa: PLR2004
        return np.array([[0.0, 0.0], [1.0, 0.0]])
    places = rng.random((count, 2)) * math.sqrt(count)
    places = _stress(graph, places) if count <= EXACT_UP_TO else _pivots(graph, places, rng)
    places = _turned(places)
    corner: NDArray[np.float64] = places - places.min(axis=0)
    return corner


def _stress(graph: csr_array, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lower the stress over all pairs.

    The pairs are taken in the rounds of a tournament, in which everybody meets everybody once:
    the pairs of a round share no actor, so that they can be moved at once.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse.csgraph import shortest_path  # noqa: PLC0415

    count = len(places)
    far = shortest_path(_lengths(graph), directed=False)
    largest, smallest = float(far.max()), float(far[far > 0].min())
    seats = count + count % 2
    table = np.arange(seats)
    schedule = []
    for _meeting in range(seats - 1):
        one, two = table[: seats // 2], table[: seats // 2 - 1 : -1]
        real = (one < count) & (two < count)
        schedule.append((one[real], two[real]))
        table = np.concatenate([table[:1], table[-1:], table[1:-1]])
    order = np.random.default_rng(count)
    first, last = largest * largest, 0.05 * smallest * smallest
    for turn in range(_ROUNDS):
        rate = first * (last / first) ** (turn / (_ROUNDS - 1))
        for meeting in order.permutation(len(schedule)):
            one, two = schedule[meeting]
            want = far[one, two]
            move = np.minimum(rate / (want * want), 1.0)[:, None]
            apart = places[one] - places[two]
            length = np.maximum(np.sqrt(apart[:, 0] ** 2 + apart[:, 1] ** 2), 1e-9)
            step = move * apart * ((length - want) / (2 * length))[:, None]
            places[one] -= step
            places[two] += step
    return places


def _lengths(graph: csr_array) -> csr_array:
    """Give every tie a length that grows with what its two ends do not share.

    Otherwise the many leaves of a hub and the dense middle are drawn on top of each other
    (Gansner, Koren and North 2004).
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array as array  # noqa: PLC0415

    degree = np.asarray(graph.sum(axis=0)).ravel()
    coo = graph.tocoo()
    shared = np.asarray((graph @ graph)[coo.row, coo.col]).ravel()
    alone = np.maximum(degree[coo.row] + degree[coo.col] - 2 * shared, 1.0)
    return array((np.sqrt(np.sqrt(alone)), (coo.row, coo.col)), shape=graph.shape)


def _pivots(
    graph: csr_array, places: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Lower the stress towards a few pivots far from each other, and along the ties."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    pivots, rows = [int(np.diff(graph.indptr).argmax())], []
    nearest = np.full(len(places), np.inf)
    for _pivot in range(min(PIVOTS, len(places) - 1)):
        far = dijkstra(graph, directed=False, indices=[pivots[-1]], unweighted=True)
        rows.append(far.ravel())
        nearest = np.minimum(nearest, rows[-1])
        pivots.append(int(nearest.argmax()))
    coo = graph.tocoo()
    degree = np.maximum(np.diff(graph.indptr), 1)[:, None]
    first = float(np.max(rows)) ** 2
    for turn in range(_ROUNDS):
        rate = first * (0.02 / first) ** (turn / (_ROUNDS - 1))
        for which in rng.permutation(len(rows)):
            want = np.maximum(rows[which], 1e-9)
            apart = places - places[pivots[which]]
            length = np.maximum(np.sqrt(apart[:, 0] ** 2 + apart[:, 1] ** 2), 1e-9)
            move = np.minimum(rate / (want * want), 1.0) * (length - want) / (2 * length)
            move[pivots[which]] = 0.0
            places -= move[:, None] * apart
    for _round in range(8):
        apart = places[coo.row] - places[coo.col]
        length = np.maximum(np.sqrt(apart[:, 0] ** 2 + apart[:, 1] ** 2), 1e-9)
        step = apart * ((length - 1) / (4 * length))[:, None]
        moved = np.stack([np.bincount(coo.row, step[:, a], len(places)) for a in (0, 1)], axis=1)
        places -= moved / degree
    # Actors with the same distances to every pivot would stand on one point.
    return places + (rng.random(places.shape) - 0.5) * 0.6


def _turned(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the cloud so that its longer axis lies flat."""
    import numpy as np  # noqa: PLC0415

    middle = places - places.mean(axis=0)
    x, y = middle[:, 0], middle[:, 1]
    angle = 0.5 * math.atan2(2 * float((x * y).sum()), float((x * x).sum() - (y * y).sum()))
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=1)


def _shelves(boxes: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Give the corner of each box: the first on top, the others in rows of its width below."""
    import numpy as np  # noqa: PLC0415

    gap = 1.0
    sides = [box.max(axis=0) for box in boxes]
    width = max(float(sides[0][0]), math.sqrt(len(boxes)) * 1.4)
    corners = [np.zeros(2)]
    left, top, height = 0.0, float(sides[0][1]) + gap, 0.0
    for side in sides[1:]:
        if left > 0 and left + side[0] > width:
            left, top, height = 0.0, top + height + gap, 0.0
        corners.append(np.array([left, top]))
        left += float(side[0]) + gap
        height = max(height, float(side[1]))
    return corners


def _in_unit_square(places: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    low, high = places.min(axis=0), places.max(axis=0)
    size = float((high - low).max())
    if size == 0:
        return np.full_like(places, 0.5)
    result: NDArray[np.float64] = (places - (low + high) / 2) / size + 0.5
    return result
