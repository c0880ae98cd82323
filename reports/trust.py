"""How far suggestions can be trusted, as tables: figures, calibration, weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.gaps.evaluation import FIGURES, HIDINGS, SCORERS
from ..graph.gaps.features import FEATURES, LABELS
from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .frames import plain
from .report import Column, Table

if TYPE_CHECKING:
    from ..graph.gaps.evaluation import Evaluation
    from .language import Language
    from .report import Cell

COLUMNS = ("kind", "hiding", "scorer", "hidden", "left_out", *(f"{name}{end}" for name in FIGURES for end in ("", "_low", "_high")))  # fmt: skip


def trust_json(evaluation: Evaluation, language: Language) -> dict[str, Any]:
    """Give every figure with its interval, the calibration and the weights."""
    return {
        "facts": [language.text(fact) for fact in evaluation.facts()],
        "share": evaluation.share,
        "seeds": evaluation.seeds,
        "rows": [
            {
                "kind": row.kind,
                "hiding": row.hiding,
                "scorer": row.scorer,
                "hidden": row.hidden,
                "left_out": row.left_out,
                **{name: [plain(x) for x in found] for name, found in row.figures.items()},
            }
            for row in evaluation.rows
        ],
        "calibration": {
            kind: [
                dict(zip(("from", "to", "pairs", "predicted", "observed"), row, strict=True))
                for row in rows
            ]
            for kind, rows in evaluation.calibration.items()
        },
        "weights": {kind: dict(rows) for kind, rows in evaluation.weights.items()},
        "too_few": dict(evaluation.too_few),
    }


def trust_rows(evaluation: Evaluation) -> list[list[Any]]:
    """Give every figure under `COLUMNS`, for other programs."""
    return [
        [row.kind, row.hiding, row.scorer, row.hidden, row.left_out]
        + [plain(value) for name in FIGURES for value in row.figures[name]]
        for row in evaluation.rows
    ]


def _interval(found: tuple[float, float, float], language: Language) -> Cell:
    value, low, high = found
    if value != value:  # noqa: PLR0124 - undefined
        return None
    return f"{language.number(value, 2)} ({language.number(low, 2)}–{language.number(high, 2)})"


def trust_tables(evaluation: Evaluation, language: Language) -> list[Table]:
    """Give the figures with their intervals, the calibration and the weights."""
    kinds = evaluation.ground.dataset.vocabulary.tie_kinds
    tables = []
    if evaluation.rows:
        tables.append(
            Table(
                _("trust"),
                Phrase(_("How well hidden ties were found (mean, interval of 95 %)")),
                (
                    Column(Phrase(_("kind"))),
                    Column(Phrase(_("hidden"))),
                    Column(Phrase(_("ranked by"))),
                    *(Column(Phrase(label)) for label in FIGURES.values()),
                ),
                tuple(
                    (
                        kinds[row.kind].several,
                        phrase(
                            _("{term}: {definition}"),
                            term=Phrase(HIDINGS[row.hiding]),
                            definition=row.hidden,
                        ),
                        Phrase(SCORERS[row.scorer]),
                        *(_interval(row.figures[name], language) for name in FIGURES),
                    )
                    for row in evaluation.rows
                ),
            )
        )
    calibration = tuple(
        (
            kinds[kind].several,
            f"{language.number(low)}–{language.number(high)}",
            pairs,
            predicted,
            observed,
        )
        for kind, rows in evaluation.calibration.items()
        for low, high, pairs, predicted, observed in rows
    )
    if calibration:
        tables.append(
            Table(
                _("calibration"),
                Phrase(_("Predicted and observed shares of ties, one to ten pairs without")),
                (
                    Column(Phrase(_("kind"))),
                    Column(Phrase(_("predicted between"))),
                    Column(Phrase(_("pairs")), "number", 0),
                    Column(Phrase(_("predicted")), "number", 3),
                    Column(Phrase(_("observed")), "number", 3),
                ),
                calibration,
            )
        )
    weights: tuple[tuple[Cell, ...], ...] = tuple(
        (
            kinds[kind].several,
            phrase("{label} ({id})", label=Phrase(LABELS[name]), id=name),
            Phrase(FEATURES[name]),
            weight,
        )
        for kind, rows in evaluation.weights.items()
        for name, weight in rows
    )
    if weights:
        tables.append(
            Table(
                _("weights"),
                Phrase(_("Weights of the model, for one standard deviation of each feature")),
                (
                    Column(Phrase(_("kind"))),
                    Column(Phrase(_("feature"))),
                    Column(Phrase(_("meaning"))),
                    Column(Phrase(_("weight")), "number", 2),
                ),
                weights,
            )
        )
    return tables
