"""Graphs in JSON: which dialect a file speaks, and what the dialects have in common."""

from __future__ import annotations

import json
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..phrases import Phrase
from ..phrases import mark as _
from ..tables import COLUMNS, RawTables
from .graphs import GraphFile, Item, beside, cells_of, held_columns, own_name
from .jsontext import Number, plain, read_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ..dataset import Dataset
    from ..faults import Fault

DIALECTS = ("kumu", "cytoscape", "jgf", "graphology", "nodelink")
"""The modules of the dialects, the surest sign first; each has ``holds``, ``fill``, ``PLACES``."""
DECLARED = ("actor_kinds", "tie_kinds", "surveyed", "title")
"""What metadata mean by themselves; what a graph says under these names is not that."""
OWN = "alianza"
"""The key under which alianza keeps what a dialect has no place for."""


def read(path: Path, name: str) -> RawTables:
    """Read a graph in any dialect of JSON; rows are counted in the file's lists of items."""
    faults: list[Fault] = []
    value = read_json(path, faults)
    for dialect in DIALECTS:
        module = import_module(f".{dialect}", __package__)
        if module.holds(value):
            actors, ties = (f"{path.name}[{place}]" for place in module.PLACES)
            found = GraphFile(str(path), module.FORMAT, name, actors, ties, faults=faults)
            reading = Reading(found)
            module.fill(reading, value)
            for code in sorted(reading.counts):
                found.say(code, found.ties_file, count=reading.counts[code])
            return found.tables()
    return GraphFile.nothing(path, "node-link", name, faults, said=bool(faults))


class Reading:
    """One reading of a file into a `GraphFile`; ``exact`` where alianza wrote the file itself."""

    def __init__(self, found: GraphFile) -> None:
        self.found = found
        self.counts: Counter[str] = Counter()
        self.names: dict[str, dict[str, str]] = {"actors": {}, "ties": {}}
        self.exact = False

    def about(self, graph: Any, own: Any = None) -> None:
        """Take what is said of the graph as a whole; `own` is what alianza kept there."""
        if isinstance(own, dict) and "metadata" in own:
            own = plain(own)
            self.exact = self.found.take_beside(own)
            for table, names in _objects(own.get("names")):
                self.names[table] = {str(key): str(name) for key, name in names.items()}
            return
        for key, value in graph.items() if isinstance(graph, dict) else ():
            if isinstance(value, (dict, list)):
                if value:
                    self.found.say("left-out", self.found.file_name, None, key)
            elif key in {"name", "label", "title"} and isinstance(value, str) and value:
                self.found.metadata.setdefault("title", value)
            elif value is not None and key not in DECLARED:
                self.found.metadata.setdefault(key, plain(value))

    def items(self, table: str, value: Any) -> Iterable[tuple[int, dict[str, Any]]]:
        """Give the objects of a list with their numbers; what is no object is a fault."""
        file = self.found.actors_file if table == "actors" else self.found.ties_file
        if value is None:
            return
        if not isinstance(value, list):
            self._refuse(file, None, value, _("a list of objects"))
            return
        for number, item in enumerate(value, start=1):
            if isinstance(item, dict):
                yield number, item
            else:
                self._refuse(file, number, item, _("an object"))

    def _refuse(self, file: str, row: int | None, value: Any, expected: str) -> None:
        text = json.dumps(value)[:60]
        if isinstance(value, (dict, list)):
            text = "object" if isinstance(value, dict) else "list"
        self.found.say("bad-item", file, row, None, text, expected=Phrase(expected))

    def inside(self, value: Any) -> dict[str, Any]:
        """Give an object that stands within another, or nothing where there is none."""
        return value if isinstance(value, dict) else {}

    def cells(
        self, table: str, *objects: Mapping[str, Any], done: Iterable[str] = ()
    ) -> dict[str, str]:
        """Give the cells of an item out of its `objects`, but the keys in `done` of the first."""
        cells: dict[str, str] = {}
        for at, values in enumerate(objects):
            for key, value in values.items():
                if at or key not in done:
                    self._add(table, cells, key, value)
        return cells

    def _add(self, table: str, cells: dict[str, str], key: str, value: Any) -> None:
        if isinstance(value, dict) and value:
            self.counts["nested-values"] += 1
            for inner, item in value.items():
                self._add(table, cells, f"{key}.{inner}", item)
            return
        if isinstance(value, list) and value:
            self.counts["value-lists"] += 1
        column = self.names[table].get(key, key)
        if not self.exact:
            column = own_name(table, column.strip() or key)
        text = text_of(value)
        while cells.get(column, text) != text:
            column = f"{column} (file)"
        cells[column] = text

    def actor(self, row: int, name: Any, cells: Mapping[str, str]) -> None:
        """Add an actor; nothing in `cells` takes the place of its id."""
        if cells.get("parent") and not self.exact:
            self.counts["nested-actors"] += 1
        self.found.actors.append(Item(row, _with({"id": text_of(name)}, cells)))

    def tie(
        self, row: int, given: Mapping[str, Any], cells: Mapping[str, str], *, directed: Any = None
    ) -> None:
        """Add a tie with the id and ends in `given`; its direction counts where it is a boolean."""
        own = {key: text_of(value) for key, value in given.items()}
        said = directed if isinstance(directed, bool) and not self.exact else None
        self.found.ties.append(Item(row, _with(own, cells), said))


