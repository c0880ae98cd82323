"""What costly work is said to take, when it is refused, and how it is estimated instead."""

import json
import random
import signal
import subprocess
import sys

import networkx as nx
import numpy as np
import pytest
from alianza import cli
from alianza.graph import cost, notices
from alianza.graph.dataset import Dataset
from alianza.graph.kernels import choose
from alianza.graph.loading import load
from alianza.graph.measures import measure_table, paths, summarise
from alianza.reports.language import Language
from alianza.reports.main import build_report
from alianza.reports.writers import markdown
from click.testing import CliRunner


def view_of(graph, **options):
    return Dataset.from_networkx(graph).view(**options)


def raw(view, **options):
    with cost.choosing(**options) as made:
        return paths.between(view).copy(), made.used


def random_graph(seed):
    chance = random.Random(seed)
    n = chance.randint(3, 30)
    sort = seed % 4
    if sort == 0:
        return nx.gnp_random_graph(n, chance.random() * 0.4, seed=seed)
    if sort == 1:
        return nx.star_graph(n)
    if sort == 2:
        return nx.gnp_random_graph(n, 2.5 / n, seed=seed, directed=True)
    return nx.barbell_graph(3 + n % 5, n % 4)


WAYS = ["plain", *(["kernel"] if choose.has("numba") else [])]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("options", [{}, {"directed": True}, {"weights": "weight"}])
def test_a_sample_of_all_sources_is_exact(way, options, monkeypatch):
    graph = nx.gnp_random_graph(40, 0.08, seed=3, directed=True)
    chance = random.Random(1)
    for _tail, _head, data in graph.edges(data=True):
        data["weight"] = chance.choice([0.5, 1, 2])
    if not options.get("directed"):
        graph = graph.to_undirected()
    view = view_of(graph, **options)
    exact = paths.between(view).copy()
    monkeypatch.setattr(choose, "way", lambda _question, _size: way)
    for sample in (40, 1000):
        found, used = raw(view, sample=sample)
        np.testing.assert_allclose(found, exact, rtol=1e-12, atol=1e-12)
        assert used[0].bound == used[0].bound_raw == 0
        assert used[0].sample == 40  # there are no more


