"""Writing files: each whole or not at all, and several of them together."""

from __future__ import annotations

import contextlib
import os
import tempfile
from errno import EISDIR
from pathlib import Path
from typing import TYPE_CHECKING

from ...graph.faults import OutputError
from ...graph.phrases import mark as _
from ...graph.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping


def write_files(folder: str | Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write `files`, by name, into `folder`, which is made if it is missing.

    Every file is first written whole under a temporary name beside its place; only when all
    of them stand, and no folder stands in the way, are they renamed into place one by one, so
    that a full disk or a broken run leaves the old files as they were. Gives the paths in the order of `files`. Raises OutputError.
    """
    target = place = Path(folder)
    waiting: list[tuple[Path, Path]] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            place = target / name
            if place.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            waiting.append((_beside(place, content), place))
        for temporary, place in waiting:
            temporary.replace(place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(
            phrase(_("“{path}” cannot be written: {reason}."), path=str(place), reason=reason)
        ) from error
    finally:
        for temporary, _place in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    return [place for _temporary, place in waiting]


def write_file(path: str | Path, content: bytes) -> Path:
    """Write one file whole or not at all. Raises OutputError."""
    place = Path(path)
    return write_files(place.parent, {place.name: content})[0]


def _beside(place: Path, content: bytes) -> Path:
    """Write `content` to a temporary file in the folder of `place` and give its path."""
    descriptor, name = tempfile.mkstemp(prefix=f".{place.name[:100]}.", dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
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
