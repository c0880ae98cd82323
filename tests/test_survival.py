"""Survival of ties: a published curve, scipy's, and how a tie's dates are read."""

import networkx as nx
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.survival import Spell, kaplan_meier, median_years, spell_of, survival
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

# Freireich et al. 1963, the 21 patients with 6-MP: weeks, and weeks of those still in remission.
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def test_the_published_curve():
    """The table that textbooks print (Collett 2003; survfit of R): share and standard error."""
    steps = kaplan_meier([Spell(w, True) for w in ENDED] + [Spell(w, False) for w in STILL])
    got = {step.years: step for step in steps if step.ended}
    printed = {
        6: (21, 0.857, 0.0764),
        7: (17, 0.807, 0.0869),
        10: (15, 0.753, 0.0963),
        13: (12, 0.690, 0.1068),
        16: (11, 0.627, 0.1141),
        22: (7, 0.538, 0.1282),
        23: (6, 0.448, 0.1346),
    }
    assert set(got) == set(printed)
    for weeks, (at_risk, share, error) in printed.items():
        assert got[weeks].at_risk == at_risk
        assert got[weeks].survival == pytest.approx(share, abs=5e-4)
        assert got[weeks].error == pytest.approx(error, abs=5e-5)
    assert median_years(steps) == 23


SPELLS = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30)


@settings(max_examples=80, deadline=None)
@given(SPELLS)
def test_against_scipy(rows):
    steps = kaplan_meier([Spell(*row) for row in rows])
    ended = [float(years) for years, over in rows if over]
    still = [float(years) for years, over in rows if not over]
    theirs = ecdf(CensoredData(uncensored=ended, right=still)).sf
    for step in steps:
        assert step.survival == pytest.approx(float(theirs.evaluate(step.years)), abs=1e-12)
        if step.low is not None:
            assert 0 < step.low < step.survival < step.high < 1
    assert sum(step.ended + step.censored for step in steps) == len(rows)
    assert steps[0].at_risk == len(rows)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # where a share is 1 it divides by log 1
def test_the_interval_against_scipy():
    steps = kaplan_meier([Spell(w, True) for w in ENDED] + [Spell(w, False) for w in STILL])
    found = ecdf(CensoredData(uncensored=ENDED, right=STILL)).sf.confidence_interval(
        method="log-log"
    )
    for step, low, high in zip(
        steps, found.low.probabilities, found.high.probabilities, strict=True
    ):
        assert step.low == pytest.approx(low, abs=1e-9)
        assert step.high == pytest.approx(high, abs=1e-9)


def test_nothing_is_left():
    [step] = kaplan_meier([Spell(2, True), Spell(2, True)])
    assert (step.survival, step.error, step.low, step.high) == (0, None, None, None)
    assert median_years((step,)) == 2


def test_nothing_ended():
    [step] = kaplan_meier([Spell(2, False)])
    assert (step.survival, step.error, step.low) == (1, 0, None)
    assert median_years((step,)) is None


@pytest.mark.parametrize(
    ("start", "end", "status", "spell"),
    [
        ("2010", "2014", "ended", Spell(4, True)),
        ("2010-12", "2011-01", "ended", Spell(1, True)),
        ("2010", "2010", "ended", Spell(0, True)),
        ("2010", "", "active", Spell(10, False)),
        ("2010", "", "ended", Spell(0, False)),
        ("2010", "2014/..", "ended", Spell(4, False)),
        ("2010", "2030", "active", Spell(10, False)),
        ("2010/2014", "", "active", Spell(4, True)),
        ("2010/..", "", "active", Spell(10, False)),
        ("201X", "2014~", "ended", Spell(4, True)),
        ("2010", "2013/2015", "ended", Spell(5, True)),
        ("", "2014", "ended", None),
        ("", "", "active", None),
        ("../2010", "", "active", None),
        ("2021", "", "active", None),
    ],
)
def test_how_dates_are_read(start, end, status, spell):
    assert spell_of(start, end, status, 2020) == spell


def build():
    graph = nx.MultiDiGraph()
    rows = [
        ("a", "b", "agreement", {"start": "2010", "end": "2012", "status": "ended"}),
        ("a", "c", "agreement", {"start": "2010"}),
        ("b", "c", "leadership", {"start": "2010", "end": "2011", "status": "ended"}),
        ("c", "a", "leadership", {}),
    ]
    for tail, head, kind, cells in rows:
        graph.add_edge(tail, head, kind=kind, **cells)
    for actor in graph:
        graph.nodes[actor]["kind"] = "city"
    return Dataset.from_networkx(graph)


def test_of_a_view():
    found = survival(build())
    assert [(s.years, s.at_risk, s.ended, s.censored) for s in found.curves[""]] == [
        (1, 3, 1, 0),
        (2, 2, 1, 1),
    ]
    assert found.medians == {"": 2}
    said = " ".join(map(str, found.facts))
    assert "Ties that still hold were seen until 2012" in said
    assert "1 tie without a known start by then is left out." in said


def test_observed_for_longer():
    found = survival(build(), until=2020)
    assert found.curves[""][-1].years == 10
    assert found.curves[""][-1].censored == 1


def test_groups():
    found = survival(build(), by="kind")
    assert found.medians == {"agreement": 2, "leadership": 1}
    assert survival(build(), ties="leadership").medians == {"": 1}


def test_nothing_to_follow():
    with pytest.raises(ViewError, match="start"):
        survival(build(), until=2000)
    with pytest.raises(UnknownNameError, match="column"):
        survival(build(), by="knd")
