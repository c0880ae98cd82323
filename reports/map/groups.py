"""The communities by which the viewer may colour actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...graph.view import View

MANY = 600


def communities_of(view: View) -> list[int] | None:
    """Give a community, numbered from 0 by size, for every actor of `view`; isolates have -1.

    They are those of `alianza.graph.structure.communities.communities`, for more than 600 actors those
    of `quick_communities`. None without ties, without igraph, or where all are in one.
    """
    from ...graph.structure.communities import communities, quick_communities  # noqa: PLC0415

    if not view.pairs:
        return None
    try:
        labels = communities(view).labels if len(view) <= MANY else quick_communities(view)
    except ImportError:
        return None
    tied = view.undirected.sum(axis=1) > 0
    found = [label - 1 if here else -1 for label, here in zip(labels, tied.tolist(), strict=True)]
    return found if len(set(found) - {-1}) > 1 else None
