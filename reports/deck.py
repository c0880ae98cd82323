"""Slides of a dataset: the report, said on a dozen slides."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.faults import UnknownNameError
from ..graph.phrases import mark as _
from ..graph.phrases import phrase

if TYPE_CHECKING:
    from ..graph.dataset import Dataset


def write_deck(
    dataset: Dataset,
    path: str | Path,
    *,
    lang: str = "en",
    template: str | Path | None = None,
    link: str = "",
    **options: Any,
) -> Path:
    """Write slides of the view that `options` select to `path` (.pptx) and give it.

    `template` is somebody's own presentation, whose layouts are found by their placeholders; `link`
    is what a click on the map opens. Raises UnknownNameError for another ending or an address
    that is neither a file's nor a page's, UnreadableError for a template that is none, and what
    `build_report` raises.
    """
    from .language import Language  # noqa: PLC0415
    from .main import build_report  # noqa: PLC0415
    from .writers.cells import web_address  # noqa: PLC0415
    from .writers.output import write_file  # noqa: PLC0415
    from .writers.pptx import slides  # noqa: PLC0415

    if Path(path).suffix.lower() != ".pptx":
        raise UnknownNameError(
            phrase(_("“{path}” does not end in one of these: {known}."), path=str(path), known=".pptx")
        )  # fmt: skip
    relative = link and not set(link) & set(":\\<>\"' ") and not link.startswith("/")
    if link and not (relative or web_address(link)):
        raise UnknownNameError(
            phrase(_("“{link}” is neither an https address nor a file beside the slides."), link=link)
        )  # fmt: skip
    chosen = None if template is None else (Path(template).name, Path(template).read_bytes())
    report = build_report(dataset, lang=lang, also=("pptx",), **options)
    return write_file(path, slides(report, Language(lang), template=chosen, link=link))
