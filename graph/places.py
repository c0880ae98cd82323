"""Countries and cities: codes, areas, points, and what a name may mean."""

from __future__ import annotations

import csv
import difflib
import math
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from .faults import AlianzaError
from .phrases import Land, Phrase, phrase, quoted
from .phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EARTH_RADIUS_KM = 6371.0088
SHOWN = 6
NEAR = 0.85
LENGTHS_APART = 2
_AT_KM, _CELLS = 3.0, 20

# What people write for a country and neither ISO 3166-1 nor CLDR has.
HABITS = {
    "burma": "MM",
    "cape verde": "CV",
    "czech republic": "CZ",
    "east timor": "TL",
    "ee uu": "US",
    "eeuu": "US",
    "el": "GR",
    "eua": "US",
    "gran bretana": "GB",
    "grande bretagne": "GB",
    "gra bretanha": "GB",
    "great britain": "GB",
    "holanda": "NL",
    "holland": "NL",
    "hollande": "NL",
    "ivory coast": "CI",
    "kingdom of the netherlands": "NL",
    "palestine": "PS",
    "palestinian national authority": "PS",
    "peoples republic of china": "CN",
    "republic of macedonia": "MK",
    "republica checa": "CZ",
    "russian federation": "RU",
    "swaziland": "SZ",
    "turkey": "TR",
    "united states of america": "US",
}


class AmbiguousPlaceError(AlianzaError, ValueError):
    """A name that several places have; the message lists them and says what to add."""


class UnknownPlaceError(AlianzaError, LookupError):
    """A name or country code that the gazetteer does not have; the message gives the nearest."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory; ``area`` and ``subregion`` follow UN M49."""

    code: str
    name: str
    area: str
    subregion: str


@dataclass(frozen=True, slots=True)
class Place:
    """A populated place of GeoNames; ``lat`` and ``lon`` in degrees, 0.001 degree precise.

    ``aliases`` are other names, in no order that says a language.
    """

    geonameid: int
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    aliases: tuple[str, ...] = ()


@cache
def countries() -> Mapping[str, Country]:
    """Give every country by its ISO 3166-1 alpha-2 code, in the order of the codes.

    The 249 officially assigned codes, and ``XK`` for Kosovo, which ISO leaves to its users.

    >>> countries()["NA"].name
    'Namibia'
    """
    return MappingProxyType({row["code"]: Country(**row) for row in _rows("countries.csv")})


def area_of(code: str) -> str | None:
    """Give the area of the world of a country code, or None for a code that is not known.

    One of Africa, Northern America, Latin America and the Caribbean, Asia, Europe, Oceania
    and Antarctica: the regions of UN M49, with the Americas in their two sub-regions.

    >>> area_of("MX")
    'Latin America and the Caribbean'
    """
    country = countries().get(code)
    return country.area if country else None


def suggest_country(text: str) -> str | None:
    """Give the country code that was probably meant, or None where that is not clear.

    Takes what `country_of` takes, and names misspelled so little that only one country is near.

    >>> suggest_country("UK "), suggest_country("Brésil"), suggest_country("Argentinia")
    ('GB', 'BR', 'AR')
    """
    code = country_of(text)
    if code:
        return code
    names = _country_names()
    near = {names[key] for key in difflib.get_close_matches(fold_name(text), names, cutoff=NEAR)}
    return near.pop() if len(near) == 1 else None


def country_of(text: str) -> str | None:
    """Give the country code that a code or a name stands for; nothing is guessed.

    Takes codes in any case, ISO 3166-1 alpha-3 and numeric codes, codes of other lists (``UK``,
    ``EL``), and names in English, Spanish, French and Portuguese (Unicode CLDR).

    >>> country_of("Brésil"), country_of("Prussia")
    ('BR', None)
    """
    from babel.core import get_global  # noqa: PLC0415

    code = text.strip().upper()
    if code in countries():
        return code
    heirs = get_global("territory_aliases").get(code, ())
    if len(heirs) == 1 and heirs[0] in countries():
        return str(heirs[0])
    names = _country_names()
    for name in (text, text.partition("(")[0]):
        words = fold_name(name)
        for key in (
            words,
            words.partition(" ")[2] if words.startswith(("the ", "la ", "el ")) else "",
        ):
            if key in names:
                return names[key]
    return None


