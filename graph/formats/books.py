"""Workbooks written: the same bytes each time, text as text, numbers as numbers."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

from ..faults import OutputError
from ..phrases import mark as _
from ..phrases import phrase, quoted
from ..tables import COLUMNS
from .folder import table_columns
from .sheets import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..dataset import Dataset

FIXED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - same input, same bytes: no clock
LONGEST = 32_767
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_CHUNK = 30_000


def new_book(buffer: io.BytesIO, title: str) -> Any:
    """Give an empty workbook that will be written to `buffer`: no clock, no guesses about text."""
    from xlsxwriter import Workbook  # noqa: PLC0415

    book = Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    book.set_properties({"title": title, "author": "alianza", "created": FIXED})
    return book


def book_bytes(
    title: str, sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]
) -> bytes:
    """Give a workbook of `sheets`: by name, a header and rows of text and numbers.

    Raises OutputError where a sheet would have more rows, columns or letters in a cell than
    spreadsheet programs read.
    """
    buffer = io.BytesIO()
    book = new_book(buffer, title)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E3EEF8"})
    for name, (header, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate([header, *rows]):
            if row >= MOST_ROWS or len(cells) > MOST_COLUMNS:
                text = _("Sheet {sheet} has no room for so many rows or columns; write CSV.")
                raise OutputError(phrase(text, sheet=quoted(name)))
            for column, value in enumerate(cells):
                _put(sheet, name, row, column, value, head if row == 0 else None)
        sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _put(sheet: Any, name: str, row: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, float):
        if value != value:  # noqa: PLR0124 - NaN is an empty cell
            return
        # Workbooks hold 16 digits; a number that needs 17 is kept as text.
        if float(f"{value:.16G}") == value:
            sheet.write_number(row, column, value, style)
            return
        value = repr(value)
    if len(value) > LONGEST:
        text = _("Cell {cell} of sheet {sheet} would hold {count} characters; write CSV.")
        place = f"{letters(column + 1)}{row + 1}"
        raise OutputError(phrase(text, cell=place, sheet=quoted(name), count=len(value)))
    if value:
        sheet.write_string(row, column, value, style)


def dataset_book(data: Dataset) -> bytes:
    """Give a dataset as a workbook: a sheet a table and one for the metadata; nothing is lost."""
    sheets: dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]] = {}
    for table, columns in table_columns(data).items():
        frame = getattr(data, table)[columns]
        sheets[table] = (columns, frame.itertuples(index=False, name=None))
    if data.metadata:
        sheets["metadata"] = (("key", "value"), list(_chunks(data.metadata)))
    return book_bytes(
        data.title, {name: sheets[name] for name in (*COLUMNS, "metadata") if name in sheets}
    )


def _chunks(metadata: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key, value in metadata.items():
        text = json.dumps(value, ensure_ascii=False)
        for start in range(0, len(text), _CHUNK):
            yield str(key), text[start : start + _CHUNK]
