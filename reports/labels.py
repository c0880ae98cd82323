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
_EDGE = 2
_MOVABLE = 400
_DEPTH = 2
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

    Places around the marker are tried, near ones first. No label overlaps another or a marker,
    none leaves the frame. Where every place is taken, labels that can stand elsewhere make room;
    so a marker stays without only where that does not help either, or in a picture of more than
    400.
    """
    page = _Page(markers, width, height)
    order = sorted(markers, key=lambda marker: (-marker.size, marker.id))
    waiting = [marker for marker in order if not page.settle(marker, 0)]
    for marker in waiting if len(markers) <= _MOVABLE else ():
        page.settle(marker, _DEPTH)
    return tuple(page.labels[marker.id] for marker in markers if marker.id in page.labels)


class _Page:
    """The labels that have a place so far."""

    def __init__(self, markers: tuple[Marker, ...], width: float, height: float) -> None:
        self.labels: dict[str, Label] = {}
        self._markers = {marker.id: marker for marker in markers}
        self._frame = width, height
        self._taken = _Taken()
        for marker in markers:
            self._taken.add(_square(marker))

    def settle(self, marker: Marker, depth: int, kept: frozenset[str] = frozenset()) -> bool:
        """Find `marker` a place, others but those `kept` giving way as far as `depth`."""
        for label in self._places(marker):
            if self._taken.free(label.box):
                self._stand(label)
                return True
        return depth > 0 and any(
            self._displace(label, depth, kept) for label in self._places(marker)
        )

    def _places(self, marker: Marker) -> Iterator[Label]:
        """Give the places around a marker that lie within the frame, near ones first."""
        return (one for one in _candidates(marker) if _inside(one.box, *self._frame))

    def _displace(self, label: Label, depth: int, kept: frozenset[str]) -> bool:
        """Put `label` in place of one or two others if these find places too; else change nothing."""
        owners = self._taken.owners(label.box)
        if "" in owners or owners & kept or len(owners) > 2:  # noqa: PLR2004
            return False
        before = dict(self.labels)
        for owner in owners:
            self._leave(owner)
        self._stand(label)
        known = kept | owners | {label.id}
        if all(self.settle(self._markers[owner], depth - 1, known) for owner in sorted(owners)):
            return True
        for name in [name for name, now in self.labels.items() if before.get(name) is not now]:
            self._leave(name)
        for name in before.keys() - self.labels.keys():
            self._stand(before[name])
        return False

    def _stand(self, label: Label) -> None:
        self.labels[label.id] = label
        self._taken.add(label.box, label.id)

    def _leave(self, name: str) -> None:
        self._taken.remove(self.labels.pop(name).box, name)


def _inside(box: tuple[float, float, float, float], width: float, height: float) -> bool:
    left, top, right, bottom = box
    return left >= _EDGE and top >= _EDGE and right <= width - _EDGE and bottom <= height - _EDGE


class _Taken:
    """The boxes that are taken, in a grid, so that a new one meets only its neighbours."""

    def __init__(self, cell: float = 64.0) -> None:
        self._cell = cell
        self._cells: dict[tuple[int, int], list[tuple[tuple[float, float, float, float], str]]] = {}

    def _over(self, box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (math.floor(side / self._cell) for side in box)
        return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))

    def add(self, box: tuple[float, float, float, float], owner: str = "") -> None:
        for cell in self._over(box):
            self._cells.setdefault(cell, []).append((box, owner))

    def remove(self, box: tuple[float, float, float, float], owner: str) -> None:
        for cell in self._over(box):
            self._cells[cell].remove((box, owner))

    def free(self, box: tuple[float, float, float, float]) -> bool:
        """Tell whether `box` meets nothing; where all is crowded the first few say so."""
        return not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for cell in self._over(box)
            for other, _owner in self._cells.get(cell, ())
        )

    def owners(self, box: tuple[float, float, float, float]) -> set[str]:
        """Give whose labels `box` meets; the empty name stands for a marker."""
        return {
            owner
            for cell in self._over(box)
            for other, owner in self._cells.get(cell, ())
            if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        }


def _square(marker: Marker) -> tuple[float, float, float, float]:
    size = marker.size
    return marker.x - size, marker.y - size, marker.x + size, marker.y + size


def _candidates(marker: Marker) -> Iterator[Label]:
    up, down, level = 0.2 * FONT_SIZE, 0.8 * FONT_SIZE, 0.3 * FONT_SIZE
    half = text_width(marker.short) / 2

    def at(x: float, y: float, anchor: str) -> Label:
        return Label(
            marker.id, marker.short, round(marker.x + x, 1), round(marker.y + y, 1), anchor
        )

    for further in (0.0, 6.0):
        gap = marker.size + 4 + further
        near = 0.72 * gap
        yield at(gap, level, "start")
        yield at(-gap, level, "end")
        yield at(0.0, gap + down, "middle")
        yield at(0.0, -gap - up, "middle")
        yield at(near, near + down, "start")
        yield at(near, -near - up, "start")
        yield at(-near, near + down, "end")
        yield at(-near, -near - up, "end")
    # Slid along the marker, still touching what is next to it.
    gap = marker.size + 4
    for share in (0.35, -0.35, 0.7, -0.7):
        yield at(share * half, gap + down, "middle")
        yield at(share * half, -gap - up, "middle")
    for slide in (0.35, -0.35, 0.7, -0.7):
        yield at(gap, level + slide * FONT_SIZE, "start")
        yield at(-gap, level + slide * FONT_SIZE, "end")
