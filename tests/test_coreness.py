"""Core and periphery by degrees: against other searches, and where the answer is known."""

import itertools

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.measures import measure_table, summarise
from alianza.graph.measures.coreness import continuous_core
from scipy.optimize import minimize


def view_of(graph, **options):
    return Dataset.from_networkx(nx.relabel_nodes(graph, str)).view(**options)


def correlation(view, values):
    """Correlate pair by pair, as the definition says."""
    ties = view.undirected.toarray()
    pairs = list(itertools.combinations(range(len(view)), 2))
    tied = [ties[i, j] for i, j in pairs]
    return np.corrcoef(tied, [values[i] * values[j] for i, j in pairs])[0, 1]


@pytest.mark.parametrize("seed", range(6))
def test_another_search_finds_nothing_better(seed):
    graph = nx.gnm_random_graph(9, 9 + 2 * seed, seed=seed)
    view = view_of(graph)
    found = continuous_core(view)
    chance = np.random.default_rng(seed)
    best = -1.0
    for _start in range(8):
        other = minimize(
            lambda values: -correlation(view, np.abs(values)),
            chance.random(len(view)),
            method="SLSQP",
            options={"maxiter": 500, "ftol": 1e-12},
        )
        best = max(best, -other.fun)
    assert found.fit >= best - 1e-6


@pytest.mark.parametrize("graph", [nx.karate_club_graph(), nx.florentine_families_graph()])
def test_fit_is_the_correlation(graph):
    view = view_of(nx.Graph(graph.edges))
    found = continuous_core(view)
    assert found.fit == pytest.approx(correlation(view, found.values), abs=1e-6)
    assert np.square(found.values).sum() == pytest.approx(1, abs=1e-4)
    assert (found.values >= 0).all()
    # No actor's number can be changed for the better by itself.
    for actor, change in itertools.product(range(len(view)), (-0.01, 0.01)):
        moved = found.values.copy()
        moved[actor] = max(moved[actor] + change, 0)
        assert correlation(view, moved) <= found.fit + 1e-9


def test_measures_by_name():
    view = view_of(nx.karate_club_graph())
    table = measure_table(view, ["coreness"])
    # The instructor and the president lead, as in every account of the club.
    assert set(table.index[table["coreness_rank"] <= 2]) == {"0", "33"}
    figures = summarise(view, ["coreness_fit", "core_periphery_fit"])
    assert figures["coreness_fit"] > figures["core_periphery_fit"]
    assert "coreness" not in measure_table(view).columns
    assert "coreness_fit" not in summarise(view)


def test_same_partners_same_coreness_and_isolates_none():
    graph = nx.star_graph(4)
    graph.add_node(9)
    table = measure_table(view_of(graph), ["coreness"])["coreness"]
    assert table[["1", "2", "3", "4"]].nunique() == 1
    assert table["9"] == 0
    assert table["0"] > table["1"] > 0


@pytest.mark.parametrize("graph", [nx.empty_graph(4), nx.complete_graph(4), nx.path_graph(2)])
def test_nothing_to_part(graph):
    assert continuous_core(view_of(graph)) is None
    assert measure_table(view_of(graph), ["coreness"])["coreness"].isna().all()
    assert summarise(view_of(graph), ["coreness_fit"])["coreness_fit"] is None
