"""The sections of the report on what is missing: gaps, suggestions with their trust, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.gaps import GAPS, SEVERITIES, SURVEYS
from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from .gap_rows import HEADINGS
from .report import Block, Cell, Column, Items, Section, Table
from .trust import trust_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..graph.gaps import Gap, Gaps
    from ..graph.gaps.evaluation import Evaluation
    from .language import Language

SHOWN = 12
FEW_SHOWN = 5
SUGGESTIONS = "unlinked_pair"


def gaps_section(gaps: Gaps) -> Section:
    """Give, kind by kind, the gravest gaps with reasons and survey status; suggestions stand apart."""
    found = [(name, gaps.of_kind(name)) for name in GAPS if name != SUGGESTIONS]
    total = sum(len(rows) for _name, rows in found)
    blocks: list[Block] = [
        counted(
            _(
                "{count} gap was found beside the suggestions. A gap is what the data show to be missing or to hang on one; it is no reproach."
            ),
            _(
                "{count} gaps were found beside the suggestions. A gap is what the data show to be missing or to hang on one; it is no reproach."
            ),
            total,
        )
    ]
    for name, rows in found:
        if rows:
            table = _table(name, Phrase(GAPS[name].label), rows[:FEW_SHOWN], len(rows))
            blocks += [Phrase(GAPS[name].definition), table]
    blocks.append(Items(gaps.facts))
    return Section("gaps", Phrase(_("What is missing")), tuple(blocks))


def suggestions_section(gaps: Gaps, trust: Evaluation, language: Language) -> Section | None:
    """Give the first suggested partnerships with their reasons, and how far they can be trusted."""
    rows = gaps.of_kind(SUGGESTIONS)
    if not rows:
        return None
    caption = Phrase(_("Pairs without a direct agreement for which most speaks"))
    blocks: list[Block] = [
        Phrase(GAPS[SUGGESTIONS].definition),
        _table(SUGGESTIONS, caption, rows[:SHOWN], len(rows)),
        Items(trust.facts()),
        *trust_tables(trust, language),
    ]
    return Section("suggestions", Phrase(_("Who could agree with whom")), tuple(blocks))


def questions_section(gaps: Gaps) -> Section | None:
    """Give what the data do not know, and whom to ask."""
    rows = gaps.questions
    if not rows:
        return None
    text = Phrase(
        _("These are holes in the data, not gaps between partners: whoever closes one knows more.")
    )
    shown = sorted(rows, key=lambda gap: list(SEVERITIES).index(gap.severity))[:SHOWN]
    table = Table(
        "questions",
        Phrase(_("What to ask, and whom")),
        (Column(Phrase(HEADINGS["sentence"])), Column(Phrase(HEADINGS["question"]))),
        tuple((gap.sentence, gap.question) for gap in shown),
        _more(len(rows) - len(shown)),
    )
    return Section("questions", Phrase(_("Questions to ask")), (text, table))


def _table(name: str, caption: Phrase, rows: Sequence[Gap], total: int) -> Table:
    reasons = any(gap.reasons for gap in rows)
    surveyed = any(gap.survey for gap in rows)
    columns = [Column(Phrase(HEADINGS["sentence"])), Column(Phrase(HEADINGS["severity"]))]
    if surveyed:
        columns.append(Column(Phrase(HEADINGS["survey"])))
    if reasons:
        columns.append(Column(Phrase(HEADINGS["reasons"])))
    cells: list[tuple[Cell, ...]] = []
    for gap in rows:
        row: list[Cell] = [gap.sentence, Phrase(SEVERITIES[gap.severity])]
        if surveyed:
            row.append(Phrase(SURVEYS[gap.survey]) if gap.survey else None)
        if reasons:
            row.append(joined(gap.reasons) if gap.reasons else None)
        cells.append(tuple(row))
    return Table(name, caption, tuple(columns), tuple(cells), _more(total - len(rows)))


def joined(sentences: Sequence[Phrase]) -> Phrase:
    """Give several sentences as one phrase, a space between them."""
    text = " ".join(f"{{part{number}}}" for number in range(len(sentences)))
    return phrase(text, **{f"part{number}": part for number, part in enumerate(sentences)})


def _more(rest: int) -> Phrase | None:
    if rest <= 0:
        return None
    return counted(
        _("{count} more stands in gaps.xlsx."), _("{count} more stand in gaps.xlsx."), rest
    )
