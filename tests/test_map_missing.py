"""Missing ties and the intervals of ranks on the map."""

import json

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.gaps import find_gaps
from alianza.graph.loading import load
from alianza.reports.language import LANGUAGES, Language
from alianza.reports.map.intervals import DRAWS, rank_intervals
from alianza.reports.map.missing import MOST, missing_pairs, missing_ties
from alianza.reports.network_map import network_map
from alianza.reports.scene import build_scene

READY = "() => document.querySelector('.am').dataset.ready"
VIEWER = "document.querySelector('.am').alianza"


@pytest.fixture(scope="module")
def allas():
    return load("allas")


@pytest.fixture(scope="module")
def page(allas, tmp_path_factory):
    made = network_map(allas, intervals=True)
    assert len(made.page.encode()) <= 450_000
    return made.save(tmp_path_factory.mktemp("map") / "map.html")


def test_missing_ties_are_the_unlinked_pairs_with_reasons_in_four_languages(allas):
    gaps = find_gaps(allas)
    found = missing_ties(gaps, build_scene(allas, labels=False))
    pairs = gaps.of_kind("unlinked_pair")
    assert found["id"] == [gap.id for gap in pairs[:MOST]]
    ids = sorted(allas.actors["id"])
    assert (ids[found["tail"][0]], ids[found["head"][0]]) == pairs[0].subjects
    reason = found["said"][found["reasons"][0][0]]
    assert reason == [Language(code).text(pairs[0].reasons[0]) for code in LANGUAGES]
    assert missing_ties((), build_scene(allas, labels=False)) is None


def test_no_missing_tie_is_there(allas):
    gaps = missing_pairs(allas, None)
    linked = {
        frozenset((row["from"], row["to"]))
        for row in allas.ties.to_dict("records")
        if row["kind"] == "agreement" and row["status"] == "active"
    }
    assert not [gap.subjects for gap in gaps if frozenset(gap.subjects) in linked]


def test_a_projected_map_has_no_missing_ties(allas):
    page = network_map(allas, project="city", ties=["membership"]).page
    assert '"gaps":null' in page


def test_the_layer_is_off_at_first_and_its_panel_gives_reasons(allas, page, open_page):
    visit = open_page(page, ready=READY)
    visit.page.set_default_timeout(5000)
    before = visit.page.inner_text(".am-shown")
    box = visit.page.get_by_label("Missing ties (suggestions)")
    assert not box.is_checked()
    box.check()
    # Suggestions are no ties: they are counted nowhere.
    assert visit.page.inner_text(".am-shown") == before
    first = find_gaps(allas, "unlinked_pair")[0]
    names = [allas.actors.set_index("id").loc[actor, "label"] for actor in first.subjects]
    visit.page.fill(".am-search input", names[0])
    visit.page.press(".am-search input", "Enter")
    visit.page.locator(".am-panel .am-ties").first.get_by_role("button", name=names[1]).click()
    text = visit.page.inner_text(".am-panel")
    for reason in first.reasons:
        assert Language("en").text(reason) in text
    assert "never surveyed" in text
    assert f"gaps={first.id}" in visit.page.evaluate(f"{VIEWER}.app.link()")
    visit.page.select_option("select.am-language", "es")
    assert Language("es").text(first.reasons[0]) in visit.page.inner_text(".am-panel")
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden(".am-panel")
    visit.assert_quiet()


@pytest.mark.parametrize("view", ["map", "network"])
def test_a_click_on_a_dashed_line_opens_it(page, open_page, view):
    visit = open_page(page, ready=READY)
    visit.page.evaluate(f"location.hash = '#view={view}&gaps=1&hide=agreement,membership'")
    visit.page.wait_for_timeout(300)
    spot = visit.page.evaluate(
        f"(({{picture}}) => {{ const box = document.querySelector('.am-canvas').getBoundingClientRect();"
        " for (let gap = 0; gap < 60; gap++) { if (!picture.misses(gap)) continue; const c = picture.missing(gap);"
        " for (const t of [0.3, 0.4, 0.5, 0.6, 0.7]) { const r = 1 - t,"
        " x = r*r*c.x0 + 2*r*t*c.cx + t*t*c.x1, y = r*r*c.y0 + 2*r*t*c.cy + t*t*c.y1;"
        " if (picture.hit(x, y, 6).gap === gap) return [x + box.left, y + box.top, gap]; } } })"
        f"({VIEWER})"
    )
    visit.page.mouse.click(*spot[:2])
    assert visit.page.evaluate(f"{VIEWER}.store.state.gap") == spot[2]
    assert visit.page.inner_text(".am-panel h2") == "Missing tie"
    visit.assert_quiet()


def test_intervals_hold_the_rank_and_say_their_draws(allas, page, open_page):
    found = rank_intervals(allas.view())
    low, high = found["ranks"]["degree"][sorted(allas.actors["id"]).index("paris")]
    assert 1 <= low <= high <= 42
    visit = open_page(page, ready=READY)
    visit.page.evaluate(f"{VIEWER}.app.open({sorted(allas.actors['id']).index('paris')})")
    assert visit.page.locator(".am-interval").first.inner_text() == f"{low} to {high}"
    assert f"{DRAWS} draws" in visit.page.inner_text(".am-panel")


def test_a_star_has_no_doubt_and_a_view_without_ties_no_intervals():
    graph = nx.MultiDiGraph()
    for name in "abcdefgh":
        graph.add_node(name, kind="city", label=name)
    empty = Dataset.from_networkx(graph)
    assert rank_intervals(empty.view()) is None
    for number, name in enumerate("bcdefgh"):
        graph.add_edge("a", name, key=f"t{number}", kind="agreement")
    ranks = rank_intervals(Dataset.from_networkx(graph).view())["ranks"]
    # Whatever ties are left out, the middle of the star stays first.
    assert ranks["betweenness"][0] == [1, 1]
    assert json.loads(json.dumps(ranks)) == ranks
