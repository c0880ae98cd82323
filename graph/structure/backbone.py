"""The backbone of a dense network: the ties that chance would not have made so heavy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ..faults import ViewError
from ..groups import sharing_fits
from ..measures.arrays import row_sums
from ..phrases import Phrase, counted, phrase
from ..phrases import mark as _
from ..view import known_name, plurals

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from ..dataset import Dataset
    from ..view import View

    Numbers: TypeAlias = NDArray[np.float64]
    Places: TypeAlias = NDArray[np.intp]

DRAWS, SEED, ALPHA = 1000, 1, 0.05
MOST_CELLS = 100_000_000

MODELS: dict[str, str] = {
    "disparity": _(
        "the disparity filter (Serrano, Boguñá and Vespignani 2009), where each end spreads its"
        " strength at random over its ties and the more significant end decides"
    ),
    "fixed-column": _(
        "the fixed column model (Neal, Domagalski and Sagan 2021), where every affiliation keeps its"
        " number of actors; Poisson-binomial, exact"
    ),
    "fixed-row": _(
        "the fixed row model (hypergeometric; Tumminello et al. 2011), where every actor keeps its"
        " number of affiliations"
    ),
    "fdsm": _(
        "the fixed degree sequence model (Zweig and Kaufmann 2011), where actors and affiliations keep"
        " their degrees exactly; {draws} tables drawn by curveball trades (Strona et al. 2014),"
        " seed {seed}"
    ),
    "sdsm": _(
        "the stochastic degree sequence model (Neal 2014), where actors and affiliations keep their"
        " degrees on average, with the chances of the bipartite configuration model"
        " (Saracco et al. 2015); Poisson-binomial, exact"
    ),
}
CORRECTIONS: dict[str, str] = {
    "none": _("without correction for the number of tests"),
    "bonferroni": _("Bonferroni's correction"),
    "holm": _("Holm's correction"),
    "bh": _("Benjamini and Hochberg's correction of the false discovery rate"),
}
PROJECTION_METHOD = _(
    "Two actors ({kind}) were tied where they share an affiliation ({actors} actors and"
    " {affiliations} affiliations, each with at least one tie), and the tie was kept where they"
    " share significantly more affiliations than under {model}: one-tailed p ≤ {alpha},"
    " {correction}, over all pairs ({tests} tests)."
)
DISPARITY_METHOD = _(
    "A tie was kept where its weight was significantly large under {model}: one-tailed p ≤ {alpha},"
    " {correction}, over both ends of every tie ({tests} tests)."
)


@dataclass(frozen=True, eq=False)
class Backbone:
    """The ties of a network with their p-values, and the network of those kept.

    ``ties`` has a row a tied pair: ``first``, ``second`` (ids), ``weight``, ``p``, ``adjusted``
    (p after correction) and ``kept``, by p, then by the weight, the heaviest first, then by
    ids. ``view`` is the network of the ties kept, with all its actors; ``method`` says in a
    sentence for a paper how they were chosen, ``found`` how many.
    """

    view: View
    ties: pd.DataFrame
    model: str
    tests: int
    method: Phrase
    found: Phrase


def backbone(
    view: View,
    project: str | None = None,
    *,
    model: str = "sdsm",
    alpha: float = ALPHA,
    correction: str = "none",
    draws: int = DRAWS,
    seed: int = SEED,
) -> Backbone:
    """Keep the ties that are heavier than a null model allows.

    `project` names the kind of actor onto which a two-mode view is projected, weighted by
    shared affiliations; without it, `view` is a weighted one-mode network and `model` is
    ``"disparity"``. `model` is one of `MODELS`, `correction` of `CORRECTIONS`; `draws` and
    `seed` belong to ``"fdsm"``, whose p is never below 1/(draws + 1). Ties are kept where the
    corrected p ≤ `alpha`. Pairs that share nothing have p = 1 and count as tests, but for the
    disparity filter, which tests both ends of every tie; a tie to an actor's only partner has
    p = 1 on that side. Raises UnknownNameError for an unknown name, ViewError where model and
    view do not go together, the view is too large for the model, or `alpha` is not between 0 and 1.
    """
    known_name(model, MODELS, _("a backbone model"))
    known_name(correction, CORRECTIONS, _("a correction"))
    if not 0 < alpha < 1:
        raise ViewError(phrase(_("α is {alpha}, but must lie between 0 and 1."), alpha=alpha))
    name = (
        phrase(MODELS[model], draws=draws, seed=seed) if model == "fdsm" else Phrase(MODELS[model])
    )
    values: dict[str, Any] = {
        "model": name,
        # A language writes three decimals.
        "alpha": alpha if alpha == round(alpha, 3) else f"{alpha:g}",
        "correction": Phrase(CORRECTIONS[correction]),
    }
    if project is None:
        if model != "disparity" or view.modes is not None:
            raise ViewError(
                phrase(
                    _(
                        "The backbone model “{model}” needs two modes and a kind to project onto:"
                        " add --project."
                    ),
                    model=model,
                )
            )
        whole = view
    else:
        incidence, place, whole = _projection(view, project)
        rows, columns = incidence.shape
        values |= {
            "kind": plurals([project], view.dataset.vocabulary.actor_kinds),
            "actors": int(rows),
            "affiliations": int(columns),
        }
    first, second, weights = _pairs(whole)
    if model == "disparity":
        tests = 2 * len(first)
        p, adjusted = _disparity(whole, first, second, correction)
        method = phrase(DISPARITY_METHOD, tests=tests, **values)
    else:
        n = incidence.shape[0]
        tests = n * (n - 1) // 2
        p = _tails(incidence, place[first], place[second], weights, model, draws, seed)
        adjusted = corrected(p, correction, tests)
        method = phrase(PROJECTION_METHOD, tests=tests, **values)
    kept = adjusted <= alpha
    ties = _table(whole, first, second, weights, p, adjusted, kept)
    found = counted(
        _("{count} tie of {tied} was kept."),
        _("{count} ties of {tied} were kept."),
        int(kept.sum()),
        tied=len(kept),
    )
    smaller = replace(
        whole,
        matrix=_matrix(whole, first[kept], second[kept], weights[kept]),
        facts=(*whole.facts, method, found),
    )
    return Backbone(smaller, ties, model, tests, method, found)


def backbone_of(
    dataset: Dataset,
    *,
    model: str = "sdsm",
    alpha: float = ALPHA,
    correction: str = "none",
    draws: int = DRAWS,
    seed: int = SEED,
    **options: Any,
) -> tuple[View, Backbone]:
    """Give the view that `options` of `Dataset.view` make, and its backbone.

    With ``project`` the view stays two-mode for the models that need the affiliations. Raises
    ViewError if a weighting is asked for that the model does not know, and what `backbone` and
    `Dataset.view` raise.
    """
    known_name(model, MODELS, _("a backbone model"))
    project = options.get("project")
    if model != "disparity":
        if options.get("weights") not in {None, "shared"}:
            raise ViewError(
                phrase(
                    _(
                        "The backbone model “{model}” counts shared affiliations: leave out --weights."
                    ),
                    model=model,
                )
            )
        if project is not None:
            options = {**options, "project": None, "weights": None, "two_mode": True}
    else:
        project = None
    view = dataset.view(**options)
    found = backbone(
        view, project, model=model, alpha=alpha, correction=correction, draws=draws, seed=seed
    )
    return view, found


def corrected(p: Numbers, correction: str, tests: int) -> Numbers:
    """Correct p-values for `tests` tests, of which those not given have p = 1.

    Raises UnknownNameError for an unknown correction.

    >>> import numpy as np
    >>> corrected(np.array([0.01, 0.02]), "bh", 4).round(3).tolist()
    [0.04, 0.04]
    """
    import numpy as np  # noqa: PLC0415

    known_name(correction, CORRECTIONS, _("a correction"))
    if correction == "none" or not len(p):
        return p
    if correction == "bonferroni":
        return np.minimum(p * tests, 1)
    order = np.argsort(p, kind="stable")
    result = np.empty_like(p)
    places = np.arange(len(p))
    if correction == "holm":
        steps = np.maximum.accumulate(p[order] * (tests - places))
    else:
        steps = np.minimum.accumulate((p[order] * tests / (places + 1))[::-1])[::-1]
    result[order] = np.minimum(steps, 1)
    return result


def _of_kind(view: View, project: str) -> csr_array:
    """Give the incidence of all actors of the kind `project` and all of the other mode."""
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    known_name(project, view.dataset.vocabulary.actor_kinds, _("a kind of actor"))
    mine = np.array([kind == project for kind in view.kinds], dtype=bool)
    if view.modes is None or not mine.any():
        raise ViewError(
            phrase(
                _("No actor of the kind “{kind}” has a tie that makes two modes in this view."),
                kind=project,
            )
        )
    others = view.modes != view.modes[int(np.flatnonzero(mine)[0])]
    return csr_array(view.adjacency[mine][:, others])


def _projection(view: View, project: str) -> tuple[csr_array, Places, View]:
    """Give the incidence without empty rows and columns, and the projection with all actors.

    Between them the row of each actor of the projection in the incidence.
    """
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    table = _of_kind(view, project)
    sharing_fits(np.asarray(table.sum(axis=0), dtype=np.float64).ravel())
    shared = csr_array(table @ table.T)
    shared.setdiag(0)
    shared.eliminate_zeros()
    shared.sort_indices()
    mine = [place for place, kind in enumerate(view.kinds) if kind == project]
    ids, labels, kinds = (
        tuple(column[place] for place in mine) for column in (view.ids, view.labels, view.kinds)
    )
    whole = replace(
        view,
        ids=ids,
        labels=labels,
        kinds=kinds,
        matrix=shared,
        directed=False,
        weighted=True,
        weights="shared",
        modes=None,
        mode_names=None,
        projected=project,
    )
    rows = np.asarray(table.sum(axis=1)).ravel() > 0
    columns = np.asarray(table.sum(axis=0)).ravel() > 0
    return csr_array(table[rows][:, columns]), np.cumsum(rows) - 1, whole


def _pairs(view: View) -> tuple[Places, Places, Numbers]:
    """Give the ends and weights of the tied pairs, in the order of ids."""
    coo = view.matrix.tocoo()
    keep = slice(None) if view.directed else coo.row < coo.col
    return coo.row[keep].astype(int), coo.col[keep].astype(int), coo.data[keep]


def _tails(
    incidence: csr_array,
    first: Places,
    second: Places,
    weights: Numbers,
    model: str,
    draws: int,
    seed: int,
) -> Numbers:
    import numpy as np  # noqa: PLC0415

    from ..chance import two_mode_models as models  # noqa: PLC0415

    height, width = incidence.shape
    cells = {"fdsm": height * max(height, width), "sdsm": height * width}.get(model, 0)
    if cells > MOST_CELLS:
        raise ViewError(
            phrase(
                _(
                    "The backbone model “{model}” fills tables of up to {most} cells, not of {cells}."
                ),
                model=model,
                most=MOST_CELLS,
                cells=cells,
            )
        )
    shared = np.rint(weights).astype(np.intp)
    if model == "fdsm":
        return models.fdsm_tails(incidence, first, second, shared, draws=draws, seed=seed)
    tails = {
        "fixed-column": models.fixed_column_tails,
        "fixed-row": models.fixed_row_tails,
        "sdsm": models.sdsm_tails,
    }
    return tails[model](incidence, first, second, shared)


def _disparity(
    view: View, first: Places, second: Places, correction: str
) -> tuple[Numbers, Numbers]:
    """Give p of the more significant end of every tie, and the same after correction.

    (1 − w/s)^(k − 1) for an end of strength s and k ties, outgoing at the first and incoming at
    the second in a directed view. Serrano, Boguñá and Vespignani 2009, equation 2.
    """
    import numpy as np  # noqa: PLC0415

    matrix, ties = view.matrix, view.adjacency
    coo = matrix.tocoo()
    weights = coo.data if view.directed else coo.data[coo.row < coo.col]
    ends = []
    for place, side, pattern in (
        (first, matrix, ties),
        (second, matrix.T.tocsr(), ties.T.tocsr()),
    ):
        strength, partners = row_sums(side)[place], row_sums(pattern)[place]
        rest = np.maximum(1 - weights / strength, 0)
        ends.append(np.where(partners > 1, rest ** (partners - 1), 1.0))
    both = np.concatenate(ends)
    adjusted = corrected(both, correction, len(both))
    return np.minimum(*ends), np.minimum(adjusted[: len(first)], adjusted[len(first) :])


def _table(
    view: View,
    first: Places,
    second: Places,
    weights: Numbers,
    p: Numbers,
    adjusted: Numbers,
    kept: NDArray[np.bool_],
) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    table = pd.DataFrame(
        {
            "first": pd.Series([view.ids[place] for place in first], dtype="str"),
            "second": pd.Series([view.ids[place] for place in second], dtype="str"),
            "weight": weights,
            "p": p,
            "adjusted": adjusted,
            "kept": kept,
        }
    )
    # Equal chances that were added up in another order differ in the last digits.
    table["_p"] = [float(f"{value:.10g}") for value in p]
    table["_w"] = -weights
    table = table.sort_values(["_p", "_w", "first", "second"], kind="stable", ignore_index=True)
    return table.drop(columns=["_p", "_w"])


def _matrix(view: View, first: Places, second: Places, weights: Numbers) -> csr_array:
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array  # noqa: PLC0415

    if not view.directed:
        first, second = np.concatenate([first, second]), np.concatenate([second, first])
        weights = np.concatenate([weights, weights])
    matrix = csr_array((weights, (first, second)), shape=(len(view), len(view)))
    matrix.sort_indices()
    return matrix
