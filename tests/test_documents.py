"""The report as PDF, Word document, LaTeX tables and bibliography: whole, inert, the same bytes."""

import io
import re
import subprocess
import unicodedata
import zipfile

import alianza
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError
from alianza.reports.language import Language
from alianza.reports.writers import WRITERS
from alianza.reports.writers.bibtex import write as bibtex
from alianza.reports.writers.latex import plain
from docx import Document
from pypdf import PdfReader

ALSO = [name for name, row in WRITERS.items() if not row.always]
HOSTILE = (
    r"\input{/etc/passwd}\write18{rm}",
    '#image("x.png") $x$ @ref',
    '=HYPERLINK("http://evil")',
    "</w:t><w:instrText>DDE</w:instrText>",
    "INCLUDETEXT http://evil",
    "100 % & _more_ ^ ~ {brace} <tag>",
)


@pytest.fixture(scope="module")
def report():
    return alianza.report(alianza.load("allas"), lang="es", ties=["leadership", "agreement"])


@pytest.fixture(scope="module")
def hostile():
    import networkx as nx

    graph = nx.MultiDiGraph(name="x", metadata={"title": HOSTILE[0]})
    graph.graph["sources"] = [
        {"id": f"s{n}{text}", "title": text, "publisher": text, "url": "https://x.org/a%20_b#c"}
        for n, text in enumerate(HOSTILE)
    ]
    for n, text in enumerate(HOSTILE):
        graph.add_node(f"{n}{text}", label=text, kind="city" if n else "network")
    names = list(graph)
    for n, text in enumerate(HOSTILE[1:], start=1):
        graph.add_edge(names[n], names[0], kind="leadership", role=text, sources=f"s{n}{text}")
    return alianza.report(Dataset.from_networkx(graph))


@pytest.mark.parametrize("name", ALSO)
def test_same_report_same_bytes(report, name):
    write = WRITERS[name].write
    assert write(report, Language("es")) == write(report, Language("es"))


def test_the_files_come_when_they_are_asked_for(tmp_path):
    data = alianza.load("allas")
    made = alianza.report(data, ties=["leadership"], also=ALSO).save(tmp_path)
    names = {path.name for path in made}
    assert names > {WRITERS[name].file for name in ALSO}
    with pytest.raises(UnknownNameError, match="odt"):
        alianza.report(data, also=["odt"])


def test_the_pdf_is_tagged_and_says_it_all(report):
    pages = PdfReader(io.BytesIO(WRITERS["pdf"].write(report, Language("es"))))
    assert pages.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pages.trailer["/Root"]["/Lang"] == "es"
    assert pages.metadata.title.startswith("AL-LAs")
    text = " ".join(page.extract_text() for page in pages.pages)
    for section in report.sections:
        assert Language("es").text(section.title) in text
    assert "Ciudad de México" in text
    # Every letter has a glyph: none is shown as a box.
    assert "\ufffd" not in text


def test_the_word_document_uses_words_own_parts(report):
    content = WRITERS["docx"].write(report, Language("es"))
    document = Document(io.BytesIO(content))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == [Language("es").text(section.title) for section in report.sections]
    tables = sum(len([b for b in s.blocks if type(b).__name__ in {"Table", "Bars"}]) for s in report.sections)  # fmt: skip
    assert len(document.tables) == tables
    assert sum(p.style.name == "Caption" for p in document.paragraphs) >= tables
    assert len(document.inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_hostile_text_does_nothing_in_word(hostile):
    content = WRITERS["docx"].write(hostile, Language("en"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name).decode("utf-8", "replace")
            assert 'TargetMode="External"' not in data, name
            assert "<w:instrText" not in data
            assert "<w:fldSimple" not in data
    text = "\n".join(c.text for t in Document(io.BytesIO(content)).tables for r in t.rows for c in r.cells)  # fmt: skip
    assert HOSTILE[3] in text


def test_hostile_text_does_nothing_in_pdf(hostile):
    content = WRITERS["pdf"].write(hostile, Language("en"))
    for sign in (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/OpenAction"):
        assert sign not in content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "write18" in text
    links = {
        note.get_object()["/A"]["/URI"]
        for page in PdfReader(io.BytesIO(content)).pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert links <= {"https://x.org/a%20_b#c"}


def greek(letter):
    """Give the command of a Greek letter by its name in Unicode, which spells lambda as LAMDA."""
    _greek, size, _letter, name = unicodedata.name(letter).split()
    name = "lambda" if name == "LAMDA" else name.lower()
    return "\\" + (name.capitalize() if size == "CAPITAL" else name)


GREEK = {letter: greek(letter) for letter in "αβγδελμνπρσφχωΔΣΦΩ"}
COMMANDS = {
    r"\begin",
    r"\end",
    r"\caption",
    r"\toprule",
    r"\midrule",
    r"\bottomrule",
    r"\endfirsthead",
    r"\endhead",
    r"\endfoot",
    r"\footnotesize",
    r"\scriptsize",
    r"\raggedleft",
    r"\cdot",
    r"\surd",
    r"\neq",
    r"\infty",
    *GREEK.values(),
    r"\setlength",
    r"\tabcolsep",
    r"\raggedright",
    r"\arraybackslash",
    r"\linewidth",
    r"\par",
    r"\noindent",
    r"\small",
    r"\\",
    r"\%",
    r"\&",
    r"\_",
    r"\#",
    r"\$",
    r"\{",
    r"\}",
    r"\,",
    r"\textbackslash",
    r"\textasciitilde",
    r"\textasciicircum",
    r"\textless",
    r"\textgreater",
    r"\textbar",
    r"\textquotedbl",
    r"\ensuremath",
    r"\rightarrow",
    r"\leftrightarrow",
    r"\times",
    r"\geq",
    r"\leq",
    r"\bullet",
    r"\ldots",
}


def test_greek_letters_and_small_digits_are_what_latex_calls_them():
    for letter, command in GREEK.items():
        assert plain(letter) == rf"\ensuremath{{{command}}}"
    for digit in range(10):
        for raised, sign in (("SUPERSCRIPT", "^"), ("SUBSCRIPT", "_")):
            name = unicodedata.name(str(digit)).removeprefix("DIGIT ")
            letter = unicodedata.lookup(f"{raised} {name}")
            assert plain(letter) == rf"\ensuremath{{{sign}{digit}}}"


@pytest.mark.parametrize("name", ["latex", "bibtex"])
def test_hostile_text_is_no_command_in_latex(hostile, name):
    text = WRITERS[name].write(hostile, Language("en")).decode()
    body = "\n".join(line for line in text.splitlines() if not line.startswith("%"))
    assert set(re.findall(r"\\(?:[A-Za-z]+|.)", body)) <= COMMANDS
    assert body.count("{") - body.count(r"\{") == body.count("}") - body.count(r"\}")


def test_latex_signs_by_hand():
    assert plain("a_b & 50 % {x} \\ ~") == r"a\_b \& 50 \% \{x\} \textbackslash{} \textasciitilde{}"
    assert plain("two\nlines") == "two lines"


def test_the_bibliography_has_every_source_once(report):
    text = bibtex(report, Language("es")).decode()
    keys = re.findall(r"^@misc\{(.+),$", text, re.MULTILINE)
    assert len(keys) == len(set(keys)) == len(report.references) == 125
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", key) for key in keys)
    assert "langid = {es}" in text


def test_the_command_writes_them(tmp_path):
    import sys

    run = subprocess.run(
        [sys.executable, "-m", "alianza", "report", "allas", "-o", str(tmp_path), "--ties", "leadership", "--also", "bibtex,latex"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "sources.bib").stat().st_size > 1000
