"""A table as people keep it: titles above the header, merged cells, names that stand twice."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..formats.csvtext import DELIMITERS, SAMPLE, read_text
from ..formats.grids import TEXTS, read_grids
from ..formats.limits import limits
from ..phrases import Phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_HEADER_SOUGHT = 50
_SHOWN = 80

Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text: header names that stand once each, and rows as wide as the header.

    Rows are numbered as a spreadsheet numbers them; those without any text are not there.
    ``delimiter`` is empty for a spreadsheet.
    """

    file: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str = ""

    def column(self, name: str) -> list[str]:
        """Give the cells of a column."""
        at = self.header.index(name)
        return [cells[at] for _number, cells in self.rows]


def read_grid(path: Path, faults: list[Fault], sheet: str | None = None) -> Grid | None:
    """Read the table in a text file or a workbook, or give None with a fault that says why not."""
    if path.suffix.lower() in TEXTS:
        text = read_text(path, faults)
        found, delimiter = (None, "") if text is None else text_rows(path.name, text, faults)
    else:
        found, delimiter = _sheet_rows(path, sheet, faults)
    if any(problem.severity == "error" for problem in faults) or found is None:
        return None
    if not found:
        faults.append(fault("empty-table", path.name))
        return None
    return _headed(path.name, found, delimiter, faults)


def text_rows(file: str, text: str, faults: list[Fault]) -> tuple[Rows | None, str]:
    """Split text into rows of cells, and give the delimiter.

    It is the one that a line ``sep=;`` names, else the one by which most rows of the beginning
    fall into the same number of cells.
    """
    declared = _SEP.match(text)
    delimiter = declared[1] if declared else _delimiter(text[:SAMPLE])
    rows: Rows = []
    number = 0
    try:
        for number, cells in enumerate(_split(text, delimiter), start=1):
            if declared and number == 1:
                continue
            for got, limit, what in (
                (len(rows), limits().rows, _("rows")),
                (len(cells), limits().columns, _("columns")),
            ):
                if got > limit:
                    faults.append(fault("too-many", file, number, limit=limit, what=Phrase(what)))
                    return None, delimiter
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
    except csv.Error as error:
        faults.append(fault("not-csv", file, number + 1, reason=str(error)))
        return None, delimiter
    return rows, delimiter


def _split(text: str, delimiter: str) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(limits().cell)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(sample: str) -> str:
    scores: dict[str, tuple[int, int]] = {}
    for delimiter in DELIMITERS:
        widths: Counter[int] = Counter()
        try:
            for cells in _split(sample, delimiter):
                widths[len(cells)] += any(cells)
        except csv.Error:
            # The sample may end inside quotation marks.
            pass
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        scores[delimiter] = (count * (width > 1), width)
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _sheet_rows(path: Path, sheet: str | None, faults: list[Fault]) -> tuple[Rows | None, str]:
    """Give the rows of a sheet of a workbook, or of what else is no plain text."""
    grids = read_grids(path, faults)
    if sheet is None:
        found = [grid for grid in grids if grid.rows] or grids
    else:
        found = [grid for grid in grids if _plain(grid.sheet) == _plain(sheet)]
        if grids and not found:
            known = ", ".join(grid.sheet for grid in grids)
            faults.append(fault("no-sheet", path.name, None, None, sheet, known=known))
    if not found:
        return None, ""
    if len(found) > 1:
        rest = ", ".join(grid.sheet for grid in found[1:])
        faults.append(fault("several-sheets", path.name, name=found[0].sheet, known=rest))
    faults.extend(found[0].faults)
    return [(number, list(cells)) for number, cells in found[0].rows], found[0].delimiter


def _plain(title: str) -> str:
    return title.strip().casefold()


def _headed(file: str, rows: Rows, delimiter: str, faults: list[Fault]) -> Grid:
    """Find the header: the first row at least half as full as the fullest near the top."""
    filled = [sum(bool(cell.strip()) for cell in cells) for _n, cells in rows[:_HEADER_SOUGHT]]
    at = next(place for place, count in enumerate(filled) if 2 * count >= max(filled))
    header_row, first = rows[at]
    if at:
        text = " ".join(next(cell for cell in rows[0][1] if cell.strip()).split())[:_SHOWN]
        faults.append(fault("preamble", file, rows[0][0], header=header_row, count=at, text=text))
    header = [" ".join(cell.split()) for cell in first]
    body = rows[at + 1 :]
    width = max((place for place, name in enumerate(header, 1) if name), default=0)
    wide = [number for number, cells in body if any(cell.strip() for cell in cells[width:])]
    used = max(
        (place for _n, cells in body for place, cell in enumerate(cells, 1) if cell.strip()),
        default=0,
    )
    names = _unique(header[:width], file, header_row, faults)
    extra = [f"column {place}" for place in range(width + 1, used + 1)]
    if wide:
        names += [name if name not in names else f"{name} (2)" for name in extra]
        faults.append(fault("extra-cells", file, wide[0], count=len(wide), name=names[width]))
    if not body:
        faults.append(fault("no-rows", file, header_row))
    size = len(names)
    short = [number for number, cells in body if len(cells) < width]
    if short:
        faults.append(fault("short-row", file, short[0], count=len(short), expected=width))
    return Grid(
        file,
        tuple(names),
        header_row,
        tuple((number, tuple((cells + [""] * size)[:size])) for number, cells in body),
        delimiter,
    )


def _unique(header: Sequence[str], file: str, row: int, faults: list[Fault]) -> list[str]:
    """Give names of which none stands twice; a column without a name is called by its place."""
    names: dict[str, None] = {}
    # Where counting goes on for each name, since a broken file may repeat one ten thousand times.
    last: dict[str, int] = {}
    for place, text in enumerate(header, start=1):
        name = text or ("" if place == 1 else f"column {place}")
        if name in names:
            number = last.get(text, 1)
            while name in names:
                number += 1
                name = f"{text} ({number})"
            last[text] = number
            faults.append(fault("renamed-column", file, row, name, text, name=text, other=name))
        names[name] = None
    return list(names)
