"""Large files by columns: the same datasets as the readers give, or left to them."""

import gc
import tracemalloc

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from alianza.graph import bulk, coded
from alianza.graph.checks import check
from alianza.graph.dataset import Dataset
from alianza.graph.formats import read_raw
from alianza.graph.loading import load
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(autouse=True)
def _any_size(monkeypatch):
    monkeypatch.setattr(bulk, "FROM", 0)
    monkeypatch.setattr("alianza.graph.bulk.cells.FIXED_FROM", 3)


def same(path):
    """Tell that both ways give one dataset; give it."""
    found, wanted = bulk.read_large(path), check(read_raw(path))
    assert isinstance(found, Dataset), "it was left to the reader"
    assert isinstance(wanted, Dataset), wanted
    assert found.report == wanted.report
    assert (found.name, found.metadata) == (wanted.name, wanted.metadata)
    assert found.vocabulary == wanted.vocabulary
    for name in ("actors", "ties", "sources", "claims"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(wanted, name))
    for options in ({}, {"directed": True}, {"at": "2010"}, {"weights": "weight", "largest": True}):
        one, other = found.view(**options), wanted.view(**options)
        assert one.ids == other.ids
        assert one.facts == other.facts
        assert one.tie_ids == other.tie_ids
        assert one.matrix.data.tobytes() == other.matrix.data.tobytes()
        assert (one.matrix.indices == other.matrix.indices).all()
    return found


def left_to_the_reader(path):
    assert bulk.read_large(path) is None
    result = check(read_raw(path))
    assert load(path).report == result.report if isinstance(result, Dataset) else result.errors


