"""The report: whole, the same bytes, harmless, and right in four languages."""

import csv
import io
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import alianza
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import OutputError
from alianza.reports.report import Report
from alianza.reports.writers import report_files
from alianza.reports.writers.cells import inert, printable, web_address
from alianza.reports.writers.markdown import escaped
from alianza.reports.writers.output import write_files
from openpyxl import load_workbook

FILES = [
    "report.html",
    "report.md",
    "tables.xlsx",
    "centrality.csv",
    "gaps.xlsx",
    "gaps.csv",
    "map.html",
]
LANGUAGES = ("en", "es", "fr", "pt")
HOSTILE = [
    "</script><script>window.__pwned=1</script>",
    '"><img src=x onerror=window.__pwned=1>',
    "' onmouseover='window.__pwned=1",
    "<svg onload=window.__pwned=1>",
    "</title></style><script>window.__pwned=1</script>",
    "<!--<script>",
    "{{ 7*7 }}{% raw %}",
    "[x](javascript:window.__pwned=1)",
    "![x](http://evil.invalid/x.png)",
    "=cmd|'/c calc'!A1",
    "a | b `c` **d** _e_",
    "line\u2028break\u2029",
    "{count} {0} %s",
]


@pytest.fixture(scope="module")
def allas():
    return alianza.load("allas")


@pytest.fixture(scope="module")
def saved(allas, tmp_path_factory):
    """Write the report in every language, once for all tests."""
    folders = {}
    for lang in LANGUAGES:
        folders[lang] = tmp_path_factory.mktemp(lang)
        paths = alianza.report(allas, lang=lang, compare=["2014", "2020"]).save(folders[lang])
        assert [path.name for path in paths] == FILES
    return folders


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_opens_alone_and_clean(saved, open_page, lang):
    page = open_page(saved[lang] / "report.html")
    page.assert_quiet()
    assert page.page.evaluate("document.documentElement.lang") == lang
    assert page.page.locator("section").count() >= 9
    assert page.page.locator("script").count() == 0
    link = page.page.locator("figure.picture a").get_attribute("href")
    assert (saved[lang] / link).exists()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_its_window(saved, open_page, width):
    page = open_page(saved["es"] / "report.html").page
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_languages_differ_and_leave_nothing_in_english(saved):
    texts = {lang: (folder / "report.html").read_text("utf-8") for lang, folder in saved.items()}
    for lang in LANGUAGES[1:]:
        for english in (
            "What stands out",
            "How this was computed",
            "Disputed",
            "Ranking",
            "cities",
        ):
            assert f">{english}" not in texts[lang], (lang, english)
    assert "Ciudad de México" in texts["es"]
    assert "mai 2013" in texts["fr"]
    assert "mayo de 2013" in texts["es"]
    assert "maio de 2013" in texts["pt"]
    assert re.search(r">0,\d{3}<", texts["pt"])
    assert re.search(r">0\.\d{3}<", texts["en"])


def test_disputed_facts_and_numbered_sources(saved):
    text = (saved["en"] / "report.html").read_text("utf-8")
    assert "European Union → Mexico City (agreement)" in text
    assert "Morón → AL-LAs (membership)" in text
    assert 'rel="noopener noreferrer"' in text
    assert "Then and now" in text


def test_the_workbook_opens_and_holds_numbers(saved, allas):
    book = load_workbook(saved["en"] / "tables.xlsx")
    assert book.sheetnames == ["centrality", "figures", "mixing", "ties", "disputed", "definitions", "sources"]  # fmt: skip
    sheet = book["centrality"]
    header = [cell.value for cell in sheet[4]]
    assert header[:3] == ["id", "actor", "kind"]
    assert sheet.max_row == 4 + len(allas.actors)
    assert isinstance(sheet.cell(5, 4).value, (int, float))
    for each in book:
        assert not [cell for row in each.iter_rows() for cell in row if cell.data_type == "f"]


def test_the_csv_is_what_the_command_prints(saved, allas):
    rows = list(csv.DictReader(io.StringIO((saved["en"] / "centrality.csv").read_text("utf-8"))))
    assert len(rows) == len(allas.actors)
    assert {"id", "label", "kind", "betweenness", "betweenness_rank"} <= set(rows[0])


