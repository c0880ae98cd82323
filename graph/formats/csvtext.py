"""Text files as people hold them: any common encoding, any common delimiter, limits."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..cells import bared
from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from ..tables import COLUMNS, RawTable
from .limits import limits, size_within
from .sheets import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SAMPLE = 65_536
LINES = 20
DELIMITERS = (",", ";", "\t", "|")

# The longer marks first: that of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_SEP = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_COMMA_NUMBER = re.compile(r"[+-]?\d+(?:[\u00a0\u202f ]\d{3})*(?:,\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3},\d{3}", re.ASCII)
_SPACES = re.compile(r"[\u00a0\u202f ]")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table out of a text file, and the delimiter that stood between its cells."""

    table: RawTable
    delimiter: str


def read_text(path: Path, faults: list[Fault], name: str = "") -> str | None:
    """Give the text of the file at `path`, or None with a fault that says why not.

    `name` is what faults call the file. UTF-8 needs no mark; UTF-16 and UTF-32 are known by
    their mark or by their NUL bytes; other text is read as Windows-1252 with a warning.
    """
    name = name or path.name
    try:
        if size_within(path, faults, name) is None:
            return None
        if not path.is_file():
            reason = Phrase(_("it is no file"))
            faults.append(fault("unreadable", name, reason=reason))
            return None
        data = path.read_bytes()
    except OSError as error:
        faults.append(fault("unreadable", name, reason=error.strerror or type(error).__name__))
        return None
    return decode(data, name, faults)


def decode(data: bytes, file: str, faults: list[Fault]) -> str | None:
    """Give the text that `data` spells, or None with a fault at the first bad byte.

    >>> decode("Ákos".encode(), "x.csv", [])
    'Ákos'
    """
    if data.startswith(_MAGIC):
        faults.append(_no_text(data, 0, file))
        return None
    for mark, _label, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(data, codec, file, faults)
    if b"\0" in data[:SAMPLE]:
        guess = _unmarked_utf16(data[:SAMPLE])
        if guess:
            unmarked = _decoded(data, guess, file, faults)
            if unmarked is not None:
                faults.append(fault("guessed-encoding", file, 1, encoding="UTF-16", line=1))
            return unmarked
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error.start + 3 * data.startswith(codecs.BOM_UTF8)
    return _decoded_8_bit(data, bad, file, faults)


def _decoded(data: bytes, codec: str, file: str, faults: list[Fault]) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        faults.append(_no_text(data, error.start, file))
        return None


def _decoded_8_bit(data: bytes, bad: int, file: str, faults: list[Fault]) -> str | None:
    """Read text that is not UTF-8 from byte `bad` on, unless it is UTF-8 with damage."""
    control = _CONTROLS.search(data)
    if control:
        faults.append(_no_text(data, control.start(), file))
        return None
    line = data.count(b"\n", 0, bad) + 1
    escaped = data.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= letter <= "\udcff" for letter in escaped)
    whole = sum(letter > "\x7f" for letter in escaped) - broken
    # Windows-1252 hardly ever spells a letter of UTF-8 by chance: such a file was cut or mixed.
    if data.startswith(codecs.BOM_UTF8) or whole >= broken:
        faults.append(fault("encoding", file, line, byte=f"0x{data[bad]:02x}", line=line))
        return None
    try:
        text, encoding = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "ISO 8859-1"
    faults.append(fault("guessed-encoding", file, line, encoding=encoding, line=line))
    return text


def _no_text(data: bytes, start: int, file: str) -> Fault:
    line = data.count(b"\n", 0, start) + 1
    byte = f"0x{data[min(start, len(data) - 1)]:02x}"
    return fault("not-text", file, line, byte=byte, line=line)


def _unmarked_utf16(sample: bytes) -> str | None:
    """Give the codec if nearly every second byte is NUL, as in UTF-16 without a mark."""
    half = len(sample) // 2
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if high > 0.6 * half and low < 0.1 * half:
        return "utf-16-le"
    if low > 0.6 * half and high < 0.1 * half:
        return "utf-16-be"
    return None


def parse_table(file: str, text: str, faults: list[Fault]) -> TextTable:
    """Split `text` into a header and rows, numbered as a spreadsheet numbers them.

    A first line ``sep=;`` names the delimiter; else the header decides. The header is the
    first row that holds text. Rows shorter than the header are filled up, with a warning.
    """
    delimiter, skip = _parted(text)
    header: tuple[str, ...] = ()
    header_row = 0
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in _all_records(file, text, delimiter, skip, faults):
        if header:
            rows.append((number, cells))
        elif any(cell.strip() for cell in cells):
            header, header_row = cells, number
            if too_wide(file, number, header, faults):
                return TextTable(RawTable(file, (), ()), delimiter)
    say_short(file, header, rows, faults)
    return TextTable(RawTable(file, header, tuple(rows), header_row or 1), delimiter)


def parse_grid(file: str, text: str, faults: list[Fault]) -> Grid:
    """Split `text` into rows of cells, numbered as a spreadsheet numbers them, without a header."""
    delimiter, skip = _parted(text)
    rows = _all_records(file, text, delimiter, skip, faults)
    kept = tuple((number, cells) for number, cells in rows if any(cells))
    return Grid(file, "", kept, delimiter)


