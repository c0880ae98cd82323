"""Every measure that networkx or igraph has too, on seeded random graphs of every sort.

Where a library is not asked, the two differ by definition, and the comment says how.
"""

import random

import igraph
import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.kernels import choose
from alianza.graph.measures import articulation_actors, bridge_ties, measure_table, paths, summarise

SORTS = ["plain", "sparse", "isolates", "tree", "weighted", "directed", "directed weighted", "two"]
CASES = [(sort, seed) for sort in SORTS for seed in range(8)]


def draw(sort, seed):
    """Give a random graph with text nodes, so that ids sort as they do in a view."""
    chance = random.Random(f"{sort} {seed}")
    n = chance.randint(5, 28)
    if sort == "two":
        return draw_two_mode(chance, n)
    if sort == "tree":
        graph = nx.random_labeled_tree(n, seed=chance.randint(0, 10**6))
    else:
        density = {"plain": 0.3, "sparse": 1.5 / n, "isolates": 0.6 / n}.get(sort, 0.2)
        graph = nx.gnp_random_graph(
            n, density, seed=chance.randint(0, 10**6), directed="directed" in sort
        )
    graph.add_edge(0, 1)
    for _tail, _head, data in graph.edges(data=True):
        # Few values, so that different paths are equally long; powers of two, so that equally
        # long paths have exactly the same length and networkx, which has no tolerance, sees it.
        data["weight"] = chance.choice([1, 2, 4]) if "weighted" in sort else 1
    return nx.relabel_nodes(graph, {node: f"n{node:02}" for node in graph})


def draw_two_mode(chance, n):
    graph = nx.DiGraph()
    cities = [f"c{place:02}" for place in range(n)]
    networks = [f"x{place:02}" for place in range(chance.randint(2, 6))]
    graph.add_nodes_from(cities, kind="city", label="city")
    graph.add_nodes_from(networks, kind="network", label="network")
    for city in cities[1:]:
        for network in networks:
            if chance.random() < 0.3:
                graph.add_edge(city, network, kind="membership")
    graph.add_edge(cities[0], networks[0], kind="membership")
    return graph


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def case(request):
    sort, seed = request.param
    graph = draw(sort, seed)
    weights = "weight" if "weighted" in sort else None
    view = Dataset.from_networkx(graph).view(weights=weights, directed="directed" in sort)
    simple = view.to_networkx()
    for _tail, _head, data in simple.edges(data=True):
        data["length"] = 1 / data["weight"]
    return view, simple, weights, "length" if weights else None


def same(view, name, values, tolerance=1e-9):
    got = measure_table(view, [name])[name]
    expected = np.array([values[actor] for actor in got.index], dtype=float)
    np.testing.assert_allclose(got.to_numpy(), expected, rtol=tolerance, atol=tolerance)


def to_igraph(graph):
    names = sorted(graph)
    place = {name: index for index, name in enumerate(names)}
    ends = [(place[tail], place[head]) for tail, head in graph.edges]
    made = igraph.Graph(n=len(names), edges=ends, directed=graph.is_directed())
    made.es["weight"] = [data["weight"] for *_ends, data in graph.edges(data=True)]
    made.es["length"] = [data["length"] for *_ends, data in graph.edges(data=True)]
    return made, names


def test_the_drawn_graphs_are_what_they_should_be(case):
    view, graph, _weights, _length = case
    assert sorted(graph) == list(view.ids)
    assert graph.number_of_edges() == view.pairs > 0


def test_degree(case):
    # networkx counts a partner tied both ways twice; a partner is a partner, so the undirected
    # graph is asked.
    view, graph, _weights, _length = case
    plain = graph.to_undirected()
    same(view, "degree", dict(plain.degree))
    same(view, "degree_centrality", nx.degree_centrality(plain))
    same(view, "strength", dict(graph.degree(weight="weight")))
    if view.directed:
        same(view, "in_degree", dict(graph.in_degree))
        same(view, "out_degree", dict(graph.out_degree))


def test_betweenness(case):
    view, graph, weights, length = case
    same(view, "betweenness", nx.betweenness_centrality(graph, weight=length))
    raw = nx.betweenness_centrality(graph, weight=length, normalized=False)
    same(view, "betweenness_raw", raw)
    made, names = to_igraph(graph)
    lengths = "length" if weights else None
    values = made.betweenness(directed=view.directed, weights=lengths)
    same(view, "betweenness_raw", dict(zip(names, values, strict=True)))


