"""Every gap of a dataset, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..phrases import Phrase, When, counted, phrase
from ..phrases import mark as _
from ..view import known_name
from .ground import Ground
from .registry import GAPS, NEEDS, SEVERITIES, Gap, Gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..dataset import Dataset

TOP = 200


def find_gaps(
    dataset: Dataset,
    kinds: Sequence[str] | str | None = None,
    *,
    at: str | int | None = None,
    top: int | None = TOP,
    keep: Iterable[str] = (),
) -> Gaps:
    """Give the gaps of `kinds` (a name or several of `GAPS`), or of every kind.

    `at` is an EDTF date: only ties that held then are partnerships; without it, those that have
    not ended. `top` keeps that many rows of each kind, the gravest, and counts the rest; None
    keeps all. Rows come in the order of `GAPS`, then by severity, then as their kind
    sorts them, then by subjects and id; the order of rows in the data never matters. Raises UnknownNameError
    for a kind that is not known, ViewError for a date that is none.

    >>> from alianza.graph.loading import load
    >>> [gap.severity for gap in find_gaps(load("allas"), "redundant_networks")][:1]
    ['medium']
    """
    names = [kinds] if isinstance(kinds, str) else kinds
    for name in names or ():
        known_name(name, GAPS, _("a kind of gap"))
    ground = Ground(dataset, None if at is None else str(at), frozenset(keep))
    ground.span  # noqa: B018 - a date that is none is refused before any work
    rows: list[Gap] = []
    left_off: dict[str, int] = {}
    skipped: dict[str, str] = {}
    for name, kind in GAPS.items():
        if names is not None and name not in names:
            continue
        if kind.needs and not _has(ground, kind.needs):
            skipped[name] = kind.needs
            continue
        ordered = sorted(kind.function(ground), key=_order)
        for part in (
            [gap for gap in ordered if gap.question is None],
            [gap for gap in ordered if gap.question is not None],
        ):
            kept = [
                gap
                for place, gap in enumerate(part)
                if top is None or place < top or gap.id in ground.keep
            ]
            rows += kept
            if len(kept) < len(part):
                left_off[name] = left_off.get(name, 0) + len(part) - len(kept)
    return Gaps(tuple(rows), ground, tuple(_facts(ground, left_off, skipped)), left_off, skipped)


_PLACES = {name: place for place, name in enumerate(SEVERITIES)}


def _order(gap: Gap) -> tuple[int, tuple[float, ...], tuple[str, ...], str]:
    return _PLACES[gap.severity], gap.order, gap.subjects, gap.id


def _has(ground: Ground, needs: str) -> bool:
    if needs == "links":
        return bool(ground.links)
    return bool(ground.members) if needs == "affiliations" else bool(ground.leads)


def _facts(ground: Ground, left_off: dict[str, int], skipped: dict[str, str]) -> list[Phrase]:
    """Say which ties were taken for partnerships, which kinds were skipped, what is not shown."""
    facts = [
        phrase(_("Partnerships are the ties that held at this date: {at}."), at=When(ground.at.strip()))
        if ground.at is not None
        else Phrase(_("Partnerships are the ties that have not ended and are not merely planned.")),
        counted(
            _("{count} such tie was looked at."),
            _("{count} such ties were looked at."),
            len(ground.ties),
        ),
        counted(
            _("Direct ties are looked for within a survey frame of {count} actor."),
            _("Direct ties are looked for within a survey frame of {count} actors."),
            len(ground.frame),
        ),
    ]  # fmt: skip
    facts += [
        phrase(
            _("Not looked for, since {reason}: {kind}."),
            kind=Phrase(GAPS[name].label),
            reason=Phrase(NEEDS[why]),
        )
        for name, why in skipped.items()
    ]
    facts += [
        counted(
            _("{count} more row is left off: {kind}."),
            _("{count} more rows are left off: {kind}."),
            count,
            kind=Phrase(GAPS[name].label),
        )
        for name, count in left_off.items()
    ]
    return facts
