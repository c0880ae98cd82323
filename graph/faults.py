"""What can be wrong with data: a catalogue of codes, and the errors that carry faults."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .phrases import Phrase
from .phrases import mark as _
from .reading_faults import READING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 50
_MANY = 2_000


class AlianzaError(Exception):
    """Anything that alianza refuses, said in one sentence; ``phrase`` is what can be translated."""

    def __init__(self, message: Phrase | str) -> None:
        self.phrase = message if isinstance(message, Phrase) else Phrase(message)
        super().__init__(str(self.phrase))


class DataFaultsError(AlianzaError, ValueError):
    """The data cannot be used; ``faults`` lists everything that is wrong with it."""

    def __init__(self, report: LoadReport) -> None:
        self.report = report
        self.faults = report.faults
        errors = report.errors
        super().__init__("\n".join(str(fault) for fault in errors[:SHOWN]))


class UnknownNameError(AlianzaError, LookupError):
    """A name that no registry row has; the message lists the known ones or the nearest."""


class ViewError(AlianzaError, ValueError):
    """A view or measure that cannot be made from the data and options given."""


class OutputError(AlianzaError, OSError):
    """A file that could not be written; what stood there before still stands."""


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A row of the catalogue; ``message`` and ``hint`` name their places in braces."""

    code: str
    severity: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place.

    ``severity`` is ``error`` (the data are refused), ``warning`` (they are used, look again)
    or ``note``. ``row`` counts as a spreadsheet does, the header being row 1; None where
    the fault has no row or column.
    """

    code: str
    severity: str
    file: str
    row: int | None
    column: str | None
    value: str | None
    message: Phrase
    hint: Phrase

    def __str__(self) -> str:
        """Give place, message and hint in English."""
        return " ".join(f"{self.place}: {self.message} {self.hint}".split())

    @property
    def place(self) -> str:
        """Give file, row and column as far as they are known: ``ties.csv, 4, end``."""
        parts = [self.file, str(self.row) if self.row is not None else "", self.column or ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the rows of a table: ``read == kept + merged + refused``."""

    read: int = 0
    kept: int = 0
    merged: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load found: where, in what format, how many rows, and every fault."""

    file: str
    format: str
    actors: Count
    ties: Count
    sources: Count
    claims: Count
    faults: tuple[Fault, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Give the faults for which the data are refused."""
        return tuple(fault for fault in self.faults if fault.severity == "error")


