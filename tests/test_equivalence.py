"""Like positions: by hand, by independent loops, by scipy."""

import itertools

import alianza
import networkx as nx
import numpy as np
import pytest
from alianza.graph.faults import ViewError
from alianza.graph.structure.equivalence import (
    block_densities,
    concor,
    equivalent_pairs,
    overlap_tree,
)
from alianza.reports.dendrogram import dendrogram_svg
from alianza.reports.language import Language
from builders import view_of
from hypothesis import given, settings
from hypothesis import strategies as st

SOME = settings(max_examples=40, deadline=None)


@st.composite
def graphs(draw):
    n = draw(st.integers(2, 8))
    graph = nx.DiGraph() if draw(st.booleans()) else nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(draw(st.lists(st.sampled_from(list(itertools.permutations(range(n), 2))))))
    return graph


def overlap(graph, i, j):
    """Compare profiles as sets, the two themselves left out."""
    if graph.is_directed():
        first = {("to", k) for k in graph.successors(i)} | {("by", k) for k in graph.predecessors(i)}  # fmt: skip
        second = {("to", k) for k in graph.successors(j)} | {("by", k) for k in graph.predecessors(j)}  # fmt: skip
    else:
        first, second = ({("to", k) for k in graph[x]} for x in (i, j))
    first, second = ({mark for mark in marks if mark[1] not in (i, j)} for marks in (first, second))
    return len(first & second), len(first | second)


@SOME
@given(graphs())
def test_overlap_is_that_of_sets(graph):
    table = equivalent_pairs(view_of(graph, directed=graph.is_directed()))
    got = {
        (int(row["first"]), int(row["second"])): (row["shared"], row["either"])
        for row in table.to_dict("records")
    }
    expected = {}
    for i, j in itertools.combinations(sorted(graph), 2):
        shared, either = overlap(graph, i, j)
        if shared:
            expected[i, j] = (shared, either)
    assert got == expected
    assert table["overlap"].is_monotonic_decreasing


def test_davis_women():
    # Davis, Gardner and Gardner 1941: Evelyn attends 8, Laura 7, six of them together.
    graph = nx.davis_southern_women_graph()
    table = equivalent_pairs(view_of(graph)).set_index(["first", "second"])
    assert table.loc[("Evelyn Jefferson", "Laura Mandeville"), "shared"] == 6
    assert table.loc[("Evelyn Jefferson", "Laura Mandeville"), "overlap"] == pytest.approx(6 / 9)
    # Olivia Carleton and Flora Price went to the same two events.
    assert table.loc[("Flora Price", "Olivia Carleton"), "overlap"] == 1


def average_linkage(distance):
    """Merge the two nearest groups by mean distance of their members; give the heights."""
    groups, heights = [[i] for i in range(len(distance))], []
    while len(groups) > 1:
        best = min(
            itertools.combinations(range(len(groups)), 2),
            key=lambda pair: distance[np.ix_(groups[pair[0]], groups[pair[1]])].mean(),
        )
        one, other = (groups[place] for place in best)
        heights.append(distance[np.ix_(one, other)].mean())
        groups = [g for place, g in enumerate(groups) if place not in best] + [one + other]
    return heights


def test_tree_is_average_linkage():
    graph = nx.gnp_random_graph(14, 0.35, seed=11)
    tree = overlap_tree(view_of(graph))
    distance = np.zeros((14, 14))
    order = sorted(graph, key=str)
    for (i, one), (j, other) in itertools.combinations(enumerate(order), 2):
        shared, either = overlap(graph, one, other)
        distance[i, j] = distance[j, i] = 1 - shared / either
    assert len(tree.ids) == 14
    np.testing.assert_allclose(tree.merges[:, 2], average_linkage(distance), atol=1e-9)
    assert sorted(tree.order) == list(range(14))


