"""How sure is a ranking? Ranks when some of the ties or actors are missing or wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .faults import ViewError
from .measures.registry import chosen
from .measures.table import ranks
from .null_models import generators
from .phrases import Phrase, phrase
from .phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from .view import View

DRAWS, SEED = 500, 1
LEVEL = 0.95
OF = ("ties", "actors")
MOST = 0.9


@dataclass(frozen=True, slots=True)
class Stability:
    """Ranks of the actors over many versions of a view with errors.

    ``table`` has a row an actor: ``id``, ``label``, ``kind``, ``value``, ``rank`` (as observed),
    ``rank_low``, ``rank_median``, ``rank_high`` (of the middle 95 % of the versions), ``first``
    (the share of versions in which it has rank 1 of its kind) and ``present`` (the versions in
    which it has a rank). ``agreement`` has a row a kind of actor: ``kind``, ``actors``,
    ``kendall`` (tau-b) and ``spearman``, the means over versions of the correlation with the
    observed values, NaN where all values are equal. ``sentences`` say what was done.
    """

    view: View
    measure: str
    draws: int
    seed: int
    table: pd.DataFrame
    agreement: pd.DataFrame
    sentences: tuple[Phrase, ...]


def stability(
    view: View,
    measure: str,
    *,
    drop: float = 0.1,
    add: float = 0.0,
    of: str = "ties",
    by_confidence: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
    base: View | None = None,
    workers: int = 1,
    step: Callable[[], object] | None = None,
) -> Stability:
    """Rank the actors of `view` by `measure` in many versions with errors.

    In each version every tied pair is missing with probability `drop`, and `add` times as many
    pairs as are tied, drawn from those that are not, are tied. With `of` ``"actors"``, every
    actor is missing with probability `drop`, with its ties. With `by_confidence` the probability
    that a tie is missing depends on what stands behind it, see `doubts`. `base` is the view
    whose ties are dropped, for a projection its two-mode view. Ranks are competition ranks among
    the actors of one kind (Borgatti, Carley and Krackhardt 2006). Raises ViewError for shares
    that are no probabilities and options that do not go together.
    """
    import numpy as np  # noqa: PLC0415

    from .ensembles import run  # noqa: PLC0415

    base = view if base is None else base
    _agree(drop, add, of, by_confidence=by_confidence, draws=draws)
    row = chosen(view, [measure])[0]
    values = row.function(view)
    observed = _ranks(values, view, lowest_first=row.lowest_first)
    missing = _pair_doubts(base, drop) if by_confidence else drop

    def work(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        version, here = _version(view, base, rng, missing, add, of)
        found = row.function(version)
        places = np.full(len(view), np.nan)
        places[here] = _ranks(found, version, lowest_first=row.lowest_first)
        return places, _agreement(values[here], found, version, kinds)

    kinds = sorted(set(view.kinds))
    found = run(work, generators(seed, draws), workers=workers, step=step)
    places = np.stack([one for one, _other in found])
    agreements = np.stack([other for _one, other in found])
    return Stability(
        view,
        measure,
        draws,
        seed,
        _table(view, values, observed, places),
        _agreement_table(view, kinds, agreements),
        _sentences(view, base, drop, add, of, draws, seed, by_confidence=by_confidence),
    )


def _agree(drop: float, add: float, of: str, *, by_confidence: bool, draws: int) -> None:
    from .view import known_name  # noqa: PLC0415

    known_name(of, OF, _("a choice of what is missing"))
    if not (0 <= drop < 1) or not (0 <= add <= 1):
        raise ViewError(Phrase(_("Shares to drop are from 0 to below 1, shares to add from 0 to 1.")))
    if of == "actors" and (add or by_confidence):
        raise ViewError(Phrase(_("Only ties can be added, or dropped by their confidence.")))
    if draws < 1:
        raise ViewError(Phrase(_("Draws and sweeps are at least 1.")))


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


def _pair_doubts(view: View, drop: float) -> NDArray[np.float64]:
    """Give, for each tied pair as `ties_of` lists them, the chance that all its ties are wrong."""
    import numpy as np  # noqa: PLC0415

    from .rewiring import ties_of  # noqa: PLC0415

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


def _version(
    view: View,
    base: View,
    rng: np.random.Generator,
    missing: float | NDArray[np.float64],
    add: float,
    of: str,
) -> tuple[View, NDArray[np.intp]]:
    """Give a version of `view` with errors, and which of its actors are in it."""
    import numpy as np  # noqa: PLC0415

    from .underlying import over  # noqa: PLC0415

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

    from .rewiring import matrix_of, ties_of  # noqa: PLC0415

    tails, heads = ties_of(view.matrix, directed=view.directed)
    weights = np.asarray(view.matrix[tails, heads], dtype=np.float64).ravel()
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

    from .rewiring import codes, random_cells, random_ties, ties_of  # noqa: PLC0415

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


def _ranks(values: NDArray[np.float64], view: View, *, lowest_first: bool) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    found = ranks(values, view.kinds, lowest_first=lowest_first)
    return np.array([np.nan if rank is None else rank for rank in found], dtype=np.float64)


def _agreement(
    one: NDArray[np.float64], other: NDArray[np.float64], view: View, kinds: list[str]
) -> NDArray[np.float64]:
    """Give Kendall's tau-b and Spearman's rho for the actors of each kind."""
    import numpy as np  # noqa: PLC0415
    from scipy.stats import kendalltau, spearmanr  # noqa: PLC0415

    from .corrections import rounded  # noqa: PLC0415

    result = np.full((len(kinds), 2), np.nan)
    of = np.array(view.kinds)
    for place, kind in enumerate(kinds):
        both = (of == kind) & ~np.isnan(one) & ~np.isnan(other) if len(of) else []
        first, second = rounded(one[both]), rounded(other[both])
        if len(first) > 1 and np.ptp(first) > 0 and np.ptp(second) > 0:
            result[place] = (
                kendalltau(first, second).statistic,
                spearmanr(first, second).statistic,
            )
    return result


def _table(
    view: View,
    values: NDArray[np.float64],
    observed: NDArray[np.float64],
    places: NDArray[np.float64],
) -> pd.DataFrame:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    edge = (1 - LEVEL) / 2
    spread = np.full((3, len(view)), np.nan)
    present = (~np.isnan(places)).sum(axis=0)
    for actor in np.flatnonzero(present):
        known = places[~np.isnan(places[:, actor]), actor]
        # A rank that occurs, never one between two.
        spread[:, actor] = np.quantile(known, [edge, 0.5, 1 - edge], method="inverted_cdf")
    first = np.divide(
        (places == 1).sum(axis=0), present, out=np.full(len(view), np.nan), where=present > 0
    )

    def whole(numbers: NDArray[np.float64]) -> pd.Series[int]:
        return pd.Series([None if x != x else int(x) for x in numbers.tolist()], dtype="Int64")  # noqa: PLR0124

    return pd.DataFrame(
        {
            "id": list(view.ids),
            "label": list(view.labels),
            "kind": list(view.kinds),
            "value": values,
            "rank": whole(observed),
            "rank_low": whole(spread[0]),
            "rank_median": whole(spread[1]),
            "rank_high": whole(spread[2]),
            "first": first,
            "present": present,
        }
    )


def _agreement_table(view: View, kinds: list[str], found: NDArray[np.float64]) -> pd.DataFrame:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    rows = []
    for place, kind in enumerate(kinds):
        columns = [column[~np.isnan(column)] for column in found[:, place].T]
        kendall, spearman = (column.mean() if len(column) else np.nan for column in columns)
        rows.append((kind, view.kinds.count(kind), kendall, spearman))
    return pd.DataFrame(rows, columns=["kind", "actors", "kendall", "spearman"])


def _sentences(
    view: View,
    base: View,
    drop: float,
    add: float,
    of: str,
    draws: int,
    seed: int,
    *,
    by_confidence: bool,
) -> tuple[Phrase, ...]:
    """Say which errors were made, how often, and what the columns mean."""
    percent = round(100 * drop, 1)
    if of == "actors":
        said = [phrase(_("Each actor is missing with a chance of {drop} %."), drop=percent)]
    elif by_confidence:
        said = [
            phrase(
                _(
                    "Each tie is missing with a chance of {drop} %, doubled for each of these: no"
                    " source, no date, sources that disagree; at most 90 %. A column “confidence” of"
                    " the ties counts instead where it is filled: the chance is 1 less its value."
                ),
                drop=percent,
            )
        ]
    else:
        said = [phrase(_("Each tied pair is missing with a chance of {drop} %."), drop=percent)]
    if add:
        said.append(
            phrase(
                _("To each version {add} % as many pairs as are tied are added at random."),
                add=round(100 * add, 1),
            )
        )
    if base is not view:
        said.append(
            Phrase(_("The errors are in the two-mode ties; each version is projected like the view."))
        )
    said += [
        phrase(_("Draws: {draws}. Seed: {seed}."), draws=draws, seed=seed),
        Phrase(
            _(
                "Ranks are among the actors of one kind; the interval holds the middle 95 % of the"
                " versions, and who shares rank 1 counts as first."
            )
        ),
    ]
    return tuple(said)
