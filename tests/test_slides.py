"""Slides: shapes with the names and places of the scene, texts that fit, the same bytes, nothing live."""

import io
import re
import zipfile
from itertools import pairwise

import alianza
import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, UnreadableError
from alianza.graph.phrases import Phrase
from alianza.reports.deck import write_deck
from alianza.reports.labels import text_width
from alianza.reports.language import Language
from alianza.reports.report import Column, Section, Table
from alianza.reports.scene import build_scene
from alianza.reports.writers.packing import repacked
from alianza.reports.writers.pptx import slides, write
from alianza.reports.writers.pptx_blocks import cut_to, lines_of
from alianza.reports.writers.pptx_shapes import MOST_TIES, part_of_scene
from alianza.reports.writers.pptx_theme import SLOTS, layout_of, slots_of
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Emu

POINT = 12_700
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HOSTILE = ('=HYPERLINK("http://evil.example")', "<a:t>&amp;</a:t><script>", "http://evil.example/x", "@SUM(1)", '"/><p:pic r:link="x"', "W" * 400)  # fmt: skip


@pytest.fixture(scope="module")
def report():
    return alianza.report(alianza.load("allas"), lang="es", also=["pptx"])


@pytest.fixture(scope="module")
def content(report):
    return write(report, Language("es"))


@pytest.fixture(scope="module")
def deck(content):
    return Presentation(io.BytesIO(content))


@pytest.fixture(scope="module")
def hostile():
    graph = nx.MultiDiGraph(name="x", metadata={"title": HOSTILE[0]})
    graph.graph["sources"] = [{"id": f"s{n}", "title": t, "publisher": t, "url": "http://evil.example"} for n, t in enumerate(HOSTILE)]  # fmt: skip
    for n, text in enumerate(HOSTILE):
        graph.add_node(f"{n}", label=text, kind="city" if n else "network", lat=n, lon=n)
    # A chart is drawn where five actors of a kind have two partners or more.
    for n in range(1, 6):
        graph.add_edge(f"{n}", f"{n % 5 + 1}", key=f"a{n}", kind="agreement")
    for n in range(1, len(HOSTILE)):
        graph.add_edge(f"{n}", "0", key=f"t{n}{HOSTILE[n][:20]}", kind="leadership", role=HOSTILE[n], sources=f"s{n}")  # fmt: skip
    return Dataset.from_networkx(graph)


def shapes(slide):
    """Give every shape by name, those in groups too."""
    for shape in slide.shapes:
        yield from shape.shapes if shape.shape_type == 6 else [shape]


def named(deck, start):
    return {s.name.removeprefix(start): s for slide in deck.slides for s in shapes(slide) if s.name.startswith(start)}  # fmt: skip


def titles(deck):
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def test_the_slides_in_their_order(deck, report):
    es = Language("es")
    sections = {section.name: es.text(section.title) for section in report.sections}
    assert titles(deck)[0] == es.text(report.title)
    wanted = [sections[name] for name in ("findings", "picture", "ranking", "methods", "sources")]
    assert [title for title in titles(deck) if title in wanted] == wanted


def test_every_slide_has_something_to_say(deck):
    for slide in deck.slides:
        assert len(slide.notes_slide.notes_text_frame.text) > 20


def test_shapes_carry_the_names_and_places_of_the_scene(deck):
    data = alianza.load("allas")
    es = Language("es")
    scene = build_scene(data, translate=es.text, lang="es")
    actors, ties = named(deck, "actor: "), named(deck, "tie: ")
    assert len(actors) > 10
    assert 50 < len(ties) <= MOST_TIES
    assert set(ties) <= {curve.id for curve in scene.curves}
    # The actors with the most partners, and every tie among them.
    ranked = sorted(scene.markers, key=lambda m: (-m.value, m.id))
    assert set(actors) == {m.id for m in ranked[: len(actors)]}
    among = {c.id for c in scene.curves if c.tail in actors and c.head in actors}
    assert set(ties) == among
    # Who stands left of whom, and above whom, does so on the slide.
    middle = {i: (s.left + s.width / 2, s.top + s.height / 2) for i, s in actors.items()}
    places = {m.id: (m.x, m.y) for m in scene.markers if m.id in actors}
    for axis in (0, 1):
        order = sorted(places, key=lambda i: places[i][axis])
        for one, other in pairwise(order):
            assert middle[one][axis] <= middle[other][axis] + 2 * POINT
    assert actors["madrid"].name == "actor: madrid"
    assert actors["madrid"]._element.nvSpPr.cNvPr.get("descr").startswith("Madrid (28")


