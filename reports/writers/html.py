"""A report as one HTML file: no script, no request, readable on a phone and on paper."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ...graph.formats.limits import limits
from ...graph.phrases import Phrase, counted
from ...graph.phrases import mark as _
from ..report import Bars, Drawing, Items, Picture, Table
from .cells import cell_text, printable, shortened, web_address

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from ..language import Language
    from ..report import Cell, Column, Report

_SHADES = 5


def write(report: Report, language: Language) -> bytes:
    """Write `report` in `language` as UTF-8 HTML."""
    from markupsafe import Markup  # noqa: PLC0415

    from .svg import scene_svg  # noqa: PLC0415

    template, style = _template()

    def svg(picture: Picture | Drawing) -> Markup:
        # The drawings escape every text of their own.
        drawn = picture.svg if isinstance(picture, Drawing) else scene_svg(picture.scene)
        return Markup(drawn)  # noqa: S704

    page = template.render(
        report=report,
        lang=language.code,
        t=lambda said: _clean(language.text(said), language),
        style=Markup(style),  # noqa: S704 - our own file
        policy=_policy(style),
        cell=lambda value, column: _clean(cell_text(value, column, language), language),
        shade=_shade,
        link=lambda value: web_address(value) if isinstance(value, str) else "",
        number=language.number,
        kind_of=_kind_of,
        svg=svg,
        _=_,
    )
    return page.encode()


def _clean(text: str, language: Language) -> str:
    rest = len(text) - limits().shown
    more = counted(_("({count} more character)"), _("({count} more characters)"), rest)
    return shortened(printable(text), language.text(more) if rest > 0 else "")


def _kind_of(block: object) -> str:
    kinds: dict[type[Any], str] = {
        Phrase: "text",
        Items: "items",
        Table: "table",
        Bars: "bars",
        Picture: "picture",
        Drawing: "drawing",
    }
    return kinds[type(block)]


def _shade(value: Cell, column: Column, table: Table) -> str:
    """Give the class of a shaded cell: ``heat-0`` to ``heat-5`` by its share of the largest."""
    if column.kind != "heat" or not isinstance(value, (int, float)):
        return ""
    places = [place for place, other in enumerate(table.columns) if other.kind == "heat"]
    cells = [row[place] for row in table.rows for place in places]
    largest = max((cell for cell in cells if isinstance(cell, (int, float))), default=0)
    if not value or not largest:
        return "heat-0"
    return f"heat-{max(1, min(_SHADES, round(_SHADES * (value / largest) ** 0.5)))}"


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=1)
def _template() -> tuple[Template, str]:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    folder = files("alianza") / "reports" / "templates"
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((folder / "report.html.j2").read_text("utf-8"))
    return template, (folder / "report.css").read_text("utf-8")
