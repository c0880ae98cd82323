"""Figures of a whole network: its size, how it holds together, how its degrees are spread."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..cost import CostlyError
from ..matrices import component_labels
from ..notices import tell
from ..phrases import mark as _
from ..phrases import phrase
from .centrality import degree
from .memo import once
from .registry import FIGURES, FigureValue, chosen_figures, figure, unasked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ..view import View
    from .registry import Values

NO_ACTORS = _("The view has no actors.")
NO_TIES = _("The view has no ties.")


@figure(
    _("Actors"),
    _("Number of actors in the view; by mode in a two-mode view."),
    range=_("0 and more"),
    formula="n, two-mode n₁ and n₂",
)
def actors(view: View) -> FigureValue:
    """Count the actors, by mode in a two-mode view."""
    import numpy as np  # noqa: PLC0415

    if not len(view):
        return 0
    return _by_mode(view, np.ones(len(view)), len)


@figure(
    _("Actors by kind"),
    _("Number of actors of each kind in the view."),
    range=_("0 and more"),
    formula="|{i : kind of i}|",
)
def actors_by_kind(view: View) -> FigureValue:
    """Count the actors of each kind, the most frequent first."""
    return _counts(list(view.kinds))


@figure(
    _("Ties"),
    _(
        "Number of ties that the view counts, before parallel ties are merged; in a projection, the"
        " ties from which it was made."
    ),
    range=_("0 and more"),
    formula="|ties|",
)
def ties(view: View) -> FigureValue:
    """Count the ties before they are merged."""
    return view.ties


@figure(
    _("Ties by kind"),
    _("Number of ties of each kind that the view counts, before parallel ties are merged."),
    range=_("0 and more"),
    formula="|{ties : kind}|",
)
def ties_by_kind(view: View) -> FigureValue:
    """Count the ties of each kind, the most frequent first."""
    table = view.dataset.ties
    kinds = dict(zip(table["id"], table["kind"], strict=True))
    return _counts([kinds[tie] for tie in view.tie_ids])


@figure(
    _("Tied pairs"),
    _(
        "Number of pairs of actors with at least one tie, from one actor to another in a directed"
        " view; every figure below is computed on these."
    ),
    range=_("0 and more"),
    formula="m = Σ_{i<j} [a_ij or a_ji], directed Σ_{i≠j} a_ij",
)
def tied_pairs(view: View) -> FigureValue:
    """Count the tied pairs: unordered, or ordered in a directed view."""
    return view.pairs


@figure(
    _("Density"),
    _(
        "Tied pairs divided by possible pairs: n(n − 1)/2, n(n − 1) in a directed view, the product"
        " of the sizes of the two modes in a two-mode view; weights are ignored."
    ),
    range=_("0 to 1"),
    blank=_("No pair of actors is possible."),
    reference="Wasserman and Faust 1994; Borgatti and Everett 1997",
    formula="m / (n(n − 1)/2), directed m / (n(n − 1)), two-mode m / (n₁n₂)",
)
def density(view: View) -> FigureValue:
    """Divide the tied pairs by the possible ones; None where no pair is possible."""
    n = len(view)
    possible = n * (n - 1) / (1 if view.directed else 2)
    if view.modes is not None:
        second = int(view.modes.sum())
        possible = (n - second) * second
    return view.pairs / possible if possible else None


@figure(
    _("Components"),
    _(
        "Number of sets of actors that are connected by ties in any direction; an isolate is a"
        " component of its own."
    ),
    range=_("0 to n"),
    reference="Wasserman and Faust 1994",
    formula="|{C : C a weak component}|",
)
def components(view: View) -> FigureValue:
    """Count the (weakly) connected components, isolates included."""
    return len(set(_parts(view).tolist()))


@figure(
    _("Isolates"),
    _("Number of actors without a partner in the view."),
    range=_("0 to n"),
    formula="|{i : k(i) = 0}|",
)
def isolates(view: View) -> FigureValue:
    """Count the actors without a partner."""
    return int((degree(view) == 0).sum())


@figure(
    _("Largest component"),
    _("Number of actors in the largest component; direction is ignored."),
    range=_("0 to n"),
    formula="max |C|",
)
def largest_component(view: View) -> FigureValue:
    """Count the actors of the largest component."""
    import numpy as np  # noqa: PLC0415

    return int(np.bincount(_parts(view)).max(initial=0))


@figure(
    _("Diameter"),
    _(
        "Longest of the shortest paths between two actors of the largest component (of equally large"
        " ones, of the one with the first id), counted in ties, in their direction in a directed"
        " view, where pairs without a path are left out; weights are ignored."
    ),
    range=_("1 to n − 1"),
    blank=NO_TIES,
    reference="Wasserman and Faust 1994",
    formula="max d(i, j) in the largest component",
)
def diameter(view: View) -> FigureValue:
    """Give the largest eccentricity within the largest component; None without ties."""
    import numpy as np  # noqa: PLC0415

    from .paths import steps_from  # noqa: PLC0415

    if not view.matrix.nnz:
        return None
    parts = _parts(view)
    return int(steps_from(view).furthest[parts == np.bincount(parts).argmax()].max())


@figure(
    _("Average path length"),
    _(
        "Mean length of the shortest paths, counted in ties, over all ordered pairs of different"
        " actors of which the first can reach the second, in any component; weights are ignored."
    ),
    range=_("1 and more"),
    blank=NO_TIES,
    reference="Watts and Strogatz 1998",
    formula="mean of d(i, j) over reachable ordered pairs",
)
def average_path_length(view: View) -> FigureValue:
    """Average the distances over reachable ordered pairs; None without ties."""
    from .paths import steps_to  # noqa: PLC0415

    found = steps_to(view)
    pairs = int(found.reached.sum())
    return float(found.total.sum() / pairs) if pairs else None


@figure(
    _("Mean degree"),
    _(
        "Mean number of partners, tied in either direction, over the actors; by mode in a two-mode"
        " view."
    ),
    range=_("0 to n − 1"),
    formula="Σ k(i) / n",
    blank=NO_ACTORS,
)
def mean_degree(view: View) -> FigureValue:
    """Average the number of partners, by mode in a two-mode view; None without actors."""
    return _by_mode(view, degree(view), lambda values: float(values.mean()))


@figure(
    _("Median degree"),
    _(
        "Median number of partners, tied in either direction, over the actors; by mode in a two-mode"
        " view."
    ),
    range=_("0 to n − 1"),
    blank=NO_ACTORS,
    formula="median of k(i)",
)
def median_degree(view: View) -> FigureValue:
    """Give the median number of partners, by mode in a two-mode view; None without actors."""
    import numpy as np  # noqa: PLC0415

    return _by_mode(view, degree(view), lambda values: float(np.median(values)))


@figure(
    _("Largest degree"),
    _("Largest number of partners, tied in either direction, that one actor has."),
    range=_("0 to n − 1"),
    blank=NO_ACTORS,
    formula="max k(i)",
)
def max_degree(view: View) -> FigureValue:
    """Give the largest number of partners; None without actors."""
    return int(degree(view).max()) if len(view) else None


@figure(
    _("Transitivity"),
    _(
        "Share of the connected triples (two partners of one actor) that are closed to a triangle,"
        " 3 × triangles / triples; direction and weights are ignored; 0 in any two-mode view, where"
        " no triangle can be."
    ),
    range=_("0 to 1"),
    blank=_("No actor has two partners."),
    reference="Luce and Perry 1949; Newman 2003",
    formula="3 × triangles / triples",
)
def transitivity(view: View) -> FigureValue:
    """Divide closed triples by all of them; None where no actor has two partners."""
    from .triads import triangles  # noqa: PLC0415

    degrees = degree(view)
    triples = float((degrees * (degrees - 1) / 2).sum())
    return float(triangles(view).sum()) / triples if triples else None


@figure(
    _("Mean local clustering"),
    _(
        "Mean over all actors of local clustering, which is 0 for those with fewer than two"
        " partners; direction and weights are ignored; 0 in any two-mode view."
    ),
    range=_("0 to 1"),
    blank=NO_ACTORS,
    reference="Watts and Strogatz 1998",
    formula="Σ C(i) / n",
)
def mean_clustering(view: View) -> FigureValue:
    """Average local clustering over all actors; None without actors."""
    from .neighbourhood import clustering  # noqa: PLC0415

    return float(clustering(view).mean()) if len(view) else None


@figure(
    _("Degree assortativity"),
    _(
        "Pearson correlation, over tied pairs taken both ways, between the degrees of the two"
        " actors; direction and weights are ignored."
    ),
    range=_("−1 to 1"),
    blank=_("There are no ties, or all tied actors have the same degree."),
    reference="Newman 2002",
    formula="corr(k(i), k(j)) over ties both ways",
)
def degree_assortativity(view: View) -> FigureValue:
    """Correlate the degrees at the two ends of ties; None where they do not vary. Newman 2002."""
    import numpy as np  # noqa: PLC0415

    degrees, coo = degree(view), view.undirected.tocoo()
    ends, others = degrees[coo.row], degrees[coo.col]
    if not len(ends) or ends.min() == ends.max():
        return None
    apart = ends - ends.mean()
    return float((apart * (others - ends.mean())).sum() / np.square(apart).sum())


@figure(
    _("Reciprocity"),
    _(
        "Share of the tied ordered pairs whose tie is returned; a tie of a symmetric kind is always"
        " returned."
    ),
    range=_("0 to 1"),
    blank=NO_TIES,
    reference="Newman, Forrest and Balthrop 2002",
    formula="Σ a_ij a_ji / Σ a_ij",
    mode="directed",
)
def reciprocity(view: View) -> FigureValue:
    """Divide the returned ordered pairs by all tied ones; None without ties."""
    matrix = view.adjacency
    return float(matrix.multiply(matrix.T).sum() / matrix.nnz) if matrix.nnz else None


def summarise(view: View, names: Sequence[str] | None = None) -> dict[str, FigureValue]:
    """Give the figures of `names`, or every one that has a meaning for `view`, by name.

    Without `names` they stand in the order of `FIGURES`, those beyond the cost that
    `alianza.graph.cost` allows left out, with a notice. Raises UnknownNameError for a name that
    is not there, ViewError for a figure that has no meaning for the view.

    Whole numbers are int, the rest float; ``actors``, ``mean_degree`` and ``median_degree`` are
    objects by mode in a two-mode view. None is undefined, for the reason `FIGURES` states.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> summarise(Dataset.from_networkx(nx.star_graph(3)).view())["density"]
    0.5
    """
    if names is None:
        rows = [row for row in FIGURES.values() if unasked(row, view)]
    else:
        rows = chosen_figures(view, names)
    if names is not None:
        return {row.name: row.function(view) for row in rows}
    found: dict[str, FigureValue] = {}
    for row in rows:
        try:
            found[row.name] = row.function(view)
        except CostlyError as error:
            left = phrase(_("{name} is left out. {why}"), name=row.name, why=error.phrase)
            tell(left, detail=False)
    return found


@once
def _parts(view: View) -> NDArray[np.intp]:
    """Give the number of each actor's component, counted from the first id on."""
    return component_labels(view.matrix)


def _by_mode(
    view: View, values: Values, function: Callable[[Values], float]
) -> float | dict[str, float | None] | None:
    """Apply `function` to all values or, in a two-mode view, to each mode's; None to none."""
    if view.modes is None or view.mode_names is None:
        return function(values) if len(values) else None
    return {
        name: function(values[view.modes == mode]) if (view.modes == mode).any() else None
        for mode, name in enumerate(view.mode_names)
    }


def _counts(names: list[str]) -> dict[str, float | None]:
    """Count each name, the most frequent first, then by name."""
    counts = sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
    return dict(counts)
