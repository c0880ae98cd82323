"""How a network holds when it loses actors: the most central first, or at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..matrices import component_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..view import View

RUNS = 20
SHARES = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Loss:
    """What is left after the loss of a share of the actors.

    ``lost`` counts them; ``targeted`` is the share of all actors in the largest component when those with
    most partners go first, counted anew after each loss; ``random`` the mean of 20 seeded
    draws, with the lowest and the highest of them.
    """

    share: float
    lost: int
    targeted: float
    random: float
    lowest: float
    highest: float


def loss_curve(view: View, *, seed: int = 0, shares: Sequence[float] = SHARES) -> list[Loss]:
    """Give the largest component, as a share of all actors, under targeted and random loss.

    On the undirected simple graph; of actors with as many partners the first by id goes first
    (Albert, Jeong and Barabási 2000). No rows for a view without actors.
    """
    n = len(view)
    if not n:
        return []
    counts = [round(share * n) for share in shares]
    targeted = _sizes(view, _by_degree(view, max(counts)), counts)
    rng = np.random.default_rng(seed)
    random = np.array([_sizes(view, rng.permutation(n).tolist(), counts) for _run in range(RUNS)])
    return [
        Loss(share, count, targeted[place] / n, float(random[:, place].mean()) / n,
             float(random[:, place].min()) / n, float(random[:, place].max()) / n)
        for place, (share, count) in enumerate(zip(shares, counts, strict=True))
    ]  # fmt: skip


def _by_degree(view: View, most: int) -> list[int]:
    """Give the actors in the order in which those with most partners left go."""
    import heapq  # noqa: PLC0415

    bounds, partners = view.undirected.indptr, view.undirected.indices
    degree = (bounds[1:] - bounds[:-1]).tolist()
    heap = [(-size, place) for place, size in enumerate(degree)]
    heapq.heapify(heap)
    gone: set[int] = set()
    order: list[int] = []
    while heap and len(order) < most:
        size, place = heapq.heappop(heap)
        if place in gone or -size != degree[place]:
            continue
        gone.add(place)
        order.append(place)
        for other in partners[bounds[place] : bounds[place + 1]].tolist():
            if other not in gone:
                degree[other] -= 1
                heapq.heappush(heap, (-degree[other], other))
    return order


def _sizes(view: View, order: list[int], counts: list[int]) -> list[int]:
    """Give the size of the largest component after each number of losses in `order`."""
    sizes = []
    for count in counts:
        keep = np.ones(len(view), dtype=bool)
        keep[order[:count]] = False
        labels = component_labels(view.undirected[keep][:, keep])
        sizes.append(int(np.bincount(labels).max(initial=0)))
    return sizes
