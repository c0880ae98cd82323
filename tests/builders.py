"""What several tests build: datasets and views of a few rows; a page parsed as a browser would."""

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import networkx as nx
import numpy as np
from alianza.graph.dataset import Dataset


def view_of(graph, **options):
    return Dataset.from_networkx(graph).view(**options)


def two_mode(table):
    """Give a two-mode view: cities in the rows of `table`, networks in its columns."""
    graph = nx.DiGraph()
    rows, columns = np.shape(table)
    graph.add_nodes_from((f"c{i}" for i in range(rows)), kind="city", label="c")
    graph.add_nodes_from((f"x{k}" for k in range(columns)), kind="network", label="x")
    for i, k in zip(*np.nonzero(table), strict=True):
        graph.add_edge(f"c{i}", f"x{k}", kind="membership")
    return view_of(graph, two_mode=True)


def dataset_of(actors, ties, **attributes):
    """Give a dataset of {id: cells} and {id: (from, to, cells)}: cities and agreements unless told."""
    graph = nx.MultiDiGraph(**attributes)
    for actor, cells in actors.items():
        graph.add_node(actor, **{"kind": "city", "label": actor, **cells})
    for tie, (tail, head, cells) in ties.items():
        graph.add_edge(tail, head, key=tie, **{"kind": "agreement", **cells})
    return Dataset.from_networkx(graph)


def dataset_in_rows(actors, ties, metadata=None, **tables):
    """Give a dataset of {id: kind or cells} and (from, to, kind, other cells) rows."""
    graph = nx.MultiDiGraph(metadata=metadata or {}, **tables)
    for actor, cells in actors.items():
        graph.add_node(actor, **({"kind": cells} if isinstance(cells, str) else cells))
    for number, (tail, head, kind, *cells) in enumerate(ties):
        graph.add_edge(tail, head, key=f"t{number}", kind=kind, **(cells[0] if cells else {}))
    return Dataset.from_networkx(graph)


class Scripts(HTMLParser):
    """Collect the scripts, styles and event handlers of a page as a browser would parse them."""

    def __init__(self, text):
        super().__init__()
        self.found, self.handlers, self.tags, self._open = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag in {"script", "style"}:
            self._open = (tag, dict(attrs).get("type"), [])

    def handle_data(self, data):
        if self._open:
            self._open[2].append(data)

    def handle_endtag(self, tag):
        if self._open and tag == self._open[0]:
            self.found.append((tag, self._open[1], "".join(self._open[2])))
            self._open = None


def policy_of(page):
    """Give the rules of the page's Content-Security-Policy by their names."""
    meta = re.search(r'Security-Policy" content="([^"]*)"', page)
    return dict(rule.strip().split(" ", 1) for rule in html.unescape(meta[1]).split(";"))


def hashes_of(page):
    """Give the hashes that a policy needs for the page's own scripts and styles."""
    hashes = {"script": [], "style": []}
    for tag, kind, text in Scripts(page).found:
        if kind is None:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            hashes[tag].append(f"'sha256-{digest}'")
    return hashes


def printed_everywhere(code):
    """Give what `code` prints under other hash seeds, locales and time zones: one text, it is hoped."""
    return {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed, locale, zone in (("0", "C", "UTC"), ("7", "es_ES.UTF-8", "Asia/Tokyo"))
    }


READY = "() => document.querySelector('.am').dataset.ready"
VIEWER = "document.querySelector('.am').alianza"


def opened(open_page, path, hash_="", **options):
    """Open a map, in the state that an address says, and give its visit when it is drawn."""
    visit = open_page(path, ready=READY, **options)
    visit.page.set_default_timeout(5000)
    if hash_:
        visit.page.evaluate(f"location.hash = {json.dumps(hash_)}")
    visit.page.wait_for_timeout(150)
    return visit
