"""What a newcomer with nothing but the file stumbled over in the map, and must not again."""

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.loading import load
from alianza.reports.network_map import network_map
from builders import VIEWER, opened

FOCUSED = "document.activeElement.className"


@pytest.fixture(scope="module")
def allas(tmp_path_factory):
    return network_map(load("allas")).save(tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture(scope="module")
def dated(tmp_path_factory):
    """Ties with open ends, of one day, undated; a source with and one without a web address."""
    graph = nx.MultiDiGraph()
    for name in ("lima", "paris", "quito"):
        graph.add_node(name, kind="city", label=name.title(), lat=1.0, lon=float(len(name)))
    spans = {
        "later": ("2013", "2018-09/.."),
        "day": ("2015-03-01", "2015-03-01"),
        "ended": ("2014-11-04", "2016"),
        "april": ("2014-04-24", ""),
        "unknown": ("", ""),
        "until": ("", "2016"),
    }
    for name, (start, end) in spans.items():
        graph.add_edge("lima", "paris", key=name, kind="agreement", start=start, end=end)
    graph.add_edge("paris", "quito", key="led", kind="leadership")
    return network_map(Dataset.from_networkx(graph)).save(
        tmp_path_factory.mktemp("map") / "dated.html"
    )


def test_a_tap_on_a_found_actor_opens_it(open_page, allas):
    visit = opened(open_page, allas, width=390, height=844, touch=True)
    visit.page.get_by_role("button", name="Filters").tap()
    visit.page.get_by_role("combobox", name="Search actors").tap()
    visit.page.keyboard.type("quito")
    visit.page.get_by_role("option", name="Quito").tap()
    visit.page.wait_for_timeout(600)
    assert visit.page.locator(".am-panel h2").inner_text() == "Quito"
    assert visit.page.is_hidden(".am-side")


def test_the_filters_of_a_phone_give_way_to_another_view(open_page, allas):
    visit = opened(open_page, allas, width=390, height=844, touch=True)
    visit.page.get_by_role("button", name="Filters").tap()
    assert visit.page.is_visible(".am-side")
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="Filters").tap()
    visit.page.evaluate(f"{VIEWER}.store.set({{ view: 'table' }})")
    assert visit.page.is_hidden(".am-side")
    assert visit.page.is_visible(".am-help")


def test_a_card_is_entered_and_left_with_the_keyboard(open_page, allas):
    visit = opened(open_page, allas)
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("AL-LAs")
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate(FOCUSED) == "am-panel"
    jumps = visit.page.locator(".am-jumps button")
    # Who leads stands first.
    assert jumps.first.get_attribute("aria-label").startswith("leaderships: ")
    jumps.first.focus()
    visit.page.keyboard.press("Enter")
    head = visit.page.evaluate("document.activeElement.textContent")
    assert head.startswith("leaderships")
    high = "(one) => one.getBoundingClientRect().top"
    panel = visit.page.locator(".am-panel").evaluate(high)
    assert 0 <= visit.page.locator("h3:focus").evaluate(high) - panel < 30
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Tab")
    top = visit.page.evaluate("document.querySelector('.am-panel').scrollTop")
    tie = visit.page.evaluate("document.activeElement.dataset.tie")
    assert tie
    assert top > 0
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate(FOCUSED) == "am-panel"
    visit.page.get_by_role("button", name="‹ AL-LAs").press("Enter")
    assert visit.page.evaluate("document.activeElement.dataset.tie") == tie
    assert visit.page.evaluate("document.querySelector('.am-panel').scrollTop") == top
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate(FOCUSED) == "am-stage"


def test_what_was_last_seen_or_for_one_day_has_not_ended(open_page, dated):
    visit = opened(open_page, dated)
    visit.page.get_by_role("spinbutton", name="First year").fill("2014")
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate(f"{VIEWER}.store.state.years") == [2014, 2018]
    begun, ended = visit.page.locator(".am-changes button").all()
    assert begun.inner_text() == "Begun in these years: 3"
    assert ended.inner_text() == "Ended in these years: 2"
    ended.click()
    # Undated ties are not among those that ended.
    assert visit.page.get_by_role("checkbox", name="Undated").is_disabled()
    assert not visit.page.get_by_role("checkbox", name="Undated").is_checked()


def test_years_that_are_typed_stay_within_the_data(open_page, dated):
    visit = opened(open_page, dated)
    box = visit.page.get_by_role("spinbutton", name="Last year")
    for typed, years in (("1500", [2013, 2013]), ("", None), ("9999", None)):
        box.fill(typed)
        box.press("Enter")
        assert visit.page.evaluate(f"{VIEWER}.store.state.years") == years
        assert box.input_value() == str(years[1] if years else 2018)


def test_the_table_sorts_dates_by_day_and_shows_no_empty_column(open_page, dated):
    visit = opened(open_page, dated)
    visit.page.get_by_role("button", name="Table", exact=True).click()
    visit.page.get_by_role("button", name="Ties (7)").click()
    visit.page.get_by_role("button", name="Dates").click()
    dates = visit.page.locator(".am-col-dates").all_inner_texts()
    assert dates[:4] == [
        "2013 – September 2018 or later",
        "since April 24, 2014",
        "November 4, 2014 – 2016",
        "March 1, 2015",
    ]
    heads = visit.page.locator("thead th").all_inner_texts()
    assert not [head for head in heads if head.startswith(("Role", "Instrument", "Sources"))]


def test_sources_in_the_table_are_links(open_page, allas):
    visit = opened(open_page, allas)
    visit.page.get_by_role("button", name="Table", exact=True).click()
    visit.page.get_by_role("button", name="Ties (371)").click()
    link = visit.page.locator(".am-col-sources a").first
    assert link.get_attribute("href").startswith("http")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_who_has_no_place_is_a_step_away(open_page, allas):
    visit = opened(open_page, allas)
    visit.page.get_by_role("button", name="Without a known place").click()
    assert visit.page.evaluate(f"{VIEWER}.store.state.view") == "network"
    assert visit.page.is_hidden(".am-placeless")


def test_the_card_does_not_hide_what_it_speaks_of(open_page, allas):
    visit = opened(open_page, allas)
    visit.page.keyboard.press("/")
    visit.page.keyboard.type("Rome")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_timeout(700)
    far, edge = visit.page.evaluate(
        f"""(({{ picture, model, store }}) => {{
          const a = store.state.actor;
          const others = [...model.tail].flatMap((tail, tie) => tail === a ? [model.head[tie]] : model.head[tie] === a ? [tail] : []);
          const shown = [a, ...others].filter((one) => model.payload.actors.lon[one] !== null);
          return [Math.max(...shown.map((one) => picture.place(one).x)),
            document.querySelector(".am-panel").getBoundingClientRect().left - document.querySelector(".am-stage").getBoundingClientRect().left];
        }})({VIEWER})"""
    )
    assert far < edge


def test_a_file_says_that_its_address_is_of_no_use_to_others(open_page, allas):
    visit = opened(open_page, allas)
    visit.page.get_by_role("button", name="Share").click()
    assert "send the file itself" in visit.page.locator("dialog").inner_text()
