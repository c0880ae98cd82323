"""Brokerage: R's numbers, every small graph, independent counts."""

import itertools

import alianza
import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.structure.brokerage import (
    ROLES,
    TWO_MODE_ROLES,
    _moments_by_group,
    _moments_of_whole,
    gould_fernandez,
    two_mode_brokerage,
)
from hypothesis import given, settings
from hypothesis import strategies as st

SOME = settings(max_examples=40, deadline=None)


def view_of(ties, groups, *, directed=True, **options):
    graph = nx.DiGraph() if directed else nx.Graph()
    for actor, group in groups.items():
        graph.add_node(actor, area=group)
    graph.add_edges_from(ties)
    return Dataset.from_networkx(graph).view(directed=directed, **options)


RAW = (
    [0, 0, 3, 1, 1, 5],
    [0, 0, 0, 3, 2, 5],
    [0, 1, 0, 1, 4, 6],
    [0, 2, 0, 5, 2, 9],
    [1, 2, 4, 2, 5, 14],
    [0, 0, 0, 0, 0, 0],
    [3, 1, 4, 3, 0, 11],
    [0, 3, 6, 0, 6, 15],
    [0, 6, 3, 0, 6, 15],
    [0, 3, 3, 0, 0, 6],
    [0, 1, 2, 1, 1, 5],
    [0, 0, 3, 1, 1, 5],
)
EXPECTED = {
    "a": [0.888888888888889, 1.333333333333333, 2.074074074074074, 2.074074074074074, 1.777777777777778, 8.148148148148149],
    "b": [0.444444444444445, 1.925925925925926, 1.777777777777778, 1.777777777777778, 2.222222222222222, 8.148148148148149],
    "c": [0.148148148148148, 2.370370370370371, 1.333333333333333, 1.333333333333333, 2.962962962962963, 8.148148148148149],
}  # fmt: skip
DEVIATION = {
    "a": [1.16180645491542, 1.37586486081531, 2.16468728832629, 2.16468728832629, 1.72132593164774, 5.41045069105930],
    "b": [0.737027731190089, 1.797727570298014, 2.004111001254620, 2.004111001254620, 2.008213586922365, 5.410450691059303],
    "c": [0.37037037037037, 2.00957925425934, 1.73561103909037, 1.73561103909037, 2.41167712534810, 5.41045069105930],
}  # fmt: skip
FIRST_Z = (-0.765092055676006, -0.969087423704698, 0.427741194268222, -0.496179785351138, -0.451848057057532, -0.581864308152816)  # fmt: skip
WHOLE = {
    "count": [4, 19, 28, 17, 28, 96],
    "expected": [6.66666666666667, 21.48148148148148, 21.48148148148148, 21.48148148148148, 26.66666666666667, 97.77777777777780],
    "deviation": [3.42106762629792, 7.66836624568199, 7.09643547377629, 7.09643547377629, 7.43697801363623, 20.31845235673326],
    "z": [-0.7794837629539575, -0.3235997606242125, 0.9185623603013976, -0.6315116227072116, 0.1792842914001584, -0.0874957278519625],
}  # fmt: skip


class TestAsInR:
    """R 4.2.2, sna 2.7.1.

    n <- 12; g <- outer(1:n, 1:n, function(i, j) as.integer((3*i*i + 5*j + i*j) %% 11 < 4))
    diag(g) <- 0; cl <- c("a", "b", "c")[(0:(n-1)) %% 3 + 1]; cl[12] <- "a"; brokerage(g, cl)
    """

    @pytest.fixture
    def found(self):
        n = 12
        groups = {f"n{i:02}": "abc"[(i - 1) % 3] for i in range(1, n + 1)}
        groups["n12"] = "a"
        ties = [
            (f"n{i:02}", f"n{j:02}")
            for i, j in itertools.permutations(range(1, n + 1), 2)
            if (3 * i * i + 5 * j + i * j) % 11 < 4
        ]
        return gould_fernandez(view_of(ties, groups), "area")

    def test_roles(self, found):
        assert found.actors[list(ROLES)].to_numpy().tolist() == [list(row) for row in RAW]

    def test_expected_and_deviation(self, found):
        for place, role in enumerate(ROLES):
            for group in "abc":
                row = found.groups.loc[group]
                assert row[f"{role}_expected"] == pytest.approx(EXPECTED[group][place], 1e-12)
                deviation = row[f"{role}_variance"] ** 0.5
                assert deviation == pytest.approx(DEVIATION[group][place], 1e-12)

    def test_z(self, found):
        got = found.actors.loc["n01", [f"{role}_z" for role in ROLES]].tolist()
        assert got == pytest.approx(list(FIRST_Z), 1e-12)

    def test_whole(self, found):
        whole = found.whole.assign(deviation=found.whole["variance"] ** 0.5)
        for name, values in WHOLE.items():
            assert whole[name].tolist() == pytest.approx(values, 1e-12)


