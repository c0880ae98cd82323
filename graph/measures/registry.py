"""The rows that name, define and cite every measure of actors and figure of networks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeAlias

from ..faults import UnknownNameError, ViewError
from ..phrases import Phrase, counted, phrase
from ..phrases import mark as _
from ..view import known_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ..view import View

P = ParamSpec("P")
Values: TypeAlias = "NDArray[np.float64]"
FigureValue: TypeAlias = float | dict[str, float | None] | None

NEEDS: dict[str, str] = {
    "any": "",
    "directed": _("“{name}” needs a directed view."),
    "two-mode": _("“{name}” needs a two-mode view."),
    "roles": _(
        "“{name}” needs weights of roles: declare role_weights in datapackage.json, such as"
        " {example}."
    ),
}
ROLES = "role_weights"
_EXAMPLE = '{"observer": 0.5, "member": 1, "founder": 2}'
SEPARATOR = ":"
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for every actor of a view: what it is called, what it means, how it is computed.

    ``label``, ``definition``, ``blank`` and ``zero`` are English and are translated where they
    are shown. ``blank`` says why a value is blank ("" where none ever is), ``zero`` why a value
    of exactly 0 is 0 by definition ("" where a 0 means what it says). ``function`` gives float64
    values in the order of ``view.ids``, NaN where undefined. Rank 1 is the highest value, or
    the lowest with ``lowest_first``. ``mode`` is a key of `NEEDS`. ``default`` is false for what
    costs too much to come unasked. ``formula`` is the definition in signs, "" where words do.
    ``stepped`` is set if the number of steps can be asked for, as in ``reach:3``: the labels, singular
    and plural, with another number, which the function takes as ``steps``.
    """

    name: str
    label: str
    definition: str
    range: str
    blank: str
    reference: str
    function: Callable[..., Values]
    lowest_first: bool = False
    mode: str = "any"
    zero: str = ""
    default: bool = True
    formula: str = ""
    stepped: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number for a whole view: what it is called, what it means, how it is computed.

    The texts are as in `Measure`. ``function`` gives a number, an object of numbers by mode or
    by kind, or None where the figure is undefined for the reason ``blank``.
    """

    name: str
    label: str
    definition: str
    range: str
    blank: str
    reference: str
    function: Callable[[View], FigureValue]
    mode: str = "any"
    default: bool = True
    formula: str = ""


MEASURES: dict[str, Measure] = {}
FIGURES: dict[str, Figure] = {}


def measure(  # noqa: PLR0913 - a row has so many cells
    label: str,
    definition: str,
    *,
    range: str,  # noqa: A002 - the field's own word
    reference: str,
    blank: str = "",
    zero: str = "",
    lowest_first: bool = False,
    mode: str = "any",
    default: bool = True,
    formula: str = "",
    stepped: tuple[str, str] | None = None,
) -> Callable[[Callable[P, Values]], Callable[P, Values]]:
    """Put a function into `MEASURES` under its own name and give it back unchanged.

    Raises ValueError for a name that is taken.
    """

    def register(function: Callable[P, Values]) -> Callable[P, Values]:
        name = function.__name__
        row = Measure(
            name=name,
            label=label,
            definition=definition,
            range=range,
            blank=blank,
            reference=reference,
            function=function,
            lowest_first=lowest_first,
            mode=mode,
            zero=zero,
            default=default,
            formula=formula,
            stepped=stepped,
        )
        _add(name, row, MEASURES)
        return function

    return register


def figure(
    label: str,
    definition: str,
    *,
    range: str,  # noqa: A002 - the field's own word
    reference: str = "",
    blank: str = "",
    mode: str = "any",
    default: bool = True,
    formula: str = "",
) -> Callable[[Callable[[View], FigureValue]], Callable[[View], FigureValue]]:
    """Put a function into `FIGURES` under its own name and give it back unchanged.

    Raises ValueError for a name that is taken.
    """

    def register(function: Callable[[View], FigureValue]) -> Callable[[View], FigureValue]:
        name = function.__name__
        row = Figure(
            name=name,
            label=label,
            definition=definition,
            range=range,
            blank=blank,
            reference=reference,
            function=function,
            mode=mode,
            default=default,
            formula=formula,
        )
        _add(name, row, FIGURES)
        return function

    return register


def _add(
    name: str, row: Measure | Figure, registry: dict[str, Measure] | dict[str, Figure]
) -> None:
    if name in registry:
        raise ValueError(f"two rows are named {name!r}")
    registry[name] = row  # type: ignore[assignment]


def applies(row: Measure | Figure, view: View) -> bool:
    """Say whether a measure or figure has a meaning for `view`."""
    if row.mode == "directed":
        return view.directed
    if row.mode == "two-mode":
        return view.modes is not None
    if row.mode == "roles":
        return bool(view.dataset.metadata.get(ROLES))
    return True


def unasked(row: Measure | Figure, view: View) -> bool:
    """Say whether a measure or figure is computed for `view` when none is named."""
    return row.default and applies(row, view)


def measure_row(name: str) -> Measure:
    """Give the row of a measure: of `MEASURES`, or made of ``measure:steps`` such as ``reach:3``.

    Raises UnknownNameError for a name that is neither.

    >>> measure_row("reach:3").name
    'reach:3'
    """
    base, colon, steps = name.partition(SEPARATOR)
    known_name(base, MEASURES, _("a measure"))
    row = MEASURES[base]
    if not colon:
        return row
    if row.stepped is None:
        raise UnknownNameError(phrase(_("“{name}” takes no number of steps."), name=base))
    if not (steps.isascii() and steps.isdecimal() and len(steps) <= _MOST_DIGITS and int(steps)):
        raise UnknownNameError(
            phrase(
                _("“{name}” needs a whole number of steps from 1, such as {example}."),
                name=name,
                example=f"{base}{SEPARATOR}3",
            )
        )
    return replace(
        row, name=f"{base}{SEPARATOR}{int(steps)}", function=partial(row.function, steps=int(steps))
    )


def measure_label(name: str) -> Phrase:
    """Name a measure for people, with its number of steps if it has one: “Reach in 3 steps”."""
    row = measure_row(name)
    _base, colon, steps = row.name.partition(SEPARATOR)
    if not colon or row.stepped is None:
        return Phrase(row.label)
    return counted(*row.stepped, int(steps))


def measured(columns: Iterable[str]) -> list[str]:
    """Give those of `columns` that are measures, in the order of `MEASURES`, then of steps."""
    order = {name: place for place, name in enumerate(MEASURES)}
    named = [(*name.partition(SEPARATOR), name) for name in columns]
    found = [
        (order[base], int(steps or 0), name)
        for base, colon, steps, name in named
        if base in order and (steps.isdecimal() or not colon)
    ]
    return [name for _place, _steps, name in sorted(found)]


def chosen(view: View, names: Sequence[str]) -> list[Measure]:
    """Give the measures of `names`, each once, in that order.

    Raises UnknownNameError for a name that is no measure, ViewError for a measure that has no
    meaning for `view`.
    """
    rows = {row.name: row for row in map(measure_row, names)}
    for row in rows.values():
        _must_apply(row, view)
    return list(rows.values())


def chosen_figures(view: View, names: Sequence[str]) -> list[Figure]:
    """Give the figures of `names` as `chosen` gives measures, with the same errors."""
    rows = []
    for name in dict.fromkeys(names):
        known_name(name, FIGURES, _("a figure"))
        rows.append(FIGURES[name])
        _must_apply(rows[-1], view)
    return rows


def _must_apply(row: Measure | Figure, view: View) -> None:
    if not applies(row, view):
        raise ViewError(phrase(NEEDS[row.mode], name=row.name, example=_EXAMPLE))
