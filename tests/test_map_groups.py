import networkx as nx
from alianza.graph.dataset import Dataset
from alianza.graph.structure.communities import communities
from alianza.reports.map.groups import communities_of


def view_of(graph):
    return Dataset.from_networkx(graph).view()


def test_two_caves_are_two_communities_and_an_isolate_is_in_none():
    graph = nx.relabel_nodes(nx.caveman_graph(2, 4), "abcdefgh".__getitem__)
    graph.add_node("z")
    assert communities_of(view_of(graph)) == [0, 0, 0, 0, 1, 1, 1, 1, -1]


def test_they_are_those_of_the_command():
    graph = nx.relabel_nodes(nx.karate_club_graph(), lambda node: f"n{node:02}")
    view = view_of(nx.Graph(graph.edges()))
    assert [number + 1 for number in communities_of(view)] == list(communities(view).labels)


def test_one_community_or_none_gives_nothing_to_colour_by():
    assert communities_of(view_of(nx.complete_graph(["a", "b", "c"]))) is None
    assert communities_of(view_of(nx.empty_graph(["a", "b"]))) is None
