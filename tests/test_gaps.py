"""Each kind of gap on a small network where the answer is evident, and on one where there is none."""

import csv
import io
import json

import networkx as nx
import numpy as np
import pytest
from alianza.graph.dataset import Dataset
from alianza.graph.faults import UnknownNameError, ViewError
from alianza.graph.gaps import GAPS, SEVERITIES, SURVEYS, find_gaps
from alianza.graph.gaps.coverage import stub_matching
from alianza.graph.gaps.dependence import gini, herfindahl
from alianza.graph.gaps.languages import languages_of
from alianza.graph.gaps.registry import gap_id, gap_kind
from alianza.graph.loading import load
from alianza.graph.places import distance_km
from builders import dataset_in_rows as build
from hypothesis import given, settings
from hypothesis import strategies as st


def subjects(data, kind, **options):
    return {gap.subjects for gap in find_gaps(data, kind, **options) if gap.question is None}


def only(data, kind):
    (gap,) = (gap for gap in find_gaps(data, kind) if gap.question is None)
    return gap


CITIES = dict.fromkeys(("lima", "paris", "quito", "rome"), "city")
NETS = {"allas": "network", "c40": "network"}
# Every two are partners, all are in one network and each leads it once: nothing is missing.
WHOLE = build(
    {**CITIES, "allas": "network"},
    [
        *(
            (a, b, "agreement")
            for number, a in enumerate(CITIES)
            for b in list(CITIES)[number + 1 :]
        ),
        *((city, "allas", "membership") for city in CITIES),
        *((city, "allas", "leadership") for city in CITIES),
    ],
    {"surveyed": [{"kind": "membership", "to": "allas"}]},
)


@pytest.mark.parametrize("kind", GAPS)
def test_a_whole_network_has_no_gap(kind):
    assert subjects(WHOLE, kind) == set()


@pytest.mark.parametrize("kind", GAPS)
def test_a_network_without_ties_breaks_nothing(kind):
    assert subjects(build({"a": "city"}, []), kind) <= {("a",)}


def test_nothing_is_asked_where_all_is_known():
    data = build(
        {"lima": "city", "paris": "city", "allas": "network"},
        [
            ("lima", "paris", "agreement", {"start": "2001", "sources": "s"}),
            ("lima", "allas", "membership", {"start": "2001", "sources": "s"}),
            ("paris", "allas", "membership", {"start": "2001", "sources": "s"}),
        ],
        {
            "surveyed": [
                {"kind": "membership", "to": "allas"},
                {"kind": "agreement", "to": "lima"},
                {"kind": "agreement", "to": "paris"},
            ]
        },
        sources=[{"id": "s", "title": "A list"}],
    )
    for kind in ("stale", "unsurveyed_list"):
        assert find_gaps(data, kind).rows == ()


def test_near_misses_are_no_gaps():
    nets = [f"n{n}" for n in range(5)]
    everywhere = build(
        {**CITIES, **dict.fromkeys(nets, "network")},
        [(city, net, "membership") for city in CITIES for net in nets],
    )
    # All are in five networks: many, but nobody in more than the others.
    assert subjects(everywhere, "usual_suspects") == set()
    two = build(CITIES, [("lima", "paris", "agreement"), ("paris", "quito", "agreement"), ("quito", "lima", "agreement")])  # fmt: skip
    for kind in ("single_tie", "broker_dependence", "unlinked_pair"):
        assert subjects(two, kind) == set()
    leads = [("lima", "allas", "leadership"), ("paris", "allas", "leadership"), ("rome", "allas", "leadership")]  # fmt: skip
    members = [(city, "allas", "membership") for city in CITIES]
    # Three leaders of one office each: index 1/3, but nobody twice.
    assert subjects(build({**CITIES, "allas": "network"}, [*leads, *members]), "concentrated_leadership") == set()  # fmt: skip
    themes = [(city, "allas", "membership", {"theme": "water"}) for city in ("lima", "paris")]
    assert subjects(build({**CITIES, "allas": "network"}, themes), "missing_theme") == set()


def test_areas_that_mix_as_chance_would_are_no_gap():
    names = [f"c{n:02}" for n in range(16)]
    actors = {
        name: {"kind": "city", "country": "FR" if n % 2 else "PE"} for n, name in enumerate(names)
    }
    # Each with the next two of the ring: as many across as within.
    ties = [(names[n], names[(n + k) % 16], "agreement") for n in range(16) for k in (1, 2)]
    assert subjects(build(actors, ties), "missing_kind") == set()


