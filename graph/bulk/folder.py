"""A large folder of a dataset: its actors and ties by columns, the rest by its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..checks import check
from ..coded import Coded, Numbered
from ..dataset import Dataset
from ..formats.folder import read as read_plain
from ..sheet import Sheet, check_header
from ..tables import COLUMNS
from ..vocabulary import Vocabulary
from .clean import complete, dataset_of
from .tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from ..coded import Column
    from ..faults import Fault

BY_COLUMNS = ("actors", "ties")


def read_folder(path: Path) -> Dataset | None:
    """Read ``actors`` and ``ties`` of a folder by columns; None unless both are plain."""
    names = {file.name for file in path.iterdir()}
    tables: dict[str, dict[str, Column]] = {}
    files: list[str] = []
    faults: list[Fault] = []
    for table in BY_COLUMNS:
        ending = ".csv" if f"{table}.csv" in names else ".parquet"
        file = path / f"{table}{ending}"
        if file.name not in names or path.resolve() not in file.resolve().parents:
            return None
        found = read_table(file, ("id",) if table == "ties" else ())
        if found is None or (ending == ".parquet" and not _first_is_header(table, found.columns)):
            return None
        sheet = Sheet(table, file.name, faults)
        sheet.missing = frozenset(COLUMNS[table]) - set(found.columns)
        check_header(sheet, list(found.columns), 1)
        if found.delimiter not in {"", ","} and any(
            "," in value
            for column in ("weight", "lat", "lon")
            if isinstance(cells := found.columns.get(column), Coded)
            for value in cells.values
        ):
            return None
        tables[table] = found.columns
        files.append(file.name)
    if not complete(tables) or any(found.severity == "error" for found in faults):
        return None
    rows = np.arange(2, len(tables["ties"]["from"]) + 2, dtype=np.int64)
    if not _named(tables["ties"], rows, files[1], faults):
        return None
    return _with_the_rest(path, names, tables, files, faults)


def _first_is_header(table: str, columns: dict[str, Column]) -> bool:
    """Tell that the names of columns are those of ours, so that nobody looks for a header below."""
    return all(column.name in columns for column in COLUMNS[table].values() if column.required)


def _named(columns: dict[str, Column], rows: np.ndarray, file: str, faults: list[Fault]) -> bool:
    from ..faults import fault  # noqa: PLC0415

    cells = columns.get("id")
    if cells is None or (isinstance(cells, Coded) and not any(cells.values)):
        columns["id"] = Numbered("tie-", rows)
        faults.append(fault("made-id", file, None, "id", count=len(rows)))
        return True
    return not isinstance(cells, Coded) or all(cells.values)


def _with_the_rest(
    path: Path,
    names: set[str],
    tables: dict[str, dict[str, Column]],
    files: list[str],
    faults: list[Fault],
) -> Dataset | None:
    """Read metadata, sources and claims with a stand-in for each table; leave claims to the reader."""
    if "claims.csv" in names or "claims.parquet" in names:
        return None
    raw = read_plain(path, path.resolve().name, leaving=BY_COLUMNS)
    vocabulary = Vocabulary.from_metadata(raw.metadata)
    rest = check(raw, only=("sources",))
    if not isinstance(rest, Dataset):
        return None
    others = {
        name: {str(column): Coded.of(frame[column]) for column in frame.columns}
        for name, frame in rest.tables.items()
        if name in raw.tables
    }
    ordered = [*files, *(f"{name}.csv" for name in others)]
    return dataset_of(
        file=str(path),
        format_name=raw.format,
        name=raw.name,
        metadata=dict(raw.metadata),
        vocabulary=vocabulary,
        tables={**tables, **others},
        faults=[*rest.report.faults, *faults],
        files=ordered,
    )
