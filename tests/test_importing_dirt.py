"""Tables as people keep them: encodings, titles above the header, merged cells, odd dates."""

import pytest
from alianza.graph.importing import import_table, read_import
from alianza.graph.importing.cells import clean
from alianza.graph.importing.reading import read_grid

MAP = "actor=id,label=name,group=net,start=start,end=end,country=country,lat=lat,lon=lon"
ROWS = [
    "id;name;net;start;end;country;lat;lon",
    "1;Málaga;A;1999;;España;36,72;-4,42",
    "2;A Coruña;A;0;2005;ES;43,37;-8,40",
    "NA;Nadie;B;NA;n/a;BR;;",
]
TEXT = "\n".join(ROWS) + "\n"


def codes(report):
    return [found.code for found in report.faults]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("cp1252"),
        ("sep=;\n" + TEXT).encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(";A;", ";A\u00a0;").replace("Málaga", " Málaga\u00a0").encode(),
        ("Redes de ciudades\n\nFuente: nosotros;2019\n" + TEXT).encode(),
        TEXT.replace(";", "\t").encode(),
        (TEXT + ";;;;;;;\n\n").encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16",
        "cp1252",
        "sep",
        "crlf",
        "nbsp",
        "preamble",
        "tabs",
        "blank-rows",
    ],
)
def test_a_table_is_the_same_however_it_was_saved(tmp_path, data):
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    done = read_import(path, "memberships", MAP)
    actors = done.result.actors.set_index("id")
    # NA is a text: here it is somebody's id.
    assert list(actors.index) == ["1", "A", "2", "NA", "B"]
    assert actors.loc["1", ["label", "country"]].tolist() == ["Málaga", "ES"]
    assert actors.loc["1", ["lat", "lon"]].tolist() == [36.72, -4.42]
    assert done.result.ties["start"].tolist() == ["1999", "", ""]
    assert done.result.ties["end"].tolist() == ["", "2005", ""]
    assert (done.rows.read, done.rows.kept) == (3, 3)
    assert {"zero-year", "na-cells", "decimal-commas", "countries-understood"} <= set(
        codes(done.report)
    )


