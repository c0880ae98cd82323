"""Hostile texts in every field, and every output: no formula, field code, TeX command, script, address."""

import csv
import io
import re
import zipfile

import alianza
import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.reports.figures import FIGURE_KINDS, figure
from alianza.reports.writers import WRITERS
from alianza.reports.writers.latex import _SIGNS
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

HOSTILE = (
    '=HYPERLINK("http://evil.invalid","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '＝WEBSERVICE("http://evil.invalid")',
    r"\input{/etc/passwd}",
    r"\immediate\write18{id} \openin5=/etc/passwd \csname x\endcsname",
    r"^^5cinput ^^\catcode`\%=12 \begin{verbatim} $$x$$ %",
    "</text></svg><script>alert(1)</script>",
    '"><svg onload="alert(1)"><image href="http://evil.invalid/x.png"/>',
    '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "http://evil.invalid"</w:instrText>',
    '{ HYPERLINK "http://evil.invalid" } { DDEAUTO c:\\\\windows calc }',
    '<a:hlinkClick r:id="rId9"/><p:oleObj/>',
    "http://evil.invalid/x?a=1&b=2",
    "javascript:alert(1)",
    '#image("/etc/passwd") @ref $x$ #eval("1") <label>',
    "@misc{evil, title={x}, url = {http://evil.invalid}}",
    "&xxe; <!ENTITY xxe SYSTEM 'file:///etc/passwd'> <![CDATA[x]]>",
)
# Where a text may be all of a cell, an id or a file's name, its first sign counts.
OFFICE = ("pptx", "docx", "xlsx")


@pytest.fixture(scope="module")
def data():
    graph = nx.MultiDiGraph(
        name="x",
        metadata={
            "title": HOSTILE[0],
            "version": HOSTILE[5],
            "licenses": [{"title": HOSTILE[8], "path": HOSTILE[14]}],
        },
    )
    graph.graph["sources"] = [
        {"id": f"s{n}", "title": text, "publisher": HOSTILE[-n], "url": text if n % 2 else "https://x.org/a%20b", "note": text}
        for n, text in enumerate(HOSTILE)
    ]  # fmt: skip
    for n, text in enumerate(HOSTILE):
        kind = "network" if n < 2 else "city"
        more = {"area": text if n % 3 else HOSTILE[3], "aliases": text, HOSTILE[2]: text}
        graph.add_node(f"{n}", label=text, kind=kind, lat=n, lon=2 * n, **more)
    for n, text in enumerate(HOSTILE[2:], start=2):
        more = {"role": text, "instrument": text, "theme": text, "sources": f"s{n}", "note": text}
        for to in "01":
            graph.add_edge(
                f"{n}", to, key=f"m{to}{n}", kind="membership", start=f"20{n:02}", **more
            )
        graph.add_edge(f"{n}", f"{(n - 1) % 16 + 2}", key=f"a{n}", kind="agreement", **more)
        graph.add_edge(f"{n}", "0", key=f"l{n}", kind="leadership", **more)
    graph.graph["claims"] = [
        {"subject": f"m0{n}", "field": "role", "value": text, "source": f"s{n}", "note": text}
        for n, text in enumerate(HOSTILE[2:], start=2)
    ]
    return Dataset.from_networkx(graph)


@pytest.fixture(scope="module")
def files(data):
    """Give every file of a report, slides and documents too, by its name."""
    also = [name for name, row in WRITERS.items() if not row.always]
    made = alianza.report(data, lang="es", also=also)
    from alianza.reports.writers import report_files

    return report_files(made)


@pytest.fixture(scope="module")
def drawn(data):
    return {kind: figure(data, kind, lang="fr") for kind in FIGURE_KINDS}


def test_the_hostile_texts_are_there(files):
    """What follows tells nothing of a file in which they are not."""
    for name in ("report.html", "report.md", "tables.tex", "gaps.csv", "centrality.csv"):
        assert "evil.invalid" in files[name].decode(), name
    for name in ("slides.pptx", "report.docx", "tables.xlsx", "gaps.xlsx"):
        assert any(b"evil.invalid" in data for _name, data in members(files[name])), name
    assert "write18" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["report.pdf"])).pages)  # fmt: skip


