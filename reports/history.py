"""The full report over time: figures by year, the rank clock, ties that come and go, survival."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.measures import FIGURES
from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .over_time import CHANGE_COLUMNS, STEP_COLUMNS, TITLES, slices_phrase
from .part import Part, part
from .report import Block, Cell, Column, Drawing, Table

if TYPE_CHECKING:
    from ..graph.dataset import Dataset
    from ..graph.over_time import Changes, Slices
    from ..graph.survival import Survival
    from .language import Language

SHOWN = (
    *("actors", "tied_pairs", "density", "components", "mean_degree"),
    *("transitivity", "centralisation_degree"),
)
MOST_YEARS = 40
AFTER = (1, 2, 5, 10, 20, 50)


def time_part(dataset: Dataset, options: dict[str, Any], language: Language) -> Part | None:
    """Follow the same view through the years that its dates name; None where there are none."""
    from ..graph.faults import AlianzaError  # noqa: PLC0415
    from ..graph.over_time import changes, slices  # noqa: PLC0415
    from ..graph.survival import survival  # noqa: PLC0415

    whole = {**options, "at": None, "undated": "keep"}
    try:
        cut = slices(dataset, "year", **{**whole, "undated": "drop"})
        found = changes(dataset, **whole)
        lasting = survival(dataset, by="kind", **whole)
    except AlianzaError:
        # Without dates, or with more years than one answer spans, nothing is followed.
        return None
    figures = _figures_table(cut)
    coming, steps = _changes_table(found), _survival_table(lasting, dataset)
    blocks: list[Block | None] = [
        _summed(found),
        _last(figures),
        *_clock(cut, language),
        _last(coming),
        *_lasting(lasting, dataset),
        phrase(_("Figures by year and rank clock: {method}"), method=slices_phrase(cut)),
        phrase(_("Ties that come and go: {method}"), method=_joined(found.facts)),
        phrase(_("How long ties last (Kaplan and Meier 1958): {method}"), method=_joined(lasting.facts)),
    ]  # fmt: skip
    return part("time", _("Over time"), blocks, [figures, coming, steps])


def _joined(facts: tuple[Phrase, ...]) -> Phrase:
    places = {f"f{number}": fact for number, fact in enumerate(facts)}
    return Phrase(" ".join(f"{{{place}}}" for place in places), places)


def _figures_table(cut: Slices) -> Table:
    """Give a row a year, a column a figure."""
    from ..graph.over_time import figures_over_time  # noqa: PLC0415

    names = [name for name in SHOWN if cut.whole.modes is None or name != "transitivity"]
    found = figures_over_time(cut, names)
    columns = [Column(Phrase(_("year")))]
    columns += [
        Column(Phrase(FIGURES[name].label), "number", 0 if _whole(name) else 3) for name in names
    ]
    rows: list[tuple[Cell, ...]] = []
    for year, values in found.items():
        cells = [values.get(name) for name in names]
        rows.append((year, *(None if isinstance(cell, dict) else cell for cell in cells)))
    caption = Phrase(_("The same view in every year"))
    return Table(_("by year"), caption, tuple(columns), tuple(rows))


def _whole(name: str) -> bool:
    return name in {"actors", "tied_pairs", "components"}


def _changes_table(found: Changes) -> Table:
    columns = tuple(
        Column(Phrase(TITLES[name]), "text" if name == "year" else "number", None if name == "year" else 0)
        for name in CHANGE_COLUMNS
    )  # fmt: skip
    rows = tuple(
        (str(row.year), *(getattr(row, name) for name in CHANGE_COLUMNS[1:])) for row in found.rows
    )
    return Table(_("changes"), Phrase(_("Ties that hold, appear, end and return")), columns, rows)


def _last(table: Table) -> Table:
    """Keep the last years, and say where the others are."""
    if len(table.rows) <= MOST_YEARS:
        return table
    note = phrase(_("The last {count} years; all are in tables.xlsx."), count=MOST_YEARS)
    return Table(table.name, table.caption, table.columns, table.rows[-MOST_YEARS:], note)


def _summed(found: Changes) -> Phrase:
    rows = found.rows
    best = max(rows, key=lambda row: (row.appear, -row.year))
    return phrase(
        _(
            "From {first} to {last}: {appear} ties appeared, {ended} ended, {returned} returned. Most"
            " appeared in {year} ({most}). In {last}, {held} held."
        ),
        first=str(rows[0].year),
        last=str(rows[-1].year),
        appear=sum(row.appear for row in rows),
        ended=sum(row.ended for row in rows),
        returned=sum(row.returned for row in rows),
        year=str(best.year),
        most=best.appear,
        held=rows[-1].held,
    )


def _clock(cut: Slices, language: Language) -> list[Block]:
    from dataclasses import replace  # noqa: PLC0415

    from ..graph.faults import AlianzaError  # noqa: PLC0415
    from .rankclock import rank_clock, rank_clock_svg  # noqa: PLC0415

    recent = dict(list(cut.views.items())[-MOST_YEARS:])
    if len(recent) < 2:  # noqa: PLR2004
        return []
    try:
        clock = rank_clock(replace(cut, views=recent), "degree", language)
    except AlianzaError:
        # Nobody is ranked in any year.
        return []
    caption = phrase(
        _("Rank clock (Batty 2006), {first} to {last}: ranks by number of partners, year by year."),
        first=next(iter(recent)),
        last=list(recent)[-1],
    )
    return [Drawing("rankclock", caption, rank_clock_svg(clock), clock.title)]


def _survival_table(found: Survival, dataset: Dataset) -> Table:
    kinds = dataset.vocabulary.tie_kinds
    columns = [Column(Phrase(_("kind of tie")))]
    columns += [
        Column(Phrase(TITLES[name]), "number", 0 if name in _COUNTS else 3) for name in STEP_COLUMNS
    ]
    rows = tuple(
        (kinds[kind].several, *(getattr(step, name) for name in STEP_COLUMNS))
        for kind, steps in found.curves.items()
        for step in steps
    )
    return Table(_("survival"), Phrase(_("How long ties last")), tuple(columns), rows)


_COUNTS = frozenset(("years", "at_risk", "ended", "censored"))


def _lasting(found: Survival, dataset: Dataset) -> list[Block]:
    """Give the share left after some years, a row a kind of tie."""
    kinds = dataset.vocabulary.tie_kinds
    longest = max(steps[-1].years for steps in found.curves.values())
    after = [years for years in AFTER if years <= longest]
    columns = [Column(Phrase(_("kind of tie"))), Column(Phrase(_("ties")), "number", 0)]
    columns += [
        Column(
            phrase(_("left after {years}"), years=years)
            if years > 1
            else Phrase(_("left after 1 year")),
            "number",
            2,
        )
        for years in after
    ]
    columns.append(Column(Phrase(_("median years")), "number", 0))
    rows: list[tuple[Cell, ...]] = []
    for kind, steps in found.curves.items():
        shares = [_left(steps, years) for years in after]
        rows.append((kinds[kind].several, steps[0].at_risk, *shares, found.medians[kind]))
    note = Phrase(
        _(
            "Share of the ties that last longer than so many years; blank beyond the longest observed."
            " Median: the years after which half or fewer are left; blank where more last. Steps and 95%"
            " intervals are in tables.xlsx."
        )
    )
    caption = Phrase(_("How long ties last, by their kind"))
    return [Table("lasting", caption, tuple(columns), tuple(rows), note)]


def _left(steps: tuple[Any, ...], years: int) -> float | None:
    known = [step for step in steps if step.years <= years]
    if years > steps[-1].years:
        return None
    return known[-1].survival if known else 1.0
