"""Cytoscape's JSON, with its elements in one list or in two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .jsongraph import OWN, Reading, kept, read, rows_of, written

if TYPE_CHECKING:
    from ..dataset import Dataset

FORMAT = "cytoscape"
PLACES = ("nodes", "edges")


def _parts(value: Any) -> tuple[list[Any], list[Any]] | None:
    """Give nodes and edges out of either layout, None where there are none."""
    elements = value.get("elements") if isinstance(value, dict) else value
    if isinstance(elements, dict) and ("nodes" in elements or "edges" in elements):
        return elements.get("nodes") or [], elements.get("edges") or []
    if not isinstance(elements, list) or not elements:
        return None
    if not all(isinstance(item, dict) and isinstance(item.get("data"), dict) for item in elements):
        return None
    parts: tuple[list[Any], list[Any]] = ([], [])
    for item in elements:
        parts[item.get("group") == "edges" or "source" in item["data"]].append(item)
    return parts


def holds(value: Any) -> bool:
    """Tell whether `value` has the elements of Cytoscape."""
    return _parts(value) is not None


def fill(reading: Reading, value: Any) -> None:
    """Read nodes and edges; what contains others is their ``parent``, positions are x and y."""
    found = reading.found
    parts = _parts(value)
    assert parts is not None  # noqa: S101 - `holds` said so
    if isinstance(value, dict):
        about = reading.inside(value.get("data"))
        reading.about(about, about.get(OWN))
    for number, node in reading.items("actors", parts[0]):
        data = reading.inside(node.get("data"))
        place = reading.inside(node.get("position")) if not reading.exact else {}
        looks = {"classes": node["classes"]} if node.get("classes") else {}
        # Cytoscape numbers its elements anew in SUID, which says nothing of the network.
        cells = reading.cells("actors", data, place, looks, done=("id", "SUID"))
        if "label" not in cells and not reading.exact and cells.get("name"):
            cells["label"] = cells.pop("name")
        reading.actor(number, data.get("id"), cells)
    for number, edge in reading.items("ties", parts[1]):
        data = reading.inside(edge.get("data"))
        given = {"id": data.get("id"), "from": data.get("source"), "to": data.get("target")}
        looks = {"classes": edge["classes"]} if edge.get("classes") else {}
        done = ("id", "source", "target", "SUID")
        cells = reading.cells("ties", data, looks, done=done)
        reading.tie(number, given, cells, directed=data.get("directed"))
    found.listed = bool(parts[0])


def write(data: Dataset) -> bytes:
    """Give a dataset as Cytoscape and Cytoscape.js read it, actors with places where they lie."""
    actors, actor_names = rows_of(data, "actors", {"id"}, {"id", "parent", "SUID"})
    taken = {"id", "source", "target", "SUID"}
    ties, tie_names = rows_of(data, "ties", {"id", "from", "to"}, taken)
    nodes = []
    for cells, attributes in actors:
        node: dict[str, Any] = {"data": {"id": cells["id"], **attributes}}
        if "lat" in attributes and "lon" in attributes:
            node["position"] = {"x": 10 * attributes["lon"], "y": -10 * attributes["lat"]}
        nodes.append(node)
    edges = [
        {"data": {"id": c["id"], "source": c["from"], "target": c["to"], **attributes}}
        for c, attributes in ties
    ]
    about = {"name": data.title, OWN: kept(data, actors=actor_names, ties=tie_names)}
    value = {
        "format_version": "1.0",
        "generated_by": "alianza",
        "data": about,
        "elements": {"nodes": nodes, "edges": edges},
    }
    return written(value)


__all__ = ["FORMAT", "PLACES", "fill", "holds", "read", "write"]
