"""How the benchmarks ask a library that another Python has: a process, a folder, JSON."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
PAIRS = np.array([[0, 1], [1, 2], [0, 3]])

# What the calls answer is not looked at; what they are given must be the graph and the numbers.
STAND_IN = """
import sys
from types import ModuleType, SimpleNamespace

__version__ = "2.45 (a stand-in)"


class Graph:
    def __init__(self, directed):
        assert directed is False

    def add_vertex(self, count):
        assert count == 4

    def add_edge_list(self, pairs):
        assert pairs.tolist() == [[0, 1], [1, 2], [0, 3]]

    def new_edge_property(self, kind):
        return SimpleNamespace(kind=kind)

    def degree_property_map(self, which, weight=None):
        assert which == "total"

    def copy(self):
        return "a copy"


def openmp_set_num_threads(threads):
    assert threads == 2


def seed_rng(seed):
    pass


def katz(graph, alpha, epsilon, norm):
    assert alpha == 0.125


def betweenness(graph, weight=None):
    assert isinstance(graph, Graph)
    assert weight is None or weight.a.tolist() == [6, 3, 2]


def random_rewire(graph, model, n_iter, edge_sweep):
    assert (graph, model, n_iter, edge_sweep) == ("a copy", "configuration", 40, False)


for name in ("centrality", "clustering", "correlations", "generation", "stats", "topology"):
    module = sys.modules[f"graph_tool.{name}"] = globals()[name] = ModuleType(f"graph_tool.{name}")
    module.__getattr__ = lambda name: lambda *given, **named: None
centrality.betweenness, centrality.katz = betweenness, katz
generation.random_rewire = random_rewire
"""


@pytest.fixture
def graphtool(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import graphtool

    yield graphtool
    for path in BENCHMARKS.glob("*.py"):
        if path.stem != "__main__":
            sys.modules.pop(path.stem, None)


@pytest.fixture
def stand_in(graphtool, monkeypatch, tmp_path):
    """Give the module where this Python has a stand-in for graph-tool."""
    package = tmp_path / "graph_tool"
    package.mkdir()
    (package / "__init__.py").write_text(STAND_IN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    have = graphtool.found((sys.executable,))
    monkeypatch.setattr(graphtool, "found", lambda: have)
    return graphtool


def asked(module, questions, **changed):
    given = {"threads": 2, "lengths": np.array([6, 3, 2]), "alpha": 0.125, "trials": 40}
    return module.times(PAIRS, 4, questions, **(given | changed))


def test_without_an_interpreter_that_has_it_there_is_no_peer(graphtool, monkeypatch, tmp_path):
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 1\n")
    bare.chmod(0o755)
    assert graphtool.found((str(bare), str(tmp_path / "none"))) is None
    monkeypatch.setattr(graphtool, "found", lambda: None)
    assert asked(graphtool, {"betweenness": "betweenness"}) == {}
    assert graphtool.beside() == ""


def test_the_first_interpreter_that_has_it_is_asked(stand_in):
    assert stand_in.found() == (sys.executable, "2.45")
    assert stand_in.beside() == ", graph-tool 2.45"


def test_each_question_has_the_time_of_its_call_in_every_run(stand_in):
    questions = {"betweenness": "betweenness", "of ties": "betweenness", "Katz": "katz"}
    questions |= {"rewiring": "rewiring", "weighted": "weighted betweenness"}
    took = asked(stand_in, questions)
    assert list(took) == list(questions)
    assert {len(each) for each in took.values()} == {5}
    # One call answers both, and is made once.
    assert took["betweenness"] == took["of ties"] != took["Katz"]


def test_a_call_that_fails_fails_the_benchmark(stand_in):
    with pytest.raises(subprocess.CalledProcessError):
        asked(stand_in, {"Katz": "katz"}, alpha=0.5)


def test_every_measure_asked_for_is_a_default_one_and_has_its_call(stand_in):
    import measures

    took = asked(stand_in, measures.GRAPHTOOL)
    assert set(took) == set(measures.GRAPHTOOL) <= {*measures.MEASURES, *measures.FIGURES}


def test_a_peak_is_of_the_command_not_of_who_asks(graphtool):
    import timing

    held = bytearray(300_000_000)
    found = timing.timed([sys.executable, "-S", "-c", "x = bytearray(50_000_000)"], runs=2)
    assert len(held) > 0
    assert 50 < found.megabytes < 150
    assert len(found.seconds) == len(found.work) == 2
    with pytest.raises(RuntimeError, match="no such thing"):
        timing.timed([sys.executable, "-c", "import sys; sys.exit('no such thing')"])
