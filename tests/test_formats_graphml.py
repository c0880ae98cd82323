"""GraphML in the dialects of networkx, igraph, Gephi and yEd, and the way there and back."""

import io
import json

import igraph
import networkx as nx
import pandas as pd
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import CATALOGUE
from alianza.graph.formats import FORMATS
from alianza.graph.loading import load, validate
from alianza.graph.tables import COLUMNS
from hypothesis import given, settings
from hypothesis import strategies as st

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">\n'
NODES = '<node id="a"/>\n<node id="b"/>\n<node id="c"/>'


def graphml(inside, keys="", default="undirected"):
    return f'{HEAD}{keys}\n<graph edgedefault="{default}">\n{inside}\n</graph></graphml>'


def outcome(folder, text):
    path = folder / "x.graphml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = validate(path)
    report = result.report if isinstance(result, Dataset) else result
    for table in ("actors", "ties", "sources", "claims"):
        count = getattr(report, table)
        assert count.read == count.kept + count.merged + count.refused, table
    assert all("{" not in str(fault) for fault in report.faults)
    return result, report


def codes(report):
    return {fault.code for fault in report.faults}


def one(report, code):
    found = [fault for fault in report.faults if fault.code == code]
    assert len(found) == 1, report.faults
    assert found[0].severity == CATALOGUE[code].severity
    return found[0]


def ties(data):
    return list(data.ties[["from", "to", "kind"]].itertuples(index=False, name=None))


def test_networkx_and_its_numbers_of_parallel_edges(tmp_path):
    graph = nx.MultiDiGraph()
    graph.add_node("007", label="James", lat=1.5, lon=2.0)
    graph.add_edges_from([("007", "b"), ("007", "b"), ("b", "c")], weight=2)
    text = "\n".join(nx.generate_graphml(graph))
    data, report = outcome(tmp_path, text)
    assert data.actors["label"].tolist() == ["James", "b", "c"]
    assert data.actors["lat"].tolist()[0] == 1.5
    assert len(data.ties) == 3
    assert data.tie_kind("tie").directed
    assert data.ties["key"].tolist() == ["0", "1", "0"]
    assert {"made-id", "parallel-ties"} <= codes(report)


def test_igraph(tmp_path):
    graph = igraph.Graph([(0, 1), (1, 2)])
    graph.vs["name"] = ["Lyon", "Lima", "São Paulo"]
    graph.es["weight"] = [1.5, 2]
    graph.write_graphml(str(tmp_path / "i.graphml"))
    data, report = outcome(tmp_path, (tmp_path / "i.graphml").read_bytes())
    assert data.actors["id"].tolist() == ["n0", "n1", "n2"]
    assert data.actors["label"].tolist() == ["Lyon", "Lima", "São Paulo"]
    assert data.ties["weight"].tolist() == [1.5, 2]
    assert not data.tie_kind("tie").directed
    assert "direction-assumed" not in codes(report)


def test_gephi(tmp_path):
    keys = '<key attr.name="label" attr.type="string" for="node" id="label"/><key attr.name="Edge Label" attr.type="string" for="edge" id="edgelabel"/><key attr.name="weight" attr.type="double" for="edge" id="weight"/><key attr.name="r" attr.type="int" for="node" id="r"><default>7</default></key>'
    inside = '<node id="1"><data key="label">A</data><data key="r">153</data></node><node id="2"/><edge id="e" source="1" target="2"><data key="edgelabel">x</data><data key="weight">1.0</data></edge>'
    data, _ = outcome(tmp_path, graphml(inside, keys, "directed"))
    assert data.actors["label"].tolist() == ["A", "2"]
    assert data.actors["r"].tolist() == ["153", "7"]
    assert data.ties["Edge Label"].tolist() == ["x"]
    assert data.tie_kind("tie").directed


