"""Figures of whole networks, by hand."""

import networkx as nx
import pytest
from alianza.graph.faults import UnknownNameError
from alianza.graph.measures import (
    FIGURES,
    articulation_actors,
    bridge_ties,
    kind_density,
    kind_mixing,
    measure_table,
    summarise,
)
from builders import view_of


def figures(graph, **options):
    return summarise(view_of(graph, **options))


def two_mode():
    """Give three cities and two networks: x y z in N, z in M."""
    graph = nx.DiGraph()
    for city, network in (("x", "N"), ("y", "N"), ("z", "N"), ("z", "M")):
        graph.add_node(city, kind="city", label=city, country="MX" if city == "x" else "ES")
        graph.add_node(network, kind="network", label=network)
        graph.add_edge(city, network, kind="membership")
    return graph


# A path of three, a pair, an isolate.
PARTS = nx.Graph([("a", "b"), ("b", "c"), ("x", "y")])
PARTS.add_node("z")


def test_star():
    got = figures(nx.star_graph(4))
    assert list(got) == [n for n, row in FIGURES.items() if row.mode == "any" and row.default]
    assert got.pop("actors_by_kind") == {"actor": 5}
    assert got.pop("ties_by_kind") == {"tie": 4}
    assert got == pytest.approx(
        {
            "actors": 5,
            "ties": 4,
            "tied_pairs": 4,
            "density": 0.4,
            "components": 1,
            "isolates": 0,
            "largest_component": 5,
            "diameter": 2,
            "average_path_length": (4 * 1 + 6 * 2) / 10,
            "mean_degree": 1.6,
            "median_degree": 1,
            "max_degree": 4,
            "transitivity": 0,
            "mean_clustering": 0,
            "degree_assortativity": -1,
            "centralisation_degree": 1,
            "centralisation_closeness": 1,
            "centralisation_betweenness": 1,
            "articulation_points": 1,
            "bridges": 4,
            "degeneracy": 1,
        }
    )


def test_parts():
    got = figures(PARTS)
    assert got["components"] == 3
    assert got["isolates"] == 1
    assert got["largest_component"] == 3
    assert got["diameter"] == 2
    # Ordered pairs: 6 within the path (four of 1, two of 2), 2 within the pair.
    assert got["average_path_length"] == pytest.approx(10 / 8)
    assert got["mean_degree"] == 1
    assert got["median_degree"] == 1
    assert got["transitivity"] == 0
    assert got["articulation_points"] == 1
    assert got["bridges"] == 3
    # Degrees 1 2 1 1 1 0 against 2: 1 + 0 + 1 + 1 + 1 + 2 of 5 · 4.
    assert got["centralisation_degree"] == pytest.approx(6 / 20)


def test_diameter_is_that_of_the_largest_component():
    graph = nx.disjoint_union(nx.star_graph(5), nx.path_graph(5))
    assert figures(graph)["diameter"] == 2
    # Of equally large ones, the first id decides.
    assert (
        figures(nx.Graph([("a", "b"), ("b", "c"), ("x", "y"), ("y", "z"), ("x", "z")]))["diameter"]
        == 2
    )


def test_triangle_with_a_tail():
    got = figures(nx.Graph([("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")]))
    assert got["transitivity"] == pytest.approx(3 / 5)
    assert got["mean_clustering"] == pytest.approx((1 + 1 + 1 / 3 + 0) / 4)
    assert got["median_degree"] == 2


def test_what_is_undefined_is_none():
    got = figures(nx.empty_graph(0))
    assert got["actors"] == got["components"] == got["largest_component"] == got["bridges"] == 0
    undefined = {name for name, value in got.items() if value is None}
    assert undefined == {
        *("density", "diameter", "average_path_length", "mean_degree", "median_degree"),
        *("max_degree", "transitivity", "mean_clustering", "degree_assortativity"),
        *("centralisation_degree", "centralisation_closeness", "centralisation_betweenness"),
        "degeneracy",
    }
    assert all(FIGURES[name].blank for name in undefined)
    assert figures(nx.cycle_graph(5))["degree_assortativity"] is None
    assert figures(nx.path_graph(2))["centralisation_degree"] is None


