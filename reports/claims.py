"""What sources claim of one field of a tie or actor, said for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..graph.phrases import mark as _
from ..graph.tables import EXISTENCE
from ..graph.vocabulary import STATUSES

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from .language import Language

FIELDS: dict[str, str] = {
    "existence": _("exists"),
    "start": _("start"),
    "end": _("end"),
    "status": _("status"),
    "role": _("role"),
    "instrument": _("instrument"),
    "theme": _("theme"),
    "weight": _("weight"),
    "label": _("name"),
    "kind": _("kind"),
    "country": _("country"),
    "note": _("note"),
}
ANSWERS = {"yes": _("yes"), "no": _("no")}


def field_name(field: str, language: Language) -> str:
    """Name the field that a claim is about; a dataset's own column stays as it is."""
    return language.text(FIELDS[field]) if field in FIELDS else field


def statement(field: str, value: str, language: Language) -> str:
    """Say the value that a claim states: a date, a status and yes or no in the language."""
    if field in {"start", "end"}:
        return language.date(value)
    known = {"status": STATUSES, EXISTENCE: ANSWERS}.get(field, {})
    return language.text(known[value]) if value in known else value


def is_used(row: Mapping[Hashable, str], field: str, value: str) -> bool:
    """Tell whether the table itself says `value` in `row`; to stand in it is to exist."""
    if field == EXISTENCE:
        return (value == "yes") is (row.get("status") != "absent")
    return str(row.get(field, "")) == value
