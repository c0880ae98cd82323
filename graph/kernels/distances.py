"""Distances of all pairs in one pass: sources are bits, a machine word holds 64 (Then et al. 2014).

Leaves are folded into their only partner and structurally equivalent actors into one, since
their distances differ by what is known beforehand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from .compiling import bits, kernel, owned
from .compression import classes_of, near_order, spans
from .pieces import cut, gathered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

WORDS = 8
# Pieces into which the sources are cut, whatever the number of threads: the sums are the same.
PIECES = 16
# How many sources are searched in the time that betweenness needs for one.
FASTER = 20
# Bits of the largest size of a class.
PLANES = 32


class Spread(NamedTuple):
    """What the distances, in ties, of each actor from all others come to.

    ``reached`` counts the others at a finite distance, ``near`` those within two ties; ``total``
    and ``inverse`` sum the distances and their inverses; ``furthest`` is the largest, 0 where
    nobody is reached. ``lengths`` counts the ordered pairs at each distance from 0 on.
    """

    reached: Ints
    total: Reals
    inverse: Reals
    furthest: Reals
    near: Ints
    lengths: Ints


@kernel
def _pass(pull, sources, push, targets, begins, ends, size, leaves, first, last):
    """Search breadth-first from the vertices `first` to before `last`, 512 at a time.

    A vertex is reached from what reached the columns `sources` of its row one step before;
    `push`, `targets` are the transposed matrix. `begins` and `ends` bound each vertex's
    component. A source stands for `size` actors and `leaves` more behind them. Gives by vertex
    the actors reached, the sum of their distances, those at 1 and at 2, the furthest, and the
    first four for the leaves, without the step to them; the sums of 1/d and 1/(d + 1), of the
    leaves 1/(d + 1) and 1/(d + 2); and pairs by distance between actors, actors and leaves, leaves.
    """
    n = len(pull) - 1
    whole = np.zeros((n, 9), np.int64)
    parts = np.zeros((n, 4), np.float64)
    lengths = np.zeros((3, n + 1), np.int64)
    seen = np.zeros((n, WORDS), np.uint64)
    front = np.zeros((n, WORDS), np.uint64)
    fresh = np.zeros((n, WORDS), np.uint64)
    left = np.zeros(n, np.int64)
    stamp = np.full(n, -1, np.int64)
    at_front = np.empty(n, np.int64)
    waiting = np.empty(n, np.int64)
    row = np.zeros(WORDS, np.uint64)
    planes = np.zeros((2, WORDS, PLANES), np.uint64)
    used = np.zeros((2, WORDS), np.int64)
    one = np.uint64(1)
    none = np.uint64(0)
    marks = 0
    for base in range(first, last, 64 * WORDS):
        end = min(last, base + 64 * WORDS)
        low, high = begins[base], ends[end - 1]
        planes[:] = none
        used[:] = 0
        for vertex in range(low, high):
            left[vertex] = max(0, min(end, ends[vertex]) - max(base, begins[vertex]))
        for source in range(base, end):
            word, bit = (source - base) // 64, one << np.uint64((source - base) % 64)
            seen[source, word] |= bit
            front[source, word] |= bit
            left[source] -= 1
            at_front[source - base] = source
            for kind in range(2):
                amount = size[source] if kind == 0 else leaves[source]
                plane = 0
                while amount:
                    if amount & 1:
                        planes[kind, word, plane] |= bit
                        used[kind, word] = max(used[kind, word], plane + 1)
                    amount >>= 1
                    plane += 1
        fronts, depth = end - base, 0
        while fronts:
            depth += 1
            count = 0
            if fronts * 8 < high - low:
                marks += 1
                for place in range(fronts):
                    actor = at_front[place]
                    for tie in range(push[actor], push[actor + 1]):
                        other = np.int64(targets[tie])
                        if left[other] == 0:
                            continue
                        if stamp[other] != marks:
                            stamp[other] = marks
                            waiting[count] = other
                            count += 1
                        for word in range(WORDS):
                            fresh[other, word] |= front[actor, word]
            else:
                for actor in range(low, high):
                    if left[actor] == 0:
                        continue
                    row[:] = none
                    for tie in range(pull[actor], pull[actor + 1]):
                        other = np.int64(sources[tie])
                        for word in range(WORDS):
                            row[word] |= front[other, word]
                    met = none
                    for word in range(WORDS):
                        fresh[actor, word] = row[word]
                        met |= row[word]
                    if met != none:
                        waiting[count] = actor
                        count += 1
            for place in range(fronts):
                actor = at_front[place]
                for word in range(WORDS):
                    front[actor, word] = none
            fronts = 0
            for place in range(count):
                actor = waiting[place]
                found, many, behind = 0, 0, 0
                for word in range(WORDS):
                    new = fresh[actor, word] & ~seen[actor, word]
                    fresh[actor, word] = none
                    if new != none:
                        front[actor, word] = new
                        seen[actor, word] |= new
                        found += bits(new)
                        for plane in range(used[0, word]):
                            many += bits(new & planes[0, word, plane]) << plane
                        for plane in range(used[1, word]):
                            behind += bits(new & planes[1, word, plane]) << plane
                if not found:
                    continue
                at_front[fronts] = actor
                fronts += 1
                left[actor] -= found
                whole[actor, 0] += many
                whole[actor, 1] += many * depth
                if depth <= 2:  # noqa: PLR2004
                    whole[actor, 1 + depth] += many
                whole[actor, 4] = max(whole[actor, 4], depth)
                parts[actor, 0] += many / depth
                parts[actor, 1] += many / (depth + 1)
                lengths[0, depth] += size[actor] * many
                if behind:
                    whole[actor, 5] += behind
                    whole[actor, 6] += behind * depth
                    if depth == 1:
                        whole[actor, 7] += behind
                    whole[actor, 8] = max(whole[actor, 8], depth)
                    parts[actor, 2] += behind / (depth + 1)
                    parts[actor, 3] += behind / (depth + 2)
                    lengths[1, depth] += size[actor] * behind
                    lengths[2, depth] += leaves[actor] * behind
        for actor in range(low, high):
            for word in range(WORDS):
                seen[actor, word] = none
    return whole, parts, lengths


def _search(
    matrix: csr_array, size: Ints, leaves: Ints, workers: int, *, symmetric: bool
) -> tuple[Ints, Reals, Ints]:
    """Run the pass over all sources; the components' rows must follow one another."""
    n = matrix.shape[0]
    pull, sources = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    push, targets = pull, sources
    if not symmetric:
        turned = csr_array(matrix.T)
        push, targets = owned(turned.indptr, np.int64), owned(turned.indices, np.int32)
    begins, ends = spans(matrix)
    pieces = cut(n, int(matrix.nnz) // FASTER, 64 * WORDS, PIECES)

    def work(piece: tuple[int, int]) -> tuple[Ints, Reals, Ints]:
        found: tuple[Ints, Reals, Ints] = _pass(
            pull, sources, push, targets, begins, ends, size, leaves, *piece
        )
        return found

    whole, parts = np.zeros((n, 9), dtype=np.int64), np.zeros((n, 4))
    lengths = np.zeros((3, n + 1), dtype=np.int64)
    for numbers, sums, pairs in gathered(work, pieces, workers, 13 * n):
        furthest = np.maximum(whole[:, [4, 8]], numbers[:, [4, 8]])
        whole += numbers
        whole[:, [4, 8]] = furthest
        parts += sums
        lengths += pairs
    return whole, parts, lengths


def directed(adjacency: csr_array, workers: int = 1) -> Spread:
    """Give the distances along the rows of a 0/1 matrix without loops, from each row's actor."""
    n = adjacency.shape[0]
    order = near_order(csr_array(adjacency + adjacency.T))
    matrix = csr_array(adjacency[order][:, order])
    ones, no = np.ones(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    whole, parts, lengths = _search(matrix, ones, no, workers, symmetric=False)
    back = np.argsort(order)
    whole, parts = whole[back], parts[back]
    return Spread(
        whole[:, 0].copy(),
        whole[:, 1].astype(np.float64),
        parts[:, 0].copy(),
        whole[:, 4].astype(np.float64),
        whole[:, 2] + whole[:, 3],
        _cut(lengths[0]),
    )


def undirected(adjacency: csr_array, workers: int = 1) -> Spread:
    """Give the distances of a symmetric 0/1 matrix without loops, rows sorted."""
    n = adjacency.shape[0]
    degree = np.diff(adjacency.indptr)
    only = np.full(n, -1, dtype=np.int64)
    tips = np.flatnonzero(degree == 1)
    only[tips] = adjacency.indices[adjacency.indptr[tips]]
    # Of two that have only each other, the first stays.
    leaf = (only >= 0) & ((degree[only] > 1) | (only < np.arange(n)))
    inner = np.flatnonzero(~leaf)
    place = np.full(n, -1, dtype=np.int64)
    place[inner] = np.arange(len(inner))
    own = np.bincount(place[only[leaf]], minlength=len(inner)).astype(np.int64)
    core = csr_array(adjacency[inner][:, inner])
    core.sort_indices()
    merged = classes_of(core)
    count = merged.matrix.shape[0]
    behind = np.bincount(merged.of, weights=own, minlength=count).astype(np.int64)
    whole, parts, pairs = _search(merged.matrix, merged.size, behind, workers, symmetric=True)
    lengths = np.zeros(n + 5, dtype=np.int64)
    room = pairs.shape[1]
    lengths[:room] += pairs[0]
    lengths[1 : room + 1] += 2 * pairs[1]
    lengths[2 : room + 2] += pairs[2]
    _add_own_pairs(lengths, merged.size, behind, merged.closed, own, merged.of)
    return _unfolded(_members(merged, whole, parts, own, behind), only, leaf, place, lengths)


def _add_own_pairs(
    lengths: Ints,
    size: Ints,
    behind: Ints,
    closed: NDArray[np.bool_],
    own: Ints,
    of: Ints,
) -> None:
    """Count the ordered pairs within each class and its leaves."""
    squares = np.bincount(of, weights=own.astype(np.float64) ** 2, minlength=len(size))
    squares = squares.astype(np.int64)
    for tied in (False, True):
        mine = closed == tied
        apart = 1 if tied else 2
        lengths[apart] += (size * (size - 1))[mine].sum()
        lengths[apart + 1] += 2 * ((size - 1) * behind)[mine].sum()
        lengths[apart + 2] += (behind**2 - squares)[mine].sum()
    lengths[1] += 2 * own.sum()
    lengths[2] += (own * (own - 1)).sum()


class _Found(NamedTuple):
    reached: Ints
    total: Ints
    inverse: Reals
    shifted: Reals
    furthest: Ints
    near: Ints
    tied: Ints


def _members(merged, whole: Ints, parts: Reals, own: Ints, behind: Ints) -> _Found:
    """Give each member of a class its distances: the class's, its like, and leaves."""
    of = merged.of
    many, total, first, second, far, tips, tips_total, tips_first, tips_far = whole[of].T
    like, others = merged.size[of] - 1, behind[of] - own
    # Members alike are one tie apart, or two.
    apart = np.where(merged.closed[of], 1, 2)
    plain, shifted, tips_plain, tips_shifted = parts[of].T
    furthest = np.maximum(far, np.where(tips > 0, tips_far + 1, 0))
    furthest = np.maximum(furthest, np.where(like > 0, apart, 0))
    furthest = np.maximum(furthest, np.where(others > 0, apart + 1, 0))
    furthest = np.maximum(furthest, np.where(own > 0, 1, 0))
    return _Found(
        many + tips + like + others + own,
        total + tips_total + tips + like * apart + others * (apart + 1) + own,
        plain + tips_plain + like / apart + others / (apart + 1) + own,
        shifted + tips_shifted + like / (apart + 1) + others / (apart + 2) + own / 2,
        furthest,
        first + second + tips_first + like + np.where(apart == 1, others, 0) + own,
        first + np.where(apart == 1, like, 0) + own,
    )


def _unfolded(
    core: _Found, only: Ints, leaf: NDArray[np.bool_], place: Ints, lengths: Ints
) -> Spread:
    """Put the leaves back: each one step behind its partner."""
    at = np.where(leaf, place[only], place)
    reached = core.reached[at]
    return Spread(
        reached,
        np.where(leaf, core.total[at] + reached - 1, core.total[at]).astype(np.float64),
        # The leaf is no step of its own, and its partner is one step, not half of one.
        np.where(leaf, core.shifted[at] + 0.5, core.inverse[at]),
        np.where(leaf, np.where(reached > 1, core.furthest[at] + 1, 1), core.furthest[at]).astype(
            np.float64
        ),
        np.where(leaf, core.tied[at], core.near[at]),
        _cut(lengths),
    )


def _cut(lengths: Ints) -> Ints:
    """Leave out the distances that are longer than any."""
    there = np.flatnonzero(lengths)
    return lengths[: int(there[-1]) + 1 if len(there) else 1]


@kernel
def _within(indptr, indices, steps):
    """Count, for each actor, the others that a breadth-first search of so many steps reaches."""
    n = len(indptr) - 1
    result = np.zeros(n, np.int64)
    stamp = np.full(n, -1, np.int64)
    queue = np.empty(n, np.int64)
    for source in range(n):
        stamp[source] = source
        queue[0] = source
        low, high = 0, 1
        for _step in range(steps):
            end = high
            for place in range(low, end):
                actor = queue[place]
                for tie in range(indptr[actor], indptr[actor + 1]):
                    other = np.int64(indices[tie])
                    if stamp[other] != source:
                        stamp[other] = source
                        queue[high] = other
                        high += 1
            low = end
            if low == high:
                break
        result[source] = high - 1
    return result


def within(matrix: csr_array, steps: int) -> Ints:
    """Count the others that each actor reaches over at most so many ties, row to column."""
    found: Ints = _within(owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32), steps)
    return found
