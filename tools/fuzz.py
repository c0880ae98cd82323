"""Throw broken files at every reader: ``python tools/fuzz.py --files 20000 --seed 1``.

Each file is a good one, broken by one to eight changes. It must end as a dataset or as faults that
name the file, in ten seconds, with every row counted. Files that end otherwise are kept in
``--keep`` and make the exit code 1. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from alianza.graph.dataset import Dataset
from alianza.graph.formats import FORMATS
from alianza.graph.importing import read_import, read_proposal
from alianza.graph.importing.columns import LAYOUTS
from alianza.graph.loading import load, validate

if TYPE_CHECKING:
    from alianza.graph.faults import LoadReport

SECONDS = 10
IMPORT = "import"
"""What is thrown at ``alianza import``, with a map, beside the formats."""
BLOCK = 200
TOKENS = tuple(
    token.encode()
    for token in (
        "", "\0", "\ufeff", "\u2028", "\x1b[31m", "NA", "null", "007", "1e999", "-1", "nan", "9" * 400,
        ",", ";", "\t", '"', "'", '""', "\n", "\r", "\r\n", "\n\n\n", "=1+1", "<", ">", "&", "&#0;", "&x;",
        "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<![CDATA[", "]]>", "<!--", "</", "/>", "{", "}", "[", "]", ":",
        "[[[[", "{{{{", '{"a":', "%s", "{value}", "../..", "*", "*Vertices 3\n", "*Arcs\n", "*Matrix\n",
        "n=3", "nr=2", "format=edgelist1", "labels:", "data:", "node [", "edge [", "id 1", "sep=;\n",
        "2014/..", "2014~", "9999-99-99", "0000", "-0001", "1E-400", "\u00a0", "é", "\u0301", "北京", "\ud7ff",
    )
)  # fmt: skip


def small() -> Dataset:
    """Give a dataset of a few dozen rows with every table and date form."""
    graph = load("allas").to_networkx()
    keep = sorted(graph, key=lambda actor: (-graph.degree(actor), actor))[:12]
    part = graph.subgraph(keep).copy()
    known = {*part, *(key for _one, _other, key in part.edges(keys=True))}
    part.graph["claims"] = [row for row in graph.graph["claims"] if row["subject"] in known]
    return Dataset.from_networkx(part)


def _written(data: Dataset) -> dict[str, list[tuple[str, dict[str, bytes]]]]:
    found: dict[str, list[tuple[str, dict[str, bytes]]]] = {}
    for name, row in FORMATS.items():
        if row.write is not None:
            file = f"x{(row.suffixes or ('.json',))[0]}"
            found.setdefault(name, []).append((file, {file: row.write(data)}))
        elif name == "kumu-xlsx" and row.write is not None:
            found.setdefault(name, []).append(("x.xlsx", {"x.xlsx": row.write(data)}))
        elif row.write_files is not None and name != "folder":
            files = row.write_files(data)
            if row.suffixes:
                file = f"ties{row.suffixes[0]}"
                found.setdefault(name, []).append((file, {file: files[file]}))
            else:
                found.setdefault(name, []).append(("", files))
    return found


def seeds() -> dict[str, list[tuple[str, dict[str, bytes]]]]:
    """Give good files by format: the name to read, and the bytes of each file of the dataset."""
    data = small()
    found = _written(data)
    tables = {"actors": data.actors, "ties": data.ties, "sources": data.sources}
    texts = {f"{table}.csv": frame.to_csv(index=False).encode() for table, frame in tables.items()}
    found.setdefault("folder", []).append(("", texts))
    renamed = data.ties.rename(columns={"from": "Source", "to": "Target", "kind": "Type"})
    for separator in (",", ";", "\t"):
        text = renamed.to_csv(index=False, sep=separator)
        for encoding in ("utf-8", "cp1252", "utf-16"):
            coded = text.encode(encoding, "replace")
            found.setdefault("csv", []).append(("x.csv", {"x.csv": coded}))
    found["kumu"] = [("x.json", {"x.json": _kumu(data)})]
    found["matrix"] = [("x.csv", {"x.csv": text.encode()}) for text in _matrices(data)]
    if "xlsx" not in found:
        found["xlsx"] = [("x.xlsx", {"x.xlsx": _workbook(tables)})]
    folder = Path(__file__).resolve().parent.parent / "tests" / "files"
    for path in sorted(folder.glob("fuzz-*")) if folder.is_dir() else []:
        for name, row in FORMATS.items():
            if path.suffix in row.suffixes:
                found.setdefault(name, []).append((path.name, {path.name: path.read_bytes()}))
                break
    found[IMPORT] = _imported(data)
    missing = set(FORMATS) - set(found)
    if missing:
        raise SystemExit(f"No good file to break for: {', '.join(sorted(missing))}")
    return found


def _imported(data: Dataset) -> list[tuple[str, dict[str, bytes]]]:
    """Give long tables with dates, places and names, as people import them, and matrices."""
    labels = dict(zip(data.actors["id"], data.actors["label"], strict=True))
    rows = [["from", "to", "kind", "start", "end", "country", "lat", "lon"]]
    for at, tie in enumerate(data.ties.itertuples(index=False)):
        ends = [labels[tie[1]], labels[tie[2]]]
        rows.append([*ends, tie[3], str(2000 + at % 20), "0", "Perú", f"-12,{at}", f"-77,{at}"])
    found = []
    for separator in ",;\t":
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=separator).writerows(rows)
        found.append(("x.csv", {"x.csv": buffer.getvalue().encode()}))
    return found + [("x.csv", {"x.csv": text.encode()}) for text in _matrices(data)]


def _read(name: str, path: Path, rng: random.Random) -> Dataset | LoadReport:
    """Read a file as a dataset; what is for `IMPORT` by a map, and a map is proposed for it too."""
    if name != IMPORT:
        return validate(path)
    read_proposal(path)
    layout = rng.choice(LAYOUTS)
    columns = {
        "memberships": "label=from,group=to,role=kind,start=start,end=end,country=country,lat=lat,lon=lon",
        "dyads": "from=from,to=to,role=kind,start=start,end=end,from_country=country,from_lat=lat,from_lon=lon",
    }.get(layout, "")
    done = read_import(path, layout, columns)
    if done.rows.read != done.rows.kept + done.rows.merged + done.rows.refused:
        raise AssertionError(f"rows: {done.rows}")
    return done.result


def _kumu(data: Dataset) -> bytes:
    elements = data.actors[["id", "label"]].rename(columns={"id": "_id"})
    connections = data.ties[["from", "to", "kind"]].rename(columns={"kind": "type"})
    value = {
        "elements": elements.to_dict("records"),
        "connections": connections.to_dict("records"),
    }
    return json.dumps(value).encode()


def _matrices(data: Dataset) -> list[str]:
    ids = data.actors["id"].tolist()
    pairs = set(zip(data.ties["from"], data.ties["to"], strict=True))
    found = []
    for heads in (ids, [f"group {name}" for name in ids]):
        rows = [[name, *(int((name, other) in pairs) for other in ids)] for name in ids]
        found.append("\n".join(",".join(map(str, row)) for row in (["", *heads], *rows)))
    return found


def _workbook(tables: dict[str, object]) -> bytes:

    book = openpyxl.Workbook()
    book.remove(book.active)
    for table, frame in tables.items():
        sheet = book.create_sheet(table)
        sheet.append(list(frame.columns))
        for row in frame.itertuples(index=False):
            sheet.append([None if value != value else str(value) for value in row])  # noqa: PLR0124
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def broken(content: bytes, rng: random.Random, other: bytes) -> bytes:
    """Change `content` in one to eight places; archives are changed inside as well."""
    if content[:2] == b"PK" and rng.random() < 0.8:
        return _broken_archive(content, rng, other)
    for _ in range(rng.randint(1, 8)):
        content = rng.choice(CHANGES)(content, rng, other)
    return content[:2_000_000]


def _broken_archive(content: bytes, rng: random.Random, other: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            inside = old.read(name)
            if name == chosen:
                if rng.random() < 0.1:
                    continue
                inside = broken(inside, rng, other)
            new.writestr(zipfile.ZipInfo(name), inside)
    return buffer.getvalue()


def _at(content: bytes, rng: random.Random) -> int:
    return rng.randint(0, len(content))


def _flip(content: bytes, rng: random.Random, _other: bytes) -> bytes:
    spot = _at(content, rng)
    return content[:spot] + bytes([rng.randrange(256)]) + content[spot + 1 :]


def _insert(content: bytes, rng: random.Random, _other: bytes) -> bytes:
    spot = _at(content, rng)
    return content[:spot] + rng.choice(TOKENS) * rng.choice((1, 1, 1, 2, 50)) + content[spot:]


def _drop(content: bytes, rng: random.Random, _other: bytes) -> bytes:
    spot = _at(content, rng)
    return content[:spot] + content[spot + rng.randint(1, 80) :]


def _double(content: bytes, rng: random.Random, _other: bytes) -> bytes:
    spot = _at(content, rng)
    end = spot + rng.randint(1, 400)
    return content[:end] + content[spot:end] * rng.choice((1, 1, 3)) + content[end:]


def _cut(content: bytes, rng: random.Random, _other: bytes) -> bytes:
    return content[: _at(content, rng)]


def _swap_lines(content: bytes, rng: random.Random, _other: bytes) -> bytes:
    lines = content.split(b"\n")
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _splice(content: bytes, rng: random.Random, other: bytes) -> bytes:
    return content[: _at(content, rng)] + other[_at(other, rng) :]


CHANGES = (_flip, _flip, _insert, _insert, _insert, _drop, _double, _cut, _swap_lines, _splice)


class _TooSlowError(Exception):
    """The reader took longer than it may."""


def _alarm(_signal: int, _frame: object) -> None:
    raise _TooSlowError


def one(
    number: int, seed: int, good: dict[str, list[tuple[str, dict[str, bytes]]]], folder: Path
) -> tuple[str, str, float, str, dict[str, bytes]]:
    """Read one broken file; give its format, how it ended, the time, what went wrong, the files."""
    rng = random.Random(f"{seed}-{number}")  # noqa: S311 - repeatable, not secret
    name = sorted(good)[number % len(good)]
    file, files = rng.choice(good[name])
    target = rng.choice(sorted(files))
    other = rng.choice(sorted(rng.choice(rng.choice(sorted(good.items()))[1])[1].items()))[1]
    files = {**files, target: broken(files[target], rng, other)}
    _lay(folder, files)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    begun = time.perf_counter()
    wrong = ""
    ended = "loaded"
    try:
        result = _read(name, folder / file if file else folder, rng)
        report = result.report if isinstance(result, Dataset) else result
        if not isinstance(result, Dataset):
            ended = "faults"
            if not report.errors:
                wrong = "refused without an error"
        for table in ("actors", "ties", "sources", "claims"):
            count = getattr(report, table)
            if count.read != count.kept + count.merged + count.refused:
                wrong = f"{table}: {count}"
        if not all(fault.file and str(fault.message) for fault in report.faults):
            wrong = "a fault without file or message"
    except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
        wrong, ended = traceback.format_exc(), "crashed"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return name, ended, time.perf_counter() - begun, wrong, files if wrong else {}


def _lay(folder: Path, files: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        path.unlink()
    for key, content in files.items():
        (folder / key).write_bytes(content)


def check_seeds() -> None:
    """Make sure that every good file is good, so that what is broken is more than a header."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, files in seeds().items():
            for file, contents in files:
                _lay(folder, contents)
                if name == IMPORT:
                    continue
                load(folder / file if file else folder)