def test_ties_begin_and_end_at_their_actors(deck):
    data = alianza.load("allas")
    ends = data.ties.set_index("id")[["from", "to"]].to_dict("index")
    actors = named(deck, "actor: ")
    for tie, shape in named(deck, "tie: ").items():
        points = [(int(p.get("x")), int(p.get("y"))) for p in shape._element.iter(A + "pt")]
        one = actors[ends[tie]["from"]]
        start = shape.left + points[0][0], shape.top + points[0][1]
        assert start[0] == pytest.approx(one.left + one.width / 2, abs=2 * POINT)
        # A triangle's box has its middle a little beside that of its circle.
        assert start[1] == pytest.approx(one.top + one.height / 2, abs=4 * POINT)


def test_parallel_ties_are_apart(deck):
    data = alianza.load("allas")
    pairs = {}
    ties = named(deck, "tie: ")
    for row in data.ties.to_dict("records"):
        if row["id"] in ties:
            pairs.setdefault(frozenset((row["from"], row["to"])), []).append(row["id"])
    several = [ids for ids in pairs.values() if len(ids) > 1]
    assert several
    for ids in several:
        ways = set()
        for tie in ids:
            s = ties[tie]
            points = [(s.left + int(p.get("x")), s.top + int(p.get("y"))) for p in s._element.iter(A + "pt")]  # fmt: skip
            x = sum(p[0] for p in points) / len(points) / POINT
            y = sum(p[1] for p in points) / len(points) / POINT
            ways.add((round(x), round(y)))
        assert len(ways) == len(ids)


def test_one_colour_of_the_theme_changes_it_everywhere(deck, content):
    slide = next(s for s in deck.slides if any(x.name.startswith("actor: ") for x in shapes(s)))
    tree = slide._element
    assert not list(tree.iter(A + "srgbClr"))
    used = {c.get("val") for c in tree.iter(A + "schemeClr")}
    assert used <= {*SLOTS, "tx1", "bg1"}
    actors, samples = named(deck, "actor: "), named(deck, "sample: ")
    city = next(actors["madrid"]._element.iter(A + "schemeClr")).get("val")
    assert next(samples["ciudades"]._element.iter(A + "schemeClr")).get("val") == city
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    scene = build_scene(alianza.load("allas"))
    colour = next(key.colour for key in scene.actor_keys if key.kind == "city")
    assert f'<a:{city}><a:srgbClr val="{colour[1:].upper()}"/>' in theme


def test_slots_keep_colours_apart():
    scene = build_scene(alianza.load("allas"))
    slots = slots_of(scene)
    kinds = [key.colour for key in scene.actor_keys]
    assert set(slots) == {key.colour for key in (*scene.actor_keys, *scene.tie_keys)}
    assert len({slots[colour] for colour in kinds}) >= 6
    assert slots_of(None) == {}


@pytest.mark.parametrize("lang", ["fr", "pt"])
def test_no_text_leaves_its_box_and_no_shape_its_slide(lang):
    made = alianza.report(alianza.load("allas"), lang=lang, also=["pptx"], ties=["membership", "agreement"])  # fmt: skip
    check_room(Presentation(io.BytesIO(write(made, Language(lang)))))


def test_no_text_leaves_its_box_on_the_whole_deck(deck):
    check_room(deck)


def check_room(deck):
    wide, high = deck.slide_width, deck.slide_height
    for slide in deck.slides:
        for shape in shapes(slide):
            assert shape.left >= -POINT, shape.name
            assert shape.top >= -POINT, shape.name
            assert shape.left + shape.width <= wide + POINT, shape.name
            assert shape.top + shape.height <= high + POINT, shape.name
            if shape.has_text_frame and shape.text_frame.text:
                needed = 0.0
                for paragraph in shape.text_frame.paragraphs:
                    size = max((run.font.size / POINT for run in paragraph.runs if run.font.size), default=12)  # fmt: skip
                    wrap = shape.text_frame.word_wrap is not False
                    room = Emu(shape.width) / POINT - (15 if wrap and "legend" not in shape.name else 0)  # fmt: skip
                    text = paragraph.text
                    needed += lines_of(text, room, size) * 1.2 * size if wrap else 1.2 * size
                    if not wrap:
                        assert text_width(text, size) <= room + 3, text
                assert needed <= Emu(shape.height) / POINT + 2, (shape.name, needed)
            if shape.has_table if hasattr(shape, "has_table") else False:
                total = sum(row.height for row in shape.table.rows)
                assert shape.top + total <= high


