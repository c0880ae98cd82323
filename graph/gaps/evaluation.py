"""How far suggestions can be trusted: hide known ties, rank, and count how many come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ..chance.corrections import rounded
from ..dates import parse_date
from ..ensembles import run_pieces
from ..phrases import Phrase, counted, phrase
from ..phrases import mark as _
from .features import Arena, arena_of
from .ground import Ground
from .model import FEW_TIES, fit
from .trials import DEPTHS, HiddenTies, Trial, hide_once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..dataset import Dataset
    from .features import Numbers, Places

SHARE = 0.1
SEEDS = 5
REPLICATES = 400
BINS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
TELLS = 0.6

SCORERS: dict[str, str] = {
    "model": _("model"),
    "preferential": _("preferential attachment (product of degrees)"),
    "common": _("common neighbours"),
    "distance": _("distance (the nearest first)"),
    "random": _("random"),
}
HIDINGS: dict[str, str] = {
    "random": _("drawn at random"),
    "newest": _("the newest by date"),
}
FIGURES: dict[str, str] = {
    "auc_uniform": _("AUC, uniform"),
    "auc_matched": _("AUC, matched on degree"),
    "auc_country": _("AUC, same countries"),
    "average_precision": _("average precision"),
    **{f"precision_{depth}": f"P@{depth}" for depth in DEPTHS},
}


@dataclass(frozen=True, slots=True)
class Trust:
    """How one scorer found the hidden ties of one kind.

    ``figures`` gives, for each of `FIGURES`, (mean over the seeds, lower, upper bound of 95 %);
    NaN where undefined. ``hidden`` counts the hidden ties over all seeds, ``left_out`` those more
    of which an end had become isolated.
    """

    kind: str
    hiding: str
    scorer: str
    hidden: int
    left_out: int
    figures: Mapping[str, tuple[float, float, float]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every trial, the calibration, the models' weights, and what must be said of them.

    ``calibration`` has, by kind, rows of (lower bound, upper bound, pairs, mean predicted share,
    observed share). ``too_few`` counts the ties of the kinds that could not be tried.
    """

    share: float
    seeds: int
    first: int
    rows: tuple[Trust, ...]
    calibration: Mapping[str, tuple[tuple[float, float, int, float, float], ...]]
    weights: Mapping[str, tuple[tuple[str, float], ...]]
    too_few: Mapping[str, int]
    ground: Ground = field(repr=False)

    def facts(self) -> tuple[Phrase, ...]:
        """Say how ties were hidden, which kinds had too few, and what the scores cannot tell."""
        kinds = self.ground.dataset.vocabulary.tie_kinds
        facts = [
            phrase(
                _(
                    "{share} % of the known ties were hidden, {seeds} times (seeds {first} to {last}). Features, weights and calibration come from the others alone. Pairs without a tie: ten for each hidden one, drawn uniformly, matched on the degrees of both ends, or between the same countries. Average precision is against the uniform ones."
                ),
                share=round(100 * self.share),
                seeds=self.seeds,
                first=self.first,
                last=self.first + self.seeds - 1,
            ),
            Phrase(
                _(
                    "P@10, P@50 and P@100 are the shares of hidden ties among the first suggestions, drawn from all candidate pairs. A tie that nobody has recorded counts as wrong there, so the true shares are higher. Intervals of 95 %: bootstrap over the hidden ties; Wilson for P@."
                )
            ),
        ]
        facts += [
            counted(
                _(
                    "Too few to tell: {kind}, of which {count} tied pair is known; {needed} are needed. Suggestions rest on given weights there, and none of their scores is a chance."
                ),
                _(
                    "Too few to tell: {kind}, of which {count} tied pairs are known; {needed} are needed. Suggestions rest on given weights there, and none of their scores is a chance."
                ),
                count,
                kind=kinds[kind].several,
                needed=FEW_TIES,
            )
            for kind, count in self.too_few.items()
        ]
        for row in self.rows:
            country = row.figures["auc_country"]
            if row.scorer == "model" and row.hiding == "random":
                tried = phrase(
                    _("{kind}: {hidden} hidden ties were tried, {lost} left out (an end had become isolated)."),
                    kind=kinds[row.kind].several,
                    hidden=row.hidden,
                    lost=row.left_out,
                )  # fmt: skip
                facts.append(tried)
                if not country[1] >= TELLS:
                    facts.append(
                        phrase(
                            _("{kind}: the model tells from which countries a partner comes, but hardly which city it is."),
                            kind=kinds[row.kind].several,
                        )
                    )  # fmt: skip
        return tuple(facts)


