"""The page of measures is what its tool makes of the registries, and its comparisons hold."""

import importlib.util
import math
from pathlib import Path

import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.measures import FIGURES, MEASURES, measure_table, summarise

ROOT = Path(__file__).resolve().parent.parent


def tool():
    spec = importlib.util.spec_from_file_location("measures_page", ROOT / "tools/measures_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = tool()


def test_the_page_is_current():
    # After a change: python tools/measures_page.py
    assert (ROOT / "docs" / "measures.md").read_text("utf-8") == MADE.page().rstrip("\n") + "\n"


@pytest.mark.parametrize("row", [*MEASURES.values(), *FIGURES.values()], ids=lambda row: row.name)
def test_every_row_is_there(row):
    text = (ROOT / "docs" / "measures.md").read_text("utf-8")
    section = text.split(f"### `{row.name}`: ")[1].split("\n###")[0]
    assert row.definition in section
    assert f"- Range: {row.range}" in section
    for part in (row.blank, row.reference, row.formula):
        assert part in section


@pytest.mark.parametrize("row", MADE.OTHERS, ids=lambda row: f"{row.name} {row.who}")
def test_what_is_said_to_be_the_same_is_and_else_is_not(row):
    graph = MADE.kite()
    view = Dataset.from_networkx(graph).view()
    ours = (
        measure_table(view, [row.name])[row.name][row.actor]
        if row.actor
        else summarise(view)[row.name]
    )
    theirs = row.value(graph)
    same = math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-12)
    assert same == row.why.startswith("the same"), (ours, theirs)


def test_numbers_of_the_kite_as_published():
    """Krackhardt 1990, without the isolate's share of n − 1: degree, then raw betweenness."""
    table = measure_table(Dataset.from_networkx(MADE.kite()).view(), ["degree", "betweenness_raw"])
    assert table["degree"][MADE.NAMES].tolist() == [4, 4, 3, 6, 3, 5, 5, 3, 2, 1]
    raw = table["betweenness_raw"][MADE.NAMES].tolist()
    assert raw == pytest.approx([5 / 6, 5 / 6, 0, 11 / 3, 0, 25 / 3, 25 / 3, 14, 8, 0])