def block(first: int, count: int, seed: int, keep: str) -> dict[str, object]:
    """Read `count` broken files; give how they ended."""
    signal.signal(signal.SIGPROF, _alarm)
    good = seeds()
    ends: Counter[str] = Counter()
    slowest, bad = 0.0, []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(first, first + count):
            name, ended, seconds, wrong, files = one(number, seed, good, folder)
            ends[f"{name} {ended}"] += 1
            slowest = max(slowest, seconds)
            if wrong:
                bad.append({"number": number, "format": name, "wrong": wrong})
                for key, content in files.items():
                    target = Path(keep) / f"{number}-{key}"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"ends": ends, "slowest": slowest, "bad": bad, "peak": peak}


def main() -> int:
    """Read broken files and print how they ended, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="fuzz-failures")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    check_seeds()
    firsts = range(0, chosen.files, BLOCK)
    ends: Counter[str] = Counter()
    bad, slowest, peak = [], 0.0, 0
    with ProcessPoolExecutor(chosen.workers) as pool:
        jobs = [
            pool.submit(block, first, min(BLOCK, chosen.files - first), chosen.seed, chosen.keep)
            for first in firsts
        ]
        for job in jobs:
            result = job.result()
            ends.update(result["ends"])
            bad += result["bad"]
            slowest, peak = max(slowest, result["slowest"]), max(peak, result["peak"])
    answer = {
        "files": chosen.files,
        "seed": chosen.seed,
        "ends": dict(sorted(ends.items())),
        "slowest_seconds": round(slowest, 2),
        "peak_megabytes": peak,
        "bad": bad,
    }
    print(json.dumps(answer, indent=1))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
