"""Shortest paths on arrays: distances from everybody to everybody, and who lies between.

Loaded by the measures that need it, when they need it: it is the one that imports numpy.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from .. import cost
from ..kernels import choose
from .memo import once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ..view import View
    from .registry import Values

# Cells of a working array: bounds memory whatever the number of actors (32 MB of float64).
CELLS = 4_000_000
# Sources in one word of the breadth-first search.
WORD = 64
# A pass in words follows as many ties in the time in which a search follows one.
SINGLY = 64
# Levels past which whole-array steps cost more than one source at a time.
DEEP = 100
# Steps within which another actor is near.
NEAR = 2
# Lengths that differ by less, relatively, are equal; the tolerance that igraph uses too.
TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Distances:
    """What a full pass of shortest paths leaves for each actor (arrays of length n).

    ``reached`` counts the others at a finite distance; ``total`` and ``inverse`` sum their
    distances and the inverses of these; ``furthest`` is the largest, 0 where nobody is reached.
    ``near`` counts the others at a distance of at most `NEAR`.
    """

    reached: NDArray[np.int64]
    total: Values
    inverse: Values
    furthest: Values
    near: NDArray[np.int64]


@once
def steps_to(view: View) -> Distances:
    """Give the distances, in ties, from every other actor to each actor."""
    return _steps(csr_array(view.adjacency.T) if view.directed else view.adjacency, view)


@once
def steps_from(view: View) -> Distances:
    """Give the distances, in ties, from each actor to every other actor."""
    return _steps(view.adjacency, view) if view.directed else steps_to(view)


@once
def lengths_to(view: View) -> Distances:
    """Give the distances from every other actor to each actor: 1/weight a tie if weighted."""
    if not view.weighted:
        return steps_to(view)
    weigh("distances by length", "plain", view, len(view), view.matrix.nnz)
    return _lengths(csr_array(length_matrix(view).T))


def _steps(matrix: csr_array, view: View) -> Distances:
    """Give the distances, in ties, along the rows of `matrix`."""
    chosen = choose.way("distances", len(view) * view.matrix.nnz)
    weigh("distances", chosen, view, len(view), matrix.nnz)
    if chosen != "kernel":
        return _steps_by_level(matrix)
    kernels = choose.load("distances")
    search = kernels.directed if view.directed else kernels.undirected
    return Distances(*search(matrix, choose.threads())[:5])


def within(view: View, steps: int) -> NDArray[np.int64]:
    """Count the others that each actor reaches over at most so many ties.

    Two steps come with the distances, unless following them one by one is less work.
    """
    matrix = view.adjacency
    followed = int(np.diff(matrix.indptr)[matrix.indices].sum())
    few = steps == NEAR and followed < len(view) * matrix.nnz / SINGLY
    if few and choose.way("reach", followed) == "kernel":
        found: NDArray[np.int64] = choose.load("reach").within(matrix, steps)
        return found
    if steps == NEAR:
        return steps_from(view).near
    return _steps_by_level(matrix, steps).reached


def _steps_by_level(matrix: csr_array, last: int | None = None) -> Distances:
    """Search breadth-first along the rows of `matrix`, 64 sources in each machine word.

    A set of sources is a row of bits; an actor is reached from the union of what reached its
    row's neighbours one step before (Then et al. 2014). With `last`, that many steps and no more.
    """
    n = matrix.shape[0]
    reached = np.zeros(n, dtype=np.int64)
    near = np.zeros(n, dtype=np.int64)
    total = np.zeros(n, dtype=np.int64)
    inverse, furthest = np.zeros(n), np.zeros(n)
    rows = np.flatnonzero(np.diff(matrix.indptr))
    starts, neighbours = matrix.indptr[rows], matrix.indices
    block = WORD * max(1, min(-(-n // WORD), CELLS // max(1, matrix.nnz)))
    for first in range(0, n if len(rows) else 0, block):
        sources = np.arange(first, min(n, first + block))
        word, bit = np.divmod(sources - first, WORD)
        seen = np.zeros((n, int(word[-1]) + 1), dtype=np.uint64)
        seen[sources, word] = np.uint64(1) << bit.astype(np.uint64)
        front, depth = seen.copy(), 0
        while depth != last:
            depth += 1
            fresh = np.zeros_like(seen)
            fresh[rows] = np.bitwise_or.reduceat(front[neighbours], starts, axis=0)
            fresh &= ~seen
            found = np.bitwise_count(fresh).sum(axis=1, dtype=np.int64)
            if not found.any():
                break
            reached += found
            total += depth * found
            inverse += found / depth
            if depth <= NEAR:
                near += found
            furthest[found > 0] = np.maximum(furthest[found > 0], depth)
            seen |= fresh
            front = fresh
    return Distances(reached, total.astype(np.float64), inverse, furthest, near)


def _lengths(matrix: csr_array) -> Distances:
    """Give the shortest distances along the rows of a matrix of lengths, by Dijkstra."""
    n = matrix.shape[0]
    reached = np.zeros(n, dtype=np.int64)
    near = np.zeros(n, dtype=np.int64)
    total, inverse, furthest = np.zeros(n), np.zeros(n), np.zeros(n)
    block = max(1, CELLS // max(1, n))
    for first in range(0, n, block):
        ends = np.arange(first, min(n, first + block))
        found = np.asarray(dijkstra(matrix, directed=True, indices=ends))
        found[ends - first, ends] = np.inf
        finite = np.isfinite(found)
        reached[ends] = finite.sum(axis=1)
        near[ends] = (found <= NEAR).sum(axis=1)
        inverse[ends] = (1 / found).sum(axis=1)
        found[~finite] = 0
        total[ends] = found.sum(axis=1)
        furthest[ends] = found.max(axis=1)
    return Distances(reached, total, inverse, furthest, near)


def length_matrix(view: View) -> csr_array:
    """Give the matrix of lengths, 1/weight a tie."""
    lengths = view.matrix.copy()
    lengths.data = 1 / lengths.data
    return lengths


def between(view: View) -> Values:
    """Sum, for each actor, the shares of the shortest paths between other pairs through it.

    Unordered pairs count in an undirected view, ordered pairs in a directed one. Lengths are
    1/weight in a weighted view. igraph answers for larger views and a kernel for the largest,
    where they are installed; the numbers are the same. Estimated where `alianza.graph.cost` has
    a sample chosen; raises CostlyError beyond what it has allowed.
    """
    if cost.choice().sample is None:
        return _between(view)
    from .sampling import between_sampled  # noqa: PLC0415

    return between_sampled(view)


@once
def _between(view: View) -> Values:
    chosen = choose.way("betweenness", len(view) * view.matrix.nnz)
    if chosen == "kernel":
        return _between_kernel(view)
    weigh(_question(view), chosen, view, len(view), view.matrix.nnz)
    if chosen == "library":
        return _between_igraph(view)
    if view.weighted or steps_from(view).furthest.max(initial=0) > DEEP:
        both = _between_by_source(view)
    else:
        both = _between_by_level(view.adjacency)
    return both if view.directed else both / 2


def _question(view: View) -> str:
    return "weighted betweenness" if view.weighted else "betweenness"


def weigh(question: str, way: str, view: View, vertices: int, entries: int) -> None:
    """Say, and for betweenness ask, what a search from each of `vertices` will take."""
    threads = choose.threads() if way == "kernel" else 1
    cost.weigh(question, cost.seconds(question, way, vertices, entries, threads), len(view))


def _between_kernel(view: View) -> Values:
    kernels = choose.load("betweenness")
    if view.weighted:
        lengths = length_matrix(view)
        blocks = None if view.directed else kernels.blocks_of(lengths)
        inner = lengths if blocks is None else blocks.matrix
        weigh(_question(view), "kernel", view, inner.shape[0], inner.nnz)
        found = kernels.weighted(lengths, view.directed, choose.threads(), blocks)
    elif view.directed:
        weigh(_question(view), "kernel", view, len(view), view.matrix.nnz)
        found = kernels.directed(view.adjacency, choose.threads())
    else:
        smaller = kernels.compressed(view.adjacency)
        weigh(_question(view), "kernel", view, *smaller.left)
        found = kernels.undirected(view.adjacency, choose.threads(), smaller)
    return np.asarray(found, dtype=np.float64)


def _between_igraph(view: View) -> Values:
    import igraph  # noqa: PLC0415 - optional, and slow to load

    coo = view.matrix.tocoo()
    keep = slice(None) if view.directed else coo.row < coo.col
    graph = igraph.Graph(
        n=len(view),
        edges=np.column_stack([coo.row[keep], coo.col[keep]]),
        directed=view.directed,
    )
    lengths = (1 / coo.data[keep]).tolist() if view.weighted else None
    return np.array(graph.betweenness(directed=view.directed, weights=lengths), dtype=np.float64)


def dependencies(view: View, sources: NDArray[np.int64], way: str) -> Values:
    """Sum the dependencies of `sources` alone, over ordered pairs, by a kernel or by arrays."""
    if way == "kernel":
        kernels = choose.load("betweenness")
        found = (
            kernels.sampled_by_length(length_matrix(view), sources, choose.threads())
            if view.weighted
            else kernels.sampled(view.adjacency, sources, choose.threads())
        )
        return np.asarray(found, dtype=np.float64)
    if view.weighted:
        return _between_by_source(view, sources)
    return _between_by_level(view.adjacency, sources)


def _between_by_level(adjacency: csr_array, chosen: NDArray[np.int64] | None = None) -> Values:
    """Accumulate dependencies (Brandes 2001) over ordered pairs, many sources at a time.

    Those that are `chosen`, or all.
    """
    n = adjacency.shape[0]
    every = np.arange(n) if chosen is None else chosen
    backward = csr_array(adjacency.T)
    result = np.zeros(n)
    block = max(1, CELLS // max(1, 4 * n))
    for first in range(0, len(every), block):
        sources = every[first : first + block]
        own = (sources, np.arange(len(sources)))
        level = np.full((n, len(sources)), -1, dtype=np.int16)
        paths = np.zeros((n, len(sources)))
        level[own], paths[own] = 0, 1
        front, depth = paths.copy(), 0
        while True:
            step = backward @ front
            step[level >= 0] = 0
            fresh = step > 0
            if not fresh.any():
                break
            depth += 1
            level[fresh] = depth
            paths += step
            front = step
        carried = np.zeros_like(paths)
        for at in range(depth, 0, -1):
            share = np.zeros_like(paths)
            np.divide(1 + carried, paths, out=share, where=level == at)
            carried += np.where(level == at - 1, paths * (adjacency @ share), 0)
        carried[own] = 0
        result += carried.sum(axis=1)
    return result


def _between_by_source(view: View, sources: NDArray[np.int64] | None = None) -> Values:
    """Accumulate dependencies (Brandes 2001) over ordered pairs, by Dijkstra from each source.

    Lengths such as 1/3 + 1/3 and 1/1.5 differ in their last bits; within `TOLERANCE` they are
    one length, so that equally short paths are all counted.
    """
    n = len(view)
    matrix = length_matrix(view) if view.weighted else view.adjacency
    bounds, heads, sizes = (x.tolist() for x in (matrix.indptr, matrix.indices, matrix.data))
    result = [0.0] * n
    for source in range(n) if sources is None else sources.tolist():
        carried = [0.0] * n
        order, paths, before = shortest_from(source, bounds, heads, sizes)
        for actor in reversed(order[1:]):
            share = (1 + carried[actor]) / paths[actor]
            for other, _place in before[actor]:
                carried[other] += paths[other] * share
            result[actor] += carried[actor]
    return np.array(result, dtype=np.float64)


def shortest_from(
    source: int, bounds: list[int], heads: list[int], sizes: Sequence[float]
) -> tuple[list[int], list[float], list[list[tuple[int, int]]]]:
    """Search from a source by Dijkstra along the rows of a matrix of lengths, as lists.

    Gives the actors that are reached, near ones first; the number of shortest paths to each; and
    who comes before each on them, with the place of the tie. Lengths that differ relatively by
    less than `TOLERANCE` are one.
    """
    n = len(bounds) - 1
    distance = [np.inf] * n
    paths = [0.0] * n
    before: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    done = [False] * n
    order: list[int] = []
    distance[source], paths[source] = 0.0, 1.0
    queue = [(0.0, source)]
    while queue:
        here, actor = heapq.heappop(queue)
        if done[actor]:
            continue
        done[actor] = True
        order.append(actor)
        for place in range(bounds[actor], bounds[actor + 1]):
            other = heads[place]
            if done[other]:
                continue
            there, best = here + sizes[place], distance[other]
            slack = TOLERANCE * there
            if there < best - slack:
                distance[other], paths[other] = there, paths[actor]
                before[other] = [(actor, place)]
                heapq.heappush(queue, (there, other))
            elif there <= best + slack:
                paths[other] += paths[actor]
                before[other].append((actor, place))
    return order, paths, before
