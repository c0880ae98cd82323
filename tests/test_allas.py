"""The bundled dataset against what it promises: its sources, its places, its disputes."""

import csv
import importlib
import io
import json
import re
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from alianza.graph import places
from alianza.graph.dates import parse_date
from alianza.graph.loading import load

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "data" / "allas"
PAPER = ROOT / "docs" / "dataset.md"
FILES = ("actors.csv", "ties.csv", "sources.csv", "claims.csv")
NEAR_KM = 25
PRECISION = 3  # decimals of a degree: about 100 metres

CITIES = {
    "Mexico City": "MX",
    "Belo Horizonte": "BR",
    "Rio de Janeiro": "BR",
    "Lima": "PE",
    "Madrid": "ES",
    "Medellín": "CO",
    "Montevideo": "UY",
    "Paris": "FR",
    "Quito": "EC",
    "Morón": "AR",
}
OTHERS = {
    "minas-gerais": ("region", "Minas Gerais"),
    "cuf": ("network", "Cités Unies France"),
    "famsi": ("network", "FAMSI"),
    "amaie": ("agency", "AMAIE"),
    "unam": ("university", "UNAM"),
    "arricod": ("agency", "ARRICOD"),
    "universidad-del-rosario": ("university", "Universidad del Rosario"),
    "ifal": ("agency", "IFAL"),
    "european-union": ("organization", "European Union"),
    "sre-mexico": ("government", "Mexico’s Ministry of Foreign Affairs"),
    "allas": ("network", "AL-LAs"),
}
MEMBERS = {
    "mexico-city",
    "belo-horizonte",
    "rio-de-janeiro",
    "minas-gerais",
    "lima",
    "madrid",
    "medellin",
    "montevideo",
    "paris",
    "quito",
    "moron",
    "cuf",
    "famsi",
}
ASSOCIATES = {"amaie", "unam", "arricod", "universidad-del-rosario", "ifal"}
NOTEBOOKS = {
    "notebook-01": "Legal and institutional framework for the international action of cities",
    "notebook-02": "The internationalisation of the local government: a public policy under construction",
    "notebook-03": "Participatory strategies to internationalise the territory",
    "notebook-04": "International action for a sustainable city",
    "notebook-05": "International action for an attractive city",
    "notebook-06": "International action for an inclusive city",
    "notebook-07": "Local governments on the international agenda: actors or spectators?",
    "notebook-08": "Towards sustainable international action in cities",
    "notebook-09": "Local alliances for global challenges",
    "notebook-10": "The international action of local governments in times of crisis",
}


@pytest.fixture(scope="module")
def allas():
    return load("allas")


@pytest.fixture(scope="module")
def actors(allas):
    return {row["id"]: row for row in allas.actors.to_dict("records")}


@pytest.fixture(scope="module")
def ties(allas):
    return {row["id"]: row for row in allas.ties.to_dict("records")}


@pytest.fixture(scope="module")
def sources(allas):
    return {row["id"]: row for row in allas.sources.to_dict("records")}


@pytest.fixture(scope="module")
def package():
    return json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))


def rows(name):
    return list(csv.DictReader(io.StringIO((FOLDER / name).read_text(encoding="utf-8"))))


def cited(tie):
    return [source for source in tie["sources"].split(";") if source]


def has_point(actor):
    return actor["lat"] == actor["lat"]  # NaN is no point


def pairs(ties, kind, **cells):
    return {
        (tie["from"], tie["to"])
        for tie in ties.values()
        if tie["kind"] == kind and all(tie[name] == value for name, value in cells.items())
    }


def noted(tie):
    return not tie["start"] and tie["note"].startswith("Start not known")


# The whole


def test_it_loads_without_a_fault_or_a_warning(allas):
    assert allas.report.faults == ()


def test_the_public_validator_passes():
    with warnings.catch_warnings():
        # Its own dependencies' warnings, not ours.
        warnings.simplefilter("ignore", DeprecationWarning)
        frictionless = importlib.import_module("frictionless")
        report = frictionless.validate(str(FOLDER / "datapackage.json"))
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert report.valid
    assert {task.name for task in report.tasks} == {"actors", "ties", "sources", "claims"}


def test_it_is_as_large_as_promised(actors, ties):
    assert len(actors) >= 70
    assert len(ties) >= 250


