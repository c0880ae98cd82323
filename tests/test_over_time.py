"""Years and phases: cuts of a view, the ties that come and go, measures over time."""

import networkx as nx
import pytest
from alianza.graph import over_time
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.loading import load
from alianza.graph.over_time import (
    Change,
    changes,
    figures_over_time,
    measures_over_time,
    slice_column,
    slices,
)
from hypothesis import given, settings
from hypothesis import strategies as st

TIES = [
    ("a", "b", {"start": "2010", "end": "2012", "status": "ended", "phase": "one"}),
    ("b", "a", {"start": "2014", "phase": "two"}),
    ("a", "c", {"start": "2011-05", "end": "2011-09", "status": "ended", "phase": "one"}),
    ("b", "c", {}),
    ("c", "d", {"status": "ended"}),
    ("a", "d", {"end": "2013", "status": "ended"}),
]


def data(ties=TIES):
    graph = nx.MultiDiGraph()
    for number, (tail, head, cells) in enumerate(ties):
        graph.add_node(tail, kind="city")
        graph.add_node(head, kind="city")
        graph.add_edge(tail, head, key=f"t{number}", kind="agreement", **cells)
    return Dataset.from_networkx(graph)


class TestYears:
    def test_each_year_has_the_ties_that_held(self):
        cut = slices(data())
        assert list(cut.views) == ["2010", "2011", "2012", "2013", "2014"]
        assert {year: view.tie_ids for year, view in cut.views.items()} == {
            "2010": ("t0", "t3", "t5"),
            "2011": ("t0", "t2", "t3", "t5"),
            "2012": ("t0", "t3", "t5"),
            "2013": ("t3", "t5"),
            "2014": ("t1", "t3"),
        }
        said = " ".join(map(str, cut.facts))
        assert "Cut by year, 2010 to 2014" in said
        assert "1 tie without a date counts in every year." in said
        assert "1 ended tie without a date is left out" in said

    def test_undated_ties_can_be_dropped(self):
        cut = slices(data(), undated="drop")
        assert cut.views["2014"].tie_ids == ("t1",)
        assert "1 tie without a date is left out of every year." in " ".join(map(str, cut.facts))

    @pytest.mark.parametrize(
        ("at", "years"),
        [
            ("2012", ["2012"]),
            ("2011/2013", ["2011", "2012", "2013"]),
            ("2013/..", ["2013", "2014"]),
            ("../2011", ["2010", "2011"]),
        ],
    )
    def test_at_spans_the_years(self, at, years):
        assert list(slices(data(), at=at).views) == years

    def test_a_year_without_ties_has_no_projection(self):
        graph = nx.MultiDiGraph()
        for city in "ab":
            graph.add_node(city, kind="city")
            graph.add_edge(city, "n", kind="membership", start="2012", end="2012")
        graph.add_edge("a", "n", kind="membership", start="2010", end="2010")
        graph.nodes["n"]["kind"] = "network"
        cut = slices(Dataset.from_networkx(graph), project="city")
        assert {year: view is not None for year, view in cut.views.items()} == {
            "2010": True,
            "2011": False,
            "2012": True,
        }
        figures = figures_over_time(cut, ["tied_pairs"])
        assert figures == {
            "2010": {"tied_pairs": 0},
            "2011": {"tied_pairs": None},
            "2012": {"tied_pairs": 1},
        }
        assert set(measures_over_time(cut, ["degree"])["year"]) == {"2010", "2012"}

    def test_modes_keep_their_names(self):
        cut = slices(load("allas"), ties="membership", two_mode=True, at="2012/2014")
        assert {view.mode_names for view in cut.views.values()} == {cut.whole.mode_names}

    def test_no_dates(self):
        with pytest.raises(ViewError, match="year"):
            slices(data([("a", "b", {})]))

    def test_not_a_date(self):
        with pytest.raises(ViewError, match="not a date"):
            slices(data(), at="soon")

    def test_too_many(self, monkeypatch):
        monkeypatch.setattr(over_time, "MOST", 4)
        with pytest.raises(ViewError, match="into 5 parts; 4 are the most"):
            slices(data())


