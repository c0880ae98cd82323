"""Two datasets, or one at two dates: gaps closed, opened, unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .finding import find_gaps

if TYPE_CHECKING:
    from ..dataset import Dataset
    from .registry import Gap


@dataclass(frozen=True, slots=True)
class GapChanges:
    """The gaps that are gone, those that are new, and those that are as before (as they are now)."""

    closed: tuple[Gap, ...]
    opened: tuple[Gap, ...]
    unchanged: tuple[Gap, ...]


def compare_gaps(
    old: Dataset,
    new: Dataset,
    *,
    at: str | int | None = None,
    old_at: str | int | None = None,
) -> GapChanges:
    """Compare the gaps of two datasets by their ids, or of one at two dates.

    `at` counts for the new one and, without `old_at`, for both. Every gap counts however low it ranks,
    but for pairs beyond the candidates of `suggestions`; those that either side suggests are looked
    up in the other.
    """
    earlier = at if old_at is None else old_at
    first = find_gaps(old, at=earlier, top=None)
    after = find_gaps(new, at=at, top=None, keep=[gap.id for gap in first])
    before = find_gaps(old, at=earlier, top=None, keep=[gap.id for gap in after])
    then, now = {gap.id for gap in before}, {gap.id for gap in after}
    return GapChanges(
        tuple(gap for gap in before if gap.id not in now),
        tuple(gap for gap in after if gap.id not in then),
        tuple(gap for gap in after if gap.id in then),
    )
