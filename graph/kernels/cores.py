"""Core numbers of a whole network in one pass over its ties (Batagelj and Zaveršnik 2003)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .compiling import kernel, owned

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array


@kernel
def _cores(indptr, indices):
    """Take away the actor with the fewest partners left, again and again.

    Actors stand ordered by what is left to them; one who loses a partner changes places with the
    first of its like, behind which the border of the like then moves.
    """
    n = len(indptr) - 1
    left = np.empty(n, np.int64)
    most = 0
    for actor in range(n):
        left[actor] = indptr[actor + 1] - indptr[actor]
        most = max(most, left[actor])
    starts = np.zeros(most + 2, np.int64)
    for actor in range(n):
        starts[left[actor] + 1] += 1
    for degree in range(most + 1):
        starts[degree + 1] += starts[degree]
    order, place_of = np.empty(n, np.int64), np.empty(n, np.int64)
    following = starts[:-1].copy()
    for actor in range(n):
        place_of[actor] = following[left[actor]]
        order[place_of[actor]] = actor
        following[left[actor]] += 1
    for place in range(n):
        actor = order[place]
        for tie in range(indptr[actor], indptr[actor + 1]):
            other = np.int64(indices[tie])
            many = left[other]
            if many <= left[actor]:
                continue
            border = max(starts[many], place + 1)
            first = order[border]
            order[place_of[other]], order[border] = first, other
            place_of[first], place_of[other] = place_of[other], border
            starts[many] = border + 1
            left[other] = many - 1
    return left


def cores(matrix: csr_array) -> NDArray[np.int64]:
    """Give the core number of each actor of a symmetric matrix without loops."""
    found: NDArray[np.int64] = _cores(
        owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    )
    return found