def test_closeness(case):
    # igraph's closeness stays within the component: r − 1 over the sum, without the share of
    # the network that is reached; it is asked where that share is 1.
    view, graph, weights, length = case
    same(view, "closeness", nx.closeness_centrality(graph, distance=length, wf_improved=True))
    made, names = to_igraph(graph)
    if made.is_connected(mode="strong"):
        values = made.closeness(mode="in", weights="length" if weights else None)
        same(view, "closeness", dict(zip(names, values, strict=True)))


def test_harmonic(case):
    view, graph, weights, length = case
    values = nx.harmonic_centrality(graph, distance=length)
    same(view, "harmonic", {actor: value / (len(graph) - 1) for actor, value in values.items()})
    made, names = to_igraph(graph)
    values = made.harmonic_centrality(mode="in", weights="length" if weights else None)
    same(view, "harmonic", dict(zip(names, values, strict=True)))


def test_eccentricity(case):
    # networkx refuses what is not connected, igraph gives 0 to who reaches nobody; that is blank.
    view, graph, _weights, _length = case
    made, names = to_igraph(graph)
    values = [value or np.nan for value in made.eccentricity(mode="out")]
    same(view, "eccentricity", dict(zip(names, values, strict=True)))


def test_eigenvector(case):
    # Dense eigenvectors of the matrix: networkx's own function raises or depends on the start
    # where components tie, which is blank here.
    view, graph, weights, _length = case
    matrix = nx.to_numpy_array(graph, nodelist=list(view.ids), weight="weight" if weights else None)
    got = measure_table(view, ["eigenvector"])["eigenvector"].to_numpy()
    values = np.linalg.eigvals(matrix.T)
    largest = values.real.max()
    ties = np.abs(values - largest) < 1e-6
    if largest < 1e-6 or ties.sum() > 1:
        assert np.isnan(got).any()
        return
    assert np.square(got).sum() == pytest.approx(1)
    assert (got >= 0).all()
    np.testing.assert_allclose(matrix.T @ got, largest * got, atol=1e-9)
    if nx.is_strongly_connected(graph) if view.directed else nx.is_connected(graph):
        values = nx.eigenvector_centrality_numpy(graph, weight="weight" if weights else None)
        same(view, "eigenvector", {a: abs(v) for a, v in values.items()}, 1e-6)


def test_pagerank(case):
    view, graph, weights, _length = case
    weight = "weight" if weights else None
    same(view, "pagerank", nx.pagerank(graph, weight=weight, tol=1e-13, max_iter=1000), 1e-9)
    made, names = to_igraph(graph)
    same(view, "pagerank", dict(zip(names, made.pagerank(weights=weight), strict=True)), 1e-6)


def test_degrees_with_direction(case):
    view, graph, _weights, _length = case
    if not view.directed:
        return
    made, names = to_igraph(graph)
    same(view, "total_degree", dict(graph.degree))
    same(view, "total_degree", dict(zip(names, made.degree(mode="all"), strict=True)))
    for name, mode in (("in_strength", "in"), ("out_strength", "out")):
        weighed = graph.in_degree if mode == "in" else graph.out_degree
        same(view, name, dict(weighed(weight="weight")))
        values = made.strength(mode=mode, weights="weight")
        same(view, name, dict(zip(names, values, strict=True)))


def test_katz(case):
    # networkx scales to length 1 unless told; igraph for Python has no Katz, so a dense solver.
    view, graph, weights, _length = case
    weight = "weight" if weights else None
    names = list(view.ids)
    matrix = nx.to_numpy_array(graph, nodelist=names, weight=weight)
    largest = np.abs(np.linalg.eigvals(matrix)).max()
    if largest < 1e-3:
        assert measure_table(view, ["katz"])["katz"].isna().all()
        return
    alpha = 0.85 / largest
    values = nx.katz_centrality_numpy(graph, alpha=alpha, normalized=False, weight=weight)
    same(view, "katz", values)
    solved = np.linalg.solve(np.eye(len(names)) - alpha * matrix.T, np.ones(len(names)))
    same(view, "katz", dict(zip(names, solved, strict=True)))


