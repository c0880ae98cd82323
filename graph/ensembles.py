"""Many independent pieces of work: one after the other, on threads, or on a cluster."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

B = TypeVar("B")
R = TypeVar("R")

Step: TypeAlias = "Callable[[], object] | None"
Bar: TypeAlias = "Callable[[int], AbstractContextManager[Step]]"


@dataclass(slots=True)
class Place:
    """Where blocks are done that are not told it one by one; `asked` once a cluster was."""

    workers: int | None = None
    scheduler: str | None = None
    bar: Bar | None = None
    asked: bool = False


_PLACE: ContextVar[Place] = ContextVar("place", default=Place())  # noqa: B039 - never changed


@contextmanager
def working(
    workers: int | None = None, scheduler: str | None = None, bar: Bar | None = None
) -> Iterator[Place]:
    """Do the blocks of what is asked inside on so many threads, or on a cluster.

    This holds where a function is not told its `workers` and `scheduler` itself: the pieces of
    a large betweenness, the sections of a report. `bar` takes a number of pieces and gives a
    context with the function that is called after each. Blocks that are being done do not pass
    it on. Gives the `Place`.

    >>> with working(workers=2):
    ...     run(lambda block: block * 2, [1, 2])
    [2, 4]
    """
    place = Place(workers, scheduler, bar)
    token = _PLACE.set(place)
    try:
        yield place
    finally:
        _PLACE.reset(token)


def here() -> Place:
    """Give the place that `working` has set, one that says nothing outside of it."""
    return _PLACE.get()


def run(
    work: Callable[[B], R],
    blocks: Sequence[B],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    step: Step = None,
) -> list[R]:
    """Give `work` of each block, in the order of the blocks.

    Blocks know nothing of each other: each holds what it needs, its own random generator or
    seed among it, so the answer is the same for any number of `workers`; unless given, that of
    `working`, else one. With one, no thread is begun. `step` is called after each block, from
    the thread that called. An error or an interrupt leaves the blocks that have not begun undone
    and is raised again. With the address of a Dask `scheduler` the blocks are done by its
    workers, see `alianza.graph.cluster`; `work` and blocks are then pickled.

    >>> run(lambda block: block * 2, [1, 2, 3], workers=2)
    [2, 4, 6]
    """
    place = here()
    if workers is None and scheduler is None:
        scheduler = place.scheduler
    if scheduler is not None:
        from .cluster import run_on  # noqa: PLC0415

        place.asked |= scheduler == place.scheduler
        return run_on(scheduler, work, blocks, step=step)
    workers = workers or place.workers or 1
    if workers <= 1 or len(blocks) <= 1:
        results = []
        for block in blocks:
            results.append(work(block))
            if step:
                step()
        return results
    from concurrent.futures import ThreadPoolExecutor, as_completed  # noqa: PLC0415

    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="alianza")
    try:
        futures = [pool.submit(work, block) for block in blocks]
        for future in as_completed(futures):
            future.result()
            if step:
                step()
        return [future.result() for future in futures]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def run_pieces(
    work: Callable[[B], R],
    pieces: Sequence[B],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
) -> list[R]:
    """Give `work` of the pieces of one question, with the bar of `working`.

    The cluster of `working` is asked even where `workers`, threads here, are given.
    """
    place = here()
    with place.bar(len(pieces)) if place.bar else nullcontext() as step:
        where = scheduler or place.scheduler
        return run(work, pieces, workers=workers, scheduler=where, step=step)
