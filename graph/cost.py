"""What all-pairs work will take: said before it begins, asked about when it is much, or estimated.

Seconds are an estimate from the size that is left after compression; nothing is decided by a
clock, so the same view and the same choice always give the same answer.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .faults import AlianzaError
from .notices import tell
from .phrases import Phrase, counted, phrase
from .phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Iterator

# Seconds from which the estimate is said before the work begins.
LONG = 5.0
# Seconds beyond which exact betweenness is computed only if asked for.
MOST = 120.0
# The chance with which the bound of an estimate holds, for all actors at once.
CHANCE = 0.95

# Seconds for each vertex × entry of the matrix left, on one core, as benchmarks showed; rough.
RATES: dict[tuple[str, str], float] = {
    ("betweenness", "kernel"): 5e-9,
    ("betweenness", "library"): 9e-9,
    ("betweenness", "plain"): 4e-8,
    ("weighted betweenness", "kernel"): 6e-8,
    ("weighted betweenness", "library"): 1e-7,
    ("weighted betweenness", "plain"): 2e-6,
    ("tie betweenness", "kernel"): 1.5e-8,
    ("tie betweenness", "library"): 1.5e-8,
    ("tie betweenness", "plain"): 2e-6,
    ("distances", "kernel"): 2e-10,
    ("distances", "plain"): 1e-9,
    ("distances by length", "plain"): 6e-8,
}
NAMES: dict[str, str] = {
    "sample": _("An estimate of betweenness"),
    "betweenness": _("Exact betweenness"),
    "weighted betweenness": _("Exact betweenness"),
    "tie betweenness": _("Exact betweenness of ties"),
    "distances": _("Distances between all actors"),
    "distances by length": _("Distances between all actors"),
    "communities": _("Communities"),
}
_MINUTE, _HOUR = 60, 3600


class CostlyError(AlianzaError, ValueError):
    """Exact work beyond the stated cost that nobody asked for by name."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How betweenness was estimated: from ``sample`` of ``actors`` sources, drawn with ``seed``.

    With a chance of at least ``chance``, no actor's value is further than ``bound`` (a share of
    all pairs of others) or ``bound_raw`` (pairs) from the exact one.
    """

    sample: int
    actors: int
    seed: int
    bound: float
    bound_raw: float
    chance: float = CHANCE


@dataclass(frozen=True, slots=True)
class Choice:
    """What is done about costly work: refused beyond ``most`` seconds, estimated from a ``sample``."""

    most: float | None = None
    sample: int | None = None
    seed: int = 1
    used: list[Estimate] = field(default_factory=list, compare=False)


_CURRENT: ContextVar[Choice] = ContextVar("choice", default=Choice())  # noqa: B039 - its list is never read


def choice() -> Choice:
    """Give what holds now; unless `choosing`, nothing is refused and nothing estimated."""
    return _CURRENT.get()


@contextmanager
def choosing(
    *, exact: bool = False, sample: int | None = None, seed: int = 1, most: float = MOST
) -> Iterator[Choice]:
    """Inside a ``with``, refuse exact betweenness beyond `most` seconds unless `exact`.

    With `sample`, betweenness is estimated from so many sources instead. Raises ValueError for
    a sample of fewer than one.

    >>> with choosing(sample=100):
    ...     choice().sample
    100
    """
    if sample is not None and sample < 1:
        raise ValueError(sample)
    made = Choice(None if exact else most, None if exact else sample, seed)
    token = _CURRENT.set(made)
    try:
        yield made
    finally:
        _CURRENT.reset(token)


def seconds(question: str, way: str, vertices: int, entries: int, threads: int = 1) -> float:
    """Estimate the seconds of a search from each of `vertices` over `entries` of the matrix."""
    return RATES[question, way] * vertices * entries / threads


def weigh(question: str, about: float, actors: int) -> None:
    """Say how long work of `about` seconds may take, if that is long.

    Raises CostlyError for betweenness beyond what `choosing` allows.
    """
    most = choice().most
    if most is not None and about > most and "betweenness" in question:
        raise CostlyError(
            phrase(
                _(
                    "{what} of {actors} actors would take {time} (an estimate). Compute it all the"
                    " same with --exact, or estimate it from K sources with --sample K."
                ),
                what=Phrase(NAMES[question]),
                actors=actors,
                time=spelled(about),
            )
        )
    if about >= LONG:
        tell(
            phrase(
                _("{what} of {actors} actors: {time} (an estimate). Ctrl-C ends it."),
                what=Phrase(NAMES[question]),
                actors=actors,
                time=spelled(about),
            ),
            detail=False,
        )


def spelled(about: float) -> Phrase:
    """Say seconds as people do, two digits at most: seconds, minutes or hours."""
    if about < 2 * _MINUTE:
        return counted(_("about {count} second"), _("about {count} seconds"), _short(about))
    if about < 2 * _HOUR:
        many = _short(about / _MINUTE)
        return counted(_("about {count} minute"), _("about {count} minutes"), many)
    return counted(_("about {count} hour"), _("about {count} hours"), _short(about / _HOUR))


def _short(number: float) -> int:
    return max(1, int(float(f"{number:.2g}")))


def estimate_phrase(found: Estimate) -> Phrase:
    """Say how values were estimated, and how far off they may be."""
    return phrase(
        _(
            "Betweenness is estimated, from {sample} of {actors} sources drawn at random (seed {seed};"
            " Brandes and Pich 2007). With a chance of {chance} %, no estimated value is further than"
            " {bound} from the exact one ({raw} pairs in raw values; Serfling 1974)."
        ),
        sample=found.sample,
        actors=found.actors,
        seed=found.seed,
        chance=round(100 * found.chance),
        bound=_figures(found.bound),
        raw=_figures(found.bound_raw),
    )


def _figures(number: float) -> float:
    """Round up at the third digit, so that a bound stays one."""
    if number == 0:
        return 0.0
    rounded = float(f"{number:.2e}")
    return rounded if rounded >= number else float(f"{number * 1.005:.2e}")
