"""Walks, currents, reach and roles: by hand, as published, and at their edges."""

import itertools
import json
import math

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import DataFaultsError, UnknownNameError, ViewError
from alianza.graph.measures import (
    MEASURES,
    blanks,
    flow,
    measure_label,
    measure_table,
    measured,
    spectra,
)
from builders import view_of
from scipy.sparse import csr_array


def values(view, name):
    return measure_table(view, [name])[name].to_dict()


class TestKatz:
    def test_a_star(self):
        # λ₁ = 2, α = 0.425: hub h = 1 + 4αl, leaf l = 1 + αh.
        got = values(view_of(nx.star_graph(4)), "katz")
        a = 0.425
        hub = (1 + 4 * a) / (1 - 4 * a * a)
        assert got["0"] == pytest.approx(hub, rel=1e-12)
        assert got["1"] == pytest.approx(1 + a * hub, rel=1e-12)

    def test_an_isolate_has_only_itself(self):
        graph = nx.star_graph(4)
        graph.add_node("far")
        assert values(view_of(graph), "katz")["far"] == 1

    def test_it_runs_along_the_direction(self):
        graph = nx.DiGraph([("a", "b"), ("b", "a"), ("a", "c")])
        got = values(view_of(graph, directed=True), "katz")
        # λ₁ = 1: a = b = 1/(1 − 0.85); c = 1 + 0.85 a.
        assert got["a"] == pytest.approx(1 / 0.15, rel=1e-12)
        assert got["c"] == pytest.approx(1 + 0.85 / 0.15, rel=1e-12)

    def test_no_cycle_no_size(self):
        for graph in (nx.DiGraph([("a", "b"), ("b", "c")]), nx.empty_graph(3, nx.DiGraph)):
            table = measure_table(view_of(graph, directed=True), ["katz"])
            assert table["katz"].isna().all()
            assert "eigenvalue" in str(blanks(table)["katz"][1])

    def test_where_the_solver_cannot_part_eigenvalues_the_bounds_close(self, monkeypatch):
        def gives_up(*_arguments, **_options):
            raise spectra.ArpackNoConvergence("", np.zeros(0), np.zeros(0))

        matrix = csr_array(nx.to_numpy_array(nx.krackhardt_kite_graph()))
        exact = np.linalg.eigvalsh(matrix.toarray()).max()
        assert spectra.radius(matrix, symmetric=True) == pytest.approx(exact, rel=1e-13)
        monkeypatch.setattr(spectra, "_largest_two", gives_up)
        assert spectra.radius(matrix, symmetric=True) == pytest.approx(exact, rel=1e-13)


class TestHubsAndAuthorities:
    def test_by_hand(self):
        # x and y both point to p; x to q as well. AᵀA = [[2, 1], [1, 1]].
        view = view_of(nx.DiGraph([("x", "p"), ("y", "p"), ("x", "q")]), directed=True)
        golden = (1 + math.sqrt(5)) / 2
        length = math.hypot(golden, 1)
        authority, hub = values(view, "authorities"), values(view, "hubs")
        assert authority == pytest.approx({"p": golden / length, "q": 1 / length, "x": 0, "y": 0})
        assert hub == pytest.approx({"x": golden / length, "y": 1 / length, "p": 0, "q": 0})

    def test_two_alike_parts_have_none_of_their_own(self):
        view = view_of(nx.DiGraph([("a", "b"), ("c", "d")]), directed=True)
        assert np.isnan(values(view, "hubs")["a"])
        assert np.isnan(values(view, "authorities")["d"])

    def test_no_ties(self):
        view = view_of(nx.empty_graph(2, nx.DiGraph), directed=True)
        assert all(map(math.isnan, values(view, "hubs").values()))

    def test_they_need_direction(self):
        with pytest.raises(ViewError, match="hubs"):
            values(view_of(nx.path_graph(2)), "hubs")


class TestDegreesWithDirection:
    def test_by_hand(self):
        graph = nx.DiGraph()
        graph.add_weighted_edges_from([("a", "b", 2), ("b", "a", 3), ("a", "c", 5)])
        view = view_of(graph, directed=True, weights="weight")
        assert values(view, "total_degree") == {"a": 3, "b": 2, "c": 1}
        assert values(view, "degree") == {"a": 2, "b": 1, "c": 1}
        assert values(view, "in_strength") == {"a": 3, "b": 2, "c": 5}
        assert values(view, "out_strength") == {"a": 7, "b": 3, "c": 0}


