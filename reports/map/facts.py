"""What a map says of every actor, tie and source: written out in a language, ready to be shown."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from ...graph.phrases import mark as _
from ...graph.phrases import phrase
from ...graph.vocabulary import STATUSES
from ..claims import field_name, statement
from ..colours import on_dark
from ..labels import plain_text
from ..writers.cells import web_address
from ..writers.svg import stroke

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...graph.dataset import Dataset
    from ..language import Language
    from ..scene import Curve, Scene

UNDATED = _("no date known")


def numbered_sources(
    dataset: Dataset, language: Language
) -> tuple[list[dict[str, str]], dict[str, int]]:
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


def disputed_claims(
    dataset: Dataset, language: Language, numbers: Mapping[str, int]
) -> dict[str, list[dict[str, Any]]]:
    """Give the claims on which sources disagree, by the actor or tie that they are about."""
    claims: dict[str, list[dict[str, Any]]] = {}
    rows = dataset.disputed().sort_values(["subject", "field", "value", "source"], kind="stable")
    for row in rows.to_dict("records"):
        claims.setdefault(row["subject"], []).append(
            {
                "field": plain_text(field_name(row["field"], language)),
                "value": plain_text(statement(row["field"], row["value"], language)),
                "source": numbers.get(row["source"], 0),
                "note": plain_text(row["note"]),
            }
        )
    return claims


def actor_facts(
    dataset: Dataset,
    scene: Scene,
    language: Language,
    figures: Mapping[str, Mapping[str, str]],
    claims: Mapping[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    """Give what the panel says of every actor, in the order of the scene's markers."""
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


def by_name(actors: Sequence[Mapping[str, Any]]) -> list[int]:
    """Give the places of the actors in the order of their names."""
    return sorted(range(len(actors)), key=lambda actor: (folded(actors[actor]["label"]), actor))


def folded(name: str) -> str:
    """Give a name as it is sorted: without accents and case."""
    apart = unicodedata.normalize("NFD", name)
    return "".join(char for char in apart if not unicodedata.combining(char)).casefold()


def _wikidata(cell: str) -> str:
    return f"https://www.wikidata.org/wiki/{cell}" if re.fullmatch(r"Q[0-9]{1,12}", cell) else ""


def tie_facts(
    dataset: Dataset,
    scene: Scene,
    language: Language,
    numbers: Mapping[str, int],
    claims: Mapping[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    """Give what the panel says of every tie, in the order of the scene's curves."""
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
        return language.text(UNDATED) if curve.kind else ""
    return plain_text(language.period(curve.start, curve.end, curve.status))


def _weight(weight: float, language: Language) -> str:
    return language.number(weight) if math.isfinite(weight) else ""


def credit(dataset: Dataset, language: Language) -> str:
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
