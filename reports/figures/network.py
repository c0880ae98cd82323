"""The network as a figure: the scene of the map, in the frame of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...graph.phrases import counted
from ...graph.phrases import mark as _
from ..scene import build_scene
from ..writers.svg import sample, scene_body, shade_of
from .frame import Plan, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..scene import Key, Scene
    from .frame import Box, Request


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
    first = scene(640, 480)

    def draw(box: Box) -> tuple[list[str], list[str]]:
        made = moved(scene(box.width, box.height), box.left, box.top)
        ground = []
        if made.land or made.borders:
            # The land keeps its own place: its paths are moved as a whole.
            body = list(scene_body(replace(made, markers=(), curves=(), labels=()), request.theme))
            shift = f"translate({box.left:g} {box.top:g})"
            ground = [f'<g transform="{shift}">', *body[:2], "</g>"]
        drawn = list(scene_body(replace(made, land="", borders=""), request.theme))
        left = len(made.markers) - len(made.labels)
        said = counted(
            _("{count} name has no room."), _("{count} names have no room."), left
        )  # fmt: skip
        return [*ground, *drawn], [request.say(said)] if left else []

    keys = [first.actor_keys, first.tie_keys, first.mark_keys]
    rows = tuple(_row(key, part, request.theme) for part, group in enumerate(keys) for key in group)
    return Plan(first.title, draw, rows, (f"{first.size_label}.", first.sentence))


def _row(key: Key, part: int, theme: str) -> Row:
    from ..writers.svg import THEMES  # noqa: PLC0415

    colour, paper = shade_of(theme)(key.colour), THEMES[theme]["paper"]
    return Row(f"{key.label} ({key.count})", lambda x, y: sample(key, x, y, colour, paper), part)


def moved(scene: Scene, x: float, y: float) -> Scene:
    """Give a scene whose actors and labels stand `x` further right and `y` further down."""
    return replace(
        scene,
        markers=tuple(
            replace(one, x=round(one.x + x, 1), y=round(one.y + y, 1)) for one in scene.markers
        ),
        labels=tuple(
            replace(one, x=round(one.x + x, 1), y=round(one.y + y, 1)) for one in scene.labels
        ),
    )
