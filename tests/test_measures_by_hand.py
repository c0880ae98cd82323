"""Every measure on graphs small enough to count on one's fingers."""

import math

import networkx as nx
import pytest
from alianza.graph.measures import MEASURES, measure_table
from builders import view_of

NAN = math.nan


def two_mode(pairs):
    graph = nx.DiGraph()
    for city, network in pairs:
        graph.add_node(city, kind="city", label=city)
        graph.add_node(network, kind="network", label=network)
        graph.add_edge(city, network, kind="membership")
    return graph


def expect(view, name, values):
    """Compare one measure with `values` by actor; NaN is blank."""
    table = measure_table(view, [name])
    got = table[name].to_dict()
    assert got == pytest.approx(values, abs=1e-12, nan_ok=True)


STAR = nx.star_graph(4)  # 0 in the middle of 1, 2, 3, 4
PATH = nx.path_graph(4)
# A triangle a b c with the tail c - d.
TAIL = nx.Graph([("a", "b"), ("a", "c"), ("b", "c"), ("c", "d")])
# A path of three, a pair, an isolate: n is 6.
PARTS = nx.Graph([("a", "b"), ("b", "c"), ("x", "y")])
PARTS.add_node("z")
# a → b → c → a and c → d.
ROUND = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])

BY_HAND = [
    (STAR, {}, "degree", {"0": 4, "1": 1, "2": 1, "3": 1, "4": 1}),
    (STAR, {}, "degree_centrality", {"0": 1, **dict.fromkeys("1234", 0.25)}),
    (STAR, {}, "strength", {"0": 4, **dict.fromkeys("1234", 1)}),
    (STAR, {}, "betweenness", {"0": 1, **dict.fromkeys("1234", 0)}),
    (STAR, {}, "betweenness_raw", {"0": 6, **dict.fromkeys("1234", 0)}),
    (STAR, {}, "closeness", {"0": 1, **dict.fromkeys("1234", 4 / 7)}),
    (STAR, {}, "harmonic", {"0": 1, **dict.fromkeys("1234", (1 + 3 / 2) / 4)}),
    (STAR, {}, "eccentricity", {"0": 1, **dict.fromkeys("1234", 2)}),
    # λ = 2 and the middle has twice the entry of a leaf: 4x² + 4x² = 1.
    (STAR, {}, "eigenvector", {"0": 1 / math.sqrt(2), **dict.fromkeys("1234", 1 / math.sqrt(8))}),
    # middle m = 0.03 + 0.85 · 4l, leaf l = 0.03 + 0.85 m / 4, so m = 0.132 / 0.2775.
    (
        STAR,
        {},
        "pagerank",
        {"0": 0.132 / 0.2775, **dict.fromkeys("1234", 0.03 + 0.2125 * 0.132 / 0.2775)},
    ),
    (STAR, {}, "constraint", {"0": 0.25, **dict.fromkeys("1234", 1)}),
    (STAR, {}, "effective_size", {"0": 4, **dict.fromkeys("1234", 1)}),
    (STAR, {}, "efficiency", dict.fromkeys("01234", 1)),
    (STAR, {}, "hierarchy", {"0": 0, **dict.fromkeys("1234", NAN)}),
    (STAR, {}, "core_number", dict.fromkeys("01234", 1)),
    (STAR, {}, "clustering", dict.fromkeys("01234", 0)),
    (PATH, {}, "betweenness_raw", {"0": 0, "1": 2, "2": 2, "3": 0}),
    (PATH, {}, "betweenness", {"0": 0, "1": 2 / 3, "2": 2 / 3, "3": 0}),
    (PATH, {}, "closeness", {"0": 3 / 6, "1": 3 / 4, "2": 3 / 4, "3": 3 / 6}),
    (PATH, {}, "eccentricity", {"0": 3, "1": 2, "2": 2, "3": 3}),
    (TAIL, {}, "clustering", {"a": 1, "b": 1, "c": 1 / 3, "d": 0}),
    (TAIL, {}, "core_number", {"a": 2, "b": 2, "c": 2, "d": 1}),
    (TAIL, {}, "effective_size", {"a": 1, "b": 1, "c": 3 - 2 / 3, "d": 1}),
    (TAIL, {}, "efficiency", {"a": 0.5, "b": 0.5, "c": 7 / 9, "d": 1}),
    # a: partners b (1/2 + 1/2 · 1/3)² and c (1/2 + 1/2 · 1/2)²; c: (1/3 + 1/3 · 1/2)² twice, (1/3)².
    (
        TAIL,
        {},
        "constraint",
        {"a": 4 / 9 + 9 / 16 + 0, "b": 4 / 9 + 9 / 16, "c": 2 * 0.25 + 1 / 9, "d": 1},
    ),
    (PARTS, {}, "degree_centrality", {"a": 0.2, "b": 0.4, "c": 0.2, "x": 0.2, "y": 0.2, "z": 0}),
    (PARTS, {}, "betweenness", {"a": 0, "b": 0.1, "c": 0, "x": 0, "y": 0, "z": 0}),
    (
        PARTS,
        {},
        "closeness",
        {"a": 2 / 5 * 2 / 3, "b": 2 / 5, "c": 2 / 5 * 2 / 3, "x": 1 / 5, "y": 1 / 5, "z": 0},
    ),
    (PARTS, {}, "harmonic", {"a": 0.3, "b": 0.4, "c": 0.3, "x": 0.2, "y": 0.2, "z": 0}),
    (PARTS, {}, "eccentricity", {"a": 2, "b": 1, "c": 2, "x": 1, "y": 1, "z": NAN}),
    (
        PARTS,
        {},
        "eigenvector",
        {"a": 0.5, "b": math.sqrt(0.5), "c": 0.5, "x": 0, "y": 0, "z": 0},
    ),
    (PARTS, {}, "constraint", {"a": 1, "b": 0.5, "c": 1, "x": 1, "y": 1, "z": NAN}),
    (PARTS, {}, "effective_size", {"a": 1, "b": 2, "c": 1, "x": 1, "y": 1, "z": NAN}),
    (PARTS, {}, "hierarchy", {"a": NAN, "b": 0, "c": NAN, "x": NAN, "y": NAN, "z": NAN}),
    (PARTS, {}, "core_number", {"a": 1, "b": 1, "c": 1, "x": 1, "y": 1, "z": 0}),
    (ROUND, {"directed": True}, "degree", {"a": 2, "b": 2, "c": 3, "d": 1}),
    (ROUND, {"directed": True}, "in_degree", {"a": 1, "b": 1, "c": 1, "d": 1}),
    (ROUND, {"directed": True}, "out_degree", {"a": 1, "b": 1, "c": 2, "d": 0}),
    (ROUND, {"directed": True}, "strength", {"a": 2, "b": 2, "c": 3, "d": 1}),
    # a lies on c → b; b on a → c, a → d; c on b → a, b → d, a → d.
    (ROUND, {"directed": True}, "betweenness_raw", {"a": 1, "b": 2, "c": 3, "d": 0}),
    (ROUND, {"directed": True}, "betweenness", {"a": 1 / 6, "b": 2 / 6, "c": 3 / 6, "d": 0}),
    # To a come c (1) and b (2); to d come c, b and a.
    (
        ROUND,
        {"directed": True},
        "closeness",
        {"a": 2 / 3 * 2 / 3, "b": 2 / 3 * 2 / 3, "c": 2 / 3 * 2 / 3, "d": 3 / 6},
    ),
    (
        ROUND,
        {"directed": True},
        "harmonic",
        {"a": 0.5, "b": 0.5, "c": 0.5, "d": (1 + 1 / 2 + 1 / 3) / 3},
    ),
    (ROUND, {"directed": True}, "eccentricity", {"a": 3, "b": 2, "c": 2, "d": NAN}),
    # λ = 1: the circle has equal entries and hands c's on to d.
    (ROUND, {"directed": True}, "eigenvector", dict.fromkeys("abcd", 0.5)),
]