@pytest.mark.parametrize("name", FILES)
def test_files_are_sorted_utf8_with_line_feeds(name):
    data = (FOLDER / name).read_bytes()
    text = data.decode("utf-8")
    assert not data.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text.endswith("\n")
    keys = [row.get("id") or tuple(row.values()) for row in rows(name)]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", FILES)
def test_cells_have_no_stray_space(name):
    for row in rows(name):
        for cell in row.values():
            assert cell == cell.strip(), row
            assert not re.search(r"  |\u00a0\Z|\A\u00a0|\t", cell), row


# Sources


def test_every_tie_has_sources_that_exist(ties, sources):
    for tie in ties.values():
        assert cited(tie), tie["id"]
        assert set(cited(tie)) <= set(sources), tie["id"]
        assert len(cited(tie)) == len(set(cited(tie))), tie["id"]


def test_every_source_is_used(allas, ties, sources):
    used = {source for tie in ties.values() for source in cited(tie)}
    assert set(sources) - used - set(allas.claims["source"]) == set()


def test_most_ties_have_a_source_with_an_address(ties, sources):
    addressed = [t for t in ties.values() if any(sources[s]["url"] for s in cited(t))]
    assert len(addressed) >= 0.9 * len(ties)


def test_addresses_and_dates_of_sources_are_well_formed(sources):
    for source in sources.values():
        assert source["title"], source["id"]
        assert re.fullmatch(r"|https?://[^\s/]+\.[^\s/]+(/\S*)?", source["url"]), source["id"]
        if source["published"]:
            parse_date(source["published"])


def test_ties_are_dated_or_say_that_they_are_not(ties):
    told = [tie for tie in ties.values() if tie["start"] or noted(tie)]
    assert len(told) >= len(ties) / 2
    assert all(
        bool(tie["start"]) != tie["note"].startswith("Start not known") for tie in ties.values()
    )


def test_a_tie_older_than_its_network_says_why(actors, ties):
    older = [
        tie["id"]
        for tie in ties.values()
        for end in (actors[tie["from"]], actors[tie["to"]])
        if tie["start"]
        and end["start"]
        and parse_date(tie["start"]).latest < parse_date(end["start"]).earliest
    ]
    peace = {"bogota", "buenos-aires", "la-paz", "lima", "lisbon", "madrid", "rome"}
    assert set(older) == {f"membership-{city}-iampc" for city in peace} | {
        "membership-barcelona-efus"
    }
    assert all("earlier than the association itself" in ties[tie]["note"] for tie in older)


def test_members_and_leaders_point_to_networks(actors, ties):
    for tie in ties.values():
        if tie["kind"] in {"membership", "leadership"}:
            assert actors[tie["to"]]["kind"] == "network", tie["id"]
        if tie["kind"] == "publishing":
            assert actors[tie["to"]]["kind"] == "publication", tie["id"]


def test_no_fact_stands_twice(ties):
    said = Counter(
        (*sorted((t["from"], t["to"])), t["kind"], t["role"], t["instrument"], t["start"])
        for t in ties.values()
    )
    assert [fact for fact, count in said.items() if count > 1] == []


def test_what_is_active_has_no_end(ties):
    assert [t["id"] for t in ties.values() if t["end"] and t["status"] != "ended"] == []


# Places


def test_every_city_lies_where_the_gazetteer_has_it(actors):
    cities = [actor for actor in actors.values() if actor["kind"] == "city"]
    assert len(cities) >= 20
    for city in cities:
        place = places.resolve_place(city["label"], city["country"])
        away = places.distance_km(city["lat"], city["lon"], place.lat, place.lon)
        assert away <= NEAR_KM, (city["id"], away)


def test_no_two_actors_of_one_place_and_kind_without_a_note(actors):
    shared = defaultdict(list)
    for actor in actors.values():
        if has_point(actor):
            point = (round(actor["lat"], PRECISION), round(actor["lon"], PRECISION))
            shared[(*point, actor["kind"])].append(actor)
    crowded = [group for group in shared.values() if len(group) > 1]
    assert crowded  # the networks seated in Paris, at least
    assert [actor["id"] for group in crowded for actor in group if not actor["note"]] == []
    assert all(group[0]["kind"] != "city" for group in crowded)


