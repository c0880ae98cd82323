import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.layout import DIGITS, EXACT_UP_TO, positions, spread
from alianza.graph.loading import load
from builders import printed_everywhere

HASHED = """
import hashlib
from alianza.graph.layout import positions
from alianza.graph.loading import load
print(hashlib.sha256(positions(load("allas").view()).tobytes()).hexdigest())
"""


def view_of(graph):
    return Dataset.from_networkx(nx.relabel_nodes(graph, str)).view()


def test_every_actor_has_a_place_in_the_unit_square():
    view = load("allas").view()
    places = positions(view)
    assert places.shape == (len(view), 2)
    assert places.dtype == np.float64
    assert places.min() >= 0
    assert places.max() <= 1
    assert (places == np.round(places, DIGITS)).all()


def test_the_same_bytes_whatever_the_hash_seed_and_the_locale():
    assert len(printed_everywhere(HASHED)) == 1


def test_the_order_of_rows_does_not_show():
    graph = nx.les_miserables_graph()
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from(reversed(list(graph.edges)))
    assert positions(view_of(graph)).tobytes() == positions(view_of(turned)).tobytes()


def test_another_seed_gives_another_picture():
    view = load("allas").view()
    assert (positions(view, seed=1) != positions(view, seed=2)).any()


def test_distances_follow_the_graph():
    graph = nx.path_graph(12)
    names = sorted(map(str, graph))
    places = positions(view_of(graph))
    ends = places[names.index("0")] - places[names.index("11")]
    middle = places[names.index("5")] - places[names.index("6")]
    assert np.hypot(*ends) > 7 * np.hypot(*middle)


@pytest.mark.parametrize(
    "graph",
    [
        nx.empty_graph(1),
        nx.empty_graph(7),
        nx.path_graph(2),
        nx.star_graph(40),
        nx.complete_graph(9),
        nx.disjoint_union_all([nx.cycle_graph(8), nx.path_graph(2), nx.empty_graph(5)]),
        nx.barabasi_albert_graph(300, 2, seed=4),
    ],
    ids=["one", "isolates", "pair", "star", "complete", "parts", "many"],
)
def test_no_two_actors_share_a_place(graph):
    places = positions(view_of(graph))
    assert np.isfinite(places).all()
    assert len({tuple(place) for place in places.tolist()}) == len(graph)


def test_parts_do_not_overlap():
    graph = nx.disjoint_union(nx.cycle_graph(20), nx.complete_graph(6))
    names = sorted(map(str, graph))
    places = positions(view_of(graph))
    first = places[[int(name) < 20 for name in names]]
    second = places[[int(name) >= 20 for name in names]]
    assert first[:, 1].max() < second[:, 1].min()


def test_a_large_component_is_drawn_from_pivots():
    graph = nx.barabasi_albert_graph(EXACT_UP_TO + 300, 2, seed=4)
    places = positions(view_of(graph))
    assert np.isfinite(places).all()
    assert places.std(axis=0).min() > 0.05


def test_nobody_has_no_places():
    view = load("allas").view(actors=["city"], ties=["funding"])
    assert positions(view).shape == (len(view), 2)


def test_boxes_are_pushed_apart_within_their_frame():
    rng = np.random.default_rng(3)
    places, sizes = rng.random((60, 2)) * 300 + 100, np.tile([60.0, 18.0], (60, 1))
    apart = spread(places, sizes, (800, 600))
    gaps = np.abs(apart[:, None] - apart[None, :]) - sizes[None, :]
    np.fill_diagonal(gaps[..., 0], 1)
    assert (gaps > -0.01).any(axis=2).all()
    assert (apart >= sizes / 2 - 1e-9).all()
    assert (apart <= np.array([800, 600]) - sizes / 2 + 1e-9).all()
