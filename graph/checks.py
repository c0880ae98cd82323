"""From raw tables to a dataset, or to the list of all that is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dates import parse_date
from .examples import without_examples
from .faults import Count, Fault, LoadReport, did_you_mean, fault
from .formats.limits import limits
from .phrases import Phrase
from .phrases import mark as _
from .sheet import Sheet, bad_date, check_cells, check_ids, number_of, read_sheet
from .tables import COLUMNS, EXISTENCE, REQUIRED_TABLES, RawTables, split_list
from .vocabulary import AREAS, STATUSES, Vocabulary, usable_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from .dataset import Dataset

Sheets = dict[str, Sheet]
# The weight of a role at most.
HEAVIEST = 1e6

_FAR_KM = 50.0
_NAMESAKES = 20

_DECLARATIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "surveyed": (("kind", "to"), _("a list of objects with “kind” and “to”")),
    "actor_kinds": (("name",), _("a list of objects with a “name”")),
    "tie_kinds": (("name",), _("a list of objects with a “name”")),
}


def check(raw: RawTables, only: Collection[str] = tuple(COLUMNS)) -> Dataset | LoadReport:
    """Give the dataset of `raw`, or the report of all its faults if any is an error.

    An actor without a label is called by its id; a tie without a status is active. Tables that
    are not among `only` need not be there.
    """
    faults = [*raw.faults, *_metadata_faults(raw)]
    vocabulary = Vocabulary.from_metadata(raw.metadata)
    sheets: Sheets = {}
    if (
        "ties" in only
        and not raw.tables
        and not any(problem.severity == "error" for problem in faults)
    ):
        faults.append(fault("no-tables", raw.file))
    for name in COLUMNS:
        if name in raw.tables:
            table = without_examples(name, raw.tables[name], faults)
            sheets[name] = sheet = read_sheet(name, table, faults)
            if name != "claims":
                check_ids(sheet)
            check_cells(sheet)
        elif name in only and name in REQUIRED_TABLES and raw.tables and not _explained(raw, name):
            faults.append(fault("missing-table", raw.file, table=name))
    if "actors" in sheets:
        _check_actors(sheets["actors"], vocabulary)
    if "ties" in sheets:
        _check_ties(sheets["ties"], sheets, vocabulary)
    if "claims" in sheets:
        _check_claims(sheets["claims"], sheets)
    _check_sizes(sheets, faults)
    report = _report(raw, sheets, faults)
    return report if report.errors else _dataset(raw, sheets, vocabulary, report)


def _check_sizes(sheets: Sheets, faults: list[Fault]) -> None:
    for name, what in (("actors", _("actors")), ("ties", _("ties"))):
        most = getattr(limits(), name)
        if name in sheets and len(sheets[name]) > most:
            faults.append(fault("too-many", sheets[name].file, limit=most, what=Phrase(what)))


def _metadata_faults(raw: RawTables) -> list[Fault]:
    faults = []
    for key, (needed, expected) in _DECLARATIONS.items():
        rows = raw.metadata.get(key, [])
        if not isinstance(rows, list) or not all(
            isinstance(row, dict) and all(usable_name(row.get(name)) for name in needed)
            for row in rows
        ):
            place = (raw.metadata_file, None, key)
            faults.append(fault("bad-metadata", *place, key=key, expected=Phrase(expected)))
    weights = raw.metadata.get("role_weights", {})
    if not isinstance(weights, dict) or not all(map(_is_weight, weights.values())):
        wanted = Phrase(_("an object of roles with numbers from 0 to 1,000,000"))
        place = (raw.metadata_file, None, "role_weights")
        faults.append(fault("bad-metadata", *place, key="role_weights", expected=wanted))
    terms = raw.metadata.get("terms", {})
    if not isinstance(terms, dict) or not all(map(_are_terms, terms.values())):
        wanted = Phrase(
            _("an object of languages, each with an object of texts and their translations")
        )
        place = (raw.metadata_file, None, "terms")
        faults.append(fault("bad-metadata", *place, key="terms", expected=wanted))
    return faults


def _are_terms(value: object) -> bool:
    """Tell whether `value` has texts for texts."""
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _is_weight(value: object) -> bool:
    """Tell whether `value` is a number that a role may weigh; a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return 0 <= value <= HEAVIEST


def _explained(raw: RawTables, name: str) -> bool:
    """Tell whether the reader has said why there is no table `name`."""
    return any(
        found.severity == "error" and (not raw.tables or found.file == f"{name}.csv")
        for found in raw.faults
    )


def _check_actors(sheet: Sheet, vocabulary: Vocabulary) -> None:
    from .places import countries, suggest_country  # noqa: PLC0415

    sheet.among("kind", vocabulary.actor_kinds, "unknown-kind")
    codes = countries()
    for index, cell in sheet.each("country", lambda c: bool(c) and c not in codes):
        code = suggest_country(cell)
        nearest = did_you_mean(code, [code]) if code else Phrase("")
        sheet.refuse("unknown-country", index, "country", nearest=nearest)
    sheet.among("area", AREAS, "unknown-area")
    sheet.within("lat", -90, 90)
    sheet.within("lon", -180, 180)
    for index, (lat, lon) in enumerate(zip(sheet["lat"], sheet["lon"], strict=True)):
        if bool(lat) != bool(lon):
            sheet.refuse("half-a-place", index, "lon" if lat else "lat")
    _check_spans(sheet)
    _check_lookalikes(sheet)