def test_whoever_has_a_point_has_a_country_or_an_area(actors):
    known = places.countries()
    for actor in actors.values():
        assert not actor["country"] or actor["country"] in known, actor["id"]
        if has_point(actor):
            assert actor["country"] or actor["area"], actor["id"]
            assert -90 <= actor["lat"] <= 90, actor["id"]
            assert -180 <= actor["lon"] <= 180, actor["id"]


def test_areas_are_those_of_un_m49(allas):
    known = {country.area for country in places.countries().values()} | {""}
    assert set(allas.areas().values()) <= known
    assert allas.areas()["medellin"] == "Latin America and the Caribbean"
    assert allas.areas()["madrid"] == "Europe"


def test_medellin_is_in_colombia(actors):
    medellin = actors["medellin"]
    assert (medellin["label"], medellin["country"]) == ("Medellín", "CO")
    spanish = places.resolve_place("Medellín", "ES")
    away = places.distance_km(medellin["lat"], medellin["lon"], spanish.lat, spanish.lon)
    assert away > 5000


def test_universidad_del_rosario_is_in_bogota(actors):
    university = actors["universidad-del-rosario"]
    assert university["country"] == "CO"
    bogota = places.resolve_place("Bogotá", "CO")
    away = places.distance_km(university["lat"], university["lon"], bogota.lat, bogota.lon)
    assert away <= NEAR_KM


def test_minas_gerais_is_a_region_with_its_own_point(actors):
    state, capital = actors["minas-gerais"], actors["belo-horizonte"]
    assert (state["kind"], capital["kind"]) == ("region", "city")
    away = places.distance_km(state["lat"], state["lon"], capital["lat"], capital["lon"])
    assert away > NEAR_KM


# Names


@pytest.mark.parametrize("column", ["label", "label_es", "label_fr", "label_pt"])
def test_every_actor_is_named_in_every_language(actors, column):
    assert [actor["id"] for actor in actors.values() if not actor[column]] == []


def test_accents_are_kept(actors):
    assert actors["mexico-city"]["label_es"] == "Ciudad de México"
    assert actors["montevideo"]["label_pt"] == "Montevidéu"
    assert actors["bogota"]["label"] == "Bogotá"
    assert actors["havana"]["label_fr"] == "La Havane"


def test_mexico_city_goes_by_its_other_names(actors):
    aliases = set(actors["mexico-city"]["aliases"].split(";"))
    assert {"CDMX", "Ciudad de México", "México D.F."} <= aliases


def test_wikidata_items_are_well_formed_and_unique(actors):
    items = [actor["wikidata"] for actor in actors.values() if actor["wikidata"]]
    assert items
    assert all(re.fullmatch(r"Q[1-9][0-9]*", item) for item in items)
    assert len(items) == len(set(items))


# The founding texts


@pytest.mark.parametrize(("label", "country"), CITIES.items())
def test_the_cities_of_the_founding_texts(actors, label, country):
    found = [a for a in actors.values() if a["label"] == label and a["kind"] == "city"]
    assert [actor["country"] for actor in found] == [country]


@pytest.mark.parametrize(("actor", "expected"), OTHERS.items())
def test_the_other_actors_of_the_founding_texts(actors, actor, expected):
    kind, name = expected
    assert actors[actor]["kind"] == kind
    assert name in actors[actor]["label"]


def test_the_ten_notebooks(actors, ties):
    notebooks = {a["id"]: a["label"] for a in actors.values() if a["kind"] == "publication"}
    assert notebooks == {
        name: f"Notebook {int(name[-2:])}: {title}" for name, title in NOTEBOOKS.items()
    }
    assert {("allas", name) for name in NOTEBOOKS} <= pairs(ties, "publishing")


def test_the_members(ties):
    members = {member for member, to in pairs(ties, "membership") if to == "allas"}
    assert members == MEMBERS


def test_who_coordinates_who_pays_and_who_takes_part(ties):
    coordinators = pairs(ties, "leadership", role="coordination")
    assert {("mexico-city", "allas"), ("montevideo", "allas")} <= coordinators
    assert ("cuf", "allas") in pairs(ties, "leadership", role="community of experts")
    assert ("european-union", "mexico-city") in pairs(ties, "agreement", instrument="grant")
    assert ("european-union", "allas") in pairs(ties, "funding")
    assert {(agency, "allas") for agency in ASSOCIATES} <= pairs(ties, "participation")


