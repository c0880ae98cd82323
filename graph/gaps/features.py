"""Pairs of actors as numbers: what speaks for a tie between them, from the visible ties alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array, diags_array

from ..kernels import choose
from ..measures.arrays import divide, row_sums
from ..phrases import mark as _
from .languages import languages_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .ground import Ground

    Places = NDArray[np.int64]
    Numbers = NDArray[np.float64]

FEATURES: dict[str, str] = {
    "degrees": _("log of the product of both ends' numbers of ties of this kind, each plus 1"),
    "block": _(
        "log of the ties between the two countries over those expected from their numbers of ties, 1 added to both"
    ),
    "comparable": _(
        "log of the ties of either end to the other's country over those expected from both numbers of ties, 1 added to both"
    ),
    "common": _("log of common partners by ties of this kind, each divided by its number of ties"),
    "shared": _(
        "log of common networks and partners by ties of other kinds, each divided by its number of ties"
    ),
    "paths": _("log of paths of three ties of this kind, each divided by the degrees on its way"),
    "others": _("log of the product of both ends' numbers of ties of other kinds, each plus 1"),
    "distance": _("log of the distance in units of 100 km, plus 1; the mean where a place is not known"),
    "country": _("1 within a country, else 0"),
    "language": _("1 where the countries share an official language, else 0"),
}  # fmt: skip
LABELS: dict[str, str] = {
    "degrees": _("numbers of ties"),
    "block": _("ties between the countries"),
    "comparable": _("ties to the other's country"),
    "common": _("common partners"),
    "shared": _("common partners by other ties"),
    "paths": _("paths of three ties"),
    "others": _("ties of other kinds"),
    "distance": _("distance"),
    "country": _("same country"),
    "language": _("same language"),
}
"""What the features are called; `FEATURES` says what they are."""
_TINY = 1e-3
_CHUNK = 2048


@dataclass(frozen=True, eq=False, slots=True)
class Arena:
    """The actors and ties among which one sort of tie is predicted.

    ``target`` holds the visible ties to be extended and ``context`` those of other kinds, both
    symmetric n × n CSR arrays of 0 and 1. ``groups`` numbers the countries (0: not known), ``points``
    are degrees (n × 2, NaN where not known), ``tongues`` n × languages. A candidate pair has one end
    in ``first`` and the other in ``second``; the two are one set unless the ties are two-mode.
    """

    ids: tuple[str, ...]
    target: csr_array
    context: csr_array
    groups: NDArray[np.int64]
    points: Numbers
    tongues: csr_array
    first: NDArray[np.bool_]
    second: NDArray[np.bool_]

    @property
    def two_mode(self) -> bool:
        """Tell whether the candidates join two modes."""
        return not np.array_equal(self.first, self.second)

    def with_target(self, tails: Places, heads: Places) -> Arena:
        """Give the arena in which only these ties of the target are visible."""
        return replace(self, target=_symmetric(tails, heads, len(self.ids)))

    def ties(self) -> tuple[Places, Places]:
        """Give the ends of the target's ties that join candidates, the first mode first."""
        coo = self.target.tocoo()
        tails, heads = coo.row.astype(np.int64), coo.col.astype(np.int64)
        keep = self.first[tails] & self.second[heads]
        if not self.two_mode:
            keep &= tails < heads
        return tails[keep], heads[keep]


def arena_of(ground: Ground, kinds: frozenset[str], *, two_mode: bool = False) -> Arena:
    """Give the arena of the ties of `kinds` that hold.

    Its candidates are the survey frame or, with `two_mode`, members that have ties and networks.
    """
    ids = tuple(ground.actors)
    place = {actor: index for index, actor in enumerate(ids)}
    ends: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for tie in ground.ties:
        pair = place[str(tie["from"])], place[str(tie["to"])]
        ends[0 if tie["kind"] in kinds else 1].append(pair)
    n = len(ids)
    arrays = [np.array(pairs, dtype=np.int64).reshape(-1, 2) for pairs in ends]
    target, context = (_symmetric(pairs[:, 0], pairs[:, 1], n) for pairs in arrays)
    rows = list(ground.actors.values())
    if two_mode:
        second = np.array([actor in ground.members for actor in ids], dtype=bool)
        first = np.array([actor in ground.networks_of for actor in ids], dtype=bool) & ~second
    else:
        first = second = np.array([actor in ground.frame for actor in ids], dtype=bool)
    codes = sorted({str(row["country"]) for row in rows} | {""})
    number = {code: index for index, code in enumerate(codes)}
    groups = np.array([number[str(row["country"])] for row in rows], dtype=np.int64)
    spoken = {code: languages_of(code) for code in codes}
    tongues = sorted({language for found in spoken.values() for language in found})
    column = {language: index for index, language in enumerate(tongues)}
    cells = [
        (index, column[language])
        for index, row in enumerate(rows)
        for language in spoken[str(row["country"])]
    ]
    at = np.array(cells, dtype=np.int64).reshape(-1, 2)
    matrix = csr_array((np.ones(len(at)), (at[:, 0], at[:, 1])), (n, max(1, len(tongues))))
    points = np.array([[row["lat"], row["lon"]] for row in rows], dtype=np.float64).reshape(-1, 2)
    return Arena(ids, target, context, groups, points, matrix, first, second)


