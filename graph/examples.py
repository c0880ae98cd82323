"""The example rows of a new dataset, and how they are told from what people fill in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .faults import Fault, fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .tables import RawTable

MARK = "alianza-example-"
"""What the ids of example rows begin with."""

EXAMPLES: dict[str, tuple[Mapping[str, str], ...]] = {
    "actors": (
        {"id": f"{MARK}city", "label": "Example City", "kind": "city", "country": "MX"},
        {"id": f"{MARK}network", "label": "Example Network", "kind": "network", "country": "ES"},
    ),
    "ties": (
        {
            "id": f"{MARK}tie",
            "from": f"{MARK}city",
            "to": f"{MARK}network",
            "kind": "membership",
            "start": "2013-05",
            "status": "active",
            "sources": f"{MARK}source",
        },
    ),
    "sources": (
        {
            "id": f"{MARK}source",
            "title": "Example Source",
            "url": "https://example.org/",
            "retrieved": "2024-01-31",
            "language": "es",
        },
    ),
    "claims": (
        {
            "subject": f"{MARK}tie",
            "field": "start",
            "value": "2013-05",
            "source": f"{MARK}source",
        },
    ),
}
FORMS: dict[str, Mapping[str, str]] = {
    "Example City": {"es": "Ciudad de ejemplo", "fr": "Ville d’exemple", "pt": "Cidade de exemplo"},
    "Example Network": {"es": "Red de ejemplo", "fr": "Réseau d’exemple", "pt": "Rede de exemplo"},
    "Example Source": {
        "es": "Fuente de ejemplo",
        "fr": "Source d’exemple",
        "pt": "Fonte de exemplo",
    },
}
"""The names of the examples in other languages; rows that bear them are unchanged too."""

_ENGLISH = {form: name for name, forms in FORMS.items() for form in forms.values()}
_KEYS = {"actors": "id", "ties": "id", "sources": "id", "claims": "subject"}


def without_examples(name: str, table: RawTable, faults: list[Fault]) -> RawTable:
    """Give a table without the example rows that nobody changed; that is said in a note.

    A row counts as unchanged if all its cells but the note are those of the example. One that
    was changed is kept, with a warning if it still bears the example's id.
    """
    header = [text.strip() for text in table.header]
    if _KEYS[name] not in header:
        return table
    key = header.index(_KEYS[name])
    kept, left_out = [], []
    for number, cells in table.rows:
        if not (len(cells) > key and cells[key].startswith(MARK)):
            kept.append((number, cells))
            continue
        filled = {
            h: _ENGLISH.get(c, c) for h, c in zip(header, cells, strict=False) if c and h != "note"
        }
        if filled in EXAMPLES[name]:
            left_out.append(number)
        else:
            kept.append((number, cells))
            faults.append(fault("example-id", table.file, number, header[key], cells[key]))
    if left_out:
        faults.append(fault("example-rows", table.file, left_out[0], count=len(left_out)))
    return replace(table, rows=tuple(kept))
