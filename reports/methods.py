"""How the numbers were computed: the view, every definition, and why a value is blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.measures import FIGURES, MEASURES, blanks, zeros
from ..graph.phrases import Citation, Phrase, When, counted, phrase
from ..graph.phrases import mark as _
from .centrality import figures_table, view_phrase
from .report import Block, Cell, Column, Items, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ..graph.measures import FigureValue, Measure
    from ..graph.view import View


def methods(view: View, table: pd.DataFrame) -> Section:
    """Say which ties the numbers were made from, and define each measure shown."""
    measures = [name for name in MEASURES if name in table.columns]
    blocks: list[Block] = [
        phrase(_("View: {view}"), view=view_phrase(view)),
        definitions_table(measures),
    ]
    reasons = [
        counted(
            _("{measure} is blank for {count} actor. {reason}"),
            _("{measure} is blank for {count} actors. {reason}"),
            len(actors),
            measure=Phrase(MEASURES[name].label),
            reason=reason,
        )
        for name, (actors, reason) in blanks(table).items()
    ]
    reasons += [
        counted(
            _("{measure} is 0 by definition for {count} actor. {reason}"),
            _("{measure} is 0 by definition for {count} actors. {reason}"),
            len(actors),
            measure=Phrase(MEASURES[name].label),
            reason=reason,
        )
        for name, (actors, reason) in zeros(table).items()
    ]
    if reasons:
        blocks.append(Items(tuple(reasons)))
    return Section("methods", Phrase(_("How this was computed")), tuple(blocks))


def first_rank(measure: Measure) -> Phrase:
    """Say which end of a measure's values has rank 1."""
    return Phrase(_("the lowest")) if measure.lowest_first else Phrase(_("the highest"))


def definitions_table(measures: list[str]) -> Table:
    """Give name, definition, range and reference of `measures`."""
    return Table(
        _("definitions"),
        Phrase(_("Measures and their definitions")),
        (
            Column(Phrase(_("measure"))),
            Column(Phrase(_("definition"))),
            Column(Phrase(_("range"))),
            Column(Phrase(_("rank 1 is"))),
            Column(Phrase(_("reference"))),
        ),
        tuple(
            (
                Phrase(MEASURES[name].label),
                Phrase(MEASURES[name].definition),
                Phrase(MEASURES[name].range),
                first_rank(MEASURES[name]),
                phrase("{reference}", reference=Citation(MEASURES[name].reference)),
            )
            for name in measures
        ),
    )


def network(view: View, figures: Mapping[str, FigureValue]) -> Section:
    """Give the whole-network figures with their definitions."""
    return Section("network", Phrase(_("The network as a whole")), (figures_table(view, figures),))


def compared(
    views: Mapping[str, View], figures: Mapping[str, Mapping[str, FigureValue]]
) -> Section:
    """Set the figures of the same view at several dates side by side."""
    names = [name for name in FIGURES if all(name in row for row in figures.values())]
    rows: list[tuple[Cell, ...]] = []
    for name in names:
        values = [row[name] for row in figures.values()]
        if not any(isinstance(value, dict) for value in values):
            rows.append((Phrase(FIGURES[name].label), *values))  # type: ignore[arg-type]
    table = Table(
        _("dates"),
        Phrase(_("The same view at several dates")),
        (
            Column(Phrase(_("figure"))),
            *(Column(phrase("{at}", at=When(at)), "number", 3) for at in views),
        ),
        tuple(rows),
    )
    blocks: list[Block] = [table]
    blocks += [
        phrase(_("View in {at}: {view}"), at=When(at), view=view_phrase(view))
        for at, view in views.items()
    ]
    return Section("dates", Phrase(_("Then and now")), tuple(blocks))
