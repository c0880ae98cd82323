"""Burt's structural holes: who can broker, and who is held by partners that know each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from .arrays import divide, like, row_largest, row_sums
from .centrality import degree
from .memo import once
from .registry import measure

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from ..view import View
    from .registry import Values

NOTHING = 1e-20
ISOLATE = _("The actor has no partner.")


@measure(
    _("Constraint"),
    _(
        "Sum over partners j of (p_ij + Σ_q p_iq p_qj)², where p_ij is the share of the actor's"
        " ties, both directions together, that goes to j, taken over the whole network; computed on"
        " the merged simple graph, on weights in a weighted view; high means few structural holes."
    ),
    range=_("above 0, to 1.125 without direction and weights"),
    blank=ISOLATE,
    reference="Burt 1992, chapter 2",
    lowest_first=True,
    formula="Σ_j (p_ij + Σ_{q ≠ i, j} p_iq p_qj)², p_ij = (w_ij + w_ji) / Σ_q (w_iq + w_qi)",
)
def constraint(view: View) -> Values:
    """Give Burt's constraint on the merged simple graph (the whole-network variant).

    Above 0, 1 for an actor with a single partner; undefined for isolates. Rank 1 is the lowest.
    Burt 1992, chapter 2.
    """
    return _tied_only(view, row_sums(_dyadic(view)))


@measure(
    _("Effective size"),
    _(
        "Number of partners minus their redundancy: Σ_j (1 − Σ_q p_iq m_jq) over partners j, where"
        " p_iq is the share of the actor's ties that goes to q and m_jq the tie of j with q divided"
        " by j's strongest tie, both directions together; on weights in a weighted view; without"
        " weights or direction it is the number of partners minus the mean number of ties that a"
        " partner has to the others."
    ),
    range=_("1 to n − 1"),
    blank=ISOLATE,
    reference="Burt 1992, chapter 2; Borgatti 1997",
    formula="Σ_j (1 − Σ_{q ≠ i, j} p_iq m_jq), m_jq = (w_jq + w_qj) / max_r (w_jr + w_rj)",
)
def effective_size(view: View) -> Values:
    """Give Burt's effective size on the merged simple graph.

    From 1 to the number of partners; undefined for isolates.
    Burt 1992, chapter 2; Borgatti 1997.
    """
    redundant = _closures(view)[1]
    return _tied_only(view, degree(view) - row_sums(redundant))


@measure(
    _("Efficiency"),
    _("Effective size divided by the number of partners."),
    range=_("above 0, to 1"),
    blank=ISOLATE,
    reference="Burt 1992, chapter 2",
    formula="effective size / k(i)",
)
def efficiency(view: View) -> Values:
    """Divide the effective size by the number of partners.

    1 where no partner is redundant; undefined for isolates. Burt 1992, chapter 2.
    """
    import numpy as np  # noqa: PLC0415

    return divide(effective_size(view), degree(view), np.nan)


@measure(
    _("Hierarchy"),
    _(
        "Coleman–Theil inequality of the actor's constraint over its N partners:"
        " Σ_j r_j ln r_j / (N ln N), where r_j is the constraint from partner j divided by the mean"
        " over partners; 0 where all constrain alike, towards 1 where one partner does it all."
    ),
    range=_("0 to 1"),
    blank=_("The actor has fewer than two partners, between whom constraint could be unequal."),
    reference="Burt 1992, chapter 2",
    lowest_first=True,
    formula="Σ_j r_j ln r_j / (N ln N), r_j = c_ij / (Σ_j c_ij / N), c_ij the terms of constraint, N = k(i)",
)
def hierarchy(view: View) -> Values:
    """Give the concentration of constraint in single partners.

    From 0 to 1; undefined (0/0) for actors with fewer than two partners. Burt 1992, chapter 2.
    """
    import numpy as np  # noqa: PLC0415

    partners, parts = degree(view), _dyadic(view)
    parts = _scaled(parts, divide(row_sums(parts), partners, 1))
    # The r_j − 1 sum to 0; taken off, they leave no large terms to cancel.
    above = parts.data - 1
    parts.data = (1 + above) * np.log1p(above) - above
    result = divide(row_sums(parts), partners * np.log(np.maximum(partners, 1)), np.nan)
    # What even constraint leaves here is the square of a rounding error.
    return np.where(np.abs(result) < NOTHING, 0, result)


@once
def _both(view: View) -> csr_array:
    """Give a_ij + a_ji, or in an undirected view half of it, which gives the same shares.

    Weights in a weighted view, else 0, 1 or, both ways, 2.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415

    matrix = view.matrix if view.weighted else view.adjacency
    both = csr_array(matrix + matrix.T) if view.directed else matrix
    both.sort_indices()
    return both


@once
def _shares(view: View) -> csr_array:
    """Give p_ij: the share of the ties of i that goes to j."""
    both = _both(view)
    return _scaled(both, row_sums(both))


@once
def _closures(view: View) -> list[csr_array]:
    """Give Σ_q p_iq p_qj and Σ_q p_iq m_jq for every tied pair, which go through the same triangles."""
    from .triads import products_at  # noqa: PLC0415

    shares = _shares(view)
    # m_jq stands in row q: what both have is symmetric.
    marginal = both = _both(view)
    if view.weighted or view.directed:
        marginal = like(both, both.data / row_largest(both)[both.indices])
    return products_at(shares, (shares, marginal), view.undirected)


@once
def _dyadic(view: View) -> csr_array:
    """Give c_ij, the constraint on i from each partner j."""
    from scipy.sparse import csr_array  # noqa: PLC0415

    shares, result = _shares(view), _closures(view)[0]
    if result.nnz == shares.nnz:
        return like(shares, (result.data + shares.data) ** 2)
    result = csr_array(shares + result)
    result.data = result.data**2
    return result


def _scaled(matrix: csr_array, divisors: Values) -> csr_array:
    """Divide each row by its divisor; rows without entries need none."""
    import numpy as np  # noqa: PLC0415

    return like(matrix, matrix.data / np.repeat(divisors, np.diff(matrix.indptr)))


def _tied_only(view: View, values: Values) -> Values:
    import numpy as np  # noqa: PLC0415

    return np.where(degree(view) > 0, values, np.nan)
