"""Colours that are safe to write into a page and legible on a dark one."""

from __future__ import annotations

import re

from ..graph.vocabulary import TIE_KINDS

GREY = "#5f6672"
_DARK = (16, 21, 28)
_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")


def on_dark(colour: str) -> str:
    """Give a colour for the dark ground: a tie's own, else one lightened until it stands out 5:1.

    >>> on_dark("#ffffff")
    '#ffffff'
    """
    chosen = {kind.colour: kind.dark for kind in TIE_KINDS.values()}
    if colour in chosen:
        return chosen[colour]
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    dark = _luminance(_DARK)
    for step in range(21):
        mixed = tuple(round(value + (255 - value) * step / 20) for value in (red, green, blue))
        if (_luminance(mixed) + 0.05) / (dark + 0.05) >= 5:  # noqa: PLR2004
            break
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = [value / 255 for value in colour]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]  # noqa: PLR2004
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def safe_colour(colour: str) -> str:
    """Let nothing through that is not a hex colour, wherever a kind's row came from."""
    return colour.lower() if _HEX.match(colour) else GREY
