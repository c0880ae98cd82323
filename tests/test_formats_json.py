"""Graphs in the dialects of JSON, hostile JSON, and what others make of what is written."""

import json

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.formats import FORMATS
from alianza.graph.formats.limits import Limits
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def read(read_file):
    def read_it(value, name="x.json"):
        return read_file(value if isinstance(value, (str, bytes)) else json.dumps(value), name)

    return read_it


ENDS = [("a", "b", "tie"), ("b", "c", "tie")]


@pytest.mark.parametrize("key", ["links", "edges"])
def test_networkx(read, key):
    graph = nx.MultiDiGraph(name="A net")
    graph.add_node("a", label="A", tags=["x", "y"], lat=1.5, lon=2, deep={"er": True})
    graph.add_edge("a", "b", weight=2)
    graph.add_edge("b", "c", key="mine")
    found = read(nx.node_link_data(graph, edges=key))
    assert found.report.format == "node-link"
    assert found.ties == ENDS
    assert found.data.tie_kind("tie").directed
    row = found.data.actors.iloc[0]
    assert row[["label", "lat", "lon", "tags", "deep.er"]].tolist() == ["A", 1.5, 2, "x;y", "true"]
    assert found.data.ties["key"].tolist() == ["0", ""]
    assert found.data.ties["id"].tolist()[1] == "mine"
    assert found.data.title == "A net"
    assert found.one("value-lists").message.values["count"] == 1
    assert found.one("nested-values").message.values["count"] == 1


def test_d3_joins_places_in_the_list(read):
    nodes = [{"name": "A", "group": 1}, {"name": "B", "group": 2}]
    found = read({"nodes": nodes, "links": [{"source": 0, "target": 1, "value": 3}]})
    assert found.data.actors[["id", "label", "group"]].to_numpy().tolist() == [["0", "A", "1"], ["1", "B", "2"]]  # fmt: skip
    assert found.ties == [("0", "1", "tie")]
    assert "direction-assumed" in found.codes
    found = read({"nodes": nodes, "links": [{"source": "A", "target": "B"}]})
    assert found.ties == [("A", "B", "tie")]


def test_visjs_and_sigma(read):
    found = read({"nodes": [{"id": 1, "label": "A"}, {"id": 2}], "edges": [{"from": 1, "to": 2}]})
    assert found.ties == [("1", "2", "tie")]
    nodes = [{"id": "a", "attributes": {"Latitude": 1, "Longitude": 2}, "x": 3}]
    found = read({"nodes": nodes, "edges": []})
    assert found.data.actors.loc[0, ["lat", "lon", "x"]].tolist() == [1, 2, "3"]


NODES = [{"data": {"id": "p"}}, {"data": {"id": "a", "parent": "p"}, "position": {"x": 1, "y": 2}}]
EDGES = [{"data": {"id": "e", "source": "p", "target": "a", "weight": 2}, "classes": "red"}]


@pytest.mark.parametrize(
    "value",
    [
        {"data": {"name": "N"}, "elements": {"nodes": NODES, "edges": EDGES}},
        {"elements": [*NODES, *EDGES]},
        [*({"group": "nodes", **node} for node in NODES), {"group": "edges", **EDGES[0]}],
    ],
)
def test_cytoscape_in_its_layouts(read, value):
    found = read(value)
    assert found.report.format == "cytoscape"
    assert found.ties == [("p", "a", "tie")]
    assert found.data.ties[["id", "weight", "classes"]].to_numpy().tolist() == [["e", 2, "red"]]
    assert found.data.actors[["parent", "x"]].to_numpy().tolist() == [["", ""], ["p", "1"]]
    assert found.one("nested-actors").message.values["count"] == 1


def test_graphology(read):
    edges = [
        {"key": "e", "source": "a", "target": "b", "attributes": {"kind": "visit"}},
        {"source": "b", "target": "c", "undirected": True},
    ]
    nodes = [{"key": "a", "attributes": {"label": "A"}}, {"key": "b"}, {"key": "c"}]
    found = read({"options": {"type": "mixed"}, "nodes": nodes, "edges": edges})
    assert found.report.format == "graphology"
    assert found.ties == [("a", "b", "visit"), ("b", "c", "tie")]
    assert found.data.tie_kind("visit").directed
    assert not found.data.tie_kind("tie").directed
    assert found.data.actors["label"].tolist() == ["A", "b", "c"]


