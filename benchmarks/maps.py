"""How fast maps open and move: ours beside pyvis, sigma.js and Cytoscape.js, in one browser."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from timing import PYTHON, machine, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from alianza.graph.dataset import Dataset
    from alianza.reports.scene import Scene
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
SIZES = (30, 2_000, 20_000, 100_000)
TIES_EACH = 3
LIMIT = 90.0
RUNS, LONG = 3, 15.0
PANS = 12
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# A page is readable when what it first draws is on the screen: two frames after its own code says so.
FRAMES = "requestAnimationFrame(() => requestAnimationFrame(() => { window.readable = performance.now(); }));"
STYLE = "html,body{margin:0;height:100%}#net{width:100%;height:100%}"


@dataclass(frozen=True, slots=True)
class Opening:
    """What was measured of a page: megabytes, seconds to read it, milliseconds a frame of a drag."""

    megabytes: float
    first: float | None
    pan: float | None


def run(*, quick: bool) -> str:
    """Open every map of every size in a headless browser without a graphics card."""
    rows, writing = [], []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        scripts = peers(folder)
        for actors in SIZES[:2] if quick else SIZES:
            pages, seconds = written(folder, actors, scripts)
            writing.append(f"{actors:,}: {seconds:.1f} s")
            found: dict[str, Opening] = {}
            for name, page in pages.items():
                runs: list[Opening] = []
                # What takes long varies little: it is opened once.
                while not runs or (
                    len(runs) < (1 if quick else RUNS) and (runs[-1].first or LONG) < LONG
                ):
                    runs.append(opened(page))
                    print(actors, name, runs[-1], file=sys.stderr, flush=True)
                found[name] = middle(runs)
            for name, one in found.items():
                rows.append((f"{actors:,}, {name}", f"{one.megabytes:.2f}", shown(one.first), shown(one.pan)))  # fmt: skip
    header = ("actors, map", "MB", "first picture, s", "frame of a drag, ms")
    return (
        f"{table(header, rows)}\n\nAn agreement for every third of an actor, positions given except to the first of"
        f" pyvis. “None” is no picture within {LIMIT:.0f} s. Writing our page in Python takes"
        f" {'; '.join(writing)} (actors: seconds).\n\n{machine('pyvis', 'playwright')}; sigma 3.0.3, Cytoscape.js"
        f" 3.34.4; Chromium headless, 1280 × 720, no graphics card; medians of {RUNS} runs, of one where that takes longer than {LONG:.0f} s."
    )


def shown(value: float | None) -> str:
    """Give a figure with the digits that mean something, or none."""
    return "none" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def middle(runs: list[Opening]) -> Opening:
    """Give the medians; a page that once did not open has none."""
    firsts, pans = [one.first for one in runs], [one.pan for one in runs]
    return Opening(
        runs[0].megabytes,
        None if None in firsts else statistics.median(firsts),  # type: ignore[type-var]
        None if None in pans else statistics.median(pans),  # type: ignore[type-var]
    )


def opened(page: Path) -> Opening:
    """Open a page in a process and a browser of its own, which end when their time is over."""
    size = page.stat().st_size / 1e6
    command = [PYTHON, __file__, str(page)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        try:
            text, _errors = child.communicate(timeout=2 * LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            text, _errors = child.communicate()
    figures = [float(line) for line in text.split()]
    return Opening(size, *(*figures, None, None)[:2])


def measure(path: Path) -> None:
    """Print when the page is readable, in seconds, and then the frames of a drag, in milliseconds."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUMS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        limit = LIMIT * 1000
        page.goto(path.as_uri(), wait_until="commit", timeout=limit)
        page.wait_for_function("() => window.readable > 0", timeout=limit, polling=50)
        print(page.evaluate("window.readable") / 1000, flush=True)
        print(dragged(page), flush=True)
        browser.close()


