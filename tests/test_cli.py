"""The command line as people use it: answers, exit codes, and never a traceback."""

import csv
import io
import json
import os
import subprocess
import sys

import networkx as nx
import pytest
from alianza import cli
from alianza.graph.loading import load
from alianza.graph.measures import FIGURES, MEASURES, TIE_MEASURES

COMMANDS = sorted(cli.COMMANDS)


@pytest.fixture
def broken(tmp_path):
    (tmp_path / "actors.csv").write_text("id,label,kind\na,A,city\nb,B,village\na,Again,city\n")
    (tmp_path / "ties.csv").write_text(
        "id,from,kind,start\nt1,a,agreement,2013\nt2,zz,agreement,yesterday\n"
    )
    return tmp_path


def test_the_commands_are_those_of_the_design():
    named = (
        "report validate summary centrality gaps whatif communities significance stability"
        " map figure slides convert import new datasets measures formats"
    )
    assert set(named.split()) <= set(COMMANDS)
    assert list(cli.COMMANDS) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_ends_with_an_example_that_runs(run, command, tmp_path, monkeypatch):
    shown = run(command, "--help")
    assert shown.exit_code == 0
    last = shown.stdout.strip().splitlines()[-1].strip()
    assert last.startswith(f"Example: alianza {command}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "members.csv").write_text("city,network\nQuito,UCCI\nLima,UCCI\n", "utf-8")
    (tmp_path / "map.html").write_text("<title>Map</title>", "utf-8")
    if command != "validate":
        assert run(*last.removeprefix("Example: alianza ").split()).exit_code == 0


def test_centrality_equals_networkx_on_the_graph_reduced_by_hand(run):
    data = load("allas")
    simple = nx.Graph()
    graph = data.to_networkx()
    simple.add_nodes_from(graph)
    for tail, head, tie in graph.edges(data=True):
        if tie["status"] not in {"planned", "absent"}:
            weight = simple.get_edge_data(tail, head, {"weight": 0})["weight"]
            simple.add_edge(tail, head, weight=weight + 1)
    result = run("centrality", "--format", "csv")
    assert result.exit_code == 0
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    n = len(simple)
    expected = {
        "degree": dict(simple.degree()),
        "degree_centrality": nx.degree_centrality(simple),
        "strength": dict(simple.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(simple),
        "betweenness_raw": nx.betweenness_centrality(simple, normalized=False),
        "closeness": nx.closeness_centrality(simple),
        "harmonic": {k: v / (n - 1) for k, v in nx.harmonic_centrality(simple).items()},
        "eigenvector": nx.eigenvector_centrality_numpy(simple),
        "pagerank": nx.pagerank(simple, tol=1e-14, max_iter=1000, weight=None),
        "constraint": nx.constraint(simple),
        "effective_size": nx.effective_size(simple),
        "core_number": nx.core_number(simple),
        "clustering": nx.clustering(simple),
    }
    assert set(rows) == set(simple)
    for name, values in expected.items():
        tolerance = 1e-6 if name in {"eigenvector", "pagerank"} else 1e-9
        for actor, value in values.items():
            assert float(rows[actor][name]) == pytest.approx(value, abs=tolerance), (name, actor)


def test_ranks_are_competition_ranks_within_a_kind(run):
    rows = json.loads(run("centrality", "--measures", "degree", "--format", "json").stdout)
    for kind in {row["kind"] for row in rows}:
        group = [row for row in rows if row["kind"] == kind]
        for row in group:
            assert row["degree_rank"] == 1 + sum(o["degree"] > row["degree"] for o in group)


def test_json_contracts(run):
    rows = json.loads(run("centrality", "--format", "json").stdout)
    assert list(rows[0])[:3] == ["id", "label", "kind"]
    for name in ("degree", "betweenness", "closeness", "constraint"):
        assert {name, f"{name}_rank"} <= set(rows[0])
    answer = json.loads(run("summary", "--format", "json").stdout)
    assert set(answer) == {"view", "figures"}
    assert {"actors", "ties", "density", "transitivity", "bridges"} <= set(answer["figures"])
    checked = json.loads(run("validate", "--format", "json").stdout)
    assert {"file", "format", "actors", "ties", "sources", "merged", "refused", "faults"} <= set(
        checked
    )
    assert checked["faults"] == []
    for counts in checked["rows"].values():
        assert counts["read"] == counts["kept"] + counts["merged"] + counts["refused"]
    names = {row["name"] for row in json.loads(run("measures", "--format", "json").stdout)}
    assert names == set(MEASURES) | set(TIE_MEASURES) | set(FIGURES)
    (built_in,) = json.loads(run("datasets", "--format", "json").stdout)
    assert built_in["name"] == "allas"
    assert built_in["licence"] == "CC-BY-4.0"


def test_two_mode_figures_come_by_mode(run):
    answer = run("summary", "--ties", "membership", "--two-mode", "--format", "json")
    figures = json.loads(answer.stdout)["figures"]
    assert figures["actors"].keys() == figures["mean_degree"].keys()
    assert "network" in figures["actors"]


def test_answers_go_to_stdout_and_notes_to_stderr(run):
    result = run("summary")
    assert "Undirected." not in result.stdout
    assert "Undirected." in result.stderr
    assert run("validate").stderr == ""


def test_all_faults_at_once_and_nothing_written(run, broken, tmp_path):
    out = tmp_path / "out"
    result = run("report", broken, "-o", out)
    assert result.exit_code == 1
    assert not out.exists()
    assert result.stdout == ""
    for code in ("unknown-kind", "duplicate-id", "missing-column", "unknown-actor", "bad-date"):
        assert code in result.stderr
    assert "actors.csv, 3, kind" in result.stderr
    assert "5 faults must be mended" in result.stderr
    assert "Traceback" not in result.stderr
    checked = run("validate", broken, "--format", "json")
    assert checked.exit_code == 1
    assert len(json.loads(checked.stdout)["faults"]) == 5


def test_faults_in_the_readers_language(run, broken):
    shown = {lang: run("validate", broken, "--lang", lang).stdout for lang in cli.LANGUAGES}
    assert len(set(shown.values())) == len(cli.LANGUAGES)
    assert "village" in shown["pt"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["summary", "nowhere"], 1, "nothing at this path"),
        (["centrality", "--measures", "degre"], 2, "Did you mean “degree”"),
        (["centrality", "--ties", "frienship"], 2, "Known:"),
        (["summary", "--at", "soon"], 2, "not a date"),
        (["summary", "--project", "city", "--directed"], 2, "no direction"),
        (["centrality", "--measures", "in_degree"], 2, "directed"),
        (["report", "--lang", "de"], 2, "de"),
        (["centrality", "--top", "0"], 2, "0"),
        (["nonsense"], 2, "nonsense"),
        (["summary", "--ties", ""], 2, "names nothing"),
        (["summary", "--two-mode", "--ties", "agreement"], 2, "joins two modes"),
        (["summary", "--undated", "drop"], 2, "--at"),
        (["report", "-o", ""], 2, "empty"),
    ],
)
def test_exit_codes(run, arguments, code, said):
    result = run(*arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    assert result.stdout == ""


def test_an_output_that_cannot_be_written(run, tmp_path):
    (tmp_path / "file").write_text("mine")
    result = run("report", "-o", tmp_path / "file")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_a_bug_is_one_line(run, monkeypatch):
    def explode(*_arguments, **_options):
        raise RuntimeError("boom\x1b[31m")

    monkeypatch.setattr("alianza.graph.measures.summarise", explode)
    result = run("summary")
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "boom\\x1b" in result.stderr
    assert isinstance(run("--debug", "summary").exception, RuntimeError)


def test_no_control_byte_reaches_the_terminal(run, tmp_path):
    (tmp_path / "actors.csv").write_text(
        "id,label,kind\na,A\u202eB,city\nb,\x1b]8;;x\x07,city\nc,C\x9b,city\n"
    )
    (tmp_path / "ties.csv").write_text("id,from,to,kind\nt,a,b,agreement\n")
    for command in ("validate", "centrality"):
        shown = run(command, tmp_path)
        for sign in "\x1b\x07\x9b\u202e":
            assert sign not in shown.stdout + shown.stderr


def test_an_encoding_without_the_letters_is_no_bug():
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "alianza", "measures"]
    done = subprocess.run(command, capture_output=True, env=environment)
    assert done.returncode == 0
    assert b"\\u2212" in done.stdout


