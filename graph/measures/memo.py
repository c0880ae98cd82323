"""What several measures of one view share, computed once and kept with the view."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..view import View

T = TypeVar("T")


def once(function: Callable[[View], T]) -> Callable[[View], T]:
    """Compute `function` once for each view, as `functools.cached_property` does.

    A view is frozen, so what was computed from it stays true; callers must not change it.
    """
    key = f"_{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(view: View) -> T:
        values = view.__dict__
        if key not in values:
            values[key] = function(view)
        result: T = values[key]
        return result

    return kept


@once
def simple(view: View) -> View:
    """Give the same actors and ties without direction and without weights."""
    if not view.directed and not view.weighted:
        return view
    return replace(view, matrix=view.undirected, directed=False, weighted=False)
