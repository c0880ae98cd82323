"""A dataset to begin with: empty tables with an example row, notes and lists to choose from."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from ..graph.examples import EXAMPLES, FORMS
from ..graph.phrases import mark as _
from ..graph.phrases import named
from ..graph.places import countries
from ..graph.tables import COLUMNS
from ..graph.vocabulary import ACTOR_KINDS, AREAS, STATUSES, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .language import Language

_FIXED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - same input, same bytes: no clock
_ROWS = 5_000
_WIDE = 34

GUIDE = _("Guide")
TITLE = _("How to fill in this dataset")
STEPS: tuple[str, ...] = (
    _("1. In “actors”, write one row for each city, network or other actor, with an id of its own."),
    _("2. In “ties”, write one row for each tie: the ids of its two actors, its kind, its dates."),
    _("3. In “sources”, write where each statement comes from; “ties” names them by their ids."),
    _("4. In “claims”, write what sources say differently of one thing; it may stay empty."),
    _("5. The rows whose id begins with “alianza-example-” are examples: write over them or delete them."
      " alianza leaves them out as long as they are unchanged."),
    _("6. Leave the names of sheets and columns as they are. You may add columns of your own."),
)  # fmt: skip
EXAMPLE_NOTE = _("Example: write over this row or delete it.")
REQUIRED = _("Must be filled.")
NOTES: dict[str, dict[str, str]] = {
    "actors": {
        "id": _("A short name of your choice, without spaces, that no other row has: medellin."),
        "label": _("The name that people read."),
        "kind": _("What it is; choose from the list."),
        "country": _("Two letters of ISO 3166-1; choose from the list."),
        "area": _("Area of the world; if empty, that of the country."),
        "lat": _("Latitude in degrees, 6.245; south is negative."),
        "lon": _("Longitude in degrees, -75.571; west is negative."),
        "start": _("When it came to be: 2013, 2013-05 or 2013-05-21; empty if not known."),
        "end": _("When it came to its end; empty if it has not, or if that is not known."),
        "aliases": _("Other names, separated by semicolons."),
        "wikidata": _("Its number in Wikidata: Q48278."),
        "label_es": _("The name in Spanish, if it is another."),
        "label_fr": _("The name in French, if it is another."),
        "label_pt": _("The name in Portuguese, if it is another."),
        "note": _("Whatever should be known."),
    },
    "ties": {
        "id": _("A short name that no other row has; if empty, alianza makes one."),
        "from": _("The id of the actor where it begins; of a membership, the member."),
        "to": _("The id of the actor where it ends; of a membership, the network."),
        "kind": _("What it is; choose from the list."),
        "role": _("The role of the actor in it: coordinator, observer."),
        "instrument": _("The act it rests on: memorandum of understanding, letter of intent."),
        "theme": _("What it is about."),
        "start": _("When it began: 2013, 2013-05 or 2013-05-21; empty if not known."),
        "end": _("When it ended; empty if it goes on."),
        "status": _("Whether it holds; choose from the list. Empty means active."),
        "weight": _("How strong it is, as a number; empty if you do not measure that."),
        "sources": _("The ids of its sources, separated by semicolons."),
        "note": _("Whatever should be known."),
    },
    "sources": {
        "id": _("A short name that no other row has: un-2015."),
        "title": _("Its title."),
        "publisher": _("Who published it."),
        "url": _("Its address on the web."),
        "published": _("When it was published: 2013, 2013-05 or 2013-05-21."),
        "retrieved": _("When you read it."),
        "language": _("Two letters of its language: es, fr, pt, en."),
        "note": _("Whatever should be known."),
    },
    "claims": {
        "subject": _("The id of the actor or tie that it speaks of."),
        "field": _("The column that it speaks of: start."),
        "value": _("What the source says."),
        "source": _("The id of the source."),
        "note": _("Whatever should be known."),
    },
}
"""What each column holds, for people."""

LISTS: dict[str, tuple[str, ...]] = {
    "actors.kind": tuple(ACTOR_KINDS),
    "actors.area": AREAS,
    "ties.kind": tuple(TIE_KINDS),
    "ties.status": tuple(STATUSES),
}


def starter_workbook(language: Language) -> bytes:
    """Give a workbook to fill in: a guide, then a sheet a table with notes and lists."""
    from xlsxwriter import Workbook  # noqa: PLC0415

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(buffer, options)
    book.set_properties({"author": "alianza", "created": _FIXED})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E3EEF8"}),
        "must": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F6DDB5"}),
        "example": book.add_format({"italic": True, "font_color": "#566072", "num_format": "@"}),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _guide(book, styles, language)
    for table in COLUMNS:
        _table(book, styles, table, language)
    codes = book.add_worksheet("lists")
    codes.hide()
    for row, code in enumerate(sorted(countries())):
        codes.write_string(row, 0, code)
        codes.write_string(row, 1, language.country(code))
    book.close()
    return buffer.getvalue()


def starter_folder(language: Language) -> dict[str, bytes]:
    """Give a folder to fill in: a CSV file a table, and the guide as text.

    Cells are parted by commas in English and by semicolons else, as spreadsheet programs
    there expect, and the text is marked as UTF-8.
    """
    delimiter = "," if language.code == "en" else ";"
    files: dict[str, bytes] = {}
    for table, columns in COLUMNS.items():
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
        writer.writerow(columns)
        for row in _examples(table, language):
            writer.writerow([row.get(column, "") for column in columns])
        files[f"{table}.csv"] = buffer.getvalue().encode("utf-8-sig")
    lines = [language.text(TITLE), "", *(language.text(step) for step in STEPS)]
    for heading, rows in _explanations(language):
        lines += ["", heading, ""]
        lines += [f"  {name}: {text}" for name, text in rows]
    files["guide.txt"] = ("\n".join(lines) + "\n").encode("utf-8-sig")
    return files


def _examples(table: str, language: Language) -> Iterator[dict[str, str]]:
    note = language.text(EXAMPLE_NOTE)
    for row in EXAMPLES[table]:
        said = {column: language.text(named(text, FORMS.get(text))) for column, text in row.items()}
        yield {**said, "note": note}


def _explanations(language: Language) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give the headings of the guide, each with names and what they mean."""
    for table, notes in NOTES.items():
        must = {name for name, column in COLUMNS[table].items() if column.filled}
        yield (
            table,
            [
                (
                    name,
                    language.text(text) + (f" {language.text(REQUIRED)}" if name in must else ""),
                )
                for name, text in notes.items()
            ],
        )
    for name, kinds in (("actors.kind", ACTOR_KINDS), ("ties.kind", TIE_KINDS)):
        yield name, [(kind.name, language.text(kind.one)) for kind in kinds.values()]
    yield "ties.status", [(name, language.text(label)) for name, label in STATUSES.items()]


