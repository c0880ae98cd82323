"""Matrices into datasets: actors by groups, actors by actors."""

import pytest
from alianza.graph.faults import LoadReport
from alianza.graph.importing import import_table, read_import


def table(tmp_path, text, name="m.csv"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def ties(data):
    columns = ["from", "to", "kind", "role"]
    return [tuple(row) for row in data.ties[columns].itertuples(index=False)]


def test_incidence_by_hand(tmp_path):
    path = table(tmp_path, ",A,B\nLyon,1,0\nOulu,1,1\nBern,,0\n")
    done = read_import(path, "incidence")
    assert ties(done.result) == [
        ("Lyon", "A", "membership", ""), ("Oulu", "A", "membership", ""), ("Oulu", "B", "membership", ""),
    ]  # fmt: skip
    assert dict(zip(done.result.actors["id"], done.result.actors["kind"], strict=True)) == {
        "Lyon": "city", "Oulu": "city", "Bern": "city", "A": "network", "B": "network",
    }  # fmt: skip
    assert done.result.ties["weight"].isna().all()
    assert (done.rows.read, done.rows.kept, done.rows.refused) == (3, 3, 0)
    assert done.result.view().modes is not None


def test_incidence_with_weights_marks_and_roles(tmp_path):
    path = table(tmp_path, "x;A;B;C\nLyon;2,5;x;Observer\nOulu;1;NA;Member\n")
    data = import_table(path, "incidence", roles={"Observer": "participation"})
    rows = {(r["from"], r["to"]): r for r in data.ties.to_dict("records")}
    assert set(rows) == {("Lyon", "A"), ("Lyon", "B"), ("Lyon", "C"), ("Oulu", "A"), ("Oulu", "C")}
    assert rows["Lyon", "A"]["weight"] == 2.5
    assert rows["Lyon", "B"]["role"] == ""
    assert (rows["Lyon", "C"]["kind"], rows["Oulu", "C"]["kind"]) == ("participation", "membership")


def test_adjacency_without_direction_by_hand(tmp_path):
    path = table(tmp_path, ",A,B,C\nA,0,2,0\nB,2,0,1\nC,0,1,3\n")
    done = read_import(path, "adjacency")
    assert ties(done.result) == [("A", "B", "agreement", ""), ("B", "C", "agreement", "")]
    assert done.result.ties["weight"].tolist() == [2, 1]
    # Five cells are filled: two pairs of equal ones, and one on the diagonal.
    assert (done.rows.read, done.rows.kept, done.rows.merged, done.rows.refused) == (5, 2, 2, 1)
    assert "left-out-loop" in [found.code for found in done.report.faults]


def test_adjacency_with_direction(tmp_path):
    path = table(tmp_path, ",A,B\nA,0,2\nB,3,0\n")
    data = import_table(path, "adjacency", tie_kind="funding")
    assert ties(data) == [("A", "B", "funding", ""), ("B", "A", "funding", "")]
    result = import_table(path, "adjacency")
    (found,) = result.errors
    assert (found.code, found.row, found.column) == ("asymmetric", 2, "B")


def test_one_triangle_is_the_whole(tmp_path):
    done = read_import(table(tmp_path, ",A,B,C\nA,,,\nB,2,,\nC,,1,\n"), "adjacency")
    assert (len(done.result.ties), done.rows.merged) == (2, 0)
    assert "one-triangle" in [found.code for found in done.report.faults]


@pytest.mark.parametrize(
    ("text", "layout", "code"),
    [
        (",A,B\nA,0,1\nC,1,0\n", "adjacency", "not-square"),
        (",A,B\nX,0,1\nX,1,0\n", "incidence", "repeated-label"),
        (",A,B\n,0,1\n", "incidence", "no-matrix"),
        ("A\nB\n", "incidence", "no-matrix"),
        ("", "adjacency", "empty-table"),
    ],
)
def test_what_is_no_matrix_is_refused(tmp_path, text, layout, code):
    result = import_table(table(tmp_path, text), layout)
    assert isinstance(result, LoadReport)
    assert code in [found.code for found in result.errors]


def test_a_label_that_is_a_row_and_a_column(tmp_path):
    data = import_table(table(tmp_path, ",Lyon,B\nLyon,1,1\nOulu,0,1\n"), "incidence")
    assert "Lyon-network" in set(data.actors["id"])


def test_a_matrix_in_a_workbook(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in (["Members 2020"], ["", "A", "B"], ["Lyon", 1, None], ["Oulu", 2, 1]):
        sheet.append(row)
    path = tmp_path / "m.xlsx"
    book.save(path)
    done = read_import(path, "incidence")
    assert done.result.ties["weight"].tolist() == [1, 2, 1]
    assert [found.row for found in done.report.faults if found.code == "preamble"] == [1]
