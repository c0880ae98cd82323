"""GraphML as networkx, igraph, Gephi and yEd write it; written without loss."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from ..tables import COLUMNS, RawTables
from .graphs import GraphFile, Item, beside, cells_of, held_columns, own_name
from .xml import Element, escape, read_xml

if TYPE_CHECKING:
    from pathlib import Path

    from ..dataset import Dataset
    from ..faults import Fault

DIRECTED = {"true": True, "false": False, "directed": True, "undirected": False}
OWN = "alianza"
"""The data of the graph in which alianza keeps what GraphML has no place for."""
_TABLES = {"node": ("actors",), "edge": ("ties",), "all": ("actors", "ties")}


def read(path: Path, name: str) -> RawTables:
    """Read nodes and edges with their data; groups and ports are flattened, and said."""
    faults: list[Fault] = []
    root = read_xml(path, "graphml", faults)
    graphs = list(root.all("graph")) if root else []
    if root is None or not graphs:
        return GraphFile.nothing(path, "graphml", name, faults, said=root is None)
    found = GraphFile(str(path), "graphml", name, path.name, path.name, faults=faults)
    found.listed = any(element.tag == "node" for element in root.walk())
    _Reader(found, root).run(graphs)
    return found.tables()


class _Reader:
    """One reading of a file into a `GraphFile`."""

    def __init__(self, found: GraphFile, root: Element) -> None:
        self.found = found
        self.titles: dict[str, dict[str, str]] = {"actors": {}, "ties": {}}
        self.defaults: dict[str, dict[str, str]] = {"actors": {}, "ties": {}}
        self.own_key = ""
        self.counts: Counter[str] = Counter()
        for key in root.all("key"):
            self._declare(key)
        self._name_labels()
        for table, titles in self.titles.items():
            first = ("id",) if table == "actors" else ("id", "from", "to")
            found.columns[table] = tuple(dict.fromkeys((*first, *titles.values())))

    def run(self, graphs: list[Element]) -> None:
        """Read `graphs` and what is nested in them."""
        stack = [
            (graph, "", DIRECTED.get(graph.attributes.get("edgedefault", ""))) for graph in graphs
        ][::-1]
        while stack:
            graph, parent, directed = stack.pop()
            for child in graph.children:
                if child.tag == "node":
                    self._actor(child, parent)
                elif child.tag == "edge":
                    self._tie(child, directed)
                elif child.tag == "hyperedge":
                    self.found.say("hyperedge", self.found.ties_file, child.line)
                elif child.tag == "data" and child.attributes.get("key") == self.own_key:
                    self._own(child)
                for inner in child.all("graph") if child.tag in {"node", "edge"} else ():
                    says = inner.attributes.get("edgedefault", "")
                    within = child.attributes.get("id", "") if child.tag == "node" else parent
                    stack.append((inner, within, DIRECTED.get(says, directed)))
        self._name_keys()
        if len(graphs) > 1:
            self.counts["several-graphs"] = len(graphs)
        for code in sorted(self.counts):
            self.found.say(code, self.found.ties_file, count=self.counts[code])

    def _declare(self, key: Element) -> None:
        given = key.attributes
        name = given.get("id", "")
        title = given.get("attr.name") or name
        if given.get("for") == "graph" and title == OWN:
            self.own_key = name
        for table in _TABLES.get(given.get("for", "all"), ()):
            column = title if self.own_key else own_name(table, title)
            if column in self.titles[table].values():
                column = f"{title} ({name})"
            if "yfiles.type" not in given:
                self.titles[table][name] = column
            default = key.first("default")
            if default is not None and default.text and not default.children:
                self.defaults[table][column] = default.text

    def _name_labels(self) -> None:
        """Take igraph's ``name`` for the label where there is no other."""
        titles = self.titles["actors"]
        if "label" not in titles.values() and not self.own_key:
            for key, column in titles.items():
                if column == "name":
                    titles[key] = "label"

    def _actor(self, node: Element, parent: str) -> None:
        cells = {"id": node.attributes.get("id", "")}
        cells |= {name: text for name, text in node.attributes.items() if name != "id"}
        ports = [port.attributes.get("name", "") for port in node.all("port")]
        if ports:
            cells["ports"] = ";".join(ports)
            self.counts["ports"] += len(ports)
        if parent:
            cells["parent"] = parent
            self.counts["nested-actors"] += 1
        self._data("actors", cells, node)
        self.found.actors.append(Item(node.line, cells))

    def _tie(self, edge: Element, directed: bool | None) -> None:
        given = edge.attributes
        cells = {
            "id": given.get("id", ""),
            "from": given.get("source", ""),
            "to": given.get("target", ""),
        }
        done = {"id", "source", "target", "directed"}
        cells |= {name: text for name, text in given.items() if name not in done}
        self._data("ties", cells, edge)
        own = DIRECTED.get(given.get("directed", "").casefold(), directed)
        self.found.ties.append(Item(edge.line, cells, own))

    def _data(self, table: str, cells: dict[str, str], element: Element) -> None:
        looks: list[Element] = []
        for data in element.all("data"):
            if data.children:
                looks.append(data)
                continue
            key = data.attributes.get("key", "")
            column = self.titles[table].get(key)
            if column is None:
                if not data.text.strip():
                    continue
                self.counts["undeclared-attribute"] += 1
                column = own_name(table, key)
            while cells.get(column, data.text) != data.text:
                column = f"{column} (attribute)"
            cells[column] = data.text
        for column, text in self.defaults[table].items():
            cells.setdefault(column, text)
        for data in looks:
            self.counts["looks"] += 1
            for name, text in _looks(data):
                cells.setdefault(name, text)

    def _name_keys(self) -> None:
        """Take numbers that stand at several edges for what they are: networkx's edge keys."""
        ids = [item.cells["id"] for item in self.found.ties]
        filled = [name for name in ids if name]
        if len(set(filled)) < len(filled) and all(name.isdecimal() for name in filled):
            self.found.ties = [
                Item(item.row, {**item.cells, "id": "", "key": item.cells["id"]}, item.directed)
                for item in self.found.ties
            ]

    def _own(self, data: Element) -> None:
        """Read the tables and metadata that `write` put beside the graph."""
        try:
            value = json.loads(data.text)
        except (ValueError, RecursionError) as error:
            reason = type(error).__name__
            self.found.say("not-json", self.found.ties_file, data.line, reason=reason)
        else:
            self.found.take_beside(value, data.line)


