"""Who is central: the ranking, what stands out in it, and what a single hub explains."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..graph.measures import FIGURES, articulation_actors, measure_label, measured
from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from ..graph.view import mode_phrase
from .language import labels_of
from .report import Bars, Block, Cell, Column, Items, Section, Table

if TYPE_CHECKING:
    import pandas as pd

    from ..graph.measures import FigureValue
    from ..graph.view import View

SHOWN = 15
RANKED = ("degree", "betweenness", "closeness", "eigenvector", "constraint")
DECIMALS: Mapping[str, int] = {
    "degree": 0,
    "in_degree": 0,
    "out_degree": 0,
    "strength": 2,
    "betweenness_raw": 1,
    "core_number": 0,
    "eccentricity": 0,
    "effective_size": 2,
}
_WORTH_SAYING = 5
_ABREAST = 3
_NEXT = 5


def digits_of(measure: str) -> int:
    """Give the decimals with which a measure is printed in text; files keep them all."""
    return DECIMALS.get(measure, 3)


def findings(view: View, table: pd.DataFrame, figures: Mapping[str, FigureValue]) -> Section:
    """Say first what was found: who leads, by how much, and how far one actor explains it."""
    names = labels_of(view.dataset.actors)
    kinds = view.dataset.vocabulary.actor_kinds
    items = []
    for kind in _kinds(view):
        rows = table[table["kind"] == kind].sort_values(["degree_rank", "label"], kind="stable")
        first = rows[rows["degree_rank"] == 1]
        if len(rows) < _WORTH_SAYING or first["degree"].iloc[0] < 2 or len(first) > _ABREAST:  # noqa: PLR2004
            continue
        text = (
            _("Among the {kind}, {names} has the most partners: {partners}. Next: {next}.")
            if len(first) == 1
            else _(
                "Among the {kind}, {names} share the first place, with {partners} partners each. Next: {next}."
            )
        )
        items.append(
            phrase(
                text,
                kind=kinds[kind].several,
                names=tuple(names[actor] for actor in first.index),
                partners=int(first["degree"].iloc[0]),
                next=_next(rows, len(first), names),
            )
        )
    blocks: list[Block] = [Items(tuple(items))] if items else []
    blocks += [*_hub(view, table, figures, names), *_certainty(view)]
    return Section("findings", Phrase(_("What stands out")), tuple(blocks))


def _kinds(view: View) -> list[str]:
    """Give the kinds of actors of the view in the order of the vocabulary."""
    present = set(view.kinds)
    return [kind for kind in view.dataset.vocabulary.actor_kinds if kind in present]


def _next(lead: pd.DataFrame, skip: int, names: Mapping[str, Phrase]) -> tuple[Phrase, ...]:
    """Give the two that follow the first place, and all who share the last value given."""
    rest = lead.iloc[skip:]
    rest = rest[rest["degree"] >= rest["degree"].iloc[:2].min()]
    shown = [
        phrase("{name} ({partners})", name=names[actor], partners=int(partners))
        for actor, partners in zip(rest.index[:_NEXT], rest["degree"], strict=False)
    ]
    more = len(rest) - len(shown)
    return (*shown, *([phrase(_("{more} more"), more=more)] if more else []))


def _hub(
    view: View,
    table: pd.DataFrame,
    figures: Mapping[str, FigureValue],
    names: Mapping[str, Phrase],
) -> list[Block]:
    """Say how far the network is one star, and what would fall away with its most central actor."""
    blocks: list[Block] = []
    spread = figures.get("centralisation_degree")
    paths = figures.get("centralisation_betweenness")
    there = "betweenness" in table.columns
    leaders = table["betweenness" if there else "degree"].nlargest(2)
    if (
        there
        and isinstance(spread, float)
        and isinstance(paths, float)
        and len(view) >= _WORTH_SAYING
    ):
        blocks.append(
            phrase(
                _(
                    "Centralisation (Freeman 1978: 0 where all are alike, 1 for a star) is {degree} by"
                    " partners and {paths} by betweenness. The highest betweenness has {first} ({most}),"
                    " then {second} ({next}); the more the first stands apart, the more the ranking"
                    " is the picture of one hub."
                ),
                degree=round(spread, 2),
                paths=round(paths, 2),
                first=names[str(leaders.index[0])],
                most=round(float(leaders.iloc[0]), 2),
                second=names[str(leaders.index[1])],
                next=round(float(leaders.iloc[1]), 2),
            )
        )
    cut = articulation_actors(view)
    if cut:
        blocks.append(
            counted(
                _(
                    "{count} actor holds the network together: without it, others would be cut off (in"
                    " brackets, how many): {examples}."
                ),
                _(
                    "{count} actors hold the network together: without any one of them, others would be"
                    " cut off. Most would be cut off without these (in brackets, how many): {examples}."
                ),
                len(cut),
                examples=tuple(
                    phrase("{name} ({lost})", name=names[actor], lost=lost)
                    for actor, lost in cut[:3]
                ),
            )
        )
    return blocks


def _certainty(view: View) -> list[Block]:
    """Say on how many dates and sources the ties counted here rest."""
    ties = view.dataset.ties
    ties = ties[ties["id"].isin(view.tie_ids)]
    if ties.empty:
        return []
    undated = int(((ties["start"] == "") & (ties["end"] == "")).sum())
    several = int(ties["sources"].str.contains(";").sum())
    unsourced = int((ties["sources"] == "").sum())
    disputed = len(set(view.dataset.disputed()["subject"]) & set(ties["id"]))
    total = len(ties)
    items = [
        counted(
            _("{count} of {total} has no date"),
            _("{count} of {total} have no date"),
            undated,
            total=total,
        ),
        counted(_("{count} has no source"), _("{count} have no source"), unsourced),
        counted(
            _("{count} rests on more than one source"),
            _("{count} rest on more than one source"),
            several,
        ),
        counted(
            _("{count} is disputed between sources"),
            _("{count} are disputed between sources"),
            disputed,
        ),
    ]
    return [
        Phrase(_("How sure is this? Of the ties counted:")),
        Items(tuple(items)),
        Phrase(
            _(
                "A tie that is not in the data is unknown, not absent, unless the data say that it was"
                " looked for."
            )
        ),
    ]


def ranking(view: View, table: pd.DataFrame) -> Section:
    """Rank the actors of each kind, with ties as ties, and chart the kind that leads."""
    measures = [name for name in RANKED if name in table.columns]
    several = table[table["degree"] > 1]["kind"].value_counts()
    kinds = [kind for kind in _kinds(view) if several.get(kind, 0) >= _WORTH_SAYING]
    blocks: list[Block] = [
        Phrase(
            _(
                "Actors are ranked among those of their own kind; under # stands the rank. Rows stand in"
                " the order of partners, then of betweenness. Equal values share a rank, and counting"
                " goes on as if they did not (1, 2, 2, 4). Kinds in which fewer than five actors have two partners"
                " or more are in tables.xlsx and centrality.csv alone."
            )
        )
    ]
    left_out = table.attrs.get("left_out", {})
    if left_out:
        blocks.append(
            phrase(
                _("Too costly to come unasked: {measures}. {why}"),
                measures=tuple(measure_label(name) for name in left_out),
                why=next(iter(left_out.values())),
            )
        )
    names = labels_of(view.dataset.actors)
    for place, kind in enumerate(kinds):
        rows = _ordered(table[table["kind"] == kind])
        if place == 0:
            blocks.append(_chart(view, rows, kind, names))
        blocks.append(_ranking_table(view, rows, kind, measures, names))
    return Section("ranking", Phrase(_("Ranking")), tuple(blocks))


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    second = ["betweenness"] if "betweenness" in rows else []
    order = [False] * (1 + len(second))
    rows = rows.sort_index(kind="stable")
    return rows.sort_values(["degree", *second], ascending=order, kind="stable")


def _chart(view: View, rows: pd.DataFrame, kind: str, names: Mapping[str, Phrase]) -> Bars:
    top = rows[rows["degree"] > 0].head(SHOWN)
    return Bars(
        phrase(
            _("Number of partners of the {kind}, with their ranks"),
            kind=view.dataset.actor_kind(kind).several,
        ),
        tuple(
            (names[actor], float(value), int(rank))
            for actor, value, rank in zip(top.index, top["degree"], top["degree_rank"], strict=True)
        ),
        digits=0,
    )


def _ranking_table(
    view: View,
    rows: pd.DataFrame,
    kind: str,
    measures: list[str],
    names: Mapping[str, Phrase],
) -> Table:
    columns = [Column(Phrase(_("actor")))]
    for name in measures:
        columns += [
            Column(measure_label(name), "number", digits_of(name)),
            Column(Phrase("#", literal=True), "rank", 0),
        ]
    shown = rows.head(SHOWN)
    cells = tuple(
        (
            names[str(actor)],
            *(
                cell
                for name in measures
                for cell in (_value(row[name]), _value(row[f"{name}_rank"], whole=True))
            ),
        )
        for actor, row in shown.iterrows()
    )
    rest = len(rows) - len(shown)
    return Table(
        f"ranking-{kind}",
        phrase(_("Ranking of the {kind}"), kind=view.dataset.actor_kind(kind).several),
        tuple(columns),
        cells,
        counted(
            _("{count} more stands in tables.xlsx and centrality.csv."),
            _("{count} more stand in tables.xlsx and centrality.csv."),
            rest,
        )
        if rest
        else None,
    )


def _value(value: object, *, whole: bool = False) -> Cell:
    """Give a number of the table, or None where it is undefined."""
    import pandas as pd  # noqa: PLC0415

    if pd.isna(value):  # type: ignore[call-overload]
        return None
    number = float(value)  # type: ignore[arg-type]
    return int(number) if whole else number


def full_table(view: View, table: pd.DataFrame) -> Table:
    """Give every actor with every measure and rank, for the workbook."""
    names = labels_of(view.dataset.actors)
    measures = measured(table.columns)
    columns = [
        Column(Phrase(_("id"))),
        Column(Phrase(_("actor"))),
        Column(Phrase(_("kind"))),
    ]
    for name in measures:
        columns += [
            Column(measure_label(name), "number"),
            Column(phrase(_("{measure}, rank"), measure=measure_label(name)), "rank", 0),
        ]
    kinds = view.dataset.vocabulary.actor_kinds
    rows = tuple(
        (
            str(actor),
            names[str(actor)],
            kinds[row["kind"]].one,
            *(
                cell
                for name in measures
                for cell in (_value(row[name]), _value(row[f"{name}_rank"], whole=True))
            ),
        )
        for actor, row in table.iterrows()
    )
    return Table(
        _("centrality"),
        Phrase(_("Every actor, every measure")),
        tuple(columns),
        rows,
        phrase(_("View: {view} Ranks are among the actors of one kind."), view=view_phrase(view)),
    )


def view_phrase(view: View) -> Phrase:
    """Give the sentences of a view as one phrase."""
    places = {f"f{number}": fact for number, fact in enumerate(view.facts)}
    return Phrase(" ".join(f"{{{place}}}" for place in places), places)


def part_of(view: View, name: str) -> Phrase:
    """Name what a part of a figure stands for: a mode, a kind of actor or a kind of tie."""
    vocabulary = view.dataset.vocabulary
    if name in vocabulary.tie_kinds and name not in vocabulary.actor_kinds:
        return vocabulary.tie_kinds[name].several
    return mode_phrase(view.dataset, name)


def figures_table(view: View, figures: Mapping[str, FigureValue]) -> Table:
    """Give the whole-network figures, each with what it means."""
    rows: list[tuple[Cell, ...]] = []
    for name, value in figures.items():
        figure = FIGURES[name]
        if isinstance(value, Mapping):
            rows += [
                (
                    phrase(
                        "{figure} ({mode})", figure=Phrase(figure.label), mode=part_of(view, mode)
                    ),
                    part,
                    Phrase(figure.definition),
                )
                for mode, part in value.items()
            ]
        elif value is None or (isinstance(value, float) and math.isnan(value)):
            rows.append((Phrase(figure.label), None, Phrase(figure.blank or figure.definition)))
        else:
            rows.append((Phrase(figure.label), value, Phrase(figure.definition)))
    return Table(
        _("figures"),
        Phrase(_("The network as a whole")),
        (
            Column(Phrase(_("figure"))),
            Column(Phrase(_("value")), "number", 3),
            Column(Phrase(_("definition"))),
        ),
        tuple(rows),
        phrase(_("View: {view}"), view=view_phrase(view)),
    )