@pytest.mark.parametrize(
    ("graph", "options", "name", "values"),
    BY_HAND,
    ids=[f"{row[2]}-{'-'.join(map(str, row[0]))}" for row in BY_HAND],
)
def test_value(graph, options, name, values):
    expect(view_of(graph, **options), name, values)


# In test_measures_spread.py.
ELSEWHERE = {
    *("total_degree", "in_strength", "out_strength", "katz", "hubs", "authorities", "reach"),
    *("bridging", "current_flow_betweenness", "role_degree", "coreness"),
}


def test_every_one_mode_measure_is_counted_by_hand():
    counted = {name for _graph, _options, name, _values in BY_HAND}
    assert counted | ELSEWHERE == {name for name, row in MEASURES.items() if row.mode != "two-mode"}


def test_constraint_of_a_closed_triangle():
    expect(view_of(nx.complete_graph(3)), "constraint", dict.fromkeys("012", 9 / 8))


def test_hierarchy_is_the_spread_of_constraint():
    # c holds a and b with 1/4 each, d with 1/9; the mean is 11/54.
    ratios = [0.25 * 54 / 11, 0.25 * 54 / 11, 54 / 99]
    assert sum(ratios) == pytest.approx(3)
    spread = sum(ratio * math.log(ratio) for ratio in ratios) / (3 * math.log(3))
    got = measure_table(view_of(TAIL), ["hierarchy"])["hierarchy"]["c"]
    assert got == pytest.approx(spread)