def test_florentine_families_as_in_r():
    # In R, sna 2.7.1: data(flo, package = "network"); brokerage(flo, ifelse(nchar(rownames(flo)) > 8, "long", "short")).
    graph = nx.florentine_families_graph()
    graph.add_node("Pucci")
    groups = {family: "long" if len(family) > 8 else "short" for family in graph}
    found = gould_fernandez(view_of(graph.edges, groups, directed=False), "area")
    rows = {
        "Albizzi": [6, 0, 0, 0, 0, 6],
        "Guadagni": [2, 2, 4, 4, 0, 12],
        "Medici": [6, 6, 8, 8, 0, 28],
        "Tornabuoni": [0, 4, 0, 0, 0, 4],
        "Pucci": [0, 0, 0, 0, 0, 0],
    }
    for family, row in rows.items():
        assert found.actors.loc[family, list(ROLES)].tolist() == row
    assert found.whole["count"].tolist() == [26, 12, 19, 19, 0, 76]
    deviation = [9.95795559488139, 8.45696612640137, 6.69561935799114, 6.69561935799114, 0]
    assert (found.whole["variance"] ** 0.5).tolist()[:5] == pytest.approx(deviation, abs=1e-7)
    # Two groups have no liaisons, so there is nothing to compare.
    assert found.whole["z"].isna().tolist() == [False] * 4 + [True, False]
    assert any("not independent" in str(fact) for fact in found.facts)


def counted(n, ties, groups):
    """Count the roles by going through all triples."""
    result = np.zeros((n, 5), dtype=int)
    for a, b, c in itertools.permutations(range(n), 3):
        if (a, b) in ties and (b, c) in ties and (a, c) not in ties:
            ga, gb, gc = groups[a], groups[b], groups[c]
            if ga == gb == gc:
                role = 0
            elif ga == gc:
                role = 1
            elif ga == gb:
                role = 2
            elif gb == gc:
                role = 3
            else:
                role = 4
            result[b, role] += 1
    return result


@st.composite
def grouped_graphs(draw):
    n = draw(st.integers(1, 8))
    groups = draw(st.lists(st.sampled_from("xyz"), min_size=n, max_size=n))
    pairs = list(itertools.permutations(range(n), 2))
    ties = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return n, set(ties), groups


@SOME
@given(grouped_graphs())
def test_roles_are_those_of_all_triples(case):
    n, ties, groups = case
    view = view_of(ties, dict(enumerate(groups)))
    got = gould_fernandez(view, "area").actors
    expected = counted(n, ties, groups)
    assert got[list(ROLES)[:5]].to_numpy().tolist() == expected.tolist()
    assert got["total"].tolist() == expected.sum(axis=1).tolist()


def test_moments_are_those_of_all_graphs():
    """Every directed graph on four actors, each with its probability: exact for each actor."""
    groups, density, n = [0, 0, 1, 2], 0.3, 4
    pairs = list(itertools.permutations(range(n), 2))
    mean, square = np.zeros((n, 6)), np.zeros((n, 6))
    whole_mean, whole_square = np.zeros(6), np.zeros(6)
    for choice in itertools.product((0, 1), repeat=len(pairs)):
        chance = density ** sum(choice) * (1 - density) ** (len(pairs) - sum(choice))
        ties = {pair for pair, there in zip(pairs, choice, strict=True) if there}
        roles = counted(n, ties, groups)
        roles = np.column_stack([roles, roles.sum(axis=1)])
        mean += chance * roles
        square += chance * roles**2
        whole_mean += chance * roles.sum(axis=0)
        whole_square += chance * roles.sum(axis=0) ** 2
    sizes = np.array([2.0, 1.0, 1.0])
    expected, variance = _moments_by_group(sizes, density)
    np.testing.assert_allclose(expected[groups], mean, atol=1e-12)
    np.testing.assert_allclose(variance[groups], square - mean**2, atol=1e-12)
    expected, variance = _moments_of_whole(sizes, density)
    np.testing.assert_allclose(expected, whole_mean, atol=1e-12)
    # The published variance of the total leaves out triples on the same three actors.
    left_out = -2 * n * (n - 1) * (n - 2) * density**4 * (1 - density) ** 2
    assert whole_square[5] - whole_mean[5] ** 2 == pytest.approx(variance[5] + left_out, 1e-12)