def find_places(name: str, country: str | None = None) -> tuple[Place, ...]:
    """Give the places that a name may mean, the likeliest first; none is an empty tuple.

    Case, accents and punctuation do not count. Places of which it is the primary name come
    before those of which it is an alias, and within both the more populous come first.
    An empty `country` is one that is not known. Raises UnknownPlaceError for a country code
    that does not exist.

    >>> [place.country for place in find_places("Medellin")][:2]
    ['CO', 'ES']
    """
    return tuple(place for _alias, place in _matches(name, country))


def resolve_place(name: str, country: str | None = None) -> Place:
    """Give the one place that a name means; nothing is guessed between countries.

    Without a country, every place of that name or alias must be in one country. Within a
    country the most populous of those with that primary name is meant; where only aliases
    match, there must be one. Raises AmbiguousPlaceError where that does not hold, and
    UnknownPlaceError where there is no such place, or no such country code.

    >>> resolve_place("México D.F.", "MX").name
    'Mexico City'
    """
    matches = _matches(name, country)
    if not matches:
        raise _unknown_place(name, country)
    best_is_alias, best = matches[0]
    if len(matches) == 1 or (
        not best_is_alias and len({place.country for _alias, place in matches}) == 1
    ):
        return best
    raise _ambiguous_place(name, tuple(place for _alias, place in matches))


def place_at(lat: float, lon: float) -> Place | None:
    """Give the largest place of the gazetteer within 3 km of a point in degrees; None without one.

    >>> place_at(50.8504, 4.3488).name
    'Brussels'
    """
    rows, _primary, _other = _cities()
    cell = round(lat * _CELLS), round(lon * _CELLS)
    near = [
        (-int(row["population"]), number)
        for down in (-1, 0, 1)
        for across in (-1, 0, 1)
        for number in _grid().get((cell[0] + down, cell[1] + across), ())
        for row in (rows[number],)
        if distance_km(lat, lon, float(row["lat"]), float(row["lon"])) <= _AT_KM
    ]
    # The city, not its quarters, of which the gazetteer has some.
    return _place(rows[min(near)[1]]) if near else None


