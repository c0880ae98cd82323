"""Tables of other people's making into datasets, by a map of their columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import Count, DataFaultsError, Fault, LoadReport, fault
from ..phrases import mark as _
from .building import Builder, Imported
from .columns import LAYOUTS, ColumnMap, check_map, parse_map, read_columns
from .kinds import Kinds
from .proposal import Proposal, propose
from .reading import Grid, read_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..dataset import Dataset

TIE_KIND = {
    "memberships": "membership",
    "dyads": "agreement",
    "incidence": "membership",
    "adjacency": "agreement",
}
"""The kind of tie of each layout, unless another is given."""


def import_table(
    source: str | Path, layout: str, columns: Mapping[str, str] | str = "", /, **options: object
) -> Dataset | LoadReport:
    """Read a table by a map of its columns; give the dataset, or the report of its faults.

    The same as the ``result`` of `read_import`, which takes the same `options`.
    """
    return read_import(source, layout, columns, **options).result  # type: ignore[arg-type]


def read_import(  # noqa: PLR0913 - what the command asks for
    source: str | Path,
    layout: str,
    columns: Mapping[str, str] | str = "",
    *,
    roles: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[str, str]] | None = None,
    actor_kind: str = "city",
    group_kind: str = "network",
    tie_kind: str | None = None,
    directed: bool = False,
    sheet: str | None = None,
    name: str | None = None,
) -> Imported:
    """Read a table by a map of its columns; give the dataset with the counts and the doubts.

    `layout` is one of `LAYOUTS`: one row a membership, one row a pair, or a matrix. `columns`
    tells what each column is, ``{"actor": "geonameId", "group": "Code_Network"}`` or the text
    ``actor=geonameId,group=Code_Network``; matrices need none. `roles` gives the kind of tie
    for which a role stands, `values` what cells of a column mean. `directed` is whether ties
    of a kind that alianza does not know have a direction. Of the rows of the file,
    ``read == kept + merged + refused``. Raises UnknownNameError for another layout.
    """
    from ..view import known_name  # noqa: PLC0415

    known_name(layout, dict.fromkeys(LAYOUTS), _("a layout of tables"))
    path = Path(source)
    faults: list[Fault] = []
    grid = _grid(path, faults, sheet)
    wanted = ColumnMap(
        parse_map([columns], path.name, faults)
        if isinstance(columns, str) and columns
        else dict(columns or {}),
        values or {},
        roles or {},
    )
    if grid is None or any(found.severity == "error" for found in faults):
        return _refused(path, faults)
    kinds = Kinds(actor_kind, group_kind, tie_kind or TIE_KIND[layout], wanted.roles, directed)
    builder = Builder(path.name, name or path.stem, faults)
    if not _build(layout, builder, grid, wanted, kinds):
        return _refused(path, faults)
    two_mode = layout in {"memberships", "incidence"}
    actor_kinds = [kinds.actor, kinds.group] if two_mode else [kinds.actor]
    return builder.imported(actor_kinds, kinds.ties(), two_mode=two_mode)


def parse_maps(texts: Iterable[str], file: str) -> dict[str, str]:
    """Read the parts of a map as people write them. Raises DataFaultsError for a bad one."""
    faults: list[Fault] = []
    found = parse_map(texts, Path(file).name, faults)
    if faults:
        raise DataFaultsError(_refused(Path(file), faults).report)
    return found


def read_proposal(
    source: str | Path, layout: str | None = None, sheet: str | None = None
) -> tuple[Proposal, LoadReport] | LoadReport:
    """Propose a layout and a map for a table, with what was found on the way.

    Gives the report alone if the table cannot be read, or if it cannot be told what it is.
    """
    path = Path(source)
    faults: list[Fault] = []
    grid = _grid(path, faults, sheet)
    found = None if grid is None else propose(grid, layout)
    if grid is not None and found is None:
        known = ", ".join(name for name in grid.header if name)
        faults.append(fault("no-proposal", path.name, grid.header_row, known=known))
    report = _refused(path, faults).report
    return report if found is None else (found, report)


def _build(layout: str, builder: Builder, grid: Grid, wanted: ColumnMap, kinds: Kinds) -> bool:
    """Fill `builder` with the rows of `grid`; tell whether there is no error."""
    from . import dyads, matrices, memberships  # noqa: PLC0415

    if layout in {"memberships", "dyads"}:
        if not check_map(layout, wanted, grid, builder.faults):
            return False
        columns = read_columns(wanted, grid, builder.faults)
        build = memberships.build if layout == "memberships" else dyads.build
        build(builder, columns, wanted, kinds)
    elif layout == "incidence":
        matrices.build_incidence(builder, grid, kinds)
    else:
        matrices.build_adjacency(builder, grid, kinds)
    return not any(found.severity == "error" for found in builder.faults)


def _grid(path: Path, faults: list[Fault], sheet: str | None) -> Grid | None:
    try:
        if "\0" in str(path) or not path.exists():
            from ..formats import builtin_datasets  # noqa: PLC0415

            known = ", ".join(builtin_datasets())
            faults.append(fault("no-such-file", str(path), known=known))
            return None
        return read_grid(path, faults, sheet)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        faults.append(fault("unreadable", str(path), reason=reason))
        return None


def _refused(path: Path, faults: list[Fault]) -> Imported:
    nothing = Count()
    report = LoadReport(str(path), "import", nothing, nothing, nothing, nothing, tuple(faults))
    return Imported(report, nothing)
