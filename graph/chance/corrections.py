"""Probabilities from random draws, and their correction where many questions are asked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..phrases import mark as _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIGITS = 12
P_VALUES = _(
    "p = (b + 1)/(n + 1), b of the n draws being at least as extreme (Phipson and Smyth 2010);"
    " two-sided p is twice the smaller one-sided."
)


def benjamini_hochberg(chances: Any) -> NDArray[np.float64]:
    """Correct p-values for their number, so that few of those called small are small by chance.

    Of the values below q after correction at most a share q is expected to be false
    (Benjamini and Hochberg 1995). NaN stays NaN and does not count as a question.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    import numpy as np  # noqa: PLC0415

    values = np.asarray(chances, dtype=np.float64)
    result = np.full(values.shape, np.nan)
    asked = np.flatnonzero(~np.isnan(values))
    order = asked[np.argsort(values[asked], kind="stable")]
    scaled = values[order] * len(order) / np.arange(1, len(order) + 1)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return result


def rounded(values: Any) -> NDArray[np.float64]:
    """Give numbers with 12 significant digits, so that what is equal is not parted by noise."""
    import numpy as np  # noqa: PLC0415

    array = np.asarray(values, dtype=np.float64)
    finite = np.isfinite(array) & (array != 0)
    size = np.floor(np.log10(np.abs(array, where=finite, out=np.ones_like(array))))
    unit = 10.0 ** (DIGITS - 1 - size)
    return np.where(finite, np.round(array * unit) / unit, array)


def tails(observed: Any, drawn: Any) -> tuple[NDArray[np.float64], ...]:
    """Give p for high, for low and two-sided, of `observed` among the draws along axis 0.

    (b + 1)/(n + 1) where b of n draws are at least (at most) as large, which is never 0 and
    no smaller than it should be (Phipson and Smyth 2010); two-sided is twice the smaller, at
    most 1. Values that agree to 12 significant digits are equal. NaN among the draws does not
    count; p is NaN where the observed value or every draw is.
    """
    import numpy as np  # noqa: PLC0415

    here, there = rounded(observed), rounded(drawn)
    with np.errstate(invalid="ignore"):
        high, low = (there >= here).sum(axis=0), (there <= here).sum(axis=0)
    count = (~np.isnan(there)).sum(axis=0)
    defined = (count > 0) & ~np.isnan(here)
    p_high, p_low = (np.where(defined, (b + 1) / (count + 1), np.nan) for b in (high, low))
    return p_high, p_low, np.minimum(2 * np.minimum(p_high, p_low), 1)
