"""Measures of whole networks beside other libraries, on the same graphs in the same run.

Loading, compiling and building each library's graph are left out; every call is made once
before it is timed, except where one call takes more than ten seconds.
"""

from __future__ import annotations

import os
import statistics
from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING, Any, NamedTuple

import graphtool
import numpy as np
from generators import alike, preferential, sister_cities
from scipy.sparse import csr_array
from timing import RUNS, machine, seconds, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from alianza.graph.view import View

THREADS = os.cpu_count() or 1
SWEEPS = 30
DISTANCES = "closeness, harmonic, eccentricity, path lengths"
# What networkx is not asked: it takes minutes for each run.
PATIENT = 6_000


class Data(NamedTuple):
    """One graph: its name, ties, number of actors, and of actors of the first mode (0: one)."""

    name: str
    pairs: np.ndarray
    actors: int
    first: int = 0

    @property
    def matrix(self) -> csr_array:
        """Give the symmetric matrix of ones."""
        tails, heads = self.pairs.T
        rows, columns = np.concatenate([tails, heads]), np.concatenate([heads, tails])
        shape = (self.actors, self.actors)
        matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        matrix.sort_indices()
        return matrix


def graphs(*, quick: bool) -> list[Data]:
    """Give the three shapes."""
    part = 10 if quick else 1
    cities, networks = 13_000 // part, 60
    memberships = alike(cities, networks, 16_500 // part) + np.array([0, cities])
    return [
        Data("affiliations", memberships, cities + networks, cities),
        Data("sister cities", sister_cities(14_274 // part, 20_573 // part), 14_274 // part),
        Data("Barabási–Albert", preferential(10_000 // part, 5), 10_000 // part),
    ]


def view_of(data: Data) -> Any:
    """Give a view that nothing has been computed from yet."""
    from alianza.graph.dataset import Dataset
    from alianza.graph.view import View

    ids = tuple(map(str, range(data.actors)))
    nothing: Any = Dataset
    view = View(nothing, ids, ids, ids, data.matrix)
    _ = view.adjacency, view.undirected
    return view


def _said(found: tuple[float, ...]) -> str:
    middle = statistics.median(found)
    return f"{middle:.4f} ({min(found):.4f}–{max(found):.4f})"


def run(*, quick: bool) -> str:
    """Time each question by each library that answers it."""
    rows: list[tuple[object, ...]] = []
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    for data in graphs(quick=quick):
        elsewhere = _by_graphtool(data)
        for question, peers in _questions(data).items():
            times = {name: seconds(call) for name, call in peers.items()}
            times |= elsewhere.get(question, {})
            ours = statistics.median(times.pop("alianza"))
            own = _said(seconds(peers["alianza"]))
            best = min(times, key=lambda name: statistics.median(times[name]))
            fastest = statistics.median(times[best])
            others = ", ".join(f"{name} {statistics.median(t):.3g}" for name, t in times.items())
            rows.append((f"{data.name}: {question}", own, others, best, f"{fastest / ours:.1f}"))
    header = ("question", "alianza, seconds (spread)", "others", "fastest other", "times faster")
    packages = ["numba", "scipy", "networkx", "igraph"]
    packages += [name for name in ("networkit", "rustworkx") if has(name)]
    return (
        f"{table(header, rows)}\n\n{machine(*packages)}{graphtool.beside()}; medians of {RUNS} runs, {THREADS} threads;"
        f" load of the machine when it began: {load:.1f}."
    )


def has(name: str) -> bool:
    """Say whether a package is installed."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _questions(data: Data) -> dict[str, dict[str, Callable[[], object]]]:
    """Give the calls of each question, by library, on graphs that are already built."""
    import igraph
    import networkx as nx
    from alianza.graph.chance import rewiring
    from alianza.graph.kernels import betweenness, choose, distances, tie_betweenness

    # At every size, so that quick runs try them too.
    choose.KERNEL_FROM.update(dict.fromkeys(choose.KERNEL_FROM, 0))
    matrix, tails, heads = data.matrix, *data.pairs.T
    view = view_of(data)
    theirs = igraph.Graph(n=data.actors, edges=data.pairs)
    lengths = matrix.copy()
    coo = matrix.tocoo()
    spread = (coo.row.astype(np.int64) * coo.col) % 3
    lengths.data = 1.0 / (1 + spread)
    inverse = (1.0 / (1 + (tails * heads) % 3)).tolist()
    small = nx.Graph(data.pairs.tolist())
    small.add_nodes_from(range(data.actors))
    ask: dict[str, dict[str, Callable[[], object]]] = {
        "betweenness": {
            "alianza": lambda: betweenness.undirected(matrix, THREADS),
            "igraph": theirs.betweenness,
        },
        "weighted betweenness": {
            "alianza": lambda: betweenness.weighted(lengths, directed=False, workers=THREADS),
            "igraph": lambda: theirs.betweenness(weights=inverse),
        },
        "betweenness of ties": {
            "alianza": lambda: tie_betweenness.undirected(matrix, False, THREADS),
            "igraph": theirs.edge_betweenness,
        },
        DISTANCES: {
            "alianza": lambda: distances.undirected(matrix, THREADS),
            "igraph, closeness alone": theirs.closeness,
        },
        "constraint and effective size": {
            "alianza": lambda: _burt(view),
            "igraph, constraint alone": theirs.constraint,
        },
        "rewiring": {
            "alianza": lambda: rewiring.switched(
                tails, heads, data.actors, np.random.default_rng(1), sweeps=SWEEPS, directed=False
            ),
            "igraph": lambda: theirs.copy().rewire(n=_trials(data)),
        },
    }
    if data.actors < PATIENT:
        ask["betweenness"]["networkx"] = lambda: nx.betweenness_centrality(small)
        ask["constraint and effective size"]["networkx"] = lambda: nx.constraint(small)
    if has("rustworkx"):
        _add_rustworkx(data, ask)
    if has("networkit"):
        _add_networkit(data, ask)
    if data.first:
        _add_two_mode(data, theirs, ask)
    return ask


def _trials(data: Data) -> int:
    """Give how many pairs of ties our sweeps try to switch: nine in ten of the half."""
    return int(len(data.pairs) * 0.45 * SWEEPS)


def _burt(view: View) -> None:
    """Measure a copy, which knows nothing yet of what measures share."""
    from alianza.graph.measures.holes import constraint, effective_size

    fresh = replace(view)
    constraint(fresh)
    effective_size(fresh)


def _add_rustworkx(data: Data, ask: dict[str, dict[str, Callable[[], object]]]) -> None:
    import rustworkx

    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(data.actors))
    graph.add_edges_from_no_data([tuple(pair) for pair in data.pairs.tolist()])
    ask["betweenness"]["rustworkx"] = lambda: rustworkx.betweenness_centrality(graph)
    ask[DISTANCES]["rustworkx, closeness alone"] = lambda: rustworkx.closeness_centrality(graph)


def _add_networkit(data: Data, ask: dict[str, dict[str, Callable[[], object]]]) -> None:
    import networkit

    networkit.setNumberOfThreads(THREADS)
    graph = networkit.Graph(data.actors)
    for one, other in data.pairs.tolist():
        graph.addEdge(one, other)
    kit = networkit.centrality
    ask["betweenness"]["networkit"] = lambda: kit.Betweenness(graph).run()
    variant = kit.ClosenessVariant.GENERALIZED
    ask[DISTANCES]["networkit, closeness alone"] = lambda: kit.Closeness(graph, True, variant).run()
    # A global trade is a sweep over all pairs of actors, on the graph as one mode.
    ask["rewiring"]["networkit, curveball"] = lambda: networkit.randomization.GlobalCurveball(
        graph, SWEEPS
    ).run()


def _by_graphtool(data: Data) -> dict[str, dict[str, tuple[float, ...]]]:
    """Time graph-tool's answers, by question; its betweenness is of actors and ties in one."""
    tails, heads = data.pairs.T
    names = {"betweenness": "graph-tool, ties too", "betweenness of ties": "graph-tool, actors too"}
    names[DISTANCES] = "graph-tool, closeness alone"
    calls = {question: question for question in ("betweenness", "weighted betweenness", "rewiring")}
    calls |= {"betweenness of ties": "betweenness", DISTANCES: "closeness"}
    # Six times the lengths of the others, for the same shortest paths.
    lengths = 6 // (1 + (tails * heads) % 3)
    took = graphtool.times(
        data.pairs, data.actors, calls, threads=THREADS, lengths=lengths, trials=_trials(data)
    )
    return {question: {names.get(question, "graph-tool"): each} for question, each in took.items()}


def _add_two_mode(data: Data, theirs: Any, ask: dict[str, dict[str, Callable[[], object]]]) -> None:
    from alianza.graph.chance import rewiring
    from alianza.graph.matrices import sharing

    rows, columns = data.pairs[:, 1] - data.first, data.pairs[:, 0]
    shape = (data.actors - data.first, data.first)
    incidence = csr_array((np.ones(len(rows)), (columns, rows)), shape=shape[::-1])
    order = np.lexsort((columns, rows))
    ask["curveball"] = {
        "alianza": lambda: rewiring.traded(
            rows[order], columns[order], shape, np.random.default_rng(1), sweeps=SWEEPS
        )
    }
    if has("networkit"):
        ask["curveball"]["networkit, curveball"] = ask["rewiring"]["networkit, curveball"]
    # The smaller mode, whose projection is not all pairs of a large network.
    types = [actor >= data.first for actor in range(data.actors)]
    ask["projection onto networks"] = {
        "alianza": lambda: sharing(csr_array(incidence.T), "shared"),
        "igraph": lambda: theirs.bipartite_projection(types=types, which=1),
    }
    ask["projection onto cities"] = {
        "alianza": lambda: sharing(incidence, "shared"),
        "igraph": lambda: theirs.bipartite_projection(types=types, which=0),
    }