def test_the_agreement_with_the_ministry(ties):
    tie = ties["collaboration-agreement-allas-sre-mexico"]
    assert {tie["from"], tie["to"]} == {"allas", "sre-mexico"}
    assert (tie["kind"], tie["start"]) == ("agreement", "2015")


def test_two_instruments_between_madrid_and_mexico_city(ties):
    both = [t for t in ties.values() if {t["from"], t["to"]} == {"madrid", "mexico-city"}]
    assert {tie["instrument"] for tie in both} == {"twinning", "memorandum"}


# Disputes


def values_of(allas, subject, field):
    claims = allas.disputed()
    return set(claims[(claims["subject"] == subject) & (claims["field"] == field)]["value"])


@pytest.mark.parametrize(
    "subject", ["grant-european-union-mexico-city", "funding-european-union-allas"]
)
def test_the_year_of_the_signing_is_disputed(allas, ties, subject):
    assert values_of(allas, subject, "start") == {"2013-05", "2014"}
    assert ties[subject]["start"] == "2013-05"


def test_the_exit_of_moron_is_disputed(allas, ties):
    assert values_of(allas, "membership-moron-allas", "existence") == {"yes", "no"}
    assert values_of(allas, "membership-moron-allas", "status") == {"active", "ended"}
    assert ties["membership-moron-allas"]["status"] == "ended"


def test_the_coordination_is_disputed(allas):
    assert values_of(allas, "leadership-mexico-city-allas", "status") == {"active", "ended"}


def test_claims_are_about_something_and_include_what_the_table_holds(allas, actors, ties, sources):
    subjects = {**actors, **ties}
    said = defaultdict(set)
    for claim in allas.claims.to_dict("records"):
        assert claim["subject"] in subjects, claim
        assert claim["source"] in sources, claim
        said[claim["subject"], claim["field"]].add(claim["value"])
    for (subject, field), values in said.items():
        held = "yes" if field == "existence" else subjects[subject][field]
        assert held in values or values == {"yes", "no"}, (subject, field)


# In time


def seen_at(allas, at, kind):
    return set(allas.view(at=at, ties=[kind], undated="drop").tie_ids)


def test_moron_is_a_member_in_2014_and_no_more_in_2020(allas):
    assert "membership-moron-allas" in seen_at(allas, "2014", "membership")
    assert "membership-moron-allas" not in seen_at(allas, "2020", "membership")
    for member in ("lima", "quito", "mexico-city"):
        for at in ("2014", "2020"):
            assert f"membership-{member}-allas" in seen_at(allas, at, "membership")


def test_the_coordination_goes_from_mexico_city_to_montevideo(allas):
    lead = {"leadership-mexico-city-allas", "leadership-montevideo-allas"}
    assert seen_at(allas, "2014", "leadership") & lead == {"leadership-mexico-city-allas"}
    assert seen_at(allas, "2016-03-08", "leadership") & lead == {"leadership-mexico-city-allas"}
    assert seen_at(allas, "2020-11-03", "leadership") & lead == {"leadership-montevideo-allas"}


def test_mexico_city_is_not_taken_for_an_institute_in_mexico(ties):
    # The list of CIDEU names ECITEC, seated in “Mexico”, and not the city.
    assert "membership-mexico-city-cideu" not in ties


def test_namesakes_in_the_lists_are_not_taken_for_our_cities(ties):
    # Their lists name Santiago in Brazil, San Jose in the United States and Córdoba in Spain.
    for tie in ("membership-santiago-iaec", "membership-san-jose-iampc", "membership-cordoba-luci"):
        assert tie not in ties


def test_the_offices_of_flacma_follow_each_other(ties):
    before, after = ties["leadership-sucre-flacma"], ties["leadership-san-jose-flacma"]
    assert before["end"] == after["start"] == "2020-10"
    assert before["status"] == after["status"] == "ended"


def test_the_tenth_workshop_was_in_madrid_in_2018(ties):
    workshop = ties["workshop-madrid-allas"]
    assert (workshop["start"], workshop["end"]) == ("2018-09-07", "2018-09-08")
    assert len(cited(workshop)) == 2


