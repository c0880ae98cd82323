"""The steps of a presentation, as their author writes them in a small file."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...graph.faults import AlianzaError
from ...graph.phrases import mark as _
from ...graph.phrases import phrase
from ...graph.view import known_name
from ..labels import plain_text
from ..language import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...graph.dataset import Dataset
    from ...graph.phrases import Phrase

LARGEST = 1_000_000
MOST = 200
VIEWS = ("map", "network", "table")
CHANGES = ("begun", "ended")
COLOURS = ("kind", "area", "community")
KEYS = (
    "title",
    "caption",
    "view",
    "focus",
    "steps",
    "actor",
    "ties",
    "actors",
    "years",
    "only",
    "undated",
    "colour",
    "size",
)


class StepsError(AlianzaError, ValueError):
    """A file of steps that cannot be used."""


def read_steps(path: str | Path, dataset: Dataset) -> list[dict[str, Any]]:
    """Read the steps of a presentation of `dataset` from a TOML or JSON file.

    The file holds a list ``steps``. Each step may have ``title`` and ``caption`` (text, or texts
    by language), ``view`` (map, network, table), ``focus`` with ``steps`` from 1 to 3, ``actor``
    (opened), ``ties`` and ``actors`` (kinds to keep), ``years`` (two years), ``only`` (of those
    years, what has ``begun`` or ``ended``), ``undated``, ``colour`` and ``size``. Gives for each
    the texts and the part of the map's address that says the rest. Raises
    StepsError for what is wrong, naming the step.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise StepsError(phrase(_("{file} is too large for a file of steps."), file=file.name))
        text = file.read_text("utf-8-sig")
        data = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        said = phrase(
            _("{file} cannot be read: {reason}."), file=file.name, reason=error.strerror or ""
        )
        raise StepsError(said) from None
    except (ValueError, RecursionError) as error:
        said = phrase(
            _("{file} is no TOML or JSON: {reason}."),
            file=file.name,
            reason=plain_text(error).rstrip("."),
        )
        raise StepsError(said) from None
    rows = data.get("steps") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise StepsError(
            phrase(_("{file} needs a list “steps” with at least one step."), file=file.name)
        )
    if len(rows) > MOST:
        raise StepsError(phrase(_("{file} has more than {most} steps."), file=file.name, most=MOST))
    return [_step(row, number, dataset) for number, row in enumerate(rows, start=1)]


def _step(row: dict[str, Any], number: int, dataset: Dataset) -> dict[str, Any]:
    for key in row:
        known_name(str(key), KEYS, _("a key of a step"))
    parts = [*_choices(row), *_kinds(row, dataset), *_bounds(row, number)]
    actors = set(dataset.actors["id"])
    for key in ("focus", "actor"):
        if key in row:
            if row[key] not in actors:
                said = phrase(_("there is no actor with the id {id}"), id=f"“{row[key]}”")
                raise _wrong(number, said)
            parts.append((key, row[key]))
    return {
        "title": _texts(row.get("title", ""), number),
        "caption": _texts(row.get("caption", ""), number),
        "state": "&".join(f"{key}={quote(value, safe=',')}" for key, value in parts),
    }


def _choices(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    from ...graph.measures import MEASURES  # noqa: PLC0415

    for key, known in (("view", VIEWS), ("colour", COLOURS), ("size", ("none", *MEASURES))):
        if key in row:
            yield key, _one_of(row[key], known)


def _kinds(row: dict[str, Any], dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Give the kinds that a step hides, which is how the map's address says what it keeps."""
    for key, kinds, word in (
        ("ties", tuple(dataset.vocabulary.tie_kinds), "hide"),
        ("actors", tuple(dataset.vocabulary.actor_kinds), "without"),
    ):
        if key in row:
            kept = row[key] if isinstance(row[key], list) else [row[key]]
            names = {_one_of(name, kinds) for name in kept}
            yield word, ",".join(name for name in kinds if name not in names)


def _bounds(row: dict[str, Any], number: int) -> Iterator[tuple[str, str]]:
    if "years" in row:
        years = row["years"]
        whole = isinstance(years, list) and all(type(year) is int for year in years)
        if not whole or len(years) != 2 or years[0] > years[1]:  # noqa: PLR2004
            raise _wrong(number, phrase(_("“years” must be two years, as in [2014, 2020]")))
        yield "years", f"{years[0]}-{years[1]}"
    if "only" in row:
        if "years" not in row:
            raise _wrong(number, phrase(_("“only” needs “years”, as in [2014, 2020]")))
        yield "only", _one_of(row["only"], CHANGES)
    if row.get("undated", True) is False:
        yield "undated", "0"
    if "steps" in row:
        if type(row["steps"]) is not int or not 1 <= row["steps"] <= 3:  # noqa: PLR2004
            raise _wrong(number, phrase(_("“steps” must be 1, 2 or 3")))
        yield "steps", str(row["steps"])


def _one_of(value: object, known: tuple[str, ...]) -> str:
    known_name(str(value), known, _("a value of this key of a step"))
    return str(value)


def _texts(value: object, number: int) -> str | list[str]:
    """Give a text, or one for each language; what is missing is said in the first that is there."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values()):
        for code in value:
            known_name(code, LANGUAGES, _("a language of a step"))
        rest = value.get("en", next(iter(value.values())))
        return [plain_text(value.get(code, rest)) for code in LANGUAGES]
    raise _wrong(number, phrase(_("title and caption must be text, or texts by language")))


def _wrong(number: int, said: Phrase) -> StepsError:
    return StepsError(phrase(_("Step {number}: {problem}."), number=number, problem=said))