def _parted(text: str) -> tuple[str, bool]:
    """Give the delimiter, and whether a first line ``sep=;`` names it."""
    declared = _SEP.match(text)
    return (declared[1], True) if declared else (_delimiter(text[:SAMPLE]), False)


def _all_records(
    file: str, text: str, delimiter: str, skip: bool, faults: list[Fault]
) -> list[tuple[int, tuple[str, ...]]]:
    """Give the records up to where a limit is passed or the text cannot be split."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    number, count = 1, 0
    try:
        for number, cells in _records(text, delimiter, skip=skip):
            count += len(cells)
            for got, limit, what in (
                (len(rows), limits().rows, _("rows")),
                (count, limits().cells, _("cells")),
            ):
                if got > limit:
                    faults.append(fault("too-many", file, number, limit=limit, what=Phrase(what)))
                    return rows
            rows.append((number, tuple(cells)))
    except csv.Error as error:
        faults.append(fault("not-csv", file, number + 1, reason=str(error)))
    return _bared(file, rows, faults) if "'" in text else rows


def _bared(
    file: str, rows: list[tuple[int, tuple[str, ...]]], faults: list[Fault]
) -> list[tuple[int, tuple[str, ...]]]:
    """Take off the apostrophes that keep text from being a formula, and say so."""
    bare = [
        (number, tuple(map(bared, cells)) if any(c.startswith("'") for c in cells) else cells)
        for number, cells in rows
    ]
    changed = [
        (number, sum(old != new for old, new in zip(before, after, strict=True)))
        for (number, before), (_n, after) in zip(rows, bare, strict=True)
        if before is not after and before != after
    ]
    if changed:
        count = sum(more for _number, more in changed)
        faults.append(fault("guarded-cells", file, changed[0][0], count=count))
    return bare


def too_wide(file: str, row: int, header: tuple[str, ...], faults: list[Fault]) -> bool:
    """Tell whether a header has more columns than a table may have, with a fault if so."""
    limit = limits().table_columns
    if len(header) > limit:
        faults.append(fault("too-many", file, row, limit=limit, what=Phrase(_("columns"))))
    return len(header) > limit


def say_short(
    file: str,
    header: tuple[str, ...],
    rows: Iterable[tuple[int, tuple[str, ...]]],
    faults: list[Fault],
) -> None:
    """Say that rows have fewer cells than the header."""
    short = [at for at, cells in rows if 0 < len(cells) < len(header) and any(cells)]
    if short:
        faults.append(fault("short-row", file, short[0], count=len(short), expected=len(header)))


def _records(text: str, delimiter: str, *, skip: bool = False) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(limits().cell)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, cells in enumerate(reader, start=1):
        if not (skip and number == 1):
            yield number, cells


def _delimiter(sample: str) -> str:
    """Give the delimiter that splits the header into most cells, else the comma."""
    counts = {}
    for delimiter in DELIMITERS:
        counts[delimiter] = 0
        try:
            for _number, cells in _records(sample, delimiter):
                if any(letter.isalnum() for cell in cells for letter in cell):
                    counts[delimiter] = sum(bool(cell.strip()) for cell in cells)
                    break
        except csv.Error:
            continue
    best = max(DELIMITERS, key=lambda delimiter: counts[delimiter])
    return best if counts[best] > 1 else _delimiter_below(sample)


def _delimiter_below(sample: str) -> str:
    """Give the delimiter that splits most of the lines below a title, else the comma."""
    lines = sample.splitlines()[:LINES]
    counts = {
        delimiter: sorted((line.count(delimiter) for line in lines), reverse=True)
        for delimiter in DELIMITERS
    }
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter][len(lines) // 2 :][:1])


def point_decimals(name: str, found: TextTable, faults: list[Fault]) -> RawTable:
    """Give the table `name` with ``19,43`` as ``19.43`` in its columns of numbers, and say so.

    Only where no comma parts the cells, no number of the table has a decimal point, and the
    commas cannot all be those of thousands; other commas are left for the checks to refuse.
    """
    table = found.table
    header = [text.strip() for text in table.header]
    places = [at for at, text in enumerate(header) if _is_number(name, text)]
    cells = [row[at].strip() for _n, row in table.rows for at in places if at < len(row)]
    commas = [cell for cell in cells if _COMMA_NUMBER.fullmatch(cell) and _foreign(cell)]
    if (
        found.delimiter == ","
        or not commas
        or any("." in cell for cell in cells)
        or all(_THOUSANDS.fullmatch(cell) for cell in commas)
    ):
        return table
    faults.append(fault("decimal-commas", table.file, count=len(commas)))
    wanted = set(places)
    return replace(
        table,
        rows=tuple(
            (n, tuple(_pointed(cell) if at in wanted else cell for at, cell in enumerate(row)))
            for n, row in table.rows
        ),
    )


def _is_number(name: str, column: str) -> bool:
    known = COLUMNS[name].get(column)
    return known is not None and known.type == "number"


def _foreign(cell: str) -> bool:
    return "," in cell or bool(_SPACES.search(cell))


def _pointed(cell: str) -> str:
    text = cell.strip()
    if not _COMMA_NUMBER.fullmatch(text) or not _foreign(text):
        return cell
    return _SPACES.sub("", text).replace(",", ".")
