"""A page is served in screens, and what is posted from one is checked alone."""

from surveyapp.questionnaire.checking import check_step
from surveyapp.questionnaire.path import AnswerProblem
from surveyapp.questionnaire.walk import steps, walk
from tests.questionnaire.building import choices, page, question, questionnaire
from tests.surveys import survey


def told(problems: tuple[AnswerProblem, ...]) -> list[tuple[str, str, str | None]]:
    return [(problem.question, problem.fault.code, problem.fault.part) for problem in problems]


def test_a_long_grid_is_cut_into_screens_and_numbered_through() -> None:
    served = steps(walk(survey("grid"), {}))
    assert [(step.key, step.number, step.of, step.part, step.parts) for step in served] == [
        ("trust", 1, 2, 1, 2),
        ("trust.2", 2, 2, 2, 2),
    ]
    assert [[row.code for row in step.asked[0].shown.rows] for step in served] == [["tv", "web"], ["friends"]]
    assert [step.asked[0].first for step in served] == [0, 2]


def test_what_is_cut_stands_alone_and_the_rest_stays_together() -> None:
    grid = {"kind": "grid", "rows": choices("r", "s", "t"), "choices": choices("1", "2"), "per_screen": 2}
    whole = questionnaire(page(question("A"), question("B"), question("G", grid), question("C")))
    served = steps(walk(whole, {}))
    assert [[one.question.id for one in step.asked] for step in served] == [["A", "B"], ["G"], ["G"], ["C"]]


def test_a_grid_that_fits_stays_with_its_page() -> None:
    grid = {"kind": "grid", "rows": choices("r", "s"), "choices": choices("1", "2")}
    assert len(steps(walk(questionnaire(page(question("A"), question("G", grid))), {}))) == 1


def test_only_the_rows_of_the_screen_are_checked() -> None:
    found = walk(survey("grid"), {"TRUST": {"tv": "1"}})
    first, second, *_ = steps(found)
    assert told(check_step(first, {"TRUST": {"tv": "1"}}, found.values)) == [("TRUST", "required", "web")]
    assert told(check_step(second, {}, found.values)) == [("TRUST", "required", "friends")]
    assert check_step(first, {"TRUST": {"missing": "refused"}}, found.values) == ()


def test_a_fault_names_the_best_worst_screen_over_the_whole_question() -> None:
    found = walk(survey("best-worst"), {})
    third = steps(found)[2]
    screen = third.asked[0].shown.screens[0]
    posted = [None, None, {"best": screen[0], "worst": screen[0]}]
    assert told(check_step(third, {"BW": posted}, found.values)) == [("BW", "duplicate", "3")]
    assert told(check_step(third, {}, found.values)) == [("BW", "required", "3")]


def test_checks_and_texts_beside_are_checked_with_the_screen() -> None:
    found = walk(survey("checks"), {"PEOPLE": 2})
    problems = check_step(steps(found)[0], {"PEOPLE": 2, "CHILDREN": 5}, found.values)
    assert told(problems) == [("CHILDREN", "out-of-range", None)]
    assert problems[0].check is not None
    assert problems[0].check.text["en"] == "There must be fewer children than people."
    others = walk(survey("other-text"), {})
    posted = {"LANGUAGE": "other", "LANGUAGE_other": "x" * 1001, "MEDIA": ["tv"]}
    assert told(check_step(steps(others)[0], posted, others.values)) == [("LANGUAGE_other", "too-many", None)]
