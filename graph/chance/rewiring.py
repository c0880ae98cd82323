"""Random graphs on arrays of ties, with what must be kept kept exactly.

Ties are two arrays of positions, `tails` and `heads`, each pair once. Nothing here changes an
array that it is given. Loaded by what draws, when it draws: it is one that imports numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from ..kernels import choose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places: TypeAlias = NDArray[np.int64]
    Ties: TypeAlias = tuple[Places, Places]

# The share of pairs of ties that a sweep tries to switch: below 1, so that a sweep may also
# change a single pair, which makes every graph reachable and no cycle of graphs necessary.
PROPOSED = 0.9


def ties_of(matrix: csr_array, *, directed: bool) -> Ties:
    """Give the tails and heads of a matrix row by row; of a symmetric one its upper half."""
    coo = matrix.tocoo()
    tails, heads = coo.row.astype(np.int64), coo.col.astype(np.int64)
    if not directed:
        upper = tails < heads
        tails, heads = tails[upper], heads[upper]
    order = np.lexsort((heads, tails))
    return tails[order], heads[order]


def matrix_of(
    tails: Places, heads: Places, n: int, *, directed: bool, weights: Any = None
) -> csr_array:
    """Give ties as an n × n matrix, symmetric unless `directed`; of ones without `weights`."""
    data = np.ones(len(tails)) if weights is None else np.asarray(weights, dtype=np.float64)
    if not directed:
        tails, heads = np.concatenate([tails, heads]), np.concatenate([heads, tails])
        data = np.concatenate([data, data])
    matrix = csr_array((data, (tails, heads)), shape=(n, n))
    matrix.sort_indices()
    return matrix


def weights_of(matrix: csr_array, tails: Places, heads: Places) -> NDArray[np.float64]:
    """Give the weight of each tie."""
    if not len(tails):
        return np.zeros(0)
    return np.asarray(matrix[tails, heads], dtype=np.float64).ravel()


def codes(tails: Places, heads: Places, n: int, *, directed: bool) -> Places:
    """Give each tie one number, the same whichever end of an undirected tie comes first."""
    if directed:
        return tails * n + heads
    return np.minimum(tails, heads) * n + np.maximum(tails, heads)


def changed_share(first: Places, second: Places) -> float:
    """Give the share of the ties of `first`, as `codes`, that `second` does not have; 0 of none."""
    return float((~np.isin(first, second)).mean()) if len(first) else 0.0


def random_ties(n: int, count: int, rng: np.random.Generator, *, directed: bool) -> Ties:
    """Give `count` different ties among n actors, each set of ties as likely (G(n, m))."""
    if directed:
        cells = rng.choice(n * (n - 1), count, replace=False, shuffle=False) if count else _none()
        tails, heads = np.divmod(np.sort(cells), max(n - 1, 1))
        return tails, heads + (heads >= tails)
    possible = n * (n - 1) // 2
    cells = np.sort(rng.choice(possible, count, replace=False, shuffle=False)) if count else _none()
    high = ((np.sqrt(8.0 * cells + 1) + 1) / 2).astype(np.int64)
    # The square root may be off by one in the last place.
    high -= high * (high - 1) // 2 > cells
    high += high * (high + 1) // 2 <= cells
    return cells - high * (high - 1) // 2, high


def random_cells(shape: tuple[int, int], count: int, rng: np.random.Generator) -> Ties:
    """Give rows and columns of `count` different cells of a table, each set as likely."""
    cells = (
        np.sort(rng.choice(shape[0] * shape[1], count, replace=False, shuffle=False))
        if count
        else _none()
    )
    rows, columns = np.divmod(cells, max(shape[1], 1))
    return rows, columns


def _none() -> Places:
    return np.zeros(0, dtype=np.int64)


def switched(
    tails: Places,
    heads: Places,
    n: int,
    rng: np.random.Generator,
    *,
    sweeps: int,
    directed: bool,
) -> Ties:
    """Switch ends between ties, so that every actor keeps its degree (directed: both degrees).

    A sweep pairs all ties at random and tries to switch the ends of nine in ten pairs at once:
    a–b, c–d become a–d, c–b, in an undirected graph with even chance a–c, b–d. A pair stays
    where that makes a loop or a tie that is there, or meets what another pair of the sweep
    tries; this makes each sweep as likely as its reversal, so that all simple graphs with these
    degrees are equally likely in the long run. Directed graphs also have circles of three
    turned round, without which not every graph would be reached (Rao, Jana and Bandyopadhyay
    1996). As many ties come out, in the places where they stood.
    """
    tails, heads = tails.astype(np.int64), heads.astype(np.int64)
    half = len(tails) // 2
    kernels = _kernels(len(tails), sweeps)
    if kernels:
        # Open tables of codes and what stands there, at most half full.
        room = 1 << (4 * len(tails)).bit_length()
        table = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    for _sweep in range(sweeps if half else 0):
        # Circles before or after with even chance, so that a sweep can be walked backwards.
        before = rng.random() < 0.5  # noqa: PLR2004
        if directed and before:
            heads = _circles_turned(tails, heads, n, rng)
        order = rng.permutation(len(tails))
        tried = rng.random(half) < PROPOSED
        one, two = order[:half][tried], order[half : 2 * half][tried]
        flip = np.zeros(len(two), dtype=bool) if directed else rng.random(len(two)) < 0.5  # noqa: PLR2004
        if kernels:
            kernels.switch(tails, heads, n, directed, one, two, flip, *table)
        else:
            _switch(tails, heads, n, one, two, flip, directed=directed)
        if directed and not before:
            heads = _circles_turned(tails, heads, n, rng)
    return tails, heads


def _kernels(count: int, sweeps: int) -> Any:
    """Give the kernels where they repay their start, else None; both give the same graphs."""
    if choose.way("rewiring", count * sweeps) != "kernel":
        return None
    return choose.load("rewiring")


def _switch(
    tails: Places,
    heads: Places,
    n: int,
    one: Places,
    two: Places,
    flip: NDArray[np.bool_],
    *,
    directed: bool,
) -> None:
    """Switch the ends of pairs of ties, in place, where all of them can."""
    a, b, c, d = tails[one], heads[one], tails[two], heads[two]
    c, d = np.where(flip, d, c), np.where(flip, c, d)
    good = (a != d) & (c != b) & _free(tails, heads, (a, b, c, d), n, directed=directed)
    one, two = one[good], two[good]
    tails[one], heads[one], tails[two], heads[two] = a[good], d[good], c[good], b[good]


def _free(
    tails: Places,
    heads: Places,
    ends: tuple[Places, Places, Places, Places],
    n: int,
    *,
    directed: bool,
) -> NDArray[np.bool_]:
    """Say of each pair a–b, c–d whether a–d and c–b are new and no other pair's business."""
    a, b, c, d = ends
    wanted = np.stack([codes(*pair, n, directed=directed) for pair in ((a, d), (c, b))])
    given = np.stack([codes(*pair, n, directed=directed) for pair in ((a, b), (c, d))])
    _values, place, times = np.unique(wanted, return_inverse=True, return_counts=True)
    there = np.isin(wanted, codes(tails, heads, n, directed=directed))
    bad = there | (times[place.reshape(wanted.shape)] > 1) | np.isin(given, wanted)
    return np.asarray(~bad.any(axis=0))


