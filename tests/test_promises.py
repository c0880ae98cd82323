"""What alianza promises, a test a promise; those with a file of their own are named there.

1 also in test_fuzzing.py, 5 in test_fault_injection.py, 6 in test_published.py and test_measures_*.py.
"""

import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from alianza import cli
from alianza.graph.dataset import Dataset
from alianza.graph.faults import CATALOGUE, SHOWN
from alianza.graph.formats import FORMATS
from alianza.graph.loading import load, validate

ROOT = Path(__file__).resolve().parent.parent
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"


def commands_on_data():
    for name in sorted(cli.COMMANDS):
        command = cli.main.get_command(click.Context(cli.main), name)
        if any(parameter.name in {"dataset", "file"} for parameter in command.params):
            yield name


# What a command is asked for before and after its dataset.
BEFORE = {"figure": ["network"]}
AFTER = {"whatif": ["--loss"]}


def call_of(name, path):
    """Give the arguments that make a command read `path`, what it needs besides among them."""
    words = [name, *BEFORE.get(name, ()), path, *AFTER.get(name, ())]
    for parameter in cli.main.get_command(click.Context(cli.main), name).params:
        if parameter.required and isinstance(parameter, click.Option):
            words += [parameter.opts[-1], path.parent / "made"]
    return words


def gibberish(folder):
    path = folder / "noise.csv"
    path.write_bytes(random.Random(5).randbytes(4000))
    return path


def empty(folder):
    path = folder / "empty.csv"
    path.write_bytes(b"")
    return path


def empty_folder(folder):
    path = folder / "nothing"
    path.mkdir()
    return path


def missing(folder):
    return folder / "no-such.xlsx"


def renamed_pdf(folder):
    path = folder / "list.csv"
    path.write_bytes(PDF)
    return path


def half_written(folder):
    import openpyxl

    whole = folder / "whole.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "ties"
    book.active.append(["from", "to", "kind"])
    book.save(whole)
    path = folder / "half.xlsx"
    path.write_bytes(whole.read_bytes()[:2000])
    return path


def forbidden(folder):
    path = folder / "secret.csv"
    path.write_text("from,to\na,b\n")
    if os.geteuid() == 0:
        # Nothing is forbidden to root; a loop of links cannot be opened by anyone.
        path.unlink()
        path.symlink_to(path)
    else:
        path.chmod(0)
    return path


BAD = (gibberish, empty, empty_folder, missing, renamed_pdf, half_written, forbidden)


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
@pytest.mark.parametrize("command", list(commands_on_data()))
def test_promise_1_what_is_no_dataset_is_one_clear_line(run, tmp_path, monkeypatch, command, make):
    monkeypatch.chdir(tmp_path)
    path = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    result = run(*call_of(command, path))
    assert result.exit_code == 1, result.output
    said = [line for line in result.output.splitlines() if " · " in line]
    assert len(said) == 1, result.output
    code = said[0].split()[1]
    assert code in CATALOGUE
    assert path.name in said[0]
    assert "Traceback" not in result.output
    assert sorted(tmp_path.rglob("*")) == before, "nothing is written"


def test_promise_2_faults_one_can_act_on(run, tmp_path):
    assert len(CATALOGUE) >= 40
    assert len({kind.message for kind in CATALOGUE.values()}) == len(CATALOGUE)
    (tmp_path / "actors.csv").write_text("id,label,kind\na,A,city\nb,B,citty\n")
    bad = "".join(f"t{n},a,zz{n},agreement\n" for n in range(80))
    (tmp_path / "ties.csv").write_text(f"id,from,to,kind\n{bad}")
    shown = run("validate", tmp_path)
    assert shown.exit_code == 1
    lines = shown.stdout.splitlines()
    faults = [line for line in lines if line.startswith("error ")]
    assert len(faults) == SHOWN
    assert "actors.csv, 3, kind" in faults[0]
    assert "Did you mean “city”?" in faults[0]
    assert lines[-1].startswith("81 faults")
    found = json.loads(run("validate", tmp_path, "--format", "json").stdout)["faults"]
    assert len(found) == 81
    assert all(fault["file"] and fault["row"] and fault["column"] for fault in found)
    assert [fault["row"] for fault in found[1:]] == list(range(2, 82))


def test_promise_2_faults_in_four_languages(run, tmp_path):
    (tmp_path / "actors.csv").write_text("id,label,kind\na,A,citty\n")
    (tmp_path / "ties.csv").write_text("id,from,to,kind\n")
    said = {
        lang: run("validate", tmp_path, "--lang", lang).stdout for lang in ("en", "es", "fr", "pt")
    }
    assert len(set(said.values())) == 4
    assert all("unknown-kind" in text and "city" in text for text in said.values())


def test_promise_3_nothing_is_lost_in_silence(run, tmp_path):
    (tmp_path / "edges.csv").write_text(
        "Source,Target,Note,Colour\na,b,x,red\nb,a,,blue\na,a,,\nc,,,\n"
    )
    found = json.loads(run("validate", tmp_path / "edges.csv", "--format", "json").stdout)
    for table in ("actors", "ties"):
        count = found["rows"][table]
        assert count["read"] == count["kept"] + count["merged"] + count["refused"]
    assert found["rows"]["ties"]["read"] == 4
    assert {fault["code"] for fault in found["faults"]} >= {"loop", "missing-value", "made-actors"}


TRICKY = ("007", "NA", "null", "TRUE", "1e3", "12345678901234567890", "1.0", "nan", "-0", "None")


