"""Who is near to many, and who stands between what is densely tied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from .arrays import divide
from .centrality import ALONE, degree
from .memo import simple
from .registry import measure

if TYPE_CHECKING:
    from ..view import View
    from .registry import Values


@measure(
    _("Reach in two steps"),
    _(
        "Share of the n − 1 other actors that the actor reaches over at most two ties, or over as many"
        " as are asked for, such as reach:3 (along the direction of ties in a directed view); in a"
        " two-mode view one tie leads to the other mode and two to the own; weights are ignored."
    ),
    range=_("0 to 1"),
    blank=ALONE,
    reference="Hanneman and Riddle 2005, chapter 10; Borgatti 2006",
    formula="|{j ≠ i : d(i, j) ≤ k}| / (n − 1), k = 2 unless asked for",
    stepped=(_("Reach in {count} step"), _("Reach in {count} steps")),
)
def reach(view: View, steps: int = 2) -> Values:
    """Give the share of the others within so many steps of each actor.

    From 0 to 1; undefined for a single actor. Outgoing in directed views. Borgatti 2006 (k-reach).
    """
    import numpy as np  # noqa: PLC0415

    from .paths import within  # noqa: PLC0415

    n = len(view)
    return within(view, steps) / (n - 1) if n > 1 else np.full(n, np.nan)


@measure(
    _("Bridging centrality"),
    _(
        "Raw betweenness times the bridging coefficient, which is 1/degree of the actor divided by"
        " the sum of 1/degree over its partners: high between parts that are densely tied;"
        " direction and weights are ignored."
    ),
    range=_("0 and more"),
    blank=_("The actor has no partner."),
    reference="Hwang et al. 2006",
    formula="b(i) · (1/k(i)) / Σ_{j ~ i} 1/k(j)",
)
def bridging(view: View) -> Values:
    """Multiply raw betweenness with the bridging coefficient of each actor.

    0 and more; undefined for isolates. On the undirected simple graph. Hwang et al. 2006.
    """
    import numpy as np  # noqa: PLC0415

    from .paths import between  # noqa: PLC0415

    inverse = divide(1.0, degree(view), 0)
    coefficient = divide(inverse, view.undirected @ inverse, np.nan)
    return between(simple(view)) * coefficient
