"""Every mistake in a plan is told at once, with its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.codebook import Codebook, read_codebook
from analysis.plan import Group, Plan, Scale, Segmentation, Thresholds, Waves
from analysis.plan_checks import problems_in
from analysis.plan_default import default_plan
from tests.analysis.report.package import write_package


@pytest.fixture(scope="module")
def codebook(tmp_path_factory: pytest.TempPathFactory) -> Codebook:
    folder = write_package(tmp_path_factory.mktemp("package"), diaspora=5, foreigners=5)
    return read_codebook(Path(folder) / "codebook.json")


def found(plan: Plan, codebook: Codebook) -> set[tuple[str, str]]:
    return {(problem.code, problem.place) for problem in problems_in(plan, codebook)}


def test_the_usual_plan_fits_the_bundled_survey(codebook: Codebook) -> None:
    assert problems_in(default_plan(codebook), codebook) == []


def test_everything_wrong_is_told_at_once(codebook: Codebook) -> None:
    plan = replace(
        default_plan(codebook),
        interest="INT9",
        audiences=("V", "F", "V"),
        weighted="Z",
        importance=Scale("NED1", top=("4", "9"), bottom=("4",)),
        platforms=("C12", "C99"),
        segments=(
            Segmentation("age", "AGE"),
            Segmentation("age", "SCR1", (Group("a", ("3", "77")), Group("b", ("3",)))),
        ),
        thresholds=Thresholds(alpha=2, min_n=3, public_n=1),
    )
    assert found(plan, codebook) == {
        ("unknown-question", "interest"),
        ("twice", "audiences"),
        ("unknown-code", "weighted"),
        ("unknown-code", "importance.top[1]"),
        ("both-ends", "importance.bottom"),
        ("unknown-code", "platforms[1]"),
        ("twice", "segments"),
        ("unknown-variable", "segments[0].variable"),
        ("unknown-code", "segments[1].groups[0].codes[1]"),
        ("twice", "segments[1].groups"),
        ("out-of-range", "thresholds.alpha"),
        ("too-low", "thresholds.min_n"),
        ("too-low", "thresholds.public_n"),
    }


def test_nothing_may_be_asked_below_what_protects_people(codebook: Codebook) -> None:
    (problem,) = problems_in(replace(default_plan(codebook), thresholds=Thresholds(public_n=4)), codebook)
    assert "point at somebody" in problem.text


def test_a_plan_without_audience_or_with_too_many_channels_is_refused(codebook: Codebook) -> None:
    many = tuple(f"C{at:02}" for at in range(1, 24))
    assert ("empty", "audiences") in found(replace(default_plan(codebook), audiences=()), codebook)
    assert ("too-many", "sources") in found(replace(default_plan(codebook), sources=many), codebook)


def test_waves_that_do_not_exist_cannot_be_compared_with(codebook: Codebook) -> None:
    waves = Waves(("last", "before", "last"), composition=("age", "sex"), model="wave", ahead=9)
    assert found(replace(default_plan(codebook), waves=waves), codebook) == {
        ("unknown-wave", "waves.since[1]"),
        ("twice", "waves.since"),
        ("unknown-segment", "waves.composition[1]"),
        ("unknown-model", "waves.model"),
        ("out-of-range", "waves.ahead"),
    }
