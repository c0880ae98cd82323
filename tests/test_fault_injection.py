"""Promise 5, faults survived: every system call of every writer fails once; runs are killed."""

import errno
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import click
import pytest
from alianza import cli
from alianza.graph.faults import OutputError
from alianza.graph.loading import load
from alianza.reports.writers.output import write_files
from click.testing import CliRunner

ERRORS = ("ENOSPC", "EIO", "EACCES", "EMFILE")
CALLS = ("open", "write", "fsync", "close", "replace", "rename", "link", "mkdir", "chmod")
OLD = {"a.html": b"old a" * 900, "b.csv": b"old b", "c.xlsx": b"old c" * 70_000}
NEW = {"a.html": b"new a" * 1000, "b.csv": b"", "c.xlsx": b"new c" * 60_000}
# Every command that writes, and how; `{out}` is the folder for what it writes.
COMMANDS = {
    "convert": ["{here}/members.csv", "-o", "{out}"],
    "figure": ["network", "allas", "--ties", "leadership", "-o", "{out}/figure.svg"],
    "gaps": ["allas", "--kinds", "single_tie", "-o", "{out}/gaps.xlsx"],
    "import": [
        "{here}/members.csv",
        "--as",
        "memberships",
        "--map",
        "actor=from,group=to",
        "-o",
        "{out}",
    ],
    "map": ["allas", "--ties", "leadership", "-o", "{out}/map.html"],
    "new": ["{out}/mine.xlsx"],
    "rankclock": ["allas", "--ties", "membership", "-o", "{out}/clock.svg"],
    "report": ["allas", "--ties", "leadership", "-o", "{out}"],
    "slides": ["allas", "--ties", "leadership", "-o", "{out}/deck.pptx"],
    "whatif": ["allas", "--add", "Lima--Paris:agreement", "-o", "{out}/change.svg"],
}


BEFORE = {"fresh": None, "old": OLD, "mixed": {"b.csv": b"old"}}
# How many calls are made, hence fail: each with each error in the writer's own cases; in those of
# the commands the errors take turns, first in a fresh folder, then over older files (`new` never
# writes over what stands there, as test_starter.py tests); of a run of three files, by each signal.
WRITER_FAULTS = {"fresh": 19, "old": 20, "mixed": 18}
COMMAND_FAULTS = {
    "convert": (20, 21),
    "figure": (8, 6),
    "gaps": (8, 6),
    "import": (26, 28),
    "map": (8, 6),
    "new": (8,),
    "rankclock": (8, 6),
    "report": (44, 49),
    "slides": (8, 6),
    "whatif": (8, 6),
}
KILLS = 3 * (5 + 1 + 1)
FAULTS = (
    len(ERRORS) * sum(WRITER_FAULTS.values())
    + sum(sum(counts) for counts in COMMAND_FAULTS.values())
    + 2 * KILLS
)


def test_promise_5_at_least_500_faults_are_injected_and_the_page_says_how_many():
    page = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
    assert FAULTS >= 500
    assert f"| faults injected into writers | {FAULTS:,}: " in page.read_text("utf-8")


class FailingCalls:
    """Let the `fail_at`-th system call that writes raise `number`; count them all."""

    def __init__(self, monkeypatch, fail_at=0, number=0):
        self.count, self.failed = 0, ""
        for name in CALLS:
            monkeypatch.setattr(os, name, self.wrapped(getattr(os, name), name, fail_at, number))

    def wrapped(self, real, name, fail_at, number):
        def call(*arguments, **options):
            if name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR):
                return real(*arguments, **options)
            self.count += 1
            if self.count == fail_at:
                self.failed = name
                if name == "close":
                    # The descriptor is gone even when closing fails.
                    real(*arguments, **options)
                raise OSError(number, os.strerror(number))
            return real(*arguments, **options)

        return call


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}  # fmt: skip


def each_failure(errors, before, tmp_path, act):
    """Run `act(folder)` with the 1st, 2nd, … call failing, until it passes; give the number.

    The calls fail with the `errors` in turn; `act` gives what it said of the failure, or None.
    """
    for fail_at in range(1, 1000):
        name = errors[fail_at % len(errors)]
        number = getattr(errno, name)
        folder = tmp_path / f"{name}-{fail_at}" / "out"
        if before is not None:
            folder.mkdir(parents=True)
            for name, content in before.items():
                (folder / name).write_bytes(content)
        with pytest.MonkeyPatch.context() as patch:
            calls = FailingCalls(patch, fail_at, number)
            failed = act(folder)
        if calls.count < fail_at:
            assert not failed
            return fail_at - 1
        if not failed:
            # A disk without second names gets copies; the rest must be said.
            assert calls.failed == "link", f"call {fail_at} failed and nobody said so"
            continue
        assert os.strerror(number) in failed
        assert contents(folder) == (before or {}), f"call {fail_at}"
        assert folder.exists() == (before is not None)
        assert not act(folder), "the next run succeeds"
    return None


@pytest.mark.parametrize("case", BEFORE)
def test_promise_5_every_call_of_the_writer_fails_once(tmp_path, case):
    before = BEFORE[case]

    def act(folder):
        try:
            write_files(folder, NEW)
        except OutputError as error:
            return str(error)
        assert contents(folder) == NEW
        return None

    faults = [each_failure([name], before, tmp_path, act) for name in ERRORS]
    assert faults == [WRITER_FAULTS[case]] * len(ERRORS)


