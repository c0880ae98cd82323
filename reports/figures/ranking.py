"""The first actors by a measure, as bars with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...graph.faults import ViewError
from ...graph.measures import measure_label, measure_row, measure_table
from ...graph.phrases import Phrase, phrase
from ...graph.phrases import mark as _
from ..centrality import digits_of, view_phrase
from ..colours import safe_colour
from ..labels import plain_text, short_label, text_width
from ..language import labels_of
from ..writers.svg import sample, shade_of, shape_svg
from .frame import Plan, Row, fitting, num, text

if TYPE_CHECKING:
    from ...graph.vocabulary import ActorKind
    from .frame import Box, Request

TOP, _ROW, _WIDEST = 15, 16.0, 30.0


def plan(request: Request) -> Plan:
    """Plan a bar an actor, with rank, sign of the kind, name and value; blank values have none."""
    found = measure_row(request.measure)
    view, language, measure = request.view, request.language, found.name
    table = measure_table(view, [measure])
    counts = table["kind"].value_counts()
    # Ranks are among the actors of one kind: without a choice, that of most actors.
    of = request.of or min(counts.index, key=lambda kind: (-counts[kind], kind), default="")
    table = table[(table["kind"] == of) & table[measure].notna()]
    if table.empty:
        raise ViewError(Phrase(_("No actor of this view has a value to rank.")))
    table = table.sort_values([f"{measure}_rank", "label"], kind="stable")
    names, kinds = labels_of(view.dataset.actors), view.dataset.vocabulary.actor_kinds
    shade, palette = shade_of(request.theme), request.palette
    rows = [
        (
            language.number(int(row[f"{measure}_rank"])),
            short_label(plain_text(language.text(names[str(actor)]))),
            kinds[row["kind"]],
            float(row[measure]),
        )
        for actor, row in table.iterrows()
    ]

    def draw(box: Box) -> tuple[list[str], list[str]]:
        shown = rows[: min(request.top or TOP, max(1, int(box.height / _ROW)))]
        step = min(_WIDEST, box.height / len(shown))
        size = min(13.0, 0.75 * step)
        most = max(abs(value) for *_others, value in shown) or 1.0
        numbers = [language.number(value, digits_of(measure)) for *_others, value in shown]
        rank = max(text_width(place, size) for place, *_rest in shown)
        sign = box.left + rank + 10 + size / 2
        widest = min(max(text_width(name, size) for _p, name, *_r in shown), 0.45 * box.width)
        start = sign + size / 2 + 6 + widest + 8
        reach = box.left + box.width - start - max(text_width(n, size) for n in numbers) - 8
        parts = []
        for place, ((number, name, kind, value), written) in enumerate(
            zip(shown, numbers, strict=True)
        ):
            middle = box.top + step * (place + 0.5)
            base, colour = middle + 0.35 * size, shade(safe_colour(kind.colour))
            length = max(1.0, reach * abs(value) / most)
            parts += [
                text(box.left + rank, base, number, palette["soft"], size, anchor="end"),
                f'<g fill="{colour}">{shape_svg(kind.shape, sign, middle, 0.42 * size)}</g>',
                text(sign + size / 2 + 6, base, fitting(name, widest, size), palette["ink"], size),
                (
                    f'<rect x="{num(start)}" y="{num(middle - 0.34 * step)}" width="{num(length)}"'
                    f' height="{num(0.68 * step)}" fill="{colour}"/>'
                ),
                text(start + length + 6, base, written, palette["ink"], size),
            ]
        return parts, []

    title = phrase(
        _("The first {kind} by {measure}"),
        kind=kinds[of].several, measure=language.text(measure_label(measure)),
    )  # fmt: skip
    notes = (request.say(Phrase(found.definition)), request.say(view_phrase(view)))
    return Plan(request.say(title), draw, (_key(kinds[of], request),), notes)


def _key(kind: ActorKind, request: Request) -> Row:
    from ..scene import Key  # noqa: PLC0415

    colour = shade_of(request.theme)(safe_colour(kind.colour))
    key = Key(kind.name, request.say(kind.several), 0, colour, shape=kind.shape)
    return Row(key.label, lambda x, y: sample(key, x, y, colour, request.palette["paper"]))
