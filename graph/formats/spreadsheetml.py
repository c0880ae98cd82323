"""The sheets of an XLSX workbook as grids, read cell by cell, within limits.

The programs' libraries make a full rectangle of a sheet, so that one far cell takes all memory, and pass
over formulas whose value was never computed; both must be seen here, so the parts are read themselves.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from .archive import BROKEN, open_archive
from .sheets import (
    EXACT,
    BrokenSheetError,
    Grid,
    SheetBuilder,
    SheetLimitError,
    date_parts,
    feed,
    local,
    moment_text,
    number_text,
)

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

_REFERENCE = re.compile(r"\$?([A-Z]{1,4})\$?([0-9]{1,10})", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# The formats that have a number of their own in the standard (ECMA-376, 18.8.30) and show moments.
_BUILT_IN = {
    14: "ymd",
    15: "ymd",
    16: "ymd",
    17: "ym",
    18: "h",
    19: "h",
    20: "h",
    21: "h",
    22: "ymdh",
}
_BUILT_IN |= dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "ymd")
_BUILT_IN |= dict.fromkeys((32, 33, 34, 35, 45, 46, 47, 55, 56), "h")
_DOTTED_DAYS = 60


@dataclass(slots=True)
class _Book:
    """What all the sheets of a workbook share."""

    strings: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    sheets: list[tuple[str, str]] = field(default_factory=list)
    epoch_1904: bool = False


def read_sheets(path: Path, faults: list[Fault]) -> list[Grid]:
    """Give every sheet of the workbook at `path`; none, with a fault, if it cannot be read."""
    with open_archive(path, faults, "not-xlsx") as archive:
        if archive is None:
            return []
        try:
            book = _book(archive)
            return [
                _sheet(archive, part, SheetBuilder(f"{path.name}[{name}]", name), book)
                for name, part in book.sheets
            ]
        except SheetLimitError as error:
            faults.append(error.problem)
        except (BrokenSheetError, *BROKEN):
            faults.append(fault("not-xlsx", path.name))
    return []


def _book(archive: zipfile.ZipFile) -> _Book:
    book = _Book()
    parts = dict(_relations(archive, "").values())
    main = parts.get("officeDocument", "xl/workbook.xml")
    relations = _relations(archive, main)
    found: list[tuple[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            found.append((attributes.get("name", ""), local(attributes, "id")))
        elif tag == "workbookPr":
            book.epoch_1904 = attributes.get("date1904", "") in {"1", "true"}

    _read(archive, main, start)
    for name, key in found:
        kind, target = relations.get(key, ("", ""))
        if kind == "worksheet":
            book.sheets.append((name, target))
    for kind, target in relations.values():
        if kind == "sharedStrings" and target in archive.NameToInfo:
            book.strings = _strings(archive, target)
        elif kind == "styles" and target in archive.NameToInfo:
            _styles(archive, target, book)
    return book


def _read(
    archive: zipfile.ZipFile,
    part: str,
    start: object,
    end: object = None,
    text: object = None,
) -> None:
    def nothing(*_arguments: object) -> None:
        pass

    with archive.open(part) as stream:
        feed(stream, start, end or nothing, text or nothing)  # type: ignore[arg-type]


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Give what a part refers to: kind and path by id."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, target)

    if path in archive.NameToInfo:
        _read(archive, path, start)
    return found


def _strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(tag: str, _attributes: dict[str, str]) -> None:
        inside.append(tag)

    def end(tag: str) -> None:
        inside.pop()
        if tag == "si":
            strings.append(_plain("".join(pieces)))
            pieces.clear()

    def text(data: str) -> None:
        # How a name is pronounced stands beside it in Japanese workbooks.
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(data)

    _read(archive, part, start, end, text)
    return strings


def _plain(text: str) -> str:
    """Undo the escapes of characters that XML cannot hold: ``_x000D_``."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _styles(archive: zipfile.ZipFile, part: str, book: _Book) -> None:
    """Fill in, by number of style, what a cell's number format is and what it shows of a moment."""
    own: dict[int, str] = {}
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside.append(tag)
        elif tag == "xf" and inside:
            text = attributes.get("numFmtId", "0")
            number = int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004
            form = own.get(number, "")
            book.forms.append(form)
            book.dates.append(date_parts(form) if form else _BUILT_IN.get(number, ""))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside.clear()

    _read(archive, part, start, end)


