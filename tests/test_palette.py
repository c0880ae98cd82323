"""The colours of ties are told apart by everybody, and seen on every ground: by computation."""

from itertools import combinations

import numpy as np
import pytest
from alianza.graph.vocabulary import TIE_KINDS

GROUNDS = {
    "light": ["#ffffff", "#eef3f7", "#e2e2dc"],
    "dark": ["#12161c", "#10141a", "#242b34"],
}
# Machado, Oliveira and Fernandes (2009), severity 1, on linear sRGB.
SEEN_BY = {
    "everybody": np.eye(3),
    "protanopes": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopes": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopes": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour):
    parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(colour, who):
    xyz = TO_XYZ @ np.clip(SEEN_BY[who] @ linear(colour), 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def luminance(colour):
    return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour))


def colours(theme):
    return {
        name: kind.colour if theme == "light" else kind.dark for name, kind in TIE_KINDS.items()
    }


def test_the_computation_gives_known_values():
    assert lab("#ffffff", "everybody") == pytest.approx([100, 0, 0], abs=0.01)
    assert lab("#ff0000", "everybody") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


def test_six_kinds_are_coloured():
    assert len(TIE_KINDS) == 6


@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("who", SEEN_BY)
def test_no_two_kinds_of_tie_look_alike(theme, who):
    for (one, here), (other, there) in combinations(colours(theme).items(), 2):
        assert np.linalg.norm(lab(here, who) - lab(there, who)) >= 20, (one, other)


@pytest.mark.parametrize("theme", GROUNDS)
def test_every_kind_stands_out_from_every_ground(theme):
    for name, colour in colours(theme).items():
        for ground in GROUNDS[theme]:
            low, high = sorted((luminance(colour), luminance(ground)))
            assert (high + 0.05) / (low + 0.05) >= 3, (name, ground)


def test_the_grounds_are_those_of_the_viewer():
    from importlib.resources import files

    script = files("alianza").joinpath("reports", "map", "viewer", "viewer.js").read_text("ascii")
    for ground in [*GROUNDS["light"][1:], *GROUNDS["dark"]]:
        assert ground in script
