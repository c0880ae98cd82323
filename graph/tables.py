"""The tables of a dataset as they arrive: text cells, their rows numbered; and their columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .faults import Fault


@dataclass(frozen=True, slots=True)
class Column:
    """A column that alianza knows: ``type`` is text, id, list, date, number or code."""

    name: str
    type: str = "text"
    required: bool = False
    filled: bool = False


def _columns(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


COLUMNS: dict[str, dict[str, Column]] = {
    "actors": _columns(
        Column("id", "id", required=True, filled=True),
        Column("label"),
        Column("kind", "code", required=True, filled=True),
        Column("country", "code"),
        Column("area", "code"),
        Column("lat", "number"),
        Column("lon", "number"),
        Column("start", "date"),
        Column("end", "date"),
        Column("aliases", "list"),
        Column("wikidata"),
        Column("label_es"),
        Column("label_fr"),
        Column("label_pt"),
        Column("note"),
    ),
    "ties": _columns(
        Column("id", "id"),
        Column("from", "id", required=True, filled=True),
        Column("to", "id", required=True, filled=True),
        Column("kind", "code", required=True, filled=True),
        Column("role"),
        Column("instrument"),
        Column("theme"),
        Column("start", "date"),
        Column("end", "date"),
        Column("status", "code"),
        Column("weight", "number"),
        Column("sources", "list"),
        Column("note"),
    ),
    "sources": _columns(
        Column("id", "id", required=True, filled=True),
        Column("title", required=True, filled=True),
        Column("publisher"),
        Column("url"),
        Column("published", "date"),
        Column("retrieved", "date"),
        Column("language"),
        Column("note"),
    ),
    "claims": _columns(
        Column("subject", "id", required=True, filled=True),
        Column("field", "code", required=True, filled=True),
        Column("value", required=True),
        Column("source", "id", required=True, filled=True),
        Column("note"),
    ),
}
REQUIRED_TABLES = ("actors", "ties")
EXISTENCE = "existence"
"""The ``field`` of a claim about whether its subject exists at all."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it was read: header, and rows of text with their row numbers.

    ``added`` counts the columns at the header's end that the file itself does not have.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    header_row: int = 1
    added: int = 0


@dataclass(frozen=True, slots=True)
class RawTables:
    """All that a reader found: tables by name, metadata, and the faults of reading."""

    file: str
    format: str
    name: str
    tables: Mapping[str, RawTable]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    metadata_file: str = ""
    faults: tuple[Fault, ...] = ()


def split_list(cell: str) -> list[str]:
    """Split the cell of a list column at its semicolons; blanks around items do not count."""
    return [item.strip() for item in cell.split(";") if item.strip()]
