"""The workbook of gaps: a sheet a kind, with columns for the coordinator, kept from file to file."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..graph.cells import bared
from ..graph.faults import AlianzaError
from ..graph.formats.books import new_book
from ..graph.gaps import GAPS, SEVERITIES, SURVEYS
from ..graph.phrases import Phrase
from ..graph.phrases import mark as _
from .gap_rows import HEADINGS, reasons_text
from .writers.cells import inert, printable
from .writers.xlsx import sheet_name

if TYPE_CHECKING:
    from pathlib import Path

    from ..graph.faults import Fault
    from ..graph.gaps import Gap, Gaps
    from .language import Language

OWN = ("state", "owner", "note")
OWN_HEADINGS = {"state": _("state"), "owner": _("owner"), "note": _("note")}
CHANGES: dict[str, str] = {
    "new": _("new"),
    "open": _("open as before"),
    "reopened": _("open again"),
    "closed": _("closed"),
}
STATES: tuple[str, ...] = (_("to do"), _("in hand"), _("done"), _("not wanted"))
_LONGEST = 32_000
_WIDTHS = {"severity": 10, "sentence": 60, "reasons": 60, "question": 50, "note": 40, "id": 28,
           "kind": 22, "state": 13, "owner": 18, "ties": 24, "sources": 24, "value:who": 40}  # fmt: skip
_CLOSED = "closed"
_FORMATS = {"value:score": "0.00", "value:distance": "#,##0", "value:overlap": "0%", "value:share": "0%",
            "value:herfindahl": "0.00", "value:gini": "0.00", "value:expected": "0.0", "value:z": "0.0"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """What a coordinator wrote beside a gap, with the row as it stood; ``closed`` if it was so."""

    id: str
    kind: str
    sentence: str
    own: dict[str, str] = field(default_factory=dict)
    closed: bool = False


def workbook(gaps: Gaps, language: Language, old: bytes | None = None) -> bytes:
    """Give a workbook with a sheet for each kind of gap, one of questions, one of closed gaps.

    Every sheet's first row, hidden, holds the names of its columns for `read_notes`, so that notes are
    found again in whatever language. With `old`, an earlier workbook, each gap keeps the coordinator's
    cells and is new, open as before, or open again; what is gone stands among the closed, its
    notes with it. Raises AlianzaError if `old` is not such a workbook.
    """
    notes = {} if old is None else read_notes(old)
    buffer = io.BytesIO()
    book = new_book(buffer, "gaps")
    styles = {
        "head": book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E3EEF8"}
        ),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        **{
            form: book.add_format({"valign": "top", "num_format": form})
            for form in sorted(set(_FORMATS.values()))
        },
        "own": book.add_format({"valign": "top", "text_wrap": True, "bg_color": "#FFF8E1"}),
    }
    taken: set[str] = set()
    looked_for = [name for name in GAPS if name not in gaps.skipped]
    for name in looked_for:
        rows = gaps.of_kind(name)
        if rows:
            _sheet(book, styles, GAPS[name].label, rows, notes, old is not None, language, taken)
    if gaps.questions:
        rows = gaps.questions
        _sheet(book, styles, _("questions"), rows, notes, old is not None, language, taken)
    here = {gap.id for gap in gaps}
    closed = [note for key, note in sorted(notes.items()) if key not in here]
    if closed:
        _closed_sheet(book, styles, closed, language, taken)
    if not book.worksheets():
        book.add_worksheet(sheet_name(language.text(_("gaps")), taken))
    book.close()
    return buffer.getvalue()


def _sheet(
    book: Any,
    styles: dict[str, Any],
    title: str,
    rows: tuple[Gap, ...],
    notes: dict[str, Note],
    merged: bool,
    language: Language,
    taken: set[str],
) -> None:
    kinds = {gap.kind for gap in rows}
    extra = dict(GAPS[kinds.pop()].columns) if len(kinds) == 1 else {}
    # What is read and what is filled in comes first; what proves it, and the id, last.
    headings = {
        "severity": HEADINGS["severity"],
        "sentence": HEADINGS["sentence"],
        "question": HEADINGS["question"],
        **OWN_HEADINGS,
        "change": _("change"),
        "survey": HEADINGS["survey"],
        "reasons": HEADINGS["reasons"],
        **{f"value:{name}": label for name, label in extra.items()},
        "ties": HEADINGS["ties"],
        "sources": HEADINGS["sources"],
        "id": HEADINGS["id"],
    }
    for name, used in (
        ("question", any(gap.question for gap in rows)),
        ("change", merged),
        ("survey", any(gap.survey for gap in rows)),
        ("reasons", any(gap.reasons for gap in rows)),
        *(
            (f"value:{name}", any(gap.values.get(name) is not None for gap in rows))
            for name in extra
        ),
    ):
        if not used:
            headings.pop(name, None)
    sheet = _begin(book, styles, title, headings, language, taken)
    for number, gap in enumerate(rows, start=2):
        note = notes.get(gap.id)
        change = "new" if note is None else "reopened" if note.closed else "open"
        cells: dict[str, Any] = {
            "id": gap.id,
            "change": language.text(CHANGES[change]) if merged else "",
            "severity": language.text(SEVERITIES[gap.severity]),
            "survey": language.text(SURVEYS[gap.survey]) if gap.survey else "",
            "sentence": language.text(gap.sentence),
            "question": language.text(gap.question) if gap.question else "",
            "reasons": reasons_text(gap, language),
            "ties": "; ".join(gap.ties),
            "sources": "; ".join(gap.sources),
            **{f"value:{name}": gap.values.get(name) for name in extra},
            **(note.own if note else {}),
        }
        for place, name in enumerate(headings):
            _write(sheet, number, place, cells.get(name), language, styles, name)
    _finish(sheet, headings, len(rows), language)


def _closed_sheet(
    book: Any, styles: dict[str, Any], notes: list[Note], language: Language, taken: set[str]
) -> None:
    headings = {"kind": HEADINGS["kind"], "sentence": HEADINGS["sentence"], **OWN_HEADINGS,
                _CLOSED: _("change"), "id": HEADINGS["id"]}  # fmt: skip
    sheet = _begin(book, styles, CHANGES["closed"], headings, language, taken)
    for number, note in enumerate(notes, start=2):
        kind = language.text(GAPS[note.kind].label) if note.kind in GAPS else note.kind
        cells = {"id": note.id, _CLOSED: language.text(CHANGES["closed"]), "kind": kind,
                 "sentence": note.sentence, **note.own}  # fmt: skip
        for place, name in enumerate(headings):
            _write(sheet, number, place, cells.get(name), language, styles, name)
    _finish(sheet, headings, len(notes), language)


def _begin(
    book: Any,
    styles: dict[str, Any],
    title: str,
    headings: dict[str, str],
    language: Language,
    taken: set[str],
) -> Any:
    sheet = book.add_worksheet(sheet_name(language.text(title), taken))
    for place, (name, label) in enumerate(headings.items()):
        sheet.write_string(0, place, name)
        sheet.write_string(1, place, _text(language.text(label)), styles["head"])
    sheet.set_row(0, None, None, {"hidden": True})
    return sheet


def _finish(sheet: Any, headings: dict[str, str], rows: int, language: Language) -> None:
    for place, name in enumerate(headings):
        sheet.set_column(place, place, _WIDTHS.get(name, 16))
    sheet.freeze_panes(2, list(headings).index("sentence") + 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.autofilter(1, 0, 1 + rows, len(headings) - 1)
    state = list(headings).index("state")
    choices = [language.text(choice) for choice in STATES]
    # A warning only, for coordinators have words of their own.
    sheet.data_validation(
        2, state, 1 + rows, state, {"validate": "list", "source": choices, "error_type": "warning"}
    )


def _write(
    sheet: Any,
    row: int,
    place: int,
    value: Any,
    language: Language,
    styles: dict[str, Any],
    name: str,
) -> None:
    style = styles["own" if name in OWN else _FORMATS.get(name, "text")]
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, place, round(value, 4), style)
    else:
        text = language.text(value) if isinstance(value, Phrase) else str(value)
        sheet.write_string(row, place, _text(text), style)


def _text(text: str) -> str:
    return inert(printable(text))[:_LONGEST]


def read_notes(content: bytes) -> dict[str, Note]:
    """Give, by id, what stands beside every gap of a workbook that `workbook` wrote.

    A note on a gap counts wherever it stands; gaps on the sheet of the closed are closed. Raises
    AlianzaError if this is no workbook or no sheet of it has the hidden row of names.
    """
    try:
        found = _read(content)
    except AlianzaError:
        raise
    except Exception as error:
        raise AlianzaError(Phrase(_("The old file is not an Excel workbook."))) from error
    if found is None:
        raise AlianzaError(
            Phrase(_("The old workbook is not one of gaps: its hidden first rows are missing."))
        )
    return found


def read_book(path: Path) -> bytes:
    """Give the bytes of an earlier workbook, looked over before anything of it is unpacked.

    Raises AlianzaError for what is no archive or would burst the limits.
    """
    from ..graph.formats.archive import open_archive  # noqa: PLC0415

    faults: list[Fault] = []
    with open_archive(path, faults, "not-xlsx"):
        pass
    if faults:
        raise AlianzaError(faults[0].message)
    return path.read_bytes()


def _read(content: bytes) -> dict[str, Note] | None:
    """Read the notes of every sheet of gaps; None if there is no such sheet."""
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(content), read_only=True)
    notes: dict[str, Note] = {}
    known = False
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        names = [str(cell or "") for cell in next(rows, ())]
        if "id" not in names or not set(OWN) <= set(names):
            continue
        known = True
        next(rows, None)
        for cells in rows:
            row = dict(zip(names, cells, strict=False))
            key = str(row.get("id") or "").strip()
            if not key:
                continue
            own = {name: _own(row.get(name)) for name in OWN}
            notes[key] = Note(
                key,
                key.rpartition("-")[0].replace("-", "_"),
                _own(row.get("sentence")),
                {name: text for name, text in own.items() if text},
                closed=_CLOSED in names,
            )
    book.close()
    return notes if known else None


def _own(cell: Any) -> str:
    """Give a coordinator's cell as text, without the apostrophe that made it harmless."""
    text = "" if cell is None else str(cell)
    return bared(text)
