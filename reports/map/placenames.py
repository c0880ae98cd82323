"""Names of places at which several actors stand, none of which is the place itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.places import place_at
from ..language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...graph.places import Place

PLACES = frozenset({"city", "region"})
"""Kinds of actors that are places: their own names say where they are."""


def shared_places(
    points: Sequence[tuple[float, float] | None], kinds: Sequence[str]
) -> dict[str, Any] | None:
    """Give the names of shared places from each actor's latitude and longitude, and its kind.

    ``places`` holds names in the order of `LANGUAGES`, ``at`` which of them an actor is at. A
    place is named after the city of the gazetteer that lies there; None where no place is named.
    """
    there: dict[tuple[float, float], list[int]] = {}
    for actor, point in enumerate(points):
        if point is not None:
            there.setdefault(point, []).append(actor)
    names: list[list[str]] = []
    at: dict[str, int] = {}
    for point, actors in there.items():
        if len(actors) < 2 or any(kinds[actor] in PLACES for actor in actors):  # noqa: PLR2004
            continue
        found = place_at(*point)
        if found is not None:
            at |= {str(actor): len(names) for actor in actors}
            names.append(spoken_names(found))
    return {"places": names, "at": at} if names else None


def spoken_names(place: Place) -> list[str]:
    """Give the name of `place` in each of the `LANGUAGES`, as far as it is known.

    The Unicode CLDR has names of the cities after which time zones are called; one of them is
    taken where the gazetteer knows it as another name of the same place.
    """
    from babel import Locale  # noqa: PLC0415

    zone_end = "/" + place.name.replace(" ", "_")
    known = {place.name, *place.aliases}
    names = []
    for code in LANGUAGES:
        zones = Locale(code).time_zones
        cities = [zones[zone].get("city") for zone in sorted(zones) if zone.endswith(zone_end)]
        names.append(next((city for city in cities if city in known), place.name))
    return names
