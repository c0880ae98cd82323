"""GML as Gephi, networkx, igraph and yEd write it; written without loss."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from ..tables import COLUMNS, RawTables
from .csvtext import read_text
from .graphs import GraphFile, Item, beside, cells_of, held_columns, own_name
from .jsontext import parse_json, plain
from .limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..dataset import Dataset

OWN = "alianza"
"""The key of the graph under which alianza keeps what GML has no place for."""

_TOKEN = re.compile(
    r'(?P<space>\s+|#[^\n]*)|"(?P<text>[^"]*)"|(?P<mark>[\[\]])|(?P<word>[^\s\[\]"]+)|(?P<bad>")'
)
_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*", re.ASCII)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});", re.ASCII)
_LOOKS = {"fill": "colour", "type": "shape", "x": "x", "y": "y", "z": "z"}
_LIST_START = "_networkx_list_start"


@dataclass(slots=True)
class _List:
    """A list of GML: the line where it begins, and its keys with values in their order."""

    line: int
    pairs: list[tuple[str, str | _List]] = field(default_factory=list)

    def lists(self, key: str) -> Iterator[_List]:
        """Give the lists that stand under `key`, in any case."""
        for name, value in self.pairs:
            if name.casefold() == key and isinstance(value, _List):
                yield value

    def text(self, key: str) -> str | None:
        """Give the first plain value under `key`."""
        return next((v for k, v in self.pairs if k == key and isinstance(v, str)), None)


def read(path: Path, name: str) -> RawTables:
    """Read nodes and edges; ``name`` is the id where all nodes have one of their own, as in igraph."""
    faults: list[Fault] = []
    text = read_text(path, faults)
    root = None if text is None else _parse(text, path.name, faults)
    graphs = list(root.lists("graph")) if root else []
    if root is None or not graphs:
        return GraphFile.nothing(path, "gml", name, faults, said=bool(faults))
    found = GraphFile(str(path), "gml", name, path.name, path.name, faults=faults)
    reader = _Reader(found)
    for graph in graphs:
        reader.run(graph)
    reader.end(len(graphs))
    return found.tables()


class _BadLineError(Exception):
    """Something stands where it cannot; holds what was expected instead."""


def _parse(text: str, file: str, faults: list[Fault]) -> _List | None:
    """Give all that `text` holds as one list, or None with a fault at the first bad line."""
    root = _List(1)
    stack, key, line, word = [root], "", 1, ""
    deepest = limits().depth
    try:
        for token in _TOKEN.finditer(text):
            word = token[0]
            if token.lastgroup != "space":
                key = _take(stack, key, token, line)
            if len(stack) > deepest:
                faults.append(fault("too-deep", file, line, limit=deepest))
                return None
            line += word.count("\n")
    except _BadLineError as error:
        expected = str(error)
    else:
        if not key and len(stack) == 1:
            return root
        expected = _("the end of a list, “]”")
    faults.append(fault("bad-line", file, line, None, word[:60], expected=Phrase(expected)))
    return None


def _take(stack: list[_List], key: str, token: re.Match[str], line: int) -> str:
    """Take a token into the innermost list; give the key that now waits for its value."""
    kind, word = token.lastgroup, token[0]
    if not key:
        if kind == "word" and _KEY.fullmatch(word):
            return word
        if word != "]" or len(stack) == 1:
            raise _BadLineError(_("a name and its value"))
        stack.pop()
    elif word == "[" and kind == "mark":
        inner = _List(line)
        stack[-1].pairs.append((key, inner))
        stack.append(inner)
    elif kind in {"word", "text"}:
        stack[-1].pairs.append((key, _unescaped(token["text"]) if kind == "text" else word))
    else:
        raise _BadLineError(_("a name and its value"))
    return ""


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


class _Reader:
    """One reading of the graphs of a file into a `GraphFile`."""

    def __init__(self, found: GraphFile) -> None:
        self.found = found
        self.counts: Counter[str] = Counter()
        self.names: dict[str, dict[str, str]] = {"actors": {}, "ties": {}}
        self.exact = False
        self.heads: list[tuple[str, str]] = []
        """The ``id`` and ``name`` of each node."""

    def run(self, graph: _List) -> None:
        """Read one graph."""
        self._about(graph)
        said = graph.text("directed")
        # A graph that is silent is undirected, as the format says.
        directed = None if self.exact else said not in {None, "0"}
        for node in graph.lists("node"):
            self.heads.append((node.text("id") or "", node.text("name") or ""))
            cells = self._cells("actors", node, {"id", "name"} if self.exact else {"id"})
            if cells.get("gid") and not self.exact:
                self.counts["nested-actors"] += 1
                cells.setdefault("parent", cells.pop("gid"))
            self.found.actors.append(Item(node.line, cells))
        for edge in graph.lists("edge"):
            ends = {"from": edge.text("source") or "", "to": edge.text("target") or ""}
            own = edge.text("directed") if not self.exact else None
            done = {"source", "target", *(["directed"] if own in {"0", "1"} else [])}
            cells = self._cells("ties", edge, done)
            for name in ends:
                if name in cells:
                    cells[f"{name} (file)"] = cells.pop(name)
            way = own == "1" if own in {"0", "1"} else directed
            self.found.ties.append(Item(edge.line, {**ends, **cells}, way))

    def end(self, graphs: int) -> None:
        """Settle which column holds the ids, and say what was counted."""
        self._name_actors()
        if graphs > 1:
            self.counts["several-graphs"] = graphs
        for code in sorted(+self.counts):
            self.found.say(code, self.found.ties_file, count=self.counts[code])

    def _about(self, graph: _List) -> None:
        own = graph.text(OWN)
        if own is not None and not self.exact:
            value = plain(parse_json(own, self.found.ties_file, self.found.faults))
            if isinstance(value, dict) and self.found.take_beside(value, graph.line):
                self.exact = True
                names = value.get("names")
                for table in self.names:
                    given = names.get(table) if isinstance(names, dict) else None
                    self.names[table] = given if isinstance(given, dict) else {}
            return
        for key, text in graph.pairs:
            if isinstance(text, str) and key in {"label", "name"} and text:
                self.found.metadata.setdefault("title", text)
            elif isinstance(text, _List) and key.casefold() not in {"node", "edge"}:
                self.found.say("left-out", self.found.ties_file, text.line, None, key)

    def _cells(self, table: str, element: _List, done: set[str]) -> dict[str, str]:
        values: dict[str, list[str]] = {}
        self._collect(values, element, "")
        cells: dict[str, str] = {}
        for path, texts in values.items():
            texts = [text for text in texts if text != _LIST_START][int(path in done) :]  # noqa: PLW2901
            if not texts and path in done:
                continue
            self.counts["value-lists"] += len(texts) > 1
            column = str(self.names[table].get(path, path))
            if not self.exact:
                column = own_name(table, path)
                looks = path.partition(".")[2] if path.startswith("graphics.") else ""
                column = _LOOKS.get(looks, column)
            while column in cells:
                column = f"{column} (file)"
            cells[column] = ";".join(texts)
        return cells

    def _collect(self, values: dict[str, list[str]], element: _List, path: str) -> None:
        for key, value in element.pairs:
            if isinstance(value, _List):
                self.counts["nested-values"] += 1
                self._collect(values, value, f"{path}{key}.")
            else:
                values.setdefault(f"{path}{key}", []).append(value)

    def _name_actors(self) -> None:
        """Take ``name`` for the id where each has its own, since igraph's ids are but places."""
        numbers = [number for number, _name in self.heads]
        names = [name for _number, name in self.heads]
        new = dict(zip(numbers, names, strict=True))
        if len(set(names)) == len(set(numbers)) == len(names) and all(map(str.strip, names)):
            first = int(bool(numbers) and numbers[0] == "1")
            counted = numbers == [str(at + first) for at in range(len(numbers))]
            new |= {end: f"#{end}" if end in names else end for end in self._ends() - set(new)}
        else:
            counted, names, new = True, numbers, {}
        own: list[Item] = []
        for item, number, name in zip(self.found.actors, numbers, names, strict=True):
            cells = {"id": name, **item.cells}
            if new and not self.exact:
                del cells["name"]
            if not counted:
                cells["file id"] = number
            own.append(Item(item.row, cells))
        self.found.actors = own
        self.found.ties = [
            Item(item.row, {**item.cells, **self._renamed(item, new)}, item.directed)
            for item in self.found.ties
        ]

    @staticmethod
    def _renamed(item: Item, new: dict[str, str]) -> dict[str, str]:
        return {end: new.get(item.cells[end], item.cells[end]) for end in ("from", "to")}

    def _ends(self) -> set[str]:
        return {item.cells[end] for item in self.found.ties for end in ("from", "to")}


