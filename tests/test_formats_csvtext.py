"""Text as people hold it: encodings, delimiters, decimal commas, ragged rows, limits."""

import pytest
from alianza.graph.formats.csvtext import decode, parse_table, point_decimals
from alianza.graph.formats.limits import limited
from alianza.graph.loading import load
from hypothesis import given
from hypothesis import strategies as st

TEXT = "id,label\na,Ákos\nb,São Paulo\n"


def codes(faults):
    return [fault.code for fault in faults]


def read(text):
    faults = []
    found = parse_table("x.csv", text, faults)
    return found, faults


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_text_is_read_without_a_word(codec):
    faults = []
    assert decode(TEXT.encode(codec), "x.csv", faults) == TEXT
    assert faults == []


@pytest.mark.parametrize(
    ("codec", "said"),
    [("cp1252", "Windows-1252"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16")],
)
def test_a_guess_is_said(codec, said):
    faults = []
    assert decode(TEXT.encode(codec), "x.csv", faults) == TEXT
    assert codes(faults) == ["guessed-encoding"]
    assert said in str(faults[0])


def test_bytes_that_windows_lacks_are_read_as_latin_1_and_named():
    faults = []
    assert decode(b"id\na\x81\xe1\n", "x.csv", faults) == "id\na\x81á\n"
    assert "ISO 8859-1" in str(faults[0])


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (TEXT.encode()[:-10] + "ã".encode()[:1], "encoding", 3),
        (b"\xef\xbb\xbfid\n\xe1\n", "encoding", 2),
        (b"PK\x03\x04rest", "not-text", 1),
        (b"id\n\xe1\x00\x01\xff\n", "not-text", 2),
        ("\ufeffid".encode("utf-16-le") + b"\x00\xd8", "not-text", 1),
        ("id".encode("utf-16") + b"\x00", "not-text", 1),
    ],
)
def test_what_is_no_text_is_refused_at_its_line(data, code, line):
    faults = []
    assert decode(data, "x.csv", faults) is None
    assert [(fault.code, fault.row) for fault in faults] == [(code, line)]


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_one_fault(data):
    faults = []
    text = decode(data, "x.csv", faults)
    assert text is not None or len(faults) == 1
    if text is not None:
        parse_table("x.csv", text, faults)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_tells_the_delimiter(delimiter):
    text = f'id{delimiter}"a,b;c"{delimiter}note\n1{delimiter}2{delimiter}x,y;z\n'
    if delimiter in ",;":
        text = text.replace("x,y;z", '"x,y;z"')
    found, faults = read(text)
    assert found.delimiter == delimiter
    assert found.table.header == ("id", "a,b;c", "note")
    assert found.table.rows == ((2, ("1", "2", "x,y;z")),)
    assert faults == []


def test_a_sep_line_names_the_delimiter_and_counts_as_a_row():
    found, _ = read("sep=;\r\nid;a,b,c,d\r\n1;2\r\n")
    assert found.table.header == ("id", "a,b,c,d")
    assert found.table.header_row == 2
    assert found.table.rows == ((3, ("1", "2")),)


def test_one_column_and_no_text():
    assert read("id\na\n")[0].table.rows == ((2, ("a",)),)
    assert read("")[0].table.header == ()
    assert read("\n \n,,\n")[0].table.header == ()


def test_rows_before_the_header_that_are_blank_do_not_count():
    found, _ = read("\n\nid,kind\na,city\n")
    assert (found.table.header_row, found.table.rows) == (3, ((4, ("a", "city")),))


def test_short_rows_are_said_once_with_their_number():
    found, faults = read("id,a,b\n1,2\n2,3,4\n3\n\n")
    assert [(fault.code, fault.row, fault.message.values["count"]) for fault in faults] == [
        ("short-row", 2, 2)
    ]
    assert len(found.table.rows) == 4


def test_an_open_quotation_mark_is_named():
    _, faults = read('id,a\n1,"2\n')
    assert codes(faults) == ["not-csv"]


def test_limits():
    with limited(table_columns=2, rows=1, cell=4):
        assert codes(read("a,b,c\n")[1]) == ["too-many"]
        found, faults = read("a,b\n1,2\n3,4\n")
        assert codes(faults) == ["too-many"]
        assert len(found.table.rows) == 1
        assert codes(read("a,b\n1,22222\n")[1]) == ["not-csv"]


def test_an_apostrophe_before_a_formula_is_taken_off():
    found, faults = read("id,note\n'=a,'s-Hertogenbosch\n''-b,'90s\n")
    assert found.table.rows == ((2, ("=a", "'s-Hertogenbosch")), (3, ("'-b", "'90s")))
    assert [(f.code, f.row, f.message.values["count"]) for f in faults] == [("guarded-cells", 2, 2)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("id;lat\na;19,43\nb;-3\n", ("19.43", "-3")),
        ("id;lat\na;1\u00a0234,5\nb;\n", ("1234.5", "")),
        ("id\tlat\na\t1,234\nb\t2,345\n", ("1,234", "2,345")),
        ("id;lat\na;19,43\nb;2.5\n", ("19,43", "2.5")),
        ('id,lat\na,"19,43"\nb,1\n', ("19,43", "1")),
        ("id;lat\na;19,43\nb;north\n", ("19.43", "north")),
    ],
)
def test_decimal_commas(text, cells):
    found, faults = read(text)
    table = point_decimals("actors", found, faults)
    assert tuple(row[1] for _, row in table.rows) == cells
    changed = table.rows != found.table.rows
    assert codes(faults) == ["decimal-commas"] * changed


def test_commas_in_text_are_left_alone():
    found, faults = read("id;note\n1,5;2,5\n")
    assert point_decimals("actors", found, faults) is found.table
    assert faults == []


def test_a_folder_written_by_a_spanish_spreadsheet(tmp_path):
    actors = (
        "sep=;\r\nid;label;kind;lat;lon\r\na;Málaga;city;36,72;-4,42\r\nb;Cádiz;city;36,53;-6,3\r\n"
    )
    (tmp_path / "actors.csv").write_bytes(actors.encode("cp1252"))
    (tmp_path / "ties.csv").write_bytes("from\tto\tkind\na\tb\tagreement\u00a0\n".encode("utf-16"))
    data = load(tmp_path)
    assert data.actors["label"].tolist() == ["Málaga", "Cádiz"]
    assert data.actors["lat"].tolist() == [36.72, 36.53]
    assert data.ties["kind"].tolist() == ["agreement"]
    assert {fault.code for fault in data.report.faults} == {
        "guessed-encoding",
        "decimal-commas",
        "made-id",
    }


def test_faults_of_the_header_name_its_row(tmp_path):
    (tmp_path / "actors.csv").write_text("sep=;\nid;label\na;A\n")
    (tmp_path / "ties.csv").write_text("from,to,kind\n")
    from alianza.graph.loading import validate

    found = [f for f in validate(tmp_path).faults if f.code == "missing-column"]
    assert [(f.file, f.row, f.column) for f in found] == [("actors.csv", 2, "kind")]
