"""Promise 9, stated limits, and the rows of the attack surface that exhaust a reader."""

import gzip
import json
import struct
import subprocess
import sys
import zipfile

import pytest
from alianza import cli
from alianza.graph.faults import CATALOGUE
from alianza.graph.formats.limits import LIMITS, Limits, limited, limits
from alianza.reports.writers.cells import shortened
from click.testing import CliRunner

ACTORS = "id,label,kind\nquito,Quito,city\nlima,Lima,city\n"
TIES = "id,from,to,kind\nt1,quito,lima,agreement\nt2,lima,quito,agreement\n"
XML = '<graphml><graph edgedefault="undirected"><node id="a"/><node id="b"/></graph></graphml>'
GML = "graph [ node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]"


def test_promise_9_the_limits_are_those_that_were_stated():
    held = Limits()
    assert held.input_bytes == 200_000_000
    assert (held.inflated_bytes, held.ratio) == (500_000_000, 100)
    assert (held.actors, held.ties) == (1_000_000, 5_000_000)
    assert (held.depth, held.digits, held.shown) == (256, 1_000, 2_000)


def archive(**members):
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(f"{name}.csv", text)
    return buffer.getvalue()


# The limit, what is allowed, a file that passes it, its name, and the fault.
PASSED = [
    ("input_bytes", 40, TIES, "x.csv", "too-large"),
    ("input_bytes", 40, XML, "x.graphml", "too-large"),
    ("input_bytes", 40, archive(actors=ACTORS, ties=TIES), "x.zip", "too-large"),
    ("inflated_bytes", 50, archive(actors=ACTORS, ties=TIES), "x.zip", "inflated"),
    ("inflated_bytes", 50, gzip.compress(TIES.encode() * 9), "x.csv.gz", "inflated"),
    ("members", 1, archive(actors=ACTORS, ties=TIES), "x.zip", "too-many"),
    ("rows", 1, TIES, "x.csv", "too-many"),
    ("table_columns", 3, TIES, "x.csv", "too-many"),
    ("cell", 8, TIES, "x.csv", "not-csv"),
    ("actors", 1, TIES, "x.csv", "too-many"),
    ("actors", 1, XML, "x.graphml", "too-many"),
    ("actors", 1, "dl n=2 format=edgelist1\ndata:\n1 2\n", "x.dl", "too-many"),
    ("actors", 1, "*Vertices 2\n*Edges\n1 2\n", "x.net", "too-many"),
    ("ties", 1, TIES, "x.csv", "too-many"),
    ("ties", 1, "*Vertices 3\n*Arcslist\n1 2 3\n", "x.net", "too-many"),
    ("elements", 2, XML, "x.graphml", "too-many"),
    ("depth", 2, XML, "x.graphml", "too-deep"),
    ("depth", 2, GML, "x.gml", "too-deep"),
    ("depth", 2, '{"nodes": [{"id": {"a": [1]}}], "links": []}', "x.json", "too-deep"),
    ("digits", 3, '{"nodes": [{"id": 12345}], "links": []}', "x.json", "long-number"),
]


@pytest.mark.parametrize(
    ("name", "allowed", "content", "file", "code"),
    PASSED,
    ids=[f"{row[0]}-{row[3]}" for row in PASSED],
)
def test_promise_9_the_fault_names_the_limit(read_file, name, allowed, content, file, code):
    with limited(**{name: allowed}):
        found = read_file(content, file)
    said = [fault for fault in found.report.errors if fault.code == code]
    assert said
    if "{limit}" in CATALOGUE[code].message:
        assert f"{allowed:,}" in str(said[0].message)
    assert code not in read_file(content, file).codes


def test_promise_9_every_limit_of_a_reader_is_tried():
    tried = {row[0] for row in PASSED}
    # `ratio` and `ratio_from` in test_formats_archive.py, `cells` and `columns` in
    # test_formats_workbook.py, `shown` below.
    assert tried | {"ratio", "ratio_from", "cells", "columns", "shown"} == set(LIMITS)


def test_promise_9_a_cell_shows_so_many_letters_and_counts_the_rest():
    assert shortened("x" * 2_001, "(+1)") == "x" * 2_000 + "… (+1)"
    with limited(shown=5):
        assert shortened("x" * 9, "(+4)") == "xxxxx… (+4)"


