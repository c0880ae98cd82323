from __future__ import annotations

import csv
import doctest
import math
from importlib import import_module
from importlib.resources import files

import pytest
from alianza.graph import places
from hypothesis import given
from hypothesis import strategies as st

FOLDER = files("alianza") / "data" / "places"
AREAS = {
    "Africa",
    "Antarctica",
    "Asia",
    "Europe",
    "Latin America and the Caribbean",
    "Northern America",
    "Oceania",
}
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def read(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cities():
    return read("cities.csv")


@pytest.mark.parametrize(
    ("name", "country", "geonameid"),
    [
        ("Belo Horizonte", "BR", 3470127),
        ("belo-horizonte", "BR", 3470127),
        ("Sevilla", "ES", 2510911),
        ("Seville", "ES", 2510911),
        ("Sevilha", "ES", 2510911),
        ("Sevilla", "CO", 3668132),
        ("Mexico", "MX", 3530597),
        ("México", "MX", 3530597),
        ("Ciudad de México", "MX", 3530597),
        ("CDMX", "MX", 3530597),
        ("México D.F.", "MX", 3530597),
        ("Mexico, DF", "MX", 3530597),
        ("Medellín", "CO", 3674962),
        ("MEDELLIN", "CO", 3674962),
        ("Medellín", "ES", 2513968),
        ("Rosario", "AR", 3838583),
        ("Morón", "AR", 3430545),
        ("Montevideo", "UY", 3441575),
        ("Quito", "EC", 3652462),
        ("Rio de Janeiro", "BR", 3451190),
        ("Río de Janeiro", "BR", 3451190),
        ("Paris", "FR", 2988507),
        ("París", "FR", 2988507),
        ("Lima", "PE", 3936456),
        ("La Paz", "BO", 3911925),
        ("San Sebastián", "ES", 3110044),
        ("Donostia", "ES", 3110044),
        ("Bruxelas", "BE", 2800866),
        ("Αθήνα", "GR", 264371),
        ("Lodz", "PL", 3093133),
        ("Łódź", "PL", 3093133),
        ("Windhoek", "NA", 3352136),
    ],
)
def test_a_name_resolves_in_its_country(name, country, geonameid):
    assert places.resolve_place(name, country).geonameid == geonameid


@pytest.mark.parametrize(
    ("name", "stands_in"),
    [
        ("Sevilla", {"ES", "CO"}),
        ("Mexico", {"MX", "PH"}),
        ("Medellín", {"CO", "ES"}),
        ("Rosario", {"AR", "UY", "PH"}),
        ("Morón", {"AR", "CU", "VE"}),
        ("Paris", {"FR", "US"}),
        ("Córdoba", {"AR", "ES", "CO"}),
        ("Santiago", {"CL", "ES", "DO"}),
    ],
)
def test_a_name_of_several_countries_asks_for_the_country(name, stands_in):
    assert stands_in <= {place.country for place in places.find_places(name)}
    with pytest.raises(places.AmbiguousPlaceError, match="add the country"):
        places.resolve_place(name)
    with pytest.raises(places.AmbiguousPlaceError, match="add the country"):
        places.resolve_place(name, "")


@pytest.mark.parametrize("name", ["Belo Horizonte", "Quito", "Montevideo", "Rio de Janeiro"])
def test_a_name_of_one_country_needs_no_country(name):
    assert places.resolve_place(name).name == name


def test_the_ambiguous_are_listed_largest_first():
    with pytest.raises(ValueError, match=r"Medellín \(CO, .*Medellín \(ES"):
        places.resolve_place("medellin")


def test_primary_names_come_before_aliases_whatever_the_population():
    first, *_rest = found = places.find_places("Mexico")
    assert first.country == "PH"
    assert max(found, key=lambda place: place.population).name == "Mexico City"


def test_of_two_of_a_primary_name_in_a_country_the_larger_is_meant():
    found = [
        place for place in places.find_places("Santa Cruz", "PH") if place.name == "Santa Cruz"
    ]
    assert len(found) > 1
    assert places.resolve_place("Santa Cruz", "PH").population == max(p.population for p in found)


def test_an_alias_of_two_in_a_country_is_ambiguous():
    assert {p.name for p in places.find_places("Frankfurt", "DE")} >= {"Frankfurt am Main"}
    with pytest.raises(places.AmbiguousPlaceError, match="give the full name"):
        places.resolve_place("Frankfurt", "DE")


@pytest.mark.parametrize(
    ("name", "country", "message"),
    [
        ("Sevila", "ES", r"did you mean Sevilla \(ES\)"),
        ("Belo Horizontee", None, r"did you mean Belo Horizonte \(BR\)"),
        ("Quito", "ES", r"no place “Quito” in Spain; there is Quito \(EC"),
        ("Quito", "UK", r"no country code “UK”; did you mean GB \(United Kingdom\)"),
        ("Quito", "nowhere", "two letters"),
        ("qqqqqqqq", None, "lat and lon"),
        ("", None, "lat and lon"),
    ],
)
def test_an_unknown_place_is_refused_with_a_way_out(name, country, message):
    with pytest.raises(places.UnknownPlaceError, match=message) as caught:
        places.resolve_place(name, country)
    assert isinstance(caught.value, LookupError)


def test_an_unknown_name_finds_nothing():
    assert places.find_places("qqqqqqqq") == ()


@pytest.mark.parametrize(
    ("code", "area"),
    [
        ("MX", "Latin America and the Caribbean"),
        ("BR", "Latin America and the Caribbean"),
        ("PR", "Latin America and the Caribbean"),
        ("ES", "Europe"),
        ("FR", "Europe"),
        ("RU", "Europe"),
        ("CY", "Asia"),
        ("TR", "Asia"),
        ("TW", "Asia"),
        ("CA", "Northern America"),
        ("GL", "Northern America"),
        ("NA", "Africa"),
        ("AU", "Oceania"),
        ("AQ", "Antarctica"),
        ("UK", None),
        ("", None),
        ("mx", None),
    ],
)
def test_area(code, area):
    assert places.area_of(code) == area


def test_every_country_is_there_once_with_a_name_an_area_and_a_subregion():
    rows = read("countries.csv")
    codes = [row["code"] for row in rows]
    assert codes == sorted(set(codes))
    assert len(codes) == 249 + 1
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in codes)
    assert {row["area"] for row in rows} == AREAS
    assert all(row["name"].strip() and row["subregion"] for row in rows)
    assert len({row["name"] for row in rows}) == len(rows)
    assert places.countries()["NA"] == places.Country("NA", "Namibia", "Africa", "Southern Africa")
    assert places.countries()["AR"].subregion == "South America"
    assert places.countries()["ES"].subregion == "Southern Europe"


