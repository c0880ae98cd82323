"""Published tables, to the digits that were printed."""

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.measures import measure_table, summarise


def printed(view, name, values, digits):
    """Compare a measure with a printed column; the last digit may be cut off or rounded."""
    got = measure_table(view, [name])[name]
    assert set(values) == set(got.index)
    for actor, value in values.items():
        assert got[actor] == pytest.approx(value, abs=1.01 * 10**-digits), actor


class TestFlorentineMarriages:
    """Padgett and Ansell 1993, as in Wasserman and Faust 1994: 15 families, without Pucci."""

    @pytest.fixture
    def view(self):
        return Dataset.from_networkx(nx.florentine_families_graph()).view()

    def test_data(self, view):
        assert (len(view), view.pairs) == (15, 20)

    def test_betweenness(self, view):
        # Jackson 2008, Social and Economic Networks, section 1.2.1: Medici .522, Guadagni .255.
        table = measure_table(view, ["betweenness"])["betweenness"]
        assert table["Medici"] == pytest.approx(0.522, abs=5e-4)
        assert table["Guadagni"] == pytest.approx(0.255, abs=5e-4)
        assert table["Albizzi"] == pytest.approx(0.212, abs=5e-4)
        assert table["Strozzi"] == pytest.approx(0.103, abs=5e-4)

    def test_betweenness_of_every_family(self, view):
        # The column as the networkx test-suite prints it.
        values = {
            "Acciaiuoli": 0.000,
            "Albizzi": 0.212,
            "Barbadori": 0.093,
            "Bischeri": 0.104,
            "Castellani": 0.055,
            "Ginori": 0.000,
            "Guadagni": 0.255,
            "Lamberteschi": 0.000,
            "Medici": 0.522,
            "Pazzi": 0.000,
            "Peruzzi": 0.022,
            "Ridolfi": 0.114,
            "Salviati": 0.143,
            "Strozzi": 0.103,
            "Tornabuoni": 0.092,
        }
        printed(view, "betweenness", values, 3)

    def test_closeness_of_every_family(self, view):
        values = {
            "Acciaiuoli": 0.368,
            "Albizzi": 0.483,
            "Barbadori": 0.4375,
            "Bischeri": 0.400,
            "Castellani": 0.389,
            "Ginori": 0.333,
            "Guadagni": 0.467,
            "Lamberteschi": 0.326,
            "Medici": 0.560,
            "Pazzi": 0.286,
            "Peruzzi": 0.368,
            "Ridolfi": 0.500,
            "Salviati": 0.389,
            "Strozzi": 0.4375,
            "Tornabuoni": 0.483,
        }
        printed(view, "closeness", values, 3)

    def test_centralisation(self, view):
        # Wasserman and Faust 1994, chapter 5: closeness 0.322, betweenness 0.437.
        got = summarise(view)
        assert got["centralisation_closeness"] == pytest.approx(0.322, abs=5e-4)
        assert got["centralisation_betweenness"] == pytest.approx(0.437, abs=5e-4)


class TestKrackhardtsKite:
    """Krackhardt 1990, figure 1: degree, betweenness and closeness have different leaders.

    Diane (3) has most partners, Fernando and Garth (5, 6) are closest, Heather (7) lies between.
    """

    @pytest.fixture
    def view(self):
        return Dataset.from_networkx(nx.krackhardt_kite_graph()).view()

    def test_degree(self, view):
        values = {"0": 4, "1": 4, "2": 3, "3": 6, "4": 3, "5": 5, "6": 5, "7": 3, "8": 2, "9": 1}
        printed(view, "degree", values, 9)
        leaders = measure_table(view, ["degree"])["degree_rank"]
        assert leaders[leaders == 1].index.tolist() == ["3"]

    def test_betweenness(self, view):
        values = [0.023, 0.023, 0.000, 0.102, 0.000, 0.231, 0.231, 0.389, 0.222, 0.000]
        printed(view, "betweenness", {str(place): v for place, v in enumerate(values)}, 3)
        leaders = measure_table(view, ["betweenness"])["betweenness_rank"]
        assert leaders[leaders == 1].index.tolist() == ["7"]

    def test_closeness(self, view):
        values = [0.529, 0.529, 0.500, 0.600, 0.500, 0.643, 0.643, 0.600, 0.429, 0.310]
        printed(view, "closeness", {str(place): v for place, v in enumerate(values)}, 3)
        leaders = measure_table(view, ["closeness"])["closeness_rank"]
        assert leaders[leaders == 1].index.tolist() == ["5", "6"]
        # Competition ranks: two first, so the next are third.
        assert leaders["3"] == leaders["7"] == 3


