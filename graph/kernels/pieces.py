"""Sources cut into pieces: the same sums on any number of threads, short enough to be interrupted."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from ..ensembles import Place, here, run
from .compiling import owned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

R = TypeVar("R")

# Steps through entries of the matrix in one piece at most: some tenths of a second.
STEPS = 100_000_000
# Numbers of answers held at once, unless one answer has more (64 MB).
HELD = 8_000_000
# Times as many where they come from a cluster.
FARTHER = 8


def cut(sources: int, entries: int, lanes: int, pieces: int = 32) -> list[tuple[int, int]]:
    """Give the first source and the one after the last of `pieces` or more, whole `lanes` in each."""
    step = max(1, -(-sources // (pieces * lanes))) * lanes
    most = max(1, STEPS // max(1, entries * lanes)) * lanes
    step = min(step, most)
    return [(first, min(sources, first + step)) for first in range(0, sources, step)]


def portable(function: Any, *held: NDArray[Any]) -> Callable[[tuple[int, int]], Any]:
    """Give a kernel of a module and its arrays as work on pieces that another process can do."""
    return partial(_do, function.__module__, function.__name__, held)


def _do(module: str, name: str, held: tuple[NDArray[Any], ...], piece: tuple[int, int]) -> Any:
    # Arrays that come from another process are not writable, for which a kernel is not compiled.
    arrays = (owned(array, array.dtype) for array in held)
    return getattr(import_module(module), name)(*arrays, *piece)


def gathered(
    work: Callable[[tuple[int, int]], R],
    pieces: list[tuple[int, int]],
    workers: int,
    answer: int,
    *,
    anywhere: bool = False,
) -> Iterator[R]:
    """Give `work` of each piece in the order of the pieces, few answers being held at a time.

    An answer is `answer` numbers. With `anywhere` the work is `portable`: the cluster of
    `alianza.graph.ensembles.working` does it if there is one, and its bar shows how far it is.
    """
    place = here() if anywhere else Place()
    # What is held goes to a cluster once a batch.
    most = HELD * (FARTHER if place.scheduler else 1)
    batch = max(workers, most // max(1, answer))
    with place.bar(len(pieces)) if place.bar else nullcontext() as step:
        for first in range(0, len(pieces), batch):
            part = pieces[first : first + batch]
            yield from run(work, part, workers=workers, scheduler=place.scheduler, step=step)
