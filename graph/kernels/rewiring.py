"""The inner steps of `graph.chance.rewiring`, tie by tie instead of by whole arrays.

Random numbers are drawn outside, in the same order and number, so that the same seed gives the
same graph with and without the kernel.
"""

from __future__ import annotations

import numpy as np

from .compiling import kernel


@kernel
def _slot(keys, code):
    """Give the place of `code` in an open table, or the free place where it would stand."""
    mask = len(keys) - 1
    # Multiplied within 31 bits, so that the product stays within 63.
    place = ((code ^ (code >> 31)) & 0x7FFFFFFF) * 0x9E3779B1 >> 9 & mask
    while keys[place] != -1 and keys[place] != code:
        place = (place + 1) & mask
    return place


@kernel
def _code(tail, head, n, directed):
    if directed or tail < head:
        return tail * n + head
    return head * n + tail


@kernel
def switch(tails, heads, n, directed, one, two, flip, keys, values):
    """Switch the ends of the pairs of ties `one`, `two`, in place, where all of them can.

    `keys` and `values` are an open table of 2 to some power places, four for each tie or more.
    """
    ties, pairs = len(tails), len(one)
    keys[:] = -1
    for tie in range(ties):
        code = _code(tails[tie], heads[tie], n, directed)
        place = _slot(keys, code)
        keys[place] = code
        values[place] = tie
    bad = np.zeros(pairs, np.bool_)
    met = np.zeros(ties, np.bool_)
    ends = np.empty((pairs, 4), np.int64)
    for pair in range(pairs):
        a, b, c, d = tails[one[pair]], heads[one[pair]], tails[two[pair]], heads[two[pair]]
        if flip[pair]:
            c, d = d, c
        ends[pair, 0], ends[pair, 1], ends[pair, 2], ends[pair, 3] = a, b, c, d
        if a == d or c == b:
            bad[pair] = True
        for way in range(2):
            code = _code(a, d, n, directed) if way == 0 else _code(c, b, n, directed)
            place = _slot(keys, code)
            if keys[place] == -1:
                keys[place] = code
                values[place] = ties + pair
                continue
            bad[pair] = True
            if values[place] < ties:
                met[values[place]] = True
            else:
                bad[values[place] - ties] = True
    for pair in range(pairs):
        if bad[pair] or met[one[pair]] or met[two[pair]]:
            continue
        tails[one[pair]], heads[one[pair]] = ends[pair, 0], ends[pair, 3]
        tails[two[pair]], heads[two[pair]] = ends[pair, 2], ends[pair, 1]


@kernel
def to_trade(rows, columns, width, pair, pairs):
    """Group the cells by the pair of their row, and say which ones their pair has but once.

    `pair` is that of each row, −1 for none. Gives the bounds of the groups, the cells in them,
    whether each cell can be traded, and how many can.
    """
    cells = len(rows)
    bounds = np.zeros(pairs + 1, np.int64)
    for cell in range(cells):
        if pair[rows[cell]] >= 0:
            bounds[pair[rows[cell]] + 1] += 1
    for group in range(pairs):
        bounds[group + 1] += bounds[group]
    following = bounds[:-1].copy()
    members = np.empty(cells, np.int64)
    for cell in range(cells):
        group = pair[rows[cell]]
        if group >= 0:
            members[following[group]] = cell
            following[group] += 1
    own = np.zeros(cells, np.bool_)
    seen = np.full(width, -1, np.int64)
    count = 0
    for group in range(pairs):
        first, last = bounds[group], bounds[group + 1]
        for place in range(first, last):
            cell = members[place]
            column = columns[cell]
            if seen[column] >= first:
                own[members[seen[column]]] = False
                count -= 1
            else:
                seen[column] = place
                own[cell] = True
                count += 1
    return bounds, members, own, count


@kernel
def deal(rows, second, order, pairs, bounds, members, own, chance):
    """Deal the cells that can be traded out to the two rows of each pair, in place.

    `chance` has a number for each of them, in the order of the cells: the smallest go to the
    first row, as many as it had.
    """
    number = np.empty(len(rows), np.float64)
    used = 0
    for cell in range(len(rows)):
        if own[cell]:
            number[cell] = chance[used]
            used += 1
    numbers = np.empty(len(rows), np.float64)
    for group in range(pairs):
        count, firsts = 0, 0
        for place in range(bounds[group], bounds[group + 1]):
            cell = members[place]
            if own[cell]:
                numbers[count] = number[cell]
                count += 1
                if not second[rows[cell]]:
                    firsts += 1
        if count == 0:
            continue
        edge = -1.0
        if firsts:
            edge = np.partition(numbers[:count], firsts - 1)[firsts - 1]
        dealt = 0
        for place in range(bounds[group], bounds[group + 1]):
            cell = members[place]
            if own[cell]:
                if number[cell] <= edge and dealt < firsts:
                    rows[cell] = order[group]
                    dealt += 1
                else:
                    rows[cell] = order[pairs + group]
