"""Which actors names mean, where names are not ids: no two places of one name become one actor."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from ..places import distance_km, find_places, fold_name
from ..sheet import number_of
from .building import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEAR_KM = 2.0
"""Mentions of one name in one country are one actor if their places lie within this distance."""
DOUBT_KM = 50.0
"""Actors of one name in one country that lie within this distance are listed as doubtful."""
LIKE_KM = 5.0
"""Actors of nearly one name that lie within this distance are listed as doubtful."""
SAME_KM = 0.1
_SHORTEST = 5
# Longer texts are no names; their forms would fill the memory.
_LONGEST = 200

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A name as a row has it; ``country`` is a code, or text where no code is known."""

    name: str
    country: str = ""
    region: str = ""
    lat: str = ""
    lon: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Give what must be the same for two mentions to mean one actor."""
        return fold_name(self.name) or self.name, self.country

    @property
    def point(self) -> Point | None:
        """Give the place in degrees, if there is one."""
        lat, lon = number_of(self.lat or "x"), number_of(self.lon or "x")
        return None if lat is None or lon is None else (lat, lon)


@dataclass(slots=True)
class Actor:
    """The mentions that mean one actor, the most frequent first."""

    mentions: list[Mention]
    id: str = ""

    @property
    def best(self) -> Mention:
        """Give the mention that speaks for all: the most frequent one that has a place."""
        return next((m for m in self.mentions if m.point), self.mentions[0])

    @property
    def region(self) -> str:
        """Give the region, if a mention has one."""
        return next((m.region for m in self.mentions if m.region), "")


@dataclass(slots=True)
class Identified:
    """The actor of every mention; ``namesakes`` counts names that several actors bear."""

    actors: dict[Mention, Actor]
    doubts: list[Doubt] = field(default_factory=list)
    namesakes: int = 0


def identify(mentions: Iterable[Mention], taken: Iterable[str] = ()) -> Identified:
    """Tell which mentions mean the same actor, and give each actor an id of its own.

    Two mentions are one actor if name and country are the same (case, accents and punctuation
    do not count), their regions too, and their places lie within `NEAR_KM`. A mention without
    place, or without region, joins the only actor of that name there is; where there are
    several it stays apart. What rests on no evidence, or on little, is a doubt. Ids are made of
    name and country, and of the place where several bear one name; none is among `taken`.
    """
    counts = Counter(mentions)
    groups: dict[tuple[str, str], list[Mention]] = {}
    for mention in sorted(counts, key=lambda m: (-counts[m], m)):
        groups.setdefault(mention.key, []).append(mention)
    found = Identified({})
    everyone: list[Actor] = []
    used = set(taken)
    for key in sorted(groups):
        actors = _told_apart(groups[key], found.doubts)
        _name(actors, used)
        _doubt_group(actors, found.doubts)
        found.namesakes += len(actors) > 1
        everyone += actors
    _doubt_neighbours(everyone, found.doubts)
    ids = {id(actor): actor for actor in everyone}
    found.actors = {mention: actor for actor in ids.values() for mention in actor.mentions}
    return found


def _told_apart(mentions: list[Mention], doubts: list[Doubt]) -> list[Actor]:
    """Give the actors that the mentions of one name in one country mean."""
    actors: list[Actor] = []
    sure = [m for m in mentions if m.point]
    regions = {m.region for m in mentions if m.region}
    for mention in sure:
        near = [a for a in actors if _close(a, mention)]
        for other in near[1:]:
            near[0].mentions += other.mentions
            actors.remove(other)
        if near:
            near[0].mentions.append(mention)
        else:
            actors.append(Actor([mention]))
    for mention in (m for m in mentions if not m.point):
        same = [a for a in actors if mention.region and a.region == mention.region]
        fitting = same or [a for a in actors if not (mention.region and a.region)]
        blank = [a for a in fitting if a.best.point is None and a.best.region == mention.region]
        if blank:
            blank[0].mentions.append(mention)
        elif len(fitting) == 1 and (same or len(regions) <= 1):
            if not same:
                doubts.append(_doubt("no-place", "merged", fitting[0].best, mention))
            fitting[0].mentions.append(mention)
        else:
            actors.append(Actor([mention]))
    order = {mention: place for place, mention in enumerate(mentions)}
    for actor in actors:
        actor.mentions.sort(key=order.__getitem__)
    return sorted(actors, key=lambda actor: order[actor.mentions[0]])


def _close(actor: Actor, mention: Mention) -> bool:
    """Tell whether a mention with a place lies near one of the actor's, in no other region."""
    return (
        any(_km(m, mention) <= NEAR_KM for m in actor.mentions) and actor.region == mention.region
    )


