"""A report as PDF by typst: tagged, its figures as vectors, no text of the data as markup."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from .blocks import said

if TYPE_CHECKING:
    from ..language import Language
    from ..report import Report


def write(report: Report, language: Language) -> bytes:
    """Write `report` in `language` as a tagged PDF of A4 pages; the same bytes each time."""
    import typst  # noqa: PLC0415

    content = said(report, language)
    template = (files("alianza") / "reports" / "templates" / "report.typ").read_bytes()
    pages: bytes = typst.compile(
        template,
        format="pdf",
        sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return pages
