"""How long a dataset takes to validate, and how that grows."""

from __future__ import annotations

import tempfile
from pathlib import Path

from alianza.graph.formats import FORMATS
from alianza.graph.loading import load
from alianza.graph.saving import files_of, written_formats
from generators import write_folder
from timing import PYTHON, SIZES_HEADER, Time, machine, size_row, table, timed

# (actors, ties): the fourth is the promise, 100,000 actors and 300,000 ties in 30 s and 1.5 GB.
SIZES = ((400, 1_000), (3_000, 10_000), (30_000, 100_000), (100_000, 300_000), (300_000, 1_000_000))


GROWTH = ((400, 1_000), (10_000, 30_000), (33_000, 100_000))
GROWTH_TEXT = (
    "The same datasets in each format that alianza writes, in seconds of one run; *growth* is the last two columns' ratio"
    " without the start, 3.4 where the time grows as the rows do."
)


def run(*, quick: bool) -> str:
    """Time `alianza validate` on folders of growing size."""
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for actors, ties in SIZES[:2] if quick else SIZES:
            folder = Path(place) / str(ties)
            write_folder(folder, actors, ties)
            time = timed([PYTHON, "-m", "alianza", "validate", str(folder)])
            rows.append(size_row(actors, ties, time))
    about = f"{machine('pandas', 'numpy')}; medians of three runs."
    growth = _growth(GROWTH[:2] if quick else GROWTH)
    return f"{table(SIZES_HEADER, rows)}\n\n{about}\n\n{GROWTH_TEXT}\n\n{growth}"


def _growth(sizes: tuple[tuple[int, int], ...]) -> str:
    """Time `alianza validate` on the same datasets in every format that is written."""
    seconds: dict[str, list[Time]] = {}
    with tempfile.TemporaryDirectory() as place:
        for actors, ties in sizes:
            folder = Path(place) / str(ties)
            write_folder(folder / "folder", actors, ties)
            data = load(folder / "folder")
            for name in written_formats():
                target = folder / name
                target.mkdir(exist_ok=True)
                row = FORMATS[name]
                ending = ".xlsx" if name == "kumu-xlsx" else "".join(row.suffixes[:1]) or ".json"
                file = target if row.several else target / f"x{ending}"
                for key, content in files_of(data, row, file).items():
                    (target / key).write_bytes(content)
                command = [PYTHON, "-m", "alianza", "validate", str(file)]
                seconds.setdefault(name, []).append(timed(command, runs=1))
    rows = []
    for name, times in seconds.items():
        # What starting takes is left out: the time of the smallest.
        grown = (times[-1].median - times[0].median) / (times[-2].median - times[0].median)
        shown = [f"{time.median:.1f}" for time in times]
        rows.append([f"`{name}`", *shown, f"{grown:.1f}", f"{times[-1].megabytes:.0f}"])
    header = ["format", *(f"{ties:,} ties" for _actors, ties in sizes), "growth", "MB at most"]
    return table(header, rows)
