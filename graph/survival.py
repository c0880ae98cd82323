"""How long ties last: the survival curve of Kaplan and Meier, with those that still hold."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from .conditions import cells_of
from .dates import FIRST, LAST, parse_date
from .faults import ViewError
from .over_time import dates_of, named_years
from .phrases import Phrase, counted, phrase
from .phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .dataset import Dataset

Z = 1.959963984540054
"""The 97.5% quantile of the normal distribution, for intervals of 95%."""


class Spell(NamedTuple):
    """How many years a tie was seen to last, and whether it was seen to end."""

    years: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a survival curve: what happened after so many years, and what share is left.

    Of the ``at_risk`` ties that were seen to last at least ``years``, ``ended`` ended then and
    ``censored`` were seen no longer. ``survival`` is the share that lasts longer, ``error`` its
    standard error (Greenwood), ``low`` and ``high`` the 95% interval on the scale of log(−log),
    which stays within 0 and 1. The error of a share of 0 and the interval of shares of 0 and 1 are
    undefined: None.
    """

    years: int
    at_risk: int
    ended: int
    censored: int
    survival: float
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Survival:
    """The curve of every group of ties, and the sentences that say what was counted.

    ``curves`` is by the value of the column asked for, ``""`` where none was. ``medians`` holds
    the first number of years after which half or fewer are left, None where more than half last.
    """

    curves: dict[str, tuple[Step, ...]]
    medians: dict[str, int | None]
    facts: tuple[Phrase, ...]


def kaplan_meier(spells: Iterable[Spell]) -> tuple[Step, ...]:
    """Estimate which share of ties lasts longer than each number of years.

    A step for each number of years at which a tie ended or was last seen; those last seen count as
    at risk in that year. Kaplan and Meier 1958; Greenwood 1926.

    >>> round(kaplan_meier([Spell(1, True), Spell(2, False), Spell(3, True)])[0].survival, 3)
    0.667
    """
    rows = sorted(spells)
    steps = []
    left, survival, summed = len(rows), 1.0, 0.0
    for years in sorted({spell.years for spell in rows}):
        here = [spell for spell in rows if spell.years == years]
        ended = sum(spell.ended for spell in here)
        if ended:
            survival *= 1 - ended / left
            summed += ended / (left * (left - ended)) if ended < left else math.inf
        low, high = _interval(survival, summed)
        steps.append(
            Step(
                years=years,
                at_risk=left,
                ended=ended,
                censored=len(here) - ended,
                survival=survival,
                error=survival * math.sqrt(summed) if math.isfinite(summed) else None,
                low=low,
                high=high,
            )
        )
        left -= len(here)
    return tuple(steps)


def _interval(survival: float, summed: float) -> tuple[float | None, float | None]:
    """Give the 95% interval from a share and Greenwood's sum; None for shares of 0 and 1."""
    if not 0 < survival < 1:
        return None, None
    reach = math.exp(Z * math.sqrt(summed) / -math.log(survival))
    return survival**reach, survival ** (1 / reach)


def median_years(steps: tuple[Step, ...]) -> int | None:
    """Give the first number of years after which half or fewer are left; None if more last."""
    return next((step.years for step in steps if step.survival <= 0.5 + 1e-12), None)


def spell_of(start: str, end: str, status: str, until: int) -> Spell | None:
    """Give how long a tie was seen to last by the end of the year `until`, in whole years.

    From the first year that its start may mean to the last that its end may: 2010 to 2014 is 4.
    One that still holds, and one that ended on an unknown day, lasted at least to the year in which
    it was last seen. None if its start is not known, or lies after `until`.
    """
    if not start:
        return None
    begins = parse_date(start)
    if begins.earliest == FIRST or begins.earliest.year > until:
        return None
    last, ended = until, False
    if end:
        left, slash, right = end.partition("/")
        if slash and right in {"", ".."}:
            last = parse_date(left).latest.year
        else:
            last, ended = parse_date(end).latest.year, True
    elif begins.interval:
        if begins.latest != LAST:
            last, ended = begins.latest.year, True
    elif status == "ended":
        last = begins.latest.year
    if last > until:
        last, ended = until, False
    return Spell(max(0, last - begins.earliest.year), ended)


def survival(
    dataset: Dataset, by: str | None = None, until: int | None = None, **options: Any
) -> Survival:
    """Estimate how long the ties of a view last, those of each value of the column `by` apart.

    `until` is the year to which ties that still hold were observed, by default the last that a
    date of the counted ties names. Ties whose start is not known are left out and counted; so are
    those that begin after `until`. `options` are those of `alianza.graph.view.build_view`.

    Raises ViewError where no tie has a start, UnknownNameError for a column that is not there.
    """
    view = dataset.view(**options)
    named = named_years(view)
    last = until if until is not None else (named.stop - 1 if named else 0)
    dates = dates_of(view)
    cells = cells_of(dataset, by) if by else dict.fromkeys(dates, ("",))
    groups: dict[str, list[Spell]] = {}
    missing = 0
    for tie, row in dates.items():
        spell = spell_of(*row, last)
        if spell is None:
            missing += 1
            continue
        for group in cells[tie]:
            groups.setdefault(group, []).append(spell)
    if not groups:
        raise ViewError(Phrase(_("No tie of this view has a start.")))
    facts = [
        phrase(
            _(
                "Years run from the first that a start may mean to the last that an end may. Ties that"
                " still hold were seen until {year}; those and ties that ended on an unknown day count as"
                " lasting at least so long (right-censored)."
            ),
            year=str(last),
        ),
        *view.facts,
    ]
    if missing:
        facts.append(
            counted(
                _("{count} tie without a known start by then is left out."),
                _("{count} ties without a known start by then are left out."),
                missing,
            )
        )
    curves = {group: kaplan_meier(groups[group]) for group in sorted(groups)}
    return Survival(
        curves, {group: median_years(steps) for group, steps in curves.items()}, tuple(facts)
    )
