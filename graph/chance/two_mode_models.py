"""How often two actors would share affiliations by chance: exact tails under two-mode null models.

An incidence is a 0/1 matrix with a row an actor and a column an affiliation. Every function here
gives P(X ≥ shared) for pairs of rows. Loaded by what needs it, when it needs it: it imports numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from ..faults import ViewError
from ..phrases import Phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Numbers: TypeAlias = NDArray[np.float64]
    Places: TypeAlias = NDArray[np.intp]

# Margins of the fitted model agree with the observed ones to this.
CLOSE = 1e-10
STEPS = 500
BURN_IN = 100
SWEEPS = 10


def fitted_chances(rows: Numbers, columns: Numbers) -> Numbers:
    """Give the chance of every cell in the two-mode graph of most entropy with these margins.

    Rows × columns; the chances of a row (column) sum to its margin, and each is
    x_i y_k/(1 + x_i y_k). Full and empty rows and columns are 1 and 0 and set aside. Solved by
    Newton's method on the few different margins; raises ViewError if that fails. Saracco et al. 2015 (bipartite configuration
    model).

    >>> fitted_chances(np.array([1.0, 1.0]), np.array([1.0, 1.0])).round(6).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    result = np.zeros((len(rows), len(columns)))
    left, right = rows.astype(np.float64).copy(), columns.astype(np.float64).copy()
    open_rows, open_columns = np.ones(len(left), dtype=bool), np.ones(len(right), dtype=bool)
    while True:
        height, width = int(open_rows.sum()), int(open_columns.sum())
        full = open_rows & (left == width)
        if full.any():
            result[np.ix_(full, open_columns)] = 1
            right[open_columns] -= full.sum()
            open_rows &= ~full
            continue
        crowded = open_columns & (right == height)
        if crowded.any():
            result[np.ix_(open_rows, crowded)] = 1
            left[open_rows] -= crowded.sum()
            open_columns &= ~crowded
            continue
        empty_rows, empty_columns = open_rows & (left == 0), open_columns & (right == 0)
        if not (empty_rows.any() or empty_columns.any()):
            break
        open_rows &= ~empty_rows
        open_columns &= ~empty_columns
    if open_rows.any() and open_columns.any():
        result[np.ix_(open_rows, open_columns)] = _solved(left[open_rows], right[open_columns])
    return result


def _solved(rows: Numbers, columns: Numbers) -> Numbers:
    """Solve for the chances by Newton's method, one unknown for each different margin."""
    margins, row_of, times = np.unique(rows, return_inverse=True, return_counts=True)
    others, column_of, numbers = np.unique(columns, return_inverse=True, return_counts=True)
    a = np.log(margins) - 0.5 * np.log(rows.sum())
    b = np.log(others) - 0.5 * np.log(rows.sum())
    chances = _logistic(a, b)
    for _step in range(STEPS):
        short_rows = margins - chances @ numbers
        short_columns = others - times @ chances
        if max(np.abs(short_rows).max(), np.abs(short_columns).max()) < CLOSE:
            break
        spread = chances * (1 - chances) * times[:, None] * numbers[None, :]
        slope = np.block(
            [
                [np.diag(spread.sum(axis=1)), spread],
                [spread.T, np.diag(spread.sum(axis=0))],
            ]
        )
        gap = np.concatenate([short_rows * times, short_columns * numbers])
        # One direction changes nothing (all x doubled, all y halved): least squares leaves it.
        move = np.linalg.lstsq(slope, gap, rcond=1e-14)[0]
        worth, size = _likelihood(a, b, margins, others, times, numbers), 1.0
        while size > CLOSE:
            c, d = a + size * move[: len(a)], b + size * move[len(a) :]
            if _likelihood(c, d, margins, others, times, numbers) >= worth - 1e-12 * abs(worth):
                break
            size /= 2
        a, b = c, d
        chances = _logistic(a, b)
    else:
        raise ViewError(
            Phrase(_("The chances of the model could not be fitted to the degrees: use fdsm."))
        )
    return np.asarray(chances[np.ix_(row_of, column_of)])


def _logistic(a: Numbers, b: Numbers) -> Numbers:
    total = a[:, None] + b[None, :]
    return np.asarray(np.exp(-np.logaddexp(0, -total)))


