"""The ties that are missing, as the viewer draws them: suggested partnerships with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph.gaps.registry import SEVERITIES, SURVEYS
from ..labels import plain_text
from ..language import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...graph.dataset import Dataset
    from ...graph.gaps import Gap
    from ...graph.phrases import Phrase
    from ..scene import Scene

KIND = "unlinked_pair"
MOST = 60
MANY = 600


def missing_pairs(dataset: Dataset, at: str | None) -> tuple[Gap, ...]:
    """Give the pairs without an agreement of which the data make most, for up to 600 actors."""
    from ...graph.gaps import find_gaps  # noqa: PLC0415

    return find_gaps(dataset, KIND, at=at, top=MOST).rows if len(dataset.actors) <= MANY else ()


def missing_ties(gaps: Iterable[Gap], scene: Scene) -> dict[str, Any] | None:
    """Give the unlinked pairs among `gaps` between actors of `scene`, 60 at most; None without any.

    Texts stand once in ``said``, in every language; severity, survey status and reasons are
    their places.
    """
    places = {marker.id: place for place, marker in enumerate(scene.markers)}
    pairs = [
        gap
        for gap in gaps
        if gap.kind == KIND and gap.question is None and set(gap.subjects) <= places.keys()
    ][:MOST]
    if not pairs:
        return None
    spoken = [Language(code) for code in LANGUAGES]
    known: dict[tuple[str, ...], int] = {}

    def place_of(text: Phrase | str) -> int:
        said = tuple(plain_text(language.text(text)) for language in spoken)
        return known.setdefault(said, len(known))

    return {
        "id": [gap.id for gap in pairs],
        "tail": [places[gap.subjects[0]] for gap in pairs],
        "head": [places[gap.subjects[1]] for gap in pairs],
        "severity": [place_of(SEVERITIES[gap.severity]) for gap in pairs],
        "survey": [place_of(SURVEYS[gap.survey]) for gap in pairs],
        "reasons": [[place_of(reason) for reason in gap.reasons] for gap in pairs],
        "said": [said[0] if len(set(said)) == 1 else list(said) for said in known],
    }
