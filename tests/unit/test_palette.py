"""The wall's colours can be told apart with every kind of colour vision, and what stands on them can be read."""

from __future__ import annotations

import itertools
import re
from importlib import resources

import numpy as np
import pytest
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
SEEN = {
    "all colours": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira, Fernandes 2009 (https://doi.org/10.1109/TVCG.2009.113), severity 1, for linear RGB."""
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
APART = 25
"""Least distance of two families' colours in CIE L*a*b* (1976); 2 is just noticeable side by side."""
RULE = re.compile(r'\[data-family="(.)"\] \{ --colour: (#\w{6}); --tint-of: (#\w{6}); --glyph: (#\w{6}); \}')
INK = "#1c2523"


def palette() -> dict[str, tuple[str, str, str]]:
    """Colour, tint and symbol of each family, from the style sheet itself."""
    css = resources.files("bot.web").joinpath("static/wall.css").read_text("utf-8")
    return {family: (colour, tint, glyph) for family, colour, tint, glyph in RULE.findall(css)}


def linear(colour: str) -> Numbers:
    value = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: Numbers) -> Numbers:
    part = XYZ @ rgb / WHITE
    bent = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    return np.array([116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2])])


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio ."""
    dark, light = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", SEEN)
def test_families_can_be_told_apart(kind: str) -> None:
    colours = {family: lab(np.clip(np.array(SEEN[kind]) @ linear(one[0]), 0, 1)) for family, one in palette().items()}
    del colours["?"]
    assert len(colours) == 8
    for one, other in itertools.combinations(colours, 2):
        assert np.linalg.norm(colours[one] - colours[other]) > APART, (one, other)


def test_words_and_symbols_can_be_read_on_them() -> None:
    for family, (colour, tint, glyph) in palette().items():
        assert contrast(INK, tint) > 7, family
        assert contrast(glyph, colour) > 3, family
