"""What matrices and lists of UCINET hold: relations between actors, of one or two modes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..sheet import number_of
from ..vocabulary import TIE_KINDS, usable_name
from .graphs import TIE, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .graphs import GraphFile

GROUP = "group"
Cell = tuple[int, str, str, str]
"""A line, the two ends, and the value between them as the file spells it."""


@dataclass(slots=True)
class Relation:
    """One relation: the kind of its ties, and the ties; ``directed`` where the file says so."""

    kind: str = ""
    cells: list[Cell] = field(default_factory=list)
    directed: bool | None = None


def add_relation(found: GraphFile, relation: Relation, *, two_mode: bool = False) -> None:
    """Add the ties of a relation; one that is the same in both directions is undirected, said.

    A kind that alianza knows keeps its own direction.
    """
    known = TIE_KINDS.get(relation.kind)
    directed = relation.directed
    cells = relation.cells
    if two_mode:
        directed = known.directed if known else True
    elif directed is None:
        symmetric = not (known and known.directed) and _is_symmetric(cells)
        directed = not symmetric
        if symmetric:
            cells = _halved(cells)
            name = relation.kind or TIE
            found.say("symmetric-ties", found.ties_file, count=len(cells), kind=name)
    kind = {"kind": relation.kind} if relation.kind else {}
    for row, tail, head, value in cells:
        weight = {"weight": value} if value else {}
        found.ties.append(Item(row, {"from": tail, "to": head, **kind, **weight}, directed))


def _is_symmetric(cells: Iterable[Cell]) -> bool:
    there = Counter((tail, head, value) for _row, tail, head, value in cells)
    return bool(there) and all(
        there[head, tail, value] == count for (tail, head, value), count in there.items()
    )


def _halved(cells: Iterable[Cell]) -> list[Cell]:
    """Keep of each two opposite cells the first; a loop is its own opposite."""
    waiting: Counter[tuple[str, str, str]] = Counter()
    kept: list[Cell] = []
    for row, tail, head, value in cells:
        if tail != head and waiting[tail, head, value]:
            waiting[tail, head, value] -= 1
        else:
            kept.append((row, tail, head, value))
            waiting[head, tail, value] += 1
    return kept


def add_modes(
    found: GraphFile, rows: Sequence[tuple[int, str]], columns: Sequence[tuple[int, str]]
) -> bool:
    """Add the actors of two modes, and tell whether there are two.

    Labels that stand among the rows and among the columns are the same actors, and then there
    is one mode.
    """
    names = {name for _row, name in rows}
    two = bool(columns) and not any(name in names for _row, name in columns)
    found.actors += [Item(row, {"id": name}) for row, name in rows]
    others = [(row, name) for row, name in columns if two or name not in names]
    kind = {"kind": GROUP} if two else {}
    found.actors += [Item(row, {**kind, "id": name}) for row, name in others]
    if two:
        found.metadata["actor_kinds"] = [{"name": GROUP, "two_mode": True}]
    return two


def declare_two_mode(found: GraphFile, kinds: Iterable[str]) -> None:
    """Declare the kinds of ties of a two-mode file that alianza does not know."""
    found.metadata["tie_kinds"] = [
        {"name": kind, "directed": True, "two_mode": True}
        for kind in dict.fromkeys(kind or TIE for kind in kinds)
        if kind not in TIE_KINDS and usable_name(kind)
    ]


def is_number(text: str) -> bool:
    """Tell whether `text` spells a finite number."""
    return number_of(text) is not None
