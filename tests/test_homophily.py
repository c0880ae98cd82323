"""Mixing, E-I index and assortativity: by hand, by going through all permutations, by networkx."""

import itertools

import alianza
import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.groups import grouped
from alianza.graph.structure.brokerage import gould_fernandez
from alianza.graph.structure.homophily import (
    ei_index,
    mixing_matrix,
    nominal_assortativity,
    numeric_assortativity,
)
from hypothesis import given, settings
from hypothesis import strategies as st

SOME = settings(max_examples=25, deadline=None)


def view_of(ties, groups, *, directed=False, column="area", **options):
    graph = nx.DiGraph() if directed else nx.Graph()
    for actor, group in groups.items():
        graph.add_node(actor, **{column: group})
    graph.add_edges_from(ties)
    return Dataset.from_networkx(graph).view(directed=directed, **options)


# A triangle of x with the tail c - d of y, and e of y alone.
TIES = [("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")]
GROUPS = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"}


def test_mixing_by_hand():
    table = mixing_matrix(view_of(TIES, GROUPS), "area").set_index(["first", "second"])
    assert table["observed"].to_dict() == {("x", "x"): 3, ("x", "y"): 1, ("y", "y"): 0}
    assert table["possible"].to_dict() == {("x", "x"): 3, ("x", "y"): 6, ("y", "y"): 1}
    assert table.loc[("x", "y"), "density"] == pytest.approx(1 / 6)
    # Four ties, each within x with chance 3/5 · 2/4.
    assert table.loc[("x", "x"), "expected"] == pytest.approx(1.2)


def brute(view, names, codes, modes):
    """Give mean and variance of every cell over all relabellings."""
    sums = {}
    places = range(len(view))
    orders = [
        order
        for order in itertools.permutations(places)
        if modes is None or all(modes[i] == modes[o] for i, o in enumerate(order))
    ]
    coo = view.matrix.tocoo()
    arcs = [
        (r, c)
        for r, c in zip(coo.row.tolist(), coo.col.tolist(), strict=True)
        if view.directed or (modes is None and r < c) or (modes is not None and modes[r] == 0)
    ]
    for order in orders:
        cells = {}
        for r, c in arcs:
            pair = (names[codes[order[r]]], names[codes[order[c]]])
            if modes is None and not view.directed:
                pair = tuple(sorted(pair))
            cells[pair] = cells.get(pair, 0) + 1
        for pair, count in cells.items():
            sums.setdefault(pair, []).append(count)
    result = {}
    for pair, counts in sums.items():
        values = np.zeros(len(orders))
        values[: len(counts)] = counts
        result[pair] = (values.mean(), values.var())
    return result


@st.composite
def cases(draw):
    n = draw(st.integers(2, 6))
    directed = draw(st.booleans())
    groups = draw(st.lists(st.sampled_from("xyz"), min_size=n, max_size=n))
    ties = draw(st.lists(st.sampled_from(list(itertools.permutations(range(n), 2))), unique=True))
    return view_of(ties, dict(enumerate(groups)), directed=directed)


@SOME
@given(cases())
def test_moments_are_those_of_all_relabellings(view):
    groups = grouped(view, "area")
    moments = brute(view, groups.names, groups.codes, None)
    for row in mixing_matrix(view, "area").to_dict("records"):
        mean, variance = moments.get((row["first"], row["second"]), (0, 0))
        assert row["expected"] == pytest.approx(mean, abs=1e-9)
        assert row["variance"] == pytest.approx(variance, abs=1e-9)
        if variance > 1e-9:
            assert row["z"] == pytest.approx((row["observed"] - mean) / variance**0.5)


def test_two_modes_are_relabelled_apart():
    graph = nx.DiGraph()
    for actor, kind, area in [
        ("a", "city", "x"), ("b", "city", "x"), ("c", "city", "y"), ("d", "city", "z"),
        ("P", "network", "x"), ("Q", "network", "y"), ("R", "network", "x"),
    ]:  # fmt: skip
        graph.add_node(actor, kind=kind, label=actor, area=area)
    for city, network in ("aP", "bP", "cP", "aQ", "dR", "cR"):
        graph.add_edge(city, network, kind="membership")
    view = Dataset.from_networkx(graph).view(two_mode=True)
    groups = grouped(view, "area")
    moments = brute(view, groups.names, groups.codes, view.modes.tolist())
    table = mixing_matrix(view, "area")
    assert table["observed"].sum() == 6
    assert table["possible"].sum() == 12
    for row in table.to_dict("records"):
        mean, variance = moments.get((row["first"], row["second"]), (0, 0))
        assert row["expected"] == pytest.approx(mean)
        assert row["variance"] == pytest.approx(variance)