def members(content):
    """Give name and content of every part of an Office file, those of workbooks within it too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            yield name, data
            if name.endswith(".xlsx"):
                yield from ((f"{name}!{inner}", more) for inner, more in members(data))


def office(files):
    return [name for name in files if name.rpartition(".")[2] in OFFICE]


# Fields, objects, macros, formulas, what runs, and what asks for something elsewhere.
LIVE = re.compile(
    r"\}(instrText|fldSimple|fldChar|object|OLEObject|oleObj|control|altChunk|subDoc|attachedTemplate"
    r"|externalLink|externalReference|ddeLink|oleLink|hyperlink|hlinkMouseOver|script|cmd|f|connection"
    r"|movie|audioFile|videoFile|wavAudioFile)$"
)
# Charts name the cells of their own workbook; a list of states to choose from is no formula.
CELLS = re.compile(r"Sheet1!\$[AB]\$\d+(:\$[AB]\$\d+)?")


def test_office_files_hold_nothing_live(files):
    assert sorted(office(files)) == ["gaps.xlsx", "report.docx", "slides.pptx", "tables.xlsx"]
    links = set()
    for name in office(files):
        for part, content in members(files[name]):
            assert not re.search(r"vba|macro|embeddings/ole|externalLinks|activeX", part), part
            if not part.endswith((".xml", ".rels")):
                continue
            for element in fromstring(content).iter():
                if part.endswith(".rels"):
                    if element.get("TargetMode") == "External":
                        links.add(element.get("Target"))
                    continue
                live = LIVE.search(element.tag)
                if live and live[1] == "f" and "/charts/" in part:
                    assert CELLS.fullmatch(element.text), element.text
                    continue
                assert not live, (name, part, element.tag, element.text)
    assert links == {"map.html"}


def test_cells_of_workbooks_are_numbers_and_texts(files):
    for name in office(files):
        for part, content in members(files[name]):
            if re.search(r"xl/worksheets/sheet\d+\.xml$", part):
                cells = [one for one in fromstring(content).iter() if one.tag.endswith("}c")]
                assert {cell.get("t", "n") for cell in cells} <= {"s", "n", "inlineStr"}


def test_no_cell_of_a_csv_begins_a_formula(files):
    for name in ("centrality.csv", "gaps.csv"):
        for row in csv.reader(io.StringIO(files[name].decode("utf-8-sig"))):
            for cell in row:
                if not re.fullmatch(r"[-+]?\d+(\.\d+)?(e[-+]?\d+)?", cell):
                    assert not re.match(r"[=+\-@\t\r＝＋－＠]", cell), cell


def commands_of(text):
    return set(re.findall(r"\\(?:[A-Za-z]+|.)", text))


@pytest.mark.parametrize("name", ["tables.tex", "sources.bib"])
def test_tex_meets_no_command_of_the_data(files, name):
    """Only those that stand in the tables of harmless data, and those that print signs."""
    writer = next(row for row in WRITERS.values() if row.file == name)
    from alianza.reports.language import Language

    harmless = writer.write(alianza.report(alianza.load("allas"), lang="es", ties=["leadership"]), Language("es"))  # fmt: skip
    known = commands_of(harmless.decode()) | set().union(*map(commands_of, _SIGNS.values()))
    bare = re.compile(r"(?<!\\)%.*")
    found = commands_of(bare.sub("", files[name].decode()))
    assert found <= known
    assert not found & {r"\input", r"\write", r"\immediate", r"\openin", r"\csname", r"\catcode"}
    body = bare.sub("", files[name].decode())
    assert "^^" not in body
    depth = 0
    for sign in re.findall(r"(?<!\\)[{}]", body.replace("\\\\", "  ")):
        depth += 1 if sign == "{" else -1
        assert depth >= 0
    assert depth == 0


def test_no_entry_of_the_bibliography_is_the_data_s(files):
    text = files["sources.bib"].decode()
    assert len(re.findall(r"^@", text, re.MULTILINE)) == len(HOSTILE)
    assert {line.split("{")[0] for line in text.splitlines() if line.startswith("@")} == {"@misc"}
    addresses = re.findall(r"url = \{(.*)\}", text)
    assert all(address.startswith(("http://", "https://")) for address in addresses)


def dictionaries(reader):
    """Give every dictionary of a PDF, those in compressed objects too."""
    seen, waiting = set(), [reader.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def test_pdf_holds_no_action_but_addresses_of_sources(files, drawn):
    contents = {"report.pdf": files["report.pdf"]}
    contents |= {f"{kind}.pdf": made.pdf() for kind, made in drawn.items()}
    for name, content in contents.items():
        found = list(dictionaries(PdfReader(io.BytesIO(content))))
        assert len(found) > 5
        for one in found:
            keys = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/EF", "/XFA", "/AcroForm"}  # fmt: skip
            assert not keys & set(one), name
            assert one.get("/S") not in {"/Launch", "/JavaScript", "/GoToR", "/SubmitForm", "/ImportData"}  # fmt: skip
            if "/URI" in one and one.get("/S") == "/URI":
                assert name == "report.pdf"
                assert one["/URI"].startswith("https://x.org/") or one["/URI"] == HOSTILE[13]


def test_svg_holds_shapes_and_texts_only(drawn, data):
    from alianza.reports.scene import build_scene
    from alianza.reports.writers.svg import scene_svg

    known = {"svg", "title", "desc", "rect", "text", "path", "g", "circle", "polygon", "line", "tspan"}  # fmt: skip
    for kind, content in [*((kind, made.svg) for kind, made in drawn.items()), ("scene", scene_svg(build_scene(data)))]:  # fmt: skip
        for element in fromstring(content).iter():
            assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in known, kind
            for name, value in element.attrib.items():
                assert not name.startswith("on"), kind
                assert "href" not in name, kind
                assert name != "style", kind
                assert "evil" not in value, kind
                assert "url(" not in value, kind
