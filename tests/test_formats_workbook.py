"""Workbooks: datasets with a sheet a table, and the tables of other programs."""

import io
import zipfile

import pytest
from alianza.graph.formats import FORMATS
from alianza.graph.formats.books import book_bytes
from alianza.graph.formats.limits import limited
from alianza.graph.loading import load

ACTORS = (("id", "kind"), [["a", "city"], ["b", "city"], ["n", "network"]])
TIES = (("from", "to", "kind"), [["a", "n", "membership"], ["a", "b", "agreement"]])


def book(**sheets):
    return book_bytes("test", {name.replace("_", " "): found for name, found in sheets.items()})


@pytest.mark.parametrize("names", [("actors", "ties"), ("TIES", " Actors ")])
def test_a_dataset_has_its_tables_by_name(read_file, names):
    sheets = {name: ACTORS if "act" in name.casefold() else TIES for name in names}
    found = read_file(book_bytes("t", {**sheets, "remarks": (("x",), [["y"]])}), "x.xlsx")
    assert found.ties == [("a", "n", "membership"), ("a", "b", "agreement")]
    assert found.data.actors["id"].tolist() == ["a", "b", "n"]
    assert found.one("sheets-left-out").message.values["sheets"] == "remarks"
    assert found.report.format == "xlsx"


def listed(phrases):
    return ", ".join(map(str, phrases))


def test_two_sheets_of_one_name(read_file):
    found = read_file(book_bytes("t", {"actors": ACTORS, "ties": TIES, "Ties ": TIES}), "x.xlsx")
    assert listed(found.one("same-sheet-twice").message.values["sheets"]) == "“ties”, “Ties ”"
    twice = {"Edges": (("Source", "Target"), [["a", "b"]]), "links": (("Source", "Target"), [["a", "b"]])}  # fmt: skip
    found = read_file(book_bytes("t", twice), "x.xlsx")
    assert listed(found.one("same-sheet-twice").message.values["sheets"]) == "“Edges”, “links”"


def test_kumu(read_file):
    found = read_file(
        book(
            Elements=(("Label", "Type", "Country"), [["Lyon", "city", "France"], ["Lima", "city", "Pérou"]]),
            Connections=(("From", "To", "Type", "Direction"), [["Lyon", "Lima", "Twinning", "mutual"]]),
        ),
        "x.xlsx",
    )  # fmt: skip
    assert found.ties == [("Lyon", "Lima", "Twinning")]
    assert found.data.actors["country"].tolist() == ["FR", "PE"]
    assert found.one("countries-read").message.values == {
        "value": "",
        "count": 2,
        "pairs": "France → FR, Pérou → PE",
    }


def test_nodexl_has_a_row_above_its_header(read_file):
    found = read_file(
        book(
            Edges=(("", "", "Visual Properties", ""), [["Vertex 1", "Vertex 2", "Color", "Relationship"], ["a", "b", "Red", "Follows"]]),
            Vertices=(("", "Visual Properties"), [["Vertex", "Color"], ["a", "Blue"], ["b", "Blue"]]),
            Groups=(("Group",), [["G1"]]),
        ),
        "x.xlsx",
    )  # fmt: skip
    assert found.ties == [("a", "b", "Follows")]
    assert found.data.actors["Color"].tolist() == ["Blue", "Blue"]
    assert [f.row for f in found.report.faults if f.code == "rows-above-header"] == [2, 2]
    assert found.one("sheets-left-out").message.values["sheets"] == "Groups"


def test_any_sheet_with_ends_will_do(read_file):
    found = read_file(
        book(
            Readme=(("What this is",), [["a note"]]),
            Hoja1=(("Relación de convenios 2013",), [[""], ["source", "target", "year"], ["a", "b", "2013"], ["b", "c", "2014"]]),
            Cities=(("name", "mayor"), [["a", "Ana"], ["b", "Bea"], ["c", "Cé"]]),
        ),
        "x.xlsx",
    )  # fmt: skip
    assert [tie[:2] for tie in found.ties] == [("a", "b"), ("b", "c")]
    assert found.data.actors["mayor"].tolist() == ["Ana", "Bea", "Cé"]
    assert found.one("sheets-left-out").message.values["sheets"] == "Readme"
    assert found.one("rows-above-header").row == 3


def test_a_list_of_actors_alone(read_file):
    found = read_file(book(Hoja1=(("id", "name"), [["a", "A"]])), "x.xlsx")
    assert found.data.actors["label"].tolist() == ["A"]


def test_no_table_at_all(read_file):
    found = read_file(book(Hoja1=(("x",), [["1"]]), Hoja2=(("y",), [["1"]])), "x.xlsx")
    assert listed(found.one("no-table-sheets").message.values["sheets"]) == "“Hoja1”, “Hoja2”"
    assert found.codes == {"no-table-sheets"}


def test_sheets_with_our_names_and_their_columns(read_file):
    found = read_file(
        book(Actors=(("Vertex",), [["a"], ["b"]]), Ties=(("Source", "Target"), [["a", "b"]])),
        "x.xlsx",
    )
    assert found.ties == [("a", "b", "tie")]


def test_a_dataset_that_lacks_a_column_is_told_so(read_file):
    found = read_file(
        book(actors=ACTORS, ties=(("from", "to"), [["a", "b"]])),
        "x.xlsx",
    )
    assert found.one("missing-column").column == "kind"


