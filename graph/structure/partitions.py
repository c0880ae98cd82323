"""How alike two ways of sorting the same actors into groups are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two partitions of the same actors are.

    ``adjusted_rand``: 1 if the same, about 0 by chance (Hubert and Arabie 1985).
    ``variation``: variation of information in bits, 0 if the same (Meilă 2007). ``mutual``:
    mutual information divided by the mean of the two entropies, from 0 to 1 (Danon et al. 2005).
    ``actors`` are compared, NaN if there are none; two partitions into one group each are the
    same.
    """

    adjusted_rand: float
    variation: float
    mutual: float
    actors: int


def contingency(one: Any, other: Any) -> csr_array:
    """Count the members that each group of `one` (rows) and of `other` (columns) share.

    Sparse: thousands of groups share members with few of the other thousands.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    _first, rows = np.unique(np.asarray(one), return_inverse=True)
    _second, columns = np.unique(np.asarray(other), return_inverse=True)
    shape = (rows.max(initial=-1) + 1, columns.max(initial=-1) + 1)
    table = csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
    table.sum_duplicates()
    return table


def compare_partitions(one: Any, other: Any) -> Likeness:
    """Compare two lists that give each actor's group, in the same order of actors.

    >>> compare_partitions([1, 1, 2, 2], ["b", "b", "a", "a"])
    Likeness(adjusted_rand=1.0, variation=0.0, mutual=1.0, actors=4)
    """
    import numpy as np  # noqa: PLC0415

    table = contingency(one, other)
    n = int(table.sum())
    if not n:
        return Likeness(math.nan, math.nan, math.nan, 0)

    def pairs(counts: Any) -> float:
        return float((counts * (counts - 1)).sum()) / 2

    def entropy(counts: NDArray[np.int64]) -> float:
        share = counts[counts > 0] / n
        return float(-(share * np.log2(share)).sum())

    rows, columns = np.asarray(table.sum(axis=1)), np.asarray(table.sum(axis=0))
    together, first, second = pairs(table.data), pairs(rows), pairs(columns)
    expected = first * second / (n * (n - 1) / 2) if n > 1 else 0.0
    most = (first + second) / 2
    rand = 1.0 if most == expected else (together - expected) / (most - expected)
    entropies, joint = entropy(rows) + entropy(columns), entropy(table.data)
    shared = entropies - joint
    mutual = 1.0 if entropies == 0 else 2 * shared / entropies
    # Rounding must not make the same partitions differ.
    variation = max(0.0, round(joint - shared, 12))
    return Likeness(rand, variation + 0.0, round(min(max(mutual, 0.0), 1.0), 12) + 0.0, n)
