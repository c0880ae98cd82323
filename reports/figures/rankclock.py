"""The rank clock as a figure: its courses are named in the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.over_time import slices
from ..labels import plain_text, short_label, text_width
from ..rankclock import Dial, clock_face, course_sample, rank_clock
from ..writers.svg import shade_of
from .frame import Plan, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from .frame import Box, Request

TOP = 8


def plan(request: Request) -> Plan:
    """Plan the clock of the ranks by a measure, a spoke a year."""
    cut = slices(request.dataset, **request.options)
    clock = rank_clock(
        cut, request.measure, request.language, kind=request.of, top=request.top or TOP
    )
    palette, shade = request.palette, shade_of(request.theme)
    names = [short_label(plain_text(name), 14) for name in clock.slices]

    def draw(box: Box) -> tuple[list[str], list[str]]:
        size = 12.0 if min(box.width, box.height) > 360 else 9.0  # noqa: PLR2004
        aside = 18 + max(text_width(name, size) for name in names)
        radius = max(30.0, min(box.width / 2 - aside, box.height / 2 - 16 - 1.6 * size))
        dial = Dial(
            box.left + box.width / 2, box.top + box.height / 2, radius, 0.136 * radius,
            palette["paper"], palette["soft"], palette["faint"],
        )  # fmt: skip
        return list(clock_face(clock, dial, shade, size)), []

    def drawer(number: int) -> Callable[[float, float], str]:
        return lambda x, y: course_sample(number, x, y, 30, palette["paper"], shade)

    rows = tuple(Row(course.label, drawer(number)) for number, course in enumerate(clock.courses))
    return Plan(clock.title, draw, rows, (clock.note, clock.sentence))