def test_promise_4_identifiers_are_text(tmp_path):
    """Through every format that is written and read again."""
    import networkx as nx

    graph = nx.MultiDiGraph(name="x")
    for name in TRICKY:
        graph.add_node(name, label=f"Label {name}", kind="city")
    for number, name in enumerate(TRICKY[1:]):
        graph.add_edge(TRICKY[0], name, key=f"00{number}", kind="agreement")
    data = Dataset.from_networkx(graph)
    tried = 0
    for name, row in FORMATS.items():
        if row.write is None or not row.suffixes:
            continue
        path = tmp_path / f"{name}{row.suffixes[0]}"
        path.write_bytes(row.write(data))
        back = load(path)
        # Pajek's files name actors by their labels.
        assert set(back.actors["id"]) in ({*TRICKY}, {f"Label {id_}" for id_ in TRICKY}), name
        tried += 1
    assert tried >= 3


def test_promise_4_names_alike_are_reported_not_merged(tmp_path):
    (tmp_path / "actors.csv").write_text(
        "id,label,kind\na,Sa\u0303o Paulo,city\nb,S\u00e3o Paulo,city\nc,Sao Paulo ,city\n", "utf-8"
    )
    (tmp_path / "ties.csv").write_text("id,from,to,kind\nt,a,b,agreement\n")
    data = validate(tmp_path)
    assert len(data.actors) == 3
    assert "likely-duplicate" in {fault.code for fault in data.report.faults}


def same_everywhere(tmp_path, *arguments):
    texts = set()
    for seed, zone, lang in (("0", "UTC", "C"), ("99", "Asia/Tokyo", "pt_BR.UTF-8")):
        folder = tmp_path / seed
        folder.mkdir(exist_ok=True)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": lang}
        shown = subprocess.run(
            [sys.executable, "-m", "alianza", *arguments],
            capture_output=True, check=True, env=environment, cwd=folder,
        )  # fmt: skip
        texts.add(shown.stdout)
    return len(texts) == 1


@pytest.mark.parametrize("command", ["summary", "centrality", "validate"])
def test_promise_7_same_input_same_answer(tmp_path, command):
    """The files of the report are compared in test_report.py."""
    assert same_everywhere(tmp_path, command, "allas", "--format", "json")


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.writes])
def test_promise_7_same_dataset_same_file(tmp_path, name):
    write = FORMATS[name].write
    assert write(load("allas")) == write(load("allas"))


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


def test_promise_8_no_control_byte_on_the_terminal(run, tmp_path):
    """Labels, ids, headers and file names; pages and workbooks are tried in test_report.py."""
    nasty = "\x1b]8;;http://evil\x1b\\x\u202e\u200b\x9b31m"
    folder = tmp_path / f"d{nasty}".replace("/", "")
    folder.mkdir()
    header = f"id,label,kind,own{nasty}"
    (folder / "actors.csv").write_text(
        f"{header}\na{nasty},A{nasty},citty{nasty},\nb,B,city,\n", "utf-8"
    )
    (folder / "ties.csv").write_text(
        f"id,from,to,kind\nt{nasty},a,b{nasty},agreement{nasty}\n", "utf-8"
    )
    for command in commands_on_data():
        result = run(*call_of(command, folder))
        assert not CONTROL.search(result.output), command


def test_promise_8_nothing_is_written_outside(run, tmp_path):
    """Whatever ids and names a dataset has."""
    import networkx as nx

    names = [
        "../x",
        "CON",
        ".hidden",
        "-rf",
        "x" * 300,
        "a/b",
        "A/B",
        "北京",
        "..",
        "nul.txt",
        "a\\b",
    ]
    graph = nx.MultiDiGraph(name="../../evil", metadata={"title": "../../evil/title"})
    for name in names:
        graph.add_node(name, label=name, kind="city")
    for one, other in itertools.pairwise(names):
        graph.add_edge(one, other, kind="agreement")
    work = tmp_path / "work"
    shutil.copytree(ROOT / "data" / "allas", work / "data")
    path = work / "evil.graphml"
    path.write_bytes(FORMATS["graphml"].write(Dataset.from_networkx(graph)))
    before = set(tmp_path.rglob("*"))
    assert run("report", path, "-o", work / "out").exit_code == 0
    made = set(tmp_path.rglob("*")) - before
    assert made
    assert all(path == work / "out" or path.parent == work / "out" for path in made)
    assert all(len(path.name.encode()) <= 255 for path in made)


def test_promise_8_no_pickle_is_read(run, tmp_path):
    import pickle

    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "sprung"),)

    for ending in (".pkl", ".csv", ".json", ".xlsx", ".graphml", ".parquet", ".net", ""):
        path = tmp_path / f"trap{ending}"
        path.write_bytes(pickle.dumps(Trap()))
        assert run("validate", path).exit_code == 1
        assert not (tmp_path / "sprung").exists()
    for source in (*(ROOT / "graph").rglob("*.py"), *(ROOT / "reports").rglob("*.py")):
        assert not re.search(
            r"\b(pickle|eval|exec|marshal|shelve)\b\s*[.(]", source.read_text("utf-8")
        )


def test_promise_8_configuration_beside_the_data_is_not_executed(run, tmp_path):
    for name in ("actors.csv", "ties.csv", "sources.csv", "claims.csv", "datapackage.json"):
        shutil.copy(ROOT / "data" / "allas" / name, tmp_path / name)
    for name in ("conftest.py", "setup.cfg", "alianza.py", "sitecustomize.py", "report.html.j2"):
        (tmp_path / name).write_text("raise SystemExit('run')\n{{ 1/0 }}")
    assert run("summary", tmp_path).exit_code == 0
