"""The communities by which the viewer may colour actors."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...graph.view import View

SEED = 1


def communities_of(view: View, seed: int = SEED) -> list[int] | None:
    """Give a community, numbered from 0 by size, for every actor of `view`.

    Leiden on modularity of the undirected simple graph (Traag, Waltman and van Eck 2019),
    seeded; isolates have -1. None without ties, without igraph, or where all are in one.
    """
    try:
        import igraph  # noqa: PLC0415
    except ImportError:
        return None
    coo = view.undirected.tocoo()
    pairs = sorted(
        (row, column)
        for row, column in zip(coo.row.tolist(), coo.col.tolist(), strict=True)
        if row < column
    )
    if not pairs:
        return None
    graph = igraph.Graph(n=len(view), edges=pairs)
    igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret
    try:
        found = graph.community_leiden("modularity", n_iterations=5).membership
    finally:
        igraph.set_random_number_generator(random)
    tied = {actor for pair in pairs for actor in pair}
    members: dict[int, list[int]] = {}
    for actor, community in enumerate(found):
        if actor in tied:
            members.setdefault(community, []).append(actor)
    order = sorted(members.values(), key=lambda group: (-len(group), group[0]))
    if len(order) < 2:  # noqa: PLR2004
        return None
    numbers = {actor: number for number, group in enumerate(order) for actor in group}
    return [numbers.get(actor, -1) for actor in range(len(view))]
