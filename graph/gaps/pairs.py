"""Pairs of actors: no agreement though much speaks for it, an agreement without a common network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import Phrase, phrase
from ..phrases import mark as _
from .registry import Gap, gap_id, gap_kind
from .suggestions import suggest

if TYPE_CHECKING:
    from .ground import Ground

MANY_REASONS = 3


@gap_kind(
    _("unlinked pair"),
    _(
        "Two actors of the survey frame without a direct agreement that holds, though networks, partners or paths of three"
        " agreements join them; the pairs with the highest scores."
    ),
    severity=_(
        "High across areas with three or more shared networks and partners, unless one instrument of several"
        " parties joins both; medium across areas or with three or more of them, else low."
    ),
    columns={
        "score": _("score"),
        "networks": _("shared networks"),
        "partners": _("common partners"),
        "distance": _("distance (km)"),
        "planned": _("planned or ended"),
    },
)
def unlinked_pair(ground: Ground) -> list[Gap]:
    """Give the suggested partnerships: pairs across areas first, then by score."""
    gaps = []
    for row in suggest(ground):
        one, other = row.pair
        shared = len({*row.networks, *row.partners})
        across = bool(
            ground.areas[one] and ground.areas[other] and ground.areas[one] != ground.areas[other]
        )
        if across and shared >= MANY_REASONS and not row.joint:
            severity = "high"
        else:
            severity = "medium" if across or shared >= MANY_REASONS else "low"
        survey, sources = ground.link_survey(one, other)
        planned = ground.planned_links.get(row.pair, ())
        ended = ground.past_links.get(row.pair, ())
        ties = tuple(
            sorted(
                {
                    tie
                    for network in row.networks
                    for end in row.pair
                    for tie in ground.networks_of[end][network]
                }
                | {
                    tie
                    for partner in (*row.partners, *row.joint)
                    for end in row.pair
                    for tie in ground.partners[end][partner]
                }
                | {*planned, *ended}
            )
        )
        state = None
        if planned:
            state = Phrase(_("planned"))
        elif ended:
            state = Phrase(_("ended"))
        gaps.append(
            Gap(
                gap_id("unlinked_pair", one, other),
                "unlinked_pair",
                row.pair,
                severity,
                phrase(
                    _("{first} and {second} have no direct agreement that holds."),
                    first=ground.names[one],
                    second=ground.names[other],
                ),
                survey,
                row.reasons,
                ties,
                (one, other, *row.networks, *row.partners),
                tuple(dict.fromkeys((*sources, *ground.sources_of(ties)))),
                values={
                    "score": row.score,
                    "networks": len(row.networks),
                    "partners": len(row.partners),
                    "distance": row.distance,
                    "planned": state,
                },
                order=(0.0 if across else 1.0, -row.score),
            )
        )
    return gaps


@gap_kind(
    _("agreement without a common network"),
    _("Two members of networks with a direct agreement that holds and no network in common."),
    severity=_("Medium across areas, else low."),
    needs="affiliations",
)
def agreement_without_network(ground: Ground) -> list[Gap]:
    """Give the linked pairs whose ends both belong to networks, but to none together."""
    gaps = []
    for (one, other), ties in ground.links.items():
        first, second = (ground.networks_of.get(actor, {}) for actor in (one, other))
        if not first or not second or set(first) & set(second):
            continue
        if not {ground.kinds[one], ground.kinds[other]} <= ground.linkable:
            continue
        known = [
            ground.survey("membership", actor, network)[0]
            for actor, networks in ((one, second), (other, first))
            for network in networks
        ]
        survey = "surveyed" if "unknown" not in known else "unknown"
        across = ground.areas[one] != ground.areas[other]
        gaps.append(
            Gap(
                gap_id("agreement_without_network", one, other),
                "agreement_without_network",
                (one, other),
                "medium" if across else "low",
                phrase(
                    _(
                        "{first} and {second} have an agreement, but no network of the data in common."
                    ),
                    first=ground.names[one],
                    second=ground.names[other],
                ),
                survey,
                (
                    phrase(
                        _("{actor} belongs to: {networks}."),
                        actor=ground.names[one],
                        networks=ground.listed(first),
                    ),
                    phrase(
                        _("{actor} belongs to: {networks}."),
                        actor=ground.names[other],
                        networks=ground.listed(second),
                    ),
                ),
                ties,
                (one, other, *first, *second),
                ground.sources_of(ties),
            )
        )
    return gaps
