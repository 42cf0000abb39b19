"""Text that LimeSurvey computes, orders drawn by lot, sliders and counts mean here what they mean there."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.formats.reading import read
from surveyapp.formats.result import count_kept
from surveyapp.questionnaire.answer_types import Number
from surveyapp.questionnaire.condition_text import expression_to_text, to_text
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk
from tests.formats.writing import asked, lost_at, lss, read_survey

AB = {"A1": "First", "A2": "Second"}
ROWS = {"R1": "Row one", "R2": "Row two"}


def q(kind: str, title: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "title": title, **more}


def shown(result: Any, question: str, **answers: Any) -> str:
    """Return the wording of a question under these answers, without the mark of its language."""
    values = walk(result.questionnaire, answers).values
    return pipe(asked(result, question).text["en"], values, result.questionnaire, "en").removesuffix(" (en)")


def test_text_follows_any_condition_and_shows_anything_computed() -> None:
    text = (
        "{if(kids.NAOK > 1, 'children', if(kids == 1, 'child', 'nobody'))}, {kids + 1} in all: {join(name, '/', kids)}"
    )
    result = read_survey([q("N", "kids"), q("S", "name"), q("X", "x", question=text)])
    assert shown(result, "x", kids=3, name="Lan") == "children, 4 in all: Lan/3"
    assert shown(result, "x", kids=1, name="Lan") == "child, 2 in all: Lan/1"
    assert shown(result, "x", kids=0, name="Lan") == "nobody, 1 in all: Lan/0"
    assert not [one for one in problems_in(result.questionnaire) if one.code.endswith("reference")]


def test_what_is_computed_for_a_wording_does_not_count_as_a_question() -> None:
    result = read_survey([q("N", "n"), q("X", "x", question="{n * 2} and again {n * 2}, {if(n > 1, 'a', 'b')}")])
    assert [one.id for one in result.questionnaire.questions()] == ["n", "x_text1", "x_text2", "x"]
    assert count_kept(result.questionnaire, result.added).questions == 2


def test_the_same_computation_serves_every_language() -> None:
    questions = [q("N", "n"), q("X", "x", question="{n * 2}")]
    result = read(lss(questions, languages=("en", "vi")), "s.lss")
    assert result.questionnaire is not None
    assert [one.id for one in result.questionnaire.questions()] == ["n", "x_text1", "x"]


def test_properties_of_a_question_stand_as_they_are() -> None:
    result = read_survey([q("S", "a", question="Your name"), q("X", "x", question="{a.question} {a.qid} {a.type}")])
    assert shown(result, "x") == "Your name (en) 1 S"


def test_places_of_a_ranking_can_be_compared_and_shown() -> None:
    result = read_survey([q("R", "r", answers=AB), q("S", "s", relevance="r_1 == 'A2'"), q("X", "x", question="{r_2}")])
    assert to_text(asked(result, "s").show_if) == "item(r, 1) == 'A2'"
    assert shown(result, "x", r=["A2", "A1"]) == "A1"


def test_an_equation_may_mix_text_and_expressions() -> None:
    result = read_survey([q("N", "n"), q("*", "e", question="Total: {n * 2} of {n}")])
    assert walk(result.questionnaire, {"n": 3}).counted["e"] == "Total: 6 of 3 (en)"


def test_a_mild_request_is_a_check_that_may_be_overridden() -> None:
    (check,) = asked(read_survey([q("S", "s", mandatory="S")]), "s").checks
    assert (to_text(check.condition), check.severity) == ("s is not missing", "soft")


def test_numbers_of_answers_are_checked_where_they_are_no_limit() -> None:
    limits = {"min_answers": "2", "max_answers": "{n}"}
    result = read_survey([q("N", "n"), q("A", "g", subquestions=ROWS, attributes={"min_answers": "2"}),
                          q("M", "m", subquestions=ROWS, attributes=limits)])  # fmt: skip
    (grid,), (several,) = asked(result, "g").checks, asked(result, "m").checks
    assert to_text(grid.condition) == "count_answered(g.R1, g.R2) == 0 or count_answered(g.R1, g.R2) >= 2"
    assert to_text(several.condition) == "count_chosen(m) == 0 or count_chosen(m) <= n"
    assert asked(result, "m").answer.at_least == 2


def test_sliders_keep_their_ends_and_steps() -> None:
    attributes = {"slider_layout": "1", "slider_min": "10", "slider_max": "50", "slider_accuracy": "5"}
    answer = asked(read_survey([q("K", "k", subquestions=ROWS, attributes=attributes)]), "k").answer.cell
    assert isinstance(answer, Number)
    assert (answer.minimum, answer.maximum, answer.step, answer.layout) == (10, 50, 5, "slider")


def test_questions_of_a_random_group_change_places() -> None:
    drawn = {"random_group": "r"}
    result = read_survey([q("S", "a"), q("S", "b", attributes=drawn), q("S", "c", attributes=drawn)])
    (page,) = result.questionnaire.pages
    assert page.shuffle and [one.fixed for one in page.questions] == [True, False, False]


def test_groups_of_a_randomisation_group_change_places() -> None:
    groups = [{"gid": gid, "group_order": gid, "language": "en", "group_name": f"G{gid}", "randomization_group": "r"}
              for gid in ("8", "9")]  # fmt: skip
    result = read_survey([q("S", "a", gid="8"), q("S", "b", gid="9")], groups=groups)
    (order,) = result.questionnaire.orders
    assert order.blocks == (("g8",), ("g9",))


def test_quotas_and_default_answers_are_listed_one_by_one() -> None:
    quota = [{"id": "5", "name": "Men", "qlimit": "100"}]
    members = [{"id": "1", "quota_id": "5"}]
    defaults = [{"qid": "1", "defaultvalue": "Hanoi"}]
    result = read_survey([q("S", "s")], quota=quota, quota_members=members, defaultvalues=defaults)
    assert "Men: at most 100" in lost_at(result, "quota.5") and "Hanoi" in lost_at(result, "s.default")


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("now", "today()"),
        ("-18 years", "add_years(today(), 0 - 18)"),
        ("+2 weeks", "add_days(today(), 14)"),
        ("{born}", "born"),
    ],
)
def test_limits_of_dates_follow_from_the_interview_and_from_answers(written: str, limit: str) -> None:
    result = read_survey([q("D", "born"), q("D", "d", attributes={"date_min": written})])
    found = asked(result, "d").answer.minimum
    assert found is not None and expression_to_text(found).replace("-18", "0 - 18").replace("0 - 0 - ", "0 - ") == limit


MORE: list[dict[str, Any]] = [
    {"type": "N", "title": "n", "question": "How many?"},
    {"type": "M", "title": "m", "question": "Which?", "subquestions": {"a": "Apples", "b": "Pears"}},
    {"type": "F", "title": "g", "question": "Grid", "subquestions": {"r": "Row"}, "answers": {"1": "One"}},
]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{m_a}", "Y"),
        ("{m_b}", ""),
        ("{m_a.shown}", "Apples"),
        ("{m_b.shown}", ""),
        ("{m_b.question}", "Pears"),
        ("{g_r.question}", "Row"),
        ("{SURVEYNAME}", "Title"),
    ],
)
def test_a_text_shows_one_choice_the_words_of_a_part_and_the_survey_by_name(text: str, said: str) -> None:
    found = read(lss([*MORE, {"type": "S", "title": "z", "question": text}]), "s.lss")
    assert shown(found, "z", m=["a"]).replace(" (en)", "").replace(" en", "") == said


def test_an_attribute_of_the_participant_is_a_name_set_by_a_link() -> None:
    asked = {"type": "S", "title": "z", "question": "In {TOKEN:ATTRIBUTE_2}?", "relevance": "TOKEN:ATTRIBUTE_1 == 'x'"}
    found = read(lss([asked]), "s.lss").questionnaire
    assert found is not None and found.context == ("attribute_1", "attribute_2")
    question = found.question_by_id["z"]
    assert to_text(question.show_if) == "attribute_1 == 'x'"
    assert question.text["en"].startswith("In {attribute_2}?")


def test_a_name_of_the_participant_is_not_known_and_a_call_without_arguments_loses_its_text_alone() -> None:
    for text, why in (("{TOKEN:FIRSTNAME}", "nobody here knows"), ("{sum(that.n)}", "at least 1")):
        found = read(lss([*MORE, {"type": "S", "title": "z", "question": f"Hello {text}"}]), "s.lss")
        assert found.questionnaire is not None and found.questionnaire.question_by_id["z"].text["en"].startswith(
            "Hello …"
        )
        assert any(why in lost.why for lost in found.lost)


def test_the_value_of_a_choice_is_its_assessment_where_the_survey_has_any() -> None:
    questions = [q("L", "one", answers=AB), q("S", "s", relevance="one.value == 'A1'")]
    assert to_text(asked(read_survey(questions), "s").show_if) == "one == 'A1'"
    assessed = read_survey(questions, surveys=[{"sid": "99", "assessments": "Y", "language": "en"}])
    assert "uses `.value` of `one`" in lost_at(assessed, "s.relevance")
