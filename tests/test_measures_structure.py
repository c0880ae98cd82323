"""Core and periphery, circles of two modes, rich club: by hand, by brute force, by networkx."""

import itertools

import networkx as nx
import numpy as np
import pytest
from alianza.graph.measures import (
    FIGURES,
    core_periphery,
    degree_distribution,
    rich_club,
    summarise,
)
from builders import two_mode, view_of
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite

SOME = settings(max_examples=40, deadline=None)


def correlation(graph, core):
    """Correlate ties with the ideal, pair by pair."""
    pairs = list(itertools.combinations(sorted(graph), 2))
    tied = [graph.has_edge(i, j) for i, j in pairs]
    ideal = [i in core or j in core for i, j in pairs]
    return np.corrcoef(tied, ideal)[0, 1]


class TestCore:
    def test_a_core_that_is_there(self):
        # Three in the core, tied to each other and to all four others.
        graph = nx.complete_graph(3)
        graph.add_edges_from(itertools.product(range(3), range(3, 7)))
        found = core_periphery(view_of(graph))
        assert found.ids == ("0", "1", "2")
        assert found.fit == pytest.approx(1)
        assert summarise(view_of(graph), ["core_size"]) == {"core_size": 3}

    @pytest.mark.parametrize("graph", [nx.karate_club_graph(), nx.florentine_families_graph()])
    def test_fit_is_the_correlation_and_no_single_move_is_better(self, graph):
        graph = nx.relabel_nodes(graph, str)
        found = core_periphery(view_of(graph))
        assert found.fit == pytest.approx(correlation(graph, set(found.ids)))
        for actor in graph:
            assert correlation(graph, set(found.ids) ^ {actor}) <= found.fit + 1e-9

    def test_best_of_all_cores_in_nearly_every_graph(self):
        missed = 0
        for seed in range(30):
            graph = nx.gnm_random_graph(7, 5 + seed // 3, seed=seed)
            best = max(
                correlation(graph, set(core))
                for size in range(1, 6)
                for core in itertools.combinations(graph, size)
            )
            fit = core_periphery(view_of(graph)).fit
            assert fit <= best + 1e-9
            missed += fit < best - 1e-9
        assert missed <= 1

    def test_a_long_list_takes_the_same_way(self):
        # Above the size where every start is tried.
        graph = nx.star_graph(200)
        assert core_periphery(view_of(graph)).ids == ("0",)

    @pytest.mark.parametrize("graph", [nx.empty_graph(4), nx.complete_graph(4), nx.path_graph(2)])
    def test_nothing_to_part(self, graph):
        assert core_periphery(view_of(graph)) is None
        assert summarise(view_of(graph), ["core_periphery_fit"])["core_periphery_fit"] is None


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 5)))
    bits = draw(st.lists(st.integers(0, 1), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))  # fmt: skip
    table = np.array(bits).reshape(shape)
    table[0, 0] = 1
    return table


def closure(table):
    """Count closed four-paths by going through all of them."""
    rows, columns = table.shape
    total = closed = 0
    for i, j, k in itertools.permutations(range(rows), 3):
        for p, q in itertools.permutations(range(columns), 2):
            if table[i, p] and table[j, p] and table[j, q] and table[k, q]:
                total += 1
                closed += any(
                    table[i, r] and table[k, r] for r in range(columns) if r not in (p, q)
                )
    return closed / total if total else None


@SOME
@given(tables())
def test_closure_of_all_paths(table):
    got = FIGURES["closure_two_mode"].function(two_mode(table))
    assert got["city"] == pytest.approx(closure(table), abs=1e-12)
    assert got["network"] == pytest.approx(closure(table.T), abs=1e-12)


@SOME
@given(tables())
def test_two_mode_clustering_is_that_of_networkx(table):
    view = two_mode(table)
    got = FIGURES["clustering_two_mode"].function(view)
    # networkx gives 0 where there is no path of three.
    assert (got or 0) == pytest.approx(bipartite.robins_alexander_clustering(view.to_networkx()))


def test_davis_women():
    # Davis, Gardner and Gardner 1941; the value is networkx's own worked example, 0.468.
    graph = nx.DiGraph()
    women = nx.davis_southern_women_graph()
    for woman, event in women.edges:
        graph.add_node(woman, kind="city", label=woman)
        graph.add_node(event, kind="network", label=event)
        graph.add_edge(woman, event, kind="membership")
    figures = summarise(view_of(graph, two_mode=True))
    assert figures["clustering_two_mode"] == pytest.approx(0.468, abs=5e-4)
    assert 0 < figures["closure_two_mode"]["city"] < 1


def test_a_square_is_closed_and_a_hexagon_closes_four_paths():
    square = np.array([[1, 1], [1, 1]])
    assert FIGURES["clustering_two_mode"].function(two_mode(square)) == 1
    hexagon = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]])
    figures = summarise(two_mode(hexagon))
    assert figures["clustering_two_mode"] == 0
    assert figures["closure_two_mode"] == {"city": 1, "network": 1}


@pytest.mark.parametrize("seed", range(4))
def test_rich_club_is_that_of_networkx(seed):
    graph = nx.gnp_random_graph(25, 0.2, seed=seed)
    expected = nx.rich_club_coefficient(graph, normalized=False)
    for row in rich_club(view_of(graph)).to_dict("records"):
        if row["degree"] in expected:
            assert row["rich_club"] == pytest.approx(expected[row["degree"]])


def test_degree_distribution():
    table = degree_distribution(view_of(nx.star_graph(4)))
    assert table.to_dict("list") == {
        "degree": [1, 4],
        "actors": [4, 1],
        "share": [0.8, 0.2],
        "at_least": [1.0, 0.2],
    }
    table = degree_distribution(two_mode(np.array([[1, 1], [1, 0]])))
    assert table["mode"].tolist() == ["city", "city", "network", "network"]
    assert table.groupby("mode")["share"].sum().tolist() == [1, 1]


def test_degeneracy():
    graph = nx.karate_club_graph()
    assert summarise(view_of(graph))["degeneracy"] == max(nx.core_number(graph).values()) == 4


def test_rich_club_against_graphs_of_the_same_degrees():
    graph = nx.karate_club_graph()
    table = rich_club(view_of(graph), draws=200)
    assert table.equals(rich_club(view_of(graph), draws=200))
    # All with a partner are as dense in every graph of these degrees.
    assert table["ratio"].iloc[0] == pytest.approx(1)
    assert table["expected"].between(0, 1).all()
    # Degrees 3, 3, 2, 2 allow one graph only: who has 3 is tied to everybody.
    four = nx.Graph([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)])
    assert rich_club(view_of(four), draws=5)["ratio"].dropna().tolist() == [1, 1]


def test_rich_club_of_no_ties():
    assert rich_club(view_of(nx.empty_graph(3)), draws=3).empty
    assert rich_club(view_of(nx.empty_graph(1))).empty
