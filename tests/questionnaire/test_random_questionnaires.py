"""Whatever an author writes and whoever answers: the engine ends, repeats itself, and tells every silence apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.formats.native import read_native, write_native
from surveyapp.questionnaire.codebook import MISSING_CODES, variables_of
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.path import Instance, Walk, key_of
from surveyapp.questionnaire.records import record_of, records_in
from surveyapp.questionnaire.rehearsal import rehearse
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import steps, walk
from surveyapp.questionnaire.walk.repeating import nested
from tests.questionnaire.random_questionnaires import Respondent, questionnaire_by
from tests.questionnaire.trees import garbage

SEEDS = st.integers(0, 2**32)
NAMES = st.from_regex(r"[qr]\d{1,2}(@[a-f1-4])?", fullmatch=True)
every = settings(max_examples=120, deadline=None)


def answered(questionnaire: Questionnaire, seed: int) -> Walk:
    """Walk as somebody who answers what is asked."""
    return walk(questionnaire, {}, seed=str(seed), respond=Respondent(questionnaire, seed))


@every
@given(by=SEEDS, whose=SEEDS)
def test_what_counts_walks_alike_under_names_and_as_lists(by: int, whose: int) -> None:
    questionnaire = questionnaire_by(by)
    found = answered(questionnaire, whose)
    for answers in (found.counted, nested(found)):
        again = walk(questionnaire, answers, seed=str(whose), drawn=found.drawn)
        assert again.counted == found.counted
        assert again.pages == found.pages
        assert (again.shown, again.drawn) == (found.shown, found.drawn)
        assert [one.suffix for one in again.instances] == [one.suffix for one in found.instances]
    assert walk(questionnaire, found.counted, seed=str(whose), before=found) == walk(
        questionnaire, found.counted, seed=str(whose)
    )


@every
@given(
    by=SEEDS, answers=st.dictionaries(st.from_regex(r"[qr]\d{1,2}(@[a-f1-4])?", fullmatch=True), garbage, max_size=8)
)
def test_nothing_that_is_answered_makes_it_fail(by: int, answers: dict[str, Any]) -> None:
    questionnaire = questionnaire_by(by)
    found = walk(questionnaire, answers, seed="s")
    assert len(steps(found)) == sum(len(page.screens) for page in found.pages)
    assert set(record_of(found)) <= {*(one.name for one in variables_of(questionnaire)), *repeat_ids(questionnaire)}


@every
@given(by=SEEDS, whose=SEEDS)
def test_orders_are_stored_where_they_were_shuffled(by: int, whose: int) -> None:
    questionnaire = questionnaire_by(by)
    found = answered(questionnaire, whose)
    for page in found.pages:
        for asked in page.asked:
            if getattr(asked.question.answer, "shuffle", False):
                shown = [one.code for one in (asked.shown.rows or asked.shown.choices)]
                assert list(found.shown[asked.question.id]) == shown
        if page.page.shuffle and page.instance is None:
            assert found.shown[page.page.id] == tuple(one.question.id for one in page.asked)


@every
@given(by=SEEDS, whose=SEEDS)
def test_every_silence_has_its_own_code(by: int, whose: int) -> None:
    questionnaire = questionnaire_by(by)
    found = answered(questionnaire, whose)
    asking = {one.id for one in questionnaire.questions() if one.answer.asks}
    for instance in (None, *found.instances):
        cells = cells_of(found, instance)
        pages = [page for page in found.pages if key_of(page.instance) == key_of(instance)]
        here = [asked for page in pages for asked in page.asked]
        for asked in here:
            if asked.question.answer.kind in ("one", "number", "text", "date"):
                value = found.counted.get(asked.question.id)
                wanted = value["missing"] if isinstance(value, Mapping) else "unanswered" if value is None else None
                cell = cells[plain_name(asked.question.id)]
                assert (cell == MISSING_CODES[wanted]) if wanted else cell not in MISSING_CODES.values()
        assert not (asking - {plain_name(asked.question.id) for asked in here}) & set(cells)


def cells_of(found: Walk, instance: Instance | None) -> Mapping[str, str]:
    """Return the record of the respondent, or of one instance."""
    if instance is None:
        return record_of(found)
    same = [one for one in found.instances if one.repeat.id == instance.repeat.id]
    return records_in(found, instance.repeat.id)[[one.suffix for one in same].index(instance.suffix)]


@every
@given(by=SEEDS, whose=SEEDS)
def test_an_instance_that_goes_takes_nothing_of_the_others_and_comes_back_whole(by: int, whose: int) -> None:
    questionnaire = questionnaire_by(by)
    found = answered(questionnaire, whose)
    for repeat in questionnaire.repeats:
        over = found.counted.get(repeat.over or "")
        if not isinstance(over, list) or len(over) < 2:
            continue
        fewer = walk(questionnaire, {**found.counted, repeat.over: over[1:]}, seed=str(whose))
        kept = {one.suffix for one in fewer.instances}
        computed = {one.id for one in questionnaire.questions() if not one.answer.asks}
        for name, value in fewer.counted.items():
            if plain_name(name) not in computed and name != repeat.over:
                assert found.counted[name] == value
        assert all(name.removeprefix(plain_name(name)) in kept | {""} for name in fewer.counted)
        assert walk(questionnaire, found.counted, seed=str(whose), before=fewer).counted == found.counted


@settings(max_examples=40, deadline=None)
@given(by=SEEDS)
def test_check_rehearsal_and_the_native_format_take_any_of_them(by: int) -> None:
    questionnaire = questionnaire_by(by)
    assert read_native(write_native(questionnaire)) == questionnaire
    assert problems_in(questionnaire) == problems_in(questionnaire)
    found = rehearse(questionnaire, 5, str(by))
    assert found.respondents <= 5
    assert found == rehearse(questionnaire, 5, str(by))


def repeat_ids(questionnaire: Questionnaire) -> set[str]:
    return {repeat.id for repeat in questionnaire.repeats}
