"""What a scenario changes, what would help most, what has closed: as tables and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.gaps import GAPS, SEVERITIES
from ..graph.measures import FIGURES, measure_label
from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .frames import plain
from .gap_rows import HEADINGS, record
from .language import labels_of
from .report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..graph.additions import Proposal
    from ..graph.evidence.robustness import Loss
    from ..graph.gaps import Gap
    from ..graph.gaps.comparing import GapChanges
    from ..graph.scenarios import Change, Outcome
    from .language import Language

STATES: dict[str, str] = {
    "closed": _("closed"),
    "opened": _("opened"),
    "unchanged": _("unchanged"),
}


def change_phrase(outcome: Outcome, change: Change) -> Phrase:
    """Say one change."""
    names = labels_of(outcome.before.dataset.actors)
    tail = names[change.tail]
    if not change.to:
        return phrase(_("Without {actor}."), actor=tail)
    head = names[change.to]
    kind = Phrase("") if not change.kind else outcome.data.tie_kind(change.kind).one
    if change.verb == "add":
        return phrase(_("With a tie of {tail} and {head}: {kind}."), tail=tail, head=head, kind=kind)  # fmt: skip
    if not change.kind:
        return phrase(_("Without any tie of {tail} and {head}."), tail=tail, head=head)
    return phrase(_("Without the tie of {tail} and {head}: {kind}."), tail=tail, head=head, kind=kind)  # fmt: skip


def outcome_tables(outcome: Outcome) -> list[Table]:
    """Give figures, distances, ranks and gaps that a scenario changes; what stays is left out."""
    names = {
        **labels_of(outcome.before.dataset.actors),
        **labels_of(outcome.after.dataset.actors),
    }
    before_after = (Column(Phrase(_("before")), "number", 3), Column(Phrase(_("after")), "number", 3))  # fmt: skip
    figures = tuple(
        (Phrase(FIGURES[name].label), then, now)
        for name, (then, now) in outcome.figures.items()
        if then != now and not isinstance(then, dict) and not isinstance(now, dict)
    )
    reach = tuple(
        (
            Phrase(row.first),
            Phrase(row.second),
            row.before,
            row.after,
            row.unreached_before,
            row.unreached_after,
        )
        for row in outcome.reach
    )
    moves = tuple(
        (measure_label(row.measure), names[row.actor], row.before, row.after)
        for row in outcome.moves
    )
    gaps = gap_rows([("closed", outcome.closed), ("opened", outcome.opened)])
    tables = [
        Table(
            _("figures"),
            Phrase(_("Figures that change")),
            (Column(Phrase(_("figure"))), *before_after),
            figures,
        ),
        Table(
            _("distances"),
            Phrase(_("Mean steps between areas, and pairs that do not reach each other")),
            (
                Column(Phrase(_("area"))),
                Column(Phrase(_("area"))),
                *before_after,
                Column(Phrase(_("apart before")), "number", 0),
                Column(Phrase(_("apart after")), "number", 0),
            ),
            reach,
        ),
        Table(
            _("ranks"),
            Phrase(_("Ranks that move, among the actors of one kind")),
            (
                Column(Phrase(_("measure"))),
                Column(Phrase(_("actor"))),
                Column(Phrase(_("before")), "rank"),
                Column(Phrase(_("after")), "rank"),
            ),
            moves,
        ),
        gap_table(Phrase(_("Gaps closed and opened")), gaps),
    ]
    return [table for table in tables if table.rows]


def gap_rows(parts: Sequence[tuple[str, Sequence[Gap]]]) -> tuple[tuple[Cell, ...], ...]:
    """Give the rows of gaps by what became of them."""
    return tuple(
        (
            Phrase(STATES[state]),
            Phrase(GAPS[gap.kind].label),
            Phrase(SEVERITIES[gap.severity]),
            gap.sentence,
        )
        for state, gaps in parts
        for gap in gaps
    )


def gap_table(caption: Phrase, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    """Give a table of gaps under `caption`."""
    return Table(
        _("gaps"),
        caption,
        (
            Column(Phrase(_("change"))),
            Column(Phrase(HEADINGS["kind"])),
            Column(Phrase(HEADINGS["severity"])),
            Column(Phrase(HEADINGS["sentence"])),
        ),
        rows,
    )


def outcome_json(outcome: Outcome, language: Language) -> dict[str, Any]:
    """Give everything that a scenario changes."""
    return {
        "changes": [
            {"verb": row.verb, "from": row.tail, "to": row.to, "kind": row.kind}
            for row in outcome.changes
        ],
        "figures": {
            name: {"before": _plain(then), "after": _plain(now)}
            for name, (then, now) in outcome.figures.items()
        },
        "distances": [
            {
                "areas": [row.first, row.second],
                "before": plain(row.before),
                "after": plain(row.after),
                "apart_before": row.unreached_before,
                "apart_after": row.unreached_after,
            }
            for row in outcome.reach
        ],
        "ranks": [
            {"id": row.actor, "measure": row.measure, "before": row.before, "after": row.after}
            for row in outcome.moves
        ],
        "closed": [record(gap, language) for gap in outcome.closed],
        "opened": [record(gap, language) for gap in outcome.opened],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return plain(value)


def proposal_table(proposal: Proposal) -> Table:
    """Give the additions in the order in which they were chosen."""
    names = proposal.ground.names
    return Table(
        _("additions"),
        Phrase(_("Ties that would help most, one after the other")),
        (
            Column(Phrase(_("from"))),
            Column(Phrase(_("to"))),
            Column(Phrase(_("value with it")), "number", 4),
            Column(Phrase(_("gain")), "number", 4),
        ),
        tuple(
            (names[row.pair[0]], names[row.pair[1]], row.value, row.gain)
            for row in proposal.additions
        ),
    )


def proposal_json(proposal: Proposal, language: Language) -> dict[str, Any]:
    """Give goal, guarantee, additions and the comparison with every choice."""
    return {
        "goal": language.text(proposal.goal),
        "guarantee": language.text(proposal.guarantee),
        "start": proposal.start,
        "additions": [
            {"from": row.pair[0], "to": row.pair[1], "value": row.value, "gain": row.gain}
            for row in proposal.additions
        ],
        "candidates": proposal.candidates,
        "choices": proposal.choices,
        "gain": proposal.gain,
        "best_gain": proposal.best,
    }


def loss_table(rows: Sequence[Loss]) -> Table:
    """Give the curves of targeted and random loss."""
    return Table(
        _("loss"),
        Phrase(_("Share of all actors in the largest component after losing some")),
        (
            Column(Phrase(_("lost")), "number", 0),
            Column(Phrase(_("those with most partners first")), "number", 3),
            Column(Phrase(_("at random, mean")), "number", 3),
            Column(Phrase(_("lowest")), "number", 3),
            Column(Phrase(_("highest")), "number", 3),
        ),
        tuple((row.lost, row.targeted, row.random, row.lowest, row.highest) for row in rows),
        Phrase(_("Random: 20 seeded draws.")),
    )


def loss_json(rows: Sequence[Loss]) -> list[dict[str, Any]]:
    """Give the curves of targeted and random loss as objects."""
    names = ("share", "lost", "targeted", "random", "lowest", "highest")
    return [{name: getattr(row, name) for name in names} for row in rows]


def compared_table(found: GapChanges) -> Table:
    """Give the gaps closed and opened; the unchanged ones are only counted."""
    rows = gap_rows([("closed", found.closed), ("opened", found.opened)])
    caption = phrase(
        _("Gaps closed: {closed}, opened: {opened}, unchanged: {unchanged}."),
        closed=len(found.closed),
        opened=len(found.opened),
        unchanged=len(found.unchanged),
    )
    return gap_table(caption, rows)


def compared_json(found: GapChanges, language: Language) -> dict[str, Any]:
    """Give the gaps closed, opened and unchanged."""
    return {
        name: [record(gap, language) for gap in getattr(found, name)]
        for name in ("closed", "opened", "unchanged")
    }
