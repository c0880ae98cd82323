"""The same view year by year or phase by phase: its numbers, and the ties that come and go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .conditions import cells_of, conditions
from .dates import FIRST, LAST, held_at, parse_date
from .faults import ViewError
from .phrases import Phrase, counted, phrase
from .phrases import mark as _
from .selection import DROPPED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from .dataset import Dataset
    from .dates import Span
    from .measures import FigureValue
    from .view import View

YEAR = "year"
# Years or phases that one answer spans.
MOST = 500


@dataclass(frozen=True)
class Slices:
    """A view for each year or phase, in their order, and the sentences that say how it was cut.

    ``by`` is ``year`` or a column of the ties. ``whole`` is the view that is cut; ``views`` holds
    None for a year or phase without ties that make such a view.
    """

    by: str
    whole: View
    views: Mapping[str, View | None]
    facts: tuple[Phrase, ...]


def slices(dataset: Dataset, by: str = YEAR, **options: Any) -> Slices:
    """Cut a view into years, or into the values of a column of the ties.

    `options` are those of `alianza.graph.view.build_view`. By year, ``at`` may hold the years to
    span (``2010/2020``); without it they run from the first to the last year that the dates of the
    counted ties name. A tie counts in every year in which it held; those without a date count
    in every year, unless ``undated`` is ``"drop"``. By a column, ties with an empty cell are in no
    phase. A view is two-mode in every slice if it is as a whole.

    Raises UnknownNameError for a column that is not there, ViewError where there is nothing to
    cut or the options do not go together.
    """
    undated = options.get("undated", "keep")
    span = None
    if by == YEAR:
        at = options.get("at")
        if at is not None:
            span = _years(dataset.view(**{**options, "undated": "keep"}), str(at))
        # To drop undated ties needs a date, which the whole has not.
        options = {**options, "at": None, "undated": "keep"}
    whole = dataset.view(**options)
    if not options.get("project"):
        options["two_mode"] = whole.modes is not None
    if by == YEAR:
        names = span or named_years(whole)
        cuts: dict[str, dict[str, Any]] = {
            year: {"at": year, "undated": undated} for year in map("{:04}".format, names)
        }
        facts = _year_facts(whole, undated, list(cuts))
    else:
        cells = cells_of(dataset, by)
        present = Counter(item for tie in whole.tie_ids for item in cells[tie])
        wanted = conditions(options.get("where"))
        asked = wanted.get(by)
        phases = sorted(name for name in present if name and (asked is None or name in asked))
        cuts = {name: {"where": {**wanted, by: name}} for name in phases}
        facts = _phase_facts(by, present[""])
    if not cuts:
        raise ViewError(phrase(_("No tie of this view has anything under {column}."), column=by))
    if len(cuts) > MOST:
        raise ViewError(
            phrase(
                _("{column} cuts this view into {count} parts; {most} are the most."),
                column=by,
                count=len(cuts),
                most=MOST,
            )
        )
    views = {name: _view(dataset, whole, {**options, **cut}) for name, cut in cuts.items()}
    return Slices(by, whole, views, facts)


def _view(dataset: Dataset, whole: View, options: dict[str, Any]) -> View | None:
    """Give the view, or None where no tie is left to make it; modes are named as in the whole."""
    try:
        view = dataset.view(**options)
    except ViewError:
        # The same options made the whole: what lacks here is ties.
        return None
    return replace(view, mode_names=whole.mode_names)


def _year_facts(view: View, undated: str, years: list[str]) -> tuple[Phrase, ...]:
    bare = [status for start, end, status in dates_of(view).values() if not start and not end]
    ended = bare.count("ended")
    if not years:
        return ()
    facts = [
        phrase(
            _("Cut by year, {first} to {last}: a tie counts in every year in which it held."),
            first=years[0],
            last=years[-1],
        )
    ]
    if len(bare) > ended:
        facts.append(
            counted(
                _("{count} tie without a date is left out of every year."),
                _("{count} ties without a date are left out of every year."),
                len(bare) - ended,
            )
            if undated == "drop"
            else counted(
                _("{count} tie without a date counts in every year."),
                _("{count} ties without a date count in every year."),
                len(bare) - ended,
            )
        )
    if ended:
        facts.append(Phrase(DROPPED["ended"][0], {"count": ended}, DROPPED["ended"][1], ended))
    return tuple(facts)


def _phase_facts(column: str, empty: int) -> tuple[Phrase, ...]:
    facts = [phrase(_("Cut by {column}: a tie counts where it has the value."), column=column)]
    if empty:
        facts.append(
            counted(
                _("{count} tie has nothing under {column} and is in no part."),
                _("{count} ties have nothing under {column} and are in no part."),
                empty,
                column=column,
            )
        )
    return tuple(facts)


def dates_of(view: View) -> dict[str, tuple[str, str, str]]:
    """Give start, end and status of the ties that a view counts, by id."""
    table = view.dataset.ties
    columns = (table[name].tolist() for name in ("id", "start", "end", "status"))
    every = {tie: (start, end, status) for tie, start, end, status in zip(*columns, strict=True)}
    return {tie: every[tie] for tie in view.tie_ids}


def named_years(view: View) -> range:
    """Give the years from the first to the last that a date of the counted ties names."""
    years: list[int] = []
    for start, end, _status in dates_of(view).values():
        for cell in (start, end):
            if cell:
                years += _named(parse_date(cell))
    return range(min(years), max(years) + 1) if years else range(0)


def _named(span: Span) -> list[int]:
    return [day.year for day in (span.earliest, span.latest) if day not in (FIRST, LAST)]


def _years(view: View, at: str) -> range:
    """Give the years of a span such as ``2010/2020``; an open side ends with the ties' dates."""
    span = parse_date(at.strip())
    named = named_years(view)
    first = span.earliest.year if span.earliest != FIRST else min(named, default=1)
    last = span.latest.year if span.latest != LAST else max(named, default=0)
    return range(first, last + 1)


