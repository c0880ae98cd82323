"""Principal eigenvectors and the random surfer, exact to the last digits that doubles hold.

Loaded by the measures that need it, when they need it: it is one that imports numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array, eye_array
from scipy.sparse.csgraph import breadth_first_order, connected_components
from scipy.sparse.linalg import ArpackNoConvergence, eigs, eigsh, spsolve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .registry import Values

# Largest eigenvalues that differ by less, relatively, are one eigenvalue.
TOLERANCE = 1e-9
# Actors up to which a dense solver is quicker than an iterative one.
DENSE = 300
# Actors up to which the dense solver is asked where the iterative one gives up.
DENSE_AT_MOST = 2000
# Steps that bring small entries to the relative accuracy of large ones.
POLISH = 100
# Times the rounding error that an eigenvector is trusted to.
MARGIN = 100
# Steps at most that close the bounds on an eigenvalue.
BOUNDING = 20_000
# Damping^250 is 2e-18: below the last digit of any value.
STEPS = 250


@dataclass(frozen=True, slots=True)
class _Part:
    """A strongly connected part: its actors, largest eigenvalue, the next one, its vector."""

    members: NDArray[np.intp]
    value: float
    following: float
    vector: Values


def principal(matrix: csr_array, *, symmetric: bool) -> Values:
    """Give the non-negative eigenvector x = (matrix @ x) / λ of length 1, λ being the largest.

    Each strongly connected part has its own largest eigenvalue; the part with the largest of
    all leads, what it reaches along the columns of `matrix` has positive entries, the rest 0.
    NaN wherever more than one vector would do: where parts tie for the largest eigenvalue (to
    a relative 1e-9), and everywhere if every eigenvalue is 0. Values have 13 significant digits,
    fewer where the next eigenvalue is near: as many as are certain.
    """
    n = matrix.shape[0]
    parts = _leaders(matrix, symmetric=symmetric)
    result: Values = np.zeros(n)
    if not parts:
        result[:] = np.nan
        return result
    forward = csr_array(matrix.T)
    reached = np.zeros(n, dtype=bool)
    for part in parts:
        start = int(part.members[0])
        reached[breadth_first_order(forward, start, return_predecessors=False)] = True
    if len(parts) > 1 or parts[0].value - parts[0].following <= TOLERANCE * parts[0].value:
        result[reached] = np.nan
        return result
    leader = parts[0]
    result[leader.members] = leader.vector
    reached[leader.members] = False
    below = np.flatnonzero(reached)
    if below.size:
        inner = eye_array(below.size) * leader.value - matrix[below][:, below]
        result[below] = spsolve(inner.tocsc(), matrix[below][:, leader.members] @ leader.vector)
    result = np.clip(result, 0, None)
    for _step in range(POLISH):
        result = matrix @ result
        result /= np.sqrt(np.square(result).sum())
    # A rounding error grows as the next eigenvalue nears: digits past that would be noise, and
    # would part actors that are exactly alike.
    noise = MARGIN * np.finfo(np.float64).eps * leader.value / (leader.value - leader.following)
    digits = int(-np.log10(noise))
    return np.array([float(f"{value:.{digits}g}") for value in result.tolist()])


def radius(matrix: csr_array, *, symmetric: bool) -> float:
    """Give the largest eigenvalue of a matrix without negative entries; 0 without cycles."""
    parts = _leaders(matrix, symmetric=symmetric)
    return max((_certain(part, matrix) for part in parts), default=0.0)


def _certain(part: _Part, matrix: csr_array) -> float:
    """Give the eigenvalue of a part; where the solver gave up, close the bounds on it.

    The least and largest ratio (Ax)/x enclose it for every positive x (Collatz, Wielandt); the
    identity added makes them close on it even where eigenvalues share its size.
    """
    if part.following < part.value:
        return part.value
    inner = csr_array(matrix[part.members][:, part.members])
    vector = part.vector
    for _step in range(BOUNDING):
        following = inner @ vector + vector
        ratios = following / vector
        if ratios.max() - ratios.min() <= 4 * np.finfo(np.float64).eps * ratios.max():
            break
        vector = following / following.max()
    return float((ratios.max() + ratios.min()) / 2 - 1)


def attenuated(matrix: csr_array, factor: float) -> Values:
    """Solve x = 1 + factor · (matrix @ x), the factor being below 1/λ of the matrix.

    Sums the walks by their length until none changes a value, which is a matrix product each.
    """
    result: Values = np.ones(matrix.shape[0])
    walks = result
    while True:
        walks = factor * (matrix @ walks)
        if (walks <= result * np.finfo(np.float64).eps / 8).all():
            return result
        result = result + walks


def _leaders(matrix: csr_array, *, symmetric: bool) -> list[_Part]:
    """Give the strongly connected parts that have the largest eigenvalue; none if it is 0."""
    _number, labels = connected_components(matrix, directed=True, connection="strong")
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    best = 0.0
    found: list[_Part] = []
    for members in sorted(groups, key=lambda group: -len(group)):
        if len(members) < 2:  # noqa: PLR2004 - without loops, one actor alone has eigenvalue 0
            break
        inner = csr_array(matrix[members][:, members])
        # No eigenvalue passes the largest row sum: most small parts need no solving.
        if inner.sum(axis=1).max() < best * (1 - TOLERANCE):
            continue
        part = _solve(members, inner, symmetric=symmetric)
        best = max(best, part.value)
        found.append(part)
    return [part for part in found if part.value >= best * (1 - TOLERANCE)]


def _solve(members: NDArray[np.intp], inner: csr_array, *, symmetric: bool) -> _Part:
    """Give the two largest eigenvalues of one part and the vector of the largest."""
    try:
        values, vectors = _largest_two(inner, symmetric=symmetric)
    except ArpackNoConvergence:
        # The two cannot be told apart, which is what a tie means.
        bound = float(inner.sum(axis=1).max())
        return _Part(members, bound, bound, np.ones(len(members)))
    order = np.argsort(-values.real, kind="stable")
    vector = np.abs(vectors[:, order[0]].real)
    return _Part(members, float(values.real[order[0]]), float(values.real[order[1]]), vector)


def _largest_two(inner: csr_array, *, symmetric: bool) -> tuple[Any, Any]:
    size = inner.shape[0]
    if size > DENSE:
        options: dict[str, Any] = {"k": 2, "v0": np.ones(size), "ncv": 60, "maxiter": 20 * size}
        try:
            found: tuple[Any, Any] = (
                eigsh(inner, which="LA", **options)
                if symmetric
                else eigs(inner, which="LR", **options)
            )
        except ArpackNoConvergence:
            if size > DENSE_AT_MOST:
                raise
        else:
            return found
    dense = inner.toarray()
    return np.linalg.eigh(dense) if symmetric else np.linalg.eig(dense)


def surfer(matrix: csr_array, damping: float) -> Values:
    """Give the stationary shares of a surfer who leaves each actor along its row's ties.

    With probability 1 − `damping`, and always where a row is empty, the next actor is anyone,
    each as likely (Brin and Page 1998).
    """
    n = matrix.shape[0]
    if not n:
        return np.zeros(0)
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    dangling = sums == 0
    inward = csr_array(matrix.T)
    inward.data /= sums[inward.indices]
    result = np.full(n, 1 / n)
    for _step in range(STEPS):
        anywhere = damping * result[dangling].sum() + (1 - damping)
        result = damping * (inward @ result) + anywhere / n
        result /= result.sum()
    return result
