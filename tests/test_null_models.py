"""Null models: margins kept exactly, every graph as likely, and what is known of their means."""

import itertools
import math
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from alianza.graph.chance.null_models import NULL_MODELS, draw, generators, null_model
from alianza.graph.chance.rewiring import (
    changed_share,
    codes,
    random_ties,
    shuffled,
    switched,
    ties_of,
    traded,
)
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.measures import FIGURES
from builders import view_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SOME = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEEDS = st.integers(0, 2**32)


def two_mode(pairs, cities=0):
    graph = nx.DiGraph()
    for place in range(cities):
        graph.add_node(f"c{place}", kind="city")
    for city, network in pairs:
        graph.add_node(f"c{city}", kind="city")
        graph.add_node(f"n{network}", kind="network")
        graph.add_edge(f"c{city}", f"n{network}", kind="membership")
    return graph


@st.composite
def one_mode_views(draw):
    n = draw(st.integers(2, 9))
    graph = (nx.DiGraph if draw(st.booleans()) else nx.Graph)()
    graph.add_nodes_from(range(n))
    ends = st.integers(0, n - 1)
    for tail, head, weight in draw(
        st.lists(st.tuples(ends, ends, st.integers(1, 3)), min_size=1, max_size=25)
    ):
        if tail != head:
            graph.add_edge(tail, head, weight=weight)
    weights = "weight" if draw(st.booleans()) else None
    return view_of(graph, directed=graph.is_directed(), weights=weights)


@st.composite
def two_mode_views(draw):
    pairs = st.tuples(st.integers(0, 6), st.integers(0, 4))
    return view_of(two_mode(draw(st.lists(pairs, min_size=1, max_size=25)), cities=7))


def check_drawn(view, drawn):
    """Check what every draw keeps: a simple graph of as many ties with the same weights."""
    matrix = drawn.matrix
    assert matrix.shape == view.matrix.shape
    assert matrix.nnz == view.matrix.nnz
    assert (matrix.diagonal() == 0).all()
    assert sorted(matrix.data) == sorted(view.matrix.data)
    if not view.directed:
        assert (matrix != matrix.T).nnz == 0
    if view.modes is not None:
        rows, columns = matrix.nonzero()
        assert (view.modes[rows] != view.modes[columns]).all()
    assert drawn.ids == view.ids


@SOME
@given(one_mode_views(), SEEDS, st.integers(0, 6))
def test_switching_keeps_both_margins(view, seed, sweeps):
    drawn = draw(view, NULL_MODELS["degree"], np.random.default_rng(seed), sweeps=sweeps)
    check_drawn(view, drawn)
    for axis in (0, 1):
        np.testing.assert_array_equal(drawn.adjacency.sum(axis=axis), view.adjacency.sum(axis=axis))
    if not sweeps:
        assert (drawn.adjacency != view.adjacency).nnz == 0


@SOME
@given(two_mode_views(), SEEDS, st.integers(0, 6))
def test_curveball_keeps_both_margins(view, seed, sweeps):
    drawn = draw(view, NULL_MODELS["curveball"], np.random.default_rng(seed), sweeps=sweeps)
    check_drawn(view, drawn)
    np.testing.assert_array_equal(drawn.adjacency.sum(axis=0), view.adjacency.sum(axis=0))


@SOME
@given(st.one_of(one_mode_views(), two_mode_views()), SEEDS)
def test_random_ties_keep_their_number(view, seed):
    check_drawn(view, draw(view, NULL_MODELS["erdos-renyi"], np.random.default_rng(seed)))


@SOME
@given(st.one_of(one_mode_views(), two_mode_views()), SEEDS)
def test_permuted_labels_keep_the_graph(view, seed):
    drawn = draw(view, NULL_MODELS["labels"], np.random.default_rng(seed))
    check_drawn(view, drawn)
    assert nx.faster_could_be_isomorphic(drawn.to_networkx(), view.to_networkx())
    for mode in (0, 1) if view.modes is not None else ():
        of_mode = view.modes == mode
        assert sorted(drawn.adjacency[of_mode].sum(axis=1)) == sorted(
            view.adjacency[of_mode].sum(axis=1)
        )


def uniform(counts, states):
    """Say whether all `states` came up about equally often: chi-squared within 5 deviations."""
    assert len(counts) == states
    expected = sum(counts.values()) / states
    chi2 = sum((count - expected) ** 2 / expected for count in counts.values())
    return abs(chi2 - (states - 1)) < 5 * math.sqrt(2 * (states - 1))


