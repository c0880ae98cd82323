"""How a command is timed, in a process of its own with its peak memory, and how a call is."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Of a call; the first, cold one is not counted.
RUNS = 5


@dataclass(frozen=True, slots=True)
class Time:
    """Seconds of each run of a command, its peak memory in megabytes, and the processor's seconds.

    The last sum over all cores, so that they say the work whatever else the machine does.
    """

    seconds: tuple[float, ...]
    megabytes: float
    work: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        """Give the median of the seconds."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> str:
        """Give the shortest and the longest run."""
        return f"{min(self.seconds):.2f}–{max(self.seconds):.2f}"


def timed(command: Sequence[str], *, runs: int = 3, ok: tuple[int, ...] = (0,)) -> Time:
    """Run `command` `runs` times, its output thrown away; raise if it ends otherwise than `ok`."""
    found = []
    for _ in range(runs):
        # By a small process in between: a peak counts what the parent held when the child began.
        made = subprocess.run([PYTHON, __file__, *command], capture_output=True, check=True)  # noqa: S603
        once = json.loads(made.stdout)
        found.append(once)
        if once["code"] not in ok:
            raise RuntimeError(f"{command}: {once['code']}\n{once['errors']}")
    return Time(
        tuple(once["seconds"] for once in found),
        max(once["megabytes"] for once in found),
        tuple(once["work"] for once in found),
    )


def _once(command: Sequence[str]) -> dict[str, object]:
    """Run a command and say how long it took, what it held and how it ended."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:  # noqa: S603
        errors = child.stderr.read() if child.stderr else b""
        _pid, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return {
        "seconds": time.perf_counter() - begun,
        "work": usage.ru_utime + usage.ru_stime,
        "megabytes": usage.ru_maxrss / 1024,
        "code": child.returncode,
        "errors": errors.decode(errors="replace")[-2000:],
    }


def seconds(
    call: Callable[..., object], before: Callable[[], tuple[object, ...]] = tuple
) -> tuple[float, ...]:
    """Time a call with what `before` gives: once cold, and unless that took long, `RUNS` times."""

    def once() -> float:
        given = before()
        begun = time.perf_counter()
        call(*given)
        return time.perf_counter() - begun

    first = once()
    return (first,) if first > 10 else tuple(once() for _run in range(RUNS))


def machine(*packages: str) -> str:
    """Say on what the figures were measured."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.system()}, {python}" + f"; {versions}" * bool(
        versions
    )


SIZES_HEADER = ("actors", "ties", "seconds", "spread", "µs a row", "MB at most")


def size_row(actors: int, ties: int, time: Time) -> tuple[str, ...]:
    """Give the row under `SIZES_HEADER` of a command on so many actors and ties."""
    micro = time.median / (actors + ties) * 1e6
    return (
        f"{actors:,}",
        f"{ties:,}",
        f"{time.median:.2f}",
        time.spread,
        f"{micro:.0f}",
        f"{time.megabytes:.0f}",
    )


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Give a table in Markdown, numbers to the right."""
    lines = [f"| {' | '.join(header)} |", "|---|" + "---:|" * (len(header) - 1)]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


PYTHON = sys.executable


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_once(sys.argv[1:])))
