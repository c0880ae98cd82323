"""Ranks under errors: what drops out, how often, and what becomes of the order."""

import math

import networkx as nx
import numpy as np
import pytest
from alianza.graph.chance.null_models import generators
from alianza.graph.chance.underlying import underlying
from alianza.graph.dataset import Dataset
from alianza.graph.evidence.significance import significance
from alianza.graph.evidence.stability import stability
from alianza.graph.evidence.versions import doubts, pair_doubts, version
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.loading import load
from alianza.graph.measures import MEASURES, applies, measure_table
from builders import view_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SOME = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_without_errors_nothing_moves():
    view = load("allas").view()
    found = stability(view, "degree", drop=0, draws=10).table
    observed = measure_table(view, ["degree"])
    assert found["rank"].tolist() == observed["degree_rank"].tolist()
    for name in ("rank_low", "rank_median", "rank_high"):
        assert found[name].tolist() == found["rank"].tolist()
    assert set(found["first"]) == {0.0, 1.0}
    agreement = stability(view, "degree", drop=0, draws=10).agreement
    for name in ("kendall", "spearman"):
        known = agreement[name].dropna()
        assert len(known) >= 3
        np.testing.assert_allclose(known, 1)


def test_the_chance_of_being_first_by_hand():
    # Two ties a–b, c–d, each missing with chance q; by degree, a is first unless a–b is missing
    # and c–d is not.
    graph = nx.Graph([("a", "b"), ("c", "d")])
    q, draws = 0.3, 1500
    found = stability(view_of(graph), "degree", drop=q, draws=draws, seed=3).table
    expected = 1 - q * (1 - q)
    error = math.sqrt(expected * (1 - expected) / draws)
    assert found["first"].tolist() == pytest.approx([expected] * 4, abs=4 * error)
    assert found["rank"].tolist() == [1, 1, 1, 1]
    assert found["rank_low"].tolist() == [1] * 4
    # In 21 % of the versions the rank is 3, more than the 2.5 % that the interval leaves out.
    assert found["rank_high"].tolist() == [3] * 4
    assert found["rank_median"].tolist() == [1] * 4


def test_ties_are_missing_as_often_as_said():
    view = view_of(nx.complete_graph(12))
    counts = [version(view, view, rng, 0.2, 0.0, "ties")[0].pairs for rng in generators(1, 400)]
    error = math.sqrt(66 * 0.2 * 0.8 / 400)
    assert np.mean(counts) == pytest.approx(66 * 0.8, abs=4 * error)


@SOME
@given(st.integers(0, 2**32), st.floats(0, 1), st.booleans())
def test_added_ties_are_new(seed, add, directed):
    graph = nx.gnm_random_graph(9, 12, seed=1, directed=directed)
    view = view_of(graph, directed=directed)
    other, here = version(view, view, np.random.default_rng(seed), 0.0, add, "ties")
    assert len(here) == 9
    assert other.pairs == 12 + round(12 * add)
    assert (other.adjacency.multiply(view.adjacency) != view.adjacency).nnz == 0
    assert (other.matrix.diagonal() == 0).all()


def test_only_so_many_ties_can_be_added():
    view = view_of(nx.complete_graph(5))
    other, _here = version(view, view, np.random.default_rng(1), 0.0, 1.0, "ties")
    assert other.pairs == 10


def test_added_ties_join_the_two_modes():
    view = load("allas").view(ties=["leadership"])
    data = load("allas").view(ties=["membership"], actors=["city", "network"], two_mode=True)
    for one in (view, data):
        other, _here = version(one, one, np.random.default_rng(1), 0.1, 0.5, "ties")
        if one.modes is not None:
            rows, columns = other.matrix.nonzero()
            assert (one.modes[rows] != one.modes[columns]).all()
    assert data.modes is not None


def test_missing_actors_take_their_ties_along():
    graph = nx.star_graph(6)
    found = stability(view_of(graph), "degree", of="actors", drop=0.4, draws=800, seed=1).table
    present = dict(zip(found["id"], found["present"], strict=True))
    error = math.sqrt(0.4 * 0.6 / 800)
    for count in present.values():
        assert count / 800 == pytest.approx(0.6, abs=5 * error)
    # Wherever the middle is there, nobody has more partners.
    assert found.set_index("id").loc["0", "first"] == 1


def test_every_measure_ranks_versions_with_missing_actors():
    view = load("allas").view(ties=["membership"], actors=["city", "network"], two_mode=True)
    for name, row in MEASURES.items():
        if applies(row, view):
            found = stability(view, name, of="actors", drop=0.2, draws=2)
            assert found.table["first"].dropna().between(0, 1).all()


