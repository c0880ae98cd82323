"""GEXF in all its dialects, hostile XML, and the way there and back."""

import io
import time
from functools import partial

import networkx as nx
import pandas as pd
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.formats import FORMATS
from alianza.graph.formats.limits import limited
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n'
NODES = (
    '<nodes><node id="a" label="A"/>\n<node id="b" label="B"/>\n<node id="c" label="C"/></nodes>'
)


@pytest.fixture(scope="module")
def read(read_file):
    return partial(read_file, name="x.gexf")


def gexf(inside, graph='defaultedgetype="directed"'):
    return f"{HEAD}<graph {graph}>\n{inside}\n</graph></gexf>"


def test_a_plain_graph(read):
    edges = '<edges><edge id="0" source="a" target="b" weight="2.5" label="knows"/><edge id="1" source="b" target="c"/></edges>'
    found = read(gexf(NODES + edges))
    assert found.data.actors[["id", "label"]].to_numpy().tolist() == [
        ["a", "A"],
        ["b", "B"],
        ["c", "C"],
    ]
    assert found.ties == [("a", "b", "tie"), ("b", "c", "tie")]
    assert found.data.tie_kind("tie").directed
    assert found.data.ties["weight"].tolist()[0] == 2.5
    assert found.data.ties["label"].tolist() == ["knows", ""]
    assert found.codes == {"made-kind"}


def test_silence_about_direction_means_undirected_as_the_format_says(read):
    found = read(gexf(NODES + '<edges><edge id="0" source="a" target="b"/></edges>', ""))  # fmt: skip
    assert not found.data.tie_kind("tie").directed
    assert "direction-assumed" not in found.codes


def test_mixed_direction(read):
    edges = '<edges><edge id="0" source="a" target="b" type="undirected"/><edge id="1" source="b" target="c"/><edge id="2" source="a" target="c" type="mutual"/></edges>'
    found = read(gexf(NODES + edges))
    assert [tie[2] for tie in found.ties] == ["tie", "tie-directed", "tie"]
    assert found.one("mixed-direction").message.values["count"] == 1


ATTRIBUTES = """<attributes class="node" mode="static">
<attribute id="0" title="Latitude" type="double"/><attribute id="1" title="Longitude" type="double"/>
<attribute id="2" title="url" type="string"/><attribute id="3" title="tags" type="liststring"/>
<attribute id="4" title="url" type="string"/>
<attribute id="5" title="frog" type="boolean"><default>true</default></attribute></attributes>
<attributes class="edge"><attribute id="0" title="kind" type="string"/></attributes>"""


def test_attributes_lists_defaults_and_undeclared_ones(read):
    nodes = """<nodes><node id="a" label="A"><attvalues><attvalue for="0" value="19.4"/><attvalue for="1" value="-99"/>
    <attvalue for="3" value="[x, y|z]"/><attvalue for="4" value="second"/><attvalue for="5" value="false"/></attvalues></node>
    <node id="b"><attvalues><attvalue id="2" value="first"/><attvalue for="mayor" value="X"/></attvalues></node></nodes>"""
    edges = '<edges><edge id="e" source="a" target="b"><attvalues><attvalue for="0" value="agreement"/></attvalues></edge></edges>'
    found = read(gexf(ATTRIBUTES + nodes + edges))
    actors = found.data.actors
    assert actors["lat"].tolist()[0] == 19.4
    assert actors["url"].tolist() == ["", "first"]
    assert actors["url (4)"].tolist() == ["second", ""]
    assert actors["tags"].tolist() == ["[x, y|z]", ""]
    assert actors["frog"].tolist() == ["false", "true"]
    assert actors["mayor"].tolist() == ["", "X"]
    assert found.one("undeclared-attribute").message.values["count"] == 1
    assert found.ties == [("a", "b", "agreement")]
    assert "direction-of-kind" in found.codes


