import html
import json
import math
import re

import pytest
from alianza.graph.loading import load
from alianza.reports.language import LANGUAGES, Language
from alianza.reports.map.pyvis_page import _smooth, pyvis_page
from alianza.reports.scene import build_scene
from builders import Scripts, dataset_of, hashes_of, policy_of, printed_everywhere

READY = "() => document.getElementById('network').viewer && document.querySelector('canvas')"
VIEWER = "document.getElementById('network').viewer"
SCRIPT = "</script><script>window.__pwned=1</script>"
HOSTILE = [
    SCRIPT,
    '"><img src=x onerror="window.__pwned=2">',
    "' onmouseover='window.__pwned=3",
    "<!--<script>window.__pwned=4",
    "a\u2028window.__pwned=5\u2029b",
    "{{ 7 * 7 }}{% raw %}",
    "${window.__pwned=6}`</style><svg onload=window.__pwned=7>",
    "]]><iframe srcdoc='<script>parent.__pwned=8</script>'>",
    "&lt;script&gt;window.__pwned=9&lt;/script&gt;",
    "red;background:url(//evil.invalid)",
]
ADDRESSES = [
    "javascript:window.__pwned=10",
    " JaVaScRiPt:window.__pwned=10",
    "java\tscript:window.__pwned=10",
    "data:text/html,<script>window.__pwned=11</script>",
    "vbscript:x",
    "//evil.invalid/x",
    "file:///etc/passwd",
    'https://good.invalid/"onmouseover="window.__pwned=12',
    "https://good.invalid/a?b=c&d=e",
]


def page_of(dataset, lang="en", view=None, **options):
    language = Language(lang)
    scene = build_scene(dataset, view, translate=language.text, lang=lang)
    return pyvis_page(dataset, scene, language, **options)


@pytest.fixture(scope="module")
def allas():
    return load("allas")


@pytest.fixture(scope="module")
def page(allas):
    return page_of(allas, figures={"Betweenness": {"allas": "0.512"}})


# ---- the file ---------------------------------------------------------------------------------


def test_the_page_is_ascii_and_of_one_file(page):
    assert page.isascii()
    assert "sourceMappingURL" not in page
    assert not re.search(r"<link|<script[^>]+src=|@import|url\(", page)
    assert "vis.js is dual licensed under both" in page


def test_the_policy_allows_the_page_itself_and_nothing_else(page):
    rules = policy_of(page)
    assert rules["default-src"] == "'none'"
    assert set(rules) == {"default-src", "script-src", "style-src", "base-uri", "form-action"}
    assert "unsafe" not in str(rules)
    hashes = hashes_of(page)
    assert rules["script-src"].split() == hashes["script"]
    assert rules["style-src"].split() == hashes["style"]


def test_the_same_bytes_twice_and_in_any_order_of_rows(allas, page):
    assert page == page_of(allas, figures={"Betweenness": {"allas": "0.512"}})
    nodes = {"b": {}, "a": {}, "c": {}}
    ties = {"t2": ("a", "b", {}), "t1": ("b", "a", {}), "t3": ("c", "a", {})}
    backwards = [dict(reversed(list(table.items()))) for table in (nodes, ties)]
    assert page_of(dataset_of(nodes, ties)) == page_of(dataset_of(*backwards))


def test_the_same_bytes_whatever_the_hash_seed():
    code = (
        "import hashlib\n"
        "from alianza.graph.loading import load\n"
        "from alianza.reports.language import Language\n"
        "from alianza.reports.map.pyvis_page import pyvis_page\n"
        "from alianza.reports.scene import build_scene\n"
        "data = load('allas')\n"
        "page = pyvis_page(data, build_scene(data), Language('en'))\n"
        "print(hashlib.sha256(page.encode()).hexdigest())\n"
    )
    assert len(printed_everywhere(code)) == 1


@pytest.mark.parametrize("bend", [0.12, 0.24, 0.7, -0.24])
def test_a_bend_is_said_in_the_words_of_vis_network(bend):
    smooth = _smooth(bend)
    assert smooth["type"] == ("curvedCW" if bend > 0 else "curvedCCW")
    roundness = smooth["roundness"]
    assert (1 + roundness) / 2 * math.sin(math.pi * roundness / 2) == pytest.approx(
        abs(bend), abs=1e-3
    )


