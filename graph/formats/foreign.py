"""Tables with the column names of other programs as raw tables: ties, actors, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..tables import COLUMNS, RawTable, RawTables
from .aliases import (
    ALIASES,
    DIRECTION_COLUMNS,
    DIRECTIONS,
    cells_in,
    fold,
    mapping_of,
    says_direction,
)
from .graphs import GraphFile, Item
from .settling import aside, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def graph_of(
    file: str,
    format_name: str,
    name: str,
    nodes: RawTable | None,
    edges: RawTable | None,
    faults: list[Fault],
) -> RawTables:
    """Give the raw tables of a list of actors, a list of ties, or both; at least one is given."""
    first = nodes or edges
    assert first is not None  # noqa: S101 - one of the two was found
    graph = GraphFile(
        file,
        format_name,
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
    table, places = settled("ties", table, mapping_of("ties", table), graph.faults)
    folded = [fold(text) for text in table.header]
    direction = None
    for alias in DIRECTION_COLUMNS:
        place = folded.index(alias) if alias in folded else -1
        if place >= 0 and place not in places.values() and says_direction(table, place):
            direction = place
            break
    if table.header[places["from"]].casefold() == "origin":
        graph.directed = True
    meanings = {at: column for column, at in places.items()}
    if direction is not None:
        meanings[direction] = "directed or not"
    say_collisions(graph, table, meanings)
    names = say_columns(graph, "ties", table, places)
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
    table, places = settled("actors", table, mapping_of("actors", table), graph.faults)
    if "id" not in places:
        graph.listed = False
        near = ", ".join(ALIASES["actors"]["id"])
        graph.say("no-ids", table.file, table.header_row, known=near)
        return
    if "label" in places and graph.ties:
        ends = {item.cells.get(end, "") for item in graph.ties for end in ("from", "to")}
        ids, labels = (
            sum(end in column for end in ends)
            for column in (set(cells_in(table, places[key])) for key in ("id", "label"))
        )
        if labels > ids:
            # Kumu's connections name the labels of elements, even where these have ids.
            meanings = {places["label"]: "id", places["id"]: "file id"}
            say_collisions(graph, table, meanings, always=True)
            places["file id"], places["id"] = places["id"], places.pop("label")
    names = say_columns(graph, "actors", table, places)
    graph.columns["actors"] = names
    graph.header_rows["actors"] = table.header_row
    graph.actors = [item for item, _cells_of in _items(table, names)]


def say_collisions(
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


def say_columns(
    graph: GraphFile, kind: str, table: RawTable, places: Mapping[str, int]
) -> tuple[str, ...]:
    """Give the header in our names, and say which columns were renamed."""
    ours = {at: column for column, at in places.items()}
    names: list[str] = []
    for at, text in enumerate(table.header):
        name = ours.get(at, text)
        while at not in ours and (name in COLUMNS[kind] or name in places or name in names):
            name = aside(name)
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
