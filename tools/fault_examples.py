"""An example of every fault: a file or folder of ``tests/faults`` by its code, or one made here."""

from __future__ import annotations

import json
import sys
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import openpyxl
from alianza.graph.faults import DataFaultsError
from alianza.graph.formats.limits import limited
from alianza.graph.importing import parse_maps, read_import, read_proposal
from alianza.graph.loading import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from alianza.graph.faults import Fault

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "faults"
TABLES = {
    "actors.csv": "id,label,kind\nquito,Quito,city\nlima,Lima,city\n",
    "ties.csv": "id,from,to,kind\nt1,quito,lima,agreement\n",
}


def _zip(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def _book(path: Path, **sheets: list[list[Any]]) -> Any:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return book


ROWS: list[list[Any]] = [["from", "to", "kind"], ["Quito", "Lima", "agreement"]]


def _missing(folder: Path) -> Path:
    return folder / "no-such-file.xlsx"


def _no_file(folder: Path) -> Path:
    _dataset(folder)
    (folder / "ties.csv").unlink()
    (folder / "ties.csv").mkdir()
    return folder


def _outside(folder: Path) -> Path:
    inner = folder / "outside-folder"
    inner.mkdir()
    (folder / "secret.csv").write_text(TABLES["ties.csv"])
    (inner / "actors.csv").write_text(TABLES["actors.csv"])
    (inner / "ties.csv").symlink_to(folder / "secret.csv")
    return inner


def _dataset(folder: Path) -> Path:
    for name, text in TABLES.items():
        (folder / name).write_text(text)
    return folder


def _bomb(folder: Path) -> Path:
    return _zip(folder / "inflated-ratio.zip", {"actors.csv": "x" * 20_000_000})


def _large(folder: Path) -> Path:
    return _zip(folder / "inflated.zip", {"actors.csv": "x" * 9_000})


def _unsafe(folder: Path) -> Path:
    return _zip(folder / "unsafe-archive.zip", {**TABLES, "../ties.csv": ""})


def _no_dataset(folder: Path) -> Path:
    return _zip(folder / "no-dataset-in-archive.zip", {"letter.txt.md": "Dear all"})


def _parquet(folder: Path) -> Path:
    path = folder / "needs-package.parquet"
    path.write_bytes(b"PAR1")
    return path


def _sheets(name: str, **sheets: list[list[Any]]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / f"{name}.xlsx"
        _book(path, **sheets)
        return path

    return make


def _merged(folder: Path) -> Path:
    path = folder / "merged-cells.xlsx"
    book = _book(path, ties=[*ROWS, ["Lima", "Cusco", "agreement"], ["", "Quito", "agreement"]])
    book["ties"].merge_cells("A3:A4")
    book.save(path)
    return path


def _error_cell(folder: Path) -> Path:
    path = folder / "error-cell.xlsx"
    book = _book(path, ties=[["from", "to", "kind", "note"], ["Quito", "Lima", "agreement", ""]])
    cell = book["ties"]["D2"]
    cell.value, cell.data_type = "#N/A", "e"
    book.save(path)
    return path


BUILT: dict[str, Callable[[Path], Path]] = {
    "no-such-file": _missing,
    "unreadable": _no_file,
    "outside-folder": _outside,
    "too-large": _dataset,
    "too-many": _dataset,
    "inflated": _large,
    "inflated-ratio": _bomb,
    "unsafe-archive": _unsafe,
    "no-dataset-in-archive": _no_dataset,
    "needs-package": _parquet,
    "no-table-sheets": _sheets("no-table-sheets", Letters=[["Dear", "all"], ["a", "b"]]),
    "same-sheet-twice": _sheets("same-sheet-twice", Edges=ROWS, Links=ROWS),
    "sheets-left-out": _sheets("sheets-left-out", ties=ROWS, Letters=[["Dear", "all"]]),
    "formula-without-value": _sheets(
        "formula-without-value", ties=[*ROWS, ["Lima", '="Cus"&"co"', "agreement"]]
    ),
    "error-cell": _error_cell,
    "rounded-number": _sheets(
        "rounded-number", ties=[*ROWS, [1234567890123456789, "Lima", "agreement"]]
    ),
    "merged-cells": _merged,
    "no-sheet": _sheets("no-sheet", ties=ROWS),
    "several-sheets": _sheets("several-sheets", ties=ROWS, more=ROWS),
}
"""What cannot lie in the repository as a file: bombs, links, workbooks, what is not there."""
LIMITED = {
    "too-large": {"input_bytes": 20},
    "too-many": {"actors": 1},
    "inflated": {"inflated_bytes": 1_000},
}
"""The limits that are lowered for an example, which would be large with the usual ones."""
IMPORTS: dict[str, dict[str, Any]] = {
    **json.loads((FOLDER / "imports.json").read_text("utf-8")),
    "no-sheet": {"layout": "dyads", "columns": "from=from,to=to", "sheet": "Members"},
    "several-sheets": {"layout": "dyads", "columns": "from=from,to=to"},
}
"""The layout, the map and the options of the examples that are for ``alianza import``."""


def codes_with_example() -> set[str]:
    """Give the codes for which there is an example."""
    return {path.stem for path in FOLDER.iterdir() if path.name != "imports.json"} | set(BUILT)


def place_of(code: str, folder: Path) -> Path:
    """Give the file or folder that has the fault `code`; what is made is made in `folder`."""
    if code in BUILT:
        return BUILT[code](folder)
    (path,) = (path for path in FOLDER.iterdir() if path.stem == code)
    return path


def faults_of(code: str, folder: Path) -> tuple[Fault, ...]:
    """Give all faults of the example of `code`, as `alianza` finds them."""
    path = place_of(code, folder)
    with ExitStack() as stack:
        stack.enter_context(limited(**LIMITED.get(code, {})))
        if code == "needs-package":
            stack.enter_context(mock.patch.dict(sys.modules, {"pyarrow": None}))
        if code not in IMPORTS:
            result = validate(path)
            return getattr(result, "report", result).faults  # type: ignore[no-any-return]
        options = dict(IMPORTS[code])
        layout = options.pop("layout")
        if layout is None:
            proposed = read_proposal(path)
            return (proposed[1] if isinstance(proposed, tuple) else proposed).faults
        try:
            text = options.pop("columns")
            columns = parse_maps([text], str(path)) if text else {}
        except DataFaultsError as error:
            return error.faults
        return read_import(path, layout, columns, **options).report.faults
