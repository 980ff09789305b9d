"""Marks are told apart without colour, by the colour-blind, and their numbers are read (DESIGN.md §1)."""

from base64 import b64decode
from itertools import combinations

import numpy as np
import pytest

from riskmap.domain.codes import Progress
from riskmap.views import marks, small_map
from riskmap.views.marks import SYMBOLS

# sRGB (linear) as seen without one kind of cone: Machado, Oliveira and Fernandes 2009, severity 1.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def light(colour: str) -> float:
    return float(np.array(XYZ[1]) @ linear(colour))


def contrast(one: str, two: str) -> float:
    low, high = sorted((light(one), light(two)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, kind: str) -> np.ndarray:
    seen = np.clip(np.array(BLIND[kind]) @ linear(colour), 0, 1)
    ratio = np.array(XYZ) @ seen / np.array(WHITE)
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_no_two_marks_share_their_shape():
    shapes = [(symbol.path, symbol.dash) for symbol in SYMBOLS.values()]
    assert len(set(shapes)) == len(SYMBOLS)


def test_the_number_of_every_mark_is_read():
    assert all(contrast(symbol.fill, symbol.ink) >= 4.5 for symbol in SYMBOLS.values())


@pytest.mark.parametrize("kind", BLIND)
def test_dots_which_differ_by_colour_alone_are_told_apart_by_the_colour_blind(kind):
    far = {
        (one, two): float(np.linalg.norm(lab(SYMBOLS[one].fill, kind) - lab(SYMBOLS[two].fill, kind)))
        for one, two in combinations(SYMBOLS, 2)
    }
    assert min(far.values()) >= 10, min(far.items(), key=lambda pair: pair[1])


def test_a_void_hazard_is_drawn_nowhere():
    assert marks.svg(Progress.VOID, 3, plate="县", alarm=True) == marks.dot_svg(Progress.VOID) == ""
    among = small_map.outline([], (111.0, 36.0, 112.0, 37.0))
    void, drawn = (
        b64decode(small_map.picture(among, 111.5, 36.5, one, major=True, alarm=False).split(",")[1]).decode()
        for one in (Progress.VOID, Progress.CLOSED)
    )
    assert ("<g" in void, "<g" in drawn) == (False, True)
