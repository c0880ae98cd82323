"""How sure is a ranking? Ranks when some of the ties or actors are missing or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..chance.null_models import generators, must_be_drawn
from ..faults import ViewError
from ..measures.registry import chosen
from ..measures.table import ranks
from ..phrases import Phrase, phrase
from ..phrases import mark as _
from .versions import pair_doubts, version

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..view import View

DRAWS, SEED = 500, 1
LEVEL = 0.95
OF = ("ties", "actors")


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


def stability(  # noqa: PLR0913 - each says one thing of the errors
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
    workers: int | None = None,
    scheduler: str | None = None,
    step: Callable[[], object] | None = None,
) -> Stability:
    """Rank the actors of `view` by `measure` in many versions with errors.

    In each version every tied pair is missing with probability `drop`, and `add` times as many
    pairs as are tied, drawn from those that are not, are tied. With `of` ``"actors"``, every
    actor is missing with probability `drop`, with its ties. With `by_confidence` the probability
    that a tie is missing depends on what stands behind it, see `alianza.graph.evidence.versions.doubts`. `base` is the view
    whose ties are dropped, for a projection its two-mode view. Ranks are competition ranks among
    the actors of one kind (Borgatti, Carley and Krackhardt 2006). Raises ViewError for shares
    that are no probabilities and options that do not go together.
    """
    import numpy as np  # noqa: PLC0415

    from ..ensembles import run  # noqa: PLC0415

    base = view if base is None else base
    _agree(drop, add, of, by_confidence=by_confidence, draws=draws)
    row = chosen(view, [measure])[0]
    must_be_drawn([row])
    values = row.function(view)
    observed = _ranks(values, view, lowest_first=row.lowest_first)
    missing = pair_doubts(base, drop) if by_confidence else drop

    def work(rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        other, here = version(view, base, rng, missing, add, of)
        found = row.function(other)
        places = np.full(len(view), np.nan)
        places[here] = _ranks(found, other, lowest_first=row.lowest_first)
        return places, _agreement(values[here], found, other, kinds)

    kinds = sorted(set(view.kinds))
    found = run(work, generators(seed, draws), workers=workers, scheduler=scheduler, step=step)
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
    from ..view import known_name  # noqa: PLC0415

    known_name(of, OF, _("a choice of what is missing"))
    if not (0 <= drop < 1) or not (0 <= add <= 1):
        raise ViewError(
            Phrase(_("Shares to drop are from 0 to below 1, shares to add from 0 to 1."))
        )
    if of == "actors" and (add or by_confidence):
        raise ViewError(Phrase(_("Only ties can be added, or dropped by their confidence.")))
    if draws < 1:
        raise ViewError(Phrase(_("Draws and sweeps are at least 1.")))


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

    from ..chance.corrections import rounded  # noqa: PLC0415

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

    from ..chance.corrections import rounded  # noqa: PLC0415

    rows = []
    for place, kind in enumerate(kinds):
        columns = [column[~np.isnan(column)] for column in found[:, place].T]
        kendall, spearman = rounded(
            [column.mean() if len(column) else np.nan for column in columns]
        )
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
    if of == "actors":
        said = [phrase(_("Each actor is missing with a probability of {drop}."), drop=drop)]
    elif by_confidence:
        said = [
            phrase(
                _(
                    "Each tie is missing with a probability of {drop}, doubled for each of these: no"
                    " source, no date, sources that disagree; at most 0.9. A column “confidence” of"
                    " the ties counts instead where it is filled: the probability is 1 less its"
                    " value."
                ),
                drop=drop,
            )
        ]
    else:
        said = [phrase(_("Each tied pair is missing with a probability of {drop}."), drop=drop)]
    if add:
        said.append(
            phrase(
                _("To each version {add} times as many pairs as are tied are added at random."),
                add=add,
            )
        )
    if base is not view:
        said.append(
            Phrase(
                _("The errors are in the two-mode ties; each version is projected like the view.")
            )
        )
    said += [
        phrase(_("Draws: {draws}. Seed: {seed}."), draws=draws, seed=seed),
        Phrase(
            _(
                "Ranks are among the actors of one kind; the interval runs from the 0.025 to the"
                " 0.975 quantile of the versions, and who shares rank 1 counts as first."
            )
        ),
    ]
    return tuple(said)
