"""Answers by year or phase: rows for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.measures import FIGURES, measure_label, measured
from ..graph.over_time import slice_column
from ..graph.phrases import Phrase
from ..graph.phrases import mark as _
from .centrality import digits_of, part_of, view_phrase
from .frames import plain, records
from .language import labels_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ..graph.measures import FigureValue
    from ..graph.over_time import Changes, Slices
    from ..graph.survival import Survival
    from .language import Language

CHANGE_COLUMNS = ("year", "held", "appear", "ended", "returned")
STEP_COLUMNS = ("years", "at_risk", "ended", "censored", "survival", "error", "low", "high")
TITLES: Mapping[str, str] = {
    "year": _("year"),
    "years": _("years"),
    "held": _("held"),
    "appear": _("appeared"),
    "ended": _("came to an end"),
    "returned": _("returned"),
    "at_risk": _("at risk"),
    "censored": _("last seen"),
    "survival": _("share left"),
    "error": _("standard error"),
    "low": _("95% from"),
    "high": _("95% to"),
}
Answer = tuple[list[str], list[list[Any]]]


def slices_phrase(cut: Slices) -> Phrase:
    """Say how a view was cut, and of what."""
    facts = (*cut.facts, view_phrase(cut.whole))
    places = {f"f{number}": fact for number, fact in enumerate(facts)}
    return Phrase(" ".join(f"{{{place}}}" for place in places), places)


def kept_rows(table: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """Keep the actors that are among the first `top` of their kind in any slice, by any measure."""
    ranks = [column for column in table.columns if column.endswith("_rank")]
    if top is None or not ranks:
        return table
    best = table[ranks].min(axis=1).groupby(table["id"]).transform("min")
    return table[(best <= top).fillna(value=False)]


def centrality_rows(
    cut: Slices, table: pd.DataFrame, language: Language, *, labelled: bool
) -> tuple[list[str], list[list[Any]], list[dict[str, Any]]]:
    """Give header, rows and records of the measures over time.

    For programs a row holds an actor in a slice, with full precision. For people one measure
    stands in a column a slice, blank where the actor is not in the view; of several measures
    each row holds an actor in a slice.
    """
    names = labels_of(cut.whole.dataset.actors)
    shown = table.assign(label=[language.text(names[actor]) for actor in table["id"]])
    found = records(shown)
    measures = measured(shown.columns)
    if not labelled:
        return list(shown.columns), [list(row.values()) for row in found], found
    key = slice_column(cut)
    kinds = cut.whole.dataset.vocabulary.actor_kinds
    header = [language.text(_("actor")), language.text(_("kind"))]
    if len(measures) > 1:
        title = language.text(TITLES[key]) if key in TITLES else key
        header = [title, *header, *(language.text(measure_label(name)) for name in measures)]
        rows = [
            [row[key], row["label"], language.text(kinds[row["kind"]].one)]
            + [_number(row[name], digits_of(name), language) for name in measures]
            for row in found
        ]
        return header, rows, found
    by_actor: dict[str, dict[str, Any]] = {}
    for row in found:
        by_actor.setdefault(row["id"], {})[row[key]] = row
    places = {kind: place for place, kind in enumerate(kinds)}
    ordered: list[tuple[tuple[int, int, str], list[Any]]] = []
    for actor, cells in by_actor.items():
        one = next(iter(cells.values()))
        best = min((row[f"{measures[0]}_rank"] or len(names) for row in cells.values()), default=0)
        values = [
            _number(cells[name][measures[0]], digits_of(measures[0]), language)
            if name in cells
            else None
            for name in cut.views
        ]
        kind = language.text(kinds[one["kind"]].one)
        ordered.append(((places[one["kind"]], best, actor), [one["label"], kind, *values]))
    return (
        [*header, *cut.views],
        [row for _order, row in sorted(ordered, key=lambda pair: pair[0])],
        found,
    )


def figure_rows(
    cut: Slices,
    figures: Mapping[str, Mapping[str, FigureValue]],
    language: Language,
    *,
    labelled: bool,
) -> Answer:
    """Give a row a figure (a figure of a mode or kind) and a column a slice."""
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for part, values in figures.items():
        for name, value in values.items():
            if value is None:
                continue
            for mode, number in (value if isinstance(value, dict) else {"": value}).items():
                cells.setdefault((name, mode), {})[part] = number
    order = {name: place for place, name in enumerate(FIGURES)}
    rows: list[list[Any]] = []
    for name, mode in sorted(cells, key=lambda pair: order[pair[0]]):
        label = language.text(FIGURES[name].label) if labelled else name
        said = language.text(part_of(cut.whole, mode)) if labelled and mode else mode
        values_in = [cells[name, mode].get(part) for part in cut.views]
        rows.append(
            [f"{label} ({said})" if said else label]
            + [_number(v, 3, language) if labelled else plain(v) for v in values_in]
        )
    title = language.text(_("figure")) if labelled else "figure"
    return [title, *cut.views], rows


def figures_json(
    cut: Slices, figures: Mapping[str, Mapping[str, FigureValue]], language: Language
) -> list[dict[str, Any]]:
    """Give an object a slice: its name, its view's sentence (null without ties), its figures."""
    return [
        {
            slice_column(cut): part,
            "view": None if view is None else language.text(view_phrase(view)),
            "figures": {
                name: {mode: plain(number) for mode, number in value.items()}
                if isinstance(value, dict)
                else plain(value)
                for name, value in figures[part].items()
            },
        }
        for part, view in cut.views.items()
    ]


def change_rows(found: Changes, language: Language, *, labelled: bool) -> Answer:
    """Give a row a year: the ties that held, appeared, ended and returned."""
    rows = [[getattr(row, name) for name in CHANGE_COLUMNS] for row in found.rows]
    return _titles(CHANGE_COLUMNS, language, labelled=labelled), rows


def survival_rows(
    found: Survival, group: str | None, language: Language, *, labelled: bool
) -> Answer:
    """Give a row a step of each curve, led by its group if ties were grouped."""
    lead = [group] if group else []
    rows = [
        [
            *([name or language.text(_("(empty)")) if labelled else name] if group else []),
            *(
                _number(getattr(step, column), 3, language) if labelled else getattr(step, column)
                for column in STEP_COLUMNS
            ),
        ]
        for name, steps in found.curves.items()
        for step in steps
    ]
    return [*lead, *_titles(STEP_COLUMNS, language, labelled=labelled)], rows


def survival_json(found: Survival, language: Language) -> dict[str, Any]:
    """Give the curves and medians by group, with the sentences."""
    return {
        "view": " ".join(language.text(fact) for fact in found.facts),
        "median": found.medians,
        "curves": {
            name: [{column: getattr(step, column) for column in STEP_COLUMNS} for step in steps]
            for name, steps in found.curves.items()
        },
    }


def _titles(columns: tuple[str, ...], language: Language, *, labelled: bool) -> list[str]:
    return [language.text(TITLES[name]) if labelled else name for name in columns]


def _number(value: Any, digits: int, language: Language) -> Any:
    number = plain(value)
    if number is None:
        return None
    return language.number(number, digits if digits and isinstance(value, float) else None)