def all_tables(rows, columns):
    """List every 0/1 table with these margins as a tuple of cells."""
    cells = list(itertools.product(range(len(rows)), range(len(columns))))
    for chosen in itertools.combinations(cells, sum(rows)):
        if [sum(r == i for r, _ in chosen) for i in range(len(rows))] == list(rows) and [
            sum(c == j for _, c in chosen) for j in range(len(columns))
        ] == list(columns):
            yield chosen


# Four cities × three networks, and three × four.
TABLES = [
    ([(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (3, 2)], (4, 3)),
    ([(0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 3)], (3, 4)),
]


@pytest.mark.parametrize(("cells", "shape"), TABLES)
def test_curveball_draws_every_table_equally_often(cells, shape):
    rows, columns = (np.array(side) for side in zip(*cells, strict=True))
    margins = np.bincount(rows, minlength=shape[0]), np.bincount(columns, minlength=shape[1])
    every = set(all_tables(*(m.tolist() for m in margins)))
    assert len(every) > 10
    seen = Counter()
    for rng in generators(5, 60 * len(every)):
        tails, heads = traded(rows, columns, shape, rng, sweeps=15)
        seen[tuple(zip(tails.tolist(), heads.tolist(), strict=True))] += 1
    assert set(seen) == every
    assert uniform(seen, len(every))
    # The expected overlap of the drawn with the first table, over all tables.
    exact = np.mean([len(set(table) & set(cells)) for table in every])
    drawn = np.average(
        [len(set(table) & set(cells)) for table in seen], weights=list(seen.values())
    )
    assert drawn == pytest.approx(exact, abs=0.1)


def all_graphs(degrees, *, directed):
    """List every simple graph with these degrees (pairs of out- and in-degree if directed)."""
    n = len(degrees)
    pairs = [(i, j) for i in range(n) for j in range(n) if (i != j if directed else i < j)]
    size = sum(d[0] for d in degrees) if directed else sum(degrees) // 2
    for chosen in itertools.combinations(pairs, size):
        out = Counter(i for i, _ in chosen)
        back = Counter(j for _, j in chosen)
        got = [(out[v], back[v]) if directed else out[v] + back[v] for v in range(n)]
        if got == list(degrees):
            yield chosen


@pytest.mark.parametrize(
    ("ties", "directed"),
    [
        ([(0, 1), (1, 2), (2, 3), (3, 4)], False),
        ([(0, 1), (1, 2), (2, 0), (0, 3), (3, 4)], False),
        # A circle of three can only be turned round as a whole.
        ([(0, 1), (1, 2), (2, 0)], True),
        ([(0, 1), (0, 2), (1, 2), (2, 0), (3, 1)], True),
        ([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)], True),
    ],
)
def test_switching_draws_every_graph_equally_often(ties, directed):
    tails, heads = (np.array(side) for side in zip(*ties, strict=True))
    n = int(max(tails.max(), heads.max())) + 1
    out, back = (np.bincount(side, minlength=n).tolist() for side in (tails, heads))
    degrees = list(zip(out, back, strict=True)) if directed else np.add(out, back).tolist()
    every = set(all_graphs(degrees, directed=directed))
    assert len(every) > 1
    seen = Counter()
    for rng in generators(7, max(200, 40 * len(every))):
        drawn = switched(tails, heads, n, rng, sweeps=40, directed=directed)
        graph = ((t, h) if directed or t < h else (h, t) for t, h in zip(*drawn, strict=True))
        seen[tuple(sorted((int(t), int(h)) for t, h in graph))] += 1
    assert set(seen) == every
    assert uniform(seen, len(every))


def test_random_ties_have_the_expected_triangles():
    # E = C(n, 3) · m(m − 1)(m − 2) / (N(N − 1)(N − 2)) for G(n, m) with N possible pairs.
    n, m = 12, 20
    possible = n * (n - 1) // 2
    expected = math.comb(n, 3) * math.prod((m - i) / (possible - i) for i in range(3))
    counts = []
    for rng in generators(2, 2000):
        tails, heads = random_ties(n, m, rng, directed=False)
        graph = nx.Graph(zip(tails.tolist(), heads.tolist(), strict=True))
        counts.append(sum(nx.triangles(graph).values()) / 3)
    error = np.std(counts) / math.sqrt(len(counts))
    assert np.mean(counts) == pytest.approx(expected, abs=4 * error)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("n", [2, 3, 7, 500])
