"""What is stale in the data, and what is not known: questions to ask, and whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ..dates import LAST, parse_date
from ..phrases import Phrase, When, counted, named, phrase
from ..phrases import mark as _
from ..tables import split_list
from ..vocabulary import STATUSES
from .registry import Gap, gap_id, gap_kind
from .rows import pair_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .ground import Ground

LONG = dt.timedelta(days=731)
FEW = 2


@gap_kind(
    _("stale"),
    _(
        "An agreement that has ended and that no other between the two replaces, or a tie planned two years or more"
        " before the newest date in the data; and, as questions, ties without source, without date, or disputed."
    ),
    severity=_(
        "Planned long ago and disputed: high. Ended or unsourced, planned long ago beside another agreement that holds:"
        " medium. Planned of late or undated: low."
    ),
    columns={"state": _("what it is"), "when": _("when")},
)
def stale(ground: Ground) -> list[Gap]:
    """Give ended agreements, old plans, and ties that are unsourced, undated or disputed."""
    newest = newest_date(ground)
    gaps: list[Gap] = []
    for tie in ground.all_ties:
        if tie["status"] == "planned":
            gaps.append(_planned(ground, tie, newest))
        elif tie["status"] == "absent" or ground.to_come(tie):
            continue
        elif not ground.holds(tie):
            pair = pair_of(str(tie["from"]), str(tie["to"]))
            # A tie that only the lists of that date leave out has not ended.
            over = bool(tie["end"]) or tie["status"] == "ended"
            if over and tie["kind"] in ground.link_kinds and pair not in ground.links:
                text = _("{tie}: ended, and the data have no other between the two.")
                gaps.append(_tie_gap(ground, tie, "ended", "medium", text))
        if tie["status"] != "absent":
            gaps += _doubts(ground, tie)
    return gaps + _disputes(ground)


def newest_date(ground: Ground) -> dt.date:
    """Give the last day that the data speak of: of starts, ends and publications of sources.

    This stands for today, which the code does not know; where a date was asked for, that counts.
    """
    if ground.span is not None:
        return ground.span.earliest
    cells = [str(tie[end]) for tie in ground.all_ties for end in ("start", "end")]
    cells += list(ground.dataset.sources["published"])
    days = [dt.date.min]
    for cell in cells:
        try:
            span = parse_date(cell) if cell else None
        except ValueError:
            continue
        if span is not None:
            days.append(span.latest if span.latest != LAST else span.earliest)
    return max(days)


def _planned(ground: Ground, tie: dict[str, Any], newest: dt.date) -> Gap:
    start = parse_date(tie["start"]) if tie["start"] else None
    if start is not None and start.latest <= newest - LONG:
        text = _("{tie}: planned for {when}; that it came about is not known.")
        other = bool(_others(ground, tie))
        return _tie_gap(ground, tie, "planned", "medium" if other else "high", text)
    if start is None:
        text = _("{tie}: planned, without a date.")
        return _tie_gap(ground, tie, "planned", "medium", text)
    text = _("{tie}: planned for {when}.")
    return _tie_gap(ground, tie, "planned", "low", text)


def about(ground: Ground, tie: Mapping[str, Any]) -> Phrase:
    """Name a tie: both ends, an arrow where it has a direction, its kind and what sort of it."""
    kind = ground.dataset.tie_kind(str(tie["kind"]))
    sort = str(tie["role"] or tie["instrument"] or "")
    text = _("{first} → {second} ({kind})") if kind.directed else _("{first} – {second} ({kind})")
    if sort and sort not in {kind.label, "member"}:
        text = (
            _("{first} → {second} ({kind}: {sort})")
            if kind.directed
            else _("{first} – {second} ({kind}: {sort})")
        )
    names = (ground.names[str(tie[end])] for end in ("from", "to"))
    values = dict(zip(("first", "second"), names, strict=True))
    return phrase(
        text,
        **values,
        kind=kind.one,
        **({"sort": ground.dataset.term(sort)} if "{sort}" in text else {}),
    )


STATES: dict[str, str] = {
    "ended": _("ended"),
    "planned": _("planned"),
    "unsourced": _("without source"),
    "undated": _("without date"),
    "disputed": _("disputed"),
}


def _tie_gap(
    ground: Ground, tie: dict[str, Any], state: str, severity: str, text: str, ask: Phrase | None = None
) -> Gap:  # fmt: skip
    ends = str(tie["from"]), str(tie["to"])
    when = tie["end"] if state == "ended" else tie["start"]
    values = {"tie": about(ground, tie)}
    date = phrase("{date}", date=When(when)) if when else None
    if "{when}" in text:
        values["when"] = date or Phrase("")
    others = _others(ground, tie) if state == "planned" else ()
    return Gap(
        gap_id("stale", state, str(tie["id"])),
        "stale",
        (str(tie["id"]),),
        severity,
        phrase(text, **values),
        # That nothing replaces an ended tie is as well known as that there is none.
        ground.link_survey(*ends)[0] if state == "ended" else "",
        tuple(
            phrase(
                _("Between the two there is already: {tie}."), tie=about(ground, ground.tie(other))
            )
            for other in others
        ),
        ties=(str(tie["id"]), *others),
        actors=ends,
        sources=tuple(split_list(str(tie["sources"]))),
        question=ask,
        values={"state": Phrase(STATES[state]), "when": date},
        order=(0.0 if tie["kind"] in ground.link_kinds else 1.0,),
    )


def _others(ground: Ground, tie: dict[str, Any]) -> tuple[str, ...]:
    """Give the direct ties that hold between the ends of a tie between equals."""
    if tie["kind"] not in ground.link_kinds:
        return ()
    return ground.links.get(pair_of(str(tie["from"]), str(tie["to"])), ())


def _doubts(ground: Ground, tie: dict[str, Any]) -> list[Gap]:
    """Give what to ask of a tie without source or date."""
    ends = ground.names[str(tie["from"])], ground.names[str(tie["to"])]
    found = []
    if not tie["sources"] and ground.sources_are_kept:
        text = _("{tie}: no source in the data.")
        ask = phrase(
            _("Which source states it? Ask {first} or {second}."), first=ends[0], second=ends[1]
        )
        found.append(_tie_gap(ground, tie, "unsourced", "medium", text, ask))
    dated = bool(tie["start"] or tie["end"])
    if not dated and ground.dates_are_kept:
        text = _("{tie}: no date in the data.")
        sources = tuple(split_list(str(tie["sources"])))
        titles = ground.titles(sources)
        ask = (
            phrase(
                _("Since when? Look again in: {sources}; then ask {first}."),
                sources=titles,
                first=ends[0],
            )
            if titles
            else phrase(_("Since when? Ask {first} or {second}."), first=ends[0], second=ends[1])
        )
        found.append(_tie_gap(ground, tie, "undated", "low", text, ask))
    return found


FIELDS: dict[str, str] = {
    "start": _("start"),
    "end": _("end"),
    "status": _("status"),
    "existence": _("whether it exists"),
    "kind": _("kind"),
}


def _value(field: str, value: str) -> Phrase:
    """Say what a source states: a date, a status, yes or no, else its own words."""
    said = {**STATUSES, "yes": _("yes"), "no": _("no")}
    if field in {"start", "end"}:
        return phrase("{date}", date=When(value))
    return (
        Phrase(said[value]) if field in {"status", "existence"} and value in said else named(value)
    )


def _disputes(ground: Ground) -> list[Gap]:
    """Give every field on which sources state different values."""
    rows = {str(tie["id"]): tie for tie in ground.all_ties}
    claims = ground.dataset.disputed()
    gaps = []
    for key, group in claims.groupby(["subject", "field"], sort=True):
        subject, field = map(str, key)
        tie = rows.get(subject)
        if tie is None and subject not in ground.actors:
            continue
        sources = tuple(sorted(set(group["source"])))
        ends: tuple[str, ...] = (str(tie["from"]), str(tie["to"])) if tie else (subject,)
        named_tie = about(ground, tie) if tie else ground.names[subject]
        values = tuple(_value(field, value) for value in sorted(set(group["value"])))
        gaps.append(
            Gap(
                gap_id("stale", "disputed", subject, field),
                "stale",
                (subject, field),
                "high",
                phrase(
                    _("{about}: sources disagree on this field: {field} ({values})."),
                    field=Phrase(FIELDS[field]) if field in FIELDS else named(field),
                    about=named_tie,
                    values=values,
                ),
                ties=(subject,) if tie else (),
                actors=ends,
                sources=sources,
                question=phrase(
                    _("Which is right? Compare: {sources}; then ask {who}."),
                    sources=ground.titles(sources),
                    who=ground.listed(ends),
                ),
                values={"state": Phrase(STATES["disputed"]), "when": None},
            )
        )
    return gaps


@gap_kind(
    _("unsurveyed list"),
    _(
        "A network with two or more members in the data whose full list no source gave, and an actor of the"
        " survey frame in a network whose own list of agreements no source gave: there, silence is no “no”."
    ),
    severity=_("Medium for networks with five or more members in the data, else low."),
    columns={"known": _("known")},
)
def unsurveyed_list(ground: Ground) -> list[Gap]:
    """Give the lists that were never read in full; all of these are questions."""
    gaps = []
    frame = sorted(ground.frame)
    for network, members in ground.members.items():
        unseen = [
            actor
            for actor in frame
            if actor not in members and ground.survey("membership", actor, network)[0] == "unknown"
        ]
        if len(members) < FEW or not unseen:
            continue
        ties = tuple(tie for mine in members.values() for tie in mine)
        sources = ground.sources_of(ties)
        gaps.append(
            Gap(
                gap_id("unsurveyed_list", "membership", network),
                "unsurveyed_list",
                (network,),
                "medium" if len(members) >= FEW + 3 else "low",
                counted(
                    _("Whether {count} more actor belongs to {network} is not known: {who}."),
                    _("Whether {count} more actors belong to {network} is not known: {who}."),
                    len(unseen),
                    network=ground.names[network],
                    who=ground.listed(unseen),
                ),
                "unknown",
                actors=(network, *unseen),
                ties=ties,
                sources=sources,
                question=phrase(
                    _("Who are all the members? Ask {network}; the known ones are from: {sources}."),
                    network=ground.names[network],
                    sources=ground.titles(sources),
                )
                if ground.titles(sources)
                else phrase(_("Who are all the members? Ask {network}."), network=ground.names[network]),
                values={"known": len(members)},
                order=(-len(members),),
            )
        )  # fmt: skip
    links = sorted(ground.link_kinds)
    for actor in frame:
        networks = ground.networks_of.get(actor, {})
        listed = all(ground.surveyed_whole(kind, actor) for kind in links)
        if not networks or listed:
            continue
        known = ground.partners.get(actor, {})
        gaps.append(
            Gap(
                gap_id("unsurveyed_list", "link", actor),
                "unsurveyed_list",
                (actor,),
                "low",
                phrase(
                    _("Of {actor}, no partner by agreement is known; its full list was not read."),
                    actor=ground.names[actor],
                )
                if not known
                else counted(
                    _("Of {actor}, {count} partner by agreement is known; its full list is not."),
                    _("Of {actor}, {count} partners by agreement are known; its full list is not."),
                    len(known),
                    actor=ground.names[actor],
                ),
                "unknown",
                actors=(actor,),
                ties=tuple(tie for ties in known.values() for tie in ties),
                question=phrase(
                    _("With whom does it have agreements? Ask the international office of {actor}."),
                    actor=ground.names[actor],
                ),
                values={"known": len(known)},
                order=(-len(networks),),
            )
        )  # fmt: skip
    return gaps
