"""A first report costs no thought: any codebook gives a plan, and every plan gives a report."""

import json
from pathlib import Path

import pytest

from analysis.codebook import Value as Code
from analysis.codebook import Variable, codebook_from
from analysis.dataset import read_package
from analysis.plan import Plan
from analysis.plan_checks import problems_in
from analysis.plan_default import default_plan, scale_of
from analysis.plan_reading import plan_from
from analysis.plan_writing import plan_as_text, suggested_plan
from analysis.report.run import write_report
from surveyapp.formats.reading import read
from surveyapp.instruments import bundled
from surveyapp.tasks.packaging import codebook_of
from tests.analysis.report.catalogues import words
from tests.analysis.report.imported import write_answers
from tests.analysis.report.package import write_package
from tests.reference_data import reference_folder

ELSEWHERE = (
    "xlsform/socio-economic-survey-v20240515.xlsx",
    "limesurvey/ls205_sample_survey_english.lss",
    "qualtrics/Sample_Survey.qsf",
    "qualtrics/Matrix_Single_Answer_Testing.qsf",
)


def test_the_bundled_plan_is_kept_for_the_questions_that_are_there(tmp_path: Path) -> None:
    codebook = read_package(write_package(tmp_path, diaspora=5, foreigners=5)).codebook
    plan = default_plan(codebook)
    assert (plan.interest, plan.trust, plan.platforms) == (Plan().interest, Plan().trust, Plan().platforms)
    assert (plan.seeking.barriers, plan.forms, plan.open_ends) == ("", "", ())
    assert problems_in(plan, codebook) == []


def test_the_usual_plan_of_the_bundled_questionnaire_asks_every_kind_of_question_there_is_a_method_for() -> None:
    asked = bundled("interest-and-needs-2026")
    codebook = codebook_from(codebook_of("survey", asked, simulated=True))
    plan = default_plan(codebook)
    scales = [plan.importance, plan.ease, plan.trust, plan.image, plan.dimensions, plan.official, *plan.ratings]
    named = {*plan.choices, *plan.numbers, *(one.question for one in scales), *(one.question for one in plan.open_ends)}
    named |= {plan.interest, plan.best_worst, plan.reach, plan.languages, plan.forms, plan.seeking.last}
    kinds = {codebook.of_question(name)[0].kind for name in named}
    assert kinds == {"one", "several", "grid", "ranking", "best-worst", "number", "text"}
    assert all((plan.choices, plan.ratings, plan.numbers))
    assert all(scale_of(codebook.of_question(one.question)) == one for one in plan.ratings), "as any scale is read"
    assert problems_in(plan, codebook) == []


FEW = 5
"""Fewer people are rounded away: a manifest is published."""


@pytest.mark.parametrize("file", ELSEWHERE)
@pytest.mark.parametrize("respondents", [60, 1])
def test_a_questionnaire_from_elsewhere_is_reported_without_a_plan(file: str, respondents: int, tmp_path: Path) -> None:
    questionnaire = read(reference_folder("questionnaires", *file.split("/"))).questionnaire
    assert questionnaire is not None
    package = write_answers(tmp_path / "package", questionnaire, respondents)
    codebook = read_package(package).codebook
    assert problems_in(default_plan(codebook), codebook) == []
    manifest = write_report(package, tmp_path / "out", ("vi",), words=words, formats=("html", "xlsx"))
    assert manifest.responses == (0 if respondents < FEW else respondents)
    html = (tmp_path / "out" / "report.vi.html").read_text("utf-8")
    assert "Mọi người được hỏi" in html
    assert "gốc Việt" not in html


def test_a_suggested_plan_can_be_read_again(tmp_path: Path) -> None:
    package = write_package(tmp_path, diaspora=20, foreigners=5)
    plan = suggested_plan(package)
    assert plan_from(json.loads(plan_as_text(plan))) == plan


def variable(*texts: str) -> Variable:
    values = tuple(Code(str(at), {"en": text}) for at, text in enumerate(texts, start=1))
    return Variable("q", "q", "one", {"en": "How?"}, {}, values)


def test_a_scale_is_known_by_its_words_and_its_top_by_its_first() -> None:
    rising = scale_of([variable("Very poor", "Poor", "Fair", "Good", "Excellent")])
    falling = scale_of([variable("Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree")])
    assert rising and falling
    assert (rising.top, rising.bottom) == (("4", "5"), ("1", "2"))
    assert (falling.top, falling.bottom) == (("1", "2"), ("4", "5"))
    assert scale_of([variable("Red", "Green", "Blue")]) is None


def test_a_codebook_without_questions_gives_a_plan_that_asks_nothing() -> None:
    codebook = codebook_from(
        {"format": "codebook-1", "survey": "s", "title": {}, "languages": ["en"], "simulated": False,
         "missing_codes": {}, "variables": []}
    )  # fmt: skip
    plan = default_plan(codebook)
    assert problems_in(plan, codebook) == []
    assert (plan.choices, plan.ratings, plan.segments) == ((), (), ())