def test_unlinked_pair_with_its_reasons():
    data = build(
        {
            "lima": {"kind": "city", "country": "PE", "lat": -12.04, "lon": -77.03},
            "paris": {"kind": "city", "country": "FR", "lat": 48.85, "lon": 2.35},
            "quito": {"kind": "city", "country": "EC"},
            "allas": {"kind": "network", "label": "AL-LAs"},
        },
        [
            ("lima", "allas", "membership"),
            ("paris", "allas", "membership"),
            ("lima", "quito", "agreement", {"theme": "water"}),
            ("paris", "quito", "agreement", {"theme": "water"}),
        ],
    )
    gap = only(data, "unlinked_pair")
    assert gap.subjects == ("lima", "paris")
    assert (gap.severity, gap.survey) == ("medium", "unknown")
    assert str(gap.sentence) == "lima and paris have no direct agreement that holds."
    assert [str(reason) for reason in gap.reasons] == [
        "Both belong to: AL-LAs.",
        "Both have agreements with: quito.",
        "Both work on: water.",
        "They would link two areas: Latin America and the Caribbean, Europe.",
        f"They lie {distance_km(-12.04, -77.03, 48.85, 2.35):.0f} km apart.",
    ]
    assert set(gap.ties) == {"t0", "t1", "t2", "t3"}


def test_an_agreement_that_holds_is_no_gap_and_one_that_ended_is():
    ties = [("lima", "c40", "membership"), ("paris", "c40", "membership")]
    actors = {"lima": "city", "paris": "city", "c40": "network"}
    for cells, expected in (
        ({}, set()),
        ({"status": "ended", "end": "2010"}, {("lima", "paris")}),
        ({"status": "planned"}, {("lima", "paris")}),
        ({"status": "absent"}, {("lima", "paris")}),
    ):
        data = build(actors, [*ties, ("paris", "lima", "agreement", cells)])
        assert subjects(data, "unlinked_pair") == expected
    held = build(actors, [*ties, ("paris", "lima", "agreement", {"start": "2001", "end": "2010"})])
    assert subjects(held, "unlinked_pair", at="2005") == set()
    assert subjects(held, "unlinked_pair", at="2015") == {("lima", "paris")}


@pytest.mark.parametrize(
    ("metadata", "cells", "expected"),
    [
        ({}, None, "unknown"),
        ({"surveyed": [{"kind": "agreement", "to": "lima"}]}, None, "surveyed"),
        ({"surveyed": [{"kind": "agreement", "to": "paris", "from": ["lima"]}]}, None, "surveyed"),
        ({"surveyed": [{"kind": "agreement", "to": "paris", "from": ["paris", "x"]}]}, None, "none"),
        ({"surveyed": [{"kind": "membership", "to": "lima"}]}, None, "unknown"),
        ({"surveyed": [{"kind": "agreement", "to": "lima"}]}, {"status": "absent"}, "absent"),
    ],
)  # fmt: skip
def test_survey_status_of_a_missing_agreement(metadata, cells, expected):
    ties = [("lima", "c40", "membership"), ("paris", "c40", "membership")]
    if cells:
        ties.append(("paris", "lima", "agreement", cells))
    data = build({"lima": "city", "paris": "city", "c40": "network"}, ties, metadata)
    found = [gap.survey for gap in find_gaps(data, "unlinked_pair")]
    # Where a survey names actors, they are the frame: a pair beyond it is not looked for.
    assert found == ([] if expected == "none" else [expected])


def test_agreement_without_a_common_network():
    ties = [("lima", "allas", "membership"), ("paris", "c40", "membership"), ("lima", "paris", "agreement")]  # fmt: skip
    gap = only(build({"lima": "city", "paris": "city", **NETS}, ties), "agreement_without_network")
    assert gap.subjects == ("lima", "paris")
    assert gap.ties == ("t2",)
    assert [str(reason) for reason in gap.reasons] == [
        "lima belongs to: allas.",
        "paris belongs to: c40.",
    ]
    shared = build({"lima": "city", "paris": "city", **NETS}, [*ties, ("lima", "c40", "membership")])  # fmt: skip
    assert subjects(shared, "agreement_without_network") == set()
    assert find_gaps(build(CITIES, [("lima", "paris", "agreement")])).skipped.keys() >= {
        "agreement_without_network"
    }


