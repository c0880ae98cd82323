"""A report as Markdown (GitHub's tables), in which no text of the data can become live."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...graph.phrases import Phrase
from ...graph.phrases import mark as _
from ..report import Bars, Drawing, Items, Picture, Table
from .cells import cell_text, printable, web_address

if TYPE_CHECKING:
    from ..language import Language
    from ..report import Block, Report

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&!])")
_ADDRESS = re.compile(r"(?i)://|(mailto|javascript|data|vbscript|xmpp):|www\.")
# P@10 is no address and mentions nobody.
_AT = re.compile(r"@(?!\d{1,3}(?:[\s,.;)]|$))")
_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def write(report: Report, language: Language) -> bytes:
    """Write `report` in `language` as UTF-8 Markdown."""
    lines = [f"# {_say(report.title, language)}", "", _say(report.subtitle, language), ""]
    for section in report.sections:
        lines += [f"## {_say(section.title, language)}", ""]
        for block in section.blocks:
            lines += [*_block(block, language), ""]
    if report.licence:
        lines += ["---", "", _say(report.licence, language), ""]
    return "\n".join(lines).encode()


def escaped(text: str) -> str:
    """Give `text` on one line so that Markdown shows it as it is.

    What makes a bare address (``://``, ``www.``, ``@``) is written as a character reference, so that no reader's
    automatic linking makes it live.
    """
    flat = " ".join(printable(text).split())
    safe = _SPECIAL.sub(r"\\\1", flat)
    safe = _ADDRESS.sub(lambda m: m[0].replace(":", "&#58;").replace(".", "&#46;"), safe)
    safe = _AT.sub("&#64;", safe)
    return _LIST.sub(
        lambda m: (
            f"{m[1]}\\{m[2]}" if len(m[2]) == 1 else m[0].replace(".", "\\.").replace(")", "\\)")
        ),
        safe,
    )


def _say(said: Phrase | str, language: Language) -> str:
    return escaped(language.text(said))


def _block(block: Block, language: Language) -> list[str]:
    if isinstance(block, Phrase):
        return [_say(block, language)]
    if isinstance(block, Items):
        signs = [f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1)]
        return [
            f"{sign} {_say(item, language)}" for sign, item in zip(signs, block.items, strict=True)
        ]
    if isinstance(block, Table):
        return _table(block, language)
    if isinstance(block, Bars):
        return _bars(block, language)
    if isinstance(block, Drawing):
        # Markdown holds no drawing: where it stands, and what it shows.
        where = _say(_("drawn in report.html"), language)
        return [f"{_say(block.caption, language)} {escaped(block.alt)} ({where})"]
    return _picture(block, language)


def _picture(block: Picture, language: Language) -> list[str]:
    # Outside the f-string, where the collector of messages sees it in every version of Python.
    invitation = _say(_("Open the interactive map"), language)
    link = f" [{invitation}]({block.link})" if block.link else ""
    return [f"{_say(block.caption, language)}{link}"]


def _bars(block: Bars, language: Language) -> list[str]:
    return [
        _say(block.caption, language),
        "",
        *(
            f"{rank}\\. {_say(name, language)} — {language.number(value, block.digits)}  "
            for name, value, rank in block.rows
        ),
    ]


def _table(table: Table, language: Language) -> list[str]:
    heads = [_say(column.title, language) for column in table.columns]
    rules = ["---" if column.kind in {"text", "link"} else "---:" for column in table.columns]
    lines = [f"**{_say(table.caption, language)}**", "", _row(heads), _row(rules)]
    for row in table.rows:
        cells = []
        for value, column in zip(row, table.columns, strict=True):
            address = web_address(value) if column.kind == "link" and isinstance(value, str) else ""
            text = cell_text(value, column, language)
            cells.append(f"<{address}>" if address else escaped(text))
        lines.append(_row(cells))
    if table.note:
        lines += ["", _say(table.note, language)]
    return lines


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