class TestSouthernWomen:
    """Davis, Gardner and Gardner 1941; two-mode centrality of Borgatti and Everett 1997.

    The table of Borgatti and Halgin 2011 (The Sage Handbook of Social Network Analysis), as the
    networkx test-suite carries it: degree, closeness, betweenness, to two digits.
    """

    TABLE = """
        E8                  0.78 0.85 0.24
        E9                  0.67 0.79 0.23
        E7                  0.56 0.73 0.13
        Nora Fayette        0.57 0.80 0.11
        Evelyn Jefferson    0.57 0.80 0.10
        Theresa Anderson    0.57 0.80 0.09
        E6                  0.44 0.69 0.07
        Sylvia Avondale     0.50 0.77 0.07
        Laura Mandeville    0.50 0.73 0.05
        Brenda Rogers       0.50 0.73 0.05
        Katherina Rogers    0.43 0.73 0.05
        E5                  0.44 0.59 0.04
        Helen Lloyd         0.36 0.73 0.04
        E3                  0.33 0.56 0.02
        Ruth DeSand         0.29 0.71 0.02
        Verne Sanderson     0.29 0.71 0.02
        E12                 0.33 0.56 0.02
        Myra Liddel         0.29 0.69 0.02
        E11                 0.22 0.54 0.02
        Eleanor Nye         0.29 0.67 0.01
        Frances Anderson    0.29 0.67 0.01
        Pearl Oglethorpe    0.21 0.67 0.01
        E4                  0.22 0.54 0.01
        Charlotte McDowd    0.29 0.60 0.01
        E10                 0.28 0.55 0.01
        Olivia Carleton     0.14 0.59 0.01
        Flora Price         0.14 0.59 0.01
        E2                  0.17 0.52 0.00
        E1                  0.17 0.52 0.00
        Dorothy Murchison   0.14 0.65 0.00
        E13                 0.17 0.52 0.00
        E14                 0.17 0.52 0.00
    """

    @pytest.fixture
    def view(self):
        davis = nx.davis_southern_women_graph()
        graph = nx.DiGraph()
        for node, data in davis.nodes(data=True):
            kind = "network" if data["bipartite"] else "city"
            graph.add_node(node, kind=kind, label=node)
        for woman, event in davis.edges:
            ends = (woman, event) if not davis.nodes[woman]["bipartite"] else (event, woman)
            graph.add_edge(*ends, kind="membership")
        return Dataset.from_networkx(graph).view()

    def test_data(self, view):
        assert summarise(view)["actors"] == {"city": 18, "network": 14}
        assert view.pairs == 89

    @pytest.mark.parametrize(
        ("column", "name"),
        [(-3, "degree_two_mode"), (-2, "closeness_two_mode"), (-1, "betweenness_two_mode")],
    )
    def test_column(self, view, column, name):
        rows = [line.split() for line in self.TABLE.strip().splitlines()]
        printed(view, name, {" ".join(row[:-3]): float(row[column]) for row in rows}, 2)


class TestStructuralHoles:
    """Borgatti 1997, Connections 20, figure 1: the ego G of Burt 1992 and its neighbours.

    The digits are those of the networkx test-suite, made with UCINET and checked by hand.
    """

    TIES = "AB AF AG AE EG FG BG BD DG GC"
    WEIGHTS = (2, 3, 5, 2, 8, 3, 4, 1, 3, 10)

    def view(self, weights=None):
        graph = nx.Graph()
        for tie, weight in zip(self.TIES.split(), self.WEIGHTS, strict=True):
            graph.add_edge(*tie, weight=weight)
        return Dataset.from_networkx(graph).view(weights=weights)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("effective_size", {"G": 4.67, "A": 2.50, "C": 1}),
            ("efficiency", {"G": 0.78, "A": 0.625, "C": 1}),
            ("constraint", {"G": 0.400, "A": 0.595, "C": 1}),
        ],
    )
    def test_without_weights(self, name, values):
        table = measure_table(self.view(), [name])[name]
        for actor, value in values.items():
            assert table[actor] == pytest.approx(value, abs=5e-3 if name != "constraint" else 5e-4)

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("effective_size", {"G": 5.47, "A": 2.47, "C": 1}),
            ("constraint", {"G": 0.299, "A": 0.795, "C": 1}),
        ],
    )
    def test_with_weights(self, name, values):
        table = measure_table(self.view("weight"), [name])[name]
        for actor, value in values.items():
            # 2.475 was printed as 2.47.
            assert table[actor] == pytest.approx(value, abs=5.01e-3 if value > 1 else 5e-4)


class TestKarateClub:
    """Zachary 1977: 34 members, 78 ties."""

    @pytest.fixture
    def view(self):
        graph = nx.karate_club_graph()
        return Dataset.from_networkx(nx.Graph(graph.edges)).view()

    def test_figures(self, view):
        # KONECT, ucidata-zachary: fill 0.139037, diameter 5, clustering coefficient (transitivity)
        # 0.255682, assortativity −0.475613; the mean local clustering and path are networkx's.
        got = summarise(view)
        assert (got["actors"], got["tied_pairs"], got["diameter"]) == (34, 78, 5)
        assert got["density"] == pytest.approx(0.139037, abs=5e-7)
        assert got["transitivity"] == pytest.approx(0.255682, abs=5e-7)
        assert got["mean_clustering"] == pytest.approx(0.571, abs=5e-4)
        assert got["average_path_length"] == pytest.approx(2.408, abs=5e-4)
        assert got["degree_assortativity"] == pytest.approx(-0.475613, abs=5e-7)

    def test_instructor_and_president_lead(self, view):
        # Members 1 and 34 of the paper are 0 and 33 here; betweenness 0.438 and 0.304.
        table = measure_table(view, ["betweenness", "degree"])
        assert table["betweenness"]["0"] == pytest.approx(0.438, abs=5e-4)
        assert table["betweenness"]["33"] == pytest.approx(0.304, abs=5e-4)
        assert table["degree"]["33"] == 17
        assert table["degree"]["0"] == 16
