"""Blocks of work on a running Dask cluster: the same results as here, in the same order.

Used only where somebody names a scheduler; everything else works without Dask.
"""

from __future__ import annotations

import traceback
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from .faults import ClusterError
from .phrases import mark as _
from .phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

B = TypeVar("B")
R = TypeVar("R")

# Seconds in which a scheduler must answer.
PATIENCE = 5
# Packages whose versions decide on numbers: workers must have those of the caller, and the
# Python too, since what is sent to them is pickled.
SAME = ("alianza", "Python", "numpy", "scipy", "pandas", "igraph", "numba")
# Seconds of work in one task: a hundred times what sending it costs.
TASK = 0.4
# Tasks for each thread of the cluster that are sent ahead, so that none waits for us.
AHEAD = 2
# Times that work is sent again after workers were lost with what they held.
TRIES = 3


def run_on(
    address: str,
    work: Callable[[B], R],
    blocks: Sequence[B],
    *,
    step: Callable[[], object] | None = None,
) -> list[R]:
    """Give `work` of each block, in the order of the blocks, done by the cluster at `address`.

    What `work` holds is sent once to every worker; the blocks follow a few at a time, about
    `TASK` seconds of them in a task. The blocks of a lost worker are done again by another, with
    the same generators, so the results stay the same. On an error or an interrupt nothing is left
    on the cluster. Raises ClusterError where there is no Dask, no scheduler, no worker, or one
    with other versions, and where all workers were lost again and again.
    """
    client = _client(address)
    try:
        if not client.nthreads():
            raise ClusterError(
                phrase(_("The Dask scheduler at {address} has no workers."), address=address)
            )
        found: dict[int, R] = {}
        for attempt in range(1, TRIES + 1):
            try:
                failed = _attempt(client, work, blocks, found, step)
                break
            except ClusterError:
                raise
            except _lost() as error:
                if attempt == TRIES:
                    raise ClusterError(
                        phrase(_("The workers of the cluster were lost, several times over."))
                    ) from error
        if failed is not None:
            raise failed
        return [found[place] for place in range(len(blocks))]
    finally:
        # Futures that are let go are forgotten by the scheduler.
        client.close()


def _lost() -> tuple[type[BaseException], ...]:
    """Give the errors that say that a worker, or the connection, is gone."""
    from concurrent.futures import CancelledError  # noqa: PLC0415

    from distributed import KilledWorker  # noqa: PLC0415

    return CancelledError, KilledWorker, OSError


def _attempt(
    client: Any,
    work: Callable[[B], R],
    blocks: Sequence[B],
    found: dict[int, R],
    step: Callable[[], object] | None,
) -> Exception | None:
    """Do the blocks that are not `found`, as long as a worker that holds the work lives.

    Gives the error of the work, if it has one.
    """
    from distributed import as_completed  # noqa: PLC0415

    known = set(client.nthreads())
    _check(client, known)
    todo = [place for place in range(len(blocks)) if place not in found]
    sent = client.scatter(work, broadcast=True, hash=False)
    tasks: dict[Any, list[int]] = {}
    done = as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

    def send(seconds: float) -> None:
        """Send what keeps every thread at work, where a block takes so many seconds."""
        threads = _threads(client, known)
        while todo and len(tasks) < AHEAD * threads:
            # Towards the end in smaller parts, so that all threads end together.
            size = min(int(TASK / seconds) + 1, -(-len(todo) // (AHEAD * threads)))
            part, todo[:size] = todo[:size], []
            task = client.submit(
                _apply, sent, [blocks[place] for place in part], pure=False, retries=TRIES
            )
            tasks[task] = part
            done.add(task)  # type: ignore[no-untyped-call]

    # The first ones, alone in their tasks, tell how long a block takes.
    send(float("inf"))
    for task in done:
        part = tasks.pop(task)
        results, seconds, error = task.result()
        if error is not None:
            failed: Exception = error
            return failed
        found.update(zip(part, results, strict=True))
        for _block in part if step else ():
            assert step is not None  # noqa: S101 - none is called for none
            step()
        send(seconds / len(part))
    return None


def _threads(client: Any, known: set[str]) -> int:
    """Count the threads of the workers there are now; those not yet `known` are checked."""
    now: dict[str, int] = client.nthreads()
    new = sorted(now.keys() - known)
    if new:
        _check(client, new)
        known.update(new)
    return max(1, sum(now.values()))


def _apply(work: Callable[[B], R], blocks: list[B]) -> tuple[list[R], float, Exception | None]:
    """Give the results of some blocks, the seconds that they took, and the error that ended them.

    An error comes as a value, so that it is not taken for a lost worker.
    """
    begun = perf_counter()
    results: list[R] = []
    try:
        results += map(work, blocks)
    except Exception as error:  # noqa: BLE001 - raised again where the work was asked for
        error.add_note(f"On a worker:\n{traceback.format_exc()}")
        return [], 0.0, error
    return results, max(perf_counter() - begun, 1e-6), None


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise ClusterError(
            phrase(_("Clusters need Dask, which is not installed: pip install “alianza[dask]”."))
        ) from None
    _be_quiet()
    try:
        if not address.rpartition(":")[2].isdecimal():
            raise ValueError(address)  # noqa: TRY301 - no port, so no thread need try
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=PATIENCE, set_as_default=False
        )
    except (OSError, ValueError, TypeError):
        raise ClusterError(
            phrase(_("No Dask scheduler answers at {address}."), address=address)
        ) from None


def _be_quiet() -> None:
    """Let a lost connection be said by us, once, instead of by Dask's log."""
    import logging  # noqa: PLC0415

    for name in ("distributed.comm.core", "distributed.core", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def versions() -> dict[str, str]:
    """Give the versions that decide on numbers, here."""
    import sys  # noqa: PLC0415
    from importlib import metadata  # noqa: PLC0415

    from .. import __version__  # noqa: PLC0415

    found = {"alianza": __version__, "Python": "{}.{}".format(*sys.version_info)}
    for name in SAME[len(found) :]:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "–"
    return found


def _check(client: Any, workers: Iterable[str]) -> None:
    """Raise ClusterError for a worker whose packages are others; one that is gone is let go."""
    ours = versions()
    there = client.run(versions, workers=sorted(workers), on_error="return")
    for worker, found in sorted(there.items()):
        if isinstance(found, BaseException):
            if isinstance(found, _lost()):
                continue
            # Whatever keeps a worker from loading us.
            raise ClusterError(
                phrase(
                    _("A worker of the cluster cannot load alianza: {error}."),
                    error=(str(found).splitlines() or [type(found).__name__])[0][:200],
                )
            )
        for name in SAME:
            if found[name] != ours[name]:
                raise ClusterError(
                    phrase(
                        _("The worker {worker} has {name} {theirs}, here is {ours}."),
                        worker=worker,
                        name=name,
                        theirs=found[name],
                        ours=ours[name],
                    )
                )
