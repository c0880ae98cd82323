"""Who is central: partners, shortest paths, and being tied to those who are tied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from .arrays import divide, row_counts, row_sums
from .registry import measure

if TYPE_CHECKING:
    from ..view import View
    from .paths import Distances
    from .registry import Values

DAMPING = 0.85
ALONE = _("There is no other actor in the view.")


@measure(
    _("Degree"),
    _(
        "Number of partners: distinct actors tied to the actor, in either direction in a directed"
        " view; weights and parallel ties are ignored."
    ),
    range=_("0 to n − 1"),
    reference="Freeman 1978",
    formula="k(i) = Σ_j [a_ij or a_ji]",
)
def degree(view: View) -> Values:
    """Count the partners of each actor.

    Whole numbers from 0 to n − 1, never undefined. In a directed view a partner tied in both
    directions counts once (networkx's degree counts it twice). Freeman 1978.
    """
    return row_counts(view.undirected)


@measure(
    _("Degree centrality"),
    _(
        "Number of partners, as in degree, divided by n − 1, the number of other actors of either"
        " mode or kind in the view."
    ),
    range=_("0 to 1"),
    blank=ALONE,
    reference="Freeman 1978",
    formula="k(i) / (n − 1)",
)
def degree_centrality(view: View) -> Values:
    """Divide the partners of each actor by the number of other actors.

    From 0 to 1; undefined for a single actor. Freeman 1978.
    """
    return _by_others(degree(view))


@measure(
    _("In-degree"),
    _("Number of distinct actors with a tie to the actor; weights are ignored."),
    range=_("0 to n − 1"),
    reference="Wasserman and Faust 1994",
    formula="Σ_j a_ji",
    mode="directed",
)
def in_degree(view: View) -> Values:
    """Count the actors with a tie to each actor; from 0 to n − 1. Wasserman and Faust 1994."""
    import numpy as np  # noqa: PLC0415

    counts = np.bincount(view.adjacency.indices, minlength=len(view))
    return counts.astype(np.float64)


@measure(
    _("Out-degree"),
    _("Number of distinct actors to which the actor has a tie; weights are ignored."),
    range=_("0 to n − 1"),
    reference="Wasserman and Faust 1994",
    formula="Σ_j a_ij",
    mode="directed",
)
def out_degree(view: View) -> Values:
    """Count the actors to which each actor has a tie; from 0 to n − 1. Wasserman and Faust 1994."""
    return row_counts(view.adjacency)


@measure(
    _("Total degree"),
    _(
        "In-degree plus out-degree: a partner tied in both directions counts twice; weights are"
        " ignored."
    ),
    range=_("0 to 2(n − 1)"),
    reference="Freeman 1978; Wasserman and Faust 1994",
    formula="Σ_j (a_ij + a_ji)",
    mode="directed",
)
def total_degree(view: View) -> Values:
    """Add in-degree and out-degree; from 0 to 2(n − 1). Wasserman and Faust 1994."""
    return in_degree(view) + out_degree(view)


@measure(
    _("Strength"),
    _(
        "Sum of the weights of the actor's ties as the view merged them (the number of parallel"
        " ties unless another weighting was asked for); in a directed view the ties to it and the"
        " ties from it are both summed."
    ),
    range=_("0 and more"),
    reference="Barrat et al. 2004",
    formula="Σ_j w_ij, directed: Σ_j (w_ij + w_ji)",
)
def strength(view: View) -> Values:
    """Sum the weights of the ties of each actor, in both directions of a directed view.

    0 and more, never undefined; uses weights in every view. Barrat et al. 2004.
    """
    both = row_sums(view.matrix)
    return both + row_sums(view.matrix.T) if view.directed else both


@measure(
    _("In-strength"),
    _("Sum of the weights of the ties to the actor, as the view merged them."),
    range=_("0 and more"),
    reference="Barrat et al. 2004",
    formula="Σ_j w_ji",
    mode="directed",
)
def in_strength(view: View) -> Values:
    """Sum the weights of the ties to each actor; 0 and more. Barrat et al. 2004."""
    return row_sums(view.matrix.T)


@measure(
    _("Out-strength"),
    _("Sum of the weights of the ties from the actor, as the view merged them."),
    range=_("0 and more"),
    reference="Barrat et al. 2004",
    formula="Σ_j w_ij",
    mode="directed",
)
def out_strength(view: View) -> Values:
    """Sum the weights of the ties from each actor; 0 and more. Barrat et al. 2004."""
    return row_sums(view.matrix)


@measure(
    _("Betweenness"),
    _(
        "Sum over pairs of other actors of the share of their shortest paths that pass through the"
        " actor, divided by (n − 1)(n − 2)/2 pairs, or by (n − 1)(n − 2) ordered pairs in a directed"
        " view; pairs without a path add 0; exact; in a weighted view a tie is 1/weight long"
        " (Newman 2001)."
    ),
    range=_("0 to 1"),
    blank=_("Fewer than three actors: nobody can lie between two others."),
    reference="Freeman 1977; Brandes 2001",
    formula="Σ_{s<t} σ_st(i)/σ_st · 2/((n − 1)(n − 2))",
)
def betweenness(view: View) -> Values:
    """Give Freeman's betweenness divided by the number of pairs of other actors.

    From 0 to 1; undefined with fewer than three actors. Freeman 1977; Brandes 2001.
    """
    import numpy as np  # noqa: PLC0415

    n = len(view)
    pairs = (n - 1) * (n - 2) / (1 if view.directed else 2)
    return betweenness_raw(view) / pairs if n > 2 else np.full(n, np.nan)  # noqa: PLR2004


@measure(
    _("Betweenness (raw)"),
    _(
        "Sum over unordered pairs of other actors, ordered pairs in a directed view, of the share"
        " of their shortest paths that pass through the actor; pairs without a path add 0; exact,"
        " not normalised; in a weighted view a tie is 1/weight long (Newman 2001)."
    ),
    range=_("0 to (n − 1)(n − 2)/2, or to (n − 1)(n − 2) in a directed view"),
    reference="Freeman 1977; Brandes 2001",
    formula="Σ_{s<t} σ_st(i)/σ_st",
)
def betweenness_raw(view: View) -> Values:
    """Sum the shares of shortest paths between pairs of others that pass through each actor.

    From 0 to the number of pairs, never undefined. Freeman 1977; Brandes 2001.
    """
    from .paths import between  # noqa: PLC0415

    return between(view).copy()


@measure(
    _("Closeness"),
    _(
        "Wasserman–Faust improved closeness: with r the number of actors from which a path leads to"
        " the actor, itself included, and Σd the sum of their distances, ((r − 1)/(n − 1)) ·"
        " ((r − 1)/Σd), so distances run towards the actor in a directed view and actors of small"
        " components score low; in a weighted view a tie is 1/weight long (Newman 2001)."
    ),
    range=_("0 to 1 (0 and more in a weighted view)"),
    blank=ALONE,
    zero=_("No path leads to the actor from any other, so the formula gives 0."),
    reference="Wasserman and Faust 1994, p. 201",
    formula="(r − 1)/(n − 1) · (r − 1)/Σ_j d(j, i)",
)
def closeness(view: View) -> Values:
    """Give closeness as Wasserman and Faust improved it for networks of several components.

    From 0 to 1 unless weighted; 0 for isolates by the formula; undefined for a single actor.
    Incoming in directed views. Wasserman and Faust 1994, p. 201.
    """
    found = _distances(view)
    return _by_others(found.reached * divide(found.reached, found.total, 0))


@measure(
    _("Harmonic closeness"),
    _(
        "Sum over the other actors of 1/distance, 0 where there is no path, divided by n − 1;"
        " distances run towards the actor in a directed view; in a weighted view a tie is 1/weight"
        " long (Newman 2001)."
    ),
    range=_("0 to 1 (0 and more in a weighted view)"),
    blank=ALONE,
    reference="Marchiori and Latora 2000; Rochat 2009",
    formula="Σ_j 1/d(j, i) / (n − 1)",
)
def harmonic(view: View) -> Values:
    """Average the inverse of the distances from all the others to each actor.

    From 0 to 1 unless weighted; undefined for a single actor. Incoming in directed views.
    Marchiori and Latora 2000; Rochat 2009.
    """
    return _by_others(_distances(view).inverse)


@measure(
    _("Eccentricity"),
    _(
        "Distance, counted in ties, to the furthest actor that the actor can reach (along the"
        " direction of ties in a directed view), so it is taken within the actor's own component;"
        " weights are ignored."
    ),
    range=_("1 to n − 1"),
    blank=_("The actor can reach no other."),
    reference="Hage and Harary 1995",
    formula="max_j d(i, j)",
    lowest_first=True,
)
def eccentricity(view: View) -> Values:
    """Give the number of ties to the furthest actor that each actor can reach.

    Whole numbers from 1 to n − 1; undefined for an actor that reaches nobody. Outgoing in
    directed views. Hage and Harary 1995.
    """
    import numpy as np  # noqa: PLC0415

    from .paths import steps_from  # noqa: PLC0415

    found = steps_from(view)
    return np.where(found.reached > 0, found.furthest, np.nan)


@measure(
    _("Eigenvector"),
    _(
        "Entry of the principal eigenvector of the whole adjacency matrix, non-negative and scaled"
        " to length 1 (the squares of all values sum to 1); values outside the component with the"
        " largest eigenvalue are 0 by definition; in a directed view an actor draws on those with a"
        " tie to it; in a weighted view the matrix holds the weights."
    ),
    range=_("0 to 1"),
    blank=_(
        "The principal eigenvector is not unique: there are no ties that lead back to where they"
        " start, or several parts of the network share the largest eigenvalue."
    ),
    zero=_("The actor lies outside what the component with the largest eigenvalue reaches."),
    reference="Bonacich 1972",
    formula="x = Aᵀx/λ₁, Σ x² = 1",
)
def eigenvector(view: View) -> Values:
    """Give the principal eigenvector of the adjacency matrix (the left one if directed).

    From 0 to 1, squares summing to 1. Exactly 0 outside the leading component; undefined for
    actors of components that tie for the largest eigenvalue (to a relative 1e-9), and for all
    if no eigenvalue is above 0, as in a directed view without cycles. Bonacich 1972.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415

    from .spectra import principal  # noqa: PLC0415

    matrix = view.matrix if view.weighted else view.adjacency
    inward = csr_array(matrix.T) if view.directed else matrix
    return principal(inward, symmetric=not view.directed)


@measure(
    _("PageRank"),
    _(
        "Share of time that a random surfer spends at the actor, following with probability 0.85 a"
        " tie (in its direction in a directed view, in proportion to weights in a weighted one) and"
        " else going to any actor, each as likely; from an actor without ties to follow the surfer"
        " always goes to any actor; the values of all actors sum to 1."
    ),
    range=_("0 to 1"),
    reference="Brin and Page 1998",
    formula="p(i) = 0.15/n + 0.85 · (Σ_j p(j) w_ji/w_j + Σ_{j dangling} p(j)/n)",
)
def pagerank(view: View) -> Values:
    """Give PageRank with damping 0.85 and the mass of dangling actors spread evenly.

    Between 0 and 1, summing to 1, never undefined. Brin and Page 1998.
    """
    from .spectra import surfer  # noqa: PLC0415

    return surfer(view.matrix if view.weighted else view.adjacency, DAMPING)


def _distances(view: View) -> Distances:
    from .paths import lengths_to  # noqa: PLC0415

    return lengths_to(view)


def _by_others(values: Values) -> Values:
    """Divide by n − 1; undefined for a single actor."""
    import numpy as np  # noqa: PLC0415

    n = len(values)
    return values / (n - 1) if n > 1 else np.full(n, np.nan)
