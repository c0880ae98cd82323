"""A report as slides: a native chart, native tables, a network of shapes, notes for the speaker."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from ...graph.phrases import Phrase, counted, phrase
from ...graph.phrases import mark as _
from ..labels import short_label
from .blocks import said
from .packing import repacked
from .pptx_blocks import Page, add_chart, add_table, fit_title, leave_places, write_text
from .pptx_shapes import Canvas, draw_legend, draw_scene, part_of_scene
from .pptx_theme import POINT, blank_deck, from_template, layout_of, slots_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..language import Language
    from ..report import Report
    from ..scene import Scene

_FIXED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - same input, same bytes: no clock
_LOCALES = {"en": "en-GB", "es": "es-MX", "fr": "fr-FR", "pt": "pt-BR"}
_NOTES_MASTER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/notesMaster"
_LEGEND = 190.0
_UNIT = 0.95
_BARS, _GAPS, _EACH, _DEFINITIONS = 12, 7, 2, 5
GAPS = ("gaps", "suggestions", "questions")
"""The sections whose tables are shown, if the report has them."""


def write(report: Report, language: Language) -> bytes:
    """Write `report` in `language` as a presentation that stands beside its map.html."""
    return slides(report, language, link="map.html")


def slides(
    report: Report, language: Language, *, template: tuple[str, bytes] | None = None, link: str = ""
) -> bytes:
    """Write `report` in `language` as PPTX; the same bytes each time.

    `template` is the name and the content of a presentation whose layouts, fonts and colours are
    used. The picture of the map opens `link`, an address; without it the slides have no
    relationship to anything outside. Raises UnreadableError for a template that is none.
    """
    network = next((b.scene for s in report.sections for b in s.blocks if hasattr(b, "scene")), None)  # fmt: skip
    slots = slots_of(network)
    deck = from_template(template[1], template[0]) if template else blank_deck(slots)
    book = _Book(deck, report, language, slots, link)
    book.title()
    book.findings()
    if report.geography is not None:
        book.map(report.geography)
    if network is not None and network.markers:
        book.network(network)
    book.ranking()
    for name in GAPS:
        book.gaps(name)
    book.methods()
    book.sources()
    _mark_language(deck, _LOCALES[language.code])
    _list_notes_master(deck)
    properties = deck.core_properties
    properties.title, properties.author = book.content["title"][:250], "alianza"
    properties.last_modified_by, properties.language = "alianza", _LOCALES[language.code]
    properties.created = properties.modified = _FIXED
    properties.revision = 1
    buffer = io.BytesIO()
    deck.save(buffer)
    return repacked(buffer.getvalue())


class _Book:
    """The slides while they are made: each method adds its own, if there is something to show."""

    def __init__(
        self, deck: Any, report: Report, language: Language, slots: Mapping[str, str], link: str
    ) -> None:
        self.deck, self.report, self.language = deck, report, language
        self.slots, self.link = slots, link
        self.content = said(report, language)
        self.sections = {
            section.name: shown
            for section, shown in zip(report.sections, self.content["sections"], strict=True)
        }

    def _say(self, text: Phrase | str) -> str:
        return self.language.text(text)

    def _page(self, layout: str, title: str, notes: Sequence[str]) -> Page:
        slide = self.deck.slides.add_slide(layout_of(self.deck, layout))
        leave_places(slide, layout)
        for number, shape in enumerate(slide.placeholders):
            shape.name = f"{layout} {number + 1}"
        page = Page.of(slide, self.deck)
        fit_title(page, title, self.deck)
        slide.notes_slide.notes_text_frame.text = "\n".join(filter(None, notes))
        return page

    def _blocks(self, name: str, kind: str) -> list[dict[str, Any]]:
        blocks = self.sections.get(name, {"blocks": []})["blocks"]
        return [block for block in blocks if block["kind"] == kind]

    def title(self) -> None:
        """Say what the slides are about."""
        content = self.content
        welcome = self._say(
            phrase(_("Welcome. This is about: {title}."), title=content["title"].rstrip("."))
        )
        page = self._page("title", content["title"], [welcome, content["subtitle"]])
        write_text(page, [content["subtitle"], content["licence"]], bullets=False, largest=20)

    def findings(self) -> None:
        """Say what stands out, in the words of the report."""
        blocks = self.sections.get("findings", {"blocks": []})["blocks"]
        others = [block["text"] for block in blocks if block["kind"] == "text"]
        if not blocks:
            return
        if blocks[0]["kind"] == "items":
            shown = blocks[0]["items"]
        else:
            # A sentence before a list only says what is listed.
            shown = [
                block["text"]
                for block, after in zip(blocks, [*blocks[1:], None], strict=True)
                if block["kind"] == "text" and (after is None or after["kind"] != "items")
            ]
        page = self._page("content", self.sections["findings"]["title"], others)
        write_text(page, shown, largest=22)

    def map(self, scene: Scene) -> None:
        """Show the map as a picture that opens the interactive one."""
        from .raster import scene_png  # noqa: PLC0415

        notes = [scene.sentence]
        if self.link:
            notes.insert(0, self._say(_("A click on the picture opens the interactive map.")))
        page = self._page("only", self._say(_("On the map")), notes)
        picture = page.slide.shapes.add_picture(io.BytesIO(scene_png(scene, pixels=2000)), 0, 0)
        # As large as the body allows, in its middle.
        share = min(page.width * POINT / picture.width, page.height * POINT / picture.height)
        picture.width, picture.height = int(picture.width * share), int(picture.height * share)
        picture.left = int((page.left + page.width / 2) * POINT - picture.width / 2)
        picture.top = int(page.top * POINT)
        picture.name = "map"
        shown = picture._element.nvPicPr.cNvPr  # noqa: SLF001 - python-pptx has no other way
        shown.set("descr", f"{scene.title}. {scene.sentence}")
        if self.link:
            picture.click_action.hyperlink.address = self.link

    def network(self, scene: Scene) -> None:
        """Draw the network as shapes, or of a large one the best connected part."""
        title = self.sections["picture"]["title"] if "picture" in self.sections else scene.title
        caption = " ".join(block["caption"] for block in self._blocks("picture", "picture"))
        page = self._page("only", title, [caption, scene.sentence])
        # The legend stands beside the network, on a tall page below it.
        keys = len(scene.actor_keys) + len(scene.tie_keys) + len(scene.mark_keys)
        low = 0.85 * (19 * keys + 30) if page.height > page.width else 0.0
        width = page.width if low else page.width - _LEGEND
        part = part_of_scene(scene, width / _UNIT, (page.height - 20 - low) / _UNIT)
        draw_scene(page.slide, part, Canvas(page.left, page.top, _UNIT), self.slots)
        if low:
            place, room = Canvas(page.left, page.top + page.height - low, 0.85), page.width
        else:
            place, room = Canvas(page.left + width + 12, page.top, 0.85), _LEGEND - 12
        draw_legend(page.slide, part, place, room, self.slots)
        text = phrase(
            _("{shown} of {all} actors, those with the most partners; {ties} of {count} ties."),
            shown=len(part.markers), all=len(scene.markers),
            ties=len(part.curves), count=len(scene.curves),
        )  # fmt: skip
        if len(part.markers) < len(scene.markers):
            page.foot(self._say(text))

    def ranking(self) -> None:
        """Show the ranking as a chart with its own data."""
        for block in self._blocks("ranking", "bars")[:1]:
            rows = block["rows"][:_BARS]
            if not rows:
                continue
            first, notes = rows[0], [block["caption"]]
            lead = phrase(_("First is {name} with {value}."), name=first[0], value=first[2])
            notes.insert(0, self._say(lead))
            if len(rows) > 1:
                then = ", ".join(f"{name} ({shown})" for name, _value, shown, _rank in rows[1:4])
                notes.insert(1, self._say(phrase(_("Then come {names}."), names=then)))
            page = self._page("only", self.sections["ranking"]["title"], notes)
            names = [short_label(name) for name, *_rest in rows]
            digits = max(len(shown.partition(".")[2] or shown.partition(",")[2]) for _n, _v, shown, _r in rows)  # fmt: skip
            add_chart(page, block["caption"], names, [row[1] for row in rows], digits)

    def gaps(self, name: str) -> None:
        """Show the gravest rows of the tables of a section as one table."""
        tables = self._blocks(name, "table")
        if name == "suggestions":
            tables = tables[:1]
        if not tables:
            return
        most = _GAPS if len(tables) == 1 else _EACH
        # What is missing and how grave it is; of suggestions and questions why, and whom to ask.
        second = 1 if name == "gaps" else len(tables[0]["columns"]) - 1
        heads = [tables[0]["columns"][column][0] for column in (0, second)]
        rows = [[row[0][0], row[second][0]] for block in tables for row in block["rows"][:most]]
        total = sum(len(block["rows"]) for block in tables)
        notes = [block["text"] for block in self._blocks(name, "text")[:1]]
        page = self._page("only", self.sections[name]["title"], notes)
        shown = add_table(page, name, heads, rows, shares=(5, 1) if name == "gaps" else (2, 3))
        if total > shown:
            more = counted(_("The report has {count} more."), _("The report has {count} more of them."), total - shown)  # fmt: skip
            page.foot(self._say(more))

    def methods(self) -> None:
        """Say which ties were counted, and how the first measures are defined."""
        texts = [block["text"] for block in self._blocks("methods", "text")]
        tables = self._blocks("methods", "table")[:1]
        terms = [
            self._say(phrase(_("{term}: {definition}"), term=row[0][0], definition=row[1][0]))
            for table in tables
            for row in table["rows"]
        ]
        if not texts and not terms:
            return
        page = self._page("content", self.sections["methods"]["title"], [*texts, *terms])
        write_text(page, [*texts, *terms[:_DEFINITIONS]], largest=18)

    def sources(self) -> None:
        """Name who published the sources, those of most sources first."""
        counts: dict[str, int] = {}
        for source in self.report.references:
            name = source.publisher or source.title
            counts[name] = counts.get(name, 0) + 1
        if not counts:
            return
        order = sorted(counts, key=lambda name: (-counts[name], name))
        total = counted(
            _("{count} source, listed in the report with its address."),
            _("{count} sources, listed in the report with their addresses."),
            len(self.report.references),
        )
        page = self._page("content", self.sections["sources"]["title"] if "sources" in self.sections else self._say(_("Sources")), [self._say(total)])  # fmt: skip
        lines = [f"{name} ({counts[name]})" for name in order[:_BARS]]
        rest = len(order) - len(lines)
        if rest > 0:
            lines.append(
                self._say(
                    counted(_("{count} other publisher"), _("{count} other publishers"), rest)
                )
            )
        write_text(page, [self._say(total), *lines, self.content["licence"]], largest=18)


def _list_notes_master(deck: Any) -> None:
    """Name the master of the notes in the presentation, as PowerPoint does and the library does not."""
    from pptx.oxml.ns import qn  # noqa: PLC0415

    tree = deck.part._element  # noqa: SLF001 - python-pptx has no other way
    if tree.find(qn("p:notesMasterIdLst")) is None:
        number = deck.part.relate_to(deck.notes_master.part, _NOTES_MASTER)
        listed = tree.makeelement(qn("p:notesMasterIdLst"), {})
        listed.append(listed.makeelement(qn("p:notesMasterId"), {qn("r:id"): number}))
        tree.find(qn("p:sldMasterIdLst")).addnext(listed)


def _mark_language(deck: Any, locale: str) -> None:
    """Tell spelling and voices which language the texts are in."""
    for slide in deck.slides:
        for tree in (slide._element, slide.notes_slide._element):  # noqa: SLF001 - python-pptx has no other way
            for run in tree.iter("{*}r"):
                look = run.find("{*}rPr")
                if look is None:
                    look = run.makeelement(run.tag[:-1] + "rPr", {})
                    run.insert(0, look)
                look.set("lang", locale)
