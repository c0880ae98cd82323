"""The four languages: sentences by gettext, numbers, dates and countries by CLDR (Babel)."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from ..graph.phrases import LANGUAGES, Citation, Land, Phrase, When, named_in
from ..graph.phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from babel import Locale

    from ..graph.dataset import Dataset

__all__ = ["BOUNDS", "CITED", "LANGUAGES", "Language", "has_translations", "labels_of"]

BOUNDS: dict[str, tuple[str, str]] = {
    "since": (_("since {date}"), _("since {day}")),
    "until": (_("until {date}"), _("until {day}")),
    "from": (_("from {date}, end not known"), _("from {day}, end not known")),
}
"""How a side of a period is said of a year or month, and of a full day."""

CITED: dict[str, str] = {"and": _("and"), "chapter": _("chapter")}
"""The words, other than names, of a `Citation`."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

# A locale with the forms that most of the tool's readers use.
_LOCALES = {"en": "en", "es": "es", "fr": "fr", "pt": "pt_BR"}


@lru_cache(maxsize=8)
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == "en":
        return gettext.NullTranslations()
    from importlib.resources import files  # noqa: PLC0415

    path = files("alianza") / "reports" / "locales" / code / "LC_MESSAGES" / "alianza.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


@dataclass(frozen=True)
class Language:
    """One of `LANGUAGES`, by its code; says sentences and writes numbers, dates and names.

    >>> Language("es").number(1234.5, 1)
    '1.234,5'
    """

    code: str = "en"

    def __post_init__(self) -> None:
        """Refuse a code that is not known."""
        from ..graph.view import known_name  # noqa: PLC0415

        known_name(self.code, LANGUAGES, _("a language"))

    @cached_property
    def locale(self) -> Locale:
        """Give the CLDR locale."""
        from babel import Locale  # noqa: PLC0415

        return Locale.parse(_LOCALES[self.code])

    def text(self, said: Phrase | str) -> str:
        """Say a phrase, or a marked text without places, in this language.

        Numbers among a phrase's values are written as the language writes them.
        """
        if isinstance(said, str):
            return _catalogue(self.code).gettext(said) if said else ""
        own = said.own.get(self.code)
        if own:
            return own
        if said.literal or not said.text:
            return said.text
        catalogue = _catalogue(self.code)
        if said.plural is not None and said.count is not None:
            text = catalogue.ngettext(said.text, said.plural, said.count)
        else:
            text = catalogue.gettext(said.text)
        if not said.values:
            return text
        return said.filled(text, {key: self._value(value) for key, value in said.values.items()})

    def _value(self, value: Any) -> str:
        if isinstance(value, Phrase):
            return self.text(value)
        if isinstance(value, (When, Land, Citation)):
            return self._special(value)
        if isinstance(value, tuple):
            return ", ".join(self._value(item) for item in value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self.number(value)
        return str(value)

    def _special(self, value: When | Land | Citation) -> str:
        if isinstance(value, When):
            return self.date(value)
        return self.country(value.code) if isinstance(value, Land) else self.citation(value)

    def number(self, value: float, digits: int | None = None) -> str:
        """Write a number with exactly `digits` decimals, or as many as it has up to three."""
        from babel.numbers import format_decimal  # noqa: PLC0415

        pattern = (
            "#,##0.###" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
        )
        return str(format_decimal(value, format=pattern, locale=self.locale))

    def small(self, value: float) -> str:
        """Write a number too small for decimals with one of them and the power of ten.

        >>> Language("es").small(0.00025)
        '2,5·10⁻⁴'
        """
        digits, _e, power = f"{value:.1e}".partition("e")
        raised = str(int(power)).translate(_RAISED)
        return f"{self.number(float(digits), 1)}·10{raised}"

    def citation(self, text: str) -> str:
        """Say “Hopcroft and Tarjan 1973” or “Burt 1992, chapter 2”; names stay as they are."""
        said = re.sub(
            r"(?<= )(and|chapter)(?= )", lambda found: self.text(CITED[found.group()]), text
        )
        return said.replace("; ", "\u202f; ") if self.code == "fr" else said

    def percent(self, share: float) -> str:
        """Write a share between 0 and 1 in whole per cent."""
        from babel.numbers import format_percent  # noqa: PLC0415

        return str(format_percent(share, format=None, locale=self.locale))

    def country(self, code: str) -> str:
        """Name a country by its ISO 3166-1 code; an unknown code stays as it is."""
        return str(self.locale.territories.get(code, code)) if code else ""

    def date(self, edtf: str) -> str:
        """Write EDTF text for people: ``2013-05`` is May 2013, ``2013~`` about 2013."""
        if not edtf:
            return ""
        left, slash, right = edtf.partition("/")
        if slash:
            if left in {"", ".."}:
                return self._bound("until", right)
            if right in {"", ".."}:
                return self._bound("since", left)
            return f"{self._day(left)}–{self._day(right)}"
        return self._day(edtf)

    def _day(self, edtf: str) -> str:
        import datetime as dt  # noqa: PLC0415

        from babel.dates import format_date, format_skeleton  # noqa: PLC0415

        core = edtf.rstrip("?~%")
        written = core
        if match := re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", core):
            year, month, day = (int(part) if part else 0 for part in match.groups())
            if day:
                written = format_date(dt.date(year, month, day), "long", locale=self.locale)
            else:
                month_day = dt.datetime(year, month, 1, tzinfo=dt.UTC)
                written = format_skeleton("yMMMM", month_day, locale=self.locale)
        elif re.fullmatch(r"\d{3}X", core):
            written = self.text(Phrase(_("the {decade}s"), {"decade": core[:3] + "0"}))
        if edtf.endswith("~"):
            return self.text(Phrase(_("about {date}"), {"date": written}))
        if edtf.endswith("?"):
            return self.text(Phrase(_("perhaps {date}"), {"date": written}))
        if edtf.endswith("%"):
            return self.text(Phrase(_("perhaps about {date}"), {"date": written}))
        return written

    def period(self, start: str, end: str, status: str = "active") -> str:
        """Write the time between two EDTF cells, either of which may be empty.

        What has ended on a day that nobody knows says so: “from 2010, end not known”,
        “2013 – 2014 or later”.
        """
        if end.endswith(("/..", "/")):
            later = Phrase(_("{date} or later"), {"date": self.date(end.partition("/")[0])})
            ends = self.text(later)
        else:
            ends = self.date(end)
        if start and end:
            # What began and ended within one year, or on one day.
            return ends if start == end else f"{self.date(start)} – {ends}"
        if end:
            return self._bound("until", end) if "/" not in end else ends
        if start and "/" not in start:
            return self._bound("from" if status == "ended" else "since", start)
        return self.date(start)

    def _bound(self, side: str, edtf: str) -> str:
        """Say that something began or ended then; a full day may need other words than a year."""
        text, text_of_day = BOUNDS[side]
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", edtf):
            return self.text(Phrase(text_of_day, {"day": self._day(edtf)}))
        return self.text(Phrase(text, {"date": self._day(edtf)}))


def has_translations(dataset: Dataset) -> bool:
    """Tell whether any actor of a dataset has a name in another language."""
    from ..graph.coded import Coded, column_of  # noqa: PLC0415
    from ..graph.tables import COLUMNS  # noqa: PLC0415

    known = [name for name in (f"label_{code}" for code in LANGUAGES) if name in COLUMNS["actors"]]
    columns = [column_of(dataset, "actors", name) for name in known]
    return not all(isinstance(cells, Coded) and not any(cells.values) for cells in columns)


def labels_of(actors: pd.DataFrame, among: Collection[str] | None = None) -> dict[str, Phrase]:
    """Give the name of every actor by id, or of those `among`, with its forms in other languages."""
    if among is not None:
        actors = actors[actors["id"].isin(among)]
    columns = [column for column in (f"label_{code}" for code in LANGUAGES) if column in actors]
    rows = actors[["id", "label", *columns]].to_dict("records")
    return {row["id"]: named_in(row) for row in rows}
