"""What a scenario changes, drawn: new ties dashed and named, what goes in grey, the rest pale."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from ..graph.phrases import Phrase, counted, phrase
from ..graph.phrases import mark as _
from .labels import FONT_SIZE, Label, place_labels, text_width
from .report import Items, Picture, Report, Section
from .scenarios import change_phrase, outcome_tables
from .scene import Key, build_scene

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..graph.scenarios import Outcome
    from .language import Language
    from .scene import Curve, Marker, Scene

NEW = "#00812f"
GONE = "#3d4450"
NEW_DASH, GONE_DASH = (9, 4), (2, 4)
_PALE = 0.68
_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)


def change_scene(outcome: Outcome, language: Language) -> Scene:
    """Give the network before the change, at its own places, with everything that changes marked.

    Ties of `outcome.after` that `outcome.before` has not are dashed, green and named; ties
    and actors that go are grey; all else is pale. A new tie of an actor that the view of before left
    out cannot be drawn; the sentence counts these.
    """
    before, after = before_and_after(outcome, language)
    known = {marker.id for marker in before.markers}
    left = {marker.id for marker in after.markers}
    had, has = ({curve.id for curve in scene.curves} for scene in (before, after))
    kept = [replace(c, colour=_pale(c.colour)) for c in before.curves if c.id in has]
    gone = [
        replace(c, colour=GONE, dash=GONE_DASH, arrow=False, disputed=False, undated=False)
        for c in before.curves
        if c.id not in has
    ]
    fresh = [c for c in _new_curves(outcome, language) if c.id not in had]
    drawn = [c for c in fresh if c.tail in known and c.head in known]
    bent = [
        replace(c, colour=NEW, dash=NEW_DASH, undated=False, bend=_free_bend(c, before.curves))
        for c in drawn
    ]
    markers = tuple(
        m if m.id in left else replace(m, colour=GONE, shape="circle") for m in before.markers
    )
    sentence = before.sentence
    if len(drawn) < len(fresh):
        missing = counted(
            _("{count} new tie is not drawn: the view left an end of it out."),
            _("{count} new ties are not drawn: the view left an end of them out."),
            len(fresh) - len(drawn),
        )
        sentence = f"{sentence} {language.text(missing)}".strip()
    keys = [
        Key("", language.text(_("new tie")), len(drawn), NEW, dash=NEW_DASH),
        Key("", language.text(_("tie that goes")), len(gone), GONE, dash=GONE_DASH),
        Key("", language.text(_("actor that goes")), len(known - left), GONE, shape="circle"),
    ]
    return replace(
        before,
        markers=markers,
        # What is new lies on top, what goes below it.
        curves=(*kept, *gone, *bent),
        labels=(*before.labels, *_tie_labels(bent, before, language)),
        tie_keys=tuple(replace(key, colour=_pale(key.colour)) for key in before.tie_keys),
        mark_keys=(*(key for key in keys if key.count), *before.mark_keys),
        sentence=sentence,
    )


def before_and_after(outcome: Outcome, language: Language) -> tuple[Scene, Scene]:
    """Give the picture before, and the one after with every actor at the same place and size."""
    before, after = (
        build_scene(
            view.dataset, view, translate=language.text, lang=language.code, labels=labelled
        )
        for view, labelled in ((outcome.before, True), (outcome.after, False))
    )
    place = {marker.id: marker for marker in before.markers}
    markers = tuple(place[m.id] for m in after.markers if m.id in place)
    shown = {marker.id for marker in markers}
    curves = tuple(c for c in after.curves if c.tail in shown and c.head in shown)
    return before, replace(
        after,
        markers=markers,
        curves=curves,
        labels=place_labels(markers, after.width, after.height),
    )


def change_report(outcome: Outcome, language: Language) -> Report:
    """Give a page of its own: the change in words and drawn, before, after, and every figure that moves."""
    before, after = before_and_after(outcome, language)
    said = Items(tuple(change_phrase(outcome, change) for change in outcome.changes))
    tables = tuple(outcome_tables(outcome))
    marked = change_scene(outcome, language)
    return Report(
        Phrase(_("What if")),
        outcome.before.dataset.said("title"),
        language.code,
        (
            Section(
                "change",
                Phrase(_("The change")),
                (said, Picture(Phrase(_("What comes and what goes")), marked)),
            ),
            Section("figures", Phrase(_("What it changes")), tables),
            Section(
                "pictures",
                Phrase(_("Before and after")),
                (
                    Picture(Phrase(_("before")), before),
                    Picture(Phrase(_("after")), after),
                ),
            ),
        ),
        tables,
    )


def _new_curves(outcome: Outcome, language: Language) -> tuple[Curve, ...]:
    view = outcome.after
    return build_scene(
        view.dataset, view, translate=language.text, lang=language.code, labels=False
    ).curves


def _free_bend(curve: Curve, others: Iterable[Curve]) -> float:
    """Give a new tie a bend beyond those of the ties that the two have already."""
    pair = {curve.tail, curve.head}
    bends = [abs(other.bend) for other in others if {other.tail, other.head} == pair]
    return round(max(bends) + 0.24, 4) if bends else 0.0


def _pale(colour: str) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    mixed = (round(part + (255 - part) * _PALE) for part in parts)
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _tie_labels(curves: list[Curve], scene: Scene, language: Language) -> list[Label]:
    """Name the new ties, each where its name covers least of other names and markers."""
    from .writers.svg import point_on_curve  # noqa: PLC0415

    markers = {marker.id: marker for marker in scene.markers}
    taken = [label.box for label in scene.labels] + [_box(marker) for marker in scene.markers]
    labels = []
    for curve in curves:
        text = language.text(phrase(_("new: {kind}"), kind=curve.label))
        half = text_width(text) / 2
        best: tuple[float, Label] | None = None
        for share in _SHARES:
            x, y = point_on_curve(curve, markers[curve.tail], markers[curve.head], share)
            x = min(max(x, half + 2), scene.width - half - 2)
            label = Label(curve.id, text, round(x, 1), round(y + FONT_SIZE / 3, 1), "middle")
            covered = sum(_overlap(label.box, box) for box in taken)
            if best is None or covered < best[0]:
                best = covered, label
        if best is not None:
            labels.append(best[1])
            taken.append(best[1].box)
    return labels


def _box(marker: Marker) -> tuple[float, float, float, float]:
    return (
        marker.x - marker.size,
        marker.y - marker.size,
        marker.x + marker.size,
        marker.y + marker.size,
    )


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return math.prod((wide, high)) if wide > 0 and high > 0 else 0.0