def weighted(directed=False):
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 4), ("b", "c", 4), ("a", "c", 1)])
    return graph


def test_weights_are_ignored_unless_named():
    view = view_of(weighted())
    expect(view, "strength", {"a": 2, "b": 2, "c": 2})
    expect(view, "betweenness_raw", {"a": 0, "b": 0, "c": 0})
    expect(view, "closeness", {"a": 1, "b": 1, "c": 1})


def test_weights_named_are_strengths_and_inverse_lengths():
    view = view_of(weighted(), weights="weight")
    expect(view, "strength", {"a": 5, "b": 8, "c": 5})
    expect(view, "degree", {"a": 2, "b": 2, "c": 2})
    # a to c by b is 1/4 + 1/4 long, shorter than 1.
    expect(view, "betweenness_raw", {"a": 0, "b": 1, "c": 0})
    expect(view, "closeness", {"a": 2 / 0.75, "b": 2 / 0.5, "c": 2 / 0.75})
    expect(view, "harmonic", {"a": 3, "b": 4, "c": 3})
    expect(view, "eccentricity", {"a": 1, "b": 1, "c": 1})
    # λ² − λ − 32 = 0 with entries (1, (λ − 1)/4, 1).
    root = (1 + math.sqrt(129)) / 2
    middle = (root - 1) / 4
    length = math.sqrt(2 + middle**2)
    expect(view, "eigenvector", {"a": 1 / length, "b": middle / length, "c": 1 / length})
    # a: p = 4/5 to b and 1/5 to c; b gives half to each; c as a.
    held = (0.8 + 0.2 * 0.8) ** 2 + (0.2 + 0.8 * 0.5) ** 2
    expect(view, "constraint", {"a": held, "b": 2 * (0.5 + 0.5 * 0.2) ** 2, "c": held})


def test_lengths_that_differ_in_their_last_bit_are_one_length():
    # 1/3 + 1/3 by m and 1/6 + 1/2 by k are both 2/3, but not in binary.
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "m", 3), ("m", "b", 3), ("a", "k", 6), ("k", "b", 2)])
    view = view_of(graph, weights="weight")
    expect(view, "betweenness_raw", {"a": 1, "b": 0, "k": 0.5, "m": 0.5})


def test_parallel_ties_are_one_partner_and_a_weight_of_two():
    graph = nx.MultiGraph([("a", "b"), ("a", "b"), ("b", "c")])
    view = view_of(graph)
    expect(view, "degree", {"a": 1, "b": 2, "c": 1})
    expect(view, "strength", {"a": 2, "b": 3, "c": 1})
    expect(view_of(graph, weights="count"), "closeness", {"a": 2 / 2, "b": 2 / 1.5, "c": 2 / 2.5})


def test_a_directed_pair_tied_both_ways_is_one_partner():
    view = view_of(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]), directed=True)
    expect(view, "degree", {"a": 1, "b": 2, "c": 1})
    expect(view, "strength", {"a": 2, "b": 3, "c": 1})
    # b gives 2/3 of its ties to a, 1/3 to c.
    expect(view, "constraint", {"a": 1, "b": 5 / 9, "c": 1})


TWO = two_mode([("x", "N"), ("y", "N"), ("z", "N"), ("z", "M")])  # three cities, two networks


def test_two_mode_degree():
    expect(view_of(TWO), "degree_two_mode", {"x": 0.5, "y": 0.5, "z": 1, "N": 1, "M": 1 / 3})


def test_two_mode_closeness():
    # Least sums: a city 2 + 2 · 2 = 6, a network 3 + 2 = 5. Distances from x: N 1, y z 2, M 3.
    values = {"x": 6 / 8, "y": 6 / 8, "z": 6 / 6, "N": 5 / 5, "M": 5 / 9}
    expect(view_of(TWO), "closeness_two_mode", values)


