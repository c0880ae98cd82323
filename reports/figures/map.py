"""The actors on the map as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.phrases import mark as _
from ..geography import geographic_scene
from .network import scene_plan

if TYPE_CHECKING:
    from ..scene import Scene
    from .frame import Plan, Request

ORIGIN = _("Coastlines and borders: Natural Earth (public domain).")


def plan(request: Request) -> Plan:
    """Plan the map, with coastlines and borders in Mercator's projection."""

    def scene(width: float, height: float) -> Scene:
        return geographic_scene(
            request.dataset,
            request.view,
            translate=request.language.text,
            lang=request.language.code,
            width=width,
            height=height,
        )

    made = scene_plan(request, scene)
    return type(made)(made.title, made.draw, made.rows, (*made.notes, request.say(ORIGIN)))
