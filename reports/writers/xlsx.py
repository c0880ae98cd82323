"""The tables of a report as a workbook: a sheet each, numbers as numbers, no live formula."""

from __future__ import annotations

import io
import math
import re
from typing import TYPE_CHECKING, Any

from ...graph.formats.books import new_book
from ...graph.phrases import Phrase
from .cells import cell_text, inert, printable

if TYPE_CHECKING:
    from ..language import Language
    from ..report import Cell, Column, Report, Table

_LONGEST_CELL = 32_000


def write(report: Report, language: Language) -> bytes:
    """Write every table of `report` as a sheet: caption, header, rows, then the note."""
    buffer = io.BytesIO()
    book = new_book(buffer, printable(language.text(report.title)))
    styles = {
        "caption": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E3EEF8"}
        ),
        "note": book.add_format({"italic": True, "font_color": "#566072"}),
        "text": book.add_format({"valign": "top"}),
    }
    taken: set[str] = set()
    for table in report.tables:
        _sheet(book, styles, table, sheet_name(language.text(table.name), taken), language)
    book.close()
    return buffer.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """Give a name of at most 31 characters that Excel takes and no other sheet has."""
    base = re.sub(r"[\[\]:*?/\\']", " ", printable(name)).strip()[:28] or "table"
    result, number = base, 1
    while result.casefold() in taken:
        number += 1
        result = f"{base} {number}"
    taken.add(result.casefold())
    return result


def _sheet(book: Any, styles: dict[str, Any], table: Table, name: str, language: Language) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, _text(language.text(table.caption)), styles["caption"])
    row = 1
    if table.note:
        sheet.write_string(1, 0, _text(language.text(table.note)), styles["note"])
        row = 2
    head = row + 1
    widths = []
    for place, column in enumerate(table.columns):
        title = _text(language.text(column.title))
        sheet.write_string(head, place, title, styles["head"])
        widths.append(len(title) if column.kind in {"text", "link"} else 11)
    for number, cells in enumerate(table.rows, start=head + 1):
        for place, (value, column) in enumerate(zip(cells, table.columns, strict=True)):
            widths[place] = max(
                widths[place], _write(sheet, number, place, value, column, language, styles)
            )
    for place, width in enumerate(widths):
        sheet.set_column(place, place, max(8, min(60, width + 1)))
    sheet.freeze_panes(head + 1, 1)
    if table.rows:
        sheet.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)


def _write(
    sheet: Any,
    row: int,
    place: int,
    value: Cell,
    column: Column,
    language: Language,
    styles: dict[str, Any],
) -> int:
    """Write one cell and give the width its text wants."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return 0
    if isinstance(value, (int, float)) and not isinstance(value, Phrase):
        sheet.write_number(row, place, value)
        return 0
    text = _text(cell_text(value, column, language))
    sheet.write_string(row, place, text, styles["text"])
    return len(text)


def _text(text: str) -> str:
    return inert(printable(text))[:_LONGEST_CELL]
