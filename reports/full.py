"""The full report: what a researcher needs beyond the ranking, each with how it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .history import time_part
from .likeness import equivalence_part
from .shape import backbone_part, core_part, degrees_part, significance_part, stability_part
from .standing import brokerage_part, communities_part, mixing_part

if TYPE_CHECKING:
    from ..graph.dataset import Dataset
    from ..graph.view import View
    from .language import Language
    from .part import Part


def full_parts(
    dataset: Dataset, view: View, options: dict[str, Any], language: Language
) -> tuple[Part, ...]:
    """Give the sections of the full report, and the tables behind them, of `view`.

    `options` are those that made the view. What has no meaning for it is left out: no core of a
    two-mode view, no backbone but of a projection, nothing over time without dates.
    """
    parts = (
        communities_part(view),
        mixing_part(view),
        brokerage_part(view),
        equivalence_part(view, language),
        core_part(view),
        degrees_part(view),
        backbone_part(dataset, options),
        time_part(dataset, options, language),
        stability_part(dataset, options),
        significance_part(dataset, options),
    )
    return tuple(one for one in parts if one is not None)
