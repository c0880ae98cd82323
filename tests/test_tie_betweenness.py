"""Betweenness of ties: networkx, igraph, the kernel, its plain twin and the plain way agree."""

import random

import igraph
import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.kernels import choose, compiling
from alianza.graph.kernels import tie_betweenness as kernels
from alianza.graph.measures import TIE_MEASURES, tie_table
from alianza.graph.measures.paths import length_matrix
from alianza.graph.measures.ties import pairs_of
from scipy.sparse import csr_array

SORTS = ("sparse", "dense", "tree", "twins", "directed", "weighted", "directed weighted", "parts")
SEEDS = range(15)


def graph_of(sort, seed):
    """Give a random graph of a sort."""
    chance = random.Random(f"ties {sort} {seed}")
    n = chance.randint(2, 24)
    directed = "directed" in sort
    if sort == "tree":
        graph = nx.random_labeled_tree(n, seed=chance.randint(0, 10**6))
    elif sort == "twins":
        graph = nx.complete_bipartite_graph(n, chance.randint(1, 4))
        graph.add_edge(0, "leaf")
    elif sort == "parts":
        graph = nx.disjoint_union(nx.gnp_random_graph(n, 0.2, seed=seed), nx.path_graph(4))
    else:
        share = {"dense": 0.6}.get(sort, 2.2 / n)
        graph = nx.gnp_random_graph(n, min(1, share), seed=seed, directed=directed)
    for _tail, _head, data in graph.edges(data=True):
        # Lengths that are sums of powers of two are exact, so that networkx finds equal ones equal.
        data["weight"] = chance.choice([0.5, 1, 2, 4]) if "weighted" in sort else 1
    return graph


def view_of(graph, sort):
    return Dataset.from_networkx(graph).view(
        directed="directed" in sort, weights="weight" if "weighted" in sort else None
    )


def expected(graph, sort):
    """Give networkx's values by pair of ids."""
    for _tail, _head, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    weight = "length" if "weighted" in sort else None
    found = nx.edge_betweenness_centrality(graph, normalized=False, weight=weight)
    pairs = {}
    for (tail, head), value in found.items():
        ends = (str(tail), str(head))
        pairs[ends if graph.is_directed() else tuple(sorted(ends))] = value
    return pairs


@pytest.mark.parametrize("sort", SORTS)
def test_every_way_agrees_with_networkx(sort, monkeypatch):
    ways = ["plain", "library"]
    if choose.has("numba"):
        ways.append("kernel")
    for seed in SEEDS:
        graph = graph_of(sort, seed)
        if not graph.number_of_edges():
            continue
        wanted = expected(graph, sort)
        for way in ways:
            monkeypatch.setattr(choose, "way", lambda _question, _size, way=way: way)
            table = tie_table(view_of(graph, sort))
            found = {
                (row["from"], row["to"]): row["edge_betweenness"] for _at, row in table.iterrows()
            }
            assert found.keys() == wanted.keys()
            for pair, value in wanted.items():
                assert found[pair] == pytest.approx(value, rel=1e-9, abs=1e-9), (seed, way)


@pytest.mark.parametrize("sort", SORTS)
def test_the_kernel_agrees_with_igraph_and_its_plain_twin(sort, monkeypatch):
    graph = graph_of(sort, 1000)
    view = view_of(graph, sort)
    lengths = length_matrix(view) if view.weighted else view.adjacency
    search = kernels.directed if view.directed else kernels.undirected
    first, second, kept = pairs_of(view)
    other = igraph.Graph(len(view), np.column_stack([first, second]), directed=view.directed)
    theirs = other.edge_betweenness(weights=lengths.data[kept].tolist())
    ours = search(lengths, view.weighted, 2)
    np.testing.assert_allclose(ours[kept], theirs, rtol=1e-9, atol=1e-9)
    for name in ("_from_sources", "_by_length"):
        monkeypatch.setattr(kernels, name, compiling.twin(getattr(kernels, name)))
    monkeypatch.setattr(kernels, "nearest", compiling.twin(kernels.nearest))
    np.testing.assert_allclose(search(lengths, view.weighted, 1), ours, rtol=1e-12)


def test_threads_change_no_byte():
    graph = nx.barabasi_albert_graph(400, 3, seed=4)
    view = Dataset.from_networkx(graph).view()
    one = kernels.undirected(view.adjacency, False, 1)
    assert (one == kernels.undirected(view.adjacency, False, 4)).all()


def test_a_bridge_has_every_pair_across_it_and_a_graph_without_ties_none():
    barbell = Dataset.from_networkx(nx.barbell_graph(4, 0)).view()
    table = tie_table(barbell).set_index(["from", "to"])
    assert table.loc[("3", "4"), "edge_betweenness"] == 16  # 4 actors on each side
    assert table.loc[("3", "4"), "edge_betweenness_rank"] == 1
    assert table.loc[("0", "1"), "edge_betweenness"] == 1  # two friends who need nobody
    assert kernels.undirected(csr_array((3, 3)), False).size == 0
    assert TIE_MEASURES["edge_betweenness"].reference


def test_an_unknown_measure_of_ties_names_the_known_ones():
    view = Dataset.from_networkx(nx.path_graph(3)).view()
    with pytest.raises(LookupError, match="edge_betweenness"):
        tie_table(view, ["edge_betwenness"])
