"""What a reader who held every sentence on gaps against the sources found wrong or vague: one test a finding."""

from itertools import pairwise

import pytest
from alianza.graph.gaps import GAPS, find_gaps
from alianza.graph.gaps.comparing import compare_gaps
from alianza.graph.loading import load
from alianza.reports.language import Language
from builders import dataset_in_rows as build

ALLAS = load("allas")


def sentences(data, kind, **options):
    return [str(gap.sentence) for gap in find_gaps(data, kind, **options)]


def pair(data, *ends, **options):
    found = find_gaps(data, "unlinked_pair", top=None, **options)
    return next(gap for gap in found if gap.subjects == ends)


def test_an_undated_membership_is_not_held_at_a_date_whose_full_list_leaves_it_out():
    # Madrid's entry is not known; the list of July 2014 names all members, and not Madrid.
    early = pair(ALLAS, "madrid", "medellin", at="2014")
    assert "allas" not in early.actors
    later = pair(ALLAS, "madrid", "medellin", at="2016")
    assert "allas" in later.actors


@pytest.mark.parametrize(
    ("survey", "holds"),
    [
        ({"at": "2014", "sources": ["full"]}, False),
        ({"at": "2014", "sources": ["mine"]}, True),
        ({"at": "2010", "sources": ["full"]}, True),
        ({"at": "2014", "sources": ["full"], "from": ["paris"]}, True),
        ({"sources": ["full"]}, True),
    ],
)
def test_only_a_dated_list_that_was_searched_for_the_actor_speaks_against_it(survey, holds):
    data = build(
        {"lima": "city", "paris": "city", "net": "network"},
        [
            ("lima", "net", "membership", {"sources": "mine"}),
            ("paris", "net", "membership", {"sources": "full", "start": "2001"}),
        ],
        {"surveyed": [{"kind": "membership", "to": "net", **survey}]},
        sources=[{"id": "mine", "title": "M"}, {"id": "full", "title": "F"}],
    )
    found = {gap.subjects for gap in find_gaps(data, "unlinked_pair", at="2014")}
    assert found == ({("lima", "paris")} if holds and "from" not in survey else set())
    assert ("lima" in find_gaps(data, at="2014").ground.members["net"]) is holds


def test_no_gap_closes_because_an_actor_leaves_the_frame():
    # In 2014 no list that names its actors had been read; the frame of 2018 is that of every date.
    found = compare_gaps(ALLAS, ALLAS, old_at="2014", at="2018")
    linked = find_gaps(ALLAS, "stale", at="2018").ground.links
    closed = [gap.subjects for gap in found.closed if gap.kind == "unlinked_pair"]
    assert all(pair in linked for pair in closed)
    assert "idle_member" in {gap.kind for gap in found.closed}


def test_at_a_date_what_came_later_has_not_ended():
    # Barcelona and Mexico City signed in December 2025.
    gap = pair(ALLAS, "barcelona", "mexico-city", at="2014")
    assert gap.values["planned"] is None
    reasons = [str(reason) for reason in gap.reasons]
    assert "They made an agreement after this date." in reasons
    assert not any("ended" in reason for reason in reasons)
    ended = find_gaps(ALLAS, "stale", at="2010").of_kind("stale")
    assert not any("memorandum-barcelona-mexico-city" in gap.ties for gap in ended)
    assert not any("ended" in str(gap.sentence) for gap in ended)
    # Nor did anyone lead before what was led later.
    leads = find_gaps(ALLAS, "idle_member", at="1996").ground.leads
    assert all(not tie["start"] or tie["start"] < "1997" for tie in leads)


def test_parties_to_one_declaration_are_not_told_apart():
    # The capitals' declaration of 1982 is a twinning of many; UCCI counts once, as a network.
    gap = pair(ALLAS, "lisbon", "mexico-city")
    assert gap.severity == "medium"
    said = " ".join(map(str, gap.reasons))
    assert "parties to one instrument with Union of Ibero-American Capital Cities" in said
    assert "multiple twinning" not in said
    assert "ucci" not in said.partition("Both have agreements with: ")[2].partition(".")[0].lower()
    assert {"declaration-lisbon-ucci", "declaration-mexico-city-ucci"} <= set(gap.ties)
    # Without a date nothing says that two papers are one.
    assert all(
        "one instrument" not in str(reason) for reason in pair(ALLAS, "madrid", "medellin").reasons
    )


