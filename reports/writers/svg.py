"""A scene as SVG: real text, no script, nothing from outside."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ..colours import on_dark
from ..labels import FONT_SIZE, text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..scene import Curve, Key, Marker, Scene

FONTS = "'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
THEMES: dict[str, dict[str, str]] = {
    "light": {"paper": "#ffffff", "ink": "#1b2430", "soft": "#566072", "faint": "#d5dae2", "land": "#e9ecf1"},
    "dark": {"paper": "#12161c", "ink": "#e7ebf1", "soft": "#a5afbe", "faint": "#3a4350", "land": "#252c36"},
    "print": {"paper": "#ffffff", "ink": "#000000", "soft": "#333333", "faint": "#bbbbbb", "land": "#eeeeee"},
}  # fmt: skip
"""The colours of a picture beside those of the kinds, by the name of a theme."""

_ROW = 20.0
_KEY = 34.0
_MARK = 6.5


def scene_svg(scene: Scene, theme: str = "light", width: float | None = None) -> str:
    """Give `scene` with its legend as one ``<svg>`` element, without an XML declaration.

    `theme` is a name in `THEMES`; `width` is that of the element in pixels, by default the scene's
    own: the picture scales with it. Every colour is an attribute, so that the element stands in
    pages whose policy refuses styles, and has a class (``a-paper``, ``a-label``, ``a-tie``,
    ``a-actor``), by which a page may choose others.
    """
    palette, shade = THEMES[theme], shade_of(theme)
    rows, foot = _legend(scene, shade, palette)
    height = scene.height + foot
    shown = scene.width if width is None else width
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang={quoteattr(scene.lang)}'
            f' viewBox="0 0 {_n(scene.width)} {_n(height)}" width="{_n(shown)}"'
            f' height="{_n(height * shown / scene.width)}" font-family="{FONTS}"'
            f' font-size="{_n(FONT_SIZE)}">'
        ),
        f"<title>{escape(scene.title)}</title>",
        f"<desc>{escape(scene.sentence)}</desc>",
        (
            f'<rect class="a-paper" width="{_n(scene.width)}" height="{_n(height)}"'
            f' fill="{palette["paper"]}"/>'
        ),
        *scene_body(scene, theme),
        *rows,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def shade_of(theme: str) -> Callable[[str], str]:
    """Give what makes a kind's colour legible in a theme."""
    return on_dark if theme == "dark" else str


def scene_body(scene: Scene, theme: str = "light") -> Iterator[str]:
    """Draw the land, ties, actors, marks and names of `scene`, without frame and legend."""
    palette, shade = THEMES[theme], shade_of(theme)
    if scene.land:
        yield f'<path class="a-land" d="{scene.land}" fill="{palette["land"]}"/>'
    if scene.borders:
        yield (
            f'<path class="a-borders" d="{scene.borders}" fill="none" stroke="{palette["paper"]}"'
            ' stroke-width="0.8"/>'
        )
    yield from _ties(scene, shade)
    for marker in scene.markers:
        yield _actor(marker, shade(marker.colour), palette["paper"])
    yield from _marks(scene, shade, palette["paper"])
    yield from _names(scene, palette)


def control_point(
    tail: tuple[float, float], head: tuple[float, float], bend: float
) -> tuple[float, float]:
    """Give the control point of a curve: `bend` times its length to the left of the middle."""
    across, down = head[0] - tail[0], head[1] - tail[1]
    return (tail[0] + head[0]) / 2 + bend * down, (tail[1] + head[1]) / 2 - bend * across


def outline(shape: str, x: float, y: float, size: float) -> list[tuple[float, float]]:
    """Give the corners of a marker's shape, whose area is about that of the circle's."""
    if shape in _CORNERS:
        turn, corners, scale = _CORNERS[shape]
        return [
            (
                x + size * scale * math.sin(2 * math.pi * corner / corners + turn),
                y - size * scale * math.cos(2 * math.pi * corner / corners + turn),
            )
            for corner in range(corners)
        ]
    if shape == "star":
        return [
            (
                x + size * (1.3 if corner % 2 == 0 else 0.58) * math.sin(math.pi * corner / 5),
                y - size * (1.3 if corner % 2 == 0 else 0.58) * math.cos(math.pi * corner / 5),
            )
            for corner in range(10)
        ]
    if shape == "document":
        left, top, right, bottom, ear = -0.75, -1.0, 0.75, 1.0, 0.6
        corners_at = (
            (left, top),
            (right - ear, top),
            (right, top + ear),
            (right, bottom),
            (left, bottom),
        )
        return [(x + size * across, y + size * down) for across, down in corners_at]
    return []