def test_each_subregion_lies_in_one_area():
    areas = {}
    for country in places.countries().values():
        areas.setdefault(country.subregion, set()).add(country.area)
    assert all(len(found) == 1 for found in areas.values())


def test_the_countries_cannot_be_changed():
    with pytest.raises(TypeError):
        places.countries()["MX"] = None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UK", "GB"),
        ("EL", "GR"),
        ("mx", "MX"),
        ("NA", "NA"),
        ("Namibia", "NA"),
        ("MEX", "MX"),
        ("484", "MX"),
        ("usa", "US"),
        ("EE.UU.", "US"),
        ("España ", "ES"),
        ("  Espagne", "ES"),
        ("Espanha", "ES"),
        ("brasil", "BR"),
        ("Brésil", "BR"),
        ("Países Bajos", "NL"),
        ("The Netherlands", "NL"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("Colmbia", "CO"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Dominica", "DM"),
        ("República Dominicana", "DO"),
        ("Austrlia", None),  # Austria or Australia
        ("SU", None),  # many heirs
        ("XX", None),
        ("Medellín", None),
        ("", None),
        ("  ", None),
    ],
)
def test_suggest_country(text, code):
    assert places.suggest_country(text) == code


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_the_name_of_every_country_in_every_language_leads_to_it(language):
    from babel import Locale

    names = Locale(language).territories
    assert all(places.suggest_country(names[code]) == code for code in places.countries())


