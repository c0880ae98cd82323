"""Every measure and figure against two others: a library, and its definition on dense matrices.

`OTHERS` has a row for every row of the registries; the first test fails where one is missing.
"""

import itertools
import random

import igraph
import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.measures import FIGURES, MEASURES, core_periphery, measure_table, summarise
from alianza.graph.measures.registry import applies

# Compared with two others elsewhere, since random graphs do not make them.
ELSEWHERE = {
    "role_degree": "test_measures_spread.py",
    "coreness": "test_coreness.py",
    "coreness_fit": "test_coreness.py",
}
LOOSE = {"eigenvector", "pagerank", "hubs", "authorities"}
NAN = float("nan")
SORTS = ["plain", "sparse", "isolates", "tree", "weighted", "directed", "directed weighted", "two"]


def draw(sort, seed):
    """Give a random graph with text nodes; weights are powers of two, so that equal paths are."""
    chance = random.Random(f"{seed} {sort}")
    n = chance.randint(5, 18)
    if sort == "two":
        graph = nx.DiGraph()
        cities = [f"c{place:02}" for place in range(n)]
        networks = [f"x{place:02}" for place in range(chance.randint(2, 6))]
        graph.add_nodes_from(cities, kind="city", label="city")
        graph.add_nodes_from(networks, kind="network", label="network")
        pairs = [pair for pair in itertools.product(cities, networks) if chance.random() < 0.3]
        graph.add_edges_from([(cities[0], networks[0]), *pairs], kind="membership")
        return graph
    if sort == "tree":
        graph = nx.random_labeled_tree(n, seed=chance.randint(0, 10**6))
    else:
        density = {"plain": 0.35, "sparse": 1.5 / n, "isolates": 0.6 / n}.get(sort, 0.25)
        directed = "directed" in sort
        graph = nx.gnp_random_graph(n, density, seed=chance.randint(0, 10**6), directed=directed)
    graph.add_edge(0, 1)
    for *_ends, data in graph.edges(data=True):
        data["weight"] = chance.choice([1, 2, 4]) if "weighted" in sort else 1
    return nx.relabel_nodes(graph, {node: f"n{node:02}" for node in graph})


class Case:
    """A random view as networkx, as igraph and as dense matrices in the order of its ids."""

    def __init__(self, sort, seed):
        graph = draw(sort, seed)
        weights = "weight" if "weighted" in sort else None
        self.view = Dataset.from_networkx(graph).view(weights=weights, directed="directed" in sort)
        self.ids, self.n = list(self.view.ids), len(self.view)
        self.directed, self.weight = self.view.directed, weights
        self.graph = self.view.to_networkx()
        for *_ends, data in self.graph.edges(data=True):
            data["length"] = 1 / data["weight"]
        self.plain = nx.Graph(self.graph.to_undirected())
        names = sorted(self.graph)
        place = {name: index for index, name in enumerate(names)}
        ties = [(place[a], place[b]) for a, b in self.graph.edges]
        self.igraph = igraph.Graph(n=self.n, edges=ties, directed=self.directed)
        for key in ("weight", "length"):
            self.igraph.es[key] = [data[key] for *_ends, data in self.graph.edges(data=True)]
        self.flat = igraph.Graph.from_networkx(self.plain)
        self.a = nx.to_numpy_array(self.graph, nodelist=self.ids, weight=None)
        self.valued = nx.to_numpy_array(self.graph, nodelist=self.ids, weight="weight")
        self.w = self.valued if weights else self.a
        self.u = ((self.a + self.a.T) > 0).astype(float)
        self.modes = self.view.modes
        self.length = "length" if weights else None

    def named(self, values):
        return [values[actor] for actor in self.ids]


def distances(ties):
    """Floyd and Warshall, a tie being 1/weight long."""
    far = np.full(ties.shape, np.inf)
    far[ties > 0] = 1 / ties[ties > 0]
    np.fill_diagonal(far, 0)
    for k in range(len(far)):
        far = np.minimum(far, far[:, [k]] + far[[k], :])
    return far