def test_an_interrupt_has_its_own_exit_code(run, monkeypatch):
    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("alianza.graph.measures.summarise", interrupt)
    assert run("summary").exit_code == 130


def test_no_formula_in_csv(run, tmp_path):
    (tmp_path / "actors.csv").write_text("id,label,kind\n=1+1,@SUM(A1),city\nb,-x,city\n")
    (tmp_path / "ties.csv").write_text("id,from,to,kind\nt,=1+1,b,agreement\n")
    rows = list(csv.reader(io.StringIO(run("centrality", tmp_path, "--format", "csv").stdout)))
    texts = [cell for row in rows for cell in row[:3]]
    assert not [text for text in texts if text.startswith(("=", "@", "-", "+"))]


def test_python_dash_m_and_pipes():
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "alianza", "datasets", "--format", "csv"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.startswith("name,title,")
    assert done.stderr == ""
    pipe = f"{sys.executable} -m alianza measures | head -1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {pipe}"], capture_output=True, text=True
    )
    assert done.stdout.startswith("name")
    assert done.stderr == ""


def test_shell_completion_is_offered():
    environment = {**os.environ, "_ALIANZA_COMPLETE": "bash_source"}
    code = (
        "import sys; sys.argv=['alianza']; from alianza.cli import main; main(prog_name='alianza')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    assert "complete" in done.stdout


def test_the_view_options_reach_the_view(run):
    arguments = ("--ties", "membership", "--two-mode", "--min-degree", 2, "--mode", "city")
    answer = json.loads(run("summary", *arguments, "--format", "json").stdout)
    assert "Only cities with at least 2 partners" in answer["view"]
    degrees = json.loads(
        run("centrality", *arguments, "--measures", "degree", "--format", "json").stdout
    )
    assert min(row["degree"] for row in degrees if row["kind"] == "city") == 2
    result = run(
        "summary", "--where", "role=founder|member", "--areas", "Europe", "--format", "json"
    )
    said = json.loads(result.stdout)["view"]
    assert "Only ties with role: founder, member." in said
    assert "Only actors of these areas, and those without one: Europe." in said


def test_measures_by_year(run):
    arguments = ("centrality", "--by", "year", "--at", "2012/2014", "--measures", "degree")
    rows = json.loads(run(*arguments, "--format", "json").stdout)
    assert list(rows[0]) == ["id", "label", "kind", "year", "degree", "degree_rank"]
    assert {row["year"] for row in rows} == {"2012", "2013", "2014"}
    for year in ("2012", "2014"):
        plain = run("centrality", "--at", year, "--measures", "degree", "--format", "json")
        whole = {row["id"]: row["degree"] for row in json.loads(plain.stdout)}
        assert {row["id"]: row["degree"] for row in rows if row["year"] == year} == whole
    table = run(*arguments, "--top", 1)
    assert table.stdout.splitlines()[0].split() == ["actor", "kind", "2012", "2013", "2014"]
    assert "Cut by year, 2012 to 2014" in table.stderr
    two = run("centrality", "--by", "year", "--at", "2014", "--measures", "degree,closeness")
    assert two.stdout.splitlines()[0].split() == ["year", "actor", "kind", "Degree", "Closeness"]
    assert run("centrality", "--by", "year").exit_code == 2


def test_figures_by_year(run):
    arguments = ("summary", "--by", "year", "--at", "2013/2014", "--figures", "density,mean_degree")
    rows = json.loads(run(*arguments, "--format", "json").stdout)
    assert [row["year"] for row in rows] == ["2013", "2014"]
    plain = json.loads(run("summary", "--at", "2014", "--format", "json").stdout)
    assert rows[1]["figures"]["density"] == plain["figures"]["density"]
    lines = run(*arguments, "--format", "csv").stdout.splitlines()
    assert lines[0] == "figure,2013,2014"
    assert [line.split(",")[0] for line in lines[1:]] == ["density", "mean_degree"]
    modes = run("summary", "--by", "year", "--at", "2013/2014", "--ties", "membership",
                "--two-mode", "--figures", "actors")  # fmt: skip
    assert "Actors (cities" in modes.stdout
    result = run("summary", "--figures", "densty")
    assert result.exit_code == 2
    assert "density" in result.stderr


def test_timeline(run):
    answer = json.loads(run("timeline", "--at", "2010/2024", "--format", "json").stdout)
    assert [row["year"] for row in answer["years"]] == list(range(2010, 2025))
    before = None
    for row in answer["years"]:
        if before is not None:
            assert row["held"] == before + row["appear"] + row["returned"] - row["ended"]
        before = row["held"]
    lasting = json.loads(
        run("timeline", "--survival", "--group", "kind", "--format", "json").stdout
    )
    assert set(lasting) == {"view", "median", "curves"}
    assert lasting["median"]["leadership"] == 1
    lines = run("timeline", "--survival", "--format", "csv").stdout.splitlines()
    assert lines[0] == "years,at_risk,ended,censored,survival,error,low,high"
    assert run("timeline", "--survival", "--group", "kind").stdout.startswith("kind ")
    assert run("timeline", "--until", 2020).exit_code == 2


def test_rank_clock(run, tmp_path):
    path = tmp_path / "clock.svg"
    result = run("rankclock", "-o", path, "--at", "2010/2020", "--kind", "city", "--lang", "fr")
    assert result.stdout.strip() == str(path)
    assert path.read_text("utf-8").startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert run("rankclock", "-o", path, "--measure", "degre").exit_code == 2
