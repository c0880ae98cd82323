"""Exact betweenness: dependencies gathered from sixteen sources at a time (Brandes 2001)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from ..ensembles import run_pieces
from .compiling import kernel, owned
from .compression import blocks_of, classes_of, near_order
from .lanes import LANES, add, carry, clear, share, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

# Pieces into which the sources are cut, whatever the number of threads: the sums are the same.
PIECES = 32
# Lengths that differ by less, relatively, are equal; the tolerance that igraph uses too.
TOLERANCE = 1e-10


@kernel
def _from_sources(indptr, indices, size, weight, first, last):
    """Sum the dependencies of the sources from `first` to before `last`, ordered pairs.

    Each vertex is a class of `size` actors alike, which together weigh `weight`; the result is
    that of one of them. Ties lead from a row to its columns. The numbers of a vertex stand side
    by side, one a lane.
    """
    n = len(indptr) - 1
    result = np.zeros(n)
    level = np.full(n * LANES, -1.0)
    paths = np.zeros(n * LANES)
    front = np.zeros(n * LANES)
    sums = np.zeros(n * LANES)
    carried = np.zeros(n * LANES)
    left = np.zeros(n, np.int64)
    stamp = np.full(n, -1, np.int64)
    order = np.empty(LANES * n, np.int64)
    waiting = np.empty(n, np.int64)
    starts = np.zeros(n + 2, np.int64)
    marks = 0
    for base in range(first, last, LANES):
        lanes = min(LANES, last - base)
        left[:] = lanes
        for lane in range(lanes):
            source = base + lane
            level[source * LANES + lane] = 0.0
            paths[source * LANES + lane] = 1.0
            front[source * LANES + lane] = 1.0
            left[source] -= 1
            order[lane] = source
        low, high, depth = 0, lanes, 0
        starts[0] = 0
        while low < high:
            count = 0
            marks += 1
            for place in range(low, high):
                actor = order[place]
                at = actor * LANES
                for tie in range(indptr[actor], indptr[actor + 1]):
                    other = np.int64(indices[tie])
                    if left[other] == 0:
                        continue
                    if stamp[other] != marks:
                        stamp[other] = marks
                        waiting[count] = other
                        count += 1
                    to = other * LANES
                    add(sums, to, front, at)
            for place in range(low, high):
                clear(front, order[place] * LANES, 0.0)
            depth += 1
            low = high
            starts[depth] = low
            here = np.float64(depth)
            for place in range(count):
                other = waiting[place]
                fresh = visit(level, paths, front, sums, other * LANES, here, size[other])
                if fresh > 0:
                    left[other] -= fresh
                    order[high] = other
                    high += 1
        # The deepest level is empty; back from the one above it.
        for step in range(depth - 1, 0, -1):
            here = np.float64(step)
            for place in range(starts[step], starts[step + 1]):
                other = order[place]
                share(level, paths, front, carried, other * LANES, here, weight[other], size[other])
            for place in range(starts[step - 1], starts[step] if step > 1 else 0):
                actor = order[place]
                at = actor * LANES
                for tie in range(indptr[actor], indptr[actor + 1]):
                    to = np.int64(indices[tie]) * LANES
                    add(sums, at, front, to)
                carry(level, paths, sums, carried, at, here - 1.0)
            for place in range(starts[step], starts[step + 1]):
                clear(front, order[place] * LANES, 0.0)
        for place in range(high):
            actor = order[place]
            at = actor * LANES
            for lane in range(lanes):
                result[actor] += weight[base + lane] * carried[at + lane]
            clear(carried, at, 0.0)
            clear(level, at, -1.0)
            clear(paths, at, 0.0)
            clear(front, at, 0.0)
    return result


def _summed(work: Callable[[tuple[int, int]], Reals], n: int, lanes: int, workers: int) -> Reals:
    """Add what `work` gives for pieces of the sources, in their order."""
    step = max(1, -(-n // (PIECES * lanes))) * lanes
    pieces = [(first, min(n, first + step)) for first in range(0, n, step)]
    total = np.zeros(n)
    for part in run_pieces(work, pieces, workers=workers):
        total += part
    return total


def _lanes_of(held: tuple[NDArray[Any], ...], piece: tuple[int, int]) -> Reals:
    """Do a piece of the sources; arrays that come from another process are not writable."""
    arguments: list[Any] = [*(owned(array, array.dtype) for array in held), *piece]
    found: Reals = _from_sources(*arguments)
    return found


def _by_lanes(matrix: csr_array, size: Reals, weight: Reals, workers: int) -> Reals:
    indptr, indices = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    work = partial(_lanes_of, (indptr, indices, size, weight))
    return _summed(work, matrix.shape[0], LANES, workers)


def undirected(adjacency: csr_array, workers: int = 1) -> Reals:
    """Give raw betweenness over unordered pairs of a symmetric 0/1 matrix without loops."""
    n = adjacency.shape[0]
    cut = blocks_of(adjacency)
    merged = classes_of(cut.matrix)
    count = merged.matrix.shape[0]
    weight = np.bincount(merged.of, weights=cut.weight, minlength=count).astype(np.float64)
    squares = np.bincount(merged.of, weights=cut.weight**2, minlength=count)
    size = merged.size.astype(np.float64)
    values = _by_lanes(merged.matrix, size, weight, workers)
    # Members that are not tied meet at their partners, each as often as the next.
    pairs = np.where(merged.closed, 0.0, weight**2 - squares)
    partners = np.asarray(merged.matrix @ size)
    share = np.divide(
        pairs, partners, out=np.zeros(count), where=(partners > 0) & (merged.size > 1)
    )
    values += np.asarray(merged.matrix @ share)
    back = np.bincount(cut.actor, weights=values[merged.of], minlength=n)
    return np.asarray((cut.fixed + back) / 2, dtype=np.float64)


def directed(adjacency: csr_array, workers: int = 1) -> Reals:
    """Give raw betweenness over ordered pairs of a 0/1 matrix without loops, row to column."""
    n = adjacency.shape[0]
    order = near_order(csr_array(adjacency + adjacency.T))
    matrix = csr_array(adjacency[order][:, order])
    matrix.sort_indices()
    result = np.zeros(n)
    result[order] = _by_lanes(matrix, np.ones(n), np.ones(n), workers)
    return result


@kernel
def _by_length(indptr, indices, lengths, before, tails, spans, weight, first, last):
    """Sum the dependencies of the sources from `first` to before `last` by Dijkstra.

    `before`, `tails` and `spans` are the transposed matrix of lengths. Lengths that differ
    relatively by less than `TOLERANCE` are one.
    """
    n = len(indptr) - 1
    result = np.zeros(n)
    distance = np.full(n, np.inf)
    paths = np.zeros(n)
    carried = np.zeros(n)
    place_of = np.full(n, -1, np.int64)
    order = np.empty(n, np.int64)
    keys = np.empty(len(indices) + 1)
    heap = np.empty(len(indices) + 1, np.int64)
    for source in range(first, last):
        distance[source] = 0.0
        keys[0], heap[0] = 0.0, source
        room, count = 1, 0
        while room:
            here, actor = keys[0], heap[0]
            room -= 1
            # The last goes down from the top.
            key, item = keys[room], heap[room]
            at = 0
            while True:
                child = 2 * at + 1
                if child >= room:
                    break
                if child + 1 < room and keys[child + 1] < keys[child]:
                    child += 1
                if keys[child] >= key:
                    break
                keys[at], heap[at] = keys[child], heap[child]
                at = child
            keys[at], heap[at] = key, item
            if place_of[actor] >= 0:
                continue
            place_of[actor] = count
            order[count] = actor
            count += 1
            for tie in range(indptr[actor], indptr[actor + 1]):
                other = np.int64(indices[tie])
                there = here + lengths[tie]
                if there < distance[other]:
                    distance[other] = there
                    at = room
                    room += 1
                    while at:
                        upper = (at - 1) // 2
                        if keys[upper] <= there:
                            break
                        keys[at], heap[at] = keys[upper], heap[upper]
                        at = upper
                    keys[at], heap[at] = there, other
        paths[source] = 1.0
        for place in range(1, count):
            actor = order[place]
            whole = distance[actor]
            for tie in range(before[actor], before[actor + 1]):
                other = np.int64(tails[tie])
                if (
                    0 <= place_of[other] < place
                    and distance[other] + spans[tie] <= whole + TOLERANCE * whole
                ):
                    paths[actor] += paths[other]
        for place in range(count - 1, 0, -1):
            actor = order[place]
            whole = distance[actor]
            share = (weight[actor] + carried[actor]) / paths[actor]
            for tie in range(before[actor], before[actor + 1]):
                other = np.int64(tails[tie])
                if (
                    0 <= place_of[other] < place
                    and distance[other] + spans[tie] <= whole + TOLERANCE * whole
                ):
                    carried[other] += paths[other] * share
            result[actor] += weight[source] * carried[actor]
        for place in range(count):
            actor = order[place]
            distance[actor] = np.inf
            place_of[actor] = -1
            paths[actor] = 0.0
            carried[actor] = 0.0
    return result


def _lengths_of(held: tuple[NDArray[Any], ...], piece: tuple[int, int]) -> Reals:
    arguments: list[Any] = [*(owned(array, array.dtype) for array in held), *piece]
    found: Reals = _by_length(*arguments)
    return found


def weighted(lengths: csr_array, directed: bool, workers: int = 1) -> Reals:
    """Give raw betweenness by a matrix of lengths above 0: ordered pairs if `directed`.

    Within biconnected blocks where there is no direction, since a cut actor meets every path.
    """
    n = lengths.shape[0]
    fixed, actor, weight, inner = np.zeros(n), np.arange(n), np.ones(n), lengths
    if not directed:
        fixed, actor, weight, inner = blocks_of(lengths)
    order = near_order(csr_array(inner + inner.T) if directed else inner)
    inner = csr_array(inner[order][:, order])
    turned = csr_array(inner.T)
    ways = [
        part
        for matrix in (inner, turned)
        for part in (
            owned(matrix.indptr, np.int64),
            owned(matrix.indices, np.int32),
            owned(matrix.data, np.float64),
        )
    ]
    heavy = weight[order]

    values = _summed(partial(_lengths_of, (*ways, heavy)), inner.shape[0], 1, workers)
    result = fixed + np.bincount(actor[order], weights=values, minlength=n)
    return result if directed else result / 2
