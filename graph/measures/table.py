"""The table of measures: a row an actor, a value and a rank a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import cost
from ..phrases import Phrase
from .registry import MEASURES, Measure, Values, chosen, measure_row, measured, unasked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ..view import View

DIGITS = 12


def measure_table(view: View, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Measure every actor: one row an actor, sorted by id, for `names` or every measure.

    The index ``id`` is the actor's; columns are ``label``, ``kind``, then ``<name>`` (float64,
    NaN where undefined) and ``<name>_rank`` (Int64: competition ranks 1, 2, 2, 4 among the
    actors of one kind after rounding to 12 significant digits; blank where the value is).
    Without `names`, measures that have no meaning for the view, and those that cost too much to
    come unasked (``default`` false in `MEASURES`), are left out. ``attrs["estimated"]`` holds the
    `Estimate` of each measure that was estimated, ``attrs["left_out"]`` why measures beyond the
    cost that `alianza.graph.cost` allows are not there. Raises CostlyError for one of `names` beyond it,
    UnknownNameError for a name that is no measure, ViewError for a measure that has
    no meaning for the view.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> star = Dataset.from_networkx(nx.star_graph(3)).view()
    >>> table = measure_table(star, ["degree"])
    >>> table["degree"].to_dict()
    {'0': 3.0, '1': 1.0, '2': 1.0, '3': 1.0}
    >>> table["degree_rank"].tolist()
    [1, 2, 2, 2]
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    if names is None:
        rows = [row for row in MEASURES.values() if unasked(row, view)]
    else:
        rows = chosen(view, list(names))
    columns: dict[str, object] = {
        "label": pd.Series(view.labels, dtype="str"),
        "kind": pd.Series(view.kinds, dtype="str"),
    }
    groups = pd.factorize(np.array(view.kinds, dtype=object))[0]
    estimated: dict[str, cost.Estimate] = {}
    left_out: dict[str, Phrase] = {}
    for row in rows:
        before = len(cost.choice().used)
        try:
            values = row.function(view)
        except cost.CostlyError as error:
            if names is not None:
                raise
            left_out[row.name] = error.phrase
            continue
        columns[row.name] = pd.Series(values, dtype="float64")
        columns[f"{row.name}_rank"] = pd.Series(
            rank_array(values, groups, lowest_first=row.lowest_first)
        )
        if len(cost.choice().used) > before:
            estimated[row.name] = cost.choice().used[-1]
    table = pd.DataFrame(columns)
    table.index = pd.Index(view.ids, name="id", dtype="str")
    if estimated:
        table.attrs["estimated"] = estimated
    if left_out:
        table.attrs["left_out"] = left_out
    return table


def ranks(values: Values, groups: Sequence[str], *, lowest_first: bool = False) -> list[int | None]:
    """Rank `values` within each of `groups`: 1, 2, 2, 4, the highest first; NaN has no rank.

    Values that agree to 12 significant digits are equal.

    >>> import numpy as np
    >>> ranks(np.array([0.3, 0.1 + 0.2, 0.5, np.nan]), ["city"] * 4)
    [2, 2, 1, None]
    """
    numbers: dict[str, int] = {}
    own = [numbers.setdefault(group, len(numbers)) for group in groups]
    found = rank_array(values, own, lowest_first=lowest_first)
    return [None if gone else int(rank) for rank, gone in zip(found, found.isna(), strict=True)]


def rank_array(values: Values, groups: Any, *, lowest_first: bool = False) -> Any:
    """Give the `ranks` of values as an array of pandas, their groups being whole numbers."""
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    own = np.asarray(groups, dtype=np.int64)
    # Few values are written to 12 digits often, so each is written once.
    distinct, place = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True)
    rounded = np.fromiter((float(f"{value:.{DIGITS}g}") for value in distinct), np.float64)[place]
    there = np.flatnonzero(~np.isnan(rounded))
    keys = rounded[there] if lowest_first else -rounded[there]
    order = there[np.lexsort((keys, own[there]))]
    group, key = own[order], rounded[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (group[1:] != group[:-1]) | (key[1:] != key[:-1])
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = group[1:] != group[:-1]
    places = np.arange(len(order))
    first = np.maximum.accumulate(np.where(fresh, places, 0))
    base = np.maximum.accumulate(np.where(begins, places, 0))
    found = np.zeros(len(rounded), dtype=np.int64)
    found[order] = first - base + 1
    return pd.arrays.IntegerArray(found, np.isnan(rounded))


def _rows_of(table: pd.DataFrame) -> list[tuple[str, Measure]]:
    """Give the measures of a `measure_table` with their rows."""
    return [(name, measure_row(name)) for name in measured(table.columns)]


def blanks(table: pd.DataFrame) -> dict[str, tuple[tuple[str, ...], Phrase]]:
    """Give, for each measure of a `measure_table` with blank values, whose and why."""
    return {
        name: (tuple(table.index[table[name].isna()]), Phrase(row.blank))
        for name, row in _rows_of(table)
        if bool(table[name].isna().any())
    }


def zeros(table: pd.DataFrame) -> dict[str, tuple[tuple[str, ...], Phrase]]:
    """Give, for each measure with values that are 0 by definition only, whose and why."""
    return {
        name: (tuple(table.index[table[name] == 0]), Phrase(row.zero))
        for name, row in _rows_of(table)
        if row.zero and bool((table[name] == 0).any())
    }
