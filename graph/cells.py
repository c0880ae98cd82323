"""Text in cells that no spreadsheet takes for a formula, and back."""

from __future__ import annotations

LIVE = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""The signs with which a spreadsheet begins a formula."""


def inert(text: str) -> str:
    """Give `text` so that no spreadsheet takes it for a formula: led by an apostrophe.

    Text that has the apostrophe already gets another, so that `bared` gives back each text.

    >>> inert("=1+1"), inert("'=1+1"), inert("'s-Hertogenbosch")
    ("'=1+1", "''=1+1", "'s-Hertogenbosch")
    """
    return f"'{text}" if text.lstrip("'").startswith(LIVE) else text


def bared(text: str) -> str:
    """Give `text` without the apostrophe that `inert` put before it.

    >>> bared("'=1+1"), bared("''=1+1"), bared("'s-Hertogenbosch")
    ('=1+1', "'=1+1", "'s-Hertogenbosch")
    """
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(LIVE) else text
