"""Which new ties would help most: greedy, with its guarantee, against every choice where that is feasible."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, product
from math import comb, log1p
from typing import TYPE_CHECKING, Any

import numpy as np

from .faults import ViewError
from .gaps.ground import Ground
from .gaps.rows import pair_of
from .phrases import Phrase, counted, phrase
from .phrases import mark as _
from .scenarios import ActorNames, ScenarioError
from .view import known_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from .dataset import Dataset
    from .gaps.ground import Pair
    from .view import View

    Numbers = NDArray[np.float64]
    Places = tuple[int, int]

GOALS: dict[str, tuple[str, str]] = {
    "for": (
        _("harmonic closeness of {actor}"),
        _(
            "Closeness gained this way has falling returns (it is submodular), so the greedy choice reaches at least 1 − 1/e, about 63 %, of the best possible gain (Nemhauser, Wolsey and Fisher 1978; Crescenzi and others 2016)."
        ),
    ),
    "distance": (
        _("mean inverse distance of all actors"),
        _("For this goal the greedy choice has no guarantee: two ties may help only together."),
    ),
    "robustness": (
        _("minus the actors cut off, summed over the loss of each single actor"),
        _("For this goal the greedy choice has no guarantee: two ties may help only together."),
    ),
    "balance": (
        _("even spread of direct ties: the sum of log(1 + ties) over the survey frame"),
        _(
            "This goal has falling returns (it is submodular), so the greedy choice reaches at least 1 − 1/e, about 63 %, of the best possible gain (Nemhauser, Wolsey and Fisher 1978)."
        ),
    ),
}
FEASIBLE = 5_000
CANDIDATES = 100
HUBS = 10
LARGEST = 2_000


@dataclass(frozen=True, slots=True)
class Addition:
    """A tie to add, the goal's value with it and those before it, and what it gains."""

    pair: Pair
    value: float
    gain: float


@dataclass(frozen=True, eq=False, slots=True)
class Proposal:
    """The additions in the order of the greedy choice, and how good that choice is.

    ``start`` is the goal's value before; ``best`` the gain of the best choice of as many ties among the
    ``candidates``, None where there are too many choices to try (``choices``).
    """

    goal: Phrase
    guarantee: Phrase
    start: float
    additions: tuple[Addition, ...]
    candidates: int
    choices: int
    best: float | None
    ground: Ground = field(repr=False)

    @property
    def gain(self) -> float:
        """Give what all additions gain together."""
        return self.additions[-1].value - self.start if self.additions else 0.0

    def facts(self) -> tuple[Phrase, ...]:
        """Say the goal, the guarantee, and the comparison with every choice."""
        facts = [
            phrase(
                _("Goal: {goal}. Before: {start}."),
                goal=self.goal,
                start=round(self.start, 4) + 0.0,
            ),
            counted(
                _("Chosen among {count} pair without a tie."),
                _("Chosen among {count} pairs without a tie."),
                self.candidates,
            ),
            self.guarantee,
        ]
        if not self.additions:
            facts.append(Phrase(_("No tie among these helps.")))
        elif self.best is None:
            text = _("Trying all {choices} choices was not feasible.")
            facts.append(phrase(text, choices=self.choices))
        elif self.best > 0:
            text = _(
                "Of all {choices} choices the best gains {best}; this one reaches {share} % of it."
            )
            share = round(100 * self.gain / self.best, 1)
            facts.append(phrase(text, choices=self.choices, best=round(self.best, 4), share=share))
        return tuple(facts)  # fmt: skip


def best_additions(
    dataset: Dataset,
    count: int,
    goal: str = "distance",
    *,
    actor: str | None = None,
    **options: Any,
) -> Proposal:
    """Give `count` new ties that help a goal most: one of `GOALS`, or an actor's closeness.

    With `actor` (an id or a name) the ties are its own and the goal is its harmonic closeness. The view of
    `options` is what is measured, in one mode. Candidates are pairs of the survey frame without a direct
    tie that holds: with `actor` all of its own, for the other goals the 100 first suggestions and pairs of those
    with the fewest direct ties: among themselves for balance, else with those that have most. Each step takes the addition that gains most;
    of equals, the first by ids. Raises ScenarioError for an unknown actor, UnknownNameError for a goal,
    ViewError where the view is too large for the goal.
    """
    known_name(goal, GOALS, _("a goal"))
    ground = Ground(dataset, None if options.get("at") is None else str(options["at"]))
    view = dataset.view(**{**options, "two_mode": False})
    place = {name: index for index, name in enumerate(view.ids)}
    said: dict[str, Any] = {}
    if actor is not None:
        names = ActorNames(dataset)
        ego = names.find(actor)
        if ego is None:
            raise names.refuse(actor)
        if ego not in place:
            raise ScenarioError(phrase(_("{actor} is not in this view."), actor=ego))
        goal, said = "for", {"actor": ground.names[ego]}
        pairs = [
            pair_of(ego, other)
            for other in sorted(ground.frame)
            if other in place and other != ego and pair_of(ego, other) not in ground.links
        ]
        value = _closeness(view, place[ego])
    elif goal == "for":
        raise ScenarioError(Phrase(_("For whom? Name an actor.")))
    else:
        if goal != "balance" and len(view) > LARGEST:
            text = _(
                "Only views of up to {most} actors can be tried for this goal; name an actor or filter."
            )
            raise ViewError(phrase(text, most=LARGEST))  # fmt: skip
        pairs = _candidates(ground, goal, place)
        value = {"distance": _nearness, "robustness": _wholeness, "balance": _balance(ground)}[
            goal
        ](view)
    ends = [(place[one], place[other]) for one, other in pairs]
    return _greedy(ground, goal, said, pairs, ends, value, count)