@pytest.mark.parametrize("way", WAYS)
def test_the_bound_holds_on_two_hundred_random_graphs(way, monkeypatch):
    monkeypatch.setattr(choose, "way", lambda _question, _size: way)
    outside, nearest = 0, np.inf
    for seed in range(200):
        graph = random_graph(seed)
        view = view_of(graph, directed=graph.is_directed())
        n = len(view)
        exact = paths.between(view)
        found, used = raw(view, sample=max(1, n // 3), seed=seed)
        off = np.abs(found - exact).max()
        outside += off > used[0].bound_raw + 1e-9
        pairs = (n - 1) * (n - 2) / (1 if view.directed else 2)
        assert used[0].bound * pairs == pytest.approx(used[0].bound_raw)
        if off:
            nearest = min(nearest, used[0].bound_raw / off)
    # It may fail for one graph in twenty; Serfling's is far more careful than that.
    assert outside <= 10
    assert nearest < 20  # and says something


def test_the_bound_by_hand():
    # A ring of 12: everybody counts, R = 10; 1 − 3/12 of Hoeffding's variance is left.
    view = view_of(nx.cycle_graph(12))
    _found, used = raw(view, sample=4)
    spread = (0.75 * np.log(2 * 12 / 0.05) / 8) ** 0.5
    assert used[0].bound_raw == pytest.approx(spread * 10 * 12 / 2)
    assert used[0].bound == pytest.approx(spread * 10 * 12 / (11 * 10))


def test_the_mean_over_all_samples_of_one_is_the_exact_value():
    view = view_of(nx.krackhardt_kite_graph())
    exact = paths.between(view)
    every = [paths.dependencies(view, np.array([source]), "plain") for source in range(10)]
    np.testing.assert_allclose(10 * np.mean(every, axis=0) / 2, exact, rtol=1e-12)


def test_one_seed_draws_the_same_sources_and_another_others():
    view = view_of(nx.barabasi_albert_graph(60, 2, seed=1))
    first, _used = raw(view, sample=10, seed=5)
    again, _used = raw(view_of(nx.barabasi_albert_graph(60, 2, seed=1)), sample=10, seed=5)
    other, _used = raw(view, sample=10, seed=6)
    assert (first == again).all()
    assert (first != other).any()
    assert (raw(view)[0] == paths.between(view)).all()  # the sample is not kept as the truth


@pytest.mark.parametrize("sample", [0, -3])
def test_a_sample_of_nobody_is_refused(sample):
    with pytest.raises(ValueError, match=str(sample)), cost.choosing(sample=sample):
        pass
    done = CliRunner().invoke(cli.main, ["centrality", "allas", f"--sample={sample}"])
    assert done.exit_code == 2


def test_every_number_that_is_estimated_says_so():
    view = view_of(nx.krackhardt_kite_graph())
    with cost.choosing(sample=4):
        table = measure_table(view, ["betweenness", "betweenness_raw", "bridging", "degree"])
    assert set(table.attrs["estimated"]) == {"betweenness", "betweenness_raw", "bridging"}
    assert "estimated" not in measure_table(view, ["betweenness"]).attrs
    command = ["centrality", "allas", "--measures", "betweenness,degree", "--sample", "9"]
    shown = CliRunner().invoke(cli.main, command)
    assert "Betweenness, estimated" in shown.stdout
    assert "from 9 of 103 sources" in shown.stderr
    assert "95 %" in shown.stderr
    csv = CliRunner().invoke(cli.main, [*command, "--format", "csv"]).stdout
    assert csv.splitlines()[0] == (
        "id,label,kind,betweenness_estimated,betweenness_estimated_rank,degree,degree_rank"
    )
    rows = CliRunner().invoke(cli.main, [*command, "--format", "json"])
    assert set(json.loads(rows.stdout)[0]) == set(csv.splitlines()[0].split(","))
    assert "sources" in rows.stderr


def test_beyond_the_cost_betweenness_is_asked_about_and_the_rest_is_not(monkeypatch):
    view = view_of(nx.krackhardt_kite_graph())
    with cost.choosing(most=1e-12):
        with pytest.raises(cost.CostlyError, match=r"--exact.*--sample K"):
            measure_table(view, ["betweenness"])
        table = measure_table(view)
        assert "betweenness" not in table
        assert "closeness" in table
        assert "betweenness" in table.attrs["left_out"]
        assert "centralisation_betweenness" not in summarise(view)
    with cost.choosing(most=1e-12, exact=True):
        assert measure_table(view, ["betweenness_raw"])["betweenness_raw"].max() == 14
    monkeypatch.setattr(cost, "RATES", dict.fromkeys(cost.RATES, 1.0))
    for more in ([], ["--measures", "betweenness"], ["--pairs"]):
        done = CliRunner().invoke(cli.main, ["centrality", "allas", *more])
        assert done.exit_code == 2
        assert "--sample K" in done.stderr
        assert not done.stdout
    exact = ["centrality", "allas", "--measures", "betweenness", "--exact"]
    assert CliRunner().invoke(cli.main, exact).exit_code == 0
    assert CliRunner().invoke(cli.main, ["summary", "allas"]).exit_code == 0


def test_long_work_is_announced_with_its_time(monkeypatch):
    heard = []
    notices.listen(lambda said, detail: heard.append((str(said), detail)))
    try:
        monkeypatch.setattr(cost, "RATES", dict.fromkeys(cost.RATES, 0.02))
        measure_table(view_of(nx.krackhardt_kite_graph()), ["closeness"])
    finally:
        notices.listen(None)
    said = [text for text, detail in heard if not detail]
    assert said == [
        "Distances between all actors of 10 actors: about 7 seconds (an estimate). Ctrl-C ends it."
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "about 1 second"),
        (7.4, "about 7 seconds"),
        (130, "about 2 minutes"),
        (3000, "about 50 minutes"),
        (86400, "about 24 hours"),
    ],
)
def test_times_are_said_as_people_say_them(seconds, text):
    assert str(cost.spelled(seconds)) == text


def test_options_that_exclude_each_other():
    for options in (["--exact", "--sample", "3"], ["--pairs", "--sample", "3"]):
        assert CliRunner().invoke(cli.main, ["centrality", "allas", *options]).exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
@pytest.mark.parametrize("measure", ["betweenness", "closeness"])
def test_ctrl_c_ends_long_work_with_one_line(tmp_path, measure):
    chance = np.random.default_rng(1)
    n, ties = (20_000, 100_000) if measure == "betweenness" else (150_000, 450_000)
    pairs = np.unique(np.sort(chance.integers(0, n, (ties, 2)), axis=1), axis=0)
    rows = [f"a{tail},a{head}" for tail, head in pairs.tolist() if tail != head]
    file = tmp_path / "ties.csv"
    file.write_text("\n".join(["source,target", *rows]))
    command = [sys.executable, "-m", "alianza", "centrality", str(file), "--measures", measure]
    child = subprocess.Popen(
        [*command, "--exact", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = ""
    for line in child.stderr:
        said += line
        if "an estimate" in line:
            child.send_signal(signal.SIGINT)
            break
    out, rest = child.communicate(timeout=120)
    assert child.returncode == 130, said + rest
    assert rest.splitlines()[-1] == "Interrupted; nothing was half written."
    assert "Traceback" not in rest
    assert not out


def test_a_report_of_a_network_too_large_says_what_is_left_out(monkeypatch):
    monkeypatch.setattr(cost, "RATES", dict.fromkeys(cost.RATES, 1.0))
    text = markdown.write(build_report(load("allas")), Language("en")).decode()
    assert "Too costly to come unasked: Betweenness" in text
    assert "--sample K" in text
