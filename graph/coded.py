"""Columns of large tables without an object a cell: distinct texts, and a number for each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from .tables import COLUMNS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .dataset import Dataset


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Texts of which many are alike: ``values`` are the distinct ones, ``codes`` says which."""

    codes: NDArray[np.int32]
    values: NDArray[np.object_]

    @classmethod
    def of(cls, cells: Any) -> Coded:
        """Give the column of any array or series of texts."""
        import pandas as pd  # noqa: PLC0415

        codes, values = pd.factorize(cells)
        return cls(codes.astype(np.int32), np.asarray(values, dtype=object))

    @classmethod
    def all(cls, text: str, count: int) -> Coded:
        """Give a column that holds `text` in each of `count` rows."""
        return cls(np.zeros(count, dtype=np.int32), np.array([text], dtype=object))

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.codes)

    def where(self, test: Any) -> NDArray[np.bool_]:
        """Tell which rows pass `test`, which is asked once for each distinct text."""
        passed = np.array([bool(test(value)) for value in self.values], dtype=bool)
        found: NDArray[np.bool_] = passed[self.codes] if len(passed) else np.zeros(0, dtype=bool)
        return found

    def order(self) -> NDArray[np.int64]:
        """Give the rows in the order of their texts."""
        ranks = np.empty(len(self.values), dtype=np.int64)
        ranks[np.argsort(self.values, kind="stable")] = np.arange(len(self.values))
        return np.argsort(ranks[self.codes], kind="stable")

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Give the texts of `rows`."""
        found: list[str] = self.values[self.codes[rows]].tolist()
        return found

    def array(self) -> Any:
        """Give the column as pandas holds text."""
        import pandas as pd  # noqa: PLC0415

        return pd.array(self.values, dtype="str").take(self.codes)


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """Texts that are all different, ASCII without NUL, as ``cells`` of a fixed number of bytes."""

    cells: NDArray[np.bytes_]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.cells)

    def order(self) -> NDArray[np.int64]:
        """Give the rows in the order of their texts."""
        return np.argsort(self.cells, kind="stable")

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Give the texts of `rows`."""
        return [cell.decode() for cell in self.cells[rows].tolist()]

    def array(self) -> Any:
        """Give the column as pandas holds text."""
        return _pieced(len(self), self.texts)


@dataclass(frozen=True, slots=True, eq=False)
class Numbered:
    """Names that were made of ``numbers``, which ascend: ``tie-2``, ``tie-3``."""

    prefix: str
    numbers: NDArray[np.int64]

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.numbers)

    def order(self) -> NDArray[np.int64]:
        """Give the rows in the order of their texts: 10 before 2."""
        digits = _digits(self.numbers)
        scaled = self.numbers * 10 ** (digits.max(initial=1) - digits)
        return np.lexsort((digits, scaled))

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        """Give the texts of `rows`."""
        return [f"{self.prefix}{number}" for number in self.numbers[rows].tolist()]

    def array(self) -> Any:
        """Give the column as pandas holds text."""
        return _pieced(len(self), self.texts)


Column = Coded | Fixed | Numbered
PIECE = 65_536


def _digits(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the decimal digits of whole numbers from 0 on."""
    bounds = 10 ** np.arange(1, 19, dtype=np.int64)
    return np.searchsorted(bounds, numbers, side="right") + 1


def _pieced(count: int, texts: Any) -> Any:
    """Give texts as pandas holds them, few of them at a time as objects."""
    import pandas as pd  # noqa: PLC0415

    pieces = [
        pd.array(texts(np.arange(first, min(count, first + PIECE))), dtype="str")
        for first in range(0, max(count, 1), PIECE)
    ]
    return pd.concat([pd.Series(piece) for piece in pieces], ignore_index=True).array


@dataclass(frozen=True, slots=True, eq=False)
class Compact(Mapping[str, "pd.DataFrame"]):
    """The tables of a dataset as columns; each DataFrame is made when it is first asked for.

    ``columns`` holds, by table, its columns in their order; float64 arrays are columns of numbers.
    """

    columns: Mapping[str, Mapping[str, Column | NDArray[np.float64]]]
    made: dict[str, pd.DataFrame] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Give a table."""
        if name not in self.made:
            import pandas as pd  # noqa: PLC0415

            self.made[name] = pd.DataFrame(
                {
                    column: cells if isinstance(cells, np.ndarray) else cells.array()
                    for column, cells in self.columns[name].items()
                }
            )
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        """Give the names of the tables."""
        return iter(self.columns)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self.columns)

    def rows(self, name: str) -> int:
        """Count the rows of a table."""
        return len(next(iter(self.columns[name].values())))


def column_of(data: Dataset, table: str, name: str) -> Column:
    """Give a column of text of a dataset, without making a table that is not there yet."""
    tables = data.tables
    if isinstance(tables, Compact):
        found = tables.columns[table][name]
        assert not isinstance(found, np.ndarray)  # noqa: S101 - a column of numbers is none of text
        return found
    return Coded.of(tables[table][name])


def numbers_of(data: Dataset, table: str, name: str) -> NDArray[np.float64]:
    """Give a column of numbers of a dataset, NaN for empty cells."""
    tables = data.tables
    found = tables.columns[table][name] if isinstance(tables, Compact) else tables[table][name]
    return np.asarray(found, dtype=np.float64)


class Texts(Sequence[str]):
    """The texts of some rows of a column, made when they are asked for."""

    __slots__ = ("_column", "_made", "_rows")

    def __init__(self, column: Column, rows: NDArray[np.int64]) -> None:
        self._column, self._rows = column, rows
        self._made: tuple[str, ...] | None = None

    def all(self) -> tuple[str, ...]:
        """Give the texts."""
        if self._made is None:
            self._made = tuple(self._column.texts(self._rows))
        return self._made

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """Give one text, or several."""
        return self.all()[at]

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        """Give the texts in their order."""
        return iter(self.all())

    def __eq__(self, other: object) -> bool:
        """Compare as a tuple."""
        return self.all() == (other.all() if isinstance(other, Texts) else other)

    def __hash__(self) -> int:
        """Hash as a tuple."""
        return hash(self.all())

    def __repr__(self) -> str:
        """Show as a tuple."""
        return repr(self.all())


def known_first(name: str, columns: Mapping[str, Any], count: int) -> dict[str, Any]:
    """Put the columns that alianza knows first, empty where there is none, others after them."""
    known = {column: columns.get(column, Coded.all("", count)) for column in COLUMNS[name]}
    return {**known, **{column: cells for column, cells in columns.items() if column not in known}}
