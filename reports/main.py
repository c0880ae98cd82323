"""The main report of a dataset: everything a reader needs from one command."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .language import Language
from .report import Block, Picture, Reference, Report, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..graph.dataset import Dataset
    from ..graph.view import View
    from .scene import Scene


STEPS = (
    *(_("measures"), _("figures"), _("gaps"), _("picture"), _("map"), _("evidence")),
    _("report"),
)
"""The stages of `build_report`, in their order."""


def build_report(
    dataset: Dataset,
    *,
    lang: str = "en",
    compare: Sequence[str] = (),
    also: Sequence[str] = (),
    full: bool = False,
    step: Callable[[str], None] = lambda _name: None,
    **options: Any,
) -> Report:
    """Give the report of the view that `options` select (see `alianza.graph.view.build_view`).

    `compare` lists dates at which the same view is set side by side; `also` names rows of `WRITERS`
    beyond the usual ones. With `full` the sections of `alianza.reports.full` come too: communities,
    mixing, brokers, positions, core, degrees, time, and how sure the numbers are. `step` is
    called with the name of each stage as it begins, for a progress bar. Raises ViewError as the view does, UnknownNameError for an unknown writer too.
    """
    from ..graph.cost import choosing  # noqa: PLC0415
    from ..graph.gaps import find_gaps  # noqa: PLC0415
    from ..graph.gaps.evaluation import evaluate  # noqa: PLC0415
    from ..graph.measures import measure_table, summarise  # noqa: PLC0415
    from . import centrality, methods, relations, standing  # noqa: PLC0415
    from . import gaps as missing  # noqa: PLC0415
    from .frames import csv_bytes  # noqa: PLC0415
    from .full import full_parts  # noqa: PLC0415
    from .gap_rows import gaps_file  # noqa: PLC0415
    from .network_map import network_map  # noqa: PLC0415
    from .scene import build_scene  # noqa: PLC0415
    from .writers import check_writers  # noqa: PLC0415

    language = Language(lang)
    check_writers(also)
    view = dataset.view(**options)
    step("measures")
    with choosing():
        table = measure_table(view)
        step("figures")
        figures = summarise(view)
    # The mode of the main view holds at every date, or unlike figures would stand side by side.
    pinned = {} if view.projected else {"two_mode": view.modes is not None}
    dates = [compare] if isinstance(compare, str) else compare
    views = {at: dataset.view(**{**options, **pinned, "at": at}) for at in dates}
    step("gaps")
    found = find_gaps(dataset, at=options.get("at"))
    trust = evaluate(dataset, at=options.get("at"))
    step("picture")
    scene = build_scene(dataset, view, translate=language.text, lang=lang)
    step("map")
    page = network_map(dataset, lang=lang, view=view, table=table, gaps=found, intervals=True).page
    step("evidence")
    parts = full_parts(dataset, view, options, language) if full else ()
    step("report")
    report = Report(
        title=dataset.said("title"),
        subtitle=_subtitle(view_size=len(view), ties=view.ties, dataset=dataset),
        lang=lang,
        licence=_licence(dataset),
        references=_references(dataset),
        also=tuple(also),
        geography=_geography(dataset, view, language) if "pptx" in also else None,
    )
    sections: list[Section | None] = [
        centrality.findings(view, table, figures),
        _picture(scene),
        centrality.ranking(view, table),
        relations.affiliations(view),
        relations.relations(view, language),
        relations.mixing(view),
        methods.compared(views, {at: summarise(one) for at, one in views.items()})
        if views
        else None,
        methods.network(view, figures),
        *(one.section for one in parts),
        None if full else standing.communities_in_short(view),
        missing.gaps_section(found),
        missing.suggestions_section(found, trust, language),
        missing.questions_section(found),
        relations.doubts(dataset, language),
        methods.methods(view, table),
        _sources(dataset, language),
    ]
    for section in sections:
        report = report.with_section(section)
    tables = [
        centrality.full_table(view, table),
        centrality.figures_table(view, figures),
        *relations.mixing(view).blocks,
        relations.ties_table(dataset, language),
        relations.disputed_table(dataset, language),
        methods.definitions_table([name for name in table.columns if f"{name}_rank" in table]),
        relations.sources_table(dataset, language),
        *(table for one in parts for table in one.tables),
    ]
    for each in tables:
        report = report.with_table(each)  # type: ignore[arg-type]
    report = report.with_file("centrality.csv", csv_bytes(table.reset_index()))
    for name in ("gaps.xlsx", "gaps.csv"):
        report = report.with_file(name, gaps_file(found, name, language))
    return report.with_file("map.html", page.encode())


def _geography(dataset: Dataset, view: View, language: Language) -> Scene | None:
    """Give the scene on the map, None where no actor has a place."""
    from ..graph.faults import ViewError  # noqa: PLC0415
    from .geography import geographic_scene  # noqa: PLC0415

    try:
        return geographic_scene(
            dataset, view, width=1100, height=480, translate=language.text, lang=language.code
        )
    except ViewError:
        return None


def _references(dataset: Dataset) -> tuple[Reference, ...]:
    names = [field.name for field in fields(Reference)]
    rows = dataset.sources.reindex(columns=names).fillna("").to_dict("records")
    return tuple(Reference(**{name: str(row[name]) for name in names}) for row in rows)


def _subtitle(*, view_size: int, ties: int, dataset: Dataset) -> Phrase:
    version = dataset.metadata.get("version")
    return phrase(
        _("Centrality report: {actors} actors, {ties} ties. Dataset “{name}”{version}."),
        actors=view_size,
        ties=ties,
        name=dataset.name,
        version=phrase(_(", version {version}"), version=str(version)) if version else "",
    )


def _licence(dataset: Dataset) -> Phrase | None:
    if not dataset.licences:
        return None
    return phrase(
        _("Data: {title}, {licence}."),
        title=dataset.said("title"),
        licence=", ".join(dataset.licences),
    )


def _picture(scene: Any) -> Section:
    caption = Phrase(
        _(
            "Each sign is an actor, larger with more partners; each line is one tie. Positions are"
            " computed from the ties alone and are not geographic."
        )
    )
    blocks: tuple[Block, ...] = (Picture(caption, scene, "map.html"),)
    return Section("picture", Phrase(_("The network")), blocks)


def _sources(dataset: Dataset, language: Language) -> Section | None:
    from .relations import sources_table  # noqa: PLC0415

    if dataset.sources.empty:
        return None
    return Section("sources", Phrase(_("Sources")), (sources_table(dataset, language),))
