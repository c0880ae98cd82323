"""A dataset as a folder: ``actors.csv``, ``ties.csv``, ``sources.csv``, ``claims.csv``, metadata."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from ..tables import COLUMNS, RawTable, RawTables
from .csvtext import parse_table, point_decimals, read_text

if TYPE_CHECKING:
    from pathlib import Path

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
                found = parse_table(file.name, text, faults)
                tables[table] = point_decimals(table, found, faults)
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
    return read_text(file, faults)


def _metadata(text: str, faults: list[Fault]) -> dict[str, Any]:
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # refuses halves of characters
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else Phrase(_("too deep"))
        faults.append(fault("not-json", METADATA, reason=reason))
        return {}
    if not isinstance(value, dict):
        faults.append(fault("not-json", METADATA, reason=Phrase(_("not an object"))))
        return {}
    return value
