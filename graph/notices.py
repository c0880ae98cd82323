"""What is said while an answer is being made: which way was taken, what takes a while.

Nobody listens unless asked to. Importing this loads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .phrases import Phrase

_LISTENERS: list[Callable[[Phrase, bool], object]] = []


def listen(to: Callable[[Phrase, bool], object] | None) -> None:
    """Let `to` hear every notice from now on, and whether it is only a detail; None hears nothing."""
    _LISTENERS[:] = [] if to is None else [to]


def tell(said: Phrase, *, detail: bool = True) -> None:
    """Say something to whoever listens."""
    for to in _LISTENERS:
        to(said, detail)