YED = """<node id="n0"><data key="d6"><y:ShapeNode><y:Geometry height="30" width="30" x="1.5" y="-2"/><y:Fill color="#FFCC00"/>
<y:NodeLabel>Lyon <y:LabelModel/></y:NodeLabel><y:Shape type="ellipse"/></y:ShapeNode></data></node>
<node id="n1" yfiles.foldertype="group"><graph edgedefault="directed" id="n1:"><node id="n1::n0"/></graph></node>
<edge id="e0" source="n0" target="n1::n0"><data key="d9"><y:PolyLineEdge><y:EdgeLabel>joined</y:EdgeLabel></y:PolyLineEdge></data></edge>"""


def test_yed(tmp_path):
    keys = '<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>'
    data, report = outcome(tmp_path, graphml(YED, keys))
    row = data.actors.iloc[0]
    assert row[["label", "x", "y", "colour", "shape"]].tolist() == ["Lyon", "1.5", "-2", "#FFCC00", "ellipse"]  # fmt: skip
    assert dict(zip(data.actors["id"], data.actors["parent"], strict=True)) == {
        "n0": "",
        "n1": "",
        "n1::n0": "n1",
    }
    assert data.ties["label"].tolist() == ["joined"]
    assert one(report, "looks").message.values["count"] == 2
    assert one(report, "nested-actors").message.values["count"] == 1


def test_hyperedges_are_refused_at_their_line(tmp_path):
    hyper = '\n<hyperedge><endpoint node="a"/><endpoint node="b"/><endpoint node="c"/></hyperedge>'
    result, report = outcome(tmp_path, graphml(NODES + hyper))
    assert result is report
    assert one(report, "hyperedge").row == 8


def test_ports_are_kept_as_text_and_said(tmp_path):
    inside = '<node id="a"><port name="N"/><port name="S"/></node><node id="b"/><edge source="a" target="b" sourceport="N"/>'
    data, report = outcome(tmp_path, graphml(inside))
    assert data.actors["ports"].tolist() == ["N;S", ""]
    assert data.ties["sourceport"].tolist() == ["N"]
    assert one(report, "ports").message.values["count"] == 2


def test_several_graphs_are_said(tmp_path):
    text = f'{HEAD}<graph edgedefault="directed"><node id="a"/></graph><graph edgedefault="directed"><node id="b"/></graph></graphml>'
    data, report = outcome(tmp_path, text)
    assert data.actors["id"].tolist() == ["a", "b"]
    assert one(report, "several-graphs").message.values["count"] == 2


def test_undeclared_and_repeated_data(tmp_path):
    keys = '<key id="k" for="all" attr.name="note"/><key id="l" for="node" attr.name="note"/>'
    inside = '<node id="a"><data key="k">one</data><data key="k">two</data><data key="l">three</data><data key="zz">four</data></node>'
    data, report = outcome(tmp_path, graphml(inside, keys))
    row = data.actors.iloc[0]
    assert row[["note", "note (attribute)", "note (l)", "zz"]].tolist() == ["one", "two", "three", "four"]  # fmt: skip
    assert one(report, "undeclared-attribute").message.values["count"] == 1


def test_mixed_direction_and_faults_with_lines(tmp_path):
    edges = '\n<edge source="a" target="b" directed="true"/><edge source="b" target="c"/>'
    data, report = outcome(tmp_path, graphml(NODES + edges))
    assert [tie[2] for tie in ties(data)] == ["tie-directed", "tie"]
    assert one(report, "mixed-direction")
    _, report = outcome(tmp_path, graphml(NODES + '\n<edge source="a" target="z"/>\n<edge source="b" target="b"/>\n<node id="a"><data key="x">1</data></node>'))  # fmt: skip
    assert {(f.code, f.row, f.column) for f in report.errors} == {
        ("unknown-actor", 8, "to"),
        ("loop", 9, "to"),
        ("duplicate-id", 10, "id"),
    }


