"""QAP and MRQAP against the R package sna, numpy's least squares and counts by hand."""

import itertools

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.evidence.qap import fit, qap
from alianza.graph.evidence.relations import RELATIONS, relation
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.loading import load
from alianza.graph.places import distance_km

N = 12
ROW, COLUMN = np.indices((N, N)) + 1


def made(table, *, directed):
    """Give a table as R's matrices were made: symmetric by the upper half, diagonal 0."""
    table = table.astype(float)
    if not directed:
        table = np.triu(table, 1) + np.triu(table, 1).T
    np.fill_diagonal(table, 0)
    return table


def tables(*, directed):
    one = made(((ROW * 7 + COLUMN * 3) % 11) / 10, directed=directed)
    two = made((ROW * COLUMN + 2 * ROW) % 5 < 2, directed=directed)
    noise = ((ROW * 5 + COLUMN * 13) % 7) / 10 + 0.02 * ROW
    return made(0.1 * one - 0.1 * two + noise, directed=directed), one, two


# R 4.2, sna 2.7-1: netlm(y, list(x1, x2), mode, nullhyp = "qapspp", reps = 10000) and
# qaptest(list(y, x), gcor, g1 = 1, g2 = 2, reps = 10000, mode) on the same tables. The last
# column of each list is the share of R's permutations that reach the observed value.
SNA = {
    False: {
        "b": [0.1767276345207508, -0.0813412927898516, 0.3325285689654683],
        "t": [2.14423708136433, -1.54894263391373],
        "t_high": [0.0196, 0.9406],
        "r": [0.251369708059048, -0.178027597848375],
        "r_high": [0.0211, 0.9213],
        "r_squared": 0.0975544809408977,
    },
    True: {
        "b": [0.191468982431426, -0.112090746711823, 0.383401103756018],
        "t": [3.26504537218433, -3.02190426979215],
        "t_high": [0.0011, 0.9989],
        "r": [0.245470555889462, -0.223285146165253],
        "r_high": [0.0021, 0.9942],
        "r_squared": 0.122382318308162,
    },
}


@pytest.mark.parametrize("directed", [False, True])
def test_qap_equals_sna(directed):
    y, one, two = tables(directed=directed)
    r, b, shares, pairs = fit(
        y, [one, two], names=["one", "two"], directed=directed, draws=4000, seed=1
    )
    expected = SNA[directed]
    np.testing.assert_allclose(b["b"], expected["b"], rtol=1e-12)
    np.testing.assert_allclose(b["t"].iloc[:2], expected["t"], rtol=1e-12)
    np.testing.assert_allclose(r["r"], expected["r"], rtol=1e-12)
    assert shares[0] == pytest.approx(expected["r_squared"], rel=1e-12)
    assert pairs == (132 if directed else 66)
    # Two estimates of one chance, from 4,000 and 10,000 permutations: four standard errors.
    for got, want in ((r["p_high"], "r_high"), (b["p_high"].iloc[:2], "t_high")):
        for mine, theirs in zip(got, expected[want], strict=True):
            error = np.sqrt(max(theirs * (1 - theirs), 0.0005) * (1 / 4000 + 1 / 10000))
            assert mine == pytest.approx(theirs, abs=4 * error + 1 / 4000)


@pytest.mark.parametrize("directed", [False, True])
def test_coefficients_equal_least_squares(directed):
    rng = np.random.default_rng(3)
    y, *x = (made(rng.random((9, 9)), directed=directed) for _ in range(4))
    _r, b, shares, _pairs = fit(y, x, names=list("abc"), directed=directed, draws=2)
    cells = ~np.eye(9, dtype=bool) if directed else np.triu(np.ones((9, 9), dtype=bool), 1)
    design = np.column_stack([*(table[cells] for table in x), np.ones(cells.sum())])
    want, rest, _rank, _sizes = np.linalg.lstsq(design, y[cells], rcond=None)
    np.testing.assert_allclose(b["b"], want, rtol=1e-9)
    noise = rest[0] / (len(design) - 4)
    errors = np.sqrt(noise * np.diag(np.linalg.inv(design.T @ design)))
    np.testing.assert_allclose(b["t"].iloc[:3], (want / errors)[:3], rtol=1e-9)
    assert shares[0] == pytest.approx(1 - rest[0] / (y[cells].var() * len(design)))
    assert b["predictor"].tolist() == ["a", "b", "c", "intercept"]


