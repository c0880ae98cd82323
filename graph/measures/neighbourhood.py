"""How tightly the partners of an actor are knit, and how deep in the core it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from .arrays import divide
from .centrality import degree
from .registry import measure

if TYPE_CHECKING:
    from ..view import View
    from .registry import Values


@measure(
    _("Core number"),
    _(
        "Largest k for which the actor belongs to a set of actors that each have at least k"
        " partners within the set; direction and weights are ignored; 0 for isolates."
    ),
    range=_("0 to n − 1"),
    reference="Seidman 1983; Batagelj and Zaveršnik 2003",
    formula="max {k : i in a subgraph with all degrees ≥ k}",
)
def core_number(view: View) -> Values:
    """Give the largest k-core to which each actor belongs.

    Whole numbers, never undefined. Seidman 1983; computed as in Batagelj and Zaveršnik 2003.
    """
    import numpy as np  # noqa: PLC0415

    from ..kernels import choose  # noqa: PLC0415

    ties = view.undirected
    if choose.way("cores", ties.nnz) == "kernel":
        return np.asarray(choose.load("cores").cores(ties), dtype=np.float64)
    bounds, partners = ties.indptr.tolist(), ties.indices.tolist()
    left = np.diff(ties.indptr).tolist()
    n, most = len(left), max(left, default=0)
    bins: list[list[int]] = [[] for _degree in range(most + 1)]
    for actor, count in enumerate(left):
        bins[count].append(actor)
    cores, done, level = [0] * n, [False] * n, 0
    while level <= most:
        if not bins[level]:
            level += 1
            continue
        actor = bins[level].pop()
        if done[actor] or left[actor] != level:
            continue
        done[actor] = True
        cores[actor] = level
        for other in partners[bounds[actor] : bounds[actor + 1]]:
            if not done[other] and left[other] > level:
                left[other] -= 1
                bins[left[other]].append(other)
    return np.array(cores, dtype=np.float64)


@measure(
    _("Local clustering"),
    _(
        "Share of the pairs of the actor's partners that are tied to each other; direction and"
        " weights are ignored; 0 by definition for actors with fewer than two partners, and 0 for"
        " everybody in a two-mode view, where no triangle can be."
    ),
    range=_("0 to 1"),
    reference="Watts and Strogatz 1998",
    formula="2 t(i) / (k(i)(k(i) − 1)), t triangles",
)
def clustering(view: View) -> Values:
    """Give the density of ties among the partners of each actor.

    From 0 to 1; 0 for actors with fewer than two partners by definition, as in networkx.
    Watts and Strogatz 1998.
    """
    from .triads import triangles  # noqa: PLC0415

    partners = degree(view)
    return divide(triangles(view), partners * (partners - 1) / 2, 0)
