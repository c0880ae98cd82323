"""How long a dataset takes to validate, and how that grows."""

from __future__ import annotations

import tempfile
from pathlib import Path

from generators import write_folder
from timing import PYTHON, machine, table, timed

# (actors, ties): the fourth is the promise, 100,000 actors and 300,000 ties in 30 s and 1.5 GB.
SIZES = ((400, 1_000), (3_000, 10_000), (30_000, 100_000), (100_000, 300_000), (300_000, 1_000_000))


def run(*, quick: bool) -> str:
    """Time `alianza validate` on folders of growing size."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for actors, ties in SIZES[:2] if quick else SIZES:
            folder = Path(place) / str(ties)
            write_folder(folder, actors, ties)
            time = timed([PYTHON, "-m", "alianza", "validate", str(folder)])
            rows.append(
                (
                    f"{actors:,}",
                    f"{ties:,}",
                    f"{time.median:.2f}",
                    time.spread,
                    f"{time.median / (actors + ties) * 1e6:.0f}",
                    f"{time.megabytes:.0f}",
                )
            )
    header = ("actors", "ties", "seconds", "spread", "µs a row", "MB at most")
    return f"{table(header, rows)}\n\n{machine('pandas', 'numpy')}; medians of three runs."