class TestEI:
    def test_by_hand(self):
        found = ei_index(view_of(TIES, GROUPS), "area")
        assert (found.internal, found.external) == (3, 1)
        assert found.whole == pytest.approx(-0.5)
        assert found.actors["ei_index"].to_dict() == pytest.approx(
            {"a": -1, "b": -1, "c": -1 / 3, "d": 1, "e": np.nan}, nan_ok=True
        )
        assert found.groups["ei_index"].to_dict() == pytest.approx({"x": -0.5, "y": 1})
        # A tie is within a group with chance (3 · 2 + 2 · 1)/(5 · 4).
        assert found.expected == pytest.approx(1 - 2 * 0.4)

    def test_p_is_near_that_of_all_relabellings(self):
        view = view_of(TIES, GROUPS)
        codes, arcs = grouped(view, "area").codes, [(0, 1), (0, 2), (1, 2), (2, 3)]
        indices = []
        for order in itertools.permutations(range(5)):
            inside = sum(codes[order[a]] == codes[order[b]] for a, b in arcs)
            indices.append((4 - 2 * inside) / 4)
        exact = np.mean(np.abs(np.array(indices) - 0.2) >= abs(-0.5 - 0.2) - 1e-12)
        found = ei_index(view, "area", draws=4000)
        assert found.p == pytest.approx(exact, abs=0.03)
        assert found.p == ei_index(view, "area", draws=4000).p
        assert found.p != ei_index(view, "area", draws=4000, seed=2).p

    def test_p_is_uniform_without_homophily(self):
        view = alianza.load("allas").view()
        generator = np.random.default_rng(5)
        small = 0
        for _round in range(60):
            labels = generator.permutation(np.repeat(["x", "y", "z"], [40, 40, 23]))
            cases = view_of(
                [(i, j) for i, j in zip(*view.undirected.nonzero(), strict=True) if i < j],
                dict(enumerate(labels.tolist())),
            )
            small += ei_index(cases, "area", draws=99).p <= 0.2
        # Binomial(60, 0.2): 4 to 20 with more than 99.5 %.
        assert 4 <= small <= 20

    def test_without_ties(self):
        found = ei_index(view_of([], GROUPS), "area")
        assert (found.whole, found.p) == (None, None)

    def test_allas_is_as_by_hand(self):
        data = alianza.load("allas")
        graph = data.view().to_networkx()
        inside = sum(graph.nodes[a]["kind"] == graph.nodes[b]["kind"] for a, b in graph.edges)
        total = graph.number_of_edges()
        assert ei_index(data.view(), "kind").whole == pytest.approx((total - 2 * inside) / total)


class TestAssortativity:
    @pytest.mark.parametrize("directed", [False, True])
    @pytest.mark.parametrize("seed", range(5))
    def test_networkx(self, seed, directed):
        graph = nx.gnp_random_graph(20, 0.2, seed=seed, directed=directed)
        for node in graph:
            graph.nodes[node]["area"] = "xyz"[node % 3]
            graph.nodes[node]["size"] = str(node * node % 7)
            graph.nodes[node]["number"] = node * node % 7
        view = Dataset.from_networkx(graph).view(directed=directed)
        assert nominal_assortativity(view, "area") == pytest.approx(
            nx.attribute_assortativity_coefficient(graph, "area"), abs=1e-12
        )
        assert numeric_assortativity(view, "size") == pytest.approx(
            nx.numeric_assortativity_coefficient(graph, "number"), abs=1e-12
        )

    def test_undefined(self):
        view = view_of(TIES, dict.fromkeys("abcd", "x"))
        assert nominal_assortativity(view, "area") is None
        assert nominal_assortativity(view_of([], GROUPS), "area") is None
        same = view_of(TIES, dict.fromkeys("abcd", "3"), column="size")
        assert numeric_assortativity(same, "size") is None

    def test_words_are_no_numbers(self):
        with pytest.raises(ViewError, match="numbers only"):
            numeric_assortativity(view_of(TIES, GROUPS), "area")
        with pytest.raises(UnknownNameError):
            nominal_assortativity(view_of(TIES, GROUPS), "aera")


def test_too_many_groups_are_refused():
    view = view_of([], {actor: f"g{actor}" for actor in range(501)})
    for function in (mixing_matrix, ei_index, nominal_assortativity, gould_fernandez):
        with pytest.raises(ViewError, match="501 groups"):
            function(view, "area")
