"""Centrality in two-mode views, each mode against the most it could have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..matrices import component_labels
from ..phrases import mark as _
from .arrays import divide
from .centrality import degree
from .memo import simple
from .registry import measure

if TYPE_CHECKING:
    from ..view import View
    from .registry import Values


@measure(
    _("Degree (two-mode)"),
    _("Number of partners divided by the number of actors of the other mode; weights are ignored."),
    range=_("0 to 1"),
    blank=_("The other mode has no actors."),
    reference="Borgatti and Everett 1997",
    formula="k(i) / n_other",
    mode="two-mode",
)
def degree_two_mode(view: View) -> Values:
    """Divide the partners of each actor by the size of the other mode.

    From 0 to 1; undefined where the other mode is empty. Borgatti and Everett 1997.
    """
    import numpy as np  # noqa: PLC0415

    return divide(degree(view), _sizes(view)[1], np.nan)


@measure(
    _("Closeness (two-mode)"),
    _(
        "Smallest sum of distances that the actors within reach allow (1 to each of the other mode,"
        " 2 to each of the own) divided by the actual sum, times the share of the n − 1 other actors"
        " within reach; in a connected view this is Borgatti–Everett's (n_other + 2(n_own − 1))/Σd;"
        " weights are ignored."
    ),
    range=_("0 to 1"),
    blank=_("There is no other actor in the view."),
    zero=_("The actor has no partner, so the formula gives 0."),
    reference="Borgatti and Everett 1997",
    formula="(n_other + 2(n_own − 1)) / Σ_j d(i, j), times the share reached",
    mode="two-mode",
)
def closeness_two_mode(view: View) -> Values:
    """Divide the smallest possible sum of distances by the actual one, by mode.

    From 0 to 1; 0 for isolates by the formula, undefined for a single actor. Components are
    weighed as in closeness; networkx instead compares with the smallest sum in the whole view,
    which passes 1 in small components. Borgatti and Everett 1997.
    """
    import numpy as np  # noqa: PLC0415

    from .paths import steps_to  # noqa: PLC0415

    n, found = len(view), steps_to(simple(view))
    if n < 2:  # noqa: PLR2004
        return np.full(n, np.nan)
    parts = component_labels(view.undirected)
    second = np.bincount(parts, weights=_modes(view))[parts]
    first = np.bincount(parts)[parts] - second
    own = np.where(_modes(view) == 1, second, first)
    least = first + second - own + 2 * (own - 1)
    return divide(least, found.total, 0) * found.reached / (n - 1)


@measure(
    _("Betweenness (two-mode)"),
    _(
        "Raw betweenness without weights divided by the largest that an actor of its mode could"
        " have in any two-mode network with modes of these sizes."
    ),
    range=_("0 to 1"),
    blank=_("With modes of these sizes no actor of its mode can lie between two others."),
    reference="Borgatti and Everett 1997",
    formula="Σ_{s<t} σ_st(i)/σ_st / largest possible for the mode",
    mode="two-mode",
)
def betweenness_two_mode(view: View) -> Values:
    """Divide raw betweenness by its maximum for the actor's mode.

    From 0 to 1; undefined where the maximum is 0. Borgatti and Everett 1997.
    """
    import numpy as np  # noqa: PLC0415

    from .paths import between  # noqa: PLC0415

    own, other = _sizes(view)
    return divide(between(simple(view)), _largest_betweenness(own, other), np.nan)


def _modes(view: View) -> Values:
    import numpy as np  # noqa: PLC0415

    return np.zeros(len(view)) if view.modes is None else view.modes.astype(np.float64)


def _sizes(view: View) -> tuple[Values, Values]:
    """Give, for each actor, the sizes of its own mode and of the other."""
    import numpy as np  # noqa: PLC0415

    modes = _modes(view)
    second = modes.sum()
    own = np.where(modes == 1, second, len(view) - second)
    return own, len(view) - own


def _largest_betweenness(own: Values, other: Values) -> Values:
    """Give the largest raw betweenness of an actor, from the sizes of the two modes."""
    import numpy as np  # noqa: PLC0415

    s, t = np.divmod(own - 1, np.maximum(other, 1))
    most = (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2
    return np.where(other > 0, most, 0)
