"""Views by columns of the ties, by place and by number of partners."""

import networkx as nx
import pytest
from alianza.graph.conditions import conditions
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.loading import load
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture
def data():
    """Give three cities and a region in two networks, a bilateral agreement beside them."""
    graph = nx.MultiDiGraph()
    graph.add_node("lima", kind="city", country="PE")
    graph.add_node("paris", kind="city", country="FR")
    graph.add_node("quito", kind="city", country="EC")
    graph.add_node("jalisco", kind="region", country="MX")
    graph.add_node("n", kind="network")
    graph.add_node("m", kind="network")
    graph.add_node("o", kind="network")
    for tie, tail, head, cells in (
        ("1", "lima", "n", {"role": "founder", "phase": "1"}),
        ("2", "lima", "m", {"role": "member", "phase": "2", "sources": "s;r"}),
        ("3", "paris", "n", {"role": "member", "phase": "1", "sources": "s"}),
        ("4", "paris", "m", {"role": "host"}),
        ("5", "quito", "o", {"role": "member", "phase": "2"}),
        ("6", "jalisco", "n", {"role": "observer", "phase": "2", "weight": 2.0}),
    ):
        graph.add_edge(tail, head, key=tie, kind="membership", **cells)
    graph.graph["sources"] = [{"id": "s", "title": "S"}, {"id": "r", "title": "R"}]
    return Dataset.from_networkx(graph)


def test_one_condition(data):
    view = data.view(where="role=member")
    assert view.tie_ids == ("2", "3", "5")
    assert view.dropped == {"where": 3}
    assert "Only ties with role: member." in str(view)
    assert "3 ties do not meet the conditions." in str(view)


@pytest.mark.parametrize(
    ("where", "ties"),
    [
        ("role=founder|host", "14"),
        (["role=founder", "role=host"], "14"),
        ({"role": ["founder", "host"]}, "14"),
        (["role=founder|member", "phase=1"], "13"),
        ({"phase": 2}, "256"),
        ("phase=", "4"),
        ("sources=s", "23"),
        ("sources=r", "2"),
        ("weight=2", "6"),
        ("from=lima", "12"),
    ],
)
def test_conditions(data, where, ties):
    view = data.view(where=where)
    assert "".join(view.tie_ids) == ties
    assert view.ties + sum(view.dropped.values()) == 6


def test_an_empty_value_is_said(data):
    assert "Only ties with phase: (empty)." in str(data.view(where="phase="))


def test_no_condition_is_none():
    assert conditions(None) == conditions(()) == {}


def test_what_is_not_there_is_refused(data):
    with pytest.raises(UnknownNameError, match="Did you mean “role”"):
        data.view(where="rol=member")
    with pytest.raises(UnknownNameError, match="Did you mean “founder”"):
        data.view(where="role=foundr")
    with pytest.raises(ViewError, match="write column=value"):
        data.view(where="role")
    with pytest.raises(UnknownNameError, match="EC, FR, MX, PE"):
        data.view(countries="BO")
    with pytest.raises(UnknownNameError, match="Did you mean “Europe”"):
        data.view(areas=["Europ"])


def test_places_keep_who_has_none(data):
    view = data.view(countries=["FR", "PE"])
    assert view.ids == ("lima", "m", "n", "o", "paris")
    assert view.dropped == {"actors": 2}
    assert "2 actors of other countries or areas are left out." in str(view)
    assert "and those without one: FR, PE." in str(view)
    assert data.view(areas="Europe").ids == ("m", "n", "o", "paris")
    assert data.view(areas="Europe", countries="PE").ids == ("m", "n", "o")


def test_without_cities_of_a_single_membership(data):
    view = data.view(min_degree=2, mode="city")
    # quito leaves; jalisco is no city; o has lost its only member and stays.
    assert view.ids == ("jalisco", "lima", "m", "n", "o", "paris")
    assert view.dropped == {"partners": 1}
    assert "Only cities with at least 2 partners, counted once, before any left." in str(view)
    assert "1 actor lost its last partner by that and stays." in str(view)
    assert "1 actor with too few partners is left out." in str(view)
    assert view.modes.tolist() == [0, 0, 1, 1, 1, 0]
    assert view.mode_names == ("city+region", "network")


def test_of_every_kind_counted_once(data):
    # m and n have two and three partners before jalisco and quito leave; nobody is counted again.
    view = data.view(min_degree=2)
    assert view.ids == ("lima", "m", "n", "paris")
    chain = Dataset.from_networkx(nx.path_graph(4)).view(min_degree=2)
    assert chain.ids == ("1", "2")
    assert chain.pairs == 1


def test_partners_are_counted_before_the_projection(data):
    view = data.view(min_degree=2, mode="city", project="city")
    assert view.ids == ("lima", "paris")
    assert view.matrix.toarray().tolist() == [[0, 2], [2, 0]]
    assert data.view(project="city").ids == ("lima", "paris", "quito")


def test_partners_are_counted_at_the_date_and_under_the_conditions(data):
    view = data.view(where="phase=2", min_degree=2, mode="city")
    # In phase 2 each city has one membership.
    assert view.ids == ("jalisco", "m", "n", "o")


def test_a_kind_needs_a_number(data):
    with pytest.raises(ViewError, match="--min-degree"):
        data.view(mode="city")
    with pytest.raises(UnknownNameError, match="city"):
        data.view(min_degree=2, mode="citty")


OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "where": st.sampled_from(["role=member", "kind=membership|agreement", "start="]),
        "areas": st.sampled_from(["Europe", "Latin America and the Caribbean"]),
        "min_degree": st.integers(1, 4),
        "at": st.sampled_from(["2014", "2020"]),
        "largest": st.booleans(),
        "project": st.just("city"),
    },
)


@pytest.fixture(scope="module")
def allas():
    return load("allas")


@settings(max_examples=30, deadline=None)
@given(OPTIONS)
def test_every_tie_and_actor_is_counted(allas, options):
    data = allas
    try:
        view = data.view(**options)
    except ViewError:
        assert "project" in options  # no city is left to be projected
        return
    assert view.ties + sum(view.dropped.values()) == len(data.ties)
    assert set(view.ids) <= set(data.actors["id"])
    if "min_degree" in options and not {"largest", "project"} & set(options):
        before = data.view(**{k: v for k, v in options.items() if k != "min_degree"})
        if (before.modes is None) == (view.modes is None):
            degrees = before.undirected.sum(axis=1)
            expected = {
                actor
                for actor, degree in zip(before.ids, degrees, strict=True)
                if degree >= options["min_degree"]
            }
            assert set(view.ids) == expected
