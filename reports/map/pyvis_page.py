"""The network as a classic vis-network page, its network built by pyvis, in one HTML file."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import warnings
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ...graph.phrases import mark as _
from ..labels import plain_text
from ..writers.svg import key_svg, stroke
from .facts import (
    actor_facts,
    by_name,
    credit,
    disputed_claims,
    folded,
    numbered_sources,
    tie_facts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...graph.dataset import Dataset
    from ..language import Language
    from ..scene import Scene

_VIS = "vis-9.1.2"
# An id of its own for vis-network, which keeps its nodes in plain objects: no name of a
# property of those (``constructor``, ``__proto__``) and no number.
_PREFIX = "id:"

_TEXTS: dict[str, str] = {
    "views": _("Views"),
    "network": _("Network"),
    "table": _("Table"),
    "legend": _("Search, legend and filters"),
    "search": _("Search actors"),
    "nothing": _("Nothing found"),
    "more": _("{n} more"),
    "actors": _("Actors"),
    "ties": _("Ties"),
    "tie": _("Tie"),
    "name": _("Name"),
    "kind": _("Kind"),
    "country": _("Country"),
    "role": _("Role"),
    "instrument": _("Instrument"),
    "theme": _("Theme"),
    "dates": _("Dates"),
    "status": _("Status"),
    "weight": _("Weight"),
    "note": _("Note"),
    "aliases": _("Also known as"),
    "sources": _("Sources"),
    "disputed": _("Disputed"),
    "shown": _("{actors} of {all_actors} actors and {ties} of {all_ties} ties shown"),
    "picture": _("Picture of the network; the table lists everything that it shows"),
    "closer": _("Zoom in"),
    "further": _("Zoom out"),
    "whole": _("Show everything"),
    "close": _("Close"),
    "noscript": _("The picture needs JavaScript; everything that it shows stands in the tables."),
}


def pyvis_page(
    dataset: Dataset,
    scene: Scene,
    language: Language,
    *,
    figures: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """Give `scene` as a page that asks for nothing from outside, in ASCII.

    `figures` holds what the panel of an actor shows beside its facts: by the name of a figure,
    the written values by actor id. Positions are the scene's, stretched to the window by the
    page; nothing is simulated. The page holds tables of everything too, which can be read
    without JavaScript.
    """
    from jinja2 import Environment  # noqa: PLC0415
    from markupsafe import Markup  # noqa: PLC0415

    said = {name: language.text(text) for name, text in _TEXTS.items()}
    sources, numbers = numbered_sources(dataset, language)
    claims = disputed_claims(dataset, language, numbers)
    actors = actor_facts(dataset, scene, language, figures or {}, claims)
    ties = tie_facts(dataset, scene, language, numbers, claims)
    style, script = _own("pyvis_page.css"), _own("pyvis_page.js")
    counts = {"actors": len(actors), "ties": len(ties)}
    data = {
        "width": scene.width,
        "height": scene.height,
        "text": said,
        "actors": actors,
        "ties": ties,
        "sources": sources,
        "network": _network(scene),
        "actorKinds": [{"kind": key.kind, "label": key.label} for key in scene.actor_keys],
        "tieKinds": [{"kind": key.kind, "label": key.label} for key in scene.tie_keys],
    }
    template = Environment(autoescape=True, trim_blocks=False).from_string(_own("pyvis_page.html"))
    page = template.render(
        lang=language.code,
        policy=_policy(style, [_vis(), script]),
        scene=scene,
        text=said,
        description=plain_text(language.text(dataset.said("description"))),
        sample=lambda key, dark: Markup(key_svg(key, dark=dark)),  # noqa: S704 - no text in it
        actors=actors,
        ties=ties,
        listed_actors=by_name(actors),
        listed_ties=sorted(
            range(len(ties)), key=lambda tie: (folded(actors[ties[tie]["tail"]]["label"]), tie)
        ),
        sources=sources,
        shown=said["shown"].format(
            **counts, **{f"all_{name}": count for name, count in counts.items()}
        ),
        credit=credit(dataset, language),
        # Our own files, vis-network's, and JSON in which nothing can end a script.
        data=Markup(_json(data)),  # noqa: S704
        style=Markup(style),  # noqa: S704
        vis=Markup(_vis()),  # noqa: S704
        script=Markup(script),  # noqa: S704
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii") + "\n"


def _own(name: str) -> str:
    # The page is ASCII: a letter beyond it would be rewritten after the hashes are taken.
    return (
        files(__package__)
        .joinpath(name)
        .read_text(encoding="ascii" if name.endswith(("js", "css")) else "utf-8")
    )


@lru_cache(maxsize=1)
def _vis() -> str:
    """Give vis-network as pyvis ships it, licence and all, in ASCII and without its source map.

    Its style sheet is left out: it styles buttons and dialogs that this page does not use, with
    images that the page's policy would have to allow.
    """
    with warnings.catch_warnings():
        # pyvis imports IPython, whose warnings are not for the readers of a map.
        warnings.simplefilter("ignore")
        library = files("pyvis")
    path = library / "lib" / _VIS / "vis-network.min.js"
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    text = re.sub(r"\n?//# sourceMappingURL=\S*\s*\Z", "\n", text)
    if "</script" in text.lower() or "<!--" in text:
        raise RuntimeError(f"vis-network in {path} cannot stand in a page")
    return re.sub("[^\x00-\x7f]", lambda found: _escaped(found[0]), text)


def _escaped(char: str) -> str:
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _json(data: object) -> str:
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _policy(style: str, scripts: Sequence[str]) -> str:
    """Allow the page's own style and scripts, by their hashes, and nothing else at all.

    vis-network sets styles only through the object model, which no policy restricts, and draws
    on a canvas; so it needs no allowance of its own.
    """
    hashes = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _network(scene: Scene) -> dict[str, Any]:
    """Build the network with pyvis; give its nodes, edges and options.

    The network is directed whatever its ties are, because pyvis drops parallel ties from an
    undirected one; arrows are drawn where the scene has them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvis.network import Network  # noqa: PLC0415
    network = Network(directed=True, notebook=False, cdn_resources="in_line")
    for marker in scene.markers:
        network.add_node(
            _PREFIX + marker.id,
            label=marker.short,
            shape="custom",
            color=marker.colour,
            x=marker.x,
            y=marker.y,
            size=marker.size,
            physics=False,
        )
    for curve in scene.curves:
        network.add_edge(
            _PREFIX + curve.tail,
            _PREFIX + curve.head,
            id=_PREFIX + curve.id,
            color=curve.colour,
            width=stroke(undated=curve.undated),
            dashes=list(curve.dash) or False,
            arrows={"to": {"enabled": curve.arrow, "scaleFactor": 0.5}},
            smooth=_smooth(curve.bend),
            physics=False,
        )
    network.set_options(json.dumps(_OPTIONS))
    nodes, edges, _heading, _height, _width, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


_OPTIONS = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "edges": {"selectionWidth": 0, "hoverWidth": 0, "chosen": False},
    "nodes": {"chosen": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "hoverConnectedEdges": False,
        "selectable": True,
        "selectConnectedEdges": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    },
}


def _smooth(bend: float) -> dict[str, Any] | bool:
    """Give vis-network's name for a bend: its roundness r puts the control point
    (1 + r)/2 · sin(πr/2) lengths beside the line.
    """  # noqa: D205
    if not bend:
        return False
    low, high = 0.0, 1.0
    for _half in range(40):
        middle = (low + high) / 2
        if (1 + middle) / 2 * math.sin(math.pi * middle / 2) < abs(bend):
            low = middle
        else:
            high = middle
    kind = "curvedCW" if bend > 0 else "curvedCCW"
    return {"enabled": True, "type": kind, "roundness": round(low, 4)}
