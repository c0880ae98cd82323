"""The page of a figure: title, picture, legend, view, source and licence, all within its edges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from ...graph.faults import UnknownNameError, ViewError
from ...graph.phrases import Phrase, phrase
from ...graph.phrases import mark as _
from ..labels import plain_text, text_width
from ..map.facts import credit
from ..writers.svg import FONTS, THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ...graph.dataset import Dataset
    from ...graph.view import View
    from ..language import Language

__all__ = ["SIZES", "THEMES", "Box", "Figure", "Plan", "Request", "Row", "Sheet", "framed"]

INCH = 25.4
SMALLEST, LARGEST = 40.0, 2000.0
_LEAST = 90.0
_SMALL, _WIDE = 480.0, 1.4
# The estimate is of bold letters; others are narrower.
_SLIM = 0.93


@dataclass(frozen=True, slots=True)
class Sheet:
    """The size of a figure: `width` and `height` in millimetres, `unit` millimetres a pixel."""

    width: float
    height: float
    unit: float = INCH / 96


SIZES: dict[str, Sheet] = {
    # A pixel of a slide is a point, so that its letters can be read from the last row.
    "slide": Sheet(338.67, 190.5, INCH / 72),
    "column": Sheet(85, 120),
    "page": Sheet(170, 200),
}
"""The sizes by name: a wide slide, a column and the text of a page of a journal."""


def size_of(text: str) -> Sheet:
    """Give the size of that name, or of ``WxH`` millimetres. Raises UnknownNameError, ViewError."""
    if text in SIZES:
        return SIZES[text]
    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*[x×]\s*(\d{1,4}(?:\.\d+)?)", text)
    if not found:
        raise UnknownNameError(
            phrase(
                _("“{size}” is no size. Known: {known}, or millimetres such as 160x90."),
                size=text, known=", ".join(SIZES),
            )
        )  # fmt: skip
    width, height = float(found[1]), float(found[2])
    if not (min(width, height) >= SMALLEST and max(width, height) <= LARGEST):
        raise ViewError(
            phrase(
                _("A figure is from {least} to {most} millimetres wide and high."),
                least=int(SMALLEST), most=int(LARGEST),
            )
        )  # fmt: skip
    return Sheet(width, height)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a picture stands on the page, in pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the legend: a text, and what draws its sample, 30 by 12, from x at the middle y.

    The entries of one `part` begin a line of their own.
    """

    text: str
    draw: Callable[[float, float], str]
    part: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a kind of figure shows: its title, legend and notes, and what draws it into a box.

    ``draw`` may give notes of its own, which only show once the room is known: it returns the
    elements, and a list of sentences.
    """

    title: str
    draw: Callable[[Box], tuple[list[str], list[str]]]
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """What a figure is asked to show, and how."""

    dataset: Dataset
    options: dict[str, Any]
    language: Language
    theme: str
    sheet: Sheet
    measure: str = "degree"
    by: str = "area"
    of: str | None = None
    top: int | None = None

    @cached_property
    def view(self) -> View:
        """Give the view that the options select."""
        return self.dataset.view(**self.options)

    @property
    def palette(self) -> dict[str, str]:
        """Give the colours of the theme."""
        return THEMES[self.theme]

    def say(self, said: Phrase | str) -> str:
        """Say a phrase on one line."""
        return plain_text(self.language.text(said))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as SVG; the same picture is its PNG and its PDF. Shows itself in a notebook."""

    svg: str = field(repr=False)
    title: str
    alt: str
    lang: str
    sheet: Sheet

    def png(self, dpi: int = 200) -> bytes:
        """Give the figure as PNG, `dpi` pixels an inch."""
        from ..writers.raster import svg_png  # noqa: PLC0415

        return svg_png(self.svg, pixels=round(self.sheet.width / INCH * dpi))

    def pdf(self) -> bytes:
        """Give the figure as PDF of one page: vectors, real text, the fonts within."""
        from ..writers.raster import svg_pdf  # noqa: PLC0415

        return svg_pdf(
            self.svg, width=self.sheet.width, title=self.title, alt=self.alt, lang=self.lang
        )

    def save(self, path: str | Path, dpi: int = 200) -> Path:
        """Write the figure as its ending says: .svg, .png or .pdf.

        Raises UnknownNameError for another ending, OutputError as `write_file` does.
        """
        from ..writers.output import write_file  # noqa: PLC0415

        ending = str(path).rpartition(".")[2].lower()
        made: dict[str, Callable[[], bytes]] = {
            "svg": self.svg.encode,
            "png": lambda: self.png(dpi),
            "pdf": self.pdf,
        }
        if ending not in made:
            raise UnknownNameError(
                phrase(
                    _("“{path}” does not end in one of these: {known}."),
                    path=str(path), known=", ".join(f".{name}" for name in made),
                )
            )  # fmt: skip
        return write_file(path, made[ending]())

    def _repr_svg_(self) -> str:
        return self.svg


