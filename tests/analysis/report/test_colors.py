"""Every letter and mark of a report can be told from what it stands on: on a screen, in the dark, on paper."""

import itertools
import re
from collections.abc import Iterator, Mapping

import pytest

from analysis.report.charts.drawing import ON_PAPER
from tests.analysis.report.catalogues import ROOT
from tests.analysis.report.test_tiles import contrast

CSS = (ROOT / "analysis" / "report" / "html" / "report.css").read_text("utf-8")
GROUNDS = {
    "paper": ("ink", "ink2", "ink3", "accent", "alarm"),
    "sheet": ("ink", "ink2", "ink3", "accent"),
    "wash": ("ink", "ink2"),
    "q1": ("onlow",),
    "q2": ("onlow",),
    "q3": ("onlow",),
    "q4": ("onhigh",),
    "q5": ("onhigh",),
}
"""What letters stand on, and the letters that do; a figure that a link led to stands on `wash`."""
MARKS = ("ink3", "accent", "hatch", "mid")
MACHADO = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""What eyes without one kind of cone see of linear red, green and blue (Machado, Oliveira and Fernandes 2009)."""


def palettes() -> Iterator[Mapping[str, str]]:
    """Yield the colours of a screen, of a dark screen and of paper."""
    for block in re.findall(r":root\{([^}]*--paper[^}]*)\}", CSS):
        yield dict(re.findall(r"--(\w+):(#\w+)", block))


SHOWN = dict(zip(("light", "dark", "print"), palettes(), strict=True))


@pytest.mark.parametrize("shown", SHOWN)
def test_every_letter_has_a_contrast_of_four_and_a_half_to_its_ground(shown: str) -> None:
    colors = SHOWN[shown]
    measured = {
        (letters, ground): contrast(colors[letters], colors[ground])
        for ground, every in GROUNDS.items()
        for letters in every
    }
    assert len(measured) == 16
    assert {pair: round(ratio, 2) for pair, ratio in measured.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("shown", SHOWN)
def test_every_mark_has_a_contrast_of_three_to_its_ground(shown: str) -> None:
    colors = SHOWN[shown]
    measured = {mark: contrast(colors[mark], colors["paper"]) for mark in MARKS}
    assert {mark: round(ratio, 2) for mark, ratio in measured.items() if ratio < 3} == {}


def test_drawings_on_paper_have_the_colours_of_the_printed_page() -> None:
    colors = SHOWN["print"]
    for names, rules in re.findall(r"((?:\.\w+,?)+)\{([^}]*)\}", CSS.partition("@media (max-width")[0]):
        for property_, color in re.findall(r"(fill|stroke):var\(--(\w+)\)", rules):
            for name in re.findall(r"\.(\w+)", names):
                drawn = ";".join(re.findall(rf"\.{name}(?:,\.\w+)*\{{([^}}]*)\}}", ON_PAPER))
                found = re.findall(rf"{property_}:(#\w+)", drawn)
                assert _full(colors[color]) in map(_full, found), (name, property_)


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("eyes", MACHADO)
def test_what_a_colour_tells_is_told_to_eyes_without_one_kind_of_cone(eyes: str, shown: str) -> None:
    colors = {name: _seen(color, eyes) for name, color in SHOWN[shown].items()}
    assert contrast(colors["accent"], colors["paper"]) >= 4.5
    assert contrast(colors["accent"], colors["wash"]) >= 3
    steps = [colors[f"q{at}"] for at in range(1, 6)]
    assert all(contrast(one, other) >= 1.15 for one, other in itertools.pairwise(steps))


def _full(color: str) -> str:
    return color if len(color) == 7 else "#" + "".join(2 * letter for letter in color[1:])


def _seen(color: str, eyes: str) -> str:
    """Return a colour as these eyes see it."""
    red, green, blue = (_linear(int(_full(color)[at : at + 2], 16) / 255) for at in (1, 3, 5))
    mixed = (one * red + two * green + three * blue for one, two, three in MACHADO[eyes])
    return "#" + "".join(f"{round(255 * _shown(min(max(part, 0.0), 1.0))):02x}" for part in mixed)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _shown(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
