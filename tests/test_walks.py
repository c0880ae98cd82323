"""Walks between pairs: by the kernel, its plain twin, sparse products and dense matrices."""

import numpy as np
import pytest
from alianza.graph.gaps import features
from alianza.graph.kernels import choose, compiling, walks
from scipy.sparse import csr_array

pytest.importorskip("numba")


def some(seed, n=40):
    """Give a symmetric matrix of ones, shares of rows, and pairs, some of them twice."""
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.random((n, n)) < rng.choice([0.03, 0.1, 0.4]), 1)
    last = csr_array((upper | upper.T).astype(float))
    shares = csr_array(last.toarray() / np.maximum(last.sum(axis=0), 1))
    tails, heads = rng.integers(0, n, (2, 150))
    return shares, last, tails.astype(np.int64), heads.astype(np.int64)


@pytest.mark.parametrize("deep", [False, True])
def test_walks_are_the_products(deep):
    for seed in range(40):
        shares, last, tails, heads = some(seed)
        dense = shares.toarray()
        whole = (dense @ dense if deep else dense) @ last.toarray()
        found = walks.walks(shares, last, tails, heads, deep=deep)
        np.testing.assert_allclose(found, whole[tails, heads], rtol=1e-12, atol=1e-15)
        plain = compiling.twin(walks._walks)(
            np.argsort(tails, kind="stable"),
            *(tails, heads, shares.indptr, shares.indices, shares.data),
            *(last.indptr, last.indices, deep),
        )
        assert plain.tobytes() == found.tobytes()


def test_features_are_the_same_by_kernel(monkeypatch):
    rng = np.random.default_rng(3)
    n = 30
    for two_mode in (False, True):
        ends = rng.integers(0, n, (2, 2, 60))
        target, context = (features._symmetric(*pairs, n) for pairs in ends)
        everybody = np.ones(n, dtype=bool)
        first = np.arange(n) < n // 2 if two_mode else everybody
        arena = features.Arena(
            tuple(map(str, range(n))),
            target,
            context,
            rng.integers(0, 4, n),
            rng.random((n, 2)) * 60,
            csr_array((rng.random((n, 3)) < 0.5).astype(float)),
            first,
            ~first if two_mode else everybody,
        )
        assert arena.two_mode == two_mode
        tails, heads = np.triu_indices(n, 1)
        found = []
        for least in (0, 10**12):
            monkeypatch.setitem(choose.KERNEL_FROM, "walks", least)
            found.append(features.Indices(arena).of(tails, heads))
        np.testing.assert_allclose(found[0], found[1], rtol=1e-12, atol=1e-15)
        assert found[0][:, list(features.FEATURES).index("paths")].any()
