"""Columns of other programs that have a name of ours: read as ours only where their cells fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..places import country_of
from ..sheet import bad_date, number_of
from ..tables import COLUMNS, RawTable
from ..vocabulary import AREAS, STATUSES
from .aliases import cells_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHOWN = 6
_PAIRS = {"lat": "lon", "lon": "lat"}


def settled(
    name: str, table: RawTable, places: Mapping[str, int], faults: list[Fault]
) -> tuple[RawTable, dict[str, int]]:
    """Give a table whose checked columns mean what ours mean, and the places of those that do.

    Where more than half of what a column holds cannot be ours (statuses in other words), it is
    not ours: it keeps its cells under another name. Where less is, the cells are left for the
    checks to refuse. Names of countries in English, Spanish, French and Portuguese become codes,
    and words of status lose their capitals.
    """
    kept = dict(places)
    for column, place in places.items():
        wrong = _wrong(name, column)
        if wrong is None or column not in kept:
            continue
        filled = [cell for cell in cells_in(table, place) if cell]
        verdicts = {cell: wrong(cell) for cell in set(filled)}
        bad = [cell for cell in filled if verdicts[cell]]
        if len(bad) * 2 > len(filled):
            for dropped in (column, _PAIRS.get(column, column)):
                kept.pop(dropped, None)
            title = table.header[place]
            where = (table.file, table.header_row, title, bad[0])
            faults.append(fault("other-column", *where, name=title, other=aside(title)))
    for column, change in (("country", country_of), ("status", str.casefold)):
        if column in kept and column in COLUMNS[name]:
            table = _changed(table, kept[column], change, faults)
    return table, kept


def aside(title: str) -> str:
    """Give the name of a column that is not what its name says to us."""
    return f"{title} (file)"


def _wrong(name: str, column: str) -> Callable[[str], bool] | None:
    known = COLUMNS[name].get(column)
    if known is None:
        return None
    if known.type == "date":
        return bad_date
    if known.type == "number":
        return lambda cell: number_of(cell) is None
    tests: dict[str, Callable[[str], bool]] = {
        "country": lambda cell: country_of(cell) is None,
        "area": lambda cell: cell not in AREAS,
        "status": lambda cell: cell.casefold() not in STATUSES,
    }
    return tests.get(column)


def _changed(
    table: RawTable, place: int, change: Callable[[str], str | None], faults: list[Fault]
) -> RawTable:
    """Put what `change` makes of the cells of a column in their place, where it makes anything."""
    cells = {cell for cell in cells_in(table, place) if cell}
    new = {cell: made for cell in cells if (made := change(cell)) and made != cell}
    if not new:
        return table
    if change is country_of:
        rows = [row for row, cs in table.rows if place < len(cs) and cs[place].strip() in new]
        pairs = [f"{old} → {new[old]}" for old in sorted(new)]
        listed = ", ".join([*pairs[:SHOWN], *(["…"] if len(pairs) > SHOWN else [])])
        where = (table.file, rows[0], table.header[place])
        faults.append(fault("countries-read", *where, count=len(new), pairs=listed))
    return replace(
        table,
        rows=tuple(
            (row, (*cs[:place], new.get(cs[place].strip(), cs[place]), *cs[place + 1 :]))
            if place < len(cs)
            else (row, cs)
            for row, cs in table.rows
        ),
    )