GRAPH_1 = {"graph": {"directed": False, "label": "N", "metadata": {"year": 1995, "surveyed": 1}, "nodes": [{"id": "a", "label": "A", "metadata": {"x": 1}}, {"id": "b"}, {"id": "c"}], "edges": [{"source": "a", "target": "b"}, {"source": "b", "target": "c", "metadata": {"weight": 2}}]}}  # fmt: skip
GRAPH_2 = {"graph": {"directed": False, "label": "N", "nodes": {"a": {"label": "A", "metadata": {"x": 1}}, "b": {}, "c": {}}, "edges": GRAPH_1["graph"]["edges"]}}  # fmt: skip


@pytest.mark.parametrize("value", [GRAPH_1, GRAPH_2, {"graphs": [GRAPH_2["graph"]]}])
def test_json_graph_format(read, value):
    found = read(value)
    assert found.report.format == "jgf"
    assert found.ties == ENDS
    assert found.data.title == "N"
    assert found.data.metadata.get("year") == value.get("graph", {}).get("metadata", {}).get("year")
    assert found.data.actors.loc[0, ["label", "x"]].tolist() == ["A", "1"]
    assert found.data.ties["weight"].tolist()[1] == 2
    assert not found.data.tie_kind("tie").directed


def test_relations_directions_and_several_graphs(read):
    edges = [{"source": "a", "target": "b", "relation": "visit"}, {"source": "a", "target": "b", "relation": "pact", "directed": False}]  # fmt: skip
    graph = {"nodes": {"a": {}, "b": {}}, "edges": edges}
    found = read({"graphs": [graph, {"nodes": {"c": {}}}]})
    assert found.ties == [("a", "b", "visit"), ("a", "b", "pact")]
    assert found.data.tie_kind("visit").directed
    assert not found.data.tie_kind("pact").directed
    assert found.one("several-graphs").message.values["count"] == 2


def test_hyperedges_are_refused_at_their_place(read):
    graph = {"nodes": {"a": {}, "b": {}}, "hyperedges": [{"nodes": ["a", "b"]}]}
    fault = read({"graph": graph}).one("hyperedge")
    assert (fault.file, fault.row) == ("x.json[hyperedges]", 1)


@pytest.mark.parametrize(
    "value",
    [
        {"elements": [{"label": "Lyon", "type": "city"}, {"label": "Lima"}], "connections": [{"from": "Lyon", "to": "Lima", "direction": "directed", "type": "Visit"}]},
        {"elements": [{"_id": "e1", "attributes": {"label": "Lyon", "element type": "city"}}, {"_id": "e2", "attributes": {"label": "Lima"}}], "connections": [{"_id": "c1", "from": "e1", "to": "e2", "direction": "directed", "attributes": {"type": "Visit"}}], "maps": [{"name": "m"}]},
    ],
)  # fmt: skip
def test_kumu(read, value):
    found = read(value)
    assert found.report.format == "kumu"
    assert found.data.actors["label"].tolist() == ["Lyon", "Lima"]
    labels = dict(zip(found.data.actors["id"], found.data.actors["label"], strict=True))
    assert [(labels[a], labels[b], kind) for a, b, kind in found.ties] == [
        ("Lyon", "Lima", "Visit")
    ]
    assert found.data.tie_kind("Visit").directed
    assert ("left-out" in found.codes) == ("maps" in value)


def test_ids_are_text_as_the_file_spells_them(read):
    text = '{"nodes": [{"id": 1e3}, {"id": 12345678901234567890}, {"id": "007"}, {"id": "NA"}, {"id": 1.0}], "links": []}'
    assert read(text).data.actors["id"].tolist() == ["1e3", "12345678901234567890", "007", "NA", "1.0"]  # fmt: skip


