"""What a format could not hold: a dataset before and after it was written and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .phrases import Phrase, counted, phrase
from .phrases import mark as _

if TYPE_CHECKING:
    import pandas as pd

    from .dataset import Dataset
    from .faults import LoadReport

_FEWER: dict[str, tuple[str, str]] = {
    "actors": (_("{count} actor is lost."), _("{count} actors are lost.")),
    "ties": (_("{count} tie is lost."), _("{count} ties are lost.")),
    "sources": (_("{count} source is lost."), _("{count} sources are lost.")),
    "claims": (_("{count} claim is lost."), _("{count} claims are lost.")),
}
_COLUMNS: dict[str, tuple[str, str]] = {
    "actors": (
        _("Of the actors {count} column is lost: {names}."),
        _("Of the actors {count} columns are lost: {names}."),
    ),
    "ties": (
        _("Of the ties {count} column is lost: {names}."),
        _("Of the ties {count} columns are lost: {names}."),
    ),
}
_CELLS: dict[str, tuple[str, str]] = {
    "actors": (
        _("Of the actors {count} cell of “{name}” is another."),
        _("Of the actors {count} cells of “{name}” are others."),
    ),
    "ties": (
        _("Of the ties {count} cell of “{name}” is another."),
        _("Of the ties {count} cells of “{name}” are others."),
    ),
}
_MODEST = ("name", "title", "actor_kinds", "tie_kinds")


def losses(before: Dataset, after: Dataset | LoadReport) -> list[Phrase]:
    """Say what `after`, read from what was written of `before`, does not have any more.

    Rows, columns that hold something, single cells where the ids are still the same, kinds, and
    the metadata. Nothing is said where nothing is lost.
    """
    from .dataset import Dataset  # noqa: PLC0415

    if not isinstance(after, Dataset):
        return [
            phrase(
                _("The file cannot be read again by alianza: {fault}"), fault=str(after.errors[0])
            )
        ]
    said: list[Phrase] = []
    for name, (one, many) in _FEWER.items():
        fewer = len(getattr(before, name)) - len(getattr(after, name))
        if fewer > 0:
            said.append(counted(one, many, fewer))
    for name in _COLUMNS:
        said += _table_losses(name, getattr(before, name), getattr(after, name))
    keys = [k for k in before.metadata if k not in after.metadata and k not in _MODEST]
    if keys:
        said.append(
            counted(
                _("Of the metadata {count} part is lost: {names}."),
                _("Of the metadata {count} parts are lost: {names}."),
                len(keys),
                names=", ".join(keys),
            )
        )
    return said


def _table_losses(name: str, before: pd.DataFrame, after: pd.DataFrame) -> list[Phrase]:
    filled = [column for column in before.columns if _texts(before, column).any()]
    gone = [c for c in filled if c not in after.columns or not _texts(after, c).any()]
    said = []
    if gone:
        said.append(counted(*_COLUMNS[name], len(gone), names=", ".join(gone)))
    if len(before) != len(after) or "id" in gone:
        return said
    # Where ids are kept rows are matched by them; the order of rows is no loss.
    same = sorted(before["id"]) == sorted(after["id"])
    if not same:
        said.append(counted(*_CELLS[name], int((~before["id"].isin(after["id"])).sum()), name="id"))
        return said
    first = before.set_index("id")
    second = after.set_index("id").loc[list(first.index)]
    for column in filled:
        if column == "id" or column in gone:
            continue
        one, two = _texts(first, column), _texts(second, column)
        if column in {"lat", "lon", "weight"}:
            different = int(((first[column] - second[column]).abs() > 0).sum()) + int(
                (first[column].notna() != second[column].notna()).sum()
            )
        else:
            different = int((one != two).sum())
        if different:
            said.append(counted(*_CELLS[name], different, name=column))
    return said


def _texts(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    cells = frame[column]
    return cells.where(cells.notna(), "").astype("str")
"""How a network holds when it loses actors: the most central first, or at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .view import View

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
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    sizes = []
    for count in counts:
        keep = np.ones(len(view), dtype=bool)
        keep[order[:count]] = False
        part = view.undirected[keep][:, keep]
        if not part.shape[0]:
            sizes.append(0)
            continue
        _number, labels = connected_components(part, directed=False)
        sizes.append(int(np.bincount(labels).max()))
    return sizes
