"""Rows of ties and of surveys, read one at a time: ends in order, whom a list speaks of, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..dates import Span

    Tie = Mapping[str, Any]
    Pair = tuple[str, str]


def pair_of(one: str, other: str) -> Pair:
    """Give the two ends in the order of their ids."""
    return (one, other) if one <= other else (other, one)


def pairs_of(ties: Iterable[Tie]) -> dict[Pair, tuple[str, ...]]:
    """Give the pairs of ends of ties, sorted, and the ids of the ties of each."""
    found: dict[Pair, tuple[str, ...]] = {}
    for tie in ties:
        pair = pair_of(str(tie["from"]), str(tie["to"]))
        found[pair] = (*found.get(pair, ()), str(tie["id"]))
    return dict(sorted(found.items()))


def speaks_of(row: Mapping[str, Any], actor: str) -> bool:
    """Tell whether a declared list was searched for an actor."""
    searched = row.get("from")
    return not isinstance(searched, list) or actor in searched


def is_of(row: Mapping[str, Any], span: Span | None) -> bool:
    """Tell whether a declaration speaks of the date asked for."""
    if span is None or not row.get("at"):
        return True
    try:
        seen = parse_date(str(row["at"]))
    except ValueError:
        return False
    return seen.earliest <= span.latest and seen.latest >= span.earliest
