"""The map of a dataset as a value: it can be saved, and it shows itself in a notebook."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..graph.phrases import mark as _
from ..graph.phrases import phrase
from ..graph.view import known_name
from .language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from ..graph.dataset import Dataset
    from ..graph.gaps import Gap
    from ..graph.view import View

RENDERERS: tuple[str, ...] = ("html", "pyvis")
"""What can draw the map: our own viewer, or pyvis's vis-network page."""

MEASURED_UP_TO = 2_000
QUICK = ("degree", "strength", "core_number", "pagerank")
"""Measures of larger views, for which all of them would take too long."""


@dataclass(frozen=True, slots=True)
class NetworkMap:
    """One HTML page that shows a network offline."""

    page: str = field(repr=False)
    title: str

    def save(self, path: str | Path) -> Path:
        """Write the page whole or not at all and give its path. Raises OutputError."""
        from .writers.output import write_file  # noqa: PLC0415

        return write_file(path, self.page.encode())

    def _repr_html_(self) -> str:
        page = html.escape(self.page, quote=True)
        title = html.escape(self.title, quote=True)
        return (
            f'<iframe title="{title}" sandbox="allow-scripts allow-popups allow-downloads" width="100%" height="640"'
            f' srcdoc="{page}"></iframe>'
        )


def network_map(
    dataset: Dataset,
    *,
    lang: str = "en",
    renderer: str = "html",
    view: View | None = None,
    table: pd.DataFrame | None = None,
    steps: Sequence[Mapping[str, Any]] = (),
    gaps: Iterable[Gap] | None = None,
    intervals: bool = False,
    **options: Any,
) -> NetworkMap:
    """Give the map of `view`, or of the view that `options` select, in the language `lang`.

    `table` holds the measures that the panel of an actor shows, as `measure_table` gives them;
    without it they are computed: all of them, or for more than 2,000 actors the quick ones. With
    `steps`, as `alianza.reports.map.steps.read_steps` gives them, the map opens as a
    presentation. `gaps` are those whose unlinked pairs the map can show as missing ties; without
    them they are found in a dataset of at most 600 actors. A projected view shows none.
    With `intervals` the panel says of small networks how sure the ranks are. Raises UnknownNameError for an unknown renderer or language, ViewError as the
    view does.
    """
    from .scene import build_scene  # noqa: PLC0415

    known_name(renderer, RENDERERS, _("a renderer"))
    language = Language(lang)
    shown = view if view is not None else dataset.view(**options)
    scene = build_scene(
        dataset, shown, translate=language.text, lang=lang, labels=renderer == "pyvis"
    )
    if renderer == "pyvis":
        from .map.pyvis_page import pyvis_page  # noqa: PLC0415

        figures = panel_figures(shown, table, language)
        return NetworkMap(pyvis_page(dataset, scene, language, figures=figures), dataset.title)
    from .map.groups import communities_of  # noqa: PLC0415
    from .map.intervals import rank_intervals  # noqa: PLC0415
    from .map.missing import missing_pairs, missing_ties  # noqa: PLC0415
    from .map.page import map_page  # noqa: PLC0415

    # Gaps are those of the whole dataset: in a projection a missing tie would stand for another thing.
    pairs = (
        ()
        if shown.projected
        else missing_pairs(dataset, options.get("at"))
        if gaps is None
        else gaps
    )
    page = map_page(
        dataset,
        shown,
        scene,
        language,
        _measured(shown) if table is None else table,
        communities=communities_of(shown),
        missing=missing_ties(pairs, scene),
        intervals=rank_intervals(shown) if intervals else None,
        steps=steps,
    )
    return NetworkMap(page, dataset.title)


def _measured(view: View) -> pd.DataFrame:
    from ..graph.measures import measure_table  # noqa: PLC0415

    return measure_table(view) if len(view) <= MEASURED_UP_TO else measure_table(view, list(QUICK))


def panel_figures(
    view: View, table: pd.DataFrame | None, language: Language
) -> dict[str, dict[str, str]]:
    """Give the figures shown for one actor: by their names, the written values by actor id.

    Each comes with the actor's rank among those of its kind and how many these are.
    """
    from ..graph.measures import measure_label, measure_table  # noqa: PLC0415
    from .centrality import RANKED, digits_of  # noqa: PLC0415

    frame = measure_table(view, list(RANKED)) if table is None else table
    sizes = Counter(view.kinds)
    shown: dict[str, dict[str, str]] = {}
    for name in (name for name in RANKED if name in frame.columns):
        cells: dict[str, str] = {}
        for actor, value, rank, kind in zip(
            frame.index, frame[name], frame[f"{name}_rank"], frame["kind"], strict=True
        ):
            if value == value:  # noqa: PLR0124 - NaN is blank
                place = phrase(
                    _("{value} (rank {rank} of {size})"),
                    value=language.number(value, digits_of(name)),
                    rank=int(rank),
                    size=sizes[kind],
                )
                cells[actor] = language.text(place)
        shown[language.text(measure_label(name))] = cells
    return shown