def doubted():
    graph = nx.MultiDiGraph()
    graph.graph["sources"] = [{"id": "s", "title": "S"}, {"id": "t", "title": "T"}]
    graph.graph["claims"] = [
        {"subject": "torn", "field": "start", "value": "2010", "source": "s"},
        {"subject": "torn", "field": "start", "value": "2011", "source": "t"},
    ]
    for actor in "abcd":
        graph.add_node(actor, kind="city", label=actor)
    graph.add_edge("a", "b", key="good", kind="agreement", start="2010", sources="s")
    graph.add_edge("b", "a", key="dateless", kind="agreement", sources="s")
    graph.add_edge("a", "c", key="bare", kind="agreement")
    graph.add_edge("c", "d", key="torn", kind="agreement", start="2010", sources="s;t")
    graph.add_edge("b", "d", key="sure", kind="agreement", confidence="0.75")
    graph.add_edge("a", "d", key="odd", kind="agreement", end="2012", confidence="high")
    return Dataset.from_networkx(graph)


def test_doubts_by_hand():
    view = doubted().view()
    known = doubts(view, 0.1)
    assert known == {
        "good": 0.1, "dateless": 0.2, "bare": 0.4, "torn": 0.2, "sure": 0.25, "odd": 0.2
    }  # fmt: skip
    assert doubts(view, 0.5)["bare"] == 0.9
    # a–b goes only if both its ties go; pairs come as a–b, a–c, a–d, b–d, c–d.
    np.testing.assert_allclose(pair_doubts(view, 0.1), [0.1 * 0.2, 0.4, 0.2, 0.25, 0.2])


def test_symmetric_ties_are_doubted_both_ways():
    view = doubted().view(directed=True)
    assert len(pair_doubts(view, 0.1)) == view.pairs == 10


def test_by_confidence_says_so():
    found = stability(doubted().view(), "degree", by_confidence=True, draws=5)
    text = " ".join(map(str, found.sentences))
    assert "no source, no date" in text
    assert "Seed: 1." in text


def test_errors_of_a_projection_are_in_its_two_modes():
    view, base = underlying(load("allas"), ties=["membership"], project="city")
    for options in ({}, {"of": "actors"}, {"by_confidence": True, "add": 0.1}):
        found = stability(view, "degree", base=base, draws=8, **options)
        assert found.table["id"].tolist() == list(view.ids)
        assert "two-mode ties" in " ".join(map(str, found.sentences))


def test_the_answer_depends_on_the_seed_and_on_nothing_else():
    view = load("allas").view()
    one = stability(view, "degree", draws=10, seed=4)
    same = stability(view, "degree", draws=10, seed=4, workers=3)
    assert one.table.equals(same.table)
    assert one.agreement.equals(same.agreement)
    assert not one.table.equals(stability(view, "degree", draws=10, seed=5).table)


def test_lowest_first_measures_rank_the_lowest_first():
    view = view_of(nx.star_graph(5))
    found = stability(view, "constraint", drop=0, draws=2).table.set_index("id")
    assert found.loc["0", "rank"] == 1
    assert found.loc["0", "first"] == 1


@pytest.mark.parametrize("of", ["ties", "actors"])
@pytest.mark.parametrize("graph", [nx.empty_graph(3), nx.path_graph(2), nx.complete_graph(4)])
def test_views_without_choice_give_no_error(graph, of):
    found = stability(view_of(graph), "betweenness", of=of, drop=0.5, draws=5)
    assert len(found.table) == len(graph)


@pytest.mark.parametrize(
    "options",
    [
        {"drop": -0.1},
        {"drop": 1},
        {"drop": math.nan},
        {"add": 2},
        {"of": "actors", "add": 0.1},
        {"of": "actors", "by_confidence": True},
        {"draws": 0},
    ],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ViewError):
        stability(view_of(nx.path_graph(3)), "degree", **options)


def test_what_counts_single_ties_is_refused():
    graph = nx.MultiDiGraph(metadata={"role_weights": {"member": 1}})
    graph.add_node("c", kind="city")
    graph.add_node("n", kind="network")
    graph.add_edge("c", "n", kind="membership", role="member")
    view = view_of(graph)
    with pytest.raises(ViewError, match="not drawn"):
        stability(view, "role_degree")
    with pytest.raises(ViewError, match="not drawn"):
        significance(view, measures=["role_degree"])


def test_unknown_names_are_refused():
    with pytest.raises(UnknownNameError):
        stability(view_of(nx.path_graph(3)), "degre")
    with pytest.raises(UnknownNameError):
        stability(view_of(nx.path_graph(3)), "degree", of="nodes")
