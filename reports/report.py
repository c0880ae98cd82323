"""A report: one frozen value of sections, written by every writer alike."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..graph.phrases import Phrase

if TYPE_CHECKING:
    from pathlib import Path

    from .scene import Scene

Cell = Phrase | str | float | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and how its cells read.

    ``digits`` is the number of decimals of a number (None: as it is); ``kind`` is ``text``,
    ``number``, ``rank``, ``heat`` (a count shaded by its size) or ``link``.
    """

    title: Phrase
    kind: str = "text"
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under columns; a None cell is blank. ``name`` is the sheet in a workbook."""

    name: str
    caption: Phrase
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart of one number an actor: (name, value) from the highest to the lowest."""

    caption: Phrase
    rows: tuple[tuple[Phrase, float, int], ...]
    digits: int = 3


@dataclass(frozen=True, slots=True)
class Picture:
    """The network, drawn from its scene."""

    caption: Phrase
    scene: Scene
    link: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that is ready as SVG, of which every text is escaped; ``alt`` says what it shows."""

    name: str
    caption: Phrase
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``ordered`` numbers it from 1."""

    items: tuple[Phrase, ...]
    ordered: bool = False


Block = Phrase | Items | Table | Bars | Picture | Drawing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    name: str
    title: Phrase
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that the report rests on, as a bibliography needs it; unknown texts are empty."""

    id: str
    title: str
    publisher: str = ""
    url: str = ""
    published: str = ""
    retrieved: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, ready to be written: title, sections, and the tables behind them.

    ``tables`` are the whole tables that go into the workbook, of which the sections show a
    part. ``geography`` is the scene on the map, for writers that show it. ``files`` holds what else goes beside the report, by file name; ``also`` names the
    writers wanted beyond the usual ones. Each verb returns a new report.
    """

    title: Phrase
    subtitle: Phrase
    lang: str = "en"
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    licence: Phrase | None = None
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    references: tuple[Reference, ...] = field(default=(), repr=False)
    also: tuple[str, ...] = ()
    geography: Scene | None = field(default=None, repr=False)

    def with_section(self, section: Section | None) -> Report:
        """Add a section at the end; None adds nothing."""
        return self if section is None else replace(self, sections=(*self.sections, section))

    def with_table(self, table: Table) -> Report:
        """Add a table to the workbook."""
        return replace(self, tables=(*self.tables, table))

    def with_file(self, name: str, content: bytes) -> Report:
        """Put a file beside the report."""
        return replace(self, files=(*self.files, (name, content)))

    def save(self, folder: str | Path) -> list[Path]:
        """Write every file of the report into `folder`, all of them or none.

        Gives the paths written. Raises OutputError if one cannot be written.
        """
        from .writers import report_files  # noqa: PLC0415
        from .writers.output import write_files  # noqa: PLC0415

        return write_files(folder, report_files(self))
