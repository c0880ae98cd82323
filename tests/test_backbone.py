"""Backbones: by hand, by going through all tables, by scipy."""

import itertools
import math

import alianza
import networkx as nx
import numpy as np
import pytest
from alianza.graph.chance.two_mode_models import (
    fdsm_tails,
    fitted_chances,
    fixed_column_tails,
    fixed_row_tails,
    poisson_binomial,
    sdsm_tails,
    upper_tails,
)
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.structure.backbone import CORRECTIONS, MODELS, backbone, backbone_of, corrected
from builders import two_mode
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import binom, false_discovery_control

SOME = settings(max_examples=60, deadline=None)


TABLE = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 1, 1], [1, 0, 0, 0]])


def pairs_of(table):
    first, second = np.triu_indices(len(table), 1)
    return csr_array(table.astype(float)), first, second, (table @ table.T)[first, second]


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(2, 7), st.integers(2, 6)))
    bits = draw(st.lists(st.integers(0, 1), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]))  # fmt: skip
    return np.array(bits).reshape(shape)


@SOME
@given(tables())
def test_fitted_chances_keep_the_margins(table):
    chances = fitted_chances(table.sum(axis=1).astype(float), table.sum(axis=0).astype(float))
    assert ((chances >= 0) & (chances <= 1)).all()
    np.testing.assert_allclose(chances.sum(axis=1), table.sum(axis=1), atol=1e-7)
    np.testing.assert_allclose(chances.sum(axis=0), table.sum(axis=0), atol=1e-7)


