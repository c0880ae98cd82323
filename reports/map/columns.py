"""What the viewer reads: a network as columns, with indices in place of ids and words."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from ...graph.dates import FIRST, LAST, held_days
from ...graph.phrases import Phrase, phrase
from ...graph.phrases import mark as _
from ...graph.vocabulary import STATUSES
from ..cells import column_cells, row_cells
from ..claims import field_name, statement
from ..colours import on_dark
from ..labels import plain_text
from ..language import LANGUAGES, Language
from ..writers.cells import web_address
from .facts import credit
from .placenames import shared_places
from .strings import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from ...graph.dataset import Dataset
    from ...graph.view import View
    from ..scene import Scene

Said: TypeAlias = str | list[str]
"""A text in the order of `LANGUAGES`, or one for all of them."""

SPOKEN = tuple(Language(code) for code in LANGUAGES)
# Significant digits of a figure, decimals of a weight.
DIGITS, DECIMALS = 5, 6


def columns(
    dataset: Dataset,
    view: View,
    scene: Scene,
    table: pd.DataFrame,
    communities: Sequence[int] | None = None,
) -> dict[str, Any]:
    """Give everything that the viewer shows of `scene`, ready to be written as JSON.

    `table` holds measures of `view` as `measure_table` gives them; `communities` a number from
    0 for every actor of the view. Same input, same value; every text is plain.
    """
    sources, numbers = _sources(dataset)
    return {
        "languages": list(LANGUAGES.items()),
        "lang": scene.lang,
        "title": _all(dataset.said("title")),
        "description": _all(dataset.said("description")),
        "sentence": _each(lambda one: " ".join(one.text(fact) for fact in view.facts)),
        "credit": _each(lambda one: credit(dataset, one)),
        "text": {name: _all(text) for name, text in TEXTS.items()},
        "width": scene.width,
        "height": scene.height,
        "kinds": _kinds(dataset, scene),
        "actors": _actors(dataset, scene, communities),
        "ties": _ties(dataset, scene, numbers),
        "sources": sources,
        "claims": _claims(dataset, scene, numbers),
        "measures": _measures(scene, table),
    }


def _each(say: Any) -> Said:
    texts = [plain_text(say(language)) for language in SPOKEN]
    return texts[0] if len(set(texts)) == 1 else texts


def _all(said: Phrase | str) -> Said:
    return _each(lambda language: language.text(said))


def packed(texts: Iterable[str]) -> dict[str, Any] | None:
    """Give a column of texts as its distinct words and their places; None if all are empty.

    >>> packed(["b", "", "a", "b"])
    {'words': ['', 'b', 'a'], 'at': [1, 0, 2, 1]}
    """
    places: dict[str, int] = {"": 0}
    at = [places.setdefault(text, len(places)) for text in texts]
    return {"words": list(places), "at": at} if len(places) > 1 else None


def _kinds(dataset: Dataset, scene: Scene) -> dict[str, Any]:
    actors, ties = [], []
    for key in scene.actor_keys:
        kind = dataset.actor_kind(key.kind)
        actors.append(
            {
                "name": key.kind,
                "one": _all(kind.one),
                "many": _all(kind.several),
                "colour": key.colour,
                "dark": on_dark(key.colour),
                "shape": key.shape,
            }
        )
    for key in scene.tie_keys:
        shared = _all(_("shared affiliations"))
        tie = dataset.tie_kind(key.kind) if key.kind else None
        ties.append(
            {
                "name": key.kind,
                "one": _all(tie.one) if tie else shared,
                "many": _all(tie.several) if tie else shared,
                "colour": key.colour,
                "dark": on_dark(key.colour),
                "dash": list(key.dash),
                "arrow": key.arrow,
                "directed": bool(tie and tie.directed),
            }
        )
    return {"actors": actors, "ties": ties}


def _actors(dataset: Dataset, scene: Scene, communities: Sequence[int] | None) -> dict[str, Any]:
    by_id = {row["id"]: row for row in row_cells(dataset.actors)}
    ids = [marker.id for marker in scene.markers]
    rows = [by_id[actor] for actor in ids]
    kinds = {key.kind: place for place, key in enumerate(scene.actor_keys)}
    areas_of = dataset.areas()
    countries = sorted({row["country"] for row in rows} - {""})
    country_at = {code: place for place, code in enumerate(countries)}
    areas = sorted({areas_of.get(actor, "") for actor in ids} - {""})
    area_at = {area: place for place, area in enumerate(areas)}
    labels = [plain_text(row["label"] or row["id"]) or plain_text(row["id"]) for row in rows]
    own = {
        code: {
            str(place): plain_text(row[f"label_{code}"])
            for place, row in enumerate(rows)
            if row.get(f"label_{code}") and plain_text(row[f"label_{code}"]) != labels[place]
        }
        for code in LANGUAGES
    }
    return {
        "id": [plain_text(actor) for actor in ids],
        "label": labels,
        "own": {code: texts for code, texts in own.items() if texts},
        "kind": [kinds[marker.kind] for marker in scene.markers],
        "country": [country_at.get(row["country"], -1) for row in rows],
        "countries": [
            {"code": plain_text(code), "name": _each(lambda one, code=code: one.country(code))}
            for code in countries
        ],
        "area": [area_at.get(areas_of.get(actor, ""), -1) for actor in ids],
        "areas": [_all(area) for area in areas],
        "lon": [_number(row["lon"], 4) if _placed(row) else None for row in rows],
        "lat": [_number(row["lat"], 4) if _placed(row) else None for row in rows],
        "x": [marker.x for marker in scene.markers],
        "y": [marker.y for marker in scene.markers],
        "community": list(communities) if communities is not None else None,
        "aliases": packed(map(cache(plain_text), (row["aliases"] for row in rows))),
        "wikidata": packed(map(cache(plain_text), (row["wikidata"] for row in rows))),
        "note": packed(map(cache(plain_text), (row["note"] for row in rows))),
        "dates": _periods([(row["start"], row["end"], "active") for row in rows]),
        "places": shared_places(
            [(row["lat"], row["lon"]) if _placed(row) else None for row in rows],
            [marker.kind for marker in scene.markers],
        ),
    }


def _placed(row: Mapping[Any, Any]) -> bool:
    return math.isfinite(row["lat"]) and math.isfinite(row["lon"])


def _number(value: float, digits: int) -> float | int | None:
    if not math.isfinite(value):
        return None
    value = round(value, digits)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004


def _periods(cells: list[tuple[str, str, str]]) -> dict[str, Any] | None:
    """Give a column of periods: the distinct ones, written in every language, and their places."""
    places: dict[tuple[str, str, str], int] = {("", "", ""): 0}
    at = [
        places.setdefault((start, end, status) if start or end else ("", "", ""), len(places))
        for start, end, status in cells
    ]
    if len(places) == 1:
        return None
    words = [_each(lambda one, cell=cell: one.period(*cell)) for cell in places]
    return {"words": words, "at": at}


def _years(days: list[date | None], still: date, undated: list[int]) -> list[int | None]:
    """Give the year of each day, None where that side is open; 0, which is short, if none is asked."""
    years = [None if day is None or day == still else day.year for day in days]
    for place in undated:
        years[place] = 0
    return years


def _ties(dataset: Dataset, scene: Scene, numbers: Mapping[str, int]) -> dict[str, Any]:
    actors = {marker.id: place for place, marker in enumerate(scene.markers)}
    kinds = {key.kind: place for place, key in enumerate(scene.tie_keys)}
    curves = scene.curves
    ties = dataset.ties
    rows = {tie: place for place, tie in enumerate(column_cells(ties, "id"))}
    # A curve of a projected view is no tie of the dataset.
    own = [rows.get(curve.id, -1) if curve.kind else -1 for curve in curves]

    def cells(name: str, missing: Any = "") -> list[Any]:
        column = column_cells(ties, name, missing)
        return [column[row] if row >= 0 else missing for row in own]

    days = cache(held_days)
    spans = [days(curve.start, curve.end, curve.status) for curve in curves]
    undated = [place for place, curve in enumerate(curves) if curve.undated and curve.kind]
    sources = [
        [numbers[source] - 1 for source in curve.sources if source in numbers] for curve in curves
    ]
    return {
        "id": [plain_text(curve.id) for curve in curves],
        "tail": [actors[curve.tail] for curve in curves],
        "head": [actors[curve.head] for curve in curves],
        "kind": [kinds[curve.kind] for curve in curves],
        "bend": [_number(curve.bend, 4) for curve in curves],
        "first": _years([span and span[0] for span in spans], FIRST, undated),
        "last": _years([span and span[1] for span in spans], LAST, undated),
        "undated": undated,
        "disputed": [place for place, curve in enumerate(curves) if curve.disputed],
        "dates": _periods([(curve.start, curve.end, curve.status) for curve in curves]),
        "start": packed(curve.start for curve in curves),
        "end": packed(curve.end for curve in curves),
        "status": packed(curve.status for curve in curves),
        "statuses": {name: _all(text) for name, text in STATUSES.items()},
        "role": _terms(dataset, cells("role")),
        "instrument": _terms(dataset, cells("instrument")),
        "theme": _terms(dataset, cells("theme")),
        "note": packed(map(cache(plain_text), cells("note"))),
        "weight": _sparse(
            [_number(float(weight), DECIMALS) for weight in cells("weight", math.nan)]
        ),
        "sources": sources if any(sources) else None,
        "shared": packed(curve.label if not curve.kind else "" for curve in curves),
    }


def _terms(dataset: Dataset, cells: Iterable[str]) -> dict[str, Any] | None:
    """Give a column of roles, instruments or themes: its distinct ones in every language."""
    column = packed(map(cache(plain_text), cells))
    return column and {**column, "words": [_all(dataset.term(word)) for word in column["words"]]}


def _sparse(values: list[float | int | None]) -> list[float | int | None] | None:
    return values if any(value is not None for value in values) else None


def _sources(dataset: Dataset) -> tuple[list[dict[str, Any]], dict[str, int]]:
    rows = dataset.sources.sort_values("id", kind="stable").to_dict("records")
    sources = []
    for row in rows:
        retrieved = row["retrieved"]
        fields: dict[str, Said] = {
            "title": plain_text(row["title"]).rstrip("."),
            "publisher": plain_text(row["publisher"]),
            "published": _each(lambda one, row=row: one.date(row["published"])),
            "retrieved": _each(
                lambda one, retrieved=retrieved: one.text(
                    phrase(_("retrieved {date}"), date=one.date(retrieved))
                )
            )
            if retrieved
            else "",
            "note": plain_text(row["note"]),
            "url": web_address(row["url"]) or "",
            "address": "" if web_address(row["url"]) else plain_text(row["url"]),
        }
        sources.append({name: value for name, value in fields.items() if value})
    return sources, {row["id"]: number for number, row in enumerate(rows, start=1)}


def _claims(dataset: Dataset, scene: Scene, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Give the claims on which sources disagree, by the places of actors and of ties."""
    actors = {marker.id: place for place, marker in enumerate(scene.markers)}
    ties = {curve.id: place for place, curve in enumerate(scene.curves) if curve.kind}
    found: dict[str, dict[str, list[Any]]] = {"actors": {}, "ties": {}}
    rows = dataset.disputed().sort_values(["subject", "field", "value", "source"], kind="stable")
    for row in rows.to_dict("records"):
        claim = {
            "field": _each(lambda one, row=row: field_name(row["field"], one)),
            "value": _each(lambda one, row=row: statement(row["field"], row["value"], one)),
            "source": numbers.get(row["source"], 0) - 1,
            "note": plain_text(row["note"]),
        }
        for name, places in (("actors", actors), ("ties", ties)):
            if row["subject"] in places:
                found[name].setdefault(str(places[row["subject"]]), []).append(claim)
    return found


