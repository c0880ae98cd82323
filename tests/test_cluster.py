"""Blocks on a Dask cluster: the same results as here; clear lines where it cannot be.

The cluster of most tests is that of docs/performance.md: its commands, word for word, but for
the port, in processes of their own.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import alianza
import networkx as nx
import numpy as np
import pytest
from alianza import cli
from alianza.graph import cluster
from alianza.graph.chance.null_models import generators
from alianza.graph.dataset import Dataset
from alianza.graph.ensembles import run, working
from alianza.graph.evidence.significance import significance, spread_of
from alianza.graph.faults import ClusterError
from alianza.graph.kernels import choose
from alianza.graph.measures import measure_table
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "performance.md").read_text("utf-8")
# Far more than any of this takes, so that a slow machine fails nothing.
PATIENCE = 60


def shown(beginning):
    """Give the command of the page that begins so, as words."""
    (line,) = re.findall(rf"^({re.escape(beginning)}.*?)\s*(?:#.*)?$", PAGE, re.MULTILINE)
    return line.split()


def until(true):
    """Wait until `true()` is; fail after a while."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


class Cluster:
    """A scheduler and workers as child processes, each worker killed at will."""

    def __init__(self, folder):
        self.file = folder / "scheduler.json"
        self.workers = []
        only_here = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self._start(
            [*shown("dask scheduler"), *only_here, "--scheduler-file", str(self.file)]
        )
        until(lambda: self.file.exists() and self.file.read_text().rstrip().endswith("}"))
        self.address = json.loads(self.file.read_text())["address"]

    def _start(self, words):
        assert words[0] == "dask"
        return subprocess.Popen(
            [sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def add(self):
        """Start a worker: without a nanny, so that one that is killed stays away."""
        words = [word.replace("tcp://HOST:8786", self.address) for word in shown("dask worker")]
        self.workers.append(self._start([*words, "--no-nanny", "--no-dashboard"]))

    def kill(self, worker):
        worker.kill()
        worker.wait()
        self.workers.remove(worker)

    @contextmanager
    def asked(self):
        import distributed

        with distributed.Client(self.address, set_as_default=False) as client:
            yield client

    def tasks(self, client):
        return client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))

    def close(self):
        for child in [*self.workers, self.scheduler]:
            child.kill()
            child.wait()


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    pytest.importorskip("distributed")
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def two(started):
    """Give the cluster with two workers and nothing to do."""
    missing = 2 - len(started.workers)
    for _worker in range(missing):
        started.add()
    with started.asked() as client:
        until(lambda: len(client.nthreads()) == 2)
        until(lambda: not started.tasks(client))
    return started


@pytest.fixture(scope="module")
def address():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None,
        protocol="tcp", host="127.0.0.1",
    ) as made:  # fmt: skip
        yield made.scheduler_address


def work(rng):
    return rng.random(3).tolist()


def test_the_cluster_gives_what_one_worker_gives(address):
    steps = []
    found = run(work, generators(1, 40), scheduler=address, step=lambda: steps.append(1))
    assert found == run(work, generators(1, 40))
    assert len(steps) == 40


def test_what_the_work_holds_goes_along(address):
    held = np.arange(1000)
    assert run(lambda block: int(held[block]), [3, 5], scheduler=address) == [3, 5]


@pytest.mark.parametrize("kind", [ZeroDivisionError, OSError, TimeoutError])
def test_an_error_of_the_work_is_raised_here(address, kind):
    def fails(block):
        raise kind(f"block {block}")

    with pytest.raises(kind, match="block 0") as found:
        run(fails, [0], scheduler=address)
    assert "in fails" in found.value.__notes__[0]


def test_other_versions_are_refused(address, monkeypatch):
    monkeypatch.setattr(cluster, "SAME", ("numpy",))
    monkeypatch.setattr(cluster, "versions", lambda: {"numpy": next(numbers)})
    numbers = iter(["1.0", "2.0", "2.0"])
    with pytest.raises(ClusterError, match=r"has numpy 2\.0, here is 1\.0"):
        run(work, generators(1, 2), scheduler=address)


