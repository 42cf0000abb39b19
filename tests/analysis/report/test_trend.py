"""What leads the report is followed over every wave: its course, what changed since when, and a forecast or why not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.dataset import read_package
from analysis.plan import Plan, Waves
from analysis.report.brief.page import compose_brief
from analysis.report.builder import build_report
from analysis.report.citing import runs_of, sentences_in
from analysis.report.composed import composed, major
from analysis.report.document import ChartBlock, Document, Paragraph, Section, Table
from analysis.report.evidence import AudienceEvidence, Evidence, gather
from analysis.report.followed import compared
from analysis.report.histories import histories, outlook
from analysis.report.inputs import Inputs
from analysis.report.marks import Course, Panels, Slopes
from analysis.report.protecting import with_withheld
from analysis.report.run import write_report
from analysis.report.successive import Held
from analysis.report.verifying import ManifestError, verify
from analysis.report.waves import comparisons, earlier_waves
from analysis.topics.refusals import Refusal
from analysis.waves.forecasting import Forecast
from analysis.weighting.margins import read_margins
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import INTEREST, write_package
from tests.analysis.report.test_citing import CODE, DIGIT, names, without_digits

LANGUAGE_TOPIC = "V.INT2.T15"
PLAN = Plan(drivers=(), kinds=(), maps=(), open_ends=())
"""What is not followed over waves is left out, which costs most of the time."""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """Return the third of three waves; the young, who choose the fifteenth topic, grow many, and the ninth rises."""
    folder = tmp_path_factory.mktemp("waves")
    made: Evidence | None = None
    for at in range(3):
        interest = [*INTEREST[:8], (20, 24, 45)[at], *INTEREST[9:]]
        young = (0.2, 0.5, 0.9)[at]
        world: dict[str, Any] = {"interest": interest, "young": young, "last": f"{2024 + at}-11-20"}
        package = write_package(folder / str(at), seed=at, diaspora=500, foreigners=0, **world)
        wave = gather(read_package(package), PLAN, read_margins(), lambda share, step: None)
        made = replace(wave, earlier=made, told=shares_of_parts(wave))
    assert made is not None
    return made


@pytest.fixture(scope="module")
def nine(three: Evidence) -> Evidence:
    """Return the ninth of nine waves, made of the samples of three in turn."""
    samples = [replace(wave, earlier=None) for wave in three.waves]
    made: Evidence | None = None
    for at in range(9):
        wave = dated(samples[at % 2], f"{2018 + at}-05-04")
        made = replace(wave, earlier=made)
    assert made is not None
    return made


def shares_of_parts(wave: Evidence) -> frozenset[str]:
    """Return the shares of groups that a report of the wave alone would print if none were too uncertain."""
    return frozenset(one.inside.id for of in wave.audiences for one in of.contrasts)


def with_every_group_shown(evidence: Evidence) -> Evidence:
    """Return a wave in which the share of every group is printed, however uncertain."""

    def shown(audience: AudienceEvidence) -> AudienceEvidence:
        contrasts = (replace(one, inside=replace(one.inside, suppressed=None)) for one in audience.contrasts)
        return replace(audience, contrasts=tuple(contrasts))

    return replace(evidence, audiences=tuple(map(shown, evidence.audiences)))


def dated(wave: Evidence, last: str) -> Evidence:
    fieldwork = replace(wave.package.fieldwork, first=f"{last[:8]}01", last=last)
    return replace(wave, package=replace(wave.package, fieldwork=fieldwork))


def asked(evidence: Evidence, **changes: object) -> Evidence:
    """Return the same waves, read by a plan that follows them otherwise."""
    return replace(evidence, plan=replace(evidence.plan, waves=Waves(**changes)))  # type: ignore[arg-type]


def trend_of(evidence: Evidence, language: str = "en") -> Section:
    (section,) = [one for one in build_report(evidence, words(language)).sections if one.id == "trend"]
    return section


def test_every_wave_is_on_the_line_at_its_place_in_time(three: Evidence) -> None:
    block = trend_of(three).blocks[0]
    assert isinstance(block, ChartBlock)
    assert isinstance(block.chart, Panels)
    for panel in block.chart.panels:
        assert isinstance(panel.chart, Course)
        assert [round(one.time, 1) for one in panel.chart.moments] == [0.0, 1.0, 2.0]
        assert panel.chart.ahead is None
    assert len(block.table.columns) == 4 + 2


def test_this_wave_is_compared_with_every_earlier_one_the_plan_names(three: Evidence) -> None:
    assert [since for since, _ in earlier_waves(three)] == [("last", "year"), ("first",)]
    assert [one.heads[0] for one in slopes(trend_of(three))] == ["Nov 2025", "Nov 2024"]
    assert [since for since, _ in earlier_waves(asked(three, since=("first",)))] == [("first",)]
    assert earlier_waves(replace(three, earlier=None)) == []


def slopes(section: Section) -> list[Slopes]:
    drawn = [one.chart for one in section.blocks if isinstance(one, ChartBlock)]
    return [chart for chart in drawn if isinstance(chart, Slopes)]


def test_a_wave_is_one_of_a_year_ago_only_near_to_a_year(three: Evidence) -> None:
    assert three.earlier is not None
    moved = replace(three, earlier=dated(three.earlier, "2026-05-20"))
    assert [since for since, _ in earlier_waves(moved)] == [("last",), ("first",)]


def test_one_family_holds_all_figures_and_waves(three: Evidence) -> None:
    every = comparisons(three)
    alone = comparisons(asked(three, since=("last",)))
    assert len(every) == 2
    assert every[0].changes[0].p == alone[0].changes[0].p
    detectable = [one.changes[0].detectable for one in (every[0], alone[0])]
    assert detectable[0] > detectable[1]
    assert all(change.expected < change.detectable for one in every for change in one.changes if change.p == change.p)


def test_a_figure_that_a_wave_may_not_print_has_no_change_from_it(three: Evidence) -> None:
    assert three.earlier is not None
    held = with_withheld(three.earlier, Held(frozenset({LANGUAGE_TOPIC})))
    found = comparisons(replace(three, earlier=replace(held, earlier=three.earlier.earlier)))
    assert LANGUAGE_TOPIC not in [change.now.id for change in found[0].changes]
    assert LANGUAGE_TOPIC in [change.now.id for change in found[1].changes]
    audience = three.audiences[0]
    history = next(
        one
        for one in histories(replace(three, earlier=replace(held, earlier=three.earlier.earlier)), audience)
        if one.followed.finding.id == LANGUAGE_TOPIC
    )
    assert history.over[1] is None
    assert history.series.n == 2


def test_what_who_answered_explains_is_said_in_a_sentence(three: Evidence) -> None:
    """Nothing about the fifteenth topic changed but how many are young."""
    three = with_every_group_shown(three)
    audience = three.audiences[0]
    parts = composed(three, audience, comparisons(three)[1])
    by_age = next(one for one in parts if one.change.now.id == LANGUAGE_TOPIC and one.cut.id == "age")
    assert by_age.is_major
    assert by_age.parts.composition.value + by_age.parts.fixed.value == pytest.approx(by_age.change.difference)
    assert by_age.parts.fixed.low < 0 < by_age.parts.fixed.high
    told = [one.text for one in trend_of(three).blocks if isinstance(one, Paragraph)]
    assert any("go with who answered (by age)" in text for text in told)


def test_a_change_of_opinions_is_not_laid_on_who_answered(three: Evidence) -> None:
    three = with_every_group_shown(three)
    parts = composed(three, three.audiences[0], comparisons(three)[1])
    risen = [one for one in parts if one.change.now.id == "V.INT2.T09"]
    assert risen
    assert not any(one.change.now.id == "V.INT2.T09" for one in major(parts))


def test_a_change_is_parted_only_by_groups_that_both_waves_print(three: Evidence) -> None:
    """Two of three groups of age are told of the first wave: the third is what is left over, which follows anyway."""
    three = with_every_group_shown(three)
    comparison = comparisons(three)[1]
    first = comparison.wave
    ages = sorted(name for name in first.told if name.startswith(f"{LANGUAGE_TOPIC}@age="))
    assert len(ages) == 3

    def parted_by(told: Iterable[str]) -> list[float]:
        less = replace(comparison, wave=replace(first, told=frozenset(told)))
        found = composed(three, three.audiences[0], less)
        return [one.parts.composition.value for one in found if one.change.now.id == LANGUAGE_TOPIC]

    assert parted_by(ages) == pytest.approx(parted_by(ages[:2]))
    assert parted_by(ages[1:2]) != pytest.approx(parted_by(ages))
    assert parted_by([]) == []
    assert parted_by(name.replace("T15", "T09") for name in ages) == []


def test_where_no_groups_are_printed_of_both_waves_the_report_says_so(three: Evidence) -> None:
    untold = replace(with_every_group_shown(three), earlier=replace(three.waves[0], told=frozenset()))
    told = [one.text for one in trend_of(untold).blocks if isinstance(one, Paragraph)]
    assert any(text.startswith("Composition: not told: fewer than two groups") for text in told)
    assert not any("Kitagawa" in block.caption for block in trend_of(untold).blocks if isinstance(block, Table))


def test_the_plan_says_by_which_segments_changes_are_parted(three: Evidence) -> None:
    only = asked(with_every_group_shown(three), composition=("country",))
    found = composed(only, only.audiences[0], comparisons(only)[1])
    assert {one.cut.id for one in found} == {"country"}
    assert all(abs(one.parts.composition.value) < 0.05 for one in found)


def test_one_wave_has_no_trend_and_says_how_many_a_forecast_needs(three: Evidence) -> None:
    alone = build_report(replace(three, earlier=None), words("en"))
    assert "trend" not in [section.id for section in alone.sections]
    assert "There is 1 wave; a forecast needs at least 8." in str(alone.asides)
    assert "There are 3 waves; a forecast needs at least 8." in str(build_report(three, words("en")).asides)


def test_nine_waves_have_a_forecast_with_its_back_test(nine: Evidence) -> None:
    section = trend_of(nine)
    table = next(one for one in section.blocks if isinstance(one, Table) and "forecast for" in one.caption)
    assert "May 4, 2027" in table.caption
    points = [row.cells[5] for row in table.rows]
    assert set(points) == {"5"}
    block = section.blocks[0]
    assert isinstance(block, ChartBlock)
    assert isinstance(block.chart, Panels)
    assert any(isinstance(panel.chart, Course) and panel.chart.ahead for panel in block.chart.panels)
    assert "No forecast" not in str(build_report(nine, words("en")).asides)
    brief = compose_brief(nine, words("en"), build_report(nine, words("en")))
    assert "forecast for May 4, 2027" in str(brief.parts)


def test_a_figure_worded_otherwise_or_asked_in_other_ways_before_has_no_forecast(nine: Evidence) -> None:
    first, *_ = nine.waves
    assert first.earlier is None
    modes = replace(first, package=replace(first.package, fieldwork=replace(first.package.fieldwork, modes=("paper",))))
    waves = [modes, *[replace(wave, earlier=None) for wave in nine.waves[1:]]]
    waves[1] = replace(waves[1], package=replace(modes.package, fieldwork=waves[1].package.fieldwork))
    made: Evidence | None = None
    for wave in waves:
        made = replace(wave, earlier=made)
    assert made is not None
    history = histories(made, made.audiences[0])[0]
    assert (history.cut, history.series.n) == ("mode", 8)
    shorter = replace(made, earlier=without_first(made.earlier, 1))
    _, found = outlook(shorter, histories(shorter, shorter.audiences[0])[0])
    assert isinstance(found, Forecast)
    worded = reworded(nine, 2)
    history = histories(worded, worded.audiences[0])[0]
    assert (history.cut, history.series.n) == ("worded", 6)
    _, found = outlook(worded, history)
    assert isinstance(found, Refusal)
    told = [one.text for one in trend_of(worded).blocks if isinstance(one, Paragraph)]
    assert any("Before, the question was worded or coded otherwise." in text for text in told)


def without_first(evidence: Evidence | None, kept: int) -> Evidence | None:
    """Leave out the first waves."""
    if evidence is None or len(evidence.waves) <= kept:
        return None
    return replace(evidence, earlier=without_first(evidence.earlier, kept))


def reworded(evidence: Evidence, at: int) -> Evidence:
    """Change every wording of one wave."""
    made: Evidence | None = None
    for place, wave in enumerate(evidence.waves):
        if place == at:
            book = wave.package.codebook
            other = tuple(replace(one, text={"en": "Asked otherwise"}) for one in book.variables)
            dataset = replace(wave.package.dataset, codebook=replace(book, variables=other))
            wave = replace(wave, package=replace(wave.package, dataset=dataset))
        made = replace(wave, earlier=made)
    assert made is not None
    return made


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_number_of_the_waves_comes_from_nowhere(nine: Evidence, language: str) -> None:
    section = next(s for s in build_report(nine, without_digits(language)).sections if s.id == "trend")
    usual = words(language)
    known = {one for one in names(nine, language) if DIGIT.search(one) and len(one) > 1}
    known |= {usual.day(wave.package.fieldwork.last) for wave in nine.waves} | {usual.day("2027-05-04")}
    known |= {"80%", "95%", "80 %"}
    pattern = re.compile("|".join(re.escape(one) for one in sorted(known, key=len, reverse=True)))
    astray = [left for left in uncited(section) if DIGIT.search(CODE.sub("", pattern.sub("", left)))]
    assert not astray


def uncited(section: Section) -> Iterator[str]:
    for sentence in sentences_in(section):
        place = sentence.place.rpartition(".")[2]
        if place == "id" or (".chart." in sentence.place and place not in ("title", "description")):
            continue
        yield "".join(run for run, cite in runs_of(sentence.text) if cite is None)


@pytest.mark.parametrize("language", ["vi", "en", "zh-Hans", "ar"])
def test_the_waves_are_told_in_every_language(nine: Evidence, language: str) -> None:
    document: Document = build_report(nine, words(language))
    assert "trend" in [section.id for section in document.sections]


def test_a_report_over_waves_is_made_again_only_with_all_of_them(tmp_path: Path) -> None:
    packages = [
        write_package(tmp_path / str(at), seed=at, diaspora=60, foreigners=20, last=f"{2026 - at}-11-20")
        for at in range(3)
    ]
    now, *before = packages
    write_report(now, tmp_path / "out", ("en",), words=words, formats=("html",), inputs=Inputs(previous=tuple(before)))
    manifest = tmp_path / "out" / "manifest.json"
    assert verify(manifest, now, words=words, previous=before).holds
    with pytest.raises(ManifestError, match="another wave"):
        verify(manifest, now, words=words, previous=before[:1])


def test_every_figure_followed_is_compared(three: Evidence) -> None:
    assert set(compared(three)) >= {change.now.id for one in comparisons(three) for change in one.changes}
    assert Plan().waves.since == ("last", "year", "first")
    assert not np.isnan([one.trend.p for one in histories(three, three.audiences[0]) if hasattr(one.trend, "p")]).any()
