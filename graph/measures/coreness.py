"""Core and periphery by degrees: how near each actor stands to the core."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..phrases import mark as _
from .centrality import degree, eigenvector
from .memo import once
from .registry import FigureValue, figure, measure
from .structure import NO_CORE, core_periphery

if TYPE_CHECKING:
    from typing import Any

    from ..view import View
    from .registry import Values

# The search asks for a product with all ties some hundred times.
MOST_ACTORS = 20_000
# The search ends within about 1e-6 of the best.
DIGITS = 5
CLOSE = 1e-9


NO_FIT = _(
    "Nothing to part, as for coreness, or all actors have the same coreness, with which nothing can"
    " correlate."
)


class Coreness(NamedTuple):
    """The coreness of every actor, of length 1 together, and the correlation that it reaches."""

    values: Values
    fit: float | None


@measure(
    _("Coreness"),
    _(
        "The number from 0 that each actor gets so that the products of two actors’ numbers come nearest"
        " to their ties (Borgatti and Everett’s continuous model of core and periphery, by least squares"
        " over pairs of different actors, MINRES), scaled to length 1; the best that a search finds, to"
        " five digits; direction and weights are ignored."
    ),
    range=_("0 to 1"),
    blank=NO_CORE,
    reference="Borgatti and Everett 1999; Boyd et al. 2010",
    default=False,
    formula="min Σ_{i<j} (a_ij − c_i c_j)², c ≥ 0, then c / √Σ c_j²",
)
def coreness(view: View) -> Values:
    """Give the corenesses of `continuous_core`, NaN where there are none."""
    import numpy as np  # noqa: PLC0415

    found = continuous_core(view)
    return np.full(len(view), np.nan) if found is None else found.values.copy()


@figure(
    _("Coreness fit"),
    _("Correlation of the ties with the products of the two actors’ corenesses."),
    range=_("−1 to 1"),
    blank=NO_FIT,
    reference="Borgatti and Everett 1999",
    default=False,
    formula="cor(a_ij, c_i c_j), i < j",
)
def coreness_fit(view: View) -> FigureValue:
    """Give the correlation of `continuous_core`, or None."""
    found = continuous_core(view)
    return found.fit if found else None


@once
def continuous_core(view: View) -> Coreness | None:
    """Give each actor its coreness, or None where nothing can be parted.

    Minimises the squares of a_ij − c_i c_j over pairs of actors of the undirected simple graph,
    c ≥ 0, by a quasi-Newton search from the degrees, the principal eigenvector and the discrete
    core; None for two modes, fewer than three actors, no ties, all ties, or more than 20,000
    actors. ``fit`` is the correlation of ties and products, None where all products are equal.
    To maximise that correlation itself is no way: it may be largest where all c are the same
    but for a trace, which is a sum of two numbers in disguise. Borgatti and Everett 1999; Boyd,
    Fitzgerald, Mahutga and Smith 2010.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> found = continuous_core(Dataset.from_networkx(nx.star_graph(3)).view())
    >>> found.values.argmax().item(), found.fit > 0.9
    (0, True)
    """
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import minimize  # noqa: PLC0415

    n, ties = len(view), view.undirected
    if n > MOST_ACTORS or view.modes is not None:
        return None
    discrete = core_periphery(view)
    if discrete is None:
        return None

    def loss(c: Values) -> tuple[float, Values]:
        """Give the squares over pairs, less those of the ties alone, and their slope."""
        near, square = ties @ c, (c**2).sum()
        value = (square**2 - (c**4).sum()) / 2 - float(c @ near)
        return float(value), 2 * (c * (square - c**2) - near)

    inner = set(discrete.ids)
    starts: list[Any] = [
        degree(view),
        np.nan_to_num(eigenvector(view)) + 1e-3,
        np.array([1.0 if actor in inner else 0.1 for actor in view.ids]),
    ]
    best, least = None, np.inf
    for start in starts:
        products = (start**2).sum() ** 2 - (start**4).sum()
        # As large as makes the products sum like the ties.
        size = np.sqrt(max(float(start @ (ties @ start)), 1e-12) / max(products, 1e-12))
        found = minimize(
            loss,
            start * size,
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, None)] * n,
            options={"maxiter": 5000, "ftol": 1e-16, "gtol": 1e-10, "maxfun": 20_000},
        )
        if found.fun < least - CLOSE:
            best, least = found.x, found.fun
    if best is None or not best.any():
        return None
    values = np.round(best / np.sqrt((best**2).sum()), DIGITS) + 0.0
    return Coreness(values, _correlation(ties, values))


def _correlation(ties: Any, c: Values) -> float | None:
    """Correlate ties and products over the pairs of actors; None where all products are equal."""
    import numpy as np  # noqa: PLC0415

    n = len(c)
    pairs, square = n * (n - 1) / 2, (c**2).sum()
    share = ties.nnz / 2 / pairs
    mean = (c.sum() ** 2 - square) / 2 / pairs
    variance = (square**2 - (c**4).sum()) / 2 / pairs - mean**2
    if variance < CLOSE * mean**2:
        return None
    both = float(c @ (ties @ c)) / 2 / pairs
    return float((both - share * mean) / np.sqrt(variance * share * (1 - share)))
