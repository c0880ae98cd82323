"""How sure the ranks in the panel of an actor are, in small networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...graph.view import View

MEASURES = ("degree", "betweenness")
MANY = 150
DRAWS = 100
DROP = 0.1


def rank_intervals(view: View) -> dict[str, Any] | None:
    """Give the ranks between which an actor lies where every tenth tie may be missing.

    For degree and betweenness, of up to 150 actors, from 100 seeded draws of
    `alianza.graph.evidence.stability.stability`: ``draws`` and ``drop``, and by measure the lowest and the
    highest rank of the middle 95 % by actor, in the order of ``view.ids``. None for larger views,
    projections and views without ties.
    """
    from ...graph.evidence.stability import stability  # noqa: PLC0415

    if view.projected or not view.pairs or len(view) > MANY:
        return None
    import pandas as pd  # noqa: PLC0415

    found: dict[str, Any] = {"draws": DRAWS, "drop": DROP, "ranks": {}}
    for name in MEASURES:
        table = (
            stability(view, name, drop=DROP, draws=DRAWS).table.set_index("id").loc[list(view.ids)]
        )
        found["ranks"][name] = [
            [None if pd.isna(bound) else int(bound) for bound in pair]
            for pair in zip(table["rank_low"].tolist(), table["rank_high"].tolist(), strict=True)
        ]
    return found
