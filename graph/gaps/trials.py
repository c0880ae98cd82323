"""One trial of the suggestions: hide known ties once, and score them beside pairs without a tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .features import FEATURES, Arena, Indices, row_dots, tied
from .model import NEGATIVES, fit, matched_pairs, uniform_pairs, with_ends

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .features import Numbers, Places
    from .model import Pairs, TieModel

DEPTHS = (10, 50, 100)
_CANDIDATES = 20_000


@dataclass(frozen=True, slots=True)
class HiddenTies:
    """The ties of one kind that are hidden in turn: with `dates`, the newest of them."""

    arena: Arena
    dates: Places | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of hiding ties once: by scorer, its samples and how many it found at `DEPTHS`.

    ``predicted`` are the chances that the model gives hidden ties and other pairs, ``truth`` is
    1 for the hidden ones.
    """

    tried: int
    left_out: int
    samples: dict[str, dict[str, Numbers]]
    hits: dict[str, list[int]]
    predicted: Numbers
    truth: Numbers


def hide_once(
    trials: Mapping[tuple[str, str], HiddenTies], share: float, block: tuple[tuple[str, str], int]
) -> Trial:
    """Hide a share of the ties once, with the seed of the block, and score what is hidden."""
    of, seed = block
    arena, dates = trials[of].arena, trials[of].dates
    tails, heads = arena.ties()
    rng = np.random.default_rng([seed, 7])
    hidden = _hidden(len(tails), dates, share, rng)
    visible = arena.with_target(tails[~hidden], heads[~hidden])
    indices, model = Indices(visible), fit(visible, seed)
    pairs = with_ends(indices, (tails[hidden], heads[hidden]))
    pools = {
        "auc_uniform": uniform_pairs(arena, indices, len(pairs[0]) * NEGATIVES, rng),
        "auc_matched": matched_pairs(arena, indices, pairs, rng, NEGATIVES),
        "auc_country": _country_pairs(arena, indices, pairs, rng),
    }
    candidates = indices.candidates(_CANDIDATES)
    true = tied(arena.target, *candidates)
    hidden_ones, listed = _Asked.of(indices, pairs), _Asked.of(indices, candidates)
    asked = {pool: _Asked.of(indices, others) for pool, others in pools.items()}
    samples: dict[str, dict[str, Numbers]] = {}
    hits: dict[str, list[int]] = {}
    score = _scorers(model, indices, rng)
    for name, function in score.items():
        mine = function(hidden_ones)
        scores = {pool: function(others) for pool, others in asked.items()}
        samples[name] = {pool: _lower(mine, others) for pool, others in scores.items()}
        samples[name]["average_precision"] = _above(mine, scores["auc_uniform"], rng)
        order = np.lexsort((rng.random(len(true)), -function(listed)))
        hits[name] = [int(true[order[:depth]].sum()) for depth in DEPTHS]
    uniform = asked["auc_uniform"]
    chances = [model.calibrated(score["model"](part)) for part in (hidden_ones, uniform)]
    truth = [np.ones(len(chances[0])), np.zeros(len(chances[1]))]
    tried = len(pairs[0])
    return Trial(
        tried,
        int(hidden.sum()) - tried,
        samples,
        hits,
        np.concatenate(chances),
        np.concatenate(truth),
    )


def _hidden(
    count: int, dates: Places | None, share: float, rng: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Choose what is hidden: a share of all, or the newest of those with a date."""
    hidden = np.zeros(count, dtype=bool)
    if dates is None:
        hidden[rng.permutation(count)[: max(1, round(share * count))]] = True
        return hidden
    known = np.flatnonzero(dates > 0)
    order = known[np.lexsort((rng.random(len(known)), -dates[known]))]
    hidden[order[: max(1, round(share * len(known)))]] = True
    return hidden


@dataclass(frozen=True, slots=True)
class _Asked:
    """Pairs that every scorer is asked for, with their features."""

    pairs: Pairs
    features: Numbers

    @classmethod
    def of(cls, indices: Indices, pairs: Pairs) -> _Asked:
        return cls(pairs, indices.of(*pairs))


def _scorers(
    model: TieModel, indices: Indices, rng: np.random.Generator
) -> dict[str, Callable[[_Asked], Numbers]]:
    degrees, distance = (list(FEATURES).index(name) for name in ("degrees", "distance"))
    arena = indices.arena

    def common(asked: _Asked) -> Numbers:
        tails, heads = asked.pairs
        own = row_dots(arena.target[tails], arena.target[heads])
        return own + row_dots(arena.context[tails], arena.context[heads])

    return {
        "model": lambda asked: model.scores(asked.features),
        "preferential": lambda asked: asked.features[:, degrees],
        "common": common,
        "distance": lambda asked: -asked.features[:, distance],
        "random": lambda asked: rng.random(len(asked.pairs[0])),
    }


def _country_pairs(arena: Arena, indices: Indices, pairs: Pairs, rng: np.random.Generator) -> Pairs:
    """Draw, for each of `pairs`, pairs that are not tied with another second end of the same country.

    In this sort the countries tell nothing; only which city it is.
    """
    pool = np.flatnonzero(arena.second & (indices.degree > 0) & (arena.groups > 0))
    order = pool[np.argsort(arena.groups[pool], kind="stable")]
    tails = np.repeat(pairs[0], NEGATIVES)
    wanted = np.repeat(arena.groups[pairs[1]], NEGATIVES)
    low = np.searchsorted(arena.groups[order], wanted, "left")
    high = np.searchsorted(arena.groups[order], wanted, "right")
    some = high > low
    pick = low + np.floor(rng.random(len(wanted)) * (high - low)).astype(np.int64)
    heads = order[np.minimum(pick, max(0, len(order) - 1))] if len(order) else tails
    keep = some & (tails != heads) & ~tied(arena.target, tails, heads)
    return tails[keep], heads[keep]


def _lower(mine: Numbers, others: Numbers) -> Numbers:
    """Give, for each hidden tie, the share of the other pairs that score lower; equals count half."""
    if not len(others):
        return np.full(len(mine), np.nan)
    ordered = np.sort(others)
    below = np.searchsorted(ordered, mine, "left") + np.searchsorted(ordered, mine, "right")
    return below / (2 * len(others))


def _above(mine: Numbers, others: Numbers, rng: np.random.Generator) -> Numbers:
    """Give, for hidden ties from the highest score down, how many other pairs stand above each.

    Equals stand in an order drawn at random.
    """
    scores = np.concatenate([mine, others])
    true = np.concatenate([np.ones(len(mine)), np.zeros(len(others))])
    order = np.lexsort((rng.random(len(scores)), -scores))
    return np.asarray(np.cumsum(1 - true[order])[true[order] == 1])