def _check_spans(sheet: Sheet) -> None:
    """Compare start and end of every row whose dates can be read."""
    for index, (start, end) in enumerate(zip(sheet["start"], sheet["end"], strict=True)):
        if not start or not end or bad_date(start) or bad_date(end):
            continue
        begins, ends = parse_date(start), parse_date(end)
        if begins.interval:
            sheet.refuse("two-ends", index, "end", start=start)
        elif ends.latest < begins.earliest:
            sheet.refuse("end-before-start", index, "end", start=start)


def _check_lookalikes(sheet: Sheet) -> None:
    """Say which actors may be one: the same name, kind and country, and no places far apart."""
    from .places import fold_name  # noqa: PLC0415

    earlier: dict[tuple[str, str, str], list[int]] = {}
    labels = [label or actor for label, actor in zip(sheet["label"], sheet["id"], strict=True)]
    columns = (labels, sheet["kind"], sheet["country"])
    for index, (label, kind, country) in enumerate(zip(*columns, strict=True)):
        namesakes = earlier.setdefault((fold_name(label), kind, country), [])
        before = next((other for other in namesakes if not _far_apart(sheet, other, index)), None)
        if len(namesakes) < _NAMESAKES:
            namesakes.append(index)
        if before is not None and label:
            number = sheet.numbers[before]
            sheet.refuse(
                "likely-duplicate", index, "label", label, other=labels[before], first=number
            )


def _far_apart(sheet: Sheet, one: int, two: int) -> bool:
    from .places import distance_km  # noqa: PLC0415

    cells = [sheet[column][index] for index in (one, two) for column in ("lat", "lon")]
    places = [number_of(cell) for cell in cells if cell]
    numbers = [number for number in places if number is not None]
    return len(numbers) == len(cells) and distance_km(*numbers) > _FAR_KM


def _check_ties(sheet: Sheet, sheets: Sheets, vocabulary: Vocabulary) -> None:
    sheet.among("kind", vocabulary.tie_kinds, "unknown-kind")
    sheet.among("status", STATUSES, "unknown-status")
    sheet.within("weight", 0, 1e12)
    _check_spans(sheet)
    if "actors" in sheets:
        actors = set(sheets["actors"]["id"])
        for end in ("from", "to"):
            sheet.among(end, actors, "unknown-actor")
    for index, (tail, head) in enumerate(zip(sheet["from"], sheet["to"], strict=True)):
        if tail and tail == head:
            sheet.refuse("loop", index, "to")
    known = _sources(sheets)
    for index, cell in sheet.each(
        "sources", lambda c: any(item not in known for item in split_list(c))
    ):
        for item in split_list(cell):
            if item not in known:
                near = did_you_mean(item, known)
                sheet.refuse("unknown-source", index, "sources", item, nearest=near)


def _sources(sheets: Sheets) -> set[str]:
    return set(sheets["sources"]["id"]) if "sources" in sheets else set()


def _check_claims(sheet: Sheet, sheets: Sheets) -> None:
    subjects = {
        subject: sheets[name]
        for name in ("actors", "ties")
        if name in sheets
        for subject in sheets[name]["id"]
    }
    sheet.among("subject", subjects, "unknown-subject")
    sheet.among("source", _sources(sheets), "unknown-source")
    for index, (subject, name) in enumerate(zip(sheet["subject"], sheet["field"], strict=True)):
        if subject in subjects and name:
            columns = {*subjects[subject].columns, EXISTENCE}
            if name not in columns:
                near = did_you_mean(name, columns)
                sheet.refuse("unknown-field", index, "field", nearest=near)


def _report(raw: RawTables, sheets: Mapping[str, Sheet], faults: list[Fault]) -> LoadReport:
    """Give the counts, and the faults in the order of tables, rows and columns."""
    counts = {name: sheets[name].count() if name in sheets else Count() for name in COLUMNS}
    places = {sheet.file: place for place, sheet in enumerate(sheets.values())}
    ordered = sorted(
        faults,
        key=lambda found: (
            places.get(found.file, -1),
            found.row or 0,
            found.column or "",
            found.code,
        ),
    )
    return LoadReport(file=raw.file, format=raw.format, **counts, faults=tuple(ordered))


def _dataset(
    raw: RawTables, sheets: Mapping[str, Sheet], vocabulary: Vocabulary, report: LoadReport
) -> Dataset:
    from .dataset import Dataset  # noqa: PLC0415

    frames = {name: _frame(name, sheets.get(name)) for name in COLUMNS}
    for name, column, default in (
        ("actors", "label", frames["actors"]["id"]),
        ("ties", "status", "active"),
    ):
        cells = frames[name][column]
        frames[name][column] = cells.where(cells != "", default)
    return Dataset(raw.name, dict(raw.metadata), vocabulary, report, frames)


def _frame(name: str, sheet: Sheet | None) -> pd.DataFrame:
    """Give a table with the known columns first; numbers as float64 with NaN for no number."""
    import pandas as pd  # noqa: PLC0415

    known = COLUMNS[name]
    columns = sheet.columns if sheet else {column: [] for column in known}
    order = [*known, *(column for column in columns if column not in known)]
    frame = pd.DataFrame({column: pd.Series(columns[column], dtype="str") for column in order})
    for column in known.values():
        if column.type == "number":
            numbers = [number_of(cell) for cell in columns[column.name]]
            frame[column.name] = pd.Series(numbers, dtype="float64")
    return frame
