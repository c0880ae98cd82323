"""What a format could not hold: a dataset before and after it was written and read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .phrases import Phrase, counted, phrase
from .phrases import mark as _

if TYPE_CHECKING:
    import pandas as pd

    from .dataset import Dataset
    from .faults import LoadReport

_FEWER: dict[str, tuple[str, str]] = {
    "actors": (_("{count} actor is lost."), _("{count} actors are lost.")),
    "ties": (_("{count} tie is lost."), _("{count} ties are lost.")),
    "sources": (_("{count} source is lost."), _("{count} sources are lost.")),
    "claims": (_("{count} claim is lost."), _("{count} claims are lost.")),
}
_COLUMNS: dict[str, tuple[str, str]] = {
    "actors": (
        _("Of the actors {count} column is lost: {names}."),
        _("Of the actors {count} columns are lost: {names}."),
    ),
    "ties": (
        _("Of the ties {count} column is lost: {names}."),
        _("Of the ties {count} columns are lost: {names}."),
    ),
}
_CELLS: dict[str, tuple[str, str]] = {
    "actors": (
        _("Of the actors {count} cell of “{name}” is another."),
        _("Of the actors {count} cells of “{name}” are others."),
    ),
    "ties": (
        _("Of the ties {count} cell of “{name}” is another."),
        _("Of the ties {count} cells of “{name}” are others."),
    ),
}
_MODEST = ("name", "title", "actor_kinds", "tie_kinds")


def losses(before: Dataset, after: Dataset | LoadReport) -> list[Phrase]:
    """Say what `after`, read from what was written of `before`, does not have any more.

    Rows, columns that hold something, single cells where the ids are still the same, kinds, and
    the metadata. Nothing is said where nothing is lost.
    """
    from .dataset import Dataset  # noqa: PLC0415

    if not isinstance(after, Dataset):
        return [
            phrase(
                _("The file cannot be read again by alianza: {fault}"), fault=str(after.errors[0])
            )
        ]
    said: list[Phrase] = []
    for name, (one, many) in _FEWER.items():
        fewer = len(getattr(before, name)) - len(getattr(after, name))
        if fewer > 0:
            said.append(counted(one, many, fewer))
    for name in _COLUMNS:
        said += _table_losses(name, getattr(before, name), getattr(after, name))
    keys = [k for k in before.metadata if k not in after.metadata and k not in _MODEST]
    if keys:
        said.append(
            counted(
                _("Of the metadata {count} part is lost: {names}."),
                _("Of the metadata {count} parts are lost: {names}."),
                len(keys),
                names=", ".join(keys),
            )
        )
    return said


def _table_losses(name: str, before: pd.DataFrame, after: pd.DataFrame) -> list[Phrase]:
    filled = [column for column in before.columns if _texts(before, column).any()]
    gone = [c for c in filled if c not in after.columns or not _texts(after, c).any()]
    said = []
    if gone:
        said.append(counted(*_COLUMNS[name], len(gone), names=", ".join(gone)))
    if len(before) != len(after) or "id" in gone:
        return said
    # Where ids are kept rows are matched by them; the order of rows is no loss.
    same = sorted(before["id"]) == sorted(after["id"])
    if not same:
        said.append(counted(*_CELLS[name], int((~before["id"].isin(after["id"])).sum()), name="id"))
        return said
    first = before.set_index("id")
    second = after.set_index("id").loc[list(first.index)]
    for column in filled:
        if column == "id" or column in gone:
            continue
        one, two = _texts(first, column), _texts(second, column)
        if column in {"lat", "lon", "weight"}:
            different = int(((first[column] - second[column]).abs() > 0).sum()) + int(
                (first[column].notna() != second[column].notna()).sum()
            )
        else:
            different = int((one != two).sum())
        if different:
            said.append(counted(*_CELLS[name], different, name=column))
    return said


def _texts(frame: pd.DataFrame, column: str) -> pd.Series[str]:
    cells = frame[column]
    return cells.where(cells.notna(), "").astype("str")
