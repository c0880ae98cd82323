"""Betweenness estimated from some sources, with a bound on how far off it may be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from .. import cost
from ..kernels import choose
from .paths import dependencies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..view import View
    from .registry import Values


def between_sampled(view: View) -> Values:
    """Estimate raw betweenness by scaling up the dependencies of a sample of sources.

    Sources are drawn uniformly and without replacement (Brandes and Pich 2007); with all of
    them the values are exact. The estimate is added to ``cost.choice().used``.
    """
    chosen = cost.choice()
    n = len(view)
    count = min(chosen.sample or 1, n)
    key = f"_between_sampled {count} {chosen.seed}"
    values = view.__dict__
    if key not in values:
        values[key] = _sampled(view, count, chosen.seed)
    chosen.used.append(estimate(view, count, chosen.seed))
    result: Values = values[key]
    return result


def drawn(n: int, count: int, seed: int) -> NDArray[np.int64]:
    """Draw `count` of `n` sources, each as likely, in ascending order."""
    found = np.random.default_rng(seed).choice(n, count, replace=False)
    return np.sort(found).astype(np.int64)


def _sampled(view: View, count: int, seed: int) -> Values:
    n = len(view)
    if not n:
        return np.zeros(0)
    question = "weighted betweenness" if view.weighted else "betweenness"
    way = choose.way("betweenness", count * view.matrix.nnz)
    threads = choose.threads() if way == "kernel" else 1
    about = cost.seconds(question, way, count, view.matrix.nnz, threads)
    cost.weigh("sample", about, n)
    summed = dependencies(view, drawn(n, count, seed), way)
    return summed * (n / count) / (1 if view.directed else 2)


def estimate(view: View, count: int, seed: int) -> cost.Estimate:
    """Give the sample with the bound that holds for all actors at once.

    The dependency of an actor on a source lies between 0 and R, the size of the largest
    component less 2, so the mean of `count` of `n` of them drawn without replacement is off by
    more than ε R with a chance of at most 2 exp(−2 · count · ε²/(1 − (count − 1)/n)) (Serfling
    1974, corollary 1.1). Actors with fewer than two ties are exactly 0 in either; the others share
    the chance evenly.
    """
    n = len(view)
    if count >= n or n < 3:  # noqa: PLR2004 - nobody is left out
        return cost.Estimate(count, n, seed, 0.0, 0.0)
    both = view.undirected
    candidates = int((np.diff(both.indptr) > 1).sum())
    _number, parts = connected_components(csr_array(both), directed=False)
    widest = max(0, int(np.bincount(parts).max()) - 2)
    if not candidates or not widest:
        return cost.Estimate(count, n, seed, 0.0, 0.0)
    rest = 1 - (count - 1) / n
    spread = math.sqrt(rest * math.log(2 * candidates / (1 - cost.CHANCE)) / (2 * count))
    # The sum of all is n times the mean, over ordered pairs.
    ordered = min(1.0, spread) * widest * n
    bound = ordered / ((n - 1) * (n - 2))
    return cost.Estimate(count, n, seed, bound, ordered / (1 if view.directed else 2))