def framed(plan: Plan, request: Request) -> Figure:
    """Draw a plan on its page. Raises ViewError where the page leaves it too little room."""
    sheet, palette = request.sheet, request.palette
    width, height = sheet.width / sheet.unit, sheet.height / sheet.unit
    edge, head, note, key = (10, 13, 7.5, 10) if width < _SMALL else (20, 18, 9.0, 12)
    inner = width - 2 * edge
    title = list(wrapped(plan.title, inner, head))[:3]
    origin = cut_lines(wrapped(" ".join(_origin(request)), inner, _SLIM * note), 3)
    top = edge + 1.25 * head * len(title) + 4
    room = height - top - edge
    rows, wide, high = _legend(plan.rows, inner, room, key, aside=width > _WIDE * height)
    beside = wide > 0
    # The notes take what they need, but never more than two ninths of the page.
    most = max(1, int(height / 4.5 / (1.3 * note)))
    foot = min(most, len(list(wrapped(" ".join(plan.notes), inner, _SLIM * note))) + 1)
    foot_high = 1.3 * note * (foot + len(origin)) + 6
    box = Box(edge, top, inner - wide, room - foot_high - (0 if beside else high))
    if box.height < _LEAST or box.width < _LEAST:
        raise ViewError(
            Phrase(_("The figure is too small for its legend: choose a larger size, or fewer kinds."))
        )  # fmt: skip
    drawn, said = plan.draw(box)
    notes = cut_lines(wrapped(" ".join([*said, *plan.notes]), inner, _SLIM * note), foot)
    lines = [*notes, *origin]
    low = height - edge - 0.25 * note - 1.3 * note * (len(lines) - 1)
    left, start = (width - edge - wide + 16, top) if beside else (edge, height - edge - foot_high - high)  # fmt: skip
    alt = " ".join([plan.title + ".", *plan.notes])
    svg = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{request.language.code}"'
            f' viewBox="0 0 {num(width)} {num(height)}" width="{sheet.width:g}mm"'
            f' height="{sheet.height:g}mm" font-family="{FONTS}" font-size="12">'
        ),
        f"<title>{escape(plan.title)}</title>",
        f"<desc>{escape(alt)}</desc>",
        f'<rect width="{num(width)}" height="{num(height)}" fill="{palette["paper"]}"/>',
        *(
            text(edge, edge + 0.8 * head + 1.25 * head * n, line, palette["ink"], head, bold=True)
            for n, line in enumerate(title)
        ),
        *drawn,
        *_drawn(rows, left, start, palette["ink"]),
        *(
            text(edge, low + 1.3 * note * n, line, palette["soft"], note)
            for n, line in enumerate(lines)
        ),
        "</svg>",
    ]
    return Figure("\n".join(svg) + "\n", plan.title, alt, request.language.code, sheet)


