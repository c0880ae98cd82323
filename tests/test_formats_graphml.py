"""GraphML in the dialects of networkx, igraph, Gephi and yEd, and the way there and back."""

import io
import json
from functools import partial

import igraph
import networkx as nx
import pandas as pd
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.formats import FORMATS
from alianza.graph.loading import load
from alianza.graph.tables import COLUMNS
from hypothesis import given, settings
from hypothesis import strategies as st

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">\n'
NODES = '<node id="a"/>\n<node id="b"/>\n<node id="c"/>'


@pytest.fixture(scope="module")
def read(read_file):
    return partial(read_file, name="x.graphml")


def graphml(inside, keys="", default="undirected"):
    return f'{HEAD}{keys}\n<graph edgedefault="{default}">\n{inside}\n</graph></graphml>'


def test_networkx_and_its_numbers_of_parallel_edges(read):
    graph = nx.MultiDiGraph()
    graph.add_node("007", label="James", lat=1.5, lon=2.0)
    graph.add_edges_from([("007", "b"), ("007", "b"), ("b", "c")], weight=2)
    text = "\n".join(nx.generate_graphml(graph))
    found = read(text)
    assert found.data.actors["label"].tolist() == ["James", "b", "c"]
    assert found.data.actors["lat"].tolist()[0] == 1.5
    assert len(found.data.ties) == 3
    assert found.data.tie_kind("tie").directed
    assert found.data.ties["key"].tolist() == ["0", "1", "0"]
    assert {"made-id", "parallel-ties"} <= found.codes


def test_igraph(read, tmp_path):
    graph = igraph.Graph([(0, 1), (1, 2)])
    graph.vs["name"] = ["Lyon", "Lima", "São Paulo"]
    graph.es["weight"] = [1.5, 2]
    graph.write_graphml(str(tmp_path / "i.graphml"))
    found = read((tmp_path / "i.graphml").read_bytes())
    assert found.data.actors["id"].tolist() == ["n0", "n1", "n2"]
    assert found.data.actors["label"].tolist() == ["Lyon", "Lima", "São Paulo"]
    assert found.data.ties["weight"].tolist() == [1.5, 2]
    assert not found.data.tie_kind("tie").directed
    assert "direction-assumed" not in found.codes


def test_gephi(read):
    keys = '<key attr.name="label" attr.type="string" for="node" id="label"/><key attr.name="Edge Label" attr.type="string" for="edge" id="edgelabel"/><key attr.name="weight" attr.type="double" for="edge" id="weight"/><key attr.name="r" attr.type="int" for="node" id="r"><default>7</default></key>'
    inside = '<node id="1"><data key="label">A</data><data key="r">153</data></node><node id="2"/><edge id="e" source="1" target="2"><data key="edgelabel">x</data><data key="weight">1.0</data></edge>'
    found = read(graphml(inside, keys, "directed"))
    assert found.data.actors["label"].tolist() == ["A", "2"]
    assert found.data.actors["r"].tolist() == ["153", "7"]
    assert found.data.ties["Edge Label"].tolist() == ["x"]
    assert found.data.tie_kind("tie").directed


YED = """<node id="n0"><data key="d6"><y:ShapeNode><y:Geometry height="30" width="30" x="1.5" y="-2"/><y:Fill color="#FFCC00"/>
<y:NodeLabel>Lyon <y:LabelModel/></y:NodeLabel><y:Shape type="ellipse"/></y:ShapeNode></data></node>
<node id="n1" yfiles.foldertype="group"><graph edgedefault="directed" id="n1:"><node id="n1::n0"/></graph></node>
<edge id="e0" source="n0" target="n1::n0"><data key="d9"><y:PolyLineEdge><y:EdgeLabel>joined</y:EdgeLabel></y:PolyLineEdge></data></edge>"""


