"""What stands on a slide: texts, tables and charts, made to fit the room there is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..labels import plain_text, text_width
from .pptx_theme import BODIES, POINT, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

_SMALLEST, _ROOMY = 11, 18
_LINE = 1.22
_SUBTITLE = 4
_INSET = 15.0
_FOOT = 22.0


@dataclass(frozen=True, slots=True)
class Page:
    """A slide and its body: `left`, `top`, `width`, `height` in points, free of the title."""

    slide: Any
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, slide: Any, deck: Any) -> Page:
        """Find the body: the placeholder for text, else what the title leaves."""
        body = body_of(slide)
        if body is not None:
            sides = (body.left, body.top, body.width, body.height)
            return cls(slide, *(side / POINT for side in sides))
        wide, high = deck.slide_width / POINT, deck.slide_height / POINT
        edge = 0.04 * wide
        title = title_of(slide)
        top = 0.16 * high if title is None else (title.top + title.height) / POINT + 8
        top = min(top, 0.4 * high)
        return cls(slide, edge, top, wide - 2 * edge, high - top - _FOOT - 4)

    def foot(self, text: str) -> None:
        """Write a line of small letters below the body."""
        box = self.slide.shapes.add_textbox(
            round(self.left * POINT), round((self.top + self.height) * POINT), round(self.width * POINT), round(_FOOT * POINT)
        )  # fmt: skip
        box.name = "foot"
        frame = box.text_frame
        frame.word_wrap = True
        size = 11
        while size > 7 and lines_of(text, self.width - _INSET, size) > 1:  # noqa: PLR2004
            size -= 1
        _run(frame.paragraphs[0], cut_to(text, self.width - _INSET, size, 1), size)


def title_of(slide: Any) -> Any:
    """Give the placeholder of the title, None if the layout has none."""
    found = [one for one in slide.placeholders if int(one.placeholder_format.type) in TITLES]
    return found[0] if found else None


def body_of(slide: Any) -> Any:
    """Give the placeholder for text: body, content or subtitle; None if the layout has none."""
    wanted = BODIES | {_SUBTITLE}
    found = [one for one in slide.placeholders if int(one.placeholder_format.type) in wanted]
    return found[0] if found else None


def leave_places(slide: Any, layout: str) -> None:
    """Take away the placeholders that a slide does not fill, so that none asks for a text.

    A ``title`` page fills title and subtitle, ``content`` title and body, ``only`` the title.
    """
    kept = [title_of(slide)]
    body = body_of(slide)
    if layout != "only" and body is not None:
        kept.append(body)
    ids = {shape.shape_id for shape in kept if shape is not None}
    for shape in list(slide.placeholders):
        if shape.shape_id not in ids:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 - python-pptx has no other way


def lines_of(text: str, width: float, size: float) -> int:
    """Give the number of lines that a paragraph takes, a little on the safe side."""
    lines, line = 1, 0.0
    space = text_width(" ", size)
    for word in text.split():
        long = text_width(word, size)
        if line and line + space + long > width:
            lines, line = lines + 1, 0.0
        line += (space if line else 0.0) + long
        # A word that no line holds is broken.
        while line > width > 0:
            lines, line = lines + 1, line - width
    return lines


def cut_to(text: str, width: float, size: float, most: int) -> str:
    """Give a text, cut at a word so that it takes so many lines at most."""
    if lines_of(text, width, size) <= most:
        return text
    words = text.split()
    while len(words) > 1 and lines_of(" ".join(words) + "…", width, size) > most:
        words.pop()
    kept = " ".join(words)
    while len(kept) > 1 and lines_of(kept + "…", width, size) > most:
        kept = kept[:-1]
    return kept + "…"


def fit_title(page: Page, title: str, deck: Any) -> None:
    """Write the title as large as its placeholder allows; where there is none, into a box."""
    shape = title_of(page.slide)
    if shape is None:
        wide, high = deck.slide_width, deck.slide_height
        shape = page.slide.shapes.add_textbox(wide // 25, high // 25, wide - 2 * wide // 25, high // 9)  # fmt: skip
        shape.name = "title"
        shape.text_frame.word_wrap = True
    width, height = shape.width / POINT - _INSET, shape.height / POINT - 8
    size = 32
    while size > 14 and lines_of(title, width, size) * _LINE * size > height:  # noqa: PLR2004
        size -= 1
    most = max(1, int(height / (_LINE * size)))
    shape.text_frame.clear()
    _run(shape.text_frame.paragraphs[0], cut_to(plain_text(title), width, size, most), size)


def write_text(page: Page, texts: Sequence[str], *, bullets: bool = True, largest: int) -> None:
    """Write paragraphs as large as they fit; what does not fit at the smallest size is cut."""
    shape = body_of(page.slide)
    if shape is None:
        sides = (page.left, page.top, page.width, page.height)
        shape = page.slide.shapes.add_textbox(*(round(side * POINT) for side in sides))
        shape.name = "text"
        shape.text_frame.word_wrap = True
    texts = [plain_text(text) for text in texts if text]
    width = page.width - _INSET - (30 if bullets else 0)
    height = page.height - 8

    def high(some: Sequence[str], size: int) -> float:
        lines = sum(lines_of(text, width, size) for text in some)
        return lines * _LINE * size + len(some) * 0.45 * size

    size = largest
    while size > _SMALLEST and high(texts, size) > height:
        size -= 1
    while len(texts) > 1 and high(texts, size) > height:
        texts = texts[:-1]
    if high(texts, size) > height:
        most = max(1, int(height / (_LINE * size)) - 1)
        texts = [cut_to(text, width, size, most) for text in texts]
    from pptx.util import Pt  # noqa: PLC0415

    frame = shape.text_frame
    frame.clear()
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_before = Pt(0.3 * size)
        _run(paragraph, text, size)


def _run(paragraph: Any, text: str, size: float, *, bold: bool | None = None) -> None:
    from pptx.util import Pt  # noqa: PLC0415

    run = paragraph.add_run()
    run.text = plain_text(text)
    run.font.size = Pt(size)
    if bold is not None:
        run.font.bold = bold


def add_table(
    page: Page, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int]
) -> int:  # fmt: skip
    """Add a table in the theme's colours, with as many rows as there is room for; give their number."""
    shares = shares[: len(heads)]
    widths = [page.width * share / sum(shares) for share in shares]

    def high(row: Sequence[str], size: int) -> float:
        lines = max(
            lines_of(text, width - 16, size) for text, width in zip(row, widths, strict=True)
        )
        return lines * _LINE * size + 9

    # The largest letters in which all rows have room, else the smallest.
    whole = [list(heads), *([plain_text(text) for text in row] for row in rows)]
    size = next(
        (n for n in range(_ROOMY, _SMALLEST, -1) if sum(high(row, n) for row in whole) <= page.height),
        _SMALLEST,
    )  # fmt: skip
    # A single cell never fills the slide.
    most = max(1, int(0.4 * page.height / (_LINE * size)))
    shown, used = [], high(heads, size)
    for row in rows:
        fitted = [cut_to(plain_text(text), width - 16, size, most) for text, width in zip(row, widths, strict=True)]  # fmt: skip
        used += high(fitted, size)
        if used > page.height:
            break
        shown.append(fitted)
    sides = (page.left, page.top, page.width, 10 * (1 + len(shown)))
    frame = page.slide.shapes.add_table(
        1 + len(shown), len(heads), *(round(side * POINT) for side in sides)
    )
    frame.name = name
    table = frame.table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = round(width * POINT)
    for place, row in enumerate([list(heads), *shown]):
        table.rows[place].height = round(high(row, size) * POINT)
        for cell, text in zip(table.rows[place].cells, row, strict=True):
            cell.margin_top = cell.margin_bottom = round(3 * POINT)
            _run(cell.text_frame.paragraphs[0], text, size)
    return len(shown)


