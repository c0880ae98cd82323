"""What a person does with the map beyond looking: switches, files, the address, full screen."""

import csv
import json
import re
import xml.etree.ElementTree as ET

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.loading import load
from alianza.reports.network_map import network_map

READY = "() => document.querySelector('.am').dataset.ready"
VIEWER = "document.querySelector('.am').alianza"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return network_map(load("allas")).save(tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A thousand cities and universities around ten places: enough to be drawn as bubbles."""
    rng = np.random.default_rng(3)
    graph = nx.MultiDiGraph()
    for number in range(1000):
        lat, lon = (
            4 * (number % 10) - 20 + rng.normal(0, 0.3),
            -8 * (number % 10) + rng.normal(0, 0.3),
        )
        kind = "university" if number % 4 == 0 else "city"
        graph.add_node(
            f"c{number}", kind=kind, label=f"C {number}", lat=round(lat, 3), lon=round(lon, 3)
        )
    for number in range(1000):
        graph.add_edge(
            f"c{number}", f"c{(7 * number + 1) % 1000}", key=f"t{number}", kind="agreement"
        )
    made = network_map(Dataset.from_networkx(graph))
    return made.save(tmp_path_factory.mktemp("map") / "large.html")


def opened(open_page, path, hash_="", **options):
    visit = open_page(path, ready=READY, **options)
    visit.page.set_default_timeout(5000)
    if hash_:
        visit.page.evaluate(f"location.hash = {json.dumps(hash_)}")
    visit.page.wait_for_timeout(150)
    return visit


def state(visit, name):
    return visit.page.evaluate(f"{VIEWER}.store.state.{name}")


def downloaded(visit, name):
    visit.page.click(".am-menu summary")
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name=name).click()
    return waiting.value.path()


def test_sizes_have_a_legend(open_page, page):
    visit = opened(open_page, page)
    before = visit.page.locator(".am-sizes li").all_inner_texts()
    assert len(before) >= 2
    visit.page.locator(".am-choice select").last.select_option("betweenness")
    after = visit.page.locator(".am-sizes li").all_inner_texts()
    assert after != before
    visit.page.locator(".am-choice select").last.select_option("")
    assert visit.page.locator(".am-sizes").count() == 0


def test_colours_by_area_have_a_legend_with_counts(open_page, page):
    visit = opened(open_page, page)
    visit.page.locator(".am-choice select").first.select_option("area")
    rows = visit.page.locator(".am-colours li").all_inner_texts()
    actors = load("allas").areas()
    counts = sum(int(re.search(r"(\d+)\s*$", row)[1]) for row in rows)
    assert counts == len(load("allas").actors)
    assert any(row.startswith("Europe") for row in rows)
    assert len(rows) >= len(set(actors.values()))


def test_the_actors_shown_are_saved_as_a_table(open_page, page):
    visit = opened(open_page, page, "#view=network&without=publication")
    with downloaded(visit, "Actors shown (CSV)").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    actors = load("allas").actors
    assert {row["id"] for row in rows} == set(actors[actors["kind"] != "publication"]["id"])


def test_bubbles_are_rings_by_kind_on_the_screen_and_in_the_drawing(open_page, large):
    visit = opened(open_page, large)
    drawn = visit.page.evaluate(f"{VIEWER}.picture.drawn")
    assert drawn["bubbles"] >= 10
    drawing = ET.fromstring(downloaded(visit, "Drawing (SVG)").read_text("utf-8"))  # noqa: S314
    fills = {
        path.get("fill")
        for group in drawing.iter(f"{SVG}g")
        for path in group.findall(f"{SVG}path")
        if (path.get("d") or "").count("A")
    }
    # A quarter of every bubble are universities: each ring has two colours.
    assert len(fills) == 2
    numbers = [int(text.text) for text in drawing.iter(f"{SVG}text") if (text.text or "").isdigit()]
    assert sum(numbers) <= 1000 < 2 * sum(numbers)
    visit.assert_quiet()


def test_a_click_on_a_bubble_goes_closer(open_page, large):
    visit = opened(open_page, large)
    before = visit.page.evaluate(f"{VIEWER}.picture.transform.k")
    spot = visit.page.evaluate(
        f"(({{picture}}) => {{ const b = picture.bubbleState, t = picture.transform, box = document.querySelector('.am-canvas').getBoundingClientRect();"
        " let best = 0; for (let i = 0; i < b.count; i++) if (b.size[i] > b.size[best]) best = i;"
        f" return [b.x[best] * t.k + t.x + box.left, b.y[best] * t.k + t.y + box.top]; }})({VIEWER})"
    )
    visit.page.mouse.click(*spot)
    visit.page.wait_for_timeout(700)
    assert visit.page.evaluate(f"{VIEWER}.picture.transform.k") > 1.5 * before


def test_full_screen_is_asked_for(open_page, page):
    visit = opened(open_page, page)
    visit.page.evaluate(
        "Element.prototype.requestFullscreen = function () { window.asked = this.className; return Promise.resolve(); }"
    )
    visit.page.get_by_role("button", name="Full screen").click()
    assert visit.page.evaluate("window.asked").startswith("am")


def test_an_address_opens_as_it_was_left(open_page, page):
    visit = opened(open_page, page)
    visit.page.click("[data-view=network]")
    visit.page.get_by_label(re.compile("^memberships")).uncheck()
    visit.page.get_by_label("First year").fill("2000")
    visit.page.wait_for_timeout(300)
    shown, address = visit.page.inner_text(".am-shown"), visit.page.url
    assert "#view=network&hide=membership&years=2000-" in address
    visit.page.goto("about:blank")
    visit.page.goto(address)
    visit.page.wait_for_function(READY)
    assert visit.page.inner_text(".am-shown") == shown
    assert not visit.page.get_by_label(re.compile("^memberships")).is_checked()


def test_reduced_motion_is_respected(open_page, page):
    visit = opened(open_page, page)
    visit.page.emulate_media(reduced_motion="reduce")
    before = visit.page.evaluate(f"{VIEWER}.picture.transform.k")
    now = visit.page.evaluate(
        f"(() => {{ {VIEWER}.picture.scaleBy(2); return {VIEWER}.picture.transform.k; }})()"
    )
    # Without motion the new zoom is there at once.
    assert now == pytest.approx(2 * before)
    visit.page.emulate_media(reduced_motion="no-preference")
    later = visit.page.evaluate(
        f"(() => {{ {VIEWER}.picture.scaleBy(2); return {VIEWER}.picture.transform.k; }})()"
    )
    assert later == pytest.approx(now)


def test_the_live_region_says_what_changed(open_page, page):
    visit = opened(open_page, page)
    live = visit.page.locator(".am-live")
    assert live.get_attribute("aria-live") == "polite"
    visit.page.get_by_label(re.compile("^memberships")).uncheck()
    visit.page.wait_for_timeout(80)
    assert live.inner_text() == visit.page.inner_text(".am-shown")
    visit.page.fill(".am-search input", "quito")
    visit.page.press(".am-search input", "Enter")
    visit.page.wait_for_timeout(80)
    assert live.inner_text().startswith("Quito opened")


def test_help_names_every_key(open_page, page):
    visit = opened(open_page, page)
    visit.page.keyboard.press("?")
    keys = visit.page.locator("dialog kbd").all_inner_texts()
    assert {"Tab", "Enter", "Esc", "/", "?"} <= set(keys)
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("dialog")


def test_print_theme_is_white(open_page, page):
    visit = opened(open_page, page)
    visit.page.locator(".am-bar-top select").last.select_option("print")
    assert visit.page.evaluate(f"{VIEWER}.app.palette.sea") == "#ffffff"


def test_without_javascript_the_page_says_what_to_do(browser, page):
    context = browser.new_context(java_script_enabled=False)
    visit = context.new_page()
    visit.goto(page.as_uri())
    assert "JavaScript" in visit.inner_text("body")
    context.close()


def test_the_legend_is_whole_on_a_phone(open_page, page):
    visit = opened(open_page, page, width=390, height=844)
    visit.page.click(".am-side-button")
    side = visit.page.locator(".am-side").bounding_box()
    names = visit.page.locator(".am-side .am-row-name").all()
    assert len(names) >= 15
    for name in names:
        name.scroll_into_view_if_needed()
        box = name.bounding_box()
        assert box["x"] >= side["x"]
        assert box["x"] + box["width"] <= side["x"] + side["width"]
        assert name.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")


@pytest.mark.parametrize("view", ["map", "network"])
def test_no_name_lies_over_a_marker(open_page, page, view):
    visit = opened(open_page, page, f"#view={view}")
    names = visit.page.evaluate(
        f"{VIEWER}.picture.drawn.labels.map((l) => [l.x, l.y - 6, l.x + l.width, l.y + 6])"
    )
    spots = visit.page.evaluate(
        f"(({{picture}}) => picture.markers.map((a) => [picture.place(a).x, picture.place(a).y, picture.radius(a)]))({VIEWER})"
    )
    assert names
    for left, top, right, bottom in names:
        for x, y, radius in spots:
            far = np.hypot(x - min(max(x, left), right), y - min(max(y, top), bottom))
            assert far >= 0.8 * radius


def test_chosen_years_say_what_began_and_what_ended(open_page):
    graph = nx.MultiDiGraph()
    for name in "abc":
        graph.add_node(name, kind="city", label=name)
    spans = [("2010", ""), ("2014", "2016"), ("2015", ""), ("", ""), ("2001", "2020"), ("2021", "")]
    for number, (start, end) in enumerate(spans):
        graph.add_edge(
            "ab"[number % 2], "c", key=f"t{number}", kind="agreement", start=start, end=end
        )
    visit = opened(open_page, network_map(Dataset.from_networkx(graph)).page)
    assert visit.page.is_hidden(".am-changes")
    visit.page.get_by_label("First year").fill("2014")
    visit.page.get_by_label("Last year").fill("2020")
    assert visit.page.inner_text(".am-changes") == "Ties begun in these years: 2; ended: 2"
    visit.page.get_by_label(re.compile("^agreements")).uncheck()
    assert visit.page.inner_text(".am-changes") == "Ties begun in these years: 0; ended: 0"
