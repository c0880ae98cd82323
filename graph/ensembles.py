"""Many independent pieces of work: one after the other, on threads, or on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

B = TypeVar("B")
R = TypeVar("R")


def run(
    work: Callable[[B], R],
    blocks: Sequence[B],
    *,
    workers: int = 1,
    scheduler: str | None = None,
    step: Callable[[], object] | None = None,
) -> list[R]:
    """Give `work` of each block, in the order of the blocks.

    Blocks know nothing of each other: each holds what it needs, its own random generator or
    seed among it, so the answer is the same for any number of `workers`. With one, no thread is
    begun. `step` is called after each block, from the thread that called. An error or an
    interrupt leaves the blocks that have not begun undone and is raised again. With the address
    of a Dask `scheduler` the blocks are done by its workers, see `alianza.graph.cluster`.

    >>> run(lambda block: block * 2, [1, 2, 3], workers=2)
    [2, 4, 6]
    """
    if scheduler is not None:
        from .cluster import run_on  # noqa: PLC0415

        return run_on(scheduler, work, blocks, step=step)
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
