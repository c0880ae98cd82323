"""Tables of ties and of actors with the column names of other programs, alone or as a pair."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..sheet import number_of
from ..tables import COLUMNS, RawTable, RawTables
from .csvtext import parse_table, point_decimals, read_text
from .graphs import GraphFile, Item
from .matrix import is_matrix, read_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
NODE_FILES = ("nodes", "elements", "vertices", "locations", "actors")
EDGE_FILES = ("edges", "connections", "relations", "relationships", "flows", "links", "ties")

# The two columns that hold the ends; where a file has several pairs, the fullest counts.
ENDS = (
    ("from", "to"),
    ("source", "target"),
    ("vertex 1", "vertex 2"),
    ("origin", "dest"),
    ("origin", "destination"),
    ("source id", "target id"),
    ("node 1", "node 2"),
    ("sender", "receiver"),
    ("ego", "alter"),
)
# How other programs call our columns, the surest name first. Names are compared without case,
# blanks and punctuation; those of `COLUMNS` need no row of their own.
ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    "actors": {
        "id": ("id", "vertex", "node", "node id", "actor", "actor id"),
        "label": ("label", "name", "full name"),
        "kind": ("kind", "type", "category"),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "lng", "long", "longitude"),
        "note": ("note", "notes", "description"),
    },
    "ties": {
        "id": ("id", "edge id", "tie id"),
        "kind": ("kind", "relation", "relationship", "relationship type", "type"),
        "weight": ("weight", "edge weight", "count", "value", "strength"),
        "start": ("start", "start date"),
        "end": ("end", "end date"),
        "note": ("note", "notes", "description"),
        "sources": ("sources", "source", "citation"),
    },
}
DIRECTION_COLUMNS = ("type", "direction", "directed")
DIRECTIONS = {
    "directed": True,
    "undirected": False,
    "mutual": False,
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "1": True,
    "0": False,
}


def fold(name: str) -> str:
    """Give a column's name without case, punctuation and doubled blanks.

    >>> fold(" Vertex_1")
    'vertex 1'
    """
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def pair_in(folder: Path) -> tuple[list[Path], list[Path]]:
    """Give the files of `folder` whose names are those of a list of actors, and of ties."""
    found: tuple[list[Path], list[Path]] = ([], [])
    for path in sorted(folder.iterdir()):
        for names, files in zip((NODE_FILES, EDGE_FILES), found, strict=True):
            if path.suffix.lower() in SUFFIXES and fold(path.stem) in names:
                files.append(path)
    return found


def read(path: Path, name: str) -> RawTables:
    """Read a table of ties, a table of actors, or a folder with one of each."""
    if path.is_dir():
        return _read_pair(path, name)
    faults: list[Fault] = []
    table = _table(path, path.name, faults)
    if table is None:
        return RawTables(str(path), "csv", name, {}, faults=tuple(faults))
    if _ends(table) is not None:
        return _graph(path, name, None, table, faults)
    if is_matrix(table):
        return read_matrix(str(path), name, table, faults)
    if table.header and "id" in _mapping("actors", table):
        return _graph(path, name, table, None, faults)
    faults.append(_no_ends(table))
    return RawTables(str(path), "csv", name, {}, faults=tuple(faults))


def _no_ends(table: RawTable) -> Fault:
    if not table.header:
        return fault("empty-table", table.file)
    known = ", ".join(f"{tail} + {head}" for tail, head in ENDS)
    return fault("no-ends", table.file, table.header_row, known=known)


def _read_pair(folder: Path, name: str) -> RawTables:
    faults: list[Fault] = []
    tables: list[RawTable | None] = []
    for files in pair_in(folder):
        if len(files) > 1:
            names = ", ".join(file.name for file in files)
            faults.append(fault("several-files", files[0].name, files=names))
        usable = len(files) == 1
        if usable and folder.resolve() not in files[0].resolve().parents:
            faults.append(fault("outside-folder", files[0].name))
            usable = False
        tables.append(_table(files[0], files[0].name, faults) if usable else None)
    nodes, edges = tables
    if edges is not None and _ends(edges) is None:
        faults.append(_no_ends(edges))
        edges = None
    if edges is None:
        return RawTables(str(folder), "csv", name, {}, faults=tuple(faults))
    return _graph(folder, name, nodes, edges, faults)


def _table(path: Path, name: str, faults: list[Fault]) -> RawTable | None:
    text = read_text(path, faults, name)
    if text is None:
        return None
    found = parse_table(name, text, faults)
    table = _with_names(found.table, faults)
    kind = "actors" if _ends(table) is None else "ties"
    mapping = _mapping(kind, table)
    ours = {place: column for column, place in mapping.items()}
    header = tuple(ours.get(at, "") for at in range(len(table.header)))
    renamed = RawTable(table.file, header, table.rows, table.header_row)
    pointed = point_decimals(kind, type(found)(renamed, found.delimiter), faults)
    return RawTable(table.file, table.header, pointed.rows, table.header_row)


def _with_names(table: RawTable, faults: list[Fault]) -> RawTable:
    """Give every column a name of its own: blank ones by their number, twins refused."""
    header: list[str] = []
    width = len(table.header)
    while width and not table.header[width - 1].strip():
        width -= 1
    for at, text in enumerate(table.header[:width], start=1):
        name = text.strip() or f"column {at}"
        if name in header:
            place = (table.file, table.header_row, name, name)
            if text.strip():
                faults.append(fault("duplicate-column", *place, name=name))
            name = f"{name} ({at})"
        header.append(name)
    return RawTable(table.file, tuple(header), table.rows, table.header_row)


def _cells(table: RawTable, place: int) -> Iterable[str]:
    return (cells[place].strip() for _row, cells in table.rows if place < len(cells))


def _ends(table: RawTable) -> tuple[int, int] | None:
    """Give the places of the pair of ends that is filled most, or None."""
    folded = [fold(text) for text in table.header]
    pairs = [
        (folded.index(tail), folded.index(head))
        for tail, head in ENDS
        if tail in folded and head in folded
    ]
    return max(
        pairs,
        key=lambda pair: sum(bool(cell) for at in pair for cell in _cells(table, at)),
        default=None,
    )


def _mapping(name: str, table: RawTable) -> dict[str, int]:
    """Give the place of each of our columns that `table` has under any of its names."""
    folded = [fold(text) for text in table.header]
    ends = _ends(table) if name == "ties" else None
    places = dict(zip(("from", "to"), ends, strict=True)) if ends else {}
    for column in COLUMNS[name]:
        for alias in ALIASES[name].get(column, (fold(column),)):
            if column in places or alias not in folded:
                continue
            place = folded.index(alias)
            if place not in places.values() and _fits(name, column, alias, table, place):
                places[column] = place
    if name == "actors" and "id" not in places and "label" in places:
        places["id"] = places.pop("label")
    return places


def _fits(name: str, column: str, alias: str, table: RawTable, place: int) -> bool:
    """Tell whether the values of a column go with what its name may mean."""
    if name == "ties" and column == "kind" and alias in DIRECTION_COLUMNS:
        return not _says_direction(table, place)
    if column == "weight" and alias != "weight":
        return all(
            number_of(cell.replace(",", ".")) is not None for cell in _cells(table, place) if cell
        )
    return True


def _says_direction(table: RawTable, place: int) -> bool:
    values = {cell.casefold() for cell in _cells(table, place) if cell}
    return bool(values) and values <= set(DIRECTIONS)


def _graph(
    path: Path, name: str, nodes: RawTable | None, edges: RawTable | None, faults: list[Fault]
) -> RawTables:
    first = nodes or edges
    assert first is not None  # noqa: S101 - one of the two was found
    graph = GraphFile(
        str(path),
        "csv",
        name,
        (nodes or first).file,
        (edges or first).file,
        listed=nodes is not None,
        faults=faults,
    )
    if edges is not None:
        _add_ties(graph, edges)
    if nodes is not None:
        _add_actors(graph, nodes)
    return graph.tables()


def _add_ties(graph: GraphFile, table: RawTable) -> None:
    places = _mapping("ties", table)
    folded = [fold(text) for text in table.header]
    direction = None
    for alias in DIRECTION_COLUMNS:
        place = folded.index(alias) if alias in folded else -1
        if place >= 0 and place not in places.values() and _says_direction(table, place):
            direction = place
            break
    if table.header[places["from"]].casefold() == "origin":
        graph.directed = True
    meanings = {at: column for column, at in places.items()}
    if direction is not None:
        meanings[direction] = "directed or not"
    _say_collisions(graph, table, meanings)
    names = _say_columns(graph, table, places)
    graph.columns["ties"] = names
    graph.header_rows["ties"] = table.header_row
    graph.ties = [
        Item(item.row, item.cells, _direction(cells, direction), item.extra)
        for item, cells in _items(table, names)
    ]


def _direction(cells: tuple[str, ...], place: int | None) -> bool | None:
    if place is None or place >= len(cells):
        return None
    return DIRECTIONS.get(cells[place].strip().casefold())


def _add_actors(graph: GraphFile, table: RawTable) -> None:
    places = _mapping("actors", table)
    if "id" not in places:
        graph.listed = False
        near = ", ".join(ALIASES["actors"]["id"])
        graph.say("no-ids", table.file, table.header_row, known=near)
        return
    if "label" in places and graph.ties:
        ends = {item.cells.get(end, "") for item in graph.ties for end in ("from", "to")}
        ids, labels = (
            sum(end in column for end in ends)
            for column in (set(_cells(table, places[key])) for key in ("id", "label"))
        )
        if labels > ids:
            # Kumu's connections name the labels of elements, even where these have ids.
            meanings = {places["label"]: "id", places["id"]: "file id"}
            _say_collisions(graph, table, meanings, always=True)
            places["file id"], places["id"] = places["id"], places.pop("label")
    names = _say_columns(graph, table, places)
    graph.columns["actors"] = names
    graph.header_rows["actors"] = table.header_row
    graph.actors = [item for item, _cells_of in _items(table, names)]


def _say_collisions(
    graph: GraphFile, table: RawTable, meanings: Mapping[int, str], *, always: bool = False
) -> None:
    """Say what a column means whose name alone could mean two things."""
    for place, text in enumerate(table.header):
        doubtful = fold(text) == "type" or (
            fold(text) == "source" and "sources" in meanings.values()
        )
        if place in meanings and (always or doubtful):
            graph.faults.append(
                fault(
                    "ambiguous-column",
                    table.file,
                    table.header_row,
                    text,
                    text,
                    name=text,
                    meaning=meanings[place],
                )
            )


def _say_columns(graph: GraphFile, table: RawTable, places: Mapping[str, int]) -> tuple[str, ...]:
    """Give the header in our names, and say which columns were renamed."""
    ours = {at: column for column, at in places.items()}
    names: list[str] = []
    for at, text in enumerate(table.header):
        name = ours.get(at, text)
        while at not in ours and (name in places or name in names):
            name = f"{name} (file)"
        names.append(name)
    pairs = [f"{old} → {new}" for old, new in zip(table.header, names, strict=True) if old != new]
    if pairs:
        graph.say("columns-read", table.file, table.header_row, pairs=", ".join(pairs))
    return tuple(names)


def _items(table: RawTable, names: tuple[str, ...]) -> Iterable[tuple[Item, tuple[str, ...]]]:
    width = len(names)
    for row, cells in table.rows:
        if any(cells):
            extra = cells[width:] if any(cells[width:]) else ()
            yield Item(row, dict(zip(names, cells, strict=False)), extra=extra), cells