@cache
def _grid() -> Mapping[tuple[int, int], tuple[int, ...]]:
    """Give the numbers of the gazetteer's rows by cells of a twentieth of a degree."""
    cells: dict[tuple[int, int], tuple[int, ...]] = {}
    for number, row in enumerate(_cities()[0]):
        cell = round(float(row["lat"]) * _CELLS), round(float(row["lon"]) * _CELLS)
        cells[cell] = (*cells.get(cell, ()), number)
    return cells


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Give the great-circle distance of two points, in kilometres.

    Takes degrees. The haversine formula on a sphere of the mean Earth radius, 6371.0088 km
    (Moritz 2000, Geodetic Reference System 1980); within 0.6 % of the ellipsoid's.

    >>> round(distance_km(-34.903, -56.188, -34.613, -58.377))
    203
    """
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat, half_lon = (phi2 - phi1) / 2, math.radians(lon2 - lon1) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


@lru_cache(maxsize=1 << 16)
def fold_name(text: str) -> str:
    """Give a name as it is compared: lower case, no accents, dots or apostrophes, words apart by one space.

    >>> fold_name(" L'Hospitalet-de Llobregat "), fold_name("México, D.F.")
    ('lhospitalet de llobregat', 'mexico df')
    """
    if not text.isascii():
        split = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in split if not unicodedata.combining(letter))
    text = text.casefold()
    if text.isalpha():
        return text
    bare = (letter if letter.isalnum() else "" if letter in ".'’‘ʻʼ`´" else " " for letter in text)
    return " ".join("".join(bare).split())


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("alianza").joinpath("data", "places", name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@cache
def _cities() -> tuple[
    tuple[dict[str, str], ...], Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]
]:
    """Give the rows of the gazetteer, and their numbers by folded primary name and by folded alias."""
    rows = tuple(_rows("cities.csv"))
    primary: dict[str, tuple[int, ...]] = {}
    other: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate(rows):
        names = {fold_name(row["name"]), fold_name(row["ascii"])} - {""}
        for key in names:
            primary[key] = (*primary.get(key, ()), number)
        if row["aliases"]:
            for key in {fold_name(alias) for alias in row["aliases"].split(";")} - names:
                other[key] = (*other.get(key, ()), number)
    return rows, primary, other


@cache
def _country_names() -> Mapping[str, str]:
    from babel import Locale  # noqa: PLC0415

    names: dict[str, str] = {}
    for language in ("pt", "fr", "es", "en"):
        territories = Locale(language).territories
        names |= {fold_name(territories[code]): code for code in countries() if code in territories}
    names |= {fold_name(country.name): code for code, country in countries().items()}
    return MappingProxyType(names | HABITS)


def _matches(name: str, country: str | None) -> list[tuple[bool, Place]]:
    """Give the places of a name, best first, each with whether it matches by an alias only."""
    if country and country not in countries():
        raise _unknown_country(country)
    rows, primary, other = _cities()
    key = fold_name(name)
    found = [
        (alias, _place(rows[number]))
        for alias, index in ((False, primary), (True, other))
        for number in index.get(key, ())
        if not country or rows[number]["country"] == country
    ]
    return sorted(found, key=lambda match: (match[0], -match[1].population, match[1].geonameid))


def _place(row: dict[str, str]) -> Place:
    return Place(
        geonameid=int(row["geonameid"]),
        name=row["name"],
        country=row["country"],
        admin1=row["admin1"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        population=int(row["population"]),
        aliases=tuple(row["aliases"].split(";")) if row["aliases"] else (),
    )


def _land(code: str) -> Land:
    return Land(countries()[code].name, code)


def _unknown_country(code: str) -> UnknownPlaceError:
    meant = suggest_country(code)
    if meant is None:
        return UnknownPlaceError(
            phrase(
                _("There is no country code {code}; give the two letters of ISO 3166-1."),
                code=quoted(code),
            )
        )
    text = _("There is no country code {code}; did you mean {meant} ({country})?")
    return UnknownPlaceError(phrase(text, code=quoted(code), meant=meant, country=_land(meant)))


def _unknown_place(name: str, country: str | None) -> UnknownPlaceError:
    elsewhere = _listed(tuple(place for _alias, place in _matches(name, None)))
    if country and elsewhere:
        text = _("There is no place {name} in {country}; there is {elsewhere}.")
        return UnknownPlaceError(
            phrase(text, name=quoted(name), country=_land(country), elsewhere=elsewhere)
        )
    near = _near_names(fold_name(name), country)
    if near:
        return UnknownPlaceError(
            phrase(
                _("There is no place {name}; did you mean {near}?"), name=quoted(name), near=near
            )
        )
    text = _(
        "There is no place {name} in the gazetteer, which has the larger towns only; give its lat and lon."
    )
    return UnknownPlaceError(phrase(text, name=quoted(name)))


def _ambiguous_place(name: str, found: tuple[Place, ...]) -> AmbiguousPlaceError:
    if len({place.country for place in found}) > 1:
        text = _("{name} may be {places}; add the country.")
    else:
        text = _("{name} may be {places}; give the full name, or its lat and lon.")
    return AmbiguousPlaceError(phrase(text, name=quoted(name), places=_listed(found)))


def _listed(found: tuple[Place, ...]) -> tuple[Phrase | str, ...]:
    """Give the places as a list for a sentence: name, country, size."""
    shown: list[Phrase | str] = [
        phrase(
            _("{name} ({country}, {population} inhabitants)"),
            name=place.name,
            country=place.country,
            population=place.population,
        )
        for place in found[:SHOWN]
    ]
    return (*shown, *(["…"] if len(found) > SHOWN else []))


def _near_names(key: str, country: str | None) -> str:
    """Give the primary names of the places whose names are nearest to a folded one."""
    rows, primary, other = _cities()
    numbers = {
        name: number
        for index in (other, primary)
        for name, group in index.items()
        if abs(len(name) - len(key)) <= LENGTHS_APART
        for number in group
        if not country or rows[number]["country"] == country
    }
    near = [
        rows[numbers[name]] for name in difflib.get_close_matches(key, numbers, cutoff=NEAR - 0.1)
    ]
    return ", ".join(dict.fromkeys(f"{row['name']} ({row['country']})" for row in near))
