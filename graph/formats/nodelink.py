"""Node-link JSON: that of networkx, of d3, of vis.js and of sigma."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .jsongraph import Number, Reading, kept, read, rows_of, text_of, written

if TYPE_CHECKING:
    from ..dataset import Dataset

FORMAT = "node-link"
PLACES = ("nodes", "links")
_ENDS = (("source", "target"), ("from", "to"))


def holds(value: Any) -> bool:
    """Tell whether `value` is an object with nodes or links."""
    return isinstance(value, dict) and any(
        isinstance(value.get(key), list) for key in ("nodes", "links", "edges")
    )


def fill(reading: Reading, value: dict[str, Any]) -> None:
    """Read nodes and links; numbers without any ids are places in the list of nodes, as in d3."""
    found = reading.found
    graph = reading.inside(value.get("graph"))
    reading.about(graph, graph if "columns" in graph else None)
    directed = value.get("directed")
    found.directed = directed if isinstance(directed, bool) and not reading.exact else None
    found.listed = isinstance(value.get("nodes"), list)
    links = value.get("links", value.get("edges"))
    nodes = list(reading.items("actors", value.get("nodes")))
    key = _id_key(nodes, links)
    for number, node in nodes:
        name = Number(number - 1) if key is None else node.get(key)
        inner = reading.inside(node.get("attributes"))
        done = [key] if key is not None else []
        done += ["attributes"] if inner else []
        cells = reading.cells("actors", node, inner, done=done)
        if key is None and "name" in cells:
            cells.setdefault("label", cells.pop("name"))
        reading.actor(number, name, cells)
    for number, link in reading.items("ties", links):
        tail, head = next((ends for ends in _ENDS if ends[0] in link), _ENDS[0])
        given = {"id": link.get("id"), "from": link.get(tail), "to": link.get(head)}
        done = [tail, head, "id"]
        if reading.exact or ("id" not in link and _is_name(link.get("key"))):
            # networkx numbers parallel edges; other keys are ids that somebody gave.
            given["id"] = link.get("key")
            done = [tail, head, "key"]
        inner = reading.inside(link.get("attributes"))
        done += ["attributes"] if inner else []
        own = link.get("directed")
        if isinstance(own, bool) and not reading.exact:
            done.append("directed")
        reading.tie(number, given, reading.cells("ties", link, inner, done=done), directed=own)


def _is_name(key: Any) -> bool:
    return isinstance(key, str) and not isinstance(key, Number)


def _id_key(nodes: list[tuple[int, dict[str, Any]]], links: Any) -> str | None:
    """Give the key that holds the ids of nodes, or None where their places are meant."""
    if any("id" in node for _number, node in nodes):
        return "id"
    ends = {
        text_of(link.get(end))
        for link in (links if isinstance(links, list) else [])
        if isinstance(link, dict)
        for pair in _ENDS
        for end in pair
        if end in link
    }
    for key in ("name", "label", "key"):
        if (
            nodes
            and ends <= {text_of(node.get(key)) for _number, node in nodes}
            and all(key in node for _number, node in nodes)
        ):
            return key
    return None if nodes else "id"


def write(data: Dataset) -> bytes:
    """Give a dataset as `networkx.node_link_graph` reads it; the graph's attributes hold the rest.

    The graph that networkx makes of it is the one that `Dataset.from_networkx` reads.
    """
    actors, actor_names = rows_of(data, "actors", {"id"}, {"id"})
    ties, tie_names = rows_of(data, "ties", {"id", "from", "to"}, {"source", "target", "key"})
    graph = kept(data, actors=actor_names, ties=tie_names)
    graph["columns"] = {
        name: list(getattr(data, name).columns) for name in ("actors", "ties", "sources", "claims")
    }
    nodes = [{"id": cells["id"], **attributes} for cells, attributes in actors]
    edges = [
        {"source": c["from"], "target": c["to"], "key": c["id"], **attributes}
        for c, attributes in ties
    ]
    directed = any(data.tie_kind(kind).directed for kind in data.ties["kind"].unique())
    value = {
        "directed": directed,
        "multigraph": True,
        "graph": {"name": data.name, **graph},
        "nodes": nodes,
        "edges": edges,
    }
    return written(value)


__all__ = ["FORMAT", "PLACES", "fill", "holds", "read", "write"]