def _with(own: dict[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    """Give `own` cells and others, those of the same name and another text beside them."""
    for name, text in cells.items():
        column = name
        while own.get(column, text) != text:
            column = f"{column} (file)"
        own[column] = text
    return own


def _objects(value: Any) -> list[tuple[str, dict[str, Any]]]:
    if not isinstance(value, dict):
        return []
    return [
        (table, value[table]) for table in ("actors", "ties") if isinstance(value.get(table), dict)
    ]


def text_of(value: Any) -> str:
    """Give a value of JSON as the text of a cell; a list of plain values has semicolons.

    >>> text_of(["a", True, None])
    'a;true'
    """
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        return ";".join(filter(None, map(text_of, value)))
    return json.dumps(value, ensure_ascii=False) if value not in ({}, []) else ""


def rows_of(
    data: Dataset, table: str, done: Iterable[str], taken: Iterable[str] = ()
) -> tuple[list[tuple[dict[str, str], dict[str, Any]]], dict[str, str]]:
    """Give (cells, attributes) of each row of a table, and the columns that had to be renamed.

    Attributes are the cells but the columns in `done`, numbers as numbers, under names that
    are not in `taken`; the second value gives the column for each name that is not its own.
    """
    frame = getattr(data, table)
    columns = held_columns(table, frame, set(done))
    known = COLUMNS[table]
    numbers = {name for name in columns if name in known and known[name].type == "number"}
    keys: dict[str, str] = {}
    used = {*taken, *(column for column in columns if column not in taken)}
    for column in columns:
        key = column
        while column in taken and key in used:
            key += "_"
        used.add(key)
        keys[column] = key
    rows = []
    for row in frame.to_dict("records"):
        cells = cells_of(row)
        attributes = {
            key: row[column] if column in numbers else cells[column]
            for column, key in keys.items()
            if column in cells
        }
        rows.append((cells, attributes))
    return rows, {key: column for column, key in keys.items() if key != column}


def kept(data: Dataset, **names: dict[str, str]) -> dict[str, Any]:
    """Give what goes under the key `OWN`; `names` are the renamed columns of each table."""
    return {**beside(data), "names": {table: given for table, given in names.items() if given}}


def written(value: Any) -> bytes:
    """Give `value` as JSON in UTF-8, the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n").encode()


__all__ = ["DIALECTS", "OWN", "Number", "Reading", "kept", "read", "rows_of", "text_of", "written"]
