"""Exact betweenness of ties (Girvan and Newman 2002; Brandes 2008), within biconnected blocks.

A bridge parts its component in two, so every pair across it passes; other ties lie in one block
each, in which an actor weighs as much as hangs on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from .betweenness import TOLERANCE, count_paths, nearest
from .compiling import kernel, owned
from .compression import blocks_of, near_order, search
from .pieces import cut, gathered, portable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]


@kernel
def _from_sources(indptr, indices, weight, first, last):
    """Sum, for each entry, what the sources from `first` to before `last` send over it."""
    n = len(indptr) - 1
    result = np.zeros(len(indices))
    level = np.full(n, -1, np.int64)
    paths = np.zeros(n)
    share = np.zeros(n)
    order = np.empty(n, np.int64)
    for source in range(first, last):
        level[source] = 0
        paths[source] = 1.0
        order[0] = source
        low, high = 0, 1
        while low < high:
            actor = order[low]
            low += 1
            for tie in range(indptr[actor], indptr[actor + 1]):
                other = np.int64(indices[tie])
                if level[other] < 0:
                    level[other] = level[actor] + 1
                    order[high] = other
                    high += 1
                if level[other] == level[actor] + 1:
                    paths[other] += paths[actor]
        for place in range(high - 1, -1, -1):
            actor = order[place]
            carried = 0.0
            for tie in range(indptr[actor], indptr[actor + 1]):
                other = np.int64(indices[tie])
                if level[other] == level[actor] + 1:
                    passed = paths[actor] * share[other]
                    carried += passed
                    result[tie] += weight[source] * passed
            share[actor] = (weight[actor] + carried) / paths[actor]
        for place in range(high):
            actor = order[place]
            level[actor] = -1
            paths[actor] = 0.0
    return result


@kernel
def _by_length(indptr, indices, lengths, before, tails, spans, entries, weight, first, last):
    """Sum the same by Dijkstra; `entries` says where each tie of the transposed matrix stood."""
    n = len(indptr) - 1
    result = np.zeros(len(indices))
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
                    passed = paths[other] * share
                    carried[other] += passed
                    result[entries[tie]] += weight[source] * passed
        for place in range(count):
            actor = order[place]
            distance[actor] = np.inf
            place_of[actor] = -1
            paths[actor] = 0.0
            carried[actor] = 0.0
    return result


def _summed(matrix: csr_array, weight: Reals, weighted: bool, workers: int) -> Reals:
    """Sum over all sources, entry by entry of `matrix`, over ordered pairs."""
    n = matrix.shape[0]
    indptr, indices = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    lengths = owned(matrix.data, np.float64)
    places = csr_array((np.arange(matrix.nnz), matrix.indices, matrix.indptr), shape=(n, n))
    turned = csr_array(places.T)
    before, tails = owned(turned.indptr, np.int64), owned(turned.indices, np.int32)
    entries = owned(turned.data, np.int64)
    spans = lengths[entries]
    if weighted:
        ways = indptr, indices, lengths, before, tails, spans, entries
        work = portable(_by_length, *ways, weight)
    else:
        work = portable(_from_sources, indptr, indices, weight)
    total = np.zeros(matrix.nnz)
    steps = (10 if weighted else 4) * int(matrix.nnz)
    for part in gathered(work, cut(n, steps, 1), workers, len(total), anywhere=True):
        total += part
    return total


def _places(matrix: csr_array, rows: Ints, columns: Ints) -> Ints:
    """Give where in `matrix`, its rows sorted, the entries of `rows` and `columns` stand."""
    n = matrix.shape[0]
    own = np.repeat(np.arange(n, dtype=np.int64), np.diff(matrix.indptr)) * n + matrix.indices
    return np.searchsorted(own, rows.astype(np.int64) * n + columns).astype(np.int64)


def _in_order(
    matrix: csr_array, weight: Reals, weighted: bool, workers: int
) -> tuple[Ints, Ints, Reals]:
    """Sum in an order in which tied vertices are near; give rows, columns and sums."""
    order = near_order(csr_array(matrix + matrix.T))
    inner = csr_array(matrix[order][:, order])
    inner.sort_indices()
    sums = _summed(inner, weight[order], weighted, workers)
    rows = np.repeat(np.arange(inner.shape[0]), np.diff(inner.indptr))
    return order[rows], order[inner.indices], sums


def directed(matrix: csr_array, weighted: bool, workers: int = 1) -> Reals:
    """Give raw betweenness over ordered pairs, entry by entry of a matrix without loops.

    Its rows must be sorted; with `weighted` its numbers are lengths above 0.
    """
    result = np.zeros(matrix.nnz)
    if matrix.nnz:
        rows, columns, sums = _in_order(matrix, np.ones(matrix.shape[0]), weighted, workers)
        result[_places(matrix, rows, columns)] = sums
    return result


def undirected(matrix: csr_array, weighted: bool, workers: int = 1) -> Reals:
    """Give raw betweenness over unordered pairs, entry by entry of a symmetric matrix.

    Without loops, rows sorted; with `weighted` its numbers are lengths above 0. Both entries of
    a tie hold its value.
    """
    result = np.zeros(matrix.nnz)
    if not matrix.nnz:
        return result
    indptr, indices = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    _found, block_of, whole, below, _squares, top, _hung, members = search(indptr, indices)
    lower = np.flatnonzero(block_of >= 0)
    lower = lower[members[block_of[lower]] == 2]  # noqa: PLR2004 - a bridge is a block of two
    upper = top[block_of[lower]]
    behind = (1 + below[lower]).astype(np.float64)
    across = behind * (whole[lower] - behind)
    result[_places(matrix, lower, upper)] = across
    result[_places(matrix, upper, lower)] = across
    blocks = blocks_of(matrix)
    if blocks.matrix.nnz:
        rows, columns, sums = _in_order(blocks.matrix, blocks.weight, weighted, workers)
        one_way = csr_array((sums, (rows, columns)), shape=blocks.matrix.shape)
        both = csr_array(one_way + one_way.T).tocoo()
        tails, heads = blocks.actor[both.row], blocks.actor[both.col]
        result[_places(matrix, tails, heads)] = both.data / 2
    return result