def test_an_attribute_does_not_hide_the_elements_own(read):
    text = '<attributes class="node"><attribute id="l" title="label"/><attribute id="i" title="id"/></attributes><nodes><node id="a" label="A"><attvalues><attvalue for="l" value="Other"/><attvalue for="i" value="9"/></attvalues></node></nodes>'
    found = read(gexf(text))
    row = found.data.actors.iloc[0]
    assert (row["id"], row["label"]) == ("a", "A")
    assert (row["label (attribute)"], row["id (attribute)"]) == ("Other", "9")


def test_values_without_their_list_are_kept(read):
    text = '<attributes class="node"><attribute id="p" title="Price"/></attributes><nodes><node id="a"><attvalue for="p" value="12"/></node></nodes>'
    assert read(gexf(text)).data.actors["Price"].tolist() == ["12"]


def test_looks_are_kept(read):
    nodes = '<nodes><node id="a"><viz:color r="255" g="0" b="16"/><viz:position x="1.5" y="-2" z="0"/><viz:size value="3"/></node><node id="b"><viz:color r="999" g="x" b="0"/></node></nodes>'
    found = read(gexf(nodes))
    assert found.data.actors["colour"].tolist() == ["#ff0010", "999,x,0"]
    assert found.data.actors.loc[0, ["x", "y", "size"]].tolist() == ["1.5", "-2", "3"]


def test_times(read):
    nodes = """<nodes><node id="a" start="2009-03-01" end="2010.0"/>
    <node id="b"><spells><spell start="2001" end="2003"/><spell start="2005-01-01T00:00:00" endopen="2007"/></spells></node>
    <node id="c" start="0.5" end="Infinity"/><node id="d" intervals="&lt;[2001, 2002]; [2004, 2006]&gt;"/></nodes>"""
    found = read(gexf(nodes))
    assert found.data.actors[["start", "end"]].to_numpy().tolist() == [
        ["2009-03-01", "2010"],
        ["2001", "2007"],
        ["", ""],
        ["2001", "2006"],
    ]
    assert found.data.actors["spells"].tolist()[1] == "2001/2003; 2005-01-01T00:00:00/2007"
    assert found.data.actors["start (file)"].tolist() == ["", "", "0.5", ""]
    assert found.one("not-dates").message.values["count"] == 1
    assert found.one("several-spans").message.values["count"] == 2


def test_values_over_time_are_all_kept(read):
    text = '<attributes class="node" mode="dynamic"><attribute id="0" title="size"/></attributes><nodes><node id="a"><attvalues><attvalue for="0" value="1" start="2001" end="2002"/><attvalue for="0" value="2" start="2002"/></attvalues></node></nodes>'
    found = read(gexf(text))
    assert found.data.actors["size (over time)"].tolist() == ["1 [2001/2002]; 2 [2002/]"]
    assert found.data.actors["size"].tolist() == [""]
    assert "several-spans" in found.codes


def test_hierarchy_is_flattened_and_said(read):
    nodes = '<nodes><node id="a"><nodes><node id="b"/><node id="c"><nodes><node id="d"/></nodes></node></nodes><edges><edge id="e" source="b" target="c"/></edges></node><node id="f" pid="a"/><node id="g"><parents><parent for="a"/><parent for="f"/></parents></node></nodes>'
    found = read(gexf(nodes))
    assert dict(zip(found.data.actors["id"], found.data.actors["parent"], strict=True)) == {
        "a": "", "b": "a", "c": "a", "d": "c", "f": "a", "g": "a;f",
    }  # fmt: skip
    assert found.one("nested-actors").message.values["count"] == 5
    assert found.ties == [("b", "c", "tie")]


