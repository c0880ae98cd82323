"""What other programs call the columns of ties and actors, and which of ours each one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..sheet import number_of
from ..tables import COLUMNS, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def cells_in(table: RawTable, place: int) -> Iterable[str]:
    """Give the cells of a column, without the blanks around their text."""
    return (cells[place].strip() for _row, cells in table.rows if place < len(cells))


def ends_of(table: RawTable) -> tuple[int, int] | None:
    """Give the places of the pair of ends that is filled most, or None."""
    folded = [fold(text) for text in table.header]
    pairs = [
        (folded.index(tail), folded.index(head))
        for tail, head in ENDS
        if tail in folded and head in folded
    ]
    return max(
        pairs,
        key=lambda pair: sum(bool(cell) for at in pair for cell in cells_in(table, at)),
        default=None,
    )


def mapping_of(name: str, table: RawTable) -> dict[str, int]:
    """Give the place of each of our columns that `table` has under any of its names."""
    folded = [fold(text) for text in table.header]
    ends = ends_of(table) if name == "ties" else None
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
        return not says_direction(table, place)
    if column == "weight" and alias != "weight":
        return all(
            number_of(cell.replace(",", ".")) is not None for cell in cells_in(table, place) if cell
        )
    return True


def says_direction(table: RawTable, place: int) -> bool:
    """Tell whether all that a column holds is words for directed and undirected."""
    values = {cell.casefold() for cell in cells_in(table, place) if cell}
    return bool(values) and values <= set(DIRECTIONS)