def test_a_scheduler_that_is_not_there(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address}"):
        run(work, generators(1, 2), scheduler=address)


@pytest.mark.parametrize("address", ["", "nonsense", "tcp://"])
def test_an_address_that_is_none(address, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(ClusterError, match="No Dask scheduler answers"):
        run(work, generators(1, 2), scheduler=address)


def test_without_dask(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match="not installed"):
        run(work, generators(1, 2), scheduler="tcp://127.0.0.1:8786")


def clubs():
    """Give cities in networks, enough of both for draws that differ."""
    rng = np.random.default_rng(3)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((f"c{number:03}" for number in range(120)), kind="city")
    graph.add_nodes_from((f"n{number:02}" for number in range(12)), kind="network")
    for cell in rng.choice(120 * 12, 260, replace=False):
        graph.add_edge(f"c{cell // 12:03}", f"n{cell % 12:02}", kind="membership")
    return Dataset.from_networkx(graph)


FIGURES = ["degree_assortativity", "average_path_length"]


def test_two_processes_give_the_draws_of_one_thread(two):
    view = clubs().view()
    here = significance(view, FIGURES, draws=60).table.to_csv()
    assert significance(view, FIGURES, draws=60, workers=2).table.to_csv() == here
    assert significance(view, FIGURES, draws=60, scheduler=two.address).table.to_csv() == here


def test_the_command_of_the_page(two):
    words = shown("alianza significance allas --draws 10000 ")
    words = [word.replace("tcp://HOST:8786", two.address) for word in words[1:]]
    words[words.index("10000")] = "40"
    result = CliRunner().invoke(cli.main, words)
    assert result.exit_code == 0, result.output
    assert result.stdout == CliRunner().invoke(cli.main, words[:-2]).stdout


COMMANDS = {
    "significance": ["--figure", "transitivity,ei:area", "--measure", "betweenness", "--draws", "20"],
    "stability": ["--measure", "closeness", "--drop", "0.2", "--draws", "20"],
    "qap": ["--response", "shared:membership", "--predictor", "distance,same:area", "--draws", "20"],
    "gaps": ["--evaluate", "--seeds", "2"],
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_with_the_same_bytes(two, command):
    def said(*where):
        words = [command, "allas", *COMMANDS[command], "--format", "json", *where]
        result = CliRunner().invoke(cli.main, words)
        assert result.exit_code == 0, result.output
        return result.stdout

    one = said("--workers", "1")
    assert said("--workers", "3") == one
    assert said("--scheduler", two.address) == one


def test_the_last_bits_of_a_draw_change_nothing():
    # Sums of ten thousand numbers differ so between one thread of a linear library and two.
    drawn = np.random.default_rng(5).random((40_000, 8)) * 10.0 ** np.arange(-4, 4)
    for one, other in zip(spread_of(drawn), spread_of(np.nextafter(drawn, 1e9)), strict=True):
        assert one.tobytes() == other.tobytes()


def test_gaps_need_no_cluster_unless_evaluated():
    result = CliRunner().invoke(cli.main, ["gaps", "--scheduler", "tcp://127.0.0.1:1"])
    assert result.exit_code == 2
    assert "--scheduler goes with --evaluate." in result.stderr


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("weights", [None, "count"])
def test_a_large_betweenness_goes_to_the_workers(two, monkeypatch, directed, weights):
    pytest.importorskip("numba")
    monkeypatch.setitem(choose.KERNEL_FROM, "betweenness", 0)
    graph = nx.gnm_random_graph(900, 2500, seed=2, directed=directed)
    data = Dataset.from_networkx(graph)

    def table():
        view = data.view(directed=directed, weights=weights)
        return measure_table(view, ["betweenness"]).to_csv()

    with working(workers=1):
        here = table()
    with working(workers=2):
        assert table() == here
    pieces = []

    @contextmanager
    def bar(count):
        pieces.append(count)
        yield lambda: pieces.append(1)

    with working(scheduler=two.address, bar=bar) as place:
        assert table() == here
    assert place.asked
    assert pieces[0] > 10
    assert len(pieces) == pieces[0] + 1


def test_a_worker_uses_a_thread_for_each_block(two):
    assert run(lambda _block: choose.threads(), [1, 2], scheduler=two.address) == [1, 1]


def test_a_worker_killed_halfway_changes_nothing(two, monkeypatch):
    # One draw a task, so that both workers hold some when one of them goes.
    monkeypatch.setattr(cluster, "TASK", 0)
    view = clubs().view()
    here = significance(view, FIGURES, draws=60).table.to_csv()
    steps = []

    def step():
        steps.append(1)
        if len(steps) == 30:
            two.kill(two.workers[0])

    found = significance(view, FIGURES, draws=60, scheduler=two.address, step=step)
    assert len(two.workers) == 1
    assert len(steps) == 60
    assert found.table.to_csv() == here


def test_a_worker_that_comes_later_works_too(two, monkeypatch):
    monkeypatch.setattr(cluster, "TASK", 0)
    two.kill(two.workers[0])
    with two.asked() as client:
        until(lambda: len(client.nthreads()) == 1)
        seen = []

        def step():
            if not seen:
                two.add()
                until(lambda: len(client.nthreads()) == 2)
            seen.append(1)

        pids = run(lambda _block: os.getpid(), range(60), scheduler=two.address, step=step)
    assert len(set(pids)) == 2


def test_all_workers_killed_is_one_line(two, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    monkeypatch.setattr(cluster, "TASK", 0)

    def step():
        for worker in list(two.workers):
            two.kill(worker)

    with pytest.raises(ClusterError, match="lost"):
        run(lambda block: block, range(200), scheduler=two.address, step=step)


def test_a_scheduler_killed_is_one_line(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    monkeypatch.setattr(cluster, "TASK", 0)
    made = Cluster(tmp_path)
    try:
        made.add()
        with made.asked() as client:
            until(client.nthreads)
        with pytest.raises(ClusterError, match="lost"):
            run(lambda block: block, range(200), scheduler=made.address, step=made.scheduler.kill)
    finally:
        made.close()


def test_an_interrupt_leaves_the_cluster_clean(two):
    words = [sys.executable, "-m", "alianza", "significance", "allas", "--draws", "20000",
             "--scheduler", two.address]  # fmt: skip
    with two.asked() as client:
        child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until(lambda: two.tasks(client) > 2)
        child.send_signal(signal.SIGINT)
        out, errors = child.communicate(timeout=PATIENCE)
        assert child.returncode == 130, errors
        assert out == ""
        assert errors.strip() == "Interrupted; nothing was half written."
        until(lambda: not two.tasks(client))
        assert len(client.nthreads()) == 2
    assert run(lambda block: block, [1, 2], scheduler=two.address) == [1, 2]


def test_another_alianza_on_the_workers_is_one_line(two, monkeypatch):
    monkeypatch.setattr(alianza, "__version__", "9.9.9")
    result = CliRunner().invoke(
        cli.main, ["significance", "--draws", "5", "--scheduler", two.address]
    )
    assert result.exit_code == 2
    assert result.stdout == ""
    assert re.fullmatch(
        r"The worker tcp://127\.0\.0\.1:\d+ has alianza \S+, here is 9\.9\.9\.\n", result.stderr
    )


def test_workers_without_alianza_are_one_line(two, monkeypatch):
    here = os.getpid()

    def versions():
        if os.getpid() != here:
            raise ModuleNotFoundError("No module named 'alianza'")
        return {}

    monkeypatch.setattr(cluster, "versions", versions)
    with pytest.raises(ClusterError, match="cannot load alianza: No module named 'alianza'"):
        run(work, generators(1, 2), scheduler=two.address)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_that_no_scheduler_answers(command, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    words = [command, "allas", *COMMANDS[command], "--scheduler", address]
    result = CliRunner().invoke(cli.main, words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == f"No Dask scheduler answers at {address}.\n"


def test_a_small_network_needs_no_cluster():
    result = CliRunner().invoke(
        cli.main, ["centrality", "--measures", "betweenness", "--scheduler", "tcp://127.0.0.1:1"]
    )
    assert result.exit_code == 0
    assert "Nothing here is large enough for the cluster, which was not asked." in result.stderr
