"""Sums over common partners, triangle by triangle, each found once from its least tied actor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from .compiling import kernel, owned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@kernel
def _reverses(indptr, indices):
    """Give the place of each entry's reverse, −1 throughout where one has none or is a loop.

    Rows are sorted, so the entries of a column come in the order of its row.
    """
    following = indptr[:-1].copy()
    result = np.full(len(indices), -1, np.int64)
    for actor in range(len(indptr) - 1):
        for place in range(indptr[actor], indptr[actor + 1]):
            other = np.int64(indices[place])
            there = following[other]
            if other == actor or there == indptr[other + 1] or indices[there] != actor:
                result[:] = -1
                return result
            following[other] = there + 1
            result[place] = there
    return result


@kernel
def _closed(indptr, indices, back, left, rights):
    """Give, for each of `rights` and each entry i, j, the sum over the q tied to both of left[i, q] · right[q, j].

    `back` is the place of each entry's reverse. Ties are followed from the actor with fewer
    partners to that with more, so that a hub is passed, never searched (Chiba and Nishizeki 1985).
    """
    n = len(indptr) - 1
    result = np.zeros(rights.shape)
    starts = np.zeros(n + 1, np.int64)
    onward = np.empty(len(indices) // 2 + 1, np.int64)
    count = 0
    for actor in range(n):
        own = indptr[actor + 1] - indptr[actor]
        for place in range(indptr[actor], indptr[actor + 1]):
            other = np.int64(indices[place])
            many = indptr[other + 1] - indptr[other]
            if many > own or (many == own and other > actor):
                onward[count] = place
                count += 1
        starts[actor + 1] = count
    mark = np.full(n, -1, np.int64)
    for u in range(n):
        for at in range(starts[u], starts[u + 1]):
            mark[indices[onward[at]]] = onward[at]
        for at in range(starts[u], starts[u + 1]):
            uv = onward[at]
            vu = back[uv]
            v = np.int64(indices[uv])
            for deep in range(starts[v], starts[v + 1]):
                vw = onward[deep]
                uw = mark[indices[vw]]
                if uw < 0:
                    continue
                wv, wu = back[vw], back[uw]
                for which in range(len(rights)):
                    right, sums = rights[which], result[which]
                    sums[uv] += left[uw] * right[wv]
                    sums[vu] += left[vw] * right[wu]
                    sums[vw] += left[vu] * right[uw]
                    sums[wv] += left[wu] * right[uv]
                    sums[uw] += left[uv] * right[vw]
                    sums[wu] += left[wv] * right[vu]
        for at in range(starts[u], starts[u + 1]):
            mark[indices[onward[at]]] = -1
    return result


def products_at(
    places: csr_array, left: NDArray[np.float64], rights: Sequence[NDArray[np.float64]]
) -> list[csr_array] | None:
    """Give, for each of `rights`, the entries of left @ right where the matrix `places` has entries.

    `left` and `rights` hold the values of matrices with the very entries of `places`, whose
    rows are sorted. None where `places` is not symmetric or has loops.
    """
    indptr, indices = owned(places.indptr, np.int64), owned(places.indices, np.int32)
    back = _reverses(indptr, indices)
    if len(back) and back[0] < 0:
        return None
    every = np.stack([owned(right, np.float64) for right in rights])
    found = _closed(indptr, indices, back, owned(left, np.float64), every)
    return [
        csr_array((sums, places.indices, places.indptr), shape=places.shape, copy=False)
        for sums in found
    ]
