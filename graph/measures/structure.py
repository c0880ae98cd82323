"""How a network is built: a core and its periphery, layers of cores, closed circles of two modes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..phrases import mark as _
from .arrays import divide, row_sums
from .centrality import degree
from .cohesion import NO_ACTORS
from .memo import once
from .neighbourhood import core_number
from .registry import FigureValue, figure

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..view import View
    from .registry import Values

# Pairs that share a partner: above this the count of four-paths is not tried.
MOST_PAIRS = 20_000_000
# Actors up to whose number the search for a core also tries every exchange of two.
EXCHANGES = 1000
# Actors up to whose number it begins with every size of the core, not with the best alone.
EVERY_START = 150
CLOSE = 1e-12
BURN_IN, SWEEPS = 30, 5
NO_GAIN = (0.0, 0, 0)
NO_CORE = _(
    "Fewer than three actors, no ties or all possible ties, or a two-mode view: nothing to part."
)


class Core(NamedTuple):
    """The actors of the core, in the order of ids, and the correlation with the ideal."""

    ids: tuple[str, ...]
    fit: float


@figure(
    _("Largest core number"),
    _(
        "Largest k for which some actors each have at least k partners among themselves; direction"
        " and weights are ignored."
    ),
    range=_("0 to n − 1"),
    blank=NO_ACTORS,
    reference="Seidman 1983",
    formula="max_i core(i)",
)
def degeneracy(view: View) -> FigureValue:
    """Give the largest core number; None without actors."""
    return int(core_number(view).max()) if len(view) else None


@figure(
    _("Core–periphery fit"),
    _(
        "Correlation of the ties with an ideal in which every pair with an actor of the core is tied"
        " and no other (Borgatti and Everett's discrete model); the core is the best that a search"
        " finds, which begins with the actors of highest degree and moves and exchanges single"
        " actors while that helps; direction and weights are ignored."
    ),
    range=_("−1 to 1"),
    blank=NO_CORE,
    reference="Borgatti and Everett 1999",
    default=False,
    formula="cor(a_ij, [i or j in the core]), i < j",
)
def core_periphery_fit(view: View) -> FigureValue:
    """Give the correlation with the ideal of `core_periphery`, or None."""
    found = core_periphery(view)
    return found.fit if found else None


@figure(
    _("Core size"),
    _("Number of actors in the core of the core–periphery fit."),
    range=_("1 to n − 2"),
    blank=NO_CORE,
    reference="Borgatti and Everett 1999",
    default=False,
    formula="|core|",
)
def core_size(view: View) -> FigureValue:
    """Count the actors of the core of `core_periphery`, or None."""
    found = core_periphery(view)
    return len(found.ids) if found else None


@figure(
    _("Two-mode clustering"),
    _(
        "Share of the paths of three ties that are closed to a circle of four, 4 × circles / paths:"
        " how often two actors who share one partner share another."
    ),
    range=_("0 to 1"),
    blank=_("No path of three ties."),
    reference="Robins and Alexander 2004",
    mode="two-mode",
    formula="4 × four-cycles / three-paths",
)
def clustering_two_mode(view: View) -> FigureValue:
    """Divide four times the four-cycles by the three-paths; None without these."""
    import numpy as np  # noqa: PLC0415

    degrees, coo = degree(view), view.undirected.tocoo()
    paths = float(((degrees[coo.row] - 1) * (degrees[coo.col] - 1)).sum()) / 2
    if not paths or view.modes is None:
        return None
    squares = [float((degrees[view.modes == mode] ** 2).sum()) for mode in (0, 1)]
    # Either mode's pairs give the count; those that share through the smaller degrees are fewer.
    mine = view.modes == (0 if squares[1] < squares[0] else 1)
    table = view.undirected[mine][:, ~mine]
    shared = (table @ table.T).tocoo().data
    # Every pair stands in it twice, each actor with itself once.
    own = np.diff(table.tocsr().indptr)
    pairs = float((shared * (shared - 1)).sum() - (own * (own - 1.0)).sum()) / 4
    return 4 * pairs / paths


@figure(
    _("Two-mode closure"),
    _(
        "Share of the paths of four ties between two actors of a mode that are closed by a partner"
        " of both that is not on the path; by mode."
    ),
    range=_("0 to 1"),
    blank=_(
        "No path of four ties, or more than 20 million ordered pairs of a mode share a partner, too"
        " many to count."
    ),
    reference="Opsahl 2013",
    mode="two-mode",
    formula="closed four-paths / four-paths",
)
def closure_two_mode(view: View) -> FigureValue:
    """Divide the closed four-paths by all of them, by mode. Opsahl 2013, global coefficient."""
    if view.modes is None or view.mode_names is None:
        return None
    return {name: _closure(view, view.modes == mode) for mode, name in enumerate(view.mode_names)}


def _closure(view: View, mine: NDArray[np.bool_]) -> float | None:
    """Count four-paths i–p–j–q–k between actors of one mode, all five different.

    One is open if i and k share nobody but p or q, that is: nobody at all, or one, which is p or
    q, or two, which are both.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    from .triads import product_at  # noqa: PLC0415

    table = csr_array(view.undirected[mine][:, ~mine])
    sizes = np.asarray(table.sum(axis=0)).ravel()
    if not table.nnz or float((sizes**2).sum()) > MOST_PAIRS:
        return None
    shared = csr_array(table @ table.T)
    shared.setdiag(0)
    shared.eliminate_zeros()
    shared.sort_indices()
    others = sizes - 1
    ends = table @ others
    total = float((ends**2).sum() - (table @ others**2).sum())
    total -= float((shared.data * (shared.data - 1)).sum())
    if not total:
        return None
    near = shared.copy()
    near.data = np.ones_like(near.data)
    strength = row_sums(shared)
    open_paths = float((strength**2).sum() - (shared.data**2).sum())
    open_paths -= float(product_at(shared, shared, near).sum())
    for column in csr_array(table.T):
        # Within one affiliation: i and k share only it, and j shares more with k.
        members = column.nonzero()[-1]
        block = shared[members][:, members].toarray()
        more = np.maximum(block - 1, 0).sum(axis=1)
        open_paths += 2 * float((more * (block == 1).sum(axis=1)).sum())
    coo = shared.tocoo()
    double = coo.data == 2  # noqa: PLR2004
    if double.any():
        both = csr_array(table[coo.row[double]].multiply(table[coo.col[double]]))
        both.sort_indices()
        one, other = both.indices.reshape(-1, 2).T
        common = csr_array(table.T @ table)
        open_paths += 2 * float((np.asarray(common[one, other]).ravel() - 2).sum())
    return 1 - open_paths / total


