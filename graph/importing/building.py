"""Actors and ties put together row by row, with a count of every row and a list of every doubt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..faults import Count, Fault, LoadReport, fault
from ..tables import COLUMNS, RawTable, RawTables
from ..vocabulary import ACTOR_KINDS, TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..dataset import Dataset

DOUBT_COLUMNS = (
    "question", "decision", "id", "label", "other_id", "other_label", "country", "km", "column",
    "kept", "other", "row",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that only a person can decide, and how it was decided here.

    ``question`` is ``same-name``, ``near-name``, ``same-place``, ``no-place``, ``several-places``
    or ``other-value``; ``decision`` is ``merged``, ``apart`` or ``first-kept``. ``km`` is the
    distance of the two places, if both have one; ``row`` a row of the file, if one is meant.
    """

    question: str
    decision: str
    id: str
    label: str
    other_id: str = ""
    other_label: str = ""
    country: str = ""
    km: str = ""
    column: str = ""
    kept: str = ""
    other: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave: the dataset or the report of its faults, the counts and the doubts.

    ``rows`` counts the rows of the file; of a matrix, its filled cells.
    """

    result: Dataset | LoadReport
    rows: Count
    doubts: tuple[Doubt, ...] = ()

    @property
    def report(self) -> LoadReport:
        """Give the report of all that was found."""
        return self.result if isinstance(self.result, LoadReport) else self.result.report


@dataclass(slots=True)
class Item:
    """An actor or a tie in the making, and the row where it was met first."""

    row: int
    cells: dict[str, str]


@dataclass(slots=True)
class Builder:
    """A dataset in the making; `read` is how many rows the file has."""

    file: str
    name: str
    faults: list[Fault]
    read: int = 0
    merged: int = 0
    reversed: int = 0
    first_merged: int | None = None
    refused: int = 0
    actors: dict[str, Item] = field(default_factory=dict)
    ties: dict[tuple[str, ...], Item] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    left_out: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)

    def add_actor(
        self, key: str, row: int, cells: Mapping[str, str], *, fixed: Iterable[str] = ()
    ) -> None:
        """Add what a row says of an actor; what it says otherwise than an earlier row is a doubt.

        Of the columns `fixed` the caller has settled such doubts already.
        """
        item = self.actors.setdefault(key, Item(row, {"id": key}))
        settled = {"id", *fixed}
        for column, cell in cells.items():
            if not cell:
                continue
            kept = item.cells.setdefault(column, cell)
            if kept != cell and column not in settled:
                self._disagree(item, column, cell, row)

    def _disagree(self, item: Item, column: str, other: str, row: int) -> None:
        label = (
            item.cells.get("label", "")
            or f"{item.cells.get('from', '')} – {item.cells.get('to', '')}"
        )
        self.doubts.append(
            Doubt("other-value", "first-kept", item.cells.get("id", ""), label,
                column=column, kept=item.cells[column], other=other, row=row)
        )  # fmt: skip

    def add_tie(self, row: int, cells: Mapping[str, str], *, directed: bool) -> None:
        """Add the tie of a row; one with the ends, kind, role and dates of another is merged."""
        ends = cells["from"], cells["to"]
        if ends[0] == ends[1]:
            self.leave_out("left-out-loop", "", row, ends[0])
            return
        pair = ends if directed else tuple(sorted(ends))
        key = (*pair, *(cells.get(column, "") for column in ("kind", "role", "start", "end")))
        item = self.ties.get(key)
        if item is None:
            self.ties[key] = Item(row, dict(cells))
            return
        self.merged += 1
        self.reversed += item.cells["from"] != ends[0]
        self.first_merged = row if self.first_merged is None else self.first_merged
        for column, cell in cells.items():
            if cell and column not in {"from", "to"}:
                kept = item.cells.setdefault(column, cell) or cell
                item.cells[column] = kept
                if kept != cell:
                    self._disagree(item, column, cell, row)

    def leave_out(self, code: str, name: str, row: int, value: str = "") -> None:
        """Count a row that cannot be used."""
        self.refused += 1
        self.left_out.setdefault((code, name), []).append((row, value))

    def rows(self) -> Count:
        """Give what became of the rows of the file."""
        return Count(self.read, len(self.ties), self.merged, self.refused)

    def imported(
        self, actor_kinds: Iterable[str], tie_kinds: Mapping[str, bool], *, two_mode: bool
    ) -> Imported:
        """Check all and give it; kinds that are new are declared.

        `actor_kinds` lists those used, of which the last is that of groups where ties run
        between two modes; `tie_kinds` gives whether each is directed.
        """
        from ..checks import check  # noqa: PLC0415

        self._name_ties()
        self._say()
        metadata = self._metadata(list(actor_kinds), tie_kinds, two_mode=two_mode)
        tables = {
            "actors": self._raw("actors", self.actors.values()),
            "ties": self._raw("ties", self.ties.values()),
        }
        raw = RawTables(self.file, "import", self.name, tables, metadata, "", tuple(self.faults))
        result = check(raw)
        report = result if isinstance(result, LoadReport) else result.report
        report = replace(report, ties=self.rows(), faults=self._unlisted(report.faults))
        if isinstance(result, LoadReport):
            return Imported(report, self.rows(), tuple(self.doubts))
        return Imported(replace(result, report=report), self.rows(), tuple(self.doubts))

    def _unlisted(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Leave out what looks like a duplicate and stands among the doubts, which say more."""
        kept_apart = {name for doubt in self.doubts for name in (doubt.label, doubt.other_label)}
        return tuple(
            one for one in faults if one.code != "likely-duplicate" or one.value not in kept_apart
        )

    def _name_ties(self) -> None:
        taken: set[str] = set()
        for item in self.ties.values():
            base = name = f"{item.cells['from']}--{item.cells['to']}"
            number = 1
            while name in taken:
                number += 1
                name = f"{base}--{number}"
            taken.add(name)
            item.cells["id"] = name
        # A doubt about a tie was met before the tie had its id.
        names = {f"{i.cells['from']} – {i.cells['to']}": i.cells["id"] for i in self.ties.values()}
        self.doubts = [
            doubt if doubt.id else replace(doubt, id=names.get(doubt.label, ""))
            for doubt in self.doubts
        ]

    def _say(self) -> None:
        for (code, name), rows in self.left_out.items():
            place = (self.file, rows[0][0], None, rows[0][1])
            self.faults.append(fault(code, *place, count=len(rows), name=name))
        if self.merged:
            self.faults.append(
                fault(
                    "merged-ties",
                    self.file,
                    self.first_merged,
                    count=self.merged,
                    reversed=self.reversed,
                )
            )
        columns: dict[str, list[Doubt]] = {}
        for doubt in self.doubts:
            if doubt.question == "other-value":
                columns.setdefault(doubt.column, []).append(doubt)
        for column, doubts in columns.items():
            first = doubts[0]
            who = first.label or first.id
            self.faults.append(
                fault("disagreement", self.file, first.row, column, first.other, name=column,
                    count=len(doubts), kept=first.kept, other=first.other, who=who)
            )  # fmt: skip
        for decision in ("merged", "apart"):
            found = [doubt for doubt in self.doubts if doubt.decision == decision]
            if found:
                other = found[0].other_label or found[0].other_id
                value = found[0].label or found[0].id
                code = f"doubtful-{decision}"
                self.faults.append(
                    fault(code, self.file, None, None, value, count=len(found), other=other)
                )

    def _metadata(
        self, actor_kinds: list[str], tie_kinds: Mapping[str, bool], *, two_mode: bool
    ) -> dict[str, Any]:
        metadata: dict[str, Any] = {}
        for name in dict.fromkeys(actor_kinds):
            if name not in ACTOR_KINDS:
                row = {"name": name, "two_mode": two_mode and name == actor_kinds[-1]}
                metadata.setdefault("actor_kinds", []).append(row)
                known = ", ".join(ACTOR_KINDS)
                self.faults.append(fault("new-kind", self.file, None, None, name, known=known))
        for name, directed in tie_kinds.items():
            if name not in TIE_KINDS:
                row = {"name": name, "directed": directed, "two_mode": two_mode}
                metadata.setdefault("tie_kinds", []).append(row)
                known = ", ".join(TIE_KINDS)
                self.faults.append(fault("new-kind", self.file, None, None, name, known=known))
        return metadata

    def _raw(self, table: str, items: Iterable[Item]) -> RawTable:
        rows = list(items)
        used = dict.fromkeys(column for item in rows for column in item.cells)
        needed = [c.name for c in COLUMNS[table].values() if c.required]
        header = tuple(c for c in COLUMNS[table] if c in used or c in needed)
        header += tuple(column for column in used if column not in COLUMNS[table])
        return RawTable(
            self.file,
            header,
            tuple((i.row, tuple(i.cells.get(column, "") for column in header)) for i in rows),
        )
