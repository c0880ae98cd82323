"""What if: add or remove actors and ties, and measure before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .faults import AlianzaError, did_you_mean
from .gaps.ground import with_tables
from .phrases import LANGUAGES, phrase
from .phrases import mark as _
from .places import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .dataset import Dataset
    from .gaps import Gap
    from .measures import FigureValue
    from .view import View

JOINT = "--"
RANKED = ("degree", "betweenness", "closeness")
_CHUNK = 256


class ScenarioError(AlianzaError, ValueError):
    """A change that names no actor, no tie or no kind of the data."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``verb`` is ``add`` or ``remove``; an actor has no ``to``.

    ``kind`` is that of the tie; an empty one stands for any when ties are removed.
    """

    verb: str
    tail: str
    to: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """An actor whose rank in a measure changes; a rank is None where it has no value."""

    actor: str
    measure: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far two areas are apart: mean steps over the pairs that reach each other, and the others."""

    first: str
    second: str
    before: float | None
    after: float | None
    unreached_before: int
    unreached_after: int


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """What a scenario changes: two views of the same options, figures, reach, ranks, gaps."""

    changes: tuple[Change, ...]
    data: Dataset = field(repr=False)
    before: View = field(repr=False)
    after: View = field(repr=False)
    figures: Mapping[str, tuple[FigureValue, FigureValue]] = field(repr=False)
    reach: tuple[Reach, ...] = field(repr=False)
    moves: tuple[Move, ...] = field(repr=False)
    closed: tuple[Gap, ...] = field(repr=False)
    opened: tuple[Gap, ...] = field(repr=False)


def read_changes(
    dataset: Dataset, add: Sequence[str] = (), remove: Sequence[str] = (), lines: str = ""
) -> tuple[Change, ...]:
    """Read changes as people write them: ``Lima--Paris:agreement``, or an actor alone to remove it.

    Actors are named by id or, if it is clear, by a name in any of their languages. A tie without
    kind is of the first symmetric kind when added and of any kind when removed. `lines` is the
    text of a file: ``add …`` or ``remove …`` a line, ``#`` before a remark. Raises
    ScenarioError.
    """
    wanted = [*(("add", text) for text in add), *(("remove", text) for text in remove)]
    for line in lines.splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        verb, _space, rest = text.partition(" ")
        if verb not in {"add", "remove"} or not rest.strip():
            raise ScenarioError(
                phrase(_("“{line}” is no change: write add A--B:kind or remove A."), line=text)
            )
        wanted.append((verb, rest))
    names = ActorNames(dataset)
    return tuple(_change(dataset, names, verb, text.strip()) for verb, text in wanted)


