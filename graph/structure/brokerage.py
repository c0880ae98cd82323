"""Who brokers between whom: the five roles of Gould and Fernandez, and brokers in two modes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..faults import ViewError
from ..groups import few_enough, grouped, sharing_fits, without_unknown
from ..measures.arrays import row_sums
from ..phrases import Phrase, phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..groups import Groups
    from ..view import View

    Numbers: TypeAlias = NDArray[np.float64]

ROLES: dict[str, tuple[str, str]] = {
    "coordinator": (_("Coordinator"), _("A → A → A: all three in one group")),
    "itinerant": (_("Itinerant broker"), _("A → B → A: an outsider between two of one group")),
    "representative": (_("Representative"), _("A → A → B: from the broker's own group outwards")),
    "gatekeeper": (_("Gatekeeper"), _("A → B → B: from outside into the broker's own group")),
    "liaison": (_("Liaison"), _("A → B → C: three groups")),
    "total": (_("Total"), _("all five roles")),
}
DEFINITION = _(
    "Number of ordered pairs (a, c), without a tie from a to c, such that the actor has a tie from a"
    " and a tie to c, by the groups of the three; weights are ignored; without direction every tie"
    " goes both ways, so each pair counts twice. Expected value, variance and z are those of a"
    " random directed network with the same groups and density, whose ties are independent"
    " (Gould and Fernandez 1989, as in the R package sna)."
)
UNDIRECTED = _(
    "Without direction the ties of a pair are not independent as the expected values suppose:"
    " z is only a comparison with the other actors, not a test."
)
TWO_MODE_DEFINITION = _(
    "pairs: unordered pairs of actors of the same mode with each of whom the actor shares a partner"
    " and who share none with one another, by the groups of the three (after Jasny and Lubell 2015,"
    " who look at open chains of five actors of both modes; here each pair counts once, and is open"
    " only if it shares no partner at all); only_link: unordered pairs of its partners whose only shared"
    " partner it is."
)
ONLY_ONE_MODE = _(
    "The roles of Gould and Fernandez need a one-mode view: add --one-mode or --project."
)
ONLY_TWO_MODE = _("Two-mode brokerage needs a two-mode view.")
TWO_MODE_ROLES = ("coordinator", "itinerant", "gatekeeper_or_representative", "liaison")


@dataclass(frozen=True, eq=False)
class Brokerage:
    """The brokerage of every actor, of every group as expected, and of the whole network.

    ``actors`` is indexed by id with ``label``, ``kind``, ``group`` and, for each of `ROLES`,
    ``<role>`` (count), ``<role>_expected``, ``<role>_variance`` and ``<role>_z`` (NaN where the
    variance is 0). ``groups`` has the expected value and variance of an actor of each group and
    its size; ``whole`` the four numbers of the sums over all actors, a row a role.
    """

    by: str
    actors: pd.DataFrame
    groups: pd.DataFrame
    whole: pd.DataFrame
    facts: tuple[Phrase, ...]


def gould_fernandez(view: View, by: str) -> Brokerage:
    """Count the five brokerage roles of every actor by a column, against independent ties.

    On the simple graph, in its directions if the view has them, else both ways. Actors without
    a value in the column are left out with their ties. The variance of one actor is exact for
    independent ties of one density; that of the whole network is the published formula, which
    leaves out the covariance of pairs of triples on the same three actors that share two
    ties (−2n(n−1)(n−2)d⁴(1−d)² of the total), so its z is a little too near 0.
    Raises UnknownNameError for an unknown column, ViewError for a two-mode view or more than 500
    groups.
    Gould and Fernandez 1989; checked against the R package sna 2.7.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> path = Dataset.from_networkx(nx.path_graph(3)).view()
    >>> gould_fernandez(path, "kind").actors["coordinator"].to_dict()
    {'0': 0, '1': 2, '2': 0}
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    if view.modes is not None:
        raise ViewError(Phrase(ONLY_ONE_MODE))
    every = few_enough(grouped(view, by))
    view, groups = without_unknown(view, every)
    raw = _roles(view.adjacency, groups)
    sizes = np.bincount(groups.codes, minlength=len(groups.names)).astype(np.float64)
    n = len(view)
    density = view.adjacency.nnz / (n * (n - 1)) if n > 1 else 0.0
    expected, variance = _moments_by_group(sizes, density)
    columns: dict[str, Any] = {
        "label": pd.Series(view.labels, dtype="str"),
        "kind": pd.Series(view.kinds, dtype="str"),
        "group": pd.Series([groups.names[code] for code in groups.codes], dtype="str"),
    }
    by_group: dict[str, Any] = {"actors": sizes.astype(np.int64)}
    for place, role in enumerate(ROLES):
        mean, spread = expected[groups.codes, place], variance[groups.codes, place]
        columns[role] = raw[:, place].astype(np.int64)
        columns[f"{role}_expected"] = mean
        columns[f"{role}_variance"] = spread
        columns[f"{role}_z"] = _standardised(raw[:, place], mean, spread)
        by_group[f"{role}_expected"] = expected[:, place]
        by_group[f"{role}_variance"] = variance[:, place]
    actors = pd.DataFrame(columns)
    actors.index = pd.Index(view.ids, name="id", dtype="str")
    totals, means, spreads = raw.sum(axis=0), *_moments_of_whole(sizes, density)
    whole = pd.DataFrame(
        {
            "count": totals.astype(np.int64),
            "expected": means,
            "variance": spreads,
            "z": _standardised(totals, means, spreads),
        },
        index=pd.Index(list(ROLES), name="role", dtype="str"),
    )
    roles = tuple(
        phrase("{role} ({meaning})", role=Phrase(role), meaning=Phrase(meaning))
        for role, meaning in ROLES.values()
    )
    facts = (
        Phrase(DEFINITION),
        phrase("{roles}.", roles=roles),
        *(() if view.directed else (Phrase(UNDIRECTED),)),
        *every.facts,
    )
    table = pd.DataFrame(by_group, index=pd.Index(groups.names, name=by, dtype="str"))
    return Brokerage(by, actors, table, whole, facts)