def test_directed():
    graph = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c"), ("c", "d")])
    got = figures(graph, directed=True)
    assert got["reciprocity"] == 0.5
    assert got["density"] == pytest.approx(4 / 12)
    assert got["tied_pairs"] == 4
    assert got["mean_degree"] == 1.5
    # a reaches b c d (1 2 3), b reaches a c d (1 1 2), c reaches d.
    assert got["average_path_length"] == pytest.approx(11 / 7)
    assert got["diameter"] == 3
    assert got["bridges"] == 3
    assert figures(nx.DiGraph(), directed=True)["reciprocity"] is None
    assert "reciprocity" not in figures(graph)


def test_two_modes():
    got = figures(two_mode())
    assert got["actors"] == {"city": 3, "network": 2}
    assert got["mean_degree"] == pytest.approx({"city": 4 / 3, "network": 2})
    assert got["median_degree"] == {"city": 1, "network": 2}
    assert got["max_degree"] == 3
    assert got["density"] == pytest.approx(4 / 6)
    assert got["transitivity"] == 0
    assert got["centralisation_degree"] is None
    assert got["actors_by_kind"] == {"city": 3, "network": 2}
    assert got["ties_by_kind"] == {"membership": 4}


def test_parallel_ties_are_counted_before_and_after():
    got = figures(nx.MultiGraph([("a", "b"), ("a", "b"), ("b", "c")]))
    assert (got["ties"], got["tied_pairs"]) == (3, 2)
    assert got["bridges"] == 2


def test_weights_change_no_figure():
    graph = nx.krackhardt_kite_graph()
    for tail, head in graph.edges:
        graph.edges[tail, head]["weight"] = tail + head
    assert figures(graph, weights="weight") == figures(graph)


def test_cuts_say_how_many_are_cut_off():
    # Two triangles joined by b - c, and a leaf at a.
    graph = nx.Graph([("a", "b"), ("a", "x"), ("b", "x"), ("c", "d"), ("c", "e"), ("d", "e")])
    graph.add_edges_from([("b", "c"), ("a", "l")])
    view = view_of(graph)
    assert articulation_actors(view) == [("b", 3), ("c", 2), ("a", 1)]
    assert bridge_ties(view) == [("b", "c", 3), ("a", "l", 1)]


def test_a_search_as_deep_as_the_network_is_large():
    view = view_of(nx.path_graph(5000))
    assert articulation_actors(view)[0].cut_off == 2499
    assert bridge_ties(view)[0] == ("2499", "2500", 2500)
    assert measure_table(view, ["core_number"])["core_number"].eq(1).all()


class TestMixing:
    def test_counts_are_of_pairs_and_symmetric(self):
        graph = two_mode()
        graph.add_edge("x", "y", kind="agreement")
        graph.add_edge("y", "x", kind="agreement")
        table = kind_mixing(view_of(graph))
        assert table.index.tolist() == table.columns.tolist() == ["city", "network"]
        assert table.to_numpy().tolist() == [[1, 4], [4, 0]]

    def test_density_within_and_between(self):
        graph = two_mode()
        graph.add_edge("x", "y", kind="agreement")
        table = kind_density(view_of(graph))
        assert table.loc["city", "city"] == pytest.approx(1 / 3)
        assert table.loc["city", "network"] == pytest.approx(4 / 6)
        assert table.loc["network", "network"] == 0

    def test_within_a_mode_nothing_is_possible(self):
        table = kind_density(view_of(two_mode()))
        assert table.isna().to_numpy().tolist() == [[True, False], [False, True]]
        assert table.loc["network", "city"] == pytest.approx(4 / 6)

    def test_by_another_column(self):
        table = kind_mixing(view_of(two_mode()), by="country")
        assert table.index.tolist() == ["", "ES", "MX"]
        assert table.loc["", "ES"] == 3
        assert table.loc["", "MX"] == 1
        density = kind_density(view_of(two_mode()), by="country")
        assert density.loc["", "MX"] == pytest.approx(1 / 2)

    def test_by_area_of_the_country(self):
        table = kind_mixing(view_of(two_mode()), by="area")
        assert "Europe" in table.index

    def test_unknown_column(self):
        with pytest.raises(UnknownNameError, match="country"):
            kind_mixing(view_of(two_mode()), by="contry")

    def test_directed_pairs_count_once(self):
        view = view_of(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]), directed=True)
        assert kind_mixing(view).to_numpy().tolist() == [[2]]
        assert kind_density(view).to_numpy().tolist() == [[pytest.approx(2 / 3)]]

    def test_empty(self):
        assert kind_mixing(view_of(nx.empty_graph(0))).empty
        assert kind_density(view_of(nx.empty_graph(0))).empty
