"""Kumu's JSON: elements and connections, as blueprints and as whole projects have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .jsongraph import OWN, Reading, kept, read, rows_of, text_of, written

if TYPE_CHECKING:
    from ..dataset import Dataset

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
    about = {key: value.get(key) for key in ("name", "maps", "loops", "perspectives")}
    reading.about(about, value.get(OWN))
    elements = [
        (number, *_opened(reading, item))
        for number, item in reading.items("actors", value.get("elements"))
    ]
    named = reading.exact or all(name for _number, name, _cells in elements)
    # Blueprints have no ids; there, as in Kumu's tables, labels tell elements apart.
    for number, name, cells in elements:
        reading.actor(number, name if named else cells.get("label", name), cells)
    found.listed = bool(elements)
    ids = {item.cells["id"] for item in found.actors}
    labels = {item.cells.get("label", ""): item.cells["id"] for item in found.actors}
    for number, item in reading.items("ties", value.get("connections")):
        name, cells = _opened(reading, item, "ties")
        said = text_of(item.get("direction")) if reading.exact else cells.get("direction", "")
        direction = _DIRECTIONS.get(said.casefold())
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
    if reading.exact:
        return text_of(item.get("_id")), reading.cells(table, item, done=(*done, "direction"))
    cells = reading.cells(table, item, inner, done=done)
    spelled: dict[str, str] = {}
    for name, text in cells.items():
        plain = _SPELLINGS.get(name.casefold(), name)
        spelled[name if plain in cells or plain in spelled else plain] = text
    return text_of(item.get("_id", item.get("id"))), spelled


def write(data: Dataset) -> bytes:
    """Give a dataset as a blueprint of Kumu: elements, and connections between their ids."""
    taken = {"_id", "id", "attributes", "from", "to", "direction", *_SPELLINGS}
    actors, actor_names = rows_of(data, "actors", {"id"}, taken)
    ties, tie_names = rows_of(data, "ties", {"id", "from", "to"}, taken)
    elements = [{"_id": cells["id"], **_spelled(attributes)} for cells, attributes in actors]
    connections = [
        {
            "_id": cells["id"],
            "from": cells["from"],
            "to": cells["to"],
            "direction": "directed" if data.tie_kind(cells["kind"]).directed else "undirected",
            **_spelled(attributes),
        }
        for cells, attributes in ties
    ]
    own = kept(data, actors=actor_names | _SPELLINGS, ties=tie_names | _SPELLINGS)
    return written({"name": data.title, "elements": elements, "connections": connections, OWN: own})


def _spelled(attributes: dict[str, Any]) -> dict[str, Any]:
    names = {plain: spelling for spelling, plain in _SPELLINGS.items()}
    return {names.get(key, key): value for key, value in attributes.items()}


__all__ = ["FORMAT", "PLACES", "fill", "holds", "read", "write"]
