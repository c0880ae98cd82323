"""From what a graph file holds to raw tables: kinds, directions, undeclared ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from ..tables import COLUMNS, RawTable, RawTables, split_list
from ..vocabulary import Vocabulary, usable_name

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from ..dataset import Dataset

ACTOR, TIE = "actor", "tie"
_GRAPH = ("actors", "ties")
SPELLINGS = {"latitude": "lat", "longitude": "lon", "lng": "lon"}


@dataclass(frozen=True, slots=True)
class Item:
    """An actor or a tie as a file has it: where it stands, and its cells by column.

    ``directed`` is what the file says of one tie; ``extra`` holds the cells beyond the header.
    """

    row: int
    cells: Mapping[str, str]
    directed: bool | None = None
    extra: tuple[str, ...] = ()


@dataclass(slots=True)
class GraphFile:
    """What a reader found in a graph file; `tables` gives it the shape that the checks read.

    ``actors_file`` and ``ties_file`` are the names that faults use. ``columns`` lists the
    columns of each table as far as the file declares them. With ``listed``, the file has a list
    of its actors, so that an end beyond it is a fault; without, such an end becomes an actor.
    ``directed`` is what the file says of all ties that say nothing themselves; ``others`` holds
    the sources and claims, where a file has any.
    """

    file: str
    format: str
    name: str
    actors_file: str
    ties_file: str
    actors: list[Item] = field(default_factory=list)
    ties: list[Item] = field(default_factory=list)
    columns: dict[str, Sequence[str]] = field(default_factory=dict)
    listed: bool = True
    directed: bool | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    header_rows: dict[str, int] = field(default_factory=dict)
    others: dict[str, RawTable] = field(default_factory=dict)

    def tables(self) -> RawTables:
        """Give raw tables in which every row has a kind and every kind is declared.

        A kind that neither alianza nor the metadata know is declared, directed as its ties are;
        where some of its ties are and others not, the directed ones become a kind of their own.
        What is made here is said in notes.
        """
        vocabulary = Vocabulary.from_metadata(self.metadata)
        if not self.listed:
            self._add_ends()
        self.actors = self._with_kinds(self.actors, self.actors_file, ACTOR)
        self.ties = self._with_kinds(self.ties, self.ties_file, TIE)
        self._split_directions(vocabulary)
        self._declare("actor_kinds", self.actors, vocabulary.actor_kinds)
        self._declare("tie_kinds", self.ties, vocabulary.tie_kinds)
        self._say_parallels()
        tables = {
            "actors": self._raw("actors", self.actors_file, self.actors),
            "ties": self._raw("ties", self.ties_file, self.ties),
            **(self.others if "sources" in self.others else {**self.others, **self._sources()}),
        }
        return RawTables(
            self.file,
            self.format,
            self.name,
            tables,
            self.metadata,
            self.file_name,
            tuple(self.faults),
        )

    @staticmethod
    def nothing(
        path: Path, format_name: str, name: str, faults: list[Fault], *, said: bool
    ) -> RawTables:
        """Give raw tables without tables, with a fault that says so unless `faults` do."""
        if not said:
            faults.append(fault("no-graph", path.name))
        return RawTables(str(path), format_name, name, {}, faults=tuple(faults))

    def say(self, code: str, file: str, *place: Any, **values: Any) -> None:
        """Add a fault of the file; `place` is row, column and value, as far as there are any."""
        self.faults.append(fault(code, file, *place, **values))

    @property
    def file_name(self) -> str:
        """Give the name of the file itself, without its folder."""
        return self.file.replace("\\", "/").rpartition("/")[2]

    def take_beside(self, value: Any, row: int | None = None) -> bool:
        """Take metadata, sources and claims from what `beside` gave; false with a fault if broken."""
        try:
            metadata = dict(value["metadata"])
            own = {
                name: tuple(map(str, value.get("columns", {}).get(name, ()))) for name in COLUMNS
            }
            tables = {
                name: _beside_table(name, self.ties_file, row, value[name], own[name])
                for name in ("sources", "claims")
            }
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            self.say("not-json", self.ties_file, row, reason=type(error).__name__)
            return False
        self.metadata = metadata
        self.columns |= {name: names for name, names in own.items() if names and name in _GRAPH}
        self.others = {name: table for name, table in tables.items() if table.rows or own[name]}
        return True

    def _add_ends(self) -> None:
        known = {item.cells.get("id", "") for item in self.actors}
        ends: dict[str, int] = {}
        for item in self.ties:
            for end in ("from", "to"):
                name = item.cells.get(end, "")
                if name.strip() and name not in known:
                    ends.setdefault(name, item.row)
        if ends:
            self.say("made-actors", self.ties_file, count=len(ends))
            self.actors += [Item(row, {"id": name}) for name, row in ends.items()]

    def _with_kinds(self, items: list[Item], file: str, kind: str) -> list[Item]:
        without = [item for item in items if not item.cells.get("kind", "").strip()]
        if not without:
            return items
        self.say("made-kind", file, without[0].row, count=len(without), kind=kind)
        return [
            item
            if item.cells.get("kind", "").strip()
            else replace(item, cells={**item.cells, "kind": kind})
            for item in items
        ]

    def _split_directions(self, vocabulary: Vocabulary) -> None:
        """Settle the direction of every kind of tie; none is said to be undirected."""
        said: dict[str, Counter[bool | None]] = {}
        for item in self.ties:
            direction = self.directed if item.directed is None else item.directed
            said.setdefault(item.cells["kind"].strip(), Counter())[direction] += 1
        others: dict[str, str] = {}
        unsaid = 0
        for kind, counts in list(said.items()):
            if kind in vocabulary.tie_kinds:
                against = counts[not vocabulary.tie_kinds[kind].directed]
                if against:
                    self.say("direction-of-kind", self.ties_file, count=against, kind=kind)
            elif counts[True] and counts[False] + counts[None]:
                other = f"{kind}-directed"
                while other in said or other in vocabulary.tie_kinds:
                    other += "-"
                others[kind] = other
                self.say(
                    "mixed-direction", self.ties_file, count=counts[True], kind=kind, other=other
                )
            else:
                unsaid += counts[None]
        if unsaid:
            self.say("direction-assumed", self.ties_file, count=unsaid)
        self.ties = [self._settled(item, others, vocabulary) for item in self.ties]

    def _settled(self, item: Item, others: Mapping[str, str], vocabulary: Vocabulary) -> Item:
        kind = item.cells["kind"].strip()
        known = vocabulary.tie_kinds.get(kind)
        directed = self.directed if item.directed is None else item.directed
        directed = known.directed if known else bool(directed)
        cells = {**item.cells, "kind": others[kind]} if directed and kind in others else item.cells
        return replace(item, cells=cells, directed=directed)

    def _declare(self, key: str, items: Iterable[Item], known: Mapping[str, Any]) -> None:
        kinds: dict[str, dict[str, Any]] = {}
        for item in items:
            name = item.cells["kind"].strip()
            if name not in known and usable_name(name) and name not in kinds:
                directed = {"directed": bool(item.directed)} if key == "tie_kinds" else {}
                kinds[name] = {"name": name, **directed}
        declared = self.metadata.get(key, [])
        # What is no list is a fault of the metadata, which the checks find.
        if kinds and isinstance(declared, list):
            self.metadata[key] = [*declared, *kinds.values()]

    def _say_parallels(self) -> None:
        seen: Counter[tuple[Any, ...]] = Counter()
        for item in self.ties:
            ends = item.cells.get("from", ""), item.cells.get("to", "")
            seen[(item.cells["kind"], *(ends if item.directed else sorted(ends)))] += 1
        more = sum(count - 1 for count in seen.values())
        if more:
            self.say("parallel-ties", self.ties_file, count=more)

    def _raw(self, table: str, file: str, items: Sequence[Item]) -> RawTable:
        own = tuple(self.columns.get(table, ()))
        names = dict.fromkeys(own)
        needed = [column.name for column in COLUMNS[table].values() if column.required]
        names.update(dict.fromkeys(needed))
        for item in items:
            names.update(dict.fromkeys(item.cells))
        header = tuple(names)
        return RawTable(
            file,
            header,
            tuple(
                (item.row, (*(item.cells.get(name, "") for name in header), *item.extra))
                for item in items
            ),
            self.header_rows.get(table, 1),
            len(header) - len(own) if own else 0,
        )

    def _sources(self) -> dict[str, RawTable]:
        """Give a source for each text that ties cite, since such files have no list of them."""
        cited: dict[str, int] = {}
        for item in self.ties:
            for text in split_list(item.cells.get("sources", "")):
                cited.setdefault(text, item.row)
        if not cited:
            return {}
        self.say("made-sources", self.ties_file, count=len(cited))
        rows = tuple(
            (row, (text, text, text if text.startswith(("http://", "https://")) else ""))
            for text, row in cited.items()
        )
        return {"sources": RawTable(self.ties_file, ("id", "title", "url"), rows)}


def beside(data: Dataset) -> dict[str, Any]:
    """Give what a graph has no place for, as JSON can hold it: metadata, sources, claims, columns."""
    frames = {"sources": data.sources, "claims": data.claims}
    columns = {**frames, "actors": data.actors, "ties": data.ties}
    return {
        "metadata": dict(data.metadata),
        **{
            name: [cells_of(row) for row in frame.to_dict("records")]
            for name, frame in frames.items()
        },
        "columns": {
            name: [str(column) for column in frame.columns if column not in COLUMNS[name]]
            for name, frame in columns.items()
        },
    }


def _beside_table(
    name: str, file: str, row: int | None, rows: Sequence[Mapping[str, Any]], own: tuple[str, ...]
) -> RawTable:
    header = dict.fromkeys((*COLUMNS[name], *own))
    for cells in rows:
        header.update(dict.fromkeys(cells))
    return RawTable(
        file,
        tuple(header),
        tuple(
            (row or at, tuple(str(cells.get(c, "")) for c in header))
            for at, cells in enumerate(rows, 1)
        ),
        row or 1,
    )


def own_name(table: str, title: str) -> str:
    """Give our name of a column that a graph file calls `title`, else the title itself.

    >>> own_name("actors", "Latitude"), own_name("actors", "Mayor")
    ('lat', 'Mayor')
    """
    plain = title.strip().casefold()
    plain = SPELLINGS.get(plain, plain)
    return plain if plain in COLUMNS[table] else title


def cells_of(row: Mapping[Hashable, Any]) -> dict[str, str]:
    """Give the cells of a dataset's row that hold something, as text."""
    from ..dataset import cell_text  # noqa: PLC0415

    texts = {str(column): cell_text(value) for column, value in row.items()}
    return {column: text for column, text in texts.items() if text}


def held_columns(table: str, frame: pd.DataFrame, done: set[str]) -> list[str]:
    """Give the columns to write but those in `done`: own ones, and known ones that hold anything."""
    return [
        str(column)
        for column in frame.columns
        if column not in done
        and (
            column not in COLUMNS[table]
            or bool((frame[column].notna() & (frame[column].astype(str) != "")).any())
        )
    ]
