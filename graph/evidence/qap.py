"""Do two relations between the same actors go together? Correlation and regression by QAP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..chance.corrections import P_VALUES
from ..chance.null_models import generators
from ..faults import ViewError
from ..phrases import Phrase, When, counted, phrase
from ..phrases import mark as _
from .relations import relation, relation_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..dataset import Dataset

DRAWS, SEED = 1000, 1
FEWEST = 4
# Every relation is a full table: this many actors make 200 MB each.
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Qap:
    """Correlations and a regression of one relation on others.

    ``correlations`` has a row a predictor: ``predictor``, ``r``, ``p`` (two-sided), ``p_high``,
    ``p_low``, ``p_corrected`` (Benjamini–Hochberg over the predictors). ``coefficients`` has a
    row a predictor and one for the ``intercept``, which is not tested: ``predictor``, ``b``,
    ``beta`` (standardised), ``t``, ``p``, ``p_high``, ``p_low``, ``p_corrected``. ``r_squared``
    and ``adjusted`` are those of the regression; ``actors`` and ``pairs`` were compared.
    ``sentences`` say what was done.
    """

    response: str
    correlations: pd.DataFrame
    coefficients: pd.DataFrame
    r_squared: float
    adjusted: float
    actors: int
    pairs: int
    draws: int
    seed: int
    sentences: tuple[Phrase, ...]


def qap(  # noqa: PLR0913 - each says one thing of the draws
    dataset: Dataset,
    response: str,
    predictors: Sequence[str],
    *,
    actors: Sequence[str] | None = None,
    directed: bool = False,
    at: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int | None = None,
    scheduler: str | None = None,
    step: Callable[[], object] | None = None,
) -> Qap:
    """Correlate and regress the relation `response` with `predictors` between actors.

    Relations are written as in `alianza.graph.evidence.relations.relation`; `actors` are kinds of actors,
    and only ties that held at the date `at` count, undated ones too. Those without a value in any of the relations are left out, and the sentences count them.
    p-values of correlations permute the actors of the predictor (Hubert 1987; Krackhardt 1988),
    those of coefficients the actors of what the other predictors leave of it, and compare t:
    double semi-partialling (Dekker, Krackhardt and Snijders 2007). Raises ViewError where the
    relations leave too few or too many actors or one is a sum of others; UnknownNameError for names.
    """
    import numpy as np  # noqa: PLC0415

    from ..view import known_name  # noqa: PLC0415

    table = dataset.actors
    for kind in actors or ():
        known_name(kind, dataset.vocabulary.actor_kinds, _("a kind of actor"))
    chosen = table if actors is None else table[table["kind"].isin(list(actors))]
    ids = sorted(chosen["id"])
    if not predictors:
        raise ViewError(Phrase(_("A regression needs a predictor: add --predictor.")))
    if len(ids) > MOST:
        raise ViewError(
            phrase(
                _("{count} actors make too many pairs, {most} are the most: add --actors."),
                count=len(ids),
                most=MOST,
            )
        )
    names = list(dict.fromkeys(predictors))
    options = {"directed": directed, "at": at}
    relations = [relation(dataset, ids, name, **options) for name in (response, *names)]
    blank = [~np.isfinite(np.diag(one.values)) for one in relations]
    keep = ~np.any(blank, axis=0)
    if int(keep.sum()) < max(FEWEST, len(names) + 2):
        raise ViewError(
            phrase(
                _("Only {count} actors have a value in every relation; that is too few."),
                count=int(keep.sum()),
            )
        )
    tables = [one.values[np.ix_(keep, keep)] for one in relations]
    both_ways = any(one.directed for one in relations)
    result = fit(
        tables[0],
        tables[1:],
        names=names,
        directed=both_ways,
        draws=draws,
        seed=seed,
        workers=workers,
        scheduler=scheduler,
        step=step,
    )
    said = [relation_sentence(one) for one in relations]
    said.append(_actors_sentence(dataset, actors, int(keep.sum())))
    lost = int((~keep).sum())
    if lost:
        said.append(
            counted(
                _("{count} actor without a value in every relation is left out."),
                _("{count} actors without a value in every relation are left out."),
                lost,
            )
        )
    found, coefficients, shares, pairs = result
    said.append(
        phrase(
            _("Pairs of actors: {pairs}. R² of the regression: {share}; adjusted: {adjusted}."),
            pairs=pairs,
            share=round(shares[0], 4),
            adjusted=round(shares[1], 4),
        )
    )
    said += _method(at, both_ways=both_ways, draws=draws, seed=seed, count=len(names))
    return Qap(
        response, found, coefficients, *shares, int(keep.sum()), pairs, draws, seed, tuple(said)
    )


def _actors_sentence(dataset: Dataset, actors: Sequence[str] | None, count: int) -> Phrase:
    from ..view import plurals  # noqa: PLC0415

    if actors is None:
        return phrase(_("Actors of all kinds: {count}."), count=count)
    kinds = plurals(list(actors), dataset.vocabulary.actor_kinds)
    return phrase(_("Actors, {kinds}: {count}."), kinds=kinds, count=count)


def _method(at: str | None, *, both_ways: bool, draws: int, seed: int, count: int) -> list[Phrase]:
    said = [
        Phrase(_("Pairs are ordered: each direction is an observation."))
        if both_ways
        else Phrase(_("Pairs are unordered: each is one observation.")),
        Phrase(_("All dates, ended ties included."))
        if at is None
        else phrase(_("Ties that held at this date: {at}."), at=When(str(at).strip())),
        phrase(_("Draws: {draws}. Seed: {seed}."), draws=draws, seed=seed),
        Phrase(
            _(
                "Correlations: p by permuting the actors of the predictor (Krackhardt 1988)."
                " Coefficients: ordinary least squares, p of t by double semi-partialling (Dekker,"
                " Krackhardt and Snijders 2007); the intercept is not tested."
            )
        ),
        Phrase(P_VALUES),
    ]
    if count > 1:
        said.append(
            counted(
                _("Corrected p: Benjamini–Hochberg over {count} question."),
                _("Corrected p: Benjamini–Hochberg over {count} questions."),
                count,
            )
        )
    return said


def fit(
    response: NDArray[np.float64],
    predictors: Sequence[NDArray[np.float64]],
    *,
    names: Sequence[str],
    directed: bool = False,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int | None = None,
    scheduler: str | None = None,
    step: Callable[[], object] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[float, float], int]:
    """Give correlations, coefficients, (R², adjusted R²) and the pairs of n × n tables.

    Diagonals do not count; of tables without direction the upper half does. The columns are
    those of `Qap`. r and its p are NaN for a constant table. Raises ViewError where a predictor
    is constant or a sum of the others.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from ..chance.corrections import benjamini_hochberg, tails  # noqa: PLC0415
    from ..ensembles import run  # noqa: PLC0415

    n = response.shape[0]
    cells = np.nonzero(~np.eye(n, dtype=bool)) if directed else np.triu_indices(n, 1)
    y = response[cells]
    x = np.stack([table[cells] for table in predictors])
    whole = np.vstack([x, np.ones(len(y))])
    if np.linalg.matrix_rank(whole) < len(whole) or len(y) <= len(whole):
        raise ViewError(
            Phrase(
                _("A predictor is the same everywhere, or follows from the others: leave it out.")
            )
        )
    b, _residuals, _rank, _sizes = np.linalg.lstsq(whole.T, y, rcond=None)
    partials = [_Partial(y, whole, place, n, cells, directed=directed) for place in range(len(x))]
    observed = np.array([_correlation(y, one) for one in x] + [one.t for one in partials])

    def work(rng: np.random.Generator) -> NDArray[np.float64]:
        order = rng.permutation(n)
        turned = np.ix_(order, order)
        r = [_correlation(y, table[turned][cells]) for table in predictors]
        return np.array(r + [one.drawn(rng.permutation(n)) for one in partials])

    drawn = np.stack(
        run(work, generators(seed, draws), workers=workers, scheduler=scheduler, step=step)
    )
    high, low, both = tails(observed, drawn)
    count = len(x)
    rest = y - b @ whole
    scale = np.square(y - y.mean()).sum()
    r_squared = float(1 - np.square(rest).sum() / scale) if scale else float("nan")
    adjusted = 1 - (1 - r_squared) * (len(y) - 1) / (len(y) - count - 1)
    beta = b[:-1] * x.std(axis=1) / y.std() if scale else np.full(count, np.nan)

    def part(values: NDArray[np.float64], begin: int) -> NDArray[np.float64]:
        return values[begin : begin + count]

    def chances(begin: int) -> dict[str, NDArray[np.float64]]:
        return {
            "p": part(both, begin),
            "p_high": part(high, begin),
            "p_low": part(low, begin),
            "p_corrected": benjamini_hochberg(part(both, begin)),
        }

    correlations = pd.DataFrame({"predictor": list(names), "r": part(observed, 0), **chances(0)})
    coefficients = pd.DataFrame(
        {
            "predictor": list(names),
            "b": b[:-1],
            "beta": beta,
            "t": part(observed, count),
            **chances(count),
        }
    )
    coefficients.loc[count] = ["intercept", b[-1], *[np.nan] * (coefficients.shape[1] - 2)]
    return correlations, coefficients, (r_squared, adjusted), len(y)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Give Pearson's r, NaN where one is constant."""
    import numpy as np  # noqa: PLC0415

    first, second = one - one.mean(), other - other.mean()
    size = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / size if size > 0 else float("nan")


