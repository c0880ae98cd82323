"""A dataset as a workbook: sheets ``actors``, ``ties``, ``sources``, ``claims``."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from ..tables import COLUMNS, RawTable, RawTables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


MAX_INFLATED = 500_000_000
MAX_COLUMNS = 1_000


def read(path: Path, name: str) -> RawTables:
    """Read the sheets that bear the names of tables, in any case; others are left alone."""
    problem = _unsafe(path)
    if problem is not None:
        return RawTables(str(path), "xlsx", name, {}, faults=(problem,))
    try:
        tables = _tables(path)
    except Exception:  # noqa: BLE001 - openpyxl raises a zoo of errors on broken workbooks
        return RawTables(str(path), "xlsx", name, {}, faults=(fault("not-xlsx", path.name),))
    return RawTables(str(path), "xlsx", name, tables)


def _unsafe(path: Path) -> Fault | None:
    size = path.stat().st_size
    if size > MAX_BYTES:
        return fault("too-large", path.name, size=size, limit=MAX_BYTES)
    try:
        with zipfile.ZipFile(path) as archive:
            inflated = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return fault("not-xlsx", path.name)
    if inflated > MAX_INFLATED:
        return fault("too-large", path.name, size=inflated, limit=MAX_INFLATED)
    return None


def _tables(path: Path) -> dict[str, RawTable]:
    import warnings  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    tables: dict[str, RawTable] = {}
    with warnings.catch_warnings():
        # It warns of drop-down lists and colours that it does not keep; only cells are read.
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                table = sheet.title.strip().casefold()
                if table in COLUMNS and table not in tables:
                    sheet.reset_dimensions()
                    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
                    tables[table] = _table(f"{path.name}[{sheet.title}]", rows)
        finally:
            book.close()
    return tables


def _table(file: str, rows: Iterable[tuple[Any, ...]]) -> RawTable:
    kept: list[tuple[int, tuple[str, ...]]] = []
    header: tuple[str, ...] = ()
    for number, values in enumerate(rows, start=1):
        cells = tuple(_cell(value) for value in values)
        if number == 1:
            header = cells
        elif any(cells):
            while cells and not cells[-1]:
                cells = cells[:-1]
            kept.append((number, cells))
    return RawTable(file, header, tuple(kept))


def _cell(value: Any) -> str:
    """Give the text that a person sees in a cell: 2013, not 2013.0; a day as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return str(value)