def _circles_turned(tails: Places, heads: Places, n: int, rng: np.random.Generator) -> Places:
    """Turn round some circles a → b → c → a that have no tie the other way; give new heads.

    A random tie a → b and a random tie that leaves b are tried, in parallel as far as no two
    tries share an actor. Out-degrees stay, so a try is as likely as the one that turns it back.
    """
    count = max(1, min(len(tails), n) // 10)
    order = np.argsort(tails * n + heads)
    known = (tails * n + heads)[order]
    starts = np.searchsorted(tails[order], np.arange(n + 1))
    first = rng.integers(len(tails), size=count)
    chance = rng.random(count)
    a, b = tails[first], heads[first]
    leaving = starts[b + 1] - starts[b]
    second = order[np.minimum(starts[b] + (chance * leaving).astype(np.int64), len(tails) - 1)]
    c = heads[second]
    triple = np.stack([a, b, c])
    found = (leaving > 0) & (c != a) & (rng.random(count) < PROPOSED)

    def stands(one: Places, two: Places) -> NDArray[np.bool_]:
        return np.isin(one * n + two, known)

    found &= stands(c, a) & ~stands(b, a) & ~stands(c, b) & ~stands(a, c)
    met = np.bincount(triple.ravel(), minlength=n)
    found &= (met[triple] == 1).all(axis=0)
    heads = heads.copy()
    a, b, c = triple[:, found]
    third = order[np.searchsorted(known, c * n + a)]
    # a → b, b → c, c → a become a → c, b → a, c → b.
    heads[first[found]], heads[second[found]], heads[third] = c, a, b
    return heads


def traded(
    rows: Places,
    columns: Places,
    shape: tuple[int, int],
    rng: np.random.Generator,
    *,
    sweeps: int,
) -> Ties:
    """Trade columns between rows, so that all row sums and column sums stay (curveball).

    A sweep pairs all rows at random (of an odd number one sits out); the columns that only one
    of two rows has are shuffled and dealt out again, as many to each as before. All tables of
    0 and 1 with these margins are equally likely in the long run (Strona et al. 2014; the sweep
    is the global trade of Carstens, Berger and Strona 2018). Row numbers stay as many, sorted
    by row and column.
    """
    count, width = shape
    rows, columns = rows.astype(np.int64), columns.astype(np.int64)
    pairs = count // 2
    kernels = _kernels(len(rows), sweeps)
    for _sweep in range(sweeps if pairs else 0):
        order = rng.permutation(count)
        pair, second = np.full(count, -1), np.zeros(count, dtype=bool)
        pair[order[:pairs]] = pair[order[pairs : 2 * pairs]] = np.arange(pairs)
        second[order[pairs : 2 * pairs]] = True
        if kernels:
            found = kernels.to_trade(rows, columns, width, pair, pairs)
            bounds, members, own, free = found
            kernels.deal(rows, second, order, pairs, bounds, members, own, rng.random(free))
        else:
            _trade(rows, columns, width, pair, second, order, rng)
    order = np.lexsort((columns, rows))
    return rows[order], columns[order]


def _trade(
    rows: Places,
    columns: Places,
    width: int,
    pair: Places,
    second: NDArray[np.bool_],
    order: Places,
    rng: np.random.Generator,
) -> None:
    """Deal the columns that one row of a pair has alone out to both, in place."""
    pairs = len(order) // 2
    mine = pair[rows]
    _values, place, times = np.unique(
        mine * width + columns, return_inverse=True, return_counts=True
    )
    own = np.flatnonzero((mine >= 0) & (times[place] == 1))
    firsts = np.bincount(mine[own][~second[rows[own]]], minlength=pairs)
    dealt = own[np.lexsort((rng.random(len(own)), mine[own]))]
    of = mine[dealt]
    begins = np.searchsorted(of, np.arange(pairs))
    to_first = np.arange(len(dealt)) - begins[of] < firsts[of]
    rows[dealt] = np.where(to_first, order[:pairs][of], order[pairs : 2 * pairs][of])


def shuffled(groups: NDArray[np.int64], rng: np.random.Generator) -> Places:
    """Give a random order of the positions that keeps every position within its group."""
    order = np.arange(len(groups))
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        order[members] = rng.permutation(members)
    return order
