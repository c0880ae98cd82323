"""Versions of a view in which ties or actors are missing, or ties are added by mistake."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from ..view import View

MOST = 0.9


def doubts(view: View, drop: float) -> dict[str, float]:
    """Give the probability that each tie of `view` is wrong, by its id.

    1 less its ``confidence``, where the ties have such a column and the cell holds a number from
    0 to 1. Else `drop`, doubled for each of these that is so: it has no source; it has no date;
    sources disagree on it. At most 0.9.
    """
    dataset = view.dataset
    disputed = set(dataset.disputed()["subject"])
    table = dataset.ties
    columns = ["id", "sources", "start", "end"]
    stated = table["confidence"] if "confidence" in table else [""] * len(table)
    result = {}
    for (tie, sources, start, end), confidence in zip(
        table[columns].itertuples(index=False), stated, strict=True
    ):
        sure = _share(confidence)
        faults = (not dataset.sources_of(sources)) + (not start and not end) + (tie in disputed)
        result[tie] = min(MOST, drop * 2**faults) if sure is None else 1 - sure
    return {tie: result[tie] for tie in view.tie_ids}


def _share(cell: object) -> float | None:
    """Read a number from 0 to 1, or give None."""
    try:
        value = float(str(cell))
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def pair_doubts(view: View, drop: float) -> NDArray[np.float64]:
    """Give, for each tied pair as `ties_of` lists them, the chance that all its ties are wrong."""
    import numpy as np  # noqa: PLC0415

    from ..chance.rewiring import ties_of  # noqa: PLC0415

    place = {actor: index for index, actor in enumerate(view.ids)}
    kinds = view.dataset.vocabulary.tie_kinds
    chances: dict[tuple[int, int], float] = {}
    known = doubts(view, drop)
    table = view.dataset.ties.set_index("id").loc[list(view.tie_ids), ["from", "to", "kind"]]
    for tie, tail, head, kind in table.itertuples():
        ends = place[tail], place[head]
        ways = [ends] if view.directed else [(min(ends), max(ends))]
        if view.directed and not kinds[kind].directed:
            ways.append((ends[1], ends[0]))
        for way in ways:
            chances[way] = chances.get(way, 1.0) * known[tie]
    tails, heads = ties_of(view.matrix, directed=view.directed)
    pairs = zip(tails.tolist(), heads.tolist(), strict=True)
    return np.array([chances[pair] for pair in pairs], dtype=np.float64)


def version(
    view: View,
    base: View,
    rng: np.random.Generator,
    missing: float | NDArray[np.float64],
    add: float,
    of: str,
) -> tuple[View, NDArray[np.intp]]:
    """Give a version of `view` with errors, and which of its actors are in it."""
    import numpy as np  # noqa: PLC0415

    from ..chance.underlying import over  # noqa: PLC0415

    everyone = np.arange(len(view))
    if of == "ties":
        return over(view, base, _with_errors(base, rng, missing, add)), everyone
    stays = rng.random(len(base)) >= missing
    matrix = base.matrix.tocoo()
    kept = stays[matrix.row] & stays[matrix.col]
    rows, columns = matrix.row[kept], matrix.col[kept]
    cut = type(base.matrix)((matrix.data[kept], (rows, columns)), shape=matrix.shape)
    whole = over(view, base, cut)
    left = dict(zip(base.ids, stays.tolist(), strict=True))
    here = np.array([place for place in everyone if left[view.ids[place]]], dtype=np.intp)
    return _only(whole, here), here


def _only(view: View, here: NDArray[np.intp]) -> View:
    """Cut a view to the actors at the places `here`."""
    places = here.tolist()
    ids, labels, kinds = (
        tuple(column[place] for place in places) for column in (view.ids, view.labels, view.kinds)
    )
    return replace(
        view,
        ids=ids,
        labels=labels,
        kinds=kinds,
        matrix=view.matrix[here][:, here],
        modes=None if view.modes is None else view.modes[here],
    )


def _with_errors(
    view: View, rng: np.random.Generator, missing: float | NDArray[np.float64], add: float
) -> csr_array:
    import numpy as np  # noqa: PLC0415

    from ..chance.rewiring import matrix_of, ties_of, weights_of  # noqa: PLC0415

    tails, heads = ties_of(view.matrix, directed=view.directed)
    weights = weights_of(view.matrix, tails, heads)
    stays = rng.random(len(tails)) >= missing
    more = _new_pairs(view, round(add * len(tails)), rng)
    extra = rng.choice(weights, len(more[0])) if len(weights) else weights
    return matrix_of(
        np.concatenate([tails[stays], more[0]]),
        np.concatenate([heads[stays], more[1]]),
        len(view),
        directed=view.directed,
        weights=np.concatenate([weights[stays], extra]),
    )


def _new_pairs(
    view: View, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw `count` pairs that are not tied, or as many as there are."""
    import numpy as np  # noqa: PLC0415

    from ..chance.rewiring import codes, random_cells, random_ties, ties_of  # noqa: PLC0415

    n, directed = len(view), view.directed
    tied = codes(*ties_of(view.matrix, directed=directed), n, directed=directed)
    if view.modes is None:
        possible = n * (n - 1) // (1 if directed else 2)
    else:
        sides = [np.flatnonzero(view.modes == mode) for mode in (0, 1)]
        possible = len(sides[0]) * len(sides[1])
    # So many more that enough are left without the tied ones: those left are a fair draw.
    asked = min(possible, count + len(tied)) if count else 0
    if view.modes is None:
        tails, heads = random_ties(n, asked, rng, directed=directed)
    else:
        rows, columns = random_cells((len(sides[0]), len(sides[1])), asked, rng)
        tails, heads = sides[0][rows], sides[1][columns]
    new = np.flatnonzero(~np.isin(codes(tails, heads, n, directed=directed), tied))
    new = np.sort(rng.permutation(new)[:count])
    return tails[new], heads[new]