def test_names_of_actors_lie_on_no_actor(deck):
    actors, labels = named(deck, "actor: "), named(deck, "label: ")
    assert len(labels) > len(actors) / 2
    for label in labels.values():
        for actor in actors.values():
            over = (
                label.left < actor.left + actor.width - POINT
                and actor.left < label.left + label.width - POINT
                and label.top + 2 * POINT < actor.top + actor.height - 2 * POINT
                and actor.top < label.top + label.height - 2 * POINT
            )
            assert not over, (label.name, actor.name)


def test_same_report_same_bytes(report, content):
    assert write(report, Language("es")) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        assert len(books) == 1
        with zipfile.ZipFile(io.BytesIO(archive.read(books[0]))) as book:
            assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_packing_anew_changes_nothing_twice(content):
    assert repacked(content) == content


def test_the_chart_holds_its_data(deck, report):
    chart = next(s.chart for slide in deck.slides for s in slide.shapes if s.has_chart)
    names = list(chart.plots[0].categories)
    values = list(chart.plots[0].series[0].values)
    assert names[0] == "Madrid"
    assert values[0] == 28
    assert values == sorted(values, reverse=True)
    sheet = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == names
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == values


def test_the_map_is_a_picture_with_words_and_a_link(deck):
    picture = next(s for slide in deck.slides for s in slide.shapes if s.name == "map")
    assert picture.click_action.hyperlink.address == "map.html"
    said = picture._element.nvPicPr.cNvPr.get("descr")
    assert said.startswith("AL-LAs: la alianza")


def externals(content):
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith(".xlsx"):
                found += externals(data)
            elif name.endswith(".rels"):
                found += re.findall(r'<Relationship [^>]*TargetMode="External"[^>]*>', data.decode())  # fmt: skip
    return found


def test_nothing_leads_outside_but_the_map(report, content):
    assert len(externals(content)) == 1
    assert 'Target="map.html"' in externals(content)[0]
    assert externals(slides(report, Language("es"))) == []


