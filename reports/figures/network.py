"""The network as a figure: the scene of the map, in the frame of a page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...graph.phrases import counted
from ...graph.phrases import mark as _
from ..scene import build_scene
from ..writers.svg import THEMES, sample, scene_body, shade_of
from .frame import Plan, Row, num

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..scene import Key, Scene
    from .frame import Box, Request


SMALLEST, ROOMY = 0.67, 6000.0
"""The smallest scale, at which names are 8 pixels high; pixels an actor that need no smaller one."""


def plan(request: Request) -> Plan:
    """Plan the network: positions follow from the ties alone."""

    def scene(width: float, height: float) -> Scene:
        return build_scene(
            request.dataset,
            request.view,
            translate=request.language.text,
            lang=request.language.code,
            width=width,
            height=height,
        )

    return scene_plan(request, scene)


def scene_plan(request: Request, scene: Callable[[float, float], Scene]) -> Plan:
    """Plan the picture of a scene, which is built once the room for it is known."""
    first = scene(1280, 720)

    def draw(box: Box) -> tuple[list[str], list[str]]:
        # Where there are many actors all is drawn a little smaller, names included.
        room = box.width * box.height / max(1, len(first.markers))
        scale = round(max(SMALLEST, min(1.0, math.sqrt(room / ROOMY))), 3)
        made = scene(box.width / scale, box.height / scale)
        drawn = [
            f'<g transform="translate({num(box.left)} {num(box.top)}) scale({scale:g})">',
            *scene_body(made, request.theme),
            "</g>",
        ]
        left = len(made.markers) - len(made.labels)
        said = counted(_("{count} name has no room."), _("{count} names have no room."), left)
        return drawn, [request.say(said)] if left else []

    keys = [first.actor_keys, first.tie_keys, first.mark_keys]
    rows = tuple(_row(key, part, request.theme) for part, group in enumerate(keys) for key in group)
    return Plan(first.title, draw, rows, (f"{first.size_label}.", first.sentence))


def _row(key: Key, part: int, theme: str) -> Row:
    colour, paper = shade_of(theme)(key.colour), THEMES[theme]["paper"]
    return Row(f"{key.label} ({key.count})", lambda x, y: sample(key, x, y, colour, paper), part)
