"""Steps that many measures share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from .registry import Values


def divide(values: Any, by: Any, otherwise: float) -> Values:
    """Divide where `by` is above 0; elsewhere give `otherwise`."""
    import numpy as np  # noqa: PLC0415

    by = np.asarray(by, dtype=np.float64)
    result: Values = np.full(by.shape, otherwise, dtype=np.float64)
    np.divide(values, by, out=result, where=by > 0)
    return result


def like(matrix: csr_array, data: Values) -> csr_array:
    """Give a sparse matrix with other values where `matrix` has entries, which are shared."""
    from scipy.sparse import csr_array  # noqa: PLC0415

    return csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape, copy=False)


def row_counts(matrix: csr_array) -> Values:
    """Count the entries of each row of a sparse matrix."""
    import numpy as np  # noqa: PLC0415

    return np.diff(matrix.indptr).astype(np.float64)


def row_sums(matrix: Any) -> Values:
    """Sum each row of a sparse matrix."""
    import numpy as np  # noqa: PLC0415

    return np.asarray(matrix @ np.ones(matrix.shape[1]), dtype=np.float64)


def row_largest(matrix: Any) -> Values:
    """Give the largest entry of each row of a sparse matrix of positive entries, 0 where none is."""
    import numpy as np  # noqa: PLC0415

    result: Values = np.zeros(matrix.shape[0])
    rows = np.flatnonzero(np.diff(matrix.indptr))
    if len(rows):
        result[rows] = np.maximum.reduceat(matrix.data, matrix.indptr[rows])
    return result