def test_fitted_chances_are_those_of_a_fixed_point():
    # x_i = r_i / Σ_k y_k/(1 + x_i y_k), as Saracco et al. 2015 solve it.
    rows, columns = TABLE.sum(axis=1), TABLE.sum(axis=0)
    x, y = rows / math.sqrt(rows.sum()), columns / math.sqrt(rows.sum())
    for _round in range(5000):
        x = rows / (y / (1 + np.outer(x, y))).sum(axis=1)
        y = columns / (x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
    expected = np.outer(x, y) / (1 + np.outer(x, y))
    np.testing.assert_allclose(fitted_chances(rows * 1.0, columns * 1.0), expected, atol=1e-8)


def test_chances_that_do_not_fit_are_said(monkeypatch):
    monkeypatch.setattr("alianza.graph.chance.two_mode_models.STEPS", 1)
    with pytest.raises(ViewError, match="could not be fitted"):
        fitted_chances(TABLE.sum(axis=1) * 1.0, TABLE.sum(axis=0) * 1.0)


@pytest.mark.parametrize("slope", [0.4, 0.8, 1.2])
def test_nested_tables_are_fitted(slope):
    # The hardest margins: only one table has them, so every chance tends to 0 or 1.
    table = np.add.outer(np.arange(60) / 60, np.arange(25) / 25) < slope
    chances = fitted_chances(table.sum(axis=1) * 1.0, table.sum(axis=0) * 1.0)
    np.testing.assert_allclose(chances.sum(axis=1), table.sum(axis=1), atol=1e-8)
    np.testing.assert_allclose(chances, table, atol=1e-8)


def test_equal_margins_have_equal_chances():
    chances = fitted_chances(np.full(6, 2.0), np.full(4, 3.0))
    np.testing.assert_allclose(chances, 0.5)


@SOME
@given(st.lists(st.floats(0, 1), max_size=7))
def test_poisson_binomial_is_the_sum_over_all_outcomes(chances):
    expected = np.zeros(len(chances) + 1)
    for outcome in itertools.product((0, 1), repeat=len(chances)):
        expected[sum(outcome)] += math.prod(
            p if happened else 1 - p for p, happened in zip(chances, outcome, strict=True)
        )
    np.testing.assert_allclose(poisson_binomial(np.array(chances)), expected, atol=1e-12)
    tails = upper_tails(np.array(chances))
    assert tails[0] == pytest.approx(1)
    assert (np.diff(tails) <= 1e-15).all()


def test_poisson_binomial_of_equal_chances_is_binomial():
    np.testing.assert_allclose(
        poisson_binomial(np.full(40, 0.3)), binom.pmf(range(41), 40, 0.3), atol=1e-14
    )


def test_fixed_rows_by_hand():
    # c0 has 3 of 4, c1 has 2 of 4: both shared with chance C(3,2)·C(1,0)/C(4,2) = 1/2.
    tails = fixed_row_tails(*pairs_of(TABLE))
    assert tails[0] == pytest.approx(0.5)
    # c1 and c2, two each, share one: 1 − C(2,0)·C(2,2)/C(4,2) = 5/6.
    assert tails[4] == pytest.approx(5 / 6)


def test_fixed_rows_are_those_of_all_choices():
    incidence, first, second, shared = pairs_of(TABLE)
    sizes = TABLE.sum(axis=1)
    for i, j, count, tail in zip(
        first, second, shared, fixed_row_tails(incidence, first, second, shared), strict=True
    ):
        choices = [
            len(set(a) & set(b)) >= count
            for a in itertools.combinations(range(4), sizes[i])
            for b in itertools.combinations(range(4), sizes[j])
        ]
        assert tail == pytest.approx(np.mean(choices))


def test_fixed_columns_by_hand():
    # Sizes 3, 3, 2, 2 of five: two given actors meet with chance 3/10, 3/10, 1/10, 1/10.
    tails = fixed_column_tails(*pairs_of(TABLE))
    none = 0.7 * 0.7 * 0.9 * 0.9
    one = 2 * 0.3 * 0.7 * 0.81 + 2 * 0.1 * 0.9 * 0.49
    assert tails[0] == pytest.approx(1 - none - one)
    assert tails[2] == pytest.approx(1 - none)


def all_tables(table):
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    choices = [
        [np.isin(range(table.shape[1]), c).astype(int) for c in itertools.combinations(range(table.shape[1]), r)]
        for r in rows
    ]  # fmt: skip
    for drawn in itertools.product(*choices):
        if (np.sum(drawn, axis=0) == columns).all():
            yield np.array(drawn)


def test_fdsm_is_near_all_tables_with_these_margins():
    incidence, first, second, shared = pairs_of(TABLE)
    every = np.array([(t @ t.T)[first, second] >= shared for t in all_tables(TABLE)])
    assert len(every) > 50
    tails = fdsm_tails(incidence, first, second, shared, draws=4000, seed=3)
    np.testing.assert_allclose(tails, every.mean(axis=0), atol=0.035)


def test_sdsm_by_drawing_from_its_own_chances():
    incidence, first, second, shared = pairs_of(TABLE)
    chances = fitted_chances(TABLE.sum(axis=1) * 1.0, TABLE.sum(axis=0) * 1.0)
    generator = np.random.default_rng(4)
    drawn = generator.random((20_000, *TABLE.shape)) < chances
    drawn = drawn.astype(int)
    reached = (drawn @ drawn.transpose(0, 2, 1))[:, first, second] >= shared
    tails = sdsm_tails(incidence, first, second, shared)
    np.testing.assert_allclose(tails, reached.mean(axis=0), atol=0.015)


class TestDisparity:
    def view(self, ties, **options):
        graph = nx.Graph() if not options.get("directed") else nx.DiGraph()
        for tail, head, weight in ties:
            graph.add_edge(tail, head, weight=weight)
        return Dataset.from_networkx(graph).view(weights="weight", **options)

    def test_by_hand(self):
        # a spreads 10 over 8, 1, 1; b has 8 and 8; d hangs on a alone.
        view = self.view([("a", "b", 8), ("a", "c", 1), ("a", "d", 1), ("b", "c", 8)])
        found = backbone(view, model="disparity", alpha=0.1)
        p = found.ties.set_index(["first", "second"])["p"].to_dict()
        assert p == pytest.approx(
            {("a", "b"): 0.2**2, ("a", "c"): 0.9**2, ("a", "d"): 0.9**2, ("b", "c"): 1 / 9}
        )
        assert found.ties["kept"].tolist() == [True, False, False, False]
        assert found.tests == 8
        assert found.view.pairs == 1

    def test_directed_by_hand(self):
        view = self.view([("a", "b", 9), ("a", "c", 1), ("c", "b", 1)], directed=True)
        p = backbone(view, model="disparity").ties.set_index(["first", "second"])["p"]
        assert p.to_dict() == pytest.approx({("a", "b"): 0.1, ("a", "c"): 0.9, ("c", "b"): 0.9})

    def test_correction_counts_both_ends(self):
        view = self.view([("a", "b", 8), ("a", "c", 1), ("a", "d", 1), ("b", "c", 8)])
        found = backbone(view, model="disparity", correction="bonferroni").ties
        assert found["adjusted"].iloc[0] == pytest.approx(8 * 0.04)


class TestCorrection:
    P = np.array([0.01, 0.04, 0.03, 0.005])

    def test_by_hand(self):
        assert corrected(self.P, "none", 10) is self.P
        assert corrected(self.P, "bonferroni", 10).tolist() == pytest.approx([0.1, 0.4, 0.3, 0.05])
        assert corrected(self.P, "holm", 10).tolist() == pytest.approx([0.09, 0.28, 0.24, 0.05])

    def test_scipy(self):
        every = np.concatenate([self.P, np.ones(6)])
        expected = false_discovery_control(every)[:4]
        np.testing.assert_allclose(corrected(self.P, "bh", 10), expected)

    @SOME
    @given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.sampled_from(list(CORRECTIONS)))
    def test_corrected_is_never_below_and_keeps_the_order(self, p, name):
        p = np.array(p)
        after = corrected(p, name, len(p) + 3)
        assert (after >= p - 1e-15).all()
        assert (after <= 1).all()
        order = np.argsort(p, kind="stable")
        assert (np.diff(after[order]) >= -1e-12).all()


