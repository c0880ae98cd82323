"""What a cell of a report reads like, and how its text is made harmless for each medium."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...graph.cells import inert
from ...graph.formats.limits import limits
from ...graph.phrases import Phrase

if TYPE_CHECKING:
    from ..language import Language
    from ..report import Cell, Column

__all__ = ["cell_text", "inert", "one_line", "printable", "shortened", "web_address"]

# Controls, and the marks that turn, join or hide text (Unicode's category Cf) but the soft hyphen.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def cell_text(cell: Cell, column: Column, language: Language) -> str:
    """Give the text of `cell` as `language` writes it; a blank one is an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, Phrase):
        return language.text(cell)
    if isinstance(cell, (int, float)):
        if math.isnan(cell):
            return ""
        whole = isinstance(cell, int) or column.digits == 0
        return language.number(cell, 0 if whole else column.digits)
    return cell


def printable(text: str) -> str:
    """Give `text` with control characters and direction marks spelled out as escapes."""
    return _UNSAFE.sub(_spelled, text)


def one_line(text: str) -> str:
    """Give `text` `printable` and without line ends and tabs, for a line of a terminal."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _spelled(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def shortened(text: str, more: str) -> str:
    """Give `text` cut at the limit ``shown``, with `more` (how many are left out) behind."""
    longest = limits().shown
    return text if len(text) <= longest else f"{text[:longest]}… {more}"


def web_address(text: str) -> str:
    """Give `text` if it is an http or https address that is safe to link, else an empty text."""
    if _UNSAFE.search(text) or any(sign in text for sign in " \"'<>\\^`{|}\t\n\r"):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc else ""