@pytest.mark.parametrize(
    ("count", "said"), [(2, "2 such ties: "), (4, "4 such ties, among them: ")]
)
def test_examples_are_called_examples_only_where_there_are_more(count, said):
    places = {f"p{n}": {"kind": "city", "country": "PE"} for n in range(count + 1)}
    french = {f"f{n}": {"kind": "city", "country": "FR"} for n in range(count + 1)}
    ties = [(f"p{n}", f"f{n}", "agreement") for n in range(count)]
    ties += [(f"{side}{count}", "net", "membership") for side in "pf"]
    gap = pair(build({**places, **french, "net": "network"}, ties), f"f{count}", f"p{count}")
    assert any(said in str(reason) for reason in gap.reasons)


def test_where_the_data_end_nothing_hangs():
    # Energy Cities has a thousand members; here only Paris's membership was read.
    subjects = {gap.subjects[0] for gap in find_gaps(ALLAS, "single_tie")}
    kinds = ALLAS.actors.set_index("id")["kind"]
    assert set(kinds[sorted(subjects)]).isdisjoint({"network", "publication"})
    cut = {gap.subjects: gap for gap in find_gaps(ALLAS, "broker_dependence")}
    assert ("paris",) not in cut
    assert ("madrid",) not in cut
    assert cut["allas",].values["cut_off"] == 6
    assert not any("notebook" in actor for actor in cut["allas",].actors)


def test_who_leads_nothing_in_the_data_may_lead():
    # By the alliance's own words each member leads one activity; the data know of some.
    gap = next(gap for gap in find_gaps(ALLAS, "idle_member") if gap.subjects == ("medellin",))
    assert "is in the data" in str(gap.sentence)
    assert [str(reason) for reason in gap.reasons] == [
        "No source lists who leads what there in full: ask before you say so."
    ]


def test_an_absentee_that_was_a_member_is_told():
    gap = next(gap for gap in find_gaps(ALLAS, "absentees") if gap.subjects == ("penalolen",))
    assert str(gap.reasons[-1]) == "It was in: Municipia project."


def test_usual_suspects_say_how_far_others_were_searched():
    gap = next(gap for gap in find_gaps(ALLAS, "usual_suspects") if gap.subjects == ("paris",))
    assert "half of all members are in 3 or fewer" in str(gap.sentence)
    assert "were searched for every actor of the frame" in str(gap.reasons[0])


def test_offices_grants_and_notebooks_have_one_holder_by_nature():
    themes = {gap.subjects[0] for gap in find_gaps(ALLAS, "missing_theme") if gap.values["theme"]}
    assert "Andean zone" not in themes  # Quito's office
    assert "social inclusion" not in themes  # a notebook
    assert "health" not in themes  # Metropolis is many
    assert "Non-State Actors and Local Authorities in Development" not in themes  # a grant


def test_a_language_of_a_part_of_the_country_is_spoken_there():
    # Catalan: Andorra la Vella and Barcelona are both in UCCI.
    assert not any("Andorra" in text for text in sentences(ALLAS, "missing_theme"))


def test_ties_are_named_with_what_they_are_and_what_else_there_is():
    found = {gap.ties[0]: gap for gap in find_gaps(ALLAS, "stale").of_kind("stale")}
    gap = found["cooperation-agreement-barcelona-montevideo"]
    assert gap.severity == "medium"
    assert str(gap.sentence).startswith("Barcelona – Montevideo (agreement: cooperation agreement)")
    assert [str(reason) for reason in gap.reasons] == [
        "Between the two there is already: Barcelona – Montevideo (agreement: twinning)."
    ]
    # A lead has a direction: nobody leads "of" two.
    assert str(found["workshop-belo-horizonte-allas"].sentence).startswith(
        "Belo Horizonte → AL-LAs"
    )


def test_disputes_say_field_and_values_in_words_of_the_reader():
    gap = next(
        gap
        for gap in find_gaps(ALLAS, "stale").questions
        if gap.subjects == ("funding-european-union-allas", "start")
    )
    assert str(Language("en").text(gap.sentence)) == (
        "European Union → AL-LAs (funding: grant): sources disagree on this field: start (May 2013, 2014)."
    )


def test_nobody_is_said_to_have_zero_partners():
    asked = sentences(ALLAS, "unsurveyed_list")
    assert any(text.startswith("Of Strasbourg, no partner by agreement is known") for text in asked)
    assert not any(" 0 " in text for text in asked)


def test_equals_come_in_the_order_of_their_names_and_not_of_hashes():
    for kind in GAPS:
        rows = find_gaps(ALLAS, kind, top=None).partnerships
        for one, other in pairwise(rows):
            if (one.severity, one.order) == (other.severity, other.order):
                assert one.subjects <= other.subjects