def measures_over_time(cut: Slices, names: Sequence[str]) -> pd.DataFrame:
    """Measure every actor in every slice: a row for each actor of each slice that has a view.

    Columns: ``id``, ``label``, ``kind``, the name of the cut (``year`` or the column), then a value
    and a rank a measure as `alianza.graph.measures.measure_table` gives them. Rows are in the
    order of the slices, then of ids.

    Raises UnknownNameError and ViewError as `measure_table` does.
    """
    import pandas as pd  # noqa: PLC0415

    from .measures import measure_table  # noqa: PLC0415

    key = slice_column(cut)
    tables = []
    for name, view in cut.views.items():
        if view is None:
            continue
        table = measure_table(view, names).reset_index()
        table.insert(3, key, name)
        tables.append(table)
    if not tables:
        raise ViewError(phrase(_("No tie of this view has anything under {column}."), column=key))
    return pd.concat(tables, ignore_index=True)


def slice_column(cut: Slices) -> str:
    """Name the column that holds the slice, apart from the other columns of the answer."""
    return f"tie_{cut.by}" if cut.by in {"id", "label", "kind"} else cut.by


def figures_over_time(
    cut: Slices, names: Sequence[str] | None = None
) -> dict[str, dict[str, FigureValue]]:
    """Give the figures of every slice, those of one without a view being None.

    Without `names`, every figure that has a meaning for the slices.
    """
    from .measures import summarise  # noqa: PLC0415

    found = {
        name: {} if view is None else summarise(view, names) for name, view in cut.views.items()
    }
    order = dict.fromkeys(figure for values in found.values() for figure in values)
    return {
        name: {figure: values.get(figure) for figure in order} for name, values in found.items()
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the ties from one year to the next; ``held`` counts those of the year.

    ``appear`` had not held in any year before, ``returned`` had, but not in the last; ``ended``
    held in the last and not in this: held = held before + appear + returned − ended.
    """

    year: int
    held: int
    appear: int
    ended: int
    returned: int


@dataclass(frozen=True, slots=True)
class Changes:
    """The change of every year, and the sentences that say what was counted."""

    rows: tuple[Change, ...]
    facts: tuple[Phrase, ...]


def changes(dataset: Dataset, **options: Any) -> Changes:
    """Count, for every year, the ties that hold, appear, end and return.

    A tie here is a tied pair of one kind (ordered if the kind is directed), so that one which is
    renewed after a pause returns. It holds in a year if it held on some day of it; ties without
    a date are left out and counted. `options` and the years are those of `slices`; the view is not
    projected. Raises ViewError where no tie has a date.
    """
    if options.get("project"):
        raise ViewError(Phrase(_("Ties that come and go are not projected: leave out --project.")))
    at = options.get("at")
    options = {**options, "at": None, "undated": "keep"}
    view = dataset.view(**options)
    years = _years(view, str(at)) if at is not None else named_years(view)
    dates = dates_of(view)
    dated = {tie: row for tie, row in dates.items() if row[0] or row[1]}
    if not dated or not years:
        raise ViewError(Phrase(_("No tie of this view has a date.")))
    pairs = _pairs(view)
    before: frozenset[tuple[str, str, str]] = frozenset()
    seen: set[tuple[str, str, str]] = set()
    rows = []
    for year in range(years.start - 1, years.stop):
        day = parse_date(f"{max(year, 1):04}")
        now = frozenset(
            pairs[tie]
            for tie, (start, end, status) in dated.items()
            if year > 0 and held_at(start, end, status, day)
        )
        if year >= years.start:
            new = now - before
            rows.append(
                Change(
                    year,
                    held=len(now),
                    appear=len(new - seen),
                    ended=len(before - now),
                    returned=len(new & seen),
                )
            )
        elif year > 0:
            # What held before the first year and paused in the one before it is not new either.
            earlier = parse_date(f"../{year:04}")
            seen |= {
                pairs[tie]
                for tie, (start, end, status) in dated.items()
                if held_at(start, end, status, earlier)
            }
        seen |= now
        before = now
    facts = [
        Phrase(
            _(
                "A tie is here a tied pair of one kind, which holds in a year if it held on a day of it."
            )
        ),
        *view.facts,
    ]
    if len(dated) < len(dates):
        facts.append(
            counted(
                _("{count} tie without a date is left out of every year."),
                _("{count} ties without a date are left out of every year."),
                len(dates) - len(dated),
            )
        )
    return Changes(tuple(rows), tuple(facts))


def _pairs(view: View) -> dict[str, tuple[str, str, str]]:
    """Give, by id, the kind and the two ends of the counted ties, in one order if symmetric."""
    table = view.dataset.ties
    kinds = view.dataset.vocabulary.tie_kinds
    found = {}
    columns = (table[name].tolist() for name in ("id", "from", "to", "kind"))
    counted_ids = set(view.tie_ids)
    for tie, tail, head, kind in zip(*columns, strict=True):
        if tie in counted_ids:
            ends = (tail, head) if kinds[kind].directed else tuple(sorted((tail, head)))
            found[tie] = (kind, ends[0], ends[1])
    return found
