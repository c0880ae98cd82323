"""Figures against chance: uniform p under the null, known answers, the same for every run."""

import math
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from alianza.graph.chance.null_models import NULL_MODELS, draw, generators
from alianza.graph.chance.underlying import over, underlying
from alianza.graph.dataset import Dataset
from alianza.graph.evidence.significance import significance
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.loading import load
from alianza.graph.measures import FIGURES
from builders import view_of


def cities_and_networks(cities, networks, share, seed):
    rng = np.random.default_rng(seed)
    graph = nx.DiGraph()
    graph.add_nodes_from((f"c{i}" for i in range(cities)), kind="city")
    graph.add_nodes_from((f"n{i}" for i in range(networks)), kind="network")
    for row, column in np.argwhere(rng.random((cities, networks)) < share):
        graph.add_edge(f"c{row}", f"n{column}", kind="membership")
    return graph


RANDOM = {
    "erdos-renyi": (nx.gnm_random_graph(16, 40, seed=1), {}, "average_path_length"),
    "degree": (nx.gnm_random_graph(16, 34, seed=2), {}, "mean_clustering"),
    "degree, directed": (
        nx.gnm_random_graph(14, 50, seed=3, directed=True),
        {"directed": True},
        "average_path_length",
    ),
    "curveball": (cities_and_networks(12, 9, 0.3, 4), {}, "average_path_length"),
}


@pytest.mark.parametrize("case", RANDOM)
def test_p_is_uniform_under_the_null(case):
    """Where the view is itself a draw, every rank among the draws is equally likely.

    Even with one sweep, since the view and the draws all walk as far from one graph.
    """
    graph, options, figure = RANDOM[case]
    model, view = NULL_MODELS[case.split(",")[0]], view_of(graph, **options)
    draws, rounds = 9, 200
    chances = []
    for place, rng in enumerate(generators(11, rounds)):
        observed = draw(view, model, rng, sweeps=25)
        found = significance(observed, [figure], null=model.name, draws=draws, seed=place, sweeps=1)
        chances.append(found.table.loc[0, "p_high"])
    counts = np.bincount(np.round(np.array(chances) * (draws + 1)).astype(int) - 1, minlength=10)
    expected = rounds / (draws + 1)
    chi2 = ((counts - expected) ** 2 / expected).sum()
    # The few equal values make p larger, never smaller: 27.9 is the 0.001 point of chi²(9).
    assert chi2 < 27.9, counts


def test_p_of_actors_is_uniform_under_permuted_labels():
    view = view_of(nx.gnm_random_graph(15, 30, seed=8))
    chances = []
    for place, rng in enumerate(generators(3, 120)):
        observed = draw(view, NULL_MODELS["labels"], rng)
        found = significance(observed, measures=["betweenness"], null="labels", draws=9, seed=place)
        chances.append(found.table.loc[4, "p_low"])
    assert np.mean(chances) == pytest.approx(0.55, abs=4 * 0.29 / math.sqrt(120))
    assert np.mean(np.array(chances) <= 0.2) == pytest.approx(0.2, abs=4 * 0.4 / math.sqrt(120))


def test_random_ties_give_the_expected_transitivity():
    graph = nx.gnm_random_graph(10, 18, seed=5)
    found = significance(view_of(graph), ["transitivity"], null="erdos-renyi", draws=800, seed=2)
    row = found.table.loc[0]
    # Two ties that meet are closed if the third pair is among the other 16 ties of 43 pairs.
    assert row["mean"] == pytest.approx(16 / 43, abs=4 * row["sd"] / math.sqrt(800) + 0.01)
    assert row["low"] < row["mean"] < row["high"]
    assert row["z"] == pytest.approx((row["observed"] - row["mean"]) / row["sd"])


def test_what_the_model_keeps_is_never_significant():
    found = significance(
        view_of(nx.karate_club_graph()), ["mean_degree", "density"], null="degree", draws=50
    )
    assert found.table["p"].tolist() == [1, 1]
    assert found.table["sd"].tolist() == [0, 0]
    assert found.table["z"].isna().all()


def test_the_karate_club_is_less_clustered_than_it_seems():
    # Its mean clustering of 0.57 is high against random ties, and its degrees explain a part.
    view = view_of(nx.karate_club_graph())
    free = significance(view, ["mean_clustering"], null="erdos-renyi", draws=200).table.loc[0]
    fixed = significance(view, ["mean_clustering"], null="degree", draws=200).table.loc[0]
    assert free["observed"] == pytest.approx(nx.average_clustering(nx.karate_club_graph()))
    assert free["p_high"] == pytest.approx(1 / 201)
    assert free["mean"] < 0.2 < fixed["mean"]
    assert fixed["z"] < free["z"]


def test_a_chain_reports_how_it_mixes():
    found = significance(view_of(nx.karate_club_graph()), ["transitivity"], draws=20, sweeps=12)
    assert [sweeps for sweeps, _share in found.walk] == [1, 2, 5, 10, 12]
    assert found.walk[0][1] < found.walk[-1][1]
    assert 0.5 < found.changed < 1
    text = " ".join(map(str, found.sentences))
    assert "12 sweeps" in text
    assert "Seed: 1." in text
    assert "Draws: 20." in text
    assert significance(view_of(nx.karate_club_graph()), null="labels", draws=3).walk == ()


