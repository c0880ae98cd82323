"""The formats that alianza reads: a row each in `FORMATS`, a module each beside this one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import Count, LoadReport, fault
from ..phrases import Phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    ``write_files(dataset) -> dict[str, bytes]``, by name. ``sniff`` is a pattern that matches
    where the `sniffing.signature` of a file begins. ``losses`` says what a written file cannot
    hold, by table, or by table and column: ``ties.id``; ``actors.*`` is all but the id.
    """

    name: str
    label: str
    module: str
    suffixes: tuple[str, ...]
    writes: bool = False
    several: bool = False
    sniff: str = ""
    losses: Mapping[str, str] = field(default_factory=dict, hash=False)

    def knows(self, signature: str) -> bool:
        """Tell whether a file with this `signature` is of this format."""
        return bool(self.sniff) and re.match(self.sniff, signature, re.IGNORECASE) is not None

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


_JSON = r"\{\s*[\"}]|\[\s*[\[{\]]"
_NO_SOURCES = {
    "sources": _("the list of sources; their ids come back as their titles"),
    "claims": _("claims"),
    "metadata": _("title, texts and other metadata"),
}
_ONLY_TIES = {
    "actors.*": _("all columns of actors but the id"),
    "ties.*": _("all columns of ties but ends, kind and weight"),
    "order": _("the order of ties, which stand kind by kind"),
    "sources": _("sources"),
    "claims": _("claims"),
    "metadata": _("title, texts and other metadata"),
}

_CSV = {"actors": _("actors but for the ends of ties"), **_NO_SOURCES}
_KUMU = {
    "actors.id": _("ids of actors; labels take their place"),
    "actors.label": _("ids of actors; labels take their place"),
    "ties.from": _("ids of actors; labels take their place"),
    "ties.to": _("ids of actors; labels take their place"),
    **_NO_SOURCES,
}

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
            losses=_CSV,
        ),
        Format(
            "cytoscape",
            _("JSON of Cytoscape"),
            ".cytoscape",
            (".cyjs",),
            writes=True,
            sniff=_JSON,
        ),
        Format(
            "dl",
            _("DL file of UCINET"),
            ".dl",
            (".dl",),
            writes=True,
            sniff=r"dl\b[\s,]*(n|nr|nc|nm|format)\s*=",
            losses=_ONLY_TIES,
        ),
        Format(
            "gexf",
            _("GEXF, the format of Gephi"),
            ".gexf",
            (".gexf",),
            writes=True,
            sniff=r"<gexf$",
            losses=_NO_SOURCES,
        ),
        Format(
            "gml",
            _("GML"),
            ".gml",
            (".gml",),
            writes=True,
            sniff=r"(#.*\n\s*|(Creator|comment|label|Version)\s.*\n\s*)*graph\s*\[",
        ),
        Format("graphml", _("GraphML"), ".graphml", (".graphml",), writes=True, sniff=r"<graphml$"),
        Format(
            "graphology",
            _("JSON of graphology, sigma and Gephi Lite"),
            ".graphology",
            (),
            writes=True,
            sniff=_JSON,
        ),
        Format("jgf", _("JSON Graph Format"), ".jgf", (".jgf",), writes=True, sniff=_JSON),
        Format("kumu", _("JSON of Kumu"), ".kumu", (), writes=True, sniff=_JSON),
        Format("matrix", _("matrix of actors, or of actors and groups"), ".edgelist", ()),
        Format(
            "node-link",
            _("JSON of networkx, d3 and vis.js"),
            ".nodelink",
            (".json",),
            writes=True,
            sniff=_JSON,
        ),
        Format(
            "pajek",
            _("network of Pajek"),
            ".pajek",
            (".net", ".paj"),
            writes=True,
            sniff=r"(%.*\n\s*)*\*(network|vertices)\b",
            losses=_ONLY_TIES,
        ),
        Format(
            "parquet",
            _("Parquet: a table, or a folder"),
            ".parquet",
            (".parquet",),
            several=True,
            sniff="parquet:",
        ),
        Format(
            "xlsx",
            _("workbook with a sheet a table"),
            ".workbook",
            (".xlsx", ".xlsm"),
            writes=True,
            sniff=r"zip:(.*\n)*xl/",
        ),
        Format(
            "ods",
            _("OpenDocument workbook"),
            ".workbook",
            (".ods",),
            sniff=r"zip:(.*\n)*content\.xml",
        ),
        Format("xls", _("workbook of Excel before 2007"), ".workbook", (".xls",)),
        Format(
            "zip",
            _("zip archive of a dataset's folder"),
            ".zipped",
            (".zip",),
            writes=True,
            sniff=r"zip:(.*\n)*(.*/)?(actors|ties|nodes|edges)\.csv",
        ),
        Format(
            "gephi",
            _("pair of CSV tables for Gephi"),
            ".gephi",
            (),
            several=True,
            losses=_NO_SOURCES,
        ),
        Format("kumu-xlsx", _("workbook for Kumu"), ".kumubook", (), writes=True, losses=_KUMU),
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
        row, notes = _format_of(path)
        if row is None:
            return _refused(text, notes[0])
        raw = row.read(path, path.resolve().name if path.is_dir() else path.stem)
        return replace(raw, faults=(*notes, *raw.faults)) if notes else raw
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _refused(text, fault("unreadable", text, reason=reason))


def _format_of(path: Path) -> tuple[Format | None, tuple[Fault, ...]]:
    """Give the format of what lies at `path` and notes on it, or None and the fault.

    What a file holds goes before the ending of its name.
    """
    from .sniffing import signature, unreadable  # noqa: PLC0415

    if path.is_dir():
        return FORMATS["csv" if _is_pair(path) else "folder"], ()
    ending = path.suffix.lower()
    named = next((row for row in FORMATS.values() if ending in row.suffixes), None)
    begins = signature(path)
    if named is not None and named.knows(begins):
        return named, ()
    held = next((row for row in FORMATS.values() if row.knows(begins)), None)
    if held is not None and named is not None:
        label = Phrase(held.label)
        return held, (fault("other-content", path.name, None, None, path.suffix, label=label),)
    what = unreadable(path, known=named is not None)
    if what is not None and held is None:
        return None, (fault("no-network-file", path.name, what=what),)
    delimited = re.match(r"[^\n<]*[,;\t|]", begins) is not None
    row = held or named or (FORMATS["csv"] if delimited else None)
    return row, () if row else (_unknown(path, begins),)


def _unknown(path: Path, begins: str) -> Fault:
    if begins.startswith("<"):
        known = "gexf, graphml"
        return fault("other-xml", path.name, None, None, begins[1:], expected=known)
    endings = ", ".join(suffix for row in FORMATS.values() for suffix in row.suffixes)
    return fault("unknown-format", str(path), known=endings)


def _is_pair(folder: Path) -> bool:
    """Tell whether a folder holds a list of ties by another name than ours."""
    from .edgelist import pair_in  # noqa: PLC0415

    ours = ("actors.csv", "ties.csv", "datapackage.json")
    return not any((folder / name).exists() for name in ours) and bool(pair_in(folder)[1])


def _refused(file: str, problem: Fault) -> LoadReport:
    nothing = Count()
    return LoadReport(file, "", nothing, nothing, nothing, nothing, (problem,))