def _candidates(ground: Ground, goal: str, place: dict[str, int]) -> list[Pair]:
    from .gaps.suggestions import suggest  # noqa: PLC0415

    pairs = [row.pair for row in suggest(ground, CANDIDATES)]
    sizes = {actor: len(ground.partners.get(actor, {})) for actor in ground.frame}
    few = sorted(sizes, key=lambda actor: (sizes[actor], actor))[: int((2 * CANDIDATES) ** 0.5)]
    if goal == "balance":
        wide = list(combinations(few, 2))
    else:
        many = sorted(sizes, key=lambda actor: (-sizes[actor], actor))[:HUBS]
        wide = list(product(few, many))
    pairs += [
        pair_of(one, other)
        for one, other in wide
        if one != other and pair_of(one, other) not in ground.links
    ]
    return sorted({pair for pair in pairs if pair[0] in place and pair[1] in place})


def _greedy(
    ground: Ground,
    goal: str,
    said: dict[str, Any],
    pairs: list[Pair],
    ends: list[Places],
    value: Callable[[Sequence[Places]], float],
    count: int,
) -> Proposal:
    start = value([])
    chosen: list[int] = []
    additions: list[Addition] = []
    current = start
    for _step in range(min(count, len(pairs))):
        best, best_value = -1, -np.inf
        for number in range(len(pairs)):
            if number in chosen:
                continue
            # The last digits of a sum depend on its order; equals must stay equal.
            found = round(value([ends[place] for place in (*chosen, number)]), 10)
            if found > best_value:
                best, best_value = number, found
        if best_value <= current + 1e-12:
            break
        chosen.append(best)
        additions.append(Addition(pairs[best], best_value, best_value - current))
        current = best_value
    choices = comb(len(pairs), len(chosen))
    exhaustive = None
    if chosen and choices <= FEASIBLE:
        exhaustive = (
            max(
                value([ends[place] for place in choice])
                for choice in combinations(range(len(pairs)), len(chosen))
            )
            - start
        )
    label, guarantee = GOALS[goal]
    return Proposal(
        Phrase(label, said), Phrase(guarantee), start, tuple(additions), len(pairs), choices,
        exhaustive, ground,
    )  # fmt: skip


def _steps(view: View, sources: Sequence[int] | None = None) -> Numbers:
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    found = dijkstra(view.undirected, directed=False, indices=sources, unweighted=True)
    return np.asarray(found, dtype=np.float64)


def _closeness(view: View, ego: int) -> Callable[[Sequence[Places]], float]:
    """Give the harmonic closeness of one actor with ties of its own added.

    A shortest path from an actor never comes back to it, so one search from each new partner tells all.
    """
    own = _steps(view, [ego])[0]
    kept: dict[int, Numbers] = {}

    def value(added: Sequence[Places]) -> float:
        far = own
        for one, other in added:
            partner = other if one == ego else one
            if partner not in kept:
                kept[partner] = _steps(view, [partner])[0] + 1
            far = np.minimum(far, kept[partner])
        near = np.delete(far, ego)
        return float((1 / near).sum() / max(1, len(near)))

    return value


def _nearness(view: View) -> Callable[[Sequence[Places]], float]:
    """Give the mean inverse distance over all pairs, 0 for those that do not reach each other."""
    steps = _steps(view)
    n = len(view)

    def value(added: Sequence[Places]) -> float:
        far = steps
        for one, other in added:
            far = np.minimum(far, far[:, [one]] + 1 + far[[other], :])
            far = np.minimum(far, far.T)
        apart = far[~np.eye(n, dtype=bool)]
        return float((1 / apart).sum() / max(1, n * (n - 1)))

    return value


def _wholeness(view: View) -> Callable[[Sequence[Places]], float]:
    """Give minus the actors that would be cut off, summed over the loss of each single actor."""
    from dataclasses import replace  # noqa: PLC0415

    from .measures.cuts import articulation_actors  # noqa: PLC0415

    def value(added: Sequence[Places]) -> float:
        matrix = view.undirected
        if added:
            from scipy.sparse import csr_array  # noqa: PLC0415

            ends = np.array(added)
            both = np.concatenate([ends, ends[:, ::-1]])
            more = csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), matrix.shape)
            matrix = csr_array(matrix + more)
            matrix.data[:] = 1.0
            matrix.sort_indices()
        changed = replace(view, matrix=matrix, directed=False)
        return -float(sum(row.cut_off for row in articulation_actors(changed)))

    return value


def _balance(ground: Ground) -> Callable[[View], Callable[[Sequence[Places]], float]]:
    """Give the sum of log(1 + direct ties) over the survey frame."""

    def of_view(view: View) -> Callable[[Sequence[Places]], float]:
        sizes = [len(ground.partners.get(actor, {})) for actor in view.ids]
        base = sum(
            log1p(size)
            for actor, size in zip(view.ids, sizes, strict=True)
            if actor in ground.frame
        )

        def value(added: Sequence[Places]) -> float:
            more: dict[int, int] = {}
            for pair in added:
                for end in pair:
                    if view.ids[end] in ground.frame:
                        more[end] = more.get(end, 0) + 1
            return base + sum(
                log1p(sizes[end] + extra) - log1p(sizes[end]) for end, extra in more.items()
            )

        return value

    return of_view
