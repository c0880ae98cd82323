"""One table under check: its columns of cells, its row numbers, and the rows found bad."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .dates import parse_date
from .faults import SHOWN, Count, Fault, did_you_mean, fault
from .phrases import Phrase, phrase
from .phrases import mark as _
from .tables import COLUMNS, REQUIRED_TABLES, Column, RawTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# Control characters but tab and line ends, which notes may hold; and halves of characters.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ID_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


@dataclass(slots=True)
class Sheet:
    """A table as columns of cells; `faults` is the list of the whole load, which it adds to."""

    name: str
    file: str
    faults: list[Fault]
    columns: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    read: int = 0
    merged: int = 0
    missing: frozenset[str] = frozenset()
    bad: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        """Count the rows that have cells."""
        return len(self.numbers)

    def __getitem__(self, column: str) -> list[str]:
        """Give the cells of a column."""
        return self.columns[column]

    def count(self) -> Count:
        """Give what became of the rows."""
        kept = len(self) - len(self.bad)
        return Count(self.read, kept, self.merged, self.read - self.merged - kept)

    def say(self, code: str, *place: Any, **values: Any) -> None:
        """Add a fault of the table as a whole, or of a row that has no cells."""
        self.faults.append(fault(code, self.file, *place, **values))

    def refuse(
        self, code: str, index: int, column: str, value: str | None = None, **values: Any
    ) -> None:
        """Add a fault at a cell (of a part of it, if `value` is given); an error spoils the row."""
        cell = self.columns[column][index] if value is None else value
        new = fault(code, self.file, self.numbers[index], column, cell, **values)
        self.faults.append(new)
        if new.severity == "error":
            self.bad.add(index)

    def each(self, column: str, wrong: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
        """Give (index, cell) of the cells for which `wrong` holds, asked once a value."""
        cells = self.columns[column]
        found = {cell for cell in set(cells) if wrong(cell)}
        if found:
            for index, cell in enumerate(cells):
                if cell in found:
                    yield index, cell

    def among(self, column: str, known: Iterable[str], code: str) -> None:
        """Refuse the cells that hold none of `known`, with the nearest of them as a hint."""
        names = set(known)
        listed = ", ".join(sorted(names)[:SHOWN])
        hints: dict[str, Phrase] = {}
        for index, cell in self.each(column, lambda c: bool(c.strip()) and c not in names):
            if cell not in hints:
                # Only the first faults are shown, so only they need a hint.
                hints[cell] = did_you_mean(cell, names) if len(hints) < SHOWN else Phrase("")
            self.refuse(code, index, column, nearest=hints[cell], known=listed)

    def within(self, column: str, low: float, high: float) -> None:
        """Refuse the numbers of a column below `low` or above `high`."""

        def outside(cell: str) -> bool:
            number = number_of(cell) if cell else None
            return number is not None and not low <= number <= high

        for index, _cell in self.each(column, outside):
            self.refuse("out-of-range", index, column, name=column, low=low, high=high)

    def merge(self, drop: set[int]) -> None:
        """Take the rows at `drop` out: each is the same as one that stays."""
        places: dict[int, int] = {}
        for index in range(len(self)):
            if index not in drop:
                places[index] = len(places)
        for name, column in self.columns.items():
            self.columns[name] = [column[index] for index in places]
        self.numbers[:] = [self.numbers[index] for index in places]
        self.bad = {places[index] for index in self.bad if index in places}
        self.merged += len(drop)


def read_sheet(name: str, raw: RawTable, faults: list[Fault]) -> Sheet:
    """Give the table `name` as columns; what is wrong with its shape goes to `faults`.

    Every known column is there afterwards, empty if the table lacks it. Rows without any
    text are no rows.
    """
    sheet = Sheet(name, raw.file, faults)
    header = [text.strip() for text in raw.header]
    while header and not header[-1]:
        header.pop()
    if not header:
        # A header that was too wide is said already, and is then none.
        if not any(one.file == raw.file and one.severity == "error" for one in faults):
            sheet.say("empty-table")
        sheet.columns = {text: [] for text in COLUMNS[name]}
        return sheet
    sheet.missing = frozenset(COLUMNS[name]) - set(header)
    check_header(sheet, header, raw.header_row)
    rows: list[tuple[str, ...]] = []
    width = len(header)
    for number, cells in raw.rows:
        if not any(cells):
            continue
        sheet.read += 1
        if len(cells) > width and any(cells[width:]):
            got, expected = len(cells) - raw.added, width - raw.added
            sheet.say("long-row", number, got=got, expected=expected)
            continue
        sheet.numbers.append(number)
        rows.append((cells + ("",) * (width - len(cells)))[:width])
    if not sheet.read and name in REQUIRED_TABLES:
        sheet.say("no-rows")
    sheet.columns = {text: [row[place] for row in rows] for place, text in enumerate(header)}
    for text in COLUMNS[name]:
        sheet.columns.setdefault(text, [""] * len(rows))
    return sheet


def check_header(sheet: Sheet, header: list[str], row: int) -> None:
    """Say what is wrong or doubtful about the names of columns; `row` is where they stand."""
    known = COLUMNS[sheet.name]
    for text in sorted({text for text in header if header.count(text) > 1}):
        sheet.say("duplicate-column", row, text, text, name=text)
    others = [text for text in header if text not in known]
    for column in known.values():
        if column.required and column.name in sheet.missing:
            near = did_you_mean(column.name, others)
            nearest = phrase(_("Is it the one called “{nearest}”?"), **near.values)
            sheet.say(
                "missing-column",
                row,
                column.name,
                name=column.name,
                nearest=nearest if near.values else near,
            )
    for text in dict.fromkeys(others):
        near = did_you_mean(text, sorted(sheet.missing))
        if near.values:
            sheet.say("column-near-miss", row, text, text, name=text, **near.values)


def check_ids(sheet: Sheet) -> None:
    """Name the ties that have no id, refuse two rows of one id, merge two that are the same."""
    if sheet.name == "ties":
        _name_ties(sheet)
    cells = sheet["id"]
    first: dict[str, int] = {}
    same: set[int] = set()
    for index, cell in enumerate(cells):
        before = first.setdefault(cell, index)
        if before == index or not cell:
            continue
        if all(column[before] == column[index] for column in sheet.columns.values()):
            sheet.refuse("same-row-twice", index, "id", first=sheet.numbers[before])
            same.add(index)
        else:
            sheet.refuse("duplicate-id", index, "id", first=sheet.numbers[before])
    if same:
        sheet.merge(same)


def _name_ties(sheet: Sheet) -> None:
    cells = sheet["id"]
    taken, made = set(cells), 0
    for index, cell in enumerate(cells):
        if not cell:
            name = f"tie-{sheet.numbers[index]}"
            while name in taken:
                name += "-"
            taken.add(name)
            cells[index] = name
            made += 1
    if made:
        sheet.say("made-id", None, "id", count=made)


def check_cells(sheet: Sheet) -> None:
    """Check every cell by the type of its column; spaces around codes are taken off."""
    for column in COLUMNS[sheet.name].values():
        if column.type in {"code", "date", "number"}:
            sheet.columns[column.name] = [cell.strip() for cell in sheet[column.name]]
        if column.filled and column.name not in sheet.missing:
            for index, _cell in sheet.each(column.name, lambda cell: not cell.strip()):
                sheet.refuse("missing-value", index, column.name, name=column.name)
        for code, wrong in wrongs(column):
            for index, _cell in sheet.each(column.name, wrong):
                sheet.refuse(code, index, column.name)
    for name in sorted(set(sheet.columns) - set(COLUMNS[sheet.name])):
        for index, _cell in sheet.each(name, has_controls):
            sheet.refuse("bad-text", index, name)


def wrongs(column: Column) -> list[tuple[str, Callable[[str], bool]]]:
    """Give the (fault code, test of a cell) pairs for a column's type."""
    if column.type == "id":
        return [
            ("bad-text", lambda cell: bool(_ID_CONTROLS.search(cell))),
            ("spaces", lambda cell: bool(cell.strip()) and cell != cell.strip()),
        ]
    wrongs: list[tuple[str, Callable[[str], bool]]] = [("bad-text", has_controls)]
    if column.type == "date":
        wrongs.append(("bad-date", bad_date))
    elif column.type == "number":
        wrongs.append(("bad-number", lambda cell: bool(cell) and number_of(cell) is None))
    return wrongs


def has_controls(cell: str) -> bool:
    """Tell whether a cell holds control characters but tab and line ends."""
    return bool(_CONTROLS.search(cell))


def bad_date(cell: str) -> bool:
    """Tell whether a cell that is not empty holds no date."""
    try:
        return bool(cell) and not parse_date(cell)
    except ValueError:
        return True


def number_of(cell: str) -> float | None:
    """Give the finite number that `cell` spells with a decimal point, else None."""
    if len(cell) > 400 or not _NUMBER.fullmatch(cell):  # noqa: PLR2004
        return None
    number = float(cell)
    return number if abs(number) != float("inf") else None
