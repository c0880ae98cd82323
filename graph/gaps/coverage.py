"""Which kinds of partners, areas, themes and languages are missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..phrases import Phrase, counted, phrase
from ..phrases import mark as _
from .languages import language_name, languages_of
from .registry import Gap, gap_id, gap_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from .ground import Ground

FEW_MEMBERS = 3
FAR_BELOW = -2.0
EXPECTED = 3.0
KNOWLEDGE = ("university", "agency")
FEW_PARTNERS = 3


@gap_kind(
    _("missing kind"),
    _(
        "A city or region in three or more networks without any university or agency among its partners; or two kinds"
        " of actors, or two areas, with far fewer agreements than if partners were drawn at random with the"
        " same number of agreements for each actor (expected 3 or more, z at most −2)."
    ),
    severity=_(
        "High for pairs of kinds or areas without any agreement, medium for those with few, low for actors."
    ),
    columns={"found": _("found"), "expected": _("expected"), "z": _("z")},
)
def missing_kind(ground: Ground) -> list[Gap]:
    """Give thin cells of kinds and of areas, and cities without university or agency.

    The null model pairs the ends of the agreements at random (stub matching), which
    keeps every actor's number of agreements; mean and variance are exact.
    """
    gaps: list[Gap] = []
    for column, values, said in (
        ("kind", ground.kinds, _kind_name(ground)),
        ("area", ground.areas, Phrase),
    ):
        gaps += _thin_cells(ground, column, values, said)
    if not any(kind in KNOWLEDGE for kind in ground.kinds.values()):
        return gaps
    near: dict[str, set[str]] = {}
    for tie in ground.ties:
        near.setdefault(str(tie["from"]), set()).add(ground.kinds[str(tie["to"])])
        near.setdefault(str(tie["to"]), set()).add(ground.kinds[str(tie["from"])])
    for actor in sorted(ground.frame):
        networks = ground.networks_of.get(actor, {})
        if ground.kinds[actor] not in {"city", "region"} or len(networks) < FEW_PARTNERS:
            continue
        if near[actor] & set(KNOWLEDGE):
            continue
        gaps.append(
            Gap(
                gap_id("missing_kind", "actor", actor),
                "missing_kind",
                (actor,),
                "low",
                counted(
                    _(
                        "{actor} belongs to {count} network and has no university or agency among its partners in the data."
                    ),
                    _(
                        "{actor} belongs to {count} networks and has no university or agency among its partners in the data."
                    ),
                    len(networks),
                    actor=ground.names[actor],
                ),
                "unknown",
                actors=(actor,),
                order=(-len(networks),),
            )
        )
    return gaps


def _kind_name(ground: Ground) -> Callable[[str], Phrase]:
    kinds = ground.dataset.vocabulary.actor_kinds
    return lambda name: kinds[name].several


def _thin_cells(
    ground: Ground, column: str, values: dict[str, str], said: Callable[[str], Phrase]
) -> list[Gap]:
    ends: dict[str, int] = {}
    found: dict[tuple[str, str], list[str]] = {}
    for (one, other), ties in ground.links.items():
        first, second = sorted((values[one], values[other]))
        if not first or not second:
            continue
        for value in (first, second):
            ends[value] = ends.get(value, 0) + 1
        found.setdefault((first, second), []).extend(ties)
    sizes = _cell_sizes(ground, values)
    gaps = []
    groups = sorted(ends)
    for place, first in enumerate(groups):
        for second in groups[place:]:
            mean, variance = stub_matching(
                ends[first], ends[second], sum(ends.values()), same=first == second
            )
            ties = tuple(sorted(found.get((first, second), [])))
            count = sizes.get((first, second), 0)
            z = (count - mean) / variance**0.5 if variance > 0 else 0.0
            if mean < EXPECTED or z > FAR_BELOW:
                continue
            text = (
                _(
                    "Within {first} there are {found} agreements, where chance would give about {expected}."
                )
                if first == second
                else _(
                    "Between {first} and {second} there are {found} agreements, where chance would give about {expected}."
                )
            )
            gaps.append(
                Gap(
                    gap_id("missing_kind", column, first, second),
                    "missing_kind",
                    (first, second),
                    "medium" if count else "high",
                    phrase(
                        text,
                        first=said(first),
                        second=said(second),
                        found=count,
                        expected=round(mean, 1),
                    ),
                    "unknown",
                    ties=ties,
                    sources=ground.sources_of(ties),
                    values={"found": count, "expected": mean, "z": z},
                    order=(z,),
                )
            )
    return gaps


def _cell_sizes(ground: Ground, values: dict[str, str]) -> dict[tuple[str, str], int]:
    sizes: dict[tuple[str, str], int] = {}
    for one, other in ground.links:
        first, second = sorted((values[one], values[other]))
        sizes[first, second] = sizes.get((first, second), 0) + 1
    return sizes


def stub_matching(first: int, second: int, ends: int, *, same: bool) -> tuple[float, float]:
    """Give mean and variance of the ties between two groups if all ends were paired at random.

    `first` and `second` count the ends in the groups, `ends` all ends; `same` says that the two
    groups are one (its `second` is not used). Exact for the configuration model with loops and
    parallel ties (Newman 2010, section 13.2; factorial moments).

    >>> stub_matching(2, 2, 4, same=False)[0]
    1.3333333333333333
    """
    if ends < 4:  # noqa: PLR2004 - with one tie there is nothing to pair
        return 0.0, 0.0
    one, two = ends - 1, ends - 3
    if same:
        mean = first * (first - 1) / (2 * one)
        pairs = first * (first - 1) * (first - 2) * (first - 3) / (4 * one * two)
    else:
        mean = first * second / one
        pairs = first * (first - 1) * second * (second - 1) / (one * two)
    return mean, pairs + mean - mean * mean


@gap_kind(
    _("missing theme or language"),
    _(
        "A theme that no membership, participation or agreement has now, though one had or plans it, or that one actor alone"
        " has; and a member that is alone in its language within a network of three or more members."
    ),
    severity=_("Medium for a theme without any tie that holds, else low."),
    columns={"theme": _("theme"), "language": _("language")},
)
def missing_theme(ground: Ground) -> list[Gap]:
    """Give the themes that were left or hang on one actor, and the members alone in a language."""
    return [*_themes(ground), *_lone_languages(ground)]


def _themes(ground: Ground) -> list[Gap]:
    now: dict[str, list[dict[str, object]]] = {}
    ever: dict[str, list[dict[str, object]]] = {}
    kinds = ground.dataset.vocabulary.tie_kinds
    for tie in ground.all_ties:
        if ground.to_come(tie):
            continue
        # An office, a grant, a publication has one holder by its nature.
        open_to_all = tie["kind"] in ground.link_kinds or kinds[tie["kind"]].two_mode
        if tie["theme"] and tie["status"] != "absent" and open_to_all:
            ever.setdefault(str(tie["theme"]), []).append(tie)
            if ground.holds(tie):
                now.setdefault(str(tie["theme"]), []).append(tie)
    elsewhere = {str(tie["theme"]) for tie in ground.ties}
    gaps = []
    for theme, ties in sorted(ever.items()):
        rows = now.get(theme, [])
        who = sorted({str(tie["from"]) for tie in rows or ties})
        ends = {str(tie[end]) for tie in rows for end in ("from", "to")}
        if rows and (len(who) > 1 or len(ever) == 1 or _are_links(ground, rows) or len(ends) > 2):  # noqa: PLR2004
            continue
        if who[0] in ground.members and len(who) == 1:
            # A network is many.
            continue
        if not rows and theme in elsewhere:
            continue
        text = (
            _("On the theme “{theme}” {who} alone has a tie in the data.")
            if rows
            else _("Nobody has a tie on the theme “{theme}” now; before, or as a plan: {who}.")
        )
        ids = tuple(sorted(str(tie["id"]) for tie in rows or ties))
        gaps.append(
            Gap(
                gap_id("missing_theme", "theme", theme),
                "missing_theme",
                (theme,),
                "low" if rows else "medium",
                phrase(text, theme=ground.dataset.term(theme), who=ground.listed(who)),
                "unknown",
                ties=ids,
                actors=tuple(who),
                sources=ground.sources_of(ids),
                values={"theme": ground.dataset.term(theme), "language": None},
            )
        )
    return gaps


def _are_links(ground: Ground, rows: list[dict[str, object]]) -> bool:
    """Tell whether a tie between equals has the theme, on which two work by its nature."""
    return any(row["kind"] in ground.link_kinds for row in rows)


def _lone_languages(ground: Ground) -> list[Gap]:
    spoken = {actor: languages_of(str(row["country"])) for actor, row in ground.actors.items()}
    wider = {
        actor: languages_of(str(row["country"]), regional=True)
        for actor, row in ground.actors.items()
    }
    gaps = []
    for network, members in ground.members.items():
        places = [m for m in members if ground.kinds[m] in ground.linkable and spoken[m]]
        if len(places) < FEW_MEMBERS:
            continue
        speakers = Counter(language for m in places for language in set(spoken[m]))
        for actor in places:
            others = {language for m in places if m != actor for language in wider[m]}
            if any(speakers[language] > 1 or language in others for language in spoken[actor]):
                continue
            ties = members[actor]
            language = language_name(spoken[actor][0])
            gaps.append(
                Gap(
                    gap_id("missing_theme", "language", network, actor),
                    "missing_theme",
                    (network, actor),
                    "low",
                    phrase(
                        _(
                            "In {network}, {actor} is the only one of {members} members in the data from a country where {language} is an official language."
                        ),
                        network=ground.names[network],
                        actor=ground.names[actor],
                        members=len(places),
                        language=language,
                    ),
                    ties=ties,
                    actors=(actor, network),
                    sources=ground.sources_of(ties),
                    values={"theme": None, "language": language},
                )
            )
    return gaps
