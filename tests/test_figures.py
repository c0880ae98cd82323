"""Figures: every kind in every size, names within the page, the same bytes, hostile names inert."""

import io
import math
import re

import alianza
import networkx as nx
import numpy as np
import pytest
from alianza.commands.drawing import KINDS
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.reports.figures import FIGURE_KINDS, figure
from alianza.reports.figures.frame import THEMES, cut_lines, fitting, size_of, wrapped
from alianza.reports.geography import _halfway, _near, geographic_scene
from alianza.reports.labels import text_width
from alianza.reports.land import _clipped, mercator
from alianza.reports.scene import build_scene
from alianza.reports.writers.svg import control_point
from click.testing import CliRunner
from defusedxml.ElementTree import fromstring
from pypdf import PdfReader

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ('"><script>alert(1)</script>', "</text><image href='http://evil'/>", "]]>&lt;", '=HYPERLINK("x")', "a\u202ec")  # fmt: skip


@pytest.fixture(scope="module")
def data():
    return alianza.load("allas")


def drawn(data, kind, size="slide", **options):
    if kind == "rankclock":
        options.setdefault("at", "2015/2024")
    return figure(data, kind, size=size, **options)


def texts(svg):
    """Give left, top, right, bottom, size and text of every line, on the page."""
    root = fromstring(svg)

    def walk(element, x, y, scale):
        moves = element.get("transform", "")
        if found := re.match(r"translate\((\S+) (\S+)\) scale\((\S+)\)", moves):
            x, y, scale = (x + scale * float(found[1]), y + scale * float(found[2]), scale * float(found[3]))  # fmt: skip
        if element.tag == SVG + "text":
            size = scale * float(element.get("font-size", "12"))
            width = 0.93 * text_width(element.text, size)
            at = x + scale * float(element.get("x")), y + scale * float(element.get("y"))
            if moves.startswith("rotate(-90"):
                yield at[0] - 0.8 * size, at[1] - width, at[0], at[1], size, element.text
            else:
                left = at[0] - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]  # fmt: skip
                yield (
                    left,
                    at[1] - 0.75 * size,
                    left + width,
                    at[1] + 0.2 * size,
                    size,
                    element.text,
                )
        for child in element:
            yield from walk(child, x, y, scale)

    return list(walk(root, 0.0, 0.0, 1.0))


def frame_of(svg):
    return tuple(map(float, fromstring(svg).get("viewBox").split()))[2:]


def test_the_command_offers_every_kind():
    assert set(KINDS) == set(FIGURE_KINDS)
    assert set(THEMES) == {"light", "dark", "print"}


@pytest.mark.parametrize("kind", FIGURE_KINDS)
@pytest.mark.parametrize(("size", "lang"), [("slide", "es"), ("column", "fr"), ("page", "pt")])
def test_every_line_lies_on_the_page_and_on_no_other(data, kind, size, lang):
    svg = drawn(data, kind, size, lang=lang).svg
    width, height = frame_of(svg)
    found = texts(svg)
    assert len(found) > 5
    for left, top, right, bottom, _size, text in found:
        assert left >= 0, text
        assert top >= 0, text
        assert right <= width + 0.5, text
        assert bottom <= height + 0.5, text
    # The mark of a disputed tie, and the numbers of a clock, may stand where a name begins.
    found = [row for row in found if len(row[5]) > 2]
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1  # fmt: skip
            assert apart, (one[5], other[5])


@pytest.mark.parametrize("kind", ["map", "network"])
def test_no_name_lies_on_a_marker(data, kind):
    build = geographic_scene if kind == "map" else build_scene
    scene = build(data, data.view(), width=700, height=420)
    assert scene.labels
    for label in scene.labels:
        left, top, right, bottom = label.box
        assert left >= 0
        assert top >= 0
        assert right <= 700
        assert bottom <= 420
        for m in scene.markers:
            inside = left < m.x + m.size and m.x - m.size < right and top < m.y + m.size and m.y - m.size < bottom  # fmt: skip
            assert not inside, (label.text, m.id)


