"""What to paste so that a map shows elsewhere: in a page, in slides of the web, in a chat."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from ..graph.faults import UnknownNameError, ViewError
from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .labels import plain_text
from .writers.cells import web_address

if TYPE_CHECKING:
    from .language import Language

_LARGEST = 10_000
PAGE = _("In a page (HTML)")
REVEAL = _("In slides of reveal.js")
QUARTO = _("In Quarto (a document or slides)")
CHAT = _("For links that are pasted into a chat: in the head of the page around the map")
OFFICE = _("In PowerPoint and Google Slides")
OFFICE_SAYS = _(
    "Neither shows a page that lies on your computer. PowerPoint has an add-in (Web Viewer) for https"
    " addresses, which needs the network and the consent of your administration; Google Slides shows"
    " no pages at all. A picture with a link always works: `alianza slides` writes it, and"
    " `alianza figure map -o map.png` draws it."
)
SAFE = _("The frame lets the map run its own script and nothing else; the map asks for nothing from outside.")  # fmt: skip


def embedding(
    page: str,
    address: str,
    language: Language,
    *,
    size: str = "960x600",
    preview: str | None = None,
) -> str:
    """Give the text that says how to embed `page`, the content of a map found at `address`.

    `size` is in pixels, ``WxH``; `preview` is the https address of a picture of the map. Raises
    ViewError for a size that is none, UnknownNameError for a preview that is no https address.
    """
    found = re.fullmatch(r"(\d{2,5})x(\d{2,5})", size)
    if not found or max(int(found[1]), int(found[2])) > _LARGEST:
        raise ViewError(phrase(_("“{size}” is no size in pixels, such as 960x600."), size=size))
    if preview is not None and not web_address(preview):
        raise UnknownNameError(phrase(_("“{link}” is no https address."), link=preview))
    width, height = int(found[1]), int(found[2])
    heads = re.findall(r"<title>(.*?)</title>", page[:2_000_000], re.DOTALL)
    title = plain_text(html.unescape(heads[0])) if heads else address
    said, source = html.escape(title, quote=True), html.escape(address, quote=True)
    frame = (
        f'<iframe src="{source}" title="{said}" width="{width}" height="{height}"'
        ' sandbox="allow-scripts allow-downloads" loading="lazy"'
        ' style="border:0;max-width:100%"></iframe>'
    )
    reveal = f'<section data-background-iframe="{source}" data-background-interactive></section>'
    quarto = f"```{{=html}}\n{frame}\n```"
    tags = [
        f'<meta property="og:title" content="{said}">',
        '<meta property="og:type" content="website">',
    ]
    if web_address(address):
        tags.append(f'<meta property="og:url" content="{source}">')
    if preview is not None:
        picture = html.escape(preview, quote=True)
        tags += [
            f'<meta property="og:image" content="{picture}">',
            f'<meta property="og:image:alt" content="{said}">',
            '<meta name="twitter:card" content="summary_large_image">',
        ]
    parts = [
        (PAGE, frame),
        (REVEAL, reveal),
        (QUARTO, quarto),
        (CHAT, "\n".join(tags)),
        (OFFICE, language.text(Phrase(OFFICE_SAYS))),
        ("", language.text(Phrase(SAFE))),
    ]
    return "\n\n".join(
        f"# {language.text(Phrase(head))}\n\n{body}" if head else body for head, body in parts
    )
