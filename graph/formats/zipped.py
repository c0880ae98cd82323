"""A dataset in a zip archive: the folder's files, or a pair of tables of another program."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..tables import COLUMNS, RawTables
from .aliases import fold
from .archive import BROKEN, open_archive, packed
from .csvtext import decode, parse_grid
from .edgelist import EDGE_FILES, NODE_FILES, pair, single
from .folder import METADATA, assembled, write_files
from .grids import TEXTS
from .headers import foreign_table

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

    from ..dataset import Dataset
    from ..tables import RawTable

OURS = {METADATA, *(f"{table}.csv" for table in COLUMNS)}


def read(path: Path, name: str) -> RawTables:
    """Read the dataset in an archive, at its top or in one folder; nothing is unpacked to disk."""
    faults: list[Fault] = []
    with open_archive(path, faults, "not-zip") as archive:
        if archive is not None:
            return _read(archive, path, name, faults)
    return RawTables(str(path), "zip", name, {}, faults=tuple(faults))


def _read(  # noqa: C901 - the ways in which people pack a dataset
    archive: zipfile.ZipFile, path: Path, name: str, faults: list[Fault]
) -> RawTables:
    def text_of(member: str) -> str | None:
        try:
            data = archive.read(member)
        except BROKEN:
            faults.append(fault("not-zip", path.name))
            return None
        return decode(data, posixpath.basename(member), faults)

    def table_in(members: list[str]) -> RawTable | None:
        if len(members) > 1:
            faults.append(fault("several-files", path.name, files=", ".join(members)))
        text = text_of(members[0]) if len(members) == 1 else None
        if text is None:
            return None
        grid = parse_grid(posixpath.basename(members[0]), text, faults)
        return foreign_table(grid, faults)

    members = [member for member in archive.namelist() if _counts(member)]
    folders = sorted({posixpath.dirname(m) for m in members if posixpath.basename(m) in OURS})
    ours = {"actors.csv", "ties.csv", METADATA}
    folders = [f for f in folders if any(posixpath.join(f, own) in members for own in ours)]
    if len(folders) == 1:
        own = {posixpath.basename(m) for m in members if posixpath.dirname(m) == folders[0]}
        text = lambda member: text_of(posixpath.join(folders[0], member))  # noqa: E731
        return assembled(str(path), "zip", name, own, text, faults)
    tables = [m for m in members if posixpath.splitext(m)[1].lower() in TEXTS]
    stems = {m: fold(posixpath.splitext(posixpath.basename(m))[0]) for m in tables}
    nodes = [m for m in tables if stems[m] in NODE_FILES]
    edges = [m for m in tables if stems[m] in EDGE_FILES]
    where = (str(path), "zip", name)
    if not folders and edges:
        return pair(*where, table_in(nodes), table_in(edges), faults=faults)
    if not folders and len(tables) == 1:
        table = table_in(tables)
        if table is not None:
            return single(*where, table, faults)
    elif not faults:
        files = ", ".join(members[:20]) or "–"
        faults.append(fault("no-dataset-in-archive", path.name, files=files))
    return RawTables(*where, {}, faults=tuple(faults))


def _counts(member: str) -> bool:
    """Tell whether a member is a file that someone put there, and not a system's own."""
    hidden = any(part.startswith(".") for part in member.split("/"))
    return not (member.endswith("/") or hidden or member.startswith("__MACOSX/"))


def write(data: Dataset) -> bytes:
    """Give the folder of a dataset as an archive that is the same bytes each time."""
    return packed(write_files(data))