PLAIN = {
    "ends": "source,target\na,b\nb,c\na,c\n",
    "no last line end": "from,to\na,b\nb,c",
    "windows": "from,to\r\na,b\r\nb,c\r\n",
    "mark": "\ufefffrom,to\na,b\nc,d\n",
    "accents": "from,to\nBogotá,São Paulo\nMálaga,Bogotá\n",
    "parallel": "from,to\na,b\nb,a\na,b\n",
    "semicolons": "from;to;weight\na;b;2\nb;c;0.5\n",
    "tabs": "from\tto\na\tb\nb\tc\n",
    "dated": "from,to,start,end,status\na,b,2001,,\nb,c,2003-05,2011,ended\nc,d,,,active\n",
    "kinds": "from,to,kind\na,b,agreement\nb,c,friendship\n",
    "known directed": "origin,destination,kind\na,b,membership\nb,c,agreement\n",
    "origin": "origin,destination\na,b\nb,c\n",
    "own column": "from,to,mood\na,b,good\nb,c,\n",
    "ids": "id,from,to\nx1,a,b\nx2,b,c\nx10,a,d\nx3,a,c\n",
    "near miss": "from,to,wieght\na,b,1\nb,c,1\n",
    "long": "from,to\n" + "\n".join(f"{'x' * 30}{i % 7},{'y' * 17}{i % 5}" for i in range(60)),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_table_of_ties_is_the_same_dataset(tmp_path, name):
    path = tmp_path / "ties.csv"
    path.write_bytes(PLAIN[name].encode())
    same(path)


DOUBTFUL = {
    "quotes": 'from,to\n"a",b\n',
    "apostrophe": "from,to\n'a,b\n",
    "short row": "from,to,weight\na,b\nb,c,1\n",
    "long row": "from,to\na,b,c\nb,c\n",
    "blank line": "from,to\na,b\n\nb,c\n",
    "loop": "from,to\na,a\nb,c\n",
    "no end": "from,to\na,\nb,c\n",
    "bad date": "from,to,start\na,b,soon\nb,c,2001\nc,d,2002\n",
    "backwards": "from,to,start,end\na,b,2005,2001\n",
    "bad weight": "from,to,weight\na,b,-1\nb,c,2\n",
    "namesakes": "from,to\nParis,b\nPARIS,c\n",
    "blanks": "from,to\n a,b\nb,c\n",
    "control": "from,to\na\x01,b\n",
    "not utf-8": b"from,to\nM\xe9xico,b\n",
    "direction": "from,to,directed\na,b,yes\nb,c,no\n",
    "twice an id": "id,from,to\nx,a,b\nx,b,c\n",
    "some ids": "id,from,to\nx,a,b\n,b,c\n",
    "some kinds": "from,to,kind\na,b,agreement\nb,c,\n",
    "cited": "from,to,sources\na,b,s1\n",
    "decimal commas": "from;to;weight\na;b;1,5\nb;c;2,5\n",
    "no ends": "name,mood\na,b\n",
    "header alone": "from,to\n",
    "status words": "from,to,status\na,b,Active\nb,c,ended\n",
    "title above": "Ties,of 2020\nfrom,to\na,b\n",
    "example": "id,from,to\nalianza-example-1,a,b\n",
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_whatever_is_doubtful_is_left_to_the_reader(tmp_path, name):
    path = tmp_path / "ties.csv"
    text = DOUBTFUL[name]
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    left_to_the_reader(path)


CELL = st.sampled_from(["a", "b", "c", "d", "é", "x1", "x10", "a b", "", " a", "A", "n" * 20])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(
        st.tuples(CELL, CELL, st.sampled_from(["", "1", "2.5", "x", "1,5"])), max_size=12
    ),
    header=st.sampled_from(["from,to,weight", "source;target;value", "a,b,c", "from,to,kind"]),
)
def test_any_table_is_read_the_same_or_left(tmp_path_factory, rows, header):
    path = tmp_path_factory.mktemp("any") / "t.csv"
    delimiter = ";" if ";" in header else ","
    path.write_text("\n".join([header, *(delimiter.join(row) for row in rows)]) + "\n", "utf-8")
    if bulk.read_large(path) is not None:
        same(path)


def folder_of(path, **changes):
    files = {
        "actors.csv": "id,label,kind,country,lat,lon,mayor\n"
        "mx,México,city,MX,19.4,-99.1,Ana\nn1,Red Uno,network,,,,\nbr,Brasília,city,BR,,,\n",
        "ties.csv": "id,from,to,kind,start,sources\n"
        "t2,mx,n1,membership,2001,s1\nt10,br,n1,membership,2003,s1;s2\nt1,mx,br,agreement,,\n",
        "sources.csv": "id,title,url\ns1,One,https://example.org\ns2,Two,\n",
        "datapackage.json": '{"title": "Some cities"}',
        **changes,
    }
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        if text is not None:
            (path / name).write_text(text, "utf-8")
    return path


def test_a_folder_is_the_same_dataset(tmp_path):
    data = same(folder_of(tmp_path / "d"))
    assert data.title == "Some cities"
    same(
        folder_of(
            tmp_path / "e", **{"sources.csv": None, "ties.csv": "from,to,kind\nmx,n1,membership\n"}
        )
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"ties.csv": "id,from,to,kind\nt,mx,nobody,membership\n"},
        {"ties.csv": "id,from,to,kind,sources\nt,mx,n1,membership,s9\n"},
        {"actors.csv": "id,kind\nmx,town\nn1,network\nbr,city\n"},
        {"actors.csv": "id,kind,lat,lon\nmx,city,1,\nn1,network,,\nbr,city,,\n"},
        {"claims.csv": "subject,field,value,source\nt1,start,2001,s1\n"},
        {"ties.csv": None},
    ],
)
def test_a_folder_with_a_fault_is_left_to_the_reader(tmp_path, changes):
    left_to_the_reader(folder_of(tmp_path / "d", **changes))


def test_parquet_is_the_same_dataset(tmp_path):
    pytest.importorskip("pyarrow")
    ties = pd.DataFrame({"source": ["a", "b", "é"], "target": ["b", "c", "a"], "weight": [1, 2, 3]})
    ties.to_parquet(tmp_path / "ties.parquet")
    same(tmp_path / "ties.parquet")
    pair = tmp_path / "pair"
    pair.mkdir()
    pd.DataFrame({"id": ["a", "b", "n"], "kind": ["city", "city", "network"]}).to_parquet(
        pair / "actors.parquet"
    )
    pd.DataFrame(
        {"id": ["t1", "t2"], "from": ["a", "b"], "to": ["n", "n"], "kind": ["membership"] * 2}
    ).to_parquet(pair / "ties.parquet")
    same(pair)