def test_yed(read):
    keys = '<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>'
    found = read(graphml(YED, keys))
    row = found.data.actors.iloc[0]
    assert row[["label", "x", "y", "colour", "shape"]].tolist() == ["Lyon", "1.5", "-2", "#FFCC00", "ellipse"]  # fmt: skip
    assert dict(zip(found.data.actors["id"], found.data.actors["parent"], strict=True)) == {
        "n0": "",
        "n1": "",
        "n1::n0": "n1",
    }
    assert found.data.ties["label"].tolist() == ["joined"]
    assert found.one("looks").message.values["count"] == 2
    assert found.one("nested-actors").message.values["count"] == 1


def test_hyperedges_are_refused_at_their_line(read):
    hyper = '\n<hyperedge><endpoint node="a"/><endpoint node="b"/><endpoint node="c"/></hyperedge>'
    found = read(graphml(NODES + hyper))
    assert found.data is found.report
    assert found.one("hyperedge").row == 8


def test_ports_are_kept_as_text_and_said(read):
    inside = '<node id="a"><port name="N"/><port name="S"/></node><node id="b"/><edge source="a" target="b" sourceport="N"/>'
    found = read(graphml(inside))
    assert found.data.actors["ports"].tolist() == ["N;S", ""]
    assert found.data.ties["sourceport"].tolist() == ["N"]
    assert found.one("ports").message.values["count"] == 2


def test_several_graphs_are_said(read):
    text = f'{HEAD}<graph edgedefault="directed"><node id="a"/></graph><graph edgedefault="directed"><node id="b"/></graph></graphml>'
    found = read(text)
    assert found.data.actors["id"].tolist() == ["a", "b"]
    assert found.one("several-graphs").message.values["count"] == 2


def test_undeclared_and_repeated_data(read):
    keys = '<key id="k" for="all" attr.name="note"/><key id="l" for="node" attr.name="note"/>'
    inside = '<node id="a"><data key="k">one</data><data key="k">two</data><data key="l">three</data><data key="zz">four</data></node>'
    found = read(graphml(inside, keys))
    row = found.data.actors.iloc[0]
    assert row[["note", "note (attribute)", "note (l)", "zz"]].tolist() == ["one", "two", "three", "four"]  # fmt: skip
    assert found.one("undeclared-attribute").message.values["count"] == 1


def test_mixed_direction_and_faults_with_lines(read):
    edges = '\n<edge source="a" target="b" directed="true"/><edge source="b" target="c"/>'
    found = read(graphml(NODES + edges))
    assert [tie[2] for tie in found.ties] == ["tie-directed", "tie"]
    assert found.one("mixed-direction")
    found = read(graphml(NODES + '\n<edge source="a" target="z"/>\n<edge source="b" target="b"/>\n<node id="a"><data key="x">1</data></node>'))  # fmt: skip
    assert {(f.code, f.row, f.column) for f in found.report.errors} == {
        ("unknown-actor", 8, "to"),
        ("loop", 9, "to"),
        ("duplicate-id", 10, "id"),
    }


HOSTILE = {
    "bomb": ('<!DOCTYPE g [<!ENTITY a "aa">]><graphml>&a;</graphml>', "xml-entities"),
    "deep": ("<graphml>" + "<graph>" * 5_000, "too-deep"),
    "svg": ("<svg/>", "other-xml"),
    "graphless": (f"{HEAD}</graphml>", "no-graph"),
    "cut": (graphml(NODES)[:-9], "not-xml"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(read, name):
    text, code = HOSTILE[name]
    assert read(text).codes == {code}


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
def test_broken_tables_beside_the_graph(read, beside, code):
    keys = '<key id="q" for="graph" attr.name="alianza"/>'
    text = graphml(f'<data key="q">{beside}</data>{NODES}', keys)
    assert code in read(text).codes


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_mutated_files_are_read_or_refused(read, data):
    text = bytearray(graphml(NODES + YED).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    read(bytes(text))


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