def _guide(book: Any, styles: dict[str, Any], language: Language) -> None:
    sheet = book.add_worksheet(language.text(GUIDE))
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100, styles["wrap"])
    sheet.write_string(0, 0, language.text(TITLE), styles["title"])
    row = 2
    for step in STEPS:
        sheet.write_string(row, 1, language.text(step), styles["wrap"])
        row += 1
    for heading, rows in _explanations(language):
        row += 1
        sheet.write_string(row, 0, heading, styles["head"])
        row += 1
        for name, text in rows:
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, text, styles["wrap"])
            row += 1


def _table(book: Any, styles: dict[str, Any], table: str, language: Language) -> None:
    sheet = book.add_worksheet(table)
    sheet.freeze_panes(1, 1)
    notes = dict(next(rows for name, rows in _explanations(language) if name == table))
    for place, column in enumerate(COLUMNS[table].values()):
        wide = _WIDE if column.name in {"label", "title", "note", "url"} else 16
        # As text, 007 keeps its zeros and 2013-05 does not become a day.
        sheet.set_column(place, place, wide, None if column.type == "number" else styles["text"])
        sheet.write_string(0, place, column.name, styles["must" if column.filled else "head"])
        sheet.write_comment(
            0, place, notes[column.name], {"author": "alianza", "x_scale": 2, "visible": False}
        )
        for row, example in enumerate(_examples(table, language), start=1):
            if column.name in example:
                sheet.write_string(row, place, example[column.name], styles["example"])
        _choices(sheet, table, column.name, place)


def _choices(sheet: Any, table: str, column: str, place: int) -> None:
    """Let the cells of a column be chosen from a list, if there is one."""
    rule: dict[str, Any] = {"validate": "list", "ignore_blank": True}
    if f"{table}.{column}" in LISTS:
        rule["source"] = list(LISTS[f"{table}.{column}"])
    elif column == "country":
        rule["source"] = f"=lists!$A$1:$A${len(countries())}"
    elif table == "ties" and column in {"from", "to"}:
        # Ids that are not yet listed may be written first; the checks look at them later.
        rule |= {"source": f"=actors!$A$2:$A${_ROWS}", "error_type": "information"}
    else:
        return
    sheet.data_validation(1, place, _ROWS, place, rule)