def _km(one: Mention, two: Mention) -> float:
    a, b = one.point, two.point
    return distance_km(*a, *b) if a and b else float("inf")


def _name(actors: list[Actor], taken: set[str]) -> None:
    first = actors[0].mentions[0]
    parts = (first.key[0].replace(" ", "-"), fold_name(first.country).replace(" ", "-"))
    base = "-".join(part for part in parts if part)
    digits = 1
    while True:
        names = [
            base + (_ending(actor.best, digits) if len(actors) > 1 else "") for actor in actors
        ]
        if len(set(names)) == len(names) or digits > 4:  # noqa: PLR2004
            break
        digits += 1
    for actor, name in zip(actors, names, strict=True):
        number, actor.id = 1, name
        while actor.id in taken:
            number += 1
            actor.id = f"{name}-{number}"
        taken.add(actor.id)


def _ending(mention: Mention, digits: int) -> str:
    region = f"-{fold_name(mention.region).replace(' ', '-')}" if mention.region else ""
    if mention.point is None:
        return region
    lat, lon = mention.point
    sides = "n" if lat >= 0 else "s", "e" if lon >= 0 else "w"
    return f"{region}-{abs(lat):.{digits}f}{sides[0]}-{abs(lon):.{digits}f}{sides[1]}"


def _doubt_group(actors: list[Actor], doubts: list[Doubt]) -> None:
    for actor in actors:
        best = actor.best
        for mention in actor.mentions:
            km = _km(best, mention)
            if SAME_KM < km < float("inf"):
                doubts.append(_doubt("same-name", "merged", best, mention, actor, actor))
        if best.point is None and not best.region and _known_namesakes(best):
            doubts.append(_doubt("several-places", "merged", best, best, actor, actor))
    for place, one in enumerate(actors):
        for two in actors[place + 1 :]:
            km = _km(one.best, two.best)
            if km <= DOUBT_KM or (km == float("inf") and not (one.region and two.region)):
                doubts.append(_doubt("same-name", "apart", one.best, two.best, one, two))


def _known_namesakes(mention: Mention) -> bool:
    """Tell whether the gazetteer has several places of that very name in that country."""
    from ..places import countries  # noqa: PLC0415

    if mention.country not in countries():
        return False
    places = find_places(mention.name, mention.country)
    return sum(fold_name(place.name) == mention.key[0] for place in places) > 1


def _doubt_neighbours(actors: Sequence[Actor], doubts: list[Doubt]) -> None:
    """List the pairs of other actors that may be one: nearly one name, or one place."""
    seen: set[tuple[int, int]] = set()
    spots: dict[tuple[str, float, float], list[int]] = {}
    spelled: dict[tuple[str, str], list[int]] = {}
    for place, actor in enumerate(actors):
        name, country = actor.best.key
        if actor.best.point:
            lat, lon = actor.best.point
            spots.setdefault((country, round(lat, 3), round(lon, 3)), []).append(place)
        if _SHORTEST <= len(name) <= _LONGEST:
            for form in {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}:
                spelled.setdefault((country, form), []).append(place)
    for question, groups in (
        ("near-name", [spelled[key] for key in sorted(spelled)]),
        ("same-place", [spots[key] for key in sorted(spots)]),
    ):
        for one, two in (pair for group in groups for pair in combinations(group, 2)):
            first, second = actors[one], actors[two]
            if (one, two) in seen or first.best.key == second.best.key:
                continue
            if question == "same-place" or _may_be_one(first.best, second.best):
                seen.add((one, two))
                doubts.append(_doubt(question, "apart", first.best, second.best, first, second))


def _may_be_one(one: Mention, two: Mention) -> bool:
    """Tell whether two nearly equal names may be one: no other number, no other region, not far."""
    if re.findall(r"\d+", one.name) != re.findall(r"\d+", two.name):
        return False
    if one.region and two.region and one.region != two.region:
        return False
    km = _km(one, two)
    return km <= LIKE_KM or km == float("inf")


def _doubt(
    question: str,
    decision: str,
    one: Mention,
    two: Mention,
    first: Actor | None = None,
    second: Actor | None = None,
) -> Doubt:
    km = _km(one, two)
    return Doubt(
        question,
        decision,
        first.id if first else "",
        one.name,
        second.id if second else "",
        two.name,
        one.country,
        "" if km == float("inf") else f"{km:.1f}",
        "" if decision == "apart" or question != "same-name" else "lat lon",
        f"{one.lat} {one.lon}".strip(),
        f"{two.lat} {two.lon}".strip(),
    )
