"""Tables of Parquet files; a dataset as a folder of them."""

from __future__ import annotations

import datetime as dt
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..faults import AlianzaError, Fault, fault
from ..phrases import Phrase, phrase
from ..phrases import mark as _
from .limits import limits, size_within
from .sheets import Grid, moment_text, number_text

if TYPE_CHECKING:
    from pathlib import Path

    from ..dataset import Dataset
    from ..tables import RawTables

BATCH = 50_000
COMMAND = 'pip install "alianza[parquet]"'


class MissingPackageError(AlianzaError, ImportError):
    """A package that is wanted for this alone and is not installed."""


def read(path: Path, name: str) -> RawTables:
    """Read the one table of a Parquet file: of ties, or of actors."""
    from .edgelist import read_single  # noqa: PLC0415

    return read_single(path, name, "parquet")


def read_sheets(path: Path, faults: list[Fault]) -> list[Grid]:
    """Give the one table of a Parquet file as a sheet, its column names in row 1."""
    size = size_within(path, faults)
    if size is None:
        return []
    try:
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        faults.append(fault("needs-package", path.name, package="pyarrow", command=COMMAND))
        return []
    try:
        with parquet.ParquetFile(path) as file:
            problem = _beyond(file, path.name)
            if problem is not None:
                faults.append(problem)
                return []
            return [_grid(file, path.name, faults)]
    except (MemoryError, OSError, ValueError, TypeError, LookupError, NotImplementedError):
        faults.append(fault("not-parquet", path.name))
    return []


def _beyond(file: Any, name: str) -> Fault | None:
    """Give the fault of a file whose own description passes a limit."""
    held = file.metadata
    rows, columns = held.num_rows, held.num_columns
    for count, limit, what in (
        (rows, limits().rows, _("rows")),
        (columns, limits().columns, _("columns")),
        (rows * columns, limits().cells, _("cells")),
    ):
        if count > limit:
            return fault("too-many", name, limit=limit, what=Phrase(what))
    inflated = sum(held.row_group(at).total_byte_size for at in range(held.num_row_groups))
    if inflated > limits().inflated_bytes:
        return fault("inflated", name, size=inflated, limit=limits().inflated_bytes)
    return None


def _grid(file: Any, name: str, faults: list[Fault]) -> Grid:
    columns = [str(column) for column in file.schema_arrow.names]
    # What pandas adds for rows that have no names of their own is no column of the table.
    kept = [at for at, column in enumerate(columns) if not column.startswith("__index_level_")]
    rows = [(1, tuple(columns[at] for at in kept))]
    number, size = 1, 0
    for batch in file.iter_batches(batch_size=BATCH):
        cells = [[_text(value) for value in batch.column(at).to_pylist()] for at in kept]
        for row in zip(*cells, strict=True):
            number += 1
            size += sum(map(len, row))
            if any(row):
                rows.append((number, row))
        if size > limits().inflated_bytes:
            limit = limits().inflated_bytes
            faults.append(fault("inflated", name, size=size, limit=limit))
            return Grid(name, "", ())
    return Grid(name, "", tuple(rows))


def _text(value: Any) -> str:  # noqa: PLR0911 - one for each type of value
    """Give a value as text; lists with semicolons between their items, as our tables have them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, Decimal)):
        return str(value)
    if isinstance(value, float):
        return "" if value != value else number_text(value)  # noqa: PLR0124 - NaN is empty
    if isinstance(value, dt.datetime):
        return moment_text(value.replace(tzinfo=None))
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)


def write_files(data: Dataset) -> dict[str, bytes]:
    """Give the tables of a dataset as Parquet files, and its metadata as in a folder of CSV."""
    from .folder import metadata_bytes, table_columns  # noqa: PLC0415

    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        text = _("Writing Parquet needs the package {package}: {command}")
        raise MissingPackageError(phrase(text, package="pyarrow", command=COMMAND)) from error
    files: dict[str, bytes] = {}
    for table, columns in table_columns(data).items():
        frame = getattr(data, table)[columns]
        arrays = {
            str(column): pa.array(
                [None if value != value else value for value in frame[column].tolist()],  # noqa: PLR0124
                type=pa.float64() if frame[column].dtype.kind == "f" else pa.string(),
            )
            for column in columns
        }
        buffer = io.BytesIO()
        parquet.write_table(pa.table(arrays), buffer, compression="zstd")
        files[f"{table}.parquet"] = buffer.getvalue()
    files["datapackage.json"] = metadata_bytes(data, ".parquet")
    return files