# ---- in the browser ---------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_opens_quietly_in_every_language(allas, open_page, lang):
    visit = open_page(page_of(allas, lang), ready=READY)
    visit.page.wait_for_timeout(200)
    visit.assert_quiet()
    assert visit.page.evaluate("document.documentElement.lang") == lang
    assert visit.page.inner_text("h1") == Language(lang).text(allas.said("title"))


def test_every_actor_and_tie_is_drawn_where_the_scene_says(allas, page, open_page):
    visit = open_page(page, ready=READY)
    view = allas.view()
    counts = visit.page.evaluate(
        f"(({{network: n}}) => [n.body.nodeIndices.length, n.body.edgeIndices.length,"
        f" n.physics.physicsEnabled])({VIEWER})"
    )
    assert counts == [len(view), len(view.tie_ids), False]
    labels = visit.page.evaluate(f"{VIEWER}.state.labels.map((label) => label.area)")
    assert len(labels) >= 0.95 * len(view)
    for place, one in enumerate(labels):
        for two in labels[:place]:
            apart = one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]
            assert apart


def test_parallel_ties_have_curves_of_their_own(open_page):
    ties = {f"t{n}": ("ab"[n % 2], "ba"[n % 2], {}) for n in range(5)}
    visit = open_page(page_of(dataset_of({"a": {}, "b": {}}, ties)), ready=READY)
    middles = visit.page.evaluate(
        f"Object.values({VIEWER}.network.body.edges).map("
        "(edge) => edge.edgeType.getPoint(0.5)).map(({x, y}) => [x, y])"
    )
    assert len(middles) == 5
    for place, one in enumerate(middles):
        for two in middles[:place]:
            assert abs(one[0] - two[0]) + abs(one[1] - two[1]) > 10


def test_ids_stay_as_they_are_spelled(open_page):
    ids = ["007", "NA", "null", "1e3", "TRUE", "__proto__", "constructor", "toString"]
    ties = {f"0{n}": (ids[n - 1], ids[n], {}) for n in range(1, len(ids))}
    visit = open_page(page_of(dataset_of({name: {} for name in ids}, ties)), ready=READY)
    visit.assert_quiet()
    assert visit.page.evaluate(f"{VIEWER}.actors.map((actor) => actor.id)") == sorted(ids)
    shown = visit.page.locator("[data-actor]").all_text_contents()
    assert sorted(shown) == sorted(ids)
    assert visit.page.evaluate(f"{VIEWER}.network.body.edgeIndices.length") == len(ties)


def test_the_legend_filters_and_counts(allas, page, open_page):
    visit = open_page(page, ready=READY)
    total, ties = len(allas.actors), len(allas.view().tie_ids)
    assert (
        visit.page.inner_text("#shown")
        == f"{total} of {total} actors and {ties} of {ties} ties shown"
    )
    memberships = sum(allas.ties["kind"] == "membership")
    visit.page.get_by_label(re.compile("^memberships")).uncheck()
    assert f"and {ties - memberships} of {ties} ties" in visit.page.inner_text("#shown")
    visit.page.get_by_label(re.compile("^cities")).uncheck()
    cities = sum(allas.actors["kind"] == "city")
    assert visit.page.inner_text("#shown").startswith(f"{total - cities} of {total} actors")
    hidden = visit.page.evaluate(
        f"{VIEWER}.actors.length - {VIEWER}.network.body.nodeIndices.length"
    )
    assert hidden == cities
    visit.page.click("[data-show=table]")
    assert visit.page.locator("tr[data-mode=actor]:visible").count() == total - cities
    visit.page.get_by_label(re.compile("^cities")).check()
    visit.page.get_by_label(re.compile("^memberships")).check()
    assert visit.page.inner_text("#shown").startswith(f"{total} of {total} actors and {ties} of")
    visit.assert_quiet()


@pytest.mark.parametrize("words", ["medellin", "MEDELLÍN", "Alcaldía de Mede"])
def test_search_by_label_and_alias_without_accents(page, open_page, words):
    visit = open_page(page, ready=READY)
    visit.page.fill("#search", words)
    visit.page.press("#search", "Enter")
    assert visit.page.inner_text("#panel-title") in {"Medellín", "ACI Medellín"}
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#panel")
    visit.assert_quiet()


def test_a_search_that_finds_nothing_says_so(page, open_page):
    visit = open_page(page, ready=READY)
    visit.page.fill("#search", "zzzz")
    assert visit.page.inner_text("#found") == "Nothing found"