def write(data: Dataset) -> bytes:
    """Give a dataset as GML: ids as ``name``; sources, claims and metadata as JSON in the graph."""
    keys = {
        "actors": _keys(data, "actors", {"id"}, {"id", "name"}),
        "ties": _keys(data, "ties", {"from", "to"}, {"source", "target", "directed"}),
    }
    names = {
        table: {key: column for column, key in of.items() if key != column}
        for table, of in keys.items()
    }
    own = json.dumps({**beside(data), "names": names}, ensure_ascii=False, sort_keys=True)
    kinds = {kind: data.tie_kind(kind).directed for kind in data.ties["kind"].unique()}
    whole = int(bool(kinds) and all(kinds.values()))
    lines = [
        'Creator "alianza"',
        "graph [",
        f"  directed {whole}",
        "  multigraph 1",
        f"  {OWN} {_text(own)}",
    ]
    numbers: dict[str, int] = {}
    for number, row in enumerate(data.actors.to_dict("records")):
        cells = cells_of(row)
        numbers[cells["id"]] = number
        lines += ["  node [", f"    id {number}", f"    name {_text(cells['id'])}"]
        lines += _values("actors", cells, keys["actors"])
    for row in data.ties.to_dict("records"):
        cells = cells_of(row)
        ends = numbers[cells["from"]], numbers[cells["to"]]
        lines += ["  edge [", f"    source {ends[0]}", f"    target {ends[1]}"]
        lines += _values("ties", cells, keys["ties"])
    return "\n".join([*lines, "]", ""]).encode("ascii")


