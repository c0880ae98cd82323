"""Tables of pairs, where names are not ids: no two cities become one."""

import random

import pytest
from alianza.graph.importing import import_table, read_import
from alianza.graph.importing.names import Mention, identify
from alianza.graph.places import distance_km
from hypothesis import given, settings
from hypothesis import strategies as st

MAP = (
    "from=a,from_country=ac,from_lat=alat,from_lon=alon,to=b,to_country=bc,to_lat=blat,to_lon=blon"
)
HEADER = "a,ac,alat,alon,b,bc,blat,blon,dist"


def table(tmp_path, *rows, header=HEADER):
    path = tmp_path / "pairs.csv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def codes(report):
    return [found.code for found in report.faults]


def test_one_name_at_two_places_of_a_country_is_two_cities(tmp_path):
    path = table(
        tmp_path,
        "Halle,Germany,51.48,11.97,Oulu,Finland,65.01,25.47,1",
        "Halle,Germany,52.06,8.36,Oulu,Finland,65.01,25.47,2",
        "Halle,Belgium,50.73,4.23,Oulu,Finland,65.01,25.47,3",
    )
    done = read_import(path, "dyads", MAP)
    assert sorted(done.result.actors["id"]) == [
        "halle-be", "halle-de-51.5n-12.0e", "halle-de-52.1n-8.4e", "oulu-fi",
    ]  # fmt: skip
    assert len(done.result.ties) == 3
    assert done.result.ties["dist"].tolist() == ["1", "2", "3"]
    # So far apart there is no doubt.
    assert done.doubts == ()
    assert "namesakes" in codes(done.report)


def test_places_within_two_kilometres_are_one_city_and_listed(tmp_path):
    path = table(
        tmp_path,
        "Fürth,DE,49.470,10.990,Oulu,FI,65.01,25.47,",
        "Furth,DE,49.475,10.995,Oslo,NO,59.91,10.75,",
        "Furth,DE,49.470,10.990,Bern,CH,46.95,7.45,",
    )
    done = read_import(path, "dyads", MAP)
    assert [a for a in done.result.actors["id"] if a.startswith("f")] == ["furth-de"]
    # That place is kept which most rows give; of names, the one that most rows spell.
    assert done.result.actors.set_index("id").loc["furth-de", "lat"] == pytest.approx(49.470)
    (doubt,) = done.doubts
    assert (doubt.question, doubt.decision, doubt.km) == ("same-name", "merged", "0.7")


def test_places_some_kilometres_apart_stay_apart_and_are_listed(tmp_path):
    path = table(
        tmp_path,
        "Liberec,CZ,50.764,15.047,Oulu,FI,65.01,25.47,",
        "Liberec,CZ,50.779,14.974,Oslo,NO,59.91,10.75,",
    )
    done = read_import(path, "dyads", MAP)
    assert len(done.result.actors) == 4
    (doubt,) = done.doubts
    assert (doubt.question, doubt.decision) == ("same-name", "apart")
    assert "doubtful-apart" in codes(done.report)
    assert float(doubt.km) == pytest.approx(distance_km(50.764, 15.047, 50.779, 14.974), abs=0.05)


def test_regions_decide_where_there_are_no_places(tmp_path):
    path = table(
        tmp_path,
        "Springfield,US,Illinois,Oulu,FI,",
        "Springfield,US,Missouri,Oulu,FI,",
        "Springfield,US,,Oslo,NO,",
        header="a,ac,ar,b,bc,br",
    )
    done = read_import(
        path, "dyads", "from=a,from_country=ac,from_region=ar,to=b,to_country=bc,to_region=br"
    )
    ids = [a for a in done.result.actors["id"] if a.startswith("s")]
    assert ids == ["springfield-us-illinois", "springfield-us-missouri", "springfield-us"]
    apart = {(d.id, d.other_id) for d in done.doubts if d.decision == "apart"}
    assert len(apart) == 2
    assert all("springfield-us" in pair for pair in apart)


def test_a_mention_without_place_joins_the_only_city_of_its_name_as_a_doubt(tmp_path):
    path = table(
        tmp_path,
        "Lyon,FR,45.75,4.85,Oulu,FI,65.01,25.47,",
        "Lyon,FR,,,Oslo,NO,59.91,10.75,",
    )
    done = read_import(path, "dyads", MAP)
    assert len(done.result.actors) == 3
    assert [(d.question, d.decision) for d in done.doubts] == [("no-place", "merged")]
    assert "doubtful-merged" in codes(done.report)


def test_a_mention_without_place_stays_apart_among_several(tmp_path):
    path = table(
        tmp_path,
        "Halle,DE,51.48,11.97,Oulu,FI,65.01,25.47,",
        "Halle,DE,52.06,8.36,Oslo,NO,59.91,10.75,",
        "Halle,DE,,,Bern,CH,46.95,7.45,",
    )
    done = read_import(path, "dyads", MAP)
    assert sum(a.startswith("halle") for a in done.result.actors["id"]) == 3
    assert [d.decision for d in done.doubts] == ["apart", "apart"]


def test_a_name_of_several_places_in_the_gazetteer_is_a_doubt(tmp_path):
    path = table(tmp_path, "Springfield,US,Oulu,FI", header="a,ac,b,bc")
    done = read_import(path, "dyads", "from=a,from_country=ac,to=b,to_country=bc")
    assert [(d.question, d.label) for d in done.doubts] == [("several-places", "Springfield")]