def test_hostile_names_are_only_text(hostile):
    made = alianza.report(hostile, also=["pptx"])
    content = slides(made, Language("en"))
    assert externals(content) == []
    deck = Presentation(io.BytesIO(content))
    check_room(deck)
    chart = next(s.chart for slide in deck.slides for s in slide.shapes if s.has_chart)
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n"}
    assert not any(cell.hyperlink for row in book.active.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                for element in fromstring(archive.read(name)).iter():
                    assert not element.tag.endswith("}script")
                    assert not any(key.endswith("}link") for key in element.attrib)
    said = "".join(shape.text_frame.text for slide in deck.slides for shape in shapes(slide) if shape.has_text_frame)  # fmt: skip
    assert HOSTILE[0] in said


def test_gaps_are_a_native_table(report):
    columns = (Column(Phrase("What")), Column(Phrase("How grave")))
    rows = tuple((Phrase(f"Gap {n} " + "word " * n), Phrase("high")) for n in range(30))
    section = Section("gaps", Phrase("What is missing"), (Phrase("A gap is …"), Table("a", Phrase("A"), columns, rows)))  # fmt: skip
    deck = Presentation(io.BytesIO(slides(report.with_section(section), Language("en"))))
    slide = next(s for s in deck.slides if s.shapes.title.text_frame.text == "What is missing")
    table = next(s.table for s in slide.shapes if s.has_table)
    assert table.cell(0, 0).text == "What"
    assert table.cell(1, 0).text == "Gap 0"
    assert len(table.rows) == 8
    assert "23" in next(s for s in slide.shapes if s.name == "foot").text_frame.text
    check_room(deck)


def corporate(tmp_path):
    """Make somebody's own presentation: other sizes, colours, names, with a slide of its own."""
    own = Presentation()
    own.slide_layouts[5].name = "Nur Titel"
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "Confidential draft"
    path = tmp_path / "corporate.pptx"
    own.save(path)
    return path


def test_somebodys_own_template(tmp_path):
    path = corporate(tmp_path)
    data = alianza.load("allas")
    made = write_deck(data, tmp_path / "d.pptx", template=path, lang="pt", ties=["membership"])
    deck = Presentation(made)
    assert deck.slide_width == Presentation(path).slide_width
    assert "Confidential draft" not in titles(deck)
    assert len(deck.slides) >= 6
    check_room(deck)
    layouts = [slide.slide_layout.name for slide in deck.slides]
    assert layouts[:2] == ["Title Slide", "Title and Content"]
    assert "Nur Titel" in layouts
    with zipfile.ZipFile(made) as archive:
        own = zipfile.ZipFile(path).read("ppt/theme/theme1.xml")
        assert archive.read("ppt/theme/theme1.xml") == own
        assert not any(b"Confidential" in archive.read(name) for name in archive.namelist())


def test_a_template_with_few_layouts(tmp_path):
    own = Presentation()
    layouts = own.slide_master.slide_layouts
    for layout in list(layouts):
        if layout.name not in {"Title Slide", "Two Content", "Title Only"}:
            layouts.remove(layout)
    for number, layout in enumerate(layouts):
        layout.name = f"Firma {number}"
    own.save(tmp_path / "few.pptx")
    path = write_deck(alianza.load("allas"), tmp_path / "d.pptx", template=tmp_path / "few.pptx", ties=["agreement"])  # fmt: skip
    deck = Presentation(path)
    check_room(deck)
    # No page of text borrows a title page, and none is left with a place that asks for a text.
    assert [slide.slide_layout.name for slide in deck.slides][:2] == ["Firma 0", "Firma 2"]
    assert "Firma 0" not in {slide.slide_layout.name for slide in list(deck.slides)[1:]}
    for slide in deck.slides:
        assert all(shape.text_frame.text for shape in slide.placeholders)
    said = next(s for s in deck.slides[1].shapes if s.name == "text").text_frame
    assert len(said.text) > 100
    assert said.paragraphs[0].runs[0].font.size >= 12 * POINT


def test_on_a_tall_page_the_legend_stands_below(tmp_path):
    own = Presentation()
    own.slide_width, own.slide_height = own.slide_height, own.slide_width
    own.save(tmp_path / "tall.pptx")
    path = write_deck(alianza.load("allas"), tmp_path / "d.pptx", template=tmp_path / "tall.pptx", ties=["membership"])  # fmt: skip
    deck = Presentation(path)
    actors, samples = named(deck, "actor: "), named(deck, "sample: ")
    assert max(s.top + s.height for s in actors.values()) < min(s.top for s in samples.values())
    wide = max(s.left for s in actors.values()) - min(s.left for s in actors.values())
    assert wide > deck.slide_width / 2


def test_what_is_no_template_is_refused(tmp_path):
    bad = tmp_path / "bad.pptx"
    for content in (b"no zip", (tmp_path / "x").name.encode()):
        bad.write_bytes(content)
        with pytest.raises(UnreadableError, match=r"bad\.pptx"):
            write_deck(alianza.load("allas"), tmp_path / "d.pptx", template=bad, ties=["funding"])
    assert not (tmp_path / "d.pptx").exists()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "/etc/passwd", "a b"]
)
def test_links_that_are_none_are_refused(tmp_path, link):
    with pytest.raises(UnknownNameError, match="https"):
        write_deck(alianza.load("allas"), tmp_path / "d.pptx", link=link)
    with pytest.raises(UnknownNameError, match=r"\.pptx"):
        write_deck(alianza.load("allas"), tmp_path / "d.ppt")


def test_lines_by_hand():
    assert lines_of("aa bb", 1000, 12) == 1
    assert lines_of("aa bb", text_width("aa", 12) + 1, 12) == 2
    assert lines_of("W" * 100, text_width("W" * 30, 12), 12) == 4
    assert cut_to("aa bb cc", text_width("aa bb…", 12) + 0.1, 12, 1) == "aa bb…"


def test_layouts_without_the_one_wanted():
    deck = Presentation()
    assert layout_of(deck, "content").name == "Title and Content"
    assert layout_of(deck, "only").name == "Title Only"
    assert layout_of(deck, "title").name == "Title Slide"


def test_a_small_scene_is_whole():
    graph = nx.path_graph(5)
    scene = build_scene(Dataset.from_networkx(graph))
    part = part_of_scene(scene, 600, 300)
    assert len(part.markers) == 5
    assert len(part.curves) == 4
    for marker in part.markers:
        assert 0 <= marker.x <= 600
        assert 0 <= marker.y <= 300