class _Cells:
    """Reads the cells of one sheet; where a cell does not say where it stands, it follows the last."""

    def __init__(self, builder: SheetBuilder, book: _Book) -> None:
        self.builder, self.book = builder, book
        self.row = self.column = 0
        self.type = self.style = ""
        self.formula = self.valued = self.taking = False
        self.pieces: list[str] = []
        self.digits = "0"
        self.columns: dict[str, int] = {}

    def _place(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if not found:
            self.column += 1
            return
        self.row, self.column = int(found[2]), _number(found[1])
        self.digits = found[2]
        self.columns[found[1]] = self.column

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            reference = attributes.get("r", "")
            column = self.columns.get(reference.removesuffix(self.digits))
            # Nearly every cell stands in the row that holds it, in a column that was met before.
            if column is None:
                self._place(reference)
            else:
                self.column = column
            self.type, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.formula = self.valued = False
            self.pieces = []
        elif tag == "row":
            text = attributes.get("r", "")
            self.row = int(text) if text.isdecimal() and len(text) < 12 else self.row + 1  # noqa: PLR2004
            self.column, self.digits = 0, str(self.row)
        elif tag == "v" or (tag == "t" and self.type == "inlineStr"):
            self.taking = self.valued = True
        elif tag == "f":
            self.formula = True
        elif tag == "rPh":
            self.type = "phonetic"
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _merge(self, text: str) -> None:
        first, _colon, last = text.partition(":")
        corners = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if corners[0] and corners[1]:
            top, bottom = (int(corner[2]) for corner in corners if corner)
            left, right = (_number(corner[1]) for corner in corners if corner)
            self.builder.merges.append((top, left, bottom, right))

    def text(self, data: str) -> None:
        if self.taking:
            self.pieces.append(data)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self.taking = False
        elif tag == "rPh":
            self.type = "inlineStr"
        elif tag == "c":
            text = "".join(self.pieces)
            # A formula may well give an empty text, but then its cell is one of text.
            if text or (self.valued and self.type == "str"):
                self.builder.add(self.row, self.column, self._seen(text))
            elif self.formula:
                self.builder.doubt("formula-without-value", self.row, self.column, "")

    def _seen(self, text: str) -> str:
        """Give the text that a person sees in the cell."""
        if self.type in {"str", "inlineStr"}:
            return _plain(text)
        text = text.strip()
        if self.type == "s":
            at = int(text) if text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004
            if not 0 <= at < len(self.book.strings):
                raise BrokenSheetError
            return self.book.strings[at]
        if self.type == "b":
            return "TRUE" if text == "1" else "FALSE"
        if self.type == "e":
            self.builder.doubt("error-cell", self.row, self.column, text)
            return ""
        if self.type == "d":
            return text.removesuffix("T00:00:00")
        return self._number(text)

    def _number(self, text: str) -> str:
        try:
            value = float(text)
        except ValueError:
            return text
        style = int(self.style) if self.style.isdecimal() and len(self.style) < 9 else 0  # noqa: PLR2004
        known = style < len(self.book.dates)
        parts = self.book.dates[style] if known else ""
        moment = moment_of(value, epoch_1904=self.book.epoch_1904) if parts else None
        if moment is not None:
            return moment_text(moment, "h" if 0 <= value < 1 and "h" in parts else parts)
        if abs(value) >= EXACT:
            self.builder.doubt("rounded-number", self.row, self.column, text)
        return number_text(value, self.book.forms[style] if known else "")


def _number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def moment_of(value: float, *, epoch_1904: bool = False) -> dt.datetime | None:
    """Give the moment that a serial number of days means, or None beyond the calendar.

    Excel's first calendar counts a 29 February 1900 that never was.

    >>> moment_of(41395.0)
    datetime.datetime(2013, 5, 1, 0, 0)
    """
    if epoch_1904:
        first = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - cells have no time zone
    else:
        first = dt.datetime(1899, 12, 31 if value < _DOTTED_DAYS else 30)  # noqa: DTZ001
    try:
        # To the second: a third decimal of a second is an artefact of the fraction.
        return first + dt.timedelta(seconds=round(value * 86_400))
    except (OverflowError, ValueError):
        return None


def _sheet(archive: zipfile.ZipFile, part: str, builder: SheetBuilder, book: _Book) -> Grid:
    cells = _Cells(builder, book)
    _read(archive, part, cells.start, cells.end, cells.text)
    return builder.grid()
