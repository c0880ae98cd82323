"""GML in the dialects of igraph, networkx, Gephi and yEd, and broken files."""

import io
import warnings
from functools import partial

import igraph
import networkx as nx
import pytest
from alianza.graph.formats import FORMATS
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def read(read_file):
    return partial(read_file, name="x.gml")


NODES = '  node [ id 1 label "A" ]\n  node [ id 2 label "B" ]\n  node [ id 7 ]\n'


def gml(inside, head="directed 1"):
    return f"graph [\n{head}\n{inside}]\n"


def test_a_plain_graph(read):
    text = gml(NODES + 'edge [ source 1 target 2 weight 2.5 label "x" ]\nedge [ source 2 target 7 ]\n')  # fmt: skip
    found = read('# a comment\nCreator "me"\nVersion 1\n' + text)
    assert found.data.actors[["id", "label"]].to_numpy().tolist() == [["1", "A"], ["2", "B"], ["7", "7"]]  # fmt: skip
    assert found.ties == [("1", "2", "tie"), ("2", "7", "tie")]
    assert found.data.ties["weight"].tolist()[0] == 2.5
    assert found.data.tie_kind("tie").directed


def test_silence_about_direction_means_undirected_as_the_format_says(read):
    found = read(gml(NODES + "edge [ source 1 target 2 ]\n", ""))
    assert not found.data.tie_kind("tie").directed
    assert "direction-assumed" not in found.codes


def test_igraph(read, tmp_path):
    graph = igraph.Graph([(0, 1), (1, 2)])
    graph.vs["name"] = ["Lyon", "Lima", "São Paulo"]
    graph.es["weight"] = [1.5, 2]
    graph.write_gml(str(tmp_path / "i.gml"))
    found = read(tmp_path / "i.gml")
    assert found.data.actors["id"].tolist() == ["Lyon", "Lima", "São Paulo"]
    assert [set(tie[:2]) for tie in found.ties] == [{"Lyon", "Lima"}, {"Lima", "São Paulo"}]
    assert found.data.ties["weight"].tolist() == [1.5, 2]
    assert "file id" not in found.data.actors


def test_networkx_lists_and_objects(read):
    graph = nx.MultiDiGraph(name="A & B")
    graph.add_node("007", tags=["a", "b"], address={"street": "é\"'"})
    graph.add_edge("007", "b", kind="agreement")
    graph.add_edge("007", "b", kind="agreement")
    found = read("\n".join(nx.generate_gml(graph)))
    row = found.data.actors.iloc[0]
    assert row[["id", "label", "tags", "address.street"]].tolist() == ["0", "007", "a;b", "é\"'"]
    assert found.data.title == "A & B"
    assert found.one("value-lists").message.values["count"] == 1
    assert found.one("nested-values").message.values["count"] == 1
    assert found.one("parallel-ties")


def test_gephi_and_yed_looks_and_groups(read):
    nodes = 'node [ id 0 label "A" graphics [ x 1.5 y -2 w 10 fill "#FFCC00" ] ]\nnode [ id 1 isGroup 1 ]\nnode [ id 2 gid 1 ]\n'
    found = read(gml(nodes, ""))
    assert found.data.actors.loc[0, ["x", "y", "graphics.w", "colour"]].tolist() == ["1.5", "-2", "10", "#FFCC00"]  # fmt: skip
    assert found.data.actors["parent"].tolist() == ["", "", "1"]
    assert found.one("nested-actors").message.values["count"] == 1


def test_names_are_ids_only_where_each_is_another(read):
    named = 'node [ id 5 name "x" ]\nnode [ id 9 name "y" ]\nedge [ source 5 target 9 ]\n'
    found = read(gml(named))
    assert found.data.actors[["id", "file id"]].to_numpy().tolist() == [["x", "5"], ["y", "9"]]
    assert found.ties == [("x", "y", "tie")]
    found = read(gml(named.replace('"y"', '"x"')))
    assert found.data.actors[["id", "name"]].to_numpy().tolist() == [["5", "x"], ["9", "x"]]


def test_an_undeclared_end_is_not_taken_for_a_name(read):
    found = read(gml('node [ id 5 name "6" ]\nnode [ id 7 name "y" ]\nedge [ source 5 target 6 ]\n'))  # fmt: skip
    assert found.one("unknown-actor").value == "#6"


def test_faults_name_their_lines(read):
    edges = "edge [ source 1 target 9 ]\nedge [ source 2 target 2 ]\n"
    found = read(gml(NODES.replace("id 7", 'id 2 label "C"') + edges))
    assert [(f.code, f.row, f.column) for f in found.report.errors] == [
        ("duplicate-id", 5, "id"),
        ("unknown-actor", 6, "to"),
        ("loop", 7, "to"),
    ]


def test_several_graphs_and_other_parts_are_said(read):
    found = read(gml("node [ id 1 ]\n") + gml("node [ id 2 ]\nlegend [ a 1 ]\n"))
    assert found.data.actors["id"].tolist() == ["1", "2"]
    assert found.one("several-graphs").message.values["count"] == 2
    assert (found.one("left-out").row, found.one("left-out").value) == (8, "legend")


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("", "no-graph", None),
        ("Creator 1\n", "no-graph", None),
        ("graph [\nnode [\nid 1\n", "bad-line", 4),
        ("graph [ ] ]", "bad-line", 1),
        ("graph [\nnode 1 2\n]", "bad-line", 2),
        ("graph [\nlabel [\n", "bad-line", 3),
        ('graph [\nlabel "\n', "bad-line", 2),
        ("graph [ " + "a [ " * 300, "too-deep", 1),
        ('graph [ alianza "[" ]', "bad-json", 1),
        ('graph [ alianza "{&#34;metadata&#34;: 3}" ]', "not-json", 1),
    ],
)
def test_broken_files(read, text, code, row):
    found = read(text)
    assert code in found.codes
    assert found.one(code).row == row


PARTS = ["graph [", " node [", " edge [", "]", " id 1", " id 2", ' label "a', '"', ' name "b"', " source 1", " target 2", " directed 1", " graphics [ x 1", ' alianza "[]"', "\n", "#", " 1", "\x00", "&#0;"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=16))
def test_any_parts_are_read_or_refused(read, parts):
    read("graph [" + "".join(parts))


def test_others_read_what_is_written(tmp_path):
    allas = load("allas")
    text = FORMATS["gml"].write(allas)
    assert text.isascii()
    graph = nx.read_gml(io.BytesIO(text), label="name")
    assert list(graph) == allas.actors["id"].tolist()
    assert graph.nodes["lima"]["label"] == "Lima"
    path = tmp_path / "x.gml"
    path.write_bytes(text)
    with warnings.catch_warnings():
        # It warns of letters beyond ASCII, which it gives as their numbers.
        warnings.simplefilter("ignore")
        other = igraph.Graph.Read_GML(str(path))
    assert (other.vcount(), other.ecount()) == (len(allas.actors), len(allas.ties))
    assert set(other.es["kind"]) == set(allas.ties["kind"])
