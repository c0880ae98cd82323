"""JSON Graph Format, versions 1 and 2; hyperedges are refused, not split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .jsongraph import OWN, Reading, kept, read, rows_of, written

if TYPE_CHECKING:
    from ..dataset import Dataset

FORMAT = "jgf"
PLACES = ("nodes", "edges")
_HEAD = ("label", "metadata")


def _graphs(value: Any) -> list[Any]:
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("graph"), dict):
        return [value["graph"]]
    graphs = value.get("graphs")
    return graphs if isinstance(graphs, list) else []


def holds(value: Any) -> bool:
    """Tell whether `value` is an object with a graph, or with graphs, that hold nodes or edges."""
    if not isinstance(value, dict) or "nodes" in value:
        return False
    return any(
        isinstance(graph, dict) and {"nodes", "edges", "hyperedges"} & set(graph)
        for graph in _graphs(value)
    )


def fill(reading: Reading, value: dict[str, Any]) -> None:
    """Read every graph of the file into one, and say so where there are several."""
    graphs = [graph for graph in _graphs(value) if isinstance(graph, dict)]
    if len(graphs) > 1:
        reading.counts["several-graphs"] = len(graphs)
    reading.found.listed = any("nodes" in graph for graph in graphs)
    for graph in graphs:
        _fill(reading, graph)


def _fill(reading: Reading, graph: dict[str, Any]) -> None:
    found = reading.found
    about = reading.inside(graph.get("metadata"))
    head = {key: graph.get(key) for key in ("label", "type", "id")}
    reading.about({**head, **about}, about.get(OWN))
    nodes = graph.get("nodes")
    if isinstance(nodes, dict):
        nodes = [
            {"id": key, **node} if isinstance(node, dict) else node for key, node in nodes.items()
        ]
    for number, node in reading.items("actors", nodes):
        inner = reading.inside(node.get("metadata"))
        done = ["id", *(["metadata"] if inner or not node.get("metadata") else [])]
        reading.actor(number, node.get("id"), reading.cells("actors", node, inner, done=done))
    # A graph that is silent is directed, as the format says.
    default = graph.get("directed", True)
    for number, edge in reading.items("ties", graph.get("edges")):
        inner = reading.inside(edge.get("metadata"))
        given = {"id": edge.get("id"), "from": edge.get("source"), "to": edge.get("target")}
        done = ["id", "source", "target", "directed", "relation"]
        done += ["metadata"] if inner or not edge.get("metadata") else []
        cells = reading.cells("ties", edge, inner, done=done)
        if edge.get("relation") is not None:
            given["kind"] = edge["relation"]
        reading.tie(number, given, cells, directed=edge.get("directed", default))
    for number, _edge in reading.items("ties", graph.get("hyperedges")):
        found.say("hyperedge", f"{found.file_name}[hyperedges]", number)


def write(data: Dataset) -> bytes:
    """Give a dataset as JSON Graph Format, version 2; kinds of ties are relations."""
    actors, actor_names = rows_of(data, "actors", {"id", "label"}, {"id", *_HEAD})
    done = {"id", "from", "to", "kind"}
    ties, tie_names = rows_of(data, "ties", done, {*done, *_HEAD})
    nodes = {
        cells["id"]: {"label": cells["label"], "metadata": attributes}
        for cells, attributes in actors
    }
    edges = [
        {
            "id": cells["id"],
            "source": cells["from"],
            "target": cells["to"],
            "relation": cells["kind"],
            "directed": data.tie_kind(cells["kind"]).directed,
            "metadata": attributes,
        }
        for cells, attributes in ties
    ]
    about = {OWN: kept(data, actors=actor_names, ties=tie_names)}
    graph = {"label": data.title, "metadata": about, "nodes": nodes, "edges": edges}
    return written({"graph": graph})


__all__ = ["FORMAT", "PLACES", "fill", "holds", "read", "write"]
