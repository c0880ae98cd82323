"""One drawable scene: positions, curves, labels and colours; every picture is drawn from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..graph.layout import positions
from ..graph.phrases import Phrase, phrase
from ..graph.phrases import mark as _
from .arranging import arranged, radii_of
from .cells import column_cells, row_cells
from .colours import GREY, safe_colour
from .labels import Label, place_labels, plain_text, short_label, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..graph.dataset import Dataset
    from ..graph.view import View

Translate = Callable[[Phrase | str], str]

SIZE_LABEL = _("Larger: more partners")


@dataclass(frozen=True, slots=True)
class Marker:
    """An actor in the picture: `x` and `y` of its middle and its `size`, a radius, in pixels.

    ``label`` is the whole name in the scene's language, ``short`` the one that fits a picture;
    ``value`` is what the size shows.
    """

    id: str
    label: str
    short: str
    kind: str
    x: float
    y: float
    size: float
    value: float
    colour: str
    shape: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A tie in the picture, from the marker `tail` to the marker `head`.

    It is a quadratic Bézier curve whose control point lies ``bend`` times the distance of its
    ends beside the middle, to the left of who walks from tail to head; 0 is a straight line.
    Ties between the same two actors have bends of their own. ``arrow`` is true for kinds that
    lead or fund. ``start`` and ``end`` are EDTF text, ``dates`` both in one. ``sources`` are
    ids.
    """

    id: str
    tail: str
    head: str
    kind: str
    label: str
    bend: float
    colour: str
    dash: tuple[int, ...]
    arrow: bool
    start: str
    end: str
    dates: str
    status: str
    undated: bool
    disputed: bool
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A row of the legend: a kind, its name, how many there are, how it is drawn.

    ``shape`` is empty for ties; for actors ``dash`` is empty and ``arrow`` false. ``mark`` is
    undated or disputed in rows that explain how such ties of any kind are marked.
    """

    kind: str
    label: str
    count: int
    colour: str
    shape: str = ""
    dash: tuple[int, ...] = ()
    arrow: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is drawn, in a frame of `width` by `height` pixels.

    Markers stand in the order of their ids, curves in that of the ties' ids. Where a picture
    is too full, some markers have no label. ``mark_keys`` explain how undated and disputed ties
    are drawn, if there are any. ``sentence`` says which view it shows. ``land`` and ``borders`` are
    paths of a geographic picture, as SVG writes them; else empty.
    """

    title: str
    lang: str
    width: float
    height: float
    markers: tuple[Marker, ...]
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]
    actor_keys: tuple[Key, ...]
    tie_keys: tuple[Key, ...]
    mark_keys: tuple[Key, ...]
    sentence: str
    size_label: str
    land: str = ""
    borders: str = ""


def build_scene(
    dataset: Dataset,
    view: View | None = None,
    *,
    translate: Translate = str,
    lang: str = "en",
    size_by: str | Mapping[str, float] = "degree",
    size_label: Phrase | str = SIZE_LABEL,
    width: float = 1280,
    height: float = 720,
    seed: int = 1,
    labels: bool = True,
) -> Scene:
    """Give the picture of every tie that `view` counted, by default of all of `dataset`.

    `translate` says a phrase in the language `lang`; the actors' own names are taken from the
    column ``label_<lang>`` where it is filled. `size_by` is ``"degree"`` (partners in the
    view), the name of any measure, or values by id; a blank value is drawn smallest. In a
    projected view each tied pair is one curve. Without `labels` none is given a place, for
    pictures that place their own.
    """
    view = dataset.view() if view is None else view
    rows = {row["id"]: row for row in row_cells(dataset.actors)}
    names = [_name(rows[actor], lang) for actor in view.ids]
    shorts = [short_label(name) for name in names]
    values = _values(view, size_by)
    radii = radii_of(values, width * height)
    # By the longest of all the names, so that no language moves the actors.
    columns = {f"label_{lang}", "label", *map(str, dataset.actors.columns)}
    languages = [name[6:] for name in sorted(columns) if name.startswith("label")]
    widths = [_widest(rows[actor], languages) for actor in view.ids]
    places = arranged(positions(view, seed), widths, radii, (width, height))
    kinds = dataset.vocabulary.actor_kinds
    markers = tuple(
        Marker(
            id=actor,
            label=name,
            short=short,
            kind=kind,
            x=round(float(place[0]), 1),
            y=round(float(place[1]), 1),
            size=round(radius, 1),
            value=value,
            colour=safe_colour(kinds[kind].colour),
            shape=kinds[kind].shape,
            note=plain_text(rows[actor]["note"]),
        )
        for actor, name, short, kind, place, radius, value in zip(
            view.ids, names, shorts, view.kinds, places, radii, values, strict=True
        )
    )
    curves = _pair_curves(view, translate) if view.projected else _curves(dataset, view, translate)
    return Scene(
        title=plain_text(translate(dataset.said("title"))),
        lang=lang,
        width=width,
        height=height,
        markers=markers,
        curves=curves,
        labels=place_labels(markers, width, height) if labels else (),
        actor_keys=_actor_keys(dataset, markers, translate),
        tie_keys=_tie_keys(dataset, curves, translate),
        mark_keys=_mark_keys(curves, translate),
        sentence=" ".join(translate(fact) for fact in view.facts),
        size_label=translate(size_label),
    )


def _name(row: Mapping[str, Any], lang: str) -> str:
    own = row.get(f"label_{lang}")
    return plain_text(own or row["label"] or row["id"]) or plain_text(row["id"])


