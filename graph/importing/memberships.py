"""Tables with one row a membership: who belongs to what, as what, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..faults import Fault, fault
from ..phrases import Phrase
from ..phrases import mark as _
from ..tables import COLUMNS
from .names import NEAR_KM, Identified, Mention, identify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .building import Builder
    from .columns import ColumnMap, Columns
    from .kinds import Kinds

PARTS = {"actors": Phrase(_("actors")), "groups": Phrase(_("groups")), "ties": Phrase(_("ties"))}
_ACTOR_COLUMNS = {name for name in COLUMNS["actors"] if name not in COLUMNS["ties"]}


def build(builder: Builder, columns: Columns, wanted: ColumnMap, kinds: Kinds) -> None:
    """Add every row as a tie from an actor to a group.

    An actor without id is told by its name, country and place. A column beyond the map goes to
    what it depends on: the actor, the group, or else the tie.
    """
    size = len(columns.numbers)
    builder.read = size
    rows = [columns.row(index) for index in range(size)]
    given = [row.get("actor", "") for row in rows]
    labels = [row.get("label", "") for row in rows]
    nameless = [at for at in range(size) if not given[at] and labels[at]]
    mentions = {at: _mention(rows[at]) for at in nameless}
    named = identify(mentions.values(), [text for text in given if text])
    for at in nameless:
        given[at] = named.actors[mentions[at]].id
    _say_named(builder, columns, mentions, named)
    groups = _group_ids(builder, given, [row.get("group", "") for row in rows], kinds.group)
    places = _placed(columns, given, groups, builder.faults)
    for at, row in enumerate(rows):
        number = columns.numbers[at]
        if not given[at] or not groups[at]:
            name = wanted.columns.get("group" if given[at] else "actor", "actor")
            builder.leave_out("left-out-row", name, number)
            continue
        actor, group, tie = _parts(row)
        for column, part in places.items():
            target = {"actors": actor, "groups": group, "ties": tie}[part]
            target[_free_name(column, "ties" if part == "ties" else "actors", target)] = (
                columns.others[column][at]
            )
        fixed = ("label", "lat", "lon") if at in mentions else ()
        group_label = group.pop("label", "")
        builder.add_actor(given[at], number, {"kind": kinds.actor, **actor}, fixed=fixed)
        builder.add_actor(
            groups[at], number, {"label": group_label or row["group"], "kind": kinds.group, **group}
        )
        tie["kind"] = kinds.of_role(tie.get("role", ""))
        builder.add_tie(number, {"from": given[at], "to": groups[at], **tie}, directed=True)
    _doubt_same_names(builder, named)


def _mention(row: Mapping[str, str]) -> Mention:
    country = row.get("country", "") or row.get("country (file)", "")
    return Mention(
        row["label"], country, row.get("actor_region", ""), row.get("lat", ""), row.get("lon", "")
    )


def _say_named(
    builder: Builder, columns: Columns, mentions: Mapping[int, Mention], named: Identified
) -> None:
    if not mentions:
        return
    count = len({actor.id for actor in named.actors.values()})
    first = columns.numbers[next(iter(mentions))]
    builder.faults.append(fault("ids-from-names", builder.file, first, count=count, km=NEAR_KM))
    if named.namesakes:
        builder.faults.append(fault("namesakes", builder.file, count=named.namesakes))
    builder.doubts += named.doubts


def _group_ids(
    builder: Builder, actors: Sequence[str], groups: Sequence[str], kind: str
) -> list[str]:
    """Give the ids of groups, changed where an actor has the same one."""
    both = sorted(set(actors) & set(groups) - {""})
    taken = {*actors, *groups}
    other: dict[str, str] = {}
    for name in both:
        new = f"{name}-{kind}"
        while new in taken:
            new += "-"
        taken.add(new)
        other[name] = new
    if both:
        builder.faults.append(
            fault("renamed-groups", builder.file, None, None, other[both[0]], count=len(both))
        )
    return [other.get(name, name) for name in groups]


def _parts(row: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Give the cells of the actor, the group and the tie of a row, under our names."""
    actor: dict[str, str] = {}
    group: dict[str, str] = {}
    tie: dict[str, str] = {}
    for key, cell in row.items():
        if key in {"actor", "group"}:
            continue
        for prefix, part in (("actor_", actor), ("group_", group), ("tie_", tie)):
            if key.startswith(prefix):
                part[key.removeprefix(prefix)] = cell
                break
        else:
            (actor if key.removesuffix(" (file)") in _ACTOR_COLUMNS else tie)[key] = cell
    return actor, group, tie


def _placed(
    columns: Columns, actors: Sequence[str], groups: Sequence[str], faults: list[Fault]
) -> dict[str, str]:
    """Tell for each column beyond the map what it speaks of.

    It speaks of actors if every actor has one value only, some actor stands in several rows, and
    the same does not hold of groups; of groups likewise; else of ties.
    """
    places: dict[str, str] = {}
    for name, cells in columns.others.items():
        depends = [_depends(cells, keys) for keys in (actors, groups)]
        if depends == [True, False]:
            places[name] = "actors"
        else:
            places[name] = "groups" if depends == [False, True] else "ties"
    for part, words in PARTS.items():
        names = [name for name, place in places.items() if place == part]
        if names:
            faults.append(fault("columns-placed", columns.file, what=words, names=", ".join(names)))
    return places


def _depends(cells: Sequence[str], keys: Sequence[str]) -> bool:
    values: dict[str, str] = {}
    repeated = False
    for key, cell in zip(keys, cells, strict=True):
        if key and cell:
            repeated = repeated or key in values
            if values.setdefault(key, cell) != cell:
                return False
    return repeated


def _free_name(column: str, table: str, cells: Mapping[str, str]) -> str:
    """Give a name that is none of alianza's own columns, which mean something else."""
    name = column
    while name in COLUMNS[table] or name in cells:
        name += " (file)"
    return name


def _doubt_same_names(builder: Builder, named: Identified) -> None:
    """List the actors without id that bear the name of one with an id."""
    from ..places import fold_name  # noqa: PLC0415
    from .building import Doubt  # noqa: PLC0415

    made = {actor.id: mention for mention, actor in named.actors.items()}
    bearers = {mention.key: (name, mention) for name, mention in made.items()}
    for key, item in builder.actors.items():
        country = item.cells.get("country", "") or item.cells.get("country (file)", "")
        label = item.cells.get("label", "")
        if key not in made and (fold_name(label) or label, country) in bearers:
            name, mention = bearers[fold_name(label) or label, country]
            builder.doubts.append(
                Doubt("same-name", "apart", name, mention.name, key, label, country, row=item.row)
            )