def test_faults_name_list_and_place(read):
    nodes = [{"id": "a"}, {"id": "a", "label": "B"}, 7, {"label": "C"}]
    links = [{"source": "a", "target": "z"}, {"source": "a", "target": "a"}, {"target": "a"}]
    found = read({"nodes": nodes, "links": links})
    assert [(f.code, f.file, f.row, f.column) for f in found.report.errors] == [
        ("duplicate-id", "x.json[nodes]", 2, "id"),
        ("bad-item", "x.json[nodes]", 3, None),
        ("missing-value", "x.json[nodes]", 4, "id"),
        ("unknown-actor", "x.json[links]", 1, "to"),
        ("loop", "x.json[links]", 2, "to"),
        ("missing-value", "x.json[links]", 3, "from"),
    ]


DEEP = "[" * (Limits().depth + 1) + "]" * (Limits().depth + 1)
HOSTILE = {
    "twice": ('{"nodes": [{"id": "a", "id": "b"}]}', "key-twice"),
    "nan": ('{"nodes": [{"id": "a", "x": NaN}]}', "no-json-number"),
    "infinite": ('{"nodes": [{"id": "a", "x": -Infinity}]}', "no-json-number"),
    "deep": ('{"nodes": [{"id": "a", "x": ' + DEEP + "}]}", "too-deep"),
    "deeper": ('{"nodes": ' + "[" * 200_000, "too-deep"),
    "long": ('{"nodes": [{"id": ' + "1" * (Limits().digits + 1) + "}]}", "long-number"),
    "longer": ('{"nodes": [{"id": ' + "1" * 100_000 + "}]}", "long-number"),
    "cut": ('{"nodes": [{"id": "a"}', "bad-json"),
    "other": ('{"hello": "world"}', "no-graph"),
    "list": ("[[1, 2]]", "no-graph"),
    "nodes are text": ('{"nodes": "a", "links": "b"}', "no-graph"),
    "items are text": ('{"nodes": ["a"], "links": []}', "bad-item"),
    "items are no list": ('{"graph": {"nodes": 7}}', "bad-item"),
    "half a letter": ('{"nodes": [{"id": "\\ud800"}]}', "bad-text"),
    "broken beside": ('{"graph": {"metadata": 3, "columns": {}}, "nodes": [{"id": "a"}], "links": []}', "not-json"),
}  # fmt: skip


def test_faults_of_the_metadata_name_the_file(read):
    own = {"metadata": {"surveyed": 7}, "columns": {}, "sources": [], "claims": []}
    fault = read({"graph": own, "nodes": [{"id": "a"}], "links": []}).one("bad-metadata")
    assert fault.file == "x.json"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_json_is_refused(read, name):
    text, code = HOSTILE[name]
    found = read(text)
    assert code in found.codes
    assert found.report.errors


def test_what_lies_within_the_limits_is_read(read):
    inner = "[" * (Limits().depth - 3) + "]" * (Limits().depth - 3)
    text = f'{{"nodes": [{{"id": {"1" * Limits().digits}, "x": {inner}}}], "links": []}}'
    assert read(text).data.actors["id"].tolist() == ["1" * Limits().digits]


@pytest.mark.parametrize("name", ["node-link", "cytoscape", "graphology", "jgf"])
def test_what_is_written_is_strict_and_known_by_its_content(read, name):
    text = FORMATS[name].write(load("allas"))

    def refuse(constant):
        raise AssertionError(constant)

    json.loads(text, parse_constant=refuse)
    assert read(text, "x.json").report.format == name


def test_networkx_reads_what_is_written():
    allas = load("allas")
    graph = nx.node_link_graph(json.loads(FORMATS["node-link"].write(allas)), edges="edges")
    assert nx.utils.graphs_equal(graph, nx.compose(graph, allas.to_networkx()))
    assert set(graph) == set(allas.actors["id"])
    back = Dataset.from_networkx(graph)
    assert back.metadata == allas.metadata
    assert len(back.claims) == len(allas.claims)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b", "", "label", "é\n"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["nodes", "links", "edges", "id", "source", "target", "data", "elements", "graph", "graphs", "hyperedges", "metadata", "columns", "names", "alianza", "key", "attributes", "options", "connections", "from", "to", "sources", "claims", "kind", "directed"]), inner, max_size=4),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(values)
def test_any_value_is_read_or_refused(read_file, value):
    read_file(json.dumps(value), "x.json")
