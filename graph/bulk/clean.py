"""Columns that are faultless become a dataset; the checks are those of `alianza.graph.checks`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..coded import Coded, Compact, Fixed, Numbered, known_first
from ..dataset import Dataset
from ..dates import parse_date
from ..examples import MARK
from ..faults import Count, LoadReport
from ..formats.limits import limits
from ..places import countries, fold_name
from ..sheet import has_controls, number_of, wrongs
from ..tables import COLUMNS, REQUIRED_TABLES, split_list
from ..vocabulary import AREAS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ..coded import Column
    from ..faults import Fault
    from ..tables import Column as Known
    from ..vocabulary import Vocabulary

    Columns = Mapping[str, Column]

HEAVIEST = 1e12


def dataset_of(
    *,
    file: str,
    format_name: str,
    name: str,
    metadata: dict[str, Any],
    vocabulary: Vocabulary,
    tables: Mapping[str, Columns],
    faults: Sequence[Fault],
    files: Sequence[str],
) -> Dataset | None:
    """Give the dataset of tables by columns, or None if any cell has a fault.

    `faults` are the notes that the readers would give; `files` are the names of the tables' files.
    """
    counts = {name: _rows(columns) for name, columns in tables.items()}
    if counts["actors"] > limits().actors or counts["ties"] > limits().ties:
        return None
    if any(faulty(table, columns) for table, columns in tables.items()):
        return None
    if _faulty_actors(tables["actors"], vocabulary) or _faulty_ties(tables, vocabulary):
        return None
    made = {}
    for table in COLUMNS:
        columns = known_first(table, tables.get(table, {}), counts.get(table, 0))
        made[table] = {
            column: _numbers(cells) if _is_number(table, column) else cells
            for column, cells in columns.items()
        }
    for table, column, default in (("actors", "label", None), ("ties", "status", "active")):
        made[table][column] = _filled(made[table][column], made[table]["id"], default)
    places = {name: place for place, name in enumerate(files)}
    ordered = sorted(
        faults, key=lambda f: (places.get(f.file, -1), f.row or 0, f.column or "", f.code)
    )
    kept = {table: Count(rows, rows) for table, rows in counts.items()}
    report = LoadReport(
        file=file,
        format=format_name,
        **{table: kept.get(table, Count()) for table in COLUMNS},
        faults=tuple(ordered),
    )
    return Dataset(name, metadata, vocabulary, report, Compact(made))


def _rows(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _is_number(table: str, column: str) -> bool:
    known = COLUMNS[table].get(column)
    return known is not None and known.type == "number"


def _numbers(cells: Any) -> NDArray[np.float64]:
    """Give a column of numbers, NaN for an empty cell."""
    values = [number_of(value) if value else None for value in cells.values.tolist()]
    numbers = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return numbers[cells.codes] if len(numbers) else np.zeros(0)


def _filled(cells: Any, ids: Any, default: str | None) -> Any:
    """Put a default, or the id, in place of empty cells."""
    empty = cells.where(lambda text: text == "")
    if not empty.any():
        return cells
    if default is None and empty.all():
        return ids
    if default is not None:
        values = np.array([value or default for value in cells.values], dtype=object)
        again = Coded.of(values)
        return Coded(again.codes[cells.codes], again.values)
    texts = np.array(cells.texts(np.arange(len(cells))), dtype=object)
    rows = np.flatnonzero(empty)
    texts[rows] = ids.texts(rows)
    return Coded.of(texts)


def faulty(table: str, columns: Columns) -> bool:
    """Tell whether any cell of a table has a fault of its own, or two rows have one id."""
    if any(_wrong(COLUMNS[table].get(name), cells) for name, cells in columns.items()):
        return True
    cells = columns.get("id")
    if isinstance(cells, Coded):
        if len(cells.values) < len(cells) and table in {"actors", "ties", "sources"}:
            return True
        return any(value.startswith(MARK) for value in cells.values)
    return isinstance(cells, Fixed) and bool(np.char.startswith(cells.cells, MARK.encode()).any())


def _wrong(known: Known | None, cells: Column) -> bool:
    """Tell whether any cell does not fit its column; ``known`` is None for those of others."""
    if isinstance(cells, Numbered):
        return False
    if isinstance(cells, Fixed):
        return known is None or known.type != "id" or _blank_at_ends(cells)
    values = cells.values.tolist()
    if known is None:
        return any(map(has_controls, values))
    stripped = known.type in {"code", "date", "number"} and any(v != v.strip() for v in values)
    blank = known.filled and not all(v.strip() for v in values)
    tests = [wrong for _code, wrong in wrongs(known)]
    return stripped or blank or any(wrong(value) for wrong in tests for value in values)


def _blank_at_ends(cells: Fixed) -> bool:
    lengths = np.char.str_len(cells.cells)
    return bool((np.char.str_len(np.char.strip(cells.cells)) != lengths).any()) or not lengths.all()


def _faulty_spans(columns: Columns) -> bool:
    starts, ends = columns.get("start"), columns.get("end")
    if not (isinstance(starts, Coded) and isinstance(ends, Coded)):
        return False
    keys = starts.codes.astype(np.int64) * max(1, len(ends.values)) + ends.codes
    for key in np.unique(keys).tolist():
        start, end = starts.values[key // len(ends.values)], ends.values[key % len(ends.values)]
        if start and end:
            begins = parse_date(start)
            if begins.interval or parse_date(end).latest < begins.earliest:
                return True
    return False


def _outside(cells: Column | None, low: float, high: float) -> bool:
    if not isinstance(cells, Coded):
        return cells is not None
    numbers = [number_of(value) for value in cells.values if value]
    return any(number is None or not low <= number <= high for number in numbers)


def _unknown(cells: Column | None, known: Any, *, blank: bool = True) -> bool:
    if not isinstance(cells, Coded):
        return cells is not None
    return any(value not in known and not (blank and not value.strip()) for value in cells.values)


def _faulty_actors(columns: Columns, vocabulary: Vocabulary) -> bool:
    lat, lon = columns.get("lat"), columns.get("lon")
    if (lat is None) != (lon is None):
        return True
    if (
        isinstance(lat, Coded)
        and isinstance(lon, Coded)
        and bool((lat.where(bool) != lon.where(bool)).any())
    ):
        return True
    return (
        _unknown(columns["kind"], vocabulary.actor_kinds)
        or _unknown(columns.get("country"), countries())
        or _unknown(columns.get("area"), AREAS)
        or _outside(lat, -90, 90)
        or _outside(lon, -180, 180)
        or _faulty_spans(columns)
        or _namesakes(columns)
    )


def _namesakes(columns: Columns) -> bool:
    """Tell whether two actors of one kind and country might be one."""
    ids = columns["id"]
    count = len(ids)
    every = np.arange(count)
    labels = columns.get("label")
    names = ids.texts(every) if labels is None else labels.texts(every)
    if labels is not None:
        names = [label or actor for label, actor in zip(names, ids.texts(every), strict=True)]
    groups = np.zeros(count, dtype=np.int64)
    for name in ("kind", "country"):
        cells = columns.get(name)
        if isinstance(cells, Coded):
            groups = groups * len(cells.values) + cells.codes
    # Numbers in place of a set of names, which would take as much room as all else.
    keys = np.fromiter((hash(fold_name(name)) for name in names), dtype=np.int64, count=count)
    pairs = pd.DataFrame({"group": groups, "key": keys})
    twice = np.flatnonzero(pairs.duplicated(keep=False))
    alikes = [(groups[at], fold_name(names[at])) for at in twice.tolist()]
    return len(set(alikes)) < len(alikes)


def _faulty_ties(tables: Mapping[str, Columns], vocabulary: Vocabulary) -> bool:
    columns, actors = tables["ties"], tables["actors"]["id"]
    tails, heads = columns["from"], columns["to"]
    if not (isinstance(tails, Coded) and isinstance(heads, Coded)):
        return True
    place = {name: at for at, name in enumerate(actors.texts(np.arange(len(actors))))}
    ends = []
    for cells in (tails, heads):
        found = np.array([place.get(value, -1) for value in cells.values], dtype=np.int64)
        if (found < 0).any():
            return True
        ends.append(found[cells.codes])
    sources = columns.get("sources")
    if sources is not None:
        ids = tables.get("sources", {}).get("id")
        known = set(ids.texts(np.arange(len(ids)))) if ids is not None else set()
        if not isinstance(sources, Coded) or any(
            item not in known for cell in sources.values for item in split_list(cell)
        ):
            return True
    return (
        bool((ends[0] == ends[1]).any())
        or _unknown(columns["kind"], vocabulary.tie_kinds)
        or _unknown(columns.get("status"), STATUSES)
        or _outside(columns.get("weight"), 0, HEAVIEST)
        or _faulty_spans(columns)
    )


def first_rows(cells: Coded) -> NDArray[np.int64]:
    """Give the row in which each distinct text stands first."""
    firsts = np.empty(len(cells.values), dtype=np.int64)
    firsts[cells.codes[::-1]] = np.arange(len(cells) - 1, -1, -1)
    return firsts


def alike(keys: NDArray[Any]) -> int:
    """Count the rows that have a key which an earlier row has."""
    return int(len(keys) - len(pd.unique(keys)))


def complete(tables: Mapping[str, object]) -> bool:
    """Tell whether every table that a dataset needs is there."""
    return all(name in tables for name in REQUIRED_TABLES)
