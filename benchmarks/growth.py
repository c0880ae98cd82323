"""How the time of each question grows with the network, beside what memory itself allows.

The bound is that every tie is looked at once, in both directions, from every actor, at the speed
at which this machine reads memory: what a library does that takes the network as it comes. Kernels
may pass it, since they look from many actors at once and leave out what is alike.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from generators import alike, sister_cities
from kernels import Data, view_of
from timing import machine, seconds, table

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
# Questions, each with the most entries × actors that it is asked about.
ALL = 10**15
FROM_EVERYBODY = {"betweenness": 5 * 10**10, "closeness": 3 * 10**11}


def run(*, quick: bool) -> str:
    """Time four questions on two shapes of growing size."""
    from alianza.graph.measures.registry import FIGURES, MEASURES

    asked: dict[str, Callable[[Any], object]] = {
        "betweenness": MEASURES["betweenness"].function,
        "closeness": MEASURES["closeness"].function,
        "pagerank": MEASURES["pagerank"].function,
        "core_number": MEASURES["core_number"].function,
        "components": FIGURES["components"].function,
    }
    speed = _reading()
    rows: list[tuple[object, ...]] = []
    for shape in ("sister cities", "affiliations"):
        before: dict[str, float] = {}
        for ties in SIZES[:3] if quick else SIZES:
            data = _shaped(shape, ties)
            entries = 2 * len(data.pairs)
            bound = data.actors * entries * 4 / speed
            cells = []
            for name, function in asked.items():
                if entries * data.actors > FROM_EVERYBODY.get(name, ALL):
                    cells.append("")
                    continue
                took = statistics.median(seconds(function, before=lambda d=data: (view_of(d),)))
                fold = f" (× {took / before[name]:.1f})" if name in before else ""
                before[name] = took
                cells.append(f"{took:.3g}{fold}")
            rows.append((shape, f"{data.actors:,}", f"{len(data.pairs):,}", *cells, f"{bound:.2g}"))
    header = ("shape", "actors", "ties", *asked, "one tie after another from every actor")
    return (
        f"{table(header, rows)}\n\nSeconds, and how many times those of the row above. Memory read at"
        f" {speed / 1e9:.0f} GB/s. Empty: not asked.\n\n{machine('numba', 'scipy')}; medians of"
        " five, of one where that takes longer than ten seconds."
    )


def _shaped(shape: str, ties: int) -> Data:
    """Give a network of the shape, with the ratio of ties to actors that the real ones have."""
    if shape == "affiliations":
        cities = int(ties * 13_000 / 16_500)
        pairs = alike(cities, 60, ties) + np.array([0, cities])
        return Data(shape, pairs, cities + 60, cities)
    actors = int(ties * 14_274 / 20_573)
    return Data(shape, sister_cities(actors, ties), actors)


def _reading() -> float:
    """Give the bytes a second at which one thread sums a large array, the best of five."""
    values = np.ones(64_000_000, dtype=np.int32)
    found = []
    for _run in range(5):
        begun = time.perf_counter()
        values.sum(dtype=np.int32)
        found.append(values.nbytes / (time.perf_counter() - begun))
    return max(found)