def _widest(row: Mapping[str, Any], languages: Sequence[str]) -> float:
    """Give the width of the longest of an actor's names."""
    own = [_name(row, code) for code in languages if row.get(f"label_{code}")]
    return max(text_width(short_label(name)) for name in {_name(row, ""), *own})


def _values(view: View, size_by: str | Mapping[str, float]) -> list[float]:
    if isinstance(size_by, Mapping):
        return [float(size_by.get(actor, 0.0)) for actor in view.ids]
    if size_by == "degree":
        return [float(value) for value in view.undirected.sum(axis=1)]
    from ..graph.measures import measure_table  # noqa: PLC0415

    table = measure_table(view, [size_by])
    return [float(value) for value in table.loc[list(view.ids), size_by]]


def _curves(dataset: Dataset, view: View, translate: Translate) -> tuple[Curve, ...]:
    known, counted = set(view.ids), set(view.tie_ids)
    disputed = set(dataset.disputed()["subject"])
    ties = dataset.ties.sort_values("id", kind="stable")
    named = ("id", "from", "to", "kind", "start", "end", "status", "sources")
    rows = [
        row
        for row in zip(*(column_cells(ties, name) for name in named), strict=True)
        if row[0] in counted and row[1] in known and row[2] in known
    ]
    bends = _bends([(tail, head) for _tie, tail, head, *_rest in rows])
    looks: dict[str, dict[str, Any]] = {
        name: {
            "kind": name,
            "label": plain_text(translate(kind.one)),
            "colour": safe_colour(kind.colour),
            "dash": kind.dash,
            "arrow": _arrow(name, directed=kind.directed, two_mode=kind.two_mode),
        }
        for name, kind in dataset.vocabulary.tie_kinds.items()
        if any(row[3] == name for row in rows)
    }
    plain, cited = cache(plain_text), cache(lambda cell: tuple(dataset.sources_of(cell)))
    curves = []
    for (tie, tail, head, kind, begins, ends, status, sources), bend in zip(
        rows, bends, strict=True
    ):
        start, end = plain(begins), plain(ends)
        curves.append(
            Curve(
                id=tie,
                tail=tail,
                head=head,
                bend=bend,
                start=start,
                end=end,
                dates=f"{start} – {end}".strip() if end and start != end else start,
                status=status,
                undated=not (start or end),
                disputed=tie in disputed,
                sources=cited(sources),
                **looks[kind],
            )
        )
    return tuple(curves)


def _pair_curves(view: View, translate: Translate) -> tuple[Curve, ...]:
    """Give one curve for each pair of a projection: it stands for ties, and is none itself."""
    coo = view.matrix.tocoo()
    pairs = sorted(
        (view.ids[row], view.ids[column], weight)
        for row, column, weight in zip(
            coo.row.tolist(), coo.col.tolist(), coo.data.tolist(), strict=True
        )
        if row < column
    )
    return tuple(
        Curve(
            id=f"{tail} – {head}",
            tail=tail,
            head=head,
            kind="",
            label=translate(phrase(_("shared affiliations: {weight}"), weight=weight)),
            bend=0.0,
            colour=GREY,
            dash=(),
            arrow=False,
            start="",
            end="",
            dates="",
            status="",
            undated=False,
            disputed=False,
        )
        for tail, head, weight in pairs
    )


def _arrow(name: str, *, directed: bool, two_mode: bool) -> bool:
    # Membership and participation say by the shape at their end which way they run.
    return directed and not two_mode and name != "publishing"


def _bends(ends: list[tuple[str, str]]) -> list[float]:
    """Give parallel ties bends around the straight line, the same distance from each other."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for place, (tail, head) in enumerate(ends):
        pairs.setdefault((min(tail, head), max(tail, head)), []).append(place)
    bends = [0.0] * len(ends)
    for places in pairs.values():
        step = min(0.24, 1.4 / len(places))
        for turn, place in enumerate(places):
            bend = (turn - (len(places) - 1) / 2) * step
            tail, head = ends[place]
            bends[place] = round(bend if tail <= head else -bend, 4) + 0.0
    return bends


def _actor_keys(
    dataset: Dataset, markers: tuple[Marker, ...], translate: Translate
) -> tuple[Key, ...]:
    counts = Counter(marker.kind for marker in markers)
    return tuple(
        Key(
            name,
            plain_text(translate(kind.several)),
            counts[name],
            safe_colour(kind.colour),
            shape=kind.shape,
        )
        for name, kind in dataset.vocabulary.actor_kinds.items()
        if name in counts
    )


def _tie_keys(dataset: Dataset, curves: tuple[Curve, ...], translate: Translate) -> tuple[Key, ...]:
    counts = Counter(curve.kind for curve in curves)
    if "" in counts:
        label = translate(_("shared affiliations"))
        return (Key("", label, counts[""], curves[0].colour),)
    return tuple(
        Key(
            name,
            plain_text(translate(kind.several)),
            counts[name],
            safe_colour(kind.colour),
            dash=kind.dash,
            arrow=_arrow(name, directed=kind.directed, two_mode=kind.two_mode),
        )
        for name, kind in dataset.vocabulary.tie_kinds.items()
        if name in counts
    )


def _mark_keys(curves: tuple[Curve, ...], translate: Translate) -> tuple[Key, ...]:
    undated = sum(curve.undated for curve in curves if curve.kind)
    disputed = sum(curve.disputed for curve in curves)
    keys = (
        Key("", translate(_("thin line: no date known")), undated, GREY, mark="undated"),
        Key("", translate(_("question mark: sources disagree")), disputed, GREY, mark="disputed"),
    )
    return tuple(key for key in keys if key.count)
