"""The viewer of the map, driven in a browser by a person's gestures and by keyboard."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from alianza.graph.loading import load
from alianza.reports.language import LANGUAGES, Language
from alianza.reports.map.strings import TEXTS
from alianza.reports.network_map import network_map
from builders import VIEWER, dataset_of, opened

SHOWN = ".am-shown"


@pytest.fixture(scope="module")
def allas():
    return load("allas")


@pytest.fixture(scope="module")
def page(allas, tmp_path_factory):
    return network_map(allas).save(tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture(scope="module")
def five():
    """Two cities far apart, two networks and a university; a leadership, parallel agreements."""
    places = {
        "lima": {
            "label": "Lima",
            "lat": -12.0,
            "lon": -77.0,
            "country": "PE",
            "aliases": "Ciudad de los Reyes",
        },
        "paris": {"label": "París", "lat": 48.9, "lon": 2.3, "country": "FR"},
        "net": {
            "label": "Net of Cities",
            "kind": "network",
            "lat": 48.9,
            "lon": 2.3,
            "country": "FR",
        },
        "uni": {"label": "Uni", "kind": "university", "lat": -12.0, "lon": -77.0, "country": "PE"},
        "lost": {"label": "Lost League", "kind": "network"},
    }
    ties = {
        "a1": ("lima", "paris", {"start": "2013-05", "end": "2015", "instrument": "twinning", "sources": "s1"}),
        "a2": ("paris", "lima", {"start": "2018"}),
        "l1": ("paris", "net", {"kind": "leadership", "role": "presidency", "start": "2014"}),
        "m1": ("lima", "net", {"kind": "membership"}),
        "m2": ("lima", "lost", {"kind": "membership"}),
        "p1": ("uni", "net", {"kind": "participation", "start": "2020"}),
    }  # fmt: skip
    sources = [{"id": "s1", "title": "The treaty", "url": "https://example.org/t?a=1&b=2"}]
    claims = [
        {"subject": "a1", "field": "start", "value": "2013-05", "source": "s1"},
        {"subject": "a1", "field": "start", "value": "2012", "source": "s1"},
    ]
    return dataset_of(places, ties, sources=sources, claims=claims)


@pytest.fixture(scope="module")
def small(five, tmp_path_factory):
    return network_map(five).save(tmp_path_factory.mktemp("map") / "small.html")


def state(visit):
    return visit.page.evaluate(
        f"(({{store}}) => ({{...store.state, offTies: [...store.state.offTies], offActors: [...store.state.offActors]}}))({VIEWER})"
    )


def at(visit, actor):
    """Give where an actor stands in the window."""
    return visit.page.evaluate(
        f"(({{picture, model}}, id) => {{ const a = model.payload.actors.id.indexOf(id), p = picture.place(a),"
        " box = document.querySelector('.am-canvas').getBoundingClientRect();"
        f" return [p.x + box.left, p.y + box.top]; }})({VIEWER}, {json.dumps(actor)})"
    )


def on_tie(visit, tie, share=0.5):
    return visit.page.evaluate(
        f"(({{picture, model}}, id, t) => {{ const c = picture.curve(model.payload.ties.id.indexOf(id)), r = 1 - t,"
        " box = document.querySelector('.am-canvas').getBoundingClientRect();"
        " return [r*r*c.x0 + 2*r*t*c.cx + t*t*c.x1 + box.left, r*r*c.y0 + 2*r*t*c.cy + t*t*c.y1 + box.top]; }"
        f")({VIEWER}, {json.dumps(tie)}, {share})"
    )


def title(visit):
    return visit.page.inner_text(".am-panel h2")


# ---- opening ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_quietly_in_every_language(allas, open_page, page, lang):
    visit = opened(open_page, page)
    visit.page.select_option("select.am-language", lang)
    assert visit.page.evaluate("document.documentElement.lang") == lang
    assert visit.page.inner_text("h1") == Language(lang).text(allas.said("title"))
    assert visit.page.inner_text("[data-view=network]") == Language(lang).text(TEXTS["network"])
    visit.page.fill(".am-search input", "paris")
    visit.page.press(".am-search input", "Enter")
    name = {"en": "France", "es": "Francia", "fr": "France", "pt": "França"}[lang]
    assert name in visit.page.inner_text(".am-panel header")
    decimal = visit.page.inner_text(".am-figures tr:nth-child(2) td")
    assert ("," in decimal) is (lang != "en")
    visit.assert_quiet()


def test_three_views_show_the_same_network(open_page, page, allas):
    visit = opened(open_page, page)
    actors, ties = len(allas.actors), len(allas.view().tie_ids)
    placed = sum(allas.actors["lat"].notna())
    assert visit.page.inner_text(SHOWN).startswith(f"{placed} of {actors} actors and ")
    assert str(actors - placed) in visit.page.inner_text(".am-placeless")
    visit.page.click("[data-view=network]")
    assert (
        visit.page.inner_text(SHOWN)
        == f"{actors} of {actors} actors and {ties} of {ties} ties shown"
    )
    visit.page.click("[data-view=table]")
    assert visit.page.locator(".am-table tbody tr").count() == actors
    visit.page.click(".am-table-head button:nth-child(2)")
    seen = visit.page.locator(".am-table tbody tr").count()
    visit.page.click(".am-pages button:last-child")
    assert seen + visit.page.locator(".am-table tbody tr").count() == ties
    visit.assert_quiet()


def boxes_of(visit):
    return visit.page.evaluate(
        f"{VIEWER}.picture.drawn.labels.map((l) => [l.x, l.y - 6, l.x + l.width, l.y + 6])"
    )


@pytest.mark.parametrize("view", ["map", "network"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_label_is_cut_or_lies_over_another(open_page, page, view, lang):
    visit = opened(open_page, page, f"#view={view}&lang={lang}")
    boxes = boxes_of(visit)
    width, height = visit.page.evaluate(f"{VIEWER}.picture.extent")
    assert len(boxes) > (45 if view == "map" else 85)
    for box in boxes:
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= width
        assert box[3] <= height
    for one, two in combinations(boxes, 2):
        assert one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]


@pytest.mark.parametrize("view", ["map", "network"])
def test_no_marker_hides_another(open_page, page, view):
    visit = opened(open_page, page, f"#view={view}")
    spots = visit.page.evaluate(
        f"(({{picture, app}}) => picture.markers.map((a) => [picture.place(a).x, picture.place(a).y, picture.radius(a)]))({VIEWER})"
    )
    for one, two in combinations(spots, 2):
        apart = ((one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2) ** 0.5
        assert apart > 0.8 * (one[2] + two[2])


def test_parallel_ties_have_curves_of_their_own(open_page):
    cells = {"a": {"lat": 10.0, "lon": -70.0}, "b": {"lat": 45.0, "lon": 8.0}}
    ties = {f"t{n}": ("ab"[n % 2], "ba"[n % 2], {}) for n in range(5)}
    visit = opened(open_page, network_map(dataset_of(cells, ties)).page)
    for view in ("map", "network"):
        visit.page.click(f"[data-view={view}]")
        visit.page.wait_for_timeout(100)
        middles = [on_tie(visit, f"t{n}") for n in range(5)]
        for one, two in combinations(middles, 2):
            assert abs(one[0] - two[0]) + abs(one[1] - two[1]) > 10


def test_the_way_over_the_sea_is_the_great_circle(open_page, small):
    visit = opened(open_page, small)
    middle, ends = on_tie(visit, "m1"), (at(visit, "lima"), at(visit, "net"))
    # Between Lima and Paris the great circle runs to the north-west of the straight line.
    assert middle[1] < (ends[0][1] + ends[1][1]) / 2 - 5


# ---- filters ----------------------------------------------------------------------------------


def test_the_legend_filters_ties_first_and_actors_follow(open_page, small):
    visit = opened(open_page, small, "#view=network")
    assert visit.page.inner_text(SHOWN) == "5 of 5 actors and 6 of 6 ties shown"
    visit.page.get_by_label(re.compile("^memberships")).uncheck()
    # The league had no other tie.
    assert visit.page.inner_text(SHOWN) == "4 of 5 actors and 4 of 6 ties shown"
    visit.page.get_by_label(re.compile("^cities")).uncheck()
    assert visit.page.inner_text(SHOWN) == "2 of 5 actors and 1 of 6 ties shown"
    visit.page.get_by_role("button", name="Reset").click()
    assert visit.page.inner_text(SHOWN) == "5 of 5 actors and 6 of 6 ties shown"
    visit.page.get_by_role("button", name="Only memberships").click()
    assert visit.page.inner_text(SHOWN) == "3 of 5 actors and 2 of 6 ties shown"
    visit.assert_quiet()


def test_a_filter_never_changes_a_figure(open_page, small):
    visit = opened(open_page, small, "#view=network&actor=lima")
    before = visit.page.inner_text(".am-figures")
    visit.page.get_by_role("checkbox", name="agreements").uncheck()
    assert visit.page.inner_text(".am-figures") == before
    assert "Other ties, hidden by filters: 2" in visit.page.inner_text(".am-panel")


def test_the_years_choose_ties_and_undated_ones_have_a_switch(open_page, small):
    visit = opened(open_page, small, "#view=network")
    first, last = (
        visit.page.get_by_role("slider", name="First year"),
        visit.page.get_by_role("slider", name="Last year"),
    )
    assert (first.get_attribute("min"), last.get_attribute("max")) == ("2013", "2020")
    last.fill("2013")
    # In 2013 only the twinning held; the two memberships have no date.
    assert visit.page.inner_text(SHOWN).endswith("3 of 6 ties shown")
    visit.page.get_by_label(re.compile("^Undated")).uncheck()
    assert visit.page.inner_text(SHOWN).endswith("1 of 6 ties shown")
    last.fill("2020")
    first.fill("2016")
    assert visit.page.inner_text(SHOWN).endswith("3 of 6 ties shown")
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate("location.hash").endswith("years=2016-2020&undated=0")


def test_the_years_play(open_page, small):
    visit = opened(open_page, small, "#view=network&years=2013-2019")
    visit.page.get_by_role("button", name="Play the years").click()
    visit.page.wait_for_function(f"() => {VIEWER}.store.state.years === null")
    visit.page.get_by_role("button", name="Play the years").wait_for()


def test_focus_shows_what_is_near(open_page, small):
    visit = opened(open_page, small, "#view=network&actor=uni")
    visit.page.get_by_role("button", name="Steps away: 1").click()
    assert visit.page.inner_text(SHOWN) == "2 of 5 actors and 1 of 6 ties shown"
    visit.page.get_by_role("button", name="Steps away: 2").click()
    assert visit.page.inner_text(SHOWN) == "4 of 5 actors and 5 of 6 ties shown"
    visit.page.get_by_role("button", name="Steps away: 3").click()
    assert visit.page.inner_text(SHOWN) == "5 of 5 actors and 6 of 6 ties shown"


def test_size_follows_a_measure_and_colour_a_grouping(open_page, page):
    visit = opened(open_page, page, "#view=network")
    size, colour = visit.page.locator(".am-choice select").all()[::-1]
    radii = f"[...{VIEWER}.picture.markers].map((a) => {VIEWER}.picture.radius(a))"
    size.select_option("betweenness")
    visit.page.wait_for_timeout(60)
    unequal = visit.page.evaluate(radii)
    size.select_option("")
    visit.page.wait_for_timeout(60)
    assert len(set(visit.page.evaluate(radii))) == 1 < len(set(unequal))
    colours = f"[...{VIEWER}.picture.markers].map((a) => {VIEWER}.picture.colour(a))"
    kinds = visit.page.evaluate(colours)
    colour.select_option("community")
    visit.page.wait_for_timeout(60)
    assert visit.page.evaluate(colours) != kinds
    assert visit.page.locator(".am-colours li").count() > 2


# ---- search and panel -------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["medellin", "MEDELLÍN", "Alcaldía de Mede"])
def test_search_by_label_and_alias_without_accents(page, open_page, words):
    visit = opened(open_page, page)
    visit.page.keyboard.press("/")
    visit.page.keyboard.type(words)
    visit.page.keyboard.press("Enter")
    assert title(visit) in {"Medellín", "ACI Medellín"}
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden(".am-panel")
    visit.assert_quiet()


def test_a_search_that_finds_nothing_says_so(page, open_page):
    visit = opened(open_page, page)
    visit.page.fill(".am-search input", "zzzz")
    assert visit.page.inner_text(".am-found") == "Nothing found"


@pytest.mark.parametrize("view", ["map", "network"])
def test_a_click_on_an_actor_opens_its_panel(open_page, small, view):
    visit = opened(open_page, small, f"#view={view}")
    visit.page.mouse.click(*at(visit, "lima"))
    assert title(visit) == "Lima"
    text = visit.page.inner_text(".am-panel")
    assert "Ciudad de los Reyes" in text
    assert "rank 1 of 2" in text
    assert "Peru" in text
    visit.assert_quiet()


def test_a_click_on_a_tie_shows_its_source_and_what_is_disputed(open_page, small):
    visit = opened(open_page, small)
    visit.page.mouse.click(*on_tie(visit, "a1", 0.42))
    assert title(visit).lower() == "agreement"
    text = visit.page.inner_text(".am-panel")
    for part in ("twinning", "May 2013 – 2015", "Disputed", "2012"):
        assert part in text
    link = visit.page.locator(".am-panel .am-sources a")
    assert link.get_attribute("href") == "https://example.org/t?a=1&b=2"
    assert link.get_attribute("rel") == "noopener noreferrer"
    visit.assert_quiet()


def test_a_click_beside_everything_clears(open_page, small):
    visit = opened(open_page, small, "#actor=lima")
    box = visit.page.locator(".am-canvas").bounding_box()
    visit.page.mouse.click(box["x"] + 40, box["y"] + 20)
    assert visit.page.is_hidden(".am-panel")


# ---- keyboard ---------------------------------------------------------------------------------


def test_the_arrow_keys_go_to_the_neighbours(open_page, small):
    visit = opened(open_page, small)
    visit.page.keyboard.press("3")
    visit.page.keyboard.press("1")
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.className") == "am-stage":
            break
    live = visit.page.locator(".am-live")
    visit.page.wait_for_timeout(80)
    assert live.inner_text().startswith("Lima")
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_timeout(80)
    assert live.inner_text().startswith(("París", "Net"))
    visit.page.keyboard.press("Enter")
    assert title(visit) in {"París", "Net of Cities"}
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden(".am-panel")
    visit.assert_quiet()


def test_the_keys_zoom_and_help(open_page, small):
    visit = opened(open_page, small)
    visit.page.focus(".am-stage")
    before = visit.page.evaluate(f"{VIEWER}.picture.transform.k")
    visit.page.keyboard.press("+")
    visit.page.wait_for_timeout(600)
    assert visit.page.evaluate(f"{VIEWER}.picture.transform.k") == pytest.approx(1.5 * before)
    visit.page.keyboard.press("0")
    visit.page.wait_for_timeout(600)
    assert visit.page.evaluate(f"{VIEWER}.picture.transform.k") == pytest.approx(before)
    visit.page.keyboard.press("?")
    assert visit.page.get_by_role("dialog").is_visible()
    visit.page.keyboard.press("Escape")
    assert not visit.page.get_by_role("dialog").is_visible()


def test_the_wheel_zooms(open_page, small):
    visit = opened(open_page, small)
    before = visit.page.evaluate(f"{VIEWER}.picture.transform.k")
    visit.page.mouse.move(700, 400)
    visit.page.mouse.wheel(0, -300)
    visit.page.wait_for_timeout(100)
    assert visit.page.evaluate(f"{VIEWER}.picture.transform.k") > before


# ---- table ------------------------------------------------------------------------------------


def test_the_table_sorts_by_every_column(open_page, small):
    visit = opened(open_page, small, "#view=table")
    names = ".am-table tbody td:first-child"
    assert visit.page.locator(names).all_inner_texts() == [
        "Lima", "Lost League", "Net of Cities", "París", "Uni",
    ]  # fmt: skip
    visit.page.get_by_role("button", name="Name", exact=True).click()
    assert visit.page.locator(names).first.inner_text() == "Uni"
    visit.page.get_by_role("button", name="Ties", exact=True).click()
    assert visit.page.locator(names).first.inner_text() == "Lima"
    assert visit.page.locator("th[aria-sort=descending]").inner_text().startswith("Ties")


# ---- what can be taken along ------------------------------------------------------------------


def downloaded(visit, name):
    visit.page.click(".am-menu summary")
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name=name).click()
    return waiting.value


def test_a_table_of_what_is_shown_is_saved(open_page, small):
    visit = opened(open_page, small, "#view=network&hide=membership")
    file = downloaded(visit, "Ties shown (CSV)")
    assert file.suggested_filename.endswith("-ties.csv")
    with file.path().open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["id"] for row in rows] == ["a1", "a2", "l1", "p1"]
    assert rows[0]["sources"] == "The treaty"


def test_a_drawing_and_a_picture_are_saved(open_page, small):
    visit = opened(open_page, small)
    drawing = ET.fromstring(downloaded(visit, "Drawing (SVG)").path().read_text("utf-8"))  # noqa: S314
    texts = {node.text for node in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Lima", "París"} <= texts
    assert any(text.startswith("memberships (") for text in texts if text)
    data = downloaded(visit, "Picture (PNG)").path().read_bytes()
    width = int.from_bytes(data[16:20], "big")
    assert data.startswith(b"\x89PNG")
    assert width == 3 * round(visit.page.evaluate(f"{VIEWER}.picture.extent[0]"))
    visit.assert_quiet()


def test_paper_gets_a_drawing_of_lines(open_page, small):
    visit = opened(open_page, small)
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".am-print svg path").count() > 5
    assert visit.page.is_hidden(".am-canvas")


def test_the_state_stands_in_the_address(open_page, small):
    hash_ = "#view=network&lang=es&theme=dark&hide=membership&years=2014-2018&focus=net&steps=2&colour=area&actor=paris"
    visit = opened(open_page, small, hash_)
    now = state(visit)
    assert (now["view"], now["lang"], now["theme"]) == ("network", "es", "dark")
    assert (now["years"], now["steps"]) == ([2014, 2018], 2)
    visit.page.wait_for_timeout(250)
    assert visit.page.evaluate("location.hash") == hash_
    visit.page.locator(".am-tools > button").first.click()
    areas = visit.page.locator("dialog textarea")
    assert areas.first.input_value().endswith(hash_)
    assert areas.last.input_value().startswith('<iframe src="file://')


@pytest.mark.parametrize(
    "hash_", ["#%", "#view=nowhere&years=9-3-1&focus=&size=__proto__", "#=&&&"]
)
def test_an_odd_address_does_no_harm(open_page, small, hash_):
    visit = opened(open_page, small, hash_)
    assert state(visit)["view"] == "map"
    visit.assert_quiet()