def paths(ties):
    """Count the shortest paths between every two."""
    far, n = distances(ties), len(ties)
    count = np.eye(n)
    for source in range(n):
        for target in np.argsort(far[source]):
            if target == source or not np.isfinite(far[source, target]):
                continue
            before = [
                v
                for v in range(n)
                if ties[v, target] > 0
                and abs(far[source, v] + 1 / ties[v, target] - far[source, target]) < 1e-9
            ]
            count[source, target] = count[source, before].sum()
    return far, count


def between(ties, *, directed):
    """Sum the shares of shortest paths pair by pair."""
    far, count = paths(ties)
    n = len(ties)
    found = np.zeros(n)
    for s, t, v in itertools.permutations(range(n), 3):
        if np.isfinite(far[s, t]) and abs(far[s, v] + far[v, t] - far[s, t]) < 1e-9:
            found[v] += count[s, v] * count[v, t] / count[s, t]
    return found if directed else found / 2


def ratio(top, bottom):
    return top / bottom if bottom else NAN


def principal(matrix):
    """Give the leading eigenvector, or None where it is not unique."""
    values, vectors = np.linalg.eig(matrix)
    order = np.argsort(-values.real)
    if values.real[order[0]] < 1e-6 or (abs(values - values[order[0]]) < 1e-6).sum() > 1:
        return None
    vector = np.abs(vectors[:, order[0]].real)
    return vector / np.linalg.norm(vector)


def two_largest(matrix):
    left, sizes, right = np.linalg.svd(matrix)
    return None if sizes[0] - sizes[1] < 1e-9 * sizes[0] else (abs(left[:, 0]), abs(right[0]))


def closeness(case, far):
    n = case.n
    found = []
    for i in range(n):
        reached = far[:, i][np.isfinite(far[:, i])]
        found.append(((len(reached) - 1) ** 2 / (n - 1)) / reached.sum() if reached.sum() else 0)
    return found


def two_mode_closeness(case, far):
    found = []
    for i in range(case.n):
        own = np.isfinite(far[i]) & (case.modes == case.modes[i])
        other = np.isfinite(far[i]) & (case.modes != case.modes[i])
        least = other.sum() + 2 * (own.sum() - 1)
        total = far[i][np.isfinite(far[i])].sum()
        share = (own.sum() - 1 + other.sum()) / (case.n - 1)
        found.append(least / total * share if total else 0)
    return found


def most_between(own, other):
    """Borgatti and Everett 1997: the largest betweenness in modes of these sizes."""
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def by_mode(case, function):
    if case.modes is None:
        return function(np.ones(case.n, dtype=bool))
    return {name: function(case.modes == m) for m, name in enumerate(case.view.mode_names)}


def burt(case):
    """Sum Burt's formulas term by term: constraint, effective size, efficiency, hierarchy."""
    both, n = case.w + case.w.T, case.n
    rows = []
    for i in range(n):
        near = [j for j in range(n) if both[i, j]]
        if not near:
            rows.append((NAN,) * 4)
            continue
        p = both / np.maximum(both.sum(axis=1, keepdims=True), 1e-300)
        held = np.array(
            [
                (p[i, j] + sum(p[i, q] * p[q, j] for q in range(n) if q not in (i, j))) ** 2
                for j in near
            ]
        )
        size = sum(
            1 - sum(p[i, q] * both[j, q] / both[j].max() for q in range(n) if q not in (i, j))
            for j in near
        )
        r = held / held.mean()
        spread = (r * np.log(r)).sum() / (len(near) * np.log(len(near))) if len(near) > 1 else NAN
        rows.append((held.sum(), size, size / len(near), spread))
    return np.array(rows).T


