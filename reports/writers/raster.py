"""A scene as PNG, drawn from its SVG by typst: the same bytes on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .svg import scene_svg

if TYPE_CHECKING:
    from ..scene import Scene

# One picture on a page of its own size; an inch has 72 points.
_PAGE = (
    "#set page(width: 720pt, height: auto, margin: 0pt)\n"
    '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)\n'
)


def scene_png(scene: Scene, *, pixels: int = 1600, theme: str = "light") -> bytes:
    """Give `scene` as a PNG of `pixels` width."""
    return svg_png(scene_svg(scene, theme), pixels=pixels)


def svg_png(svg: str, *, pixels: int = 1600) -> bytes:
    """Give an SVG as a PNG of `pixels` width, with the fonts that typst brings."""
    import typst  # noqa: PLC0415

    picture: bytes = typst.compile(
        _PAGE.encode(),
        format="png",
        ppi=72 * pixels / 720,
        sys_inputs={"svg": svg},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return picture
