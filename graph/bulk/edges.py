"""A large table of ties of another program, or of ours, by columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..coded import Coded
from ..formats.aliases import DIRECTION_COLUMNS, ENDS, fold, mapping_of, says_direction
from ..formats.foreign import say_collisions, say_columns
from ..formats.graphs import GraphFile
from ..formats.settling import settled
from ..tables import RawTable
from .graph import settled_graph
from .tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from ..coded import Column
    from ..dataset import Dataset
    from .tables import Table

# Names of columns that may hold an id of each tie.
IDS = ("id", "Id", "ID")
# Distinct texts up to which a column is looked at for what it means; ends need no look.
_LOOKED_AT = 100_000


def read_edges(  # noqa: PLR0911 - each way out is a doubt
    path: Path, format_name: str
) -> Dataset | None:
    """Read a table of ties with one pair of ends and no words for direction."""
    table = read_table(path, IDS)
    if table is None:
        return None
    folded = [fold(name) for name in table.columns]
    pairs = [pair for pair in ENDS if set(pair) <= set(folded)]
    if len(pairs) != 1 or len(set(folded)) < len(folded):
        return None
    sample = _sample(table, {folded.index(end) for end in pairs[0]})
    if sample is None:
        return None
    graph = GraphFile(
        str(path), format_name, path.stem, path.name, path.name, listed=False, faults=[]
    )
    kept, places = settled("ties", sample, mapping_of("ties", sample), graph.faults)
    directions = [folded.index(alias) for alias in DIRECTION_COLUMNS if alias in folded]
    if (
        graph.faults
        or kept is not sample
        or any(says_direction(sample, place) for place in directions)
    ):
        return None
    if table.delimiter not in {"", ","} and not _plain_numbers(sample, places):
        return None
    if sample.header[places["from"]].casefold() == "origin":
        graph.directed = True
    say_collisions(graph, sample, {at: column for column, at in places.items()})
    names = say_columns(graph, "ties", sample, places)
    graph.columns["ties"] = names
    graph.header_rows["ties"] = 1
    ties: dict[str, Column] = dict(zip(names, table.columns.values(), strict=True))
    for end in ("from", "to"):
        cells = ties[end]
        if not isinstance(cells, Coded) or not all(map(str.strip, cells.values)):
            return None
    rows = np.arange(2, table.count + 2, dtype=np.int64)
    return settled_graph(graph, None, ties, {"ties": rows})


def _plain_numbers(sample: RawTable, places: dict[str, int]) -> bool:
    """Tell that no number might have a decimal comma."""
    at = places.get("weight")
    return at is None or not any(
        "," in cells[at] or " " in cells[at] for _row, cells in sample.rows
    )


def _sample(table: Table, ends: set[int]) -> RawTable | None:
    """Give a table in which each column holds its distinct texts once; of ids and ends only a few."""
    lists: list[list[str]] = []
    for at, cells in enumerate(table.columns.values()):
        if isinstance(cells, Coded) and at not in ends:
            if len(cells.values) > _LOOKED_AT:
                return None
            lists.append(cells.values.tolist())
        else:
            lists.append(cells.texts(np.arange(min(5, len(cells)))))
    depth = max(map(len, lists), default=0)
    rows = tuple(
        (at + 2, tuple(texts[at] if at < len(texts) else "" for texts in lists))
        for at in range(depth)
    )
    return RawTable(table.file, tuple(table.columns), rows)
