"""Cells of other people's tables made into ours: dates, numbers, countries; nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..places import countries, country_of
from ..sheet import bad_date, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING = frozenset(
    {"na", "n/a", "#n/a", "nan", "null", "none", "-", "–", "—", "?", "nd", "n.d.", "s/d", "s.d."}
)
_ZERO = re.compile(r"0+(\.0+)?")
_WHOLE = re.compile(r"(\d{3,4})\.0+")
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[T ][\d:.+Z-]*")
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.](\d{4})")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_LIMITS = {"lat": 90.0, "lon": 180.0}
_LISTED = 6
_MONTHS = 12


@dataclass(slots=True)
class Cleaned:
    """A column as alianza reads it; ``rest`` holds, by index, the text that it could not."""

    cells: list[str]
    rest: dict[int, str] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    zeros: list[int] = field(default_factory=list)
    open_days: list[int] = field(default_factory=list)
    read_as: dict[str, str] = field(default_factory=dict)
    decimal_commas: int = 0


def clean(kind: str, cells: Sequence[str], name: str = "") -> Cleaned:
    """Give a column of `kind` (date, number, country or text) with its cells put in order.

    Space at both ends goes, no-break space too, and space inside is one blank. Among dates and
    numbers ``NA`` and the like are empty; elsewhere they are text. `name` is ``lat`` or ``lon``
    where a number has such limits.

    >>> clean("date", ["2013.0", "0", "21/05/2013", "NA"]).cells
    ['2013', '', '2013-05-21', '']
    """
    tidy = [" ".join(cell.split()) for cell in cells]
    if kind == "date":
        return _dates(tidy)
    if kind == "number":
        return _numbers(tidy, _LIMITS.get(name, 1e12))
    if kind == "country":
        return _countries(tidy)
    return Cleaned(tidy)


def _dates(cells: list[str]) -> Cleaned:
    found = Cleaned([])
    order = _order(cells)
    for index, cell in enumerate(cells):
        date = ""
        if cell.casefold() in MISSING:
            found.missing.append(index)
        elif _ZERO.fullmatch(cell):
            found.zeros.append(index)
        elif cell:
            date = _date(cell, order)
            if not date:
                found.rest[index] = cell
                day = _DAY.fullmatch(cell)
                if day and not bad_date(day[4]):
                    date = day[4]
                    found.open_days.append(index)
        found.cells.append(date)
    return found


def _order(cells: list[str]) -> str:
    """Tell what comes first in dates like 21/05/2013: ``day``, ``month``, or nothing if not clear."""
    days = [found for found in map(_DAY.fullmatch, cells) if found]
    first = any(int(found[1]) > _MONTHS for found in days)
    second = any(int(found[3]) > _MONTHS for found in days)
    if first == second:
        return ""
    return "day" if first else "month"


def _date(cell: str, order: str) -> str:
    for pattern in (_WHOLE, _STAMP):
        found = pattern.fullmatch(cell)
        if found:
            cell = found[1].zfill(4)
    if not bad_date(cell):
        return cell
    month = _MONTH.fullmatch(cell)
    if month:
        cell = f"{month[2]}-{int(month[1]):02}"
    found = _DAY.fullmatch(cell)
    if found:
        one, two = int(found[1]), int(found[3])
        if not order and one != two and max(one, two) <= _MONTHS:
            return ""
        first = order == "day" or (not order and one >= two)
        day, number = (one, two) if first else (two, one)
        cell = f"{found[4]}-{number:02}-{day:02}"
    return "" if bad_date(cell) else cell


def _numbers(cells: list[str], limit: float) -> Cleaned:
    found = Cleaned([])
    bare = [cell.replace(" ", "") for cell in cells]
    commas = [cell for cell in bare if _COMMA.fullmatch(cell)]
    pointed = bool(commas) and not any("." in cell for cell in bare)
    for index, cell in enumerate(bare):
        number = ""
        text = cell.replace(",", ".") if pointed and _COMMA.fullmatch(cell) else cell
        if cell.casefold() in MISSING:
            found.missing.append(index)
        elif cell:
            value = number_of(text)
            if value is None or abs(value) > limit:
                found.rest[index] = cells[index]
            else:
                number = text
                found.decimal_commas += text != cell
        found.cells.append(number)
    return found


def _countries(cells: list[str]) -> Cleaned:
    found = Cleaned([])
    codes = {cell: cell if cell in countries() else country_of(cell) or "" for cell in set(cells)}
    for index, cell in enumerate(cells):
        code = codes[cell] if cell else ""
        if cell and not code:
            found.rest[index] = cell
        elif code != cell:
            found.read_as.setdefault(cell, code)
        found.cells.append(code)
    return found


def say(
    column: str, found: Cleaned, numbers: Sequence[int], file: str, other: str, faults: list[Fault]
) -> None:
    """Say what became of the cells of `column`; `other` is the column that holds the rest."""
    if found.zeros:
        first = numbers[found.zeros[0]]
        faults.append(fault("zero-year", file, first, column, "0", count=len(found.zeros)))
    if found.missing:
        first = numbers[found.missing[0]]
        faults.append(fault("na-cells", file, first, column, "NA", count=len(found.missing)))
    if found.open_days:
        first = found.open_days[0]
        count = len(found.open_days)
        place = (file, numbers[first], column, found.rest[first])
        faults.append(fault("day-or-month", *place, count=count, other=other))
    opened = set(found.open_days)
    unread = {index: text for index, text in found.rest.items() if index not in opened}
    if unread:
        first = next(iter(unread))
        values = _some(sorted(set(unread.values())))
        place = (file, numbers[first], column, unread[first])
        count = len(unread)
        faults.append(
            fault("kept-as-text", *place, count=count, values=values, other=other, name=column)
        )
    if found.read_as:
        pairs = _some([f"{text} = {code}" for text, code in sorted(found.read_as.items())])
        faults.append(fault("countries-understood", file, None, column, pairs=pairs, name=column))
    if found.decimal_commas:
        faults.append(fault("decimal-commas", file, None, column, count=found.decimal_commas))


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:_LISTED]) + (", …" if len(texts) > _LISTED else "")
