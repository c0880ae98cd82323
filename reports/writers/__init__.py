"""The ways a report is written: a row each in `WRITERS`, a module each beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..language import Language
    from ..report import Report


@dataclass(frozen=True, slots=True)
class Writer:
    """A format of reports: the file it makes and the module with ``write(report, language)``."""

    name: str
    file: str
    module: str

    @property
    def write(self) -> Callable[[Report, Language], bytes]:
        """Give the function that writes a report as bytes."""
        function: Callable[[Report, Language], bytes] = import_module(
            self.module, __package__
        ).write
        return function


WRITERS: dict[str, Writer] = {
    row.name: row
    for row in (
        Writer("html", "report.html", ".html"),
        Writer("markdown", "report.md", ".markdown"),
        Writer("xlsx", "tables.xlsx", ".xlsx"),
    )
}


def report_files(report: Report) -> dict[str, bytes]:
    """Give the content of every file of `report` by file name."""
    from ..language import Language  # noqa: PLC0415

    language = Language(report.lang)
    files = {row.file: row.write(report, language) for row in WRITERS.values()}
    return {**files, **dict(report.files)}
