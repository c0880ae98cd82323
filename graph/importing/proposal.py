"""A map proposed from the names of the columns and from what stands in them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ..places import fold_name
from ..sheet import number_of
from .cells import clean
from .columns import LAYOUTS
from .matrices import is_matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .reading import Grid

# Names of columns in four languages, folded, without blanks; the surest first. In this order.
NAMES: dict[str, tuple[str, ...]] = {
    "lat": ("lat", "latitude", "latitud", "y"),
    "lon": ("lon", "lng", "long", "longitude", "longitud", "x"),
    "start": ("start", "startdate", "startyear", "since", "begin", "inicio", "desde", "debut", "depuis", "joined", "from", "year", "annee", "ano", "anio"),
    "end": ("end", "enddate", "endyear", "until", "fin", "hasta", "fim", "ate", "left", "to"),
    "country": ("countrycode", "country", "pais", "pays", "iso", "iso2", "iso3", "countrylabel"),
    "role": ("role", "rol", "statut", "status", "papel", "cargo", "membershiptype", "fonction", "funcao", "funcion"),
    "group_label": ("networkname", "groupname", "nomreseau", "nombrered", "nomerede"),
    "group": ("network", "networkid", "networkcode", "red", "reseau", "rede", "group", "grupo", "groupe", "organisation", "organization", "organizacion", "organizacao", "association", "asociacion", "associacao", "alliance", "alianza"),
    "actor": ("geonameid", "geonamesid", "cityid", "actorid", "memberid", "idcity", "citycode", "wikidata", "qid", "insee", "inegi", "ibge", "id", "code", "codigo"),
    "label": ("asciiname", "cityname", "name", "label", "city", "ciudad", "cidade", "ville", "municipality", "municipio", "commune", "member", "miembro", "membre", "membro", "actor", "nombre", "nom", "nome"),
}  # fmt: skip
SIDES: dict[str, tuple[str, ...]] = {
    "from": ("origincity", "origin", "fromcity", "from", "source", "city1", "citya", "sender", "ego", "origen", "origem", "ciudad1", "cidade1", "ville1", "origine", "1"),
    "to": ("destinationcity", "destination", "sistercity", "sister", "partnercity", "partner", "twin", "tocity", "to", "target", "dest", "city2", "cityb", "receiver", "alter", "destino", "ciudad2", "cidade2", "ville2", "2"),
}  # fmt: skip
_IDS = ("id", "code", "geonameid", "qid", "wikidata")
_SAMPLE = 1_000
_EXAMPLES = 3
_NAME = 200
"""How much of the name of a column is compared: what is longer is no name."""
_MOST = 0.8
_YEARS = (1000, 2100)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout and a map that a file seems to have; ``columns`` is empty for a matrix.

    ``examples`` gives the first different values of each column of the file.
    """

    layout: str
    columns: Mapping[str, str]
    examples: Mapping[str, tuple[str, ...]]

    def command(self, file: str, output: str = "DATASET") -> str:
        """Give the command line that runs the proposal."""
        parts = ["alianza", "import", file, "--as", self.layout]
        if self.columns:
            parts += ["--map", ",".join(f"{key}={name}" for key, name in self.columns.items())]
        return shlex.join([*parts, "-o", output])


def propose(grid: Grid, layout: str | None = None) -> Proposal | None:
    """Give what the columns of `grid` seem to be, or None where that cannot be told.

    The names of the columns count first, in English, Spanish, French and Portuguese, then what
    stands in them: places, years, countries, names that come again.
    """
    examples = {
        name: tuple(dict.fromkeys(cell for cell in grid.column(name) if cell.strip()))[:_EXAMPLES]
        for name in grid.header
    }
    if layout in LAYOUTS[2:] or (layout is None and is_matrix(grid)):
        square = sorted(cells[0].strip() for _n, cells in grid.rows) == sorted(grid.header[1:])
        return Proposal(layout or ("adjacency" if square else "incidence"), {}, examples)
    dyads = _dyads(grid)
    if layout == "dyads" or (layout is None and dyads):
        return Proposal("dyads", dyads, examples) if dyads else None
    memberships = _memberships(grid)
    if "group" in memberships and ("actor" in memberships or "label" in memberships):
        return Proposal("memberships", memberships, examples)
    return None


@lru_cache(maxsize=4096)
def _squashed(name: str) -> str:
    return fold_name(name[:_NAME]).replace(" ", "")


