"""Is a number more than chance? The figures and measures of a view against a null model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..chance.corrections import P_VALUES
from ..chance.null_models import NULL_MODELS, SWEEPS, draw, generators, must_be_drawn, null_model
from ..faults import ViewError
from ..measures import applies
from ..measures.registry import NEEDS, chosen
from ..phrases import Citation, Phrase, counted, phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..chance.null_models import NullModel
    from ..measures import Figure, FigureValue
    from ..view import View

DRAWS, SEED = 1000, 1
LEVEL = 0.95
DEFAULT_FIGURES = ("transitivity", "degree_assortativity", "average_path_length")
# After how many sweeps the check of mixing looks.
LOOKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Significance:
    """Numbers of a view against a null model.

    ``table`` has one row for each number asked for: its name (``figure``, for a figure by parts
    ``figure.part``) or, for measures, ``measure`` and the actor's ``id``; then ``observed``,
    ``mean``, ``sd``, ``low`` and ``high`` (the middle 95 % of the draws), ``z``, ``p`` (two-sided),
    ``p_high``, ``p_low``, ``p_corrected`` (Benjamini–Hochberg over the rows; of measures, over the
    actors of each) and ``defined`` (the draws that have the number). NaN where undefined.
    ``changed`` is the mean share of tied pairs that a draw does not share with the view;
    ``walk`` pairs numbers of sweeps with the share changed by then, empty for a model that needs
    no walk. ``asked`` has the name and the part of each figure, in the order of the first rows.
    ``sentences`` say all that a methods section needs.
    """

    view: View
    model: NullModel
    draws: int
    seed: int
    sweeps: int
    changed: float
    walk: tuple[tuple[int, float], ...]
    table: pd.DataFrame
    sentences: tuple[Phrase, ...]
    asked: tuple[tuple[str, str], ...] = ()


def significance(  # noqa: PLR0913 - each says one thing of the draws
    view: View,
    figures: Sequence[str] | None = None,
    *,
    measures: Sequence[str] = (),
    null: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    sweeps: int = SWEEPS,
    base: View | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    step: Callable[[], object] | None = None,
) -> Significance:
    """Compare `figures` of `view`, or `measures` of its actors, with random graphs.

    A figure is a name of `FIGURES`, or one by a column such as ``ei:area`` (see
    `alianza.graph.structure.by_column`), for which the model ``"labels"`` deals the values out again.
    `null` is one of `NULL_MODELS`; by default the degrees are kept. `base` is the view whose
    ties are drawn, for a projection its two-mode view (see `alianza.graph.chance.underlying`). A model
    that walks first walks `sweeps` from the view, and every draw walks as far from there: then
    the view and the draws are exchangeable, and p is valid however far that is (Besag and
    Clifford 1989). p is (b + 1)/(n + 1) (Phipson and Smyth 2010). The result depends on `seed`
    and on `draws`, never on `workers`. Raises UnknownNameError for names that are not known,
    ViewError for a model or figure that does not fit the view.

    >>> import networkx as nx
    >>> from alianza.graph.dataset import Dataset
    >>> view = Dataset.from_networkx(nx.caveman_graph(4, 4)).view()
    >>> result = significance(view, ["transitivity"], draws=99, seed=1)
    >>> result.table[["observed", "p_high"]].to_dict("records")
    [{'observed': 1.0, 'p_high': 0.01}]
    """
    import numpy as np  # noqa: PLC0415

    from ..chance.underlying import over  # noqa: PLC0415
    from ..ensembles import run  # noqa: PLC0415

    base = view if base is None else base
    model = null_model(base, null)
    if draws < 1 or sweeps < 1:
        raise ViewError(Phrase(_("Draws and sweeps are at least 1.")))
    asked = _figures(view, figures if figures or measures else DEFAULT_FIGURES)
    ranked = chosen(view, measures)
    rows = [row.name for row in ranked]
    must_be_drawn([*asked, *ranked])

    def numbers(one: View) -> NDArray[np.float64]:
        values = [value for row in asked for value in _parts(row.function(one), names[row.name])]
        return np.concatenate(
            [np.array(values, dtype=np.float64), *(row.function(one) for row in ranked)]
        )

    names = {row.name: _part_names(row.function(view)) for row in asked}
    checking, beginning, *others = generators(seed, draws + 2)
    start = base.adjacency
    walk: tuple[tuple[int, float], ...] = ()
    if model.chain:
        walk = _walk(base, model, sweeps, checking)
        start = draw(base, model, beginning, sweeps=sweeps).adjacency

    def work(rng: np.random.Generator) -> tuple[float, NDArray[np.float64]]:
        drawn = draw(base, model, rng, sweeps=sweeps, start=start)
        return _changed(base, drawn), numbers(over(view, base, drawn.matrix))

    found = run(work, others, workers=workers, scheduler=scheduler, step=step)
    drawn = np.stack([values for _share, values in found])
    changed = float(np.mean([share for share, _values in found]))
    labels = [(row.name, part) for row in asked for part in names[row.name]]
    table = _table(view, labels, rows, numbers(view), drawn)
    sentences = _sentences(view, base, model, draws, seed, sweeps, changed, walk, table)
    return Significance(
        view, model, draws, seed, sweeps, changed, walk, table, sentences, tuple(labels)
    )


def _figures(view: View, names: Sequence[str] | None) -> list[Figure]:
    """Give the rows of the figures named, each once."""
    from ..structure.by_column import figure_row  # noqa: PLC0415

    rows = []
    for name in dict.fromkeys(names or ()):
        row = figure_row(name)
        if not applies(row, view):
            raise ViewError(phrase(NEEDS[row.mode], name=name))
        rows.append(row)
    return rows


def _part_names(value: FigureValue) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, dict) else ("",)


def _parts(value: FigureValue, names: tuple[str, ...]) -> list[float]:
    """Give the parts of a figure in the order of `names`, NaN where there is none."""
    parts: Mapping[str, float | None] = value if isinstance(value, dict) else {"": value}
    return [float("nan") if (part := parts.get(name)) is None else float(part) for name in names]


def _ties(view: View) -> NDArray[np.int64]:
    from ..chance.rewiring import codes, ties_of  # noqa: PLC0415

    ties = ties_of(view.matrix, directed=view.directed)
    return codes(*ties, len(view), directed=view.directed)


def _changed(observed: View, drawn: View) -> float:
    from ..chance.rewiring import changed_share  # noqa: PLC0415

    return changed_share(_ties(observed), _ties(drawn))


def _walk(
    base: View, model: NullModel, sweeps: int, rng: np.random.Generator
) -> tuple[tuple[int, float], ...]:
    """Walk once from the view and note how much has changed after some of the sweeps."""
    here, done, looks = base.adjacency, 0, []
    for until in [*(look for look in LOOKS if look < sweeps), sweeps]:
        drawn = draw(base, model, rng, sweeps=until - done, start=here)
        here, done = drawn.adjacency, until
        looks.append((until, _changed(base, drawn)))
    return tuple(looks)


def _table(
    view: View,
    figures: list[tuple[str, str]],
    measures: list[str],
    observed: NDArray[np.float64],
    drawn: NDArray[np.float64],
) -> pd.DataFrame:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from ..chance.corrections import benjamini_hochberg, tails  # noqa: PLC0415

    defined = (~np.isnan(drawn)).sum(axis=0)
    mean, sd, low, high = spread_of(drawn)
    p_high, p_low, p = tails(observed, drawn)
    flat = ~(sd > 0)
    z = np.divide(observed - mean, sd, out=np.full(len(mean), np.nan), where=~flat)
    # Each list of rows that are read together is corrected together.
    groups = [range(len(figures))]
    n = len(view)
    groups += [
        range(len(figures) + i * n, len(figures) + (i + 1) * n) for i in range(len(measures))
    ]
    corrected = np.concatenate([benjamini_hochberg(p[list(group)]) for group in groups])
    head: dict[str, object] = {}
    if measures:
        blank = [""] * len(figures)
        head["measure"] = [*(name for name, _part in figures), *np.repeat(measures, n).tolist()]
        head["id"] = blank + list(view.ids) * len(measures)
        head["label"] = blank + list(view.labels) * len(measures)
        head["kind"] = blank + list(view.kinds) * len(measures)
    else:
        head["figure"] = [f"{name}.{part}" if part else name for name, part in figures]
    return pd.DataFrame(
        {
            **head,
            "observed": observed,
            "mean": mean,
            "sd": sd,
            "low": low,
            "high": high,
            "z": z,
            "p": p,
            "p_high": p_high,
            "p_low": p_low,
            "p_corrected": corrected,
            "defined": defined,
        }
    )


def spread_of(drawn: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Give mean, standard deviation (n − 1) and the middle 95 % of each column, NaN left out.

    To 12 digits, as the draws themselves, whose last bits depend on the processor that made them.
    """
    import numpy as np  # noqa: PLC0415

    from ..chance.corrections import rounded  # noqa: PLC0415

    result = np.full((4, drawn.shape[1]), np.nan)
    edge = (1 - LEVEL) / 2
    for column, values in enumerate(rounded(drawn).T):
        known = values[~np.isnan(values)]
        if len(known):
            low, high = np.quantile(known, [edge, 1 - edge])
            sd = known.std(ddof=1) if len(known) > 1 else np.nan
            if low == high == known.min() == known.max():
                sd = 0.0 if len(known) > 1 else np.nan
            result[:, column] = known.mean(), sd, low, high
    return tuple(rounded(result))


