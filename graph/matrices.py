"""Selected ties as a sparse matrix: merged, projected onto one kind, cut to one component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .faults import ViewError
from .phrases import mark as _
from .phrases import phrase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .selection import Selected

LARGEST = 2**31


def merged(selected: Selected, *, directed: bool) -> csr_array:
    """Sum parallel ties into one entry of an n × n matrix; symmetric unless `directed`."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import coo_array, csr_array  # noqa: PLC0415

    n = len(selected.ids)
    # Half the memory where it is enough.
    of = np.int32 if n < LARGEST else np.int64
    tails, heads = selected.tails.astype(of), selected.heads.astype(of)
    sizes = selected.weights
    both = selected.symmetric if directed else np.ones(len(tails), dtype=bool)
    rows = np.concatenate([tails, heads[both]])
    columns = np.concatenate([heads, tails[both]])
    matrix = csr_array(coo_array((np.concatenate([sizes, sizes[both]]), (rows, columns)), (n, n)))
    matrix.sum_duplicates()
    matrix.sort_indices()
    return matrix


def projected(
    selected: Selected, modes: NDArray[np.int8] | None, project: str, scheme: str
) -> tuple[csr_array, list[str], list[str], list[str]]:
    """Tie the actors of the kind `project` that share an affiliation of the other mode."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    matrix = merged(selected, directed=False)
    matrix.data = np.ones_like(matrix.data)
    mine = np.array([kind == project for kind in selected.kinds], dtype=bool)
    if modes is None or not mine.any():
        raise ViewError(
            phrase(
                _("No actor of the kind “{kind}” has a tie that makes two modes in this view."),
                kind=project,
            )
        )
    others = modes != modes[int(np.flatnonzero(mine)[0])]
    result = sharing(csr_array(matrix[mine][:, others]), scheme)
    columns = (selected.ids, selected.labels, selected.kinds)
    ids, labels, kinds = ([x for x, k in zip(c, mine, strict=True) if k] for c in columns)
    return result, ids, labels, kinds


def sharing(incidence: csr_array, scheme: str) -> csr_array:
    """Tie the rows of a 0/1 table that share columns, weighted by `scheme` as in `WEIGHTS`."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array, diags_array  # noqa: PLC0415

    if scheme == "newman":
        sizes = np.asarray(incidence.sum(axis=0)).ravel()
        share = np.divide(1.0, sizes - 1, out=np.zeros_like(sizes), where=sizes > 1)
        result = csr_array(incidence @ diags_array(share) @ incidence.T)
    else:
        result = csr_array(incidence @ incidence.T)
    result.setdiag(0)
    result.eliminate_zeros()
    if scheme == "jaccard":
        degree = np.asarray(incidence.sum(axis=1)).ravel()
        coo = result.tocoo()
        union = degree[coo.row] + degree[coo.col] - coo.data
        result = csr_array((coo.data / union, (coo.row, coo.col)), shape=result.shape)
    result.sort_indices()
    return result


def component_labels(matrix: csr_array) -> NDArray[np.intp]:
    """Give the number of each row's component, counted from the first row on; direction is ignored."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    if not matrix.shape[0]:
        return np.zeros(0, dtype=np.intp)
    number, labels = connected_components(matrix, directed=True, connection="weak")
    firsts = np.empty(number, dtype=np.intp)
    firsts[labels[::-1]] = np.arange(len(labels) - 1, -1, -1)
    return np.asarray(np.argsort(np.argsort(firsts))[labels], dtype=np.intp)


def largest_component(matrix: csr_array) -> tuple[csr_array, NDArray[np.bool_], int]:
    """Give the part of `matrix` in its largest component, which rows those are, and how many are not.

    Of components of one size it is the one with the first row.
    """
    import numpy as np  # noqa: PLC0415

    labels = component_labels(matrix)
    if not len(labels):
        return matrix, np.zeros(0, dtype=bool), 0
    keep = labels == np.bincount(labels).argmax()
    return matrix[keep][:, keep], keep, int((~keep).sum())