CATALOGUE: dict[str, FaultKind] = {
    kind.code: kind
    for kind in (
        FaultKind(
            "no-such-file",
            "error",
            _("There is nothing at this path."),
            _("Check the spelling, or give one of the built-in datasets: {known}."),
        ),
        FaultKind(
            "unknown-format",
            "error",
            _("This is not a dataset that alianza can read."),
            _(
                "Give a folder with actors.csv and ties.csv, or a file that ends in one of: {known}."
            ),
        ),
        FaultKind(
            "unreadable",
            "error",
            _("The file cannot be opened: {reason}."),
            _("Close it in other programs, check that you may read it, and try again."),
        ),
        FaultKind(
            "outside-folder",
            "error",
            _("The file lies outside the dataset's folder, so it is not opened."),
            _("Put a copy of it into the folder."),
        ),
        FaultKind(
            "too-large",
            "error",
            _("The file has {size} bytes; the limit is {limit}."),
            _("Split it, or drop the columns that are not needed."),
        ),
        FaultKind(
            "encoding",
            "error",
            _("The text is not UTF-8 (first bad byte: {byte} on line {line})."),
            _("Save it again as “CSV UTF-8”."),
        ),
        FaultKind(
            "guessed-encoding",
            "warning",
            _("The text is not marked as UTF-8; it was read as {encoding} (see line {line})."),
            _("Look at the accents; if they are wrong, save the file again as “CSV UTF-8”."),
        ),
        FaultKind(
            "not-text",
            "error",
            _("This is not a text file (byte {byte} on line {line})."),
            _("Save the table as “CSV UTF-8”; the ending of a file's name does not change it."),
        ),
        FaultKind(
            "too-many",
            "error",
            _("There are more {what} than the limit: {limit}."),
            _("Split the file, or drop what is not needed."),
        ),
        FaultKind(
            "not-csv",
            "error",
            _("The text cannot be split into rows and cells: {reason}."),
            _("Look for a quotation mark that is never closed near this row."),
        ),
        FaultKind(
            "not-xlsx",
            "error",
            _("This is not a workbook that can be read."),
            _("Open it in a spreadsheet program and save it as .xlsx, without a password."),
        ),
        FaultKind(
            "not-json",
            "error",
            _("The metadata are not valid JSON: {reason}."),
            _("Mend the text at that place."),
        ),
        FaultKind(
            "bad-metadata",
            "error",
            _("“{key}” is not what it should be."),
            _("It must be {expected}."),
        ),
        FaultKind(
            "missing-table",
            "error",
            _("The table “{table}” is missing."),
            _("Add it: {table}.csv in a folder, or a sheet “{table}” in a workbook."),
        ),
        FaultKind(
            "empty-table",
            "error",
            _("The table has no header row."),
            _("Put the names of the columns in its first row."),
        ),
        FaultKind(
            "no-rows",
            "warning",
            _("The table has no rows below its header."),
            _("Check that this is the right file."),
        ),
        FaultKind(
            "missing-column",
            "error",
            _("The column “{name}” is missing."),
            _("Add it to the header row. {nearest}"),
        ),
        FaultKind(
            "duplicate-column",
            "error",
            _("Two columns have the name “{name}”."),
            _("Rename or remove one of them."),
        ),
        FaultKind(
            "column-near-miss",
            "warning",
            _("The column “{name}” is not one that alianza knows; it is kept as it is."),
            _("Did you mean “{nearest}”?"),
        ),
        FaultKind(
            "long-row",
            "error",
            _("The row has {got} cells, the header has {expected}."),
            _("Look for a comma that should be inside quotation marks."),
        ),
        FaultKind(
            "short-row",
            "warning",
            _("{count} rows have fewer cells than the header, which has {expected}."),
            _("The cells that are missing were read as empty; this is the first such row."),
        ),
        FaultKind(
            "decimal-commas",
            "note",
            _("{count} numbers were written with a decimal comma and read so."),
            _("Nothing needs to be done if 19,43 means 19.43 in this file."),
        ),
        FaultKind(
            "missing-value",
            "error",
            _("The cell is empty."),
            _("Fill it: every row needs a “{name}”."),
        ),
        FaultKind(
            "duplicate-id",
            "error",
            _("The id “{value}” stands already in row {first}, with other content."),
            _("Give each its own id; alianza never merges two different rows."),
        ),
        FaultKind(
            "same-row-twice",
            "warning",
            _("The row is the same as row {first}; it was counted once."),
            _("Remove one of them."),
        ),
        FaultKind(
            "bad-text",
            "error",
            _("The text holds characters that no table should hold (control characters)."),
            _("Type the text anew, without line breaks in ids and names."),
        ),
        FaultKind(
            "spaces",
            "warning",
            _("“{value}” begins or ends with a space; it is kept as it is."),
            _("Remove the space, or the id will not match the same id without it."),
        ),
        FaultKind(
            "unknown-kind",
            "error",
            _("“{value}” is not a kind that this dataset knows."),
            _("{nearest} Or declare it in datapackage.json. Known: {known}."),
        ),
        FaultKind(
            "unknown-actor",
            "error",
            _("No actor has the id “{value}”."),
            _("Add it to the actors, or correct the id. {nearest}"),
        ),
        FaultKind(
            "loop",
            "error",
            _("The tie begins and ends at the same actor, “{value}”."),
            _("Correct one of its ends, or remove the row."),
        ),
        FaultKind(
            "bad-date",
            "error",
            _("“{value}” is not a date that alianza can read."),
            _("Write 2013, 2013-05, 2013-05-21, 2013~ (about) or 2013? (perhaps)."),
        ),
        FaultKind(
            "end-before-start",
            "error",
            _("It ends ({value}) before it starts ({start})."),
            _("Correct one of the two dates."),
        ),
        FaultKind(
            "two-ends",
            "error",
            _("The start is an interval ({start}) and there is an end as well ({value})."),
            _("Write the start alone in “start”, and the end in “end”."),
        ),
        FaultKind(
            "bad-number",
            "error",
            _("“{value}” is not a number."),
            _("Write digits with a point for the decimals: 19.43."),
        ),
        FaultKind(
            "out-of-range",
            "error",
            _("{value} is outside what “{name}” can be: {low} to {high}."),
            _("Correct the number; of a place, latitude comes before longitude."),
        ),
        FaultKind(
            "half-a-place",
            "error",
            _("There is a latitude or a longitude without the other."),
            _("Fill both, or leave both empty."),
        ),
        FaultKind(
            "unknown-country",
            "error",
            _("“{value}” is not a country code of ISO 3166-1."),
            _("Use two letters: MX, ES, BR. {nearest}"),
        ),
        FaultKind(
            "unknown-area",
            "warning",
            _("“{value}” is not an area of the United Nations' list; it is kept as it is."),
            _("{nearest} Known: {known}."),
        ),
        FaultKind(
            "unknown-status",
            "error",
            _("“{value}” is not a status."),
            _("{nearest} Known: {known}."),
        ),
        FaultKind(
            "unknown-source",
            "error",
            _("No source has the id “{value}”."),
            _("Add it to the sources, or correct the id. {nearest}"),
        ),
        FaultKind(
            "unknown-subject",
            "error",
            _("“{value}” is neither a tie nor an actor of this dataset."),
            _("A claim needs the id of what it speaks of. {nearest}"),
        ),
        FaultKind(
            "unknown-field",
            "error",
            _("“{value}” is not a column of the table that the claim speaks of."),
            _("{nearest}"),
        ),
        FaultKind(
            "likely-duplicate",
            "warning",
            _("“{value}” looks the same as “{other}” in row {first}."),
            _("If they are one actor, keep one row; alianza does not merge them."),
        ),
        FaultKind(
            "made-id",
            "note",
            _("Ties without an id: {count}; each was named after its row."),
            _("Give them ids of your own if other files are to refer to them."),
        ),
        *(FaultKind(*row) for row in READING),
    )
}


def fault(
    code: str,
    file: str,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    **values: Any,
) -> Fault:
    """Give a fault of the catalogue; `values` fill its message and hint."""
    kind = CATALOGUE[code]
    filled = {"value": "" if value is None else value, **values}
    return Fault(
        code,
        kind.severity,
        file,
        row,
        column,
        value,
        Phrase(kind.message, filled),
        Phrase(kind.hint, filled),
    )


def did_you_mean(value: str, known: Iterable[str]) -> Phrase:
    """Give “Did you mean …?” for the nearest of `known`, or an empty phrase."""
    text = value.strip().casefold()
    names = sorted(known)
    if len(names) > _MANY:
        # Comparing with every name would take longer than reading the file.
        names = [name for name in names if name[:2].casefold() == text[:2]][:_MANY]
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.casefold(), name)
    nearest = [name for name in folded if len(text) > 3 and name.startswith(text)]  # noqa: PLR2004
    nearest = nearest or difflib.get_close_matches(text, folded, n=1, cutoff=0.6)
    if not nearest:
        return Phrase("")
    return Phrase(_("Did you mean “{nearest}”?"), {"nearest": folded[nearest[0]]})
