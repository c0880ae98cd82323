"""The rank clock: how actors rise and fall, with time running round and the first in the middle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ..graph.faults import ViewError
from ..graph.measures import measure_label, measure_row
from ..graph.over_time import measures_over_time, slice_column
from ..graph.phrases import counted, phrase
from ..graph.phrases import mark as _
from ..graph.view import known_name
from .labels import FONT_SIZE, plain_text, short_label, text_width
from .language import labels_of
from .over_time import slices_phrase
from .writers.svg import FONTS, outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

    from ..graph.over_time import Slices
    from .language import Language

# Okabe and Ito 2008, darkened where needed for 3:1 on white; apart for every sort of sight.
COLOURS = ("#0072b2", "#c44e00", "#00805e", "#a8417c", "#1b2430", "#8a6a00", "#3d85c6", "#6f42a8")
SHAPES = ("circle", "square", "triangle", "diamond", "star", "hexagon", "triangle-down")
DASHES = ((), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2))
INK, SOFT, FAINT, PAPER = "#1b2430", "#566072", "#d5dae2", "#ffffff"

# Pixels: the outer ring, the innermost, the middle, and where the legend begins.
RADIUS, CORE, MIDDLE, MARGIN = 250.0, 34.0, 300.0, 620.0
# Degrees kept free at the top for the numbers of the ranks.
GAP = 16.0
_ROW = 22.0
_SIGN = 5.0


@dataclass(frozen=True, slots=True)
class Course:
    """The ranks of one actor: a rank a slice, None where it had none among those shown.

    ``places`` are the ranks with those who share one put side by side, less than one rank apart.
    """

    id: str
    label: str
    ranks: tuple[int | None, ...]
    places: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class RankClock:
    """What a rank clock shows: the slices round it, the ranks out from its middle, the courses."""

    title: str
    sentence: str
    lang: str
    slices: tuple[str, ...]
    top: int
    courses: tuple[Course, ...]
    note: str


def rank_clock(
    cut: Slices, measure: str, language: Language, *, kind: str | None = None, top: int = 8
) -> RankClock:
    """Follow the ranks of the actors of one kind over the slices of a view (Batty 2006).

    An actor is shown in the slices in which it is among the first `top` by `measure`, with a value
    above 0. Without `kind`, the kind of most actors. Raises UnknownNameError for a measure or kind
    that is not known, ViewError where no actor is ranked.
    """
    measure = measure_row(measure).name
    if kind is not None:
        known_name(kind, cut.whole.dataset.vocabulary.actor_kinds, _("a kind of actor"))
    table = measures_over_time(cut, [measure])
    kinds = table["kind"].value_counts()
    chosen = kind or min(kinds.index, key=lambda name: (-kinds[name], name))
    rank = f"{measure}_rank"
    shown = table[
        (table["kind"] == chosen) & (table[rank] <= top).fillna(value=False) & (table[measure] > 0)
    ]
    names = tuple(cut.views)
    ranks = _ranks(shown, slice_column(cut), rank, names)
    if not ranks:
        raise ViewError(phrase(_("No actor of the kind “{kind}” has a rank here."), kind=chosen))
    # Whoever rose high, and then whoever was there for long, comes first.
    order = sorted(ranks, key=lambda a: (_last(ranks[a]), min(filter(None, ranks[a])), a))
    order = _most(order, ranks)
    places = _places({actor: ranks[actor] for actor in order}, len(names))
    labels = labels_of(cut.whole.dataset.actors)
    left = len(ranks) - len(order)
    several = cut.whole.dataset.actor_kind(chosen).several
    title = phrase(
        _("Ranks of the {kind} by {measure}"),
        kind=several,
        measure=language.text(measure_label(measure)),
    )
    note = phrase(
        _(
            "Time runs clockwise from the top; the ring next to the middle is rank 1, the outermost rank"
            " {top}. Lines break where an actor is not among these. Equal ranks stand side by side."
        ),
        top=top,
    )
    said = language.text(note)
    if left:
        more = counted(
            _("{count} actor is not shown for want of space."),
            _("{count} actors are not shown for want of space."),
            left,
        )
        said = f"{said} {language.text(more)}"
    return RankClock(
        title=plain_text(language.text(title)),
        sentence=plain_text(language.text(slices_phrase(cut))),
        lang=language.code,
        slices=names,
        top=top,
        courses=tuple(
            Course(
                actor,
                short_label(plain_text(language.text(labels[actor]))),
                ranks[actor],
                places[actor],
            )
            for actor in order
        ),
        note=plain_text(said),
    )


def _ranks(
    shown: pd.DataFrame, key: str, rank: str, names: tuple[str, ...]
) -> dict[str, tuple[int | None, ...]]:
    found: dict[str, dict[str, int]] = {}
    for actor, part, place in zip(shown["id"], shown[key], shown[rank], strict=True):
        found.setdefault(str(actor), {})[str(part)] = int(place)
    return {actor: tuple(row.get(name) for name in names) for actor, row in found.items()}


def _last(ranks: tuple[int | None, ...]) -> tuple[int, int]:
    """Sort by the latest slice in which an actor is ranked, then by its rank there."""
    place = max(place for place, rank in enumerate(ranks) if rank is not None)
    return -place, ranks[place] or 0


def _most(order: list[str], ranks: dict[str, tuple[int | None, ...]]) -> list[str]:
    """Keep as many actors as have signs of their own: those with the best ranks over time."""
    if len(order) <= LARGEST:
        return order
    weight = {actor: sum(1 / rank for rank in ranks[actor] if rank) for actor in order}
    kept = set(sorted(order, key=lambda actor: (-weight[actor], actor))[:LARGEST])
    return [actor for actor in order if actor in kept]


LARGEST = 24
"""Courses that one clock shows; colour, dash and marker tell them apart."""


def _places(
    ranks: dict[str, tuple[int | None, ...]], slices: int
) -> dict[str, tuple[float | None, ...]]:
    """Spread those who share a rank over 0.7 of the way to the next."""
    found: dict[str, list[float | None]] = {actor: [None] * slices for actor in ranks}
    for part in range(slices):
        sharing: dict[int, list[str]] = {}
        for actor, row in ranks.items():
            rank = row[part]
            if rank is not None:
                sharing.setdefault(rank, []).append(actor)
        for rank, actors in sharing.items():
            for number, actor in enumerate(sorted(actors)):
                found[actor][part] = rank + 0.7 * number / len(actors)
    return {actor: tuple(row) for actor, row in found.items()}


@dataclass(frozen=True, slots=True)
class Dial:
    """The face of a clock: its middle, the outer and the inner ring, in pixels, and its colours."""

    x: float = MIDDLE
    y: float = MIDDLE
    radius: float = RADIUS
    core: float = CORE
    paper: str = PAPER
    soft: str = SOFT
    faint: str = FAINT

    def at(self, radius: float, angle: float) -> tuple[float, float]:
        """Give the point at a distance from the middle, at an angle clockwise from the top."""
        return self.x + radius * math.sin(angle), self.y - radius * math.cos(angle)

    def ring(self, place: float, top: int) -> float:
        """Give the radius of a rank."""
        return self.core + (self.radius - self.core) * (place - 1) / max(1, top)


def clock_face(
    clock: RankClock, dial: Dial, shade: Callable[[str], str] = str, size: float = FONT_SIZE
) -> Iterator[str]:
    """Draw the rings, the names of the slices, the courses and the numbers of the ranks."""
    yield from _rings(clock, dial, size)
    for number, course in enumerate(clock.courses):
        yield from _course(course, number, clock, dial, shade)
    yield from _rank_numbers(clock, dial, size)


def course_sample(
    number: int, x: float, y: float, length: float, paper: str, shade: Callable[[str], str] = str
) -> str:
    """Draw how the course of that number looks, from `x` on at the height `y`."""
    return (
        f'<path d="M{_n(x)} {_n(y)}h{_n(length)}" fill="none" {_stroke(number, shade)}/>'
        + _sign(number, x + length / 2, y, paper, shade)
    )


def rank_clock_svg(clock: RankClock) -> str:
    """Draw `clock` as one ``<svg>`` element with its legend beside it; no script, no style.

    Each course has a colour, a dash and a marker, of which any one or two tell most apart, and all
    three all; names stand in the legend, a row each, in the order of the last ranks.
    """
    legend = [course.label for course in clock.courses]
    # Long names of phases push the left edge and the legend outwards.
    aside = max(0.0, max(map(text_width, _names(clock)), default=0.0) - 30)
    beside = MARGIN + aside
    widest = max((text_width(name) for name in legend), default=0)
    width = aside + beside + max(62 + widest, text_width(clock.title)) + 16
    lines = list(_wrapped(clock.note, width - 40))
    top = 58.0
    height = max(2 * MIDDLE, top + _ROW * len(legend) + 20) + 17 * len(lines) + 14
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang={quoteattr(clock.lang)}'
            f' viewBox="{_n(-aside)} 0 {_n(width)} {_n(height)}" width="{_n(width)}"'
            f' height="{_n(height)}" font-family="{FONTS}" font-size="{_n(FONT_SIZE)}">'
        ),
        f"<title>{escape(clock.title)}</title>",
        f"<desc>{escape(clock.sentence)}</desc>",
        (f'<rect x="{_n(-aside)}" width="{_n(width)}" height="{_n(height)}" fill="{PAPER}"/>'),
        *clock_face(clock, Dial()),
        f'<text x="{_n(beside)}" y="34" font-weight="700" fill="{INK}">{escape(clock.title)}</text>',
    ]
    for number, name in enumerate(legend):
        y = top + _ROW * number
        parts += [
            course_sample(number, beside, y, 44, PAPER),
            f'<text x="{_n(beside + 54)}" y="{_n(y + 4)}" fill="{INK}">{escape(name)}</text>',
        ]
    foot = height - 17 * len(lines) - 2
    parts += [
        f'<text x="{_n(20 - aside)}" y="{_n(foot + 17 * number)}" fill="{SOFT}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _angle(part: int, slices: int) -> float:
    """Give the angle of a slice in radians, clockwise from the top."""
    if slices == 1:
        return math.pi
    return math.radians(GAP + (360 - 2 * GAP) * part / (slices - 1))


def _names(clock: RankClock) -> list[str]:
    return [short_label(plain_text(name), 14) for name in clock.slices]


def _rings(clock: RankClock, dial: Dial, size: float) -> Iterator[str]:
    """Draw a ring a rank, a spoke a slice, and the names of as many slices as have room."""
    for rank in range(1, clock.top + 1):
        radius = _n(dial.ring(rank, clock.top))
        yield f'<circle cx="{_n(dial.x)}" cy="{_n(dial.y)}" r="{radius}" fill="none" stroke="{dial.faint}"/>'
    count = len(clock.slices)
    names = _names(clock)
    # A name is at most so long; those of years are short, so that most of them fit.
    widest = max(text_width(name, size) for name in names)
    arc = math.radians(360 - 2 * GAP) * (dial.radius + 22) / max(1, count - 1)
    every = max(1, math.ceil((widest + 8) / arc))
    for part, name in enumerate(names):
        angle = _angle(part, count)
        inner, outer = dial.at(dial.core, angle), dial.at(dial.radius + 6, angle)
        named = part % every == 0
        yield (
            f'<path d="M{_n(inner[0])} {_n(inner[1])}L{_n(outer[0])} {_n(outer[1])}" fill="none"'
            f' stroke="{dial.faint}"{"" if named else " stroke-opacity=" + quoteattr("0.5")}/>'
        )
        if named:
            x, y = dial.at(dial.radius + 14, angle)
            aside = math.sin(angle)
            anchor = "start" if aside > 0.25 else "end" if aside < -0.25 else "middle"  # noqa: PLR2004
            y += 4 - 6 * math.cos(angle)
            look = f'text-anchor="{anchor}" fill="{dial.soft}"{_sized(size)}'
            yield f'<text x="{_n(x)}" y="{_n(y)}" {look}>{escape(name)}</text>'


def _sized(size: float) -> str:
    return "" if size == FONT_SIZE else f' font-size="{_n(size)}"'


def _rank_numbers(clock: RankClock, dial: Dial, size: float) -> Iterator[str]:
    """Write the ranks on their rings, upwards from the middle, where no course runs."""
    step = (dial.radius - dial.core) / max(1, clock.top)
    every = max(1, math.ceil(14 / step))
    for rank in range(1, clock.top + 1, every):
        y = dial.y - dial.ring(rank, clock.top)
        yield (
            f'<text x="{_n(dial.x)}" y="{_n(y + 4)}" text-anchor="middle" fill="{dial.soft}"'
            f' stroke="{dial.paper}" stroke-width="3" paint-order="stroke"{_sized(size)}>{rank}</text>'
        )


def _course(
    course: Course, number: int, clock: RankClock, dial: Dial, shade: Callable[[str], str]
) -> Iterator[str]:
    points = [
        None
        if place is None
        else dial.at(dial.ring(place, clock.top), _angle(part, len(clock.slices)))
        for part, place in enumerate(course.places)
    ]
    path, pen = "", False
    for point in points:
        if point is not None:
            path += f"{'L' if pen else 'M'}{_n(point[0])} {_n(point[1])}"
        pen = point is not None
    yield f"<g><title>{escape(course.label)}</title>"
    yield f'<path d="{path}" fill="none" {_stroke(number, shade)}/>'
    last = None
    for place, point in enumerate(points):
        if point is None:
            last = None
            continue
        # A marker where the course begins, ends, turns, or has run on for long.
        ends = place + 1 == len(points) or points[place + 1] is None
        if (
            last is None
            or ends
            or course.ranks[place] != course.ranks[last]
            or math.dist(point, points[last] or point) > 12 * _SIGN
        ):
            yield _sign(number, *point, dial.paper, shade)
            last = place
    yield "</g>"


def _stroke(number: int, shade: Callable[[str], str] = str) -> str:
    dash = DASHES[number % len(DASHES)]
    dashes = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash else ""
    colour = shade(COLOURS[number % len(COLOURS)])
    return f'stroke="{colour}" stroke-width="2" stroke-linejoin="round"{dashes}'


def _sign(
    number: int, x: float, y: float, paper: str = PAPER, shade: Callable[[str], str] = str
) -> str:
    colour, shape = shade(COLOURS[number % len(COLOURS)]), SHAPES[number % len(SHAPES)]
    corners = outline(shape, x, y, _SIGN)
    look = f'fill="{colour}" stroke="{paper}" stroke-width="1"'
    if not corners:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(_SIGN)}" {look}/>'
    points = " ".join(f"{_n(across)},{_n(down)}" for across, down in corners)
    return f'<polygon points="{points}" {look}/>'


def _wrapped(text: str, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _n(value: float) -> str:
    """Write a number with one decimal at most."""
    return f"{round(value, 1) + 0.0:g}"
