"""Where networks overlap, who is in none and who is in very many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import Phrase, counted, phrase
from ..phrases import mark as _
from .registry import Gap, gap_id, gap_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .ground import Ground

OVERLAP = 0.6
FEW_MEMBERS = 3
USUAL = 4


@gap_kind(
    _("redundant networks"),
    _(
        "Two networks with three or more members each in the data, whose shared members are 60 % or"
        " more of the members of either (Jaccard index)."
    ),
    severity=_("Medium where all members of the smaller one are shared, else low."),
    columns={"shared": _("shared members"), "overlap": _("overlap")},
    needs="affiliations",
)
def redundant_networks(ground: Ground) -> list[Gap]:
    """Give the pairs of networks with nearly the same members, as far as the data know them."""
    together: dict[tuple[str, str], int] = {}
    for networks in ground.networks_of.values():
        mine = sorted(networks)
        for place, one in enumerate(mine):
            for other in mine[place + 1 :]:
                together[one, other] = together.get((one, other), 0) + 1
    gaps = []
    for (one, other), shared in sorted(together.items()):
        first, second = ground.members[one], ground.members[other]
        overlap = shared / (len(first) + len(second) - shared)
        if min(len(first), len(second)) < FEW_MEMBERS or overlap < OVERLAP:
            continue
        both = sorted(set(first) & set(second))
        ties = tuple(sorted(tie for actor in both for tie in (*first[actor], *second[actor])))
        gaps.append(
            Gap(
                gap_id("redundant_networks", one, other),
                "redundant_networks",
                (one, other),
                "medium" if shared == min(len(first), len(second)) else "low",
                counted(
                    _("{first} and {second} share {count} member: {who}."),
                    _("{first} and {second} share {count} members: {who}."),
                    shared,
                    first=ground.names[one],
                    second=ground.names[other],
                    who=ground.listed(both),
                ),
                reasons=(
                    Phrase(_("Only the members in the data are compared, not all that they have.")),
                ),
                ties=ties,
                actors=(one, other, *both),
                sources=ground.sources_of(ties),
                values={"shared": shared, "overlap": overlap},
                order=(-overlap, -shared),
            )
        )
    return gaps


@gap_kind(
    _("absentee"),
    _("An actor of the survey frame that belongs to no network in the data."),
    severity=_("High where it has no tie at all, else medium."),
    needs="affiliations",
)
def absentees(ground: Ground) -> list[Gap]:
    """Give the actors of the frame without any affiliation, isolates first."""
    tied = {str(tie[end]) for tie in ground.ties for end in ("from", "to")}
    networks = list(ground.members)
    before = _former(ground)
    gaps = []
    for actor in sorted(ground.frame):
        if ground.networks_of.get(actor):
            continue
        known = [ground.survey("membership", actor, network)[0] for network in networks]
        if known and "unknown" not in known:
            survey = "surveyed" if "surveyed" in known else "absent"
        else:
            survey = "unknown"
        seen = sum(status != "unknown" for status in known)
        gaps.append(
            Gap(
                gap_id("absentees", actor),
                "absentees",
                (actor,),
                "medium" if actor in tied else "high",
                phrase(_("{actor} belongs to no network in the data."), actor=ground.names[actor]),
                survey,
                (
                    counted(
                        _("Of the {count} network in the data, {seen} was searched for it."),
                        _("Of the {count} networks in the data, {seen} were searched for it."),
                        len(networks),
                        seen=seen,
                    ),
                    *(
                        [phrase(_("It was in: {networks}."), networks=ground.listed(before[actor]))]
                        if actor in before
                        else []
                    ),
                ),
                actors=(actor,),
            )
        )
    return gaps


def _former(ground: Ground) -> dict[str, list[str]]:
    """Give, for each actor, the networks to which a tie of membership has ended."""
    kinds, actors = ground.dataset.vocabulary.tie_kinds, ground.dataset.vocabulary.actor_kinds
    found: dict[str, set[str]] = {}
    for tie in ground.past_ties:
        head = str(tie["to"])
        ended = not ground.holds(tie) and tie["status"] == "ended"
        if ended and kinds[tie["kind"]].two_mode and actors[ground.kinds[head]].two_mode:
            found.setdefault(str(tie["from"]), set()).add(head)
    return {actor: sorted(networks) for actor, networks in found.items()}


def _searched_for_all(ground: Ground, networks: Iterable[str]) -> int:
    """Count the networks whose lists were searched for everyone in the frame who is not in them."""
    return sum(
        all(
            actor in ground.members[network]
            or ground.survey("membership", actor, network)[0] != "unknown"
            for actor in ground.frame
        )
        for network in networks
    )


@gap_kind(
    _("usual suspect"),
    _(
        "An actor in four or more networks and beyond the upper fence of Tukey (third quartile plus 1.5 times the"
        " distance of the quartiles) of the numbers of networks of all members."
    ),
    severity=_("Medium beyond three times the distance of the quartiles, else low."),
    columns={"networks": _("networks"), "share": _("share of memberships")},
    needs="affiliations",
)
def usual_suspects(ground: Ground) -> list[Gap]:
    """Give the members that are everywhere, compared with all members. Tukey 1977."""
    import numpy as np  # noqa: PLC0415

    sizes = {
        actor: len(networks)
        for actor, networks in ground.networks_of.items()
        if ground.kinds[actor] in ground.linkable
    }
    if not sizes:
        return []
    lower, upper = np.percentile(list(sizes.values()), [25, 75])
    total = sum(sizes.values())
    gaps = []
    for actor, size in sorted(sizes.items()):
        if size < USUAL or size <= upper + 1.5 * (upper - lower):
            continue
        ties = tuple(sorted(tie for mine in ground.networks_of[actor].values() for tie in mine))
        whole = _searched_for_all(ground, ground.networks_of[actor])
        gaps.append(
            Gap(
                gap_id("usual_suspects", actor),
                "usual_suspects",
                (actor,),
                "medium" if size > upper + 3 * (upper - lower) else "low",
                phrase(
                    _(
                        "{actor} is in {size} networks; half of all members are in {middle} or fewer."
                    ),
                    actor=ground.names[actor],
                    size=size,
                    middle=int(np.median(list(sizes.values()))),
                ),
                reasons=(
                    counted(
                        _(
                            "Of these, the list of {count} network was searched for every actor of the frame."
                        ),
                        _(
                            "Of these, the lists of {count} networks were searched for every actor of the frame."
                        ),
                        whole,
                    ),
                )
                if whole < size
                else (),
                ties=ties,
                actors=(actor, *ground.networks_of[actor]),
                sources=ground.sources_of(ties),
                values={"networks": size, "share": size / total},
                order=(-size,),
            )
        )
    return gaps
