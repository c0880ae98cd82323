"""The map of an import: which column of the file is what, as somebody says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..faults import SHOWN, Fault, did_you_mean, fault
from ..tables import COLUMNS
from . import cells as cleaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .reading import Grid

LAYOUTS = ("memberships", "dyads", "incidence", "adjacency")
ENDS: dict[str, tuple[str, str]] = {"memberships": ("actor", "group"), "dyads": ("from", "to")}
_TIE_KEYS = tuple(
    name for name in COLUMNS["ties"] if name not in {"id", "from", "to", "kind", "sources"}
)
_ACTOR_KEYS = tuple(name for name in COLUMNS["actors"] if name not in {"id", "kind", *_TIE_KEYS})
KEYS: dict[str, tuple[str, ...]] = {
    "memberships": ("actor", "group", *_ACTOR_KEYS, *_TIE_KEYS, "group_label"),
    "dyads": ("from", "to", "from_label", "to_label", "from_region", "to_region", *_TIE_KEYS),
}
"""What a column can be, by layout; ``actor_…``, ``group_…``, ``from_…``, ``to_…`` and ``tie_…``
with any name behind come on top."""
_PREFIXES = {"memberships": ("actor_", "group_", "tie_"), "dyads": ("from_", "to_", "tie_")}
_PAIR = re.compile(r",(?=\s*\w+\s*=)")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What each column is: a key of `KEYS` by the name of the column.

    ``values`` replaces cells before they are read, by column; ``roles`` gives the kinds of tie
    for which roles stand.
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)


def parse_map(texts: Iterable[str], file: str, faults: list[Fault]) -> dict[str, str]:
    """Read ``actor=geonameId,label=asciiName`` as what is what; a bad part is a fault.

    >>> parse_map(["actor=id,label=Name, official"], "x.csv", [])
    {'actor': 'id', 'label': 'Name, official'}
    """
    found: dict[str, str] = {}
    for text in texts:
        for part in _PAIR.split(text):
            key, sign, column = part.partition("=")
            if sign and key.strip() and column.strip() and key.strip() not in found:
                found[key.strip()] = column.strip()
            else:
                faults.append(fault("bad-map", file, None, None, part.strip()))
    return found


def check_map(layout: str, wanted: ColumnMap, grid: Grid, faults: list[Fault]) -> bool:
    """Tell whether `grid` has all that `wanted` names, and the map what `layout` needs."""
    before = len(faults)
    header = grid.header_row
    columns = ", ".join(grid.header[:SHOWN])
    for key, column in wanted.columns.items():
        if not _is_key(layout, key):
            near = did_you_mean(key, KEYS[layout])
            known = ", ".join(KEYS[layout])
            faults.append(
                fault("unknown-key", grid.file, None, None, key, nearest=near, known=known)
            )
        _check_column(column, grid, faults)
    needed = [*ENDS[layout], *(["role"] if wanted.roles else [])]
    if "label" in wanted.columns and layout == "memberships":
        needed.remove("actor")
    faults.extend(
        fault("missing-key", grid.file, header, name=key, known=columns)
        for key in needed
        if key not in wanted.columns
    )
    for column, pairs in wanted.values.items():
        if _check_column(column, grid, faults):
            _check_used(column, pairs, grid.column(column), grid, faults)
    role = wanted.columns.get("role")
    if wanted.roles and role in grid.header:
        _check_used(role, wanted.roles, _replaced(role, wanted, grid), grid, faults)
    return len(faults) == before


def _is_key(layout: str, key: str) -> bool:
    prefix = next((text for text in _PREFIXES[layout] if key.startswith(text)), "")
    return key in KEYS[layout] or (bool(prefix) and key not in {prefix, f"{prefix}id"})


def _check_column(column: str, grid: Grid, faults: list[Fault]) -> bool:
    if column in grid.header:
        return True
    near = did_you_mean(column, grid.header)
    known = ", ".join(grid.header[:SHOWN])
    place = (grid.file, grid.header_row, None, column)
    faults.append(fault("unknown-column", *place, nearest=near, known=known))
    return False


def _check_used(
    column: str, values: Iterable[str], found: Iterable[str], grid: Grid, faults: list[Fault]
) -> None:
    """Refuse a value that no cell has: a slip of the pen would pass unseen."""
    known = {" ".join(cell.split()) for cell in found}
    for value in values:
        if " ".join(value.split()) not in known:
            near = did_you_mean(value, known)
            faults.append(
                fault("unused-value", grid.file, None, column, value, name=column, nearest=near)
            )


def type_of(key: str) -> str:
    """Give what the cells of a key are: date, number, country or text.

    >>> type_of("from_lat"), type_of("group_country"), type_of("role")
    ('number', 'country', 'text')
    """
    name = key
    for prefix in ("actor_", "group_", "from_", "to_", "tie_"):
        name = name.removeprefix(prefix)
    if name == "country":
        return "country"
    known = COLUMNS["ties"].get(name) or COLUMNS["actors"].get(name)
    return known.type if known is not None and known.type in {"date", "number"} else "text"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file under the keys of a map, each with its cells in order.

    What could not be read stands under a key with `` (file)`` behind. ``others`` are the columns
    beyond the map.
    """

    file: str
    numbers: Sequence[int]
    cells: Mapping[str, Sequence[str]]
    others: Mapping[str, Sequence[str]]

    def row(self, index: int) -> dict[str, str]:
        """Give the cells of a row by key."""
        return {key: cells[index] for key, cells in self.cells.items()}