def _sentences(
    view: View,
    base: View,
    model: NullModel,
    draws: int,
    seed: int,
    sweeps: int,
    changed: float,
    walk: tuple[tuple[int, float], ...],
    table: pd.DataFrame,
) -> tuple[Phrase, ...]:
    """Say the model, the draws, how far they are from the view, and how p was made."""
    said = [
        phrase(
            _("Null model: {model}; {reference}. {definition}"),
            model=Phrase(model.label),
            definition=Phrase(model.definition),
            reference=Citation(model.reference),
        )
    ]
    if base is not view:
        said.append(
            Phrase(_("The two-mode ties are drawn, and each draw is projected like the view."))
        )
    if view.weighted and base is view and model.name != "labels":
        said.append(Phrase(_("The observed weights are dealt out to the drawn ties at random.")))
    said.append(phrase(_("Draws: {draws}. Seed: {seed}."), draws=draws, seed=seed))
    said.append(
        phrase(
            _("Share of the observed tied pairs that a draw does not have, on average: {share}."),
            share=round(changed, 3),
        )
    )
    if model.chain:
        half = max((look for look in walk if look[0] <= max(1, sweeps // 2)), default=walk[0])
        said.append(
            phrase(
                _(
                    "Mixing: {sweeps} sweeps a draw, each of which takes every tie, or every actor of"
                    " the smaller mode, once; on a walk of its own the share of changed ties was"
                    " {early} after {half} sweeps and {late} after all. Draws begin where one walk"
                    " from the view ended, so p is valid even if mixing is slow (Besag and Clifford"
                    " 1989)."
                ),
                sweeps=sweeps,
                half=half[0],
                early=round(half[1], 3),
                late=round(walk[-1][1], 3),
            )
        )
    said += [
        Phrase(P_VALUES),
        Phrase(_("The interval runs from the 0.025 to the 0.975 quantile of the draws.")),
    ]
    if len(table) > 1:
        said.append(
            counted(
                _("Corrected p: Benjamini–Hochberg over {count} question."),
                _("Corrected p: Benjamini–Hochberg over {count} questions."),
                int((~table["p"].isna()).sum())
                if "measure" not in table
                else int((~table["p"].isna()).groupby(table["measure"]).sum().max()),
            )
        )
    undefined = int((table["defined"] < draws).sum())
    if undefined:
        said.append(
            counted(
                _("{count} number is undefined in some draws, which are left out for it."),
                _("{count} numbers are undefined in some draws, which are left out for them."),
                undefined,
            )
        )
    return tuple(said)


__all__ = ["DRAWS", "NULL_MODELS", "SEED", "Significance", "significance", "spread_of"]