def test_p_of_r_equals_all_permutations():
    rng = np.random.default_rng(5)
    y, x = (made(rng.random((5, 5)), directed=False) for _ in range(2))
    cells = np.triu_indices(5, 1)

    def r(order):
        return np.corrcoef(y[cells], x[np.ix_(order, order)][cells])[0, 1]

    every = [r(list(order)) for order in itertools.permutations(range(5))]
    exact = np.mean([value >= r(range(5)) - 1e-12 for value in every])
    found = fit(y, [x], names=["x"], draws=3000, seed=2)[0].loc[0]
    assert found["p_high"] == pytest.approx(exact, abs=4 * np.sqrt(0.25 / 3000))


def test_p_is_uniform_under_the_null():
    chances = []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        y, one, two = (made(rng.random((8, 8)), directed=False) for _ in range(3))
        # The two predictors go together; only the response is noise.
        _r, b, _shares, _pairs = fit(y, [one, one + two], names=["one", "two"], draws=19, seed=seed)
        chances.append(b["p_high"].tolist()[:2])
    for column in np.array(chances).T:
        counts = np.bincount(np.ceil(column * 5 - 1e-9).astype(int) - 1, minlength=5)
        # 18.5 is the 0.001 point of chi-squared with four degrees of freedom.
        assert ((counts - 30) ** 2 / 30).sum() < 18.5, counts


def test_the_number_of_workers_changes_nothing():
    y, one, two = tables(directed=False)
    few, many = (
        fit(y, [one, two], names=["a", "b"], draws=40, seed=6, workers=workers)
        for workers in (1, 3)
    )
    assert few[0].equals(many[0])
    assert few[1].equals(many[1])
    assert not few[0].equals(fit(y, [one, two], names=["a", "b"], draws=40, seed=7)[0])


def small():
    graph = nx.MultiDiGraph()
    points = {"a": (0, 0, "ES"), "b": (0, 90, "ES"), "c": (10, 20, "FR"), "d": (5, 5, "CO")}
    for actor, (lat, lon, country) in points.items():
        graph.add_node(actor, kind="city", lat=lat, lon=lon, country=country, people=lat * 10)
    graph.add_node("e", kind="city")
    graph.add_node("n", kind="network", country="ES")
    graph.add_node("m", kind="network", country="ES")
    for key, (tail, head, kind, start) in enumerate(
        [
            ("a", "b", "agreement", "2010"),
            ("b", "a", "agreement", "2012"),
            ("a", "c", "funding", "2012"),
            ("a", "n", "membership", ""),
            ("b", "n", "membership", ""),
            ("a", "m", "membership", ""),
            ("b", "m", "membership", ""),
            ("c", "m", "membership", ""),
        ]
    ):
        graph.add_edge(tail, head, key=f"t{key}", kind=kind, start=start)
    return Dataset.from_networkx(graph)


CITIES = ["a", "b", "c", "d"]


def expect(name, wanted, **options):
    got = relation(small(), CITIES, name, **options).values
    np.testing.assert_allclose(got, np.array(wanted, dtype=float), atol=1e-9)


