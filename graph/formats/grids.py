"""The text cells of any sheet: CSV and its kin, XLSX, ODS, XLS, Parquet, and what gzip packs."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from .csvtext import decode, parse_grid, read_text
from .limits import limits, size_within
from .sniffing import signature

if TYPE_CHECKING:
    from pathlib import Path

    from .sheets import Grid

TEXTS = (".csv", ".tsv", ".tab", ".txt")
_OLE, _ZIP, _GZIP, _PARQUET = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"PAR1",
)


def read_grid(path: Path, faults: list[Fault], sheet: str | None = None) -> Grid | None:
    """Give one sheet of the file at `path`; None with a fault that says why not.

    ``grid.rows`` is a tuple of (row number, cells), as a spreadsheet counts; rows without text
    are left out. Without `sheet` it is the first sheet that holds text; a name is compared
    without case and blanks around it. What is doubtful about the sheet's cells goes to `faults`.
    """
    grids = read_grids(path, faults)
    if not grids:
        return None
    if sheet is None:
        grid = next((grid for grid in grids if grid.rows), grids[0])
    else:
        wanted = sheet.strip().casefold()
        named = [grid for grid in grids if grid.sheet.strip().casefold() == wanted]
        if not named:
            names = ", ".join(grid.sheet for grid in grids)
            faults.append(fault("no-sheet", path.name, None, None, sheet, known=names))
            return None
        grid = named[0]
    faults.extend(grid.faults)
    return grid


def read_grids(path: Path, faults: list[Fault]) -> list[Grid]:
    """Give every sheet of the file at `path`, known by its first bytes, else by its ending.

    A text file is one sheet without a name. An empty list comes with a fault that says why.
    The faults of cells stand with each grid, for a sheet that is not used is no one's fault.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        faults.append(fault("unreadable", path.name, reason=reason))
        return []
    suffix = path.suffix.lower()
    if start.startswith(_GZIP):
        return _gzipped(path, faults)
    if start.startswith(_OLE) or suffix == ".xls":
        from .xls import read_sheets as read_xls  # noqa: PLC0415

        return read_xls(path, faults) if start.startswith(_OLE) else _mislabelled(path, faults)
    return _read(path, suffix, start, faults)


def _read(path: Path, suffix: str, start: bytes, faults: list[Fault]) -> list[Grid]:
    if suffix == ".parquet" or start.startswith(_PARQUET):
        from .parquet import read_sheets as read_parquet  # noqa: PLC0415

        return read_parquet(path, faults)
    if book_format(path) == "ods":
        from .opendocument import read_sheets as read_ods  # noqa: PLC0415

        return read_ods(path, faults)
    if start.startswith(_ZIP) or suffix in {".xlsx", ".xlsm"}:
        from .spreadsheetml import read_sheets as read_xlsx  # noqa: PLC0415

        return read_xlsx(path, faults)
    text = read_text(path, faults)
    return [] if text is None else [parse_grid(path.name, text, faults)]


def book_format(path: Path) -> str:
    """Give the name of the format of a workbook: by what it holds, else by its ending."""
    if path.suffix.lower() in {".ods", ".fods", ".ots"} or _is_opendocument(path):
        return "ods"
    return "xls" if path.suffix.lower() == ".xls" else "xlsx"


def _is_opendocument(path: Path) -> bool:
    """Tell whether the file at `path` is an OpenDocument workbook by what it holds."""
    names = signature(path).splitlines()
    return "content.xml" in names and not any(name.startswith("xl/") for name in names)


def _mislabelled(path: Path, faults: list[Fault]) -> list[Grid]:
    """Read what is called .xls and is none: many programs write tabbed text or XLSX so."""
    with path.open("rb") as file:
        if file.read(4) == _ZIP:
            from .spreadsheetml import read_sheets  # noqa: PLC0415

            return read_sheets(path, faults)
        file.seek(0)
        start = file.read(512).lstrip()
    if not start or start.startswith(b"<"):
        faults.append(fault("not-xls", path.name))
        return []
    text = read_text(path, faults)
    return [] if text is None else [parse_grid(path.name, text, faults)]


def _gzipped(path: Path, faults: list[Fault]) -> list[Grid]:
    data = unzipped(path, faults)
    text = None if data is None else decode(data, path.name, faults)
    return [] if text is None else [parse_grid(path.name, text, faults)]


def unzipped(path: Path, faults: list[Fault]) -> bytes | None:
    """Give what a file packed with gzip holds, within limits, or None with a fault."""
    size = size_within(path, faults)
    if size is None:
        return None
    data = path.read_bytes()
    pieces: list[bytes] = []
    length = 0
    try:
        while data:
            packer = zlib.decompressobj(wbits=31)
            while not packer.eof:
                piece = packer.decompress(data, 1 << 20)
                data = packer.unconsumed_tail
                if not piece and not data and not packer.eof:
                    raise zlib.error  # noqa: TRY301 - cut short is as broken as spoiled
                pieces.append(piece)
                length += len(piece)
                if length > limits().inflated_bytes:
                    limit = limits().inflated_bytes
                    faults.append(fault("inflated", path.name, size=length, limit=limit))
                    return None
                if length > limits().ratio_from and length > limits().ratio * size:
                    limit = limits().ratio
                    ratio = length // size
                    faults.append(fault("inflated-ratio", path.name, ratio=ratio, limit=limit))
                    return None
            data = packer.unused_data.lstrip(b"\0")
    except zlib.error:
        faults.append(fault("not-gzip", path.name))
        return None
    return b"".join(pieces)
