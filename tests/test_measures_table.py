"""The registries, and the table made of them."""

import doctest
import importlib
import math
import pkgutil
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from alianza.graph import measures
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.measures import FIGURES, MEASURES, blanks, measure_table, ranks, zeros
from alianza.graph.measures.registry import figure, measure
from builders import view_of

NAMES = [
    "degree",
    "degree_centrality",
    "in_degree",
    "out_degree",
    "strength",
    "betweenness",
    "betweenness_raw",
    "closeness",
    "harmonic",
    "eigenvector",
    "pagerank",
    "constraint",
    "effective_size",
    "efficiency",
    "hierarchy",
    "core_number",
    "clustering",
    "eccentricity",
    "degree_two_mode",
    "closeness_two_mode",
    "betweenness_two_mode",
    "total_degree",
    "in_strength",
    "out_strength",
    "katz",
    "hubs",
    "authorities",
    "reach",
    "bridging",
    "current_flow_betweenness",
    "role_degree",
    "coreness",
]
FIGURE_NAMES = [
    "actors",
    "ties",
    "density",
    "components",
    "isolates",
    "largest_component",
    "diameter",
    "average_path_length",
    "mean_degree",
    "median_degree",
    "max_degree",
    "transitivity",
    "mean_clustering",
    "degree_assortativity",
    "reciprocity",
    "centralisation_degree",
    "centralisation_closeness",
    "centralisation_betweenness",
    "articulation_points",
    "bridges",
]


def mixed():
    """Give three cities around one network, a fourth city on its own."""
    graph = nx.Graph()
    for city in "abcd":
        graph.add_node(city, kind="city", label=city.upper())
    graph.add_node("net", kind="network", label="Net")
    for ends in (("a", "net"), ("b", "net"), ("c", "net"), ("a", "b")):
        graph.add_edge(*ends, kind="agreement")
    return graph


def test_names_that_others_rely_on():
    assert set(MEASURES) == set(NAMES)
    assert set(FIGURES) >= set(FIGURE_NAMES)
    assert [name for name in FIGURES if name in FIGURE_NAMES] == FIGURE_NAMES


@pytest.mark.parametrize("row", [*MEASURES.values(), *FIGURES.values()], ids=lambda row: row.name)
def test_rows_are_filled(row):
    assert row.name == row.function.__name__
    assert row.label
    assert row.range
    assert row.definition.endswith(".")
    assert row.function.__doc__
    assert not row.blank or row.blank.endswith(".")


def test_labels_and_definitions_are_each_their_own():
    for registry in (MEASURES, FIGURES):
        for texts in (
            [r.label for r in registry.values()],
            [r.definition for r in registry.values()],
        ):
            assert len(set(texts)) == len(texts)


def test_a_name_is_registered_once():
    def degree(view):
        return view

    def density(view):
        return view

    with pytest.raises(ValueError, match="degree"):
        measure("Degree", "Again.", range="", reference="")(degree)
    with pytest.raises(ValueError, match="density"):
        figure("Density", "Again.", range="")(density)


def test_shape_of_the_table():
    table = measure_table(view_of(mixed()), ["degree", "eccentricity"])
    assert table.index.name == "id"
    assert table.index.tolist() == ["a", "b", "c", "d", "net"]
    assert table.columns.tolist() == [
        "label",
        "kind",
        "degree",
        "degree_rank",
        "eccentricity",
        "eccentricity_rank",
    ]
    assert table["label"].tolist() == ["A", "B", "C", "D", "Net"]
    assert table["degree"].dtype == np.float64
    assert table["degree_rank"].dtype == pd.Int64Dtype()


def test_ranks_are_within_a_kind_and_blank_with_the_value():
    table = measure_table(view_of(mixed()), ["degree", "eccentricity", "constraint"])
    assert table["degree_rank"].tolist() == [1, 1, 3, 4, 1]
    assert table["eccentricity"].isna().tolist() == [False, False, False, True, False]
    assert table["eccentricity_rank"].isna().tolist() == [False, False, False, True, False]
    # c has one partner, so it is constrained less than a and b, who know each other.
    assert table["constraint_rank"].tolist()[:3] == [2, 2, 1]


def test_without_names_all_that_apply():
    undirected = measure_table(view_of(mixed()))
    directed = measure_table(view_of(nx.DiGraph([("a", "b")]), directed=True))
    assert {"in_degree", "out_degree"} <= set(directed.columns)
    assert not {"in_degree", "degree_two_mode"} & set(undirected.columns)
    assert "degree_two_mode" not in directed.columns


def test_a_name_twice_is_one_column():
    assert measure_table(view_of(mixed()), ["degree", "degree"]).shape == (5, 4)


@pytest.mark.parametrize("name", ["in_degree", "out_degree", "degree_two_mode"])
def test_a_measure_that_does_not_apply(name):
    with pytest.raises(ViewError, match=name):
        measure_table(view_of(mixed()), [name])


def test_an_unknown_measure_names_the_nearest():
    with pytest.raises(UnknownNameError, match="betweenness"):
        measure_table(view_of(mixed()), ["betweeness"])


def test_blanks_and_zeros_say_whose_and_why():
    table = measure_table(view_of(mixed()), ["constraint", "closeness", "degree", "hierarchy"])
    found = blanks(table)
    assert list(found) == ["constraint", "hierarchy"]
    assert found["constraint"][0] == ("d",)
    assert str(found["constraint"][1]) == "The actor has no partner."
    assert found["hierarchy"][0] == ("c", "d")
    assert {name: ids for name, (ids, _why) in zeros(table).items()} == {"closeness": ("d",)}


def test_every_blank_has_a_reason():
    for graph in (nx.empty_graph(1), nx.empty_graph(3), nx.path_graph(2), mixed()):
        table = measure_table(view_of(graph))
        for _ids, why in blanks(table).values():
            assert str(why)


def test_competition_ranks():
    values = np.array([5.0, 3, 3, 1, math.nan, 9])
    assert ranks(values, ["x"] * 5 + ["y"]) == [1, 2, 2, 4, None, 1]
    assert ranks(values, ["x"] * 5 + ["y"], lowest_first=True) == [4, 2, 2, 1, None, 1]
    assert ranks(np.array([1 / 3, 0.1 + 0.2 + 1 / 30]), ["x", "x"]) == [1, 1]


def test_the_same_twice():
    first, second = (measure_table(view_of(nx.karate_club_graph())) for _time in range(2))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_measuring_changes_nothing():
    view = view_of(nx.karate_club_graph(), weights="weight")
    before = view.matrix.copy()
    first = measure_table(view)
    values = MEASURES["betweenness_raw"].function(view)
    values[:] = 0
    assert (view.matrix != before).nnz == 0
    pd.testing.assert_frame_equal(first, measure_table(view), check_exact=True)


def test_naming_the_measures_loads_nothing_heavy():
    code = (
        "import sys, alianza.graph.measures as m; m.MEASURES, m.FIGURES;"
        "print(*sorted({'numpy','scipy','pandas','networkx','igraph'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    "name", [module.name for module in pkgutil.iter_modules([str(Path(measures.__file__).parent)])]
)
def test_examples(name):
    module = importlib.import_module(f"alianza.graph.measures.{name}")
    assert doctest.testmod(module).failed == 0
