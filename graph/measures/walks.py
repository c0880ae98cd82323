"""Standing that is passed along ties: Katz's status, hubs and authorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from .memo import once
from .registry import measure

if TYPE_CHECKING:
    from ..view import View
    from .registry import Values

ATTENUATION = 0.85
NOT_UNIQUE = _(
    "Hubs and authorities are not unique: there are no ties, or several parts of the network share"
    " the largest singular value."
)
ELSEWHERE = _("The actor has no such tie in the part with the largest singular value.")


@measure(
    _("Katz"),
    _(
        "1 for the actor itself plus α times the sum of the values of those with a tie to it, hence"
        " all walks that lead to the actor, a walk of k ties counting α^k; α is 0.85 divided by the"
        " largest eigenvalue of the adjacency matrix; solved exactly and not scaled; in a weighted"
        " view the matrix holds the weights."
    ),
    range=_("1 and more"),
    blank=_("No tie leads back to where it starts, so that no eigenvalue gives α its size."),
    reference="Katz 1953; Bonacich and Lloyd 2001",
    formula="x = (I − αAᵀ)⁻¹ 1, α = 0.85/λ₁",
)
def katz(view: View) -> Values:
    """Sum the walks of every length that lead to each actor, the longer the lighter.

    1 for who has no tie to it, more for the rest; undefined for all if the largest eigenvalue
    is 0, as without ties or in a directed view without cycles. Katz 1953.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    from .spectra import attenuated, radius  # noqa: PLC0415

    matrix = view.matrix if view.weighted else view.adjacency
    inward = csr_array(matrix.T) if view.directed else matrix
    largest = radius(inward, symmetric=not view.directed)
    if not largest:
        return np.full(len(view), np.nan)
    return attenuated(inward, ATTENUATION / largest)


@measure(
    _("Hubs"),
    _(
        "Kleinberg’s hub: in proportion to the sum of the authorities of those to whom the actor"
        " has a tie; scaled to length 1 (the squares of all values sum to 1); in a weighted view"
        " ties count by their weights."
    ),
    range=_("0 to 1"),
    blank=NOT_UNIQUE,
    zero=ELSEWHERE,
    reference="Kleinberg 1999",
    formula="h = A a / σ₁, Σ h² = 1",
    mode="directed",
)
def hubs(view: View) -> Values:
    """Give the left singular vector of the adjacency matrix for the largest singular value.

    From 0 to 1, squares summing to 1; undefined where it is not unique. Kleinberg 1999.
    """
    return _hubs_and_authorities(view)[0].copy()


@measure(
    _("Authorities"),
    _(
        "Kleinberg’s authority: in proportion to the sum of the hubs that have a tie to the actor;"
        " scaled to length 1 (the squares of all values sum to 1); in a weighted view ties count by"
        " their weights."
    ),
    range=_("0 to 1"),
    blank=NOT_UNIQUE,
    zero=ELSEWHERE,
    reference="Kleinberg 1999",
    formula="a = Aᵀ h / σ₁, Σ a² = 1",
    mode="directed",
)
def authorities(view: View) -> Values:
    """Give the right singular vector of the adjacency matrix for the largest singular value.

    From 0 to 1, squares summing to 1; undefined where it is not unique. Kleinberg 1999.
    """
    return _hubs_and_authorities(view)[1].copy()


@once
def _hubs_and_authorities(view: View) -> tuple[Values, Values]:
    """Give both singular vectors as the two halves of one eigenvector.

    The graph in which every actor stands twice, as sender and as receiver, has the singular
    values of the matrix as its eigenvalues, and no more ties than the view.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import block_array, csr_array  # noqa: PLC0415

    from .spectra import principal  # noqa: PLC0415

    matrix = view.matrix if view.weighted else view.adjacency
    sides: list[list[csr_array | None]] = [[None, matrix], [csr_array(matrix.T), None]]
    twice = csr_array(block_array(sides))
    found = principal(twice, symmetric=True) * np.sqrt(2)
    return found[: len(view)], found[len(view) :]
