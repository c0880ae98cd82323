"""Large files read by columns, without an object a tie: only what is clean, the same datasets.

Whatever is doubtful about a file is left to the readers in `alianza.graph.formats`, which say
what is wrong and where; so a file that is read here gives the dataset that they would give.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..notices import tell
from ..phrases import mark as _
from ..phrases import phrase

if TYPE_CHECKING:
    from ..dataset import Dataset

# Bytes from which a file is read by columns: below, the readers are as quick.
FROM = 400_000
TEXTS = (".csv", ".tsv", ".tab", ".txt")


def read_large(source: str | Path) -> Dataset | None:
    """Give the dataset of a large and clean file or folder; None for all others."""
    path = Path(source)
    try:
        files = _files(path)
        if sum(file.stat().st_size for file in files) < FROM:
            return None
        found = _read(path)
    except (OSError, ValueError, OverflowError):
        # What cannot be read is for the readers to say.
        return None
    if found is not None:
        tell(phrase(_("{file}: read by columns."), file=path.name))
    return found


def _files(path: Path) -> list[Path]:
    if "\0" in str(path) or not path.exists():
        return []
    if path.is_file():
        return [path]
    return [path / name for name in _names(path)]


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.is_file())


def _read(path: Path) -> Dataset | None:
    ending = path.suffix.lower()
    if path.is_dir():
        from .folder import read_folder  # noqa: PLC0415

        return read_folder(path)
    if ending in TEXTS or ending == ".parquet":
        from .edges import read_edges  # noqa: PLC0415

        return read_edges(path, "parquet" if ending == ".parquet" else "csv")
    if ending == ".graphml":
        from .graphml import read_graphml  # noqa: PLC0415

        return read_graphml(path)
    return None
