"""Kernels against networkx, igraph, whole arrays and their own plain-Python twins.

Two thousand random graphs of every sort; each number to 1e-9 relative.
"""

import random
import subprocess
import sys
from importlib import import_module

import igraph
import networkx as nx
import numpy as np
import pytest
from alianza.graph import notices
from alianza.graph.chance import rewiring
from alianza.graph.dataset import Dataset
from alianza.graph.kernels import (
    betweenness,
    choose,
    compiling,
    compression,
    cores,
    distances,
    triangles,
    warming,
)
from alianza.graph.kernels import rewiring as steps
from alianza.graph.measures import cuts, measure_table, neighbourhood, paths
from scipy.sparse import csr_array

pytest.importorskip("numba")

SORTS = (
    "sparse",
    "dense",
    "tree",
    "star",
    "clique",
    "two-mode",
    "twins",
    "closed twins",
    "chain of blocks",
    "isolates",
    "parts",
    "directed",
    "weighted",
    "weighted tree",
    "directed weighted",
    "cycle",
)
PER_SORT = 125
assert len(SORTS) * PER_SORT == 2000


def graph_of(sort, seed):  # noqa: C901, PLR0912 - one branch a sort
    """Give a random graph of a sort, its nodes numbered from 0 in a random order."""
    chance = random.Random(f"{sort} {seed}")
    n = chance.randint(1, 26)
    if sort in {"tree", "weighted tree"}:
        graph = nx.random_labeled_tree(n, seed=chance.randint(0, 10**6))
    elif sort == "star":
        graph = nx.star_graph(n)
        graph.add_edges_from((chance.randrange(n + 1), n + 1 + more) for more in range(3))
    elif sort == "clique":
        graph = nx.complete_graph(n)
        graph.remove_edges_from(chance.sample(sorted(graph.edges), min(2, len(graph.edges))))
    elif sort == "two-mode":
        graph = nx.Graph()
        graph.add_nodes_from(range(n))
        for actor in range(n):
            joined = [f"x{place}" for place in range(4) if chance.random() < 0.35]
            graph.add_edges_from((actor, network) for network in joined)
    elif sort in {"twins", "closed twins"}:
        graph = nx.gnp_random_graph(max(2, n // 3), 0.5, seed=chance.randint(0, 10**6))
        for more in range(n):
            like = chance.choice(sorted(graph))
            partners = [*graph[like], *([like] if sort == "closed twins" else [])]
            graph.add_edges_from((100 + more, partner) for partner in partners)
            graph.add_node(100 + more)
    elif sort == "chain of blocks":
        graph = nx.Graph([(0, 1)])
        for _block in range(chance.randint(1, 5)):
            at, size = chance.choice(sorted(graph)), len(graph)
            made = chance.choice([nx.cycle_graph, nx.complete_graph])(chance.randint(3, 5))
            names = {node: size + node for node in made}
            graph.add_edges_from(nx.relabel_nodes(made, {**names, 0: at}).edges)
    elif sort == "parts":
        parts = [nx.gnp_random_graph(chance.randint(1, 8), 0.5, seed=seed + k) for k in range(4)]
        graph = nx.disjoint_union_all(parts)
    elif sort == "cycle":
        graph = nx.cycle_graph(max(3, n))
        graph.add_edge(0, chance.randrange(len(graph)))
    else:
        density = {"sparse": 1.6 / n, "isolates": 0.6 / n, "dense": 0.6}.get(sort, 0.2)
        made = nx.gnp_random_graph(
            n, min(1, density), seed=chance.randint(0, 10**6), directed="directed" in sort
        )
        graph = made
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    for _tail, _head, data in graph.edges(data=True):
        # Powers of two, so that networkx, which has no tolerance, sees equal lengths as equal.
        data["length"] = 1 / chance.choice([1, 2, 4]) if "weighted" in sort else 1.0
    order = sorted(graph, key=str)
    chance.shuffle(order)
    return nx.relabel_nodes(graph, {node: place for place, node in enumerate(order)})


def matrix_of(graph, weight=None):
    matrix = nx.to_scipy_sparse_array(
        graph, nodelist=range(len(graph)), format="csr", dtype=float, weight=weight
    )
    matrix = csr_array(matrix)
    matrix.sort_indices()
    return matrix


def to_igraph(graph):
    return igraph.Graph(n=len(graph), edges=list(graph.edges), directed=graph.is_directed())


def close(got, expected):
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("sort", SORTS)
def test_betweenness_is_that_of_networkx_and_igraph(sort):
    for seed in range(PER_SORT):
        graph = graph_of(sort, seed)
        if "weighted" in sort:
            lengths = matrix_of(graph, "length")
            got = betweenness.weighted(lengths, graph.is_directed())
            there = [data["length"] for *_ends, data in graph.edges(data=True)]
        elif graph.is_directed():
            got, there = betweenness.directed(matrix_of(graph)), None
        else:
            got, there = betweenness.undirected(matrix_of(graph)), None
        close(got, to_igraph(graph).betweenness(directed=graph.is_directed(), weights=there))
        if seed % 5 == 0:
            length = "length" if "weighted" in sort else None
            found = nx.betweenness_centrality(graph, normalized=False, weight=length)
            close(got, [found[node] for node in range(len(graph))])


@pytest.mark.parametrize("sort", [sort for sort in SORTS if "weighted" not in sort])
def test_distances_are_those_of_igraph(sort):
    for seed in range(PER_SORT):
        graph = graph_of(sort, seed)
        matrix = matrix_of(graph)
        search = distances.directed if graph.is_directed() else distances.undirected
        got = search(matrix)
        apart = np.array(to_igraph(graph).distances(mode="out"), dtype=float)
        apart[apart == 0] = np.inf
        there = np.isfinite(apart)
        known = np.where(there, apart, 0)
        assert got.reached.tolist() == there.sum(axis=1).tolist()
        assert got.total.tolist() == known.sum(axis=1).tolist()
        assert got.furthest.tolist() == known.max(axis=1, initial=0).tolist()
        assert got.near.tolist() == (apart <= 2).sum(axis=1).tolist()
        close(got.inverse, (1 / apart).sum(axis=1))
        lengths = np.bincount(apart[there].astype(int), minlength=1)
        assert got.lengths.tolist() == lengths.tolist()


@pytest.mark.parametrize("sort", SORTS)
def test_twins_in_plain_python_agree(sort, monkeypatch):
    """The same functions, not compiled, give the same bytes."""
    graphs = [graph_of(sort, seed) for seed in range(2)]

    def answers():
        found = []
        for graph in graphs:
            if "weighted" in sort:
                lengths = matrix_of(graph, "length")
                found.append(betweenness.weighted(lengths, graph.is_directed()))
                continue
            kind = "directed" if graph.is_directed() else "undirected"
            found.append(getattr(betweenness, kind)(matrix_of(graph)))
            found += getattr(distances, kind)(matrix_of(graph))
        return [values.tobytes() for values in found]

    compiled = answers()
    for module in (compression, betweenness, distances):
        for name, value in vars(module).copy().items():
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, compiling.twin(value))
    assert not hasattr(betweenness._from_sources, "py_func")
    assert answers() == compiled


def large(directed):
    graph = nx.gnp_random_graph(1400, 0.002, seed=5, directed=directed)
    return matrix_of(graph)


@pytest.mark.parametrize("directed", [False, True])
def test_threads_change_no_byte(directed):
    matrix = large(directed)
    kind = "directed" if directed else "undirected"
    for module in (betweenness, distances):
        one, many = (getattr(module, kind)(matrix, workers) for workers in (1, 4))
        assert np.asarray(one[0]).tobytes() == np.asarray(many[0]).tobytes()
        assert all(np.array_equal(a, b) for a, b in zip(one, many, strict=True))
    one, many = (betweenness.weighted(matrix, directed, workers) for workers in (1, 4))
    assert one.tobytes() == many.tobytes()


@pytest.mark.parametrize("directed", [False, True])
def test_more_sources_than_fit_into_the_words(directed):
    matrix = large(directed)
    got = (distances.directed if directed else distances.undirected)(matrix)
    expected = paths._steps_by_level(matrix)
    for name in ("reached", "total", "inverse", "furthest", "near"):
        close(getattr(got, name), getattr(expected, name))


def test_a_long_cycle_is_deep():
    matrix = matrix_of(nx.cycle_graph(301))
    found = distances.undirected(matrix)
    assert set(found.furthest.tolist()) == {150.0}
    assert found.lengths.tolist() == [0, *[602] * 150]
    # On an odd cycle, of each pair of others one side is shorter: Σ over lengths d of d − 1.
    close(betweenness.undirected(matrix), np.full(301, sum(range(150))))


def test_no_actors_and_no_ties():
    for n in (0, 1, 3):
        empty = csr_array((n, n))
        assert betweenness.undirected(empty).tolist() == [0] * n
        assert betweenness.directed(empty).tolist() == [0] * n
        assert betweenness.weighted(empty, directed=False).tolist() == [0] * n
        for search in (distances.undirected, distances.directed):
            assert search(empty).reached.tolist() == [0] * n


def test_blocks_of_a_bow_tie():
    """Two triangles that share actor 2: one cut actor, four pairs that it alone connects."""
    graph = nx.Graph([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (2, 4)])
    cut = compression.blocks_of(matrix_of(graph))
    # Ordered pairs, so twice the four.
    assert cut.fixed.tolist() == [0, 0, 8, 0, 0]
    assert sorted(cut.actor.tolist()) == [0, 1, 2, 2, 3, 4]
    assert sorted(cut.weight.tolist()) == [1, 1, 1, 1, 3, 3]
    assert cut.matrix.nnz == 12


def test_bridges_need_no_block():
    cut = compression.blocks_of(matrix_of(nx.path_graph(4)))
    assert cut.matrix.shape == (0, 0)
    assert (cut.fixed / 2).tolist() == [0, 2, 2, 0]


def test_classes_of_both_sorts():
    """K(2, 3) has two open classes; two triangles on one tie have a closed and an open one."""
    merged = compression.classes_of(matrix_of(nx.complete_bipartite_graph(2, 3)))
    assert sorted(merged.size.tolist()) == [2, 3]
    assert not merged.closed.any()
    graph = nx.Graph([(0, 1), (0, 2), (1, 2), (0, 3), (1, 3)])
    merged = compression.classes_of(matrix_of(graph))
    assert merged.size.tolist() == [2, 2]
    assert merged.of[0] == merged.of[1] != merged.of[2] == merged.of[3]
    assert merged.closed[merged.of[0]]
    assert not merged.closed[merged.of[2]]


def test_equal_sums_of_different_rows_are_not_merged():
    """What a collision of the numbers would do: rows are compared, not only their sums."""
    matrix = matrix_of(nx.path_graph(5))
    head, sums = np.arange(5), np.zeros(5, dtype=np.uint64)
    # All sums are 0, and no two rows of a path of five are the same.
    arrays = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
    compression._equal_rows(*arrays, np.arange(5), sums, False, head)
    assert head.tolist() == [0, 1, 2, 3, 4]


def ties_of_a(sort, seed):
    graph = graph_of(sort, seed)
    return rewiring.ties_of(matrix_of(graph), directed=graph.is_directed()), len(graph)


@pytest.mark.parametrize("sort", ["sparse", "dense", "two-mode", "directed", "tree"])
def test_switching_by_kernel_gives_the_same_graphs(sort, monkeypatch):
    directed = sort == "directed"
    for seed in range(30):
        ties, n = ties_of_a(sort, seed)
        drawn = []
        for least in (0, 10**12):
            monkeypatch.setitem(choose.KERNEL_FROM, "rewiring", least)
            rng = np.random.default_rng(seed)
            drawn.append(rewiring.switched(*ties, n, rng, sweeps=5, directed=directed))
        assert [part.tolist() for part in drawn[0]] == [part.tolist() for part in drawn[1]]
        codes = rewiring.codes(*drawn[0], n, directed=directed)
        assert len(np.unique(codes)) == len(ties[0])
        for before, after in zip(ties, drawn[0], strict=True):
            if directed:
                assert np.bincount(before, minlength=n).tolist() == (
                    np.bincount(after, minlength=n).tolist()
                )
        both = [
            np.bincount(np.concatenate(pair), minlength=n).tolist() for pair in (ties, drawn[0])
        ]
        assert both[0] == both[1]


@pytest.mark.parametrize("shape", [(2, 9), (5, 5), (7, 30), (40, 4)])
def test_trading_by_kernel_gives_the_same_tables(shape, monkeypatch):
    for seed in range(20):
        table = np.random.default_rng(seed).random(shape) < 0.4
        rows, columns = np.nonzero(table)
        drawn = []
        for least in (0, 10**12):
            monkeypatch.setitem(choose.KERNEL_FROM, "rewiring", least)
            rng = np.random.default_rng(seed)
            drawn.append(rewiring.traded(rows, columns, shape, rng, sweeps=4))
        assert [part.tolist() for part in drawn[0]] == [part.tolist() for part in drawn[1]]
        made = np.zeros(shape, dtype=int)
        np.add.at(made, drawn[0], 1)
        assert made.max(initial=0) <= 1
        assert made.sum(axis=0).tolist() == table.sum(axis=0).tolist()
        assert made.sum(axis=1).tolist() == table.sum(axis=1).tolist()


def test_the_steps_of_rewiring_in_plain_python(monkeypatch):
    ties, n = ties_of_a("dense", 3)
    monkeypatch.setitem(choose.KERNEL_FROM, "rewiring", 0)

    def drawn():
        rng = np.random.default_rng(1)
        switched = rewiring.switched(*ties, n, rng, sweeps=2, directed=False)
        return [*switched, *rewiring.traded(*ties, (n, n), rng, sweeps=2)]

    compiled = [part.tolist() for part in drawn()]
    for name, value in vars(steps).copy().items():
        if hasattr(value, "py_func"):
            monkeypatch.setattr(steps, name, compiling.twin(value))
    assert [part.tolist() for part in drawn()] == compiled


@pytest.mark.parametrize("sort", ["dense", "clique", "two-mode", "closed twins", "sparse"])
def test_products_at_the_ties_are_those_of_matrices(sort):
    for seed in range(40):
        places = matrix_of(graph_of(sort, seed))
        rng = np.random.default_rng(seed)
        left, *rights = rng.random((3, places.nnz))
        found = triangles.products_at(places, left, rights)
        dense = [
            csr_array((values, places.indices, places.indptr), shape=places.shape).toarray()
            for values in (left, *rights)
        ]
        for got, right in zip(found, dense[1:], strict=True):
            close(got.toarray(), (dense[0] @ right) * places.toarray())
        arrays = places.indptr.astype(np.int64), places.indices
        back = csr_array((np.arange(places.nnz), *arrays[::-1]), shape=places.shape).T.tocsr()
        assert triangles._reverses(*arrays).tolist() == back.data.tolist()
        assert compiling.twin(triangles._reverses)(*arrays).tolist() == back.data.tolist()
        plain = compiling.twin(triangles._closed)(*arrays, back.data, left, np.stack(rights))
        assert plain.tobytes() == np.stack([got.data for got in found]).tobytes()


@pytest.mark.parametrize(
    "rows", [[[0, 1, 1], [1, 0, 0], [0, 0, 0]], [[1, 1], [1, 0]], [[0, 0], [1, 0]]]
)
def test_triangles_want_a_symmetric_matrix_without_loops(rows):
    places = csr_array(np.array(rows, dtype=float))
    assert triangles.products_at(places, places.data, [places.data]) is None


def test_burt_is_the_same_by_kernel(monkeypatch):
    for sort in ("dense", "twins", "directed", "weighted", "directed weighted"):
        graph = graph_of(sort, 7)
        for *_ends, data in graph.edges(data=True):
            data["weight"] = 1 / data["length"]
        graph = nx.relabel_nodes(graph, str)
        weights = "weight" if "weighted" in sort else None
        found = []
        for least in (0, 10**12):
            monkeypatch.setitem(choose.KERNEL_FROM, "triangles", least)
            view = Dataset.from_networkx(graph).view(weights=weights, directed=graph.is_directed())
            found.append(measure_table(view, ["constraint", "effective_size", "clustering"]))
        for name in ("constraint", "effective_size", "clustering"):
            close(found[0][name].to_numpy(float), found[1][name].to_numpy(float))


@pytest.mark.parametrize("sort", [*SORTS[:11], "cycle"])
def test_cores_and_cuts_are_the_same_by_kernel_and_by_networkx(sort, monkeypatch):
    for seed in range(12):
        graph = nx.relabel_nodes(graph_of(sort, seed), str)
        found = []
        for least in (0, 10**12):
            for question in ("cores", "cuts"):
                monkeypatch.setitem(choose.KERNEL_FROM, question, least)
                monkeypatch.setitem(choose.RUNNING_FROM, question, least)
            view = Dataset.from_networkx(graph).view()
            core = dict(zip(view.ids, neighbourhood.core_number(view).tolist(), strict=True))
            found.append((core, cuts.articulation_actors(view), cuts.bridge_ties(view)))
        assert found[0] == found[1]
        core, actors, ties = found[0]
        assert core == nx.core_number(graph)
        assert {row.id for row in actors} == set(nx.articulation_points(graph))
        assert {frozenset(row[:2]) for row in ties} == set(map(frozenset, nx.bridges(graph)))
        for row in actors:
            rest = graph.subgraph(nx.node_connected_component(graph, row.id) - {row.id})
            sizes = [len(part) for part in nx.connected_components(rest)]
            assert row.cut_off == sum(sizes) - max(sizes)
        matrix = view.undirected
        arrays = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
        assert compiling.twin(cores._cores)(*arrays).tolist() == list(core.values())


@pytest.mark.parametrize("sort", ["sparse", "dense", "tree", "star", "directed", "isolates"])
def test_reach_is_the_same_by_kernel(sort, monkeypatch):
    monkeypatch.setattr(paths, "SINGLY", 0.01)
    for seed in range(8):
        graph = nx.relabel_nodes(graph_of(sort, seed), str)
        found = []
        for least in (0, 10**12):
            monkeypatch.setitem(choose.KERNEL_FROM, "reach", least)
            monkeypatch.setitem(choose.RUNNING_FROM, "reach", least)
            view = Dataset.from_networkx(graph).view(directed=graph.is_directed())
            found.append(paths.within(view, 2).tolist())
        near = [len(nx.single_source_shortest_path_length(graph, i, 2)) - 1 for i in view.ids]
        assert found == [near, near]
        matrix = view.adjacency
        for many in (0, 1, 2, 3, 50):
            arrays = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
            plain = compiling.twin(distances._within)(*arrays, many).tolist()
            assert distances.within(matrix, many).tolist() == plain
            reached = [
                len(nx.single_source_shortest_path_length(graph, i, many)) - 1 for i in view.ids
            ]
            assert plain == reached


def test_whole_numbers_take_the_kernel_sooner_where_numba_runs():
    assert choose.way("cores", 20_000) == "kernel"
    assert choose.way("triangles", 20_000) == "plain"


@pytest.mark.parametrize("size", [10, 10**12])
def test_the_way_is_said(size):
    heard = []
    notices.listen(lambda said, detail: heard.append((str(said), detail)))
    try:
        way = choose.way("betweenness", size)
    finally:
        notices.listen(None)
    assert way == ("plain" if size == 10 else "kernel")
    assert heard == [
        (
            "Betweenness: by arrays in numpy."
            if size == 10
            else "Betweenness: by the compiled kernel.",
            True,
        )
    ]


def test_warming_up_leaves_nothing_to_compile():
    assert warming.warm()
    modules = [import_module(f"alianza.graph.kernels.{name}") for name in (
        "compression", "betweenness", "distances", "rewiring", "triangles")]  # fmt: skip
    assert not choose.missing(modules)


def test_without_numba_the_kernels_are_plain_functions():
    code = (
        "import sys; sys.modules['numba'] = None; sys.modules['llvmlite'] = None\n"
        "from alianza.graph.kernels import betweenness, choose, warming\n"
        "from scipy.sparse import csr_array\n"
        "import numpy as np\n"
        "path = csr_array(np.diag(np.ones(4), 1) + np.diag(np.ones(4), -1))\n"
        "assert betweenness.undirected(path).tolist() == [0, 3, 4, 3, 0]\n"
        "ring = csr_array(np.roll(np.eye(5), 1, 0) + np.roll(np.eye(5), -1, 0))\n"
        "assert betweenness.undirected(ring).tolist() == [1.0] * 5\n"
        "assert choose.way('betweenness', 10**12) == 'library'\n"
        "assert not warming.warm()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
