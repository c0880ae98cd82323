"""The worked example of docs/reproduce.md: the commands give what is printed there and elsewhere."""

import csv
import re
from pathlib import Path

import networkx as nx
import pytest
from alianza.cli import main
from click.testing import CliRunner

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "reproduce.md").read_text("utf-8")
FIRST = PAGE.split("\n## City networks")[0]
MEASURES = ("degree_two_mode", "closeness_two_mode", "betweenness_two_mode")


@pytest.fixture(scope="module")
def women(tmp_path_factory):
    """Import the matrix of the page by the page's own command."""
    folder = tmp_path_factory.mktemp("desk")
    matrix = re.search(r"^```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]
    source = folder / "southern-women.csv"
    source.write_text(matrix, "utf-8")
    made = folder / "southern-women"
    done = CliRunner().invoke(main, ["import", str(source), "--as", "incidence", "-o", str(made)])
    assert done.exit_code == 0, done.output
    return str(made)


def rows_of(women, *options):
    done = CliRunner().invoke(main, ["centrality", women, *options, "--format", "csv"])
    assert done.exit_code == 0, done.output
    return {row["label"]: row for row in csv.DictReader(done.stdout.splitlines())}


def test_the_matrix_is_the_known_one():
    matrix = re.search(r"^```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1]
    head, *rows = list(csv.reader(matrix.splitlines()))
    known = nx.davis_southern_women_graph()
    ties = {(row[0], event) for row in rows for event, cell in zip(head[1:], row[1:], strict=True) if cell == "1"}  # fmt: skip
    assert ties == {(woman, event) for woman in known.graph["top"] for event in known[woman]}


def test_every_printed_digit(women):
    got = rows_of(women, "--measures", ",".join(MEASURES))
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in FIRST.splitlines()
        if re.match(r"\| [A-Z][^|]*\| \d", line)
    ]
    assert {row[0] for row in table} == set(got)
    assert len(table) == 32
    for name, *cells in table:
        for measure, printed, shown in zip(MEASURES, cells[::2], cells[1::2], strict=True):
            value = float(got[name][measure])
            assert f"{value:.4f}" == shown, (name, measure)
            assert f"{value + 1e-12:.2f}" == printed, (name, measure)


def test_the_index_table(women):
    done = CliRunner().invoke(main, ["summary", women, "--format", "csv"])
    got = dict(line.rsplit(",", 1) for line in done.stdout.splitlines())
    shown = dict(re.findall(r"^\| ([a-z() ]+) \| ([\d.]+) \|$", FIRST, re.MULTILINE))
    names = {
        "ties": "ties",
        "density": "density",
        "diameter": "diameter",
        "components": "components",
        "mean degree (women)": "mean_degree (city)",
        "mean degree (events)": "mean_degree (network)",
        "median degree (women)": "median_degree (city)",
        "median degree (events)": "median_degree (network)",
    }
    assert set(shown) == set(names)
    for label, name in names.items():
        assert round(float(got[name]), 3) == float(shown[label]), label


def test_ordinary_measures_on_two_modes_ranked_among_women(women):
    """Betweenness and closeness of the plain graph, ranks 1, 1, 1, 4 among the women alone."""
    got = rows_of(women, "--measures", "degree,betweenness,closeness")
    graph = nx.davis_southern_women_graph()
    between, close = nx.betweenness_centrality(graph), nx.closeness_centrality(graph)
    names = graph.graph["top"]
    for measure, values in (("betweenness", between), ("closeness", close)):
        for name in graph:
            assert float(got[name][measure]) == pytest.approx(values[name], abs=1e-9)
        for name in names:
            rank = 1 + sum(values[other] > values[name] + 1e-12 for other in names)
            assert int(got[name][f"{measure}_rank"]) == rank
    ranks = sorted(int(got[name]["degree_rank"]) for name in names)
    assert ranks[:4] == [1, 1, 1, 4]
