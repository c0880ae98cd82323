"""The answers of the commands as headers and rows of plain values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .centrality import digits_of, part_of, view_phrase
from .frames import plain, plain_rows, records
from .language import Language, has_translations, labels_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    import pandas as pd

    from ..graph.faults import Fault, LoadReport
    from ..graph.importing.building import Imported
    from ..graph.importing.proposal import Proposal
    from ..graph.measures import FigureValue
    from ..graph.view import View

COUNT_COLUMNS = (_("table"), _("read"), _("kept"), _("merged"), _("refused"))
PAIR_DIGITS = 2
FAULT_COLUMNS = ("code", "severity", "file", "row", "column", "value", "message", "hint")
_TABLES = {"actors": _("actors"), "ties": _("ties"), "sources": _("sources"), "claims": _("claims")}


def count_rows(report: LoadReport, language: Language) -> list[list[Any]]:
    """Give what became of the rows of each table: read = kept + merged + refused."""
    return [
        [language.text(label), count.read, count.kept, count.merged, count.refused]
        for name, label in _TABLES.items()
        for count in [getattr(report, name)]
    ]


def hint_text(fault: Fault, language: Language) -> str:
    """Say the hint of a fault; a place that had nothing to say leaves no gap."""
    return re.sub(" {2,}", " ", language.text(fault.hint)).strip()


def fault_rows(report: LoadReport, language: Language) -> list[list[Any]]:
    """Give every fault as a row under `FAULT_COLUMNS`."""
    return [
        [
            fault.code,
            fault.severity,
            fault.file,
            fault.row,
            fault.column,
            fault.value,
            language.text(fault.message),
            hint_text(fault, language),
        ]
        for fault in report.faults
    ]


def validation(report: LoadReport, language: Language) -> dict[str, Any]:
    """Give the report of a load as the object that ``validate --format json`` promises."""
    counts = {name: getattr(report, name) for name in _TABLES}
    return {
        "file": report.file,
        "format": report.format,
        "actors": report.actors.kept,
        "ties": report.ties.kept,
        "sources": report.sources.kept,
        "merged": sum(count.merged for count in counts.values()),
        "refused": sum(count.refused for count in counts.values()),
        "rows": {
            name: {
                "read": count.read,
                "kept": count.kept,
                "merged": count.merged,
                "refused": count.refused,
            }
            for name, count in counts.items()
        },
        "faults": [
            dict(zip(FAULT_COLUMNS, row, strict=True)) for row in fault_rows(report, language)
        ],
    }


def figure_rows(
    view: View, figures: Mapping[str, FigureValue], language: Language, *, labelled: bool
) -> tuple[list[str], list[list[Any]]]:
    """Give figures as rows: (name, value), for people with label and rounded value."""
    from ..graph.measures import FIGURES  # noqa: PLC0415

    rows: list[list[Any]] = []
    for name, value in figures.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for mode, part in parts:
            label = language.text(FIGURES[name].label) if labelled else name
            shown = _rounded(part, 3, language) if labelled else plain(part)
            if labelled and mode:
                mode = language.text(part_of(view, mode))  # noqa: PLW2901
            rows.append([f"{label} ({mode})" if mode else label, shown])
    header = [_("figure"), _("value")]
    return ([language.text(text) for text in header] if labelled else ["figure", "value"]), rows


def summary_json(
    view: View, figures: Mapping[str, FigureValue], language: Language
) -> dict[str, Any]:
    """Give the view's sentence and the figures by name."""
    return {
        "view": language.text(view_phrase(view)),
        "figures": {
            name: {mode: plain(part) for mode, part in value.items()}
            if isinstance(value, dict)
            else plain(value)
            for name, value in figures.items()
        },
    }


def centrality_rows(
    view: View,
    table: pd.DataFrame,
    language: Language,
    *,
    top: int | None,
    labelled: bool,
) -> tuple[list[str], Iterable[list[Any]], pd.DataFrame]:
    """Give header, rows and the rows as a frame: sorted for people, by id for programs.

    For people, each kind's actors come in the order of the first measure and numbers are
    rounded; for programs they keep full precision and the names that others may rely on.
    """
    from ..graph.measures import measured  # noqa: PLC0415

    shown = table.reset_index()
    ranks = [column for column in shown.columns if column.endswith("_rank")]
    if ranks and top is not None:
        shown = shown[shown[ranks[0]].notna() & (shown[ranks[0]] <= top)]
    if has_translations(view.dataset):
        few = set(shown["id"]) if len(shown) < len(table) else None
        names = labels_of(view.dataset.actors, few)
        shown = shown.assign(label=[language.text(names[actor]) for actor in shown["id"]])
    if ranks and labelled:
        order = {kind: place for place, kind in enumerate(view.dataset.vocabulary.actor_kinds)}
        shown = shown.assign(_kind=shown["kind"].map(order))
        shown = shown.sort_values(["_kind", ranks[0], "id"], kind="stable").drop(columns="_kind")
    estimated = table.attrs.get("estimated", {})
    if not labelled:
        shown = shown.rename(columns=estimated_names(estimated))
        return list(shown.columns), plain_rows(shown), shown
    kinds = view.dataset.vocabulary.actor_kinds
    measures = measured(shown.columns)
    header = [language.text(_("actor")), language.text(_("kind"))]
    for name in measures:
        header += [language.text(estimated_label(name, estimated)), "#"]
    rows = [
        [
            row["label"],
            language.text(kinds[row["kind"]].one),
            *(
                cell
                for name in measures
                for cell in (_rounded(row[name], digits_of(name), language), row[f"{name}_rank"])
            ),
        ]
        for row in records(shown)
    ]
    return header, rows, shown