@given(st.text())
def test_any_text_is_a_country_code_or_none(text):
    suggestion = places.suggest_country(text)
    assert suggestion is None or suggestion in places.countries()


@given(st.text())
def test_folding_twice_is_folding_once(text):
    once = places.fold_name(text)
    assert places.fold_name(once) == once
    assert once == once.strip()


@given(st.text(max_size=12))
def test_finding_never_fails(text):
    found = places.find_places(text)
    assert list(found) == sorted(set(found), key=found.index)


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 180), math.pi * 6371.0088),
        ((90, 0), (-90, 77), math.pi * 6371.0088),
        ((0, 0), (0, 1), math.pi * 6371.0088 / 180),
        ((0, 179.5), (0, -179.5), math.pi * 6371.0088 / 180),
        ((60, 0), (60, 180), math.pi * 6371.0088 / 3),
    ],
)
def test_distance(one, other, kilometres):
    assert places.distance_km(*one, *other) == pytest.approx(kilometres, rel=1e-12, abs=1e-9)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_at_most_half_the_globe(lat1, lon1, lat2, lon2):
    there = places.distance_km(lat1, lon1, lat2, lon2)
    assert there == pytest.approx(places.distance_km(lat2, lon2, lat1, lon1), abs=1e-9)
    assert 0 <= there <= math.pi * 6371.0088 + 1e-9


def test_rows_are_sorted_and_complete(cities):
    numbers = [int(row["geonameid"]) for row in cities]
    assert numbers == sorted(set(numbers))
    assert len(numbers) > 20_000
    for row in cities:
        assert row["name"] == row["name"].strip() != ""
        assert row["ascii"].isascii()
        assert row["ascii"] != row["name"]
        assert row["country"] in places.countries()
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert int(row["population"]) >= 0


def test_no_alias_repeats_the_name_or_another_alias(cities):
    for row in cities:
        aliases = [places.fold_name(alias) for alias in row["aliases"].split(";") if alias]
        assert "" not in aliases
        assert places.fold_name(row["name"]) not in aliases
        assert len(set(aliases)) == len(aliases)


def test_names_are_as_spelled(cities):
    names = {row["geonameid"]: row["name"] for row in cities}
    assert names["3674962"] == "Medellín"
    assert names["3448439"] == "São Paulo"
    assert names["3110044"] == "Donostia / San Sebastián"
    assert names["3093133"] == "Łódź"
    assert any(row["country"] == "NA" for row in cities)
    assert any(row["admin1"] == "09" for row in cities)


def test_every_place_is_found_by_its_name_ascii_form_and_aliases(cities):
    for row in cities[::50]:
        for name in (row["name"], row["ascii"], *row["aliases"].split(";")):
            if name:
                found = places.find_places(name, row["country"])
                assert int(row["geonameid"]) in {place.geonameid for place in found}


def test_every_country_with_towns_has_its_capital(cities):
    with_places = {row["country"] for row in cities}
    assert places.countries().keys() - with_places == {"AQ", "BV", "HM", "UM"}
    for name, country in [
        ("Funafuti", "TV"),
        ("Vaduz", "LI"),
        ("Valletta", "MT"),
        ("Pristina", "XK"),
    ]:
        assert places.resolve_place(name, country).country == country


def test_files_have_unix_line_ends_and_stay_small():
    for name, most in (("countries.csv", 20_000), ("cities.csv", 1_200_000)):
        text = (FOLDER / name).read_bytes()
        assert b"\r" not in text
        assert text.endswith(b"\n")
        assert len(text) <= most


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(import_module("alianza.graph.places")).failed == 0
