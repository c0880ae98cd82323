"""A report said in its language: plain lists and texts, for writers of documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...graph.formats.limits import limits
from ...graph.phrases import Phrase, counted
from ...graph.phrases import mark as _
from ..report import Bars, Drawing, Items, Table
from .cells import cell_text, printable, shortened, web_address

if TYPE_CHECKING:
    from ..language import Language
    from ..report import Block, Report


def said(report: Report, language: Language) -> dict[str, Any]:
    """Give `report` as plain values: ``title``, ``subtitle``, ``lang``, ``licence``, ``sections``.

    A section has a ``title`` and ``blocks``; a block its ``kind`` (``text``, ``items``, ``table``,
    ``bars``, ``picture``) and what belongs to it, every text ready to be shown. A picture has
    its ``svg``, what it shows in words (``alt``), a ``name``, and whether it is ``tall``.
    """
    return {
        "title": _clean(language.text(report.title), language),
        "subtitle": _clean(language.text(report.subtitle), language),
        "lang": language.code,
        "licence": _clean(language.text(report.licence), language) if report.licence else "",
        "sections": [
            {
                "title": _clean(language.text(section.title), language),
                "blocks": [_block(block, language) for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def _clean(text: str, language: Language) -> str:
    rest = len(text) - limits().shown
    more = counted(_("({count} more character)"), _("({count} more characters)"), rest)
    return shortened(printable(text), language.text(more) if rest > 0 else "")


def _block(block: Block, language: Language) -> dict[str, Any]:
    def say(text: Phrase | str) -> str:
        return _clean(language.text(text), language)

    if isinstance(block, Phrase):
        return {"kind": "text", "text": say(block)}
    if isinstance(block, Items):
        return {"kind": "items", "ordered": block.ordered, "items": [say(i) for i in block.items]}
    if isinstance(block, Table):
        return _table(block, language)
    if isinstance(block, Bars):
        rows = [[say(name), value, language.number(value, block.digits), rank] for name, value, rank in block.rows]  # fmt: skip
        return {"kind": "bars", "caption": say(block.caption), "rows": rows}
    if isinstance(block, Drawing):
        drawn = {"svg": block.svg, "alt": printable(block.alt), "name": block.name}
    else:
        from .svg import scene_svg  # noqa: PLC0415

        scene = block.scene
        alt = f"{scene.title}. {scene.sentence}"
        drawn = {"svg": scene_svg(scene), "alt": alt, "name": "network"}
    tall = _shape(drawn["svg"]) > _TALL
    return {"kind": "picture", "caption": say(block.caption), "tall": tall, **drawn}


# Height by width from which a picture is fitted to the height of a page.
_TALL = 1.3


def _shape(svg: str) -> float:
    """Give the height of a drawing divided by its width, from its ``viewBox``."""
    found = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', svg)
    return float(found[2]) / float(found[1]) if found else 1.0


def _table(table: Table, language: Language) -> dict[str, Any]:
    rows = []
    for row in table.rows:
        cells = []
        for value, column in zip(row, table.columns, strict=True):
            link = web_address(value) if column.kind == "link" and isinstance(value, str) else ""
            cells.append([_clean(cell_text(value, column, language), language), link])
        rows.append(cells)
    columns: list[tuple[str, bool]] = [
        (_clean(language.text(column.title), language), column.kind not in {"text", "link"})
        for column in table.columns
    ]
    return {
        "kind": "table",
        "name": _clean(language.text(table.name), language),
        "caption": _clean(language.text(table.caption), language),
        "note": _clean(language.text(table.note), language) if table.note else "",
        "columns": columns,
        "rows": rows,
        "widths": [
            _width(place, title, number, rows) for place, (title, number) in enumerate(columns)
        ],
    }


def _width(place: int, title: str, number: bool, rows: list[list[list[str]]]) -> int:
    """Give how wide a column wants to be, beside the others: the length of its long cells."""
    cells = [row[place][0] for row in rows] or [""]
    lengths = sorted(map(len, cells))
    if number:
        return max(4, lengths[-1], max(map(len, title.split()), default=0)) + 1
    word = max((len(word) for cell in [title, *cells] for word in cell.split()), default=0)
    return max(8, min(22, word + 4), min(48, lengths[int(0.9 * (len(lengths) - 1))]))
