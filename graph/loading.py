"""From a name or a path to a dataset, or to what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks import check
from .faults import DataFaultsError, LoadReport
from .formats import read_raw

if TYPE_CHECKING:
    from pathlib import Path

    from .dataset import Dataset


def validate(source: str | Path) -> Dataset | LoadReport:
    """Read and check `source`; give the dataset, or the report if it has errors.

    A dataset carries its own report, with the warnings.
    """
    raw = read_raw(source)
    return raw if isinstance(raw, LoadReport) else check(raw)


def load(source: str | Path = "allas") -> Dataset:
    """Load a built-in dataset by its name, a folder, or an ``.xlsx`` workbook.

    Raises DataFaultsError, whose ``faults`` list everything that is wrong at once.

    >>> load("allas").name
    'allas'
    """
    result = validate(source)
    if isinstance(result, LoadReport):
        raise DataFaultsError(result)
    return result
