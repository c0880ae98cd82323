"""Blocks of work on a running Dask cluster: the same results as here, in the same order.

Used only where somebody names a scheduler; everything else works without Dask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .faults import ClusterError
from .phrases import mark as _
from .phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

B = TypeVar("B")
R = TypeVar("R")

# Seconds in which a scheduler must answer.
PATIENCE = 5
# Packages whose versions decide on numbers: workers must have those of the caller.
SAME = ("alianza", "numpy", "scipy", "pandas")
# Tasks for each thread of the cluster: enough to even out, few enough to cost nothing.
SHARE = 8
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

    What `work` holds is sent once to every worker. The blocks of a lost worker are done again
    by another, with the same generators, so the results stay the same. On an error or an
    interrupt nothing is left on the cluster. Raises ClusterError where there is no Dask, no
    scheduler, no worker, or one with other versions.
    """
    client = _client(address)
    try:
        _check(client, address)
        threads = max(1, sum(client.nthreads().values()))
        size = max(1, len(blocks) // (SHARE * threads))
        parts = [
            (first, list(blocks[first : first + size])) for first in range(0, len(blocks), size)
        ]
        found: dict[int, list[R]] = {}
        for attempt in range(TRIES):
            missing = [part for part in parts if part[0] not in found]
            if not missing:
                break
            _attempt(client, work, missing, found, step, last=attempt == TRIES - 1)
        return [result for first, _part in parts for result in found[first]]
    finally:
        # Futures that are let go are forgotten by the scheduler.
        client.close()


def _attempt(
    client: Any,
    work: Callable[[B], R],
    parts: list[tuple[int, list[B]]],
    found: dict[int, list[R]],
    step: Callable[[], object] | None,
    *,
    last: bool,
) -> None:
    """Do the parts that are missing, as far as the workers that hold the work live."""
    from concurrent.futures import CancelledError  # noqa: PLC0415

    from distributed import KilledWorker, as_completed  # noqa: PLC0415

    try:
        sent = client.scatter(work, broadcast=True, hash=False)
        futures = {
            client.submit(_apply, sent, part, pure=False, retries=TRIES): (first, len(part))
            for first, part in parts
        }
        for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
            first, count = futures[future]
            found[first] = future.result()
            for _block in range(count if step else 0):
                assert step is not None  # noqa: S101 - none is called for none
                step()
    except (CancelledError, KilledWorker, OSError) as error:
        if last:
            raise ClusterError(
                phrase(_("The workers of the cluster were lost, several times over."))
            ) from error


def _apply(work: Callable[[B], R], blocks: list[B]) -> list[R]:
    return [work(block) for block in blocks]


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise ClusterError(
            phrase(_("Clusters need Dask, which is not installed: pip install “alianza[dask]”."))
        ) from None
    _be_quiet()
    try:
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
    from importlib import metadata  # noqa: PLC0415

    found = {}
    for name in SAME:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def _check(client: Any, address: str) -> None:
    """Raise ClusterError without workers, or for one whose packages are others."""
    if not client.nthreads():
        raise ClusterError(
            phrase(_("The Dask scheduler at {address} has no workers."), address=address)
        )
    here = versions()
    try:
        there = client.run(versions)
    except Exception as error:  # noqa: BLE001 - whatever keeps a worker from loading us
        raise ClusterError(
            phrase(
                _("A worker of the cluster cannot load alianza: {error}."),
                error=str(error).splitlines()[0][:200] if str(error) else type(error).__name__,
            )
        ) from None
    for worker, found in sorted(there.items()):
        for name in SAME:
            if found[name] != here[name]:
                raise ClusterError(
                    phrase(
                        _("The worker {worker} has {name} {theirs}, here is {ours}."),
                        worker=worker,
                        name=name,
                        theirs=found[name],
                        ours=here[name],
                    )
                )
