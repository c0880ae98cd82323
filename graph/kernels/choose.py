"""Which way a question is answered: plain arrays, a library, or a compiled kernel.

This is the one place that decides, and that says which way it was. Where the ways differ in their
last digits it decides by the size of the view alone, so that the same view always goes the same
way. Importing this loads neither numpy nor numba.
"""

from __future__ import annotations

import sys
import threading
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..ensembles import here
from ..notices import tell
from ..phrases import mark as _
from ..phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

# Actors × entries of the matrix from which a kernel repays its start, about 0.6 s when it is
# cached: a library or whole arrays take as long for that much.
KERNEL_FROM = {
    "betweenness": 100_000_000,
    "tie betweenness": 100_000_000,
    "distances": 300_000_000,
    # Ties × sweeps; what is drawn does not depend on the way.
    "rewiring": 100_000,
    # Or five times the products of entries, if those are more.
    "triangles": 100_000_000,
    "walks": 100_000_000,
    # Entries of the matrix.
    "cores": 2_000_000,
    "cuts": 1_000_000,
    # Ties followed.
    "reach": 20_000_000,
}
# The same, where numba runs already: only for whole numbers, which no way changes.
RUNNING_FROM = {"cores": 20_000, "cuts": 20_000, "reach": 100_000}
# Actors × entries from which igraph's start is repaid.
LIBRARY_FROM = {"betweenness": 200_000, "tie betweenness": 20_000}

# Which module answers which question, and the functions that are compiled.
MODULES: dict[str, tuple[str, ...]] = {
    "betweenness": ("compression", "betweenness"),
    "tie betweenness": ("compression", "betweenness", "tie_betweenness"),
    "distances": ("compression", "distances"),
    "rewiring": ("rewiring",),
    "triangles": ("triangles",),
    "cores": ("cores",),
    "cuts": ("compression",),
    "walks": ("walks",),
    "reach": ("distances",),
}
NAMES: dict[str, str] = {
    "betweenness": _("Betweenness"),
    "tie betweenness": _("Betweenness of ties"),
    "distances": _("Distances"),
    "rewiring": _("Rewiring"),
    "triangles": _("Triangles"),
    "cores": _("Core number"),
    "cuts": _("Articulation points"),
    "walks": _("Walks between pairs"),
    "reach": _("Reach"),
}
WAYS: dict[str, str] = {
    "kernel": _("{question}: by the compiled kernel."),
    "library": _("{question}: by igraph."),
    "plain": _("{question}: by arrays in numpy."),
}


@cache
def has(package: str) -> bool:
    """Say whether a package is installed, without loading it."""
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def way(question: str, size: int) -> str:
    """Choose ``"kernel"``, ``"library"`` or ``"plain"`` for a question about so large a graph."""
    chosen = "plain"
    least = KERNEL_FROM[question]
    if "numba" in sys.modules:
        least = min(least, RUNNING_FROM.get(question, least))
    if size >= least and has("numba"):
        chosen = "kernel"
    elif size >= LIBRARY_FROM.get(question, size + 1) and has("igraph"):
        chosen = "library"
    tell(phrase(WAYS[chosen], question=phrase(NAMES[question])))
    return chosen


def load(question: str) -> Any:
    """Give the module of kernels for a question; say so if it has yet to be compiled."""
    modules = [import_module(f".{name}", __package__) for name in MODULES[question]]
    if missing(modules):
        tell(phrase(_("Compiling, once for this machine; this takes some seconds …")), detail=False)
    return modules[-1]


def missing(modules: Sequence[Any]) -> bool:
    """Say whether a kernel of these modules is not yet compiled and kept."""
    from .compiling import KERNELS, cached  # noqa: PLC0415

    names = {module.__name__ for module in modules}
    return any(not cached(made) for made in KERNELS if made.py_func.__module__ in names)


def threads() -> int:
    """Give the number of threads for one question: one where this is itself a thread's work.

    Else as many as `alianza.graph.ensembles.working` says, or one a core.
    """
    import os  # noqa: PLC0415

    if threading.current_thread() is not threading.main_thread():
        return 1
    asked = here().workers
    if asked:
        return asked
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