@pytest.mark.parametrize("model", sorted(MODELS))
def test_every_model_on_allas(model):
    data = alianza.load("allas")
    _view, found = backbone_of(data, model=model, ties=["membership"], project="city", draws=50)
    ties = found.ties
    assert len(ties) == data.view(ties=["membership"], project="city").pairs
    assert ties["p"].between(0, 1).all()
    assert ties["kept"].equals(ties["p"] <= 0.05)
    assert found.view.pairs == ties["kept"].sum()
    assert f"{ties['kept'].sum()} tie" in str(found.found)
    assert "0.05" in str(found.method)
    again = backbone_of(data, model=model, ties=["membership"], project="city", draws=50)[1]
    assert again.ties.equals(ties)


def test_who_has_no_affiliation_makes_no_test():
    table = np.vstack([TABLE, np.zeros((2, 4), dtype=int)])
    graph = two_mode(table)
    found = backbone(graph, "city", model="fixed-row")
    assert found.tests == 10
    assert len(found.view) == 7
    plain = backbone(two_mode(TABLE), "city", model="fixed-row")
    assert found.ties["p"].tolist() == plain.ties["p"].tolist()


def test_a_lone_actor_has_no_pairs():
    assert backbone(two_mode(np.ones((1, 3))), "city").ties.empty


def test_p_of_unlike_chances_holds_its_level():
    """Tables drawn from the model's own chances: p ≤ α in at most about α of the pairs."""
    generator = np.random.default_rng(9)
    chances = fitted_chances(np.linspace(2, 9, 15), np.full(12, np.linspace(2, 9, 15).sum() / 12))
    small, tested = 0, 0
    for _round in range(60):
        table = (generator.random(chances.shape) < chances).astype(int)
        tails = sdsm_tails(*pairs_of(table))
        small, tested = small + int((tails <= 0.05).sum()), tested + len(tails)
    assert small / tested < 0.06


def test_errors():
    data = alianza.load("allas")
    with pytest.raises(UnknownNameError, match="sdsm"):
        backbone_of(data, model="sdms", project="city")
    with pytest.raises(UnknownNameError, match="bonferroni"):
        backbone_of(data, correction="fdr", project="city")
    with pytest.raises(ViewError, match="between 0 and 1"):
        backbone_of(data, project="city", alpha=5.0)
    with pytest.raises(ViewError, match="--project"):
        backbone_of(data)
    with pytest.raises(ViewError, match="leave out --weights"):
        backbone_of(data, project="city", weights="newman")
    with pytest.raises(ViewError, match="No actor of the kind"):
        backbone(two_mode(TABLE), "university")


def test_too_large_tables_are_refused(monkeypatch):
    monkeypatch.setattr("alianza.graph.structure.backbone.MOST_CELLS", 19)
    with pytest.raises(ViewError, match="up to 19 cells, not of 20"):
        backbone(two_mode(TABLE), "city")
    with pytest.raises(ViewError, match="not of 25"):
        backbone(two_mode(TABLE), "city", model="fdsm")


def test_small_alpha_is_written_out():
    found = backbone(two_mode(TABLE), "city", alpha=0.0001)
    assert "p ≤ 0.0001" in alianza_text(found.method)


def alianza_text(said):
    from alianza.reports.language import Language

    return Language("en").text(said)