def add_chart(
    page: Page, caption: str, names: Sequence[str], values: Sequence[float], digits: int
) -> None:
    """Add a bar chart, the first name on top, with a workbook of its data to edit."""
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION  # noqa: PLC0415
    from pptx.enum.dml import MSO_THEME_COLOR  # noqa: PLC0415
    from pptx.util import Pt  # noqa: PLC0415

    style = "#,##0" + ("." + "0" * digits if digits else "")
    data: Any = CategoryChartData(number_format=style)  # type: ignore[no-untyped-call]
    # The library's workbook would take texts for formulas: it is written anew below.
    data.categories = [str(number) for number in range(len(names))]
    data.add_series("values", list(values))
    sides = (page.left, page.top, page.width, page.height)
    frame = page.slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, *(round(side * POINT) for side in sides), data
    )
    frame.name = "ranking"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain_text(caption))  # noqa: SLF001
    chart = frame.chart
    chart.has_legend = False
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    _run(chart.chart_title.text_frame.paragraphs[0], caption, 14, bold=False)
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = Pt(13)
    chart.category_axis.format.line.fill.background()
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0 if min(values) >= 0 else None
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    # The library's numbers of axes are negative, which the schema forbids.
    for element in chart._chartSpace.iter("{*}axId", "{*}crossAx"):  # noqa: SLF001 - python-pptx has no other way
        element.set("val", element.get("val").lstrip("-"))
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(12)
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = style, False
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    spoken = {f"{number}": plain_text(name) for number, name in enumerate(names)}
    for kind in ("cat", "tx"):
        for holder in chart._chartSpace.iter("{*}" + kind):  # noqa: SLF001 - python-pptx has no other way
            for value in holder.iter("{*}v"):
                value.text = caption if kind == "tx" else spoken[value.text]
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(caption, list(spoken.values()), values))  # fmt: skip


def _workbook(caption: str, names: Sequence[str], values: Sequence[float]) -> bytes:
    """Write the data of a chart with every text as text, where the chart looks for them."""
    from xlsxwriter import Workbook  # noqa: PLC0415

    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_string(0, 1, caption)
        for place, (name, value) in enumerate(zip(names, values, strict=True), start=1):
            sheet.write_string(place, 0, name)
            sheet.write_number(place, 1, value)
    return buffer.getvalue()
