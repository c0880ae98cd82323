"""A report as a Word document: headings, captions and tables as Word's own."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from .blocks import said
from .packing import repacked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..language import Language
    from ..report import Report

_FIXED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - same input, same bytes: no clock
_LOCALES = {"en": "en-GB", "es": "es-MX", "fr": "fr-FR", "pt": "pt-BR"}
_ACCENT = "1F5F99"
_WIDE = 7


def write(report: Report, language: Language) -> bytes:
    """Write `report` in `language` as DOCX; the same bytes each time."""
    from docx import Document  # noqa: PLC0415
    from docx.shared import Cm  # noqa: PLC0415

    content = said(report, language)
    document = Document()
    _drop_old_styles(document)
    _styles(document, language)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.1)
    page.top_margin = page.bottom_margin = Cm(2)
    document.add_heading(content["title"], 0)
    document.add_paragraph(content["subtitle"], style="Subtitle")
    for section in content["sections"]:
        document.add_heading(section["title"], 1)
        for block in section["blocks"]:
            _BLOCKS[block["kind"]](document, block)
    if content["licence"]:
        document.add_paragraph(content["licence"], style="Caption")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = content["title"], "alianza", ""
    properties.created = properties.modified = _FIXED
    properties.language = _LOCALES[language.code]
    properties.last_modified_by = "alianza"
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _drop_old_styles(document: Any) -> None:
    """Leave out the library's styles for Word 2010, which disagree with those that are used."""
    for number, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[number]


def _styles(document: Any, language: Language) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    run = normal.element.get_or_add_rPr()
    spoken = run.makeelement(qn("w:lang"), {qn("w:val"): _LOCALES[language.code]})
    run.append(spoken)
    for name, size in (("Title", 22), ("Heading 1", 14), ("Subtitle", 11), ("Caption", 9)):
        font = document.styles[name].font
        font.name, font.size = "Calibri", Pt(size)
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        font.color.rgb = RGBColor.from_string(
            "566072" if name in {"Subtitle", "Caption"} else _ACCENT
        )
        font.italic = False


def _text(document: Any, block: Mapping[str, Any]) -> None:
    document.add_paragraph(block["text"])


def _items(document: Any, block: Mapping[str, Any]) -> None:
    style = "List Number" if block["ordered"] else "List Bullet"
    for item in block["items"]:
        document.add_paragraph(item, style=style)


def _bars(document: Any, block: Mapping[str, Any]) -> None:
    """Add the numbers of a bar chart as a table with bars of block signs."""
    largest = max([value for _name, value, _shown, _rank in block["rows"]] + [1e-12])
    rows = [
        [[name, ""], ["█" * round(20 * value / largest), ""], [shown, ""]]
        for name, value, shown, _rank in block["rows"]
    ]
    columns = [("", True), ("", False), ("", True)]
    _rows(document, block["caption"], columns, rows, [30, 60, 8], heads=False)


def _table(document: Any, block: Mapping[str, Any]) -> None:
    _rows(document, block["caption"], block["columns"], block["rows"], block["widths"])
    if block["note"]:
        document.add_paragraph(block["note"], style="Caption")


def _rows(
    document: Any,
    caption: str,
    columns: list[Any],
    rows: list[Any],
    widths: list[int],
    *,
    heads: bool = True,
) -> None:
    from docx.shared import Cm, Pt  # noqa: PLC0415

    above = document.add_paragraph(caption, style="Caption")
    above.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(columns))
    table.autofit = False
    # Short words stay whole: every cell has its margins, and long texts may break.
    shares = [width + 3 for width in widths]
    sizes = [Cm(16.8 * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, sizes, strict=True):
        column.width = width
    size = Pt(7 if len(columns) > _WIDE else 8.5)
    body = [[[[title, ""] for title, _number in columns]] if heads else [], rows]
    for part in body:
        for row in part:
            cells = table.add_row().cells
            for cell, (text, link), (_title, number), width in zip(
                cells, row, columns, sizes, strict=True
            ):
                cell.width = width
                _fill(cell.paragraphs[0], text, link, size, right=number)
    if heads:
        _repeat_header(table)
        _rules(table)


def _fill(paragraph: Any, text: str, link: str, size: Any, *, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    # An address stays text: the document has no relationship to anything outside.
    run = paragraph.add_run(link or text)
    run.font.size = size
    if text.startswith("█"):
        run.font.color.rgb = RGBColor.from_string(_ACCENT)
    paragraph.paragraph_format.space_after = 0
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rules(table: Any) -> None:
    """Draw a rule under the header and thin ones between the rows."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no other way
    borders = properties.makeelement(qn("w:tblBorders"), {})
    for edge, size, colour in (
        ("top", 8, _ACCENT),
        ("bottom", 8, _ACCENT),
        ("insideH", 2, "D7D7D7"),
    ):
        line = {"val": "single", "sz": str(size), "space": "0", "color": colour}
        named = {qn(f"w:{key}"): value for key, value in line.items()}
        borders.append(borders.makeelement(qn(f"w:{edge}"), named))
    # Word reads what stands in the order of its schema, and may call the rest damaged.
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    margins = properties.makeelement(qn("w:tblCellMar"), {})
    for edge in ("left", "right"):
        room = {qn("w:w"): "60", qn("w:type"): "dxa"}
        margins.append(margins.makeelement(qn(f"w:{edge}"), room))
    properties.insert_element_before(margins, "w:tblLook")
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.font.bold = True


def _repeat_header(table: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415

    row = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way
    row.append(row.makeelement(qn("w:tblHeader"), {}))


def _picture(document: Any, block: Mapping[str, Any]) -> None:
    from docx.shared import Cm  # noqa: PLC0415

    from .raster import svg_png  # noqa: PLC0415

    size = {"height": Cm(22)} if block["tall"] else {"width": Cm(16.8)}
    document.add_picture(io.BytesIO(svg_png(block["svg"], pixels=2000)), **size)
    drawing = document.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - python-docx has no other way
    drawing.set("descr", block["alt"])
    drawing.set("name", block["name"])
    document.add_paragraph(block["caption"], style="Caption")


_BLOCKS = {"text": _text, "items": _items, "table": _table, "bars": _bars, "picture": _picture}
