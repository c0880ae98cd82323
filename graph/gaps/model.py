"""A small logistic model of ties: penalised, calibrated, with weights that can be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .features import FEATURES, Arena, Indices, tied

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Numbers = NDArray[np.float64]
    Pairs = tuple[Places, Places]

FOLDS = 5
FEW_TIES = 100
NEGATIVES = 10
MATCHED = 3
PENALTY = 1.0
# For data too few to learn from: round numbers near what twinnings in Europe teach.
GIVEN = {
    "degrees": 0.5,
    "block": 0.5,
    "common": 0.5,
    "shared": 0.5,
    "paths": 0.5,
    "distance": -0.25,
}


@dataclass(frozen=True, eq=False)
class TieModel:
    """Weights of `FEATURES` for standardised columns, and the steps of its calibration.

    ``learnt`` is false where there were fewer than `FEW_TIES` ties to learn from: then the weights
    are given, not learnt, and there is no calibration. ``steps`` are the scores and ``shares``
    the shares of true ties at which the isotonic calibration rises, among one tie to ten
    pairs without.
    """

    weights: Numbers
    means: Numbers
    spreads: Numbers
    intercept: float
    learnt: bool
    ties: int
    steps: Numbers
    shares: Numbers

    def scores(self, features: Numbers) -> Numbers:
        """Give the linear scores of pairs, rounded to 9 digits so that equals are equal."""
        standard = (features - self.means) / self.spreads
        # A sum in a fixed order: a product of matrices may differ in its last digit.
        total = np.full(len(features), self.intercept)
        for column, weight in enumerate(self.weights.tolist()):
            total += standard[:, column] * weight
        return np.round(total, 9)

    def calibrated(self, scores: Numbers) -> Numbers:
        """Give the share of true ties among pairs of such a score; NaN without calibration."""
        if not len(self.steps):
            return np.full(len(scores), np.nan)
        return np.asarray(np.interp(scores, self.steps, self.shares))

    def table(self) -> list[tuple[str, float]]:
        """Give each feature that varies with its weight for one standard deviation."""
        return [
            (name, float(weight))
            for name, weight, spread in zip(FEATURES, self.weights, self.spreads, strict=True)
            if weight != 0 or spread != 1
        ]


def fit(arena: Arena, seed: int = 0) -> TieModel:
    """Learn from the visible ties of `arena` alone.

    The ties are dealt into five folds. The features of a fold's ties, and of pairs without
    a tie, are computed with that fold hidden, so that no tie vouches for itself. For each tie ten pairs
    without one are drawn uniformly and three matched on degree (see `uniform_pairs`, `matched_pairs`). The
    logistic weights have a ridge penalty and are found by Newton's method. The calibration is isotonic (Ayer and
    others 1955), of scores of each fold from the weights of the others.
    """
    rng = np.random.default_rng(seed)
    tails, heads = arena.ties()
    count = len(tails)
    fold = rng.permutation(count) % FOLDS
    if count < FEW_TIES:
        return _given(arena, rng)
    features, labels, folds, uniform = [], [], [], []
    for number in range(FOLDS):
        hidden = fold == number
        visible = arena.with_target(tails[~hidden], heads[~hidden])
        indices = Indices(visible)
        known = with_ends(indices, (tails[hidden], heads[hidden]))
        size = len(known[0])
        draws = [
            (known, 1.0, True),
            (uniform_pairs(arena, indices, size * NEGATIVES, rng), 0.0, True),
            (matched_pairs(arena, indices, known, rng, MATCHED), 0.0, False),
        ]
        for pairs, label, plain in draws:
            features.append(indices.of(*pairs))
            labels.append(np.full(len(pairs[0]), label))
            folds.append(np.full(len(pairs[0]), number))
            uniform.append(np.full(len(pairs[0]), plain))
    columns, truth = np.concatenate(features), np.concatenate(labels)
    of_fold, plain_rows = np.concatenate(folds), np.concatenate(uniform)
    means, spreads = columns.mean(axis=0), columns.std(axis=0)
    spreads = np.where(spreads > 1e-9, spreads, 1.0)  # noqa: PLR2004
    standard = (columns - means) / spreads
    held = np.zeros(len(truth))
    for number in range(FOLDS):
        rest = of_fold != number
        weights = logistic(standard[rest], truth[rest], PENALTY)
        held[~rest] = weights[0] + standard[~rest] @ weights[1:]
    weights = logistic(standard, truth, PENALTY)
    steps, shares = isotonic(np.round(held[plain_rows], 9), truth[plain_rows])
    return TieModel(weights[1:], means, spreads, float(weights[0]), True, count, steps, shares)


def _given(arena: Arena, rng: np.random.Generator) -> TieModel:
    """Give weights that are stated, not learnt, on columns standardised over random pairs."""
    indices = Indices(arena)
    pairs = uniform_pairs(arena, indices, 500, rng)
    columns = indices.of(*pairs)
    if len(columns):
        means, spreads = columns.mean(axis=0), columns.std(axis=0)
    else:
        means, spreads = np.zeros(len(FEATURES)), np.ones(len(FEATURES))
    spreads = np.where(spreads > 1e-9, spreads, 1.0)  # noqa: PLR2004
    weights = np.array([GIVEN.get(name, 0.0) for name in FEATURES])
    nothing = np.zeros(0)
    return TieModel(
        weights, means, spreads, 0.0, False, len(arena.ties()[0]), nothing, nothing
    )  # fmt: skip


def with_ends(indices: Indices, pairs: Pairs) -> Pairs:
    """Keep the pairs of which neither end is isolated in the visible ties."""
    tied = (indices.degree > 0)[pairs[0]] & (indices.degree > 0)[pairs[1]]
    return pairs[0][tied], pairs[1][tied]


def uniform_pairs(arena: Arena, indices: Indices, count: int, rng: np.random.Generator) -> Pairs:
    """Draw pairs of candidates with visible ties, all equally likely, that are not tied in `arena`.

    May give fewer than `count` where nearly all are tied.
    """
    ones = np.flatnonzero(arena.first & (indices.degree > 0))
    others = np.flatnonzero(arena.second & (indices.degree > 0))
    if not len(ones) or not len(others):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    tails = rng.choice(ones, count * 2).astype(np.int64)
    heads = rng.choice(others, count * 2).astype(np.int64)
    keep = (tails != heads) & ~tied(arena.target, tails, heads)
    return tails[keep][:count], heads[keep][:count]


def matched_pairs(
    arena: Arena, indices: Indices, pairs: Pairs, rng: np.random.Generator, each: int
) -> Pairs:
    """Draw, for each of `pairs`, `each` pairs that are not tied, whose ends have the same degrees.

    Degrees from 8 on match within a factor of about 1.2. Popularity alone tells nothing here.
    """
    exact = 8
    size = np.where(
        indices.degree < exact,
        indices.degree,
        exact + np.floor(np.log(np.maximum(indices.degree, exact) / exact) / np.log(1.2)),
    ).astype(np.int64)
    sides = []
    for ends, allowed in ((pairs[0], arena.first), (pairs[1], arena.second)):
        pool = np.flatnonzero(allowed & (indices.degree > 0))
        order = pool[np.argsort(size[pool], kind="stable")]
        wanted = np.repeat(size[ends], each * 2)
        low = np.searchsorted(size[order], wanted, "left")
        high = np.searchsorted(size[order], wanted, "right")
        # Where no other actor has such a degree, its own end stays.
        pick = low + np.floor(rng.random(len(wanted)) * (high - low)).astype(np.int64)
        sides.append(order[np.minimum(pick, len(order) - 1)] if len(order) else wanted)
    tails, heads = sides
    keep = (tails != heads) & ~tied(arena.target, tails, heads)
    number = np.arange(len(tails)) // (each * 2)
    # At most `each` of those drawn for a pair.
    rank = np.cumsum(keep) - np.concatenate([[0], np.cumsum(keep)])[number * each * 2]
    keep &= rank <= each
    return tails[keep].astype(np.int64), heads[keep].astype(np.int64)


def logistic(columns: Numbers, truth: Numbers, penalty: float, rounds: int = 50) -> Numbers:
    """Give intercept and weights of a logistic regression with a ridge penalty, by Newton's method.

    Minimises the negative log-likelihood plus `penalty`/2 times the sum of squared weights; the
    intercept is free. Iteratively reweighted least squares (le Cessie and van Houwelingen 1992).
    """
    design = np.column_stack([np.ones(len(columns)), columns])
    ridge = np.diag([1e-9, *[penalty] * columns.shape[1]])
    weights = np.zeros(design.shape[1])
    for _round in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (truth - chance) - ridge @ weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-10:  # noqa: PLR2004
            break
    return weights


def isotonic(scores: Numbers, truth: Numbers) -> tuple[Numbers, Numbers]:
    """Give the non-decreasing step function nearest to `truth`: scores and shares at its corners.

    Pool adjacent violators (Ayer and others 1955). Between corners one interpolates.
    """
    from scipy.optimize import isotonic_regression  # noqa: PLC0415

    if not len(scores):
        return np.zeros(0), np.zeros(0)
    steps, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    means = np.bincount(place, weights=truth) / counts
    fitted = isotonic_regression(means, weights=counts.astype(np.float64)).x
    corner = np.ones(len(steps), dtype=bool)
    if len(steps) > 2:  # noqa: PLR2004
        corner[1:-1] = (fitted[1:-1] != fitted[:-2]) | (fitted[1:-1] != fitted[2:])
    return steps[corner], fitted[corner]
