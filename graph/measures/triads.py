"""Sums over common partners, in blocks of rows so that a hub never makes a full matrix.

Loaded by the measures that need it, when they need it: it is one that imports numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from ..kernels import choose
from .memo import once

if TYPE_CHECKING:
    from ..view import View
    from .registry import Values

# Products of entries in one block of rows: bounds memory.
PRODUCTS = 4_000_000


def product_at(left: csr_array, right: csr_array, places: csr_array) -> csr_array:
    """Give the entries of left @ right where the 0/1 matrix `places` has a 1, in sorted rows."""
    n = left.shape[0]
    if not n:
        return csr_array(left.shape)
    work = np.diff(right.indptr)[left.indices]
    sums = np.concatenate([[0], np.cumsum(work)])[left.indptr]
    size = max(n * int(places.nnz), 5 * int(sums[-1]))
    if choose.way("triangles", size) == "kernel" and _alike(left, right, places):
        found: csr_array | None = choose.load("triangles").product_at(places, left.data, right.data)
        if found is not None:
            return found
    blocks, first = [], 0
    while first < n:
        last = int(np.searchsorted(sums, sums[first] + PRODUCTS, side="right")) - 1
        last = min(n, max(first + 1, last))
        product = left[first:last] @ right
        blocks.append(csr_array(product.multiply(places[first:last])))
        first = last
    whole = csr_array(vstack(blocks))
    whole.sort_indices()
    return whole


def _alike(left: csr_array, right: csr_array, places: csr_array) -> bool:
    """Say whether all three have the same entries, in sorted rows."""
    for matrix in (left, right, places):
        matrix.sort_indices()
    return all(
        np.array_equal(matrix.indptr, places.indptr)
        and np.array_equal(matrix.indices, places.indices)
        for matrix in (left, right)
    )


@once
def triangles(view: View) -> Values:
    """Count the triangles of each actor in the undirected simple graph."""
    ties = view.undirected
    return np.asarray(product_at(ties, ties, ties).sum(axis=1), dtype=np.float64).ravel() / 2