def _symmetric(tails: Places, heads: Places, n: int) -> csr_array:
    rows, columns = np.concatenate([tails, heads]), np.concatenate([heads, tails])
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), (n, n))
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    matrix.setdiag(0)
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


class Indices:
    """What the visible ties of an arena say of any pair; computed once, asked for many pairs."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.degree = row_sums(arena.target)
        self.other = row_sums(arena.context)
        self.scaled = csr_array(arena.target @ diags_array(divide(1.0, self.degree, 0.0)))
        self.aside = csr_array(arena.context @ diags_array(divide(1.0, self.other, 0.0)))
        groups = int(arena.groups.max(initial=0)) + 1
        coo = arena.target.tocoo()
        self.blocks = np.zeros((groups, groups))
        np.add.at(self.blocks, (arena.groups[coo.row], arena.groups[coo.col]), 1.0)
        self.ends = self.blocks.sum(axis=1)
        n = len(arena.ids)
        belongs = csr_array((np.ones(n), (np.arange(n), arena.groups)), (n, groups))
        self.to_group = csr_array(arena.target @ belongs).toarray().astype(np.float64)
        tails, heads = arena.ties()
        km = self._km(tails, heads)
        self.mean_log = float(np.nanmean(np.log1p(km / 100))) if np.isfinite(km).any() else 0.0
        size = len(arena.ids) * int(arena.target.nnz + arena.context.nnz)
        self.by_kernel = choose.way("walks", size) == "kernel"

    def _km(self, tails: Places, heads: Places) -> Numbers:
        """Give great-circle distances, as `places.distance_km` does, NaN where not known."""
        from ..places import EARTH_RADIUS_KM  # noqa: PLC0415

        one, other = (np.radians(self.arena.points[side]) for side in (tails, heads))
        half = (
            np.sin((other[:, 0] - one[:, 0]) / 2) ** 2
            + np.cos(one[:, 0]) * np.cos(other[:, 0]) * np.sin((other[:, 1] - one[:, 1]) / 2) ** 2
        )
        return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))

    def of(self, tails: Places, heads: Places) -> Numbers:
        """Give the features of pairs: one row a pair, one column a row of `FEATURES`."""
        parts = [
            self._some(tails[start : start + _CHUNK], heads[start : start + _CHUNK])
            for start in range(0, len(tails), _CHUNK)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, len(FEATURES)))

    def _some(self, tails: Places, heads: Places) -> Numbers:
        arena = self.arena
        one, other = arena.groups[tails], arena.groups[heads]
        # Twice the tied pairs, so that a group's own pairs and those of two groups compare.
        expected = self.ends[one] * self.ends[other] / max(1.0, float(self.ends.sum()))
        known = (one > 0) & (other > 0)
        block = np.where(known, np.log((self.blocks[one, other] + 1) / (expected + 1)), 0.0)
        ends = max(1.0, float(self.ends.sum()))
        comparable = np.zeros(len(tails))
        for ego, group in ((tails, other), (heads, one)):
            by_chance = self.degree[ego] * self.ends[group] / ends
            comparable += np.log((self.to_group[ego, group] + 1) / (by_chance + 1))
        comparable = np.where(known, comparable, 0.0)
        common = self._walks(self.scaled, arena.target, tails, heads)
        shared = self._walks(self.aside, arena.context, tails, heads)
        if arena.two_mode:
            # What a partner belongs to: one tie of another kind, then one of this.
            shared = shared + self._walks(self.aside, arena.target, tails, heads)
        paths = self._walks(self.scaled, arena.target, tails, heads, deep=True)
        apart = np.log1p(self._km(tails, heads) / 100)
        tongues = row_dots(arena.tongues[tails], arena.tongues[heads])
        return np.column_stack(
            [
                np.log1p(self.degree[tails]) + np.log1p(self.degree[heads]),
                block,
                comparable,
                np.log1p(common / _TINY),
                np.log1p(shared / _TINY),
                np.log1p(paths / _TINY),
                np.log1p(self.other[tails]) + np.log1p(self.other[heads]),
                np.where(np.isnan(apart), self.mean_log, apart),
                known & (one == other),
                tongues > 0,
            ]
        ).astype(np.float64)

    def _walks(
        self,
        shares: csr_array,
        last: csr_array,
        tails: Places,
        heads: Places,
        *,
        deep: bool = False,
    ) -> Numbers:
        """Give the entries of shares @ last, or with `deep` of shares² @ last, at the pairs."""
        if self.by_kernel:
            return np.asarray(choose.load("walks").walks(shares, last, tails, heads, deep=deep))
        from_tails = shares[tails]
        if deep:
            from_tails = csr_array(from_tails @ shares)
        return row_dots(from_tails, last[heads])

    def candidates(self, most: int) -> tuple[Places, Places]:
        """Give at most `most` pairs without a visible tie that paths of two or three ties join.

        Those with most such paths, each divided by the degrees on its way. Ways through
        actors of more than `_BUSY` partners count for so little that they are not followed.
        """
        arena = self.arena
        steps = _followed(arena.target, self.degree)
        aside = _followed(arena.context, self.other)
        scaled = csr_array(steps @ diags_array(divide(1.0, self.degree, 0.0)))
        scaled_aside = csr_array(aside @ diags_array(divide(1.0, self.other, 0.0)))
        best: list[tuple[Numbers, Places, Places]] = []
        rows = np.flatnonzero(arena.first)
        for start in range(0, len(rows), 256):
            chunk = rows[start : start + 256]
            two = csr_array(scaled[chunk] @ arena.target)
            score = two + csr_array(scaled_aside[chunk] @ arena.context)
            score = score + csr_array(csr_array(scaled[chunk] @ scaled) @ arena.target)
            if arena.two_mode:
                score = score + csr_array(scaled_aside[chunk] @ arena.target)
            coo = csr_array(score).tocoo()
            tails, heads = chunk[coo.row].astype(np.int64), coo.col.astype(np.int64)
            keep = arena.second[heads] & (tails != heads) & (coo.data > 0)
            if not arena.two_mode:
                keep &= tails < heads
            tails, heads, sizes = tails[keep], heads[keep], coo.data[keep]
            fresh = ~tied(arena.target, tails, heads)
            best.append(_first(sizes[fresh], tails[fresh], heads[fresh], most))
            if len(best) > 16:  # noqa: PLR2004
                best = [_together(best, most)]
        if not best:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        _sizes, tails, heads = _together(best, most)
        return tails, heads


_BUSY = 1000


def _followed(matrix: csr_array, degree: Numbers) -> csr_array:
    """Leave out, as stations on the way, the actors with too many partners."""
    if not (degree > _BUSY).any():
        return matrix
    return csr_array(matrix @ diags_array((degree <= _BUSY).astype(np.float64)))


def _first(
    sizes: Numbers, tails: Places, heads: Places, most: int
) -> tuple[Numbers, Places, Places]:
    """Keep the largest sizes; of equals, those that come first by their ends."""
    # Sums of fractions in another order differ in their last digits.
    rounded = np.round(sizes, 9)
    if len(sizes) > most:
        large = rounded >= np.partition(rounded, -most)[-most]
        sizes, tails, heads, rounded = sizes[large], tails[large], heads[large], rounded[large]
    order = np.lexsort((heads, tails, -rounded))[:most]
    return sizes[order], tails[order], heads[order]


def _together(
    parts: list[tuple[Numbers, Places, Places]], most: int
) -> tuple[Numbers, Places, Places]:
    """Keep the largest sizes of several parts."""
    return _first(
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
        most,
    )


def row_dots(one: Any, other: Any) -> Numbers:
    """Multiply two sparse matrices row by row."""
    return np.asarray(one.multiply(other).sum(axis=1), dtype=np.float64).ravel()


def tied(matrix: csr_array, tails: Sequence[int] | Places, heads: Places) -> NDArray[np.bool_]:
    """Tell which pairs have a tie, by a matrix whose indices are sorted."""
    n = matrix.shape[0]
    coo = matrix.tocoo()
    keys = coo.row.astype(np.int64) * n + coo.col
    if not len(keys):
        return np.zeros(len(heads), dtype=np.bool_)
    asked = np.asarray(tails) * n + heads
    place = np.searchsorted(keys, asked)
    return np.asarray(keys[np.minimum(place, len(keys) - 1)] == asked)
