"""How long the search for every kind of gap takes, suggestions included, and how that grows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from generators import write_folder
from timing import PYTHON, SIZES_HEADER, machine, size_row, table, timed

# (actors, ties): the last is the promise, 14,000 actors and 20,000 ties in a minute and 2 GB.
SIZES = ((3_500, 5_000), (7_000, 10_000), (14_000, 20_000))


def add_agreements(folder: Path, cities: int, ties: int, seed: int = 1) -> None:
    """Add `ties` agreements between distinct cities, most of them of few, to a written folder."""
    rng = np.random.default_rng(seed)
    eager = rng.pareto(1.5, cities) + 0.1
    found: set[tuple[int, int]] = set()
    while len(found) < ties:
        one, other = sorted(int(x) for x in rng.choice(cities, 2, p=eager / eager.sum()))
        if one != other:
            found.add((one, other))
    with (folder / "ties.csv").open("a", encoding="utf-8") as file:
        for number, (one, other) in enumerate(sorted(found)):
            file.write(f"a{number},c{one},c{other},agreement,{1960 + number % 60},s{number % 50}\n")


def run(*, quick: bool) -> str:
    """Time `alianza gaps` on folders of growing size: half agreements, half memberships."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for actors, ties in SIZES[:1] if quick else SIZES:
            folder = Path(place) / str(ties)
            write_folder(folder, actors, ties // 2)
            add_agreements(folder, actors - actors // 100, ties - ties // 2)
            time = timed([PYTHON, "-m", "alianza", "gaps", str(folder), "--format", "csv"])
            rows.append(size_row(actors, ties, time))
    return f"{table(SIZES_HEADER, rows)}\n\n{machine('scipy', 'numpy')}; medians of three runs."
