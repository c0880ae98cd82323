"""GEXF 1.1 to 1.3, the format of Gephi: read with all its dialects, written as 1.3."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..dataset import cell_text
from ..tables import COLUMNS, RawTables
from .graphs import GraphFile, Item, cells_of, held_columns, own_name
from .xml import Element, escape, read_xml

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from pathlib import Path

    import pandas as pd

    from ..dataset import Dataset
    from ..faults import Fault

DIRECTIONS = {"directed": True, "undirected": False, "mutual": False}
CREATOR = "alianza"
"""What stands in the files that alianza writes, whose looks and days follow from the columns."""
STATIC = 'mode="static"'
PER_DEGREE = 10
INFINITE = {"infinity", "-infinity", "inf", "-inf", "nan"}
# Attributes of the elements themselves; all others are kept as columns under their own names.
_TIMES = ("start", "end", "startopen", "endopen", "timestamp")
_DAY = re.compile(r"(-?\d{4}(?:-\d\d(?:-\d\d)?)?)(?:\.0+|T00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:00)?)?")
_SPAN = re.compile(r"[<\[(]\s*([^\s,;<>\[\]()]+)\s*,\s*([^\s,;<>\[\]()]+)\s*[>\])]", re.ASCII)


def read(path: Path, name: str) -> RawTables:
    """Read nodes and edges with their attributes; what is dynamic or nested is flattened, said."""
    faults: list[Fault] = []
    root = read_xml(path, "gexf", faults)
    graph = root.first("graph") if root else None
    if root is None or graph is None:
        return GraphFile.nothing(path, "gexf", name, faults, said=root is None)
    found = GraphFile(str(path), "gexf", name, path.name, path.name, faults=faults)
    found.directed = DIRECTIONS.get(graph.attributes.get("defaultedgetype", ""), False)
    found.listed = any(element.tag == "nodes" for element in graph.walk())
    meta = root.first("meta")
    creator = meta.first("creator") if meta else None
    _Reader(found, graph, own=creator is not None and creator.text == CREATOR).run()
    return found.tables()


class _Reader:
    """One reading of a graph element into a `GraphFile`."""

    def __init__(self, found: GraphFile, graph: Element, *, own: bool) -> None:
        self.own = own
        self.found = found
        self.graph = graph
        self.titles: dict[str, dict[str, str]] = {"actors": {}, "ties": {}}
        self.defaults: dict[str, dict[str, str]] = {"actors": {}, "ties": {}}
        self.counts: Counter[str] = Counter()

    def run(self) -> None:
        self._declarations()
        stack: list[tuple[Element, str]] = [(self.graph, "")]
        while stack:
            element, parent = stack.pop()
            inner: list[tuple[Element, str]] = []
            for child in element.children:
                if child.tag == "node":
                    self._actor(child, parent)
                    inner.append((child, child.attributes.get("id", "")))
                elif child.tag == "edge":
                    self._tie(child)
                elif child.tag in {"nodes", "edges", "graph"}:
                    inner.append((child, parent))
            stack.extend(reversed(inner))
        file = self.found.ties_file
        for code in ("nested-actors", "undeclared-attribute", "several-spans", "not-dates"):
            if self.counts[code]:
                self.found.say(code, file, count=self.counts[code])

    def _declarations(self) -> None:
        for group in self.graph.all("attributes"):
            table = "ties" if group.attributes.get("class") == "edge" else "actors"
            for attribute in group.all("attribute"):
                key = attribute.attributes.get("id", "")
                title = attribute.attributes.get("title") or key
                column = title if self.own else own_name(table, title)
                if column in self.titles[table].values():
                    column = f"{title} ({key})"
                self.titles[table][key] = column
                default = attribute.first("default")
                if default is not None and default.text:
                    self.defaults[table][column] = default.text
        for table, titles in self.titles.items():
            first = ("id",) if table == "actors" else ("id", "from", "to")
            self.found.columns[table] = tuple(dict.fromkeys((*first, *titles.values())))

    def _actor(self, node: Element, parent: str) -> None:
        cells = {"id": node.attributes.get("id", "")}
        self._attributes(cells, node, {"id", "pid"})
        parents = [parent or node.attributes.get("pid", "")]
        parents += [p.attributes.get("for", "") for e in node.all("parents") for p in e.children]
        if any(parents):
            cells["parent"] = ";".join(dict.fromkeys(filter(None, parents)))
            self.counts["nested-actors"] += 1
        self._values("actors", cells, node)
        self.found.actors.append(Item(node.line, cells))

    def _tie(self, edge: Element) -> None:
        given = edge.attributes
        cells = {
            "id": given.get("id", ""),
            "from": given.get("source", ""),
            "to": given.get("target", ""),
        }
        self._attributes(cells, edge, {"id", "source", "target", "type"})
        self._values("ties", cells, edge)
        directed = DIRECTIONS.get(given.get("type", "").casefold())
        self.found.ties.append(Item(edge.line, cells, directed))

    def _attributes(self, cells: dict[str, str], element: Element, done: set[str]) -> None:
        others = element.attributes.items()
        cells |= {name: text for name, text in others if name not in done and name not in _TIMES}
        for child in element.children if not self.own else ():
            given = child.attributes
            if child.tag == "color":
                cells["colour"] = given.get("hex") or _hex(given)
            elif child.tag == "position":
                cells |= {axis: given[axis] for axis in ("x", "y", "z") if axis in given}
            elif child.tag in {"size", "thickness", "shape"}:
                cells[child.tag] = given.get("value", "")

    def _values(self, table: str, cells: dict[str, str], element: Element) -> None:
        """Add the values of attributes and the time of an element."""
        several: dict[str, list[str]] = {}
        own = dict(cells)
        # Some of Gephi's own samples have the values without the list around them.
        for group in (element, *element.all("attvalues")):
            for value in group.all("attvalue"):
                key = value.attributes.get("for", value.attributes.get("id", ""))
                if key not in self.titles[table]:
                    self.counts["undeclared-attribute"] += 1
                column = self.titles[table].get(key) or own_name(table, key)
                text = value.attributes.get("value", value.text)
                if own.get(column, text) != text:
                    column = f"{column} (attribute)"
                span = "/".join(value.attributes.get(end, "") for end in ("start", "end"))
                several.setdefault(column, []).append(text if span == "/" else f"{text} [{span}]")
                cells[column] = text
        for column, texts in several.items():
            if len(texts) > 1:
                # No single value holds: all are kept, in a column that claims no type.
                del cells[column]
                cells[f"{column} (over time)"] = "; ".join(texts)
                self.counts["several-spans"] += 1
        for column, text in self.defaults[table].items():
            if column not in several:
                cells.setdefault(column, text)
        if not self.own:
            self._time(cells, element)

    def _time(self, cells: dict[str, str], element: Element) -> None:
        spans = [
            (_given(spell, "start"), _given(spell, "end"))
            for group in element.all("spells", "slices")
            for spell in group.children
        ]
        spans += _SPAN.findall(element.attributes.get("intervals", ""))
        own = (_given(element, "start"), _given(element, "end"))
        if any(own) and not spans:
            spans = [own]
        if not spans:
            return
        if len(spans) > 1:
            self.counts["several-spans"] += 1
            cells["spells"] = "; ".join("/".join(span) for span in spans)
        for column, text in (("start", spans[0][0]), ("end", spans[-1][1])):
            if not text or text.casefold() in INFINITE:
                continue
            day = _DAY.fullmatch(text)
            if day and cells.get(column, day[1]) == day[1]:
                cells[column] = day[1]
            else:
                cells[f"{column} (file)"] = text
                self.counts["not-dates"] += not day


def _given(element: Element, end: str) -> str:
    given = element.attributes
    return given.get(end) or given.get(f"{end}open") or given.get("timestamp") or ""


def _hex(given: dict[str, str]) -> str:
    levels = [given.get(letter, "") for letter in "rgb"]
    if all(re.fullmatch(r"\d{1,3}", level, re.ASCII) and int(level) <= 255 for level in levels):  # noqa: PLR2004
        return "#" + "".join(f"{int(level):02x}" for level in levels)
    return ",".join(levels)


def write(data: Dataset) -> bytes:
    """Give a dataset as GEXF 1.3; every column but id, label and ends is an attribute.

    Colours are those of the kinds; places come from longitude and latitude, ten units a degree;
    a dataset with dates is dynamic, from the earliest to the latest day that they allow. Sources,
    claims and metadata have no place in GEXF and are left out.
    """
    frames = {"actors": data.actors, "ties": data.ties}
    dated = any((frame[end] != "").any() for frame in frames.values() for end in ("start", "end"))
    mode = 'mode="dynamic" timeformat="date" timerepresentation="interval"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        f"<meta><creator>{CREATOR}</creator><title>{escape(data.title)}</title></meta>",
        f'<graph defaultedgetype="undirected" {mode if dated else STATIC}>',
    ]
    keys: dict[str, dict[str, str]] = {}
    for table, frame in frames.items():
        keys[table] = _keys(table, frame)
        kind = "node" if table == "actors" else "edge"
        lines.append(f'<attributes class="{kind}" mode="static">')
        for column, key in keys[table].items():
            known = COLUMNS[table].get(column)
            of = "double" if known and known.type == "number" else "string"
            lines.append(f'<attribute id="{key}" title="{escape(column)}" type="{of}"/>')
        lines.append("</attributes>")
    lines.append("<nodes>")
    for row in frames["actors"].to_dict("records"):
        cells = cells_of(row)
        head = f'<node id="{escape(cells["id"])}" label="{escape(cells["label"])}"{_days(cells)}>'
        looks = _colour(data.actor_kind(cells["kind"]).colour) + _place(row)
        lines.append(f"{head}{_values(cells, keys['actors'])}{looks}</node>")
    lines += ["</nodes>", "<edges>"]
    for row in frames["ties"].to_dict("records"):
        cells = cells_of(row)
        tie = data.tie_kind(cells["kind"])
        ends = f'source="{escape(cells["from"])}" target="{escape(cells["to"])}"'
        of = f'type="{"directed" if tie.directed else "undirected"}" kind="{escape(tie.name)}"'
        weight = f' weight="{cells["weight"]}"' if "weight" in cells else ""
        head = f'<edge id="{escape(cells["id"])}" {ends} {of}{weight}{_days(cells)}>'
        lines.append(f"{head}{_values(cells, keys['ties'])}{_colour(tie.colour)}</edge>")
    lines += ["</edges>", "</graph>", "</gexf>", ""]
    return "\n".join(lines).encode()


def _days(cells: dict[str, str]) -> str:
    """Give start and end as whole days, as Gephi wants them; an open end is left out."""
    from ..dates import FIRST, LAST, parse_date  # noqa: PLC0415

    found = ""
    if "start" in cells:
        first = parse_date(cells["start"]).earliest
        found += f' start="{first.isoformat()}"' if first > FIRST else ""
    if "end" in cells:
        last = parse_date(cells["end"]).latest
        found += f' end="{last.isoformat()}"' if last < LAST else ""
    return found


def _colour(text: str) -> str:
    red, green, blue = (int(text[at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _place(row: Mapping[Hashable, Any]) -> str:
    lat, lon = row["lat"], row["lon"]
    if lat != lat or lon != lon:  # noqa: PLR0124 - NaN where there is no place
        return ""
    x, y = (cell_text(round(PER_DEGREE * degrees, 6)) for degrees in (lon, lat))
    return f'<viz:position x="{x}" y="{y}" z="0"/>'


def _keys(table: str, frame: pd.DataFrame) -> dict[str, str]:
    done = {"id", "label"} if table == "actors" else {"id", "from", "to", "weight"}
    columns = held_columns(table, frame, done)
    return {column: str(number) for number, column in enumerate(columns)}


def _values(cells: dict[str, str], keys: dict[str, str]) -> str:
    values = "".join(
        f'<attvalue for="{key}" value="{escape(cells[column])}"/>'
        for column, key in keys.items()
        if cells.get(column)
    )
    return f"<attvalues>{values}</attvalues>" if values else ""