def test_single_ties_count_partners_and_not_ties():
    data = build(
        {"lima": "city", "allas": "network", "quito": "city", "rome": "city"},
        [
            ("lima", "allas", "membership"),
            ("lima", "allas", "leadership"),
            ("quito", "rome", "agreement"),
            ("quito", "allas", "membership"),
            ("rome", "allas", "membership"),
        ],
    )
    gap = only(data, "single_tie")
    assert gap.subjects == ("lima",)
    assert gap.ties == ("t0", "t1")
    assert gap.severity == "medium"


def test_broker_dependence_says_who_is_cut_off():
    # Two triangles joined by one tie.
    triangles = [("a", "b"), ("b", "c"), ("a", "c"), ("x", "y"), ("y", "z"), ("x", "z"), ("c", "x")]
    data = build(dict.fromkeys("abcxyz", "city"), [(*pair, "agreement") for pair in triangles])
    found = {gap.subjects: gap for gap in find_gaps(data, "broker_dependence")}
    assert set(found) == {("c",), ("x",), ("c", "x")}
    assert set(found["c",].actors) == {"c", "a", "b"}
    assert set(found["x",].actors) == {"x", "y", "z"}
    assert found["c", "x"].values["cut_off"] == 3
    assert found["c", "x"].ties == ("t6",)
    assert all(gap.severity == "high" for gap in found.values())


def test_idle_members_and_those_who_led_once():
    data = build(
        {**CITIES, "allas": "network"},
        [
            *((city, "allas", "membership") for city in ("lima", "paris", "quito")),
            ("lima", "allas", "leadership"),
            ("paris", "allas", "leadership", {"status": "ended", "end": "2010"}),
        ],
    )
    assert subjects(data, "idle_member") == {("quito",)}
    assert only(data, "idle_member").severity == "low"


def test_concentrated_leadership():
    leads = [("lima", "allas", "leadership", {"role": str(n)}) for n in range(3)]
    data = build(
        {**CITIES, "allas": "network"},
        [*leads, ("paris", "allas", "leadership"), ("rome", "allas", "membership")],
    )
    gap = only(data, "concentrated_leadership")
    assert gap.subjects == ("allas",)
    assert gap.severity == "high"
    assert gap.values["herfindahl"] == pytest.approx((9 + 1) / 16)
    assert gap.values["gini"] == pytest.approx(gini([3, 1, 0]))


def test_gini_and_herfindahl_by_hand():
    assert gini([1, 1, 1]) == 0
    # Mean absolute difference of 0, 1, 3 over twice the mean: (1 + 3 + 2) * 2 / 9 / (2 * 4/3).
    assert gini([3, 0, 1]) == pytest.approx((6 * 2 / 9) / (2 * 4 / 3))
    assert herfindahl([5]) == 1


def test_redundant_networks():
    two = ("allas", "c40")
    ties = [(city, net, "membership") for net in two for city in ("lima", "paris", "quito")]
    data = build({**CITIES, **NETS}, ties)
    gap = only(data, "redundant_networks")
    assert gap.subjects == ("allas", "c40")
    assert gap.values == {"shared": 3, "overlap": 1.0}
    more = [("rome", "allas", "membership"), *ties[:3], *ties[3:5]]
    # Two of four are shared: less than 60 %.
    assert subjects(build({**CITIES, **NETS}, more), "redundant_networks") == set()


def test_missing_kind_of_areas_and_of_partners():
    # Twelve partnerships within Europe, twelve within Latin America, none between.
    europe = [f"e{n}" for n in range(8)]
    latin = [f"l{n}" for n in range(8)]
    actors = {
        **{name: {"kind": "city", "country": "FR"} for name in europe},
        **{name: {"kind": "city", "country": "PE"} for name in latin},
        "uni": "university",
        **{f"n{n}": "network" for n in range(3)},
    }
    ring = [(side[n], side[(n + k) % 8], "agreement") for side in (europe, latin) for n in range(8) for k in (1, 2)]  # fmt: skip
    member = [(city, f"n{n}", "membership") for city in ("e0", "e1") for n in range(3)]
    data = build(actors, [*ring, *member, ("e0", "uni", "participation")])
    found = {gap.subjects: gap for gap in find_gaps(data, "missing_kind")}
    cell = found["Europe", "Latin America and the Caribbean"]
    assert cell.severity == "high"
    mean, variance = stub_matching(32, 32, 64, same=False)
    assert cell.values["expected"] == pytest.approx(mean)
    assert cell.values["z"] == pytest.approx(-mean / variance**0.5)
    assert set(found) == {("Europe", "Latin America and the Caribbean"), ("e1",)}