def _keys(data: Dataset, table: str, done: set[str], taken: set[str]) -> dict[str, str]:
    """Give a key for each column to write: its name where GML allows that, else a number."""
    keys: dict[str, str] = {}
    for number, column in enumerate(held_columns(table, getattr(data, table), done)):
        fits = column in COLUMNS[table] or (_PLAIN.fullmatch(column) and column not in taken)
        keys[column] = column if fits else f"column{number}"
        if not fits:
            while keys[column] in getattr(data, table).columns:
                keys[column] += "x"
    return keys


def _values(table: str, cells: dict[str, str], keys: dict[str, str]) -> list[str]:
    lines = []
    for column, key in keys.items():
        if column in cells:
            known = COLUMNS[table].get(column)
            number = known is not None and known.type == "number"
            text = _number(cells[column]) if number else _text(cells[column])
            lines.append(f"    {key} {text}")
    return [*lines, "  ]"]


def _number(text: str) -> str:
    """Give a number as GML spells it: an exponent only after a point."""
    mantissa, mark, exponent = text.partition("e")
    return f"{mantissa}{'' if '.' in mantissa else '.0'}E{exponent}" if mark else text


def _text(text: str) -> str:
    """Give `text` between quotation marks, in ASCII, on one line."""
    escaped = re.sub(r"[^ !#-%'-~]", _entity, text)
    return f'"{escaped}"'


def _entity(found: re.Match[str]) -> str:
    named = {'"': "&quot;", "&": "&amp;"}
    return named.get(found[0], f"&#{ord(found[0])};")
