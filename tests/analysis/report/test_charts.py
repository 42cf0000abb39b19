"""Charts are drawn with classes only, say what they show, and turn round for right-to-left."""

import itertools
import math
import re
from collections.abc import Iterator

import numpy as np
import pytest
from defusedxml import ElementTree

from analysis.report.charts.course import draw_course
from analysis.report.charts.curve import draw_curve
from analysis.report.charts.dots import draw_dots
from analysis.report.charts.panels import draw_panels
from analysis.report.charts.plane import draw_plane
from analysis.report.charts.slopes import draw_slopes
from analysis.report.charts.small import draw_dumbbells, draw_strip
from analysis.report.charts.svg import Scale, Sheet, width_of, wrapped, wrapped_apart
from analysis.report.marks import (
    Ahead,
    Axis,
    Course,
    Curve,
    Dot,
    DotChart,
    Dumbbells,
    Moment,
    Pair,
    Panel,
    Panels,
    Place,
    Plane,
    Rise,
    Slope,
    Slopes,
    Strip,
)

AXIS = Axis(0, 1, ((0, "0"), (0.5, "50"), (1, "100")), "Share, %")
DOTS = (
    Dot("Food & <drink>", 0.4, 0.3, 0.5, "40", "estimate", extras=("9",), ranks=(1, 2), strong=True),
    Dot(
        "A topic with so long a name that it takes several lines to write it",
        0.2,
        0.1,
        0.3,
        "20",
        "differs",
        0.35,
        ("1",),
    ),
    Dot("Hidden", 0.1, 0.0, 0.9, "‡", "suppressed", extras=("–",)),
    Dot("Described", 0.3, math.nan, math.nan, "30", "described", extras=("–",)),
)
CHART = DotChart("Title", "Description", AXIS, DOTS, ("top 3",), Axis(1, 4, ((1, "1"), (4, "4")), "Rank"))
MOMENTS = (
    Moment(0.0, "May 2024", 0.4, 0.35, 0.45, "40", "estimate"),
    Moment(0.4, "Oct 2024", 0.42, 0.36, 0.48, "42", "estimate"),
    Moment(2.0, "May 2026", 0.5, 0.44, 0.56, "50", "estimate"),
)
COURSE = Course("T", "D", AXIS, MOMENTS, Ahead(3.0, "May 2027", 0.52, (0.47, 0.57), (0.43, 0.61), "52"))
SLOPES = Slopes(
    "T",
    "D",
    AXIS,
    ("May 2024", "May 2026"),
    tuple(Slope(f"Topic {at}", 0.3, 0.3 + at / 1000, "30", "30", "differs" if at else "same") for at in range(9)),
)
RING = np.stack([0.5 + 0.1 * np.cos(np.linspace(0, 6.28, 61)), 0.6 + 0.05 * np.sin(np.linspace(0, 6.28, 61))], axis=1)


def drawings(*, is_rtl: bool = False) -> Iterator[str]:
    yield draw_dots(CHART, "a", is_rtl=is_rtl)
    yield from (
        drawing for _, _, drawing in draw_panels(Panels("T", "D", (Panel("P", "n", CHART),)), "b", is_rtl=is_rtl)
    )
    places = (Place("N1 Papers", 0.5, 0.6, RING, "estimate", True), Place("N2 Land", 0.52, 0.61, None, "same", False))
    yield draw_plane(Plane("T", "D", AXIS, AXIS, places, ("hard", "easy"), "equal"), "c", is_rtl=is_rtl)
    rises = (Rise("Facebook", "50%", 0.5, 0.4, 0.6, True), Rise("YouTube", "+9", 0.59, 0.5, 0.7, False))
    yield draw_curve(Curve("T", "D", AXIS, rises, 0.7, "target"), "d", is_rtl=is_rtl)
    yield draw_strip(Strip("T", "D", AXIS, 0.4, 0.3, 0.5, "40%", "30", "50", 0.2), "e", is_rtl=is_rtl)
    yield draw_course(COURSE, "g", is_rtl=is_rtl)
    yield draw_slopes(SLOPES, "h", is_rtl=is_rtl)
    yield draw_dumbbells(Dumbbells("T", "D", AXIS, (Pair("Women", 0.4, 0.5),), "sample", "people"), "f", is_rtl=is_rtl)


@pytest.mark.parametrize("is_rtl", [False, True])
def test_every_drawing_is_well_formed_named_and_free_of_styles(is_rtl: bool) -> None:
    for drawing in drawings(is_rtl=is_rtl):
        root = ElementTree.fromstring(drawing)
        assert root.attrib["role"] == "img"
        assert [part.tag for part in root][:2] == ["title", "desc"]
        assert root.attrib["aria-labelledby"].split() == [root[0].attrib["id"], root[1].attrib["id"]]
        names = {name for part in root.iter() for name in part.attrib}
        assert not names & {"style", "fill", "stroke", "font-size", "transform", "onload"}


def test_nothing_is_drawn_beyond_the_sheet() -> None:
    for drawing in drawings():
        root = ElementTree.fromstring(drawing)
        width = float(root.attrib["viewBox"].split()[2])
        places = [
            float(part.attrib[name]) for part in root.iter() for name in ("x", "x1", "x2", "cx") if name in part.attrib
        ]
        assert min(places) >= 0
        assert max(places) <= width


