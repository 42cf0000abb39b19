"""Simulated respondents go everywhere they can, and nowhere they cannot."""

from typing import Any

import pytest

from surveyapp.instruments import bundled
from surveyapp.questionnaire.rehearsal import rehearse
from tests.questionnaire.building import NUMBER, choices, page, question, questionnaire
from tests.surveys import NAMES, survey

SEVERAL = {"kind": "several", "choices": choices("a", "b", "c")}


def test_the_same_seed_gives_the_same_rehearsal() -> None:
    assert rehearse(survey("relevance"), 30, "s") == rehearse(survey("relevance"), 30, "s")
    assert rehearse(survey("shuffling"), 30, "s") != rehearse(survey("shuffling"), 30, "t")


@pytest.mark.parametrize("name", NAMES)
def test_the_tiny_questionnaires_have_no_dead_end_and_are_seen_whole(name: str) -> None:
    found = rehearse(survey(name), 150)
    assert found.dead_ends == ()
    assert (found.never_reached.pages, found.never_reached.questions, found.never_reached.endings) == ((), (), ())
    assert sum(route.respondents for route in found.routes) == found.respondents == 150


def test_a_rare_condition_is_reached_because_its_values_are_tried() -> None:
    whole = questionnaire(
        page(question("AGE", {"kind": "number", "minimum": 0, "maximum": 100_000})),
        page(question("EXACT", show_if="AGE == 54321"), name="exact"),
        page(question("WORD", {"kind": "text"})),
        page(question("CODED", show_if="WORD == 'open sesame'"), name="coded"),
    )
    assert rehearse(whole, 60).never_reached.questions == ()


def test_what_nobody_can_reach_is_named() -> None:
    offered = [*choices("x", "y"), *choices("z", show_if="A == '1' and A == '2'")]
    whole = questionnaire(
        page(question("A"), question("B", {"kind": "one", "choices": offered})),
        page(question("C", show_if="A == '1' and A == '2'"), name="hidden"),
        page(question("N", NUMBER, checks=[{"condition": "N > -1000", "text": {"en": "?"}}]), name="n"),
        endings=[{"id": "out", "when": "A == '3'", "outcome": "refused", "text": {"en": "Bye"}}],
    )
    never = rehearse(whole, 60).never_reached
    assert (never.pages, never.questions, never.choices) == (("hidden",), ("C",), ("B.choices.z",))
    assert (never.endings, never.checks) == (("out",), ("N.checks.0",))


def test_a_question_that_takes_no_answer_is_a_dead_end() -> None:
    checks = [{"condition": "N > 5 and N < 5", "text": {"en": "?"}}]
    found = rehearse(questionnaire(page(question("N", NUMBER, checks=checks))), 20)
    assert [(end.question, end.respondents) for end in found.dead_ends] == [("N", 20)]


def test_a_pattern_that_no_words_match_is_named_and_no_dead_end() -> None:
    found = rehearse(questionnaire(page(question("T", {"kind": "text", "pattern": "[α-ω]{40}"}))), 5)
    assert (found.not_invented, found.dead_ends) == (("T",), ())


@pytest.mark.parametrize(
    "form",
    [
        {"choices": choices("1", "2")},
        {"cell": {"kind": "number", "minimum": 1, "maximum": 5}},
        {"cell": {"kind": "several", "choices": choices("x", "y")}},
        {
            "columns": [
                {"code": "c", "text": {"en": "C"}, "answer": SEVERAL},
                {"code": "t", "text": {"en": "T"}, "answer": {"kind": "text"}},
            ]
        },
    ],
)
def test_every_form_of_grid_is_answered(form: dict[str, Any]) -> None:
    grid = {"kind": "grid", "rows": choices("r", "s"), **form}
    found = rehearse(questionnaire(page(question("G", grid), question("Q", show_if="G is not missing"))), 10)
    assert (found.dead_ends, found.not_invented, found.never_reached.questions) == ((), (), ())


@pytest.mark.parametrize("kind", ["date", "month", "time", "datetime", "duration", "sum"])
def test_dates_times_and_sums_are_answered(kind: str) -> None:
    answer = {"kind": kind, **({"choices": choices("x", "y"), "total": "100"} if kind == "sum" else {})}
    found = rehearse(questionnaire(page(question("D", answer), question("Q", show_if="D is not missing"))), 10)
    assert (found.dead_ends, found.not_invented, found.never_reached.questions) == ((), (), ())


def test_an_ending_behind_a_gate_ends_the_route_there() -> None:
    found = rehearse(survey("gates"), 200)
    assert set(found.endings) == {"complete", "under-age", "not-cleared", "refused"}
    assert all(route.pages == ("age",) for route in found.routes if route.ending == "under-age")


def test_longer_routes_take_longer_in_every_language() -> None:
    found = rehearse(survey("repeats"), 80)
    assert found.longest and found.shortest
    for language in survey("repeats").languages:
        assert found.longest.minutes[language] > found.shortest.minutes[language]
        assert found.minutes[language].shortest <= found.minutes[language].mean <= found.minutes[language].longest


def test_the_bundled_survey_is_reached_whole() -> None:
    found = rehearse(bundled(), 400)
    assert found.dead_ends == ()
    assert (found.never_reached.pages, found.never_reached.questions, found.never_reached.endings) == ((), (), ())


def test_three_thousand_questions_are_rehearsed_by_fewer_respondents() -> None:
    pages = [page(*(question(f"Q{n}_{m}") for m in range(10)), name=f"p{n}") for n in range(300)]
    found = rehearse(questionnaire(*pages), 100_000)
    assert 40 <= found.respondents < found.wanted
