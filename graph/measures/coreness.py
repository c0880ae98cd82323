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
# The search ends within about 1e-8 of the best.
DIGITS = 6


class Coreness(NamedTuple):
    """The coreness of every actor, of length 1 together, and the correlation that it reaches."""

    values: Values
    fit: float


@measure(
    _("Coreness"),
    _(
        "The number from 0 that each actor gets so that the products of two actors’ numbers correlate"
        " most with their being tied (Borgatti and Everett’s continuous model of core and periphery),"
        " scaled to length 1; the best that a search finds, to six digits; direction and weights are"
        " ignored."
    ),
    range=_("0 to 1"),
    blank=NO_CORE,
    reference="Borgatti and Everett 1999",
    default=False,
    formula="max cor(a_ij, c_i c_j), i < j, c ≥ 0, Σ c_i² = 1",
)
def coreness(view: View) -> Values:
    """Give the corenesses of `continuous_core`, NaN where there are none."""
    import numpy as np  # noqa: PLC0415

    found = continuous_core(view)
    return np.full(len(view), np.nan) if found is None else found.values.copy()


@figure(
    _("Coreness fit"),
    _("Correlation of the ties with the products of the two actors’ corenesses."),
    range=_("0 to 1"),
    blank=NO_CORE,
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

    Maximises the correlation over pairs of actors of the undirected simple graph with c_i c_j,
    c ≥ 0, by a quasi-Newton search from the degrees, the principal eigenvector and the discrete
    core; None for two modes, fewer than three actors, no ties, all ties, or more than 20,000
    actors. Borgatti and Everett 1999, section 4.

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
    pairs = n * (n - 1) / 2
    m = ties.nnz / 2
    spread = np.sqrt(m / pairs * (1 - m / pairs))

    def loss(c: Values) -> tuple[float, Values]:
        """Give minus the correlation, and its slope."""
        near = ties @ c
        total, square, fourth = c.sum(), (c**2).sum(), (c**4).sum()
        both = float(c @ near) / 2 / pairs
        mean = (total**2 - square) / 2 / pairs
        second = (square**2 - fourth) / 2 / pairs
        variance = second - mean**2
        if variance <= 0:
            return 0.0, np.zeros(n)
        share = m / pairs
        top = both - share * mean
        d_mean = (total - c) / pairs
        d_top = near / pairs - share * d_mean
        d_variance = 2 * c * (square - c**2) / pairs - 2 * mean * d_mean
        root = np.sqrt(variance)
        slope: Values = (d_top / root - top * d_variance / (2 * variance * root)) / spread
        return -float(top / root / spread), -slope

    inner = set(discrete.ids)
    starts: list[Any] = [
        degree(view),
        eigenvector(view) + 1e-3,
        np.array([1.0 if actor in inner else 0.1 for actor in view.ids]),
    ]
    best: Coreness | None = None
    for start in starts:
        found = minimize(
            loss,
            start / np.sqrt((start**2).sum()),
            jac=True,
            method="L-BFGS-B",
            bounds=[(0.0, None)] * n,
            options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-9, "maxfun": 20_000},
        )
        values = found.x / np.sqrt((found.x**2).sum())
        fit = round(-float(found.fun), 9)
        if best is None or fit > best.fit:
            best = Coreness(np.round(values, DIGITS) + 0.0, fit)
    return best