def test_random_ties_can_be_all_pairs(n, directed):
    count = n * (n - 1) if directed else n * (n - 1) // 2
    tails, heads = random_ties(n, count, np.random.default_rng(0), directed=directed)
    assert len(np.unique(codes(tails, heads, n, directed=directed))) == count
    assert (tails != heads).all()
    assert min(tails.min(), heads.min()) == 0
    assert max(tails.max(), heads.max()) == n - 1


def test_permuted_labels_have_the_expected_ties_between_groups():
    # Every pair is as likely to be tied as any other: E(ties between) = m · n1 n2 / C(n, 2).
    graph = nx.barbell_graph(5, 2)
    nx.set_node_attributes(graph, {v: "x" if v < 4 else "y" for v in graph}, "group")
    view = view_of(graph)
    groups = np.array([int(actor) < 4 for actor in view.ids])
    n, m = len(graph), graph.number_of_edges()
    expected = m * 4 * (n - 4) / math.comb(n, 2)
    between = [
        (groups[tails] != groups[heads]).sum()
        for rng in generators(3, 2000)
        for tails, heads in [ties_of(draw(view, NULL_MODELS["labels"], rng).matrix, directed=False)]
    ]
    error = np.std(between) / math.sqrt(len(between))
    assert np.mean(between) == pytest.approx(expected, abs=4 * error)


def test_shuffling_stays_within_groups():
    groups = np.array([0, 1, 0, 1, 1, 2])
    seen = {tuple(shuffled(groups, rng).tolist()) for rng in generators(1, 200)}
    assert len(seen) == math.factorial(2) * math.factorial(3)
    assert all(groups[list(order)].tolist() == groups.tolist() for order in seen)


def test_generators_do_not_depend_on_their_number():
    few = [rng.random() for rng in generators(9, 3)]
    many = [rng.random() for rng in generators(9, 50)]
    assert many[:3] == few
    assert len(set(many)) == 50


def test_the_share_of_changed_ties():
    assert changed_share(np.array([1, 2, 3, 4]), np.array([4, 3, 9])) == 0.5
    assert changed_share(np.array([], dtype=int), np.array([1])) == 0


def test_a_long_enough_chain_forgets_where_it_began():
    graph = nx.gnm_random_graph(60, 150, seed=1)
    view = view_of(graph)
    start = codes(*ties_of(view.matrix, directed=False), 60, directed=False)
    drawn = draw(view, NULL_MODELS["degree"], np.random.default_rng(1), sweeps=30)
    # About m of C(n, 2) pairs would be shared by chance alone: 8 in 100.
    end = codes(*ties_of(drawn.matrix, directed=False), 60, directed=False)
    assert changed_share(start, end) > 0.8


@pytest.mark.parametrize("name", NULL_MODELS)
def test_every_model_names_itself_and_draws_from_what_it_fits(name):
    model = NULL_MODELS[name]
    assert model.name == name
    assert model.definition.endswith(".")
    assert model.reference
    graph = two_mode(TABLES[0][0]) if model.fits == "two-mode" else nx.cycle_graph(6)
    view = view_of(graph)
    first, again = (draw(view, model, np.random.default_rng(4)) for _ in range(2))
    assert (first.matrix != again.matrix).nnz == 0
    # A drawn view is a view: every figure can be computed on it.
    for row in FIGURES.values():
        if row.mode == "any":
            row.function(first)


def test_models_and_views_must_fit():
    one, two = view_of(nx.path_graph(3)), view_of(two_mode(TABLES[0][0]))
    assert null_model(one).name == "degree"
    assert null_model(two).name == "curveball"
    with pytest.raises(ViewError, match="two-mode"):
        null_model(one, "curveball")
    with pytest.raises(ViewError, match="one-mode"):
        null_model(two, "degree")
    with pytest.raises(UnknownNameError, match="curveball"):
        null_model(two, "curvebal")


def test_an_empty_view_draws_itself():
    empty = nx.Graph()
    empty.add_nodes_from("ab")
    for name in ("erdos-renyi", "degree", "labels"):
        drawn = draw(view_of(empty), NULL_MODELS[name], np.random.default_rng(0))
        assert drawn.matrix.nnz == 0
