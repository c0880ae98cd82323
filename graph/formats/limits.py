"""How much a reader takes in: one value, which can be changed for a while."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from ..faults import Fault, fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one load; the fault that a file meets names the one that it passes.

    ``input_bytes`` of a file; ``inflated_bytes`` of all that an archive, a workbook or a
    compressed file unpacks to, and its ``ratio`` to the file's own size, which counts from
    ``ratio_from`` bytes on; ``members`` of an archive; ``rows``, ``columns`` and ``cells``
    (blank ones before a filled one included) of a sheet; ``table_columns`` of a table of a dataset;
    ``cell`` is the longest text of a cell of a text file. ``actors`` and ``ties`` of a dataset;
    ``elements`` of an XML file; ``depth`` to which XML, JSON and GML are nested; ``digits`` of a
    number of JSON; ``shown`` is how many letters of a cell a page shows, the rest is counted.
    """

    input_bytes: int = 200_000_000
    inflated_bytes: int = 500_000_000
    ratio: int = 100
    ratio_from: int = 10_000_000
    members: int = 10_000
    rows: int = 5_000_000
    columns: int = 16_384
    cells: int = 50_000_000
    table_columns: int = 1_000
    cell: int = 10_000_000
    actors: int = 1_000_000
    ties: int = 5_000_000
    elements: int = 30_000_000
    depth: int = 256
    digits: int = 1_000
    shown: int = 2_000


_CURRENT: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039 - frozen


LIMITS = tuple(field.name for field in fields(Limits))
"""The names of the limits, in the order in which they are told."""


def limits() -> Limits:
    """Give the limits that hold now."""
    return _CURRENT.get()


@contextmanager
def limited(**changes: int) -> Iterator[Limits]:
    """Let other limits hold inside a ``with``; those not named stay.

    >>> with limited(members=5):
    ...     limits().members
    5
    """
    token = _CURRENT.set(replace(limits(), **changes))
    try:
        yield limits()
    finally:
        _CURRENT.reset(token)


def size_within(path: Path, faults: list[Fault], name: str = "") -> int | None:
    """Give the bytes of the file at `path`, which faults call `name`; None with one if too many."""
    size, most = path.stat().st_size, limits().input_bytes
    if size > most:
        faults.append(fault("too-large", name or path.name, size=size, limit=most))
        return None
    return size
