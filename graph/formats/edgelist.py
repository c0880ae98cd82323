"""Tables of ties and of actors with the column names of other programs, alone or as a pair."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ..cells import inert
from ..faults import Fault, fault
from ..sheet import number_of
from ..tables import RawTable, RawTables
from .aliases import ENDS, ends_of, fold, mapping_of
from .foreign import graph_of
from .graphs import held_columns
from .grids import TEXTS, read_grid
from .headers import foreign_table
from .matrix import is_matrix, read_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ..dataset import Dataset

NODE_FILES = ("nodes", "elements", "vertices", "locations", "actors")
EDGE_FILES = ("edges", "connections", "relations", "relationships", "flows", "links", "ties")


def pair_in(folder: Path) -> tuple[list[Path], list[Path]]:
    """Give the files of `folder` whose names are those of a list of actors, and of ties."""
    found: tuple[list[Path], list[Path]] = ([], [])
    for path in sorted(folder.iterdir()):
        for names, files in zip((NODE_FILES, EDGE_FILES), found, strict=True):
            if path.suffix.lower() in TEXTS and fold(path.stem) in names:
                files.append(path)
    return found


def read(path: Path, name: str) -> RawTables:
    """Read a table of ties, a table of actors, or a folder with one of each."""
    return _read_pair(path, name) if path.is_dir() else read_single(path, name, "csv")


def read_single(path: Path, name: str, format_name: str) -> RawTables:
    """Read the one table of a file: of ties, or of actors."""
    faults: list[Fault] = []
    grid = read_grid(path, faults)
    table = None if grid is None else foreign_table(grid, faults)
    if table is None:
        return RawTables(str(path), format_name, name, {}, faults=tuple(faults))
    return single(str(path), format_name, name, table, faults)


def single(
    file: str, format_name: str, name: str, table: RawTable, faults: list[Fault]
) -> RawTables:
    """Give the raw tables of one table, whichever it is, or none with a fault."""
    if ends_of(table) is not None:
        return graph_of(file, format_name, name, None, table, faults)
    if is_matrix(table):
        return read_matrix(file, name, table, faults)
    if table.header and "id" in mapping_of("actors", table):
        return graph_of(file, format_name, name, table, None, faults)
    # A header that was too wide is said already, and is then none.
    if table.header or not any(one.severity == "error" for one in faults):
        faults.append(no_ends(table))
    return RawTables(file, format_name, name, {}, faults=tuple(faults))


def no_ends(table: RawTable) -> Fault:
    """Give the fault of a table in which no two columns hold the ends of ties."""
    if not table.header:
        return fault("empty-table", table.file)
    known = ", ".join(f"{tail} + {head}" for tail, head in ENDS)
    return fault("no-ends", table.file, table.header_row, known=known)


def _read_pair(folder: Path, name: str) -> RawTables:
    faults: list[Fault] = []
    tables: list[RawTable | None] = []
    for files in pair_in(folder):
        if len(files) > 1:
            names = ", ".join(file.name for file in files)
            faults.append(fault("several-files", files[0].name, files=names))
        usable = len(files) == 1
        if usable and folder.resolve() not in files[0].resolve().parents:
            faults.append(fault("outside-folder", files[0].name))
            usable = False
        grid = read_grid(files[0], faults) if usable else None
        tables.append(None if grid is None else foreign_table(grid, faults))
    return pair(str(folder), "csv", name, *tables, faults=faults)


def pair(
    file: str,
    format_name: str,
    name: str,
    nodes: RawTable | None,
    edges: RawTable | None,
    *,
    faults: list[Fault],
) -> RawTables:
    """Give the raw tables of a list of actors, if any, and one of ties."""
    if edges is not None and ends_of(edges) is None:
        faults.append(no_ends(edges))
        edges = None
    if edges is None:
        return RawTables(file, format_name, name, {}, faults=tuple(faults))
    return graph_of(file, format_name, name, nodes, edges, faults)


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Give a table as CSV: UTF-8, commas, no cell that a spreadsheet takes for a formula.

    Numbers stay as they are; other text that begins like a formula is led by an apostrophe, which
    alianza's readers take off.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([inert(name) for name in header])
    for row in rows:
        writer.writerow([cell if number_of(cell) is not None else inert(cell) for cell in row])
    return buffer.getvalue().encode()


def write(data: Dataset) -> bytes:
    """Give the ties of a dataset as one table with our columns; what else it holds is left out."""
    from ..dataset import cell_text  # noqa: PLC0415

    frame = data.ties
    first = ["from", "to", "kind"]
    columns = [*first, *held_columns("ties", frame, set(first))]
    rows = frame[columns].itertuples(index=False, name=None)
    return csv_bytes(columns, ([cell_text(value) for value in row] for row in rows))