@once
def core_periphery(view: View) -> Core | None:
    """Part the actors into core and periphery, or None where nothing can be parted.

    Maximises the correlation of the undirected simple graph with the ideal in which exactly
    the pairs with an actor of the core are tied. A search, deterministic but not exhaustive.
    Borgatti and Everett 1999, equations 1 and 2.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> core_periphery(Dataset.from_networkx(nx.star_graph(4)).view())
    Core(ids=('0',), fit=1.0)
    """
    import numpy as np  # noqa: PLC0415

    ties, n = view.undirected, len(view)
    m, pairs = ties.nnz // 2, n * (n - 1) // 2
    if view.modes is not None or n < 3 or m in {0, pairs}:  # noqa: PLR2004
        return None
    degrees = degree(view)

    def fit(size: Values, outside: Values) -> Values:
        """Correlate, for cores of `size` that leave `outside` ties within the periphery."""
        ideal = pairs - (n - size) * (n - size - 1) / 2
        possible = (size > 0) & (size < n - 1)
        spread = np.sqrt(m * (pairs - m) * ideal * (pairs - ideal), where=possible, out=ideal * 0)
        return np.divide(
            pairs * (m - outside) - m * ideal, spread, out=ideal * 0 - np.inf, where=possible
        )

    order = np.argsort(-degrees, kind="stable")
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    coo = ties.tocoo()
    first = np.minimum(place[coo.row], place[coo.col])
    # A tie lies within the periphery as long as neither end is in the core.
    left = m - np.cumsum(np.bincount(first, minlength=n)) / 2
    values = fit(np.arange(1, n + 1, dtype=np.float64), left)
    starts = range(1, n - 1) if n <= EVERY_START else [int(np.argmax(values)) + 1]
    best, found = -np.inf, place < 0
    table = ties.toarray() if n <= EXCHANGES else ties
    for size in starts:
        value, core = _climbed(table, fit, place < size, float(values[size - 1]))
        if value > best + CLOSE:
            best, found = value, core
    ids = tuple(actor for actor, inner in zip(view.ids, found, strict=True) if inner)
    return Core(ids, min(best, 1.0))


