"""How a loop is compiled: without the interpreter's lock, and kept on disk for the next time.

Without numba the same functions run as they stand, in plain Python: right, but slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

F = TypeVar("F", bound="Callable[..., Any]")

# What numba gives, without types; None where it is not installed.
njit: Any = None
intrinsic: Any = None
overload: Any = None
try:
    import numba
    from numba import extending
except ImportError:  # pragma: no cover - numba is optional
    pass
else:
    njit, intrinsic, overload = numba.njit, extending.intrinsic, extending.overload

# Every compiled function, in the order of the modules that were loaded.
KERNELS: list[Any] = []


def kernel(function: F) -> F:
    """Compile `function` when it is first called; its plain twin stays as ``py_func``."""
    if njit is None:
        return function
    made = njit(nogil=True, cache=True, error_model="numpy")(function)
    KERNELS.append(made)
    result: F = made
    return result


def twin(function: F) -> F:
    """Give the plain-Python twin of a kernel."""
    result: F = getattr(function, "py_func", function)
    return result


def cached(function: Any) -> bool:
    """Say whether a compiled form of `function` is on disk; true where that cannot be known."""
    try:
        return bool(function.signatures or function._cache._cache_file._load_index())  # noqa: SLF001
    except (AttributeError, OSError):
        return True


def bits(word: Any) -> int:
    """Count the bits that are set in a word of 64."""
    return int(word).bit_count()


if njit is not None:

    @intrinsic
    def _count(typing: Any, word: Any) -> Any:  # noqa: ARG001 - numba's signature
        def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.ctpop(arguments[0])

        return word(word), code

    # numba wants the same signature twice, without types.
    overload(bits)(lambda word: lambda word: np.int64(_count(word)))


def owned(values: Any, dtype: Any) -> NDArray[Any]:
    """Give an array of `dtype` that is contiguous and writable, so that one compiled form fits."""
    array = np.ascontiguousarray(values, dtype=dtype)
    return array if array.flags.writeable else array.copy()