def run_report(folder, out, **environment):
    command = [sys.executable, "-m", "alianza", "report", str(folder), "-o", str(out)]
    environment = {**os.environ, **environment}
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=out.parent)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_same_input_same_bytes(tmp_path):
    """Hash seed, locale, time zone, working folder and the order of rows never show."""
    folder = Path(alianza.__file__).parent / "data" / "allas"
    first, second = tmp_path / "one" / "allas", tmp_path / "two" / "allas"
    for copy in (first, second):
        shutil.copytree(folder, copy)
    for name in ("actors", "ties", "sources", "claims"):
        path = second / f"{name}.csv"
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        body = rows[1:]
        random.Random(7).shuffle(body)
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows([rows[0], *body])
        path.write_text(buffer.getvalue(), "utf-8")
    one = run_report(first, tmp_path / "a", PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC")
    (tmp_path / "deep").mkdir()
    two = run_report(
        second, tmp_path / "deep" / "b",
        PYTHONHASHSEED="4242", LC_ALL="pt_BR.UTF-8", LANG="es_ES.UTF-8", TZ="Asia/Tokyo",
    )  # fmt: skip
    assert sorted(one) == sorted(FILES)
    for name in FILES:
        assert one[name] == two[name], name


def test_nothing_of_the_machine_is_in_the_files(saved):
    home = str(Path.home())
    for path in saved["en"].iterdir():
        data = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                data = b"".join(book.read(name) for name in book.namelist())
        assert home.encode() not in data or home == "/"
        assert os.uname().nodename.encode() not in data or len(os.uname().nodename) < 6


def one_line(text):
    """Give `text` as an id may be: line separators are refused there."""
    return text.replace("\u2028", " ").replace("\u2029", " ")


def hostile_dataset():
    import networkx as nx

    graph = nx.MultiDiGraph(name="x", metadata={"title": HOSTILE[0], "version": HOSTILE[1]})
    graph.graph["sources"] = [
        {"id": f"s{n}", "title": text, "publisher": text, "url": url}
        for n, (text, url) in enumerate(
            zip(
                HOSTILE,
                [
                    "javascript:window.__pwned=1",
                    "data:text/html,x",
                    "//evil.invalid",
                    "file:///etc/passwd",
                    'https://x.invalid/"onclick=1',
                ]
                * 3,
                strict=False,
            )
        )
    ]
    for n, text in enumerate(HOSTILE):
        graph.add_node(
            f"{n}{one_line(text)}",
            label=text,
            kind="city" if n % 2 else "network",
            aliases=text,
            note=text,
        )
    nodes = list(graph)
    for n, text in enumerate(HOSTILE[1:], start=1):
        graph.add_edge(
            nodes[n],
            nodes[0],
            key=one_line(text),
            kind="agreement",
            role=text,
            instrument=text,
            theme=text,
            sources=f"s{n}",
            note=text,
        )
    graph.graph["claims"] = [
        {"subject": HOSTILE[1], "field": "role", "value": text, "source": "s1", "note": text}
        for text in HOSTILE
    ]
    return Dataset.from_networkx(graph)


def test_hostile_text_is_only_text(open_page, tmp_path):
    paths = alianza.report(hostile_dataset(), lang="fr").save(tmp_path)
    for path in paths:
        if path.suffix == ".html":
            page = open_page(path)
            page.assert_quiet()
            assert page.page.evaluate("window.__pwned") is None
            assert page.page.locator("[onerror],[onload],[onmouseover],[onclick]").count() == 0
            for link in page.page.locator("a[href]").all():
                assert re.match(r"https?://|#|map\.html$", link.get_attribute("href"))
    for sheet in load_workbook(tmp_path / "tables.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@")))