def evaluate(
    dataset: Dataset,
    *,
    at: str | int | None = None,
    share: float = SHARE,
    seeds: int = SEEDS,
    first: int = 0,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Evaluation:
    """Hide a `share` of the ties that hold, `seeds` times, and say how well each scorer finds them.

    The draws of each time have a seed of their own, from `first` on. Every kind of tie between equals and of affiliation with at least `FEW_TIES` tied pairs
    is tried by itself: hidden at random and, where as many are dated, the newest. Each time is a
    block of its own for `workers` and `scheduler`, see `alianza.graph.ensembles.run`.
    """
    ground = Ground(dataset, None if at is None else str(at))
    weights: dict[str, tuple[tuple[str, float], ...]] = {}
    too_few: dict[str, int] = {}
    trials: dict[tuple[str, str], HiddenTies] = {}
    kinds = dataset.vocabulary.tie_kinds
    present = sorted({str(tie["kind"]) for tie in ground.ties})
    for kind in present:
        two_mode = kinds[kind].two_mode
        if kind not in ground.link_kinds and not two_mode:
            continue
        arena = arena_of(ground, frozenset({kind}), two_mode=two_mode)
        count = len(arena.ties()[0])
        if count < FEW_TIES:
            too_few[kind] = count
            continue
        weights[kind] = tuple(fit(arena).table())
        for hiding in HIDINGS:
            dates = _dates(ground, kind, arena) if hiding == "newest" else None
            if dates is not None and int((dates > 0).sum()) < FEW_TIES:
                continue
            trials[kind, hiding] = HiddenTies(arena, dates)
    blocks = [(trial, seed) for trial in trials for seed in range(first, first + seeds)]
    work = partial(hide_once, trials, share)
    done = run_pieces(work, blocks, workers=workers, scheduler=scheduler)
    found = {trial: [one for (of, _seed), one in zip(blocks, done, strict=True) if of == trial]
             for trial in trials}  # fmt: skip
    rows = [row for trial in trials for row in _trust(*trial, found[trial])]
    calibration = {
        kind: _calibration(
            np.concatenate([one.predicted for one in times]),
            np.concatenate([one.truth for one in times]),
        )
        for (kind, hiding), times in found.items()
        if hiding == "random"
    }
    return Evaluation(share, seeds, first, tuple(rows), calibration, weights, too_few, ground)


def _dates(ground: Ground, kind: str, arena: Arena) -> Places:
    """Give the first day of each tied pair of the arena as a number, 0 where none is known."""
    place = {actor: index for index, actor in enumerate(arena.ids)}
    first: dict[frozenset[int], int] = {}
    for tie in ground.ties:
        if tie["kind"] == kind and tie["start"]:
            pair = frozenset((place[str(tie["from"])], place[str(tie["to"])]))
            day = parse_date(tie["start"]).earliest.toordinal()
            first[pair] = min(day, first.get(pair, day))
    tails, heads = arena.ties()
    return np.array(
        [first.get(frozenset(pair), 0) for pair in zip(tails.tolist(), heads.tolist(), strict=True)],
        dtype=np.int64,
    )  # fmt: skip


def _trust(kind: str, hiding: str, times: list[Trial]) -> list[Trust]:
    """Put the times together, a row a scorer."""
    tried, left_out = sum(one.tried for one in times), sum(one.left_out for one in times)
    return [
        Trust(
            kind, hiding, name, tried, left_out,
            _figures([one.samples[name] for one in times], [one.hits[name] for one in times]),
        )
        for name in SCORERS
    ]  # fmt: skip


def _figures(
    samples: list[dict[str, Numbers]], hits: list[list[int]]
) -> dict[str, tuple[float, float, float]]:
    """Average over the seeds, with intervals: the same draws of hidden ties for every scorer."""
    figures = {}
    for name in ("auc_uniform", "auc_matched", "auc_country", "average_precision"):
        statistic = _precision if name == "average_precision" else _mean
        values, replicates = [], []
        for seed, sample in enumerate(samples):
            size = len(sample[name])
            if not size:
                continue
            values.append(float(statistic(np.ones((1, size)), sample[name])[0]))
            rng = np.random.default_rng([seed, 11])
            drawn = rng.multinomial(size, np.full(size, 1 / size), REPLICATES)
            replicates.append(statistic(drawn.astype(np.float64), sample[name]))
        if not values:
            figures[name] = (float("nan"),) * 3
            continue
        spread = np.mean(replicates, axis=0)
        low, high = (float(x) for x in np.percentile(spread, [2.5, 97.5]))
        figures[name] = (float(np.mean(values)), low, high)
    for place, depth in enumerate(DEPTHS):
        total = depth * len(hits)
        found = sum(row[place] for row in hits)
        figures[f"precision_{depth}"] = (found / total, *wilson(found, total))
    return figures


def _mean(weights: Numbers, shares: Numbers) -> Numbers:
    return np.asarray(weights @ shares / weights.sum(axis=1))


def _precision(weights: Numbers, above: Numbers) -> Numbers:
    """Give the average precision of hidden ties counted with `weights`, in their order."""
    mine = np.cumsum(weights, axis=1)
    return np.asarray((weights * mine / np.maximum(mine + above, 1)).sum(axis=1) / weights.sum(axis=1))  # fmt: skip


def wilson(found: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927).

    >>> [round(x, 3) for x in wilson(2, 40)]
    [0.014, 0.165]
    """
    share = found / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * (share * (1 - share) / total + z * z / (4 * total**2)) ** 0.5
    # At either end the bound is the share itself, but for the last digit.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def _calibration(
    predicted: Numbers, truth: Numbers
) -> tuple[tuple[float, float, int, float, float], ...]:
    """Compare predicted with observed shares, one hidden tie to ten other pairs."""
    rows = []
    for low, high in pairwise(BINS):
        inside = (predicted >= low) & ((predicted < high) | (high == BINS[-1]))
        if inside.any():
            rows.append(
                (
                    low,
                    high,
                    int(inside.sum()),
                    float(rounded(predicted[inside].mean())),
                    float(truth[inside].mean()),
                )
            )
    return tuple(rows)
