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
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ..view import View
    from .registry import Values

# Products of entries in one block of rows: bounds memory.
PRODUCTS = 4_000_000


def product_at(left: csr_array, right: csr_array, places: csr_array) -> csr_array:
    """Give the entries of left @ right where the 0/1 matrix `places` has a 1, in sorted rows."""
    return products_at(left, (right,), places)[0]


def products_at(left: csr_array, rights: Sequence[csr_array], places: csr_array) -> list[csr_array]:
    """Give for each of `rights` what `product_at` gives, on large graphs in one go."""
    n = left.shape[0]
    if not n:
        return [csr_array(left.shape) for _right in rights]
    size = n * int(places.nnz)
    if size < choose.KERNEL_FROM["triangles"]:
        size = max(size, 5 * int(_products(left, rights[0])[-1]))
    if choose.way("triangles", size) == "kernel" and _alike((left, *rights), places):
        kernels = choose.load("triangles")
        data = [right.data for right in rights]
        found: list[csr_array] | None = kernels.products_at(places, left.data, data)
        if found is not None:
            return found
    return [_by_rows(left, right, places) for right in rights]


def _by_rows(left: csr_array, right: csr_array, places: csr_array) -> csr_array:
    n, sums = left.shape[0], _products(left, right)
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


def _products(left: csr_array, right: csr_array) -> NDArray[np.int64]:
    """Count the products of entries of all rows of `left` before each, and of all."""
    work = np.diff(right.indptr)[left.indices]
    return np.concatenate([[0], np.cumsum(work)])[left.indptr]


def _alike(matrices: Sequence[csr_array], places: csr_array) -> bool:
    """Say whether all have the same entries as `places`, in sorted rows."""
    for matrix in (*matrices, places):
        matrix.sort_indices()
    return all(
        np.array_equal(matrix.indptr, places.indptr)
        and np.array_equal(matrix.indices, places.indices)
        for matrix in matrices
    )


@once
def triangles(view: View) -> Values:
    """Count the triangles of each actor in the undirected simple graph."""
    ties = view.undirected
    return np.asarray(product_at(ties, ties, ties).sum(axis=1), dtype=np.float64).ravel() / 2
