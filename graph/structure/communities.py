"""Communities: groups with more ties within than chance would give, and how sure they are."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import cost
from ..faults import ViewError
from ..phrases import Phrase, counted, phrase
from ..phrases import mark as _
from .partitions import compare_partitions, contingency

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from ..view import View

RUNS, SEED = 50, 1
# Tied pairs from which a run ends after so many rounds: the last of them gain next to nothing.
MANY, ROUNDS = 500_000, 10
# Seconds of one run for each tied pair, to its end and when it ends after `ROUNDS`; rough.
TO_THE_END, IN_ROUNDS = 5e-5, 1.6e-5


@dataclass(frozen=True, slots=True)
class Communities:
    """A partition of the actors of a view into communities.

    ``table`` has a row an actor: ``id``, ``label``, ``kind``, ``community`` (1 is the largest; of
    equals the one with the first id) and ``stability``: the mean, over the others of its
    community, of the share of runs in which the two are together; NaN for an actor alone.
    ``modularity`` has one value, in a two-mode view one for the projection of each mode; NaN
    without ties. ``agreement`` is the mean adjusted Rand index of the runs with the partition
    given. ``runs`` are the labels of every run, one row each. ``sentences`` say how.
    """

    view: View
    table: pd.DataFrame
    modularity: tuple[float, ...]
    agreement: float
    resolution: float
    seed: int
    runs: NDArray[np.int64]
    sentences: tuple[Phrase, ...]

    @property
    def labels(self) -> tuple[int, ...]:
        """Give the number of each actor's community, in the order of ``view.ids``."""
        return tuple(self.table["community"].tolist())


def communities(
    view: View,
    *,
    seed: int = SEED,
    runs: int = RUNS,
    resolution: float = 1.0,
    step: Callable[[], object] | None = None,
) -> Communities:
    """Find the communities of `view`: the best of `runs` of Leiden on modularity.

    Direction is ignored; weights count in a weighted view and in a projection. Of runs with the
    same modularity the first counts. A `resolution` above 1 gives smaller communities. A
    two-mode view is looked at from both sides (dual projection, Everett and Borgatti 2013):
    each mode is grouped by its own projection, weighted by shared partners; each group of the
    second mode then joins that of the first with which it has most of its possible ties, those
    without any stay apart. Same view and seed, same answer. Traag, Waltman and van Eck 2019.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> found = communities(Dataset.from_networkx(nx.caveman_graph(2, 3)).view(), runs=5)
    >>> found.labels
    (1, 1, 1, 2, 2, 2)
    """
    import numpy as np  # noqa: PLC0415

    if runs < 1 or not resolution > 0:
        raise ViewError(Phrase(_("There is at least 1 run, and the resolution is above 0.")))
    if view.modes is None:
        weighted = view.weighted or view.projected is not None
        found, modularity, best = _leiden(
            _symmetric(view, weighted=weighted), seed, runs, resolution, step, _rounds(view)
        )
    else:
        found, modularity, best = _dual(view, seed, runs, resolution, step)
    labels = numbered(best)
    every = np.stack([numbered(run) for run in found])
    agreement = float(np.mean([compare_partitions(labels, run).adjusted_rand for run in every]))
    sentences = _sentences(view, labels, modularity, agreement, resolution, seed, runs)
    return Communities(
        view,
        _table(view, labels, every),
        modularity,
        agreement,
        resolution,
        seed,
        every,
        sentences,
    )


def _rounds(view: View) -> int:
    """Give after how many rounds a run ends; −1 where it ends when nothing moves any more."""
    return ROUNDS if view.pairs >= MANY and view.modes is None else -1


def quick_communities(view: View, *, seed: int = SEED) -> tuple[int, ...]:
    """Give the number of each actor's community, in the order of ``view.ids``, in a single run.

    For pictures of large views: two rounds of Leiden on the ties as they are, also in a two-mode
    view, whose projections may have hundreds of times more pairs than it has ties.
    """
    matrix = _symmetric(view, weighted=view.weighted or view.projected is not None)
    best = _leiden(matrix, seed, 1, 1.0, None, rounds=2)[2]
    return tuple(numbered(best).tolist())