def test_actors_without_a_value_are_left_out_and_said():
    view = view_of([("a", "b"), ("b", "c"), ("b", "d")], {"a": "x", "b": "x", "c": "", "d": "y"})
    found = gould_fernandez(view, "area")
    assert found.actors.index.tolist() == ["a", "b", "d"]
    assert found.actors.loc["b", "representative"] == 1
    assert "1 actor without a value" in str(found.facts[-1])


def test_no_ties_and_no_actors():
    found = gould_fernandez(view_of([], {"a": "x", "b": "y"}), "area")
    assert found.actors["total"].tolist() == [0, 0]
    assert found.actors["total_z"].isna().all()
    assert gould_fernandez(view_of([], {}), "kind").whole["count"].tolist() == [0] * 6


def test_errors():
    view = alianza.load("allas").view(ties=["membership"], two_mode=True)
    with pytest.raises(ViewError, match="one-mode"):
        gould_fernandez(view, "area")
    with pytest.raises(UnknownNameError, match="Did you mean “country”"):
        gould_fernandez(alianza.load("allas").view(), "contry")
    with pytest.raises(ViewError, match="two-mode"):
        two_mode_brokerage(alianza.load("allas").view(), "area")


def two_mode(pairs, groups):
    graph = nx.DiGraph()
    for city, network in pairs:
        graph.add_node(city, kind="city", label=city, area=groups.get(city, ""))
        graph.add_node(network, kind="network", label=network, area=groups.get(network, ""))
        graph.add_edge(city, network, kind="membership")
    return Dataset.from_networkx(graph).view(two_mode=True)


class TestTwoModes:
    # a and b meet in P, b and c in Q; d is alone with R, which e shares.
    PAIRS = (("a", "P"), ("b", "P"), ("b", "Q"), ("c", "Q"), ("d", "R"), ("e", "R"))

    def test_by_hand(self):
        groups = dict.fromkeys("abcde", "x") | dict.fromkeys("PQR", "y") | {"c": "z"}
        table = two_mode_brokerage(two_mode(self.PAIRS, groups), "area")
        assert table["pairs"].to_dict() == dict.fromkeys("acdePQR", 0) | {"b": 1}
        assert table.loc["b", "gatekeeper_or_representative"] == 1
        # P alone joins a and b; b alone joins P and Q; and so on.
        links = {"a": 0, "b": 1, "c": 0, "d": 0, "e": 0, "P": 1, "Q": 1, "R": 1}
        assert table["only_link"].to_dict() == links

    def test_roles_sum_to_pairs_and_halve_the_projection(self):
        data = alianza.load("allas")
        options = {"ties": ["membership"], "actors": ["city", "network"]}
        table = two_mode_brokerage(data.view(**options, two_mode=True), "kind")
        assert (table[list(TWO_MODE_ROLES)].sum(axis=1) == table["pairs"]).all()
        projected = gould_fernandez(data.view(**options, project="city"), "kind").actors
        for actor, row in projected.iterrows():
            assert 2 * table.loc[actor, "pairs"] == row["total"]

    def test_only_links_by_networkx(self):
        view = alianza.load("allas").view(ties=["membership"], two_mode=True)
        graph, table = view.to_networkx(), two_mode_brokerage(view, "kind")
        for actor in graph:
            links = sum(
                len(set(graph[x]) & set(graph[y])) == 1
                for x, y in itertools.combinations(graph[actor], 2)
            )
            assert table.loc[actor, "only_link"] == links

    def test_unknown_groups_are_blank(self):
        table = two_mode_brokerage(two_mode(self.PAIRS, {"a": "x", "c": "x"}), "area")
        assert table["pairs"].isna().to_dict()["b"]
        assert table.loc["b", "only_link"] == 1
