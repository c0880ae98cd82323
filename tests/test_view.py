"""Views: what counts, how it is merged, and the sentence that says so."""

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from hypothesis import given, settings
from hypothesis import strategies as st


def build(actors, ties):
    """Give a dataset of {id: kind} and (from, to, kind, other cells) rows."""
    graph = nx.MultiDiGraph()
    for actor, kind in actors.items():
        graph.add_node(actor, kind=kind)
    for number, (tail, head, kind, *cells) in enumerate(ties):
        graph.add_edge(tail, head, key=f"t{number}", kind=kind, **(cells[0] if cells else {}))
    return Dataset.from_networkx(graph)


@pytest.fixture
def cities():
    return build(
        {"lima": "city", "paris": "city", "quito": "city", "allas": "network", "c40": "network"},
        [
            ("lima", "allas", "membership", {"start": "2013"}),
            ("paris", "allas", "membership"),
            ("quito", "c40", "membership", {"start": "2016", "end": "2018", "status": "ended"}),
            ("paris", "c40", "membership", {"start": "2015"}),
            ("paris", "lima", "agreement", {"start": "2010", "weight": 2.0}),
            ("lima", "paris", "agreement", {"status": "planned"}),
            ("quito", "lima", "agreement", {"status": "absent"}),
            ("paris", "allas", "leadership", {"start": "2014", "weight": 0.5}),
        ],
    )


def edges(view):
    graph = view.to_networkx()
    return {(a, b): d["weight"] for a, b, d in graph.edges(data=True)}


def test_everything_by_default(cities):
    view = cities.view()
    assert view.ids == ("allas", "c40", "lima", "paris", "quito")
    assert edges(view) == {
        ("allas", "lima"): 1,
        ("allas", "paris"): 2,
        ("c40", "paris"): 1,
        ("c40", "quito"): 1,
        ("lima", "paris"): 1,
    }
    assert (view.ties, view.pairs) == (6, 5)
    assert view.dropped == {"planned": 1, "absent": 1}
    assert str(view) == (
        "All kinds of ties. All kinds of actors. All dates, ended ties included. Undirected."
        " Actors: 5. Ties: 6, parallel ties merged into tied pairs: 5. Weight: the number of parallel"
        " ties; used by strength alone. 1 tie known not to exist is left out. 1 planned tie is"
        " left out."
    )


def test_the_dataset_is_counted_whole(cities):
    for options in ({}, {"at": "2016"}, {"ties": ["agreement"]}, {"actors": ["city"]}):
        view = cities.view(**options)
        assert view.ties + sum(view.dropped.values()) == len(cities.ties)


def test_dates(cities):
    view = cities.view(at="2014")
    assert "t2" not in view.tie_ids
    assert "t1" in view.tie_ids  # without a date: counted, and said
    assert "1 tie without a date is counted as holding." in str(view)
    strict = cities.view(at="2014", undated="drop")
    assert set(strict.tie_ids) == {"t0", "t4", "t7"}
    assert "1 undated tie is left out." in str(strict)
    assert "t2" in cities.view(at="2017").tie_ids
    assert "t2" not in cities.view(at="2019").tie_ids


def test_a_projection_counts_the_affiliations_of_its_actors():
    data = build(
        {"a": "city", "b": "city", "u": "university", "n": "network"},
        [("a", "n", "membership"), ("b", "n", "membership"), ("u", "n", "membership")],
    )
    view = data.view(project="city")
    assert (view.ties, view.pairs, view.dropped) == (2, 1, {"projection": 1})
    assert "1 actor of another kind is left out" not in str(view)
    assert "2 actors of other kinds are left out" in str(view)


def test_what_ended_at_an_unknown_time_is_said_apart():
    data = build({"a": "city", "b": "city"}, [("a", "b", "agreement", {"status": "ended"})])
    assert data.view(at="2014").dropped == {"ended": 1}
    assert "when it held is not known" in str(data.view(at="2014"))


def test_one_name_is_a_list_of_one(cities):
    assert cities.view(ties="agreement", at=2014).tie_ids == ("t4",)


def test_views_and_datasets_are_equal_only_to_themselves(cities):
    assert cities != build({"x": "city"}, [])
    assert cities.view() != cities.view()
    assert len({cities, cities}) == 1


def test_actors_exist_at_their_dates():
    data = build({"a": "city", "b": "city"}, [("a", "b", "agreement")])
    graph = data.to_networkx()
    graph.nodes["b"]["start"] = "2015"
    late = Dataset.from_networkx(graph)
    assert late.view(at="2014").ids == ("a",)
    assert late.view(at="2014").dropped == {"actors": 1}
    assert "1 actor did not exist at that date" in str(late.view(at="2014"))
    assert late.view(at="2015").ids == ("a", "b")


def test_direction(cities):
    view = cities.view(directed=True)
    found = edges(view)
    assert ("lima", "allas") in found
    assert ("allas", "lima") not in found
    # An agreement reads the same from both ends.
    assert found["paris", "lima"] == found["lima", "paris"] == 1
    assert "Directed: a tie of a symmetric kind counts both ways" in str(view)


