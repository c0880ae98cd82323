"""Suggested partnerships: pairs without a direct tie, ranked by a small model, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..phrases import Phrase, When, counted, phrase
from ..phrases import mark as _
from ..places import distance_km
from .languages import language_name, languages_of
from .registry import gap_id
from .rows import pair_of

if TYPE_CHECKING:
    from .ground import Ground
    from .model import TieModel
    from .rows import Pair

CANDIDATES = 20_000
SUGGESTED = 1_000
NAMED_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair without a direct tie: its score, what it shares, and the reasons in words.

    ``score`` is linear, the higher the likelier; ``share`` the share of true ties among pairs of
    such a score, one tie to ten pairs without (NaN where the data were too few to calibrate).
    ``distance`` is in kilometres, None where a place is not known. ``joint`` are the networks with
    which both made one instrument (same words, same day): it may already join the two.
    """

    pair: Pair
    score: float
    share: float
    networks: tuple[str, ...]
    partners: tuple[str, ...]
    distance: float | None
    reasons: tuple[Phrase, ...]
    joint: tuple[str, ...] = ()


def tie_model(ground: Ground) -> TieModel:
    """Give the model of direct ties, learnt once from the ties that hold."""
    from .features import arena_of  # noqa: PLC0415
    from .model import fit  # noqa: PLC0415

    if "_tie_model" not in ground.__dict__:
        ground.__dict__["_tie_model"] = fit(arena_of(ground, ground.link_kinds))
    model: TieModel = ground.__dict__["_tie_model"]
    return model


def suggest(ground: Ground, top: int = SUGGESTED, *, only: str | None = None) -> list[Suggestion]:
    """Give the `top` pairs with the highest scores that paths of two or three ties join.

    Both ends are in the survey frame and of kinds that hold agreements with each other; a pair known to be
    tied is never among them. `only` keeps the pairs with that actor.
    """
    import numpy as np  # noqa: PLC0415

    from .features import Indices, arena_of  # noqa: PLC0415

    arena = arena_of(ground, ground.link_kinds)
    indices = Indices(arena)
    tails, heads = indices.candidates(CANDIDATES)
    if only is not None:
        mine = np.array([arena.ids[t] == only or arena.ids[h] == only for t, h in zip(tails, heads, strict=True)], dtype=bool)  # fmt: skip
        tails, heads = tails[mine], heads[mine]
    if not len(tails):
        return []
    model = tie_model(ground)
    scores = model.scores(indices.of(tails, heads))
    order = np.lexsort((heads, tails, -scores))
    pairs = [pair_of(arena.ids[tails[place]], arena.ids[heads[place]]) for place in order]
    chosen = [
        number
        for number, pair in enumerate(pairs)
        if number < top or (ground.keep and gap_id("unlinked_pair", *pair) in ground.keep)
    ]
    shares = model.calibrated(scores)
    works = _themes_of(ground)
    between = _between_countries(ground)
    return [
        _explained(
            ground,
            pairs[number],
            (float(scores[order[number]]), float(shares[order[number]])),
            works,
            between,
        )
        for number in chosen
    ]


def _themes_of(ground: Ground) -> dict[str, dict[str, set[str]]]:
    """Give, for each actor, its themes and the ties that have them."""
    themes: dict[str, dict[str, set[str]]] = {}
    for tie in ground.ties:
        if tie["theme"]:
            for end in ("from", "to"):
                mine = themes.setdefault(str(tie[end]), {})
                mine.setdefault(str(tie["theme"]), set()).add(str(tie["id"]))
    return themes


def _one_instrument(ground: Ground, network: str, pair: Pair) -> tuple[str, ...]:
    """Give the ties of both ends to a network that are one instrument: same words and same start."""
    kinds = ground.dataset.vocabulary.actor_kinds
    if not kinds[ground.kinds[network]].two_mode:
        return ()
    sides = [ground.partners.get(actor, {}).get(network, ()) for actor in pair]
    mine, theirs = (
        {
            (str(row["instrument"]), str(row["start"])): tie
            for tie in ties
            if (row := ground.tie(tie))["instrument"] and row["start"]
        }
        for ties in sides
    )
    return tuple(tie for key in sorted(mine) if key in theirs for tie in (mine[key], theirs[key]))


def _between_countries(ground: Ground) -> dict[Pair, list[Pair]]:
    """Give the linked pairs by the pair of their countries."""
    found: dict[Pair, list[Pair]] = {}
    for one, other in ground.links:
        countries = [str(ground.actors[actor]["country"]) for actor in (one, other)]
        if all(countries) and {ground.kinds[one], ground.kinds[other]} <= ground.linkable:
            found.setdefault(pair_of(*countries), []).append((one, other))
    return found


