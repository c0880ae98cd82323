"""What holds between every two actors: ties, shared affiliations, distance, likeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..faults import ViewError
from ..phrases import Phrase, phrase
from ..phrases import mark as _
from ..view import known_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ..dataset import Dataset


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of numbers between actors: n × n, NaN where an actor has no known value.

    ``name`` is what was asked for, ``definition`` says what the numbers are.
    """

    name: str
    values: NDArray[np.float64]
    directed: bool
    definition: Phrase


@dataclass(frozen=True, slots=True)
class RelationKind:
    """A kind of relation: ``NAME`` or ``NAME:ARGUMENT``; ``argument`` says what stands there."""

    name: str
    argument: str
    definition: str
    function: Callable[[Dataset, Sequence[str], str, Mapping[str, Any]], NDArray[np.float64]]


def _tied(
    dataset: Dataset, ids: Sequence[str], kinds: str, options: Mapping[str, Any]
) -> NDArray[np.float64]:
    view = dataset.view(ties=_listed(kinds), two_mode=False, **options)
    return _picked(view.adjacency.toarray(), view.ids, ids)


def _count(
    dataset: Dataset, ids: Sequence[str], kinds: str, options: Mapping[str, Any]
) -> NDArray[np.float64]:
    view = dataset.view(ties=_listed(kinds), two_mode=False, **options)
    return _picked(view.matrix.toarray(), view.ids, ids)


def _shared(
    dataset: Dataset, ids: Sequence[str], kinds: str, options: Mapping[str, Any]
) -> NDArray[np.float64]:
    view = dataset.view(**{**options, "directed": False}, ties=_listed(kinds), two_mode=True)
    ties = view.adjacency.toarray()
    modes = view.modes
    assert modes is not None  # noqa: S101 - asked for two modes
    # Partners are all of the other mode, so only actors of one mode share any.
    return _picked(ties @ ties, view.ids, ids, otherwise=0.0)


def _listed(kinds: str) -> list[str] | None:
    return [kind for kind in kinds.split("+") if kind] or None


def _picked(
    table: NDArray[np.float64], have: Sequence[str], want: Sequence[str], otherwise: float = 0.0
) -> NDArray[np.float64]:
    """Give the rows and columns of `want` from a table of `have`."""
    import numpy as np  # noqa: PLC0415

    place = {actor: index for index, actor in enumerate(have)}
    result = np.full((len(want), len(want)), otherwise)
    known = [index for index, actor in enumerate(want) if actor in place]
    source = [place[want[index]] for index in known]
    result[np.ix_(known, known)] = table[np.ix_(source, source)]
    return result


def _distance(
    dataset: Dataset, ids: Sequence[str], _argument: str, _options: Mapping[str, Any]
) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    from ..places import EARTH_RADIUS_KM  # noqa: PLC0415

    table = dataset.actors.set_index("id").loc[list(ids)]
    lat, lon = (np.radians(table[name].to_numpy(dtype=np.float64)) for name in ("lat", "lon"))
    # The haversine, which is exact for near points; over 1 by rounding only.
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1))))


def _log_distance(
    dataset: Dataset, ids: Sequence[str], argument: str, options: Mapping[str, Any]
) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    return np.asarray(np.log1p(_distance(dataset, ids, argument, options)))


def _same(
    dataset: Dataset, ids: Sequence[str], column: str, _options: Mapping[str, Any]
) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415

    actors = dataset.actors
    columns = [str(name) for name in actors.columns]
    if column == "language" and "language" not in columns:
        return _same_language(dataset, ids)
    known_name(column, columns, _("a column of the actors"))
    cells = (
        dataset.areas()
        if column == "area"
        else dict(zip(actors["id"], actors[column].astype(str), strict=True))
    )
    values = np.array([cells[actor] for actor in ids], dtype=object)
    result: NDArray[np.float64] = (values[:, None] == values).astype(np.float64)
    empty = np.isin(values, ["", "nan"])
    result[empty], result[:, empty] = np.nan, np.nan
    return result


