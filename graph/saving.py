"""A dataset as the files of a format."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from .faults import OutputError, UnknownNameError
from .formats import FORMATS, Format, read_raw
from .phrases import mark as _
from .phrases import phrase, quoted
from .tables import COLUMNS, RawTables

if TYPE_CHECKING:
    from .dataset import Dataset
    from .faults import LoadReport

FOLDER = "folder"


def written_formats() -> list[str]:
    """Give the names of the formats that are written."""
    return [name for name, row in FORMATS.items() if row.writes or row.several]


def format_of(path: Path, name: str | None = None) -> Format:
    """Give the format called `name`, else the one that the ending of `path` stands for.

    A path without ending is a folder. Raises UnknownNameError for an ending or a name of no
    format, and OutputError for a format that is only read.
    """
    if name is not None:
        if name not in FORMATS:
            known = ", ".join(written_formats())
            text = _("{name} is not a format that is written; known: {known}.")
            raise UnknownNameError(phrase(text, name=quoted(name), known=known))
        row = FORMATS[name]
    elif not path.suffix or path.is_dir():
        row = FORMATS[FOLDER]
    else:
        found = [row for row in FORMATS.values() if path.suffix.lower() in row.suffixes]
        if not found:
            known = ", ".join(
                suffix for name in written_formats() for suffix in FORMATS[name].suffixes
            )
            text = _("No format ends in {name}; give a folder, one of {known}, or --to.")
            raise UnknownNameError(phrase(text, name=quoted(path.suffix), known=known))
        row = next((row for row in found if row.name in written_formats()), found[0])
    if row.name not in written_formats():
        known = ", ".join(written_formats())
        text = _("The format {name} is only read; those written are {known}.")
        raise OutputError(phrase(text, name=quoted(row.name), known=known))
    return row


def files_of(data: Dataset, row: Format, place: Path) -> dict[str, bytes]:
    """Give the files of `data` in a format: one called as `place`, or those of that folder.

    A table without rows is written too where its file stands already, so that no row of what
    stood there is left.
    """
    if row.write_files is None:
        assert row.write is not None  # noqa: S101 - format_of gives only those
        return {place.name: row.write(data)}
    files = row.write_files(data)
    if row.name == FOLDER:
        for table, columns in COLUMNS.items():
            name = f"{table}.csv"
            if name not in files and (place / name).exists():
                files[name] = (",".join(columns) + "\n").encode()
    return files


def read_again(files: dict[str, bytes], row: Format, name: str) -> Dataset | LoadReport:
    """Read files that are not yet in their place, as whoever opens them later will.

    Raises OutputError where there is no room for them.
    """
    try:
        return _read_again(files, row, name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        text = _("“{path}” cannot be written: {reason}.")
        raise OutputError(phrase(text, path=next(iter(files)), reason=reason)) from error


def _read_again(files: dict[str, bytes], row: Format, name: str) -> Dataset | LoadReport:
    from .checks import check  # noqa: PLC0415

    folder = mkdtemp(prefix="alianza-")
    try:
        for file, content in files.items():
            (Path(folder) / file).write_bytes(content)
        if row.several:
            raw = read_raw(Path(folder))
        else:
            # A file may bear any ending; its format's own reader is asked if there is one.
            suffix = row.suffixes[0] if row.suffixes else Path(next(iter(files))).suffix
            place = (Path(folder) / next(iter(files))).rename(Path(folder) / f"{name}{suffix}")
            raw = read_raw(place)
        return check(raw) if isinstance(raw, RawTables) else raw
    finally:
        # What could not be removed is the system's to sweep; it spoils no output.
        with suppress(OSError):
            rmtree(folder, ignore_errors=True)