def _explained(
    ground: Ground,
    pair: Pair,
    scores: tuple[float, float],
    themes: dict[str, dict[str, set[str]]],
    between: dict[Pair, list[Pair]],
) -> Suggestion:
    one, other = pair
    first, second = (ground.networks_of.get(actor, {}) for actor in pair)
    networks = tuple(network for network in first if network in second)
    mine, theirs = (ground.partners.get(actor, {}) for actor in pair)
    joint = {
        partner: ties
        for partner in sorted(mine)
        if (ties := _one_instrument(ground, partner, pair))
    }
    partners = tuple(
        sorted(partner for partner in mine if partner in theirs and partner not in joint)
    )
    reasons: list[Phrase] = []
    if networks:
        reasons.append(phrase(_("Both belong to: {networks}."), networks=ground.listed(networks)))
    if partners:
        text = _("Both have agreements with: {partners}.")
        reasons.append(phrase(text, partners=ground.listed(partners)))
    reasons += _joint_work(ground, pair, joint, themes)
    rows = ground.actors[one], ground.actors[other]
    countries = str(rows[0]["country"]), str(rows[1]["country"])
    spoken = [languages_of(country) for country in countries]
    tongues = [language for language in spoken[0] if language in spoken[1]]
    if tongues:
        reasons.append(
            phrase(
                _("Shared official language: {languages}."),
                languages=tuple(language_name(language) for language in tongues[:3]),
            )
        )
    areas = ground.areas[one], ground.areas[other]
    if all(areas) and areas[0] != areas[1]:
        text = _("They would link two areas: {first}, {second}.")
        reasons.append(phrase(text, first=Phrase(areas[0]), second=Phrase(areas[1])))
    points = [float(row[axis]) for row in rows for axis in ("lat", "lon")]
    distance = None if any(x != x for x in points) else distance_km(*points)  # noqa: PLR0124
    if distance is not None:
        reasons.append(phrase(_("They lie {km} km apart."), km=round(distance)))
    alike = between.get(pair_of(*countries), []) if all(countries) else []
    reasons += [*_examples(ground, alike), *_other_times(ground, pair)]
    return Suggestion(pair, *scores, networks, partners, distance, tuple(reasons), tuple(joint))


def _joint_work(
    ground: Ground,
    pair: Pair,
    joint: dict[str, tuple[str, ...]],
    themes: dict[str, dict[str, set[str]]],
) -> list[Phrase]:
    """Name the instruments of several parties that join two, and the themes that they share beside these."""
    one, other = pair
    reasons: list[Phrase] = []
    for network, ties in joint.items():
        text = _(
            "Both are parties to one instrument with {network} ({when}): it may already join the two, so read it first."
        )
        when = When(str(ground.tie(ties[0])["start"]))
        reasons.append(phrase(text, network=ground.names[network], when=when))
    instruments = {tie for ties in joint.values() for tie in ties}
    shared = tuple(
        sorted(
            theme
            for theme, ties in themes.get(one, {}).items()
            if ties - instruments and themes.get(other, {}).get(theme, set()) - instruments
        )
    )
    if shared:
        reasons.append(
            phrase(
                _("Both work on: {themes}."),
                themes=tuple(ground.dataset.term(theme) for theme in shared),
            )
        )
    return reasons


def _examples(ground: Ground, alike: list[Pair]) -> list[Phrase]:
    """Say which pairs of the same two countries have a direct tie."""
    if not alike:
        return []
    texts = (
        _("Between their countries the data know {count} such tie: {pairs}."),
        _("Between their countries the data know {count} such ties: {pairs}."),
    )
    if len(alike) > NAMED_PAIRS:
        texts = (
            _("Between their countries the data know {count} such tie, among them: {pairs}."),
            _("Between their countries the data know {count} such ties, among them: {pairs}."),
        )
    return [
        counted(
            *texts,
            len(alike),
            pairs=tuple(
                phrase("{a} – {b}", a=ground.names[a], b=ground.names[b])
                for a, b in alike[:NAMED_PAIRS]
            ),
        )
    ]


def _other_times(ground: Ground, pair: Pair) -> list[Phrase]:
    """Tell of an agreement that is planned, has ended or came after the date asked for."""
    if pair in ground.planned_links:
        return [Phrase(_("An agreement between the two is planned already."))]
    if pair in ground.past_links:
        return [Phrase(_("An agreement between the two has ended."))]
    if pair in ground.later_links:
        return [Phrase(_("They made an agreement after this date."))]
    return []
