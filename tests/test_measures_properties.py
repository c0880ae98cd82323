"""What holds for every measure on every graph."""

import math

import networkx as nx
import numpy as np
import pytest
from alianza.graph.measures import FIGURES, MEASURES, measure_table, ranks, summarise
from builders import view_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# Making a dataset takes some milliseconds, so few examples of many sorts.
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RATIOS = [
    *("degree_centrality", "betweenness", "closeness", "harmonic", "eigenvector", "pagerank"),
    *("efficiency", "hierarchy", "clustering"),
]


@st.composite
def graphs(draw, directed=None):
    n = draw(st.integers(1, 9))
    kind = draw(st.booleans()) if directed is None else directed
    graph = nx.DiGraph() if kind else nx.Graph()
    graph.add_nodes_from(range(n))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.sampled_from([1, 2, 3]))
    for tail, head, weight in draw(st.lists(pairs, max_size=20)):
        if tail != head:
            graph.add_edge(tail, head, weight=weight)
    return graph


@st.composite
def renamed(draw):
    graph = draw(graphs())
    order = draw(st.permutations(range(len(graph))))
    return graph, dict(zip(range(len(graph)), order, strict=True))


@SOME
@given(renamed(), st.booleans())
def test_names_and_order_do_not_matter(case, weighted):
    graph, names = case
    options = {
        "directed": graph.is_directed(),
        "weights": "weight" if weighted and graph.edges else None,
    }
    first = measure_table(view_of(graph, **options))
    other = nx.relabel_nodes(graph, names, copy=True)
    second = measure_table(view_of(other, **options))
    second = second.loc[[str(names[int(actor)]) for actor in first.index]]
    for name in MEASURES:
        if name in first:
            np.testing.assert_allclose(second[name], first[name], rtol=1e-10, atol=1e-13)
            assert second[f"{name}_rank"].tolist() == first[f"{name}_rank"].tolist()
    before, after = (summarise(view_of(g, **options)) for g in (graph, other))
    # Of equally large components the diameter takes the one with the first id.
    before.pop("diameter")
    after.pop("diameter")
    for name, value in before.items():
        assert after[name] == (value if isinstance(value, dict) else pytest.approx(value))


@SOME
@given(graphs())
def test_ranges(graph):
    view = view_of(graph, directed=graph.is_directed())
    n, table = len(view), measure_table(view)
    for name in RATIOS:
        values = table[name].dropna()
        assert values.between(0, 1 + 1e-12).all(), name
    assert table["pagerank"].sum() == pytest.approx(1)
    assert table["degree"].between(0, n - 1).all()
    assert (table["core_number"] <= table["degree"]).all()
    tied = table[table["degree"] > 0]
    assert tied["effective_size"].ge(1 - 1e-12).all()
    assert (tied["effective_size"] <= tied["degree"] + 1e-12).all()
    assert tied["constraint"].gt(0).all()
    assert tied["eccentricity"].dropna().between(1, n - 1).all()
    if not view.directed:
        assert tied["constraint"].le(9 / 8 + 1e-12).all()
    for name, value in summarise(view).items():
        if value is not None and FIGURES[name].range == "0 to 1":
            assert 0 <= value <= 1 + 1e-12, name


@SOME
@given(graphs(directed=False))
def test_isolates_change_only_what_counts_them(graph):
    more = graph.copy()
    more.add_node(len(graph))
    first, second = measure_table(view_of(graph)), measure_table(view_of(more))
    kept = second.loc[first.index]
    for name in ("degree", "strength", "core_number", "clustering"):
        np.testing.assert_array_equal(kept[name], first[name])
    for name in ("betweenness_raw", "constraint", "effective_size", "hierarchy", "eccentricity"):
        np.testing.assert_allclose(kept[name], first[name], rtol=1e-12)


@SOME
@given(graphs())
def test_direction_of_symmetric_ties_does_not_matter(graph):
    if graph.is_directed():
        graph = graph.to_undirected()
    one, other = view_of(graph), view_of(graph, directed=True)
    names = ["degree", "betweenness", "closeness", "harmonic", "eccentricity", "pagerank"]
    names += ["constraint", "effective_size", "hierarchy", "core_number", "clustering"]
    first, second = measure_table(one, names), measure_table(other, names)
    for name in names:
        np.testing.assert_allclose(second[name], first[name], rtol=1e-9, atol=1e-12)


VALUES = st.lists(
    st.tuples(st.sampled_from("xy"), st.sampled_from([0.0, 0.25, 0.1 + 0.2, 0.3, 7.0, math.nan])),
    max_size=12,
)


@given(VALUES, st.booleans())
def test_ranks_are_competition_ranks_within_a_group(pairs, lowest_first):
    groups = [group for group, _value in pairs]
    values = [value for _group, value in pairs]
    got = ranks(np.array(values, dtype=float), groups, lowest_first=lowest_first)
    for place, (group, value) in enumerate(pairs):
        if math.isnan(value):
            assert got[place] is None
            continue
        others = [other for same, other in pairs if same == group]
        rivals = [round(other, 12) for other in others if not math.isnan(other)]
        mine = round(value, 12)
        ahead = [rival for rival in rivals if (rival < mine if lowest_first else rival > mine)]
        assert got[place] == 1 + len(ahead)


@pytest.mark.parametrize("graph", [nx.path_graph(31), nx.barbell_graph(5, 9), nx.cycle_graph(12)])
def test_alike_actors_tie_in_every_measure(graph):
    """Rank mirrored actors of symmetric graphs alike, however small their values are."""
    n = len(graph)
    mirror = {node: n - 1 - node for node in graph}
    assert nx.utils.graphs_equal(nx.relabel_nodes(graph, mirror), graph)
    table = measure_table(view_of(graph))
    for name in MEASURES:
        if f"{name}_rank" in table:
            places = table[f"{name}_rank"]
            blank = places.isna()
            for node, other in mirror.items():
                one, two = str(node), str(other)
                assert blank[one] == blank[two]
                assert blank[one] or places[one] == places[two], (name, node)
