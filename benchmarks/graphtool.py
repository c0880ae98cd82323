"""Time graph-tool in a process of its own: it comes with a system's Python, not from PyPI.

The child is this file under that Python: it reads the ties, builds its graph once, times each call
as `timing.seconds` times the other libraries' and prints the seconds as JSON, so that neither its
start nor its building is counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from timing import seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    Call = Callable[..., object]
    # Seconds of every run, by what was timed.
    Times = dict[str, tuple[float, ...]]

INTERPRETERS = (sys.executable, "/usr/bin/python3")
# Threads on a core each, which sleep while they wait: else two may spin on one core, and what takes
# a thousandth of a second takes one.
APART = {"OMP_PROC_BIND": "true", "GOMP_SPINCOUNT": "10000"}
# As near to our thirteen digits as its iterations get, which stop by the change of all together.
EPSILON = 1e-13


@cache
def found(interpreters: tuple[str, ...] = INTERPRETERS) -> tuple[str, str] | None:
    """Give the first interpreter that has graph-tool, and its version; None where none has."""
    ask = "import graph_tool; print(graph_tool.__version__)"
    for python in interpreters:
        try:
            said = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)  # noqa: S603
        except OSError:
            continue
        if said.returncode == 0:
            return python, said.stdout.split()[0]
    return None


def beside() -> str:
    """Give what the line about the machine says more where graph-tool is measured too."""
    have = found()
    return f", graph-tool {have[1]}" if have else ""


def times(
    pairs: np.ndarray,
    actors: int,
    asked: dict[str, str],
    *,
    threads: int,
    lengths: np.ndarray | None = None,
    **settings: float,
) -> Times:
    """Give the seconds of each question, `asked` with its call; none where no interpreter can.

    Calls are names of `_calls`; one asked for twice is timed once. `lengths` of the ties, for
    weighted betweenness, are whole numbers best: it compares sums exactly, so that three thirds
    are not one. `settings` are the numbers that calls need: `alpha` (Katz), `trials` (rewiring).
    Raise CalledProcessError if the child fails.
    """
    have = found()
    if have is None:
        return {}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        np.save(folder / "pairs.npy", pairs)
        np.save(folder / "lengths.npy", np.ones(len(pairs)) if lengths is None else lengths)
        task = {
            "actors": actors,
            "calls": sorted(set(asked.values())),
            "threads": threads,
            **settings,
        }
        (folder / "task.json").write_text(json.dumps(task), "utf-8")
        command = [have[0], str(Path(__file__).resolve()), place]
        apart = {**os.environ, **APART}
        child = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=apart)  # noqa: S603
    took = json.loads(child.stdout)
    return {question: tuple(took[call]) for question, call in asked.items()}


def _answer(folder: Path) -> Times:
    """Do the task of a folder."""
    import graph_tool

    task = json.loads((folder / "task.json").read_text("utf-8"))
    graph_tool.openmp_set_num_threads(task["threads"])
    graph_tool.seed_rng(1)
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(task["actors"])
    graph.add_edge_list(np.load(folder / "pairs.npy"))
    calls = _calls(graph, np.load(folder / "lengths.npy"), task)
    # A rewiring changes its graph: each run has a copy, made before the clock starts.
    return {
        name: seconds(calls[name], before=lambda: (graph.copy(),))
        if name == "rewiring"
        else seconds(calls[name])
        for name in task["calls"]
    }


def _calls(graph: Any, lengths: np.ndarray, task: dict[str, Any]) -> dict[str, Call]:
    """Give each call by name; `betweenness` answers for actors and ties at once."""
    from graph_tool import centrality, clustering, correlations, generation, stats, topology

    length = graph.new_edge_property("double")
    length.a = lengths
    return {
        "degree": lambda: graph.degree_property_map("total"),
        "strength": lambda: graph.degree_property_map("total", length),
        "betweenness": lambda: centrality.betweenness(graph),
        "weighted betweenness": lambda: centrality.betweenness(graph, weight=length),
        "closeness": lambda: centrality.closeness(graph),
        "harmonic": lambda: centrality.closeness(graph, harmonic=True),
        "eigenvector": lambda: centrality.eigenvector(graph, epsilon=EPSILON),
        "pagerank": lambda: centrality.pagerank(graph, epsilon=EPSILON),
        "katz": lambda: centrality.katz(graph, task["alpha"], epsilon=EPSILON, norm=False),
        "core_number": lambda: topology.kcore_decomposition(graph),
        "clustering": lambda: clustering.local_clustering(graph),
        "transitivity": lambda: clustering.global_clustering(graph),
        "components": lambda: topology.label_components(graph),
        "distances": lambda: stats.distance_histogram(graph),
        "degree_assortativity": lambda: correlations.scalar_assortativity(graph, "total"),
        "blocks": lambda: topology.label_biconnected_components(graph),
        "rewiring": lambda copy: generation.random_rewire(
            copy, "configuration", n_iter=int(task["trials"]), edge_sweep=False
        ),
    }


if __name__ == "__main__":
    print(json.dumps(_answer(Path(sys.argv[1]))))
