"""The map as one HTML page: the built viewer, its style, the coastlines and the data."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..labels import plain_text
from .columns import columns
from .strings import UNSCRIPTED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ...graph.dataset import Dataset
    from ...graph.view import View
    from ..language import Language
    from ..scene import Scene

_NAMED = 150


def map_page(
    dataset: Dataset,
    view: View,
    scene: Scene,
    language: Language,
    table: pd.DataFrame,
    *,
    communities: Sequence[int] | None = None,
    missing: Mapping[str, Any] | None = None,
    intervals: Mapping[str, Any] | None = None,
    steps: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Give `scene` as a page that asks for nothing from outside, in ASCII.

    `table` holds the measures of `view` as `measure_table` gives them. With `steps` (see
    `alianza.reports.map.steps`) the page opens as a presentation that walks through them; `missing`
    and `intervals` are what `missing_ties` and `rank_intervals` beside this module give. The body
    can be pasted into another page, even several times: everything stands in one element.
    """
    data = columns(dataset, view, scene, table, communities)
    data["gaps"] = missing
    data["intervals"] = intervals
    data["preset"] = "presenter" if steps else ""
    data["steps"] = list(steps)
    style, script = _built("viewer.css"), _built("viewer.js")
    title = plain_text(language.text(dataset.said("title")))
    land = _built("land.json") if any(lon is not None for lon in data["actors"]["lon"]) else "null"
    lines = [
        "<!doctype html>",
        f'<html lang="{language.code}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="generator" content="alianza">',
        f"<title>{html.escape(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        '<body class="am-page">',
        '<div class="am">',
        f'<noscript><div class="am-noscript">{_unscripted(dataset, view, scene, language)}</div></noscript>',
        f'<script type="application/json" class="am-data">{_json(data)}</script>',
        f'<script type="application/json" class="am-land">{land}</script>',
        "</div>",
        f"<script>{script}</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines).encode("ascii", "xmlcharrefreplace").decode("ascii") + "\n"


def _unscripted(dataset: Dataset, view: View, scene: Scene, language: Language) -> str:
    """Say what the page is where nothing draws it, and name the actors if they are few."""
    texts = [
        language.text(UNSCRIPTED),
        language.text(dataset.said("description")),
        " ".join(language.text(fact) for fact in view.facts),
    ]
    if len(scene.markers) <= _NAMED:
        for key in scene.actor_keys:
            names = sorted(marker.label for marker in scene.markers if marker.kind == key.kind)
            texts.append(f"{key.label} ({language.number(key.count)}): {'; '.join(names)}")
    title = language.text(dataset.said("title"))
    paragraphs = [f"<p>{html.escape(plain_text(text))}</p>" for text in texts if text]
    return "\n".join([f"<h1>{html.escape(plain_text(title))}</h1>", *paragraphs])


@lru_cache(maxsize=4)
def _built(name: str) -> str:
    # The page is ASCII: a letter beyond it would be rewritten after the hashes are taken.
    return files(__package__).joinpath("viewer", name).read_bytes().decode("ascii").strip()


def _json(data: Any) -> str:
    """Give JSON that is ASCII and in which nothing can end a script or begin a comment."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _policy(style: str, script: str) -> str:
    """Allow the page its own script and style, and pictures that it makes itself."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)};"
        " img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