class TestReach:
    def test_a_path(self):
        got = values(view_of(nx.path_graph(5)), "reach")
        assert got == {"0": 0.5, "1": 0.75, "2": 1, "3": 0.75, "4": 0.5}

    def test_as_many_steps_as_are_asked_for(self):
        view = view_of(nx.path_graph(5))
        assert values(view, "reach:1") == {"0": 0.25, "1": 0.5, "2": 0.5, "3": 0.5, "4": 0.25}
        assert values(view, "reach:2") == values(view, "reach")
        assert values(view, "reach:3") == {"0": 0.75, "1": 1, "2": 1, "3": 1, "4": 0.75}
        assert set(values(view, "reach:4").values()) == {1.0}
        assert values(view, "reach:999999999") == values(view, "reach:4")

    @pytest.mark.parametrize("name", ["reach:0", "reach:-1", "reach:", "reach:2.5", "reach:x",
                                      "reach:9999999999", "reach:²", "reach:٣", "degree:3", "raech:3"])  # fmt: skip
    def test_numbers_of_steps_that_are_none(self, name):
        with pytest.raises(UnknownNameError):
            measure_table(view_of(nx.path_graph(3)), [name])

    def test_the_table_and_the_label_have_the_steps(self):
        table = measure_table(
            view_of(nx.path_graph(4)), ["reach:12", "reach:03", "reach:3", "degree"]
        )
        assert list(table)[2:] == [
            "reach:12",
            "reach:12_rank",
            "reach:3",
            "reach:3_rank",
            "degree",
            "degree_rank",
        ]
        assert measured(table.columns) == ["degree", "reach:3", "reach:12"]
        assert [str(measure_label(name)) for name in ("reach", "reach:1", "reach:3")] == [
            "Reach in two steps", "Reach in 1 step", "Reach in 3 steps",
        ]  # fmt: skip

    def test_who_is_alone_reaches_a_blank(self):
        table = measure_table(view_of(nx.empty_graph(1)), ["reach:3"])
        assert blanks(table)["reach:3"][0] == ("0",)

    def test_it_goes_out_along_ties(self):
        graph = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "d")])
        assert values(view_of(graph, directed=True), "reach") == pytest.approx(
            {"a": 2 / 3, "b": 2 / 3, "c": 1 / 3, "d": 0}
        )

    def test_weights_are_ignored(self):
        graph = nx.path_graph(4)
        nx.set_edge_attributes(graph, 0.1, "weight")
        weighted = view_of(graph, weights="weight")
        assert values(weighted, "reach") == values(view_of(graph), "reach")

    def test_alone(self):
        assert math.isnan(values(view_of(nx.empty_graph(1)), "reach")["0"])


class TestBridging:
    def test_between_two_triangles(self):
        # 3 joins the triangles 0-1-2 and 4-5-6: it lies between 9 pairs; degree 2, partners
        # with 3 ties each: (1/2) / (1/3 + 1/3) = 3/4.
        graph = nx.Graph([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (4, 6)])
        got = values(view_of(graph), "bridging")
        assert got["3"] == pytest.approx(9 * 0.75)
        # 2 lies between its triangle's others and the four beyond: 8 pairs; partners 2, 2 and 2.
        assert got["2"] == pytest.approx(8 * (1 / 3) / 1.5)
        assert got["0"] == 0

    def test_an_isolate_is_blank(self):
        assert math.isnan(values(view_of(nx.empty_graph(2)), "bridging")["0"])


