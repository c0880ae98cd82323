"""Sentences that are made here in English and can be said in every language later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: dict[str, str] = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
}
"""The languages in which people read, by their codes, and what each calls itself."""


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
        return self.filled(text, {key: _plain(value) for key, value in self.values.items()})

    def filled(self, text: str, said: Mapping[str, Any]) -> str:
        """Fill the places of `text`, the sentence in some language, from the values as `said`.

        A phrase among the values that says nothing takes the space beside its place with it.
        """
        for key, value in self.values.items():
            if isinstance(value, Phrase) and not said[key]:
                place = "{" + key + "}"
                if f" {place}" in text:
                    text = text.replace(f" {place}", "")
                else:
                    text = text.replace(f"{place} ", "")
        return text.format_map(said)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, Phrase) else value


class When(str):
    """EDTF text among the values of a phrase, written as a date in the reader's language."""

    __slots__ = ()


class Citation(str):
    """Authors, year and place of a publication, joined as the reader's language joins them."""

    __slots__ = ()


class Land(str):
    """The English name of a country among the values of a phrase, with its ISO 3166-1 ``code``."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, name: str, code: str) -> Self:
        """Give the name with its code."""
        land = super().__new__(cls, name)
        land.code = code
        return land


def phrase(text: str, /, **values: Any) -> Phrase:
    """Give a sentence whose ``{names}`` are filled from `values`."""
    return Phrase(text, values)


def counted(singular: str, plural: str, count: int, /, **values: Any) -> Phrase:
    """Give a sentence that depends on a number, which stands in it as ``{count}``."""
    return Phrase(singular, {"count": count, **values}, plural, count)


def named(label: str, translations: Mapping[str, str] | None = None) -> Phrase:
    """Give a name out of the data, with its forms in other languages as far as there are any."""
    return Phrase(label, own=translations or {}, literal=True)


def named_in(row: Mapping[Any, Any]) -> Phrase:
    """Give the ``label`` of a row of actors, with its forms in ``label_es`` and so on.

    >>> named_in({"label": "Lisbon", "label_pt": "Lisboa", "label_fr": ""}).own
    {'pt': 'Lisboa'}
    """
    forms = {code: row.get(f"label_{code}") for code in LANGUAGES}
    return named(row["label"], {code: text for code, text in forms.items() if text})


def quoted(name: str) -> Phrase:
    """Give a name between the quotation marks of the reader's language."""
    return phrase(mark("“{name}”"), name=name)


def mark(text: str) -> str:
    """Mark `text` for translation and give it back as it is."""
    return text
