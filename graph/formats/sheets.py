"""Sheets of text cells while they are read: rows counted, cells as people see them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from .archive import blocks
from .limits import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

EXACT = 10**15
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ZEROS = re.compile(r"0{2,30}")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet, or a text file, as rows of text cells with the numbers that they have there.

    Rows without text are left out, and so are the blank cells at a row's end. ``file`` is what
    faults call it, ``sheet`` the sheet's own name. ``delimiter`` is what parted the cells of a text
    file; ``merged`` holds the rows in which cells were merged, ``faults`` what only counts if the sheet is used.
    """

    file: str
    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str = ""
    merged: frozenset[int] = frozenset()
    faults: tuple[Fault, ...] = ()


class SheetLimitError(Exception):
    """A limit was passed; holds the fault that says so."""

    def __init__(self, problem: Fault) -> None:
        self.problem = problem
        super().__init__(str(problem))


class BrokenSheetError(Exception):
    """A part of a workbook is not what it must be."""


@dataclass(slots=True)
class SheetBuilder:
    """Takes the cells of one sheet as they come, sparse, and gives the `Grid`.

    Rows and columns count from 1. ``doubts`` holds, by code of a fault, how many cells it concerns and the first.
    """

    file: str
    sheet: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    doubts: dict[str, tuple[int, tuple[int, int, str]]] = field(default_factory=dict)
    columns: int = field(default_factory=lambda: limits().columns)

    def add(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell."""
        if not text:
            return
        cells = self.rows.get(row)
        if cells is None:
            if row > limits().rows:
                raise self.passed(Phrase(_("rows")), limits().rows, None)
            cells = self.rows[row] = {}
        if column > self.columns:
            raise self.passed(Phrase(_("columns")), self.columns, row)
        cells[column] = text

    def doubt(self, code: str, row: int, column: int, text: str) -> None:
        """Note that a fault concerns a cell."""
        count, first = self.doubts.get(code, (0, (row, column, text)))
        self.doubts[code] = (count + 1, first)

    def passed(self, what: Phrase, limit: int, row: int | None) -> SheetLimitError:
        """Give the error of a limit that the sheet passes."""
        return SheetLimitError(fault("too-many", self.file, row, what=what, limit=limit))

    def grid(self) -> Grid:
        """Give the sheet; merged cells all hold what the first of them holds."""
        merged = self._merge()
        faults = [
            fault(code, self.file, row, letters(column), text, count=count)
            for code, (count, (row, column, text)) in self.doubts.items()
        ]
        if merged:
            faults.append(fault("merged-cells", self.file, min(merged), count=len(self.merges)))
        width = cells = 0
        rows = []
        for number in sorted(self.rows):
            row = self.rows[number]
            width = max(row)
            cells += width
            if cells > limits().cells:
                raise self.passed(Phrase(_("cells")), limits().cells, number)
            if len(row) == width:
                # Cells mostly come in their order, and then need no looking up.
                filled = (
                    row if list(row) == list(range(1, width + 1)) else dict(sorted(row.items()))
                )
                rows.append((number, tuple(filled.values())))
            else:
                rows.append((number, tuple(row.get(at, "") for at in range(1, width + 1))))
        return Grid(
            self.file, self.sheet, tuple(rows), merged=frozenset(merged), faults=tuple(faults)
        )

    def _merge(self) -> set[int]:
        """Fill the merged cells; give the rows in which there were any with text."""
        touched: set[int] = set()
        width = max((max(row) for row in self.rows.values()), default=0)
        filled = 0
        for top, left, bottom, right in self.merges:
            text = self.rows.get(top, {}).get(left)
            if text is None:
                continue
            last = min(right, max(width, left))
            # Rows that hold nothing else are no rows of a table, so none are made.
            within = (
                [row for row in self.rows if top <= row <= bottom]
                if bottom - top > len(self.rows)
                else [row for row in range(top, bottom + 1) if row in self.rows]
            )
            for row in within:
                filled += last - left + 1
                if filled > limits().cells:
                    raise self.passed(Phrase(_("cells")), limits().cells, row)
                for column in range(left, last + 1):
                    self.rows[row].setdefault(column, text)
            touched.update(within)
        return touched


def letters(column: int) -> str:
    """Give what a spreadsheet calls a column, which counts from 1.

    >>> letters(1), letters(28), letters(16384)
    ('A', 'AB', 'XFD')
    """
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_text(value: float, form: str = "") -> str:
    """Give a number as text: 7, not 7.0; with the zeros before it that a format such as 000 shows.

    >>> number_text(7.0), number_text(7.5), number_text(7, "000")
    ('7', '7.5', '007')
    """
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        return str(value)
    if not float(value).is_integer() or abs(value) >= EXACT:
        return repr(value)
    whole = int(value)
    if whole >= 0 and _ZEROS.fullmatch(form):
        return f"{whole:0{len(form)}d}"
    return str(whole)


def date_parts(form: str) -> str:
    """Give which parts of a moment a number format shows, as letters of ``ymdh``; none for a number.

    >>> date_parts("dd/mm/yyyy"), date_parts("yyyy"), date_parts("mmm yyyy"), date_parts("0.00")
    ('ymd', 'y', 'ym', '')
    """
    first = _QUOTED.sub(_elapsed, form.split(";", maxsplit=1)[0]).casefold().replace("general", "")
    found = {part for part in "ymdh" if part in first}
    if "s" in first or "h" in found or "am/pm" in first:
        found.add("h")
        if not found & {"y", "d"}:
            found.discard("m")
    return "".join(part for part in "ymdh" if part in found)


def _elapsed(found: re.Match[str]) -> str:
    """Keep ``[h]``, which shows hours, and drop colours, conditions and quoted text."""
    inside = found[0].strip("[]").casefold()
    return inside if found[0].startswith("[") and inside and set(inside) <= set("hms") else ""


def moment_text(moment: dt.datetime, parts: str = "ymdh") -> str:
    """Give a moment as EDTF text, as far as its format shows it: a year, a month, a day, a time.

    >>> moment_text(dt.datetime(2013, 5, 1), "ym")
    '2013-05'
    """
    if parts == "y":
        return f"{moment.year:04d}"
    if parts in {"ym", "m"}:
        return f"{moment.year:04d}-{moment.month:02d}"
    if parts == "h":
        return moment.time().isoformat("seconds")
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.isoformat(timespec="seconds")


def feed(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Read XML and call `start`, `end` (with tags without prefixes) and `text` as it comes.

    Raises BrokenSheetError where it is no XML, has a document type or is nested too deeply.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    # A prefix says nothing here that the rest of a tag does not; few tags are met very often.
    names: dict[str, str] = {}
    depth, deepest = 0, limits().depth

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > deepest:
            raise BrokenSheetError
        start(names.get(tag) or names.setdefault(tag, tag.rpartition(":")[2]), attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(names[tag])

    def refused(*_arguments: Any) -> None:
        raise BrokenSheetError

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refused
    try:
        for block in blocks(stream):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BrokenSheetError from error


def local(attributes: dict[str, str], name: str) -> str:
    """Give the attribute `name`, whatever its prefix, or an empty text."""
    if name in attributes:
        return attributes[name]
    return next((v for k, v in attributes.items() if k.rpartition(":")[2] == name), "")


def used(grids: Iterable[Grid], faults: list[Fault]) -> None:
    """Add the faults of the sheets that are used."""
    for grid in grids:
        faults.extend(grid.faults)