# What was surveyed


def test_surveys_speak_of_what_exists(package, actors, sources, allas):
    surveys = package["surveyed"]
    assert surveys
    for survey in surveys:
        assert set(survey) <= {"kind", "to", "from", "sources", "at", "note"}, survey
        assert survey["kind"] in allas.vocabulary.tie_kinds
        assert survey["to"] in actors
        assert survey["sources"]
        assert set(survey["sources"]) <= set(sources)
        assert survey["note"]
        parse_date(survey["at"])
        if "from" in survey:
            assert survey["from"] == sorted(set(survey["from"]))
            assert set(survey["from"]) <= set(actors)
    assert len({(s["kind"], s["to"], s["at"]) for s in surveys}) == len(surveys)


def test_what_a_survey_found_stands_in_the_table(package, ties):
    for survey in package["surveyed"]:
        found = [
            tie
            for tie in ties.values()
            if tie["kind"] == survey["kind"]
            and tie["to"] == survey["to"]
            and set(cited(tie)) & set(survey["sources"])
            and tie["from"] in survey.get("from", [tie["from"]])
        ]
        assert found, survey


def test_lists_of_europeans_only_are_silent_about_the_others(package, actors):
    europeans = {s["to"]: s.get("from") for s in package["surveyed"]}
    assert "metropolis" not in europeans
    assert "fmdv" not in europeans
    assert {actors[a]["country"] for a in europeans["league-of-historical-cities"]} == {"ES", "FR"}


def test_the_package_says_who_how_and_which(package):
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert {licence["name"] for licence in package["licenses"]} == {"CC-BY-4.0"}
    assert package["contributors"]
    assert package["sources"]
    for resource in package["resources"]:
        assert (FOLDER / resource["path"]).is_file()
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert names == list(rows(resource["path"])[0])


# The data paper


def counted(allas, actors, ties, sources):
    addressed = sum(any(sources[s]["url"] for s in cited(t)) for t in ties.values())
    dated = sum(bool(tie["start"]) for tie in ties.values())
    unknown = sum(map(noted, ties.values()))
    disputed = allas.disputed()[["subject", "field"]].drop_duplicates()
    figures = {"actors": len(actors)}
    for kind, count in sorted(Counter(a["kind"] for a in actors.values()).items()):
        figures[f"actors: {kind}"] = count
    figures["ties"] = len(ties)
    for kind, count in sorted(Counter(t["kind"] for t in ties.values()).items()):
        figures[f"ties: {kind}"] = count
    for status, count in sorted(Counter(t["status"] for t in ties.values()).items()):
        figures[f"ties with status {status}"] = count
    figures |= {
        "sources": len(sources),
        "ties with a source that has an address": addressed,
        "share with an address": f"{addressed / len(ties):.1%}".replace("%", " %"),
        "ties with a start date": dated,
        "ties whose start is noted as not known": unknown,
        "share dated or noted": f"{(dated + unknown) / len(ties):.1%}".replace("%", " %"),
        "claims": len(allas.claims),
        "disputed facts": len(disputed),
    }
    return {name: str(value) for name, value in figures.items()}


def test_the_paper_counts_what_is_there(allas, actors, ties, sources):
    text = PAPER.read_text(encoding="utf-8")
    block = text.split("<!-- counts -->")[1].split("<!-- /counts -->")[0]
    printed = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", block, flags=re.MULTILINE))
    del printed["figure"], printed["---"]
    assert printed == counted(allas, actors, ties, sources)


def test_every_role_instrument_and_theme_is_said_in_four_languages():
    from alianza.reports.language import Language

    data = load("allas")
    texts = {
        part.strip()
        for column in ("role", "instrument", "theme")
        for text in data.ties[column]
        for part in text.split(";")
        if part.strip()
    }
    for code in ("es", "fr", "pt"):
        assert set(data.metadata["terms"][code]) == texts
        assert all(data.metadata["terms"][code].values())
    assert Language("fr").text(data.term("declaration; multiple twinning")) == "déclaration\u202f; jumelage multiple"  # fmt: skip
    assert Language("es").text(data.term("twinning")) == "hermanamiento"
    assert Language("en").text(data.term("twinning")) == "twinning"
    assert Language("es").text(data.term("no such role")) == "no such role"