class TestCurrentFlow:
    def test_newman_2005(self):
        """Network 1 of table 1: A and B .670, C .333, X and Y .269.

        Newman counts the ends of a pair as passed through: (n − 1) pairs are added for everyone.
        """
        graph = nx.Graph(["AB", "AC", "BC"])
        for side, name in (("A", "X"), ("B", "Y")):
            group = [side, *(f"{name}{number}" for number in range(4))]
            graph.add_edges_from(itertools.combinations(group, 2))
        n = len(graph)
        ours = values(view_of(graph), "current_flow_betweenness")
        newman = {
            actor: (value * (n - 1) * (n - 2) / 2 + n - 1) / (n * (n - 1) / 2)
            for actor, value in ours.items()
        }
        for actor, printed in {
            "A": 0.670,
            "B": 0.670,
            "C": 0.333,
            "X0": 0.269,
            "Y3": 0.269,
        }.items():
            assert newman[actor] == pytest.approx(printed, abs=5e-4)

    def test_on_a_tree_it_is_betweenness(self):
        graph = nx.random_labeled_tree(15, seed=4)
        table = measure_table(view_of(graph), ["betweenness", "current_flow_betweenness"])
        np.testing.assert_allclose(
            table["current_flow_betweenness"], table["betweenness"], atol=1e-12
        )

    def test_a_square(self):
        # Past an actor run 1/4 between either partner and the actor opposite, the long way round,
        # and 1/2 between its two partners: (1/4 + 1/4 + 1/2) / 3 pairs.
        got = values(view_of(nx.cycle_graph(4)), "current_flow_betweenness")
        assert list(got.values()) == pytest.approx([1 / 3] * 4)

    def test_the_largest_component_alone(self):
        graph = nx.disjoint_union(nx.path_graph(3), nx.path_graph(4))
        got = values(view_of(graph), "current_flow_betweenness")
        assert [actor for actor, value in got.items() if math.isnan(value)] == ["0", "1", "2"]
        assert got["3"] == 0
        assert got["4"] == pytest.approx(2 / 3)
        twins = nx.disjoint_union(nx.path_graph(3), nx.path_graph(3))
        assert values(view_of(twins), "current_flow_betweenness")["1"] == 1

    @pytest.mark.parametrize("n", [0, 1, 2])
    def test_too_few(self, n):
        got = values(view_of(nx.path_graph(n)), "current_flow_betweenness")
        assert len(got) == n
        assert all(map(math.isnan, got.values()))

    def test_it_comes_only_when_named(self):
        view = view_of(nx.path_graph(4))
        assert not MEASURES["current_flow_betweenness"].default
        assert "current_flow_betweenness" not in measure_table(view)
        assert "current_flow_betweenness" in measure_table(view, ["current_flow_betweenness"])

    def test_the_limit_is_said(self, monkeypatch):
        monkeypatch.setattr(flow, "LIMIT", 3)
        with pytest.raises(ViewError, match="3 actors in a component at most; here are 4"):
            values(view_of(nx.path_graph(4)), "current_flow_betweenness")

    def test_blocks_change_nothing(self, monkeypatch):
        graph = nx.gnp_random_graph(30, 0.2, seed=5)
        whole = values(view_of(graph), "current_flow_betweenness")
        monkeypatch.setattr(flow, "CELLS", 1)
        assert values(view_of(graph), "current_flow_betweenness") == pytest.approx(whole, abs=1e-12)


class TestRoles:
    def data(self, weights, rows=None):
        graph = nx.MultiDiGraph(metadata={"role_weights": weights})
        for city in "abc":
            graph.add_node(city, kind="city")
        for net in ("n", "m"):
            graph.add_node(net, kind="network")
        for tail, head, role in rows or [
            ("a", "n", "founder"),
            ("a", "n", "member"),
            ("a", "m", "observer"),
            ("b", "n", "member"),
            ("c", "m", "observer"),
        ]:
            graph.add_edge(tail, head, kind="membership", role=role)
        graph.add_edge("a", "b", kind="agreement", role="guest")
        return Dataset.from_networkx(graph)

    WEIGHTS = {"observer": 0.5, "member": 1, "founder": 2, "host": 3}  # noqa: RUF012

    def test_by_hand(self):
        got = values(self.data(self.WEIGHTS).view(), "role_degree")
        # a is a founder of n (its membership counts no more) and an observer of m.
        assert got == {"a": 2.5, "b": 1, "c": 0.5, "m": 1, "n": 3}

    def test_ties_out_of_the_view_do_not_count(self):
        view = self.data(self.WEIGHTS).view(where="role=member")
        assert values(view, "role_degree") == {"a": 1, "b": 1, "c": 0, "m": 0, "n": 2}

    def test_a_projection_keeps_them(self):
        view = self.data(self.WEIGHTS).view(project="city", ties="membership")
        assert values(view, "role_degree") == {"a": 2.5, "b": 1, "c": 0.5}

    def test_a_role_without_weight_is_blank_for_both(self):
        got = values(self.data({"member": 1, "founder": 2}).view(), "role_degree")
        assert got["b"] == 1
        assert got["n"] == 3
        assert all(math.isnan(got[actor]) for actor in "acm")

    def test_none_declared(self):
        data = self.data({})
        assert "role_degree" not in measure_table(data.view())
        with pytest.raises(ViewError, match="declare role_weights in datapackage"):
            values(data.view(), "role_degree")
        assert "role_degree" in measure_table(self.data(self.WEIGHTS).view())

    @pytest.mark.parametrize(
        "weights", [[1], "x", {"member": "1"}, {"member": -1}, {"a": True}, {"a": 1e7}, {"a": None}]
    )
    def test_weights_that_are_none(self, weights):
        with pytest.raises(DataFaultsError, match="role_weights"):
            self.data(weights)

    def test_no_infinity(self):
        with pytest.raises(DataFaultsError, match="role_weights"):
            self.data(json.loads('{"member": NaN, "a": Infinity}'))