def test_stub_matching_against_simulation():
    rng = np.random.default_rng(5)
    ends = np.array([0] * 6 + [1] * 4 + [2] * 8)
    between, within = [], []
    for _ in range(20_000):
        pairs = rng.permutation(ends).reshape(-1, 2)
        between.append(((pairs == 0).any(1) & (pairs == 1).any(1)).sum())
        within.append((pairs == 2).all(1).sum())
    for counts, expected in (
        (between, stub_matching(6, 4, 18, same=False)),
        (within, stub_matching(8, 8, 18, same=True)),
    ):
        assert np.mean(counts) == pytest.approx(expected[0], abs=0.03)
        assert np.var(counts) == pytest.approx(expected[1], abs=0.05)


def test_missing_theme_and_lone_language():
    data = build(
        {
            "lima": {"kind": "city", "country": "PE"},
            "quito": {"kind": "city", "country": "EC"},
            "paris": {"kind": "city", "country": "FR"},
            "allas": "network",
        },
        [
            ("lima", "allas", "participation", {"theme": "water"}),
            ("quito", "allas", "participation", {"theme": "heat", "status": "ended"}),
            ("lima", "allas", "membership", {"theme": "youth"}),
            ("quito", "allas", "membership", {"theme": "youth"}),
            ("paris", "allas", "membership"),
        ],
    )
    found = {gap.subjects: gap.severity for gap in find_gaps(data, "missing_theme")}
    assert found == {("water",): "low", ("heat",): "medium", ("allas", "paris"): "low"}
    assert languages_of("MX") == ("es",)


def test_absentees_of_the_frame():
    data = build(
        {**CITIES, "allas": "network"},
        [("lima", "allas", "membership"), ("lima", "paris", "agreement")],
        {"surveyed": [{"kind": "membership", "to": "allas", "from": ["lima", "paris", "quito"]}]},
    )
    found = {gap.subjects: (gap.severity, gap.survey) for gap in find_gaps(data, "absentees")}
    assert found == {("paris",): ("medium", "surveyed"), ("quito",): ("high", "surveyed")}


def test_usual_suspects():
    actors = {f"n{n}": "network" for n in range(9)} | {f"c{n}": "city" for n in range(10)}
    ties = [(f"c{n}", f"n{n % 9}", "membership") for n in range(10)]
    ties += [("c0", f"n{n}", "membership") for n in range(1, 9)]
    gap = only(build(actors, ties), "usual_suspects")
    assert gap.subjects == ("c0",)
    assert gap.values == {"networks": 9, "share": 0.5}


def test_stale_ties_and_questions():
    data = build(
        CITIES,
        [
            ("lima", "paris", "agreement", {"status": "ended", "end": "2005", "sources": "s"}),
            ("lima", "quito", "agreement", {"status": "ended", "end": "2005", "sources": "s"}),
            ("lima", "quito", "agreement", {"start": "2006", "sources": "s"}),
            ("rome", "quito", "agreement", {"status": "planned", "start": "2010", "sources": "s"}),
            ("rome", "paris", "agreement", {"status": "planned", "start": "2020", "sources": "s"}),
            ("rome", "lima", "agreement", {"start": "2021"}),
            ("quito", "paris", "agreement", {"sources": "s"}),
        ],
        sources=[{"id": "s", "title": "A list"}, {"id": "r", "title": "Another"}],
        claims=[
            {"subject": "t5", "field": "start", "value": "2021", "source": "s"},
            {"subject": "t5", "field": "start", "value": "2019", "source": "r"},
        ],
    )
    found = find_gaps(data, "stale")
    assert {gap.subjects: gap.severity for gap in found.partnerships} == {
        ("t0",): "medium",
        ("t3",): "high",
        ("t4",): "low",
    }
    assert {(gap.subjects, gap.severity) for gap in found.questions} == {
        (("t5",), "medium"),
        (("t6",), "low"),
        (("t5", "start"), "high"),
    }
    asked = {gap.subjects: str(gap.question) for gap in found.questions}
    assert asked["t6",] == "Since when? Look again in: “A list”; then ask quito."
    assert (
        asked["t5", "start"] == "Which is right? Compare: “Another”, “A list”; then ask rome, lima."
    )


