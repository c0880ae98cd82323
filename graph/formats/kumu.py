"""Kumu's JSON: elements and connections, as blueprints and as whole projects have them."""

from __future__ import annotations

from typing import Any

from .jsongraph import Reading, read, text_of

FORMAT = "kumu"
PLACES = ("elements", "connections")
_DIRECTIONS = {"directed": True, "undirected": False, "mutual": False}
_SPELLINGS = {"type": "kind", "description": "note"}


def holds(value: Any) -> bool:
    """Tell whether `value` is an object with elements or connections in lists, as Kumu has them."""
    return isinstance(value, dict) and (
        isinstance(value.get("connections"), list)
        or (isinstance(value.get("elements"), list) and "data" not in _first(value["elements"]))
    )


def _first(items: list[Any]) -> dict[str, Any]:
    return items[0] if items and isinstance(items[0], dict) else {}


def fill(reading: Reading, value: dict[str, Any]) -> None:
    """Read elements and connections, whose ends are ids or labels; loops and maps are left out."""
    found = reading.found
    reading.about({key: value.get(key) for key in ("name", "maps", "loops", "perspectives")})
    elements = [
        (number, *_opened(reading, item))
        for number, item in reading.items("actors", value.get("elements"))
    ]
    named = all(name for _number, name, _cells in elements)
    # Blueprints have no ids; there, as in Kumu's tables, labels tell elements apart.
    for number, name, cells in elements:
        reading.actor(number, name if named else cells.get("label", name), cells)
    found.listed = bool(elements)
    ids = {item.cells["id"] for item in found.actors}
    labels = {item.cells.get("label", ""): item.cells["id"] for item in found.actors}
    for number, item in reading.items("ties", value.get("connections")):
        name, cells = _opened(reading, item, "ties")
        direction = _DIRECTIONS.get(cells.get("direction", "").casefold())
        ends = [text_of(item.get(end)) for end in ("from", "to")]
        tail, head = (end if end in ids else labels.get(end, end) for end in ends)
        given = {"id": name, "from": tail, "to": head}
        reading.tie(number, given, cells, directed=direction)


def _opened(
    reading: Reading, item: dict[str, Any], table: str = "actors"
) -> tuple[str, dict[str, str]]:
    """Give the id and the cells of an element or connection, in either of their shapes."""
    inner = reading.inside(item.get("attributes"))
    done = ("_id", "id", "attributes", *(("from", "to") if table == "ties" else ()))
    cells = reading.cells(table, item, inner, done=done)
    spelled: dict[str, str] = {}
    for name, text in cells.items():
        plain = _SPELLINGS.get(name.casefold(), name)
        spelled[name if plain in cells or plain in spelled else plain] = text
    return text_of(item.get("_id", item.get("id"))), spelled


__all__ = ["FORMAT", "PLACES", "fill", "holds", "read"]
