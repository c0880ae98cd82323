"""What a person does with the map beyond looking: switches, files, the address, full screen."""

import csv
import re
import xml.etree.ElementTree as ET

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.loading import load
from alianza.reports.network_map import network_map
from builders import READY, VIEWER, opened

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
    visit.page.get_by_role("slider", name="First year").fill("2000")
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
    text = visit.inner_text("body")
    assert "JavaScript" in text
    assert "alianza report" in text
    data = load("allas")
    assert data.title in text
    assert all(label in text for label in data.actors["label"])
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
    visit.page.get_by_role("slider", name="First year").fill("2014")
    visit.page.get_by_role("slider", name="Last year").fill("2020")
    begun, ended = visit.page.locator(".am-changes button").all()
    assert begun.inner_text() == "Begun in these years: 2"
    assert ended.inner_text() == "Ended in these years: 2"
    begun.click()
    assert visit.page.inner_text(".am-shown").endswith("2 of 6 ties shown")
    assert visit.page.evaluate("document.activeElement.dataset.only") == "begun"
    visit.page.locator(".am-changes button").last.click()
    assert visit.page.inner_text(".am-shown").endswith("2 of 6 ties shown")
    visit.page.locator(".am-changes button").last.click()
    # Those of these years and the undated one.
    assert visit.page.inner_text(".am-shown").endswith("5 of 6 ties shown")
    visit.page.get_by_role("checkbox", name="agreements").uncheck()
    assert visit.page.inner_text(".am-changes").split("\n")[0] == "Begun in these years: 0"
    assert visit.page.inner_text(".am-changes").endswith("Ended in these years: 0")


def test_actors_of_one_place_stand_on_the_side_away_from_their_ties(open_page, page):
    visit = opened(open_page, page)
    found = visit.page.evaluate(
        """(({picture, model}) => {
          const places = {};
          const { lon, lat } = model.payload.actors;
          for (const a of picture.markers) (places[`${lon[a]},${lat[a]}`] ??= []).push(a);
          return Object.values(places).filter((there) => there.length > 1).map((there) => {
            const spot = there.map((a) => picture.place(a));
            const middle = {
              x: spot.reduce((sum, one) => sum + one.x, 0) / spot.length,
              y: spot.reduce((sum, one) => sum + one.y, 0) / spot.length,
            };
            const t = picture.transform, g = picture.look.ground;
            const place = { x: g.x[there[0]] * t.k + t.x, y: g.y[there[0]] * t.k + t.y };
            let x = 0, y = 0;
            for (let tie = 0; tie < model.ties; tie++) {
              const [a, b] = [model.tail[tie], model.head[tie]];
              for (const [here, other] of [[a, b], [b, a]]) {
                if (!there.includes(here) || there.includes(other) || !g.has[other]) continue;
                const dx = g.x[other] - g.x[here], dy = g.y[other] - g.y[here], far = Math.hypot(dx, dy);
                x += dx / far; y += dy / far;
              }
            }
            const moved = [middle.x - place.x, middle.y - place.y];
            return (x * moved[0] + y * moved[1]) / (Math.hypot(x, y) * Math.hypot(...moved));
          });
        })"""
        f"({VIEWER})"
    )
    assert len(found) == 8
    # The cosine of the angle between the way to the ties and the way of the fan.
    assert max(found) < -0.7


def test_the_name_of_a_shared_place_is_drawn_once(open_page):
    graph = nx.MultiDiGraph()
    for number in range(6):
        graph.add_node(
            f"n{number}", kind="network", label=f"Network {number}", lat=50.8504, lon=4.3488
        )
    graph.add_node("lima", kind="city", label="Lima", lat=-12.05, lon=-77.04)
    graph.add_node("office", kind="agency", label="Office", lat=-12.05, lon=-77.04)
    for number in range(6):
        graph.add_edge(f"n{number}", "lima", key=f"t{number}", kind="agreement")
    graph.add_edge("office", "lima", key="o", kind="agreement")
    visit = opened(open_page, network_map(Dataset.from_networkx(graph)).page)
    for lang, name in (("en", "Brussels"), ("es", "Bruselas"), ("fr", "Bruxelles")):
        visit.page.select_option("select.am-language", lang)
        visit.page.wait_for_timeout(100)
        texts = visit.page.evaluate(f"{VIEWER}.picture.drawn.labels.map((one) => one.text)")
        assert texts.count(name) == 1
        # A city says itself where it is.
        assert texts.count("Lima") == 1
    drawing = downloaded(visit, "Dessin (SVG)").read_text("utf-8")
    assert drawing.count("Bruxelles") == 1


def test_roles_and_instruments_are_in_the_language_of_the_page(open_page, page):
    visit = opened(open_page, page, "#view=table&rows=ties&lang=es")
    instruments = ".am-table tbody td:nth-child(5)"
    shown = visit.page.locator(instruments).all_inner_texts()
    assert "hermanamiento" in shown
    assert "twinning" not in shown
    visit.page.select_option("select.am-language", "fr")
    assert "jumelage" in visit.page.locator(instruments).all_inner_texts()
    visit.page.fill(".am-search input", "al-las")
    visit.page.press(".am-search input", "Enter")
    assert "coordination" in visit.page.inner_text(".am-panel")


def test_an_actor_without_a_place_leads_to_the_network(open_page, page):
    visit = opened(open_page, page)
    visit.page.fill(".am-search input", "al-las")
    visit.page.press(".am-search input", "Enter")
    visit.page.locator(".am-panel").get_by_role("button", name="Network", exact=True).click()
    assert state(visit, "view") == "network"
    assert visit.page.inner_text(".am-panel h2") == "AL-LAs"
    assert "Without a known place" not in visit.page.inner_text(".am-panel")


def test_a_name_is_nearest_to_its_own_marker(open_page, page):
    for view in ("map", "network"):
        visit = opened(open_page, page, f"#view={view}")
        wrong = visit.page.evaluate(
            f"""(({{picture}}) => picture.drawn.labels.filter((one) => !one.led && !one.place).filter((one) => {{
              const far = (a) => {{ const p = picture.place(a); return Math.hypot(Math.max(one.x - p.x, 0, p.x - one.x - one.width),
                Math.max(one.y - 7.5 - p.y, 0, p.y - one.y - 7.5)) - picture.radius(a); }};
              return picture.markers.some((a) => a !== one.key && far(a) < Math.min(8, far(one.key)) - 2.5);
            }}).map((one) => one.text))({VIEWER})"""
        )
        assert wrong == []
