"""Workbooks (XLSX, ODS, XLS): a dataset with a sheet a table, or tables of another program."""

from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from ..phrases import quoted
from ..tables import COLUMNS, RawTable, RawTables
from .aliases import cells_in, ends_of, fold, mapping_of
from .edgelist import EDGE_FILES, NODE_FILES, pair, single
from .grids import book_format, read_grids
from .headers import foreign_table, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..dataset import Dataset
    from .sheets import Grid

METADATA = "metadata"
"""The sheet of the dataset's metadata: a key and its value as JSON a row, long ones in several."""


def read(path: Path, name: str) -> RawTables:
    """Read a workbook: sheets named after our tables, else what ties and actors its sheets hold.

    The names of sheets are compared without case and blanks around them. Sheets that are not
    read are named in a note.
    """
    faults: list[Fault] = []
    format_name = book_format(path)
    grids = read_grids(path, faults)
    nothing = partial(RawTables, str(path), format_name, name, {})
    if not grids or any(found.severity == "error" for found in faults):
        return nothing(faults=tuple(faults))
    named = [_plain(grid.sheet) for grid in grids]
    ours = {title: grid for title, grid in zip(named, grids, strict=True) if title in COLUMNS}
    if _is_dataset(ours):
        twins = _twins(path, grids, {*COLUMNS, METADATA}, named)
        if twins is not None:
            return nothing(faults=(*faults, twins))
        return _dataset(path, format_name, name, grids, faults)
    return _foreign(path, format_name, name, [grid for grid in grids if grid.rows], faults)


def _plain(title: str) -> str:
    return title.strip().casefold()


def _is_dataset(ours: dict[str, Grid]) -> bool:
    """Tell whether sheets with our names have our columns, not those of another program."""
    if not ours.keys() & {"actors", "ties"}:
        return False
    for table, needed in (("ties", {"from", "to"}), ("actors", {"id"})):
        if table in ours:
            found = table_of(ours[table], [])
            theirs = (
                ends_of(found) is not None
                if table == "ties"
                else "id" in mapping_of("actors", found)
            )
            if theirs and not needed <= {text.strip() for text in found.header}:
                return False
    return True


def _twins(
    path: Path, grids: Sequence[Grid], wanted: set[str], named: Sequence[str]
) -> Fault | None:
    """Give the fault of two sheets that one name could mean."""
    twice = {title for title, count in Counter(named).items() if count > 1 and title in wanted}
    if not twice:
        return None
    sheets = tuple(
        quoted(grid.sheet) for grid, title in zip(grids, named, strict=True) if title in twice
    )
    return fault("same-sheet-twice", path.name, sheets=sheets)


def _dataset(
    path: Path, format_name: str, name: str, grids: Sequence[Grid], faults: list[Fault]
) -> RawTables:
    tables: dict[str, RawTable] = {}
    metadata: dict[str, Any] = {}
    metadata_file = ""
    others: list[str] = []
    for grid in grids:
        title = _plain(grid.sheet)
        if title in COLUMNS:
            needed = {column.name for column in COLUMNS[title].values() if column.required}
            tables[title] = table_of(grid, faults, frozenset(needed))
        elif title == METADATA and grid.rows and grid.rows[0][1] == ("key", "value"):
            metadata, metadata_file = _metadata(grid, faults), grid.file
        elif grid.rows:
            others.append(grid.sheet)
    _say_others(path, others, faults)
    # The checks go through the tables in our order, whatever the order of the sheets.
    tables = {title: tables[title] for title in COLUMNS if title in tables}
    return RawTables(str(path), format_name, name, tables, metadata, metadata_file, tuple(faults))


def _say_others(path: Path, others: Sequence[str], faults: list[Fault]) -> None:
    if others:
        faults.append(fault("sheets-left-out", path.name, sheets=", ".join(others)))


def _metadata(grid: Grid, faults: list[Fault]) -> dict[str, Any]:
    pieces: dict[str, list[str]] = {}
    first: dict[str, int] = {}
    for row, cells in grid.rows[1:]:
        key, value = (*cells, "", "")[:2]
        pieces.setdefault(key, []).append(value)
        first.setdefault(key, row)
    metadata = {}
    for key, parts in pieces.items():
        try:
            metadata[key] = json.loads("".join(parts))
            json.dumps(metadata[key], ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            place = (grid.file, first[key], key)
            faults.append(fault("not-json", *place, reason=type(error).__name__))
            metadata.pop(key, None)
    return metadata


def _foreign(
    path: Path, format_name: str, name: str, grids: Sequence[Grid], faults: list[Fault]
) -> RawTables:
    """Read the sheets of another program: by their names, else by their columns."""
    named = [fold(grid.sheet) for grid in grids]
    nodes = [grid for grid, title in zip(grids, named, strict=True) if title in NODE_FILES]
    edges = [grid for grid, title in zip(grids, named, strict=True) if title in EDGE_FILES]
    for found in (nodes, edges):
        if len(found) > 1:
            titles = {fold(grid.sheet) for grid in found}
            twins = _twins(path, grids, titles, ["" if g not in found else "x" for g in grids])
            sheets = tuple(quoted(grid.sheet) for grid in found)
            faults.append(twins or fault("same-sheet-twice", path.name, sheets=sheets))
            return RawTables(str(path), format_name, name, {}, faults=tuple(faults))
    if not edges:
        edges = [g for g in grids if g not in nodes and ends_of(foreign_table(g, [])) is not None]
    if not nodes and edges:
        nodes = [g for g in grids if g is not edges[0] and _lists(g, edges[0])]
    used = [*edges[:1], *nodes[:1]]
    if not used:
        used = [grid for grid in grids if "id" in mapping_of("actors", foreign_table(grid, []))][:1]
    _say_others(path, [grid.sheet for grid in grids if used and grid not in used], faults)
    if not used:
        sheets = tuple(quoted(grid.sheet) for grid in grids)
        faults.append(fault("no-table-sheets", path.name, sheets=sheets or "–"))
        return RawTables(str(path), format_name, name, {}, faults=tuple(faults))
    where = (str(path), format_name, name)
    if not edges:
        return single(*where, foreign_table(used[0], faults), faults)
    ties = foreign_table(edges[0], faults)
    actors = foreign_table(nodes[0], faults) if nodes else None
    return pair(*where, actors, ties, faults=faults)


def _lists(grid: Grid, ties: Grid) -> bool:
    """Tell whether a sheet lists at least half of the ends of the ties of another."""
    table, edges = foreign_table(grid, []), foreign_table(ties, [])
    places, ends = mapping_of("actors", table), ends_of(edges)
    if ends_of(table) is not None or "id" not in places or ends is None:
        return False
    named = {cell for at in ends for cell in cells_in(edges, at) if cell}
    keys = [places[key] for key in ("id", "label") if key in places]
    return any(2 * len(named & set(cells_in(table, at))) >= len(named) for at in keys)


def write(data: Dataset) -> bytes:
    """Give a dataset as an XLSX workbook: a sheet a table and one for the metadata; nothing is lost."""
    from .books import dataset_book  # noqa: PLC0415

    return dataset_book(data)
