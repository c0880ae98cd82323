"""Tables that are matrices: the same labels on two sides, or actors down and groups across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..sheet import number_of
from ..tables import COLUMNS, RawTable, RawTables
from .graphs import GraphFile
from .relations import Cell, Relation, add_modes, add_relation

if TYPE_CHECKING:
    from ..faults import Fault

MEMBERSHIP = "membership"


def is_matrix(table: RawTable) -> bool:
    """Tell whether a table is a matrix: labels in its first column, numbers everywhere else.

    The labels of the columns are those of the rows, or none of them is the name of a column
    that lists of actors have.
    """
    if len(table.header) < 2 or not table.rows:  # noqa: PLR2004
        return False
    labels = [cells[0] for _row, cells in table.rows if cells]
    values = [text.strip() for _row, cells in table.rows for text in cells[1:]]
    if len(set(labels)) < len(labels) or not all(map(str.strip, labels)) or not any(values):
        return False
    if not all(not text or number_of(text.replace(",", ".")) is not None for text in values):
        return False
    header = [text.strip() for text in table.header]
    if set(header[1:]) == {label.strip() for label in labels}:
        return True
    corner = header[0].casefold()
    if corner in {"id", "label", "name", "node", "vertex", "key"} or len(header) == 2:  # noqa: PLR2004
        return False
    lists = {*COLUMNS["actors"], "latitude", "longitude", "lng", "long", "x", "y"}
    return not any(text.casefold() in lists for text in header[1:])


def read_matrix(file: str, name: str, table: RawTable, faults: list[Fault]) -> RawTables:
    """Read a matrix: a square one with the same labels as ties, another as memberships.

    Cells that are empty or 0 are no ties; others are weights. A symmetric matrix is undirected.
    """
    found = GraphFile(file, "matrix", name, table.file, table.file, faults=faults)
    found.header_rows = {"actors": table.header_row, "ties": table.header_row}
    heads = [text.strip() for text in table.header[1:]]
    rows = [(number, cells[0].strip()) for number, cells in table.rows if cells]
    square = set(heads) == {label for _row, label in rows}
    columns = [] if square else [(table.header_row, label) for label in heads]
    found.say("matrix-read", table.file, table.header_row, rows=len(rows), columns=len(heads))
    two = add_modes(found, rows, columns)
    points = any("." in text for _row, cells in table.rows for text in cells[1:])
    relation = Relation(MEMBERSHIP if two else "")
    loops = 0
    for number, cells in table.rows:
        for head, text in zip(heads, cells[1:], strict=False):
            value = text.strip() if points else text.strip().replace(",", ".")
            if not value or number_of(value) == 0:
                continue
            cell: Cell = (number, cells[0].strip(), head, value)
            if cell[1] == head:
                loops += 1
            else:
                relation.cells.append(cell)
    if loops:
        found.say("diagonal", table.file, count=loops)
    add_relation(found, relation, two_mode=two)
    return found.tables()
