"""Matrices: actors by groups (incidence), or actors by actors (adjacency)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..faults import fault
from .cells import MISSING, clean

if TYPE_CHECKING:
    from .building import Builder
    from .kinds import Kinds
    from .reading import Grid

_MARKS = frozenset({"x", "✓", "✔", "yes", "true", "sí", "si", "oui", "sim", "1"})
_SHOWN = 6

Filled = list[tuple[int, str, str, str]]
"""Row number, label of the row, label of the column, cell."""


def is_matrix(grid: Grid) -> bool:
    """Tell whether a table has labels above and before cells of which most are numbers or empty."""
    if len(grid.header) < 2 or not grid.rows:  # noqa: PLR2004
        return False
    labels = [cells[0].strip() for _n, cells in grid.rows]
    cells = [cell.strip() for _n, row in grid.rows for cell in row[1:]]
    plain = sum(not cell or cell.casefold() in _MARKS or _number(cell) != "" for cell in cells)
    repeated = len(set(labels)) < len(labels) or not all(labels)
    return not repeated and plain == len(cells) and (not grid.header[0] or _is_square(grid, labels))


def _is_square(grid: Grid, labels: list[str]) -> bool:
    return sorted(labels) == sorted(grid.header[1:])


def build_incidence(builder: Builder, grid: Grid, kinds: Kinds) -> None:
    """Add a tie from row to column for each cell that is neither empty nor 0.

    A number is the tie's weight, unless all are 1; a mark such as ``x`` says no more than that
    there is a tie; any other text is its role.
    """
    filled = _filled(builder, grid)
    if filled is None:
        return
    rows = [" ".join(cells[0].split()) for _n, cells in grid.rows]
    groups = {name: name for name in grid.header[1:]}
    both = sorted(set(rows) & set(groups))
    for name in both:
        groups[name] = f"{name}-{kinds.group}"
    if both:
        place = (builder.file, None, None, groups[both[0]])
        builder.faults.append(fault("renamed-groups", *place, count=len(both)))
    for (number, _cells), label in zip(grid.rows, rows, strict=True):
        builder.add_actor(label, number, {"label": label, "kind": kinds.actor})
    for name, key in groups.items():
        builder.add_actor(key, grid.header_row, {"label": name, "kind": kinds.group})
    for number, row, column, cell in filled:
        tie = {"from": row, "to": groups[column], **_value(cell)}
        tie["kind"] = kinds.of_role(tie.get("role", ""))
        builder.add_tie(number, tie, directed=True)
    _drop_ones(builder)


def build_adjacency(builder: Builder, grid: Grid, kinds: Kinds) -> None:
    """Add a tie for each cell that is neither empty nor 0, or for each pair of equal cells.

    Ties of a kind without direction need the same cell on both sides of the diagonal, or one
    side without any cell. The diagonal is left out, with a warning.
    """
    filled = _filled(builder, grid)
    if filled is None:
        return
    rows = [" ".join(cells[0].split()) for _n, cells in grid.rows]
    different = sorted(set(rows) ^ set(grid.header[1:]))
    if different:
        names = ", ".join(different[:_SHOWN]) + (", …" if len(different) > _SHOWN else "")
        builder.faults.append(fault("not-square", builder.file, grid.header_row, names=names))
        return
    directed = kinds.is_directed(kinds.tie)
    for (number, _cells), label in zip(grid.rows, rows, strict=True):
        builder.add_actor(label, number, {"label": label, "kind": kinds.actor})
    if not directed and not _is_symmetric(builder, grid, filled):
        return
    for number, row, column, cell in filled:
        tie = {"from": row, "to": column, **_value(cell)}
        tie["kind"] = kinds.of_role(tie.get("role", ""))
        builder.add_tie(number, tie, directed=directed)
    _drop_ones(builder)


def _filled(builder: Builder, grid: Grid) -> Filled | None:
    """Give the cells that say that there is a tie; labels that stand twice are faults."""
    labels = [" ".join(cells[0].split()) for _n, cells in grid.rows]
    before = len(builder.faults)
    if len(grid.header) < 2 or not grid.rows:  # noqa: PLR2004
        builder.faults.append(fault("no-matrix", grid.file, grid.header_row))
    seen: set[str] = set()
    for (number, _cells), label in zip(grid.rows, labels, strict=True):
        if not label or label in seen:
            code = "repeated-label" if label else "no-matrix"
            builder.faults.append(fault(code, grid.file, number, None, label))
        seen.add(label)
    if any(found.severity == "error" for found in builder.faults[before:]):
        return None
    filled: Filled = []
    texts = [cell for _n, row in grid.rows for cell in row[1:]]
    numbers = iter(clean("number", texts).cells)
    for (number, row), label in zip(grid.rows, labels, strict=True):
        for column, cell in zip(grid.header[1:], row[1:], strict=True):
            text = next(numbers) or " ".join(cell.split())
            if text and text.casefold() not in MISSING and _number(text) != 0:
                filled.append((number, label, column, text))
    builder.read = len(filled)
    return filled


def _number(cell: str) -> float | str:
    """Give the number that a cell holds, or an empty text."""
    from ..sheet import number_of  # noqa: PLC0415

    value = number_of(cell.strip().replace(",", "."))
    return "" if value is None else value


def _value(cell: str) -> dict[str, str]:
    if _number(cell) != "":
        return {"weight": cell}
    return {} if cell.casefold() in _MARKS else {"role": cell}


def _drop_ones(builder: Builder) -> None:
    """Take the weights away if all are 1, since then they say nothing."""
    weights = [item.cells.get("weight", "") for item in builder.ties.values()]
    if weights and all(weight == "" or _number(weight) == 1 for weight in weights):
        for item in builder.ties.values():
            item.cells.pop("weight", None)


def _is_symmetric(builder: Builder, grid: Grid, filled: Filled) -> bool:
    values = {(row, column): cell for _n, row, column, cell in filled if row != column}
    order = {label: at for at, label in enumerate(grid.header[1:])}
    upper = [pair for pair in values if order[pair[0]] < order[pair[1]]]
    if values and len(upper) in {0, len(values)}:
        builder.faults.append(fault("one-triangle", builder.file))
        return True
    unequal = sorted(
        {
            (min(pair, key=order.__getitem__), max(pair, key=order.__getitem__))
            for pair, cell in values.items()
            if _number(cell) != _number(values.get((pair[1], pair[0]), "0"))
            or (_number(cell) == "" and cell != values.get((pair[1], pair[0])))
        },
        key=lambda pair: (order[pair[0]], order[pair[1]]),
    )
    if not unequal:
        return True
    tail, head = unequal[0]
    there, back = values.get((tail, head), "0"), values.get((head, tail), "0")
    row = next(n for n, cells in grid.rows if " ".join(cells[0].split()) == tail)
    builder.faults.append(
        fault("asymmetric", builder.file, row, head, there, tail=tail, head=head,
            other=back, count=len(unequal))
    )  # fmt: skip
    return False
