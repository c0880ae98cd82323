"""The sheets of an ODS workbook as grids, read cell by cell, within limits."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from .archive import BROKEN, open_archive
from .limits import limits
from .sheets import (
    EXACT,
    BrokenSheetError,
    Grid,
    SheetBuilder,
    SheetLimitError,
    feed,
    local,
    moment_text,
    number_text,
)

if TYPE_CHECKING:
    from pathlib import Path

_CLOCK = re.compile(r"PT(\d{1,5})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_PARTS = {"year": "y", "month": "m", "day": "d", "hours": "h"}
_SKIPPED = {"annotation", "tracked-changes", "shapes"}


def read_sheets(path: Path, faults: list[Fault]) -> list[Grid]:
    """Give every sheet of the workbook at `path`; none, with a fault, if it cannot be read."""
    with open_archive(path, faults, "not-ods") as archive:
        if archive is None:
            return []
        try:
            reader = _Reader(path.name)
            with archive.open("content.xml") as stream:
                feed(stream, reader.start, reader.end, reader.text)
            return [builder.grid() for builder in reader.builders]
        except SheetLimitError as error:
            faults.append(error.problem)
        except (BrokenSheetError, *BROKEN):
            faults.append(fault("not-ods", path.name))
    return []


class _Reader:
    """Reads the tables of a document; what is repeated is counted, and only text is kept."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.builders: list[SheetBuilder] = []
        self.row = self.column = self.copies = 0
        self.last = self.times = 0
        self.cells: list[tuple[int, int, str]] = []
        self.attributes: dict[str, str] = {}
        self.pieces: list[str] | None = None
        self.taking = self.skipped = self.paragraphs = 0
        self.style = self.data_style = ""
        self.of_style: dict[str, str] = {}
        self.shown: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.skipped or tag in _SKIPPED:
            self.skipped += 1
        elif tag == "table":
            name = local(attributes, "name")
            self.builders.append(SheetBuilder(f"{self.file}[{name}]", name))
            self.row = 0
        elif tag == "table-row":
            self.copies = _count(local(attributes, "number-rows-repeated"))
            self.column, self.cells = 0, []
        elif tag in {"table-cell", "covered-table-cell"} and self.builders:
            self.attributes, self.pieces, self.paragraphs = attributes, [], 0
        elif self.pieces is not None:
            self._inline(tag, attributes)
        elif tag in {"date-style", "time-style", "number-style"}:
            self.data_style = local(attributes, "name")
            self.shown[self.data_style] = ""
        elif tag in _PARTS and self.data_style:
            self.shown[self.data_style] += _PARTS[tag]
        elif tag == "style":
            self.of_style[local(attributes, "name")] = local(attributes, "data-style-name")

    def _inline(self, tag: str, attributes: dict[str, str]) -> None:
        assert self.pieces is not None  # noqa: S101 - inside a cell
        if tag == "p":
            if self.paragraphs:
                self.pieces.append("\n")
            self.paragraphs += 1
            self.taking += 1
        elif tag == "s":
            self.pieces.append(" " * min(_count(local(attributes, "c")), 10_000))
        elif tag == "tab":
            self.pieces.append("\t")
        elif tag == "line-break":
            self.pieces.append("\n")

    def text(self, data: str) -> None:
        if self.taking and not self.skipped and self.pieces is not None:
            self.pieces.append(data)

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif tag == "p":
            self.taking = max(0, self.taking - 1)
        elif tag in {"table-cell", "covered-table-cell"}:
            self._end_cell()
        elif tag == "table-row" and self.builders:
            self._end_row()
        elif tag in {"date-style", "time-style", "number-style"}:
            self.data_style = ""

    def _end_cell(self) -> None:
        if self.pieces is None:
            return
        times = _count(local(self.attributes, "number-columns-repeated"))
        text = self._seen("".join(self.pieces))
        self.pieces = None
        builder = self.builders[-1]
        across = _count(local(self.attributes, "number-columns-spanned"))
        down = _count(local(self.attributes, "number-rows-spanned"))
        at = self.column + 1
        if (across > 1 or down > 1) and text:
            merge = (self.row + 1, at, self.row + down, self.column + across)
            builder.merges.append(merge)
        if text:
            if self.column + times > limits().columns:
                builder.add(self.row + 1, self.column + times, text)
            self.cells += [(self.row + 1, at + more, text) for more in range(times)]
        self.column += times

    def _end_row(self) -> None:
        builder = self.builders[-1]
        if self.cells:
            if (
                self.row + self.copies > limits().rows
                or self.copies * len(self.cells) > limits().cells
            ):
                builder.add(limits().rows + 1, 1, "x")
            for copy in range(self.copies):
                for row, column, text in self.cells:
                    builder.add(row + copy, column, text)
        self.row += self.copies

    def _seen(self, shown: str) -> str:  # noqa: PLR0911 - one for each type of cell
        """Give the text that a person sees in the cell, a date as EDTF."""
        kind = local(self.attributes, "value-type")
        value = local(self.attributes, "value")
        place = self.row + 1, self.column + 1
        if kind in {"float", "currency", "percentage"}:
            try:
                number = float(value)
            except ValueError:
                return shown
            if abs(number) >= EXACT:
                self.builders[-1].doubt("rounded-number", *place, value)
            # Zeros before a number are all that its format adds that matters.
            if shown.isdecimal() and shown.startswith("0") and int(shown) == number:
                return shown
            return number_text(number)
        if kind == "boolean":
            return local(self.attributes, "boolean-value").upper()
        if kind == "date":
            return self._date(local(self.attributes, "date-value"), shown)
        if kind == "time":
            clock = _CLOCK.fullmatch(local(self.attributes, "time-value"))
            return ":".join(part.zfill(2) for part in clock.groups()) if clock else shown
        if shown.startswith(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "Err:")) and local(
            self.attributes, "formula"
        ):
            self.builders[-1].doubt("error-cell", *place, shown)
            return ""
        if not kind and local(self.attributes, "formula") and not shown:
            self.builders[-1].doubt("formula-without-value", *place, "")
        return shown

    def _date(self, value: str, shown: str) -> str:
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            return value or shown
        style = self.of_style.get(local(self.attributes, "style-name"), "")
        parts = self.shown.get(style, "")
        ordered = "".join(part for part in "ymdh" if part in parts)
        return moment_text(moment.replace(tzinfo=None), ordered or "ymdh")


def _count(text: str) -> int:
    """Give how often something is repeated: once, if the file does not say."""
    return max(1, int(text)) if text.isdecimal() and len(text) < 12 else 1  # noqa: PLR2004
