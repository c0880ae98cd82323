"""Tables written and read again: nothing lost but what `LOSSES` names; no cell a live formula."""

import csv
import io

import pytest
from alianza.graph.cells import LIVE, bared, inert
from alianza.graph.dataset import Dataset
from alianza.graph.faults import CATALOGUE
from alianza.graph.formats import FORMATS
from alianza.graph.formats.gephi import timeset
from alianza.graph.loading import load, validate
from alianza.graph.tables import COLUMNS
from hypothesis import given, settings
from hypothesis import strategies as st

EVERYTHING = ("actors", "ties", "sources", "claims", "metadata")
# What a format cannot hold; columns that it adds stand in ADDED.
LOSSES = {
    "folder": set(),
    "zip": set(),
    "xlsx": set(),
    "parquet": set(),
    "gephi": {"sources", "claims", "metadata"},
    "csv": {"actors", "sources", "claims", "metadata"},
    "kumu-xlsx": {"ids", "sources", "claims", "metadata"},
}
ADDED = {
    "gephi": {"actors": {"Timeset"}, "ties": {"Type", "Timeset"}},
    "kumu-xlsx": {"actors": {"file id", "Name"}, "ties": {"Direction"}},
}
NAMES = {"csv": "ties.csv", "kumu-xlsx": "x.xlsx", "xlsx": "x.xlsx", "zip": "x.zip"}


def round_trip(data, name, folder):
    row = FORMATS[name]
    if row.several:
        assert row.write is None
        for file, content in row.write_files(data).items():
            (folder / file).write_bytes(content)
        path = folder
    else:
        assert row.write_files is None
        path = folder / NAMES[name]
        path.write_bytes(row.write(data))
    found = validate(path)
    assert isinstance(found, Dataset), [str(fault) for fault in found.errors]
    return found


def assert_same(old, new, name):
    lost, added = LOSSES[name], ADDED.get(name, {})
    for table in COLUMNS:
        before, after = getattr(old, table), getattr(new, table)
        if table in lost:
            continue
        assert set(after.columns) - set(before.columns) <= added.get(table, set())
        columns = [
            c for c in before.columns if not ("ids" in lost and c in {"id", "from", "to", "label"})
        ]
        if "sources" in lost:
            # Texts that are cited stay as they are; their sources are made anew.
            assert set(before.get("sources", ())) <= set(after.get("sources", ""))
        for column in columns:
            assert before[column].equals(after[column]), (table, column)
    if "metadata" not in lost:
        extra = set(new.metadata) - set(old.metadata)
        assert extra <= {"resources"}
        assert {key: new.metadata[key] for key in old.metadata} == old.metadata


def test_every_writer_of_tables_is_here():
    from alianza.graph.formats import edgelist, folder, gephi, kumubook, parquet, workbook, zipped

    mine = {
        m.__name__.rpartition(".")[2]
        for m in (edgelist, folder, gephi, kumubook, parquet, workbook, zipped)
    }
    rows = [row for row in FORMATS.values() if row.module.lstrip(".") in mine]
    assert {row.name for row in rows if row.writes or row.several} == set(LOSSES)


@pytest.mark.parametrize("name", LOSSES)
def test_the_bundled_dataset(name, tmp_path):
    allas = load("allas")
    assert_same(allas, round_trip(allas, name, tmp_path), name)


def test_kumu_knows_elements_by_their_labels(tmp_path):
    allas = load("allas")
    found = round_trip(allas, "kumu-xlsx", tmp_path)
    assert found.actors["file id"].tolist() == allas.actors["id"].tolist()
    back = dict(zip(found.actors["id"], found.actors["file id"], strict=True))
    for end in ("from", "to"):
        assert [back[label] for label in found.ties[end]] == allas.ties[end].tolist()


TEXT = st.text(
    st.one_of(st.sampled_from("=+-@'\"\t;,|\n#0 áé\u00a0＝_x\ud7ff"), st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])),
    max_size=14,
)  # fmt: skip
ID = TEXT.map(str.strip).filter(lambda t: t and not set(t) & set("\t\n\u2028\u2029\ufffe\uffff;"))


