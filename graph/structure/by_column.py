"""Figures that need a column of the actors: E-I index, assortativity, density between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..faults import UnknownNameError
from ..measures import FIGURES
from ..measures.registry import Figure
from ..phrases import Phrase, phrase
from ..phrases import mark as _
from ..view import known_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..measures import FigureValue
    from ..view import View

SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class ColumnFigure:
    """A figure of a view and a column: asked for as ``name:column``, such as ``ei:area``."""

    name: str
    label: str
    definition: str
    range: str
    blank: str
    reference: str
    function: Callable[[View, str], FigureValue]
    formula: str


def ei(view: View, by: str) -> FigureValue:
    """Give the E-I index of the whole view; None without ties between actors with a value."""
    import numpy as np  # noqa: PLC0415

    from ..groups import few_enough, grouped, without_unknown  # noqa: PLC0415

    view, groups = without_unknown(view, few_enough(grouped(view, by)))
    ties = view.undirected.tocoo()
    if not ties.nnz:
        return None
    within = float(np.mean(groups.codes[ties.row] == groups.codes[ties.col]))
    return 1 - 2 * within


def assortativity(view: View, by: str) -> FigureValue:
    """Give Newman's assortativity by the values of a column."""
    from .homophily import nominal_assortativity  # noqa: PLC0415

    return nominal_assortativity(view, by)


def numeric(view: View, by: str) -> FigureValue:
    """Give the correlation of the numbers in a column at the two ends of ties."""
    from .homophily import numeric_assortativity  # noqa: PLC0415

    return numeric_assortativity(view, by)


def density(view: View, by: str) -> FigureValue:
    """Give the share of possible pairs that are tied, for every two values of a column."""
    from .homophily import mixing_matrix  # noqa: PLC0415

    table = mixing_matrix(view, by)
    return {
        f"{first} × {second}": None if value != value else float(value)  # noqa: PLR0124 - NaN
        for first, second, value in zip(
            table["first"], table["second"], table["density"], strict=True
        )
    }


NO_VALUED = _("No ties between actors with a value in the column.")
COLUMN_FIGURES: dict[str, ColumnFigure] = {
    row.name: row
    for row in (
        ColumnFigure(
            "ei",
            _("E-I index"),
            _(
                "Tied pairs between different values of a column minus those within one, divided by"
                " both; actors without a value are left out."
            ),
            _("−1 to 1"),
            NO_VALUED,
            "Krackhardt and Stern 1988",
            ei,
            "(E − I) / (E + I)",
        ),
        ColumnFigure(
            "assortativity",
            _("Assortativity"),
            _(
                "Share of ties within the values of a column, less what chance gives by their shares of"
                " tie ends, divided by the largest such difference; actors without a value are left"
                " out."
            ),
            _("−1 to 1"),
            _("No ties, or all are within one group."),
            "Newman 2003",
            assortativity,
            "(Σ e_gg − Σ a_g b_g) / (1 − Σ a_g b_g)",
        ),
        ColumnFigure(
            "numeric",
            _("Assortativity of the numbers"),
            _("Correlation of the numbers in a column at the two ends of ties."),
            _("−1 to 1"),
            _("No ties between actors with numbers, or the numbers do not vary."),
            "Newman 2003",
            numeric,
            "cor(x_i, x_j) over ties i → j",
        ),
        ColumnFigure(
            "density",
            _("Density between groups"),
            _(
                "Tied pairs between two values of a column divided by possible pairs; a number for"
                " every two values; actors without a value are left out."
            ),
            _("0 to 1"),
            NO_VALUED,
            "Wasserman and Faust 1994",
            density,
            "m_gh / (n_g n_h), m_gg / (n_g (n_g − 1) / 2)",
        ),
    )
}
"""The figures that need a column, by the name before the colon."""


def figure_row(name: str) -> Figure:
    """Give the row of a figure: of `FIGURES`, or made of ``figure:column``.

    Raises UnknownNameError for a name that is neither.
    """
    if name in FIGURES:
        return FIGURES[name]
    kind, colon, by = name.partition(SEPARATOR)
    if not colon:
        if name in COLUMN_FIGURES:
            raise UnknownNameError(
                phrase(
                    _("“{name}” needs a column of the actors: {name}:area, for example."), name=name
                )
            )
        known_name(name, [*FIGURES, *COLUMN_FIGURES], _("a figure"))
        return FIGURES[name]
    known_name(kind, COLUMN_FIGURES, _("a figure by a column"))
    row = COLUMN_FIGURES[kind]

    def function(view: View) -> FigureValue:
        return row.function(view, by)

    return Figure(
        name=name,
        label=row.label,
        definition=row.definition,
        range=row.range,
        blank=row.blank,
        reference=row.reference,
        function=function,
        formula=row.formula,
    )


def figure_label(name: str) -> Phrase:
    """Name a figure for people, with the column that it needs: “E-I index (area)”."""
    kind, colon, by = name.partition(SEPARATOR)
    if not colon or name in FIGURES:
        return Phrase(FIGURES[name].label)
    return phrase(
        "{figure} ({column})",
        figure=Phrase(COLUMN_FIGURES[kind].label),
        column=Phrase(by, literal=True),
    )
