"""The formats that alianza reads: a row each in `FORMATS`, a module each beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import Count, LoadReport, fault
from ..phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..dataset import Dataset
    from ..faults import Fault
    from ..tables import RawTables

    Reader = Callable[[Path, str], RawTables]
    Writer = Callable[[Dataset], bytes]
    FilesWriter = Callable[[Dataset], dict[str, bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """A layout of files: its name, what it is, and how to tell and read it.

    ``module`` is loaded when the format is used and has ``read(path, name) -> RawTables`` and,
    if the format is written too, ``write(dataset) -> bytes``, or, if it is ``several`` files,
    ``write_files(dataset) -> dict[str, bytes]``, by name.
    """

    name: str
    label: str
    module: str
    suffixes: tuple[str, ...]
    writes: bool = False
    several: bool = False

    @property
    def read(self) -> Reader:
        """Give the reader."""
        reader: Reader = import_module(self.module, __package__).read
        return reader

    @property
    def write(self) -> Writer | None:
        """Give the writer, which makes the bytes of a file, or None for what is only read."""
        if not self.writes:
            return None
        writer: Writer = import_module(self.module, __package__).write
        return writer

    @property
    def write_files(self) -> FilesWriter | None:
        """Give the writer, which makes the files of a folder by name, or None for other formats."""
        if not self.several:
            return None
        writer: FilesWriter = import_module(self.module, __package__).write_files
        return writer


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("folder", _("folder with actors.csv, ties.csv, …"), ".folder", (), several=True),
        Format(
            "csv",
            _("table of ties or of actors, or a folder with both (Gephi, Kumu, NodeXL, Onodo)"),
            ".edgelist",
            (".csv", ".tsv", ".tab", ".txt", ".gz"),
            writes=True,
        ),
        Format("gexf", _("GEXF, the format of Gephi"), ".gexf", (".gexf",), writes=True),
        Format("graphml", _("GraphML"), ".graphml", (".graphml",), writes=True),
        Format("pajek", _("network of Pajek"), ".pajek", (".net", ".paj"), writes=True),
        Format(
            "parquet", _("Parquet: a table, or a folder"), ".parquet", (".parquet",), several=True
        ),
        Format(
            "xlsx", _("workbook with a sheet a table"), ".workbook", (".xlsx", ".xlsm"), writes=True
        ),
        Format("ods", _("OpenDocument workbook"), ".workbook", (".ods",)),
        Format("xls", _("workbook of Excel before 2007"), ".workbook", (".xls",)),
        Format("zip", _("zip archive of a dataset's folder"), ".zipped", (".zip",), writes=True),
        Format("gephi", _("pair of CSV tables for Gephi"), ".gephi", (), several=True),
        Format("kumu-xlsx", _("workbook for Kumu"), ".kumubook", (), writes=True),
    )
}


def builtin_datasets() -> dict[str, Path]:
    """Give the folders of the datasets that ship with alianza, by name."""
    from importlib.resources import files  # noqa: PLC0415

    root = Path(str(files("alianza") / "data"))
    return {
        # An editable install links each file to the tree; the folder meant is the real one.
        folder.name: (folder / "datapackage.json").resolve().parent
        for folder in sorted(root.iterdir())
        if (folder / "datapackage.json").is_file() and (folder / "actors.csv").is_file()
    }


def read_raw(source: str | Path) -> RawTables | LoadReport:
    """Read the tables at `source`: a built-in name, a folder or a file.

    A bare name that is built in means the built-in dataset; ``./allas`` means the folder.
    What cannot be read at all gives a report with one fault.
    """
    known = builtin_datasets()
    text = str(source)
    if isinstance(source, str) and source in known:
        return FORMATS["folder"].read(known[source], source)
    path = Path(text)
    try:
        if "\0" in text or not path.exists():
            return _refused(text, fault("no-such-file", text, known=", ".join(known)))
        reader, name = _reader(path)
        if reader is None:
            endings = ", ".join(suffix for row in FORMATS.values() for suffix in row.suffixes)
            return _refused(text, fault("unknown-format", text, known=endings))
        return reader(path, name)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _refused(text, fault("unreadable", text, reason=reason))


def _reader(path: Path) -> tuple[Reader | None, str]:
    """Give the reader for what lies at `path`, if any, and the name of the dataset."""
    if path.is_dir():
        row = FORMATS["csv" if _is_pair(path) else "folder"]
        return row.read, path.resolve().name
    for row in FORMATS.values():
        if path.suffix.lower() in row.suffixes:
            return row.read, path.stem
    return None, path.stem


def _is_pair(folder: Path) -> bool:
    """Tell whether a folder holds a list of ties by another name than ours."""
    from .edgelist import pair_in  # noqa: PLC0415

    ours = ("actors.csv", "ties.csv", "datapackage.json")
    return not any((folder / name).exists() for name in ours) and bool(pair_in(folder)[1])


def _refused(file: str, problem: Fault) -> LoadReport:
    nothing = Count()
    return LoadReport(file, "", nothing, nothing, nothing, nothing, (problem,))
