"""What holds of every walk, whatever is answered."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.checking import check_step
from surveyapp.questionnaire.reading import answer_ids, texts_beside
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import steps, walk
from tests.questionnaire.trees import garbage
from tests.surveys import NAMES, survey

SURVEYS = {name: survey(name) for name in NAMES}
_codes = st.sampled_from(["1", "2", "3", "KR", "JP", "tv", "web", "other", "a", "b", "n1", "n3", "yes", "no", "vi"])
_plausible: st.SearchStrategy[Any] = st.one_of(
    _codes,
    st.lists(_codes, max_size=3),
    st.integers(0, 40),
    st.dictionaries(_codes, _codes, max_size=4),
    st.sampled_from([{"missing": "refused"}, None, "", "12345"]),
)


def answers_to(questionnaire: Questionnaire, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    ids = sorted(answer_ids(questionnaire))
    return st.dictionaries(st.one_of(st.sampled_from(ids), st.text(max_size=4)), values, max_size=8)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_only_what_was_asked_or_computed_counts(name: str, data: st.DataObject) -> None:
    questionnaire = SURVEYS[name]
    found = walk(questionnaire, data.draw(answers_to(questionnaire, _plausible)), seed=data.draw(st.text(max_size=3)))
    asked = [one.question for page in found.pages for one in page.asked]
    computed = [question.id for question in questionnaire.questions() if isinstance(question.answer, Calculated)]
    beside = [text for question in asked for text, _ in texts_beside(questionnaire, question)]
    assert set(found.counted) <= {question.id for question in asked}.union(computed, beside)
    assert not set(found.counted) & (set(found.ignored) - set(computed))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_order_of_the_answers_does_not_matter_and_what_counts_walks_alike(name: str, data: st.DataObject) -> None:
    questionnaire = SURVEYS[name]
    answers = data.draw(answers_to(questionnaire, _plausible))
    found = walk(questionnaire, answers, seed="s")
    assert walk(questionnaire, dict(reversed(answers.items())), seed="s") == found
    again = walk(questionnaire, found.counted, seed="s")
    assert again.counted == found.counted
    assert again.pages == found.pages


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_change_and_back_restores_everything(name: str, data: st.DataObject) -> None:
    questionnaire = SURVEYS[name]
    answers = data.draw(answers_to(questionnaire, _plausible))
    changed = answers | data.draw(answers_to(questionnaire, _plausible))
    before = walk(questionnaire, answers, seed="s")
    walk(questionnaire, changed, seed="s")
    assert walk(questionnaire, answers, seed="s") == before


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_answer_whatever_makes_it_fail(name: str, data: st.DataObject) -> None:
    questionnaire = SURVEYS[name]
    answers = data.draw(answers_to(questionnaire, st.one_of(garbage, _plausible)))
    context = data.draw(st.dictionaries(st.sampled_from(["cleared", "sample_source", "x"]), garbage, max_size=3))
    found = walk(questionnaire, answers, seed="s", context=context)
    for step in steps(found):
        check_step(step, answers, found.values)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_the_screens_hold_what_the_pages_hold_and_their_faults_agree(name: str, data: st.DataObject) -> None:
    questionnaire = SURVEYS[name]
    answers = data.draw(answers_to(questionnaire, _plausible))
    found = walk(questionnaire, answers, seed="s")
    served = steps(found)
    assert [step.number for step in served] == list(range(1, len(served) + 1))
    assert len({step.key for step in served}) == len(served)
    for page in found.pages:
        rows = [row for step in served if step.page == page.page for one in step.asked for row in one.shown.rows]
        assert rows == [row for one in page.asked for row in one.shown.rows]
    wrong = {problem.question for step in served for problem in check_step(step, answers, found.values)}
    known = {question.id for question in questionnaire.questions()}
    assert wrong >= {problem.question for problem in found.problems if problem.question in known} - _strangers(answers)


def _strangers(answers: dict[str, Any]) -> set[str]:
    """Ids whose fault lies in a row or screen that no screen shows: nobody can post it from there."""
    return {name for name, value in answers.items() if isinstance(value, dict | list)}
