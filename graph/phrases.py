"""Sentences that are made here in English and can be said in every language later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with named places, kept apart from its values so that it can be translated.

    ``str()`` gives the English sentence. ``plural`` and ``count`` are set together: the
    singular stands in ``text``. A value may itself be a phrase, or a tuple of phrases, which
    is listed with commas. ``own`` holds translations by language that go before the catalogues';
    a ``literal`` text (a name out of the data) is in no catalogue and has no places.

    >>> str(phrase("{n} ties left out", n=3))
    '3 ties left out'
    >>> str(counted("{count} tie", "{count} ties", 1))
    '1 tie'
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    plural: str | None = None
    count: int | None = None
    own: Mapping[str, str] = field(default_factory=dict, hash=False)
    literal: bool = False

    def __str__(self) -> str:
        """Give the sentence in English."""
        text = self.text
        if self.plural is not None and self.count != 1:
            text = self.plural
        if not self.values:
            return text
        return text.format_map({key: _plain(value) for key, value in self.values.items()})


def _plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


class When(str):
    """EDTF text among the values of a phrase, written as a date in the reader's language."""

    __slots__ = ()


def phrase(text: str, /, **values: Any) -> Phrase:
    """Give a sentence whose ``{names}`` are filled from `values`."""
    return Phrase(text, values)


def counted(singular: str, plural: str, count: int, /, **values: Any) -> Phrase:
    """Give a sentence that depends on a number, which stands in it as ``{count}``."""
    return Phrase(singular, {"count": count, **values}, plural, count)


def named(label: str, translations: Mapping[str, str] | None = None) -> Phrase:
    """Give a name out of the data, with its forms in other languages as far as there are any."""
    return Phrase(label, own=translations or {}, literal=True)


def mark(text: str) -> str:
    """Mark `text` for translation and give it back as it is."""
    return text
