"""Figures by a column, by hand and under permuted labels."""

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.evidence.significance import significance
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.measures import FIGURES
from alianza.graph.structure.by_column import COLUMN_FIGURES, figure_label, figure_row
from alianza.graph.structure.homophily import ei_index


@pytest.fixture
def view():
    """Two triangles of one country each, joined by a tie."""
    graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f")])
    graph.add_edge("c", "d")
    for actor in graph:
        graph.nodes[actor].update(country="MX" if actor in "abc" else "BR", size=str(ord(actor)))
    return Dataset.from_networkx(graph).view()


def test_by_hand(view):
    assert figure_row("ei:country").function(view) == pytest.approx((1 - 6) / 7)
    # Shares within: 6/7 of the ends; each country has half of them.
    got = figure_row("assortativity:country").function(view)
    assert got == pytest.approx((6 / 7 - 0.5) / 0.5)
    assert figure_row("density:country").function(view) == pytest.approx(
        {"BR × BR": 1, "BR × MX": 1 / 9, "MX × MX": 1}
    )
    ends = [(ord(a), ord(b)) for a, b in ("ab", "bc", "ac", "de", "ef", "df", "cd")]
    both = np.array(ends + [(b, a) for a, b in ends])
    assert figure_row("numeric:size").function(view) == pytest.approx(np.corrcoef(both.T)[0, 1])


def test_chance_under_permuted_labels_is_the_exact_expectation(view):
    found = significance(view, ["ei:country", "density:country"], null="labels", draws=400, seed=3)
    table = found.table.set_index("figure")
    expected = ei_index(view, "country", draws=1).expected
    spread = table.loc["ei:country", "sd"] / 400**0.5
    assert table.loc["ei:country", "mean"] == pytest.approx(expected, abs=4 * spread)
    # 7 of 15 pairs are tied, whoever stands where.
    assert table.loc["density:country.BR × MX", "mean"] == pytest.approx(7 / 15, abs=0.03)
    assert table.loc["ei:country", "p_low"] < 0.15
    assert found.asked[0] == ("ei:country", "")


def test_labels():
    assert str(figure_label("ei:area")) == "E-I index (area)"
    assert str(figure_label("density")) == "Density"
    assert all(row.definition and row.reference for row in COLUMN_FIGURES.values())


@pytest.mark.parametrize("name", ["ei", "nothing", "nothing:area"])
def test_unknown_names(name, view):
    with pytest.raises(UnknownNameError):
        significance(view, [name], draws=1)


def test_a_column_that_is_not_there(view):
    with pytest.raises(UnknownNameError):
        significance(view, ["ei:nothing"], draws=1)
    with pytest.raises(ViewError):
        significance(view, ["numeric:country"], draws=1)


def test_no_ties():
    graph = nx.Graph()
    graph.add_nodes_from("ab", country="MX")
    assert figure_row("ei:country").function(Dataset.from_networkx(graph).view()) is None


def test_a_name_of_both_sorts_is_the_figure_of_the_network():
    assert figure_row("density") is FIGURES["density"]
