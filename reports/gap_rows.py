"""Gaps as rows of cells: for the command's answer, CSV, JSON and the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.gaps import GAPS, SEVERITIES, SURVEYS
from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .frames import csv_text, json_text, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..graph.gaps import Gap, Gaps
    from .language import Language

COLUMNS = ("id", "kind", "severity", "survey", "sentence", "reasons", "question", "actors", "ties", "sources")  # fmt: skip
HEADINGS: dict[str, str] = {
    "id": _("id"),
    "kind": _("kind"),
    "severity": _("severity"),
    "survey": _("survey status"),
    "sentence": _("gap"),
    "reasons": _("reasons"),
    "question": _("question to ask"),
    "actors": _("actors"),
    "ties": _("ties"),
    "sources": _("sources"),
}


def reasons_text(gap: Gap, language: Language) -> str:
    """Say the reasons of a gap one after the other."""
    return " ".join(language.text(reason) for reason in gap.reasons)


def record(gap: Gap, language: Language) -> dict[str, Any]:
    """Give a gap as the object that ``gaps --format json`` promises."""
    return {
        "id": gap.id,
        "kind": gap.kind,
        "severity": gap.severity,
        "survey": gap.survey,
        "sentence": language.text(gap.sentence),
        "reasons": [language.text(reason) for reason in gap.reasons],
        "question": None if gap.question is None else language.text(gap.question),
        "subjects": list(gap.subjects),
        "actors": list(gap.actors),
        "ties": list(gap.ties),
        "sources": list(gap.sources),
        "values": {
            name: language.text(value) if isinstance(value, Phrase) else plain(value)
            for name, value in gap.values.items()
        },
    }


def gaps_json(gaps: Gaps, language: Language) -> dict[str, Any]:
    """Give what was looked at, then every gap, then every question."""
    return {
        "facts": [language.text(fact) for fact in gaps.facts],
        "gaps": [record(gap, language) for gap in gaps.partnerships],
        "questions": [record(gap, language) for gap in gaps.questions],
        "left_off": dict(gaps.left_off),
        "skipped": dict(gaps.skipped),
    }


def gaps_csv(gaps: Sequence[Gap], language: Language) -> str:
    """Give one line a gap with the names of `COLUMNS`, for other programs."""
    return csv_text(list(COLUMNS), [full_row(gap, language) for gap in gaps])


def full_row(gap: Gap, language: Language) -> list[Any]:
    """Give the cells of a gap under `COLUMNS`; ids are joined by semicolons."""
    return [
        gap.id,
        gap.kind,
        gap.severity,
        gap.survey,
        language.text(gap.sentence),
        reasons_text(gap, language),
        "" if gap.question is None else language.text(gap.question),
        ";".join(gap.actors),
        ";".join(gap.ties),
        ";".join(gap.sources),
    ]


def short_rows(gaps: Gaps, language: Language) -> tuple[list[str], list[list[Any]]]:
    """Give header and rows for a terminal: what, how grave, how well known, in lines of a width."""
    header = [language.text(HEADINGS[name]) for name in ("kind", "severity", "survey", "sentence")]
    rows = [
        [
            language.text(GAPS[gap.kind].label),
            language.text(SEVERITIES[gap.severity]),
            language.text(SURVEYS[gap.survey]) if gap.survey else None,
            _folded(
                language.text(gap.sentence)
                if gap.question is None
                else f"{language.text(gap.sentence)} {language.text(gap.question)}"
            ),
        ]
        for gap in (*gaps.partnerships, *gaps.questions)
    ]
    return header, rows


def _folded(text: str, width: int = 80) -> str:
    import textwrap  # noqa: PLC0415

    return "\n".join(textwrap.wrap(text, width))


def gaps_file(gaps: Gaps, name: str, language: Language, old: bytes | None = None) -> bytes:
    """Give the gaps as the bytes of a file, by the ending of its name: xlsx, csv or json.

    `old` is an earlier workbook whose notes are kept. Raises OutputError for another ending.
    """
    from ..graph.faults import OutputError  # noqa: PLC0415
    from .gap_book import workbook  # noqa: PLC0415

    ending = name.rpartition(".")[2].lower()
    if ending == "xlsx":
        return workbook(gaps, language, old)
    if old is not None:
        raise OutputError(Phrase(_("Notes are kept in workbooks only: write to an .xlsx file.")))
    if ending == "csv":
        return gaps_csv(gaps.rows, language).encode()
    if ending == "json":
        return (json_text(gaps_json(gaps, language)) + "\n").encode()
    raise OutputError(
        phrase(_("“{path}” has no ending that is known: write .xlsx, .csv or .json."), path=name)
    )