def test_a_click_on_an_actor_opens_its_panel(page, open_page):
    visit = open_page(page, ready=READY)
    at = visit.page.evaluate(
        f"(({{network: n, actors}}) => {{"
        " const id = n.body.nodeIndices[actors.findIndex((actor) => actor.id === 'allas')];"
        " const point = n.canvasToDOM(n.getPositions([id])[id]);"
        " const box = document.getElementById('network').getBoundingClientRect();"
        f" return [point.x + box.left, point.y + box.top]; }})({VIEWER})"
    )
    visit.page.mouse.click(*at)
    visit.page.wait_for_selector("#panel:visible")
    text = visit.page.inner_text("#panel")
    assert text.startswith("AL-LAs")
    assert "0.512" in text
    assert "memberships" in text.lower()
    visit.assert_quiet()


def test_a_click_on_a_tie_shows_its_source(open_page):
    sources = [{"id": "s1", "title": "The treaty", "url": "https://example.org/t?a=1&b=2"}]
    data = dataset_of(
        {"a": {"label": "Ay"}, "b": {"label": "Bee"}},
        {"t": ("a", "b", {"sources": "s1", "start": "2013-05", "instrument": "twinning"})},
        sources=sources,
    )
    visit = open_page(page_of(data), ready=READY)
    at = visit.page.evaluate(
        f"(({{network: n}}) => {{"
        " const point = n.canvasToDOM(Object.values(n.body.edges)[0].edgeType.getPoint(0.5));"
        " const box = document.getElementById('network').getBoundingClientRect();"
        f" return [point.x + box.left, point.y + box.top]; }})({VIEWER})"
    )
    visit.page.mouse.click(*at)
    visit.page.wait_for_selector("#panel:visible")
    text = visit.page.inner_text("#panel")
    assert "twinning" in text
    assert "May 2013" in text
    link = visit.page.locator("#panel a", has_text="The treaty")
    assert link.get_attribute("href") == "https://example.org/t?a=1&b=2"
    assert link.get_attribute("rel") == "noopener noreferrer"
    visit.assert_quiet()


def test_every_tie_is_reached_by_keyboard_and_shows_what_is_disputed(allas, page, open_page):
    visit = open_page(page, ready=READY)
    table = visit.page.locator("[data-show=table]")
    table.focus()
    table.press("Enter")
    view = allas.view()
    assert visit.page.locator("[data-actor]:visible").count() == len(view)
    assert visit.page.locator("[data-tie]:visible").count() == len(view.tie_ids)
    disputed = visit.page.locator("tr:has(abbr) [data-tie]").first
    disputed.focus()
    disputed.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "panel-title"
    assert "Disputed" in visit.page.inner_text("#panel")
    assert visit.page.locator("#panel ol li").count() >= 1
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#panel")
    assert visit.page.evaluate("document.activeElement.dataset.tie") is not None
    visit.assert_quiet()


def test_it_works_in_a_sandboxed_frame(page, open_page):
    outer = f'<!doctype html><iframe sandbox="allow-scripts" width="1000" height="600" srcdoc="{html.escape(page)}"></iframe>'
    visit = open_page(outer)
    frame = visit.page.frame_locator("iframe")
    frame.locator("canvas").wait_for()
    frame.locator("#search").fill("quito")
    frame.locator("#search").press("Enter")
    assert frame.locator("#panel-title").inner_text() == "Quito"
    assert [request for request in visit.requests if request != "about:srcdoc"] == []
    assert visit.messages == []


