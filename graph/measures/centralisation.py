"""How far a network is one star: Freeman's centralisation of degree, closeness, betweenness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from .centrality import betweenness_raw, closeness, degree
from .memo import simple
from .registry import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..view import View
    from .registry import Values

BLANK = _(
    "Freeman's maximum is that of a star of at least three actors of one mode: there are fewer, or"
    " the view is two-mode."
)


@figure(
    _("Degree centralisation"),
    _(
        "Sum of the differences between the largest degree and every degree, divided by that of a"
        " star of n actors, (n − 1)(n − 2); direction and weights are ignored."
    ),
    range=_("0 to 1"),
    blank=BLANK,
    reference="Freeman 1978",
    formula="Σ_i (max k − k(i)) / ((n − 1)(n − 2))",
)
def centralisation_degree(view: View) -> float | None:
    """Compare the spread of degrees with that of a star.

    From 0 (all alike) to 1 (a star); None in two-mode views and below three actors. Freeman 1978.
    """
    n = len(view)
    return _against_star(view, degree, (n - 1) * (n - 2))


@figure(
    _("Closeness centralisation"),
    _(
        "Sum of the differences between the largest closeness and every closeness (Wasserman–Faust"
        " improved, so that components are allowed), divided by that of a star of n actors,"
        " (n − 1)(n − 2)/(2n − 3); direction and weights are ignored."
    ),
    range=_("0 to 1"),
    blank=BLANK,
    reference="Freeman 1978",
    formula="Σ_i (max C − C(i)) · (2n − 3) / ((n − 1)(n − 2))",
)
def centralisation_closeness(view: View) -> float | None:
    """Compare the spread of closeness with that of a star.

    From 0 to 1; None in two-mode views and below three actors. Freeman 1978, whose closeness is
    defined for connected networks only; the two agree there.
    """
    n = len(view)
    return _against_star(view, closeness, (n - 1) * (n - 2) / (2 * n - 3))


@figure(
    _("Betweenness centralisation"),
    _(
        "Sum of the differences between the largest betweenness and every betweenness, divided by"
        " that of a star of n actors; direction and weights are ignored."
    ),
    range=_("0 to 1"),
    blank=BLANK,
    reference="Freeman 1977; Freeman 1978",
    formula="Σ_i (max b − b(i)) / ((n − 1)²(n − 2)/2), b raw",
)
def centralisation_betweenness(view: View) -> float | None:
    """Compare the spread of betweenness with that of a star.

    From 0 to 1; None in two-mode views and below three actors. Freeman 1977.
    """
    n = len(view)
    return _against_star(view, betweenness_raw, (n - 1) ** 2 * (n - 2) / 2)


def _against_star(view: View, function: Callable[[View], Values], most: float) -> float | None:
    if view.modes is not None or len(view) < 3:  # noqa: PLR2004
        return None
    values = function(simple(view))
    return float((values.max() - values).sum() / most)