@pytest.mark.filterwarnings("ignore:More than")  # igraph says that many are 0
def test_hubs_and_authorities(case):
    # networkx divides by the sum, igraph by the largest value; length 1 is asked of a dense SVD.
    # All differ from ours, which is blank, where several parts share the largest singular value.
    view, graph, weights, _length = case
    if not view.directed:
        return
    names = list(view.ids)
    matrix = nx.to_numpy_array(graph, nodelist=names, weight="weight" if weights else None)
    left, sizes, right = np.linalg.svd(matrix)
    table = measure_table(view, ["hubs", "authorities"])
    if sizes[0] - sizes[1] < 1e-9 * sizes[0]:
        assert table["hubs"].isna().any()
        return
    same(view, "hubs", dict(zip(names, np.abs(left[:, 0]), strict=True)))
    same(view, "authorities", dict(zip(names, np.abs(right[0]), strict=True)))
    made, _names = to_igraph(graph)
    weight = "weight" if weights else None
    for name, found in (
        ("hubs", made.hub_score(weights=weight)),
        ("authorities", made.authority_score(weights=weight)),
    ):
        scaled = np.array(found) / np.linalg.norm(found)
        same(view, name, dict(zip(names, scaled, strict=True)), 1e-6)


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_reach(case, steps):
    view, graph, _weights, _length = case
    name = "reach" if steps == 2 else f"reach:{steps}"
    near = {
        a: len(nx.single_source_shortest_path_length(graph, a, cutoff=steps)) - 1 for a in graph
    }
    same(view, name, {actor: count / (len(graph) - 1) for actor, count in near.items()})
    made, names = to_igraph(graph)
    sizes = [size - 1 for size in made.neighborhood_size(order=steps, mode="out")]
    values = [size / (len(graph) - 1) for size in sizes]
    same(view, name, dict(zip(names, values, strict=True)))


def test_bridging(case):
    # Neither library has it: betweenness of each, times the coefficient by its definition.
    view, graph, _weights, _length = case
    plain = nx.Graph(graph.to_undirected().edges)
    plain.add_nodes_from(graph)
    made, names = to_igraph(graph)
    by_igraph = dict(zip(names, made.as_undirected().betweenness(), strict=True))
    for found in (nx.betweenness_centrality(plain, normalized=False), by_igraph):
        values = {
            a: found[a] / len(plain[a]) / sum(1 / len(plain[b]) for b in plain[a])
            if plain[a]
            else np.nan
            for a in plain
        }
        same(view, "bridging", values)


def test_current_flow(case):
    # networkx refuses what is not connected; it is asked for the largest component. The second
    # answer solves Kirchhoff's equations for each pair.
    view, graph, weights, _length = case
    plain = nx.Graph()
    plain.add_nodes_from(graph)
    for tail, head, data in graph.edges(data=True):
        size = data["weight"] if weights else 1
        both = plain.get_edge_data(tail, head, {"weight": 0})["weight"] if weights else 0
        plain.add_edge(tail, head, weight=both + size)
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=first_largest)
    values = dict.fromkeys(graph, np.nan)
    if len(parts[0]) > 2:
        part = plain.subgraph(parts[0])
        values |= nx.current_flow_betweenness_centrality(part, weight="weight")
        same(view, "current_flow_betweenness", values)
        values |= by_kirchhoff(part)
    same(view, "current_flow_betweenness", values)


def first_largest(part):
    return -len(part), part[0]


def by_kirchhoff(graph):
    names, n = sorted(graph), len(graph)
    weights = nx.to_numpy_array(graph, nodelist=names)
    laplacian = np.diag(weights.sum(axis=0)) - weights
    passed = np.zeros(n)
    for source in range(n):
        for sink in range(source):
            supply = np.zeros(n)
            supply[[source, sink]] = 1, -1
            potential = np.linalg.lstsq(laplacian, supply, rcond=None)[0]
            flows = np.abs(weights * (potential[:, None] - potential)).sum(axis=1) / 2
            flows[[source, sink]] = 0
            passed += flows
    return dict(zip(names, passed / ((n - 1) * (n - 2) / 2), strict=True))


