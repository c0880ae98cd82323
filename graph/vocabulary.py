"""The kinds of actors and of ties: one row each, in one place.

Colours are after Okabe and Ito (2008), 3:1 or more on every ground; those of ties are chosen so
that no two come near each other for people who see two primaries (`tests/test_palette.py`). They
are never the only sign: every kind of actor has a shape of its own and every kind of tie a dash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .phrases import Phrase
from .phrases import mark as _

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ActorKind:
    """A kind of actor: how it is named and drawn.

    ``label`` and ``plural`` are English and are translated where they are shown; ``labels``
    holds a dataset's own translations by language, which go first. ``two_mode`` is true for
    what other actors belong to (the second mode of two-mode views).
    """

    name: str
    label: str
    plural: str
    colour: str
    shape: str
    two_mode: bool = False
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def one(self) -> Phrase:
        """Give the label as a phrase."""
        return Phrase(self.label, own=self.labels, literal=bool(self.labels))

    @property
    def several(self) -> Phrase:
        """Give the plural as a phrase; a dataset's own translations serve for both."""
        return Phrase(self.plural, own=self.labels, literal=bool(self.labels))


@dataclass(frozen=True, slots=True)
class TieKind:
    """A kind of tie: how it is named and drawn, and what it means for a graph.

    A tie of a kind with ``directed`` false reads the same from both ends. ``two_mode`` is true
    where a tie joins a member to what it belongs to. ``dash`` lists the lengths of strokes and
    spaces in pixels; empty is a full line. ``dark`` is the colour on a dark ground.
    """

    name: str
    label: str
    plural: str
    colour: str
    dash: tuple[int, ...]
    directed: bool
    two_mode: bool = False
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)
    dark: str = ""

    @property
    def one(self) -> Phrase:
        """Give the label as a phrase."""
        return Phrase(self.label, own=self.labels, literal=bool(self.labels))

    @property
    def several(self) -> Phrase:
        """Give the plural as a phrase; a dataset's own translations serve for both."""
        return Phrase(self.plural, own=self.labels, literal=bool(self.labels))


ACTOR_KINDS: dict[str, ActorKind] = {
    kind.name: kind
    for kind in (
        ActorKind("city", _("city"), _("cities"), "#0072b2", "circle"),
        ActorKind("region", _("region"), _("regions"), "#3a4db8", "hexagon"),
        ActorKind("network", _("network"), _("networks"), "#c8500a", "diamond", two_mode=True),
        ActorKind("university", _("university"), _("universities"), "#00805e", "square"),
        ActorKind("agency", _("agency"), _("agencies"), "#8a6a00", "triangle-down"),
        ActorKind("government", _("government"), _("governments"), "#a8417c", "triangle"),
        ActorKind("organization", _("organization"), _("organizations"), "#5f6672", "star"),
        ActorKind("publication", _("publication"), _("publications"), "#2f7d95", "document"),
    )
}

TIE_KINDS: dict[str, TieKind] = {
    kind.name: kind
    for kind in (
        TieKind(
            "membership",
            _("membership"),
            _("memberships"),
            "#cc540d",
            (7, 4),
            directed=True,
            two_mode=True,
            dark="#d37441",
        ),
        TieKind(
            "leadership",
            _("leadership"),
            _("leaderships"),
            "#b04f8a",
            (),
            directed=True,
            dark="#eac3f7",
        ),
        TieKind(
            "agreement",
            _("agreement"),
            _("agreements"),
            "#104b97",
            (),
            directed=False,
            dark="#4193d5",
        ),
        TieKind(
            "participation",
            _("participation"),
            _("participations"),
            "#128859",
            (2, 4),
            directed=True,
            two_mode=True,
            dark="#47d4a3",
        ),
        TieKind(
            "funding",
            _("funding"),
            _("fundings"),
            "#603c00",
            (9, 3, 2, 3),
            directed=True,
            dark="#e0b73d",
        ),
        TieKind(
            "publishing",
            _("publishing"),
            _("publishings"),
            "#413f48",
            (1, 3),
            directed=True,
            dark="#8c96a6",
        ),
    )
}

STATUSES: dict[str, str] = {
    "active": _("active"),
    "ended": _("ended"),
    "planned": _("planned"),
    "absent": _("absent"),
}

AREAS: tuple[str, ...] = (
    _("Africa"),
    _("Antarctica"),
    _("Asia"),
    _("Europe"),
    _("Latin America and the Caribbean"),
    _("Northern America"),
    _("Oceania"),
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The kinds that one dataset knows: the common ones and those it declares itself."""

    actor_kinds: Mapping[str, ActorKind] = field(default_factory=lambda: dict(ACTOR_KINDS))
    tie_kinds: Mapping[str, TieKind] = field(default_factory=lambda: dict(TIE_KINDS))

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, Any]) -> Vocabulary:
        """Give the common kinds with those of ``actor_kinds`` and ``tie_kinds`` in `metadata`.

        Each is a list of objects with ``name`` and, if wanted, ``label``, ``plural``,
        ``labels`` (by language), ``two_mode`` and, for ties, ``directed``. Colour, shape and
        dash are given by alianza, so that no file can smuggle a style into a page.
        """
        actor_kinds, tie_kinds = dict(ACTOR_KINDS), dict(TIE_KINDS)
        for row in _rows(metadata, "actor_kinds"):
            name = row["name"]
            actor_kinds[name] = ActorKind(
                name,
                *_names(row),
                "#5f6672",
                "circle",
                two_mode=row.get("two_mode") is True,
                labels=_labels(row),
            )
        for row in _rows(metadata, "tie_kinds"):
            name = row["name"]
            tie_kinds[name] = TieKind(
                name,
                *_names(row),
                "#5f6672",
                (4, 2, 1, 2),
                directed=row.get("directed") is True,
                two_mode=row.get("two_mode") is True,
                labels=_labels(row),
            )
        return cls(actor_kinds, tie_kinds)


def _rows(metadata: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Give the usable declarations under `key`; the unusable ones are faults of the checks."""
    rows = metadata.get(key, [])
    if not isinstance(rows, list):
        return []
    return [row for row in rows if isinstance(row, dict) and usable_name(row.get("name"))]


def usable_name(name: object) -> bool:
    """Tell whether `name` can name a kind: text that is not blank, of at most 60 characters."""
    return isinstance(name, str) and name.strip() == name and 0 < len(name) <= 60  # noqa: PLR2004


def _names(row: Mapping[str, Any]) -> tuple[str, str]:
    label = str(row.get("label") or row["name"])
    return label, str(row.get("plural") or label)


def _labels(row: Mapping[str, Any]) -> dict[str, str]:
    labels = row.get("labels")
    return {str(k): str(v) for k, v in labels.items()} if isinstance(labels, dict) else {}
