"""Which ties and actors a view counts, and what becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dates import held_at
from .faults import ViewError
from .phrases import Phrase
from .phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .dataset import Dataset
    from .dates import Span

DROPPED: dict[str, tuple[str, str]] = {
    "absent": (
        _("{count} tie known not to exist is left out."),
        _("{count} ties known not to exist are left out."),
    ),
    "planned": (_("{count} planned tie is left out."), _("{count} planned ties are left out.")),
    "date": (
        _("{count} tie did not hold at that date."),
        _("{count} ties did not hold at that date."),
    ),
    "ended": (
        _("{count} ended tie without a date is left out: when it held is not known."),
        _("{count} ended ties without a date are left out: when they held is not known."),
    ),
    "where": (
        _("{count} tie does not meet the conditions."),
        _("{count} ties do not meet the conditions."),
    ),
    "partners": (
        _("{count} tie of an actor with too few partners is left out."),
        _("{count} ties of actors with too few partners are left out."),
    ),
    "component": (
        _("{count} tie outside the largest component is left out."),
        _("{count} ties outside the largest component are left out."),
    ),
    "projection": (
        _("{count} affiliation of other actors is left out."),
        _("{count} affiliations of other actors are left out."),
    ),
    "undated": (_("{count} undated tie is left out."), _("{count} undated ties are left out.")),
    "kind": (
        _("{count} tie is of another kind."),
        _("{count} ties are of other kinds."),
    ),
    "actors": (
        _("{count} tie ends at an actor that is left out."),
        _("{count} ties end at an actor that is left out."),
    ),
    "one-mode": (
        _("{count} tie that does not join the two modes is left out."),
        _("{count} ties that do not join the two modes are left out."),
    ),
    "zero": (
        _("{count} tie with weight 0 is left out."),
        _("{count} ties with weight 0 are left out."),
    ),
}


LEFT_OUT: dict[str, tuple[str, str]] = {
    "date": (
        _("{count} actor did not exist at that date."),
        _("{count} actors did not exist at that date."),
    ),
    "mode": (
        _("{count} actor of a kind that no tie of these modes reaches is left out."),
        _("{count} actors of kinds that no tie of these modes reaches are left out."),
    ),
    "place": (
        _("{count} actor of another country or area is left out."),
        _("{count} actors of other countries or areas are left out."),
    ),
    "partners": (
        _("{count} actor with too few partners is left out."),
        _("{count} actors with too few partners are left out."),
    ),
    "component": (
        _("{count} actor outside the largest component is left out."),
        _("{count} actors outside the largest component are left out."),
    ),
    "projection": (
        _("{count} actor of another kind is left out."),
        _("{count} actors of other kinds are left out."),
    ),
}


@dataclass(slots=True)
class Selected:
    """The ties that a view counts: their ends as positions of `ids`, and what was left out.

    ``alone`` counts the actors who lost their last partner because that one had too few.
    """

    ids: list[str]
    kinds: list[str]
    labels: list[str]
    tails: list[int]
    heads: list[int]
    weights: list[float]
    symmetric: list[bool]
    two_mode: list[bool]
    tie_ids: list[str]
    dated: list[bool]
    dropped: dict[str, int]
    left_out: dict[str, int]
    alone: int = 0

    def keep_ties(self, places: list[int]) -> None:
        """Keep the ties at `places`."""
        for name in (
            "tails",
            "heads",
            "weights",
            "symmetric",
            "two_mode",
            "tie_ids",
            "dated",
        ):
            column = getattr(self, name)
            setattr(self, name, [column[place] for place in places])

    def keep_actors(self, keep: Sequence[bool]) -> None:
        """Keep the actors marked in `keep`; the ties left must lie among them."""
        moved: dict[int, int] = {}
        for place, kept in enumerate(keep):
            if kept:
                moved[place] = len(moved)
        for name in ("ids", "kinds", "labels"):
            setattr(self, name, [getattr(self, name)[place] for place in moved])
        self.tails = [moved[place] for place in self.tails]
        self.heads = [moved[place] for place in self.heads]


def select(
    dataset: Dataset,
    ties: Sequence[str] | None,
    actors: Sequence[str] | None,
    span: Span | None,
    undated: str,
    weights: str | None,
    among: frozenset[str] | None = None,
    meeting: frozenset[str] | None = None,
) -> Selected:
    """Give the ties of the kinds, status and date asked for, between the actors that stay.

    `among` holds the ids of the actors that may stay, `meeting` those of the ties that meet the
    conditions; None is all.
    """
    table = dataset.actors
    every = table if actors is None else table[table["kind"].isin(actors)]
    of_kind = every if among is None else every[every["id"].isin(among)]
    rows = sorted(
        (actor, label, kind)
        for actor, label, kind, start, end in zip(
            *(of_kind[name].tolist() for name in ("id", "label", "kind", "start", "end")),
            strict=True,
        )
        if span is None or held_at(start, end, "", span) is not False
    )
    ids = [row[0] for row in rows]
    place = {actor: index for index, actor in enumerate(ids)}
    kinds = dataset.vocabulary.tie_kinds
    result = Selected(
        ids, [row[2] for row in rows], [row[1] for row in rows], [], [], [], [], [], [], [], {}, {}
    )
    if len(of_kind) < len(every):
        result.left_out["place"] = len(every) - len(of_kind)
    if len(rows) < len(of_kind):
        result.left_out["date"] = len(of_kind) - len(rows)

    def drop(why: str) -> None:
        result.dropped[why] = result.dropped.get(why, 0) + 1

    # In the order of their ids, so that the order of the file never shows in a number.
    columns = ("id", "from", "to", "kind", "start", "end", "status", "weight")
    frame = dataset.ties[list(columns)].sort_values("id", kind="stable")
    for tie, tail, head, kind, start, end, status, weight in zip(
        *(frame[name].tolist() for name in columns), strict=True
    ):
        why = _reason_to_drop(kind, start, end, status, ties, span, undated)
        if not why and meeting is not None and tie not in meeting:
            why = "where"
        if why:
            drop(why)
            continue
        if tail not in place or head not in place:
            drop("actors")
            continue
        size = 1.0 if weight != weight else float(weight)  # noqa: PLR0124 - NaN: empty cell
        if weights == "weight" and size == 0:
            drop("zero")
            continue
        result.dated.append(bool(start or end))
        result.tails.append(place[tail])
        result.heads.append(place[head])
        result.weights.append(size if weights == "weight" else 1.0)
        result.symmetric.append(not kinds[kind].directed)
        result.two_mode.append(kinds[kind].two_mode)
        result.tie_ids.append(tie)
    return result


def _reason_to_drop(
    kind: str,
    start: str,
    end: str,
    status: str,
    ties: Sequence[str] | None,
    span: Span | None,
    undated: str,
) -> str:
    """Give the key in `DROPPED` of why a tie does not count, or an empty text."""
    if ties is not None and kind not in ties:
        return "kind"
    if status in {"absent", "planned"}:
        return status
    if span is None:
        return ""
    if not start and not end:
        if status == "ended":
            return "ended"
        return "undated" if undated == "drop" else ""
    return "" if held_at(start, end, status, span) else "date"


def modes_of(
    dataset: Dataset, selected: Selected, *, two_mode: bool | None, directed: bool
) -> NDArray[np.int8] | None:
    """Give the mode of every actor, or None for a one-mode view; leave out what fits neither.

    The second mode is every actor of a two-mode kind (networks). Ties within a mode, and
    actors of kinds that no tie of the view reaches, belong to no two-mode graph.
    """
    import numpy as np  # noqa: PLC0415

    kinds = dataset.vocabulary.actor_kinds
    second = [kinds[kind].two_mode for kind in selected.kinds]
    fits = [
        two and second[tail] != second[head]
        for tail, head, two in zip(selected.tails, selected.heads, selected.two_mode, strict=True)
    ]
    if two_mode is None:
        if directed or not fits or not all(fits):
            return None
    elif not two_mode:
        return None
    elif directed:
        raise ViewError(Phrase(_("A two-mode view has no direction: leave out --directed.")))
    elif not any(fits):
        raise ViewError(Phrase(_("No tie of this view joins two modes, members and networks.")))
    lost = len(fits) - sum(fits)
    if lost:
        selected.dropped["one-mode"] = lost
        selected.keep_ties([place for place, fit in enumerate(fits) if fit])
    reached = {selected.kinds[place] for place in (*selected.tails, *selected.heads)}
    stays = [kind in reached for kind in selected.kinds]
    if not all(stays):
        selected.left_out["mode"] = len(stays) - sum(stays)
    selected.keep_actors(stays)
    return np.array([kinds[kind].two_mode for kind in selected.kinds], dtype=np.int8)


def mode_names(kinds: Sequence[str], modes: NDArray[np.int8]) -> tuple[str, str]:
    """Name the two modes by the kinds of actors in them, joined by ``+``."""
    names = [
        "+".join(sorted({k for k, m in zip(kinds, modes, strict=True) if m == mode}))
        for mode in (0, 1)
    ]
    return names[0], names[1]
