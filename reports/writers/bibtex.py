"""The sources of a report as a bibliography for BibTeX and biblatex."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .latex import plain

if TYPE_CHECKING:
    from ..language import Language
    from ..report import Reference, Report


def write(report: Report, language: Language) -> bytes:  # noqa: ARG001 - as every writer
    """Write one ``@misc`` entry a source, in the order of their ids."""
    taken: set[str] = set()
    entries = [_entry(row, taken) for row in sorted(report.references, key=lambda row: row.id)]
    return "\n".join(entries).encode()


def _entry(row: Reference, taken: set[str]) -> str:
    year = re.match(r"-?\d{4}", row.published)
    fields = {
        # Braces keep the name of an institution and the capitals of a title as they are.
        "author": f"{{{plain(row.publisher)}}}" if row.publisher else "",
        "title": f"{{{plain(row.title)}}}",
        "key": plain(row.title),
        "year": year[0] if year else "",
        "date": row.published if re.fullmatch(r"\d{4}(-\d\d){0,2}", row.published) else "",
        "url": _address(row.url),
        "urldate": row.retrieved if re.fullmatch(r"\d{4}-\d\d-\d\d", row.retrieved) else "",
        "langid": plain(row.language),
        "note": plain(row.note),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{_key(row.id, taken)},", *lines, "}", ""])


def _key(name: str, taken: set[str]) -> str:
    """Give a key of letters, digits, points and hyphens that no other entry has."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    base = re.sub(r"[^A-Za-z0-9.-]+", "-", letters).strip("-.") or "source"
    key, number = base, 1
    while key.casefold() in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key.casefold())
    return key


def _address(url: str) -> str:
    # Only what an address may hold; the rest could be a command.
    if not re.fullmatch(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+", url):
        return ""
    return re.sub(r"([%#&_$])", r"\\\1", url)
