"""From a name or a path to a dataset, or to what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .bulk import read_large
from .checks import check
from .faults import DataFaultsError, LoadReport
from .formats import builtin_datasets, read_raw

if TYPE_CHECKING:
    from pathlib import Path

    from .dataset import Dataset


def validate(source: str | Path) -> Dataset | LoadReport:
    """Read and check `source`; give the dataset, or the report if it has errors.

    A dataset carries its own report, with the warnings. Large clean files are read by columns,
    to the same dataset.
    """
    large = None if source in builtin_datasets() else read_large(source)
    if large is not None:
        return large
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
