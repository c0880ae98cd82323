"""Official languages of countries, and the names of languages (Unicode CLDR)."""

from __future__ import annotations

from functools import cache

from ..phrases import LANGUAGES, Phrase, named


@cache
def languages_of(country: str, *, regional: bool = False) -> tuple[str, ...]:
    """Give the official languages of a country (Unicode CLDR), as codes; none if not known.

    With `regional`, those that are official in a part of it as well.

    >>> languages_of("BR")
    ('pt',)
    """
    from babel.languages import get_official_languages  # noqa: PLC0415

    return tuple(get_official_languages(country, regional, de_facto=True)) if country else ()


@cache
def language_name(code: str) -> Phrase:
    """Name a language, in the languages that people read here (Unicode CLDR)."""
    from babel import Locale  # noqa: PLC0415

    said = {lang: str(Locale.parse(lang).languages.get(code, code)) for lang in LANGUAGES}
    return named(said.pop("en"), said)
