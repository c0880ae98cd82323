"""Every kernel compiled ahead, by asking each a small question."""

from __future__ import annotations

from .choose import MODULES, has, load


def warm() -> bool:
    """Compile and keep every kernel; false where numba is not installed."""
    if not has("numba"):
        return False
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    kernels = {question: load(question) for question in MODULES}
    # A triangle, as the arrays of views are.
    matrix = csr_array(1.0 - np.eye(3))
    for question in ("betweenness", "distances"):
        kernels[question].undirected(matrix)
        kernels[question].directed(matrix)
    kernels["betweenness"].weighted(matrix, directed=False)
    for weighted in (False, True):
        kernels["tie betweenness"].undirected(matrix, weighted)
    kernels["triangles"].products_at(matrix, matrix.data, [matrix.data])
    kernels["reach"].within(matrix, 2)
    kernels["cores"].cores(matrix)
    kernels["cuts"].cuts_of(matrix)
    ends = np.array([0, 1])
    kernels["walks"].walks(matrix, matrix, ends, ends[::-1], deep=True)
    tails, heads = np.array([0, 1, 2]), np.array([1, 2, 0])
    pair, table = np.array([0]), np.zeros((2, 16), dtype=np.int64)
    for directed in (False, True):
        kernels["rewiring"].switch(
            tails.copy(), heads.copy(), 3, directed, pair, pair + 1, pair > 0, *table
        )
    rows = np.array([0, 0, 0])
    bounds, members, own, free = kernels["rewiring"].to_trade(rows, heads, 3, rows[:2], 1)
    second, order = np.array([False, True]), np.array([0, 1])
    kernels["rewiring"].deal(rows, second, order, 1, bounds, members, own, np.zeros(free))
    return True