def dragged(page: Page) -> float:
    """Give the mean milliseconds between the frames of a drag of 12 moves."""
    page.wait_for_timeout(600)
    page.evaluate(
        "() => { window.frames_ = []; const step = (now) => { window.frames_.push(now); requestAnimationFrame(step); };"
        " requestAnimationFrame(step); }"
    )
    page.mouse.move(20, 640)
    page.mouse.move(760, 690)
    page.mouse.down()
    for turn in range(1, PANS + 1):
        page.mouse.move(760 - 12 * turn, 690 - 9 * turn)
    page.mouse.up()
    begun = page.evaluate("window.frames_.length")
    deadline = time.monotonic() + LIMIT
    while page.evaluate("window.frames_.length") < begun + 3 and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    gaps = page.evaluate("window.frames_.slice(1).map((at, place) => at - window.frames_[place])")
    return statistics.mean(gaps[: max(3, begun)])


def peers(folder: Path) -> dict[str, str]:
    """Install the other viewers and give their scripts, each as one text for a page."""
    shutil.copy(HERE / "package.json", folder / "package.json")
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)  # noqa: S603
    modules = folder / "node_modules"
    return {
        "sigma": (modules / "graphology/dist/graphology.umd.min.js").read_text("utf-8")
        + ";\n"
        + (modules / "sigma/dist/sigma.min.js").read_text("utf-8"),
        "cytoscape": (modules / "cytoscape/dist/cytoscape.min.js").read_text("utf-8"),
    }


