"""Who passes over a tie: the three ways of computing it, the same numbers each.

Loaded by the measure that needs it, when it needs it: it imports numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..kernels import choose
from .memo import once
from .paths import length_matrix, shortest_from, weigh
from .ties import pairs_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from ..view import View
    from .registry import Values


@once
def over_ties(view: View) -> Values:
    """Give the raw betweenness of each tied pair, in the order of `pairs_of`."""
    way = choose.way("tie betweenness", len(view) * view.matrix.nnz)
    weigh("tie betweenness", way, view, len(view), view.matrix.nnz)
    if way == "library":
        return _by_igraph(view)
    lengths = length_matrix(view) if view.weighted else view.adjacency
    if way == "kernel":
        kernels = choose.load("tie betweenness")
        search = kernels.directed if view.directed else kernels.undirected
        entries = search(lengths, view.weighted, choose.threads())
    else:
        entries = _by_source(lengths) if view.directed else _both_ways(lengths, _by_source(lengths))
    _first, _second, kept = pairs_of(view)
    return np.asarray(entries, dtype=np.float64)[kept]


def _both_ways(matrix: csr_array, entries: Values) -> Values:
    """Add to each entry of a symmetric matrix the one that faces it; halve, for unordered pairs."""
    both = matrix.copy()
    both.data = entries
    turned = both.T.tocsr()
    turned.sort_indices()
    result: Values = (entries + np.asarray(turned.data)) / 2
    return result


def _by_igraph(view: View) -> Values:
    import igraph  # noqa: PLC0415 - optional, and slow to load

    first, second, kept = pairs_of(view)
    graph = igraph.Graph(
        n=len(view), edges=np.column_stack([first, second]), directed=view.directed
    )
    lengths = (1 / view.matrix.data[kept]).tolist() if view.weighted else None
    found = graph.edge_betweenness(directed=view.directed, weights=lengths)
    return np.array(found, dtype=np.float64)


def _by_source(matrix: csr_array) -> Values:
    """Sum over ordered pairs, entry by entry, by Dijkstra from each source (Brandes 2008)."""
    n = matrix.shape[0]
    bounds, heads, sizes = (x.tolist() for x in (matrix.indptr, matrix.indices, matrix.data))
    result = [0.0] * len(heads)
    for source in range(n):
        carried = [0.0] * n
        order, paths, before = shortest_from(source, bounds, heads, sizes)
        for actor in reversed(order[1:]):
            share = (1 + carried[actor]) / paths[actor]
            for other, place in before[actor]:
                passed = paths[other] * share
                carried[other] += passed
                result[place] += passed
    return np.array(result, dtype=np.float64)
