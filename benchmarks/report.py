"""The whole report beside a plain script of networkx and pyvis (`plain_report.py`).

In seconds of the processor, summed over its cores: the script takes so long that few machines are
left alone meanwhile. It runs on one core, the report on two at times.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from generators import write_mixed_folder
from timing import PYTHON, machine, table, timed

HERE = Path(__file__).resolve().parent
# (actors, ties); the script takes some twenty minutes for the last.
SIZES = ((1_400, 2_000), (14_000, 20_000))


def run(*, quick: bool) -> str:
    """Time both on folders of cities: half agreements, half memberships."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for actors, ties in SIZES[:1] if quick else SIZES:
            folder = Path(place) / str(ties)
            write_mixed_folder(folder, actors, ties)
            to = str(Path(place) / f"{ties}-out")
            command = [PYTHON, "-m", "alianza", "report", str(folder), "--output", to]
            ours = timed(command)
            script = [PYTHON, str(HERE / "plain_report.py"), str(folder), f"{to}-plain"]
            plain = timed(script, runs=1)
            rows.append(
                (
                    f"{actors:,}",
                    f"{ties:,}",
                    f"{statistics.median(ours.work):.1f}",
                    f"{min(ours.work):.1f}–{max(ours.work):.1f}",
                    f"{plain.work[0]:.1f}",
                    f"{plain.work[0] / statistics.median(ours.work):.1f}",
                    f"{ours.megabytes:.0f}",
                    f"{plain.megabytes:.0f}",
                )
            )
    header = (
        *("actors", "ties", "alianza report", "spread", "script", "times", "MB"),
        "script, MB",
    )
    return (
        f"{table(header, rows)}\n\nSeconds of the processor, over all cores. {machine('networkx', 'pyvis', 'pandas', 'scipy')}; the median of"
        " three reports, one run of the script."
    )
