"""UCINET's DL files: matrices and lists, of one or two modes, of one or several relations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from .csvtext import read_text
from .dldata import Data, read_data
from .graphs import GraphFile, cells_of
from .limits import limits
from .pajek import unquoted
from .relations import add_modes, add_relation, declare_two_mode

if TYPE_CHECKING:
    from pathlib import Path

    from ..dataset import Dataset
    from ..tables import RawTables

FORMATS = {
    "fm": "fullmatrix",
    "lh": "lowerhalf",
    "uh": "upperhalf",
    "el1": "edgelist1",
    "el2": "edgelist2",
    "nl1": "nodelist1",
    "nl2": "nodelist2",
}
TWO_MODE = ("edgelist2", "nodelist2")

_DATA = re.compile(r"(?:^|[\s,;])data\s*:", re.IGNORECASE)
_LABELS = r"(?:(row|col(?:umn)?|matrix|level)\s+)?labels\b(?:\s*(embedded)\b)?\s*:?"
_SIZE = r"\b(n|nr|nc|nm|nl)\s*=\s*(\d+)"
_FORMAT = r"\bformat\s*=\s*(\w+)"
_DIAGONAL = r"\bdiagonal\s*=?\s*(present|absent)"
_HEADING = re.compile(f"{_SIZE}|{_FORMAT}|{_DIAGONAL}|{_LABELS}", re.IGNORECASE)
_NEXT = re.compile(
    r"[\n,;][ \t]*(?=(?:(?:(?:row|col(?:umn)?|matrix|level)\s+)?labels\b(?:\s*embedded|\s*:)"
    r"|(?:n|nr|nc|nm|nl|format)\s*=|diagonal\b\s*=?\s*(?:present|absent)\b))",
    re.IGNORECASE,
)
_LABEL = re.compile(r'"([^"]*)"|\'([^\']*)\'(?=[\s,;]|$)|([^\s,;]+)')
_BARE = re.compile(r"[^\s,;:=\"'!&]+")


@dataclass(slots=True)
class _Head:
    """What stands before the data: sizes, format, labels by side, and which are embedded."""

    sizes: dict[str, int] = field(default_factory=dict)
    format: str = "fullmatrix"
    diagonal: bool = True
    labels: dict[str, list[str]] = field(default_factory=dict)
    embedded: set[str] = field(default_factory=set)


def read(path: Path, name: str) -> RawTables:
    """Read a DL file; numbers without labels are ids, ``row 1`` and ``column 1`` in two modes."""
    faults: list[Fault] = []
    text = read_text(path, faults)
    data = None if text is None else _data(text, path.name, faults)
    if data is None:
        return GraphFile.nothing(path, "dl", name, faults, said=bool(faults))
    found = GraphFile(str(path), "dl", name, path.name, path.name, faults=faults)
    _fill(found, data)
    return found.tables()


def _data(text: str, file: str, faults: list[Fault]) -> Data | None:
    begin = _DATA.search(text)
    if not re.match(r"\s*dl\b", text, re.IGNORECASE) or begin is None:
        return None
    head = _head(text[: begin.start()], file, faults)
    if head is None:
        return None
    sizes = head.sizes
    two = head.format in TWO_MODE or "nr" in sizes or "nc" in sizes
    rows = sizes.get("nr", sizes.get("n"))
    columns = sizes.get("nc", sizes.get("n"))
    data = Data(file, faults, head.format, two_mode=two, rows=rows, columns=columns)
    data.diagonal = head.diagonal
    data.names = head.labels.get("matrix", [])
    data.relations = max(1, sizes.get("nm", 1))
    data.row_labels = head.labels.get("row", [])
    data.column_labels = head.labels.get("column", [] if two else data.row_labels)
    data.rows_embedded = "row" in head.embedded
    data.columns_embedded = "column" in head.embedded
    read_data(data, text[begin.end() :], text.count("\n", 0, begin.end()) + 1)
    return data


def _head(text: str, file: str, faults: list[Fault]) -> _Head | None:
    head = _Head()
    place = 0
    blocks: list[tuple[str, str]] = []
    while found := _HEADING.search(text, place):
        place = found.end()
        size, number, format_name, diagonal, side, embedded = found.groups()
        if size:
            head.sizes[size.casefold()] = int(number) if len(number) < 12 else limits().actors + 1  # noqa: PLR2004
        elif format_name:
            head.format = FORMATS.get(format_name.casefold(), format_name.casefold())
        elif diagonal:
            head.diagonal = diagonal.casefold() == "present"
        else:
            side = (
                "column" if (side or "").casefold().startswith("col") else (side or "").casefold()
            )
            if embedded:
                head.embedded |= {side} if side else {"row", "column"}
            else:
                following = _NEXT.search(text, max(0, place - 1))
                end = following.start() if following else len(text)
                blocks.append((side, text[place:end]))
                place = max(place, end)
    line = text.count("\n") + 1
    if max(head.sizes.values(), default=0) > limits().actors:
        what = Phrase(_("actors"))
        faults.append(fault("too-many", file, line, what=what, limit=limits().actors))
        return None
    if head.format not in FORMATS.values():
        known = Phrase(_("one of these formats: {names}"), {"names": ", ".join(FORMATS.values())})
        faults.append(fault("bad-line", file, line, None, head.format[:60], expected=known))
        return None
    for side, block in blocks:
        _add_labels(head, side, block)
    return head


def _add_labels(head: _Head, side: str, block: str) -> None:
    sizes = head.sizes
    counts = {
        "row": sizes.get("nr", sizes.get("n")),
        "column": sizes.get("nc", sizes.get("n")),
        "matrix": sizes.get("nm", 1),
        "": sizes.get("n", sizes.get("nr")),
    }
    labels = _labels(block, counts.get(side))
    head.labels[side or "row"] = labels


def _labels(block: str, count: int | None) -> list[str]:
    """Split labels at blanks and commas, or only at commas and lines where that fits `count`."""
    labels = [unquoted(double or single or bare) for double, single, bare in _LABEL.findall(block)]
    if count is not None and len(labels) != count and '"' not in block:
        lines = [part.strip() for part in re.split(r"[\n,]", block) if part.strip()]
        if len(lines) == count:
            return lines
    return labels


def _fill(found: GraphFile, data: Data) -> None:
    rows = [(data.line, label) for label in data.row_labels]
    columns = [(data.line, label) for label in data.column_labels] if data.two_mode else []
    two = add_modes(found, rows, columns)
    if data.rows is not None and not data.two_mode and len(rows) < data.rows:
        found.say("fewer-actors", found.file_name, data.line, expected=data.rows, got=len(rows))
    if data.loops:
        found.say("diagonal", found.file_name, data.line, count=data.loops)
    for relation in data.found:
        add_relation(found, relation, two_mode=two)
    if two:
        declare_two_mode(found, [relation.kind for relation in data.found])


def write(data: Dataset) -> bytes:
    """Give a dataset as a list of edges: ids as labels, kinds of ties as matrices, weights.

    A symmetric tie stands in both directions, as UCINET wants it. Everything else has no place.
    """
    ids = data.actors["id"].tolist()
    numbers = {name: at for at, name in enumerate(ids, start=1)}
    ties = data.ties
    kinds = list(dict.fromkeys(ties["kind"]))
    lines = [f"dl n={len(ids)} nm={max(1, len(kinds))}", "format=edgelist1"]
    if kinds:
        lines += ["matrix labels:", *map(_label, kinds)]
    lines += ["labels:", *map(_label, ids), "data:"]
    for at, kind in enumerate(kinds):
        if at:
            lines.append("!")
        directed = data.tie_kind(kind).directed
        for row in ties[ties["kind"] == kind].to_dict("records"):
            cells = cells_of(row)
            ends = numbers[cells["from"]], numbers[cells["to"]]
            weight = f" {cells['weight']}" if "weight" in cells else ""
            lines.append(f"{ends[0]} {ends[1]}{weight}")
            if not directed:
                lines.append(f"{ends[1]} {ends[0]}{weight}")
    return "\n".join([*lines, ""]).encode()


def _label(text: str) -> str:
    """Give a label, between quotation marks where it holds more than letters and digits."""
    if _BARE.fullmatch(text) and not _HEADING.match(text):
        return text
    text = text.replace("&#", "&#38;#")
    return '"' + re.sub(r'"|[^\S ]', lambda found: f"&#{ord(found[0])};", text) + '"'
