"""Mistakes in the entries of the further methods are told all at once, with their places and in sentences."""

from dataclasses import replace
from pathlib import Path

from analysis.codebook import read_codebook
from analysis.plan import Discovery, Driving, OpenEnd, Plan, Quote, Scale, Theme
from analysis.plan_checks import problems_in
from analysis.plan_default import default_plan
from tests.analysis.report.package import write_package


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    codebook = read_codebook(write_package(tmp_path, diaspora=5, foreigners=5) / "codebook.json")
    plan = replace(
        default_plan(codebook),
        forms="TRU1",
        choices=("INT2", "NOPE"),
        ratings=(Scale("TRU1", top=("5", "9"), bottom=("5",)),),
        drivers=(Driving("a", "IMG2", ("IMG2",)), Driving("a", "NOPE", ())),
        kinds=(Discovery("k"), Discovery("l", categories=("INT2",), most=40, resamples=1)),
        open_ends=(OpenEnd("IMG2", (Theme("t", {"en": "T"}, ()),), coded={"r1": ("u",)}, quotes=(Quote("r1"),)),),
        consent_to_quote="",
    )
    problems = problems_in(plan, codebook)
    assert {(problem.code, problem.place) for problem in problems} == {
        ("wrong-kind", "forms"),
        ("unknown-question", "choices[1]"),
        ("unknown-code", "ratings[0].top[1]"),
        ("both-ends", "ratings[0].bottom"),
        ("twice", "drivers"),
        ("outcome-as-predictor", "drivers[0].predictors[0]"),
        ("unknown-variable", "drivers[1].outcome"),
        ("empty", "drivers[1].predictors"),
        ("empty", "kinds[0]"),
        ("out-of-range", "kinds[1].most"),
        ("too-low", "kinds[1].resamples"),
        ("wrong-kind", "open_ends[0].question"),
        ("empty", "open_ends[0].themes[0].terms"),
        ("unknown-theme", "open_ends[0].coded.r1"),
        ("no-consent", "open_ends[0].quotes"),
    }
    assert all(problem.text.endswith(".") for problem in problems)


def test_a_part_without_a_question_is_left_out_and_no_mistake(tmp_path: Path) -> None:
    codebook = read_codebook(write_package(tmp_path, diaspora=5, foreigners=5) / "codebook.json")
    none = replace(
        default_plan(codebook), interest="", reach="", sources=(), platforms=(), personal=(), trust=Scale("")
    )
    assert problems_in(none, codebook) == []
    assert ("unknown-question", "interest") in {
        (problem.code, problem.place) for problem in problems_in(replace(Plan(), interest="X"), codebook)
    }