def estimated_label(name: str, estimated: Container[str]) -> Phrase:
    """Give what a measure is called, with “estimated” where it is."""
    from ..graph.measures import measure_label  # noqa: PLC0415

    label = measure_label(name)
    return phrase(_("{measure}, estimated"), measure=label) if name in estimated else label


def estimated_names(estimated: Iterable[str]) -> dict[str, str]:
    """Give the names of columns for programs that say that their numbers are estimated."""
    return {f"{name}{end}": f"{name}_estimated{end}" for name in estimated for end in ("", "_rank")}


def pair_rows(
    view: View, table: pd.DataFrame, language: Language, *, top: int | None, labelled: bool
) -> tuple[list[str], Iterable[list[Any]], pd.DataFrame]:
    """Give header, rows and frame of a `tie_table`: by rank for people, by id for programs."""
    from ..graph.measures import TIE_MEASURES  # noqa: PLC0415

    measures = [name for name in TIE_MEASURES if name in table.columns]
    shown = table
    if measures and top is not None:
        shown = shown[shown[f"{measures[0]}_rank"] <= top]
    if not labelled:
        return list(shown.columns), plain_rows(shown), shown
    if measures:
        shown = shown.sort_values([f"{measures[0]}_rank", "from", "to"], kind="stable")
    names = labels_of(view.dataset.actors)
    header = [language.text(_("from")), language.text(_("to"))]
    for name in measures:
        header += [language.text(TIE_MEASURES[name].label), "#"]
    rows = [
        [
            language.text(names[row["from"]]),
            language.text(names[row["to"]]),
            *(
                cell
                for name in measures
                for cell in (_rounded(row[name], PAIR_DIGITS, language), row[f"{name}_rank"])
            ),
        ]
        for row in records(shown)
    ]
    return header, rows, shown


def _rounded(value: Any, digits: int, language: Language) -> Any:
    """Give a number as people read it, with `digits` decimals unless it is a count."""
    number = plain(value)
    if number is None:
        return None
    return language.number(number, digits if digits and isinstance(value, float) else None)


def dataset_rows(language: Language) -> tuple[list[str], list[list[Any]]]:
    """Give name, title, counts and licence of every built-in dataset."""
    from ..graph.formats import builtin_datasets  # noqa: PLC0415
    from ..graph.loading import load  # noqa: PLC0415

    rows = []
    for name in builtin_datasets():
        data = load(name)
        title = language.text(data.said("title"))
        version = str(data.metadata.get("version", ""))
        licences = data.metadata.get("licenses") or []
        licence = ", ".join(str(row.get("name", "")) for row in licences)
        rows.append([name, title, len(data.actors), len(data.ties), version, licence])
    return ["name", "title", "actors", "ties", "version", "licence"], rows


def measure_rows(language: Language, *, short: bool) -> tuple[list[str], list[list[Any]]]:
    """Give every measure of an actor and figure of a network with its definition."""
    from ..graph.measures import FIGURES, MEASURES, TIE_MEASURES  # noqa: PLC0415

    rows = []
    registries: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("actor", MEASURES),
        ("tie", TIE_MEASURES),
        ("network", FIGURES),
    )
    for of, registry in registries:
        for name, row in registry.items():
            definition = language.text(row.definition)
            if short:
                rows.append([name, of, _folded(definition)])
            else:
                label = language.text(row.label)
                source = language.citation(row.reference)
                texts = [language.text(row.range), language.text(row.blank), source]
                rows.append([name, of, label, definition, *texts])
    if short:
        said = {
            "actor": language.text(_("actor")),
            "tie": language.text(_("tie")),
            "network": language.text(_("network")),
        }
        header = [language.text(text) for text in (_("name"), _("of"), _("definition"))]
        return header, [[name, said[what], text] for name, what, text in rows]
    return ["name", "of", "label", "definition", "range", "blank", "reference"], rows


def _folded(text: str, width: int = 90) -> str:
    import textwrap  # noqa: PLC0415

    return "\n".join(textwrap.wrap(text, width))


def format_rows(language: Language, *, labelled: bool) -> tuple[list[str], list[list[Any]]]:
    """Give every format: its name, endings, whether it is read and written, and what it is.

    The header is `labelled` in the language for people, in English for programs.
    """
    from ..graph.formats import FORMATS  # noqa: PLC0415
    from ..graph.saving import written_formats  # noqa: PLC0415

    yes, no = language.text(_("yes")), language.text(_("no"))
    written = written_formats()
    header = [_("name"), _("endings"), _("is read"), _("is written"), _("what it is")]
    shown = [language.text(text) for text in header]
    return shown if labelled else ["name", "suffixes", "read", "write", "what"], [
        [
            name,
            " ".join(row.suffixes),
            yes,
            yes if name in written else no,
            language.text(row.label),
        ]
        for name, row in FORMATS.items()
    ]


def import_rows(done: Imported, language: Language) -> tuple[list[str], list[list[Any]]]:
    """Give what became of the rows of an imported file, and how many actors and doubts there are."""
    rows = done.rows
    header = [_("read"), _("kept"), _("merged"), _("refused"), _("actors"), _("ties"), _("doubts")]
    actors = done.report.actors.kept
    return [language.text(name) for name in header], [
        [rows.read, rows.kept, rows.merged, rows.refused, actors, rows.kept, len(done.doubts)]
    ]


def proposal_rows(proposal: Proposal, language: Language) -> tuple[list[str], list[list[Any]]]:
    """Give each column of a file with what it is proposed to be, and its first values."""
    keys = {column: key for key, column in proposal.columns.items()}
    header = [_("column"), _("meaning"), _("examples")]
    return [language.text(name) for name in header], [
        [column, keys.get(column), ", ".join(values)]
        for column, values in proposal.examples.items()
    ]
