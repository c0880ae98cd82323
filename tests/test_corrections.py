"""p-values from draws and their correction, by hand and against scipy."""

import math

import numpy as np
import pytest
from alianza.graph.chance.corrections import benjamini_hochberg, rounded, tails
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_the_example_of_benjamini_and_hochberg():
    # Benjamini and Hochberg 1995, section 3.2: at 0.05 the first four are rejected.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
         0.5719, 0.6528, 0.7590, 1.0]  # fmt: skip
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4


@given(CHANCES)
def test_correction_equals_scipy(p):
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), atol=1e-15)


@given(CHANCES)
def test_unknown_chances_are_no_questions(p):
    with_blanks = [math.nan, *p, math.nan]
    corrected = benjamini_hochberg(with_blanks)
    assert np.isnan(corrected[[0, -1]]).all()
    np.testing.assert_array_equal(corrected[1:-1], benjamini_hochberg(p))


def test_correction_of_nothing():
    assert benjamini_hochberg([]).tolist() == []
    assert np.isnan(benjamini_hochberg([math.nan])).all()


def test_tails_by_hand():
    drawn = np.array([[1.0], [2.0], [2.0], [3.0]])
    high, low, both = tails([2.0], drawn)
    assert (high[0], low[0], both[0]) == (4 / 5, 4 / 5, 1)
    high, low, both = tails([5.0], drawn)
    assert (high[0], low[0], both[0]) == (1 / 5, 1, 2 / 5)
    high, low, both = tails([0.5], drawn)
    assert (high[0], low[0], both[0]) == (1, 1 / 5, 2 / 5)


def test_noise_in_the_last_digits_parts_nothing():
    high, low, _both = tails([0.3], np.array([[0.1 + 0.2], [0.3]]))
    assert (high[0], low[0]) == (1, 1)
    assert rounded([0.1 + 0.2, 0, math.inf, -1e300]).tolist() == [0.3, 0, math.inf, -1e300]


def test_undefined_draws_do_not_count():
    nan = math.nan
    high, low, both = tails([2.0, nan, 2.0], np.array([[3.0, 1, nan], [nan, 1, nan]]))
    assert (high[0], low[0], both[0]) == (1, 1 / 2, 1)
    assert np.isnan([high[1], low[1], both[1], high[2], low[2], both[2]]).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=15), st.integers(0, 4))
def test_p_is_the_rank_of_the_observed_among_all(drawn, observed):
    high, low, both = tails([observed], np.array(drawn, dtype=float)[:, None])
    n = len(drawn)
    assert high[0] == pytest.approx(sum(x >= observed for x in [*drawn, observed]) / (n + 1))
    assert low[0] == pytest.approx(sum(x <= observed for x in [*drawn, observed]) / (n + 1))
    assert 0 < both[0] <= 1
