"""The page that holds the viewer: one ASCII file, its policy, its bytes; what it opens in."""

import json
import re
from importlib.resources import files
from pathlib import Path

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.loading import load
from alianza.reports.map.steps import StepsError, read_steps
from alianza.reports.map.strings import TEXTS
from alianza.reports.network_map import network_map
from builders import Scripts, hashes_of, policy_of, printed_everywhere

READY = "() => document.querySelector('.am').dataset.ready"
VIEWER = "document.querySelector('.am').alianza"
VIEWS = ("map", "network", "table")
HOSTILE = [
    "</script><script>window.__pwned=1</script>",
    '"><img src=x onerror="window.__pwned=2">',
    "' onmouseover='window.__pwned=3",
    "<!--<script>window.__pwned=4",
    "a\u2028window.__pwned=5\u2029b",
    "${window.__pwned=6}`</style><svg onload=window.__pwned=7>",
    "]]><iframe srcdoc='<script>parent.__pwned=8</script>'>",
    "&lt;script&gt;window.__pwned=9&lt;/script&gt;",
    "red;background:url(//evil.invalid)",
    "__proto__",
    "constructor",
    "{name} {toString}",
]
ADDRESSES = [
    "javascript:window.__pwned=10",
    " JaVaScRiPt:window.__pwned=10",
    "java\tscript:window.__pwned=10",
    "data:text/html,<script>window.__pwned=11</script>",
    "vbscript:x",
    "//evil.invalid/x",
    "file:///etc/passwd",
]


@pytest.fixture(scope="module")
def allas():
    return load("allas")


@pytest.fixture(scope="module")
def page(allas):
    return network_map(allas).page


def built(name):
    return files("alianza").joinpath("reports", "map", "viewer", name).read_bytes()


# ---- the file ---------------------------------------------------------------------------------


def test_the_page_is_one_file_in_ascii_within_its_budget(page):
    assert page.isascii()
    assert not re.search(r"<link|<script[^>]+src=|@import|sourceMappingURL", page)
    assert len(page) <= 450_000
    assert len(built("viewer.js")) <= 150_000
    assert len(built("land.json")) <= 260_000
    assert b"d3-zoom" in built("LICENSES.txt")


def test_the_policy_allows_the_page_itself_and_nothing_else(page):
    rules = policy_of(page)
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert "unsafe" not in str(rules)
    hashes = hashes_of(page)
    assert rules["script-src"].split() == hashes["script"]
    assert rules["style-src"].split() == hashes["style"]


def test_the_viewer_asks_for_nothing_and_parses_no_text():
    script = built("viewer.js").decode("ascii")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "fetch(",
                 "XMLHttpRequest", "WebSocket", "localStorage", "sessionStorage", "eval(", "new Function"):  # fmt: skip
        if word == "innerHTML":
            # d3-selection has a method that nobody here calls.
            assert ".html(" not in script
        else:
            assert word not in script


def test_every_text_that_the_viewer_asks_for_is_there():
    folder = Path(__file__).parent.parent / "web" / "src"
    asked = set()
    for path in sorted(folder.glob("*.ts")):
        asked |= set(re.findall(r'speech\.text\("(\w+)"', path.read_text("utf-8")))
    assert len(asked) > 60
    assert asked <= set(TEXTS)


def test_the_same_bytes_whatever_the_hash_seed():
    code = (
        "import hashlib\n"
        "from alianza.graph.loading import load\n"
        "from alianza.reports.network_map import network_map\n"
        "print(hashlib.sha256(network_map(load('allas')).page.encode()).hexdigest())\n"
    )
    assert len(printed_everywhere(code)) == 1


# ---- hostile data -----------------------------------------------------------------------------


