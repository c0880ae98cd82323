"""Communities: known partitions, the same for every run, and how alike two partitions are."""

import itertools
import math
import random

import igraph
import networkx as nx
import numpy as np
import pytest
from alianza.graph import notices
from alianza.graph.faults import ViewError
from alianza.graph.loading import load
from alianza.graph.structure.communities import (
    across,
    co_assignment,
    communities,
    community_sizes,
    numbered,
)
from alianza.graph.structure.partitions import compare_partitions, contingency
from builders import view_of
from hypothesis import given
from hypothesis import strategies as st

LABELS = st.lists(st.integers(0, 3), min_size=2, max_size=12)


def groups_of(found):
    return [
        {actor for actor, label in zip(found.view.ids, found.labels, strict=True) if label == group}
        for group in sorted(set(found.labels))
    ]


def test_cliques_in_a_ring_are_communities():
    found = communities(view_of(nx.connected_caveman_graph(5, 6)), runs=10)
    assert sorted(map(sorted, groups_of(found))) == sorted(
        sorted(map(str, range(start, start + 6))) for start in range(0, 30, 6)
    )
    assert found.table["stability"].tolist() == [1.0] * 30
    assert found.agreement == 1


def test_the_karate_club_reaches_its_greatest_modularity():
    # 0.4198 with four communities is proven the greatest (Aloise et al. 2010).
    graph = nx.karate_club_graph()
    found = communities(view_of(graph))
    assert found.modularity[0] == pytest.approx(0.4198, abs=5e-5)
    assert sorted(len(group) for group in groups_of(found)) == [5, 6, 11, 12]
    as_nodes = [{int(actor) for actor in group} for group in groups_of(found)]
    assert found.modularity[0] == pytest.approx(
        nx.community.modularity(graph, as_nodes, weight=None)
    )


def test_modularity_of_two_triangles_by_hand():
    # Two triangles joined by a tie: each has 3 of 7 ties and half the degrees.
    graph = nx.barbell_graph(3, 0)
    found = communities(view_of(graph), runs=5)
    assert groups_of(found) == [{"0", "1", "2"}, {"3", "4", "5"}]
    assert found.modularity[0] == pytest.approx(2 * (3 / 7 - 0.25))


def test_weights_and_resolution_count():
    graph = nx.cycle_graph(4)
    for place, edge in enumerate(graph.edges):
        graph.edges[edge]["weight"] = 10 if place in {0, 3} else 1
    pairs = [edge for edge in graph.edges if graph.edges[edge]["weight"] == 10]
    heavy = communities(view_of(graph, weights="weight"), runs=5)
    assert sorted(map(sorted, groups_of(heavy))) == sorted(sorted(map(str, pair)) for pair in pairs)
    fine = communities(view_of(nx.karate_club_graph()), resolution=20)
    assert len(groups_of(fine)) > 15
    with pytest.raises(ViewError):
        communities(view_of(graph), resolution=0)
    with pytest.raises(ViewError):
        communities(view_of(graph), resolution=math.nan)


def test_direction_is_ignored_and_said():
    graph = nx.connected_caveman_graph(3, 5)
    directed = nx.DiGraph(list(graph.edges))
    one, other = communities(view_of(graph)), communities(view_of(directed, directed=True))
    assert one.labels == other.labels
    assert "direction of ties is ignored" in " ".join(map(str, other.sentences))


def test_same_seed_same_answer_whatever_was_drawn_before():
    view = load("allas").view()
    random.seed(1)
    first = communities(view, seed=3, runs=5)
    random.seed(99)
    igraph.Graph.Erdos_Renyi(20, 0.5).community_leiden()
    again = communities(view, seed=3, runs=5)
    assert first.labels == again.labels
    assert first.table.equals(again.table)
    np.testing.assert_array_equal(first.runs, again.runs)
    assert not np.array_equal(first.runs, communities(view, seed=4, runs=5).runs)


def test_the_generator_is_given_back():
    def drawn():
        random.seed(5)
        return igraph.Graph.Erdos_Renyi(30, 0.3).get_edgelist()

    before = drawn()
    communities(view_of(nx.path_graph(4)), runs=2)
    assert drawn() == before
    state = random.getstate()
    communities(view_of(nx.path_graph(4)), runs=2)
    assert random.getstate() == state


def test_numbers_go_by_size_then_by_first_id():
    graph = nx.disjoint_union_all([nx.complete_graph(3), nx.complete_graph(4), nx.path_graph(1)])
    graph = nx.relabel_nodes(graph, dict(enumerate("bcdefghai")))
    found = communities(view_of(graph), runs=3)
    assert found.view.ids == tuple("abcdefgh")
    assert found.labels == (3, 2, 2, 2, 1, 1, 1, 1)
    assert math.isnan(found.table["stability"][0])
    assert community_sizes(found)["actors"].tolist() == [4, 3, 1]
    assert "1 actor is a community of its own." in map(str, found.sentences)


@given(LABELS)
def test_numbering_keeps_the_partition(labels):
    new = numbered(labels)
    assert len(set(zip(labels, new.tolist(), strict=True))) == len(set(labels))
    assert len(set(new.tolist())) == len(set(labels))
    sizes = np.bincount(new)[1:]
    assert (np.diff(sizes) <= 0).all()
    assert sizes.min() > 0