class ActorNames:
    """The actors of a dataset by id and by folded name."""

    def __init__(self, dataset: Dataset) -> None:
        self.ids: set[str] = set()
        self.by_name: dict[str, set[str]] = {}
        columns = ("label", *(f"label_{code}" for code in LANGUAGES))
        for row in dataset.actors.to_dict("records"):
            self.ids.add(row["id"])
            for name in {fold_name(str(row[column])) for column in columns if row.get(column)}:
                self.by_name.setdefault(name, set()).add(str(row["id"]))

    def find(self, text: str) -> str | None:
        """Give the one actor of this id or name, or None."""
        if text in self.ids:
            return text
        found = self.by_name.get(fold_name(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def refuse(self, text: str) -> ScenarioError:
        """Say what is wrong with a name: several have it, or none."""
        found = self.by_name.get(fold_name(text), set())
        if found:
            return ScenarioError(
                phrase(
                    _("“{name}” is the name of several actors: {ids}. Write the id."),
                    name=text,
                    ids=", ".join(sorted(found)),
                )
            )
        near = did_you_mean(text, [*self.ids, *self.by_name])
        return ScenarioError(
            phrase(_("No actor is called “{name}”. {nearest}"), name=text, nearest=near)
        )


def _change(dataset: Dataset, names: ActorNames, verb: str, text: str) -> Change:
    if verb == "remove" and names.find(text) is not None:
        return Change(verb, str(names.find(text)))
    kinds = dataset.vocabulary.tie_kinds
    ends, colon, kind = text.rpartition(":")
    if not colon or JOINT in kind:
        ends, kind = text, ""
    elif kind.strip() not in kinds:
        near = did_you_mean(kind, kinds)
        raise ScenarioError(
            phrase(_("“{kind}” is no kind of tie. {nearest}"), kind=kind.strip(), nearest=near)
        )
    kind = kind.strip()
    if JOINT not in ends:
        if verb == "remove":
            raise names.refuse(text)
        raise ScenarioError(phrase(_("“{text}” is no tie: write A--B:kind."), text=text))
    # An id may itself hold the joint, so every place of it is tried.
    places = [place for place in range(len(ends)) if ends.startswith(JOINT, place)]
    for place in places:
        tail, head = (names.find(part.strip()) for part in (ends[:place], ends[place + 2 :]))
        if tail is not None and head is not None:
            return _tie_change(dataset, verb, tail, head, kind)
    left, _joint, right = ends.partition(JOINT)
    raise names.refuse(left.strip() if names.find(left.strip()) is None else right.strip())


def _tie_change(dataset: Dataset, verb: str, tail: str, head: str, kind: str) -> Change:
    if tail == head:
        raise ScenarioError(phrase(_("A tie needs two actors, not “{name}” twice."), name=tail))
    if verb == "add":
        return Change(verb, tail, head, kind or _usual_kind(dataset))
    change = Change(verb, tail, head, kind)
    if not any(_is_meant(change, tie, dataset) for tie in dataset.ties.to_dict("records")):
        raise ScenarioError(
            phrase(_("There is no such tie of {tail} and {head} to remove."), tail=tail, head=head)
        )
    return change


def tie_changes(dataset: Dataset, pairs: Iterable[tuple[str, str]]) -> tuple[Change, ...]:
    """Give the changes that add a tie of the usual symmetric kind between each of `pairs`."""
    kind = _usual_kind(dataset)
    return tuple(Change("add", tail, head, kind) for tail, head in pairs)


def _usual_kind(dataset: Dataset) -> str:
    """Give the symmetric kind that most ties have, else ``agreement``."""
    kinds = dataset.vocabulary.tie_kinds
    sizes = {str(name): int(n) for name, n in dataset.ties["kind"].value_counts().items()}
    equal = [name for name in sizes if not (kinds[name].directed or kinds[name].two_mode)]
    return min(equal, key=lambda name: (-sizes[name], name)) if equal else "agreement"


def _is_meant(change: Change, tie: Mapping[Any, Any], dataset: Dataset) -> bool:
    """Tell whether a tie is one that `change` removes; symmetric ties read from both ends."""
    ends = (tie["from"], tie["to"])
    if not change.to:
        return change.tail in ends
    if change.kind and tie["kind"] != change.kind:
        return False
    both = {(change.tail, change.to)}
    if not change.kind or not dataset.tie_kind(str(tie["kind"])).directed:
        both.add((change.to, change.tail))
    return ends in both


def apply_changes(dataset: Dataset, changes: Iterable[Change]) -> Dataset:
    """Give the dataset after `changes`, in their order; the old one stays as it is.

    A tie added is active and has no date and no source; its id begins with ``whatif-``. With an actor
    its ties and their claims go.
    """
    import pandas as pd  # noqa: PLC0415

    actors, ties, claims = dataset.actors, dataset.ties, dataset.claims
    for number, change in enumerate(changes, start=1):
        if change.verb == "add":
            taken = set(ties["id"])
            name = f"whatif-{number}"
            while name in taken:
                name += "-"
            row = dict.fromkeys(ties.columns, "")
            row.update({"id": name, "from": change.tail, "to": change.to, "kind": change.kind,
                        "status": "active", "weight": float("nan")})  # type: ignore[dict-item]  # fmt: skip
            fresh = pd.DataFrame([row]).astype(ties.dtypes.to_dict())
            ties = pd.concat([ties, fresh], ignore_index=True)
            continue
        gone = [_is_meant(change, tie, dataset) for tie in ties.to_dict("records")]
        lost = set(ties["id"][gone])
        ties = ties[[not flag for flag in gone]]
        if not change.to:
            actors = actors[actors["id"] != change.tail]
            lost.add(change.tail)
        claims = claims[~claims["subject"].isin(lost)]
    return with_tables(dataset, actors=actors, ties=ties, claims=claims)


def what_if(
    dataset: Dataset, changes: Sequence[Change], *, gaps: bool = True, **options: Any
) -> Outcome:
    """Measure `dataset` before and after `changes`, in the view of `options`.

    Gives every figure of the network, the distances between areas, the ranks in degree,
    betweenness and closeness that move (among the actors of one kind, as everywhere) and, with
    `gaps`, the partnership gaps closed and opened. All is computed anew from both datasets.
    """
    from .gaps.comparing import compare_gaps  # noqa: PLC0415
    from .measures import FIGURES, summarise  # noqa: PLC0415

    changed = apply_changes(dataset, changes)
    before, after = dataset.view(**options), changed.view(**options)
    if (before.modes is None) != (after.modes is None):
        # One tie between equals must not make all figures unlike.
        before, after = (one.view(**{**options, "two_mode": False}) for one in (dataset, changed))
    then, now = summarise(before), summarise(after)
    figures = {name: (then[name], now[name]) for name in FIGURES if name in then and name in now}
    closed: tuple[Gap, ...] = ()
    opened: tuple[Gap, ...] = ()
    if gaps:
        found = compare_gaps(dataset, changed, at=options.get("at"))
        closed = tuple(gap for gap in found.closed if gap.question is None)
        opened = tuple(gap for gap in found.opened if gap.question is None)
    return Outcome(
        tuple(changes), changed, before, after, figures, area_reach(before, after),
        rank_moves(before, after), closed, opened,
    )  # fmt: skip


def rank_moves(before: View, after: View) -> tuple[Move, ...]:
    """Give every rank that differs, by measure, then by the rank before; gone actors have none after."""
    from .measures import measure_table  # noqa: PLC0415

    then, now = (measure_table(view, RANKED) for view in (before, after))
    moves = []
    for name in RANKED:
        old, new = (_ranks(table, name) for table in (then, now))
        moved = [
            Move(actor, name, old.get(actor), new.get(actor))
            for actor in sorted({*old, *new})
            if old.get(actor) != new.get(actor)
        ]
        moves += sorted(
            moved, key=lambda m: (m.before is None, m.before or 0, m.after or 0, m.actor)
        )
    return tuple(moves)


def _ranks(table: Any, name: str) -> dict[str, int]:
    column = table[f"{name}_rank"]
    return {actor: int(rank) for actor, rank in column.dropna().items()}


def area_reach(before: View, after: View) -> tuple[Reach, ...]:
    """Give the mean steps between and within areas before and after; actors without area are left out."""
    then, now = (_area_steps(view) for view in (before, after))
    rows = []
    for pair in sorted({*then, *now}):
        old, new = then.get(pair, (0, 0, 0)), now.get(pair, (0, 0, 0))
        rows.append(
            Reach(
                *pair,
                old[0] / old[1] if old[1] else None,
                new[0] / new[1] if new[1] else None,
                old[2],
                new[2],
            )
        )
    return tuple(rows)


def _area_steps(view: View) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Give, by pair of areas, the sum of steps, the pairs that reach each other, and those that do not."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415

    areas = view.dataset.areas()
    mine = [areas[actor] for actor in view.ids]
    names = sorted({area for area in mine if area})
    code = np.array([names.index(area) if area else -1 for area in mine], dtype=np.int64)
    known = np.flatnonzero(code >= 0)
    steps = np.zeros((len(names), len(names)))
    reached, missed = np.zeros(steps.shape, dtype=np.int64), np.zeros(steps.shape, dtype=np.int64)
    ties = view.undirected
    for start in range(0, len(known), _CHUNK):
        rows = known[start : start + _CHUNK]
        far = dijkstra(ties, directed=False, indices=rows, unweighted=True)[:, known]
        near = np.isfinite(far)
        one = np.repeat(code[rows], len(known)).reshape(far.shape)
        other = np.broadcast_to(code[known], far.shape)
        itself = rows[:, None] == known[None, :]
        np.add.at(steps, (one[near], other[near]), far[near])
        np.add.at(reached, (one[near & ~itself], other[near & ~itself]), 1)
        np.add.at(missed, (one[~near], other[~near]), 1)
    found = {}
    for i, first in enumerate(names):
        for j in range(i, len(names)):
            by = 2 if i == j else 1
            total = (int(steps[i, j]) // by, int(reached[i, j]) // by, int(missed[i, j]) // by)
            if total[1] or total[2]:
                found[first, names[j]] = total
    return found