def _roles(ties: Any, groups: Groups) -> Numbers:
    """Count, for each actor, the roles in the order of `ROLES`, in a 0/1 matrix of ties."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    from ..measures.triads import product_at  # noqa: PLC0415

    n = ties.shape[0]
    same, other = _split(ties, groups)
    same_in, other_in = csr_array(same.T), csr_array(other.T)
    member = csr_array((np.ones(n), (np.arange(n), groups.codes)), shape=(n, len(groups.names)))
    # Pairs (a, c) of a source and a target in one group that is not the broker's own.
    outside = row_sums((other_in @ member).multiply(other @ member))
    sources, targets = row_sums(same_in), row_sums(same)
    far_sources, far_targets = row_sums(other_in), row_sums(other)

    def back(matrix: Any) -> Numbers:
        """Count a → b → a, which brokers between nobody."""
        return row_sums(matrix.multiply(matrix.T))

    def closed(first: Any, second: Any, third: Any) -> Numbers:
        """Count a → b → c with a → c; `first` has the broker b in its rows."""
        return row_sums(product_at(first, third, second))

    result = np.column_stack(
        [
            sources * targets - back(same) - closed(same_in, same, same),
            outside - back(other) - closed(other_in, other, same),
            sources * far_targets - closed(same_in, other, other),
            far_sources * targets - closed(other_in, same, other),
            far_sources * far_targets - outside - closed(other_in, other, other),
        ]
    )
    return np.column_stack([result, result.sum(axis=1)])


def _split(ties: Any, groups: Groups) -> tuple[Any, Any]:
    """Give the ties within groups and those between them as two matrices."""
    from scipy.sparse import csr_array  # noqa: PLC0415

    coo = ties.tocoo()
    within = groups.codes[coo.row] == groups.codes[coo.col]
    return tuple(  # type: ignore[return-value]
        csr_array((coo.data[keep], (coo.row[keep], coo.col[keep])), shape=ties.shape)
        for keep in (within, ~within)
    )


def _moments_by_group(sizes: Numbers, density: float) -> tuple[Numbers, Numbers]:
    """Give expected value and variance of the roles of one actor of each group.

    An open pair has the chance d²(1 − d); two that share one of their two ties covary by
    d³(1 − d)³. So all that is to be counted are pairs, and pairs of pairs, by groups.
    """
    import numpy as np  # noqa: PLC0415

    chance, shared = density**2 * (1 - density), density**3 * (1 - density) ** 3
    n, own = sizes.sum(), sizes - 1
    rest = n - sizes
    squares, cubes = sizes * own, sizes * own * (sizes - 2)
    crossing = own * rest
    fans = own * rest * (rest - 1) + rest * own * (own - 1)
    # Ordered pairs, and third actors, of three different groups: h within what is not g.
    liaisons = rest**2 - (np.sum(sizes**2) - sizes**2)
    left = rest[:, None] - sizes[None, :]
    spread = sizes[None, :] * left * (left - 1)
    np.fill_diagonal(spread, 0)
    pairs = np.column_stack(
        [own * (sizes - 2), squares.sum() - squares, crossing, crossing, liaisons, 0 * sizes]
    )
    overlaps = np.column_stack(
        [
            2 * own * (sizes - 2) * (sizes - 3),
            2 * (cubes.sum() - cubes),
            fans,
            fans,
            2 * spread.sum(axis=1),
            0 * sizes,
        ]
    )
    pairs[:, 5] = (n - 1) * (n - 2)
    overlaps[:, 5] = 2 * (n - 1) * (n - 2) * (n - 3)
    expected = chance * pairs
    return expected, expected * (1 - chance) + shared * overlaps


def _moments_of_whole(sizes: Numbers, density: float) -> tuple[Numbers, Numbers]:
    """Give expected value and variance of the sums of the roles over all actors, as published.

    Two open triples covary by d³(1 − d)³ if they share a tie, by d⁵(1 − d) if they share a
    missing tie, by −d⁴(1 − d)² if the tie of one is the missing tie of the other.
    """
    import numpy as np  # noqa: PLC0415

    d = density
    chance = d**2 * (1 - d)
    tied, missing, mixed = d**3 * (1 - d) ** 3, d**5 * (1 - d), d**4 * (1 - d) ** 2
    n, k = sizes.sum(), sizes

    def alike(size: Any) -> Any:
        """Give the variance that triples with all three free in `size` actors add."""
        triples = size * (size - 1) * (size - 2)
        return triples, triples * (
            (4 * size - 10) * tied - 4 * (size - 3) * mixed + (size - 3) * missing
        )

    one_group, one_group_more = alike(k)
    anyone, anyone_more = alike(n)
    x, y = k[:, None], k[None, :]
    itinerant = x * (x - 1) * y * ((2 * x + 2 * y - 6) * tied + (n - x - 1) * missing)
    np.fill_diagonal(itinerant, 0)
    crossing = k * (k - 1) * (n - k)
    crossing_more = crossing * ((n - 3) * tied + (k - 2) * missing)
    liaisons, liaison_more = 0.0, 0.0
    for i, first in enumerate(k):
        for j, middle in enumerate(k):
            if i == j:
                continue
            last = np.delete(k, [i, j])
            triples = first * middle * last
            liaisons += float(triples.sum())
            gain = (4 * (n - middle) - 2 * (first + last + 1)) * tied
            loss = (4 * (n - last) - 2 * (first + middle + 1)) * mixed
            both = (n - (first + last + 1)) * missing
            liaison_more += float((triples * (gain - loss + both)).sum())
    pairs = np.array(
        [
            one_group.sum(),
            crossing.sum(),
            crossing.sum(),
            crossing.sum(),
            liaisons,
            anyone,
        ]
    )
    more = np.array(
        [
            one_group_more.sum(),
            itinerant.sum(),
            crossing_more.sum(),
            crossing_more.sum(),
            liaison_more,
            anyone_more,
        ]
    )
    return chance * pairs, chance * pairs * (1 - chance) + more


def _standardised(values: Numbers, means: Numbers, variances: Numbers) -> Numbers:
    """Give (value − mean) / √variance, NaN where the variance is 0."""
    import numpy as np  # noqa: PLC0415

    result: Numbers = np.full(len(values), np.nan)
    # The formulas leave a rounding error where the variance is 0.
    spread = np.where(variances > 1e-12, variances, 0)  # noqa: PLR2004
    np.divide(values - means, np.sqrt(spread), out=result, where=spread > 0)
    return result


def two_mode_brokerage(view: View, by: str) -> pd.DataFrame:
    """Count the open pairs that each actor of a two-mode view joins, by role, and its own links.

    Indexed by id with ``label``, ``kind``, ``group``, ``pairs``, a column for each of
    `TWO_MODE_ROLES` (whose sum is ``pairs``; "gatekeeper_or_representative" since a pair has no
    order) and ``only_link``, as `TWO_MODE_DEFINITION` says. Roles are by the groups of three
    actors of one mode; actors without a value are left out of the roles' counts with the pairs
    that they make, not of ``only_link``. Raises ViewError for a view of one mode, or where more than 20 million
    ordered pairs may share a partner.
    After the idea of Jasny and Lubell 2015, whose chains of five actors are not counted here: a pair
    may be joined by several chains, and theirs may be closed by a partner outside the chain.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    from ..measures.triads import product_at  # noqa: PLC0415

    if view.modes is None:
        raise ViewError(Phrase(ONLY_TWO_MODE))
    groups = grouped(view, by)
    known = groups.known
    ties = view.undirected
    sharing_fits(row_sums(ties))
    # Members of one mode lie two steps apart, so the square ties each mode's own actors.
    shared = csr_array(ties @ ties)
    shared.setdiag(0)
    shared.eliminate_zeros()
    near = shared.copy()
    near.data = np.ones_like(near.data)
    smaller, kept = without_unknown(_as_one_mode(view, near), groups)
    roles = np.full((len(view), 6), np.nan)
    roles[known] = _roles(smaller.adjacency, kept) / 2
    single = shared.copy()
    single.data = (single.data == 1).astype(np.float64)
    single.eliminate_zeros()
    # Ties (b, a) weighted by how many other partners a of b are joined to a through b alone.
    only = row_sums(product_at(ties, single, ties)) / 2
    values = {
        "pairs": roles[:, 5],
        "coordinator": roles[:, 0],
        "itinerant": roles[:, 1],
        "gatekeeper_or_representative": roles[:, 2] + roles[:, 3],
        "liaison": roles[:, 4],
        "only_link": only,
    }
    names = [groups.names[code] if code >= 0 else "" for code in groups.codes]
    return pd.DataFrame(
        {
            "label": pd.Series(view.labels, dtype="str").to_numpy(),
            "kind": list(view.kinds),
            "group": names,
            **{
                name: pd.array(column, dtype="Float64").astype("Int64")
                for name, column in values.items()
            },
        },
        index=pd.Index(view.ids, name="id", dtype="str"),
    )


def _as_one_mode(view: View, matrix: Any) -> View:
    from dataclasses import replace  # noqa: PLC0415

    return replace(view, matrix=matrix, modes=None, mode_names=None, directed=False, weighted=False)