@pytest.mark.parametrize("way", ["option", "environment"])
def test_promise_9_the_limits_are_settable(way, monkeypatch):
    words = ["validate", "allas", "--format", "json"]
    if way == "option":
        words = ["--limit", "ties=3", "--limit", "actors=1_000", *words]
    else:
        monkeypatch.setenv("ALIANZA_LIMITS", "ties=3, actors=1000")
    result = CliRunner().invoke(cli.main, words)
    assert result.exit_code == 1
    (fault,) = [one for one in json.loads(result.stdout)["faults"] if one["severity"] == "error"]
    assert (fault["code"], fault["file"]) == ("too-many", "ties.csv")
    assert limits() == Limits()
    assert CliRunner(env={"ALIANZA_LIMITS": ""}).invoke(cli.main, words[-4:]).exit_code == 0


@pytest.mark.parametrize("text", ["tie=3", "ties", "ties=-1", "ties=many", "ties=٣"])
def test_promise_9_an_unknown_limit_is_a_wrong_usage(text):
    result = CliRunner().invoke(cli.main, ["--limit", text, "validate", "allas"])
    assert result.exit_code == 2
    assert "input_bytes" in result.output


HEAD = "from,to,kind"
ONE = f"{HEAD}\na,b,agreement\n"
WEIGHTS = ["1e308", "1e999", "inf", "nan", "-1", "9" * 400, "0x1", "1_000"]
# What a hostile file holds, and the errors in which it ends. None where it loads: a column of a foreign
# table whose cells are no dates or numbers is kept as text, under another name.
EXHAUSTING = {
    "a million columns": (
        ",".join(f"c{at}" for at in range(1_000_000)) + "\n",
        {"too-many"},
    ),
    "a cell of a million letters": (f"{HEAD},note\na,b,agreement,{'x' * 1_000_000}\n", set()),
    "ten million empty rows": (ONE + "\n" * 10_000_000, {"too-many"}),
    "ten million rows of commas": (ONE + ",,\n" * 10_000_000, {"too-many"}),
    "quotation marks": (ONE + '"' * 500_000, {"missing-value"}),
    "a date of digits": (f"{HEAD},start\na,b,agreement,{'1' * 100_000}\n", set()),
    "a date of signs": (f"{HEAD},start\na,b,agreement,{'2014/' * 50_000}\n", set()),
    "a number of signs": (f"{HEAD},weight\na,b,agreement,{'1 ' * 50_000}x\n", set()),
    "semicolons": (f"{HEAD},sources\na,b,agreement,{';' * 200_000}\n", set()),
    "spaces": (ONE + " " * 1_000_000, {"missing-value"}),
    "an XML prolog": ("<!--" * 100_000, {"no-ends"}),
    "a GML comment": ("graph [" + " #\n" * 100_000, {"bad-line"}),
    "Pajek's quotes": ("*Vertices 2\n" + '1 "' * 100_000, set()),
    "DL's headings": ("dl n=2 " + "labels " * 50_000, {"no-graph"}),
}