def test_relations_by_hand():
    expect("ties:agreement", [[0, 1, 0, 0], [1, 0, 0, 0], [0] * 4, [0] * 4])
    expect("count:agreement", [[0, 2, 0, 0], [2, 0, 0, 0], [0] * 4, [0] * 4])
    expect("count:agreement", [[0, 1, 0, 0], [1, 0, 0, 0], [0] * 4, [0] * 4], at="2011")
    expect("ties:agreement+funding", [[0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0] * 4])
    expect("ties:funding", [[0, 0, 1, 0], [0] * 4, [0] * 4, [0] * 4], directed=True)
    expect("shared:membership", [[2, 2, 1, 0], [2, 2, 1, 0], [1, 1, 1, 0], [0] * 4])
    expect("same:country", [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
    expect("same:area", [[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 1]])
    # Spanish is official in Spain and in Colombia.
    expect("same:language", [[1, 1, 0, 1], [1, 1, 0, 1], [0, 0, 1, 0], [1, 1, 0, 1]])
    expect("same:kind", np.ones((4, 4)))
    expect(
        "difference:people",
        [[0, 0, 100, 50], [0, 0, 100, 50], [100, 100, 0, 50], [50, 50, 50, 0]],
    )


def test_distances_equal_those_of_places():
    data = load("allas")
    table = data.actors
    table = table[table["lat"].notna()].set_index("id")
    ids = sorted(table.index)[:12]
    values = relation(data, ids, "distance").values
    for row, column in itertools.product(range(12), repeat=2):
        one, other = table.loc[ids[row]], table.loc[ids[column]]
        want = distance_km(one["lat"], one["lon"], other["lat"], other["lon"])
        assert values[row, column] == pytest.approx(want, abs=1e-3)
    np.testing.assert_allclose(
        relation(data, ids, "log-distance").values, np.log(values + 1), atol=1e-12
    )


def test_actors_without_a_value_are_left_out_and_counted():
    assert np.isnan(relation(small(), ["a", "e"], "distance").values[1]).all()
    assert np.isnan(relation(small(), ["a", "e"], "same:country").values[0, 1])
    found = qap(small(), "ties:agreement", ["distance"], actors=["city"], draws=20)
    assert (found.actors, found.pairs) == (4, 6)
    text = " ".join(map(str, found.sentences))
    assert "1 actor without a value" in text
    assert "Pairs are unordered" in text
    assert "Seed: 1." in text


def test_direction_doubles_the_pairs():
    found = qap(small(), "ties:funding", ["distance"], actors=["city"], directed=True, draws=5)
    assert found.pairs == 12


def test_a_relation_correlates_with_itself():
    found = qap(
        load("allas"), "shared:membership", ["shared:membership"], actors=["city"], draws=99
    )
    row = found.correlations.loc[0]
    assert row["r"] == pytest.approx(1)
    assert row["p_high"] == pytest.approx(0.01)
    assert found.r_squared == pytest.approx(1)


@pytest.mark.parametrize(
    ("response", "predictors", "error"),
    [
        ("distance", [], ViewError),
        ("distance", ["same:kind"], ViewError),
        ("distance", ["ties:agreement", "ties:agreement+agreement"], ViewError),
        ("distance", ["same"], ViewError),
        ("distance:km", ["same:country"], ViewError),
        ("distanse", ["same:country"], UnknownNameError),
        ("distance", ["same:contry"], UnknownNameError),
        ("distance", ["ties:agrement"], UnknownNameError),
    ],
)
def test_what_cannot_be_asked_is_refused(response, predictors, error):
    with pytest.raises(error):
        qap(small(), response, predictors, actors=["city"], draws=2)


def test_too_many_actors_are_refused(monkeypatch):
    monkeypatch.setattr("alianza.graph.evidence.qap.MOST", 4)
    with pytest.raises(ViewError, match="5 actors make too many pairs"):
        qap(small(), "distance", ["same:country"], actors=["city"])


def test_too_few_actors_are_refused():
    with pytest.raises(ViewError, match="too few"):
        qap(small(), "distance", ["same:country"], actors=["network"])
    with pytest.raises(UnknownNameError):
        qap(small(), "distance", ["same:country"], actors=["citty"])


@pytest.mark.parametrize("name", RELATIONS)
def test_every_relation_is_square(name):
    row = RELATIONS[name]
    argument = {"KINDS": ":membership", "COLUMN": ":lat", "": ""}[row.argument]
    data = load("allas")
    ids = sorted(data.actors["id"])
    found = relation(data, ids, f"{name}{argument}")
    assert found.values.shape == (len(ids), len(ids))
    np.testing.assert_array_equal(found.values, found.values.T)
    assert not found.directed