@pytest.mark.parametrize("kind", FIGURE_KINDS)
def test_same_data_same_bytes(data, kind):
    one, other = (drawn(data, kind, "column", lang="fr", ties=["agreement"]) for _ in range(2))
    assert one.svg == other.svg
    assert one.pdf() == other.pdf()
    assert one.png(60) == other.png(60)


def test_title_source_and_licence_stand_in_the_frame(data):
    said = " ".join(row[5] for row in texts(drawn(data, "network", lang="es").svg))
    assert "AL-LAs: la alianza" in said
    assert "Creative Commons Attribution 4.0 International" in said
    assert "Datos: allas 1.0.0" in said
    assert "ciudades (42)" in said


def test_the_pdf_holds_real_text_and_its_fonts(data):
    reader = PdfReader(io.BytesIO(drawn(data, "ranking", lang="es").pdf()))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "Madrid" in text
    assert "São Paulo" in text
    assert reader.trailer["/Root"]["/Lang"] == "es"
    width = float(reader.pages[0].mediabox.width)
    assert width == pytest.approx(338.67 / 25.4 * 72, abs=0.1)


@pytest.mark.parametrize(("dpi", "pixels"), [(72, 241), (200, 669)])
def test_dots_an_inch(data, dpi, pixels):
    png = drawn(data, "ranking", "column").png(dpi)
    assert int.from_bytes(png[16:20]) == pixels


@pytest.fixture(scope="module")
def hostile():
    graph = nx.MultiDiGraph(name="x", metadata={"title": HOSTILE[0]})
    for n, text in enumerate(HOSTILE):
        graph.add_node(f"{n}", label=text, kind="city" if n else "network",
                       country="MX", lat=10.0 + n, lon=-90.0 - n, area=text)  # fmt: skip
    names = list(graph)
    for n in range(1, len(names)):
        graph.add_edge(names[n], names[0], kind="leadership", role=HOSTILE[n], start=f"200{n}")
    graph.add_edge(names[1], names[2], kind="agreement", start="2001")
    return Dataset.from_networkx(graph)


