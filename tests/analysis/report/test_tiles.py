"""Countries and territories are tiled region by region, no finer than printed, for every reader."""

import io
import itertools
import json
import math
import re
import runpy
import shutil
from collections.abc import Sequence
from dataclasses import replace

import pytest
from babel import Locale
from defusedxml import ElementTree
from pptx import Presentation

from analysis.plan import Plan
from analysis.report import slide_tiles
from analysis.report.builder import build_report
from analysis.report.charts.drawing import draw, drawings
from analysis.report.charts.tiles import COLUMNS, HEIGHT, laid_out
from analysis.report.document import ChartBlock
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.marks import Tile, TileGrid, TileRegion
from analysis.report.places import are_places, by_region
from analysis.report.sections.tiles import FEWEST_TILES, tiles_by, tiles_of
from analysis.report.writing import NOT_SHOWN, Writing
from analysis.topics.choosing import Choices, Part
from tests.analysis.report.catalogues import ROOT, words
from tests.analysis.report.test_catalogue import LANGUAGES

STATES = {"AL": "Alabama", "CA": "California", "CO": "Colorado", "DE": "Delaware", "GA": "Georgia", "IL": "Illinois"}
EVERY = (
    *("US", "CA", "GB", "DE", "FR", "PL", "MA", "NG", "KE", "AE", "KZ"),
    *("IN", "CN", "JP", "KR", "TW", "KH", "LA", "TH", "AU", "NZ", "FJ"),
)


def grid(codes: Sequence[str], *, hidden: str = "FR") -> TileGrid:
    def tile(at: int, code: str) -> Tile:
        return (
            Tile(code, f"Land <{code}> & its long name", "‡", 0)
            if code == hidden
            else Tile(code, code, "12", at % 5 + 1)
        )

    regions = tuple(
        TileRegion(region.code, tuple(tuple(tile(at, code) for at, code in enumerate(part)) for part in region.parts))
        for region in by_region(codes, "en")
    )
    return TileGrid("Title", "Description & <more>", "Share, %", regions, ((1, "0–4"), (5, "20–24")))


def block_of(evidence: Evidence, language: str = "en") -> ChartBlock:
    sections = build_report(evidence, words(language)).sections
    found = [
        part for one in sections for part in one.blocks if isinstance(part, ChartBlock) and part.id.endswith("-tiles")
    ]
    assert [part.id for part in found] == ["V-country-tiles"]
    return found[0]


def tiles_in(chart: object) -> list[Tile]:
    assert isinstance(chart, TileGrid)
    return [tile for region in chart.regions for part in region.parts for tile in part]


def writing_in(evidence: Evidence, language: str = "en") -> Writing:
    return Writing(words(language), evidence.plan, evidence.package.dataset.codebook)


def asked_where(evidence: Evidence, codes: Sequence[str], *, hidden: str = "", none: str = "") -> AudienceEvidence:
    """Answer a further question on countries with the shares of the topics."""
    audience = evidence.audiences[0]
    assert audience.interest
    shares = [topic.chosen for topic in audience.interest.topics if topic.chosen.shown]
    parts = []
    for code, share in zip(codes, itertools.cycle(shares), strict=False):
        made = replace(share, suppressed="base", value=math.nan) if code == hidden else share
        parts.append(Part(code, {}, replace(made, value=0.0) if code == none else made))
    choices = Choices("SCR2", "one", tuple(parts), None, 400)
    return replace(audience, methods=replace(audience.methods, choices=(choices,)))


def test_every_place_an_instrument_offers_lies_in_one_region() -> None:
    file = ROOT / "surveyapp" / "instruments" / "interest_and_needs_2026" / "countries.json"
    offered = json.loads(file.read_text("utf-8"))["codes"]
    for language in ("en", "vi", "zh-Hans", "ar", "ko"):
        regions = by_region(offered, language)
        assert [region.code for region in regions] == ["019", "150", "002", "142", "009"]
        assert sorted(code for region in regions for part in region.parts for code in part) == sorted(offered)


def test_places_of_a_part_stand_in_the_readers_alphabet() -> None:
    eastern = ["CN", "JP", "KR", "TW"]
    assert by_region(eastern, "en")[0].parts == (("CN", "JP", "KR", "TW"),)
    assert by_region(eastern, "vi")[0].parts == (("TW", "KR", "JP", "CN"),)


@pytest.mark.skipif(not shutil.which("node"), reason="node knows collation, Python does not")
def test_the_orders_on_file_are_those_of_the_collation_of_cldr() -> None:
    program = runpy.run_path(str(ROOT / "scripts" / "sort_places.py"))
    places = json.loads(program["FILE"].read_text("utf-8"))
    assert program["orders"](places) == places["orders"]
    assert set(places["orders"]) >= {"en", *(name.replace("_", "-") for name in LANGUAGES)}