class TestPhases:
    def test_each_value_is_a_phase(self):
        cut = slices(data(), "phase")
        assert {name: view.tie_ids for name, view in cut.views.items()} == {
            "one": ("t0", "t2"),
            "two": ("t1",),
        }
        assert "4 ties have nothing under phase" not in str(cut.facts[0])
        assert "3 ties have nothing under phase and are in no part." in str(cut.facts[1])

    def test_conditions_hold_too(self):
        cut = slices(data(), "phase", where=["phase=two", "status=active"])
        assert list(cut.views) == ["two"]

    def test_a_column_that_is_not_there(self):
        with pytest.raises(UnknownNameError, match="Did you mean “phase”"):
            slices(data(), "phases")
        with pytest.raises(ViewError, match="theme"):
            slices(data(), "theme")


class TestMeasures:
    def test_a_row_an_actor_a_year(self):
        table = measures_over_time(slices(data()), ["degree"])
        assert table.columns.tolist() == ["id", "label", "kind", "year", "degree", "degree_rank"]
        rows = table[table["id"] == "a"].set_index("year")["degree"].to_dict()
        assert rows == {"2010": 2, "2011": 3, "2012": 2, "2013": 1, "2014": 1}

    def test_a_column_of_the_same_name_is_told_apart(self):
        cut = slices(load("allas"), "kind", at="2014")
        assert slice_column(cut) == "tie_kind"
        assert measures_over_time(cut, ["degree"]).columns[3] == "tie_kind"

    def test_unknown(self):
        with pytest.raises(UnknownNameError):
            measures_over_time(slices(data()), ["degre"])
        with pytest.raises(UnknownNameError):
            figures_over_time(slices(data()), ["densty"])

    def test_figures(self):
        found = figures_over_time(slices(data()), ["ties", "density"])
        assert [row["ties"] for row in found.values()] == [3, 4, 3, 2, 2]


class TestChanges:
    def test_by_hand(self):
        # a–b holds 2010 to 2012 and again from 2014; a–c in 2011; a–d until 2013, since before.
        found = changes(data())
        assert found.rows == (
            Change(2010, held=2, appear=1, ended=0, returned=0),
            Change(2011, held=3, appear=1, ended=0, returned=0),
            Change(2012, held=2, appear=0, ended=1, returned=0),
            Change(2013, held=1, appear=0, ended=1, returned=0),
            Change(2014, held=1, appear=0, ended=1, returned=1),
        )
        assert "2 ties without a date are left out of every year." in str(found.facts[-1])

    def test_what_paused_before_the_first_year_returns(self):
        found = changes(data(), at="2014/2014")
        assert found.rows == (Change(2014, held=1, appear=0, ended=1, returned=1),)

    def test_a_directed_kind_has_two_directions(self):
        graph = nx.MultiDiGraph()
        graph.add_edge("a", "b", kind="leadership", start="2010", end="2010")
        graph.add_edge("b", "a", kind="leadership", start="2012")
        for actor in "ab":
            graph.nodes[actor]["kind"] = "city"
        found = changes(Dataset.from_networkx(graph))
        assert [row.returned for row in found.rows] == [0, 0, 0]
        assert found.rows[-1].appear == 1

    def test_nothing_to_count(self):
        with pytest.raises(ViewError, match="date"):
            changes(data([("a", "b", {})]))
        with pytest.raises(ViewError, match="--project"):
            changes(data(), project="city")


SPANS = st.tuples(st.integers(2000, 2012), st.integers(0, 5), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ab", "ac", "bc"]), SPANS), min_size=1, max_size=8))
def test_what_holds_is_what_held_and_came_less_what_ended(rows):
    ties = [
        (pair[0], pair[1], {"start": str(start)} | ({} if is_open else {"end": str(start + long)}))
        for pair, (start, long, is_open) in rows
    ]
    found = changes(data(ties))
    before, seen = 0, set()
    for row in found.rows:
        assert row.held == before + row.appear + row.returned - row.ended
        holding = {
            pair
            for pair, (start, long, is_open) in rows
            if start <= row.year and (is_open or row.year <= start + long)
        }
        assert row.held == len(holding)
        assert row.appear == len(holding - seen)
        seen |= holding
        before = row.held
