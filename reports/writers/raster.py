"""A picture as PNG or PDF, drawn from its SVG by typst: the same bytes on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .svg import scene_svg

if TYPE_CHECKING:
    from ..scene import Scene

# One picture on a page of its own size; an inch has 72 points. What is said is never markup.
_PAGE = """
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.lang)
#set page(width: float(sys.inputs.width) * 1pt, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: sys.inputs.alt)
"""


def scene_png(scene: Scene, *, pixels: int = 1600, theme: str = "light") -> bytes:
    """Give `scene` as a PNG of `pixels` width."""
    return svg_png(scene_svg(scene, theme), pixels=pixels)


def svg_png(svg: str, *, pixels: int = 1600) -> bytes:
    """Give an SVG as a PNG of `pixels` width, with the fonts that typst brings."""
    return _compiled(svg, "png", 720, ppi=72 * pixels / 720)


def svg_pdf(svg: str, *, width: float, title: str, alt: str, lang: str) -> bytes:
    """Give an SVG as a PDF of one page, `width` millimetres wide: vectors, real text, fonts within.

    `alt` is read out by those who do not see the picture.
    """
    return _compiled(svg, "pdf", width / 25.4 * 72, title=title, alt=alt, lang=lang)


def _compiled(
    svg: str,
    style: Literal["pdf", "png"],
    width: float,
    *,
    ppi: float | None = None,
    title: str = "",
    alt: str = "",
    lang: str = "en",
) -> bytes:
    import typst  # noqa: PLC0415

    said = {"svg": svg, "width": f"{width:.3f}", "title": title, "alt": alt, "lang": lang}
    picture: bytes = typst.compile(
        _PAGE.encode(),
        format=style,
        ppi=ppi,
        sys_inputs=said,
        ignore_system_fonts=True,
        timestamp=0,
    )
    return picture
