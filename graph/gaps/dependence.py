"""What hangs on one tie or one actor, and who leads alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..measures.cuts import articulation_actors, bridge_ties
from ..phrases import Phrase, counted, phrase
from ..phrases import mark as _
from .ground import with_tables
from .registry import Gap, gap_id, gap_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..view import View
    from .ground import Ground

NAMED_CUTS = 50
"""For how many cut actors and bridges, the largest first, it is worked out who is cut off."""
MANY_NETWORKS = 3
CONCENTRATED = 0.25
FEW_LEADS = 3
MANY_TURNS = 2


@gap_kind(
    _("single tie"),
    _(
        "An actor with exactly one partner in the ties that hold, whatever their kinds; not networks and"
        " publications, whose other partners the data do not aim to hold."
    ),
    severity=_(
        "Medium for actors that can hold agreements with their like, else low; high where the one"
        " partner holds three or more such actors."
    ),
    columns={"partner": _("only partner")},
)
def single_tie(ground: Ground) -> list[Gap]:
    """Give the actors that hang on one partner; parallel ties to it are one."""
    view, edge = ground.view, _edge(ground)
    degree = view.undirected.indptr[1:] - view.undirected.indptr[:-1]
    only = {
        view.ids[place]: view.ids[view.undirected.indices[view.undirected.indptr[place]]]
        for place in range(len(view))
        if degree[place] == 1 and view.ids[place] not in edge
    }
    hung: dict[str, list[str]] = {}
    for actor, partner in only.items():
        if ground.kinds[actor] in ground.linkable:
            hung.setdefault(partner, []).append(actor)
    ties = _ties_between(ground, {*only.items()})
    gaps = []
    for actor, partner in only.items():
        if ground.kinds[actor] not in ground.linkable:
            severity = "low"
        else:
            severity = "high" if len(hung[partner]) >= MANY_NETWORKS else "medium"
        mine = ties[actor, partner]
        gaps.append(
            Gap(
                gap_id("single_tie", actor),
                "single_tie",
                (actor,),
                severity,
                phrase(
                    _("{actor} has one partner only in the data: {partner}."),
                    actor=ground.names[actor],
                    partner=ground.names[partner],
                ),
                ties=mine,
                actors=(actor, partner),
                sources=ground.sources_of(mine),
                values={"partner": ground.names[partner]},
            )
        )
    return gaps


def _ties_between(
    ground: Ground, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the ties that hold between each of `pairs`, in either direction."""
    wanted = {frozenset(pair): pair for pair in pairs}
    found: dict[frozenset[str], list[str]] = {}
    for tie in ground.ties:
        ends = frozenset((str(tie["from"]), str(tie["to"])))
        if ends in wanted:
            found.setdefault(ends, []).append(str(tie["id"]))
    return {pair: tuple(found.get(frozenset(pair), ())) for pair in pairs}


@gap_kind(
    _("broker dependence"),
    _(
        "An actor without whom its component would fall into several parts, or a tied pair of"
        " partners without whose ties it would fall in two, with at least two actors on either side;"
        " networks and publications with one partner in the data are left out."
    ),
    severity=_(
        "High where a tenth or more of all actors with ties would be cut off, medium from two"
        " actors on, low for one."
    ),
    columns={"cut_off": _("actors cut off"), "who": _("who would be cut off")},
)
def broker_dependence(ground: Ground) -> list[Gap]:
    """Give the articulation actors and the bridges, with those who would be cut off."""
    view = _without_edge(ground)
    tied = int(((view.undirected.indptr[1:] - view.undirected.indptr[:-1]) > 0).sum())

    def severity(cut: int) -> str:
        if cut * 10 >= tied and cut > 1:
            return "high"
        return "medium" if cut > 1 else "low"

    gaps = []
    for place, actor in enumerate(articulation_actors(view)):
        lost = _cut_off(view, [actor.id], None) if place < NAMED_CUTS else []
        gaps.append(
            _broken(
                (actor.id,),
                severity(actor.cut_off),
                counted(
                    _("Without {actor}, {count} actor would be cut off from the others."),
                    _("Without {actor}, {count} actors would be cut off from the others."),
                    actor.cut_off,
                    actor=ground.names[actor.id],
                ),
                actor.cut_off,
                lost,
                (),
                ground,
            )
        )
    bridges = [row for row in bridge_ties(view) if row.cut_off > 1]
    ties = _ties_between(ground, [(row.first, row.second) for row in bridges])
    for place, row in enumerate(bridges):
        ends = (row.first, row.second)
        lost = _cut_off(view, [], ends) if place < NAMED_CUTS else []
        gaps.append(
            _broken(
                ends,
                severity(row.cut_off),
                counted(
                    _(
                        "Only the tie of {first} and {second} keeps {count} actor together with the others."
                    ),
                    _(
                        "Only the tie of {first} and {second} keeps {count} actors together with the others."
                    ),
                    row.cut_off,
                    first=ground.names[row.first],
                    second=ground.names[row.second],
                ),
                row.cut_off,
                lost,
                ties[ends],
                ground,
            )
        )
    return gaps


