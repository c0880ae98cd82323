"""From raw tables to a dataset, or to the list of all that is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .dates import LAST, parse_date
from .faults import Count, Fault, LoadReport, did_you_mean, fault
from .phrases import Phrase
from .tables import COLUMNS, EXISTENCE, REQUIRED_TABLES, RawTable, RawTables, split_list
from .vocabulary import AREAS, STATUSES, Vocabulary, usable_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .dataset import Dataset

# Control characters but tab and line ends, which notes may hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ID_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


@dataclass(slots=True)
class _Table:
    """A table under check: columns of cells, row numbers, and the rows found bad."""

    name: str
    file: str
    columns: dict[str, list[str]]
    numbers: list[int]
    read: int
    merged: int = 0
    missing: frozenset[str] = frozenset()
    bad: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, name: str) -> list[str]:
        return self.columns.get(name) or [""] * len(self)

    def count(self) -> Count:
        return Count(self.read, len(self) - len(self.bad), self.merged, self.lost)

    @property
    def lost(self) -> int:
        return self.read - self.merged - (len(self) - len(self.bad))


class _Checker:
    """Collects the faults of one load; `tables` fills as the checks go on."""

    def __init__(self, raw: RawTables) -> None:
        self.raw = raw
        self.faults: list[Fault] = list(raw.faults)
        self.vocabulary = Vocabulary.from_metadata(raw.metadata)
        self.tables: dict[str, _Table] = {}

    def run(self) -> Dataset | LoadReport:
        self._metadata()
        for name in COLUMNS:
            table = self.raw.tables.get(name)
            if table is not None:
                self.tables[name] = self._shape(name, table)
            elif name in REQUIRED_TABLES and not self._already(name):
                self._say("missing-table", self.raw.file, table=name)
        for table in self.tables.values():
            self._ids(table)
            self._cells(table)
        self._actors()
        self._ties()
        self._claims()
        order = {name: position for position, name in enumerate(COLUMNS)}
        files = {table.file: order[table.name] for table in self.tables.values()}
        self.faults.sort(
            key=lambda f: (files.get(f.file, -1), f.row or 0, f.column or "", f.code)
        )
        report = self._report()
        return report if report.errors else self._dataset(report)

    # -- shape ---------------------------------------------------------------------------

    def _already(self, name: str) -> bool:
        """Tell whether the reader has said why there is no table `name`."""
        return any(
            f.severity == "error" and (not self.raw.tables or f.file == f"{name}.csv")
            for f in self.raw.faults
        )

    def _say(self, code: str, *place: Any, **values: Any) -> None:
        self.faults.append(fault(code, *place, **values))

    def _metadata(self) -> None:
        for key, expected in (
            ("surveyed", "a list of objects with “kind” and “to”"),
            ("actor_kinds", "a list of objects with a “name”"),
            ("tie_kinds", "a list of objects with a “name”"),
        ):
            rows = self.raw.metadata.get(key, [])
            needed = ("kind", "to") if key == "surveyed" else ("name",)
            if not isinstance(rows, list) or not all(
                isinstance(row, dict) and all(usable_name(row.get(name)) for name in needed)
                for row in rows
            ):
                self._say(
                    "bad-metadata", self.raw.metadata_file, None, key, key=key, expected=expected
                )

    def _shape(self, name: str, raw: RawTable) -> _Table:
        known = COLUMNS[name]
        header = [text.strip() for text in raw.header]
        if not any(header):
            self._say("empty-table", raw.file)
            return _Table(name, raw.file, {text: [] for text in known}, [], 0)
        while not header[-1]:
            header.pop()
        for text in sorted({text for text in header if header.count(text) > 1}):
            self._say("duplicate-column", raw.file, 1, text, text, name=text)
        for column in known.values():
            if column.required and column.name not in header:
                others = [text for text in header if text not in known]
                nearest = _nearest_column(column.name, others)
                self._say("missing-column", raw.file, 1, column.name, name=column.name, nearest=nearest)
        missing = [text for text in known if text not in header]
        for text in dict.fromkeys(header):
            near = did_you_mean(text, missing) if text not in known else Phrase("")
            if near.values:
                self._say("column-near-miss", raw.file, 1, text, text, name=text, **near.values)
        kept: list[tuple[int, tuple[str, ...]]] = []
        width, read = len(header), 0
        for number, cells in raw.rows:
            if not any(cells):
                continue
            read += 1
            if len(cells) > width and any(cells[width:]):
                self._say("long-row", raw.file, number, got=len(cells), expected=width)
                continue
            kept.append((number, (cells + ("",) * (width - len(cells)))[:width]))
        if not read:
            self._say("no-rows", raw.file)
        columns = {text: [row[place] for _, row in kept] for place, text in enumerate(header)}
        for text in known:
            columns.setdefault(text, [""] * len(kept))
        numbers = [number for number, _ in kept]
        return _Table(name, raw.file, columns, numbers, read, missing=frozenset(missing))

    def _each(
        self, table: _Table, column: str, wrong: Callable[[str], bool]
    ) -> Iterator[tuple[int, str]]:
        """Give (index, cell) of the cells for which `wrong` holds, asked once a value."""
        cells = table.column(column)
        found = {cell for cell in set(cells) if wrong(cell)}
        if found:
            for index, cell in enumerate(cells):
                if cell in found:
                    yield index, cell

    def _refuse(
        self, code: str, table: _Table, index: int, column: str | None, **values: Any
    ) -> None:
        cell = table.columns[column][index] if column in table.columns else None
        new = fault(code, table.file, table.numbers[index], column, cell, **values)
        self.faults.append(new)
        if new.severity == "error":
            table.bad.add(index)

    # -- cells ---------------------------------------------------------------------------

    def _ids(self, table: _Table) -> None:
        if table.name == "claims":
            return
        cells = table.columns["id"]
        if table.name == "ties":
            taken = set(cells)
            made = 0
            for index, cell in enumerate(cells):
                if not cell:
                    made += 1
                    name = f"tie-{table.numbers[index]}"
                    while name in taken:
                        name += "-"
                    taken.add(name)
                    cells[index] = name
            if made:
                self.faults.append(_made(table.file, made))
        if len(set(cells)) == len(cells):
            return
        first: dict[str, int] = {}
        drop: set[int] = set()
        for index, cell in enumerate(cells):
            if not cell:
                continue
            before = first.setdefault(cell, index)
            if before == index:
                continue
            same = all(column[before] == column[index] for column in table.columns.values())
            code = "same-row-twice" if same else "duplicate-id"
            self._refuse(code, table, index, "id", first=table.numbers[before])
            if same:
                drop.add(index)
        self._drop(table, drop)

    @staticmethod
    def _drop(table: _Table, drop: set[int]) -> None:
        if not drop:
            return
        places = {}
        for index in range(len(table)):
            if index not in drop:
                places[index] = len(places)
        for name, column in table.columns.items():
            table.columns[name] = [cell for index, cell in enumerate(column) if index in places]
        table.numbers[:] = [number for index, number in enumerate(table.numbers) if index in places]
        table.bad = {places[index] for index in table.bad if index in places}
        table.merged += len(drop)

    def _cells(self, table: _Table) -> None:
        for column in COLUMNS[table.name].values():
            name = column.name
            cells = table.columns[name]
            if column.type in {"code", "date", "number"}:
                table.columns[name] = cells = [cell.strip() for cell in cells]
            if column.filled and name not in table.missing:
                for index, _cell in self._each(table, name, lambda cell: not cell.strip()):
                    self._refuse("missing-value", table, index, name, name=name)
            pattern = _ID_CONTROLS if column.type == "id" else _CONTROLS
            for index, _cell in self._each(table, name, lambda c, p=pattern: bool(p.search(c))):  # type: ignore[misc]
                self._refuse("bad-text", table, index, name)
            if column.type == "id":
                for index, _cell in self._each(table, name, lambda c: bool(c.strip()) and c != c.strip()):
                    self._refuse("spaces", table, index, name)
            elif column.type == "date":
                for index, _cell in self._each(table, name, _bad_date):
                    self._refuse("bad-date", table, index, name)
            elif column.type == "number":
                for index, _cell in self._each(table, name, lambda c: bool(c) and _number(c) is None):
                    self._refuse("bad-number", table, index, name)
        for name in set(table.columns) - set(COLUMNS[table.name]):
            for index, _cell in self._each(table, name, lambda c: bool(_CONTROLS.search(c))):
                self._refuse("bad-text", table, index, name)

    def _known(
        self, table: _Table, column: str, known: Iterable[str], code: str, *, blank: bool = True
    ) -> None:
        names = set(known)
        listed = ", ".join(sorted(names))
        hints: dict[str, Phrase] = {}
        for index, cell in self._each(
            table, column, lambda c: (bool(c) or not blank) and bool(c.strip()) and c not in names
        ):
            if cell not in hints:
                hints[cell] = did_you_mean(cell, names)
            self._refuse(code, table, index, column, nearest=hints[cell], known=listed)

    def _range(self, table: _Table, column: str, low: float, high: float) -> None:
        def outside(cell: str) -> bool:
            number = _number(cell) if cell else None
            return number is not None and not low <= number <= high

        for index, _cell in self._each(table, column, outside):
            self._refuse("out-of-range", table, index, column, name=column, low=low, high=high)

    def _spans(self, table: _Table) -> None:
        """Compare start and end of every row whose dates can be read."""
        for index, (start, end) in enumerate(
            zip(table.column("start"), table.column("end"), strict=True)
        ):
            if not start or not end or _bad_date(start) or _bad_date(end):
                continue
            begins, ends = parse_date(start), parse_date(end)
            if begins.interval:
                self._refuse("two-ends", table, index, "end", start=start)
            elif ends.latest < begins.earliest:
                self._refuse("end-before-start", table, index, "end", start=start)

    # -- tables --------------------------------------------------------------------------

    def _actors(self) -> None:
        table = self.tables.get("actors")
        if table is None:
            return
        from .places import countries, suggest_country  # noqa: PLC0415

        self._known(table, "kind", self.vocabulary.actor_kinds, "unknown-kind")
        codes = countries()
        for index, cell in self._each(table, "country", lambda c: bool(c) and c not in codes):
            code = suggest_country(cell)
            nearest = did_you_mean(code, [code]) if code else Phrase("")
            self._refuse("unknown-country", table, index, "country", nearest=nearest)
        self._known(table, "area", AREAS, "unknown-area")
        self._range(table, "lat", -90, 90)
        self._range(table, "lon", -180, 180)
        for index, (lat, lon) in enumerate(
            zip(table.column("lat"), table.column("lon"), strict=True)
        ):
            if bool(lat) != bool(lon):
                self._refuse("half-a-place", table, index, "lon" if lat else "lat")
        self._spans(table)
        self._lookalikes(table)

    def _lookalikes(self, table: _Table) -> None:
        first: dict[tuple[str, str, str], int] = {}
        labels = [
            label or actor for label, actor in zip(table.column("label"), table.column("id"), strict=True)
        ]
        for index, label in enumerate(labels):
            key = (fold(label), table.column("kind")[index], table.column("country")[index])
            before = first.setdefault(key, index)
            if before != index and table.column("id")[index]:
                self.faults.append(
                    fault(
                        "likely-duplicate",
                        table.file,
                        table.numbers[index],
                        "label",
                        label,
                        other=labels[before],
                        first=table.numbers[before],
                    )
                )

    def _ties(self) -> None:
        table = self.tables.get("ties")
        if table is None:
            return
        self._known(table, "kind", self.vocabulary.tie_kinds, "unknown-kind")
        self._known(table, "status", STATUSES, "unknown-status")
        self._range(table, "weight", 0, 1e12)
        self._spans(table)
        if "actors" in self.tables:
            actors = set(self.tables["actors"].column("id"))
            for end in ("from", "to"):
                self._known(table, end, actors, "unknown-actor")
        for index, (tail, head) in enumerate(
            zip(table.column("from"), table.column("to"), strict=True)
        ):
            if tail and tail == head:
                self._refuse("loop", table, index, "to")
        known = set(self.tables["sources"].column("id")) if "sources" in self.tables else set()
        hints: dict[str, Phrase] = {}
        for index, cell in self._each(
            table, "sources", lambda c: any(item not in known for item in split_list(c))
        ):
            for item in split_list(cell):
                if item not in known:
                    if item not in hints:
                        hints[item] = did_you_mean(item, known)
                    new = fault(
                        "unknown-source",
                        table.file,
                        table.numbers[index],
                        "sources",
                        item,
                        nearest=hints[item],
                    )
                    self.faults.append(new)
                    table.bad.add(index)

    def _claims(self) -> None:
        table = self.tables.get("claims")
        if table is None:
            return
        subjects: dict[str, str] = {}
        for name in ("actors", "ties"):
            if name in self.tables:
                subjects.update(dict.fromkeys(self.tables[name].column("id"), name))
        self._known(table, "subject", subjects, "unknown-subject")
        sources = self.tables["sources"].column("id") if "sources" in self.tables else []
        self._known(table, "source", sources, "unknown-source")
        for index, (subject, name) in enumerate(
            zip(table.column("subject"), table.column("field"), strict=True)
        ):
            if subject in subjects and name:
                columns = {*self.tables[subjects[subject]].columns, EXISTENCE}
                if name not in columns:
                    nearest = did_you_mean(name, columns)
                    self._refuse("unknown-field", table, index, "field", nearest=nearest)

    # -- results -------------------------------------------------------------------------

    def _report(self) -> LoadReport:
        counts = {
            name: self.tables[name].count() if name in self.tables else Count() for name in COLUMNS
        }
        return LoadReport(
            file=self.raw.file, format=self.raw.format, **counts, faults=tuple(self.faults)
        )

    def _dataset(self, report: LoadReport) -> Dataset:
        import pandas as pd  # noqa: PLC0415

        from .dataset import Dataset  # noqa: PLC0415

        frames = {}
        for name, known in COLUMNS.items():
            table = self.tables.get(name)
            columns = table.columns if table else {column: [] for column in known}
            order = [*known, *(column for column in columns if column not in known)]
            frame = pd.DataFrame({c: pd.Series(columns[c], dtype="str") for c in order})
            for column in known.values():
                if column.type == "number":
                    numbers = [_number(cell) for cell in columns[column.name]]
                    frame[column.name] = pd.Series(numbers, dtype="float64")
            if name == "actors":
                frame["label"] = frame["label"].where(frame["label"] != "", frame["id"])
            if name == "ties":
                frame["status"] = frame["status"].where(frame["status"] != "", "active")
            frames[name] = frame
        return Dataset(self.raw.name, dict(self.raw.metadata), self.vocabulary, report, frames)


def check(raw: RawTables) -> Dataset | LoadReport:
    """Give the dataset of `raw`, or the report of all its faults if any is an error.

    An actor without a label is called by its id; a tie without a status is active.
    """
    return _Checker(raw).run()


def fold(text: str) -> str:
    """Give `text` without case, accents, and differences of spacing, for comparing names."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _nearest_column(name: str, others: list[str]) -> Phrase:
    near = did_you_mean(name, others)
    if not near.values:
        return near
    from .phrases import phrase  # noqa: PLC0415

    return phrase("Is it the one called “{nearest}”?", nearest=near.values["nearest"])


def _made(file: str, made: int) -> Fault:
    return fault("made-id", file, None, "id", count=made)


def _bad_date(cell: str) -> bool:
    if not cell:
        return False
    try:
        span = parse_date(cell)
    except ValueError:
        return True
    return span.earliest == span.latest == LAST


_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)


def _number(cell: str) -> float | None:
    """Give the finite number that `cell` spells with a decimal point, else None."""
    if len(cell) > 400 or not _NUMBER.fullmatch(cell):  # noqa: PLR2004
        return None
    number = float(cell)
    return number if abs(number) != float("inf") else None
