"""Who stands where others stand: overlap of partners, a tree of overlaps, blocks by CONCOR."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..faults import ViewError
from ..groups import sharing_fits
from ..phrases import mark as _
from ..phrases import phrase

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..view import View

    Numbers: TypeAlias = NDArray[np.float64]
    Places: TypeAlias = NDArray[np.intp]

# A full table of pairs is kept in memory up to this many actors.
MOST_ACTORS = 5000
ROUNDS = 200
CLOSE = 1e-9
DIGITS = 12
SMALLEST = 3
OVERLAP = _(
    "Overlap (Jaccard): partners that two actors share, divided by the partners of either, the two"
    " themselves left out; in a directed view partners they send ties to and partners they receive"
    " ties from count apart; weights are ignored; in a two-mode view within each mode. Actors"
    " without a partner are left out."
)
TREE = _(
    "Groups: average linkage of 1 − overlap (Sokal and Michener 1958), cut where {count} are left, or"
    " fewer where merges are at one distance."
)
CONCOR = _(
    "Blocks: CONCOR (Breiger, Boorman and Arabie 1975), ties in both directions, correlations of"
    " correlations until all are 1 or −1, {splits} splits of each block; blocks of fewer than three"
    " are not split."
)


@dataclass(frozen=True, eq=False)
class Tree:
    """The tree in which the most alike actors, then groups of actors, are merged first.

    ``ids`` are the actors that have partners. ``merges`` has a row a merge: the two merged
    (below len(ids) an actor, else row − len(ids) of an earlier merge), their distance
    1 − overlap, and the number of actors, as scipy gives them. ``order`` lists the places of
    ``ids`` so that no lines of a drawing cross.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    merges: Numbers
    order: tuple[int, ...]

    def cut(self, count: int) -> dict[str, int]:
        """Give each actor its group, from 1 in the order of the tree, with `count` groups left.

        Merges at one distance happen together, so there may be fewer groups.
        """
        from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415

        if len(self.ids) <= 1:
            return dict.fromkeys(self.ids, 1)
        heights = self.merges[:, 2].tolist()
        # As many merges as leave `count` groups; all of the last one's height.
        done = len(self.ids) - max(1, min(count, len(self.ids)))
        height = heights[done - 1] if done else -1.0
        found = fcluster(self.merges, height, criterion="distance")
        names: dict[int, int] = {}
        for place in self.order:
            names.setdefault(int(found[place]), len(names) + 1)
        return {actor: names[int(found[place])] for place, actor in enumerate(self.ids)}


def equivalent_pairs(view: View, *, minimum: float = 0.0) -> pd.DataFrame:
    """List the pairs of actors that share partners, the most alike first.

    Columns ``first``, ``second`` (ids), ``shared`` and ``either`` (partners), ``overlap`` =
    shared/either, at least `minimum` and above 0. As `OVERLAP` says. Raises ViewError where more
    than 20 million ordered pairs may share a partner. Burt 1976 for the idea of
    structural equivalence, Jaccard 1901 for the coefficient.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> star = Dataset.from_networkx(nx.star_graph(3)).view()
    >>> equivalent_pairs(star)["overlap"].tolist()
    [1.0, 1.0, 1.0]
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    shared, first, second, either = _shared(view)
    overlap = shared / either
    keep = (overlap >= minimum) & (shared > 0)
    table = pd.DataFrame(
        {
            "first": pd.Series([view.ids[place] for place in first[keep]], dtype="str"),
            "second": pd.Series([view.ids[place] for place in second[keep]], dtype="str"),
            "shared": shared[keep].astype(np.int64),
            "either": either[keep].astype(np.int64),
            "overlap": overlap[keep],
        }
    )
    return table.sort_values(
        ["overlap", "shared", "first", "second"],
        ascending=[False, False, True, True],
        kind="stable",
        ignore_index=True,
    )


def _shared(view: View) -> tuple[Numbers, Places, Places, Numbers]:
    """Give shared partners, the two places, and partners of either, of pairs that share one."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    profile = _profile(view)
    sharing_fits(np.asarray(profile.sum(axis=0), dtype=np.float64).ravel())
    both = csr_array(profile @ profile.T).tocoo()
    upper = both.row < both.col
    first, second = both.row[upper].astype(np.intp), both.col[upper].astype(np.intp)
    shared: Numbers = both.data[upper]
    sizes: Numbers = np.asarray(profile.sum(axis=1), dtype=np.float64).ravel()
    # The tie between the two says nothing of whether they stand alike.
    own = view.adjacency
    direct: Numbers = (
        np.asarray(own[first, second]).ravel() + np.asarray(own[second, first]).ravel()
    )
    if view.directed:
        # Sent by one, it is received by the other.
        direct = 2 * direct
    return shared, first, second, sizes[first] + sizes[second] - shared - direct


def _profile(view: View) -> Any:
    """Give the partners of each actor as a 0/1 row; in a directed view sent, then received."""
    from scipy.sparse import csr_array, hstack  # noqa: PLC0415

    ties = view.adjacency
    return csr_array(hstack([ties, ties.T])) if view.directed else ties


