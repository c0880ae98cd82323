"""From the cells of a sheet to a table: where its header stands, and its columns' names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..tables import COLUMNS, RawTable
from .aliases import ALIASES, ENDS, ends_of, fold, mapping_of
from .csvtext import TextTable, point_decimals, say_short, too_wide

if TYPE_CHECKING:
    from .sheets import Grid

DEEPEST = 20
"""How many rows with text are looked at for a header; beyond, the first is it."""

_ENDS = {name for pair in ENDS for name in pair}
_IDS = {*ALIASES["actors"]["id"], *ALIASES["actors"]["label"]}
_SURE = {"id", "vertex", "node id", "actor id"}
_KNOWN = _ENDS | {
    name
    for table in ("actors", "ties")
    for column in COLUMNS[table]
    for name in ALIASES[table].get(column, (fold(column),))
}


def table_of(grid: Grid, faults: list[Fault], needed: frozenset[str] = frozenset()) -> RawTable:
    """Give a sheet as a table; rows above its header are left out, and said.

    The header is the first row that names two ends of ties, else the first that names actors
    and something else about them, else the first row; with `needed`, the first that has all of these names.
    """
    faults.extend(grid.faults)
    if not grid.rows:
        return RawTable(grid.file, (), ())
    at = _header_at(grid, needed)
    row, header = grid.rows[at]
    if at:
        faults.append(fault("rows-above-header", grid.file, row, count=at))
    if too_wide(grid.file, row, header, faults):
        return RawTable(grid.file, (), ())
    rows = grid.rows[at + 1 :]
    if grid.delimiter:
        say_short(grid.file, header, rows, faults)
    return RawTable(grid.file, header, rows, row)


def _header_at(grid: Grid, needed: frozenset[str]) -> int:
    first = grid.rows[:DEEPEST]
    names = [{fold(cell) for cell in cells if cell} for _row, cells in first]
    if needed:
        exact = [{cell.strip() for cell in cells} for _row, cells in first]
        return next((at for at, cells in enumerate(exact) if needed <= cells), 0)
    found = next(
        (at for at, cells in enumerate(names) if any(cells.issuperset(pair) for pair in ENDS)),
        None,
    )
    if found is None:
        found = 0
        if not names[0] & _IDS:
            actors = (at for at, c in enumerate(names) if len(c) > 1 and _names_actors(c))
            found = next(actors, 0)
    # Where cells of a header are merged over two rows, the lower one has the names of the parts.
    below = found + 1
    if below < len(first) and {first[found][0], first[below][0]} <= grid.merged:
        found += len(names[below] & _KNOWN) > len(names[found] & _KNOWN)
    return found


def _names_actors(names: set[str]) -> bool:
    """Tell whether a row names a column of ids, or one of labels and another that is known."""
    return bool(names & _SURE or (names & _IDS and len(names & _KNOWN) > 1))


def foreign_table(grid: Grid, faults: list[Fault]) -> RawTable:
    """Give a sheet of another program as a table; each column has a name, commas are decimal."""
    table = with_names(table_of(grid, faults), faults)
    if not grid.delimiter:
        return table
    kind = "actors" if ends_of(table) is None else "ties"
    ours = {place: column for column, place in mapping_of(kind, table).items()}
    header = tuple(ours.get(at, "") for at in range(len(table.header)))
    renamed = replace(table, header=header)
    pointed = point_decimals(kind, TextTable(renamed, grid.delimiter), faults)
    return replace(table, rows=pointed.rows)


def with_names(table: RawTable, faults: list[Fault]) -> RawTable:
    """Give every column a name of its own: blank ones by their number, twins refused."""
    header: list[str] = []
    width = len(table.header)
    while width and not table.header[width - 1].strip():
        width -= 1
    for at, text in enumerate(table.header[:width], start=1):
        name = text.strip() or f"column {at}"
        if name in header:
            place = (table.file, table.header_row, name, name)
            if text.strip():
                faults.append(fault("duplicate-column", *place, name=name))
            name = f"{name} ({at})"
        header.append(name)
    return replace(table, header=tuple(header))