@pytest.mark.parametrize("name", ["x.ods", "x.xls"])
def test_other_workbooks(read_file, name, tmp_path):
    from pathlib import Path

    if name == "x.xls":
        found = read_file(Path(__file__).parent / "files" / "fuzz-edges.xls", name)
        assert [tie[:2] for tie in found.ties] == [
            ("007", "7"),
            ("Bogotá", "007"),
            ("Bogotá", "=x"),
        ]
        assert found.report.format == "xls"
        assert found.one("merged-cells").row == 3
    else:
        space = "urn:oasis:names:tc:opendocument:xmlns:"
        row = "<t:table-row>{}</t:table-row>".format
        cell = '<t:table-cell o:value-type="string"><p:p>{}</p:p></t:table-cell>'.format
        rows = row(cell("Source") + cell("Target")) + row(cell("007") + cell("=x"))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(
                "content.xml",
                f'<o:d xmlns:o="{space}office:1.0" xmlns:t="{space}table:1.0" xmlns:p="{space}text:1.0">'
                f'<t:table t:name="s">{rows}</t:table></o:d>',
            )
        found = read_file(buffer.getvalue(), name)
        assert [tie[:2] for tie in found.ties] == [("007", "=x")]
        assert found.report.format == "ods"


def test_columns_that_mean_something_else_keep_their_cells(read_file):
    found = read_file(
        "from,to,status,start,end,weight\na,b,signed,spring,2013,2\nb,c,lapsed,autumn,2014,3\n",
        "x.csv",
    )
    data = found.data
    assert data.ties["status (file)"].tolist() == ["signed", "lapsed"]
    assert data.ties["status"].tolist() == ["active", "active"]
    assert data.ties["start (file)"].tolist() == ["spring", "autumn"]
    assert {(f.column, f.value) for f in found.report.faults if f.code == "other-column"} == {
        ("status", "signed"),
        ("start", "spring"),
    }


def test_a_column_that_is_mostly_ours_has_faults(read_file):
    found = read_file("from,to,start\na,b,2013\nb,c,2014\nc,d,spring\n", "x.csv")
    assert [(f.code, f.row) for f in found.report.errors] == [("bad-date", 4)]
    found = read_file("id,country\na,France\nb,Brasil\nc,Prussia\n", "x.csv")
    assert [(f.code, f.row) for f in found.report.errors] == [("unknown-country", 4)]


def test_places_and_countries_that_are_none(read_file):
    found = read_file("id,lat,lon,country,area\na,45°N,5°E,the south,Alps\n", "x.csv")
    row = found.data.actors.iloc[0]
    assert row[["lat (file)", "lon (file)", "country (file)", "area (file)"]].tolist() == [
        "45°N",
        "5°E",
        "the south",
        "Alps",
    ]
    assert len([f for f in found.report.faults if f.code == "other-column"]) == 3


def test_statuses_in_capitals(read_file):
    found = read_file("from,to,status\na,b,Ended\nb,c,ACTIVE\n", "x.csv")
    assert found.data.ties["status"].tolist() == ["ended", "active"]


def test_wide_tables(read_file):
    wide = [f"c{at}" for at in range(1_001)]
    sheet = (("from", "to", "kind", *wide), [["a", "b", "agreement", *wide]])
    found = read_file(book(actors=ACTORS, ties=sheet), "x.xlsx")
    assert found.one("too-many").message.values["limit"] == 1_000
    with limited(table_columns=2_000):
        assert len(read_file(book(actors=ACTORS, ties=sheet), "x.xlsx").data.ties) == 1


def test_formulas_without_values_refuse_the_sheet_that_is_used(read_file, tmp_path):
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["from", "to", "note"])
    sheet.append(["a", "b", "=A2"])
    workbook.create_sheet("sums").append(["=1+1"])
    workbook.save(tmp_path / "x.xlsx")
    found = read_file(tmp_path / "x.xlsx", "")
    fault = found.one("formula-without-value")
    assert (fault.file, fault.row, fault.column) == ("x.xlsx[Sheet]", 2, "C")
    assert found.report.errors == (fault,)


def test_metadata_that_are_broken(read_file):
    meta = (("key", "value"), [["title", '"T"'], ["x", "{"], ["y", '"\\ud800"']])
    found = read_file(book(actors=ACTORS, ties=TIES, metadata=meta), "x.xlsx")
    assert [(f.code, f.row, f.column) for f in found.report.errors] == [
        ("not-json", 3, "x"),
        ("not-json", 4, "y"),
    ]


def test_what_has_no_room_in_a_workbook_is_refused():
    from alianza.graph.faults import OutputError

    with pytest.raises(OutputError, match="Cell B2 of sheet “s” would hold 32768 characters"):
        book_bytes("t", {"s": (("a", "b"), [["x", "y" * 32_768]])})
    with pytest.raises(OutputError, match="no room"):
        book_bytes("t", {"s": (["a"] * 16_385, [])})


def test_no_cell_is_a_formula():
    data = book_bytes("t", {"s": (("=a",), [["=1+1"], ["@x"], ["+1"], [-5.0], [0.1 + 0.2]])})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<v>-5</v>" in sheet


def test_the_same_bytes_each_time():
    allas = load("allas")
    for name in ("xlsx", "zip", "kumu-xlsx"):
        assert FORMATS[name].write(allas) == FORMATS[name].write(allas), name
