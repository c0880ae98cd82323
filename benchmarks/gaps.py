"""How long the search for every kind of gap takes, suggestions included, and how that grows."""

from __future__ import annotations

import tempfile
from pathlib import Path

from generators import write_mixed_folder
from timing import PYTHON, SIZES_HEADER, machine, size_row, table, timed

# (actors, ties): the last is the promise, 14,000 actors and 20,000 ties in a minute and 2 GB.
SIZES = ((3_500, 5_000), (7_000, 10_000), (14_000, 20_000))


def run(*, quick: bool) -> str:
    """Time `alianza gaps` on folders of growing size: half agreements, half memberships."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for actors, ties in SIZES[:1] if quick else SIZES:
            folder = Path(place) / str(ties)
            write_mixed_folder(folder, actors, ties)
            time = timed([PYTHON, "-m", "alianza", "gaps", str(folder), "--format", "csv"])
            rows.append(size_row(actors, ties, time))
    return f"{table(SIZES_HEADER, rows)}\n\n{machine('scipy', 'numpy')}; medians of three runs."