@pytest.mark.parametrize(("width", "height"), [(360, 640), (390, 844), (1280, 720), (3840, 2160)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(page, open_page, width, height, theme):
    visit = open_page(page, width=width, height=height, theme=theme, ready=READY)
    for view in ("network", "table"):
        visit.page.click(f"[data-show={view}]")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.assert_quiet()


def test_the_tables_can_be_read_without_javascript(allas, page, browser, tmp_path):
    path = tmp_path / "map.html"
    path.write_text(page)
    context = browser.new_context(java_script_enabled=False, offline=True)
    plain = context.new_page()
    plain.goto(path.as_uri())
    assert plain.locator("tr[data-mode=tie]:visible").count() == len(allas.view().tie_ids)
    context.close()


def test_an_empty_network_opens(open_page, allas):
    visit = open_page(page_of(allas, view=allas.view(actors=["city"], ties=["publishing"])))
    visit.page.wait_for_function(READY)
    visit.assert_quiet()


# ---- hostile data -----------------------------------------------------------------------------


def hostile_dataset(strings):
    def text(place):
        return strings[place % len(strings)]

    def identifier(place):
        # The checks refuse line ends in ids.
        return re.sub("[\u2028\u2029]", "", text(place))

    name = text(1)[:40].strip()
    metadata = {
        "title": text(0),
        "description": text(1),
        "version": text(2),
        "licenses": [{"title": text(3), "path": ADDRESSES[0]}],
        "actor_kinds": [
            {"name": name, "label": text(4), "plural": text(5), "labels": {"es": text(6)}}
        ],
        "tie_kinds": [
            {"name": name, "label": text(7), "plural": text(8), "labels": {"es": text(9)}}
        ],
    }
    actors = {
        f"{identifier(place)} {place}": {
            "kind": name if place % 2 else "city",
            "label": text(place),
            "area": text(place + 1) if place % 3 else "",
            "aliases": text(place + 2),
            "wikidata": text(place + 3),
            "label_es": text(place + 4),
            "note": text(place + 5),
        }
        for place in range(len(strings))
    }
    ids = list(actors)
    sources = [
        {
            "id": f"s{place}",
            "title": text(place),
            "publisher": text(place + 1),
            "url": address,
            "note": text(place),
        }
        for place, address in enumerate(ADDRESSES)
    ]
    ties = {
        f"{identifier(place)} t{place}": (
            ids[place - 1],
            ids[place],
            {
                "kind": name if place % 2 else "agreement",
                "role": text(place),
                "instrument": text(place + 1),
                "theme": text(place + 2),
                "note": text(place + 3),
                "sources": f"s{place % len(sources)}",
            },
        )
        for place in range(1, len(ids))
    }
    first = next(iter(ties))
    claims = [
        {"subject": first, "field": "role", "value": text(n), "source": f"s{n}", "note": text(n)}
        for n in range(2)
    ]
    return dataset_of(actors, ties, name=text(0), metadata=metadata, sources=sources, claims=claims)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_hostile_data_runs_nothing(open_page, lang):
    data = hostile_dataset(HOSTILE)
    text = page_of(data, lang, figures={SCRIPT: dict.fromkeys(data.actors["id"], HOSTILE[1])})
    parsed, clean = Scripts(text), Scripts(page_of(dataset_of({"a": {}}, {})))
    assert text.isascii()
    assert len(parsed.found) == len(clean.found) == 4
    assert parsed.handlers == []
    assert not {"img", "iframe", "object", "base", "form"} & set(parsed.tags)
    visit = open_page(text, ready=READY)
    page = visit.page
    for kind in ("actor", "tie"):
        for place in range(page.evaluate(f"{VIEWER}.{kind}s.length")):
            page.evaluate(f"{VIEWER}.choose('{kind}', {place})")
            assert (
                page.locator("#panel img, #panel script, #panel iframe, #panel svg[onload]").count()
                == 0
            )
    page.keyboard.press("Escape")
    for box in page.locator("input[data-mode]").all():
        box.uncheck()
        box.check()
    for words in HOSTILE:
        page.fill("#search", words)
    page.mouse.move(700, 400)
    page.click("[data-show=table]")
    links = page.evaluate("[...document.links].map((link) => link.getAttribute('href'))")
    assert {link for link in links if not link.startswith("https://www.wikidata.org/")} == {
        "https://good.invalid/a?b=c&d=e"
    }
    page.wait_for_timeout(300)
    assert page.evaluate("typeof window.__pwned") == "undefined"
    assert page.evaluate("document.scripts.length") == 3
    visit.assert_quiet()


@pytest.mark.parametrize("string", HOSTILE)
def test_the_data_in_the_page_says_what_it_said(string):
    data = dataset_of({"a": {"label": string}, "b": {}}, {"t": ("a", "b", {"note": string})})
    blocks = [text for _tag, kind, text in Scripts(page_of(data)).found if kind]
    assert not re.search("[<>&\u2028\u2029]", blocks[0])
    plain = re.sub("[\u2028\u2029]", " ", string)
    assert json.loads(blocks[0])["ties"][0]["note"] == plain
