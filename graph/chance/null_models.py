"""Null models: what a view would look like if only some of its features were not chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..faults import ViewError
from ..phrases import mark as _
from ..phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from scipy.sparse import csr_array

    from ..measures import Figure, Measure
    from ..view import View

SWEEPS = 30

FITS: dict[str, str] = {
    "any": "",
    "one-mode": _("The null model “{name}” needs a one-mode view: use curveball or --one-mode."),
    "two-mode": _("The null model “{name}” needs a two-mode view: use degree or --two-mode."),
}


@dataclass(frozen=True, slots=True)
class NullModel:
    """A way to draw random graphs from a view.

    ``function`` takes a view, its 0/1 matrix or an earlier draw, a number of sweeps and a
    Generator, and gives a 0/1 matrix of the same shape and number of ties. ``chain`` says that
    a draw is a walk of sweeps from the matrix given, which must be long enough to forget it;
    the others are drawn at once and ignore the sweeps. ``fits`` is a key of `FITS`. The texts
    are English and are translated where they are shown.
    """

    name: str
    label: str
    definition: str
    reference: str
    function: Callable[[View, csr_array, int, np.random.Generator], csr_array]
    fits: str = "any"
    chain: bool = False


def _erdos_renyi(
    view: View, matrix: csr_array, _sweeps: int, rng: np.random.Generator
) -> csr_array:
    import numpy as np  # noqa: PLC0415

    from .rewiring import matrix_of, random_cells, random_ties  # noqa: PLC0415

    n = len(view)
    count = int(matrix.nnz) // (1 if view.directed else 2)
    if view.modes is None:
        ties = random_ties(n, count, rng, directed=view.directed)
    else:
        first, second = (np.flatnonzero(view.modes == mode) for mode in (0, 1))
        rows, columns = random_cells((len(first), len(second)), count, rng)
        ties = first[rows], second[columns]
    return matrix_of(*ties, n, directed=view.directed)


def _degree(view: View, matrix: csr_array, sweeps: int, rng: np.random.Generator) -> csr_array:
    from .rewiring import matrix_of, switched, ties_of  # noqa: PLC0415

    n, directed = len(view), view.directed
    ties = switched(*ties_of(matrix, directed=directed), n, rng, sweeps=sweeps, directed=directed)
    return matrix_of(*ties, n, directed=directed)


def _curveball(view: View, matrix: csr_array, sweeps: int, rng: np.random.Generator) -> csr_array:
    import numpy as np  # noqa: PLC0415

    from .rewiring import matrix_of, traded  # noqa: PLC0415

    assert view.modes is not None  # noqa: S101 - `null_model` has checked it
    first, second = (np.flatnonzero(view.modes == mode) for mode in (0, 1))
    if len(second) < len(first):
        # Few long rows mix in fewer sweeps than many short ones.
        first, second = second, first
    cells = matrix[first][:, second].tocoo()
    rows, columns = traded(
        cells.row.astype(np.int64),
        cells.col.astype(np.int64),
        (len(first), len(second)),
        rng,
        sweeps=sweeps,
    )
    return matrix_of(first[rows], second[columns], len(view), directed=False)


def _labels(view: View, matrix: csr_array, _sweeps: int, rng: np.random.Generator) -> csr_array:
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array as array  # noqa: PLC0415

    from .rewiring import shuffled  # noqa: PLC0415

    groups = np.zeros(len(view), dtype=np.int64) if view.modes is None else view.modes
    order = shuffled(groups.astype(np.int64), rng)
    drawn = array(matrix[order][:, order])
    drawn.sort_indices()
    return drawn


NULL_MODELS: dict[str, NullModel] = {
    row.name: row
    for row in (
        NullModel(
            "erdos-renyi",
            _("random ties (Erdős–Rényi)"),
            _(
                "The same number of tied pairs among the same actors, every set of pairs equally"
                " likely; in a two-mode view only pairs of the two modes."
            ),
            "Erdős and Rényi 1959",
            _erdos_renyi,
        ),
        NullModel(
            "degree",
            _("fixed degrees (switching)"),
            _(
                "Every actor keeps its number of partners, in a directed view of incoming and of"
                " outgoing ties; all simple graphs with these degrees are equally likely."
            ),
            "Maslov and Sneppen 2002; Rao, Jana and Bandyopadhyay 1996",
            _degree,
            fits="one-mode",
            chain=True,
        ),
        NullModel(
            "curveball",
            _("fixed margins (curveball)"),
            _(
                "Every actor of both modes keeps its number of partners; all two-mode graphs with"
                " these margins are equally likely."
            ),
            "Strona et al. 2014; Carstens, Berger and Strona 2018",
            _curveball,
            fits="two-mode",
            chain=True,
        ),
        NullModel(
            "labels",
            _("permuted labels"),
            _(
                "The graph stays as it is, and the actors are dealt out over its places at random,"
                " in a two-mode view within their mode; for figures that depend on who is where."
            ),
            "Hubert 1987; Krackhardt 1988",
            _labels,
        ),
    )
}


def null_model(view: View, name: str | None = None) -> NullModel:
    """Give the null model `name`; without one, that which keeps the degrees of `view`.

    Raises UnknownNameError for a name that is not in `NULL_MODELS`, ViewError for a model that
    does not fit the modes of the view.
    """
    from ..view import known_name  # noqa: PLC0415

    if name is None:
        name = "degree" if view.modes is None else "curveball"
    known_name(name, NULL_MODELS, _("a null model"))
    model = NULL_MODELS[name]
    wrong = model.fits == ("one-mode" if view.modes is not None else "two-mode")
    if wrong:
        raise ViewError(phrase(FITS[model.fits], name=name))
    return model


def draw(
    view: View,
    model: NullModel,
    rng: np.random.Generator,
    *,
    sweeps: int = SWEEPS,
    start: csr_array | None = None,
) -> View:
    """Draw one random graph: `view` with another matrix, same actors, modes and direction.

    A chain begins at the 0/1 matrix `start`, the observed one unless given. The weights of a
    weighted view are those observed, dealt out to the drawn ties at random; with permuted labels
    they stay on their ties. The sentences are those of the view.
    """
    import numpy as np  # noqa: PLC0415

    from .rewiring import matrix_of, ties_of, weights_of  # noqa: PLC0415

    if model.name == "labels":
        return replace(view, matrix=model.function(view, view.matrix, 0, rng))
    matrix = model.function(view, view.adjacency if start is None else start, sweeps, rng)
    if not np.all(view.matrix.data == 1):
        observed = ties_of(view.matrix, directed=view.directed)
        weights = rng.permutation(weights_of(view.matrix, *observed))
        ties = ties_of(matrix, directed=view.directed)
        matrix = matrix_of(*ties, len(view), directed=view.directed, weights=weights)
    return replace(view, matrix=matrix)


def must_be_drawn(rows: Sequence[Measure | Figure]) -> None:
    """Raise ViewError for a row that counts single ties of the dataset, which no draw changes."""
    for row in rows:
        if row.mode == "roles":
            raise ViewError(
                phrase(
                    _("“{name}” counts single ties and their roles, which are not drawn."),
                    name=row.name,
                )
            )


def generators(seed: int, count: int) -> list[np.random.Generator]:
    """Give `count` independent generators: the i-th is the same whatever runs beside it.

    >>> [generator.integers(100) for generator in generators(1, 2)] == [
    ...     generator.integers(100) for generator in generators(1, 3)[:2]
    ... ]
    True
    """
    import numpy as np  # noqa: PLC0415

    return [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(count)]
