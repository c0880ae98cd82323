"""Names in a picture: made fit to be shown, shortened, measured, and put where there is room."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..graph.formats.limits import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .scene import Marker

FONT_SIZE = 12.0
LONGEST_LABEL = 28
# They turn the text around them, which would let a name rewrite its neighbours.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@dataclass(frozen=True, slots=True)
class Label:
    """The name of the marker `id`; `x`, `y` are on its baseline at its `anchor`.

    ``anchor`` is start, middle or end, as in SVG.
    """

    id: str
    text: str
    x: float
    y: float
    anchor: str

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Give left, top, right and bottom, as wide as the text is likely to be."""
        width = text_width(self.text)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - 0.8 * FONT_SIZE, left + width, self.y + 0.25 * FONT_SIZE


def plain_text(value: object) -> str:
    r"""Give `value` as text on one line without what cannot be shown, cut at 2,000 characters.

    >>> plain_text("a\x00b\tc")
    'ab c'
    """
    text = str(value)
    # Most texts are letters that all can be shown, which is quickly seen.
    if not (text.isascii() and text.isprintable()):
        text = "".join(
            " " if char in "\t\n\r\u2028\u2029" else char for char in text if _shows(char)
        )
    text = text.strip()
    longest = limits().shown
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _shows(char: str) -> bool:
    """Tell apart what can stand in a page from controls, surrogates and non-characters."""
    if char in "\t\n\r":
        return True
    refused = unicodedata.category(char) in {"Cc", "Cs"} or ord(char) & 0xFFFE == 0xFFFE  # noqa: PLR2004
    return not refused and char not in _TURNING


def short_label(name: str, longest: int = LONGEST_LABEL) -> str:
    """Give a name short enough for a picture: its acronym, what stands before a colon, or a cut.

    >>> short_label("Andalusian Fund of Municipalities for International Solidarity (FAMSI)")
    'FAMSI'
    >>> short_label("Notebook 1: The institutional framework of international action")
    'Notebook 1'
    """
    if len(name) <= longest:
        return name
    acronym = re.search(r"\(([^()]{2,14})\)\Z", name)
    if acronym:
        return acronym[1]
    before = name.split(":", maxsplit=1)[0].strip()
    if 3 <= len(before) <= longest and before != name:  # noqa: PLR2004
        return before
    words = name[: longest - 1].split(" ")[:-1]
    # A cut name does not end in an article or a preposition.
    while words and len(words[-1]) <= 3 and words[-1].islower():  # noqa: PLR2004
        words.pop()
    kept = " ".join(words).rstrip(" ,;–-(")
    return (kept if len(kept) >= longest // 3 else name[: longest - 1]) + "…"


# Thousandths of the font's size, from the bold Helvetica that most sans-serif fonts follow.
_NARROW = dict.fromkeys("iIjl.,:;'|!’·", 300) | dict.fromkeys("ftr()[]-/ ", 360)
_WIDE = dict.fromkeys("mMW%@", 890) | dict.fromkeys("wOQGCDHNRUKBAXVYS&+=<>…—", 740)


@lru_cache(maxsize=65_536)
def text_width(text: str, size: float = FONT_SIZE) -> float:
    """Estimate how wide `text` is in a bold sans-serif font, a little on the safe side."""
    total = 0
    for char in text:
        base = unicodedata.normalize("NFD", char)[0]
        if unicodedata.combining(base):
            continue
        if unicodedata.east_asian_width(base) in "WF":
            total += 1000
        elif base in _NARROW:
            total += _NARROW[base]
        else:
            total += _WIDE.get(base, 610 if base.isascii() else 720)
    return 1.04 * size * total / 1000


def place_labels(markers: tuple[Marker, ...], width: float, height: float) -> tuple[Label, ...]:
    """Give a label to every marker that has room for it, the largest first.

    Eight places around the marker are tried, then the same a little further out. No label
    overlaps another or a marker, none leaves the frame; so some markers may stay without.
    """
    taken = _Taken()
    for marker in markers:
        taken.add(_square(marker))
    labels: dict[str, Label] = {}
    for marker in sorted(markers, key=lambda marker: (-marker.size, marker.id)):
        for label in _candidates(marker):
            left, top, right, bottom = label.box
            inside = left >= 2 and top >= 2 and right <= width - 2 and bottom <= height - 2  # noqa: PLR2004
            if inside and taken.is_free(label.box):
                taken.add(label.box)
                labels[marker.id] = label
                break
    return tuple(labels[marker.id] for marker in markers if marker.id in labels)


class _Taken:
    """The boxes that are taken, in a grid, so that a new one meets only its neighbours."""

    def __init__(self, cell: float = 64.0) -> None:
        self._cell = cell
        self._cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def _over(self, box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (math.floor(side / self._cell) for side in box)
        return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))

    def add(self, box: tuple[float, float, float, float]) -> None:
        for cell in self._over(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: tuple[float, float, float, float]) -> bool:
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for cell in self._over(box)
            for other in self._cells.get(cell, ())
        )


def _square(marker: Marker) -> tuple[float, float, float, float]:
    size = marker.size
    return marker.x - size, marker.y - size, marker.x + size, marker.y + size


def _candidates(marker: Marker) -> Iterator[Label]:
    for further in (0.0, 6.0):
        gap = marker.size + 4 + further
        near = 0.72 * gap
        up, down, level = 0.2 * FONT_SIZE, 0.8 * FONT_SIZE, 0.3 * FONT_SIZE
        for x, y, anchor in (
            (gap, level, "start"),
            (-gap, level, "end"),
            (0.0, gap + down, "middle"),
            (0.0, -gap - up, "middle"),
            (near, near + down, "start"),
            (near, -near - up, "start"),
            (-near, near + down, "end"),
            (-near, -near - up, "end"),
        ):
            at = round(marker.x + x, 1), round(marker.y + y, 1)
            yield Label(marker.id, marker.short, *at, anchor)
