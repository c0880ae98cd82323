"""A file is what its first bytes say, whatever its name is."""

import gzip
import io
import pickle
import zipfile

import pytest
from alianza.graph.formats import FORMATS
from alianza.graph.loading import load

GEXF = '<?xml version="1.0"?>\n<!-- by <hand> -->\n<gexf><graph><nodes><node id="a"/></nodes></graph></gexf>'
CONTENTS = {
    "gexf": GEXF,
    "graphml": '\n<graphml:graphml xmlns:graphml="x"><graph edgedefault="directed"><node id="a"/></graph></graphml:graphml>',
    "gml": "# by hand\nCreator me\ngraph [ node [ id 1 ] ]",
    "pajek": "% by hand\n*Vertices 2\n1 a\n2 b\n*Edges\n1 2\n",
    "dl": "DL\nN=2 format=fm\ndata:\n0 1 0 0\n",
    "node-link": '\n{"nodes": [{"id": "a"}], "links": []}',
    "cytoscape": '{"elements": [{"data": {"id": "a"}}]}',
    "jgf": '{"graph": {"nodes": {"a": {}}}}',
    "graphology": '{"options": {}, "nodes": [{"key": "a"}]}',
    "kumu": '{"elements": [{"label": "a"}], "connections": []}',
}
NAMES = ["x", "x.txt", "x.dat", "x.csv", "x.xml", "x.net", "x.json", "x.xlsx", "x.gexf"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("held", CONTENTS)
def test_content_goes_before_the_name(read_file, held, name):
    found = read_file(CONTENTS[held], name)
    assert found.report.format == held
    assert not found.report.errors
    ending = "." + name.partition(".")[2]
    named = next((row for row in FORMATS.values() if ending in row.suffixes), None)
    # The dialects of JSON share an ending: there is nothing to say of them.
    family = {"cytoscape", "graphology", "jgf", "kumu", "node-link"}
    agrees = named is None or named.name == held or {named.name, held} <= family
    assert ("other-content" in found.codes) == (not agrees)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_marks_do_not_hide_the_content(read_file, codec):
    assert read_file(CONTENTS["pajek"].encode(codec), "x.dat").report.format == "pajek"


def zipped(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


UNREADABLE = {
    "PDF": b"%PDF-1.7 x",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "JPEG": b"\xff\xd8\xff\xe0",
    "gzip": gzip.compress(b"from,to\na,b\n"),
    "pickle": pickle.dumps({"nodes": []}),
    "DOCX": zipped("[Content_Types].xml", "word/document.xml"),
    "PPTX": zipped("[Content_Types].xml", "ppt/presentation.xml"),
    "SQLite": b"SQLite format 3\0" + bytes(50),
    "RDX": b"RDX3\nX\n",
}


@pytest.mark.parametrize("name", ["x", "x.csv", "x.gexf", "x.json", "x.net", "x.pkl"])
@pytest.mark.parametrize("what", UNREADABLE)
def test_what_no_reader_knows_gives_one_clear_fault(read_file, what, name):
    found = read_file(UNREADABLE[what], name)
    assert [fault.code for fault in found.report.faults] == ["no-network-file"]
    if what != "RDX":
        assert what in str(found.report.faults[0])


def test_pickle_is_never_opened(read_file, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "made"), "w"))

    for name in ("x.pkl", "x.csv", "x"):
        assert read_file(pickle.dumps(Bomb()), name).codes == {"no-network-file"}
    assert not (tmp_path / "made").exists()


def test_a_table_without_a_known_ending(read_file):
    assert read_file("from;to\na;b\n", "x.dat").ties == [("a", "b", "tie")]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("gibberish", "x.dat", "unknown-format"),
        ("", "x", "unknown-format"),
        ("<svg/>", "x.xml", "other-xml"),
        ("<svg/>", "x.gexf", "other-xml"),
        ("<", "x.xml", "other-xml"),
        ('{"a": 1}', "x.dat", "no-graph"),
        ("gibberish", "x.csv", "no-ends"),
        ("gibberish", "x.net", "no-graph"),
    ],
)
def test_one_line_for_what_is_nothing(read_file, text, name, code):
    found = read_file(text, name)
    assert [fault.code for fault in found.report.errors] == [code]


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.writes])
def test_what_is_written_is_known_without_its_ending(read_file, name):
    assert read_file(FORMATS[name].write(load("allas")), "x").report.format == name
