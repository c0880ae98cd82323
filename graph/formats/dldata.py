"""The data of a DL file: matrices as streams of values, lists line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from .limits import limits
from .pajek import unquoted
from .relations import Relation, is_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'(?=[\s,;]|$)|([^\s,;]+)')
_MISSING = {".", "na"}
Token = tuple[int, str]


@dataclass(slots=True)
class Data:
    """What the data of a file hold, and what its head said of them.

    ``relations`` is how many there are, ``found`` what was read of each; ``loops`` counts values
    on diagonals, ``line`` is where the data begin.
    """

    file: str
    faults: list[Fault]
    format: str
    two_mode: bool
    rows: int | None
    columns: int | None
    diagonal: bool = True
    relations: int = 1
    names: list[str] = field(default_factory=list)
    row_labels: list[str] = field(default_factory=list)
    column_labels: list[str] = field(default_factory=list)
    rows_embedded: bool = False
    columns_embedded: bool = False
    found: list[Relation] = field(default_factory=list)
    loops: int = 0
    line: int = 1

    def bad_line(self, row: int, text: str, expected: str) -> None:
        """Refuse a line."""
        expectation = Phrase(expected)
        self.faults.append(fault("bad-line", self.file, row, None, text[:60], expected=expectation))

    def relation(self, at: int) -> Relation:
        """Give the relation with the number `at`, the first being 0."""
        while len(self.found) <= at:
            number = len(self.found)
            several = self.relations > 1
            name = f"matrix {number + 1}" if several else ""
            self.found.append(Relation(self.names[number] if number < len(self.names) else name))
        return self.found[at]


def read_data(data: Data, text: str, line: int) -> None:
    """Read what follows ``data:``, which begins on the line with the number `line`."""
    data.line = line
    if data.format in {"fullmatrix", "lowerhalf", "upperhalf"}:
        _read_matrices(data, text, line)
    else:
        _read_lists(data, text, line)


def _tokens(line: str) -> list[str]:
    return [unquoted(double or single or bare) for double, single, bare in _TOKEN.findall(line)]


def _stream(text: str, line: int) -> Iterator[Token]:
    for number, part in enumerate(text.split("\n"), start=line):
        for token in _tokens(part):
            yield number, token


def _read_matrices(data: Data, text: str, line: int) -> None:
    if data.rows is None or data.columns is None:
        data.bad_line(line, "", _("“n=” and the number of actors"))
        return
    tokens = list(_stream(text, line))
    widths = [len(columns) for columns in _places(data)]
    size = sum(widths) + (data.columns if data.columns_embedded else 0)
    size += data.rows if data.rows_embedded else 0
    if len(tokens) != size * data.relations:
        expected = size * data.relations
        data.faults.append(
            fault("matrix-size", data.file, line, expected=expected, got=len(tokens))
        )
        return
    for number in range(data.relations):
        _read_matrix(data, number, tokens[number * size : (number + 1) * size])


def _places(data: Data) -> list[range]:
    """Give the columns for which each row has values."""
    rows, columns = data.rows or 0, data.columns or 0
    skip = 0 if data.diagonal else 1
    if data.format == "lowerhalf":
        return [range(row + 1 - skip) for row in range(rows)]
    if data.format == "upperhalf":
        return [range(row + skip, columns) for row in range(rows)]
    if skip and not data.two_mode:
        return [range(columns - 1) for _row in range(rows)]
    return [range(columns) for _row in range(rows)]


def _read_matrix(data: Data, number: int, tokens: list[Token]) -> None:
    place = 0
    if data.columns_embedded:
        place = data.columns or 0
        data.column_labels = [label for _line, label in tokens[:place]]
    places = _places(data)
    labels: list[str] = []
    rows: list[list[Token]] = []
    for columns in places:
        if data.rows_embedded:
            labels.append(tokens[place][1])
            place += 1
        rows.append(tokens[place : place + len(columns)])
        place += len(columns)
    data.row_labels = labels or data.row_labels or (data.column_labels if not data.two_mode else [])
    _name_sides(data)
    relation = data.relation(number)
    relation.directed = None if data.format == "fullmatrix" else False
    for at, (columns, values) in enumerate(zip(places, rows, strict=True)):
        for column, (line, value) in zip(columns, values, strict=True):
            # Without its diagonal, a full matrix has gaps where the rows meet themselves.
            shifted = data.format == "fullmatrix" and not data.diagonal and not data.two_mode
            _add(data, relation, line, at, column + (shifted and column >= at), value)


def _name_sides(data: Data) -> None:
    """Give labels to the sides that have none, and find those too few to be refused."""
    rows, columns = data.rows or 0, data.columns or 0
    if not data.row_labels:
        data.row_labels = _numbered(rows, "row" if data.two_mode else "")
    if not data.column_labels:
        data.column_labels = _numbered(columns, "column") if data.two_mode else data.row_labels
    folded = [
        [label.casefold() for label in labels] for labels in (data.row_labels, data.column_labels)
    ]
    if not data.two_mode and folded[0] == folded[1]:
        # UCINET makes no difference between large and small letters.
        data.column_labels = data.row_labels
    for labels, count in ((data.row_labels, rows), (data.column_labels, columns)):
        if count and len(labels) != count:
            data.bad_line(data.line, str(len(labels)), _("a label for each row and column"))
            labels.extend(_numbered(count, "#")[len(labels) :])


def _numbered(count: int, side: str) -> list[str]:
    return [f"{side} {number}".strip() for number in range(1, count + 1)]


def _add(data: Data, relation: Relation, line: int, row: int, column: int, value: str) -> None:
    if value.casefold() in _MISSING:
        return
    if not is_number(value):
        data.bad_line(line, value, _("a number"))
    elif float(value) != 0:
        tail, head = data.row_labels[row], data.column_labels[column]
        if row == column and not data.two_mode:
            data.loops += 1
        else:
            relation.cells.append((line, tail, head, value))


def _read_lists(data: Data, text: str, line: int) -> None:
    """Read lists of edges or of neighbours; a line ``!`` begins the next relation."""
    nodes = data.format.startswith("nodelist")
    embedded = data.rows_embedded or data.columns_embedded
    if not embedded and (data.rows is not None or data.row_labels):
        data.rows = data.rows if data.rows is not None else len(data.row_labels)
        data.columns = data.columns if data.columns is not None else len(data.column_labels)
        _name_sides(data)
    sides = _Sides(data, embedded=embedded)
    number = count = 0
    for row, part in enumerate(text.split("\n"), start=line):
        tokens = _tokens(part)
        if tokens == ["!"]:
            number += 1
            continue
        if not tokens:
            continue
        tail, *rest = tokens
        if nodes:
            cells = [(head, "") for head in rest]
            sides.name("row", tail)
            relations = [number] * len(cells)
        elif rest and all(map(is_number, rest[1:])) and len(rest) - 1 <= max(1, data.relations):
            values = rest[1:] or [""]
            cells = [(rest[0], value) for value in values]
            relations = [number + at for at in range(len(values))]
        else:
            data.bad_line(row, part.strip(), _("two actors, and a value if wanted"))
            continue
        for at, (head, value) in zip(relations, cells, strict=True):
            if not value or float(value) != 0 or len(cells) == 1:
                ends = sides.name("row", tail), sides.name("column", head)
                data.relation(at).cells.append((row, *ends, value))
        count += len(cells)
        if count > limits().ties:
            what = Phrase(_("ties"))
            data.faults.append(fault("too-many", data.file, row, what=what, limit=limits().ties))
            return


class _Sides:
    """The labels of the two sides of a list: found by number, by label, or as they come."""

    def __init__(self, data: Data, *, embedded: bool) -> None:
        self.embedded = embedded or not (data.row_labels or data.column_labels)
        same = not data.two_mode
        if same:
            data.column_labels = data.row_labels
        self.labels = {"row": data.row_labels, "column": data.column_labels}
        rows = set(data.row_labels)
        self.known = {"row": rows, "column": rows if same else set(data.column_labels)}

    def name(self, side: str, token: str) -> str:
        """Give the label that `token` means on a side; the checks find one that is no actor's."""
        labels, known = self.labels[side], self.known[side]
        if not self.embedded:
            if token.isascii() and token.isdecimal() and 0 < int(token[:9]) <= len(labels):
                return labels[int(token) - 1]
            return token if token in known else f"#{token}"
        if token not in known:
            known.add(token)
            labels.append(token)
        return token