def hostile_dataset():
    graph = nx.MultiDiGraph(
        name="x", metadata={"title": HOSTILE[0], "description": HOSTILE[1]},
        sources=[
            {"id": f"s{n}", "title": HOSTILE[n % len(HOSTILE)], "url": address, "publisher": HOSTILE[3]}
            for n, address in enumerate(ADDRESSES)
        ],
    )  # fmt: skip
    ids = [
        f"{n}{text}".replace("\u2028", "").replace("\u2029", "") for n, text in enumerate(HOSTILE)
    ]
    for actor, text in zip(ids, HOSTILE, strict=True):
        n = ids.index(actor)
        graph.add_node(
            actor, label=text, label_es=text, kind="city", aliases=text, note=text,
            lat=float(n), lon=float(-n), area=text,
        )  # fmt: skip
    names = list(graph)
    for n, text in enumerate(HOSTILE):
        graph.add_edge(
            names[n], names[(n + 1) % len(names)], key=f"t{ids[n]}", kind="agreement", role=text,
            instrument=text, theme=text, note=text, sources=f"s{n % len(ADDRESSES)}",
        )  # fmt: skip
    return Dataset.from_networkx(graph)


def test_nothing_of_hostile_data_runs(open_page):
    page = network_map(hostile_dataset()).page
    parts = Scripts(page)
    assert parts.handlers == []
    assert [kind for _tag, kind, _text in parts.found] == [
        None, "application/json", "application/json", None,
    ]  # fmt: skip
    visit = open_page(page, ready=READY)
    visit.page.set_default_timeout(5000)
    for view in VIEWS:
        visit.page.click(f"[data-view={view}]")
        for number in range(len(HOSTILE)):
            visit.page.evaluate(f"{VIEWER}.app.open({number})")
            visit.page.evaluate(f"{VIEWER}.app.openTie({number})")
        links = visit.page.evaluate(
            "[...document.querySelectorAll('a')].map((a) => a.getAttribute('href'))"
        )
        assert all(link.startswith("http") for link in links)
    visit.page.fill(".am-search input", HOSTILE[1])
    visit.page.locator(".am-tools > button").first.click()
    visit.page.keyboard.press("Escape")
    assert visit.page.evaluate("window.__pwned") is None
    visit.assert_quiet()


# ---- where it opens ---------------------------------------------------------------------------


def test_it_opens_in_a_sandboxed_frame_and_leaves_the_wheel_to_the_page(allas, open_page):
    visit = open_page(f"<!doctype html><title>x</title>{network_map(allas)._repr_html_()}")
    frame = visit.page.frames[1]
    frame.wait_for_function(READY)
    box = visit.page.locator("iframe").bounding_box()
    before = frame.evaluate(f"{VIEWER}.picture.transform.k")
    visit.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 300)
    visit.page.mouse.wheel(0, -200)
    visit.page.wait_for_timeout(150)
    assert frame.evaluate(f"{VIEWER}.picture.transform.k") == before
    assert frame.is_visible(".am-guard")
    visit.page.mouse.click(box["x"] + box["width"] * 0.95, box["y"] + 500)
    visit.page.mouse.wheel(0, -200)
    visit.page.wait_for_timeout(150)
    assert frame.evaluate(f"{VIEWER}.picture.transform.k") > before
    frame.click("[data-view=table]")
    assert visit.messages == []
    assert visit.dialogs == []


def test_it_stands_several_times_in_a_page_without_a_charset(allas, page, open_page, tmp_path):
    style = re.search(r"<style>.*?</style>", page, re.DOTALL)[0]
    body = page.partition('<body class="am-page">')[2].partition("</body>")[0]
    path = tmp_path / "pasted.html"
    path.write_bytes(f"<title>Pasted</title>{style}<p>before</p>{body}{body}<p>after</p>".encode())
    visit = open_page(path)
    visit.page.set_default_timeout(5000)
    visit.page.wait_for_function("() => document.querySelectorAll('.am[data-ready]').length === 2")
    first, second = visit.page.locator(".am").all()
    first.locator("[data-view=network]").click()
    first.locator("select.am-language").select_option("es")
    assert first.locator("h1").inner_text() != second.locator("h1").inner_text()
    assert second.locator("[data-view=map]").get_attribute("aria-pressed") == "true"
    ids = visit.page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert visit.page.title() == "Pasted"
    visit.assert_quiet()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(page, open_page, view, theme):
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    visit = open_page(page, ready=READY, theme=theme)
    visit.page.click(f"[data-view={view}]")
    visit.page.evaluate(f"{VIEWER}.app.open(3)")
    visit.page.wait_for_timeout(150)
    visit.page.evaluate(axe)
    found = visit.page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((r) => r.violations.map((v) =>"
        " [v.id, v.nodes.slice(0, 3).map((n) => [n.html.slice(0, 160), n.failureSummary.slice(0, 300)])]))"
    )
    assert found == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720), (3840, 2160)])