def test_structural_holes(case):
    # networkx is asked for effective size with `nodes`: without, it divides by the strongest tie
    # of the wrong partner where weights differ (networkx pull request 8906). In directed graphs it
    # gives NaN to who has no outgoing tie though others name them; Burt's partners are both.
    view, graph, weights, _length = case
    weight = "weight" if weights else None
    same(view, "constraint", nx.constraint(graph, weight=weight))
    sizes = nx.effective_size(graph, weight=weight, nodes=list(graph))
    got = measure_table(view, ["effective_size", "efficiency"])
    degrees = dict(graph.to_undirected().degree)
    for actor, size in sizes.items():
        if graph.is_directed() and not graph[actor]:
            continue
        share = size / degrees[actor] if degrees[actor] else np.nan
        assert got["effective_size"][actor] == pytest.approx(size, rel=1e-9, nan_ok=True)
        assert got["efficiency"][actor] == pytest.approx(share, rel=1e-9, nan_ok=True)


def test_effective_size_and_hierarchy_by_burts_sums(case):
    """Sum Burt's formulas term by term; hierarchy is in neither library."""
    view, graph, weights, _length = case
    n, names = len(view), list(view.ids)
    matrix = nx.to_numpy_array(graph, nodelist=names, weight="weight" if weights else None)
    both = matrix + matrix.T
    sizes, spreads = {}, {}
    for i, name in enumerate(names):
        partners = [j for j in range(n) if both[i, j]]
        sizes[name] = spreads[name] = np.nan
        if not partners:
            continue
        p = [both[q] / (both[q].sum() or 1) for q in range(n)]
        sizes[name] = sum(
            1 - sum(p[i][q] * both[j, q] / both[j].max() for q in range(n) if q not in (i, j))
            for j in partners
        )
        held = np.array(
            [
                (p[i][j] + sum(p[i][q] * p[q][j] for q in range(n) if q not in (i, j))) ** 2
                for j in partners
            ]
        )
        if len(partners) > 1:
            ratios = held / held.mean()
            spreads[name] = (ratios * np.log(ratios)).sum() / (
                len(partners) * np.log(len(partners))
            )
    same(view, "effective_size", sizes)
    same(view, "hierarchy", spreads)


def test_core_number_and_clustering(case):
    view, graph, _weights, _length = case
    plain = nx.Graph(graph.to_undirected())
    same(view, "core_number", nx.core_number(plain))
    same(view, "clustering", nx.clustering(plain))


def test_two_mode(case):
    # networkx's closeness passes 1 in small components, its betweenness divides by 0 where
    # nobody can lie between; both are asked where neither happens.
    view, graph, _weights, _length = case
    if view.modes is None:
        return
    first = [actor for actor, mode in zip(view.ids, view.modes, strict=True) if mode == 0]
    same(view, "degree_two_mode", nx.bipartite.degree_centrality(graph, first))
    same(view, "betweenness_two_mode", nx.bipartite.betweenness_centrality(graph, first))
    if nx.is_connected(graph):
        same(view, "closeness_two_mode", nx.bipartite.closeness_centrality(graph, first))
    values = measure_table(view, ["closeness_two_mode"])["closeness_two_mode"]
    assert values.between(0, 1).all()


def test_figures(case):
    view, graph, _weights, _length = case
    plain = nx.Graph(graph.to_undirected())
    got = summarise(view)
    assert got["tied_pairs"] == graph.number_of_edges()
    assert got["components"] == nx.number_connected_components(plain)
    assert got["isolates"] == nx.number_of_isolates(plain)
    largest = max(nx.connected_components(plain), key=len)
    assert got["largest_component"] == len(largest)
    assert got["max_degree"] == max(dict(plain.degree).values())
    # networkx gives 0 where no actor has two partners; that is undefined here.
    assert (got["transitivity"] or 0) == pytest.approx(nx.transitivity(plain))
    assert got["mean_clustering"] == pytest.approx(nx.average_clustering(plain))
    made, _names = to_igraph(graph)
    assert got["average_path_length"] == pytest.approx(made.average_path_length())
    if view.modes is None:
        assert got["density"] == pytest.approx(nx.density(graph))
    if not view.directed:
        sizes = [len(part) for part in nx.connected_components(plain)]
        if sizes.count(max(sizes)) == 1:
            assert got["diameter"] == nx.diameter(plain.subgraph(largest))
    else:
        assert got["reciprocity"] == pytest.approx(nx.reciprocity(graph))
    flat = igraph.Graph.from_networkx(plain)
    if got["degree_assortativity"] is None:
        assert len({plain.degree[end] for tie in plain.edges for end in tie}) == 1
    else:
        assert got["degree_assortativity"] == pytest.approx(
            flat.assortativity_degree(directed=False)
        )