def test_two_mode_closeness_in_components_never_passes_one():
    pairs = [("x", "N"), ("y", "M"), ("z", "M")]
    expect(
        view_of(two_mode(pairs)),
        "closeness_two_mode",
        {"x": 1 / 4, "N": 1 / 4, "y": 2 / 4, "z": 2 / 4, "M": 2 / 4},
    )


def test_two_mode_betweenness():
    # N lies on 3 + 2 pairs (x y z among themselves; x M, y M), z on 3 (M with x, y, N). The most
    # a network among 3 cities and 2 networks can have is 5; a city has at
    # most 4, between one city and its network and the other city and its.
    values = {"x": 0, "y": 0, "z": 3 / 4, "N": 5 / 5, "M": 0}
    expect(view_of(TWO), "betweenness_two_mode", values)


def test_two_mode_betweenness_is_blank_where_nobody_can_lie_between():
    pairs = [("x", "N"), ("y", "N"), ("z", "N")]
    values = {"x": NAN, "y": NAN, "z": NAN, "N": 1}
    expect(view_of(two_mode(pairs)), "betweenness_two_mode", values)


def test_projection_ignores_its_weights_except_in_strength():
    pairs = [("x", "N"), ("y", "N"), ("x", "M"), ("y", "M"), ("z", "M")]
    view = view_of(two_mode(pairs), project="city")
    expect(view, "strength", {"x": 3, "y": 3, "z": 2})
    expect(view, "degree", {"x": 2, "y": 2, "z": 2})
    expect(view, "constraint", dict.fromkeys("xyz", 9 / 8))


class TestEigenvector:
    def test_components_that_tie_are_blank_and_the_rest_is_zero(self):
        graph = nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3))
        graph.add_edge(6, 7)
        values = {**dict.fromkeys("012345", NAN), "6": 0, "7": 0}
        expect(view_of(graph), "eigenvector", values)

    def test_without_ties_all_is_blank(self):
        expect(view_of(nx.empty_graph(3)), "eigenvector", dict.fromkeys("012", NAN))

    def test_without_cycles_a_directed_view_is_blank(self):
        view = view_of(nx.DiGraph([("a", "b"), ("b", "c")]), directed=True)
        expect(view, "eigenvector", dict.fromkeys("abc", NAN))

    def test_what_leads_into_the_leading_part_is_zero(self):
        graph = nx.DiGraph([("z", "a"), ("a", "b"), ("b", "a")])
        view = view_of(graph, directed=True)
        expect(view, "eigenvector", {"a": math.sqrt(0.5), "b": math.sqrt(0.5), "z": 0})

    def test_large_two_mode_graph_does_not_oscillate(self):
        # A complete two-mode graph of 400 and 2: entries 1/√800 and 1/2.
        graph = nx.complete_bipartite_graph(400, 2)
        table = measure_table(view_of(graph), ["eigenvector"])["eigenvector"]
        assert table["0"] == pytest.approx(1 / math.sqrt(800), rel=1e-12)
        assert table["400"] == pytest.approx(0.5, rel=1e-12)

    def test_large_directed_circle_with_a_chord(self):
        graph = nx.cycle_graph(100, create_using=nx.DiGraph)
        graph.add_edge(0, 2)
        table = measure_table(view_of(graph, directed=True), ["eigenvector"])["eigenvector"]
        assert (table > 0).all()
        assert (table**2).sum() == pytest.approx(1)
        # Each draws on one other, so entries shrink by λ a step; 2 draws on 0 and 1.
        growth = table["5"] / table["6"]
        assert table["70"] / table["71"] == pytest.approx(growth, rel=1e-6)
        assert table["2"] * growth == pytest.approx(table["0"] + table["1"], rel=1e-6)


@pytest.mark.parametrize("name", [name for name, row in MEASURES.items() if row.mode == "any"])
def test_empty_and_single(name):
    assert measure_table(view_of(nx.empty_graph(0)), [name]).empty
    value = measure_table(view_of(nx.empty_graph(1)), [name])[name].tolist()
    blank = {"degree": 0, "strength": 0, "betweenness_raw": 0, "pagerank": 1, "core_number": 0}
    blank["clustering"] = 0
    assert value == pytest.approx([blank.get(name, NAN)], nan_ok=True)
