"""Tables of text and Parquet files as columns, where nothing about them is doubtful."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..coded import Coded
from ..formats.csvtext import DELIMITERS, SAMPLE
from ..formats.limits import limits
from .cells import column_from

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from ..coded import Column

NEWLINE, RETURN, QUOTE, NUL = 10, 13, 34, 0
# Bytes that only the readers know what to do with: controls but line ends, and quotes.
_DOUBTFUL = re.compile(rb"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\"']")
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Table:
    """A table as columns by the names of its header, in their order; ``count`` rows from row 2 on."""

    file: str
    delimiter: str
    count: int
    columns: dict[str, Column] = field(default_factory=dict)


def read_table(  # noqa: C901, PLR0911 - each way out is a doubt
    path: Path, fixed: Collection[str] = ()
) -> Table | None:
    """Read a table; its columns named in `fixed` may be ids, each of its own.

    None where it is not plain: quotes, blank lines, rows of other lengths, more than a limit.
    """
    if path.suffix.lower() == ".parquet":
        return _read_parquet(path, fixed)
    size = path.stat().st_size
    if size > limits().input_bytes:
        return None
    data = path.read_bytes()
    if data.startswith((b"sep=", b"Sep=", b"SEP=")) or _DOUBTFUL.search(data):
        return None
    skip = len(_BOM) if data.startswith(_BOM) else 0
    first = data.find(b"\n")
    head = data[skip : first if first >= 0 else len(data)].rstrip(b"\r").decode()
    delimiter = _delimiter(head)
    if first < 0 or delimiter is None or first > SAMPLE:
        return None
    header = [name.strip() for name in head.split(delimiter)]
    if len(set(header)) < len(header) or not all(header):
        return None
    buffer = np.frombuffer(data, dtype=np.uint8)
    found = _split(buffer, first + 1, ord(delimiter), len(header))
    if found is None:
        return None
    table = Table(path.name, delimiter, len(found[0][0]))
    if not _within(table.count, len(header)):
        return None
    for name in header:
        starts, ends = found.pop(0)
        if int((ends - starts).max(initial=0)) > limits().cell:
            return None
        column = column_from(buffer, starts, ends, may_be_fixed=name in fixed)
        if column is None:
            return None
        table.columns[name] = column
    return table


def _within(rows: int, columns: int) -> bool:
    return (
        0 < rows < limits().rows
        and (rows + 1) * columns <= limits().cells
        and columns <= min(limits().columns, limits().table_columns)
    )


def _delimiter(head: str) -> str | None:
    """Give what parts the names of a header where only one thing can, else None."""
    there = [delimiter for delimiter in DELIMITERS if delimiter in head]
    return there[0] if len(there) == 1 else None


def _split(
    buffer: NDArray[np.uint8], begin: int, delimiter: int, width: int
) -> list[tuple[NDArray[Any], NDArray[Any]]] | None:
    """Give the starts and ends of the cells of each column; None where rows are not alike."""
    of = np.int32 if len(buffer) < 2**31 - 2 else np.int64
    body = buffer[begin:]
    marks: NDArray[Any] = np.flatnonzero((body == delimiter) | (body == NEWLINE)).astype(of)
    if len(body) and body[-1] != NEWLINE:
        marks = np.append(marks, np.array([len(body)], dtype=of))
    if not len(marks) or len(marks) % width:
        return None
    marks += begin
    grid: NDArray[Any] = marks.reshape(-1, width)
    # Each row must end where a line does, and nowhere else.
    inside = grid[:, -1] < len(buffer)
    if not bool((buffer[grid[inside, -1]] == NEWLINE).all()):
        return None
    if width > 1 and not bool((buffer[grid[:, :-1]] == delimiter).all()):
        return None
    firsts: NDArray[Any] = np.empty(len(grid), dtype=of)
    firsts[0] = begin
    firsts[1:] = grid[:-1, -1] + 1
    lasts = grid[:, -1]
    returns = (lasts > firsts) & (buffer[np.maximum(lasts - 1, 0)] == RETURN)
    if int(np.count_nonzero(body == RETURN)) != int(returns.sum()):
        return None
    lasts = lasts - returns
    if bool((lasts <= firsts).any()):
        # A blank line, which the readers leave out.
        return None
    edges = [firsts, *(grid[:, at] + 1 for at in range(width - 1))]
    closes = [*(grid[:, at] for at in range(width - 1)), lasts]
    return list(zip(edges, closes, strict=True))


def _read_parquet(  # noqa: PLR0911 - each way out is a doubt
    path: Path, fixed: Collection[str]
) -> Table | None:
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        return None
    if path.stat().st_size > limits().input_bytes:
        return None
    try:
        with parquet.ParquetFile(path) as file:
            held = file.metadata
            names = [str(name) for name in file.schema_arrow.names]
            inflated = sum(held.row_group(at).total_byte_size for at in range(held.num_row_groups))
            if not _within(held.num_rows, len(names)) or inflated > limits().inflated_bytes:
                return None
            if len(set(names)) < len(names) or any(
                not name or name != name.strip() or name.startswith("__index") for name in names
            ):
                return None
            table = Table(path.name, "", held.num_rows)
            for name in names:
                column = _arrow_column(pa, file.read([name]).column(0), name in fixed)
                if column is None:
                    return None
                table.columns[name] = column
    except (pa.ArrowException, OSError, ValueError, TypeError, LookupError, NotImplementedError):
        return None
    return table


def _arrow_column(pa: Any, chunks: Any, fixed: bool) -> Column | None:
    """Give a column of text or whole numbers as the reader would spell it."""
    kind = chunks.type
    if pa.types.is_dictionary(kind):
        chunks, kind = chunks.cast(kind.value_type), kind.value_type
    if pa.types.is_integer(kind):
        chunks, kind = chunks.cast(pa.string()), pa.string()
    if pa.types.is_null(kind):
        return Coded.all("", len(chunks))
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return None
    filled = chunks.cast(pa.large_string()).fill_null("")
    array = filled.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks else pa.array([], pa.large_string())
    _valid, bounds, data = array.buffers()
    edges = np.frombuffer(bounds, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    buffer = np.frombuffer(data, dtype=np.uint8) if data is not None else np.zeros(0, np.uint8)
    used = buffer[int(edges[0]) : int(edges[-1])] if len(edges) else buffer
    if _DOUBTFUL.search(used.tobytes()) or bool((used == NEWLINE).any()):
        return None
    return column_from(buffer, edges[:-1], edges[1:], may_be_fixed=fixed)