def _origin(request: Request) -> Iterator[str]:
    """Say where the figure comes from: the data's name, version and licence, and who published."""
    dataset = request.dataset
    yield credit(dataset, request.language)
    publishers = list(dict.fromkeys(name for name in dataset.sources["publisher"] if name))
    if publishers:
        few = ", ".join(map(plain_text, publishers[:3]))
        said = _("Sources: {names}.") if len(publishers) <= 3 else _("Sources: {names} and others.")  # noqa: PLR2004 # fmt: skip
        yield request.say(phrase(said, names=few))


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the legend, in its place from the legend's left and top."""

    row: Row
    x: float
    y: float
    size: float
    said: str


def _legend(
    rows: tuple[Row, ...], width: float, height: float, size: float, *, aside: bool
) -> tuple[list[_Entry], float, float]:
    """Put the entries in their places: below each other if there is room `aside`, else in lines.

    Gives the width that a legend at the side takes, 0 for one that stands below, and its height.
    """
    if not rows:
        return [], 0.0, 0.0
    if aside:
        breaks = sum(one.part != other.part for one, other in pairwise(rows))
        widest = min(max(text_width(row.text, size) for row in rows), 0.25 * width)
        broken = [list(wrapped(row.text, widest, size)) for row in rows]
        step = min(1.7 * size, (height - 40) / (sum(map(len, broken)) + 0.6 * breaks))
        if step >= 1.3 * size:
            entries, y = [], 0.0
            for place, (row, lines) in enumerate(zip(rows, broken, strict=True)):
                y += 0.6 * step if place and row.part != rows[place - 1].part else 0.0
                for number, line in enumerate(lines):
                    y += step if number == 0 else 1.2 * size
                    own = row if number == 0 else Row(line, lambda _x, _y: "")
                    entries.append(_Entry(own, 0, y, size, line))
            return entries, widest + 54, y
    entries, x, y = [], 0.0, 1.7 * size
    for place, row in enumerate(rows):
        said = fitting(row.text, width - 40, size)
        wide = 36 + text_width(said, size) + 14
        if place and (row.part != rows[place - 1].part or x + wide > width):
            x, y = 0.0, y + 1.5 * size
        entries.append(_Entry(row, x, y, size, said))
        x += wide
    return entries, 0.0, y + 0.9 * size


def _drawn(entries: list[_Entry], left: float, top: float, ink: str) -> Iterator[str]:
    for entry in entries:
        x, y = left + entry.x, top + entry.y
        yield entry.row.draw(x, y - 0.35 * entry.size)
        yield text(x + 36, y, entry.said, ink, entry.size)


def wrapped(said: str, width: float, size: float) -> Iterator[str]:
    """Break a text into lines that are at most so wide; a word that is wider is cut."""
    line = ""
    for word in said.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > width:
            yield line
            longer = word
        line = fitting(longer, width, size)
    if line:
        yield line


def fitting(said: str, width: float, size: float) -> str:
    """Give a text, cut if it is wider."""
    if text_width(said, size) <= width:
        return said
    while said and text_width(said + "…", size) > width:
        said = said[:-1]
    return said.rstrip() + "…"


def cut_lines(lines: Iterable[str], most: int) -> list[str]:
    """Give at most so many lines; the last says by an ellipsis that there were more."""
    kept = list(lines)
    if len(kept) <= most:
        return kept
    return [*kept[: most - 1], kept[most - 1].rstrip(" .") + "…"]


def num(value: float) -> str:
    """Write a number with one decimal at most."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def text(
    x: float,
    y: float,
    said: str,
    fill: str,
    size: float = 12,
    *,
    anchor: str = "start",
    bold: bool = False,
    turned: bool = False,
) -> str:
    """Draw a line of text whose baseline is at `y`; `turned` ones read upwards."""
    more = "" if anchor == "start" else f' text-anchor="{anchor}"'
    more += ' font-weight="700"' if bold else ""
    more += f' transform="rotate(-90 {num(x)} {num(y)})"' if turned else ""
    return (
        f'<text x="{num(x)}" y="{num(y)}" font-size="{size:g}" fill={quoteattr(fill)}{more}>'
        f"{escape(said)}</text>"
    )
