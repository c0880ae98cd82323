"""A DataFrame as the text of a command's answer: table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

from .writers.cells import inert, one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd

# Rows of a table that are plain values at one time.
PIECE = 5_000


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows as plain Python values; what is undefined is None, whole numbers are int."""
    return [
        {str(key): plain(value) for key, value in row.items()} for row in frame.to_dict("records")
    ]


def plain_rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    """Give the cells of each row as `records` does, few rows being held at a time."""
    for first in range(0, len(frame), PIECE):
        for row in records(frame.iloc[first : first + PIECE]):
            yield list(row.values())


def plain(value: Any) -> Any:
    """Give a cell as JSON knows it: NaN and NA become None, whole floats int."""
    if value is None or type(value).__name__ == "NAType":
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value


def json_text(value: Any) -> str:
    """Give `value` as indented ASCII JSON without NaN."""
    return json.dumps(value, indent=2, allow_nan=False)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Give a table as UTF-8 CSV; text that a spreadsheet would take for a formula is led by ``'``."""
    return csv_text(list(frame.columns), [list(row.values()) for row in records(frame)]).encode()


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Give rows of plain values as CSV with full precision; None is an empty cell."""
    return "".join(csv_pieces(header, rows))


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Give the same text in pieces, so that rows that come one by one need not be held."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_cell(name) for name in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_cell(value) for value in row])
        if number % PIECE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return inert(printable(value)) if isinstance(value, str) else value


def aligned(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Give rows as a plain table for a terminal: numbers to the right, blanks as a dash."""
    from tabulate import tabulate  # noqa: PLC0415

    shown = [["–" if cell is None else _wrapped(str(cell)) for cell in row] for row in rows]
    numeric = [
        bool(rows) and all(cell is None or isinstance(cell, (int, float)) for cell in column)
        for column in zip(*rows, strict=True)
    ]
    return tabulate(
        shown,
        headers=[printable(name) for name in header],
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if right else "left" for right in numeric] if rows else None,
    )


def _wrapped(cell: str) -> str:
    """Keep the line ends that a definition was folded with; escape everything else."""
    return "\n".join(one_line(line) for line in cell.split("\n"))