def test_the_header_is_found_below_titles(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Memberships,,\n,,\nid,name,net\n1,Lyon,A\n", "utf-8")
    faults = []
    grid = read_grid(path, faults)
    assert (grid.header, grid.header_row) == (("id", "name", "net"), 3)
    assert grid.rows == ((4, ("1", "Lyon", "A")),)
    assert [(f.code, f.message.values["count"]) for f in faults] == [("preamble", 1)]


def test_names_of_columns_that_stand_twice_or_not_at_all(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,net,net,,note\n1,A,B,c,d\n2,A,B,c,d,e,f\n3,A\n", "utf-8")
    faults = []
    grid = read_grid(path, faults)
    assert grid.header == ("id", "net", "net (2)", "column 4", "note", "column 6", "column 7")
    assert [cells[5] for _n, cells in grid.rows] == ["", "e", ""]
    assert [(f.code, f.row) for f in faults] == [
        ("renamed-column", 1), ("extra-cells", 3), ("short-row", 4),
    ]  # fmt: skip
    data = import_table(path, "memberships", "actor=id,group=net")
    assert data.ties.set_index("id").loc["2--A", "column 7"] == "f"


def test_own_columns_by_the_name_of_ours_keep_another_name(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("code,net,id,weight\n1,A,x,heavy\n1,B,y,light\n2,A,z,light\n", "utf-8")
    data = import_table(path, "memberships", "actor=code,group=net")
    assert data.ties["id (file)"].tolist() == ["x", "y", "z"]
    assert data.ties["weight (file)"].tolist() == ["heavy", "light", "light"]


def test_merged_cells_speak_of_all_their_rows(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "about"
    sheet = book.create_sheet("members")
    for row in (["net", "city"], ["A", "Lyon"], [None, "Oulu"], ["B", "Lyon"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    path = tmp_path / "x.xlsx"
    book.save(path)
    done = read_import(path, "memberships", "label=city,group=net", sheet="members")
    assert sorted(done.result.ties["id"]) == ["lyon--A", "lyon--B", "oulu--A"]
    assert "merged-cells" in codes(done.report)
    wrong = read_import(path, "memberships", "label=city,group=net", sheet="member")
    assert codes(wrong.report) == ["no-sheet"]


def test_of_several_sheets_the_first_with_cells_is_read(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for name in ("one", "two"):
        sheet = book.create_sheet(name)
        sheet.append(["city", "net"])
        sheet.append(["Lyon", name])
    path = tmp_path / "x.xlsx"
    book.save(path)
    done = read_import(path, "memberships", "label=city,group=net")
    assert list(done.result.ties["to"]) == ["one"]
    assert "several-sheets" in codes(done.report)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["2013", "2013-05", "2013-05-21", "2013~", "2013/.."],
            ["2013", "2013-05", "2013-05-21", "2013~", "2013/.."],
        ),
        (["2013.0", "0", "0.0", "0000"], ["2013", "", "", ""]),
        (["21/05/2013", "03/04/2015"], ["2013-05-21", "2015-04-03"]),
        (["05/21/2013", "03/04/2015"], ["2013-05-21", "2015-03-04"]),
        (["03/04/2015", "05/05/2015"], ["2015", "2015-05-05"]),
        (["05/2013", "21.05.2013", "2013-05-21T00:00:00"], ["2013-05", "2013-05-21", "2013-05-21"]),
        (["NA", "n/a", "-", "?", ""], ["", "", "", "", ""]),
        (["soon", "31/02/2013", "99"], ["", "2013", ""]),
    ],
)
def test_dates(cells, expected):
    assert clean("date", cells).cells == expected


def test_a_date_that_is_not_clear_is_kept_as_text(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,net,start\n1,A,03/04/2015\n2,A,soon\n", "utf-8")
    done = read_import(path, "memberships", "actor=id,group=net,start=start")
    assert done.result.ties["start"].tolist() == ["2015", ""]
    assert done.result.ties["start (file)"].tolist() == ["03/04/2015", "soon"]
    assert {"day-or-month", "kept-as-text"} <= set(codes(done.report))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["19,43", "-99,1"], ["19.43", "-99.1"]),
        (["19.43", "1,234"], ["19.43", ""]),
        (["1 234,5", "NA"], ["1234.5", ""]),
        (["x", "1e3"], ["", "1e3"]),
    ],
)
def test_numbers(cells, expected):
    assert clean("number", cells).cells == expected


def test_a_place_beyond_the_globe_or_by_half_is_kept_as_text(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,net,lat,lon\n1,A,95,10\n2,A,45,\n3,A,45,10\n", "utf-8")
    data = import_table(path, "memberships", "actor=id,group=net,lat=lat,lon=lon")
    actors = data.actors.set_index("id")
    assert actors["lat"].notna().sum() == 1
    assert actors.loc["1", ["lat (file)", "lon (file)"]].tolist() == ["95", "10"]
    assert actors.loc["2", "lat (file)"] == "45"


def test_na_in_a_column_of_countries_is_namibia_with_a_warning(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,net,c,start\n1,A,NA,2001\n2,A,FR,2001\n", "utf-8")
    done = read_import(path, "memberships", "actor=id,group=net,country=c,start=start")
    assert done.result.actors.set_index("id").loc["1", "country"] == "NA"
    assert "na-country" not in codes(done.report)
    path.write_text("id,net,c,start\n1,A,NA,NA\n2,A,FR,2001\n", "utf-8")
    assert "na-country" in codes(
        read_import(path, "memberships", "actor=id,group=net,country=c,start=start").report
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"%PDF-1.4", b"\x00\x01\x02", b"PK\x03\x04junk", b"a\n", b'a,b\n"open'],
)
def test_what_is_no_table_ends_in_faults(tmp_path, content):
    for name in ("x.csv", "x.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        for layout in ("memberships", "dyads", "incidence", "adjacency"):
            done = read_import(path, layout, "actor=a,group=b" if layout == "memberships" else "")
            assert done.report.errors, (name, layout)
    assert read_import(tmp_path, "incidence").report.errors
    assert read_import(tmp_path / "nothing.csv", "incidence").report.errors


def test_ten_thousand_columns_of_one_name_are_named_at_once():
    from alianza.graph.importing.reading import _unique

    faults = []
    names = _unique(["a", *["b"] * 20_000, "b (3)"], "x.csv", 1, faults)
    assert len(set(names)) == len(names) == 20_002
    assert names[:4] == ["a", "b", "b (2)", "b (3)"]
    assert names[-1] == "b (3) (2)"
    assert len(faults) == 20_000
