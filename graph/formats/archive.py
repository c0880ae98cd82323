"""Zip archives within limits: looked over before anything is unpacked, and never to disk."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from .limits import limits, size_within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_END = b"PK\x05\x06"
_TAIL = 22 + 65_535
_LONGEST_ENTRY = 1_000
_UNSAID = 0xFFFF
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    LookupError,
    struct.error,
    OverflowError,
)
"""What the standard library raises on archives that are damaged."""


@contextmanager
def open_archive(path: Path, faults: list[Fault], code: str) -> Iterator[zipfile.ZipFile | None]:
    """Open the archive at `path` if it keeps the limits, else give None with a fault.

    `code` is the fault of a file that is no archive. Members that lie outside the archive's own
    folder, links, encrypted ones and two of one name are refused before any is read.
    """
    archive = _opened(path, faults, code)
    try:
        yield archive
    finally:
        if archive is not None:
            archive.close()


def _opened(path: Path, faults: list[Fault], code: str) -> zipfile.ZipFile | None:
    size = size_within(path, faults)
    if size is None:
        return None
    try:
        count = _entries(path, size)
        if count > limits().members:
            what = Phrase(_("files in the archive"))
            faults.append(fault("too-many", path.name, limit=limits().members, what=what))
            return None
        archive = zipfile.ZipFile(path)
    except BROKEN:
        faults.append(fault(code, path.name))
        return None
    problem = _problem(archive, path.name, size)
    if problem is not None:
        archive.close()
        faults.append(problem)
        return None
    return archive


def _entries(path: Path, size: int) -> int:
    """Estimate from its last bytes how many members an archive lists, without listing them."""
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or at + 16 > len(tail):
        raise zipfile.BadZipFile
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    # The numbers are what the file claims; the directory's length bounds what can be in it.
    length = min(length, size)
    if count == _UNSAID or length > limits().members * _LONGEST_ENTRY:
        return int(max(count, length // 46))
    return int(count)


def _problem(archive: zipfile.ZipFile, file: str, size: int) -> Fault | None:
    """Give what is wrong with an archive as a whole, or with one of its members."""
    members = archive.infolist()
    if len(members) > limits().members:
        what = Phrase(_("files in the archive"))
        return fault("too-many", file, limit=limits().members, what=what)
    inflated = sum(member.file_size for member in members)
    if inflated > limits().inflated_bytes:
        return fault("inflated", file, size=inflated, limit=limits().inflated_bytes)
    if inflated > limits().ratio_from and inflated > limits().ratio * size:
        return fault("inflated-ratio", file, ratio=inflated // size, limit=limits().ratio)
    seen: set[str] = set()
    for member in members:
        reason = _reason(member, seen)
        if reason:
            return fault("unsafe-archive", file, None, None, member.filename, reason=Phrase(reason))
        seen.add(member.filename)
    return None


def _reason(member: zipfile.ZipInfo, seen: set[str]) -> str:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0] or "\0" in member.orig_filename:
        return _("its name leads out of the archive")
    if stat.S_ISLNK(member.external_attr >> 16):
        return _("it is a link")
    if member.flag_bits & 1:
        return _("it is encrypted")
    if name in seen:
        return _("its name stands twice")
    return ""


def blocks(stream: IO[bytes], size: int = 1 << 16) -> Iterator[bytes]:
    """Give what is left of a stream, some bytes at a time."""
    while block := stream.read(size):
        yield block


def packed(files: dict[str, bytes]) -> bytes:
    """Give `files` as an archive that is the same bytes each time: no clock, no owner."""
    import io  # noqa: PLC0415

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return buffer.getvalue()
