"""Cells in a buffer of bytes as columns: distinct texts found by words of eight bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..coded import Coded, Fixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..coded import Column

    Ints = NDArray[np.int64]

WORD = 8
# Rows whose bytes are gathered at once.
BLOCK = 1 << 15
# Bytes that the words of one column take at most; more are for the readers.
MOST = 400_000_000
# Of so many rows, a column of ids that are all different is kept as bytes.
FIXED_FROM = 1_000


def column_from(
    buffer: NDArray[np.uint8], starts: Ints, ends: Ints, *, may_be_fixed: bool = False
) -> Column | None:
    """Give the texts between `starts` and `ends` of a buffer in UTF-8 that holds no NUL.

    None where they take too much room. Raises ValueError where they are not UTF-8.
    """
    count = len(starts)
    lengths = (ends - starts).astype(np.int32)
    width = int(lengths.max(initial=0))
    across = max(1, -(-width // WORD))
    if count * across * WORD > MOST:
        return None
    words = _words(buffer, starts, lengths, across)
    codes, distinct = pd.factorize(words[0])
    for word in words[1:]:
        more, kinds = pd.factorize(word)
        codes, distinct = pd.factorize(codes.astype(np.int64) * len(kinds) + more)
    if may_be_fixed and len(distinct) == count >= FIXED_FROM:
        whole = np.ascontiguousarray(np.stack(words, axis=1)).view(f"S{WORD * across}")[:, 0]
        if bool((whole.view(np.uint8) < 128).all()):  # noqa: PLR2004 - ASCII
            return Fixed(whole.astype(f"S{max(1, width)}"))
    firsts = np.empty(len(distinct), dtype=np.int64)
    firsts[codes[::-1]] = np.arange(count - 1, -1, -1)
    values = np.empty(len(distinct), dtype=object)
    for at, (begin, end) in enumerate(
        zip(starts[firsts].tolist(), ends[firsts].tolist(), strict=True)
    ):
        values[at] = buffer[begin:end].tobytes().decode()
    return Coded(codes.astype(np.int32), values)


def _words(
    buffer: NDArray[np.uint8], starts: Ints, lengths: NDArray[np.int32], across: int
) -> list[NDArray[np.int64]]:
    """Give the first eight bytes of each cell, the next eight, and so on, NUL after its end."""
    count = len(starts)
    words = [np.zeros(count, dtype=np.int64) for _word in range(across)]
    offsets = np.arange(WORD)
    last = max(0, len(buffer) - 1)
    for first in range(0, count, BLOCK):
        part = slice(first, min(count, first + BLOCK))
        begin, length = starts[part], lengths[part]
        for number, word in enumerate(words):
            step = number * WORD
            if number and not bool((length > step).any()):
                break
            places = np.minimum(begin[:, None] + (offsets + step), last)
            gathered = buffer[places] if len(buffer) else np.zeros(places.shape, dtype=np.uint8)
            gathered[length[:, None] <= offsets + step] = 0
            word[part] = np.ascontiguousarray(gathered).view(np.int64)[:, 0]
    return words
