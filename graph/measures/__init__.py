"""Measures of actors and figures of networks: registries of named, defined, cited numbers.

Importing this loads no numpy: what computes is imported where it is used.
"""

from . import cohesion  # noqa: F401 - the figures register in this order

# isort: split
from . import centralisation  # noqa: F401

# isort: split
from . import (  # noqa: F401
    centrality,
    cuts,
    flow,
    holes,
    neighbourhood,
    reach,
    roles,
    structure,
    two_mode,
    walks,
)

# isort: split
from . import coreness  # noqa: F401
from .cohesion import summarise
from .cuts import BridgeTie, CutActor, articulation_actors, bridge_ties
from .mixing import kind_density, kind_mixing
from .registry import (
    FIGURES,
    MEASURES,
    Figure,
    FigureValue,
    Measure,
    applies,
    measure_label,
    measure_row,
    measured,
    unasked,
)
from .structure import Core, core_periphery, degree_distribution, rich_club
from .table import blanks, measure_table, ranks, zeros
from .ties import TIE_MEASURES, tie_table

__all__ = [
    "FIGURES",
    "MEASURES",
    "TIE_MEASURES",
    "BridgeTie",
    "Core",
    "CutActor",
    "Figure",
    "FigureValue",
    "Measure",
    "applies",
    "articulation_actors",
    "blanks",
    "bridge_ties",
    "core_periphery",
    "degree_distribution",
    "kind_density",
    "kind_mixing",
    "measure_label",
    "measure_row",
    "measure_table",
    "measured",
    "ranks",
    "rich_club",
    "summarise",
    "tie_table",
    "unasked",
    "zeros",
]
