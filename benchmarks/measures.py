"""Every default measure beside the fastest library that gives it, on the same graphs.

Building each library's graph is left out, as is our matrix; what measures share is computed anew
for each. Libraries stop at their own tolerances, which are wider than our thirteen digits; graph-tool
is asked for 10⁻¹³ and given Katz's α, which we find.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import graphtool
from kernels import THREADS, Data, graphs, has, view_of
from timing import machine, seconds, table

if TYPE_CHECKING:
    from collections.abc import Callable

    Calls = dict[str, dict[str, Callable[[], object]]]

MEASURES = (
    *("degree", "strength", "betweenness", "closeness", "harmonic", "eccentricity"),
    *("eigenvector", "pagerank", "katz", "constraint", "effective_size", "core_number"),
    *("clustering", "reach"),
)
# The same call answers several, and some have another name there.
GRAPHTOOL = {
    **{name: name for name in ("degree", "strength", "betweenness", "closeness", "harmonic")},
    **{name: name for name in ("eigenvector", "pagerank", "katz", "core_number", "clustering")},
    **{name: name for name in ("components", "transitivity", "degree_assortativity")},
    "average_path_length": "distances",
    "articulation_points": "blocks",
    "bridges": "blocks",
}
FIGURES = (
    *("components", "diameter", "average_path_length", "transitivity", "degree_assortativity"),
    *("articulation_points", "bridges"),
)


def run(*, quick: bool) -> str:
    """Time each default measure, and each library's."""
    from alianza.graph.measures.registry import FIGURES as FIGURE_ROWS
    from alianza.graph.measures.registry import MEASURES as MEASURE_ROWS

    rows: list[tuple[object, ...]] = []
    functions: dict[str, Any] = {name: MEASURE_ROWS[name].function for name in MEASURES}
    functions |= {name: FIGURE_ROWS[name].function for name in FIGURES}
    for data in graphs(quick=quick):
        peers, elsewhere = _peers(data), _by_graphtool(data)
        for name, function in functions.items():
            ours = statistics.median(seconds(function, before=lambda data=data: (view_of(data),)))
            times = {
                library: statistics.median(seconds(call))
                for library, call in peers.get(name, {}).items()
            }
            if name in elsewhere:
                times["graph-tool"] = statistics.median(elsewhere[name])
            best = min(times, key=times.__getitem__, default="")
            others = ", ".join(f"{library} {_short(each)}" for library, each in times.items())
            ratio = f"{times[best] / ours:.1f}" if best else ""
            rows.append((f"{data.name}: {name}", _short(ours), others, best, ratio))
    header = ("measure", "alianza, ms", "others, ms", "fastest other", "times faster")
    packages = ["numba", "scipy", "igraph"]
    packages += [name for name in ("networkit", "rustworkx") if has(name)]
    return f"{table(header, rows)}\n\n{machine(*packages)}{graphtool.beside()}; medians, {THREADS} threads."


def _short(value: float) -> str:
    return f"{value * 1000:.3g}"


def _peers(data: Data) -> Calls:
    import igraph

    graph = igraph.Graph(n=data.actors, edges=data.pairs)
    calls: Calls = {
        "degree": {"igraph": graph.degree},
        "strength": {"igraph": graph.strength},
        "betweenness": {"igraph": graph.betweenness},
        "closeness": {"igraph": graph.closeness},
        "harmonic": {"igraph": graph.harmonic_centrality},
        "eccentricity": {"igraph": graph.eccentricity},
        "eigenvector": {"igraph": graph.eigenvector_centrality},
        "pagerank": {"igraph": graph.pagerank},
        "constraint": {"igraph": graph.constraint},
        "core_number": {"igraph": graph.coreness},
        "clustering": {"igraph": lambda: graph.transitivity_local_undirected(mode="zero")},
        "reach": {"igraph": lambda: graph.neighborhood_size(order=2)},
        "components": {"igraph": graph.connected_components},
        "diameter": {"igraph": graph.diameter},
        "average_path_length": {"igraph": graph.average_path_length},
        "transitivity": {"igraph": graph.transitivity_undirected},
        "degree_assortativity": {"igraph": lambda: graph.assortativity_degree(directed=False)},
        "articulation_points": {"igraph": graph.articulation_points},
        "bridges": {"igraph": graph.bridges},
    }
    if has("rustworkx"):
        _add_rustworkx(data, calls)
    if has("networkit"):
        _add_networkit(data, calls)
    return calls


def _by_graphtool(data: Data) -> graphtool.Times:
    """Time graph-tool's answers, by measure."""
    from alianza.graph.measures.spectra import radius

    asked = dict(GRAPHTOOL)
    if data.first:
        # Its iteration swings between the modes and never ends.
        del asked["eigenvector"]
    alpha = 0.85 / radius(data.matrix, symmetric=True)
    return graphtool.times(data.pairs, data.actors, asked, threads=THREADS, alpha=alpha)


def _add_rustworkx(data: Data, calls: Calls) -> None:
    import rustworkx as rx

    graph = rx.PyGraph()
    graph.add_nodes_from(range(data.actors))
    graph.add_edges_from_no_data([tuple(pair) for pair in data.pairs.tolist()])
    both = graph.to_directed()
    calls["betweenness"]["rustworkx"] = lambda: rx.betweenness_centrality(graph)
    calls["closeness"]["rustworkx"] = lambda: rx.closeness_centrality(graph)
    calls["eigenvector"]["rustworkx"] = lambda: rx.eigenvector_centrality(graph, max_iter=10_000)
    calls["pagerank"]["rustworkx"] = lambda: rx.pagerank(both, alpha=0.85)
    calls["core_number"]["rustworkx"] = lambda: rx.core_number(graph)
    calls["transitivity"]["rustworkx"] = lambda: rx.transitivity(graph)
    calls["components"]["rustworkx"] = lambda: rx.connected_components(graph)
    calls["articulation_points"]["rustworkx"] = lambda: rx.articulation_points(graph)
    calls["bridges"]["rustworkx"] = lambda: rx.bridges(graph)


def _add_networkit(data: Data, calls: Calls) -> None:
    import networkit

    networkit.setNumberOfThreads(THREADS)
    graph = networkit.Graph(data.actors)
    for one, other in data.pairs.tolist():
        graph.addEdge(one, other)
    kit = networkit.centrality
    variant = kit.ClosenessVariant.GENERALIZED
    calls["betweenness"]["networkit"] = lambda: kit.Betweenness(graph).run()
    calls["closeness"]["networkit"] = lambda: kit.Closeness(graph, False, variant).run()
    calls["harmonic"]["networkit"] = lambda: kit.HarmonicCloseness(graph, False).run()
    calls["eigenvector"]["networkit"] = lambda: kit.EigenvectorCentrality(graph).run()
    calls["pagerank"]["networkit"] = lambda: kit.PageRank(graph).run()
    calls["katz"] = {"networkit": lambda: kit.KatzCentrality(graph, 0.01).run()}
    calls["core_number"]["networkit"] = lambda: kit.CoreDecomposition(graph).run()
    calls["clustering"]["networkit"] = lambda: kit.LocalClusteringCoefficient(graph).run()
    calls["components"]["networkit"] = lambda: networkit.components.ConnectedComponents(graph).run()
    calls["articulation_points"]["networkit"] = lambda: networkit.components.BiconnectedComponents(
        graph
    ).run()
