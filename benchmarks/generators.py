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
