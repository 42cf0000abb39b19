"""A walk that takes pages over from the walk before finds what a walk from nothing finds."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.reading import answer_ids
from surveyapp.questionnaire.walk import steps, walk
from tests.questionnaire.building import NUMBER, page, question, questionnaire
from tests.surveys import NAMES, survey

SURVEYS = {name: survey(name) for name in NAMES}
_codes = st.sampled_from(["1", "2", "3", "KR", "JP", "tv", "web", "other", "a", "b", "n1", "n3", "yes", "no", "vi"])
_values: st.SearchStrategy[Any] = st.one_of(
    _codes,
    st.lists(_codes, max_size=3),
    st.integers(0, 40),
    st.booleans(),
    st.dictionaries(_codes, _codes, max_size=3),
    st.sampled_from([{"missing": "refused"}, None, ""]),
)
_suffixes = st.sampled_from(["", "", "@KR", "@JP", "@1", "@2", "@KR@1", "@KR@2", "@JP@1"])


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_answers_that_come_and_change_one_after_the_other(name: str, data: st.DataObject) -> None:
    questionnaire = SURVEYS[name]
    ids = sorted(answer_ids(questionnaire))
    answers: dict[str, Any] = {}
    found = walk(questionnaire, answers, seed="s")
    for _ in range(data.draw(st.integers(1, 6))):
        changed = data.draw(st.sampled_from(ids)) + data.draw(_suffixes)
        answers = {**answers, changed: data.draw(_values)}
        told = walk(questionnaire, answers, seed="s", before=found, changed={changed})
        found = walk(questionnaire, answers, seed="s", before=found)
        whole = walk(questionnaire, answers, seed="s", respond=_nothing)
        assert found == whole
        assert told == whole
        found = data.draw(st.sampled_from([found, told]))
        assert steps(found) == steps(whole)


def _nothing(asked: Asked, values: Values) -> dict[str, Any]:
    """Give no answer; a walk that asks takes nothing over and remembers nothing."""
    return {}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_others_were_asked_before_changes_nothing_for_whoever_comes_next(name: str, data: st.DataObject) -> None:
    questionnaire = SURVEYS[name]
    ids = sorted(answer_ids(questionnaire))
    for person in range(3):
        answered = data.draw(st.lists(st.sampled_from(ids), max_size=4))
        answers = {name: data.draw(_values) for name in answered}
        seed = f"seed {person}"
        assert walk(questionnaire, answers, seed=seed) == walk(questionnaire, answers, seed=seed, respond=_nothing)


def test_two_people_share_the_pages_neither_has_answered_and_no_others() -> None:
    questionnaire = survey("relevance")
    first, second = (walk(questionnaire, {}, seed=seed) for seed in "ab")
    assert all(mine.screens is theirs.screens for mine, theirs in zip(first.pages, second.pages, strict=True))
    shuffled = survey("shuffling")
    first, second = (walk(shuffled, {}, seed=seed) for seed in "ab")
    assert any(mine.screens is not theirs.screens for mine, theirs in zip(first.pages, second.pages, strict=True))


def test_another_seed_takes_nothing_over() -> None:
    shuffling = survey("shuffling")
    first = walk(shuffling, {}, seed="a")
    assert walk(shuffling, {}, seed="b", before=first) == walk(shuffling, {}, seed="b")


def test_what_one_person_says_in_a_repeat_is_never_known_of_the_next() -> None:
    repeated = questionnaire(
        page(question("A", required=False), name="before"),
        page(question("YEARS", NUMBER, required=False), name="again", repeat="turn"),
        page(question("LONG", show_if="max of turn (YEARS) > 5"), question("B", required=False), name="after"),
        repeats=[{"id": "turn", "again": "YEARS > 100", "most": 2}],
    )
    for years in (7, 9, None, 3):
        found = walk(repeated, {"turn": [{"YEARS": years}]}, seed=str(years))
        asked = [one.question.id for one in found.pages[-1].asked]
        assert asked == (["LONG", "B"] if years in (7, 9) else ["B"])
        assert found.values.get("YEARS") == (None if years is None else (years,))
