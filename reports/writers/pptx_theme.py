"""The ground of a deck: its pages, its layouts, and the colours of its theme."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from ...graph.faults import UnreadableError
from ...graph.phrases import mark as _
from ...graph.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..scene import Scene

SLOTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "folHlink", "tx2")
"""The theme's colours that stand for kinds, in the order in which they are given away."""

WIDE, HIGH = 12_192_000, 6_858_000
POINT = 12_700
_ALIKE = 60.0
_LARGEST = 200_000_000


def slots_of(scene: Scene | None) -> dict[str, str]:
    """Give a slot of the theme for every colour of the kinds of a scene.

    Colours that are hardly apart share one, as do those for which none is left: there the
    nearest serves, and shapes and dashes tell the kinds apart as ever.
    """
    keys = () if scene is None else (*scene.actor_keys, *scene.tie_keys)
    found: dict[str, str] = {}
    owners: dict[str, str] = {}
    for colour in dict.fromkeys(key.colour for key in keys):
        near = min(owners, key=lambda slot: _apart(owners[slot], colour), default="")
        if near and (_apart(owners[near], colour) < _ALIKE or len(owners) == len(SLOTS)):
            found[colour] = near
        else:
            found[colour] = SLOTS[len(owners)]
            owners[found[colour]] = colour
    return found


def _apart(one: str, other: str) -> float:
    return float(
        sum((int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) ** 2 for n in (1, 3, 5)) ** 0.5
    )


def blank_deck(slots: Mapping[str, str]) -> Any:
    """Give an empty wide presentation whose theme has the colours of the kinds."""
    from pptx import Presentation  # noqa: PLC0415

    deck: Any = Presentation()
    wider = WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = WIDE, HIGH
    master = deck.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.shapes:
            place = shape._element.spPr.find(".//{*}off")  # noqa: SLF001 - only what has a place of its own
            if place is not None:
                shape.left, shape.width = round(shape.left * wider), round(shape.width * wider)
    title, body = master.placeholders[0], master.placeholders[1]
    title.left, title.top = 36 * POINT, 20 * POINT
    title.width, title.height = WIDE - 72 * POINT, 56 * POINT
    body.left, body.top = 36 * POINT, 92 * POINT
    body.width, body.height = WIDE - 72 * POINT, HIGH - 132 * POINT
    for place, shape in enumerate(list(deck.slide_layouts[0].placeholders)[:2]):
        shape.left, shape.width = 60 * POINT, WIDE - 120 * POINT
        shape.top, shape.height = (150 + 125 * place) * POINT, 115 * POINT
        for level in shape._element.iter("{*}lvl1pPr"):  # noqa: SLF001 - python-pptx has no other way
            level.set("algn", "l")
    style = master._element.find(".//{*}titleStyle/{*}lvl1pPr")  # noqa: SLF001 - python-pptx has no other way
    style.set("algn", "l")
    style.find("{*}defRPr").set("b", "1")
    _paint(master, {slot: colour for colour, slot in reversed(list(slots.items()))})
    return deck


def _paint(master: Any, colours: Mapping[str, str]) -> None:
    """Write colours into the theme of a master; text is a soft black."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT  # noqa: PLC0415

    part = master.part.part_related_by(RT.THEME)
    blob = part.blob
    for slot, colour in {"dk1": "#1b2430", "dk2": "#1f5f99", **_named(colours)}.items():
        tag = slot.encode()
        value = b'<a:srgbClr val="' + colour[1:].upper().encode() + b'"/>'
        blob = re.sub(b"(<a:%s>).*?(</a:%s>)" % (tag, tag), rb"\g<1>" + value + rb"\2", blob, flags=re.DOTALL)  # fmt: skip
    part._blob = blob  # noqa: SLF001 - python-pptx has no other way


def _named(colours: Mapping[str, str]) -> dict[str, str]:
    # Shapes call tx2 what the theme calls dk2.
    return {{"tx2": "dk2"}.get(slot, slot): colour for slot, colour in colours.items()}


def from_template(content: bytes, name: str) -> Any:
    """Give somebody's own presentation without its slides. Raises UnreadableError if it is none."""
    from pptx import Presentation  # noqa: PLC0415

    refused = UnreadableError(
        phrase(_("“{path}” is no PowerPoint presentation (.pptx) that can be read."), path=name)
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise refused  # noqa: TRY301 - the same refusal as below
        deck = Presentation(io.BytesIO(content))
        listed = deck.slides._sldIdLst  # noqa: SLF001 - python-pptx has no other way
        for entry in list(listed):
            deck.part.drop_rel(entry.rId)
            listed.remove(entry)
        deck.slide_layouts[0]
    except UnreadableError:
        raise
    except Exception as error:
        # The library fails in many ways on what is no presentation; none is the user's business.
        raise refused from error
    return deck


TITLES, BODIES = frozenset({1, 3}), frozenset({2, 7})
_SUBTITLE = 4
# The names that PowerPoint and LibreOffice give their layouts in the languages of the reports.
_NAMES = {
    "title": ("title slide", "diapositiva de título", "diapositive de titre", "slide de título"),
    "content": ("title and content", "título y objetos", "titre et contenu", "título e conteúdo"),
    "only": ("title only", "solo el título", "titre seul", "somente título"),
}


def layout_of(deck: Any, wanted: str) -> Any:
    """Give the layout for a title page, for text (content) or for a drawing (only).

    It is found by the types of its placeholders, among several by its name; where none fits, one
    that has at least a title, those without a subtitle first, else the first.
    """
    layouts = list(deck.slide_layouts)
    for kind in (wanted, "only"):
        fitting = [layout for layout in layouts if _fits(_types(layout), kind)]
        for layout in fitting:
            if layout.name.strip().lower() in _NAMES[kind]:
                return layout
        if fitting:
            return fitting[0]
    titled = [layout for layout in layouts if TITLES & set(_types(layout))]
    plain = [layout for layout in titled if _SUBTITLE not in _types(layout)]
    return (plain or titled or layouts)[0]


def _types(layout: Any) -> list[int]:
    return [int(one.placeholder_format.type) for one in layout.placeholders]


def _fits(types: Iterable[int], wanted: str) -> bool:
    # Dates, footers and numbers (13, 15, 16) are no content.
    own = sorted(kind for kind in types if kind not in {13, 15, 16})
    if wanted == "title":
        return bool(TITLES & set(own)) and _SUBTITLE in own
    if wanted == "content":
        return len(own) == 2 and own[0] == 1 and own[1] in BODIES  # noqa: PLR2004
    return own == [1]