def test_right_to_left_flips_every_place_and_nothing_else() -> None:
    for plain, flipped in zip(drawings(), drawings(is_rtl=True), strict=True):
        width = float(re.findall(r"viewBox=\"0 0 ([\d.]+)", plain)[0])
        first = [float(x) for x in re.findall(r"<circle cx=\"([\d.]+)", plain)]
        second = [float(x) for x in re.findall(r"<circle cx=\"([\d.]+)", flipped)]
        assert second == pytest.approx([width - x for x in first], abs=0.11)


def test_a_figure_that_is_not_printed_keeps_its_place_and_shows_no_number() -> None:
    drawing = draw_dots(CHART, "a")
    assert "Hidden" in drawing
    assert "hs" in drawing
    assert ">10<" not in drawing


def test_text_is_escaped() -> None:
    assert "Food &amp; &lt;drink&gt;" in draw_dots(CHART, "a")


def test_values_beyond_the_axis_stay_at_its_end() -> None:
    scale = Scale(AXIS, 10, 110)
    assert (scale.at(-1), scale.at(0.5), scale.at(2)) == (10, 60, 110)
    assert Scale(Axis(1, 1, ()), 0, 10).at(1) == 0


def test_long_names_break_and_only_the_last_line_is_cut() -> None:
    rows = wrapped("one two three four five six seven eight nine ten", 60, most=2)
    assert len(rows) == 2
    assert rows[-1].endswith("…")
    assert all(width_of(row.rstrip("…")) <= 60 for row in rows)


def test_east_asian_letters_are_wider() -> None:
    assert width_of("한국") > width_of("ab")


def test_labels_in_the_plane_do_not_meet() -> None:
    places = tuple(Place(f"N{at:02} A need", 0.5 + at / 500, 0.5, None, "estimate", at < 4) for at in range(16))
    drawing = draw_plane(Plane("T", "D", AXIS, AXIS, places, ("hard", "easy"), "equal"), "c")
    assert drawing.count("<circle") == 16
    assert Sheet(100, is_rtl=True).x(30) == 70


def test_names_of_slopes_that_end_together_stand_apart() -> None:
    root = ElementTree.fromstring(draw_slopes(SLOPES, "a"))
    tops = sorted(float(part.attrib["y"]) for part in root.iter() if (part.text or "").startswith("Topic"))
    assert len(tops) == len(SLOPES.slopes)
    assert min(below - above for above, below in itertools.pairwise(tops)) > 12


def test_waves_stand_at_their_distance_in_time_and_a_forecast_opens_a_fan() -> None:
    root = ElementTree.fromstring(draw_course(COURSE, "a"))
    first, second, last, ahead = sorted(float(part.attrib["cx"]) for part in root.iter() if part.tag.endswith("circle"))
    assert (last - first) / (second - first) == pytest.approx(5, rel=0.01)
    assert (ahead - first) / (last - first) == pytest.approx(1.5, rel=0.01)
    assert [part.attrib["class"] for part in root.iter() if part.attrib.get("class", "").startswith("fan")] == [
        "fan2",
        "fan",
    ]


def test_chinese_breaks_between_letters_but_not_before_a_stop() -> None:
    rows = wrapped("在越南或去越南学习，或把工作的人和家人接来", 110)
    assert len(rows) > 1
    assert "".join(rows) == "在越南或去越南学习，或把工作的人和家人接来"
    assert all(width_of(row) <= 110 for row in rows)
    assert wrapped("一二三四五六七八九，十", 9 * 11)[1].startswith("九，")
    assert wrapped("一二三四五六七八（九）", 9 * 11)[1] == "（九）"


def test_a_word_too_long_for_a_line_is_broken() -> None:
    rows = wrapped("Donaudampfschifffahrtsgesellschaft", 60, most=9)
    assert "".join(rows) == "Donaudampfschifffahrtsgesellschaft"
    assert all(width_of(row) <= 60 for row in rows)


@pytest.mark.parametrize("is_rtl", [False, True])
def test_no_text_of_an_axis_is_cut_at_the_edge(is_rtl: bool) -> None:
    places = (Place("N1 Papers", 0.5, 0.6, None, "estimate", True),)
    axis = Axis(0, 0.8, ((0.2, "0.2"), (0.8, "0.80")), "Importance")
    drawing = draw_plane(Plane("T", "D", axis, axis, places, ("hard", "easy"), "equal"), "c", is_rtl=is_rtl)
    for part in ElementTree.fromstring(drawing).iter():
        if part.attrib.get("text-anchor") == "middle":
            half = width_of(part.text or "", 10) / 2
            assert float(part.attrib["x"]) - half >= -0.1 and float(part.attrib["x"]) + half <= 372.1


def test_a_column_in_which_nothing_is_printed_is_not_drawn() -> None:
    dots = (Dot("A", 0.4, 0.3, 0.5, "40", "estimate", extras=("–", "7")),)
    drawing = draw_dots(DotChart("T", "D", AXIS, dots, ("never looked", "top 3")), "a")
    assert "never looked" not in drawing
    assert ">7<" in drawing


def test_names_that_begin_alike_show_how_they_end() -> None:
    begin = "Papers about the nationality of children who were born abroad before and after the law of the year, "
    first, second, short = wrapped_apart([f"{begin}first kind", f"{begin}second kind", "Short"], 112)
    assert (first[-1], second[-1], short) == ("…year, first kind", "…year, second kind", ["Short"])
    assert all(width_of(rows[-1]) <= 112 for rows in (first, second))
