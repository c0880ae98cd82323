"""Writing files: each whole or not at all, and several of them together or none."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from errno import EISDIR
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ...graph.faults import OutputError
from ...graph.phrases import mark as _
from ...graph.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True)
class _Change:
    """A file on its way: `new` is written beside `place`, `old` keeps what stood there."""

    place: Path
    new: Path | None = None
    old: Path | None = None

    @property
    def done(self) -> bool:
        """Tell whether the new file stands in its place; true from the very call that puts it there."""
        return self.new is not None and not self.new.exists()


def write_files(folder: str | Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write `files`, by name, into `folder`, which is made if it is missing.

    Every file is first written whole under a temporary name beside its place; only when all
    of them stand, and no folder stands in the way, are they renamed into place one by one. Where
    that fails, what stood there before is put back, so that all files are old or all are new. A
    run that is killed leaves each file whole, the old or the new one, and perhaps temporary files.
    Gives the paths in the order of `files`. Raises OutputError.
    """
    target = place = Path(folder)
    changes: list[_Change] = []
    made: list[Path] = []
    try:
        _make_folder(target, made)
        for name, content in files.items():
            place = target / name
            change = _Change(place)
            changes.append(change)
            change.new = _beside(place, content)
        for change in changes:
            place = change.place
            if len(changes) > 1 and place.exists():
                change.old = _copy_beside(place)
        for change in changes:
            place = change.place
            os.replace(change.new or place, place)  # noqa: PTH105 - the tests make this call fail
    except BaseException as error:
        _put_back(changes, made)
        if not isinstance(error, OSError):
            raise
        reason = error.strerror or type(error).__name__
        raise OutputError(
            phrase(_("“{path}” cannot be written: {reason}."), path=str(place), reason=reason)
        ) from error
    finally:
        _sweep(changes)
    return [change.place for change in changes]


def write_file(path: str | Path, content: bytes) -> Path:
    """Write one file whole or not at all. Raises OutputError."""
    place = Path(path)
    return write_files(place.parent, {place.name: content})[0]


def _make_folder(folder: Path, made: list[Path]) -> None:
    """Make `folder` and what is missing above it; `made` gets what was made."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        made.append(path)


def _put_back(changes: list[_Change], made: list[Path]) -> None:
    """Undo what was done: the old files in their places, new ones and new folders gone."""
    for change in reversed(changes):
        if change.done:
            with contextlib.suppress(OSError):
                if change.old is None:
                    change.place.unlink()
                else:
                    change.old.replace(change.place)
        if change.new is not None:
            with contextlib.suppress(OSError):
                change.new.unlink(missing_ok=True)
    for folder in reversed(made):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _sweep(changes: list[_Change]) -> None:
    """Remove the temporary files."""
    for change in changes:
        for temporary in (change.new, change.old):
            if temporary is not None:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)


def _copy_beside(place: Path) -> Path:
    """Give a second name to the file at `place`, or a copy where the disk knows no second names."""
    for number in count(1):
        second = place.with_name(f".{place.name[:100]}.{number}.old")
        try:
            second.hardlink_to(place)
        except FileExistsError:
            continue
        except OSError:
            return _beside(place, place.read_bytes())
        return second
    raise AssertionError


def _beside(place: Path, content: bytes) -> Path:
    """Write `content` to a temporary file in the folder of `place` and give its path."""
    if place.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name[:100]}.", dir=place.parent)
    try:
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        mode = place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
