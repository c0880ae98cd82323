"""The graph that chance works on: of a projection, the two-mode graph from which it is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..faults import ViewError
from ..matrices import sharing
from ..phrases import Phrase
from ..phrases import mark as _

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from ..dataset import Dataset
    from ..view import View

SETTLED = {"project": None, "weights": None, "largest": False, "two_mode": True}


def underlying(dataset: Dataset, **options: Any) -> tuple[View, View]:
    """Give the view that `options` select and the one of the ties themselves.

    They are the same but for a projection, whose ties are not observed one by one: there the
    second is the two-mode view of which the first is the projection. Raises ViewError where it
    cannot be had, as with only the largest component of a projection.
    """
    view = dataset.view(**options)
    if view.projected is None:
        return view, view
    base = dataset.view(**{**options, **SETTLED})
    again = over(view, base, base.adjacency)
    if again.matrix.shape != view.matrix.shape or abs(again.matrix - view.matrix).max() > 0:
        raise ViewError(
            Phrase(
                _("A part of a projection cannot be drawn again: leave out --largest and the like.")
            )
        )
    return view, base


def over(view: View, base: View, matrix: csr_array) -> View:
    """Give `view` as it would be if `matrix` were that of its `base`."""
    if base is view or view.projected is None:
        return replace(view, matrix=matrix)
    import numpy as np  # noqa: PLC0415
    from scipy.sparse import csr_array as array  # noqa: PLC0415

    assert base.modes is not None  # noqa: S101 - a projection is made from two modes
    mine = np.array([kind == view.projected for kind in base.kinds], dtype=bool)
    others = base.modes != base.modes[int(np.flatnonzero(mine)[0])]
    incidence = array(matrix[mine][:, others])
    incidence.data = np.ones_like(incidence.data)
    return replace(view, matrix=sharing(incidence, view.weights))
