"""Exact betweenness: dependencies gathered from sixteen sources at a time (Brandes 2001)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from .compiling import kernel, owned
from .compression import Blocks, Classes, blocks_of, classes_of, near_order
from .lanes import LANES, add, carry, clear, share, visit
from .pieces import cut, gathered, portable

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

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


def _summed(
    work: Callable[[tuple[int, int]], Reals],
    total: Reals,
    sources: int,
    entries: int,
    lanes: int,
    workers: int,
) -> Reals:
    """Add to `total` what `work` gives for pieces of the sources, in their order."""
    for part in gathered(work, cut(sources, entries, lanes), workers, len(total), anywhere=True):
        total += part
    return total


def _by_lanes(
    matrix: csr_array, size: Reals, weight: Reals, workers: int, sources: int | None = None
) -> Reals:
    """Sum the dependencies of the first `sources` vertices, all unless told."""
    n = matrix.shape[0]
    indptr, indices = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    work = portable(_from_sources, indptr, indices, size, weight)
    count = n if sources is None else sources
    return _summed(work, np.zeros(n), count, int(matrix.nnz), LANES, workers)


class Compressed(NamedTuple):
    """A graph cut into blocks, whose equivalent actors are merged."""

    cut: Blocks
    merged: Classes

    @property
    def left(self) -> tuple[int, int]:
        """Count the vertices and the entries of the matrix that are left."""
        return int(self.merged.matrix.shape[0]), int(self.merged.matrix.nnz)


def compressed(adjacency: csr_array) -> Compressed:
    """Make a symmetric 0/1 matrix without loops smaller without losing a path."""
    blocks = blocks_of(adjacency)
    return Compressed(blocks, classes_of(blocks.matrix))


def undirected(adjacency: csr_array, workers: int = 1, smaller: Compressed | None = None) -> Reals:
    """Give raw betweenness over unordered pairs of a symmetric 0/1 matrix without loops.

    `smaller` is what `compressed` makes of it, if that is at hand.
    """
    n = adjacency.shape[0]
    blocks, merged = smaller or compressed(adjacency)
    count = merged.matrix.shape[0]
    weight = np.bincount(merged.of, weights=blocks.weight, minlength=count).astype(np.float64)
    squares = np.bincount(merged.of, weights=blocks.weight**2, minlength=count)
    size = merged.size.astype(np.float64)
    values = _by_lanes(merged.matrix, size, weight, workers)
    # Members that are not tied meet at their partners, each as often as the next.
    pairs = np.where(merged.closed, 0.0, weight**2 - squares)
    partners = np.asarray(merged.matrix @ size)
    share = np.divide(
        pairs, partners, out=np.zeros(count), where=(partners > 0) & (merged.size > 1)
    )
    values += np.asarray(merged.matrix @ share)
    back = np.bincount(blocks.actor, weights=values[merged.of], minlength=n)
    return np.asarray((blocks.fixed + back) / 2, dtype=np.float64)


def directed(adjacency: csr_array, workers: int = 1) -> Reals:
    """Give raw betweenness over ordered pairs of a 0/1 matrix without loops, row to column."""
    n = adjacency.shape[0]
    order = near_order(csr_array(adjacency + adjacency.T))
    matrix = csr_array(adjacency[order][:, order])
    matrix.sort_indices()
    result = np.zeros(n)
    result[order] = _by_lanes(matrix, np.ones(n), np.ones(n), workers)
    return result


def sampled(adjacency: csr_array, sources: NDArray[np.int64], workers: int = 1) -> Reals:
    """Sum the dependencies of some sources of a 0/1 matrix without loops, over ordered pairs."""
    n = adjacency.shape[0]
    order = _first(n, sources)
    matrix = csr_array(adjacency[order][:, order])
    matrix.sort_indices()
    result = np.zeros(n)
    result[order] = _by_lanes(matrix, np.ones(n), np.ones(n), workers, len(sources))
    return result


def _first(n: int, sources: NDArray[np.int64]) -> NDArray[np.int64]:
    """Order the vertices so that `sources` come first."""
    others = np.ones(n, dtype=bool)
    others[sources] = False
    return np.concatenate([sources, np.flatnonzero(others)])


@kernel
def nearest(indptr, indices, lengths, source, distance, place_of, order, keys, heap):
    """Find the shortest lengths from `source` by Dijkstra; give how many vertices are reached.

    `distance` must hold infinity and `place_of` −1 everywhere before; afterwards they hold the
    lengths and the places in `order`. `keys` and `heap` are room to work in.
    """
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
    return count


@kernel
def count_paths(before, tails, spans, count, distance, place_of, order, paths):
    """Count the shortest paths to the first `count` of `order`, as `nearest` left them.

    `paths` must hold 0 everywhere before. `before`, `tails` and `spans` are the transposed matrix.
    """
    paths[order[0]] = 1.0
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
        count = nearest(indptr, indices, lengths, source, distance, place_of, order, keys, heap)
        count_paths(before, tails, spans, count, distance, place_of, order, paths)
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


def _by_lengths(lengths: csr_array, weight: Reals, sources: int, workers: int) -> Reals:
    """Sum the dependencies of the first `sources` rows of a matrix of lengths."""
    turned = csr_array(lengths.T)
    ways = [
        part
        for matrix in (lengths, turned)
        for part in (
            owned(matrix.indptr, np.int64),
            owned(matrix.indices, np.int32),
            owned(matrix.data, np.float64),
        )
    ]
    work = portable(_by_length, *ways, weight)
    # A step of Dijkstra's costs about ten times a step through a level.
    entries = 10 * int(lengths.nnz)
    return _summed(work, np.zeros(lengths.shape[0]), sources, entries, 1, workers)


def weighted(
    lengths: csr_array, directed: bool, workers: int = 1, blocks: Blocks | None = None
) -> Reals:
    """Give raw betweenness by a matrix of lengths above 0: ordered pairs if `directed`.

    Within biconnected blocks where there is no direction, since a cut actor meets every path;
    these may be given.
    """
    n = lengths.shape[0]
    fixed, actor, weight, inner = np.zeros(n), np.arange(n), np.ones(n), lengths
    if not directed:
        fixed, actor, weight, inner = blocks or blocks_of(lengths)
    order = near_order(csr_array(inner + inner.T) if directed else inner)
    inner = csr_array(inner[order][:, order])
    values = _by_lengths(inner, weight[order], inner.shape[0], workers)
    result = fixed + np.bincount(actor[order], weights=values, minlength=n)
    return result if directed else result / 2


def sampled_by_length(lengths: csr_array, sources: NDArray[np.int64], workers: int = 1) -> Reals:
    """Sum the dependencies of some sources by a matrix of lengths, over ordered pairs."""
    n = lengths.shape[0]
    order = _first(n, sources)
    result = np.zeros(n)
    matrix = csr_array(lengths[order][:, order])
    result[order] = _by_lengths(matrix, np.ones(n), len(sources), workers)
    return result
