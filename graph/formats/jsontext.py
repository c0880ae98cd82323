"""JSON read within limits: no key twice, no NaN, neither too deep nor too long; numbers as spelled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..faults import Fault, fault
from .csvtext import read_text
from .limits import limits

if TYPE_CHECKING:
    from pathlib import Path


class Number(str):
    """A number of JSON as the file spells it, so that 1e3 and 20 digits come out as they are."""

    __slots__ = ()


class _RefusedError(ValueError):
    """Something that JSON may spell but alianza refuses; holds the fault that says so."""

    def __init__(self, code: str, value: str | None = None, **values: Any) -> None:
        self.code, self.value, self.values = code, value, values
        super().__init__(code)


def read_json(path: Path, faults: list[Fault]) -> Any:
    """Give the value in the file at `path`, or None with a fault that says why not."""
    text = read_text(path, faults)
    return None if text is None else parse_json(text, path.name, faults)


def parse_json(text: str, file: str, faults: list[Fault]) -> Any:
    """Give the value that `text` spells, its numbers as `Number`, or None with a fault.

    >>> parse_json('{"id": 007}', "x.json", [])
    >>> parse_json('{"id": 1e3}', "x.json", [])
    {'id': '1e3'}
    """
    try:
        value = json.loads(
            text.removeprefix("\ufeff"),
            parse_int=_number,
            parse_float=_number,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
        if too_deep(value):
            raise _RefusedError("too-deep", limit=limits().depth)  # noqa: TRY301
    except _RefusedError as error:
        faults.append(fault(error.code, file, None, None, error.value, **error.values))
    except json.JSONDecodeError as error:
        faults.append(fault("bad-json", file, error.lineno, reason=error.msg))
    except RecursionError:
        faults.append(fault("too-deep", file, limit=limits().depth))
    else:
        return value
    return None


def _number(text: str) -> Number:
    if len(text) > limits().digits:
        raise _RefusedError("long-number", limit=limits().digits)
    return Number(text)


def _no_number(text: str) -> None:
    raise _RefusedError("no-json-number", text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        seen: set[str] = set()
        for key, _item in pairs:
            if key in seen:
                raise _RefusedError("key-twice", key)
            seen.add(key)
    return value


def too_deep(value: Any) -> bool:
    """Tell whether lists and objects are nested deeper in `value` than the limit."""
    level = [value]
    for _depth in range(limits().depth + 1):
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner += [child for child in item.values() if isinstance(child, (dict, list))]
            elif isinstance(item, list):
                inner += [child for child in item if isinstance(child, (dict, list))]
        if not inner:
            return False
        level = inner
    return True


def plain(value: Any) -> Any:
    """Give `value` with numbers in place of each `Number`, as `json.loads` would."""
    if isinstance(value, Number):
        return json.loads(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