def read_columns(wanted: ColumnMap, grid: Grid, faults: list[Fault]) -> Columns:
    """Give the columns of `grid` under the keys of `wanted`; what was understood is said."""
    numbers = [number for number, _cells in grid.rows]
    cells: dict[str, Sequence[str]] = {}
    missing = False
    for key, column in wanted.columns.items():
        kind = type_of(key)
        limit = "lat" if key.endswith("lat") else "lon" if key.endswith("lon") else ""
        found = cleaning.clean(kind, _replaced(column, wanted, grid), limit)
        cells[key] = found.cells
        other = f"{key} (file)"
        if found.rest:
            cells[other] = [found.rest.get(index, "") for index in range(len(numbers))]
        cleaning.say(column, found, numbers, grid.file, _unprefixed(other), faults)
        missing = missing or any(
            grid.rows[at][1][grid.header.index(column)] == "NA" for at in found.missing
        )
    if missing:
        _say_namibia(wanted, cells, grid, faults)
    for lat in [key for key in cells if key.endswith("lat")]:
        _halves(cells, lat, lat.removesuffix("lat") + "lon")
    taken = set(wanted.columns.values())
    others = {
        name: [cell.strip() for cell in _replaced(name, wanted, grid)]
        for name in grid.header
        if name and name not in taken
    }
    return Columns(grid.file, numbers, cells, {k: v for k, v in others.items() if any(v)})


def _unprefixed(key: str) -> str:
    return re.sub(r"^(actor|group|from|to|tie)_", "", key)


def _replaced(column: str, wanted: ColumnMap, grid: Grid) -> list[str]:
    values = {" ".join(old.split()): new for old, new in wanted.values.get(column, {}).items()}
    cells = grid.column(column)
    if not values:
        return cells
    return [values.get(" ".join(cell.split()), cell) for cell in cells]


def _halves(cells: dict[str, Sequence[str]], lat: str, lon: str) -> None:
    """Keep half a place as text, since a place needs both numbers."""
    size = len(cells[lat])
    pair = {lat: list(cells[lat]), lon: list(cells.get(lon, [""] * size))}
    for index in range(size):
        if bool(pair[lat][index]) != bool(pair[lon][index]):
            half = lat if pair[lat][index] else lon
            rest = list(cells.get(f"{half} (file)", [""] * size))
            rest[index] = pair[half][index]
            cells[f"{half} (file)"] = rest
            pair[half][index] = ""
    cells.update(pair)


def _say_namibia(
    wanted: ColumnMap, cells: Mapping[str, Sequence[str]], grid: Grid, faults: list[Fault]
) -> None:
    for key, column in wanted.columns.items():
        if type_of(key) == "country" and "NA" in cells[key]:
            at = list(cells[key]).index("NA")
            count = list(cells[key]).count("NA")
            place = (grid.file, grid.rows[at][0], column, "NA")
            faults.append(fault("na-country", *place, count=count, name=column))
