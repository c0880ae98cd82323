"""The sheets of an XLS workbook (Excel 5 to 2003) as grids, within limits."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from .limits import size_within
from .sheets import (
    EXACT,
    Grid,
    SheetBuilder,
    SheetLimitError,
    date_parts,
    moment_text,
    number_text,
)
from .spreadsheetml import moment_of

if TYPE_CHECKING:
    from pathlib import Path


def read_sheets(path: Path, faults: list[Fault]) -> list[Grid]:
    """Give every sheet of the workbook at `path`; none, with a fault, if it cannot be read."""
    size = size_within(path, faults)
    if size is None:
        return []
    try:
        import xlrd  # noqa: PLC0415
    except ImportError:
        faults.append(fault("needs-package", path.name, package="xlrd", command="pip install xlrd"))
        return []
    try:
        with io.StringIO() as silent:
            book = xlrd.open_workbook(
                str(path), logfile=silent, formatting_info=True, ragged_rows=True, on_demand=True
            )
            return [_sheet(book, name, path.name) for name in book.sheet_names()]
    except SheetLimitError as error:
        faults.append(error.problem)
    except Exception:  # noqa: BLE001 - it raises a zoo of errors on broken workbooks
        faults.append(fault("not-xls", path.name))
    return []


def _sheet(book: Any, name: str, file: str) -> Grid:
    sheet = book.sheet_by_name(name)
    builder = SheetBuilder(f"{file}[{name}]", name)
    builder.merges = [
        (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
    ]
    for row in range(sheet.nrows):
        cells = zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        for column, (kind, value) in enumerate(cells):
            builder.add(row + 1, column + 1, _seen(builder, book, sheet, row, column, kind, value))
    book.unload_sheet(name)
    return builder.grid()


def _seen(
    builder: SheetBuilder, book: Any, sheet: Any, row: int, column: int, kind: int, value: Any
) -> str:
    """Give the text that a person sees in a cell; the kinds are numbered by the library."""
    import xlrd  # noqa: PLC0415

    if kind == xlrd.XL_CELL_TEXT:
        return str(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(value, "#ERROR")
        builder.doubt("error-cell", row + 1, column + 1, text)
        return ""
    if kind not in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        return ""
    style = book.xf_list[sheet.cell_xf_index(row, column)]
    form = book.format_map[style.format_key].format_str
    moment = moment_of(value, epoch_1904=book.datemode == 1) if kind == xlrd.XL_CELL_DATE else None
    if isinstance(moment, dt.datetime):
        parts = date_parts(form) or "ymdh"
        return moment_text(moment, "h" if 0 <= value < 1 and "h" in parts else parts)
    if abs(value) >= EXACT:
        builder.doubt("rounded-number", row + 1, column + 1, number_text(value))
    return number_text(value, form)
