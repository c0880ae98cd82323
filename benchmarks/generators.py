"""Seeded data shaped like city networks."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

COUNTRIES = ("MX", "BR", "PE", "ES", "CO", "UY", "FR", "EC", "AR", "CL", "PT", "IT", "DE")


def affiliations(actors: int, networks: int, ties: int, seed: int = 1) -> np.ndarray:
    """Give `ties` distinct (city, network) pairs: most cities in one network, few networks large.

    Rows are pairs of indices, cities below `actors`, networks below `networks`.
    """
    rng = np.random.default_rng(seed)
    sizes = 1 / np.arange(1, networks + 1)
    eager = rng.pareto(1.5, actors) + 1
    found = np.empty(0, dtype=np.int64)
    while len(found) < ties:
        cities = rng.choice(actors, 2 * ties, p=eager / eager.sum())
        joined = rng.choice(networks, 2 * ties, p=sizes / sizes.sum())
        found = np.unique(np.concatenate([found, cities * np.int64(networks) + joined]))
    kept = rng.permutation(found)[:ties]
    return np.column_stack([kept // networks, kept % networks])


def write_folder(folder: Path, actors: int, ties: int, seed: int = 1) -> None:
    """Write a dataset of `actors` cities and networks and `ties` dated, sourced memberships."""
    folder.mkdir(parents=True, exist_ok=True)
    networks = max(3, actors // 100)
    pairs = affiliations(actors - networks, networks, ties, seed)
    rng = np.random.default_rng(seed)
    with (folder / "actors.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "label", "kind", "country", "lat", "lon"])
        for city in range(actors - networks):
            country = COUNTRIES[city % len(COUNTRIES)]
            place = [round(float(rng.uniform(-60, 60)), 4), round(float(rng.uniform(-120, 30)), 4)]
            rows.writerow([f"c{city}", f"Ciudad {city}", "city", country, *place])
        for network in range(networks):
            rows.writerow([f"n{network}", f"Red {network}", "network", "", "", ""])
    with (folder / "ties.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "from", "to", "kind", "start", "sources"])
        for number, (city, network) in enumerate(pairs):
            year = 1980 + (number * 7) % 45
            rows.writerow(
                [f"t{number}", f"c{city}", f"n{network}", "membership", year, f"s{number % 50}"]
            )
    with (folder / "sources.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "title", "url"])
        rows.writerows(
            [f"s{number}", f"Source {number}", f"https://example.org/{number}"]
            for number in range(50)
        )


def write_mixed_folder(folder: Path, actors: int, ties: int) -> None:
    """Write a dataset as `write_folder` does, half of whose ties are agreements of cities."""
    write_folder(folder, actors, ties // 2)
    _add_agreements(folder, actors - actors // 100, ties - ties // 2)


def _add_agreements(folder: Path, cities: int, ties: int, seed: int = 1) -> None:
    """Add `ties` agreements between distinct cities, most of them of few, to a written folder."""
    rng = np.random.default_rng(seed)
    eager = rng.pareto(1.5, cities) + 0.1
    found: set[tuple[int, int]] = set()
    while len(found) < ties:
        one, other = sorted(int(x) for x in rng.choice(cities, 2, p=eager / eager.sum()))
        if one != other:
            found.add((one, other))
    with (folder / "ties.csv").open("a", encoding="utf-8") as file:
        for number, (one, other) in enumerate(sorted(found)):
            file.write(f"a{number},c{one},c{other},agreement,{1960 + number % 60},s{number % 50}\n")


def alike(actors: int, networks: int, ties: int, seed: int = 1) -> np.ndarray:
    """Give memberships as `affiliations` does, with the overlap of real ones.

    Who is in several networks is often in the same ones as others: two in five actors of
    several networks copy the choice of an earlier one, as members of one country's
    associations do.
    """
    rng = np.random.default_rng(seed)
    sizes = 1 / np.arange(1, networks + 1)
    sizes /= sizes.sum()
    # One each, and the rest heaped on few: a tail of the third power.
    more = np.floor((rng.pareto(2.0, actors) + 1) * 1.0).astype(np.int64)
    joined = np.ones(actors, dtype=np.int64)
    spare = ties - actors
    for actor in rng.permutation(actors):
        extra = min(int(more[actor]) - 1, spare, networks - 1)
        joined[actor] += extra
        spare -= extra
    choices: dict[int, list[np.ndarray]] = {}
    rows = []
    for actor in range(actors):
        known = choices.setdefault(int(joined[actor]), [])
        if len(known) > 1 and joined[actor] > 1 and rng.random() < 0.4:
            choice = known[int(rng.integers(len(known)))]
        else:
            choice = rng.choice(networks, int(joined[actor]), replace=False, p=sizes)
        known.append(choice)
        rows += [(actor, int(network)) for network in choice]
    return np.array(rows, dtype=np.int64)


def sister_cities(actors: int, ties: int, seed: int = 1) -> np.ndarray:
    """Give pairs of cities: many in trees, few with many partners, most ties between regions.

    Rows are pairs of indices below `actors`, the smaller first, each pair once.
    """
    rng = np.random.default_rng(seed)
    eager = rng.pareto(1.3, actors) + 0.4
    eager = np.minimum(eager, 60.0)
    region = rng.integers(0, 12, actors)
    # Everybody has somebody; what is left over goes to the eager.
    first, second = np.arange(actors), rng.choice(actors, actors, p=eager / eager.sum())
    apart = first != second
    found = np.minimum(first, second) * np.int64(actors) + np.maximum(first, second)
    found = np.unique(found[apart])
    while len(found) < ties:
        one = rng.choice(actors, 2 * ties, p=eager / eager.sum())
        other = rng.choice(actors, 2 * ties, p=eager / eager.sum())
        near = (region[one] - region[other]) % 12 <= 2
        keep = (one != other) & (near | (rng.random(2 * ties) < 0.3))
        low, high = np.minimum(one, other)[keep], np.maximum(one, other)[keep]
        more = np.setdiff1d(low * np.int64(actors) + high, found)
        found = np.concatenate([found, rng.permutation(more)[: ties - len(found)]])
    kept = np.sort(found)
    return np.column_stack([kept // actors, kept % actors])


def preferential(actors: int, each: int, seed: int = 1) -> np.ndarray:
    """Give the pairs of a Barabási–Albert graph: nothing in it is alike, nothing hangs."""
    rng = np.random.default_rng(seed)
    pairs: list[tuple[int, int]] = []
    ends = list(range(each))
    for actor in range(each, actors):
        chosen: set[int] = set()
        while len(chosen) < each:
            chosen.add(ends[int(rng.integers(len(ends)))])
        for other in sorted(chosen):
            pairs.append((other, actor))
            ends += [other, actor]
    return np.array(pairs, dtype=np.int64)
