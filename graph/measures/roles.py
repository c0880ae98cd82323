"""Membership counted by role: a founder is more than an observer, as the dataset says by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import mark as _
from .registry import ROLES, measure

if TYPE_CHECKING:
    from ..view import View
    from .registry import Values


@measure(
    _("Role-weighted membership degree"),
    _(
        "Sum over the networks (actors of a two-mode kind) to which the actor has a tie of the"
        " weight of its role there, as role_weights in datapackage.json declares it; of several"
        " roles in one network, the largest weight counts; for a network, the sum over its members;"
        " from the ties that the view counts."
    ),
    range=_("0 and more"),
    blank=_("In one of the networks none of the actor’s roles has a declared weight."),
    reference="after the membership indices of international organisations",
    mode="roles",
    formula="Σ_{networks j} max weight(role of i in j)",
)
def role_degree(view: View) -> Values:
    """Sum the weights of each actor's roles in networks, and of each network's members.

    0 and more; undefined for both ends where the roles of a tied pair have no declared weight.
    An empty role is one too: ``""`` may be declared.
    """
    import numpy as np  # noqa: PLC0415

    weights = view.dataset.metadata.get(ROLES) or {}
    kinds = view.dataset.vocabulary.actor_kinds
    actors = view.dataset.actors
    second = {
        actor: kinds[kind].two_mode
        for actor, kind in zip(actors["id"].tolist(), actors["kind"].tolist(), strict=True)
    }
    counted = set(view.tie_ids)
    best: dict[tuple[str, str], float] = {}
    ties = view.dataset.ties
    columns = (ties[name].tolist() for name in ("id", "from", "to", "role"))
    for tie, tail, head, role in zip(*columns, strict=True):
        if tie not in counted or second[tail] == second[head]:
            continue
        pair = (head, tail) if second[tail] else (tail, head)
        best[pair] = max(best.get(pair, -1.0), float(weights.get(role, -1.0)))
    place = {actor: index for index, actor in enumerate(view.ids)}
    result: Values = np.zeros(len(view))
    # By size, so that the order of ties never shows in the last digit.
    for pair, weight in sorted(best.items(), key=lambda item: (item[1], item[0])):
        for end in pair:
            if end in place:
                result[place[end]] += weight if weight >= 0 else np.nan
    return result