def _measures(scene: Scene, table: pd.DataFrame) -> list[dict[str, Any]]:
    from ...graph.measures import MEASURES  # noqa: PLC0415
    from ..centrality import RANKED, digits_of  # noqa: PLC0415

    frame = table.loc[[marker.id for marker in scene.markers]]
    written: list[dict[str, Any]] = []
    # Those that the report speaks of come first, as the panel shows the first ones at once.
    ranked = [name for name in RANKED if name in frame.columns]
    names = [*ranked, *(name for name in frame.columns if name not in ranked)]
    for name in names:
        if f"{name}_rank" not in frame or name not in frame or name not in MEASURES:
            continue
        row = MEASURES[name]
        values = [_significant(value) for value in frame[name].tolist()]
        ranks = [
            None if rank != rank else int(rank)  # noqa: PLR0124 - NaN is blank
            for rank in frame[f"{name}_rank"].astype(float).tolist()
        ]
        if all(value is None for value in values):
            continue
        written.append(
            {
                "name": name,
                "label": _all(row.label),
                "definition": _all(row.definition),
                "digits": digits_of(name),
                "values": values,
                "ranks": ranks,
            }
        )
    return written


def _significant(value: float) -> float | int | None:
    return _number(float(f"{value:.{DIGITS}g}"), 12) if math.isfinite(value) else None