def test_stability_is_the_share_of_runs_together():
    view = load("allas").view()
    found = communities(view, runs=12)
    together = co_assignment(found)
    assert (together.diagonal() == 1).all()
    for place, row in found.table.iterrows():
        mates = [
            other
            for other, label in enumerate(found.labels)
            if label == row["community"] and other != place
        ]
        if mates:
            assert row["stability"] == pytest.approx(together[place, mates].mean())
    assert 0 < found.agreement < 1


def test_two_modes_are_grouped_from_both_sides():
    graph = nx.DiGraph()
    for block, (cities, networks) in enumerate([(4, 2), (3, 3)]):
        for city, network in itertools.product(range(cities), range(networks)):
            graph.add_node(f"c{block}{city}", kind="city")
            graph.add_node(f"n{block}{network}", kind="network")
            graph.add_edge(f"c{block}{city}", f"n{block}{network}", kind="membership")
    graph.add_node("n-none", kind="network")
    view = view_of(graph)
    assert view.modes is not None
    found = communities(view, runs=5)
    by_id = dict(zip(view.ids, found.labels, strict=True))
    assert by_id.pop("n-none") == 3
    for actor, label in by_id.items():
        assert label == (2 if actor[1] == "1" else 1) or len(set(by_id.values())) == 2
        assert label == by_id[f"{'n' if actor[0] == 'c' else 'c'}{actor[1]}0"]
    assert len(found.modularity) == 2
    # Two separate blocks of 4 and 3 cities that share 2 and 3 networks: 12 and 9 of 21 weights.
    share = np.array([4 * 3 * 2, 3 * 2 * 3]) / (4 * 3 * 2 + 3 * 2 * 3)
    assert found.modularity[0] == pytest.approx(1 - (share**2).sum())
    assert "dual projection" in " ".join(map(str, found.sentences))


def test_views_without_ties():
    found = communities(view_of(nx.empty_graph(3)), runs=2)
    assert found.labels == (1, 2, 3)
    assert math.isnan(found.modularity[0])
    assert "The view has no ties." in map(str, found.sentences)


@given(LABELS, st.data())
def test_likeness_equals_igraph(one, data):
    other = data.draw(st.lists(st.integers(0, 3), min_size=len(one), max_size=len(one)))
    found = compare_partitions(one, other)
    assert found.actors == len(one)
    nats = igraph.compare_communities(one, other, method="vi")
    assert found.variation == pytest.approx(nats / math.log(2), abs=1e-9)
    if len(set(one)) > 1 or len(set(other)) > 1:
        assert found.mutual == pytest.approx(
            igraph.compare_communities(one, other, method="nmi"), abs=1e-9
        )
    if not {len(set(one)), len(set(other))} <= {1, len(one)}:
        rand = igraph.compare_communities(one, other, method="adjusted_rand")
        assert found.adjusted_rand == pytest.approx(rand, abs=1e-9)
    same = compare_partitions(one, [f"group {label}" for label in one])
    assert (same.adjusted_rand, same.variation, same.mutual) == (1, 0, 1)


def test_likeness_by_hand():
    # {a b c}{d e f} and {a b}{c d}{e f}: of 15 pairs 2 are together in both, 6 and 3 in each.
    one, other = [1, 1, 1, 2, 2, 2], [1, 1, 2, 2, 3, 3]
    assert contingency(one, other).toarray().tolist() == [[2, 1, 0], [0, 1, 2]]
    found = compare_partitions(one, other)
    assert found.adjusted_rand == pytest.approx((2 - 6 * 3 / 15) / ((6 + 3) / 2 - 6 * 3 / 15))
    joint = -(2 * (2 / 6) * math.log2(2 / 6) + 2 * (1 / 6) * math.log2(1 / 6))
    assert found.variation == pytest.approx(2 * joint - 1 - math.log2(3))
    assert found.mutual == pytest.approx(2 * (1 + math.log2(3) - joint) / (1 + math.log2(3)))
    assert math.isnan(compare_partitions([], []).adjusted_rand)


def test_partitions_are_compared_on_the_actors_they_share():
    data = load("allas")
    found = [communities(data.view(at=at), runs=5) for at in ("1990", "2014", "2020")]
    rows = across(found)
    assert [(row["first"], row["second"]) for row in rows] == [(0, 1), (0, 2), (1, 2)]
    for row in rows:
        ids = set(found[row["first"]].view.ids) & set(found[row["second"]].view.ids)
        assert row["actors"] == len(ids)


def test_runs_on_large_networks_end_after_ten_rounds_and_say_so(monkeypatch):
    import networkx as nx
    from alianza.graph.dataset import Dataset
    from alianza.graph.structure import communities as module

    view = Dataset.from_networkx(nx.caveman_graph(4, 5)).view()
    plain = module.communities(view, runs=2)
    assert not any("rounds" in str(said) for said in plain.sentences)
    monkeypatch.setattr(module, "MANY", 10)
    few = module.communities(view, runs=2)
    assert few.labels == plain.labels
    assert any("ends after 10 rounds" in str(said) for said in few.sentences)


def test_the_time_of_many_runs_is_said_before_they_begin(monkeypatch):
    monkeypatch.setattr("alianza.graph.structure.communities.TO_THE_END", 1.0)
    said: list[tuple[str, bool]] = []
    notices.listen(lambda what, detail: said.append((str(what), detail)))
    try:
        communities(view_of(nx.caveman_graph(2, 3)), runs=50)
    finally:
        notices.listen(None)
    assert said == [
        ("Communities of 6 actors: about 5 minutes (an estimate). Ctrl-C ends it.", False)
    ]
