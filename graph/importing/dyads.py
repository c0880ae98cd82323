"""Tables with one row a pair: two actors by name or by id, and what is between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..faults import fault
from .memberships import PARTS, _free_name
from .names import NEAR_KM, Identified, Mention, identify
from .proposal import side_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .building import Builder
    from .columns import ColumnMap, Columns
    from .kinds import Kinds

ENDS = ("from", "to")


def build(builder: Builder, columns: Columns, wanted: ColumnMap, kinds: Kinds) -> None:
    """Add every row as a tie between two actors.

    The ends are names, which are told apart by country, region and place; they are ids where
    the map has ``from_label`` or ``to_label`` as well. Rows that say a tie again are merged:
    from its other end too, unless its kind has a direction.
    """
    size = len(columns.numbers)
    builder.read = size
    by_id = any(f"{end}_label" in wanted.columns for end in ENDS)
    rows = [columns.row(index) for index in range(size)]
    sides = [[_side(row, end) for end in ENDS] for row in rows]
    named: Identified | None = None
    if not by_id:
        named = _named(builder, [side for pair in sides for side in pair])
    ends = _of_ends(columns.others)
    _say_placed(builder, columns, ends)
    for at, row in enumerate(rows):
        number = columns.numbers[at]
        empty = next((end for end, side in zip(ENDS, sides[at], strict=True) if not side[0]), None)
        if empty:
            builder.leave_out("left-out-row", wanted.columns[empty], number)
            continue
        tie = _tie(row)
        for end, (name, cells) in zip(ENDS, sides[at], strict=True):
            for column, (side, part) in ends.items():
                if side == end:
                    cells[_free_name(part, "actors", cells)] = columns.others[column][at]
            tie[end] = _add_end(builder, named, number, name, cells, kinds.actor)
        for column, values in columns.others.items():
            if column not in ends:
                tie[_free_name(column, "ties", tie)] = values[at]
        tie["kind"] = kinds.of_role(tie.get("role", ""))
        builder.add_tie(number, tie, directed=kinds.is_directed(tie["kind"]))


def _named(builder: Builder, sides: Iterable[tuple[str, Mapping[str, str]]]) -> Identified:
    """Tell which actors the names mean, and say how many there are."""
    named = identify(_mention(name, cells) for name, cells in sides if name)
    count = len({actor.id for actor in named.actors.values()})
    builder.faults.append(fault("ids-from-names", builder.file, count=count, km=NEAR_KM))
    if named.namesakes:
        builder.faults.append(fault("namesakes", builder.file, count=named.namesakes))
    builder.doubts += named.doubts
    return named


def _say_placed(builder: Builder, columns: Columns, ends: Mapping[str, tuple[str, str]]) -> None:
    for part, names in (
        ("actors", list(ends)),
        ("ties", [name for name in columns.others if name not in ends]),
    ):
        if names:
            builder.faults.append(
                fault("columns-placed", builder.file, what=PARTS[part], names=", ".join(names))
            )


def _add_end(
    builder: Builder,
    named: Identified | None,
    row: int,
    name: str,
    cells: Mapping[str, str],
    kind: str,
) -> str:
    """Add the actor at one end and give its id."""
    if named is None:
        builder.add_actor(name, row, {"kind": kind, **cells})
        return name
    actor = named.actors[_mention(name, cells)]
    best = actor.best
    place = {"lat": best.lat, "lon": best.lon} if best.point else {}
    label = {"label": actor.mentions[0].name, "kind": kind}
    builder.add_actor(actor.id, row, {**label, **cells, **place}, fixed=("label", "lat", "lon"))
    return actor.id


def _of_ends(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give end and own name of the columns beyond the map that stand there once for each end."""
    sides = {name: side_of(name) for name in names}
    found = list(sides.values())
    return {
        name: (side, part)
        for name, (side, part) in sides.items()
        if part and all(found.count((end, part)) == 1 for end in ENDS)
    }


def _side(row: Mapping[str, str], end: str) -> tuple[str, dict[str, str]]:
    """Give name and further cells of one end of a row."""
    prefix = f"{end}_"
    cells = {key.removeprefix(prefix): cell for key, cell in row.items() if key.startswith(prefix)}
    return row[end], cells


def _mention(name: str, cells: Mapping[str, str]) -> Mention:
    country = cells.get("country", "") or cells.get("country (file)", "")
    return Mention(
        name, country, cells.get("region", ""), cells.get("lat", ""), cells.get("lon", "")
    )


def _tie(row: Mapping[str, str]) -> dict[str, str]:
    return {
        key.removeprefix("tie_"): cell
        for key, cell in row.items()
        if key not in ENDS and not key.startswith(("from_", "to_"))
    }
