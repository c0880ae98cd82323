"""Sources cut into pieces: the same sums on any number of threads, short enough to be interrupted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..ensembles import run, run_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

R = TypeVar("R")

# Steps through entries of the matrix in one piece at most: some tenths of a second.
STEPS = 100_000_000
# Numbers of answers held at once, unless one answer has more (64 MB).
HELD = 8_000_000


def cut(sources: int, entries: int, lanes: int, pieces: int = 32) -> list[tuple[int, int]]:
    """Give the first source and the one after the last of `pieces` or more, whole `lanes` in each."""
    step = max(1, -(-sources // (pieces * lanes))) * lanes
    most = max(1, STEPS // max(1, entries * lanes)) * lanes
    step = min(step, most)
    return [(first, min(sources, first + step)) for first in range(0, sources, step)]


def gathered(
    work: Callable[[tuple[int, int]], R],
    pieces: list[tuple[int, int]],
    workers: int,
    answer: int,
    *,
    spread: bool = False,
) -> Iterator[R]:
    """Give `work` of each piece in the order of the pieces, few answers being held at a time.

    An answer is `answer` numbers.
    With `spread` a cluster that was asked for does the pieces.
    """
    batch = max(workers, HELD // max(1, answer))
    for first in range(0, len(pieces), batch):
        part = pieces[first : first + batch]
        yield from (run_pieces if spread else run)(work, part, workers=workers)
