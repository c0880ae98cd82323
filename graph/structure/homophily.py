"""Whether ties stay within groups of actors: mixing tables, E-I index, assortativity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ..faults import ViewError
from ..groups import column_values, few_enough, grouped, without_unknown
from ..measures.arrays import divide
from ..phrases import Phrase, phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..groups import Groups
    from ..view import View

    Numbers: TypeAlias = NDArray[np.float64]

DRAWS, SEED = 999, 1
MIXING = _(
    "Tied pairs by the groups of their two actors; weights are ignored. Expected value, variance and"
    " z: the ties stay where they are and the groups are dealt out again at random among the actors"
    " (each mode's among its own); exact, not drawn."
)
EI = _(
    "E-I index (Krackhardt and Stern 1988): ties to other groups minus ties within the group,"
    " divided by both, from −1 (all within) to 1 (all outside); partners in either direction, weights"
    " ignored. The expected value of the whole is exact for groups dealt out at random;"
    " p is the share of {draws} draws and the observed one (seed {seed}) at least as far from it."
)
ASSORTATIVITY = _(
    "Assortativity (Newman 2003): share of ties within groups, less what the groups' shares of tie"
    " ends give by chance, divided by the largest such difference; for numbers, the correlation of"
    " the two ends."
)


def mixing_matrix(view: View, by: str) -> pd.DataFrame:
    """Compare the ties within and between the values of a column with chance.

    A row a pair of values: ``first``, ``second``, ``observed`` tied pairs, ``possible`` pairs,
    ``density``, ``expected``, ``variance``, ``z`` (NaN where the variance is 0). Without
    direction ``first`` ≤ ``second``; in a directed view ties go from first to second; in a
    two-mode view ``first`` is a value of the first mode. Actors without a value are left out.
    Expected value and variance are exact under random relabelling of the actors, within modes
    (Cliff and Ord 1981, join counts without replacement). Raises UnknownNameError for a column
    that the actors do not have, ViewError for more than 500 groups, as do the others here.
    """
    import pandas as pd  # noqa: PLC0415

    view, groups = without_unknown(view, few_enough(grouped(view, by)))
    counts = _Counts.of(view, groups)
    k = len(groups.names)
    rows = []
    for r in range(k):
        for s in range(k):
            if view.modes is None and not view.directed and s < r:
                continue
            if view.modes is not None and not (counts.first[r] and counts.second[s]):
                continue
            rows.append({"first": groups.names[r], "second": groups.names[s], **counts.cell(r, s)})
    names = ("first", "second", "observed", "possible", "density", "expected", "variance", "z")
    return pd.DataFrame(rows, columns=list(names))


@dataclass(frozen=True, eq=False)
class _Counts:
    """What the moments of a mixing table need of the ties and of the groups.

    The patterns count ordered pairs of arcs: the same arc, one and its return, with one tail,
    with one head, the head of one being the tail of the other, with nothing in common.
    """

    tied: NDArray[np.int64]
    first: Numbers
    second: Numbers
    one_population: bool
    halved: bool
    patterns: dict[str, float]

    @classmethod
    def of(cls, view: View, groups: Groups) -> _Counts:
        """Count arcs between groups and pairs of arcs by what they share."""
        import numpy as np  # noqa: PLC0415

        k, ties = len(groups.names), view.adjacency.tocoo()
        rows, columns = ties.row, ties.col
        modes = view.modes
        if modes is not None:
            upper = modes[rows] == 0
            rows, columns = rows[upper], columns[upper]
        tied = np.zeros((k, k), dtype=np.int64)
        np.add.at(tied, (groups.codes[rows], groups.codes[columns]), 1)
        out = np.bincount(rows, minlength=len(view)).astype(np.float64)
        into = np.bincount(columns, minlength=len(view)).astype(np.float64)
        m = float(len(rows))
        returned = float(view.adjacency.multiply(view.adjacency.T).sum()) if modes is None else 0.0
        patterns = {
            "same": m,
            "return": returned,
            "tail": float((out * (out - 1)).sum()),
            "head": float((into * (into - 1)).sum()),
            "chain": 2 * (float((out * into).sum()) - returned),
        }
        patterns["apart"] = m * m - sum(patterns.values())
        sizes = np.bincount(groups.codes, minlength=k).astype(np.float64)
        first = second = sizes
        if modes is not None:
            first = np.bincount(groups.codes[modes == 0], minlength=k).astype(np.float64)
            second = sizes - first
        halved = modes is None and not view.directed
        return cls(tied, first, second, modes is None, halved, patterns)

    def chance(self, r: int, tails: int, s: int, heads: int) -> float:
        """Give the chance that so many different actors are of group r, so many of group s."""
        if not self.one_population:
            return _drawn(self.first, {r: tails}) * _drawn(self.second, {s: heads})
        wanted = {r: tails}
        wanted[s] = wanted.get(s, 0) + heads
        return _drawn(self.first, wanted)

    def cell(self, r: int, s: int) -> dict[str, float]:
        """Give the numbers of one pair of groups."""
        patterns, alike = self.patterns, r == s and self.one_population
        mean = patterns["same"] * self.chance(r, 1, s, 1)
        square = (
            mean
            + patterns["tail"] * self.chance(r, 1, s, 2)
            + patterns["head"] * self.chance(r, 2, s, 1)
            + patterns["apart"] * self.chance(r, 2, s, 2)
        )
        if alike:
            square += patterns["return"] * self.chance(r, 1, s, 1)
            square += patterns["chain"] * self.chance(r, 2, s, 1)
        variance = max(square - mean * mean, 0.0)
        observed = int(self.tied[r, s])
        possible = self.first[r] * (self.second[s] - alike)
        if self.halved and alike:
            observed, possible, mean, variance = observed // 2, possible / 2, mean / 2, variance / 4
        # What is left of a variance of 0 is a rounding error of the square.
        spread = variance if variance > 1e-9 * max(square, 1.0) else 0.0
        return {
            "observed": observed,
            "possible": int(possible),
            "density": observed / possible if possible else float("nan"),
            "expected": mean,
            "variance": spread,
            "z": (observed - mean) / spread**0.5 if spread else float("nan"),
        }


def _drawn(sizes: Numbers, wanted: dict[int, int]) -> float:
    """Give the chance that actors drawn one after another are of the groups wanted."""
    left, result = float(sizes.sum()), 1.0
    for group, count in wanted.items():
        for taken in range(count):
            if left <= 0:
                return 0.0
            result *= max(float(sizes[group]) - taken, 0.0) / left
            left -= 1
    return result


@dataclass(frozen=True, eq=False)
class EIIndex:
    """The E-I index of every actor, of every group and of the whole view.

    ``actors`` (by id) and ``groups`` (by value) have ``internal``, ``external`` and ``ei_index``
    (NaN without ties). ``expected`` and ``p`` belong to ``whole``, which is None without ties.
    """

    actors: pd.DataFrame
    groups: pd.DataFrame
    internal: int
    external: int
    whole: float | None
    expected: float | None
    p: float | None
    facts: tuple[Phrase, ...]


def ei_index(view: View, by: str, *, draws: int = DRAWS, seed: int = SEED) -> EIIndex:
    """Compare ties that leave their group with ties within it.

    ``groups`` also has ``p`` and ``expected`` (the mean of the draws) for each group. Groups are
    dealt out again `draws` times, within modes in a two-mode view; p = (1 + draws at least as
    far from the expected value as observed) / (1 + draws). Raises UnknownNameError for a column
    that the actors do not have. Krackhardt and Stern 1988.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    every = few_enough(grouped(view, by))
    view, groups = without_unknown(view, every)
    ties = view.undirected.tocoo()
    codes, k = groups.codes, len(groups.names)
    within = codes[ties.row] == codes[ties.col]
    internal = np.bincount(ties.row[within], minlength=len(view))
    external = np.bincount(ties.row[~within], minlength=len(view))
    actors = pd.DataFrame(
        {
            "label": list(view.labels),
            "kind": list(view.kinds),
            "group": [groups.names[code] for code in codes],
            "internal": internal,
            "external": external,
            "ei_index": _index(internal, external),
        },
        index=pd.Index(view.ids, name="id", dtype="str"),
    )
    inner, outer = _by_group(ties, codes, k)
    table = pd.DataFrame(
        {
            "actors": np.bincount(codes, minlength=k),
            "internal": inner,
            "external": outer,
            "ei_index": _index(inner, outer),
        },
        index=pd.Index(groups.names, name=by, dtype="str"),
    )
    inside, outside = int(internal.sum()) // 2, int(external.sum()) // 2
    facts = (phrase(EI, draws=draws, seed=seed), *every.facts)
    if not inside + outside:
        blank = np.full(k, np.nan)
        return EIIndex(actors, table.assign(expected=blank, p=blank), 0, 0, None, None, None, facts)
    expected = 1 - 2 * _expected_within(view, groups) / (inside + outside)
    whole = (outside - inside) / (inside + outside)
    drawn = np.empty((draws, k + 1))
    generator = np.random.default_rng(seed)
    for row in drawn:
        dealt = _dealt(codes, view.modes, generator)
        mine, others = _by_group(ties, dealt, k)
        row[:k] = _index(mine, others)
        row[k] = (others.sum() / 2 - mine.sum()) / (inside + outside)
    own = _index(inner, outer)
    # A draw in which a group has no ties says nothing of its index.
    counts = (~np.isnan(drawn)).sum(axis=0)
    means = np.divide(
        np.nansum(drawn, axis=0), counts, out=np.full(k + 1, np.nan), where=counts > 0
    )
    table["expected"] = means[:k]
    table["p"] = [_two_sided(drawn[:, g], own[g], means[g]) for g in range(k)]
    p = _two_sided(drawn[:, k], whole, expected)
    return EIIndex(actors, table, inside, outside, whole, expected, p, facts)