def test_codes_of_states_are_not_taken_for_countries() -> None:
    assert not are_places({code: {"en": name} for code, name in STATES.items()})
    assert are_places({"AL": {"en": "Albania"}, "CA": {"vi": "Canada"}, "DE": {}})
    assert are_places({"AL": {}, "CA": {}})
    assert not are_places({"US": {"en": "United States"}, "96": {"en": "Elsewhere"}})
    assert not are_places({})


def test_the_usual_plan_tiles_a_topic_where_enough_countries_are_printed(evidence: Evidence) -> None:
    block = block_of(evidence)
    tiles = tiles_in(block.chart)
    assert sum(tile.text != NOT_SHOWN for tile in tiles) >= FEWEST_TILES
    figures = {row.head: row.cells[0] for row in block.table.rows if row.cells}
    assert [f"{tile.name} ({tile.code})" for tile in tiles] == list(figures)
    for tile in tiles:
        printed = figures[f"{tile.name} ({tile.code})"]
        assert tile.text == printed.replace("%", "")
        assert f"{tile.name} ({tile.code}) {printed}" in block.chart.description


def test_names_are_in_the_readers_language_though_the_questionnaire_is_not(evidence: Evidence) -> None:
    assert {"ألمانيا", "اليابان"} <= {tile.name for tile in tiles_in(block_of(evidence, "ar").chart)}
    assert "Đức" in {tile.name for tile in tiles_in(block_of(evidence, "vi").chart)}


def test_too_few_printed_places_are_left_to_the_rows(evidence: Evidence) -> None:
    audience = evidence.audiences[0]
    cut = next(cut for cut in Plan().segments if cut.id == "country")
    fewer = tuple(one for one in audience.contrasts if one.segment.group.id != "AU")
    assert tiles_by(writing_in(evidence), replace(audience, contrasts=fewer), cut) is None
    age = next(cut for cut in Plan().segments if cut.id == "age")
    assert tiles_by(writing_in(evidence), audience, age) is None


def test_answers_that_are_countries_are_tiled_withheld_ones_hatched_and_unnamed_ones_left_out(
    evidence: Evidence,
) -> None:
    writing = writing_in(evidence)
    (block,) = tiles_of(writing, asked_where(evidence, EVERY[:9], hidden="GB", none="PL"))
    by_code = {tile.code: tile for tile in tiles_in(block.chart)}
    assert set(by_code) == set(EVERY[:9]) - {"PL"}
    assert (by_code["GB"].text, by_code["GB"].step) == (NOT_SHOWN, 0)
    assert "United Kingdom (GB) not printed" in block.chart.description
    assert not list(tiles_of(writing, asked_where(evidence, EVERY[:6], hidden="GB")))
    assert not list(tiles_of(writing, asked_where(evidence, [*EVERY[:8], "other"])))


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        ((0.31, 0.33), {3: "30–34"}),
        ((0.0, 0.04, 0.12, 0.21), {1: "0–4", 2: "5–9", 3: "10–14", 4: "15–19", 5: "20–24"}),
        ((0.97, 1.0), {3: "95–100"}),
        ((1.0,), {3: "95–100"}),
        ((0.0, 0.5, 1.0), {1: "0–19", 2: "20–39", 3: "40–59", 4: "60–79", 5: "80–100"}),
    ],
)
def test_classes_hold_every_printed_figure(
    evidence: Evidence, values: tuple[float, ...], classes: dict[int, str]
) -> None:
    audience = asked_where(evidence, EVERY[:8])
    (choices,) = audience.methods.choices
    parts = tuple(
        replace(part, share=replace(part.share, value=value or 0.001))
        for part, value in zip(choices.parts, itertools.cycle(values), strict=False)
    )
    audience = replace(audience, methods=replace(audience.methods, choices=(replace(choices, parts=parts),)))
    (block,) = tiles_of(writing_in(evidence), audience)
    assert isinstance(block.chart, TileGrid)
    assert dict(block.chart.steps) == classes
    for tile in tiles_in(block.chart):
        low, high = map(int, classes[tile.step].split("–"))
        printed = int(tile.text.strip("<>°"))
        assert low <= printed <= high