def test_faults_name_their_lines(read):
    edges = '\n<edges><edge id="0" source="a" target="zz"/>\n<edge id="1" source="b" target="b"/>\n<edge id="0" source="a" target="b"/></edges>'
    nodes = NODES.replace('id="c"', 'id="a"')
    found = read(gexf(nodes + edges))
    assert [(f.code, f.row, f.column) for f in found.report.errors] == [
        ("duplicate-id", 6, "id"),
        ("unknown-actor", 7, "to"),
        ("loop", 8, "to"),
        ("duplicate-id", 9, "id"),
    ]
    assert found.report.actors.read == 3
    assert (found.report.ties.read, found.report.ties.kept, found.report.ties.refused) == (3, 0, 3)


def test_parallel_ties_are_kept(read):
    edges = "<edges>" + '<edge source="a" target="b"/>\n' * 3 + "</edges>"
    found = read(gexf(NODES + edges))
    assert len(found.data.ties) == 3
    assert found.one("parallel-ties").message.values["count"] == 2


def test_edges_without_any_list_of_nodes(read):
    found = read(gexf('<edges><edge id="0" source="a" target="b"/></edges>'))
    assert found.data.actors["id"].tolist() == ["a", "b"]
    assert "made-actors" in found.codes


BOMB = '<!DOCTYPE gexf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    "bomb": (f"{BOMB}<gexf>&b;</gexf>", "xml-entities"),
    "file": ('<!DOCTYPE gexf [<!ENTITY x SYSTEM "file:///etc/hostname">]><gexf>&x;</gexf>', "xml-entities"),
    "parameter": ('<!DOCTYPE gexf [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]><gexf/>', "xml-entities"),
    "deep": ("<gexf>" + "<a>" * 20_000, "too-deep"),
    "cut": (gexf(NODES)[:-30], "not-xml"),
    "empty": ("", "not-xml"),
    "binary": (b"\x00\x01\x02\xff" * 50, "not-xml"),
    "encoding": ('<?xml version="1.0" encoding="klingon"?><gexf/>', "not-xml"),
    "multibyte": ('<?xml version="1.0" encoding="shift_jis"?><gexf/>', "not-xml"),
    "other": ("<html><body/></html>", "other-xml"),
    "graphless": (f"{HEAD}</gexf>", "no-graph"),
    "empty graph": (gexf(""), "no-rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_at_once(read, name):
    text, code = HOSTILE[name]
    began = time.perf_counter()
    found = read(text)
    assert time.perf_counter() - began < 2
    assert code in found.codes
    assert len(found.report.errors) <= 1


def test_limits(read):
    with limited(elements=3):
        assert "too-many" in read(gexf(NODES)).codes
    with limited(input_bytes=40):
        assert "too-large" in read(gexf(NODES)).codes


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings(read, codec):
    text = gexf('<nodes><node id="é"/></nodes>')
    if codec == "latin-1":
        text = text.replace("UTF-8", "ISO-8859-1")
    elif codec == "utf-16":
        text = text.replace("UTF-8", "UTF-16")
    found = read(text.encode(codec))
    assert found.data.actors["id"].tolist() == ["é"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_files_are_read_or_refused(read, data):
    text = bytearray(gexf(ATTRIBUTES + NODES).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    read(bytes(text))


def same_but_losses(one_data, other):
    for table in ("actors", "ties"):
        frames = [getattr(data, table) for data in (one_data, other)]
        frames = [frame[sorted(frame.columns)] for frame in frames]
        pd.testing.assert_frame_equal(*frames)


def back(folder, data):
    (folder / "back.gexf").write_bytes(FORMATS["gexf"].write(data))
    return load(folder / "back.gexf")


def test_the_bundled_dataset_comes_back(tmp_path):
    allas = load("allas")
    data = back(tmp_path, allas)
    same_but_losses(allas, data)
    assert set(data.sources["id"]) <= set(allas.sources["id"])
    assert (len(data.claims), data.metadata) == (0, {})
    assert {fault.code for fault in data.report.faults} <= {
        fault.code for fault in allas.report.faults
    } | {
        "made-sources",
        "parallel-ties",
    }
    assert back(tmp_path, data).ties.equals(data.ties)
    assert FORMATS["gexf"].write(allas) == FORMATS["gexf"].write(load("allas"))


def test_others_read_what_is_written():
    # networkx refuses files with both directed and undirected edges, which GEXF allows.
    graph = load("allas").to_networkx()
    graph.graph["claims"] = []
    kinds = list(graph.edges(keys=True, data="kind"))
    graph.remove_edges_from(edge[:3] for edge in kinds if edge[3] != "membership")
    text = FORMATS["gexf"].write(Dataset.from_networkx(graph))
    text = text.replace(b'defaultedgetype="undirected"', b'defaultedgetype="directed"')
    other = nx.read_gexf(io.BytesIO(text), version="1.3")
    assert set(other) == set(graph)
    assert other.number_of_edges() == graph.number_of_edges() > 0
    assert other.nodes["lima"]["country"] == "PE"
    assert isinstance(other.nodes["lima"]["lat"], float)


def test_looks_days_and_kinds_are_written_for_gephi(read):
    graph = nx.MultiDiGraph()
    graph.add_node("a", kind="city", lat=10.5, lon=-99, start="2001-02~", colour="own")
    graph.add_node("b", kind="network", end="2005/..")
    graph.add_edge("a", "b", key="t", kind="membership", start="2003", end="2004")
    graph.add_edge("a", "b", key="u", kind="agreement")
    data = Dataset.from_networkx(graph)
    text = FORMATS["gexf"].write(data).decode()
    assert 'mode="dynamic" timeformat="date"' in text
    city, network = (data.actor_kind(kind).colour for kind in ("city", "network"))
    assert (city, network) == ("#0072b2", "#c8500a")
    node = '<node id="a" label="a" start="2001-02-01">'
    assert node in text
    after = text[text.index(node) :].partition("</node>")[0]
    # The order that the schema of GEXF 1.3 wants: values, then looks.
    assert after.endswith('</attvalues><viz:color r="0" g="114" b="178"/><viz:position x="-990" y="105" z="0"/>')  # fmt: skip
    assert '<node id="b" label="b">' in text
    assert 'type="directed" kind="membership" start="2003-01-01" end="2004-12-31">' in text
    assert 'type="undirected" kind="agreement">' in text
    assert text.count("<viz:color") == 4
    found = read(text)
    same_but_losses(data, found.data)
    assert found.data.actors["colour"].tolist() == ["own", ""]
    # Without our mark, as after another program has saved it, nothing is taken for granted.
    other = read(text.replace("<creator>alianza", "<creator>Gephi"))
    assert other.data.actors["x"].tolist() == ["-990", ""]
    assert "colour (attribute)" in other.data.actors


def test_what_has_no_dates_is_static():
    graph = nx.MultiDiGraph([("a", "b")])
    text = FORMATS["gexf"].write(Dataset.from_networkx(graph))
    assert b'mode="static">' in text
    assert b"timeformat" not in text


texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=9)
own = st.text("abcdé<&\"'> ]", min_size=1, max_size=6).filter(lambda t: t.strip() == t)


@settings(max_examples=50, deadline=None)
@given(st.lists(texts.filter(str.strip), min_size=2, max_size=5, unique=True), own, st.data())
def test_random_datasets_come_back(tmp_path_factory, ids, column, data):
    graph = nx.MultiDiGraph()
    notes = st.text(st.sampled_from("a\n\t<&é\"'> "), max_size=6)
    graph.add_nodes_from((name, {"kind": "city", "note": data.draw(notes), column: data.draw(texts)}) for name in ids)  # fmt: skip
    for number in range(data.draw(st.integers(1, 6))):
        tail, head = data.draw(st.permutations(ids))[:2]
        kind = data.draw(st.sampled_from(["agreement", "membership", "funding"]))
        graph.add_edge(tail, head, key=f"t{number}", kind=kind, weight=number / 2)
    made = Dataset.from_networkx(graph)
    same_but_losses(made, back(tmp_path_factory.mktemp("any"), made))