def _likelihood(
    a: Numbers, b: Numbers, rows: Numbers, columns: Numbers, times: Places, numbers: Places
) -> float:
    """Give the log-likelihood of the margins, which Newton's steps must raise."""
    total = np.logaddexp(0, a[:, None] + b[None, :])
    return float((times * rows) @ a + (numbers * columns) @ b - times @ total @ numbers)


def poisson_binomial(chances: Numbers) -> Numbers:
    """Give P(X = 0), …, P(X = K) for a sum of K independent events of different chances.

    Exact, by adding one event after another.

    >>> poisson_binomial(np.array([0.5, 0.5])).tolist()
    [0.25, 0.5, 0.25]
    """
    result = np.zeros(len(chances) + 1)
    result[0] = 1
    for place, chance in enumerate(chances, start=1):
        result[1 : place + 1] = result[1 : place + 1] * (1 - chance) + result[:place] * chance
        result[0] *= 1 - chance
    return result


def upper_tails(chances: Numbers) -> Numbers:
    """Give P(X ≥ 0), …, P(X ≥ K), small terms added first."""
    return np.minimum(np.cumsum(poisson_binomial(chances)[::-1])[::-1], 1)


def fixed_row_tails(incidence: csr_array, first: Places, second: Places, shared: Places) -> Numbers:
    """Give the tails if every actor keeps its number of affiliations and chooses them at random.

    Hypergeometric (Tumminello et al. 2011; Neal 2013).
    """
    from scipy.stats import hypergeom  # noqa: PLC0415

    sizes = np.diff(incidence.indptr)
    values = hypergeom.sf(shared - 1, incidence.shape[1], sizes[first], sizes[second])
    return np.clip(np.asarray(values, dtype=np.float64), 0, 1)


def fixed_column_tails(
    incidence: csr_array, _first: Places, _second: Places, shared: Places
) -> Numbers:
    """Give the tails if every affiliation keeps its number of actors and they are random.

    Two given actors meet in an affiliation of c among n with chance c(c − 1)/(n(n − 1));
    Poisson-binomial over affiliations (Neal, Domagalski and Sagan 2021).
    """
    n = incidence.shape[0]
    sizes = np.asarray(incidence.sum(axis=0)).ravel()
    return np.asarray(upper_tails(sizes * (sizes - 1) / (n * (n - 1)))[shared])


def sdsm_tails(incidence: csr_array, first: Places, second: Places, shared: Places) -> Numbers:
    """Give the tails if both margins are kept on average: stochastic degree sequence model.

    Poisson-binomial over affiliations with the chances of the bipartite configuration model
    (Neal 2014; Neal, Domagalski and Sagan 2021). Actors of equal degree are alike.
    """
    rows = np.asarray(incidence.sum(axis=1), dtype=np.float64).ravel()
    chances = fitted_chances(rows, np.asarray(incidence.sum(axis=0), dtype=np.float64).ravel())
    degrees, example, kind = np.unique(rows, return_index=True, return_inverse=True)
    low, high = np.minimum(kind[first], kind[second]), np.maximum(kind[first], kind[second])
    result = np.empty(len(shared))
    codes = low * len(degrees) + high
    for code in np.unique(codes):
        one, other = divmod(int(code), len(degrees))
        tails = upper_tails(chances[example[one]] * chances[example[other]])
        result[codes == code] = tails[shared[codes == code]]
    return result


def fdsm_tails(
    incidence: csr_array,
    first: Places,
    second: Places,
    shared: Places,
    *,
    draws: int,
    seed: int,
) -> Numbers:
    """Estimate the tails if both margins are kept exactly: fixed degree sequence model.

    (1 + draws with as many shared) / (1 + draws), over tables drawn by curveball trades: a
    chain of sweeps from the observed table, the first of which are dropped
    (Zweig and Kaufmann 2011; Strona et al. 2014).
    """
    from .rewiring import traded  # noqa: PLC0415

    generator = np.random.default_rng(seed)
    coo = incidence.tocoo()
    rows, columns = coo.row.astype(np.int64), coo.col.astype(np.int64)
    shape = (int(incidence.shape[0]), int(incidence.shape[1]))
    reached = np.zeros(len(shared), dtype=np.int64)
    for draw in range(draws):
        sweeps = SWEEPS if draw else BURN_IN
        rows, columns = traded(rows, columns, shape, generator, sweeps=sweeps)
        table = np.zeros(shape, dtype=np.float32)
        table[rows, columns] = 1
        reached += (table @ table.T)[first, second] >= shared
    return (1 + reached) / (1 + draws)