@st.composite
def datasets(draw):
    import networkx as nx

    graph = nx.MultiDiGraph(name="any", metadata={"title": draw(TEXT), "own": [1, draw(TEXT)]})
    ids = draw(st.lists(ID, min_size=2, max_size=5, unique=True))
    for name in ids:
        graph.add_node(name, kind="city", label=draw(TEXT), note=draw(TEXT), mine=draw(TEXT))
    number = st.floats(0, 1e12, allow_nan=False)
    for at in range(draw(st.integers(0, 5))):
        ends = draw(st.sampled_from([(a, b) for a in ids for b in ids if a != b]))
        graph.add_edge(
            *ends,
            key=f"t{at}",
            kind="agreement",
            weight=draw(number),
            note=draw(TEXT),
            role=draw(TEXT),
        )
    return Dataset.from_networkx(graph)


@pytest.mark.parametrize("name", ["folder", "zip", "xlsx", "parquet"])
@settings(max_examples=25, deadline=None)
@given(data=datasets())
def test_any_dataset(name, data, tmp_path_factory):
    assert_same(data, round_trip(data, name, tmp_path_factory.mktemp("any")), name)


@pytest.mark.parametrize("name", ["folder", "gephi", "csv"])
@settings(max_examples=25, deadline=None)
@given(data=datasets())
def test_no_cell_of_a_csv_is_a_formula(name, data):
    row = FORMATS[name]
    files = row.write_files(data) if row.several else {"ties.csv": row.write(data)}
    for file, content in files.items():
        if file.endswith(".csv"):
            for cells in csv.reader(io.StringIO(content.decode(), newline="")):
                for cell in cells:
                    assert not cell.startswith(LIVE) or float(cell) == float(cell)


@given(st.text())
def test_an_apostrophe_comes_off_again(text):
    assert bared(inert(text)) == text
    assert not inert(text).startswith(LIVE)


def test_gephi(tmp_path):
    allas = load("allas")
    files = FORMATS["gephi"].write_files(allas)
    nodes = list(csv.DictReader(io.StringIO(files["nodes.csv"].decode())))
    edges = list(csv.DictReader(io.StringIO(files["edges.csv"].decode())))
    assert {"Id", "Label", "Kind", "Timeset"} <= set(nodes[0])
    assert {"Source", "Target", "Id", "Kind", "Type", "Timeset"} <= set(edges[0])
    directions = {(edge["Kind"], edge["Type"]) for edge in edges}
    assert ("agreement", "Undirected") in directions
    assert ("membership", "Directed") in directions
    assert all(edge["Timeset"] for edge in edges if edge["start"])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2013", "2014-05", "<[2013-01-01, 2014-05-31]>"),
        ("2013-05-07", "", "<[2013-05-07, Infinity]>"),
        ("", "2014~", "<[-Infinity, 2014-12-31]>"),
        ("2013/2014", "", "<[2013-01-01, 2014-12-31]>"),
        ("2013", "2015/..", "<[2013-01-01, Infinity]>"),
        ("", "", ""),
    ],
)
def test_intervals_of_gephi(start, end, expected):
    assert timeset(start, end) == expected


def test_a_missing_package_for_writing_is_named(monkeypatch):
    import sys

    from alianza.graph.formats.parquet import MissingPackageError

    allas = load("allas")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match="pyarrow"):
        FORMATS["parquet"].write_files(allas)


@pytest.mark.parametrize("name", LOSSES)
def test_the_same_bytes_each_time(name):
    row, allas = FORMATS[name], load("allas")
    assert (row.write or row.write_files)(allas) == (row.write or row.write_files)(allas)


def test_the_codes_of_sheets_have_a_severity():
    assert (
        CATALOGUE["inflated-ratio"].severity
        == CATALOGUE["formula-without-value"].severity
        == "error"
    )