def test_lists_never_surveyed_are_questions():
    ties = [(city, "allas", "membership") for city in ("lima", "paris")]
    data = build({**CITIES, "allas": "network"}, ties)
    found = {gap.subjects: gap for gap in find_gaps(data, "unsurveyed_list")}
    assert set(found) == {("allas",), ("lima",), ("paris",)}
    assert all(gap.question is not None and gap.survey == "unknown" for gap in found.values())
    assert "quito" in found["allas",].actors
    known = {
        "surveyed": [
            {"kind": "membership", "to": "allas"},
            *({"kind": "agreement", "to": city} for city in CITIES),
        ]
    }
    assert not find_gaps(build({**CITIES, "allas": "network"}, ties, known), "unsurveyed_list")


def test_rows_are_well_formed_on_the_built_in_dataset():
    data = load("allas")
    found = find_gaps(data, top=None)
    assert len({gap.id for gap in found}) == len(found)
    ties, actors, sources = (
        set(table["id"]) for table in (data.ties, data.actors, data.sources)
    )  # fmt: skip
    for gap in found:
        assert gap.severity in SEVERITIES
        assert gap.survey in SURVEYS
        assert set(gap.ties) <= ties
        assert set(gap.actors) <= actors
        assert set(gap.sources) <= sources
        assert set(gap.values) <= set(GAPS[gap.kind].columns)
        assert str(gap.sentence).endswith(".")
        assert "{" not in str(gap.sentence)
    frame = found.to_frame()
    assert list(frame["id"]) == [gap.id for gap in found]
    assert len(found.partnerships) + len(found.questions) == len(found)


def test_no_suggested_pair_is_tied():
    data = load("allas")
    held = data.ties[(data.ties["kind"] == "agreement") & (data.ties["status"] == "active")]
    tied = {frozenset(pair) for pair in zip(held["from"], held["to"], strict=True)}
    pairs = {frozenset(gap.subjects) for gap in find_gaps(data, "unlinked_pair", top=None)}
    assert pairs
    assert not pairs & tied


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_ids_and_rows_do_not_depend_on_the_order_of_rows(random):
    data = load("allas")
    graph = data.to_networkx()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.shuffle(nodes)
    random.shuffle(edges)
    other = nx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    kinds = [kind for kind in GAPS if kind != "unsurveyed_list"]
    first, second = (
        [(gap.id, gap.severity, str(gap.sentence), gap.ties) for gap in find_gaps(one, kinds)]
        for one in (data, Dataset.from_networkx(other))
    )
    assert first == second


@given(st.lists(st.text(max_size=4), max_size=3), st.lists(st.text(max_size=4), max_size=3))
def test_ids_tell_subjects_apart(one, other):
    assert (gap_id("stale", *one) == gap_id("stale", *other)) is (one == other)


def test_top_counts_what_it_leaves_off_and_keeps_what_was_noted():
    data = load("allas")
    everything = find_gaps(data, "single_tie", top=None)
    first = find_gaps(data, "single_tie", top=2)
    assert first.rows == everything.rows[:2]
    assert first.left_off == {"single_tie": len(everything) - 2}
    last = everything.rows[-1]
    assert find_gaps(data, "single_tie", top=2, keep=[last.id]).rows[-1] == last


def test_wrong_names_and_dates_are_refused():
    with pytest.raises(UnknownNameError, match="single_tie"):
        find_gaps(WHOLE, "single_ties")
    with pytest.raises(ViewError, match="not a date"):
        find_gaps(WHOLE, at="soon")
    with pytest.raises(ValueError, match="two kinds"):
        gap_kind("x", "x", severity="x")(GAPS["stale"].function)


def test_the_command_answers_in_every_format(run):
    answer = json.loads(run("gaps", "--top", "3", "--format", "json").stdout)
    assert set(answer) == {"facts", "gaps", "questions", "left_off", "skipped"}
    rows = list(csv.DictReader(io.StringIO(run("gaps", "--top", "3", "--format", "csv").stdout)))
    assert len(rows) == len(answer["gaps"]) + len(answer["questions"])
    shown = run("gaps", "--kinds", "absentees")
    assert "belongs to no network" in shown.stdout
    assert "Partnerships are the ties" in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--evaluate", "--kinds", "stale"], "every kind of tie"),
        (["--evaluate", "--share", "0.9"], "0.9"),
        (["--kinds", "single"], "Known:"),
        (["--at", "soon"], "not a date"),
        (["-o", "gaps.txt"], "no ending"),
        (["--merge", __file__], "needs -o"),
        (["--merge", __file__, "-o", "g.xlsx"], "not a workbook"),
        (["--merge", __file__, "-o", "g.xlsx", "--kinds", "stale"], "leave out --kinds"),
    ],
)
def test_wrong_usage(run, arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("gaps", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not list(tmp_path.iterdir())
