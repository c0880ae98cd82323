"""Conditions that a view puts on ties and actors beyond their kinds: columns, places, partners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .faults import UnknownNameError, ViewError, did_you_mean
from .phrases import Phrase, counted, phrase
from .phrases import mark as _
from .tables import COLUMNS, split_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .dataset import Dataset
    from .selection import Selected

Where = dict[str, tuple[str, ...]]
# Values of a column that an error lists.
_LISTED = 12


def conditions(where: Mapping[str, Any] | Sequence[str] | str | None) -> Where:
    """Give the wanted values of each column from ``"role=founder|host"`` or a mapping.

    Values of one column stand side by side; a column named twice has the values of both. Raises
    ViewError for text without ``=``.

    >>> conditions(["role=founder|host", "theme=culture"])
    {'role': ('founder', 'host'), 'theme': ('culture',)}
    """
    if where is None:
        return {}
    found: dict[str, dict[str, None]] = {}
    if not isinstance(where, Mapping):
        for text in [where] if isinstance(where, str) else where:
            column, sign, values = text.partition("=")
            if not sign or not column.strip():
                raise ViewError(
                    phrase(_("“{text}” is not a condition: write column=value."), text=text)
                )
            wanted = found.setdefault(column.strip(), {})
            wanted.update(dict.fromkeys(value.strip() for value in values.split("|")))
    else:
        for column, values in where.items():
            several = [values] if isinstance(values, (str, int, float)) else values
            found.setdefault(column, {}).update(dict.fromkeys(map(_text, several)))
    return {column: tuple(values) for column, values in found.items()}


def cells_of(dataset: Dataset, column: str) -> dict[str, tuple[str, ...]]:
    """Give what each tie has in a column, by the tie's id: one text, or the items of a list.

    Raises UnknownNameError for a column that the ties do not have.
    """
    ties = dataset.ties
    if column not in ties.columns:
        near = did_you_mean(column, map(str, ties.columns))
        raise UnknownNameError(
            phrase(
                _("“{name}” is not a column of the ties. {nearest} Known: {known}."),
                name=column,
                nearest=near,
                known=", ".join(map(str, ties.columns)),
            )
        )
    known = COLUMNS["ties"].get(column)
    of_list = known is not None and known.type == "list"
    return {
        tie: (tuple(split_list(_text(cell))) or ("",)) if of_list else (_text(cell),)
        for tie, cell in zip(ties["id"].tolist(), ties[column].tolist(), strict=True)
    }


def _text(cell: Any) -> str:
    from .dataset import cell_text  # noqa: PLC0415

    return cell_text(cell)


def ties_where(dataset: Dataset, where: Where) -> frozenset[str] | None:
    """Give the ids of the ties that meet every condition; None if there are none to meet.

    Raises UnknownNameError for a column, or for a value that no tie has in it.
    """
    met: frozenset[str] | None = None
    for column, wanted in where.items():
        cells = cells_of(dataset, column)
        present = {item for items in cells.values() for item in items}
        for value in wanted:
            if value not in present:
                raise _no_such_value(column, value, present)
        passing = frozenset(tie for tie, items in cells.items() if set(items) & set(wanted))
        met = passing if met is None else met & passing
    return met


def _no_such_value(column: str, value: str, present: Iterable[str]) -> UnknownNameError:
    names = sorted(name for name in present if name)
    listed = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    return UnknownNameError(
        phrase(
            _("No tie has “{value}” under {column}. {nearest} Known: {known}."),
            value=value,
            column=column,
            nearest=did_you_mean(value, names),
            known=listed,
        )
    )


def actors_in(
    dataset: Dataset, countries: Sequence[str] | None, areas: Sequence[str] | None
) -> frozenset[str] | None:
    """Give the ids of the actors that lie there, and of those without country and area.

    None if neither is asked for. Raises UnknownNameError for a country or area where no actor is.
    """
    if countries is None and areas is None:
        return None
    table = dataset.actors
    found = dataset.areas()
    country = dict(zip(table["id"].tolist(), table["country"].tolist(), strict=True))
    for wanted, present, what in (
        (countries or (), set(country.values()), _("a country of an actor")),
        (areas or (), set(found.values()), _("an area of an actor")),
    ):
        for name in wanted:
            if name not in present:
                known = sorted(present - {""})
                raise UnknownNameError(
                    phrase(
                        _("“{name}” is not {what}. {nearest} Known: {known}."),
                        name=name,
                        what=Phrase(what),
                        nearest=did_you_mean(name, known),
                        known=", ".join(known),
                    )
                )
    return frozenset(
        actor
        for actor, area in found.items()
        if (countries is None or country[actor] in {*countries, ""})
        and (areas is None or area in {*areas, ""})
    )


def leave_few_partners(
    selected: Selected,
    modes: NDArray[np.int8] | None,
    least: int,
    kind: str | None,
) -> NDArray[np.int8] | None:
    """Leave out the actors of `kind` (of any, if None) with fewer than `least` partners.

    Partners are counted once, before anybody leaves, and not again after; the others stay, even
    those whose last partner left. Gives the modes of those who stay.
    """
    import numpy as np  # noqa: PLC0415

    n = len(selected.ids)
    low = np.minimum(selected.tails, selected.heads)
    high = np.maximum(selected.tails, selected.heads)
    pairs = np.unique(low * max(1, n) + high)
    partners = np.bincount(pairs // max(1, n), minlength=n)
    partners += np.bincount(pairs % max(1, n), minlength=n)
    exempt = np.zeros(n, dtype=bool)
    if kind is not None:
        exempt = np.array([own != kind for own in selected.kinds], dtype=bool)
    keep = (partners >= least) | exempt
    kept = keep[selected.tails] & keep[selected.heads]
    lost = int(len(kept) - kept.sum())
    if lost:
        selected.dropped["partners"] = lost
    if not keep.all():
        selected.left_out["partners"] = int(n - keep.sum())
    selected.keep_ties(kept)
    held = np.zeros(n, dtype=bool)
    held[selected.tails] = held[selected.heads] = True
    alone = int((keep & (partners > 0) & ~held).sum())
    selected.keep_actors(keep)
    selected.alone = alone
    return None if modes is None else modes[keep]


def condition_facts(
    dataset: Dataset,
    selected: Selected,
    where: Where,
    countries: Sequence[str] | None,
    areas: Sequence[str] | None,
    least: int | None,
    kind: str | None,
) -> list[Phrase]:
    """Say which conditions a view puts on its ties and actors."""
    facts = [
        phrase(
            _("Only ties with {column}: {values}."),
            column=column,
            values=tuple(
                Phrase(value, literal=True) if value else Phrase(_("(empty)")) for value in values
            ),
        )
        for column, values in where.items()
    ]
    if countries is not None:
        facts.append(
            phrase(
                _("Only actors of these countries, and those without one: {names}."),
                names=", ".join(countries),
            )
        )
    if areas is not None:
        facts.append(
            phrase(
                _("Only actors of these areas, and those without one: {names}."),
                names=tuple(Phrase(area) for area in areas),
            )
        )
    if least is not None:
        facts.append(
            phrase(
                _("Only {kind} with at least {least} partners, counted once, before any left."),
                kind=dataset.actor_kind(kind).several if kind else Phrase(_("actors")),
                least=least,
            )
        )
        if selected.alone:
            facts.append(
                counted(
                    _("{count} actor lost its last partner by that and stays."),
                    _("{count} actors lost their last partner by that and stay."),
                    selected.alone,
                )
            )
    return facts