@pytest.mark.parametrize("kind", FIGURE_KINDS)
def test_hostile_names_are_only_text(hostile, kind):
    made = figure(hostile, kind)
    root = fromstring(made.svg)
    known = {"svg", "title", "desc", "rect", "text", "path", "g", "circle", "polygon"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= known
    names = {name for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") or "href" in name or name == "style" for name in names)
    assert "http://evil" not in "".join(v for e in root.iter() for v in e.attrib.values())
    pdf = made.pdf()
    for sign in (b"/JavaScript", b"/Launch", b"/URI", b"/EmbeddedFile"):
        assert sign not in pdf


def test_sizes_by_hand():
    assert size_of("160x90").width == 160
    assert size_of("85.5x40").height == 40
    with pytest.raises(UnknownNameError, match="slide, column, page"):
        size_of("poster")
    with pytest.raises(ViewError, match="40 to 2"):
        size_of("10x90")


def test_what_cannot_be_drawn_is_said(data, tmp_path):
    with pytest.raises(UnknownNameError, match="rankclock"):
        figure(data, "pie")
    with pytest.raises(UnknownNameError, match=r"\.svg, \.png, \.pdf"):
        drawn(data, "ranking").save(tmp_path / "x.gif")
    with pytest.raises(ViewError, match="too small"):
        drawn(data, "network", "60x40")
    graph = nx.Graph()
    graph.add_edge("a", "b")
    nowhere = Dataset.from_networkx(graph)
    with pytest.raises(ViewError, match="has a place"):
        figure(nowhere, "map")
    with pytest.raises(UnknownNameError, match="theme"):
        figure(nowhere, "network", theme="neon")


def test_lines_by_hand():
    assert list(wrapped("aa bb cc", text_width("aa bb"), 12)) == ["aa bb", "cc"]
    assert cut_lines(["one.", "two.", "three."], 2) == ["one.", "two…"]
    assert fitting("Madrid", 1000, 12) == "Madrid"
    assert text_width(fitting("M" * 50, 100, 12)) <= 100


def test_mercator_by_hand():
    points = mercator(np.array([[0.0, 0.0], [90.0, 0.0], [-170.0, 45.0]]), 0.0)
    assert points[0].tolist() == pytest.approx([0, 0], abs=1e-12)
    assert points[1, 0] == pytest.approx(math.pi / 2)
    # Snyder 1987, equation 7-1: y = ln tan(45° + φ/2), here upside down.
    assert points[2, 1] == pytest.approx(-math.log(math.tan(math.radians(67.5))))
    assert mercator(np.array([[-170.0, 0.0]]), 180.0)[0, 0] == pytest.approx(math.radians(10))


def test_a_ring_is_cut_to_its_frame():
    square = np.array([[-1.0, -1.0], [3.0, -1.0], [3.0, 3.0], [-1.0, 3.0]])
    cut = _clipped(square, (0.0, 0.0, 2.0, 2.0))
    assert set(cut) == {(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)}
    assert _clipped(square + 10, (0.0, 0.0, 2.0, 2.0)) == []


def test_the_middle_of_a_great_circle():
    assert _halfway((0.0, 0.0), (90.0, 0.0)) == pytest.approx((45.0, 0.0))
    lon, lat = _halfway((-90.0, 45.0), (90.0, 45.0))
    assert lat == pytest.approx(90.0)
    assert math.isfinite(lon)


def test_who_is_far_is_left_out_and_named(data):
    crowd = np.concatenate([np.random.default_rng(1).random((99, 2)), [[50.0, 50.0]]])
    assert _near(crowd).tolist() == [True] * 99 + [False]
    assert _near(crowd[:99]).all()
    assert "Ligue" in geographic_scene(data, width=800, height=400, lang="fr").sentence


def test_curves_of_the_map_stay_in_its_frame(data):
    scene = geographic_scene(data, width=800, height=400)
    places = {m.id: (m.x, m.y) for m in scene.markers}
    for curve in scene.curves:
        one, other = places[curve.tail], places[curve.head]
        x, y = control_point(one, other, curve.bend)
        assert 0 <= (one[0] + other[0] + 2 * x) / 4 <= 800
        assert 0 <= (one[1] + other[1] + 2 * y) / 4 <= 400


def test_a_ranking_shows_the_first_of_a_kind(data):
    said = [row[5] for row in texts(drawn(data, "ranking", of="network", top=3).svg)]
    assert said[1:4] == ["1", "AL-LAs", "41"]
    assert "The first networks by Degree" in said[0]


def test_the_matrix_has_a_sign_for_every_tie():
    graph = nx.Graph()
    graph.add_edges_from([("a", "b"), ("b", "c")])
    root = fromstring(figure(Dataset.from_networkx(graph), "matrix").svg)
    # Both ways for two undirected ties, and one in the legend.
    assert len(root.findall(f".//{SVG}circle")) == 5


def test_the_command_draws(tmp_path, monkeypatch):
    from alianza.cli import main

    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    made = run.invoke(main, ["figure", "timeline", "allas", "-o", "t.png", "--dpi", "50", "--theme", "dark"])  # fmt: skip
    assert made.exit_code == 0, made.output
    assert (tmp_path / "t.png").read_bytes().startswith(b"\x89PNG")
    assert run.invoke(main, ["figure", "mixing", "--by", "nothing"]).exit_code == 2


def test_embedding(tmp_path, monkeypatch):
    from alianza.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.html").write_text('<title>A "map" &lt;b&gt;</title>', "utf-8")
    run = CliRunner()
    said = run.invoke(main, ["embed", "map.html", "--size", "800x500"]).output
    assert 'src="map.html" title="A &quot;map&quot; &lt;b&gt;" width="800" height="500"' in said
    assert 'sandbox="allow-scripts' in said
    assert "og:url" not in said
    said = run.invoke(main, ["embed", "map.html", "--address", "https://x.org/m.html", "--preview", "https://x.org/m.png"]).output  # fmt: skip
    assert '<meta property="og:image" content="https://x.org/m.png">' in said
    assert run.invoke(main, ["embed", "map.html", "--size", "big"]).exit_code == 2
    assert run.invoke(main, ["embed", "map.html", "--preview", "javascript:x"]).exit_code == 2
    assert run.invoke(main, ["embed", "none.html"]).exit_code == 2
