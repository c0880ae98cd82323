"""The dataset: loading, workbooks, and the way to networkx and back."""

import datetime as dt

import networkx as nx
import pandas as pd
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import DataFaultsError
from alianza.graph.loading import load, validate
from alianza.graph.tables import COLUMNS
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def allas():
    return load("allas")


def same(one, other):
    """Compare all tables; networkx lists ties by their first end, so their order is its own."""
    for table in COLUMNS:
        frames = [getattr(data, table) for data in (one, other)]
        if table == "ties":
            frames = [frame.sort_values("id", ignore_index=True) for frame in frames]
        pd.testing.assert_frame_equal(*frames)


def test_networkx_and_back_without_loss(allas):
    graph = allas.to_networkx()
    assert type(graph) is nx.MultiDiGraph
    assert graph.number_of_nodes() == len(allas.actors)
    assert graph.number_of_edges() == len(allas.ties)
    back = Dataset.from_networkx(graph)
    same(allas, back)
    assert back.name == allas.name
    assert back.metadata == allas.metadata


def test_the_graph_speaks_plainly(allas):
    graph = allas.to_networkx()
    tie = allas.ties.iloc[0]
    data = graph.edges[tie["from"], tie["to"], tie["id"]]
    assert data["kind"] == tie["kind"]
    assert "" not in data.values()
    assert graph.nodes["lima"]["country"] == "PE"
    assert isinstance(graph.nodes["lima"]["lat"], float)


def test_a_dataset_does_not_change(allas):
    actors = allas.actors
    actors.loc[0, "label"] = "changed"
    assert "changed" not in set(allas.actors["label"])
    graph = allas.to_networkx()
    graph.remove_node("lima")
    assert "lima" in set(allas.actors["id"])
    with pytest.raises(AttributeError):
        allas.name = "other"


def test_the_callers_graph_does_not_change():
    graph = nx.path_graph(3)
    Dataset.from_networkx(graph)
    assert all(not data for _, data in graph.nodes(data=True))
    assert graph.graph == {}


def test_any_graph_is_read():
    data = Dataset.from_networkx(nx.florentine_families_graph())
    assert set(data.actors["kind"]) == {"actor"}
    assert set(data.ties["kind"]) == {"tie"}
    assert not data.tie_kind("tie").directed
    assert Dataset.from_networkx(nx.DiGraph([(1, 2)])).tie_kind("tie").directed


def test_two_nodes_with_one_text_are_refused():
    with pytest.raises(DataFaultsError, match="stands already"):
        Dataset.from_networkx(nx.Graph([(1, 3), ("1", 4)]))


def test_loops_are_refused():
    with pytest.raises(DataFaultsError, match="begins and ends"):
        Dataset.from_networkx(nx.Graph([(1, 1)]))


names = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(st.lists(names, min_size=2, max_size=6, unique=True), st.data())
def test_random_multigraphs_come_back(ids, data):
    ids = [name for name in ids if name.strip()]
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((name, {"kind": "city", "note": data.draw(names)}) for name in ids)
    for number in range(data.draw(st.integers(0, 8))):
        if len(ids) > 1:
            tail, head = data.draw(st.permutations(ids))[:2]
            graph.add_edge(tail, head, key=f"t{number}", kind="agreement", weight=float(number))
    one = Dataset.from_networkx(graph)
    same(one, Dataset.from_networkx(one.to_networkx()))
    assert one.actors["id"].tolist() == list(graph.nodes)
    assert len(one.ties) == graph.number_of_edges()


def workbook(path, sheets):
    from xlsxwriter import Workbook

    book = Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write(number, place, value)
    book.close()
    return path


def test_a_workbook_is_the_same_dataset(allas, tmp_path):
    sheets = {
        table: [
            list(getattr(allas, table).columns),
            *getattr(allas, table)
            .astype(object)
            .where(getattr(allas, table).notna(), "")
            .to_numpy()
            .tolist(),
        ]
        for table in COLUMNS
    }
    path = tmp_path / "allas.xlsx"
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.title())
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if value != "":
                    sheet.write(number, place, value)
    book.close()
    same(allas, load(path))


def test_cells_as_people_see_them(tmp_path):
    path = workbook(
        tmp_path / "x.xlsx",
        {
            "actors": [["id", "kind"], ["007", "city"], [8, "city"]],
            "ties": [
                ["from", "to", "kind", "start", "end"],
                ["007", 8, "agreement", 2013, dt.date(2014, 5, 21)],
            ],
            "notes": [["anything"]],
        },
    )
    data = load(path)
    assert data.actors["id"].tolist() == ["007", "8"]
    assert data.ties[["start", "end"]].iloc[0].tolist() == ["2013", "2014-05-21"]


def test_faults_of_a_workbook_name_sheet_and_row(tmp_path):
    path = workbook(
        tmp_path / "x.xlsx",
        {
            "actors": [["id", "kind"], ["a", "city"]],
            "ties": [["from", "to", "kind"], [], ["a", "z", "agreement"]],
        },
    )
    found = validate(path).faults
    assert [(f.code, f.file, f.row) for f in found if f.severity == "error"] == [
        ("unknown-actor", "x.xlsx[ties]", 3)
    ]


def test_disputed_claims_are_those_that_differ(allas):
    disputed = allas.disputed()
    for _, values in disputed.groupby(["subject", "field"])["value"]:
        assert len(set(values)) > 1
    assert len(disputed) <= len(allas.claims)