def test_a_disk_that_takes_little_at_a_time(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, content: real(file, content[:1000]))
    write_files(tmp_path, NEW)
    assert contents(tmp_path) == NEW


def test_a_disk_without_second_names(tmp_path, monkeypatch):
    def refuse(*_arguments, **_options):
        raise OSError(errno.EPERM, "no links")

    write_files(tmp_path, OLD)
    monkeypatch.setattr(os, "link", refuse)
    real, calls = os.replace, Counter()

    def third(*arguments):
        calls["replace"] += 1
        if calls["replace"] == 3:
            raise OSError(errno.EIO, "bad disk")
        return real(*arguments)

    monkeypatch.setattr(os, "replace", third)
    with pytest.raises(OutputError, match="bad disk"):
        write_files(tmp_path, NEW)
    assert contents(tmp_path) == OLD


def test_the_table_has_every_command_that_writes():
    writing = {
        name
        for name in cli.COMMANDS
        for option in cli.main.get_command(click.Context(cli.main), name).params
        if option.name == "output" or (option.name, type(option)) == ("path", click.Argument)
    }
    assert set(COMMANDS) == writing


@pytest.fixture
def quick(monkeypatch):
    """Compute the contents of the files of each command once; write them each time anew."""
    from alianza.graph import saving
    from alianza.reports import main, network_map, writers

    # It reads a copy beside what is written; a fault there is said in a test of its own.
    monkeypatch.setattr(saving, "read_again", lambda _files, _row, _name: load("allas"))

    made = {}

    def once(module, name):
        function = getattr(module, name)

        def call(*_arguments, **_options):
            if name not in made:
                made[name] = function(*_arguments, **_options)
            return made[name]

        monkeypatch.setattr(module, name, call)

    once(main, "build_report")
    once(writers, "report_files")
    once(network_map, "network_map")


@pytest.mark.parametrize(
    ("command", "before"),
    [
        (command, before)
        for command, counts in COMMAND_FAULTS.items()
        for before in range(len(counts))
    ],
)
def test_promise_5_every_call_of_every_command_fails_once(quick, tmp_path, command, before):
    def act(folder):
        (tmp_path / "members.csv").write_text("from,to\nquito,ucci\n", "utf-8")
        arguments = [
            text.replace("{out}", str(folder)).replace("{here}", str(tmp_path))
            for text in COMMANDS[command]
        ]
        result = CliRunner().invoke(cli.main, [command, *arguments])
        if result.exit_code == 0:
            return None
        assert result.exit_code == 2, result.output
        assert "Traceback" not in result.output
        return result.output

    # Once before, so that no library makes folders of its own among the calls that are counted.
    assert act(tmp_path / "made") is None
    old = None
    if before:
        old = {name: b"old " + content for name, content in contents(tmp_path / "made").items()}
    faults = each_failure(ERRORS, old, tmp_path, act)
    assert faults == COMMAND_FAULTS[command][before]


KILLED = """
import json, os, signal, sys
from pathlib import Path
from alianza.reports.writers.output import write_files

folder, sign = Path(sys.argv[1]), getattr(signal, sys.argv[2])
NAMES = ("open", "write", "fsync", "close", "replace", "link", "mkdir", "chmod")
OLD, NEW = ({name: text * 50_000 for name in "abc"} for text in (b"old", b"new"))
runs = []
for stop_at in range(1, 1000):
    place = folder / str(stop_at)
    write_files(place, OLD)
    child = os.fork()
    if child == 0:
        count = 0
        def wrapped(real):
            def call(*arguments, **options):
                global count
                result = real(*arguments, **options)
                count += 1
                if count == stop_at:
                    os.kill(os.getpid(), sign)
                return result
            return call
        for name in NAMES:
            setattr(os, name, wrapped(getattr(os, name)))
        try:
            write_files(place, NEW)
        except KeyboardInterrupt:
            os._exit(130)
        os._exit(0 if count < stop_at else 77)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    found = {path.name: path.read_bytes() for path in place.iterdir()}
    runs.append({
        "status": status,
        "whole": all(found[name] in (OLD[name], NEW[name]) for name in OLD),
        "same": {name: found[name] for name in OLD} in (OLD, NEW),
        "stray": len(found) - len(OLD),
        "next": write_files(place, NEW) and all((place / n).read_bytes() == NEW[n] for n in NEW),
    })
    if status == 0:
        break
print(json.dumps(runs))
"""


@pytest.mark.parametrize("sign", ["SIGKILL", "SIGINT"])
def test_promise_5_a_run_that_is_stopped_leaves_whole_files(tmp_path, sign):
    shown = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), sign],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    runs = json.loads(shown.stdout)
    assert len(runs) == KILLS + 1
    assert runs[-1]["status"] == 0
    for run in runs:
        assert run["whole"]
        assert run["next"]
    if sign == "SIGINT":
        # Interrupted runs clean up; only a cut just after a name was made may leave that.
        assert {run["status"] for run in runs[:-1]} <= {130, 77}
        assert all(run["same"] for run in runs)
        assert sum(run["stray"] for run in runs) <= 6
    else:
        assert {run["status"] for run in runs[:-1]} == {-9}


def test_inputs_are_never_written(tmp_path, monkeypatch):
    folder = Path(__file__).resolve().parent.parent / "data" / "allas"
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli.main, ["map", str(folder), "--ties", "leadership"]).exit_code == 0
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
