"""Large and plain GraphML by columns: keys, one graph, nodes and edges with their data."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING
from xml.parsers import expat

import numpy as np

from ..coded import Coded
from ..formats.graphml import DIRECTED, OWN
from ..formats.graphs import GraphFile, own_name
from ..formats.limits import limits
from .cells import column_from
from .graph import settled_graph

if TYPE_CHECKING:
    from pathlib import Path

    from ..coded import Column
    from ..dataset import Dataset

BLOCK = 1 << 16
_TABLES = {"node": ("actors",), "edge": ("ties",), "all": ("actors", "ties")}
_INSIDE = {
    "": {"graphml"},
    "graphml": {"key", "graph"},
    "graph": {"node", "edge"},
    "node": {"data"},
    "edge": {"data"},
}


class _DoubtfulError(Exception):
    """Something that only the reader of GraphML knows what to do with."""


class _Cells:
    """One column while it grows: a number for each row, and the distinct texts."""

    __slots__ = ("codes", "known")

    def __init__(self) -> None:
        self.codes = array("i")
        self.known: dict[str, int] = {}

    def add(self, text: str) -> None:
        self.codes.append(self.known.setdefault(text, len(self.known)))

    def column(self) -> Coded:
        values = np.array([*self.known], dtype=object)
        return Coded(np.frombuffer(self.codes, dtype=np.int32).copy(), values)


class _Reading:
    """Takes the tags of a file as they come."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.stack: list[str] = [""]
        self.titles: dict[str, dict[str, str]] = {"actors": {}, "ties": {}}
        self.cells: dict[str, dict[str, _Cells]] = {"actors": {}, "ties": {}}
        self.current: dict[str, str] = {}
        self.key = ""
        self.text: list[str] = []
        self.actors: dict[str, int] = {}
        self.lines = {"actors": array("i"), "ties": array("i")}
        self.tails, self.heads = array("i"), array("i")
        self.names = bytearray()
        self.bounds = array("q", [0])
        self.default: bool | None = None
        self.directed: set[bool | None] = set()
        self.graphs = self.count = 0
        self.most = limits().elements

    def refuse(self, *_given: object) -> None:
        raise _DoubtfulError

    def start(self, tag: str, given: dict[str, str]) -> None:
        self.count += 1
        if tag not in _INSIDE.get(self.stack[-1], ()) or self.count > self.most:
            raise _DoubtfulError
        self.stack.append(tag)
        if tag == "edge":
            self.edge(given)
        elif tag == "node":
            self.node(given)
        elif tag == "data":
            self.key = given.get("key", "")
            if len(given) > 1 or self.key not in self.titles[self.table()]:
                raise _DoubtfulError
            self.text.clear()
        elif tag == "key":
            self.declare(given)
        elif tag == "graph":
            self.graphs += 1
            self.default = DIRECTED.get(given.get("edgedefault", ""))
            self.begin()

    def table(self) -> str:
        return "actors" if self.stack[-2] == "node" else "ties"

    def declare(self, given: dict[str, str]) -> None:
        if self.graphs or "yfiles.type" in given:
            raise _DoubtfulError
        name = given.get("id", "")
        title = given.get("attr.name") or name
        if given.get("for") == "graph" and title == OWN:
            raise _DoubtfulError
        for table in _TABLES.get(given.get("for", "all"), ()):
            column = own_name(table, title)
            taken = {"id", "from", "to", *self.titles[table].values()}
            if column in taken or name in self.titles[table]:
                raise _DoubtfulError
            self.titles[table][name] = column

    def begin(self) -> None:
        """Begin the columns once all keys are known."""
        titles = self.titles["actors"]
        if "label" not in titles.values():
            # igraph's name of an actor is the label.
            for key, column in titles.items():
                if column == "name":
                    titles[key] = "label"
        for table, columns in self.titles.items():
            self.cells[table] = {column: _Cells() for column in columns.values()}

    def node(self, given: dict[str, str]) -> None:
        name = given.get("id")
        if name is None or len(given) > 1 or name in self.actors:
            raise _DoubtfulError
        self.actors[name] = len(self.actors)
        self.lines["actors"].append(self.parser.CurrentLineNumber)
        self.current = {}

    def edge(self, given: dict[str, str]) -> None:
        tail, head = (self.actors.get(given.get(end, ""), -1) for end in ("source", "target"))
        if tail < 0 or head < 0 or len(given) > 2 + ("id" in given) + ("directed" in given):
            raise _DoubtfulError
        self.tails.append(tail)
        self.heads.append(head)
        self.names += given.get("id", "").encode()
        self.bounds.append(len(self.names))
        self.lines["ties"].append(self.parser.CurrentLineNumber)
        self.directed.add(DIRECTED.get(given.get("directed", "").casefold(), self.default))
        self.current = {}

    def end(self, tag: str) -> None:
        self.stack.pop()
        if tag == "data":
            column = self.titles["actors" if self.stack[-1] == "node" else "ties"][self.key]
            if column in self.current:
                raise _DoubtfulError
            self.current[column] = "".join(self.text)
        elif tag in {"node", "edge"}:
            for column, cells in self.cells["actors" if tag == "node" else "ties"].items():
                cells.add(self.current.get(column, ""))

    def data(self, text: str) -> None:
        if self.stack[-1] == "data":
            self.text.append(text)


def read_graphml(path: Path) -> Dataset | None:
    """Read GraphML of one graph without groups, ports, looks or data of our own."""
    if path.stat().st_size > limits().input_bytes:
        return None
    found = _Reading()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                found.parser.Parse(block, False)
            found.parser.Parse(b"", True)
    except (expat.ExpatError, _DoubtfulError):
        return None
    if found.graphs != 1 or not found.actors or not len(found.tails) or len(found.directed) > 1:
        return None
    graph = GraphFile(str(path), "graphml", path.stem, path.name, path.name, faults=[])
    graph.directed = next(iter(found.directed))
    for table, first in (("actors", ("id",)), ("ties", ("id", "from", "to"))):
        graph.columns[table] = tuple(dict.fromkeys((*first, *found.titles[table].values())))
    ids = np.array([*found.actors], dtype=object)
    names = _names(found)
    if names is None:
        return None
    actors: dict[str, Column] = {"id": Coded(np.arange(len(ids), dtype=np.int32), ids)}
    ties: dict[str, Column] = {
        "id": names,
        "from": Coded(np.frombuffer(found.tails, dtype=np.int32).copy(), ids),
        "to": Coded(np.frombuffer(found.heads, dtype=np.int32).copy(), ids),
    }
    for columns, table in ((actors, "actors"), (ties, "ties")):
        columns.update({name: cells.column() for name, cells in found.cells[table].items()})
    rows = {table: np.array(lines, dtype=np.int64) for table, lines in found.lines.items()}
    return settled_graph(graph, actors, ties, rows)


def _names(found: _Reading) -> Column | None:
    """Give the ids of the ties."""
    bounds = np.frombuffer(found.bounds, dtype=np.int64)
    buffer = np.frombuffer(found.names, dtype=np.uint8)
    if bool((buffer < 32).any()):  # noqa: PLR2004 - controls
        return None
    return column_from(buffer, bounds[:-1], bounds[1:], may_be_fixed=True)
