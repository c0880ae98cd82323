"""Blocks on a Dask cluster: the same results as here; clear lines where it cannot be."""

import socket
import sys

import numpy as np
import pytest
from alianza.graph import cluster
from alianza.graph.ensembles import run
from alianza.graph.faults import ClusterError
from alianza.graph.null_models import generators


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


def test_an_error_of_the_work_is_raised_here(address):
    with pytest.raises(ZeroDivisionError):
        run(lambda block: 1 // block, [1, 0], scheduler=address)


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