def overlap_tree(view: View, *, mode: int = 0) -> Tree:
    """Merge the actors with partners by average linkage of 1 − overlap.

    In a two-mode view the actors of `mode`. Two actors tied to each other alone are alike,
    overlap 1. Raises ViewError above 5,000 actors.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.cluster.hierarchy import leaves_list, linkage  # noqa: PLC0415
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    mine = _tied(view, mode)
    ids, labels = (tuple(names[place] for place in mine) for names in (view.ids, view.labels))
    if len(mine) < 2:  # noqa: PLR2004
        return Tree(ids, labels, np.zeros((0, 4)), tuple(range(len(mine))))
    place = np.full(len(view), -1)
    place[mine] = np.arange(len(mine))
    shared, first, second, either = _shared(view)
    distance = np.ones((len(mine), len(mine)))
    np.fill_diagonal(distance, 0)
    inside = (place[first] >= 0) & (place[second] >= 0)
    first, second = place[first[inside]], place[second[inside]]
    distance[first, second] = np.round(1 - shared[inside] / either[inside], DIGITS)
    for one, other in _alone_together(view):
        distance[place[one], place[other]] = 0
    distance = np.minimum(distance, distance.T)
    merges = linkage(squareform(distance, checks=False), method="average")
    return Tree(ids, labels, merges, tuple(leaves_list(merges).tolist()))


def _tied(view: View, mode: int) -> Places:
    """Give the places of the actors (of the mode) that have a partner."""
    import numpy as np  # noqa: PLC0415

    keep = np.diff(view.undirected.indptr) > 0
    if view.modes is not None:
        keep &= view.modes == mode
    if keep.sum() > MOST_ACTORS:
        raise ViewError(
            phrase(
                _("The view has {actors} actors; positions are compared up to {most}."),
                actors=int(keep.sum()),
                most=MOST_ACTORS,
            )
        )
    return np.flatnonzero(keep)


def _alone_together(view: View) -> list[tuple[int, int]]:
    """Give the pairs in a view of one mode who are each other's only partner."""
    if view.modes is not None:
        return []
    ties = view.undirected
    only = [
        int(ties.indices[ties.indptr[place]])
        if ties.indptr[place + 1] - ties.indptr[place] == 1
        else -1
        for place in range(len(view))
    ]
    return [(i, j) for i, j in enumerate(only) if i < j and only[j] == i]


def concor(view: View, *, splits: int = 2, mode: int = 0) -> dict[str, str]:
    """Part the actors into blocks of like position: ``"1.1"``, ``"1.2"``, ``"2.1"``, ….

    By id, the actors with partners (of `mode` in a two-mode view). A block falls in two by the
    signs to which its correlations of correlations converge, `splits` times over; it stays
    whole with fewer than three actors or where all correlate alike. An actor tied to
    everybody has no variance and correlates 0 with the others. Part 1 holds the first id.
    Raises ViewError above 5,000 actors. Breiger, Boorman and Arabie 1975.
    """
    import numpy as np  # noqa: PLC0415

    mine = _tied(view, mode)
    ties = view.adjacency
    columns = ties[mine].toarray().T
    if view.directed:
        columns = np.vstack([columns, ties[:, mine].toarray()])
    blocks = {"": np.arange(len(mine))}
    for _round in range(splits):
        parts: dict[str, Places] = {}
        for name, members in blocks.items():
            first = _side_of_first(columns[:, members])
            dot = f"{name}." if name else ""
            if first is None:
                parts[f"{dot}1"] = members
            else:
                parts[f"{dot}1"], parts[f"{dot}2"] = members[first], members[~first]
        blocks = parts
    found = {view.ids[mine[place]]: name for name, block in blocks.items() for place in block}
    return dict(sorted(found.items()))


def _side_of_first(columns: Numbers) -> NDArray[np.bool_] | None:
    """Say which columns end up on the side of the first; None where all do."""
    import numpy as np  # noqa: PLC0415

    if columns.shape[1] < SMALLEST:
        return None
    current = _correlations(columns)
    for _round in range(ROUNDS):
        if np.all(np.abs(np.abs(current) - 1) < CLOSE):
            break
        current = _correlations(current)
    side = np.asarray(current[0] > 0)
    return None if side.all() else side


def _correlations(columns: Numbers) -> Numbers:
    """Correlate columns; those without variance correlate 0 with others, 1 with themselves."""
    import numpy as np  # noqa: PLC0415

    centred = columns - columns.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    varied = length > CLOSE
    unit = np.divide(centred, length, out=np.zeros_like(centred), where=varied)
    result = np.clip(unit.T @ unit, -1, 1)
    np.fill_diagonal(result, 1)
    # So that signs do not hang on the last digit.
    return np.asarray(np.round(result, DIGITS))


def block_densities(view: View, blocks: dict[str, str]) -> pd.DataFrame:
    """Give the density of ties from each block to each, NaN where no pair is possible.

    Rows and columns are the blocks, sorted; in a two-mode view use blocks of both modes.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    names = sorted(set(blocks.values()))
    place = {name: position for position, name in enumerate(names)}
    codes = np.array([place.get(blocks.get(actor, ""), -1) for actor in view.ids], dtype=np.intp)
    ties = view.adjacency.tocoo()
    inside = (codes[ties.row] >= 0) & (codes[ties.col] >= 0)
    counts = np.zeros((len(names), len(names)))
    np.add.at(counts, (codes[ties.row[inside]], codes[ties.col[inside]]), 1)
    sizes = np.bincount(codes[codes >= 0], minlength=len(names)).astype(np.float64)
    possible = np.outer(sizes, sizes) - np.diag(sizes)
    index = pd.Index(names, name="block", dtype="str")
    values = np.divide(counts, possible, out=np.full_like(counts, np.nan), where=possible > 0)
    return pd.DataFrame(values, index=index, columns=index)
