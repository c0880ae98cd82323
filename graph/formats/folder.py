"""A dataset as a folder: ``actors.csv``, ``ties.csv``, ``sources.csv``, ``claims.csv``, metadata."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from ..tables import COLUMNS, RawTable, RawTables

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 200_000_000
MAX_CELL = 10_000_000
METADATA = "datapackage.json"


def read(path: Path, name: str) -> RawTables:
    """Read the tables that lie in the folder `path`; the missing ones are left to the checks."""
    faults: list[Fault] = []
    tables: dict[str, RawTable] = {}
    for table in COLUMNS:
        file = path / f"{table}.csv"
        if file.exists() or file.is_symlink():
            text = _text(file, path, faults)
            if text is not None:
                tables[table] = _table(file.name, text, faults)
    metadata: dict[str, Any] = {}
    file = path / METADATA
    if file.exists() or file.is_symlink():
        text = _text(file, path, faults)
        if text is not None:
            metadata = _metadata(text, faults)
    return RawTables(str(path), "folder", name, tables, metadata, METADATA, tuple(faults))


def _text(file: Path, folder: Path, faults: list[Fault]) -> str | None:
    """Give the text of `file`, or None with a fault that says why not."""
    if folder.resolve() not in file.resolve().parents:
        faults.append(fault("outside-folder", file.name))
        return None
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            faults.append(fault("too-large", file.name, size=size, limit=MAX_BYTES))
            return None
        data = file.read_bytes()
    except OSError as error:
        faults.append(fault("unreadable", file.name, reason=error.strerror or "?"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02x}"
        faults.append(fault("encoding", file.name, line, byte=byte, line=line))
        return None


def _table(file: str, text: str, faults: list[Fault]) -> RawTable:
    rows: list[tuple[int, tuple[str, ...]]] = []
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, tuple(cells)))
    except csv.Error as error:
        faults.append(fault("not-csv", file, number + 1, reason=str(error)))
    header = rows[0][1] if rows else ()
    return RawTable(file, header, tuple(rows[1:]))


def _metadata(text: str, faults: list[Fault]) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else Phrase(_("too deep"))
        faults.append(fault("not-json", METADATA, reason=reason))
        return {}
    if not isinstance(value, dict):
        faults.append(fault("not-json", METADATA, reason=Phrase(_("not an object"))))
        return {}
    return value