def _looks(data: Element) -> list[tuple[str, str]]:
    """Give label, place, colour and shape out of what yEd draws."""
    found: list[tuple[str, str]] = []
    for element in data.walk():
        given = element.attributes
        if element.tag in {"NodeLabel", "EdgeLabel"} and element.text.strip():
            found.append(("label", element.text.strip()))
        elif element.tag == "Geometry":
            found += [(axis, given[axis]) for axis in ("x", "y") if axis in given]
        elif element.tag in {"Fill", "LineStyle"} and "color" in given:
            found.append(("colour", given["color"]))
        elif element.tag == "Shape" and "type" in given:
            found.append(("shape", given["type"]))
    return found


def write(data: Dataset) -> bytes:
    """Give a dataset as GraphML; sources, claims and metadata are JSON in the graph's data."""
    frames = {"actors": data.actors, "ties": data.ties}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        f'<key id="{OWN}" for="graph" attr.name="{OWN}" attr.type="string"/>',
    ]
    keys: dict[str, dict[str, str]] = {}
    for table, frame in frames.items():
        kind = "node" if table == "actors" else "edge"
        done = {"id"} if table == "actors" else {"id", "from", "to"}
        columns = held_columns(table, frame, done)
        keys[table] = {column: f"{kind[0]}{number}" for number, column in enumerate(columns)}
        for column, key in keys[table].items():
            known = COLUMNS[table].get(column)
            of = "double" if known and known.type == "number" else "string"
            name = f'attr.name="{escape(column)}" attr.type="{of}"'
            lines.append(f'<key id="{key}" for="{kind}" {name}/>')
    lines.append('<graph edgedefault="undirected">')
    text = json.dumps(beside(data), ensure_ascii=False, sort_keys=True)
    lines.append(f'<data key="{OWN}">{escape(text)}</data>')
    for row in frames["actors"].to_dict("records"):
        cells = cells_of(row)
        lines.append(f'<node id="{escape(cells["id"])}">{_cells(cells, keys["actors"])}</node>')
    for row in frames["ties"].to_dict("records"):
        cells = cells_of(row)
        directed = str(data.tie_kind(cells["kind"]).directed).lower()
        ends = f'source="{escape(cells["from"])}" target="{escape(cells["to"])}"'
        head = f'<edge id="{escape(cells["id"])}" {ends} directed="{directed}">'
        lines.append(f"{head}{_cells(cells, keys['ties'])}</edge>")
    lines += ["</graph>", "</graphml>", ""]
    return "\n".join(lines).encode()


def _cells(cells: dict[str, str], keys: dict[str, str]) -> str:
    return "".join(
        f'<data key="{key}">{escape(cells[column])}</data>'
        for column, key in keys.items()
        if cells.get(column)
    )
