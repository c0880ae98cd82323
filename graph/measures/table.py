"""The table of measures: a row an actor, a value and a rank a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    come unasked (``default`` false in `MEASURES`), are left out. Raises
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
    import pandas as pd  # noqa: PLC0415

    if names is None:
        rows = [row for row in MEASURES.values() if unasked(row, view)]
    else:
        rows = chosen(view, list(names))
    columns: dict[str, object] = {
        "label": pd.Series(view.labels, dtype="str"),
        "kind": pd.Series(view.kinds, dtype="str"),
    }
    for row in rows:
        values = row.function(view)
        columns[row.name] = pd.Series(values, dtype="float64")
        columns[f"{row.name}_rank"] = pd.Series(
            ranks(values, view.kinds, lowest_first=row.lowest_first), dtype="Int64"
        )
    table = pd.DataFrame(columns)
    table.index = pd.Index(view.ids, name="id", dtype="str")
    return table


def ranks(values: Values, groups: Sequence[str], *, lowest_first: bool = False) -> list[int | None]:
    """Rank `values` within each of `groups`: 1, 2, 2, 4, the highest first; NaN has no rank.

    Values that agree to 12 significant digits are equal.

    >>> import numpy as np
    >>> ranks(np.array([0.3, 0.1 + 0.2, 0.5, np.nan]), ["city"] * 4)
    [2, 2, 1, None]
    """
    rounded = [float(f"{value:.{DIGITS}g}") for value in values.tolist()]
    members: dict[str, list[float]] = {}
    for value, group in zip(rounded, groups, strict=True):
        if value == value:  # noqa: PLR0124 - NaN has no rank
            members.setdefault(group, []).append(value)
    places: dict[str, dict[float, int]] = {}
    for group, found in members.items():
        place: dict[float, int] = {}
        for position, value in enumerate(sorted(found, reverse=not lowest_first), start=1):
            place.setdefault(value, position)
        places[group] = place
    return [places.get(group, {}).get(value) for value, group in zip(rounded, groups, strict=True)]


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
