"""Dates as people know them: EDTF level 1 text, read into spans of days."""

from __future__ import annotations

import datetime as dt
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = dt.date.min
LAST = dt.date.max


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date may mean, first and last included.

    An open side reaches to ``datetime.date.min`` or ``datetime.date.max``. ``interval`` is true
    for text with a ``/``; ``approximate`` stands for ``~`` and ``%``, ``uncertain`` for ``?``
    and ``%``.
    """

    text: str
    earliest: dt.date
    latest: dt.date
    interval: bool = False
    approximate: bool = False
    uncertain: bool = False


@lru_cache(maxsize=100_000)
def parse_date(text: str) -> Span:
    """Read one EDTF level 1 date (Library of Congress, 2019).

    Years run from 0001 to 9999. Raises ValueError for anything else, an interval that ends
    before it begins, and the sets of level 2.

    >>> parse_date("2013-05").latest
    datetime.date(2013, 5, 31)
    >>> parse_date("2014/..").latest == LAST
    True
    """
    left, slash, right = text.partition("/")
    if not slash:
        return _single(text)
    starts = None if left in {"", ".."} else _single(left)
    ends = None if right in {"", ".."} else _single(right)
    if starts is None and ends is None:
        raise ValueError(text)
    earliest = starts.earliest if starts else FIRST
    latest = ends.latest if ends else LAST
    if latest < earliest:
        raise ValueError(text)
    return Span(
        text,
        earliest,
        latest,
        interval=True,
        approximate=any(side.approximate for side in (starts, ends) if side),
        uncertain=any(side.uncertain for side in (starts, ends) if side),
    )


def _single(text: str) -> Span:
    import time  # noqa: PLC0415

    if not text.isascii() or len(text) > 20 or text != text.strip() or "/" in text:  # noqa: PLR2004
        raise ValueError(text)
    if text.isdigit() and len(text) == 4 and text != "0000":  # noqa: PLR2004
        return Span(text, dt.date(int(text), 1, 1), dt.date(int(text), 12, 31))
    try:
        with warnings.catch_warnings():
            # Some releases call names that their parser library calls deprecated.
            warnings.simplefilter("ignore")
            value = _parser()(text)
    except Exception as error:
        raise ValueError(text) from error
    # Sets, seasons' guesses and years of many digits are level 2 or outside the calendar.
    if type(value).__name__ not in {"Date", "UncertainOrApproximate", "Unspecified"}:
        raise ValueError(text)
    lower, upper = value.lower_strict(), value.upper_strict()
    if not (isinstance(lower, time.struct_time) and isinstance(upper, time.struct_time)):
        raise ValueError(text)  # noqa: TRY004 - the text is at fault, not a type
    both = text.endswith("%")
    return Span(
        text,
        dt.date(*lower[:3]),
        dt.date(*upper[:3]),
        approximate=both or bool(value.is_approximate),
        uncertain=both or bool(value.is_uncertain),
    )


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], Any]:
    # Newer releases of its parser library warn about the grammar while it is imported.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf import parse_edtf  # noqa: PLC0415
    parser: Callable[[str], Any] = parse_edtf
    return parser


def _sure_until(text: str) -> dt.date:
    """Give the last day of a date; of an interval that is open at its end, of its beginning."""
    left, slash, right = text.partition("/")
    return parse_date(left if slash and right in {"", ".."} else text).latest


def held_at(start: str, end: str, status: str, at: Span) -> bool | None:
    """Tell whether a tie with these cells held on some day of `at`; None if it has no date.

    A date that spans more than a day counts wherever it may lie. A tie that has ended on a
    day nobody knows counts as far as it was seen: ``2014/..`` in `end` says that it still held
    in 2014; without any end, its start is all that is sure.
    """
    days = held_days(start, end, status)
    return None if days is None else days[0] <= at.latest and days[1] >= at.earliest


def held_days(start: str, end: str, status: str) -> tuple[dt.date, dt.date] | None:
    """Give the first and the last day on which a tie with these cells may have held.

    None if it has no date; an open side is ``datetime.date.min`` or ``datetime.date.max``. The
    rules are those of `held_at`.
    """
    if not start and not end:
        return None
    begins = parse_date(start) if start else None
    first = begins.earliest if begins else FIRST
    if end:
        return first, _sure_until(end)
    if begins and status == "ended":
        return first, _sure_until(start)
    if begins and begins.interval:
        return first, begins.latest
    return first, LAST
