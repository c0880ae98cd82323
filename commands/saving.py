"""How commands write datasets: whole, and never over what they read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .common import language_of, note

if TYPE_CHECKING:
    from ..graph.dataset import Dataset
    from ..graph.formats import Format


def refuse_input(source: str, output: str) -> None:
    """Raise OutputError if `output` is what is read, lies in it or holds it."""
    from ..graph.faults import OutputError
    from ..graph.formats import builtin_datasets
    from ..graph.phrases import mark as _
    from ..graph.phrases import phrase

    try:
        read = builtin_datasets().get(source, Path(source)).resolve()
        written = Path(output).resolve()
    except (OSError, RuntimeError, ValueError):
        # A loop of links, or no path at all: what reads or writes it says so.
        return
    if read == written or (read.is_dir() and read in written.parents):
        text = _("“{path}” is what is read; give another place with -o.")
        raise OutputError(phrase(text, path=output))


def save(
    data: Dataset,
    output: str,
    row: Format,
    lang: str,
    more: dict[str, bytes] | None = None,
) -> list[Path]:
    """Write `data`, and `more` files with it, and say what the format could not hold.

    `more` goes into the folder, or beside the file with the file's name before theirs.
    """
    from ..graph.losses import losses
    from ..graph.saving import files_of, read_again
    from ..reports.writers.output import write_files

    place = Path(output)
    files = files_of(data, row, place)
    lost = losses(data, read_again(files, row, data.name))
    folder = place if row.several else place.parent
    for name, content in (more or {}).items():
        files[name if row.several else f"{place.stem}-{name}"] = content
    written = write_files(folder, files)
    language = language_of(lang)
    for said in lost:
        note(language.text(said))
    return written
