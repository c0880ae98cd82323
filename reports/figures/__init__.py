"""Figures for slides, papers and pages: `FIGURE_KINDS` has a row each, a module a kind beside this.

Every kind plans what it shows; `frame.py` puts it on the page with its legend and its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...graph.phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...graph.dataset import Dataset
    from .frame import Figure, Plan, Request


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A kind of figure: its label in English, and the module with ``plan(request) -> Plan``."""

    name: str
    label: str
    module: str

    @property
    def plan(self) -> Callable[[Request], Plan]:
        """Give the function that plans such a figure."""
        function: Callable[[Request], Plan] = import_module(self.module, __package__).plan
        return function


FIGURE_KINDS: dict[str, FigureKind] = {
    row.name: row
    for row in (
        FigureKind("map", _("the actors on the map"), ".map"),
        FigureKind("network", _("the network"), ".network"),
        FigureKind("ranking", _("the first actors by a measure"), ".ranking"),
        FigureKind("mixing", _("ties within and between groups"), ".mixing"),
        FigureKind("rankclock", _("ranks over the years"), ".rankclock"),
        FigureKind("timeline", _("ties year by year"), ".timeline"),
        FigureKind("dendrogram", _("actors by the overlap of their partners"), ".dendrogram"),
        FigureKind("matrix", _("who is tied to whom, as a matrix"), ".matrix"),
    )
}


def figure(
    dataset: Dataset,
    kind: str,
    *,
    size: str = "slide",
    theme: str = "light",
    lang: str = "en",
    measure: str = "degree",
    by: str = "area",
    of: str | None = None,
    top: int | None = None,
    **options: Any,
) -> Figure:
    """Draw a figure of the view that `options` select (see `alianza.graph.view.build_view`).

    `size` is a name in `SIZES` or millimetres as ``160x90``, `theme` a name in `THEMES`. Where they
    matter, `measure` ranks, `by` groups the actors, `of` is the kind of actors that is ranked and
    `top` how many there are. Raises UnknownNameError for a name that is not known, ViewError where
    there is nothing to draw or the size is too small for it.
    """
    from ...graph.view import known_name  # noqa: PLC0415
    from ..language import Language  # noqa: PLC0415
    from .frame import THEMES, Request, framed, size_of  # noqa: PLC0415

    known_name(kind, FIGURE_KINDS, _("a kind of figure"))
    known_name(theme, THEMES, _("a theme"))
    if of is not None:
        known_name(of, dataset.vocabulary.actor_kinds, _("a kind of actor"))
    sheet, language = size_of(size), Language(lang)
    request = Request(dataset, options, language, theme, sheet, measure, by, of, top)
    return framed(FIGURE_KINDS[kind].plan(request), request)