def _broken(
    subjects: tuple[str, ...],
    severity: str,
    sentence: Phrase,
    cut: int,
    lost: list[str],
    ties: tuple[str, ...],
    ground: Ground,
) -> Gap:
    return Gap(
        gap_id("broker_dependence", *subjects),
        "broker_dependence",
        subjects,
        severity,
        sentence,
        reasons=(phrase(_("Cut off: {who}."), who=ground.listed(lost)),) if lost else (),
        ties=ties,
        actors=(*subjects, *lost),
        sources=ground.sources_of(ties),
        values={"cut_off": cut, "who": ground.listed(lost) if lost else None},
        order=(-cut,),
    )


def _edge(ground: Ground) -> frozenset[str]:
    """Give the networks and publications with one partner: there the data end, not the world."""
    kinds = ground.dataset.vocabulary.actor_kinds
    view = ground.view
    degree = view.undirected.indptr[1:] - view.undirected.indptr[:-1]
    return frozenset(
        actor
        for place, actor in enumerate(view.ids)
        if degree[place] == 1
        and (kinds[ground.kinds[actor]].two_mode or ground.kinds[actor] == "publication")
    )


def _without_edge(ground: Ground) -> View:
    """Give the graph without networks and publications of one partner, which nobody depends on."""
    edge = _edge(ground)
    if not edge:
        return ground.view
    actors, ties = ground.dataset.actors, ground.dataset.ties
    held = {str(tie["id"]) for tie in ground.ties}
    kept = ties["id"].isin(held) & ~ties["from"].isin(edge) & ~ties["to"].isin(edge)
    actors = actors[actors["id"].isin(set(ground.actors) - edge)]
    return with_tables(ground.dataset, actors=actors, ties=ties[kept]).view(two_mode=False)


def _cut_off(view: View, gone: list[str], bridge: tuple[str, str] | None) -> list[str]:
    """Give the actors that leave the largest part of their component without an actor or a tie."""
    place = {actor: index for index, actor in enumerate(view.ids)}
    bounds, others = view.undirected.indptr, view.undirected.indices
    start = place[bridge[0]] if bridge else place[gone[0]]
    cut = {frozenset((place[bridge[0]], place[bridge[1]]))} if bridge else set()
    removed = {place[actor] for actor in gone}
    seeds = [start] if bridge else others[bounds[start] : bounds[start + 1]].tolist()
    if bridge:
        seeds.append(place[bridge[1]])
    parts: list[list[int]] = []
    seen = set(removed)
    for seed in seeds:
        if seed in seen:
            continue
        seen.add(seed)
        part, stack = [seed], [seed]
        while stack:
            here = stack.pop()
            for there in others[bounds[here] : bounds[here + 1]].tolist():
                if there not in seen and frozenset((here, there)) not in cut:
                    seen.add(there)
                    part.append(there)
                    stack.append(there)
        parts.append(part)
    largest = max(range(len(parts)), key=lambda number: (len(parts[number]), -min(parts[number])))
    lost = [actor for number, part in enumerate(parts) if number != largest for actor in part]
    return [view.ids[actor] for actor in sorted(lost)]


