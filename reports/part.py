"""A part of the full report: a section, the whole tables behind it, and how frames become tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from ..graph.vocabulary import AREAS
from .centrality import view_phrase
from .evidence import COLUMNS
from .frames import records
from .language import labels_of
from .report import Block, Cell, Column, Section, Table
from .structure import HEADERS, SPREAD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ..graph.view import View

SHOWN = 15
# Columns that hold a kind, an area or another value of a column of the actors.
GROUPS = frozenset(("kind", "group", "first", "second", "mostly"))
DIGITS = 3
# Columns of counts, which are printed whole; every other number has three decimals.
WHOLE = frozenset(
    (
        *("actors", "ties", "observed", "possible", "internal", "external", "coordinator", "total"),
        *("itinerant", "representative", "gatekeeper", "gatekeeper_or_representative", "liaison"),
        *("pairs", "only_link", "shared", "either", "community", "degree", "rank", "rank_low"),
        *("rank_median", "rank_high", "weight", "position"),
    )
)
TITLES: dict[str, str] = {
    **{name: title for name, (title, _digits) in COLUMNS.items()},
    **HEADERS,
    **SPREAD,
    "coreness": _("coreness"),
    "first_place": _("share first"),
    "central": _("most partners"),
    "mostly": _("most often"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the report and the tables that go whole into the workbook."""

    section: Section
    tables: tuple[Table, ...] = ()


def part(name: str, title: str, blocks: Sequence[Block | None], tables: Sequence[Table]) -> Part:
    """Put a part together; blocks that are None say nothing."""
    said = tuple(block for block in blocks if block is not None)
    return Part(Section(name, Phrase(title), said), tuple(tables))


def how(view: View, *facts: Phrase) -> Phrase:
    """Say from which ties the numbers of a section come, and how they were made."""
    every = (view_phrase(view), *facts)
    places = {f"f{number}": fact for number, fact in enumerate(every)}
    text = " ".join(f"{{{place}}}" for place in places)
    return phrase(_("How this was computed: {method}"), method=Phrase(text, places))


def framed(
    view: View,
    frame: pd.DataFrame,
    columns: Sequence[str],
    name: str,
    caption: Phrase,
    *,
    digits: Mapping[str, int] | None = None,
    titles: Mapping[str, Phrase] | None = None,
    note: Phrase | None = None,
) -> Table:
    """Give `columns` of a frame as a table: actors by their names, kinds and areas as people say.

    A column ``label`` is the name of the actor in ``id``; ``first`` and ``second`` are names too
    where they hold ids of actors.
    """
    names = labels_of(view.dataset.actors)
    places = dict(digits or {})
    made, heads = [], []
    for column in columns:
        text = column in {"label", "kind", "group", "first", "second", "members", "block"}
        text = text or column in {"figure", "central", "mostly", "mode", "core", "kept"}
        number = "text" if text else "number"
        decimals = places.get(column, 0 if column in WHOLE else DIGITS)
        title = (titles or {}).get(column) or Phrase(TITLES.get(column, column))
        heads.append(Column(title, number, None if text else decimals))
    for row in records(frame):
        cells: list[Cell] = []
        for column in columns:
            value = names[row["id"]] if column == "label" else row.get(column)
            if column in {"first", "second"} and value in names:
                value = names[value]
            elif column in GROUPS and isinstance(value, str):
                value = value_of(view, value)
            cells.append(value)
        made.append(tuple(cells))
    return Table(name, caption, tuple(heads), tuple(made), note)


def value_of(view: View, value: str) -> Phrase:
    """Name a value of a column that groups actors: a kind, an area, or as it is spelled."""
    kinds = view.dataset.vocabulary.actor_kinds
    if value in kinds:
        return kinds[value].one
    return Phrase(value) if value in AREAS else Phrase(value, literal=True)


def phrases(frame: pd.DataFrame, values: Sequence[Phrase]) -> pd.Series[Any]:
    """Give phrases as a column of a frame."""
    import pandas as pd  # noqa: PLC0415

    return pd.Series(list(values), index=frame.index, dtype="object")


def shortened(table: Table, count: int = SHOWN) -> Table:
    """Give the first rows of a table, and say how many more the workbook has."""
    rest = len(table.rows) - count
    if rest <= 0:
        return table
    more = counted(
        _("{count} more row stands in tables.xlsx."),
        _("{count} more rows stand in tables.xlsx."),
        rest,
    )
    note = more if table.note is None else phrase("{note} {more}", note=table.note, more=more)
    return Table(table.name, table.caption, table.columns, table.rows[:count], note)


def names_of(view: View, ids: Sequence[str]) -> tuple[Phrase, ...]:
    """Give the names of actors in the order of `ids`."""
    names = labels_of(view.dataset.actors)
    return tuple(names[actor] for actor in ids)


def rounded(value: Any, digits: int = 2) -> float:
    """Round a number for a sentence."""
    return round(float(value), digits)