def test_weights(cities):
    view = cities.view(weights="weight")
    assert edges(view)["allas", "paris"] == 1.5
    assert edges(view)["lima", "paris"] == 2
    assert view.weighted
    assert cities.view(weights="count").weighted
    assert not cities.view().weighted


def test_memberships_alone_are_two_mode(cities):
    view = cities.view(ties=["membership"])
    assert view.mode_names == ("city", "network")
    assert view.modes.tolist() == [1, 1, 0, 0, 0]
    assert cities.view(ties=["membership"], two_mode=False).modes is None
    forced = cities.view(two_mode=True)
    assert forced.dropped["one-mode"] == 2
    assert forced.modes is not None


def test_a_membership_between_networks_keeps_one_mode():
    data = build(
        {"a": "city", "n": "network", "m": "network"},
        [("a", "n", "membership"), ("n", "m", "membership")],
    )
    assert data.view(ties=["membership"]).modes is None
    forced = data.view(ties=["membership"], two_mode=True)
    assert forced.dropped == {"one-mode": 1}


def test_kinds_that_no_tie_reaches_leave_a_two_mode_view():
    data = build(
        {"a": "city", "b": "city", "n": "network", "book": "publication"},
        [("a", "n", "membership")],
    )
    assert data.view(ties=["membership"]).ids == ("a", "b", "n")


@pytest.mark.parametrize(
    ("weights", "lima_paris", "paris_quito"),
    [("shared", 1, 1), ("newman", 1, 1), ("jaccard", 1 / 2, 1 / 2)],
)
def test_projection(cities, weights, lima_paris, paris_quito):
    view = cities.view(project="city", weights=weights)
    assert view.ids == ("lima", "paris", "quito")
    assert edges(view) == {("lima", "paris"): lima_paris, ("paris", "quito"): paris_quito}
    assert view.modes is None


def test_projection_onto_networks(cities):
    assert edges(cities.view(project="network")) == {("allas", "c40"): 1}


def test_largest_component():
    data = build(
        dict.fromkeys("abcde", "city"),
        [("a", "b", "agreement"), ("c", "d", "agreement"), ("d", "e", "agreement")],
    )
    view = data.view(largest=True)
    assert view.ids == ("c", "d", "e")
    assert view.tie_ids == ("t1", "t2")
    assert "2 actors outside the largest component are left out" in str(view)
    assert "1 tie outside the largest component is left out" in str(view)


@pytest.mark.parametrize(
    ("options", "error", "match"),
    [
        ({"ties": ["agrement"]}, UnknownNameError, "Did you mean “agreement”"),
        ({"actors": ["town"]}, UnknownNameError, "Known: .*city"),
        ({"project": "nothing"}, UnknownNameError, "kind of actor"),
        ({"weights": "heavy"}, UnknownNameError, "weighting"),
        ({"undated": "maybe"}, UnknownNameError, "undated"),
        ({"at": "yesterday"}, ViewError, "not a date"),
        ({"project": "city", "directed": True}, ViewError, "no direction"),
        ({"project": "city", "two_mode": False}, ViewError, "two modes"),
        ({"project": "city", "weights": "count"}, ViewError, "weighted by"),
        ({"weights": "newman"}, ViewError, "--project"),
        ({"two_mode": True, "directed": True}, ViewError, "no direction"),
        ({"two_mode": True, "ties": ["agreement"]}, ViewError, "joins two modes"),
        ({"undated": "drop"}, ViewError, "--at"),
        ({"project": "publication"}, ViewError, "No actor of the kind"),
    ],
)
def test_refused(cities, options, error, match):
    with pytest.raises(error, match=match):
        cities.view(**options)


def test_an_empty_view_is_a_view(cities):
    view = cities.view(ties=["publishing"])
    assert (len(view), view.ties, view.pairs) == (5, 0, 0)
    assert len(cities.view(actors=["publication"])) == 0


def test_order_of_rows_does_not_show(cities):
    graph = cities.to_networkx()
    shuffled = nx.MultiDiGraph()
    shuffled.add_nodes_from(reversed(list(graph.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    one, other = cities.view(), Dataset.from_networkx(shuffled).view()
    assert one.ids == other.ids
    assert (one.matrix.toarray() == other.matrix.toarray()).all()
    assert str(one) == str(other)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=15), st.booleans())
def test_matrix_equals_networkx(pairs, directed):
    pairs = [(a, b) for a, b in pairs if a != b]
    data = build(
        {str(n): "city" for n in range(6)},
        [(str(a), str(b), "leadership") for a, b in pairs],
    )
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(6))
    for a, b in pairs:
        before = graph.get_edge_data(a, b, {"weight": 0})["weight"]
        graph.add_edge(a, b, weight=before + 1)
    view = data.view(directed=directed)
    assert np.array_equal(view.matrix.toarray(), nx.to_numpy_array(graph))
    simple = view.to_networkx()
    assert simple.is_directed() is directed
    assert np.array_equal(nx.to_numpy_array(simple), view.matrix.toarray())
