"""The commands that weigh evidence: what they print, on which stream, and how they refuse."""

import csv
import io
import json

import pytest
from alianza.graph.evidence.significance import significance
from alianza.graph.loading import load

QUICK = {
    "significance": ["--figure", "transitivity,density", "--draws", "5"],
    "stability": ["--measure", "degree", "--draws", "5"],
    "qap": ["--response", "shared:membership", "--predictor", "distance,same:area",
            "--actors", "city", "--draws", "5"],
    "communities": ["--runs", "3"],
}  # fmt: skip


@pytest.mark.parametrize("command", QUICK)
@pytest.mark.parametrize("lang", ["en", "es", "fr", "pt"])
def test_every_answer_in_every_language(run, command, lang):
    result = run(command, "allas", *QUICK[command], "--lang", lang)
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) > 2


@pytest.mark.parametrize("command", QUICK)
def test_the_same_bytes_each_time(run, command):
    for style in ("table", "csv", "json"):
        first, again = (run(command, *QUICK[command], "--format", style) for _ in range(2))
        assert first.stdout == again.stdout


@pytest.mark.parametrize("command", QUICK)
def test_how_it_was_made_goes_to_stderr(run, command):
    result = run(command, *QUICK[command])
    assert "Seed: 1." in result.stderr
    assert "Seed: 1." not in result.stdout
    answer = run(command, *QUICK[command], "--format", "json")
    assert answer.stderr == ""
    assert "Seed: 1." in json.loads(answer.stdout)["method"]


def test_json_of_significance(run):
    answer = json.loads(
        run(
            "significance", "--figure", "transitivity", "--measure", "degree", "--null", "labels",
            "--draws", "9", "--seed", "4", "--format", "json",
        ).stdout
    )  # fmt: skip
    assert list(answer) == ["view", "null", "method", "figures", "actors"]
    assert answer["null"] == {
        "model": "labels", "draws": 9, "seed": 4, "sweeps": None,
        "changed": answer["null"]["changed"], "walk": [],
    }  # fmt: skip
    numbers = ["observed", "mean", "sd", "low", "high", "z", "p", "p_high", "p_low",
               "p_corrected", "defined"]  # fmt: skip
    (figure,) = answer["figures"]
    assert list(figure) == ["figure", *numbers]
    assert figure["figure"] == "transitivity"
    assert list(answer["actors"][0]) == ["measure", "id", "label", "kind", *numbers]
    assert len(answer["actors"]) == len(load("allas").view())


def test_json_of_significance_holds_the_library_s_numbers(run):
    answer = json.loads(run("significance", *QUICK["significance"], "--format", "json").stdout)
    found = significance(load("allas").view(), ["transitivity", "density"], draws=5)
    assert [row["mean"] for row in answer["figures"]] == pytest.approx(found.table["mean"].tolist())
    assert answer["null"]["walk"][-1]["sweeps"] == answer["null"]["sweeps"] == 30


def test_json_of_stability(run):
    answer = json.loads(run("stability", *QUICK["stability"], "--format", "json").stdout)
    assert list(answer) == ["view", "measure", "draws", "seed", "method", "actors", "agreement"]
    assert list(answer["actors"][0]) == [
        "id", "label", "kind", "value", "rank", "rank_low", "rank_median", "rank_high", "first",
        "present",
    ]  # fmt: skip
    assert list(answer["agreement"][0]) == ["kind", "actors", "kendall", "spearman"]


def test_json_of_qap(run):
    answer = json.loads(run("qap", *QUICK["qap"], "--format", "json").stdout)
    assert list(answer) == [
        "response", "actors", "pairs", "draws", "seed", "method", "r_squared",
        "adjusted_r_squared", "correlations", "coefficients",
    ]  # fmt: skip
    assert [row["predictor"] for row in answer["correlations"]] == ["distance", "same:area"]
    assert [row["predictor"] for row in answer["coefficients"]][-1] == "intercept"
    assert answer["pairs"] == answer["actors"] * (answer["actors"] - 1) // 2


def test_json_of_communities(run):
    answer = json.loads(run("communities", *QUICK["communities"], "--format", "json").stdout)
    assert list(answer) == [
        "view", "method", "modularity", "agreement", "resolution", "runs", "seed", "communities",
        "actors",
    ]  # fmt: skip
    assert list(answer["actors"][0]) == ["id", "label", "kind", "community", "stability"]
    sizes = [row["actors"] for row in answer["communities"]]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == len(answer["actors"])


def test_communities_of_several_dates_are_compared(run):
    options = ["--compare", "2000,2014,2020", "--runs", "3"]
    answer = json.loads(run("communities", *options, "--format", "json").stdout)
    assert [(row["one"], row["other"]) for row in answer["comparison"]] == [
        ("2000", "2014"), ("2000", "2020"), ("2014", "2020")
    ]  # fmt: skip
    assert [one["at"] for one in answer["partitions"]] == ["2000", "2014", "2020"]
    rows = list(csv.DictReader(io.StringIO(run("communities", *options, "--format", "csv").stdout)))
    assert list(rows[0]) == ["one", "other", "actors", "adjusted_rand", "variation", "mutual"]
    assert float(rows[0]["variation"]) == answer["comparison"][0]["variation"]
    assert "2014" in run("communities", *options).stdout


def test_csv_has_a_row_an_actor(run):
    for command in ("stability", "communities"):
        result = run(command, *QUICK[command], "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        assert [row["id"] for row in rows] == list(load("allas").view().ids)


def test_top_cuts_the_table_alone(run):
    few = run("stability", *QUICK["stability"], "--top", 1).stdout
    assert "Madrid" in few
    assert "Paris" not in few
    many = run("significance", "--measure", "degree", "--draws", "3", "--top", "4").stdout
    assert len(many.splitlines()) == 6
    rows = run("stability", *QUICK["stability"], "--top", 1, "--format", "csv").stdout
    assert len(rows.splitlines()) == 1 + len(load("allas").view())


def test_projections_are_drawn_from_two_modes(run):
    options = ["--ties", "membership", "--project", "city", "--draws", "5"]
    answer = json.loads(run("significance", *options, "--format", "json").stdout)
    assert answer["null"]["model"] == "curveball"
    assert run("stability", *options).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["significance", "--figure", "transitivty"],
        ["significance", "--null", "curveball"],
        ["significance", "--draws", "0"],
        ["significance", "--figure", "reciprocity"],
        ["stability", "--drop", "1.5"],
        ["stability", "--drop", "nan"],
        ["stability", "--of", "nodes"],
        ["stability", "--of", "actors", "--add", "0.1"],
        ["stability", "--measure", "in_degree"],
        ["qap", "--response", "distance", "--predictor", "sme:area"],
        ["qap", "--response", "distance", "--predictor", "same:kind", "--actors", "city"],
        ["qap", "--response", "distance", "--predictor", "ties:agreement", "--at", "soon"],
        ["communities", "--resolution", "-1"],
        ["communities", "--resolution", "nan"],
        ["communities", "--compare", "2014,later"],
        ["communities", "--ties", "membershp"],
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line_or_two(run, arguments):
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert "bug" not in result.stderr
