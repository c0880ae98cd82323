"""Walks of two or three ties between the ends of given pairs, each tie with its share.

What `graph.gaps.features` asks of pairs by the ten thousand: a sparse product would make the
whole row of everybody two ties away for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .compiling import kernel, owned

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array


@kernel
def _walks(order, tails, heads, bounds, onward, shares, ends, last, deep):
    """Sum over the last ties of each pair what comes there from its first actor.

    Pairs of the same first actor follow one another in `order`, so that its walks are followed
    once. `shares` are above 0.
    """
    n = len(bounds) - 1
    held = np.zeros(n)
    touched = np.empty(n, np.int64)
    result = np.zeros(len(tails))
    source, count = -1, 0
    for pair in order:
        if tails[pair] != source:
            for place in range(count):
                held[touched[place]] = 0.0
            count = 0
            source = tails[pair]
            for first in range(bounds[source], bounds[source + 1]):
                actor = np.int64(onward[first])
                if not deep:
                    touched[count] = actor
                    count += 1
                    held[actor] = shares[first]
                    continue
                for second in range(bounds[actor], bounds[actor + 1]):
                    other = np.int64(onward[second])
                    if held[other] == 0.0:
                        touched[count] = other
                        count += 1
                    held[other] += shares[first] * shares[second]
        total = 0.0
        head = heads[pair]
        for tie in range(ends[head], ends[head + 1]):
            total += held[last[tie]]
        result[pair] = total
    return result


def walks(
    shares: csr_array,
    last: csr_array,
    tails: NDArray[np.int64],
    heads: NDArray[np.int64],
    *,
    deep: bool,
) -> NDArray[np.float64]:
    """Give the entries of shares @ last, or with `deep` of shares² @ last, at the pairs.

    `shares` has positive entries, the symmetric `last` ones.
    """
    found: NDArray[np.float64] = _walks(
        np.argsort(tails, kind="stable"),
        owned(tails, np.int64),
        owned(heads, np.int64),
        owned(shares.indptr, np.int64),
        owned(shares.indices, np.int32),
        owned(shares.data, np.float64),
        owned(last.indptr, np.int64),
        owned(last.indices, np.int32),
        deep,
    )
    return found