def test_near_names_and_same_places_are_listed(tmp_path):
    path = table(
        tmp_path,
        "Sulecin,PL,52.450,15.117,Oulu,FI,65.01,25.47,",
        "Sulecino,PL,52.455,15.117,Oulu,FI,65.01,25.47,",
        "Gmina Sulecin,PL,52.450,15.117,Oulu,FI,65.01,25.47,",
        "Kreis 1,CH,47.37,8.54,Oulu,FI,65.01,25.47,",
        "Kreis 2,CH,47.36,8.54,Oulu,FI,65.01,25.47,",
    )
    done = read_import(path, "dyads", MAP)
    assert len(done.result.actors) == 6
    assert {(d.question, d.id, d.other_id) for d in done.doubts} == {
        ("near-name", "sulecin-pl", "sulecino-pl"),
        ("same-place", "gmina-sulecin-pl", "sulecin-pl"),
    }


def test_a_pair_from_its_other_end_is_counted_once(tmp_path):
    path = table(
        tmp_path,
        "Lyon,FR,45.75,4.85,Oulu,FI,65.01,25.47,7",
        "Oulu,FI,65.01,25.47,Lyon,FR,45.75,4.85,8",
        "Lyon,FR,45.75,4.85,Oulu,FI,65.01,25.47,7",
        "Lyon,FR,45.75,4.85,Lyon,FR,45.75,4.85,0",
        "Lyon,FR,45.75,4.85,,FI,,,0",
    )
    done = read_import(path, "dyads", MAP)
    assert (done.rows.read, done.rows.kept, done.rows.merged, done.rows.refused) == (5, 1, 2, 2)
    said = next(found for found in done.report.faults if found.code == "merged-ties")
    assert (said.message.values["count"], said.hint.values["reversed"]) == (2, 1)
    assert [(d.column, d.kept, d.other, d.id) for d in done.doubts] == [
        ("dist", "7", "8", "lyon-fr--oulu-fi")
    ]
    assert {"left-out-loop", "left-out-row"} <= set(codes(done.report))
    directed = read_import(path, "dyads", MAP, tie_kind="funding")
    assert (directed.rows.kept, directed.rows.merged) == (2, 1)


def test_ends_are_ids_where_the_map_has_their_names(tmp_path):
    path = table(tmp_path, "7,Lyon,8,Oulu", "8,Oulu,7,Lyon", header="a,an,b,bn")
    done = read_import(path, "dyads", "from=a,from_label=an,to=b,to_label=bn")
    assert done.result.actors.set_index("id")["label"].to_dict() == {"7": "Lyon", "8": "Oulu"}
    assert done.rows.merged == 1


def test_columns_of_both_ends_go_to_the_actors(tmp_path):
    path = table(
        tmp_path, "Lyon,500,Oulu,200,1999", header="origin,originpop,sister,sisterpop,year"
    )
    data = import_table(path, "dyads", "from=origin,to=sister")
    assert data.actors.set_index("id")["pop"].to_dict() == {"lyon": "500", "oulu": "200"}
    assert data.ties["year"].tolist() == ["1999"]


def test_countries_that_nobody_knows_are_kept_as_text_and_keep_names_apart(tmp_path):
    path = table(
        tmp_path, "Pest,Kingdom of Hungary,Oulu,FI", "Pest,Hungary,Oulu,FI", header="a,ac,b,bc"
    )
    done = read_import(path, "dyads", "from=a,from_country=ac,to=b,to_country=bc")
    actors = done.result.actors.set_index("id")
    assert list(actors.index) == ["pest-kingdom-of-hungary", "oulu-fi", "pest-hu"]
    assert actors.loc["pest-kingdom-of-hungary", "country (file)"] == "Kingdom of Hungary"
    assert "kept-as-text" in codes(done.report)


def test_the_order_of_rows_changes_no_id(tmp_path):
    rows = [
        "Halle,DE,51.48,11.97,Oulu,FI,65.01,25.47,1",
        "Halle,DE,51.481,11.971,Bern,CH,46.95,7.45,1",
        "Halle,DE,52.06,8.36,Oulu,FI,65.01,25.47,2",
        "Halle,BE,50.73,4.23,Oulu,FI,65.01,25.47,3",
    ]
    expected = sorted(import_table(table(tmp_path, *rows), "dyads", MAP).actors["id"])
    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert sorted(import_table(table(tmp_path, *rows), "dyads", MAP).actors["id"]) == expected


POINTS = st.tuples(st.integers(-80, 80), st.integers(-170, 170)) | st.just(("", ""))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Rome", "ROME", "Roma"]), st.sampled_from(["IT", "US"]), POINTS),
        max_size=12,
    )
)
def test_no_two_places_far_apart_share_an_actor(drawn):
    mentions = [
        Mention(name, country, "", str(lat), str(lon)) for name, country, (lat, lon) in drawn
    ]
    found = identify(mentions)
    assert set(found.actors) == set(mentions)
    ids = {}
    for mention, actor in found.actors.items():
        ids.setdefault(actor.id, set()).add((mention.country, mention.key[0]))
        if mention.point and actor.best.point:
            assert distance_km(*mention.point, *actor.best.point) < 1
    assert all(len(keys) == 1 for keys in ids.values())


def test_a_text_of_a_hundred_thousand_letters_is_no_name_to_compare(tmp_path):
    from alianza.graph.importing import import_table

    path = tmp_path / "x.csv"
    path.write_text(f"a,b\n{'x' * 100_000},Lima\nLima,{'x' * 99_999}\n")
    made = import_table(path, "dyads", {"from": "a", "to": "b"})
    assert len(made.actors) == 3