def cities(actors: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Give longitudes and latitudes around 60 centres, and pairs of which most are near."""
    rng = np.random.default_rng(seed)
    middles = np.stack([rng.uniform(-110, 30, 60), rng.uniform(-40, 55, 60)], axis=1)
    home = np.sort(rng.integers(0, 60, actors))
    places = middles[home] + rng.normal(0, 2.5, (actors, 2))
    found = np.empty(0, dtype=np.int64)
    wanted = min(TIES_EACH * actors, actors * (actors - 1) // 4)
    while len(found) < wanted:
        one = rng.integers(0, actors, 2 * wanted)
        near = np.clip(one + rng.integers(-40, 41, 2 * wanted), 0, actors - 1)
        far = (actors * rng.power(0.6, 2 * wanted)).astype(np.int64)
        two = np.where(rng.random(2 * wanted) < 0.7, near, far)
        low, high = np.minimum(one, two), np.maximum(one, two)
        found = np.unique(np.concatenate([found, (low * actors + high)[low < high]]))
    kept = rng.permutation(found)[:wanted]
    return places, np.column_stack([kept // actors, kept % actors])


def dataset_of(folder: Path, actors: int) -> Dataset:
    """Write and load cities with dated agreements."""
    from alianza.graph.loading import load

    places, pairs = cities(actors)
    target = folder / f"cities-{actors}"
    target.mkdir()
    with (target / "actors.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "label", "kind", "lat", "lon"])
        rows.writerows([f"c{n}", f"City {n}", "city", f"{y:.4f}", f"{x:.4f}"] for n, (x, y) in enumerate(places))  # fmt: skip
    with (target / "ties.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "from", "to", "kind", "start"])
        rows.writerows([f"t{n}", f"c{one}", f"c{two}", "agreement", 1980 + 7 * n % 45] for n, (one, two) in enumerate(pairs.tolist()))  # fmt: skip
    return load(target)


def written(folder: Path, actors: int, scripts: dict[str, str]) -> tuple[dict[str, Path], float]:
    """Write the pages of every viewer; give also the seconds that ours took."""
    from alianza.reports.network_map import network_map
    from alianza.reports.scene import build_scene

    data = dataset_of(folder, actors)
    begun = time.perf_counter()
    text = network_map(data).page
    seconds = time.perf_counter() - begun
    hook = (
        "<script>(function wait(){ if (document.querySelector('.am[data-ready]')) { "
        + FRAMES
        + " } else requestAnimationFrame(wait); })();</script></body>"
    )
    # The page allows its own script alone; the clock is let in beside it.
    start = text.index("<meta http-equiv=")
    text = text[:start] + text[text.index("\n", start) + 1 :]
    texts: dict[str, str] = {"alianza": text.replace("</body>", hook)}
    scene = build_scene(data, labels=False)
    makers: dict[str, Callable[[Scene, dict[str, str]], str]] = {
        "pyvis": lambda scene, _scripts: pyvis_page(scene, placed=False),
        "pyvis, positions given": lambda scene, _scripts: pyvis_page(scene, placed=True),
        "sigma.js": sigma_page,
        "Cytoscape.js": cytoscape_page,
    }
    texts |= {name: make(scene, scripts) for name, make in makers.items()}
    pages = {}
    for number, (name, page) in enumerate(texts.items()):
        pages[name] = folder / f"{actors}-{number}.html"
        pages[name].write_text(page, "utf-8")
    return pages, seconds


def pyvis_page(scene: Scene, *, placed: bool) -> str:
    """Give pyvis's own page with everything inside it."""
    from pyvis.network import Network

    net = Network(height="720px", width="100%", cdn_resources="in_line")
    if placed:
        net.toggle_physics(False)
    # `add_node` and `add_edge` look through lists each time, which takes hours at 100,000 actors.
    for marker in scene.markers:
        at: dict[str, Any] = {"x": 4 * marker.x, "y": 4 * marker.y} if placed else {}
        look = {"label": marker.short, "color": marker.colour, "size": marker.size, "shape": "dot"}
        net.nodes.append({"id": marker.id, **look, **at})
    net.edges = [{"from": curve.tail, "to": curve.head, "width": 1} for curve in scene.curves]
    page: str = net.generate_html(notebook=False)
    # pyvis hides the picture behind a bar until its simulation has come to rest.
    when = "network.once('stabilizationIterationsDone', readable);" if not placed else "network.once('afterDrawing', readable);"  # fmt: skip
    return page.replace(
        "network = new vis.Network(container, data, options);",
        f"network = new vis.Network(container, data, options); const readable = () => {{ {FRAMES} }}; {when}",
    )


def sigma_page(scene: Scene, scripts: dict[str, str]) -> str:
    """Give a page in which sigma.js draws the scene by WebGL, in software here."""
    nodes = [[m.id, round(m.x, 1), -round(m.y, 1), m.size / 2, m.short, m.colour] for m in scene.markers]  # fmt: skip
    ties = [[curve.tail, curve.head] for curve in scene.curves]
    return page_of(
        scripts["sigma"],
        f"const nodes = {json.dumps(nodes)}, ties = {json.dumps(ties)}; const G = graphology.Graph || graphology;"
        " const g = new G({multi: true, type: 'undirected'});"
        " for (const [id, x, y, size, label, color] of nodes) g.addNode(id, {x, y, size, label, color});"
        " for (const [a, b] of ties) g.addEdge(a, b, {size: 1, color: '#bbb'});"
        " const s = new Sigma(g, document.getElementById('net'));"
        f" s.once('afterRender', () => {{ {FRAMES} }}); s.refresh();",
    )


def cytoscape_page(scene: Scene, scripts: dict[str, str]) -> str:
    """Give a page in which Cytoscape.js draws the scene on a canvas, with its options for speed."""
    nodes = [{"data": {"id": m.id, "label": m.short, "c": m.colour, "s": 2 * m.size}, "position": {"x": m.x, "y": m.y}} for m in scene.markers]  # fmt: skip
    ties = [{"data": {"source": curve.tail, "target": curve.head}} for curve in scene.curves]
    return page_of(
        scripts["cytoscape"],
        f"const elements = {json.dumps(nodes + ties)};"
        " const cy = cytoscape({container: document.getElementById('net'), elements, layout: {name: 'preset'},"
        " hideEdgesOnViewport: true, textureOnViewport: true, pixelRatio: 1, style: [{selector: 'node', style:"
        " {label: 'data(label)', 'background-color': 'data(c)', width: 'data(s)', height: 'data(s)', 'font-size': 9}},"
        " {selector: 'edge', style: {width: 1, 'line-color': '#bbb', 'curve-style': 'haystack'}}]});"
        f" cy.one('render', () => {{ {FRAMES} }});",
    )


def page_of(library: str, own: str) -> str:
    """Give a page that holds a library and the lines that use it."""
    library = library.replace("</script", "<\\/script")
    return (
        f"<!doctype html><meta charset='utf-8'><style>{STYLE}</style><div id='net'></div>"
        f"<script>{library}</script><script>{own}</script>"
    )


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