@pytest.mark.parametrize("width", [340.0, 372.0])
@pytest.mark.parametrize("count", [6, 12, 22])
def test_no_tile_lies_over_another_or_outside(width: float, count: int) -> None:
    layout = laid_out(grid(EVERY[:count]), width)
    assert len(layout.tiles) == count
    for one in layout.tiles:
        assert 0 <= one.x <= width - layout.tile_width + 0.01
        assert one.y + HEIGHT <= layout.height
    for one, other in itertools.combinations(layout.tiles, 2):
        assert abs(one.x - other.x) >= layout.tile_width or abs(one.y - other.y) >= HEIGHT
    rows = {one.y for one in layout.tiles}
    assert all(sum(one.y == row for one in layout.tiles) <= COLUMNS for row in rows)


def test_a_drawing_from_the_right_is_the_other_way_round_and_holds_no_colours_of_its_own() -> None:
    chart = grid(EVERY)
    places = []
    for is_rtl in (False, True):
        ((_, _, svg),) = draw(chart, "a", is_rtl=is_rtl)
        root = ElementTree.fromstring(svg)
        assert (root.find("title").text, root.find("desc").text) == (chart.title, chart.description)
        assert not re.search(r"style=|fill=|stroke=", svg)
        assert svg.count("‡") == 1
        assert "q0" in svg
        assert "hs" in svg
        places.append([float(box.get("x")) for box in root.iter("rect") if box.get("height") == "46"])
        width = float(next(box.get("width") for box in root.iter("rect") if box.get("height") == "46"))
    assert places[1] == pytest.approx([372 - x - width for x in places[0]], abs=0.11)


def test_letters_can_be_read_on_every_tile_and_classes_told_apart_in_grey() -> None:
    css = (ROOT / "analysis" / "report" / "html" / "report.css").read_text("utf-8")
    palettes = re.findall(
        r"--q1:(\S+?);--q2:(\S+?);--q3:(\S+?);--q4:(\S+?);--q5:(\S+?);--onlow:(\S+?);--onhigh:([#\w]+)", css
    )
    assert len(palettes) == 3
    assert palettes[0] == palettes[2]
    for *steps, low, high in palettes:
        lights = [luminance(color) for color in steps]
        assert all(contrast(color, low if at < 3 else high) >= 4.5 for at, color in enumerate(steps))
        assert lights in (sorted(lights), sorted(lights, reverse=True))
        assert all(contrast(one, other) >= 1.2 for one, other in itertools.pairwise(steps))
    paper = drawings(grid(EVERY), "a", is_rtl=False)[0].svg
    assert re.findall(r"\.q[1-5]\{fill:(#\w+)\}", paper) == list(palettes[0][:5])
    assert [f"#{color.lower()}" for color in slide_tiles.FILLS[1:]] == list(palettes[0][:5])


@pytest.mark.parametrize("language", ["ar", "vi", "zh-Hans"])
def test_a_place_not_worded_in_the_language_is_named_in_it_all_the_same(evidence: Evidence, language: str) -> None:
    writing = Writing(words(language), evidence.plan, evidence.package.codebook)
    texts = {"DE": {"en": "Germany"}, "KH": {"en": "Cambodia", language: "X"}, "FR": {"en": "France"}}
    assert writing.answer(texts, "DE") == str(Locale.parse(language, sep="-").territories["DE"]) != "Germany"
    assert writing.answer(texts, "KH") == "X"


def test_what_is_coded_like_a_place_and_is_none_keeps_its_wording(evidence: Evidence) -> None:
    writing = Writing(words("ar"), evidence.plan, evidence.package.codebook)
    assert writing.answer({"DE": {"en": "Delaware"}, "CA": {"en": "California"}}, "DE") == "Delaware"
    assert writing.answer({}, "never-heard") == "never-heard"


def luminance(color: str) -> float:
    full = color[1:] if len(color) == 7 else "".join(2 * letter for letter in color[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("is_rtl", [False, True])
def test_a_slide_has_the_tiles_as_shapes_within_their_room(is_rtl: bool) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    room = (500_000, 1_600_000, 11_000_000, 4_200_000)
    slide_tiles.add(slide, grid(EVERY), *room, is_rtl=is_rtl)
    deck.save(io.BytesIO())
    (group,) = slide.shapes
    assert group._element.nvGrpSpPr.cNvPr.get("descr") == "Title. Description & <more>"
    texts = [shape.text_frame.text for shape in group.shapes]
    assert all(any(text.startswith(f"{code}  ") for text in texts) for code in EVERY)
    for shape in group.shapes:
        if shape.text_frame.text[:2] in EVERY:
            assert room[0] - 2 <= shape.left <= shape.left + shape.width <= room[0] + room[2] + 2
            assert room[1] <= shape.top <= shape.top + shape.height <= room[1] + room[3]
