"""What can be wrong with data: a catalogue of codes, and the errors that carry faults."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .graph_faults import GRAPHS
from .import_faults import IMPORTING
from .phrases import Phrase
from .phrases import mark as _
from .reading_faults import READING
from .table_faults import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 50
_MANY = 2_000


class AlianzaError(Exception):
    """Anything that alianza refuses, said in one sentence; ``phrase`` is what can be translated."""

    def __init__(self, message: Phrase | str) -> None:
        self.phrase = message if isinstance(message, Phrase) else Phrase(message)
        super().__init__(str(self.phrase))

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error travel between processes with its phrase."""
        return type(self), (self.phrase,)


class DataFaultsError(AlianzaError, ValueError):
    """The data cannot be used; ``faults`` lists everything that is wrong with it."""

    def __init__(self, report: LoadReport) -> None:
        self.report = report
        self.faults = report.faults
        errors = report.errors
        super().__init__("\n".join(str(fault) for fault in errors[:SHOWN]))

    def __reduce__(self) -> tuple[type[DataFaultsError], tuple[LoadReport]]:
        """Let the error travel between processes."""
        return type(self), (self.report,)


class UnknownNameError(AlianzaError, LookupError):
    """A name that no registry row has; the message lists the known ones or the nearest."""


class ViewError(AlianzaError, ValueError):
    """A view or measure that cannot be made from the data and options given."""


class ClusterError(AlianzaError, OSError):
    """A cluster that cannot be reached or cannot do the work."""


class UnreadableError(AlianzaError, ValueError):
    """A file beside the data, such as a template, is not what it should be."""


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


def catalogue(rows: Iterable[tuple[str, str, str, str]]) -> dict[str, FaultKind]:
    """Give the kinds of faults by code; raises ValueError where a code stands twice.

    >>> catalogue([("a", "note", "A.", "B."), ("a", "note", "C.", "D.")])
    Traceback (most recent call last):
        ...
    ValueError: The code “a” stands twice in the catalogue.
    """
    found: dict[str, FaultKind] = {}
    for row in rows:
        if row[0] in found:
            raise ValueError(f"The code “{row[0]}” stands twice in the catalogue.")
        found[row[0]] = FaultKind(*row)
    return found


CATALOGUE: dict[str, FaultKind] = catalogue((*TABLES, *READING, *GRAPHS, *IMPORTING))


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
