"""Ties within and between kinds of actors, or whatever else a column says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..groups import grouped

if TYPE_CHECKING:
    import pandas as pd

    from ..view import View


def kind_mixing(view: View, by: str = "kind") -> pd.DataFrame:
    """Count the tied pairs of actors within (diagonal) and between the values of a column.

    `by` is a column of the actors; an empty ``area`` is that of the country. Rows and columns
    are its values, sorted, ``""`` for actors without one. On the undirected simple graph, so
    the table is symmetric and its upper half, diagonal included, sums to the tied pairs.
    Raises UnknownNameError for a column that the actors do not have.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> kind_mixing(Dataset.from_networkx(nx.star_graph(3)).view()).loc["actor", "actor"].item()
    3
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    groups = grouped(view, by, blank=True)
    names, codes = groups.names, groups.codes
    counts = np.zeros((len(names), len(names)), dtype=np.int64)
    coo = view.undirected.tocoo()
    np.add.at(counts, (codes[coo.row], codes[coo.col]), 1)
    counts[np.diag_indices(len(names))] //= 2
    index = pd.Index(names, name=by, dtype="str")
    return pd.DataFrame(counts, index=index, columns=index)


def kind_density(view: View, by: str = "kind") -> pd.DataFrame:
    """Divide the tied pairs within and between the values of a column by the possible pairs.

    From 0 to 1; NaN where no pair is possible: within a value that one actor alone has and, in a
    two-mode view, within a mode. Rows, columns and errors as in `kind_mixing`.
    """
    import numpy as np  # noqa: PLC0415

    groups = grouped(view, by, blank=True)
    names, codes = groups.names, groups.codes
    modes = np.zeros(len(view), dtype=np.int64) if view.modes is None else view.modes
    sizes = np.zeros((2, len(names)), dtype=np.float64)
    np.add.at(sizes, (modes, codes), 1)
    if view.modes is None:
        possible = np.outer(sizes[0], sizes[0])
        np.fill_diagonal(possible, sizes[0] * (sizes[0] - 1) / 2)
    else:
        possible = np.outer(sizes[0], sizes[1]) + np.outer(sizes[1], sizes[0])
        np.fill_diagonal(possible, sizes[0] * sizes[1])
    counts = kind_mixing(view, by)
    return counts.astype(np.float64).where(possible > 0).div(np.where(possible > 0, possible, 1))
