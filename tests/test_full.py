"""The full report: every section is there, says how it was computed, and exports its tables."""

import io
import re
import zipfile

import alianza
import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.loading import load
from alianza.reports import shape
from alianza.reports.main import build_report
from alianza.reports.report import Drawing, Table
from alianza.reports.writers import report_files

SECTIONS = (
    *("communities", "groups", "brokerage", "equivalence", "core", "degrees", "time"),
    *("stability", "significance"),
)


@pytest.fixture(scope="module", autouse=True)
def few():
    """Draw less often than the report does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shape, "DRAWS", 19)
        patch.setattr(shape, "RICH_DRAWS", 19)
        yield


@pytest.fixture(scope="module")
def report(few):
    return build_report(load("allas"), full=True)


@pytest.fixture(scope="module")
def pages(report):
    return report_files(report)


def text_of(block):
    return str(block) if not isinstance(block, (Table, Drawing)) else ""


def test_every_section_says_how_it_was_computed(report):
    by_name = {section.name: section for section in report.sections}
    assert set(SECTIONS) <= set(by_name)
    for name in SECTIONS:
        said = " ".join(text_of(block) for block in by_name[name].blocks)
        # Which ties, which date, which direction, which size: from the view's sentence.
        for words in ("All kinds of ties", "All dates", "Undirected", "Actors: 103"):
            assert words in said, name


@pytest.mark.parametrize("name", ["communities", "groups", "degrees", "stability", "significance"])
def test_what_is_drawn_names_its_seed_and_its_draws(report, name):
    section = next(section for section in report.sections if section.name == name)
    said = " ".join(text_of(block) for block in section.blocks).lower()
    assert "seed" in said
    assert re.search(r"draws|runs|random networks", said)


def test_every_table_of_a_section_is_in_the_workbook_whole(report):
    whole = {table.name: table for table in report.tables}
    for section in report.sections:
        if section.name not in SECTIONS:
            continue
        for block in section.blocks:
            if isinstance(block, Table) and block.name != "lasting":
                rows = whole[block.name].rows
                assert len(rows) >= len(block.rows)


def test_pictures_in_every_format(report, pages):
    drawings = [b for s in report.sections for b in s.blocks if isinstance(b, Drawing)]
    assert [drawing.name for drawing in drawings] == ["tree", "rankclock"]
    html = pages["report.html"].decode()
    assert html.count("<svg") >= 3 + 1
    assert "<style>" not in "".join(drawing.svg for drawing in drawings)
    markdown = pages["report.md"].decode()
    for drawing in drawings:
        assert drawing.alt in markdown.replace("\\", "")


def test_documents(report):
    from dataclasses import replace

    files = report_files(replace(report, also=("pdf", "docx", "latex")))
    assert files["report.pdf"].startswith(b"%PDF")
    names = zipfile.ZipFile(io.BytesIO(files["report.docx"])).namelist()
    assert sum(name.startswith("word/media/") for name in names) == 3
    assert b"Rich club" in files["tables.tex"] or b"density among them" in files["tables.tex"]


def test_same_bytes(report, pages):
    again = report_files(build_report(load("allas"), full=True))
    assert again == pages


def test_a_two_mode_view():
    made = build_report(load("allas"), full=True, ties=["membership"], two_mode=True)
    names = [section.name for section in made.sections]
    assert "core" not in names
    assert {"communities", "brokerage", "degrees", "significance"} <= set(names)
    brokers = next(table for table in made.tables if table.name == "brokerage")
    assert "pairs" in [str(column.title) for column in brokers.columns]


def test_a_projection_has_a_backbone():
    made = build_report(load("allas"), full=True, ties=["membership"], project="city")
    section = next(section for section in made.sections if section.name == "backbone")
    said = " ".join(text_of(block) for block in section.blocks)
    assert "stochastic degree sequence model" in said
    assert "α" in said or "p ≤" in said


@pytest.mark.parametrize(
    "graph", [nx.empty_graph(0), nx.empty_graph(3), nx.path_graph(2), nx.complete_graph(4)]
)
def test_small_and_empty_networks(graph):
    data = Dataset.from_networkx(nx.relabel_nodes(graph, str))
    made = build_report(data, full=True)
    assert report_files(made)["report.html"]


def test_the_default_report_has_communities_in_a_paragraph():
    made = alianza.report(load("allas"))
    names = [section.name for section in made.sections]
    assert "communities" in names
    assert not {"brokerage", "significance", "time"} & set(names)
    section = next(section for section in made.sections if section.name == "communities")
    assert not any(isinstance(block, Table) for block in section.blocks)