# The turn of the first corner from upright, the number of corners, the reach of a corner.
_CORNERS = {
    "square": (math.pi / 4, 4, 1.22),
    "diamond": (0.0, 4, 1.22),
    "hexagon": (math.pi / 6, 6, 1.08),
    "triangle": (0.0, 3, 1.3),
    "triangle-down": (math.pi / 3, 3, 1.3),
}


def _n(value: float) -> str:
    """Write a number with one decimal at most."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004


def _ties(scene: Scene, shade: Callable[[str], str]) -> Iterator[str]:
    markers = {marker.id: marker for marker in scene.markers}
    for curve in scene.curves:
        yield from _tie(curve, markers[curve.tail], markers[curve.head], shade(curve.colour))


def _marks(scene: Scene, shade: Callable[[str], str], paper: str) -> Iterator[str]:
    """Draw the marks of disputed ties, each where it hides no marker if there is such a place."""
    for curve in scene.curves:
        if curve.disputed:
            yield from disputed_mark(*mark_place(curve, scene.markers), shade(curve.colour), paper)


def mark_place(curve: Curve, markers: tuple[Marker, ...]) -> tuple[float, float]:
    """Give the point of a curve for a mark: where it hides no marker, if there is such a place."""
    ends = {m.id: (m.x, m.y) for m in markers if m.id in {curve.tail, curve.head}}
    start, end = ends[curve.tail], ends[curve.head]
    control = control_point(start, end, curve.bend)
    points = [_point_on(start, control, end, share) for share in (0.5, 0.4, 0.6, 0.3, 0.7)]
    free = [
        (x, y)
        for x, y in points
        if all(math.hypot(x - m.x, y - m.y) > m.size + _MARK for m in markers)
    ]
    return (free or points)[0]


def point_on_curve(curve: Curve, tail: Marker, head: Marker, share: float) -> tuple[float, float]:
    """Give the point of a tie's curve at a share of its way from tail to head."""
    start, end = (tail.x, tail.y), (head.x, head.y)
    return _point_on(start, control_point(start, end, curve.bend), end, share)


def _point_on(
    start: tuple[float, float], control: tuple[float, float], end: tuple[float, float], share: float
) -> tuple[float, float]:
    rest = 1 - share
    x, y = (
        rest * rest * a + 2 * rest * share * b + share * share * c
        for a, b, c in zip(start, control, end, strict=True)
    )
    return x, y


def _tie(curve: Curve, tail: Marker, head: Marker, colour: str) -> Iterator[str]:
    start, end = (tail.x, tail.y), (head.x, head.y)
    control = control_point(start, end, curve.bend)
    tip = towards(end, control, 1.2 * head.size + 2)
    path = f"M{_n(start[0])} {_n(start[1])}"
    stop = towards(tip, control, 6) if curve.arrow else end
    path += (
        f"Q{_n(control[0])} {_n(control[1])} {_n(stop[0])} {_n(stop[1])}"
        if curve.bend
        else f"L{_n(stop[0])} {_n(stop[1])}"
    )
    yield (
        f'<path class="a-tie" d="{path}" fill="none" stroke="{colour}"'
        f' stroke-width="{_n(stroke(undated=curve.undated))}" stroke-opacity="0.8"'
        f"{_dashes(curve.dash)}/>"
    )
    if curve.arrow:
        yield f'<path class="a-tie" d="{_arrowhead(tip, control)}" fill="{colour}"/>'


def stroke(*, undated: bool) -> float:
    """Give the width of a tie's line: undated ties are thinner."""
    return 1.0 if undated else 1.9


def disputed_mark(x: float, y: float, colour: str, paper: str) -> Iterator[str]:
    """Draw the question mark in a ring that stands on a disputed tie."""
    yield (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(_MARK)}" fill="{paper}" stroke="{colour}"'
        ' stroke-width="1.4"/>'
        f'<text x="{_n(x)}" y="{_n(y + 3.6)}" text-anchor="middle" font-size="10"'
        f' font-weight="700" fill="{colour}">?</text>'
    )


