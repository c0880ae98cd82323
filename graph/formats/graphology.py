"""Graphology's serialised graphs, which sigma and Gephi Lite use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .jsongraph import OWN, Reading, kept, read, rows_of, written

if TYPE_CHECKING:
    from ..dataset import Dataset

FORMAT = "graphology"
PLACES = ("nodes", "edges")
_TYPES = {"directed": True, "undirected": False}


def holds(value: Any) -> bool:
    """Tell whether `value` has nodes with keys, as graphology writes them."""
    if not isinstance(value, dict) or not isinstance(value.get("nodes"), list):
        return False
    if isinstance(value.get("options"), dict):
        return True
    nodes = value["nodes"]
    return bool(nodes) and all(
        isinstance(node, dict) and "key" in node and "id" not in node for node in nodes
    )


def fill(reading: Reading, value: dict[str, Any]) -> None:
    """Read nodes and edges with their attributes, each with its own direction."""
    about = reading.inside(value.get("attributes"))
    reading.about(about, about.get(OWN))
    kind = reading.inside(value.get("options")).get("type")
    if not reading.exact:
        # In a mixed graph, what is not marked as undirected is directed.
        reading.found.directed = _TYPES.get(kind, True) if isinstance(kind, str) else None
    for number, node in reading.items("actors", value.get("nodes")):
        attributes = reading.inside(node.get("attributes"))
        others = {key: item for key, item in node.items() if key not in {"key", "attributes"}}
        reading.actor(number, node.get("key"), reading.cells("actors", attributes, others))
    for number, edge in reading.items("ties", value.get("edges")):
        attributes = reading.inside(edge.get("attributes"))
        done = {"key", "source", "target", "undirected", "attributes"}
        others = {key: item for key, item in edge.items() if key not in done}
        given = {"id": edge.get("key"), "from": edge.get("source"), "to": edge.get("target")}
        undirected = edge.get("undirected")
        directed = not undirected if isinstance(undirected, bool) else None
        reading.tie(number, given, reading.cells("ties", attributes, others), directed=directed)


def write(data: Dataset) -> bytes:
    """Give a dataset as a mixed multigraph that graphology imports."""
    actors, actor_names = rows_of(data, "actors", {"id"}, {"id"})
    ties, tie_names = rows_of(data, "ties", {"id", "from", "to"}, {"id", "from", "to"})
    nodes = [{"key": cells["id"], "attributes": attributes} for cells, attributes in actors]
    edges = []
    for cells, attributes in ties:
        edge = {"key": cells["id"], "source": cells["from"], "target": cells["to"]}
        undirected = {} if data.tie_kind(cells["kind"]).directed else {"undirected": True}
        edges.append({**edge, **undirected, "attributes": attributes})
    about = {"title": data.title, OWN: kept(data, actors=actor_names, ties=tie_names)}
    options = {"type": "mixed", "multi": True, "allowSelfLoops": False}
    return written({"options": options, "attributes": about, "nodes": nodes, "edges": edges})


__all__ = ["FORMAT", "PLACES", "fill", "holds", "read", "write"]