def test_the_answer_depends_on_the_seed_and_on_nothing_else():
    view = load("allas").view()
    one = significance(view, ["transitivity"], draws=30, seed=7)
    same = significance(view, ["transitivity"], draws=30, seed=7, workers=3)
    other = significance(view, ["transitivity"], draws=30, seed=8)
    assert one.table.equals(same.table)
    assert one.walk == same.walk
    assert not one.table.equals(other.table)


def test_figures_by_part_are_rows_of_their_own():
    view = view_of(cities_and_networks(8, 5, 0.4, 1))
    found = significance(view, ["mean_degree", "average_path_length"], draws=20)
    assert found.table["figure"].tolist() == [
        "mean_degree.city",
        "mean_degree.network",
        "average_path_length",
    ]
    assert "over 3 questions" in " ".join(map(str, found.sentences))


def test_measures_are_corrected_over_the_actors():
    from scipy.stats import false_discovery_control

    view = view_of(nx.karate_club_graph())
    found = significance(view, measures=["betweenness", "closeness"], null="degree", draws=40)
    assert len(found.table) == 2 * len(view)
    for name in ("betweenness", "closeness"):
        rows = found.table[found.table["measure"] == name]
        assert rows["id"].tolist() == list(view.ids)
        np.testing.assert_allclose(rows["p_corrected"], false_discovery_control(rows["p"]))
        np.testing.assert_allclose(rows["observed"], MEASURED[name](nx.karate_club_graph(), view))
    assert "over 34 questions" in " ".join(map(str, found.sentences))


MEASURED = {
    "betweenness": lambda graph, view: [nx.betweenness_centrality(graph)[int(a)] for a in view.ids],
    "closeness": lambda graph, view: [nx.closeness_centrality(graph)[int(a)] for a in view.ids],
}


def test_undefined_draws_are_counted():
    # Two ties on four actors: with a common actor one path of two, else none.
    graph = nx.Graph([("a", "b"), ("b", "c")])
    graph.add_node("d")
    found = significance(
        view_of(graph), ["degree_assortativity"], null="erdos-renyi", draws=60, seed=1
    )
    row = found.table.loc[0]
    assert 0 < row["defined"] < 60 or math.isnan(row["observed"])
    if row["defined"] < 60:
        assert "undefined in some draws" in " ".join(map(str, found.sentences))


def test_a_projection_is_drawn_from_its_two_modes():
    data = load("allas")
    view, base = underlying(data, ties=["membership"], project="city", weights="newman")
    assert base.modes is not None
    again = over(view, base, base.matrix)
    assert abs(again.matrix - view.matrix).max() == 0
    found = significance(view, ["transitivity", "density"], base=base, draws=20)
    assert found.model.name == "curveball"
    assert "projected" in " ".join(map(str, found.sentences))
    drawn = draw(base, NULL_MODELS["curveball"], np.random.default_rng(1))
    other = over(view, base, drawn.matrix)
    # Every draw keeps who has how many affiliations, and so the largest possible overlap.
    memberships = dict(zip(base.ids, base.adjacency.sum(axis=1), strict=True))
    shared = over(replace(view, weights="shared"), base, drawn.matrix).matrix
    for place, actor in enumerate(other.ids):
        assert shared[[place]].max() <= memberships[actor]


def test_a_part_of_a_projection_is_refused():
    graph = cities_and_networks(6, 3, 0.0, 1)
    graph.add_edges_from([("c0", "n0"), ("c1", "n0"), ("c2", "n1")], kind="membership")
    data = Dataset.from_networkx(graph)
    with pytest.raises(ViewError, match="--largest"):
        underlying(data, project="city", largest=True)
    view, base = underlying(data, largest=True)
    assert view is base


def test_weights_are_dealt_out():
    graph = nx.karate_club_graph()
    found = significance(view_of(graph, weights="weight"), ["density"], draws=5)
    assert "dealt out" in " ".join(map(str, found.sentences))


def test_what_is_not_known_or_does_not_fit_is_refused():
    view = view_of(nx.path_graph(4))
    with pytest.raises(UnknownNameError, match="transitivity"):
        significance(view, ["transitivty"])
    with pytest.raises(UnknownNameError, match="null model"):
        significance(view, null="chance")
    with pytest.raises(ViewError, match="directed"):
        significance(view, ["reciprocity"])
    with pytest.raises(ViewError, match="two-mode"):
        significance(view, null="curveball")
    with pytest.raises(ViewError, match="at least 1"):
        significance(view, draws=0)


@pytest.mark.parametrize("graph", [nx.empty_graph(3), nx.path_graph(2), nx.complete_graph(4)])
def test_views_without_choice_give_no_error(graph):
    view = view_of(graph)
    names = [name for name, row in FIGURES.items() if row.mode == "any"]
    for null in ("erdos-renyi", "degree", "labels"):
        found = significance(view, names, null=null, draws=3)
        assert found.table["defined"].between(0, 3).all()