def _two_sided(drawn: Numbers, observed: float, centre: float) -> float:
    """Give the share of draws at least as far from the centre, the observed one with them."""
    import numpy as np  # noqa: PLC0415

    drawn = drawn[~np.isnan(drawn)]
    if np.isnan(observed) or not len(drawn):
        return float("nan")
    # Equal values of different sums differ by rounding.
    far = np.abs(drawn - centre) >= abs(observed - centre) - 1e-12
    return float((1 + far.sum()) / (1 + len(drawn)))


def _dealt(codes: NDArray[np.intp], modes: Any, generator: np.random.Generator) -> NDArray[np.intp]:
    """Deal the groups out at random among the actors, within modes where there are two."""
    if modes is None:
        return generator.permutation(codes)
    result = codes.copy()
    for mode in (0, 1):
        result[modes == mode] = generator.permutation(codes[modes == mode])
    return result


def _by_group(
    ties: Any, codes: NDArray[np.intp], k: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Count the ties within each group, each once, and those that leave it."""
    import numpy as np  # noqa: PLC0415

    tails, heads = codes[ties.row], codes[ties.col]
    within = tails == heads
    inner = np.bincount(tails[within], minlength=k) // 2
    return inner, np.bincount(tails[~within], minlength=k)


def _index(internal: Any, external: Any) -> Numbers:
    """Give (E − I)/(E + I), NaN where there is neither."""
    import numpy as np  # noqa: PLC0415

    return divide(np.asarray(external) - np.asarray(internal), external + internal, np.nan)


def _expected_within(view: View, groups: Groups) -> float:
    """Give the number of ties within groups that dealing the groups out again gives on average."""
    from dataclasses import replace  # noqa: PLC0415

    counts = _Counts.of(replace(view, matrix=view.undirected, directed=False), groups)
    return sum(counts.cell(g, g)["expected"] for g in range(len(groups.names)))


def nominal_assortativity(view: View, by: str) -> float | None:
    """Give Newman's assortativity by the values of a column, on arcs in a directed view.

    From −1, or less negative, to 1; None without ties or where all ties are within one group.
    Newman 2003, equation 2.
    """
    import numpy as np  # noqa: PLC0415

    view, groups = without_unknown(view, few_enough(grouped(view, by)))
    ties, k = view.adjacency.tocoo(), len(groups.names)
    if not ties.nnz:
        return None
    shares = np.zeros((k, k))
    np.add.at(shares, (groups.codes[ties.row], groups.codes[ties.col]), 1 / ties.nnz)
    chance = float((shares.sum(axis=1) * shares.sum(axis=0)).sum())
    # All within one group: 0/0.
    if chance > 1 - 1e-12:
        return None
    return (float(np.trace(shares)) - chance) / (1 - chance)


def numeric_assortativity(view: View, by: str) -> float | None:
    """Correlate the numbers in a column at the two ends of ties, on arcs in a directed view.

    From −1 to 1; None where they do not vary; actors with an empty cell are left out with their
    ties. Raises ViewError for a cell that is no number. Newman 2003, equation 21.
    """
    import numpy as np  # noqa: PLC0415

    cells = column_values(view, by)
    try:
        values = np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        raise ViewError(phrase(_("The column “{by}” does not hold numbers only."), by=by)) from None
    ties = view.adjacency.tocoo()
    tails, heads = values[ties.row], values[ties.col]
    both = np.isfinite(tails) & np.isfinite(heads)
    tails, heads = tails[both], heads[both]
    if not len(tails) or np.ptp(tails) == 0 or np.ptp(heads) == 0:
        return None
    tails, heads = tails - tails.mean(), heads - heads.mean()
    return float((tails * heads).sum() / np.sqrt((tails**2).sum() * (heads**2).sum()))
