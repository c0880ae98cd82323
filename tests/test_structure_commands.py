"""The commands brokerage, mixing, equivalence and backbone as people use them."""

import csv
import io
import json

import pytest

TWO_MODE = ("--ties", "membership", "--two-mode")


def answered(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_brokerage(run):
    answer = answered(run("brokerage", "--by", "kind", "--format", "json"))
    assert set(answer) == {"view", "by", "method", "actors", "groups", "whole"}
    assert [row["role"] for row in answer["whole"]][-1] == "total"
    total = {row["role"]: row["count"] for row in answer["whole"]}
    assert total["total"] == sum(row["total"] for row in answer["actors"])
    assert {"id", "label", "kind", "group", "liaison", "liaison_expected", "liaison_z"} <= set(
        answer["actors"][0]
    )
    top = answered(run("brokerage", "--by", "kind", "--top", "3", "--format", "json"))
    busiest = sorted((row["total"] for row in answer["actors"]), reverse=True)[:3]
    assert sorted((row["total"] for row in top["actors"]), reverse=True) == busiest
    rows = list(csv.DictReader(io.StringIO(run("brokerage", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)


def test_brokerage_in_two_modes(run):
    answer = answered(run("brokerage", *TWO_MODE, "--format", "json"))
    assert {"pairs", "only_link", "liaison"} <= set(answer["actors"][0])
    shown = run("brokerage", *TWO_MODE, "--top", "2")
    assert "only link" in shown.stdout
    assert "Jasny and Lubell" in shown.stderr


def test_mixing(run):
    answer = answered(run("mixing", "--by", "kind", "--format", "json"))
    view = answered(run("summary", "--format", "json"))["figures"]
    assert sum(row["observed"] for row in answer["mixing"]) == view["tied_pairs"]
    found = answer["ei_index"]
    assert found["internal"] + found["external"] == view["tied_pairs"]
    assert found["whole"] == pytest.approx(
        (found["external"] - found["internal"]) / view["tied_pairs"]
    )
    assert 0 < found["p"] <= 1
    assert answer["assortativity_numeric"] is None
    for show in ("pairs", "groups", "actors"):
        assert run("mixing", "--show", show, "--draws", "9").exit_code == 0
    numbers = answered(run("mixing", "--by", "lat", "--draws", "9", "--format", "json"))
    assert -1 <= numbers["assortativity_numeric"] <= 1


def test_equivalence(run, tmp_path):
    answer = answered(run("equivalence", *TWO_MODE, "--format", "json", "--minimum", "0.75"))
    assert all(row["overlap"] >= 0.75 for row in answer["pairs"])
    assert len(answer["tree"]["merges"]) == len(answer["tree"]["ids"]) - 1
    assert {row["id"] for row in answer["positions"]} == set(answer["tree"]["ids"])
    picture = tmp_path / "tree.svg"
    result = run("equivalence", *TWO_MODE, "--show", "positions", "--dendrogram", picture)
    assert result.exit_code == 0
    assert str(picture) in result.stderr
    assert picture.read_text("utf-8").startswith("<svg")
    other = answered(run("equivalence", *TWO_MODE, "--side", "second", "--format", "json"))
    assert not {row["id"] for row in other["positions"]} & set(answer["tree"]["ids"])


def test_backbone(run):
    options = ("backbone", "--project", "city", "--model", "fixed-row", "--correction", "bh")
    answer = answered(run(*options, "--format", "json"))
    assert answer["kept"] == len(answer["ties"]) > 0
    assert all(row["adjusted"] <= 0.05 for row in answer["ties"])
    every = answered(run(*options, "--all", "--format", "json"))
    assert every["tied"] == len(every["ties"]) > answer["kept"]
    shown = run(*options)
    assert "Two actors (cities) were tied" in shown.stderr
    assert "corrected p" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("brokerage", "--by", "contry"), "country"),
        (("mixing", "--by", "contry"), "country"),
        (("backbone",), "--project"),
        (("backbone", "--project", "city", "--alpha", "2"), "between 0 and 1"),
        (("backbone", "--project", "city", "--model", "sdms"), "sdsm"),
        (("equivalence", "--dendrogram", " "), "empty"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["brokerage", "mixing", "equivalence", "backbone"])
def test_a_view_without_ties(run, command, tmp_path):
    (tmp_path / "actors.csv").write_text("id,label,kind,area\na,A,city,x\nb,B,network,\n")
    (tmp_path / "ties.csv").write_text("id,from,to,kind\n")
    extra = ("--model", "disparity") if command == "backbone" else ()
    for style in ("table", "csv", "json"):
        result = run(command, tmp_path, *extra, "--format", style)
        assert result.exit_code == 0, result.output
