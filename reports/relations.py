"""What the ties say: who leads what, who agreed with whom, what is disputed, what is undated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.measures import kind_mixing
from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from ..graph.places import fold_name
from ..graph.vocabulary import STATUSES
from .claims import field_name, is_used, statement
from .language import Language, labels_of
from .report import Block, Cell, Column, Section, Table

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from ..graph.dataset import Dataset
    from ..graph.view import View

SHOWN = 30


def source_numbers(dataset: Dataset) -> dict[str, int]:
    """Give each source its number, from 1 in the order of their ids."""
    return {source: n for n, source in enumerate(sorted(dataset.sources["id"]), start=1)}


def cited(dataset: Dataset, cell: str, numbers: Mapping[str, int]) -> str:
    """Give the numbers of the sources in a cell as in the list of sources: ``[3] [12]``."""
    known = sorted(numbers[source] for source in dataset.sources_of(cell) if source in numbers)
    return " ".join(f"[{number}]" for number in known)


def _rows(dataset: Dataset, ids: pd.Series[str], language: Language) -> list[tuple[Cell, ...]]:
    """Give (from, to, kind, what, when, status, sources) of the ties named by `ids`."""
    ties = dataset.ties[dataset.ties["id"].isin(ids)]
    names, numbers = labels_of(dataset.actors), source_numbers(dataset)
    kinds = dataset.vocabulary.tie_kinds
    rows: list[tuple[Cell, ...]] = []
    sort_key = {actor: fold_name(str(name)) for actor, name in names.items()}
    ordered = sorted(
        ties.to_dict("records"),
        key=lambda t: (t["kind"], sort_key[t["from"]], sort_key[t["to"]], t["start"], t["id"]),
    )
    for tie in ordered:
        what = dataset.term(
            "; ".join(str(tie[c]) for c in ("role", "instrument", "theme") if tie[c])
        )
        rows.append(
            (
                names[tie["from"]],
                names[tie["to"]],
                kinds[tie["kind"]].one,
                what,
                language.period(tie["start"], tie["end"], tie["status"]),
                status(tie["status"]),
                cited(dataset, tie["sources"], numbers),
            )
        )
    return rows


def status(name: str) -> Phrase:
    """Give the phrase of a status."""
    return Phrase(STATUSES[name])


_COLUMNS = (
    Column(Phrase(_("from"))),
    Column(Phrase(_("to"))),
    Column(Phrase(_("kind"))),
    Column(Phrase(_("what"))),
    Column(Phrase(_("when"))),
    Column(Phrase(_("status"))),
    Column(Phrase(_("sources"))),
)


def relations(view: View, language: Language) -> Section | None:
    """List the leaderships and agreements of the view; the other ties are in the workbook."""
    dataset = view.dataset
    ties = dataset.ties
    ties = ties[ties["id"].isin(view.tie_ids)]
    blocks: list[Block] = []
    for kind, caption in (
        ("leadership", _("Who leads, coordinates or presides what")),
        ("agreement", _("Agreements: twinnings, memoranda, conventions, grants")),
    ):
        rows = _rows(dataset, ties["id"][ties["kind"] == kind], language)
        if rows:
            blocks.append(_cut(Table(kind, Phrase(caption), _COLUMNS, tuple(rows))))
    if not blocks:
        return None
    return Section("relations", Phrase(_("Who leads, and who agreed with whom")), tuple(blocks))


def _cut(table: Table) -> Table:
    """Show the first rows of a long table and say where the others are."""
    rest = len(table.rows) - SHOWN
    if rest <= 0:
        return table
    note = counted(
        _("{count} more stands in tables.xlsx."), _("{count} more stand in tables.xlsx."), rest
    )
    return Table(table.name, table.caption, table.columns, table.rows[:SHOWN], note)


def ties_table(dataset: Dataset, language: Language) -> Table:
    """Give every tie of the dataset, counted in the view or not."""
    return Table(
        _("ties"),
        Phrase(_("Every tie")),
        _COLUMNS,
        tuple(_rows(dataset, dataset.ties["id"], language)),
    )


def affiliations(view: View) -> Section | None:
    """Rank what actors belong to by the number of their members in the view."""
    dataset = view.dataset
    kinds = {name for name, kind in dataset.vocabulary.tie_kinds.items() if kind.two_mode}
    ties = dataset.ties
    ties = ties[ties["id"].isin(view.tie_ids) & ties["kind"].isin(kinds)]
    if ties.empty:
        return None
    members = ties.drop_duplicates(["from", "to"]).groupby("to")["from"].agg(list)
    names = labels_of(dataset.actors)
    sort_key = {actor: fold_name(str(name)) for actor, name in names.items()}
    order = sorted(members.index, key=lambda actor: (-len(members[actor]), sort_key[actor], actor))
    rows = tuple(
        (
            names[actor],
            len(members[actor]),
            _some([names[m] for m in sorted(members[actor], key=lambda m: (sort_key[m], m))]),
        )
        for actor in order
        if len(members[actor]) > 1
    )
    if not rows:
        return None
    table = Table(
        "affiliations",
        Phrase(_("Networks by the number of their members or participants in this view")),
        (
            Column(Phrase(_("network"))),
            Column(Phrase(_("members")), "number", 0),
            Column(Phrase(_("who"))),
        ),
        rows,
    )
    text = Phrase(
        _(
            "Actors meet in networks. Only the members that are in the data are counted, so the"
            " numbers say how much these actors share, not how large a network is. Networks with"
            " one member here are left out."
        )
    )
    return Section("affiliations", Phrase(_("Where they meet")), (text, _cut(table)))


def _some(members: list[Phrase], most: int = 12) -> Phrase:
    if len(members) <= most:
        return phrase("{members}", members=tuple(members))
    return phrase(
        _("{members} and {rest} more"), members=tuple(members[:most]), rest=len(members) - most
    )


def mixing(view: View) -> Section:
    """Count the tied pairs between kinds of actors."""
    frame = kind_mixing(view)
    kinds = view.dataset.vocabulary.actor_kinds
    order = [kind for kind in kinds if kind in frame.index]
    table = Table(
        _("mixing"),
        Phrase(_("Tied pairs by the kinds of their ends")),
        (
            Column(Phrase(_("kind"))),
            *(Column(kinds[kind].several, "heat", 0) for kind in order),
        ),
        tuple(
            (kinds[row].several, *(int(cell) for cell in frame.loc[row, order].to_numpy()))
            for row in order
        ),
        Phrase(
            _(
                "Each cell counts pairs of actors with at least one tie in the view, in either"
                " direction. A pair within one kind is counted once."
            )
        ),
    )
    return Section("mixing", Phrase(_("Which kinds of actors are tied")), (table,))


def doubts(dataset: Dataset, language: Language) -> Section:
    """List every disputed statement with its sources, and count what has no date."""
    blocks: list[Block] = []
    disputed = disputed_table(dataset, language)
    if disputed.rows:
        blocks += [
            Phrase(
                _(
                    "Sources disagree on these. Every statement is kept; the tables use the one marked ●."
                )
            ),
            disputed,
        ]
    else:
        blocks.append(
            Phrase(_("The data hold no claims of sources, so contradictions cannot be seen."))
            if dataset.claims.empty
            else Phrase(_("No two claims in the data contradict each other."))
        )
    ties = dataset.ties
    undated = ties[(ties["start"] == "") & (ties["end"] == "")]
    if len(undated):
        kinds = dataset.vocabulary.tie_kinds
        sizes = undated["kind"].value_counts()
        blocks.append(
            phrase(
                _(
                    "In the whole dataset, ties outside this view included, {count} of {total} ties have no date: {kinds}."
                ),
                count=len(undated),
                total=len(ties),
                kinds=tuple(
                    phrase("{kind} {size}", kind=kind.several, size=int(sizes[name]))
                    for name, kind in kinds.items()
                    if name in sizes
                ),
            )
        )
    return Section("doubts", Phrase(_("Disputed and undated")), tuple(blocks))


def disputed_table(dataset: Dataset, language: Language) -> Table:
    """Give every statement on which sources differ, with its sources; the one used is marked."""
    numbers = source_numbers(dataset)
    names = labels_of(dataset.actors)
    rows_of = {
        row["id"]: row
        for table in (dataset.actors, dataset.ties)
        for row in table.to_dict("records")
    }
    rows: list[tuple[Cell, ...]] = []
    for key, claims in (
        dataset.disputed().sort_values(["source", "note"]).groupby(["subject", "field", "value"])
    ):
        subject, field, value = map(str, key)
        row = rows_of[subject]
        notes = [note for note in dict.fromkeys(claims["note"]) if note]
        rows.append(
            (
                _about(dataset, row, names),
                field_name(field, language),
                statement(field, value, language),
                "●" if is_used(row, field, value) else "",
                cited(dataset, ";".join(claims["source"]), numbers),
                " ".join(notes),
            )
        )
    return Table(
        _("disputed"),
        Phrase(_("Disputed statements")),
        (
            Column(Phrase(_("about"))),
            Column(Phrase(_("field"))),
            Column(Phrase(_("statement"))),
            Column(Phrase(_("used"))),
            Column(Phrase(_("sources"))),
            Column(Phrase(_("note"))),
        ),
        tuple(rows),
    )


def _about(dataset: Dataset, row: Mapping[Hashable, str], names: Mapping[str, Phrase]) -> Phrase:
    if "from" not in row:
        return names[row["id"]]
    return phrase(
        "{tail} → {head} ({kind})",
        tail=names[row["from"]],
        head=names[row["to"]],
        kind=dataset.tie_kind(row["kind"]).one,
    )


def sources_table(dataset: Dataset, language: Language) -> Table:
    """Give the numbered list of sources."""
    numbers = source_numbers(dataset)
    rows = dataset.sources.set_index("id")
    return Table(
        _("sources"),
        Phrase(_("Sources")),
        (
            Column(Phrase(_("no.")), "number", 0),
            Column(Phrase(_("title"))),
            Column(Phrase(_("publisher"))),
            Column(Phrase(_("published"))),
            Column(Phrase(_("address")), "link"),
        ),
        tuple(
            (
                number,
                str(rows.loc[source, "title"]),
                str(rows.loc[source, "publisher"]),
                language.date(str(rows.loc[source, "published"])),
                str(rows.loc[source, "url"]),
            )
            for source, number in numbers.items()
        ),
    )