HOSTILE = {
    "bomb": ('<!DOCTYPE g [<!ENTITY a "aa">]><graphml>&a;</graphml>', "xml-entities"),
    "deep": ("<graphml>" + "<graph>" * 5_000, "too-deep"),
    "gexf": ("<gexf/>", "other-xml"),
    "graphless": (f"{HEAD}</graphml>", "no-graph"),
    "cut": (graphml(NODES)[:-9], "not-xml"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(tmp_path, name):
    text, code = HOSTILE[name]
    assert codes(outcome(tmp_path, text)[1]) == {code}


@pytest.mark.parametrize(
    ("beside", "code"),
    [
        ("nonsense", "not-json"),
        ("[" * 100_000, "not-json"),
        ("[1]", "not-json"),
        ('{"metadata": 3, "sources": [], "claims": []}', "not-json"),
        ('{"metadata": {}, "sources": [1], "claims": []}', "not-json"),
        ('{"metadata": {"actor_kinds": 7}, "sources": [], "claims": []}', "bad-metadata"),
        (
            '{"metadata": {}, "sources": [{"id": "\\ud800", "title": "x"}], "claims": []}',
            "bad-text",
        ),
    ],
)
def test_broken_tables_beside_the_graph(tmp_path, beside, code):
    keys = '<key id="q" for="graph" attr.name="alianza"/>'
    text = graphml(f'<data key="q">{beside}</data>{NODES}', keys)
    assert code in codes(outcome(tmp_path, text)[1])


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_mutated_files_are_read_or_refused(tmp_path_factory, data):
    text = bytearray(graphml(NODES + YED).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    outcome(tmp_path_factory.mktemp("any"), bytes(text))


def same(one_data, other):
    for table in COLUMNS:
        frames = [getattr(data, table) for data in (one_data, other)]
        frames = [frame[sorted(frame.columns)] for frame in frames]
        pd.testing.assert_frame_equal(*frames)
    assert one_data.metadata == other.metadata


def back(folder, data):
    (folder / "back.graphml").write_bytes(FORMATS["graphml"].write(data))
    return load(folder / "back.graphml")


def test_the_bundled_dataset_comes_back_whole(tmp_path):
    allas = load("allas")
    data = back(tmp_path, allas)
    same(allas, data)
    assert json.dumps(data.metadata, sort_keys=True) == json.dumps(allas.metadata, sort_keys=True)
    assert FORMATS["graphml"].write(allas) == FORMATS["graphml"].write(load("allas"))


def test_others_read_what_is_written(tmp_path):
    allas = load("allas")
    graph = allas.to_networkx()
    graph.graph["claims"] = []
    kinds = list(graph.edges(keys=True, data="kind"))
    graph.remove_edges_from(edge[:3] for edge in kinds if edge[3] != "agreement")
    text = FORMATS["graphml"].write(Dataset.from_networkx(graph))
    other = nx.read_graphml(io.BytesIO(text), force_multigraph=True)
    assert set(other) == set(graph)
    assert other.number_of_edges() == graph.number_of_edges() > 0
    (tmp_path / "i.graphml").write_bytes(text)
    assert igraph.Graph.Read_GraphML(str(tmp_path / "i.graphml")).vcount() == len(graph)


texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=9)


@settings(max_examples=50, deadline=None)
@given(st.lists(texts.filter(str.strip), min_size=2, max_size=5, unique=True), st.data())
def test_random_datasets_come_back(tmp_path_factory, ids, data):
    graph = nx.MultiDiGraph()
    notes = st.text(st.sampled_from("a\n\r\t<&é\"'> "), max_size=6)
    graph.add_nodes_from((name, {"kind": "port", "note": data.draw(notes)}) for name in ids)
    graph.graph["metadata"] = {"title": data.draw(texts), "actor_kinds": [{"name": "port", "labels": {"es": "puerto"}}]}  # fmt: skip
    for number in range(data.draw(st.integers(1, 6))):
        tail, head = data.draw(st.permutations(ids))[:2]
        kind = data.draw(st.sampled_from(["agreement", "membership"]))
        graph.add_edge(tail, head, key=f"t{number}", kind=kind, weight=number / 2)
    made = Dataset.from_networkx(graph)
    same(made, back(tmp_path_factory.mktemp("any"), made))
