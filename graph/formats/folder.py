"""A dataset as a folder: ``actors.csv``, ``ties.csv``, ``sources.csv``, ``claims.csv``, metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from ..tables import COLUMNS, REQUIRED_TABLES, RawTable, RawTables
from .csvtext import parse_table, point_decimals, read_text
from .graphs import held_columns
from .jsontext import too_deep
from .limits import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from ..dataset import Dataset

METADATA = "datapackage.json"


def read(path: Path, name: str, leaving: Collection[str] = ()) -> RawTables:
    """Read the tables that lie in the folder `path`; the missing ones are left to the checks.

    Tables in `leaving` are left out, as if they were not there.
    """
    faults: list[Fault] = []
    left = {f"{table}{ending}" for table in leaving for ending in (".csv", ".parquet")}
    names = {file.name for file in path.iterdir()} - left
    tables: dict[str, RawTable] = {}
    for table in COLUMNS:
        file = path / f"{table}.parquet"
        if file.name in names and f"{table}.csv" not in names and _inside(file, path, faults):
            from .grids import read_grid  # noqa: PLC0415
            from .headers import table_of  # noqa: PLC0415

            grid = read_grid(file, faults)
            if grid is not None:
                tables[table] = table_of(grid, faults)

    def text_of(member: str) -> str | None:
        file = path / member
        return read_text(file, faults) if _inside(file, path, faults) else None

    return assembled(str(path), "folder", name, names, text_of, faults, tables)


def assembled(
    file: str,
    format_name: str,
    name: str,
    names: Collection[str],
    text_of: Callable[[str], str | None],
    faults: list[Fault],
    tables: dict[str, RawTable] | None = None,
) -> RawTables:
    """Give the raw tables of a dataset's files, whose texts `text_of` gives by name."""
    found = dict(tables or {})
    for table in COLUMNS:
        member = f"{table}.csv"
        text = text_of(member) if member in names else None
        if text is not None:
            found[table] = point_decimals(table, parse_table(member, text, faults), faults)
    text = text_of(METADATA) if METADATA in names else None
    metadata = {} if text is None else _metadata(text, faults)
    ordered = {table: found[table] for table in COLUMNS if table in found}
    return RawTables(file, format_name, name, ordered, metadata, METADATA, tuple(faults))


def _inside(file: Path, folder: Path, faults: list[Fault]) -> bool:
    if folder.resolve() not in file.resolve().parents:
        faults.append(fault("outside-folder", file.name))
        return False
    return True


def _metadata(text: str, faults: list[Fault]) -> dict[str, Any]:
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # refuses halves of characters
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else Phrase(_("too deep"))
        faults.append(fault("not-json", METADATA, reason=reason))
        return {}
    if too_deep(value):
        faults.append(fault("too-deep", METADATA, limit=limits().depth))
        return {}
    if not isinstance(value, dict):
        faults.append(fault("not-json", METADATA, reason=Phrase(_("not an object"))))
        return {}
    return value


def table_columns(data: Dataset) -> dict[str, list[str]]:
    """Give the tables of a dataset that are to be written, each with its columns that hold anything."""
    tables: dict[str, list[str]] = {}
    for table, known in COLUMNS.items():
        frame = getattr(data, table)
        needed = {column.name for column in known.values() if column.required}
        held = set(held_columns(table, frame, set())) | needed
        if table in REQUIRED_TABLES or len(frame):
            tables[table] = [str(column) for column in frame.columns if column in held]
    return tables


def metadata_bytes(data: Dataset, suffix: str = ".csv") -> bytes:
    """Give the metadata as JSON; where they name no files of tables, the tables written are added."""
    metadata = dict(data.metadata)
    if "resources" not in metadata:
        metadata["resources"] = [
            {"name": table, "path": f"{table}{suffix}"} for table in table_columns(data)
        ]
    return (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode()


def write_files(data: Dataset) -> dict[str, bytes]:
    """Give the files of a dataset's folder by name; nothing is lost."""
    from ..dataset import cell_text  # noqa: PLC0415
    from .edgelist import csv_bytes  # noqa: PLC0415

    files: dict[str, bytes] = {}
    for table, columns in table_columns(data).items():
        rows = getattr(data, table)[columns].itertuples(index=False, name=None)
        files[f"{table}.csv"] = csv_bytes(
            columns, ([cell_text(value) for value in row] for row in rows)
        )
    files[METADATA] = metadata_bytes(data)
    return files