def numbered(labels: Any) -> NDArray[np.int64]:
    """Give groups the numbers 1, 2, … by size, of equal ones by their first member.

    >>> numbered([7, 3, 3, 9, 7]).tolist()
    [1, 2, 2, 3, 1]
    """
    import numpy as np  # noqa: PLC0415

    _names, first, inverse, sizes = np.unique(
        np.asarray(labels), return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    return number[inverse]


def co_assignment(found: Communities) -> NDArray[np.float64]:
    """Give the n × n table of the share of runs in which two actors are together."""
    import numpy as np  # noqa: PLC0415

    count = found.runs.shape[1]
    result = np.zeros((count, count))
    for run in found.runs:
        result += run[:, None] == run
    return result / max(len(found.runs), 1)


def community_sizes(found: Communities) -> pd.DataFrame:
    """Give, for each community, its number, its actors and the mean stability of these."""
    groups = found.table.groupby("community")
    frame = groups.agg(actors=("id", "size"), stability=("stability", "mean")).reset_index()
    return frame[["community", "actors", "stability"]]


def _symmetric(view: View, *, weighted: bool) -> csr_array:
    if not weighted:
        return view.undirected
    return view.matrix + view.matrix.T if view.directed else view.matrix


def _leiden(
    matrix: csr_array,
    seed: int,
    runs: int,
    resolution: float,
    step: Callable[[], object] | None,
    rounds: int = -1,
) -> tuple[list[NDArray[np.int64]], tuple[float, ...], NDArray[np.int64]]:
    """Give every run, the modularity (resolution 1 unless asked) of the best, and the best."""
    import igraph  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    from ..chance.rewiring import ties_of, weights_of  # noqa: PLC0415

    tails, heads = ties_of(matrix, directed=False)
    sizes = weights_of(matrix, tails, heads)
    # Without weights igraph counts 1 a tie; a list of them would be an object a tie.
    weights = None if bool((sizes == 1).all()) else sizes.tolist()
    graph = igraph.Graph(n=matrix.shape[0], edges=np.stack([tails, heads], axis=1))
    about = runs * len(tails) * (TO_THE_END if rounds < 0 else rounds / ROUNDS * IN_ROUNDS)
    cost.weigh("communities", about, matrix.shape[0])
    found: list[NDArray[np.int64]] = []
    values: list[float] = []
    # The generator of igraph is one for the whole process: lent for the runs, then given back.
    own = random.Random(seed)  # noqa: S311 - nothing secret
    igraph.set_random_number_generator(own)
    try:
        for _run in range(runs):
            membership = graph.community_leiden(
                objective_function="modularity",
                weights=weights,
                resolution=resolution,
                n_iterations=rounds,
            ).membership
            found.append(np.array(membership, dtype=np.int64))
            values.append(
                graph.modularity(membership, weights=weights, resolution=resolution)
                if len(tails)
                else float("nan")
            )
            if step:
                step()
    finally:
        igraph.set_random_number_generator(random)
    best = int(np.argmax(np.round(values, 12))) if len(tails) else 0
    return found, (values[best],), found[best]


def _dual(
    view: View,
    seed: int,
    runs: int,
    resolution: float,
    step: Callable[[], object] | None,
) -> tuple[list[NDArray[np.int64]], tuple[float, ...], NDArray[np.int64]]:
    """Group each mode by its projection, then join the groups of the two."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array as array  # noqa: PLC0415

    from ..matrices import sharing  # noqa: PLC0415

    assert view.modes is not None  # noqa: S101 - asked for two modes
    sides = [np.flatnonzero(view.modes == mode) for mode in (0, 1)]
    table = array(view.adjacency[sides[0]][:, sides[1]])
    one = _leiden(sharing(table, "shared"), seed, runs, resolution, step)
    two = _leiden(sharing(array(table.T), "shared"), seed, runs, resolution, None)

    def joined(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
        labels = np.empty(len(view), dtype=np.int64)
        labels[sides[0]] = numbered(first)
        labels[sides[1]] = _joined(table, numbered(first), numbered(second))
        return labels

    every = [joined(first, second) for first, second in zip(one[0], two[0], strict=True)]
    return every, (one[1][0], two[1][0]), joined(one[2], two[2])


def _joined(
    table: csr_array, first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Give the columns the number of the group of rows with which their group is densest."""
    import numpy as np  # noqa: PLC0415

    rows, columns = first.max(initial=0), second.max(initial=0)
    ties = np.zeros((rows, columns))
    cells = table.tocoo()
    np.add.at(ties, (first[cells.row] - 1, second[cells.col] - 1), 1)
    possible = np.outer(
        np.bincount(first, minlength=rows + 1)[1:], np.bincount(second, minlength=columns + 1)[1:]
    )
    density = np.round(ties / np.maximum(possible, 1), 12)
    number = np.zeros(columns, dtype=np.int64)
    for group in range(columns):
        alone = not rows or density[:, group].max() == 0
        number[group] = rows + 1 + group if alone else 1 + int(density[:, group].argmax())
    return number[second - 1] if columns else np.zeros(0, dtype=np.int64)


def _table(view: View, labels: NDArray[np.int64], every: NDArray[np.int64]) -> pd.DataFrame:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    n = len(view)
    together = np.zeros(n)
    for run in every:
        shared = contingency(labels, run)
        _names, columns = np.unique(run, return_inverse=True)
        together += np.asarray(shared[labels - 1, columns]) - 1
    others = np.bincount(labels, minlength=1)[labels] - 1
    sure = np.divide(together / len(every), others, out=np.full(n, np.nan), where=others > 0)
    return pd.DataFrame(
        {
            "id": pd.Series(view.ids, dtype="str"),
            "label": pd.Series(view.labels, dtype="str"),
            "kind": pd.Series(view.kinds, dtype="str"),
            "community": labels,
            "stability": sure,
        }
    )


def _sentences(
    view: View,
    labels: NDArray[np.int64],
    modularity: Sequence[float],
    agreement: float,
    resolution: float,
    seed: int,
    runs: int,
) -> tuple[Phrase, ...]:
    import numpy as np  # noqa: PLC0415

    said = [
        counted(
            _("Leiden on modularity, {count} run (Traag, Waltman and van Eck 2019)."),
            _("Leiden on modularity, the best of {count} runs (Traag, Waltman and van Eck 2019)."),
            runs,
        ),
        phrase(_("Resolution: {resolution}. Seed: {seed}."), resolution=resolution, seed=seed),
    ]
    if _rounds(view) > 0:
        said.append(
            counted(
                _("Each run ends after {count} round, since the network is large."),
                _("Each run ends after {count} rounds, since the network is large."),
                ROUNDS,
            )
        )
    if view.directed:
        said.append(Phrase(_("The direction of ties is ignored.")))
    if len(modularity) > 1:
        said.append(
            Phrase(
                _(
                    "Each mode is grouped by its own projection, weighted by shared partners (dual"
                    " projection, Everett and Borgatti 2013); a group of the second mode joins the"
                    " group of the first with which its ties are densest."
                )
            )
        )
    elif view.weighted or view.projected:
        said.append(Phrase(_("Weights of ties count.")))
    alone = int((np.bincount(labels)[labels] == 1).sum())
    if alone:
        said.append(
            counted(
                _("{count} actor is a community of its own."),
                _("{count} actors are communities of their own."),
                alone,
            )
        )
    known = [round(value, 4) for value in modularity if value == value]  # noqa: PLR0124 - NaN
    if known:
        said.append(
            phrase(
                _("Modularity: {values}."),
                values=tuple(Phrase("{value}", {"value": value}) for value in known),
            )
        )
        said.append(
            phrase(
                _("Mean adjusted Rand index of the runs with the partition given: {agreement}."),
                agreement=round(agreement, 3),
            )
        )
    else:
        said.append(Phrase(_("The view has no ties.")))
    return tuple(said)


def across(found: Sequence[Communities]) -> list[dict[str, Any]]:
    """Compare every two partitions on the actors that both have.

    Rows have ``first`` and ``second`` (places in the list), ``actors``, ``adjusted_rand``,
    ``variation`` and ``mutual``, as in `alianza.graph.structure.partitions.Likeness`.
    """
    rows: list[dict[str, Any]] = []
    by_id = [dict(zip(one.view.ids, one.labels, strict=True)) for one in found]
    for first in range(len(found)):
        for second in range(first + 1, len(found)):
            both = [actor for actor in by_id[first] if actor in by_id[second]]
            like = compare_partitions(
                [by_id[first][actor] for actor in both],
                [by_id[second][actor] for actor in both],
            )
            rows.append(
                {
                    "first": first,
                    "second": second,
                    "actors": like.actors,
                    "adjusted_rand": like.adjusted_rand,
                    "variation": like.variation,
                    "mutual": like.mutual,
                }
            )
    return rows
