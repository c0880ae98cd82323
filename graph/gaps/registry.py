"""What a gap is, and the registry of the kinds that can be found."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from ..phrases import Phrase
    from .ground import Ground

    Cell = Phrase | str | float | int | None

SEVERITIES: dict[str, str] = {"high": _("high"), "medium": _("medium"), "low": _("low")}
SURVEYS: dict[str, str] = {
    "absent": _("known to be absent"),
    "surveyed": _("surveyed and not found"),
    "unknown": _("never surveyed"),
    "": _("not about a missing tie"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: what is missing or at risk, how grave, and on which rows of the data it rests.

    ``id`` depends on the kind and the subjects alone. ``severity`` is one of `SEVERITIES`,
    ``survey`` one of `SURVEYS`: what the data know of the tie that is missing. ``reasons`` say
    why it matters; ``ties``, ``actors`` and ``sources`` are the ids of the evidence.
    ``question`` is set where knowledge is missing, not a partner: what to ask, and whom.
    ``values`` fills the columns of its kind; ``order`` sorts within a severity, the lowest first.
    """

    id: str
    kind: str
    subjects: tuple[str, ...]
    severity: str
    sentence: Phrase
    survey: str = ""
    reasons: tuple[Phrase, ...] = ()
    ties: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    question: Phrase | None = None
    values: Mapping[str, Cell] = field(default_factory=dict, hash=False)
    order: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class GapKind:
    """A kind of gap: names, definition and severity rule for people, and the function that finds it.

    The texts are English, marked for translation. ``columns`` names what its rows hold beyond
    the common columns. ``needs`` is what the data must hold (a key of `NEEDS`), else empty.
    """

    name: str
    label: str
    definition: str
    severity: str
    function: Callable[[Ground], list[Gap]]
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    needs: str = ""


NEEDS: dict[str, str] = {
    "links": _("the data hold no agreements"),
    "affiliations": _("the data hold no memberships"),
    "leads": _("the data hold no leaderships"),
}
GAPS: dict[str, GapKind] = {}


def gap_kind(
    label: str,
    definition: str,
    *,
    severity: str,
    columns: Mapping[str, str] | None = None,
    needs: str = "",
) -> Callable[[Callable[[Ground], list[Gap]]], Callable[[Ground], list[Gap]]]:
    """Put a function into `GAPS` under its own name and give it back unchanged.

    Raises ValueError for a name that is taken.
    """

    def register(function: Callable[[Ground], list[Gap]]) -> Callable[[Ground], list[Gap]]:
        name = function.__name__
        if name in GAPS:
            raise ValueError(f"two kinds of gap are named {name!r}")
        GAPS[name] = GapKind(name, label, definition, severity, function, columns or {}, needs)
        return function

    return register


def gap_id(kind: str, *subjects: str) -> str:
    """Give the stable id of a gap: a hash of its kind and subjects, free of all else.

    The subjects of a gap without direction must come sorted.

    >>> gap_id("single_tie", "lima")
    'single-tie-96d769c3fa'
    """
    # Each part with its length before it, so that no two lists of subjects are one text.
    text = "".join(f"{len(part)}:{part}" for part in (kind, *subjects))
    return f"{kind.replace('_', '-')}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


@dataclass(frozen=True, slots=True)
class Gaps:
    """The gaps of a dataset, gravest first within each kind, in the order of `GAPS`.

    Iterates over its rows. ``left_off`` counts, by kind, what was found beyond the rows kept;
    ``skipped`` gives the kinds that could not be looked for, with the key in `NEEDS` of why.
    """

    rows: tuple[Gap, ...]
    ground: Ground = field(repr=False)
    facts: tuple[Phrase, ...] = ()
    left_off: Mapping[str, int] = field(default_factory=dict, hash=False)
    skipped: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __len__(self) -> int:
        """Count the rows, questions included."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Gap]:
        """Go through the rows."""
        return iter(self.rows)

    def __getitem__(self, place: int) -> Gap:
        """Give the row at a place."""
        return self.rows[place]

    @property
    def partnerships(self) -> tuple[Gap, ...]:
        """Give the rows that are gaps between partners."""
        return tuple(gap for gap in self.rows if gap.question is None)

    @property
    def questions(self) -> tuple[Gap, ...]:
        """Give the rows that are holes in the data: questions to ask."""
        return tuple(gap for gap in self.rows if gap.question is not None)

    def of_kind(self, kind: str) -> tuple[Gap, ...]:
        """Give the rows of one kind of gap, questions not included."""
        return tuple(gap for gap in self.partnerships if gap.kind == kind)

    def to_frame(self) -> pd.DataFrame:
        """Give one row a gap, in English: id, kind, severity, survey, sentence, reasons, evidence."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(
            [
                {
                    "id": gap.id,
                    "kind": gap.kind,
                    "severity": gap.severity,
                    "survey": gap.survey,
                    "sentence": str(gap.sentence),
                    "reasons": " ".join(map(str, gap.reasons)),
                    "question": "" if gap.question is None else str(gap.question),
                    "actors": ";".join(gap.actors),
                    "ties": ";".join(gap.ties),
                    "sources": ";".join(gap.sources),
                }
                for gap in self.rows
            ],
            columns=["id", "kind", "severity", "survey", "sentence", "reasons", "question",
                     "actors", "ties", "sources"],
            dtype="str",
        )  # fmt: skip
