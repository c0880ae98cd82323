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


def squares(view, values):
    """Sum the squares pair by pair."""
    ties = view.undirected.toarray()
    pairs = itertools.combinations(range(len(view)), 2)
    return sum((ties[i, j] - values[i] * values[j]) ** 2 for i, j in pairs)


def scaled(view, values):
    """Give values of length 1 the length that makes the squares least."""
    ties = view.undirected.toarray()
    products = np.triu(np.outer(values, values), 1)
    return values * np.sqrt((products * ties).sum() / (products**2).sum())


@pytest.mark.parametrize("seed", range(6))
def test_another_search_finds_nothing_better(seed):
    graph = nx.gnm_random_graph(9, 9 + 2 * seed, seed=seed)
    view = view_of(graph)
    mine = squares(view, scaled(view, continuous_core(view).values))
    chance = np.random.default_rng(seed)
    best = min(
        minimize(
            lambda values: squares(view, np.abs(values)),
            chance.random(len(view)),
            method="SLSQP",
            options={"maxiter": 500, "ftol": 1e-13},
        ).fun
        for _start in range(6)
    )
    assert mine <= best + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_comreys_iteration_ends_there_too(seed):
    """MINRES as Comrey 1962 has it: c_i = Σ_j a_ij c_j / Σ_{j≠i} c_j², again and again."""
    graph = nx.barabasi_albert_graph(14, 3, seed=seed)
    view = view_of(graph)
    ties = view.undirected.toarray()
    c = ties.sum(axis=1) / np.sqrt(ties.sum())
    for _round in range(5000):
        for i in range(len(c)):
            c[i] = ties[i] @ c / (np.square(c).sum() - c[i] ** 2)
    np.testing.assert_allclose(continuous_core(view).values, c / np.linalg.norm(c), atol=2e-5)


@pytest.mark.parametrize("graph", [nx.karate_club_graph(), nx.florentine_families_graph()])
def test_fit_is_the_correlation(graph):
    view = view_of(nx.Graph(graph.edges))
    found = continuous_core(view)
    assert found.fit == pytest.approx(correlation(view, found.values), abs=1e-9)
    assert np.square(found.values).sum() == pytest.approx(1, abs=1e-4)
    assert (found.values >= 0).all()


def test_no_fit_where_all_are_alike():
    found = continuous_core(view_of(nx.cycle_graph(6)))
    assert found.fit is None
    assert np.ptp(found.values) < 1e-4


def test_measures_by_name():
    view = view_of(nx.karate_club_graph())
    table = measure_table(view, ["coreness"])
    # The instructor and the president lead, as in every account of the club.
    assert set(table.index[table["coreness_rank"] <= 2]) == {"0", "33"}
    figures = summarise(view, ["coreness_fit", "core_periphery_fit"])
    assert 0 < figures["core_periphery_fit"] < 1
    assert 0 < figures["coreness_fit"] < 1
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