@lru_cache(maxsize=4096)
def _words(name: str) -> list[str]:
    """Give the words of a column's name, folded: those of ``City.Statut`` are city and statut."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace(".", " ")
    return fold_name(apart[:_NAME]).split()


def _memberships(grid: Grid) -> dict[str, str]:
    sample = {name: _sample(grid, name) for name in grid.header if name}
    found: dict[str, str] = {}
    for key, aliases in NAMES.items():
        free = [name for name in sample if name not in found.values()]
        exact = [name for alias in aliases for name in free if _squashed(name) == alias]
        worded = [name for alias in aliases for name in free if alias in _words(name)]
        worded = [name for name in worded if sample[name]]
        for name in (*exact, *worded):
            if _fits(key, sample[name]):
                found[key] = name
                break
    _by_values(found, sample)
    order = (
        "actor",
        "label",
        "group",
        "group_label",
        "role",
        "start",
        "end",
        "country",
        "lat",
        "lon",
    )
    if ("lat" in found) != ("lon" in found):
        found.pop("lat", None)
        found.pop("lon", None)
    return {key: found[key] for key in order if key in found}


def _by_values(found: dict[str, str], sample: Mapping[str, Sequence[str]]) -> None:
    """Add what only the values tell."""

    def free(fits: Callable[[Sequence[str]], bool]) -> list[str]:
        return [
            n for n, cells in sample.items() if n not in found.values() and cells and fits(cells)
        ]

    for key, fits in (("country", _countries), ("start", _years)):
        names = [] if key in found else free(fits)
        if names:
            found[key] = names[0]
    if "lat" not in found and "lon" not in found:
        places = free(
            lambda cells: _numbers(cells, 180.0) and any("." in c or "," in c for c in cells)
        )
        for lat, lon in pairwise(places):
            if _numbers(sample[lat], 90.0):
                found.update({"lat": lat, "lon": lon})
                break
    texts = free(lambda cells: not _numbers(cells, 1e300))
    if "label" not in found and "actor" not in found and texts:
        found["label"] = max(texts, key=lambda name: len(set(sample[name])))
    texts = [name for name in texts if name not in found.values()]
    if "group" not in found and texts:
        repeating = min(texts, key=lambda name: len(set(sample[name])) / len(sample[name]))
        if len(set(sample[repeating])) < len(sample[repeating]):
            found["group"] = repeating


def _dyads(grid: Grid) -> dict[str, str]:
    sample = {name: _sample(grid, name) for name in grid.header if name}
    parts = {side: _parts_of(side, sample) for side in SIDES}
    if not all("" in columns and not _years(sample[columns[""]]) for columns in parts.values()):
        return {}
    found: dict[str, str] = {}
    for side, columns in parts.items():
        other = parts["to" if side == "from" else "from"]
        found[side] = columns[""]
        for part, name in columns.items():
            if part and part in other and _fits(part, sample[name]):
                found[f"{side}_{part}"] = name
        if (f"{side}_lat" in found) != (f"{side}_lon" in found):
            found.pop(f"{side}_lat", None)
            found.pop(f"{side}_lon", None)
    for key in ("role", "start", "end"):
        free = [name for name in sample if name not in found.values()]
        names = [name for alias in NAMES[key] for name in free if _squashed(name) == alias]
        if names and _fits(key, sample[names[0]]):
            found[key] = names[0]
    return found


def _parts_of(side: str, names: Iterable[str]) -> dict[str, str]:
    """Give the columns of one end by what they say of it; under an empty text that which names it."""
    columns: dict[str, str] = {}
    for name in names:
        found, rest = side_of(name)
        if found == side:
            columns.setdefault(_part(rest), name)
    if "id" in columns:
        if "" in columns:
            columns["label"] = columns[""]
        columns[""] = columns.pop("id")
    return columns


def side_of(column: str) -> tuple[str, str]:
    """Give the side of a pair that a column's name begins or ends with, and what else it says.

    >>> side_of("originpopulation"), side_of("City 2"), side_of("dist")
    (('from', 'population'), ('to', ''), ('', 'dist'))
    """
    name = _squashed(column)
    words = sorted(
        ((word, side) for side, texts in SIDES.items() for word in texts), key=lambda w: -len(w[0])
    )
    for word, side in words:
        if name.startswith(word) and not word.isdigit():
            return side, name.removeprefix(word)
    for word, side in words:
        if name.endswith(word) and word != name and word not in {"to", "from", "ego"}:
            return side, name.removesuffix(word)
    return "", name


def _part(rest: str) -> str:
    """Give the key of what a column says of one side; an empty one for the name."""
    if rest in _IDS:
        return "id"
    if not rest or rest in NAMES["label"]:
        return ""
    for key in ("lat", "lon", "country"):
        if rest in NAMES[key]:
            return key
    return rest


def _sample(grid: Grid, name: str) -> list[str]:
    return [cell.strip() for cell in grid.column(name)[:_SAMPLE] if cell.strip()]


def _fits(key: str, cells: Sequence[str]) -> bool:
    """Tell whether a column's values can be what its name promises."""
    if key in {"lat", "lon"}:
        return _numbers(cells, 90.0 if key == "lat" else 180.0)
    if key in {"start", "end"}:
        read = clean("date", cells)
        return len(read.rest) <= (1 - _MOST) * len(cells)
    if key == "country":
        return _countries(cells)
    return True


def _numbers(cells: Sequence[str], limit: float) -> bool:
    read = clean("number", cells)
    values = [abs(number_of(cell) or 0) for cell in read.cells if cell]
    return bool(values) and not read.rest and max(values) <= limit


def _years(cells: Sequence[str]) -> bool:
    values = [number_of(cell) for cell in cells]
    return (
        bool(cells)
        and all(
            value is not None and (value == 0 or _YEARS[0] <= value <= _YEARS[1])
            for value in values
        )
        and any(values)
    )


def _countries(cells: Sequence[str]) -> bool:
    names = set(cells)
    read = clean("country", sorted(names))
    return len(read.rest) <= (1 - _MOST) * len(names)
