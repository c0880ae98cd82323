"""Actors grouped by what a column says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .faults import ViewError
from .phrases import Phrase, counted, phrase
from .phrases import mark as _
from .view import known_name

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .view import View


# Above these, answers would fill the memory; nothing is left out unsaid.
MOST_GROUPS = 500
MOST_SHARED = 20_000_000


@dataclass(frozen=True, eq=False)
class Groups:
    """The values of a column and which actor of a view has which.

    ``names`` are the values, sorted, ``""`` for an empty cell if `grouped` was asked to keep
    it; ``codes`` has for each actor the place of its value in them, −1 where there is none.
    """

    by: str
    names: tuple[str, ...]
    codes: NDArray[np.intp]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Say which actors have a value."""
        return self.codes >= 0

    @property
    def facts(self) -> tuple[Phrase, ...]:
        """Say how many actors have no value and are left out."""
        lost = int((self.codes < 0).sum())
        if not lost:
            return ()
        return (
            counted(
                _("{count} actor without a value in the column “{by}” is left out."),
                _("{count} actors without a value in the column “{by}” are left out."),
                lost,
                by=self.by,
            ),
        )


def grouped(view: View, by: str, *, blank: bool = False) -> Groups:
    """Group the actors of a view by a column; an empty ``area`` is that of the country.

    With `blank`, actors with an empty cell are a group of their own, ``""``. Raises
    UnknownNameError for a column that the actors do not have.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> grouped(Dataset.from_networkx(nx.star_graph(3)).view(), "kind").names
    ('actor',)
    """
    import numpy as np  # noqa: PLC0415

    values = column_values(view, by)
    names = sorted({value for value in values if value or blank})
    place = {name: position for position, name in enumerate(names)}
    codes = np.array([place.get(value, -1) for value in values], dtype=np.intp)
    return Groups(by, tuple(names), codes)


def column_values(view: View, by: str) -> list[str]:
    """Give the cell of every actor of a view as text, ``""`` where it is empty.

    Raises UnknownNameError for a column that the actors do not have.
    """
    if by == "kind":
        return list(view.kinds)
    actors = view.dataset.actors
    known_name(by, [str(name) for name in actors.columns], _("a column of the actors"))
    cells = (
        view.dataset.areas() if by == "area" else dict(zip(actors["id"], actors[by], strict=True))
    )
    return ["" if cells[actor] != cells[actor] else str(cells[actor]) for actor in view.ids]


def few_enough(groups: Groups) -> Groups:
    """Give the groups back; raise ViewError if there are more than 500 to compare."""
    if len(groups.names) > MOST_GROUPS:
        raise ViewError(
            phrase(
                _("The column “{by}” makes {groups} groups; at most {most} can be compared."),
                by=groups.by,
                groups=len(groups.names),
                most=MOST_GROUPS,
            )
        )
    return groups


def sharing_fits(sizes: NDArray[np.float64]) -> None:
    """Raise ViewError if too many pairs share a partner; `sizes` are the partners' own partners."""
    pairs = int((sizes**2).sum())
    if pairs > MOST_SHARED:
        raise ViewError(
            phrase(
                _(
                    "Too many pairs of actors share a partner: up to {pairs}; at most {most} are compared."
                ),
                pairs=pairs,
                most=MOST_SHARED,
            )
        )


def without_unknown(view: View, groups: Groups) -> tuple[View, Groups]:
    """Give the view and the groups without the actors that have no value."""
    from dataclasses import replace  # noqa: PLC0415

    keep = groups.known
    if keep.all():
        return view, groups
    columns = (view.ids, view.labels, view.kinds)
    ids, labels, kinds = (
        tuple(x for x, k in zip(column, keep, strict=True) if k) for column in columns
    )
    smaller = replace(
        view,
        ids=ids,
        labels=labels,
        kinds=kinds,
        matrix=view.matrix[keep][:, keep],
        modes=None if view.modes is None else view.modes[keep],
    )
    return smaller, Groups(groups.by, groups.names, groups.codes[keep])