def test_cuts(case):
    view, graph, _weights, _length = case
    plain = nx.Graph(graph.to_undirected())
    cuts = articulation_actors(view)
    assert {row.id for row in cuts} == set(nx.articulation_points(plain))
    for row in cuts:
        part = nx.node_connected_component(plain, row.id) - {row.id}
        sizes = [len(rest) for rest in nx.connected_components(plain.subgraph(part))]
        assert row.cut_off == sum(sizes) - max(sizes)
    found = bridge_ties(view)
    assert {frozenset(row[:2]) for row in found} == {frozenset(tie) for tie in nx.bridges(plain)}
    for row in found:
        without = plain.copy()
        without.remove_edge(row.first, row.second)
        sides = [len(nx.node_connected_component(without, end)) for end in row[:2]]
        assert row.cut_off == min(sides)
    assert [summarise(view)[name] for name in ("articulation_points", "bridges")] == [
        len(cuts),
        len(found),
    ]


def test_every_way_to_betweenness_gives_the_same(case):
    view, _graph, _weights, _length = case
    by_igraph = paths._between_igraph(view)
    share = 1 if view.directed else 2
    by_source = paths._between_by_source(view) / share
    np.testing.assert_allclose(by_source, by_igraph, rtol=1e-9, atol=1e-9)
    if not view.weighted:
        by_level = paths._between_by_level(view.adjacency) / share
        np.testing.assert_allclose(by_level, by_igraph, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("sort", ["plain", "directed", "directed weighted"])
def test_blocks_of_sources_change_nothing(sort, monkeypatch):
    graph = nx.gnp_random_graph(150, 0.03, seed=7, directed="directed" in sort)
    for tail, head in graph.edges:
        graph.edges[tail, head]["weight"] = 1 + (tail + head) % 3
    options = {"directed": "directed" in sort, "weights": "weight" if "weighted" in sort else None}
    names = ["betweenness_raw", "closeness", "harmonic", "eccentricity", "constraint", "clustering"]
    whole = measure_table(Dataset.from_networkx(graph).view(**options), names)
    monkeypatch.setattr(paths, "CELLS", 1)
    monkeypatch.setattr("alianza.graph.measures.triads.PRODUCTS", 1)
    parts = measure_table(Dataset.from_networkx(graph).view(**options), names)
    for name in names:
        np.testing.assert_allclose(parts[name], whole[name], rtol=1e-12)


@pytest.mark.parametrize("package", ["numba", "igraph", None])
def test_large_views_with_accelerators_and_without(package, monkeypatch):
    """Whatever is installed answers, and all give the same numbers."""
    graph = nx.random_regular_graph(3, 60, seed=3)
    values = nx.betweenness_centrality(graph, normalized=False)
    monkeypatch.setattr(choose, "has", lambda name: name == package)
    monkeypatch.setattr(choose, "KERNEL_FROM", dict.fromkeys(choose.KERNEL_FROM, 0))
    monkeypatch.setattr(choose, "LIBRARY_FROM", {"betweenness": 0})
    asked = []
    for name in ("_between_igraph", "_between_kernel", "_between_by_level"):
        real = getattr(paths, name)
        monkeypatch.setattr(
            paths, name, lambda view, name=name, real=real: (asked.append(name), real(view))[1]
        )
    view = Dataset.from_networkx(graph).view()
    same(view, "betweenness_raw", {str(node): value for node, value in values.items()})
    expected = {"numba": "_between_kernel", "igraph": "_between_igraph", None: "_between_by_level"}
    assert asked == [expected[package]]


def test_a_long_path(monkeypatch):
    # Deeper than the levels that are taken at once.
    n = 240
    monkeypatch.setattr(choose, "LIBRARY_FROM", {"betweenness": 10**9})
    view = Dataset.from_networkx(nx.path_graph(n)).view()
    table = measure_table(view, ["betweenness_raw", "eccentricity"])
    assert table["betweenness_raw"][str(100)] == 100 * (n - 101)
    assert table["eccentricity"]["0"] == n - 1
    assert bridge_ties(view)[0].cut_off == n // 2