@pytest.mark.parametrize("name", EXHAUSTING)
def test_promise_1_what_exhausts_ends_in_time(tmp_path, name):
    """In a process of its own, which may take so much memory and no more."""
    text, codes = EXHAUSTING[name]
    path = tmp_path / "x.csv"
    path.write_text(text)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30));"
    code = f"{limit} import sys; from alianza.cli import main; main(sys.argv[1:])"
    shown = subprocess.run(
        [sys.executable, "-c", code, "validate", str(path), "--format", "json"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert shown.returncode == (1 if codes else 0), shown.stderr
    found = {
        one["code"] for one in json.loads(shown.stdout)["faults"] if one["severity"] == "error"
    }
    assert found == codes


def test_promise_2_a_header_too_wide_is_said_once(read_file, tmp_path):
    (tmp_path / "actors.csv").write_text("id,label,kind" + ",x" * 1_000 + "\na,A,city\n")
    (tmp_path / "ties.csv").write_text("id,from,to,kind\n")
    faults = [one for one in read_file(tmp_path, "").report.errors if one.file == "actors.csv"]
    assert [one.code for one in faults] == ["too-many"]


def dataset(folder, column, cell):
    (folder / "actors.csv").write_text(ACTORS)
    (folder / "ties.csv").write_text(f"id,from,to,kind,{column}\nt,quito,lima,agreement,{cell}\n")
    return folder


@pytest.mark.parametrize("weight", WEIGHTS)
def test_promise_1_weights_that_are_none(read_file, tmp_path, weight):
    found = read_file(dataset(tmp_path, "weight", weight), "")
    assert {fault.code for fault in found.report.errors} <= {"bad-number", "out-of-range"}
    assert found.report.errors


@pytest.mark.parametrize("date", ["99999", "1" * 100_000, "2014/" * 20_000, "2014-13", "-" * 9_999])
def test_promise_1_dates_that_are_none(read_file, tmp_path, date):
    found = read_file(dataset(tmp_path, "start", date), "")
    assert {fault.code for fault in found.report.errors} == {"bad-date"}


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
    ) + "]>"
)  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "{}">]>'
ROOTS = {
    "x.graphml": '<graphml><graph><node id="a">&a;</node></graph></graphml>',
    "x.gexf": '<gexf version="1.3"><graph><nodes><node id="a">&j;</node></nodes></graph></gexf>',
}
MEASURED = r"""
import re, sys, time
from pathlib import Path
from alianza.graph.loading import validate
began = time.process_time()
found = validate(sys.argv[1])
print(time.process_time() - began < 2)
# The peak of this process alone; that of getrusage begins with its parent's.
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) < 300 * 1024)
print(sorted({fault.code for fault in found.faults if fault.severity == "error"}))
"""


@pytest.mark.parametrize("kind", ["billion", "file", "http", "parameter", "deep"])
@pytest.mark.parametrize("file", ["x.graphml", "x.gexf", "x.xlsx", "x.ods"])
def test_promise_8_hostile_xml_is_refused_in_two_seconds_and_300_megabytes(tmp_path, file, kind):
    body = ROOTS.get(file, "<x>&a;</x>")
    head = {
        "billion": BOMB,
        "file": OUTSIDE.format("file:///etc/passwd"),
        "http": OUTSIDE.format("http://127.0.0.1:9/"),
        "parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
        "deep": "",
    }[kind]
    if kind == "deep":
        name = body[1 : min(at for at in (body.find(" "), body.find(">")) if at > 0)]
        body = f"<{name}>" * 20_000 + f"</{name}>" * 20_000
    path = tmp_path / file
    if file.endswith(("xlsx", "ods")):
        member = "content.xml" if file == "x.ods" else "xl/workbook.xml"
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(member, head + body)
    else:
        path.write_text(head + body)
    shown = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    quick, small, codes = shown.stdout.splitlines()
    assert (quick, small) == ("True", "True")
    assert codes != "[]"
    assert "root:" not in shown.stdout


def directory_of(count, claimed):
    """Make an archive without contents whose directory lists `count` files and claims `claimed`."""
    entry = b"PK\x01\x02" + b"\0" * 24 + struct.pack("<H", 8) + b"\0" * 16
    listed = b"".join(entry + b"%08x" % at for at in range(count))
    return listed + b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, claimed, claimed, len(listed), 0, 0
    )  # fmt: skip


@pytest.mark.parametrize("claimed", [0xFFFF, 1], ids=["unsaid", "one"])
def test_promise_8_a_directory_of_a_million_members_is_not_listed(tmp_path, monkeypatch, claimed):
    """The number that an archive claims and the length of its directory are looked at first."""
    path = tmp_path / "x.zip"
    path.write_bytes(directory_of(1_000_000, claimed))
    opened = []
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_arguments: opened.append(path))
    result = CliRunner().invoke(cli.main, ["validate", str(path)])
    assert result.exit_code == 1
    assert "too-many" in result.output
    assert "10,000" in result.output
    assert opened == []


def test_promise_8_an_archive_of_one_member_too_many_is_refused(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for at in range(limits().members + 1):
            packed.writestr(zipfile.ZipInfo(f"{at:x}"), "")
    result = CliRunner().invoke(cli.main, ["validate", str(path)])
    assert result.exit_code == 1
    assert "too-many" in result.output


def test_promise_9_the_page_states_each_limit():
    from pathlib import Path

    text = (Path(__file__).resolve().parent.parent / "docs" / "reliability.md").read_text("utf-8")
    for name in LIMITS:
        assert f"| `{name}` | {getattr(Limits(), name):,} |" in text