@pytest.mark.parametrize("directed", [False, True])
def test_graphml_is_the_same_dataset(tmp_path, directed):
    graph = nx.gnp_random_graph(12, 0.3, seed=2, directed=directed)
    nx.set_node_attributes(graph, {node: f"City {node}" for node in graph}, "label")
    nx.set_node_attributes(graph, {0: "x & y"}, "note")
    nx.set_edge_attributes(graph, 2.5, "weight")
    nx.set_edge_attributes(graph, "good", "mood")
    nx.write_graphml(graph, tmp_path / "g.graphml")
    same(tmp_path / "g.graphml")
    for number, (_tail, _head, data) in enumerate(graph.edges(data=True)):
        data["eid"] = f"e{number}"
    nx.write_graphml(graph, tmp_path / "ids.graphml", edge_id_from_attribute="eid")
    same(tmp_path / "ids.graphml")


HEAD = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}<graph edgedefault="undirected"><node id="a"/><edge source="a" target="b"/></graph></graphml>',
        f'{HEAD}<graph><node id="a"/><node id="b"><port name="p"/></node><edge source="a" target="b"/></graph></graphml>',
        f'{HEAD}<graph><node id="a"/><node id="b"/><edge source="a" target="b"/></graph><graph/></graphml>',
        f'{HEAD}<graph edgedefault="directed"><node id="a"/><node id="b"/><edge source="a" target="b"/><edge source="b" target="a" directed="false"/></graph></graphml>',
        '<!DOCTYPE x [<!ENTITY a "b">]><graphml><graph><node id="&a;"/></graph></graphml>',
        f"{HEAD}<graph><node id='a'/>",
    ],
)
def test_graphml_that_is_doubtful_is_left_to_the_reader(tmp_path, text):
    path = tmp_path / "g.graphml"
    path.write_text(text)
    left_to_the_reader(path)


def test_names_that_were_made_are_in_the_order_of_their_texts():
    numbers = np.array([2, 3, 9, 10, 11, 19, 20, 99, 100, 101, 1000])
    column = coded.Numbered("tie-", numbers)
    names = column.texts(np.arange(len(numbers)))
    assert [names[at] for at in column.order()] == sorted(names)


def test_columns_are_in_the_order_of_their_texts():
    texts = ["b", "é", "a", "zz", "z", "a b", "B"]
    column = coded.Coded.of(np.array([*texts, "a"], dtype=object))
    assert [column.texts(np.array([at]))[0] for at in column.order()] == sorted([*texts, "a"])
    assert column.array().tolist() == [*texts, "a"]
    fixed = coded.Fixed(np.array([b"t2", b"t10", b"t1"]))
    assert fixed.texts(fixed.order()) == ["t1", "t10", "t2"]
    assert fixed.array().tolist() == ["t2", "t10", "t1"]


def written(path, sort, count, actors=500):
    """Write `count` ties among `actors` (each pair often) in a format."""
    chance = np.random.default_rng(4)
    tails, heads = chance.integers(0, actors, (2, count))
    heads = np.where(tails == heads, (heads + 1) % actors, heads)
    pairs = list(zip(tails.tolist(), heads.tolist(), strict=True))
    if sort == "csv":
        file = path / f"{count}.csv"
        file.write_text("from,to\n" + "".join(f"a{t},a{h}\n" for t, h in pairs))
    elif sort == "parquet":
        pytest.importorskip("pyarrow")
        file = path / f"{count}.parquet"
        pd.DataFrame(pairs, columns=["from", "to"]).astype(str).to_parquet(file)
    else:
        file = path / f"{count}.graphml"
        nodes = "".join(f'<node id="a{actor}"/>\n' for actor in range(actors))
        edges = "".join(
            f'<edge id="e{at}" source="a{t}" target="a{h}"/>\n' for at, (t, h) in enumerate(pairs)
        )
        file.write_text(f'{HEAD}<graph edgedefault="undirected">{nodes}{edges}</graph></graphml>')
    return file


@pytest.mark.parametrize("sort", ["csv", "parquet", "graphml"])
def test_no_object_for_a_tie(tmp_path, sort):
    """Between 20,000 and 60,000 ties, the blocks of memory and the bytes of Python grow by few."""
    from alianza.graph.measures import measure_table

    def held(count):
        file = written(tmp_path, sort, count)
        gc.collect()
        tracemalloc.start()
        data = load(file)
        view = data.view()
        table = measure_table(view, ["degree", "pagerank"])
        gc.collect()
        blocks = sum(stat.count for stat in tracemalloc.take_snapshot().statistics("filename"))
        tracemalloc.stop()
        assert view.ties == count
        assert len(table) == len(view)
        return blocks

    held(20_000)  # what is loaded and remembered once
    fewer, more = held(20_000), held(60_000)
    assert more - fewer < 4_000, (fewer, more)
