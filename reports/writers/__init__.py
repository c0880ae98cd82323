"""The ways a report is written: a row each in `WRITERS`, a module each beside this one."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..language import Language
    from ..report import Report


@dataclass(frozen=True, slots=True)
class Writer:
    """A format of reports: the file it makes and the module with ``write(report, language)``.

    Those that are not ``always`` are written when they are asked for.
    """

    name: str
    file: str
    module: str
    always: bool = True

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
        Writer("pdf", "report.pdf", ".pdf", always=False),
        Writer("pptx", "slides.pptx", ".pptx", always=False),
        Writer("docx", "report.docx", ".docx", always=False),
        Writer("latex", "tables.tex", ".latex", always=False),
        Writer("bibtex", "sources.bib", ".bibtex", always=False),
    )
}


def check_writers(names: Iterable[str]) -> None:
    """Raise UnknownNameError for a name that no row has."""
    from ...graph.faults import UnknownNameError  # noqa: PLC0415
    from ...graph.phrases import mark as _  # noqa: PLC0415
    from ...graph.phrases import phrase  # noqa: PLC0415

    for name in names:
        if name not in WRITERS:
            known = ", ".join(WRITERS)
            raise UnknownNameError(
                phrase(
                    _("“{name}” is no format of reports. Known: {known}."), name=name, known=known
                )
            )


def report_files(report: Report) -> dict[str, bytes]:
    """Give the content of every file of `report` by file name, those in ``report.also`` too."""
    from ..language import Language  # noqa: PLC0415

    language = Language(report.lang)
    rows = [row for row in WRITERS.values() if row.always or row.name in report.also]
    files = {row.file: row.write(report, language) for row in rows}
    return {**files, **dict(report.files)}