def _same_language(dataset: Dataset, ids: Sequence[str]) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415
    from babel.languages import get_official_languages  # noqa: PLC0415

    actors = dataset.actors
    country = dict(zip(actors["id"], actors["country"], strict=True))
    codes = sorted({country[actor] for actor in ids})
    spoken = [
        frozenset(get_official_languages(code, de_facto=True)) if code else frozenset()
        for code in codes
    ]
    shares = np.array(
        [
            [float(bool(mine & theirs)) if mine and theirs else np.nan for theirs in spoken]
            for mine in spoken
        ]
    )
    places = [codes.index(country[actor]) for actor in ids]
    return np.asarray(shares[np.ix_(places, places)], dtype=np.float64)


def _difference(
    dataset: Dataset, ids: Sequence[str], column: str, _options: Mapping[str, Any]
) -> NDArray[np.float64]:
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    actors = dataset.actors
    known_name(column, [str(name) for name in actors.columns], _("a column of the actors"))
    numbers = pd.to_numeric(actors.set_index("id")[column], errors="coerce")
    values = numbers.loc[list(ids)].to_numpy(dtype=np.float64)
    return np.asarray(np.abs(values[:, None] - values), dtype=np.float64)


RELATIONS: dict[str, RelationKind] = {
    row.name: row
    for row in (
        RelationKind(
            "ties",
            "KINDS",
            _("1 where two actors have a tie of these kinds, else 0"),
            _tied,
        ),
        RelationKind(
            "count",
            "KINDS",
            _("number of ties of these kinds that two actors have"),
            _count,
        ),
        RelationKind(
            "shared",
            "KINDS",
            _("number of partners that two actors share in the two-mode view of these kinds"),
            _shared,
        ),
        RelationKind("distance", "", _("great-circle distance in km"), _distance),
        RelationKind(
            "log-distance",
            "",
            _("natural logarithm of 1 + great-circle distance in km"),
            _log_distance,
        ),
        RelationKind(
            "same",
            "COLUMN",
            _(
                "1 where two actors have the same value in this column, else 0; “language” without a"
                " column of that name means an official language that their countries share (CLDR)"
            ),
            _same,
        ),
        RelationKind(
            "difference",
            "COLUMN",
            _("difference of two actors in this column of numbers, without sign"),
            _difference,
        ),
    )
}


def relation(dataset: Dataset, ids: Sequence[str], name: str, **options: Any) -> Relation:
    """Give the relation `name` between the actors `ids`: a key of `RELATIONS`, ``:``, its argument.

    Kinds of ties are joined by ``+``; without any, every kind counts. `options` are those of the
    view that counts the ties: ``directed``, ``at``, ``undated``. Raises UnknownNameError
    for a name or argument that is not known, ViewError where the argument is missing.

    >>> from alianza.graph.loading import load
    >>> data = load("allas")
    >>> relation(data, ["madrid", "lima"], "distance").values.round(-2).tolist()
    [[0.0, 9500.0], [9500.0, 0.0]]
    """
    kind, _colon, argument = name.partition(":")
    known_name(kind, RELATIONS, _("a relation between actors"))
    row = RELATIONS[kind]
    if (row.argument == "COLUMN") != bool(argument) and row.argument != "KINDS":
        raise ViewError(
            phrase(
                _("“{name}” is written {form}."),
                name=name,
                form=f"{kind}:{row.argument}" if row.argument else kind,
            )
        )
    values = row.function(dataset, ids, argument, options)
    directed = bool(options.get("directed")) and kind in {"ties", "count"}
    return Relation(name, values, directed, Phrase(row.definition))


def relation_sentence(found: Relation) -> Phrase:
    """Say what the numbers of a relation are."""
    return phrase(_("{name}: {definition}."), name=found.name, definition=found.definition)
