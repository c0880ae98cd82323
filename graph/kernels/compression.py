"""Graphs made smaller without losing a path: blocks, structurally equivalent actors, leaves.

A cut actor meets every path between the parts that it holds together, so shortest paths are
searched within biconnected blocks, whose actors weigh as much as hangs on them (Puzis et al.
2015; Sarıyüce et al. 2013). Actors with the same partners are one class with one search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, reverse_cuthill_mckee

from .compiling import kernel, owned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]

# Of the numbers that stand for actors in the sums by which equal rows are found. A collision
# costs a comparison, never an error.
SEED = 20_010


class Blocks(NamedTuple):
    """The biconnected blocks of three and more actors, as one graph without ties between them.

    ``fixed`` holds, for each actor, the ordered pairs of others that it alone keeps connected;
    ``actor`` says of which actor each vertex of ``matrix`` is a copy, ``weight`` for how many
    actors, itself and those behind it, the copy stands. ``entry`` says for each vertex of the
    matrix, entry by entry, where its tie stood, so that lengths can be looked up.
    """

    fixed: Reals
    actor: Ints
    weight: Reals
    matrix: csr_array


class Cuts(NamedTuple):
    """Where a network would fall apart: actors, and ties as rows of their two ends.

    ``outside`` counts, for each of ``actors``, those left outside the largest part without it;
    ``sides`` gives the size of the smaller part without each of ``ties``.
    """

    actors: Ints
    outside: Ints
    ties: Ints
    sides: Ints


class Classes(NamedTuple):
    """Actors with the same partners, each class standing for its members.

    ``of`` gives the class of each actor; ``matrix`` ties the classes; ``size`` counts members;
    ``closed`` says that the members are tied to each other. Classes are in an order in which
    near ones are near each other and the components follow one another.
    """

    of: Ints
    matrix: csr_array
    size: Ints
    closed: NDArray[np.bool_]


@kernel
def search(indptr, indices):
    """Search depth-first for blocks (Hopcroft and Tarjan 1973).

    Gives the order of discovery, the block below whose top each actor stands (−1 for roots),
    its component's size, the sums and squares of what hangs below it; of each block its top,
    what hangs below the top, and its number of actors.
    """
    n = len(indptr) - 1
    found = np.full(n, -1, np.int64)
    low = np.zeros(n, np.int64)
    size = np.ones(n, np.int64)
    upper = np.full(n, -1, np.int64)
    following = indptr[:-1].copy()
    block_of = np.full(n, -1, np.int64)
    below = np.zeros(n, np.int64)
    squares = np.zeros(n, np.float64)
    whole = np.zeros(n, np.int64)
    top = np.zeros(n, np.int64)
    hung = np.zeros(n, np.int64)
    members = np.zeros(n, np.int64)
    path = np.empty(n, np.int64)
    waiting = np.empty(n, np.int64)
    reached = np.empty(n, np.int64)
    blocks, clock, waits = 0, 0, 0
    for root in range(n):
        if found[root] >= 0:
            continue
        begun = clock
        length = 1
        path[0] = root
        reached[clock] = root
        found[root] = clock
        low[root] = clock
        clock += 1
        while length:
            actor = path[length - 1]
            place = following[actor]
            if place < indptr[actor + 1]:
                following[actor] = place + 1
                other = np.int64(indices[place])
                if found[other] < 0:
                    upper[other] = actor
                    found[other] = clock
                    low[other] = clock
                    reached[clock] = other
                    clock += 1
                    path[length] = other
                    length += 1
                    waiting[waits] = other
                    waits += 1
                elif other != upper[actor] and found[other] < low[actor]:
                    low[actor] = found[other]
                continue
            length -= 1
            parent = upper[actor]
            if parent < 0:
                continue
            size[parent] += size[actor]
            low[parent] = min(low[parent], low[actor])
            if low[actor] >= found[parent]:
                top[blocks] = parent
                hung[blocks] = size[actor]
                below[parent] += size[actor]
                squares[parent] += np.float64(size[actor]) * np.float64(size[actor])
                count = 1
                while True:
                    waits -= 1
                    member = waiting[waits]
                    block_of[member] = blocks
                    count += 1
                    if member == actor:
                        break
                members[blocks] = count
                blocks += 1
        for place in range(begun, clock):
            whole[reached[place]] = size[root]
    return found, block_of, whole, below, squares, top[:blocks], hung[:blocks], members[:blocks]


@kernel
def _copies(indptr, indices, found, block_of, members):
    """Give the ties within blocks of three and more as ends and places, tops being copies."""
    n = len(indptr) - 1
    own = np.full(n, -1, np.int64)
    first = np.full(len(members), -1, np.int64)
    copies = 0
    for block in range(len(members)):
        if members[block] > 2:  # noqa: PLR2004
            first[block] = copies
            copies += 1
    for actor in range(n):
        if block_of[actor] >= 0 and members[block_of[actor]] > 2:  # noqa: PLR2004
            own[actor] = copies
            copies += 1
    ties = 0
    tails = np.empty(len(indices), np.int64)
    heads = np.empty(len(indices), np.int64)
    places = np.empty(len(indices), np.int64)
    for actor in range(n):
        if own[actor] < 0:
            continue
        for place in range(indptr[actor], indptr[actor + 1]):
            other = np.int64(indices[place])
            if found[other] < found[actor]:
                inside = own[other] >= 0 and block_of[other] == block_of[actor]
                tails[ties] = own[actor]
                heads[ties] = own[other] if inside else first[block_of[actor]]
                places[ties] = place
                ties += 1
    return copies, own, first, tails[:ties], heads[:ties], places[:ties]


def blocks_of(matrix: csr_array) -> Blocks:
    """Cut a symmetric matrix without loops into its biconnected blocks."""
    indptr, indices = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    found, block_of, whole, below, squares, top, hung, members = search(indptr, indices)
    others = (whole - 1).astype(np.float64)
    fixed = others**2 - squares - (others - below) ** 2
    copies, own, first, tails, heads, places = _copies(indptr, indices, found, block_of, members)
    actor, weight = np.zeros(copies, dtype=np.int64), np.zeros(copies)
    mine, large = own >= 0, first >= 0
    actor[own[mine]] = np.flatnonzero(mine)
    weight[own[mine]] = 1 + below[mine]
    actor[first[large]] = top[large]
    weight[first[large]] = whole[top[large]] - hung[large]
    data = np.asarray(matrix.data, dtype=np.float64)[places]
    rows, columns = np.concatenate([tails, heads]), np.concatenate([heads, tails])
    inner = csr_array((np.concatenate([data, data]), (rows, columns)), shape=(copies, copies))
    inner.sort_indices()
    return Blocks(fixed, actor, weight, inner)


def cuts_of(matrix: csr_array) -> Cuts:
    """Find the cut actors and the bridges of a symmetric matrix without loops."""
    indptr, indices = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    _found, block_of, whole, below, _squares, top, hung, members = search(indptr, indices)
    n = len(whole)
    blocks = np.bincount(top, minlength=n) + (block_of >= 0)
    actors = np.flatnonzero(blocks > 1)
    largest = np.where(block_of >= 0, whole - 1 - below, 0)
    np.maximum.at(largest, top, hung)
    two = np.flatnonzero(members == 2)  # noqa: PLR2004
    # The lower end of a bridge is the one actor of its block that is not the top.
    lower = np.zeros(len(members), dtype=np.int64)
    inside = np.flatnonzero(block_of >= 0)
    lower[block_of[inside]] = inside
    side = np.minimum(hung, whole[top] - hung)
    ends = np.column_stack([top[two], lower[two]])
    return Cuts(actors, (whole - 1 - largest)[actors], ends, side[two])


@kernel
def _equal_rows(indptr, indices, order, sums, closed, head):
    """Join to the first of each run of equal sums those whose rows are really the same."""
    first = -1
    for place in range(len(order)):
        actor = order[place]
        if place == 0 or sums[actor] != sums[order[place - 1]]:
            first = actor
            continue
        a, b = indptr[first], indptr[actor]
        end_a, end_b = indptr[first + 1], indptr[actor + 1]
        if end_a - a != end_b - b or head[first] != first or head[actor] != actor:
            continue
        same, meets = True, 0
        while same:
            if closed and a < end_a and indices[a] == actor:
                a += 1
                meets += 1
            if closed and b < end_b and indices[b] == first:
                b += 1
                meets += 1
            if a == end_a or b == end_b:
                same = a == end_a and b == end_b
                break
            same = indices[a] == indices[b]
            a += 1
            b += 1
        if same and (meets == 2 or not closed):  # noqa: PLR2004
            head[actor] = first


def classes_of(matrix: csr_array) -> Classes:
    """Merge the actors of a symmetric matrix (rows sorted) that have the same partners.

    Those that are tied to each other as well are a class of their own sort; an actor cannot
    belong to both. Actors without partners stay alone.
    """
    n = matrix.shape[0]
    indptr, indices = owned(matrix.indptr, np.int64), owned(matrix.indices, np.int32)
    head = np.arange(n)
    closed_head = head.copy()
    tied = np.flatnonzero(np.diff(indptr))
    if len(tied):
        names = np.random.default_rng(SEED).integers(0, 2**63, n, dtype=np.uint64)
        sums = np.zeros(n, dtype=np.uint64)
        sums[tied] = np.add.reduceat(names[indices], indptr[tied])
        for closed, heads in ((False, head), (True, closed_head)):
            keys = sums + names if closed else sums
            order = tied[np.argsort(keys[tied], kind="stable")]
            _equal_rows(indptr, indices, order, keys, closed, heads)
    closed_class = np.bincount(closed_head, minlength=n) > 1
    head = np.where(closed_head != np.arange(n), closed_head, head)
    kept = np.flatnonzero(head == np.arange(n))
    inner = csr_array(matrix[kept][:, kept]) if len(kept) < n else matrix
    order = near_order(inner)
    kept = kept[order]
    inner = csr_array(inner[order][:, order])
    inner.sort_indices()
    place = np.zeros(n, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    of = place[head]
    return Classes(of, inner, np.bincount(of, minlength=len(kept)), closed_class[kept])


def near_order(matrix: csr_array) -> Ints:
    """Order the rows so that tied ones are near, component after component.

    Symmetric matrices only: reverse Cuthill–McKee.
    """
    if not matrix.shape[0]:
        return np.zeros(0, dtype=np.int64)
    return np.asarray(reverse_cuthill_mckee(matrix, symmetric_mode=True), dtype=np.int64)


def spans(matrix: csr_array) -> tuple[Ints, Ints]:
    """Give the first row of each row's component and the row after its last.

    The rows of a component must follow one another.
    """
    _count, labels = connected_components(matrix, directed=True, connection="weak")
    labels = np.asarray(labels, dtype=np.int64)
    begins = np.flatnonzero(np.diff(labels, prepend=-1))
    ends = np.append(begins[1:], len(labels))
    run = np.repeat(np.arange(len(begins)), ends - begins)
    return begins[run], ends[run]