def test_cut():
    star = nx.star_graph(4)
    star.add_node("alone")
    tree = overlap_tree(view_of(star))
    # The leaves are alike; the middle shares no partner with them; who is alone is left out.
    assert tree.cut(2) in ({"0": 1, "1": 2, "2": 2, "3": 2, "4": 2}, {"0": 2, "1": 1, "2": 1, "3": 1, "4": 1})  # fmt: skip
    assert set(tree.cut(1).values()) == {1}
    # All leaves merge at once, so three groups cannot be had.
    assert len(set(tree.cut(3).values())) == 2
    assert len(set(tree.cut(99).values())) == 5
    assert overlap_tree(view_of(nx.path_graph(2))).merges[0, 2] == 0
    assert overlap_tree(view_of(nx.empty_graph(3))).cut(2) == {}


def naive_side(columns):
    """Give the side of the first column by numpy's own correlations."""
    current = np.corrcoef(columns, rowvar=False)
    for _round in range(300):
        if np.all(np.abs(np.abs(current) - 1) < 1e-9):
            break
        current = np.corrcoef(current, rowvar=False)
    return current[0] > 0


@pytest.mark.parametrize("seed", range(6))
def test_concor_is_iterated_correlation(seed):
    graph = nx.gnp_random_graph(15, 0.35, seed=seed)
    matrix = nx.to_numpy_array(graph, nodelist=sorted(graph, key=str))
    side = naive_side(matrix)
    blocks = concor(view_of(graph), splits=1)
    assert [blocks[name] == "1" for name in sorted(map(str, graph))] == side.tolist()


def test_concor_finds_blocks_that_are_there():
    # 0–3 send to 4–7 and receive from nobody; 4–7 send to 8–9.
    graph = nx.DiGraph()
    graph.add_edges_from(itertools.product(range(4), range(4, 8)))
    graph.add_edges_from(itertools.product(range(4, 8), (8, 9)))
    graph.add_node("alone")
    blocks = concor(view_of(graph, directed=True), splits=2)
    assert len({blocks[str(i)] for i in range(4)}) == 1
    assert len({blocks[str(i)] for i in range(4, 8)}) == 1
    assert blocks["8"] == blocks["9"]
    assert len(set(blocks.values())) == 3
    assert "alone" not in blocks
    density = block_densities(view_of(graph, directed=True), blocks)
    assert density.loc[blocks["0"], blocks["4"]] == 1
    assert density.loc[blocks["4"], blocks["0"]] == 0
    assert sorted(set(density.to_numpy().ravel())) == [0, 1]


@SOME
@given(graphs(), st.integers(1, 3))
def test_concor_places_everybody_with_a_partner(graph, splits):
    view = view_of(graph, directed=graph.is_directed())
    blocks = concor(view, splits=splits)
    tied = {str(node) for node in graph if graph.degree(node)}
    assert set(blocks) == tied
    assert all(len(name.split(".")) == splits for name in blocks.values())


def test_modes():
    view = alianza.load("allas").view(ties=["membership"], two_mode=True)
    for mode in (0, 1):
        own = {actor for actor, m in zip(view.ids, view.modes, strict=True) if m == mode}
        assert set(overlap_tree(view, mode=mode).ids) <= own
        assert set(concor(view, mode=mode)) <= own


def test_dendrogram_is_inert_and_whole():
    graph = nx.star_graph(3)
    nx.set_node_attributes(graph, {0: "<script>alert(1)</script>"}, "label")
    view = view_of(graph)
    tree = overlap_tree(view)
    drawn = dendrogram_svg(view, tree, Language("fr"))
    assert "<script" not in drawn
    assert drawn.count("<path") == len(tree.merges) + 6
    assert drawn == dendrogram_svg(view, tree, Language("fr"))
    empty = overlap_tree(view_of(nx.empty_graph(2)))
    assert dendrogram_svg(view_of(nx.empty_graph(2)), empty, Language("en")).endswith("</svg>\n")


def test_too_large_views_are_refused():
    view = view_of(nx.star_graph(5001))
    with pytest.raises(ViewError, match="share a partner"):
        equivalent_pairs(view)
    with pytest.raises(ViewError, match="up to 5000"):
        concor(view)
