"""A thousand curveball draws with their statistics: on threads here, and on one and two Dask workers."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from alianza.graph.ensembles import working
from alianza.graph.evidence.significance import significance
from alianza.graph.loading import load
from generators import write_folder
from timing import PYTHON, Time, machine, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alianza.graph.view import View

ACTORS, TIES = 13_000, 16_500
FIGURES = ("degree_assortativity", "average_path_length")
DRAWS = 1_000
RUNS = 3
# What docs/performance.md says to set for workers.
SETTINGS = dict.fromkeys(("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"), "1073741824")


def run(*, quick: bool) -> str:
    """Time `significance` in four places, and see that all give the same table."""
    draws, runs = (100, 1) if quick else (DRAWS, RUNS)
    with tempfile.TemporaryDirectory() as place:
        write_folder(Path(place), ACTORS, TIES)
        view = load(place).view()
    # Compiled, loaded and paged in before anything is timed.
    _answer(view, 4, workers=2)
    found = {}
    for count in (1, 2):
        name = f"{count} thread" + "s" * (count > 1)
        found[name] = _timed(view, draws, runs, workers=count)
    with scheduler() as (address, file), ExitStack() as workers:
        for count in (1, 2):
            workers.enter_context(worker(file))
            _wait(address, count)
            _answer(view, 8 * count, scheduler=address)
            name = f"{count} Dask worker" + "s" * (count > 1)
            found[name] = _timed(view, draws, runs, scheduler=address)
    first, *others = (answer for answer, _time in found.values())
    if any(other != first for other in others):
        raise RuntimeError("the answers differ")
    rows = []
    for names in (list(found)[:2], list(found)[2:]):
        one = found[names[0]][1].median
        for name in names:
            seconds = found[name][1]
            each = f"{seconds.median / draws * 1000:.0f}"
            rows.append(
                (name, f"{seconds.median:.2f}", seconds.spread, each, f"{one / seconds.median:.2f}")
            )
    header = ("where", "seconds", "spread", "ms a draw", "times as fast as one")
    load_then = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{table(header, rows)}\n\n{draws:,} draws of {ACTORS:,} actors and {TIES:,} memberships;"
        f" {machine('dask', 'distributed', 'numba', 'numpy')}; medians of {runs} runs;"
        f" load of the machine when they ended: {load_then:.1f}."
    )


def _answer(view: View, draws: int, **where: object) -> str:
    """Give the table of one answer as text; a thread counts the kernels' too."""
    with working(**where):
        return significance(view, FIGURES, draws=draws).table.to_csv()


def _timed(view: View, draws: int, runs: int, **where: object) -> tuple[str, Time]:
    seconds, answer = [], ""
    for _run in range(runs):
        begun = time.perf_counter()
        answer = _answer(view, draws, **where)
        seconds.append(time.perf_counter() - begun)
    return answer, Time(tuple(seconds), 0)


@contextmanager
def _child(*arguments: str) -> Iterator[None]:
    """Run a command of Dask until the end of the block."""
    with subprocess.Popen(  # noqa: S603
        [PYTHON, "-m", "dask", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **SETTINGS},
    ) as child:
        try:
            yield
        finally:
            child.terminate()


@contextmanager
def scheduler() -> Iterator[tuple[str, str]]:
    """Start a scheduler on a free port; give its address and the file that names it."""
    import json

    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "scheduler.json"
        only_here = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        with _child("scheduler", *only_here, "--scheduler-file", str(file)):
            while not (file.exists() and file.read_text().rstrip().endswith("}")):
                time.sleep(0.1)
            yield json.loads(file.read_text())["address"], str(file)


def worker(file: str) -> contextmanager[None]:
    """Start a worker with one thread."""
    return _child("worker", "--scheduler-file", file, "--nthreads", "1", "--no-dashboard")


def _wait(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count)