@gap_kind(
    _("idle member"),
    _(
        "A member of networks whose leaders are in the data, of which the data hold no lead in any of them,"
        " now or before."
    ),
    severity=_("Medium for members of three or more networks with known leaders, else low."),
    columns={"networks": _("networks")},
    needs="leads",
)
def idle_member(ground: Ground) -> list[Gap]:
    """Give the members that lead nothing anywhere, if a network of theirs has known leaders."""
    led = {str(tie["to"]) for tie in ground.leads}
    leaders = {str(tie["from"]) for tie in ground.leads}
    gaps = []
    for actor, networks in sorted(ground.networks_of.items()):
        mine = [network for network in networks if network in led]
        if actor in leaders or not mine or ground.kinds[actor] not in ground.linkable:
            continue
        known = {ground.survey("leadership", actor, network) for network in mine}
        statuses = {status for status, _sources in known}
        survey = (
            statuses.pop()
            if len(statuses) == 1
            else "surveyed" if "unknown" not in statuses else "unknown"
        )  # fmt: skip
        ties = tuple(tie for network in mine for tie in networks[network])
        gaps.append(
            Gap(
                gap_id("idle_member", actor),
                "idle_member",
                (actor,),
                "medium" if len(mine) >= MANY_NETWORKS else "low",
                counted(
                    _(
                        "{actor} is a member of {count} network with known leaders, and no lead of its own there is in the data: {networks}."
                    ),
                    _(
                        "{actor} is a member of {count} networks with known leaders, and no lead of its own there is in the data: {networks}."
                    ),
                    len(mine),
                    actor=ground.names[actor],
                    networks=ground.listed(mine),
                ),
                survey,
                (Phrase(_("No source lists who leads what there in full: ask before you say so.")),)
                if survey == "unknown"
                else (),
                ties=ties,
                actors=(actor, *mine),
                sources=ground.sources_of(ties),
                values={"networks": len(mine)},
                order=(-len(mine),),
            )
        )
    return gaps


@gap_kind(
    _("concentrated leadership"),
    _(
        "A network with three or more leaderships, held now or before, whose Herfindahl index (sum of squared"
        " shares of the leaders) is 0.25 or more and of which one actor holds two or more; with the Gini index of"
        " leaderships among its members."
    ),
    severity=_("High where one actor holds half or more, else medium."),
    columns={
        "leads": _("leaderships"),
        "herfindahl": _("Herfindahl index"),
        "gini": _("Gini index"),
    },
    needs="leads",
)
def concentrated_leadership(ground: Ground) -> list[Gap]:
    """Give the networks whose leaderships few actors share.

    The Gini index counts the members that lead nothing with 0.
    """
    by_network: dict[str, dict[str, list[str]]] = {}
    for tie in ground.leads:
        leaders = by_network.setdefault(str(tie["to"]), {})
        leaders.setdefault(str(tie["from"]), []).append(str(tie["id"]))
    gaps = []
    for network, leaders in sorted(by_network.items()):
        sizes = {actor: len(ties) for actor, ties in leaders.items()}
        total = sum(sizes.values())
        members = set(ground.members.get(network, {})) | set(sizes)
        if total < FEW_LEADS or len(members) < FEW_LEADS:
            continue
        index = herfindahl(list(sizes.values()))
        if index < CONCENTRATED or max(sizes.values()) < MANY_TURNS:
            continue
        first = min(sizes, key=lambda actor: (-sizes[actor], actor))
        ties = tuple(sorted(tie for mine in leaders.values() for tie in mine))
        gaps.append(
            Gap(
                gap_id("concentrated_leadership", network),
                "concentrated_leadership",
                (network,),
                "high" if sizes[first] * 2 >= total else "medium",
                phrase(
                    _(
                        "{leader} holds or held {most} of {total} leaderships of {network} that the data know; it has {members} members or leaders in the data."
                    ),
                    leader=ground.names[first],
                    most=sizes[first],
                    total=total,
                    network=ground.names[network],
                    members=len(members),
                ),
                ties=ties,
                actors=(network, *sorted(sizes)),
                sources=ground.sources_of(ties),
                values={
                    "leads": total,
                    "herfindahl": index,
                    "gini": gini([sizes.get(member, 0) for member in members]),
                },
                order=(-index,),
            )
        )
    return gaps


def herfindahl(sizes: list[int]) -> float:
    """Give the sum of squared shares: 1/n for n equal shares, 1 for one holder (Herfindahl 1950).

    >>> herfindahl([2, 1, 1])
    0.375
    """
    total = sum(sizes)
    return sum(size * size for size in sizes) / (total * total)


def gini(sizes: list[int]) -> float:
    """Give the Gini index: 0 for equal sizes, (n − 1)/n where one of n has all (Gini 1912).

    >>> gini([0, 0, 4])
    0.6666666666666666
    """
    ordered, n = sorted(sizes), len(sizes)
    total = sum(ordered)
    if not total:
        return 0.0
    return sum((2 * rank - n - 1) * size for rank, size in enumerate(ordered, 1)) / (n * total)
