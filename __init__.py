"""Networks of cities and their partners: typed, dated, sourced ties; measures, reports, maps.

>>> import alianza
>>> data = alianza.load("allas")
>>> view = data.view(ties=["membership"], at="2016")
>>> table = alianza.measure(view, ["degree"])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .graph.dataset import Dataset
    from .graph.faults import AlianzaError, DataFaultsError, Fault
    from .graph.gaps import find_gaps
    from .graph.loading import load, validate
    from .graph.measures import measure_table as measure
    from .graph.measures import summarise as summary
    from .graph.view import View
    from .reports.main import build_report as report
    from .reports.network_map import network_map as map  # noqa: A004

__version__ = "0.1.0"
__all__ = [
    "AlianzaError",
    "DataFaultsError",
    "Dataset",
    "Fault",
    "View",
    "find_gaps",
    "load",
    "map",
    "measure",
    "report",
    "summary",
    "validate",
]

# Loaded on first use, so that importing alianza costs nothing.
_HOMES = {
    "AlianzaError": ("graph.faults", "AlianzaError"),
    "DataFaultsError": ("graph.faults", "DataFaultsError"),
    "Dataset": ("graph.dataset", "Dataset"),
    "Fault": ("graph.faults", "Fault"),
    "View": ("graph.view", "View"),
    "find_gaps": ("graph.gaps", "find_gaps"),
    "load": ("graph.loading", "load"),
    "map": ("reports.network_map", "network_map"),
    "measure": ("graph.measures", "measure_table"),
    "report": ("reports.main", "build_report"),
    "summary": ("graph.measures", "summarise"),
    "validate": ("graph.loading", "validate"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(f".{module}", __name__), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