def burt_vectors(case):
    """Give the same by products of matrices."""
    both = case.w + case.w.T
    p = both / np.maximum(both.sum(axis=1, keepdims=True), 1e-300)
    m = both / np.maximum(both.max(axis=1, keepdims=True), 1e-300)
    np.fill_diagonal(p, 0)
    tied = both > 0
    held = np.where(tied, (p + p @ p) ** 2, 0)
    degree = tied.sum(axis=1)
    size = np.where(tied, 1 - p @ m.T, 0).sum(axis=1)
    mean = held.sum(axis=1) / np.maximum(degree, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = held / mean[:, None]
        spread = np.where(tied, r * np.log(r), 0).sum(axis=1) / (degree * np.log(degree))
        found = np.array([held.sum(axis=1), size, size / degree, spread])
    found[:, degree == 0] = NAN
    found[3, degree < 2] = NAN
    return found


def flow(case, solve):
    """Send a unit between every two of the largest component and measure what passes."""
    both = case.u
    if case.weight:
        both = case.w + case.w.T if case.directed else case.w
    parts = sorted(
        (sorted(p) for p in nx.connected_components(case.plain)), key=lambda p: (-len(p), p)
    )
    at = [case.ids.index(actor) for actor in parts[0]]
    found = np.full(case.n, NAN)
    if len(at) < 3:
        return found
    ties = both[np.ix_(at, at)]
    inverse = solve(np.diag(ties.sum(axis=0)) - ties)
    passed = np.zeros(len(at))
    for s, t in itertools.combinations(range(len(at)), 2):
        potential = inverse[:, s] - inverse[:, t]
        flows = (ties * abs(potential[:, None] - potential)).sum(axis=1) / 2
        flows[[s, t]] = 0
        passed += flows
    found[at] = passed / ((len(at) - 1) * (len(at) - 2) / 2)
    return found


def flow_by_networkx(case):
    plain = nx.Graph()
    plain.add_nodes_from(case.graph)
    for tail, head, data in case.graph.edges(data=True):
        size = data["weight"] if case.weight else 1
        before = plain.get_edge_data(tail, head, {"weight": 0})["weight"] if case.weight else 0
        plain.add_edge(tail, head, weight=size + before)
    part = min(nx.connected_components(plain), key=lambda p: (-len(p), min(p)))
    found = dict.fromkeys(plain, NAN)
    if len(part) > 2:
        found |= nx.current_flow_betweenness_centrality(plain.subgraph(part), weight="weight")
    return case.named(found)


def bridging(case, found):
    degree = case.u.sum(axis=1)
    return [
        found[i] / degree[i] / sum(1 / degree[j] for j in np.flatnonzero(case.u[i]))
        if degree[i]
        else NAN
        for i in range(case.n)
    ]


def peeled(u):
    """Take actors of few partners away until none is left."""
    left, core, k = u.copy(), np.zeros(len(u)), 0
    alive = np.ones(len(u), dtype=bool)
    while alive.any():
        low = alive & (left.sum(axis=1) <= k)
        if low.any():
            core[low], alive[low] = k, False
            left[low, :] = left[:, low] = 0
        else:
            k += 1
    return core


def triangles(u):
    degree = u.sum(axis=1)
    closed = np.array([u[i] @ u @ u[i] for i in range(len(u))])
    return closed, degree * (degree - 1)


def katz_by_walks(case):
    largest = abs(np.linalg.eigvals(case.w)).max()
    if largest < 1e-3:
        return None
    found, step = np.ones(case.n), np.ones(case.n)
    for _walk in range(2000):
        step = 0.85 / largest * case.w.T @ step
        found = found + step
    return found


def katz_by_networkx(case):
    largest = abs(np.linalg.eigvals(case.w)).max()
    if largest < 1e-3:
        return None
    made = nx.katz_centrality_numpy(
        case.graph, alpha=0.85 / largest, normalized=False, weight=case.weight
    )
    return case.named(made)


def surfer(case):
    n, out = case.n, case.w.sum(axis=1)
    rows = np.where(out[:, None] > 0, case.w / np.maximum(out, 1e-300)[:, None], 1 / n)
    matrix = np.eye(n) - 0.85 * rows.T
    return np.linalg.solve(matrix, np.full(n, 0.15 / n))


def paths_of_three(u):
    return sum(
        (u[i].sum() - 1) * (u[j].sum() - 1) for i, j in zip(*np.nonzero(np.triu(u)), strict=True)
    )


def squares(u):
    return (
        sum(
            (u[i] @ u[j]) * (u[i] @ u[j] - 1) / 2
            for i, j in itertools.combinations(range(len(u)), 2)
        )
        / 2
    )


def closed_paths(case, joined):
    """Go through all paths i, p, j, q, k of five actors, i and k of one mode; by mode."""
    near = {i: set(np.flatnonzero(case.u[i]).tolist()) for i in range(case.n)}
    found = {}
    for mode, name in enumerate(case.view.mode_names):
        total = closed = 0
        for j in np.flatnonzero(case.modes == mode).tolist():
            for p, q in itertools.permutations(sorted(near[j]), 2):
                for i, k in itertools.product(near[p] - {j}, near[q] - {j}):
                    if i != k:
                        total += 1
                        closed += bool(joined(near, i, k) - {p, q})
        found[name] = closed / total if total else None
    return found


def star(values, most):
    return (max(values) - np.array(values)).sum() / most


def freeman(case, values, most):
    return None if case.modes is not None or case.n < 3 else star(values, most)


def largest_part(case):
    return min(nx.connected_components(case.plain), key=lambda part: (-len(part), min(part)))


def longest(case, far):
    at = [case.ids.index(actor) for actor in largest_part(case)]
    inside = far[np.ix_(at, at)]
    return inside[np.isfinite(inside)].max()


def mean_path(far):
    off = far[~np.eye(len(far), dtype=bool)]
    return off[np.isfinite(off)].mean()


def hops(case):
    return np.array(case.igraph.distances(mode="out"), dtype=float)


def core_fit(case):
    found = core_periphery(case.view)
    if found is None:
        return None
    core = set(found.ids)
    pairs = list(itertools.combinations(case.ids, 2))
    tied = [case.plain.has_edge(i, j) for i, j in pairs]
    return np.corrcoef(tied, [i in core or j in core for i, j in pairs])[0, 1]


def core_fit_by_counts(case):
    """Pearson's formula from four counts, the core being that of the search."""
    found = core_periphery(case.view)
    if found is None:
        return None
    inner = np.isin(case.ids, found.ids)
    pairs, m = case.n * (case.n - 1) / 2, case.u.sum() / 2
    outer = (~inner).sum()
    ideal = pairs - outer * (outer - 1) / 2
    both = m - case.u[~inner][:, ~inner].sum() / 2
    return (pairs * both - m * ideal) / np.sqrt(m * (pairs - m) * ideal * (pairs - ideal))


def correlated(case):
    i, j = np.nonzero(case.u)
    degree = case.u.sum(axis=1)
    return None if np.ptp(degree[i]) == 0 else np.corrcoef(degree[i], degree[j])[0, 1]


def assorted(case):
    value = case.flat.assortativity_degree(directed=False)
    return None if np.isnan(value) else value


def falls_apart(u, removed):
    keep = [i for i in range(len(u)) if i != removed]
    before = np.isfinite(distances(u))[removed]
    reached = np.isfinite(distances(u[np.ix_(keep, keep)]))
    near = [keep.index(i) for i in np.flatnonzero(before) if i != removed]
    return bool(near) and not reached[np.ix_(near, near)].all()


def bridges(u):
    found = 0
    for i, j in zip(*np.nonzero(np.triu(u)), strict=True):
        without = u.copy()
        without[i, j] = without[j, i] = 0
        found += not np.isfinite(distances(without)[i, j])
    return found


def kinds(case):
    return {kind: case.view.kinds.count(kind) for kind in set(case.view.kinds)}


def components(case):
    return len({tuple(np.isfinite(row)) for row in distances(case.u)})


def tie_counts(case):
    ties = case.view.dataset.ties
    return ties["kind"].value_counts().to_dict()


def tie_counts_by_networkx(case):
    graph = case.view.dataset.to_networkx()
    found = {}
    for *_ends, data in graph.edges(data=True):
        found[data["kind"]] = found.get(data["kind"], 0) + 1
    return found


def kinds_by_networkx(case):
    found = {}
    for actor in case.graph:
        kind = case.view.kinds[case.ids.index(actor)]
        found[kind] = found.get(kind, 0) + 1
    return found


def one_or_all(case, of_mode, whole):
    return whole if case.modes is None else of_mode


def hub_scores(case, method):
    if two_largest(case.w) is None:
        return None
    found = getattr(case.igraph, method)(weights=case.weight)
    return np.array(found) / np.linalg.norm(found)


def degrees_of(case, names):
    return [case.plain.degree[name] for name in names]


def per_mode(case, function):
    """Ask `function` for each mode's list of degrees in networkx."""
    if case.modes is None:
        return function(degrees_of(case, case.ids))
    return {
        name: function(degrees_of(case, [a for a, m in zip(case.ids, case.modes, strict=True) if m == mode]))
        for mode, name in enumerate(case.view.mode_names)
    }  # fmt: skip


def first(case):
    return [actor for actor, mode in zip(case.ids, case.modes, strict=True) if mode == 0]


def by_shared(case):
    """Robins and Alexander from networkx's own count of paths and cycles."""
    value = nx.bipartite.robins_alexander_clustering(case.graph)
    return value if paths_of_three(case.u) else None


def dense_clustering(case):
    closed, triples = triangles(case.u)
    return np.divide(closed, triples, out=np.zeros(case.n), where=triples > 0)


def eigen_by_library(case):
    if principal(case.w.T) is None:
        return None
    strongly = nx.is_strongly_connected if case.directed else nx.is_connected
    if not strongly(case.graph):
        return principal(case.w.T)
    return np.abs(case.named(nx.eigenvector_centrality_numpy(case.graph, weight=case.weight)))


OTHERS = {
    "degree": (lambda c: c.named(dict(c.plain.degree)), lambda c: c.u.sum(axis=1)),
    "degree_centrality": (
        lambda c: c.named(nx.degree_centrality(c.plain)),
        lambda c: c.u.mean(axis=1) * c.n / (c.n - 1),
    ),
    "in_degree": (lambda c: c.igraph.degree(mode="in"), lambda c: c.a.sum(axis=0)),
    "out_degree": (lambda c: c.igraph.degree(mode="out"), lambda c: c.a.sum(axis=1)),
    "total_degree": (
        lambda c: c.igraph.degree(mode="all"),
        lambda c: c.a.sum(axis=0) + c.a.sum(axis=1),
    ),
    "strength": (
        lambda c: c.named(dict(c.graph.degree(weight="weight"))),
        lambda c: c.valued.sum(axis=1) + (c.valued.sum(axis=0) if c.directed else 0),
    ),
    "in_strength": (
        lambda c: c.igraph.strength(mode="in", weights="weight"),
        lambda c: c.valued.sum(axis=0),
    ),
    "out_strength": (
        lambda c: c.igraph.strength(mode="out", weights="weight"),
        lambda c: c.valued.sum(axis=1),
    ),
    "betweenness": (
        lambda c: c.named(nx.betweenness_centrality(c.graph, weight=c.length)),
        lambda c: (
            between(c.w, directed=c.directed)
            / ((c.n - 1) * (c.n - 2) / (1 if c.directed else 2))
        ),
    ),
    "betweenness_raw": (
        lambda c: c.igraph.betweenness(directed=c.directed, weights=c.length),
        lambda c: between(c.w, directed=c.directed),
    ),
    "closeness": (
        lambda c: c.named(nx.closeness_centrality(c.graph, distance=c.length)),
        lambda c: closeness(c, distances(c.w)),
    ),
    "harmonic": (
        lambda c: c.igraph.harmonic_centrality(mode="in", weights=c.length),
        lambda c: [
            sum(1 / d for d in column if 0 < d < np.inf) / (c.n - 1) for column in distances(c.w).T
        ],
    ),
    "eccentricity": (
        lambda c: [value or NAN for value in c.igraph.eccentricity(mode="out")],
        lambda c: [row[np.isfinite(row)].max() or NAN for row in distances(c.a)],
    ),
    "eigenvector": (eigen_by_library, lambda c: principal(c.w.T)),
    "pagerank": (
        lambda c: c.named(nx.pagerank(c.graph, weight=c.weight, tol=1e-13, max_iter=1000)),
        surfer,
    ),
    "current_flow_betweenness": (flow_by_networkx, lambda c: flow(c, np.linalg.pinv)),
    "constraint": (
        lambda c: c.named(nx.constraint(c.graph, weight=c.weight)),
        lambda c: burt(c)[0],
    ),
    "effective_size": (lambda c: burt_vectors(c)[1], lambda c: burt(c)[1]),
    "efficiency": (lambda c: burt_vectors(c)[2], lambda c: burt(c)[2]),
    "hierarchy": (lambda c: burt_vectors(c)[3], lambda c: burt(c)[3]),
    "core_number": (lambda c: c.named(nx.core_number(c.plain)), lambda c: peeled(c.u)),
    "clustering": (lambda c: c.named(nx.clustering(c.plain)), dense_clustering),
    "reach": (
        lambda c: [(s - 1) / (c.n - 1) for s in c.igraph.neighborhood_size(order=2, mode="out")],
        lambda c: [((row <= 2).sum() - 1) / (c.n - 1) for row in distances(c.a)],
    ),
    "bridging": (
        lambda c: bridging(c, c.named(nx.betweenness_centrality(c.plain, normalized=False))),
        lambda c: bridging(c, between(c.u, directed=False)),
    ),
    "degree_two_mode": (
        lambda c: c.named(nx.bipartite.degree_centrality(c.graph, first(c))),
        lambda c: [c.u[i].sum() / (c.modes != c.modes[i]).sum() for i in range(c.n)],
    ),
    "closeness_two_mode": (
        lambda c: two_mode_closeness(c, hops(c)),
        lambda c: two_mode_closeness(c, distances(c.a)),
    ),
    "betweenness_two_mode": (
        lambda c: c.named(nx.bipartite.betweenness_centrality(c.graph, first(c))),
        lambda c: [
            value / most_between((c.modes == mode).sum(), (c.modes != mode).sum())
            for value, mode in zip(between(c.u, directed=False), c.modes, strict=True)
        ],
    ),
    "katz": (katz_by_networkx, katz_by_walks),
    "hubs": (
        lambda c: hub_scores(c, "hub_score"),
        lambda c: two_largest(c.w) and two_largest(c.w)[0],
    ),
    "authorities": (
        lambda c: hub_scores(c, "authority_score"),
        lambda c: two_largest(c.w) and two_largest(c.w)[1],
    ),
    "actors": (
        lambda c: per_mode(c, len),
        lambda c: by_mode(c, lambda mine: int(mine.sum())),
    ),
    "actors_by_kind": (kinds_by_networkx, kinds),
    "ties": (
        lambda c: c.view.dataset.to_networkx().number_of_edges(),
        lambda c: len(c.view.dataset.ties),
    ),
    "ties_by_kind": (tie_counts_by_networkx, tie_counts),
    "tied_pairs": (
        lambda c: c.igraph.ecount(),
        lambda c: c.a.sum() / (1 if c.directed else 2),
    ),
    "density": (
        lambda c: (
            nx.density(c.graph)
            if c.modes is None
            else nx.bipartite.density(c.graph, first(c))
        ),
        lambda c: (
            c.a.sum() / (c.n * (c.n - 1))
            if c.modes is None
            else c.a[c.modes == 0][:, c.modes == 1].mean()
        ),
    ),
    "components": (lambda c: nx.number_connected_components(c.plain), components),
    "isolates": (
        lambda c: nx.number_of_isolates(c.plain),
        lambda c: (c.u.sum(axis=1) == 0).sum(),
    ),
    "largest_component": (
        lambda c: len(max(nx.connected_components(c.plain), key=len)),
        lambda c: np.isfinite(distances(c.u)).sum(axis=1).max(),
    ),
    "diameter": (lambda c: longest(c, hops(c)), lambda c: longest(c, distances(c.a))),
    "average_path_length": (
        lambda c: c.igraph.average_path_length(),
        lambda c: mean_path(distances(c.a)),
    ),
    "mean_degree": (
        lambda c: per_mode(c, np.mean),
        lambda c: by_mode(c, lambda mine: c.u[mine].sum() / mine.sum()),
    ),
    "median_degree": (
        lambda c: per_mode(c, np.median),
        lambda c: by_mode(c, lambda mine: np.quantile(c.u[mine].sum(axis=1), 0.5)),
    ),
    "max_degree": (lambda c: c.flat.maxdegree(), lambda c: c.u.sum(axis=1).max()),
    "transitivity": (
        lambda c: none_for_nan(c.flat.transitivity_undirected(mode="nan")),
        lambda c: none_for_nan(ratio(triangles(c.u)[0].sum(), triangles(c.u)[1].sum())),
    ),
    "mean_clustering": (
        lambda c: c.flat.transitivity_avglocal_undirected(mode="zero"),
        lambda c: dense_clustering(c).mean(),
    ),
    "degree_assortativity": (assorted, correlated),
    "reciprocity": (
        lambda c: nx.reciprocity(c.graph),
        lambda c: (c.a * c.a.T).sum() / c.a.sum(),
    ),
    "centralisation_degree": (
        lambda c: freeman(c, degrees_of(c, c.ids), (c.n - 1) * (c.n - 2)),
        lambda c: freeman(c, c.u.sum(axis=1), (c.n - 1) * (c.n - 2)),
    ),
    "centralisation_closeness": (
        lambda c: freeman(
            c,
            c.named(nx.closeness_centrality(c.plain)),
            (c.n - 1) * (c.n - 2) / (2 * c.n - 3),
        ),
        lambda c: freeman(
            c, closeness(c, distances(c.u)), (c.n - 1) * (c.n - 2) / (2 * c.n - 3)
        ),
    ),
    "centralisation_betweenness": (
        lambda c: freeman(c, c.named(nx.betweenness_centrality(c.plain)), c.n - 1),
        lambda c: freeman(
            c, between(c.u, directed=False), (c.n - 1) ** 2 * (c.n - 2) / 2
        ),
    ),
    "articulation_points": (
        lambda c: len(set(nx.articulation_points(c.plain))),
        lambda c: sum(falls_apart(c.u, i) for i in range(c.n)),
    ),
    "bridges": (lambda c: len(list(nx.bridges(c.plain))), lambda c: bridges(c.u)),
    "degeneracy": (lambda c: max(c.flat.coreness()), lambda c: peeled(c.u).max()),
    "core_periphery_fit": (core_fit, core_fit_by_counts),
    "core_size": (
        lambda c: len(core_periphery(c.view).ids) if core_periphery(c.view) else None,
        lambda c: (
            None
            if core_periphery(c.view) is None
            else sum(actor in core_periphery(c.view).ids for actor in c.graph)
        ),
    ),
    "clustering_two_mode": (
        by_shared,
        lambda c: none_for_nan(ratio(4 * squares(c.u), paths_of_three(c.u))),
    ),
    "closure_two_mode": (
        lambda c: closed_paths(c, lambda near, i, k: near[i] & near[k]),
        lambda c: closed_paths(
            c, lambda near, i, k: set(np.flatnonzero(c.u[i] * c.u[k]).tolist())
        ),
    ),
}  # fmt: skip


def none_for_nan(value):
    return None if np.isnan(value) else value


CASES = {(sort, seed): Case(sort, seed) for sort in SORTS for seed in range(3)}


def test_every_measure_and_figure_has_two_others():
    named = {*OTHERS, *ELSEWHERE}
    assert {*MEASURES, *FIGURES} == named
    assert all(len({*others}) == 2 for others in OTHERS.values())


def test_every_sort_is_drawn():
    assert any(case.directed for case in CASES.values())
    assert any(case.weight for case in CASES.values())
    assert any(case.modes is not None for case in CASES.values())
    assert any(not nx.is_connected(case.plain) for case in CASES.values())
    assert any(nx.number_of_isolates(case.plain) for case in CASES.values())


@pytest.mark.filterwarnings("ignore:More than")  # igraph says that many are 0
@pytest.mark.parametrize("name", OTHERS)
def test_the_three_agree(name):
    row = MEASURES.get(name) or FIGURES[name]
    asked = 0
    for key, case in CASES.items():
        if not applies(row, case.view):
            continue
        for place, other in enumerate(OTHERS[name]):
            expected = other(case)
            tolerance = 1e-6 if name in LOOSE else 1e-9
            if name in MEASURES:
                got = measure_table(case.view, [name])[name].to_numpy()
                if expected is None:
                    # Not unique, or without meaning: blank.
                    assert np.isnan(got).any(), (key, place)
                    continue
                asked += 1
                expected = np.array(expected, dtype=float)
                np.testing.assert_allclose(
                    got, expected, rtol=tolerance, atol=tolerance, err_msg=f"{key} {place}"
                )
            else:
                got = summarise(case.view, [name])[name]
                if got is None or expected is None:
                    assert got is expected, (key, place, got, expected)
                    continue
                asked += 1
                assert got == pytest.approx(expected, rel=tolerance, abs=tolerance), (key, place)
    assert asked
