"""Betweenness of what spreads along all ways at once, as a current does, not the shortest alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..faults import ViewError
from ..phrases import mark as _
from ..phrases import phrase
from .registry import measure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from ..view import View
    from .registry import Values

# Actors of a component up to which the potentials, n × n numbers, are held (800 MB).
LIMIT = 10_000
# Decimals that the solver's rounding leaves certain.
DECIMALS = 13
# Currents held at once: 64 MB.
CELLS = 8_000_000


@measure(
    _("Current-flow betweenness"),
    _(
        "Share of a unit current that passes through the actor when it enters at one other actor and"
        " leaves at another, each tie being a resistor of 1, averaged over all pairs of others;"
        " within the largest component (of equally large ones, the one with the first id), n being"
        " its size; direction is ignored; in a weighted view a tie conducts in proportion to its"
        " weight."
    ),
    range=_("0 to 1"),
    blank=_(
        "The actor lies outside the largest component, or this has fewer than three actors: no"
        " current can pass."
    ),
    reference="Newman 2005; Brandes and Fleischer 2005",
    default=False,
    formula="Σ_{s<t} ½ Σ_j w_ij |v_i − v_j| · 2/((n − 1)(n − 2)), s, t ≠ i",
)
def current_flow_betweenness(view: View) -> Values:
    """Average the current through each actor over the pairs of others in its component.

    From 0 to 1; undefined outside the largest component and where it has fewer than three
    actors. The ends of a pair are not counted as passed through, which Newman does. Raises
    ViewError for a component of more than 10,000 actors. Newman 2005; Brandes and Fleischer 2005.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    from ..matrices import largest_component  # noqa: PLC0415

    matrix = view.matrix if view.weighted else view.undirected
    if view.directed and view.weighted:
        matrix = csr_array(matrix + matrix.T)
    matrix, keep, _lost = largest_component(matrix)
    result: Values = np.full(len(view), np.nan)
    n = matrix.shape[0]
    if n < 3:  # noqa: PLR2004
        return result
    if n > LIMIT:
        raise ViewError(
            phrase(
                _(
                    "Current-flow betweenness holds a number for every pair of actors: {limit} actors in"
                    " a component at most; here are {count}."
                ),
                limit=LIMIT,
                count=n,
            )
        )
    shares = _passed(matrix) / ((n - 1) * (n - 2) / 2)
    # Digits past these are the solver's noise, and would part actors that are exactly alike.
    result[keep] = np.round(shares, DECIMALS)
    return result


def _passed(matrix: csr_array) -> Values:
    """Sum, for each actor of a connected graph, the current through it over pairs of others."""
    import numpy as np  # noqa: PLC0415

    n = matrix.shape[0]
    potentials = _potentials(matrix)
    coo = matrix.tocoo()
    once = coo.row < coo.col
    tails, heads, sizes = coo.row[once], coo.col[once], coo.data[once]
    # Over pairs s < t, Σ |f_s − f_t| is a sum over the sorted f, each times its place.
    places = 2.0 * np.arange(n) - (n - 1)
    total = np.zeros(n)
    block = max(1, CELLS // n)
    for first in range(0, len(tails), block):
        part = slice(first, first + block)
        currents = potentials[tails[part]] - potentials[heads[part]]
        currents *= sizes[part, None]
        currents.sort(axis=1)
        summed = currents @ places
        np.add.at(total, tails[part], summed)
        np.add.at(total, heads[part], summed)
    # Each pair that the actor belongs to sends its whole unit over the actor's ties. Nothing passes
    # a dead end.
    passed = np.clip((total - (n - 1)) / 2, 0, None)
    return np.where(np.diff(matrix.indptr) > 1, passed, 0)


def _potentials(matrix: csr_array) -> NDArray[np.float64]:
    """Give the inverse of the Laplacian on vectors that sum to 0 (up to a constant a row)."""
    import numpy as np  # noqa: PLC0415

    n = matrix.shape[0]
    dense = -matrix.toarray()
    dense[np.diag_indices(n)] = -dense.sum(axis=1)
    return np.asarray(np.linalg.inv(dense + 1 / n), dtype=np.float64)
