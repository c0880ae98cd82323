"""The network as a classic vis-network page, its network built by pyvis, in one HTML file."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import unicodedata
import warnings
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ...graph.phrases import mark as _
from ...graph.phrases import phrase
from ...graph.vocabulary import STATUSES
from ..scene import on_dark, plain_text
from ..writers.cells import web_address
from ..writers.svg import key_svg, stroke

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...graph.dataset import Dataset
    from ..language import Language
    from ..scene import Curve, Scene

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
    "undated": _("no date known"),
    "shown": _("{actors} of {all_actors} actors and {ties} of {all_ties} ties shown"),
    "picture": _("Picture of the network; the table lists everything that it shows"),
    "closer": _("Zoom in"),
    "further": _("Zoom out"),
    "whole": _("Show everything"),
    "close": _("Close"),
    "noscript": _("The picture needs JavaScript; everything that it shows stands in the tables."),
}
_FIELDS: dict[str, str] = {
    "existence": _("Whether it exists"),
    "start": _("Start"),
    "end": _("End"),
    "status": _("Status"),
    "role": _("Role"),
    "instrument": _("Instrument"),
    "theme": _("Theme"),
    "weight": _("Weight"),
    "label": _("Name"),
    "kind": _("Kind"),
    "country": _("Country"),
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
    sources, numbers = _sources(dataset, language)
    claims = _claims(dataset, language, numbers)
    actors = _actors(dataset, scene, language, figures or {}, claims)
    ties = _ties(dataset, scene, language, numbers, claims)
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
        description=plain_text(dataset.metadata.get("description") or ""),
        sample=lambda key, dark: Markup(key_svg(key, dark=dark)),  # noqa: S704 - no text in it
        actors=actors,
        ties=ties,
        listed_actors=_by_name(actors),
        listed_ties=sorted(
            range(len(ties)), key=lambda tie: (_folded(actors[ties[tie]["tail"]]["label"]), tie)
        ),
        sources=sources,
        shown=said["shown"].format(
            **counts, **{f"all_{name}": count for name, count in counts.items()}
        ),
        credit=_credit(dataset, language),
        # Our own files, vis-network's, and JSON in which nothing can end a script.
        data=Markup(_json(data)),  # noqa: S704
        style=Markup(style),  # noqa: S704
        vis=Markup(_vis()),  # noqa: S704
        script=Markup(script),  # noqa: S704
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii") + "\n"


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


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


def _sources(dataset: Dataset, language: Language) -> tuple[list[dict[str, str]], dict[str, int]]:
    """Give the sources in the order of their ids, and the number of each, from 1."""
    rows = dataset.sources.sort_values("id", kind="stable").to_dict("records")
    sources = []
    for row in rows:
        retrieved = row["retrieved"]
        rest = [
            plain_text(row["publisher"]),
            language.date(row["published"]),
            language.text(phrase(_("retrieved {date}"), date=language.date(retrieved)))
            if retrieved
            else "",
            plain_text(row["note"]),
        ]
        sources.append(
            {
                "title": plain_text(row["title"]).rstrip("."),
                "rest": ", ".join(part for part in rest if part),
                "url": web_address(row["url"]),
                "address": plain_text(row["url"]),
            }
        )
    return sources, {row["id"]: number for number, row in enumerate(rows, start=1)}


def _claims(
    dataset: Dataset, language: Language, numbers: Mapping[str, int]
) -> dict[str, list[dict[str, Any]]]:
    """Give the claims on which sources disagree, by the actor or tie that they are about."""
    claims: dict[str, list[dict[str, Any]]] = {}
    rows = dataset.disputed().sort_values(["subject", "field", "value", "source"], kind="stable")
    for row in rows.to_dict("records"):
        field, value = row["field"], plain_text(row["value"])
        if field in {"start", "end"}:
            value = plain_text(language.date(row["value"]))
        elif field == "status" and value in STATUSES:
            value = language.text(STATUSES[value])
        claims.setdefault(row["subject"], []).append(
            {
                "field": language.text(_FIELDS[field]) if field in _FIELDS else plain_text(field),
                "value": value,
                "source": numbers.get(row["source"], 0),
                "note": plain_text(row["note"]),
            }
        )
    return claims


def _actors(
    dataset: Dataset,
    scene: Scene,
    language: Language,
    figures: Mapping[str, Mapping[str, str]],
    claims: Mapping[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    rows = {row["id"]: row for row in dataset.actors.to_dict("records")}
    labels = {label.id: label for label in scene.labels}
    places = {key.kind: place for place, key in enumerate(scene.actor_keys)}
    areas = dataset.areas()
    ends = [end for curve in scene.curves for end in (curve.tail, curve.head)]
    counts: dict[str, int] = {}
    for end in ends:
        counts[end] = counts.get(end, 0) + 1
    actors = []
    for marker in scene.markers:
        row, label = rows[marker.id], labels.get(marker.id)
        aliases = [plain_text(alias) for alias in dataset.sources_of(row["aliases"])]
        own = [plain_text(row[name]) for name in row if str(name).startswith("label")]
        actors.append(
            {
                "id": plain_text(marker.id),
                "label": marker.label,
                "short": marker.short,
                "place": places[marker.kind],
                "kind_label": plain_text(language.text(dataset.actor_kind(marker.kind).one)),
                "shape": marker.shape,
                "x": marker.x,
                "y": marker.y,
                "size": marker.size,
                "colour": marker.colour,
                "dark": on_dark(marker.colour),
                "at": [label.x - marker.x, label.y - marker.y, label.anchor] if label else None,
                "country": plain_text(language.country(row["country"])),
                "area": plain_text(language.text(areas.get(marker.id, ""))),
                "dates": plain_text(language.period(row["start"], row["end"])),
                "aliases": aliases,
                "names": sorted({marker.id, marker.label, *own, *aliases} - {""}),
                "note": marker.note,
                "wikidata": _wikidata(row["wikidata"]),
                "figures": [
                    [plain_text(name), plain_text(values[marker.id])]
                    for name, values in figures.items()
                    if marker.id in values
                ],
                "ties": counts.get(marker.id, 0),
                "claims": claims.get(marker.id, []),
            }
        )
    return actors


def _by_name(actors: Sequence[Mapping[str, Any]]) -> list[int]:
    return sorted(range(len(actors)), key=lambda actor: (_folded(actors[actor]["label"]), actor))


def _folded(name: str) -> str:
    """Give a name as it is sorted: without accents and case."""
    apart = unicodedata.normalize("NFD", name)
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def _wikidata(cell: str) -> str:
    return f"https://www.wikidata.org/wiki/{cell}" if re.fullmatch(r"Q[0-9]{1,12}", cell) else ""


def _ties(
    dataset: Dataset,
    scene: Scene,
    language: Language,
    numbers: Mapping[str, int],
    claims: Mapping[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    rows = {row["id"]: row for row in dataset.ties.to_dict("records")}
    actors = {marker.id: place for place, marker in enumerate(scene.markers)}
    places = {key.kind: place for place, key in enumerate(scene.tie_keys)}
    ties = []
    for curve in scene.curves:
        # A curve of a projected view is no tie of the dataset.
        row = rows.get(curve.id, {}) if curve.kind else {}
        directed = bool(curve.kind) and dataset.tie_kind(curve.kind).directed
        ties.append(
            {
                "tail": actors[curve.tail],
                "head": actors[curve.head],
                "join": "→" if directed else "–",
                "place": places[curve.kind],
                "kind_label": curve.label,
                "colour": curve.colour,
                "dark": on_dark(curve.colour),
                "width": stroke(undated=curve.undated),
                "role": plain_text(row.get("role", "")),
                "instrument": plain_text(row.get("instrument", "")),
                "theme": plain_text(row.get("theme", "")),
                "dates": _dates(curve, language),
                "status": language.text(STATUSES.get(curve.status, "")),
                "weight": _weight(row.get("weight", math.nan), language),
                "note": plain_text(row.get("note", "")),
                "sources": [numbers[source] for source in curve.sources if source in numbers],
                "disputed": curve.disputed,
                "claims": claims.get(curve.id, []) if curve.kind else [],
            }
        )
    return ties


def _dates(curve: Curve, language: Language) -> str:
    if curve.undated:
        return language.text(_TEXTS["undated"]) if curve.kind else ""
    return plain_text(language.period(curve.start, curve.end))


def _weight(weight: float, language: Language) -> str:
    return language.number(weight) if math.isfinite(weight) else ""


def _credit(dataset: Dataset, language: Language) -> str:
    """Say the dataset's name, version and licences as far as its metadata name them."""
    metadata = dataset.metadata
    named = " ".join(plain_text(part) for part in (dataset.name, metadata.get("version") or ""))
    licences = ", ".join(_licences(metadata.get("licenses")))
    said = language.text(phrase(_("Data: {name}."), name=named.strip()))
    if licences:
        said += " " + language.text(phrase(_("Licence: {name}."), name=licences))
    return said


def _licences(rows: object) -> Iterator[str]:
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            name = plain_text(row.get("title") or row.get("name") or "")
            if name:
                yield name