class _Partial:
    """One predictor without what the others explain: its t, and t with its actors permuted."""

    def __init__(
        self,
        y: NDArray[np.float64],
        whole: NDArray[np.float64],
        place: int,
        n: int,
        cells: tuple[NDArray[np.intp], ...],
        *,
        directed: bool,
    ) -> None:
        import numpy as np  # noqa: PLC0415

        others = np.delete(whole, place, axis=0)
        self.basis, _triangle = np.linalg.qr(others.T)
        self.free = len(y) - len(whole)
        self.y = self._without(y)
        left = self._without(whole[place])
        self.table = np.zeros((n, n))
        self.table[cells] = left
        if not directed:
            self.table += self.table.T
        self.cells = cells
        self.t = self._t(left)

    def _without(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        return values - self.basis @ (self.basis.T @ values)

    def _t(self, left: NDArray[np.float64]) -> float:
        """Give t of the regression of what is left of y on what is left of the predictor."""
        size = float(left @ left)
        slope = float(left @ self.y) / size
        noise = max(float(self.y @ self.y) - slope * slope * size, 0.0) / self.free
        return slope / (noise / size) ** 0.5 if noise > 0 else float("nan")

    def drawn(self, order: NDArray[np.int64]) -> float:
        rows, columns = self.cells
        return self._t(self._without(self.table[order[rows], order[columns]]))
