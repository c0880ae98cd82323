"""Which ties and actors a view counts, and what becomes of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dates import held_at
from .faults import ViewError
from .phrases import Phrase
from .phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .coded import Column, Texts
    from .dataset import Dataset
    from .dates import Span

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

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

    ``rows`` are those of the table of ties, in the order of their ids, which ``names`` holds for
    every row. ``alone`` counts the actors who lost their last partner because that one had too few.
    """

    ids: list[str]
    kinds: list[str]
    labels: list[str]
    tails: Ints
    heads: Ints
    weights: NDArray[np.float64]
    symmetric: Bools
    two_mode: Bools
    rows: Ints
    names: Column
    dated: Bools
    dropped: dict[str, int]
    left_out: dict[str, int]
    alone: int = 0

    @property
    def tie_ids(self) -> Texts:
        """Give the ids of the ties."""
        from .coded import Texts  # noqa: PLC0415

        return Texts(self.names, self.rows)

    def keep_ties(self, keep: Bools) -> None:
        """Keep the ties marked in `keep`."""
        for name in ("tails", "heads", "weights", "symmetric", "two_mode", "rows", "dated"):
            setattr(self, name, getattr(self, name)[keep])

    def keep_actors(self, keep: Bools) -> None:
        """Keep the actors marked in `keep`; the ties left must lie among them."""
        import numpy as np  # noqa: PLC0415

        moved = np.cumsum(keep) - 1
        for name in ("ids", "kinds", "labels"):
            setattr(self, name, [x for x, k in zip(getattr(self, name), keep, strict=True) if k])
        self.tails = moved[self.tails]
        self.heads = moved[self.heads]


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
    import numpy as np  # noqa: PLC0415

    from .coded import column_of, numbers_of  # noqa: PLC0415

    actor_ids, actor_kinds = (column_of(dataset, "actors", name) for name in ("id", "kind"))
    every = np.ones(len(actor_ids), dtype=bool)
    if actors is not None:
        every &= _passing(actor_kinds, lambda kind: kind in actors)
    of_kind = every if among is None else every & _passing(actor_ids, lambda x: x in among)
    there = of_kind
    if span is not None:
        there = of_kind & _held(dataset, "actors", span)
    left_out: dict[str, int] = {}
    for reason, more, fewer in (("place", every, of_kind), ("date", of_kind, there)):
        if int(fewer.sum()) < int(more.sum()):
            left_out[reason] = int(more.sum()) - int(fewer.sum())
    order = actor_ids.order()
    order = order[there[order]]
    place = np.full(len(actor_ids), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    where = dict(zip(actor_ids.texts(np.arange(len(actor_ids))), place.tolist(), strict=True))

    names, kinds_of = column_of(dataset, "ties", "id"), column_of(dataset, "ties", "kind")
    tails, heads = (_ends(column_of(dataset, "ties", end), where) for end in ("from", "to"))
    sizes = numbers_of(dataset, "ties", "weight")
    sizes = np.where(np.isnan(sizes), 1.0, sizes) if weights == "weight" else np.ones(len(sizes))
    why = _reasons(dataset, ties, span, undated)
    if meeting is not None:
        met = np.array([tie in meeting for tie in names.texts(np.arange(len(names)))], dtype=bool)
        why[(why == 0) & ~met] = _WHYS.index("where")
    why[(why == 0) & ((tails < 0) | (heads < 0))] = _WHYS.index("actors")
    if weights == "weight":
        why[(why == 0) & (sizes == 0)] = _WHYS.index("zero")
    # In the order of their ids, so that the order of the file never shows in a number.
    rows = names.order()
    reasons = why[rows]
    # Reasons in the order in which they are met first.
    dropped = {
        _WHYS[code]: int((reasons == code).sum())
        for code in dict.fromkeys(reasons[_firsts(reasons)].tolist())
        if code
    }
    rows = rows[reasons == 0]
    kinds = dataset.vocabulary.tie_kinds
    starts, ends = (column_of(dataset, "ties", name) for name in ("start", "end"))
    return Selected(
        actor_ids.texts(order),
        actor_kinds.texts(order),
        column_of(dataset, "actors", "label").texts(order),
        tails[rows],
        heads[rows],
        sizes[rows],
        _passing(kinds_of, lambda kind: not kinds[kind].directed)[rows],
        _passing(kinds_of, lambda kind: kinds[kind].two_mode)[rows],
        rows,
        names,
        (_passing(starts, bool) | _passing(ends, bool))[rows],
        dropped,
        left_out,
    )


_WHYS = ("", *DROPPED)


def _firsts(codes: NDArray[np.int8]) -> Ints:
    """Give where each code stands first, in that order."""
    import numpy as np  # noqa: PLC0415

    _codes, firsts = np.unique(codes, return_index=True)
    return np.sort(firsts)


def _passing(column: Column, test: Callable[[str], object]) -> Bools:
    """Tell which rows of a column pass a test."""
    import numpy as np  # noqa: PLC0415

    from .coded import Coded  # noqa: PLC0415

    if isinstance(column, Coded):
        return column.where(test)
    every = column.texts(np.arange(len(column)))
    return np.array([bool(test(text)) for text in every], dtype=bool)


def _ends(column: Column, where: Mapping[str, int]) -> Ints:
    """Give the positions of the actors that a column names, −1 for those who are left out."""
    import numpy as np  # noqa: PLC0415

    from .coded import Coded  # noqa: PLC0415

    values = column.values.tolist() if isinstance(column, Coded) else ()
    if isinstance(column, Coded):
        found = np.array([where.get(value, -1) for value in values], dtype=np.int64)
        return found[column.codes] if len(found) else np.zeros(0, dtype=np.int64)
    every = column.texts(np.arange(len(column)))
    return np.array([where.get(text, -1) for text in every], dtype=np.int64)


def _held(dataset: Dataset, table: str, span: Span) -> Bools:
    """Tell which rows held on some day of `span`, or have no date; asked once for equal cells."""
    import numpy as np  # noqa: PLC0415

    from .coded import Coded, column_of  # noqa: PLC0415

    names = ("start", "end", "status") if table == "ties" else ("start", "end")
    found = [column_of(dataset, table, name) for name in names]
    columns = [cells if isinstance(cells, Coded) else Coded.of(cells.array()) for cells in found]
    keys = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        keys = keys * max(1, len(column.values)) + column.codes
    _keys, firsts, back = np.unique(keys, return_index=True, return_inverse=True)
    cells = [column.texts(firsts) for column in columns]
    if table == "actors":
        cells.append([""] * len(firsts))
    verdicts = [
        held_at(start, end, status, span) is not False
        for start, end, status in zip(*cells, strict=True)
    ]
    return np.array(verdicts, dtype=bool)[back] if verdicts else np.zeros(0, dtype=bool)


def _reasons(
    dataset: Dataset, ties: Sequence[str] | None, span: Span | None, undated: str
) -> NDArray[np.int8]:
    """Give for each tie the place in `_WHYS` of why it does not count, 0 if it does."""
    import numpy as np  # noqa: PLC0415

    from .coded import column_of  # noqa: PLC0415

    kinds, status = (column_of(dataset, "ties", name) for name in ("kind", "status"))
    why = np.zeros(len(kinds), dtype=np.int8)

    def give(reason: str, rows: Bools) -> None:
        why[(why == 0) & rows] = _WHYS.index(reason)

    if ties is not None:
        give("kind", _passing(kinds, lambda kind: kind not in ties))
    give("absent", _passing(status, lambda text: text == "absent"))
    give("planned", _passing(status, lambda text: text == "planned"))
    if span is None:
        return why
    starts, ends = (column_of(dataset, "ties", name) for name in ("start", "end"))
    without = ~(_passing(starts, bool) | _passing(ends, bool))
    give("ended", without & _passing(status, lambda text: text == "ended"))
    if undated == "drop":
        give("undated", without)
    give("date", ~without & ~_held(dataset, "ties", span))
    return why


def modes_of(
    dataset: Dataset, selected: Selected, *, two_mode: bool | None, directed: bool
) -> NDArray[np.int8] | None:
    """Give the mode of every actor, or None for a one-mode view; leave out what fits neither.

    The second mode is every actor of a two-mode kind (networks). Ties within a mode, and
    actors of kinds that no tie of the view reaches, belong to no two-mode graph.
    """
    import numpy as np  # noqa: PLC0415

    kinds = dataset.vocabulary.actor_kinds
    second = np.array([kinds[kind].two_mode for kind in selected.kinds], dtype=bool)
    fits = selected.two_mode & (second[selected.tails] != second[selected.heads])
    if two_mode is None:
        if directed or not len(fits) or not fits.all():
            return None
    elif not two_mode:
        return None
    elif directed:
        raise ViewError(Phrase(_("A two-mode view has no direction: leave out --directed.")))
    elif not fits.any():
        raise ViewError(Phrase(_("No tie of this view joins two modes, members and networks.")))
    lost = int(len(fits) - fits.sum())
    if lost:
        selected.dropped["one-mode"] = lost
        selected.keep_ties(fits)
    tied = np.zeros(len(second), dtype=bool)
    tied[selected.tails] = tied[selected.heads] = True
    reached = {kind for kind, one in zip(selected.kinds, tied.tolist(), strict=True) if one}
    stays = np.array([kind in reached for kind in selected.kinds], dtype=bool)
    if not stays.all():
        selected.left_out["mode"] = int(len(stays) - stays.sum())
    selected.keep_actors(stays)
    return np.array([kinds[kind].two_mode for kind in selected.kinds], dtype=np.int8)


def mode_names(kinds: Sequence[str], modes: NDArray[np.int8]) -> tuple[str, str]:
    """Name the two modes by the kinds of actors in them, joined by ``+``."""
    names = [
        "+".join(sorted({k for k, m in zip(kinds, modes, strict=True) if m == mode}))
        for mode in (0, 1)
    ]
    return names[0], names[1]
