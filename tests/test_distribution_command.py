"""`alianza distribution`: partners counted, and the rich club."""

import json

import pytest
from alianza.cli import main
from click.testing import CliRunner


def run(*options):
    return CliRunner().invoke(main, ["distribution", "allas", *options])


def test_every_actor_is_counted_once():
    got = json.loads(run("--format", "json").stdout)
    assert sum(row["actors"] for row in got["degrees"]) == 103
    assert got["degrees"][0]["at_least"] == 1
    assert got["view"].startswith("All kinds of ties.")


def test_modes_apart():
    got = json.loads(run("--ties", "membership", "--two-mode", "--format", "json").stdout)
    assert {row["mode"] for row in got["degrees"]} > {"network"}
    shown = run("--ties", "membership", "--two-mode", "--lang", "es")
    assert shown.exit_code == 0
    assert "redes" in shown.stdout


def test_rich_club():
    got = run("--show", "rich-club", "--draws", "20", "--format", "csv")
    assert got.stdout.splitlines()[0] == "degree,actors,ties,rich_club,expected,ratio"
    assert "seed 1" in got.stderr
    assert "expected" not in run("--show", "rich-club", "--draws", "0", "--format", "csv").stdout


def test_rich_club_of_two_modes_is_refused():
    got = run("--show", "rich-club", "--ties", "membership", "--two-mode")
    assert got.exit_code == 2
    assert "one-mode" in got.stderr


@pytest.mark.parametrize("show", ["degrees", "rich-club"])
def test_tables_for_people(show):
    assert run("--show", show, "--draws", "5").stdout.startswith("partners")