def test_markdown_keeps_tables_in_shape(tmp_path):
    alianza.report(hostile_dataset()).save(tmp_path)
    text = (tmp_path / "report.md").read_text("utf-8")
    widths = set()
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()]
        assert len(set(rows)) == 1
        widths |= set(rows)
    assert len(widths) > 1
    assert not re.search(r"(?<!\\)<(?!https?://)", text)
    assert not re.search(r"(?<!\\)\]\((?!map\.html)", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1", "'=1"), ("+1", "'+1"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"), ("＝1", "'＝1"), ("Lima", "Lima"), ("", ""),
    ],
)  # fmt: skip
def test_inert(text, expected):
    assert inert(text) == expected


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://example.org/a?b=c#d", True), ("http://example.org", True), ("HTTPS://example.org", True),
        ("javascript:alert(1)", False), ("java\nscript:alert(1)", False), (" https://example.org", False),
        ("//example.org", False), ("file:///etc/passwd", False), ("data:text/html,x", False),
        ("https://", False), ('https://a/"b', False), ("vbscript:x", False), ("https://[", False),
    ],
)  # fmt: skip
def test_web_address(text, safe):
    assert web_address(text) == (text if safe else "")


def test_printable():
    assert printable("a\x1b[31m\u202eb\x9b") == "a\\x1b[31m\\u202eb\\x9b"
    assert printable("Ñandú\t“x”") == "Ñandú\t“x”"
    assert printable("a\u200bb\u2060\ud800") == "a\\u200bb\\u2060\\ud800"


def test_markdown_escapes():
    assert escaped("1. x") == "1\\. x"
    assert escaped("- x") == "\\- x"
    for live in ("https://x.invalid", "_http://x.invalid", "a@x.invalid", "www.x.invalid"):
        assert not re.search(r"://|@|www\.", escaped(live))


def test_a_failed_write_leaves_the_old_files(tmp_path, monkeypatch):
    write_files(tmp_path, {"a": b"old", "b": b"old"})
    calls = []

    def fsync(descriptor):
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OutputError, match="No space left"):
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_a_folder_in_the_way_leaves_the_old_files(tmp_path):
    write_files(tmp_path, {"a": b"old"})
    (tmp_path / "b").mkdir()
    with pytest.raises(OutputError, match=r"b” cannot be written"):
        write_files(tmp_path, {"a": b"new", "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_zeros_by_definition_are_flagged():
    import networkx as nx

    graph = nx.compose(nx.complete_graph(5), nx.relabel_nodes(nx.path_graph(2), {0: "x", 1: "y"}))
    made = alianza.report(Dataset.from_networkx(graph))
    (said,) = [
        str(item)
        for section in made.sections
        if section.name == "methods"
        for block in section.blocks
        for item in getattr(block, "items", ())
        if "Eigenvector is 0 by definition" in str(item)
    ]
    assert "for 2 actors" in said


def test_dates_side_by_side_are_of_one_mode(allas):
    made = alianza.report(allas, ties=["membership"], two_mode=True, compare="2014")
    (table,) = [
        block
        for section in made.sections
        if section.name == "dates"
        for block in section.blocks
        if hasattr(block, "rows")
    ]
    assert "Density" in {str(row[0]) for row in table.rows}


def test_reports_are_values(allas):
    made = alianza.report(allas)
    assert isinstance(made, Report)
    other = made.with_file("x.txt", b"x")
    assert "x.txt" not in report_files(made)
    assert report_files(other)["x.txt"] == b"x"


def test_small_and_odd_networks_have_reports(tmp_path):
    import networkx as nx

    graphs = [
        nx.empty_graph(3),
        nx.path_graph(2),
        nx.complete_graph(7),
        nx.DiGraph([(1, 2), (2, 3)]),
    ]
    for number, graph in enumerate(graphs):
        data = Dataset.from_networkx(graph)
        paths = alianza.report(data, lang="pt").save(tmp_path / str(number))
        assert len(paths) == len(FILES)
    empty = Dataset.from_networkx(nx.Graph())
    assert len(alianza.report(empty).save(tmp_path / "empty")) == len(FILES)
    directed = alianza.report(alianza.load("allas"), directed=True)
    assert len(directed.save(tmp_path / "directed")) == len(FILES)
    projected = alianza.report(alianza.load("allas"), project="city", weights="newman")
    assert len(projected.save(tmp_path / "projected")) == len(FILES)