def towards(
    point: tuple[float, float], other: tuple[float, float], distance: float
) -> tuple[float, float]:
    """Give the point that lies `distance` from `point` on the way to `other`."""
    across, down = other[0] - point[0], other[1] - point[1]
    length = math.sqrt(across * across + down * down) or 1.0
    share = min(distance / length, 1.0)
    return point[0] + across * share, point[1] + down * share


def _arrowhead(tip: tuple[float, float], control: tuple[float, float]) -> str:
    back = towards(tip, control, 9)
    across, down = (tip[0] - back[0]) * 0.42, (tip[1] - back[1]) * 0.42
    return (
        f"M{_n(tip[0])} {_n(tip[1])}L{_n(back[0] - down)} {_n(back[1] + across)}"
        f"L{_n(back[0] + down)} {_n(back[1] - across)}Z"
    )


def _dashes(dash: tuple[int, ...]) -> str:
    return f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash else ""


def _actor(marker: Marker, colour: str, paper: str) -> str:
    return (
        f'<g class="a-actor" fill="{colour}" stroke="{paper}" stroke-width="1.5"'
        f' stroke-linejoin="round"><title>{escape(marker.label)}</title>'
        f"{shape_svg(marker.shape, marker.x, marker.y, marker.size)}</g>"
    )


def key_svg(key: Key, *, dark: bool = False) -> str:
    """Give the sample of a row of the legend as a small ``<svg>`` of its own."""
    colour, paper = (
        (on_dark(key.colour) if dark else key.colour),
        THEMES["dark" if dark else "light"]["paper"],
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 31 16" width="31" height="16"'
        f' aria-hidden="true">{sample(key, 0, 8, colour, paper)}</svg>'
    )


def shape_svg(shape: str, x: float, y: float, size: float) -> str:
    """Draw the outline of a shape; its colour is that of the group around it."""
    corners = outline(shape, x, y, size)
    if not corners:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size)}"/>'
    points = " ".join(f"{_n(across)},{_n(down)}" for across, down in corners)
    return f'<polygon points="{points}"/>'


def _names(scene: Scene, palette: dict[str, str]) -> Iterator[str]:
    yield (
        f'<g class="a-label" font-weight="600" fill="{palette["ink"]}"'
        f' stroke="{palette["paper"]}" stroke-width="3.2" stroke-linejoin="round"'
        ' paint-order="stroke">'
    )
    for label in scene.labels:
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        yield f'<text x="{_n(label.x)}" y="{_n(label.y)}"{anchor}>{escape(label.text)}</text>'
    yield "</g>"


def _legend(
    scene: Scene, shade: Callable[[str], str], palette: dict[str, str]
) -> tuple[list[str], float]:
    """Draw the legend below the picture, in rows as wide as it; give it and its height."""
    lines = [f'<g class="a-legend" fill="{palette["ink"]}">']
    left, top = 16.0, scene.height + _ROW
    for keys in (scene.actor_keys, scene.tie_keys, scene.mark_keys):
        for key in keys:
            text = f"{key.label} ({key.count})"
            width = _KEY + text_width(text) + 16
            if left > 16 and left + width > scene.width:  # noqa: PLR2004
                left, top = 16.0, top + _ROW
            lines.append(sample(key, left, top - 4, shade(key.colour), palette["paper"]))
            lines.append(f'<text x="{_n(left + _KEY)}" y="{_n(top)}">{escape(text)}</text>')
            left += width
        if keys:
            left, top = 16.0, top + _ROW
    lines.append("</g>")
    return lines, top - scene.height - 4


def sample(key: Key, x: float, y: float, colour: str, paper: str) -> str:
    """Draw what a row of the legend explains, 30 pixels wide, its middle at the height `y`."""
    if key.shape:
        return f'<g fill="{colour}">{shape_svg(key.shape, x + 15, y, 6)}</g>'
    if key.mark == "disputed":
        return "".join(disputed_mark(x + 15, y, colour, paper))
    width = _n(stroke(undated=key.mark == "undated"))
    return (
        f'<path d="M{_n(x)} {_n(y)}h28" fill="none" stroke="{colour}" stroke-width="{width}"'
        f"{_dashes(key.dash)}/>"
        + (f'<path d="M{_n(x + 30)} {_n(y)}l-8 -4v8z" fill="{colour}"/>' if key.arrow else "")
    )
