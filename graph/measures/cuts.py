"""Where a network would fall apart: actors and ties that alone hold parts together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..phrases import mark as _
from .memo import once
from .registry import FigureValue, figure

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from ..view import View


class CutActor(NamedTuple):
    """An articulation point: without it, its component falls into several parts.

    ``cut_off`` counts the actors that are left outside the largest of these.
    """

    id: str
    cut_off: int


class BridgeTie(NamedTuple):
    """A tie without which its component falls in two; ``cut_off`` is the smaller one's size."""

    first: str
    second: str
    cut_off: int


@figure(
    _("Articulation points"),
    _(
        "Number of actors without whom their component would fall into several; direction and"
        " weights are ignored."
    ),
    range=_("0 to n − 2"),
    reference="Hopcroft and Tarjan 1973",
    formula="|{i : its component without i is not connected}|",
)
def articulation_points(view: View) -> FigureValue:
    """Count the actors that `articulation_actors` lists."""
    return len(_cuts(view)[0])


@figure(
    _("Bridges"),
    _(
        "Number of tied pairs without whose tie their component would fall in two, parallel ties"
        " being one; direction and weights are ignored."
    ),
    range=_("0 to n − 1"),
    reference="Hopcroft and Tarjan 1973",
    formula="|{ij : no path from i to j without the tie}|",
)
def bridges(view: View) -> FigureValue:
    """Count the ties that `bridge_ties` lists."""
    return len(_cuts(view)[1])


def articulation_actors(view: View) -> list[CutActor]:
    """Give the actors whose removal would split their component, the largest cut first.

    On the undirected simple graph; of equal cuts, in the order of ids. Hopcroft and Tarjan 1973.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> articulation_actors(Dataset.from_networkx(nx.path_graph(4)).view())
    [CutActor(id='1', cut_off=1), CutActor(id='2', cut_off=1)]
    """
    found = [CutActor(view.ids[actor], cut_off) for actor, cut_off in _cuts(view)[0]]
    return sorted(found, key=lambda row: (-row.cut_off, row.id))


def bridge_ties(view: View) -> list[BridgeTie]:
    """Give the ties whose removal would split their component, the largest cut first.

    On the undirected simple graph, parallel ties being one; of equal cuts, in the order of ids.
    Hopcroft and Tarjan 1973.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> bridge_ties(Dataset.from_networkx(nx.path_graph(4)).view())[0]
    BridgeTie(first='1', second='2', cut_off=2)
    """
    found = [
        BridgeTie(view.ids[min(one, other)], view.ids[max(one, other)], size)
        for one, other, size in _cuts(view)[1]
    ]
    return sorted(found, key=lambda row: (-row.cut_off, row.first, row.second))


@once
def _cuts(view: View) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    """Give each cut actor with what it cuts off, and each bridge with its smaller side."""
    from ..kernels import choose  # noqa: PLC0415

    ties = view.undirected
    if choose.way("cuts", ties.nnz) != "kernel":
        return _search(ties)
    found = choose.load("cuts").cuts_of(ties)
    actors = zip(found.actors.tolist(), found.outside.tolist(), strict=True)
    bridges = zip(*found.ties.T.tolist(), found.sides.tolist(), strict=True)
    return list(actors), list(bridges)


def _search(  # noqa: C901 - one search, as published
    ties: csr_array,
) -> tuple[list[tuple[int, int]], list[tuple[int, int, int]]]:
    """Search depth-first, without recursion, for cut actors and bridges."""
    bounds, partners = ties.indptr.tolist(), ties.indices.tolist()
    n = ties.shape[0]
    order, lowest, size = [-1] * n, [0] * n, [1] * n
    upper, following = [-1] * n, bounds[:n]
    cuts: list[tuple[int, int]] = []
    bridges: list[tuple[int, int, int]] = []
    clock = 0
    for root in range(n):
        if order[root] >= 0:
            continue
        sides: dict[int, list[int]] = {}
        hung: list[tuple[int, int, int]] = []
        stack = [root]
        order[root] = lowest[root] = clock
        clock += 1
        while stack:
            actor = stack[-1]
            if following[actor] < bounds[actor + 1]:
                other = partners[following[actor]]
                following[actor] += 1
                if order[other] < 0:
                    upper[other] = actor
                    order[other] = lowest[other] = clock
                    clock += 1
                    stack.append(other)
                elif other != upper[actor]:
                    lowest[actor] = min(lowest[actor], order[other])
                continue
            stack.pop()
            parent = upper[actor]
            if parent < 0:
                continue
            size[parent] += size[actor]
            lowest[parent] = min(lowest[parent], lowest[actor])
            if lowest[actor] >= order[parent]:
                sides.setdefault(parent, []).append(size[actor])
            if lowest[actor] > order[parent]:
                hung.append((parent, actor, size[actor]))
        whole = size[root]
        bridges += [(one, other, min(low, whole - low)) for one, other, low in hung]
        for actor, below in sides.items():
            rest = whole - 1 - sum(below)
            parts = [*below, rest] if rest else below
            if len(parts) > 1:
                cuts.append((actor, sum(parts) - max(parts)))
    return cuts, bridges
