"""The pair of CSV tables that Gephi imports: ``nodes.csv`` and ``edges.csv``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dates import FIRST, LAST, parse_date
from .edgelist import csv_bytes, read
from .graphs import cells_of, held_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ..dataset import Dataset

__all__ = ["read", "write_files"]

TITLES = {"id": "Id", "label": "Label", "kind": "Kind", "from": "Source", "to": "Target"}
TITLES |= {"weight": "Weight"}
NODES = ("id", "label", "kind")
EDGES = ("from", "to", "id", "kind", "weight")


def write_files(data: Dataset) -> dict[str, bytes]:
    """Give the actors and ties of a dataset as Gephi's tables of nodes and edges.

    ``Kind`` holds the kind, since Gephi's ``Type`` is the direction; ``Timeset`` the days in which
    the row held, as an interval, beside the dates as they are written. Gephi gives edges without a
    weight the weight 1. Sources, claims and metadata have no place.
    """
    return {
        "nodes.csv": _table("actors", data.actors, NODES, {}),
        "edges.csv": _table("ties", data.ties, EDGES, _directions(data)),
    }


def _directions(data: Dataset) -> dict[str, str]:
    return {
        kind: "Directed" if data.tie_kind(kind).directed else "Undirected"
        for kind in set(data.ties["kind"])
    }


def _table(
    table: str, frame: pd.DataFrame, first: tuple[str, ...], directions: Mapping[str, str]
) -> bytes:
    rest = held_columns(table, frame, set(first))
    first = tuple(column for column in first if column != "weight" or frame["weight"].notna().any())
    dated = bool({"start", "end"} & set(rest))
    # Gephi knows a column by its name in any case, so another's must not be one of its own.
    titles = [TITLES.get(column, column) for column in first]
    taken = {title.casefold() for title in (*titles, "type", "timeset", "interval")}
    titles += [f"{column} (alianza)" if column.casefold() in taken else column for column in rest]
    extra = [*(["Type"] if table == "ties" else []), *(["Timeset"] if dated else [])]
    rows = []
    for row in frame.to_dict("records"):
        cells = cells_of(row)
        line = [cells.get(column, "") for column in (*first, *rest)]
        if table == "ties":
            line.append(directions[cells["kind"]])
        if dated:
            line.append(timeset(cells.get("start", ""), cells.get("end", "")))
        rows.append(line)
    return csv_bytes([*titles, *extra], rows)


def timeset(start: str, end: str) -> str:
    """Give the days from the first that `start` may mean to the last of `end` as Gephi's interval.

    Empty where neither is known; a side that is not known or open is infinite.

    >>> timeset("2013-05", "2014"), timeset("2013", "")
    ('<[2013-05-01, 2014-12-31]>', '<[2013-01-01, Infinity]>')
    """
    if not start and not end:
        return ""
    begins = parse_date(start) if start else None
    ends = parse_date(end) if end else begins if begins and begins.interval else None
    first = begins.earliest if begins else FIRST
    last = ends.latest if ends else LAST
    left = "-Infinity" if first == FIRST else first.isoformat()
    right = "Infinity" if last == LAST else last.isoformat()
    return f"<[{left}, {right}]>"
