"""Measures of tied pairs: how much passes over each tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from ..view import known_name
from .memo import once
from .registry import Measure
from .table import rank_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..view import View
    from .registry import Values


@once
def pairs_of(view: View) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the tied pairs: positions of the two actors, and of the entry of ``view.matrix``.

    Each pair once, the first id first, in a view without direction; from and to in one with it.
    """
    import numpy as np  # noqa: PLC0415

    rows = np.repeat(np.arange(len(view)), np.diff(view.matrix.indptr)).astype(np.int64)
    columns = view.matrix.indices.astype(np.int64)
    kept = np.arange(len(rows)) if view.directed else np.flatnonzero(rows < columns)
    return rows[kept], columns[kept], kept.astype(np.int64)


def edge_betweenness(view: View) -> Values:
    """Sum, for each tied pair, the shares of the shortest paths between all pairs over its tie.

    In the order of `pairs_of`, never undefined. Unordered pairs count in an undirected view,
    ordered pairs in a directed one; lengths are 1/weight in a weighted view. igraph answers for
    larger views and a kernel for the largest, where they are installed. Girvan and Newman 2002.
    """
    from .tie_paths import over_ties  # noqa: PLC0415

    return over_ties(view)


TIE_MEASURES: dict[str, Measure] = {
    "edge_betweenness": Measure(
        name="edge_betweenness",
        label=_("Betweenness of ties"),
        definition=_(
            "Sum over unordered pairs of actors, ordered pairs in a directed view, of the share of"
            " their shortest paths that run over the tie, the pair of its own ends included; parallel"
            " ties are one; exact, not normalised; in a weighted view a tie is 1/weight long."
        ),
        range=_("0 to n²/4, below n² in a directed view"),
        blank="",
        reference="Girvan and Newman 2002; Brandes 2008",
        function=edge_betweenness,
        formula="Σ_{s<t} σ_st(ij)/σ_st",
    )
}
"""The measures of tied pairs; ``function`` gives a value for each pair of `pairs_of`."""


def tie_table(view: View, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Measure every tied pair: a row each, for `names` or every measure of `TIE_MEASURES`.

    Columns are ``from`` and ``to`` (ids of actors; the first id first in a view without
    direction), then ``<name>`` (float64) and ``<name>_rank`` (Int64: 1, 2, 2, 4, among all
    pairs). Sorted by the ids. Raises UnknownNameError for a name that is not there.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> path = Dataset.from_networkx(nx.path_graph(4)).view()
    >>> tie_table(path)["edge_betweenness"].tolist()
    [3.0, 4.0, 3.0]
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    rows = []
    for name in dict.fromkeys(TIE_MEASURES if names is None else names):
        known_name(name, TIE_MEASURES, _("a measure of ties"))
        rows.append(TIE_MEASURES[name])
    first, second, _kept = pairs_of(view)
    ids = np.array(view.ids, dtype=object)
    columns: dict[str, object] = {
        "from": pd.Series(ids[first], dtype="str"),
        "to": pd.Series(ids[second], dtype="str"),
    }
    group = np.zeros(len(first), dtype=np.int64)
    for row in rows:
        values = row.function(view)
        columns[row.name] = pd.Series(values, dtype="float64")
        columns[f"{row.name}_rank"] = pd.Series(
            rank_array(values, group, lowest_first=row.lowest_first)
        )
    return pd.DataFrame(columns)