def test_nothing_sticks_out_on_any_screen(page, open_page, width, height):
    visit = open_page(page, width=width, height=height, ready=READY)
    visit.page.set_default_timeout(5000)
    wide = visit.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    if width < 700:
        visit.page.click(".am-side-button")
    rows = visit.page.locator(".am-group .am-row")
    assert rows.count() == 14
    for row in rows.all():
        row.scroll_into_view_if_needed()
        box = row.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    visit.assert_quiet()


# ---- presentations ----------------------------------------------------------------------------

STEPS = """
[[steps]]
title = "Who belongs"
caption = {en = "The alliance.", es = "La alianza."}
view = "network"
focus = "allas"
[[steps]]
title = "Agreements"
view = "map"
ties = ["agreement"]
years = [2014, 2020]
"""


def test_a_presentation_is_walked_with_the_arrow_keys(allas, open_page, tmp_path):
    path = tmp_path / "steps.toml"
    path.write_text(STEPS, "utf-8")
    page = network_map(allas, lang="es", steps=read_steps(path, allas)).page
    visit = open_page(page, ready=READY)
    visit.page.set_default_timeout(5000)
    assert visit.page.inner_text(".am-caption").split("\n\n") == ["Who belongs", "La alianza."]
    assert visit.page.is_hidden(".am-side")
    state = (
        f"(({{store: {{state: s}}}}) => [s.view, s.focus >= 0, s.years, s.offTies.size])({VIEWER})"
    )
    assert visit.page.evaluate(state) == ["network", True, None, 0]
    visit.page.keyboard.press("ArrowRight")
    assert visit.page.inner_text(".am-caption") == "Agreements"
    assert visit.page.evaluate(state) == ["map", False, [2014, 2020], 5]
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowLeft")
    assert visit.page.inner_text(".am-caption h2") == "Who belongs"
    visit.assert_quiet()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("steps = 3", "needs a list"),
        ("steps = []", "at least one"),
        ("[[steps", "no TOML or JSON"),
        ("[[steps]]\nfocs = 'allas'", "focus"),
        ("[[steps]]\nfocus = 'nobody'", "no actor"),
        ("[[steps]]\nties = ['agrement']", "agreement"),
        ("[[steps]]\nyears = [2020, 2014]", "two years"),
        ("[[steps]]\nonly = 'begun'", "needs “years”"),
        ("[[steps]]\nyears = [2014, 2020]\nonly = 'new'", "begun"),
        ("[[steps]]\nsteps = 4", "1, 2 or 3"),
        ("[[steps]]\ntitle = 3", "text"),
        ("[[steps]]\ntitle = {xx = 'a'}", "xx"),
    ],
)
def test_a_file_of_steps_that_is_wrong_says_where(allas, tmp_path, text, said):
    path = tmp_path / "steps.toml"
    path.write_text(text, "utf-8")
    with pytest.raises((StepsError, LookupError)) as caught:
        read_steps(path, allas)
    assert said in str(caught.value)


def test_a_step_may_show_what_began(allas, tmp_path):
    path = tmp_path / "steps.toml"
    path.write_text("[[steps]]\nyears = [2014, 2020]\nonly = 'begun'\n", "utf-8")
    assert read_steps(path, allas)[0]["state"] == "years=2014-2020&only=begun"


def test_steps_may_be_json_and_a_missing_file_is_said(allas, tmp_path):
    path = tmp_path / "steps.json"
    path.write_text(json.dumps({"steps": [{"view": "table", "size": "degree"}]}), "utf-8")
    assert read_steps(path, allas)[0]["state"] == "view=table&size=degree"
    with pytest.raises(StepsError, match="cannot be read"):
        read_steps(tmp_path / "none.toml", allas)
