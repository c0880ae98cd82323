"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import codecs
import re
import zipfile
from typing import TYPE_CHECKING

from ..phrases import Phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 16_384
MEMBERS = 100

# Longer beginnings go before those that they begin with.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", _("a PDF document")),
    (b"\x89PNG", _("a picture (PNG)")),
    (b"\xff\xd8\xff", _("a picture (JPEG)")),
    (b"GIF8", _("a picture (GIF)")),
    (b"\x1f\x8b", _("a file packed with gzip")),
    (b"BZh", _("a file packed with bzip2")),
    (b"\xfd7zXZ", _("a file packed with xz")),
    (b"7z\xbc\xaf", _("an archive (7z)")),
    (b"Rar!", _("an archive (RAR)")),
    (b"SQLite format 3\0", _("a database (SQLite)")),
    (b"\x89HDF", _("a file of arrays (HDF5)")),
    (b"PAR1", _("a table in Parquet")),
    (b"RDX", _("data saved by R")),
    (b"\xd0\xcf\x11\xe0", _("a document of an old Office program")),
    (b"\x7fELF", _("a program")),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05]")
_ZIPPED: tuple[tuple[str, str], ...] = (
    ("word/", _("a text document (DOCX)")),
    ("ppt/", _("a presentation (PPTX)")),
    ("xl/", _("a workbook (XLSX)")),
    ("content.xml", _("an OpenDocument file")),
)
_PACKED = (".gz", ".ods", ".parquet", ".xls", ".xlsm", ".xlsx", ".zip")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PROLOG = re.compile(r"\s+|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<![^>\[]*(?:\[[^\]]*\]\s*)?>")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")


def signature(path: Path) -> str:
    """Give what tells the format of a file: its text's beginning, ``<root``, ``parquet:``, ``zip:`` and names.

    Of XML only the first tag is given, without what stands before it; of an archive the names of
    its members, one a line. A file that holds no text gives ``""``.
    """
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04"):
        return "zip:" + "\n".join(_members(path))
    if head.startswith(b"PAR1"):
        return "parquet:"
    if other_type(head) is not None:
        return ""
    codec = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    if codec is None and b"\0" in head:
        codec = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    text = head.decode(codec or "utf-8", "replace").removeprefix("\ufeff").lstrip()
    if not text.startswith("<"):
        return text
    place = 0
    while found := _PROLOG.match(text, place):
        place = found.end()
    root = _ROOT.match(text, place)
    return f"<{root[1]}" if root else "<"


def other_type(head: bytes) -> Phrase | None:
    """Give what a file seems to be that begins with `head`, or None where it may be text."""
    if _PICKLE.match(head):
        return Phrase(_("objects saved by Python (pickle), which can do harm"))
    what = next((what for magic, what in _MAGIC if head.startswith(magic)), None)
    return Phrase(what) if what else None


def unreadable(path: Path, *, known: bool) -> Phrase | None:
    """Give what the file at `path` seems to be if nothing in alianza reads that, else None.

    With an ending that is `known` and goes with what the file is, its reader may look for itself.
    """
    if not path.is_file():
        return None
    if known and path.suffix.lower() in _PACKED:
        return None
    with path.open("rb") as file:
        head = file.read(64)
    if not head.startswith(b"PK\x03\x04"):
        return other_type(head)
    names = _members(path)
    for beginning, what in _ZIPPED:
        if any(name.startswith(beginning) for name in names):
            return Phrase(what)
    return Phrase(_("an archive (ZIP)"))


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()[:MEMBERS]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []
