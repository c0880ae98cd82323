# ruff: noqa: DTZ001 - cells have no time zone
"""The cells of any sheet as people see them; what is broken, hostile or too large is refused."""

import datetime as dt
import gzip
import io
import random
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from alianza.graph.formats.grids import read_grid, read_grids
from alianza.graph.formats.limits import Limits, limited, limits
from alianza.graph.formats.sheets import date_parts, letters, moment_text, number_text
from alianza.graph.formats.spreadsheetml import moment_of
from hypothesis import given, settings
from hypothesis import strategies as st

FILES = Path(__file__).parent / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="yyyy"/>'
    '<numFmt numFmtId="166" formatCode="mmm\\ yyyy"/><numFmt numFmtId="167" formatCode="0000"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>'
    '<xf numFmtId="167"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="22"/></cellXfs>'
)


def xlsx(
    *sheets, strings=(), names=("Sheet1", "Sheet2", "Sheet3"), after="", extra=None, workbook=""
):
    """Make a workbook of sheets' inner XML by hand."""
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    rel = f'<Relationship Id="{{}}" Type="{DOCUMENT}/{{}}" Target="{{}}"/>'
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>'
        for at, (name, _sheet) in enumerate(zip(names, sheets, strict=False), 1)
    )
    parts = {
        "_rels/.rels": rels.format(rel.format("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">{workbook}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels.format(
            "".join(
                rel.format(f"r{at}", "worksheet", f"worksheets/sheet{at}.xml")
                for at in range(1, len(sheets) + 1)
            )
            + rel.format("r98", "styles", "styles.xml")
            + rel.format("r99", "sharedStrings", "/xl/sharedStrings.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
        **{
            f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData>{after}</worksheet>'
            for at, sheet in enumerate(sheets, 1)
        },
        **(extra or {}),
    }
    return zipped(parts)


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def ods(rows, styles=""):
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0" xmlns:style="{space}style:1.0" xmlns:number="{space}datastyle:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Ties">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return zipped({"content.xml": content})


@pytest.fixture
def read(tmp_path):
    def read_it(data, name="x.xlsx", sheet=None):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        faults = []
        grid = read_grid(path, faults, sheet)
        assert (grid is None) <= bool(faults)
        assert all("{" not in str(fault) for fault in faults)
        return (None if grid is None else dict(grid.rows)), faults

    return read_it


def codes(faults):
    return [fault.code for fault in faults]


def test_cells_of_a_workbook_as_people_see_them(read):
    cells = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c t="inlineStr"><is><t> x </t></is></c></row>'
        '<row r="3"><c r="A3"><v>7.0</v></c><c r="B3"><v>45.764043000000001</v></c><c r="C3" t="b"><v>1</v></c>'
        '<c r="D3" s="1"><v>41395</v></c><c r="E3" s="2"><v>41395</v></c><c r="F3" s="3"><v>41395</v></c>'
        '<c r="G3" s="4"><v>7</v></c><c r="H3" s="5"><v>41395.4375</v></c><c r="I3" s="6"><v>0.4375</v></c>'
        '<c r="J3" t="str"><f>A1</f><v>a_x000D_b</v></c><c r="K3" t="d"><v>2013-05-01T00:00:00</v></c><c r="L3" s="5"/></row>'
    )
    strings = [
        "<t>007</t>",
        "<r><t>Bo</t></r><r><t>gotá</t></r><rPh><t>no</t></rPh>",
    ]
    rows, faults = read(xlsx(cells, strings=strings))
    assert rows == {
        1: ("007", "Bogotá", " x "),
        3: ("7", "45.764043", "TRUE", "2013-05-01", "2013", "2013-05", "0007", "2013-05-01T10:30:00", "10:30:00", "a\rb", "2013-05-01"),
    }  # fmt: skip
    assert faults == []


def test_the_calendar_that_begins_in_1904(read):
    cells = '<row r="1"><c r="A1" s="1"><v>39933</v></c></row>'
    book = '<workbookPr date1904="1"/>'
    assert read(xlsx(cells, workbook=book))[0] == {1: ("2013-05-01",)}


def test_another_program_writes_what_is_read(read):
    """openpyxl writes; the text is what went in."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["id", "day", "moment", "n", "yes", "text"])
    sheet.append(["007", dt.date(2013, 5, 1), dt.datetime(2013, 5, 1, 10, 30), 7.0, True, "=not"])
    sheet["F2"].data_type = "s"
    sheet["B4"] = 0.1
    buffer = io.BytesIO()
    book.save(buffer)
    rows, faults = read(buffer.getvalue())
    assert rows == {
        1: ("id", "day", "moment", "n", "yes", "text"),
        2: ("007", "2013-05-01", "2013-05-01T10:30:00", "7", "TRUE", "=not"),
        4: ("", "0.1"),
    }
    assert faults == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs", "Cn"]), max_size=12),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=5,
    )
)  # fmt: skip
def test_any_text_written_comes_back(tmp_path_factory, table):
    """XlsxWriter writes, in its own way of escaping; each text comes back to the letter."""
    from alianza.graph.formats.books import book_bytes

    path = tmp_path_factory.mktemp("any") / "x.xlsx"
    path.write_bytes(book_bytes("t", {"s": (["head"], table)}))
    grid = read_grid(path, [])
    for at, row in enumerate(table, 2):
        cells = dict(grid.rows).get(at, ())
        assert [*cells, *[""] * (len(row) - len(cells))] == row


def test_old_workbooks(tmp_path):
    faults = []
    grids = read_grids(FILES / "fuzz-edges.xls", faults)
    assert [grid.sheet for grid in grids] == ["Edges", "empty"]
    assert dict(grids[0].rows) == {
        1: ("Source", "Target", "Weight", "since", "day", "code", "open"),
        2: ("007", "7", "2.5", "2013", "2013-05-01", "007", "TRUE"),
        3: ("Bogotá", "007", "", "2014-06"),
        4: ("Bogotá", "=x"),
    }
    assert [(f.code, f.row) for f in grids[0].faults] == [("merged-cells", 3)]
    assert faults == []


def test_a_far_cell_of_an_old_workbook_takes_no_memory(tmp_path):
    data = bytearray((FILES / "fuzz-edges.xls").read_bytes())
    at = data.find(struct.pack("<HHHH", 0x205, 8, 1, 6))  # the TRUE in G2
    assert at > 0
    data[at + 4 : at + 8] = struct.pack("<HH", 65_535, 65_535)
    path = tmp_path / "x.xls"
    path.write_bytes(data)
    faults = []
    assert read_grid(path, faults) is None
    assert codes(faults) == ["not-xls"]


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlrd", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    for path, package in ((FILES / "fuzz-edges.xls", "xlrd"), (tmp_path / "x.parquet", "pyarrow")):
        faults = []
        assert read_grid(path, faults) is None
        assert [(f.code, f.message.values["package"]) for f in faults] == [
            ("needs-package", package)
        ]


def test_opendocument(read):
    rows = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>from</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2013-05-01" table:style-name="c"><text:p>2013</text:p></table:table-cell>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="2.50"><text:p>2,50</text:p></table:table-cell>'
        '<table:table-cell office:value-type="time" office:time-value="PT10H30M00S"><text:p>10:30</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><office:annotation><text:p>a remark</text:p></office:annotation><text:p>x</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>'
    )
    styles = '<number:date-style style:name="d"><number:year/></number:date-style><style:style style:name="c" style:data-style-name="d"/>'
    found, faults = read(ods(rows, styles), "x.ods")
    line = ("007", "2013", "TRUE", "2.5", "2.5", "10:30:00", "x")
    assert found == {1: ("from", "a  b\nc"), 2: line, 3: line}
    assert [(f.code, f.row, f.column) for f in faults] == [("error-cell", 1_048_574, "A")]


def test_opendocument_bombs(read):
    full = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    assert codes(read(ods(full.format(16_384)), "x.ods")[1]) == ["too-many"]
    assert codes(read(ods(full.format(99_999_999_999)), "x.ods")[1]) == ["too-many"]
    assert codes(read(b"PK\x03\x04 nothing", "x.ods")[1]) == ["not-ods"]


def test_merged_cells_hold_the_same_text(read):
    cells = (
        '<row r="1"><c r="A1" t="str"><v>title</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>Lyon</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c></row>'
    )
    after = '<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A1:XFD1"/><mergeCell ref="C9:D10"/><mergeCell ref="?"/></mergeCells>'
    rows, faults = read(xlsx(cells, after=after))
    assert rows == {1: ("title", "title"), 2: ("Lyon", "1"), 3: ("Lyon", "2")}
    assert [(f.code, f.row) for f in faults] == [("merged-cells", 1)]


def test_what_is_doubtful_names_its_first_cell(read):
    cells = (
        '<row r="2"><c r="C2"><f>A1+1</f></c><c r="D2"><f>B1</f></c><c r="E2" t="e"><v>#REF!</v></c>'
        '<c r="F2"><v>1.2345678901234567E+19</v></c><c r="G2"><v>1</v></c></row>'
    )
    rows, faults = read(xlsx(cells))
    assert rows == {2: ("", "", "", "", "", "1.2345678901234567e+19", "1")}
    assert [(f.code, f.row, f.column, f.message.values["count"]) for f in faults] == [
        ("formula-without-value", 2, "C", 2),
        ("error-cell", 2, "E", 1),
        ("rounded-number", 2, "F", 1),
    ]


def test_a_far_cell_and_many_empty_rows(read):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    rows, faults = read(xlsx(far))
    assert len(rows[1_048_576]) == 16_384
    assert faults == []
    for beyond, limit in (("A9999999999", 5_000_000), ("ZZZZ5", 16_384)):
        found = read(xlsx(f'<row><c r="{beyond}"><v>1</v></c></row>'))[1]
        assert [(f.code, f.message.values["limit"]) for f in found] == [("too-many", limit)]
    with limited(ratio_from=10**12):
        empty = read(xlsx("<row/>" * 1_000_000))
    assert empty == ({}, [])


def test_many_far_cells_pass_the_limit_of_cells(read):
    rows = "".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 4000))
    faults = read(xlsx(rows))[1]
    assert codes(faults) == ["too-many"]
    assert faults[0].message.values["limit"] == limits().cells


@pytest.mark.parametrize(
    "sheet",
    [
        '<row><c t="s"><v>9</v></c></row>',
        "<row>",
        "<x>" * 300 + "</x>" * 300,
    ],
    ids=["no such string", "cut short", "deep"],
)
def test_broken_workbooks(read, sheet):
    assert codes(read(xlsx(sheet))[1]) == ["not-xlsx"]


def test_entities_in_a_workbook_are_refused(read):
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><worksheet xmlns="{MAIN}"><sheetData/>&b;</worksheet>'
    outside = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}">&a;</worksheet>'
    for text in (bomb, outside):
        assert codes(read(xlsx("", extra={"xl/worksheets/sheet1.xml": text}))[1]) == ["not-xlsx"]


def test_gibberish_under_any_name(read):
    for name, code in {
        "x.xlsx": "not-xlsx",
        "x.ods": "not-ods",
        "x.xls": "not-text",
        "x.parquet": "not-parquet",
        "x.csv": "not-text",
    }.items():
        for data in (b"%PDF-1.7\n\x00\xff", random.Random(1).randbytes(300)):
            assert codes(read(data, name)[1]) == [code]
    for name in ("x.xlsx", "x.ods", "x.xls", "x.parquet"):
        assert codes(read(b"", name)[1]) == ["not-" + name[2:]]
    assert codes(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "x.xls")[1]) == ["not-xls"]
    assert codes(read("<html><table></table></html>", "x.xls")[1]) == ["not-xls"]


def test_what_is_called_xls_and_is_not(read):
    assert read("a\tb\n1\t2\n", "x.xls")[0] == {1: ("a", "b"), 2: ("1", "2")}
    assert read(xlsx("<row><c><v>1</v></c></row>"), "x.xls")[0] == {1: ("1",)}


def test_gzip(read):
    assert read(gzip.compress("a;b\né;2\n".encode()), "x.csv.gz")[0] == {
        1: ("a", "b"),
        2: ("é", "2"),
    }
    two = gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n")
    assert read(two, "x.csv.gz")[0] == {1: ("a", "b"), 2: ("1", "2")}
    assert codes(read(two[:-6], "x.csv.gz")[1]) == ["not-gzip"]
    bomb = gzip.compress(b"0" * 20_000_000)
    assert codes(read(bomb, "x.csv.gz")[1]) == ["inflated-ratio"]
    with limited(inflated_bytes=3):
        assert codes(read(two, "x.csv.gz")[1]) == ["inflated"]


def test_sheets_by_name(read):
    data = xlsx("", "<row><c><v>2</v></c></row>", names=("One", "Two"))
    assert read(data)[0] == {1: ("2",)}
    assert read(data, sheet=" two ")[0] == {1: ("2",)}
    found = read(data, sheet="Three")[1]
    assert codes(found) == ["no-sheet"]
    assert found[0].hint.values["known"] == "One, Two"


def test_parquet(tmp_path):
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table(
        {
            "id": ["007", None],
            "n": pa.array([7.0, float("nan")]),
            "i": pa.array([12345678901234567890, 1], pa.uint64()),
            "d": [dt.date(2013, 5, 1), None],
            "t": [dt.datetime(2013, 5, 1, 10, 30), None],
            "b": [True, False],
            "l": [["a", "b"], []],
            "__index_level_0__": [1, 2],
        }
    )
    path = tmp_path / "x.parquet"
    parquet.write_table(table, path)
    rows = dict(read_grid(path, []).rows)
    assert rows == {
        1: ("id", "n", "i", "d", "t", "b", "l"),
        2: (
            "007",
            "7",
            "12345678901234567890",
            "2013-05-01",
            "2013-05-01T10:30:00",
            "TRUE",
            "a; b",
        ),
        3: ("", "", "1", "", "", "FALSE", ""),
    }
    for change, code in (({"rows": 1}, "too-many"), ({"columns": 3}, "too-many"), ({"cells": 9}, "too-many"), ({"inflated_bytes": 9}, "inflated"), ({"input_bytes": 9}, "too-large")):  # fmt: skip
        faults = []
        with limited(**change):
            assert read_grid(path, faults) is None
        assert codes(faults) == [code], change
    path.write_bytes(path.read_bytes()[:-9] + b"123456789")
    faults = []
    assert read_grid(path, faults) is None
    assert codes(faults) == ["not-parquet"]


def test_limits_hold_only_inside():
    before = limits()
    with limited(rows=3):
        assert limits().rows == 3
        assert limits().columns == before.columns
    assert limits() == before == Limits()


def test_a_missing_file(tmp_path):
    faults = []
    assert read_grids(tmp_path / "none.csv", faults) == []
    assert codes(faults) == ["unreadable"]


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("General", ""),
        ("0.00", ""),
        ("yyyy-mm-dd", "ymd"),
        ('[$-409]d" de "mmmm" de "yyyy;@', "ymd"),
        ("yyyy", "y"),
        ("mmm yyyy", "ym"),
        ("h:mm", "h"),
        ("mm:ss", "h"),
        ("[h]:mm:ss", "h"),
        ("[Red]0.00", ""),
        ('0 "days"', ""),
        ("dd/mm/yyyy hh:mm", "ymdh"),
        ("# ##0\\ [$€-40C]", ""),
    ],
)
def test_what_a_number_format_shows(form, parts):
    assert date_parts(form) == parts


def test_small_things():
    assert [letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert number_text(1e15) == "1000000000000000.0"
    assert number_text(float("inf")) == "inf"
    assert moment_text(dt.datetime(2013, 5, 1, 10, 30)) == "2013-05-01T10:30:00"
    # Excel's day 59 is 28 February 1900, its day 61 is 1 March.
    assert moment_of(59.0) == dt.datetime(1900, 2, 28)
    assert moment_of(61.0) == dt.datetime(1900, 3, 1)
    assert moment_of(1e300) is None