def _climbed(
    ties: Any, fit: Callable[[Values, Values], Values], core: NDArray[np.bool_], best: float
) -> tuple[float, NDArray[np.bool_]]:
    """Move or exchange single actors while that raises the fit of a core."""
    import numpy as np  # noqa: PLC0415

    while True:
        inside = float(core.sum())
        outer = ties @ (~core).astype(np.float64)
        outside = float(outer[~core].sum()) / 2
        moved = fit(
            np.where(core, inside - 1, inside + 1), np.where(core, outside + outer, outside - outer)
        )
        actor = int(np.argmax(moved))
        if moved[actor] > best + CLOSE:
            best, core[actor] = float(moved[actor]), not core[actor]
            continue
        gain, leaves, comes = _exchange(ties, core, outer) if len(core) <= EXCHANGES else NO_GAIN
        if gain <= 0:
            return best, core
        core[leaves], core[comes] = False, True
        best = float(fit(np.array([inside]), np.array([outside - gain]))[0])


def _exchange(ties: Any, core: NDArray[np.bool_], outer: Values) -> tuple[float, int, int]:
    """Give the exchange of a core and another actor that takes most ties out of the periphery."""
    import numpy as np  # noqa: PLC0415

    inner, others = np.flatnonzero(core), np.flatnonzero(~core)
    # The tie between the two, if there is one, is not within the periphery before or after.
    gains = outer[others][None, :] - outer[inner][:, None] + ties[np.ix_(inner, others)]
    place = int(np.argmax(gains))
    row, column = divmod(place, len(others))
    return float(gains[row, column]), int(inner[row]), int(others[column])


def degree_distribution(view: View) -> pd.DataFrame:
    """Count the actors of each degree: columns ``degree``, ``actors``, ``share``, ``at_least``.

    In a two-mode view a row for each mode and degree, with ``mode`` before. ``at_least`` is the
    share of the actors with that degree or more.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    degrees = degree(view)
    modes = {"": np.ones(len(view), dtype=bool)}
    if view.modes is not None and view.mode_names is not None:
        modes = {name: view.modes == mode for mode, name in enumerate(view.mode_names)}
    tables = []
    for name, mine in modes.items():
        values, counts = np.unique(degrees[mine].astype(np.int64), return_counts=True)
        table = pd.DataFrame({"degree": values, "actors": counts})
        if view.modes is not None:
            table.insert(0, "mode", pd.Series([name] * len(values), dtype="str"))
        table["share"] = counts / max(int(mine.sum()), 1)
        table["at_least"] = np.cumsum(counts[::-1])[::-1] / max(int(mine.sum()), 1)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def rich_club(view: View, *, draws: int = 0, seed: int = 1) -> pd.DataFrame:
    """Give, for each degree k, how densely the actors with more than k partners are tied.

    Columns ``degree``, ``actors`` (with more than k partners), ``ties`` (among them) and
    ``rich_club`` = 2 ties/(actors (actors − 1)), from 0 to 1; up to the last k that leaves two
    actors. With `draws`, also ``expected``, its mean over so many random graphs with the same
    degrees (ties switched, a chain begun at the view), and ``ratio`` = rich_club/expected, NaN
    where none is expected: above 1 is a club. On the undirected simple graph. Zhou and
    Mondragón 2004; Colizza et al. 2006.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from ..chance.rewiring import switched, ties_of  # noqa: PLC0415

    degrees = degree(view).astype(np.int64)
    levels = np.array([0, *np.unique(degrees[degrees > 0]).tolist()])
    actors = np.array([int((degrees > k).sum()) for k in levels.tolist()])
    levels, actors = levels[actors > 1], actors[actors > 1]
    possible = actors * (actors - 1) / 2

    def within(tails: Any, heads: Any) -> Any:
        """Count the ties among the actors above each level."""
        lower = np.sort(np.minimum(degrees[tails], degrees[heads]))
        return len(lower) - np.searchsorted(lower, levels, side="right")

    ties = ties_of(view.undirected, directed=False)
    found = within(*ties)
    table = pd.DataFrame(
        {"degree": levels, "actors": actors, "ties": found, "rich_club": found / possible}
    )
    if draws:
        generator, total = np.random.default_rng(seed), np.zeros(len(levels))
        for draw in range(draws):
            sweeps = BURN_IN if not draw else SWEEPS
            ties = switched(*ties, len(view), generator, sweeps=sweeps, directed=False)
            total += within(*ties)
        table["expected"] = total / draws / possible
        table["ratio"] = divide(table["rich_club"].to_numpy(), total / draws / possible, np.nan)
    return table
