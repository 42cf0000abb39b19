"""One person is taken through a survey, and nothing is lost, doubled or overwritten on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import answering, collecting
from surveyapp.services.answering import walks
from surveyapp.services.failures import AlreadyFinished, EndsEarly, NotComplete, StaleAnswer, UnknownDraft
from tests.services.fieldwork import (
    SECRET,
    SLUG,
    TODAY,
    begin,
    finish,
    finished,
    new_id,
    publish_tiny,
    save,
)


def test_what_one_request_saved_the_next_one_reads(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
    with writing(engine) as session:
        save(
            session, draft, {"AGE": 41}, seconds="under-a-minute", shown={"X": ["b", "a"]}, soft=["AGE"], language="vi"
        )
    with reading(engine) as session:
        now = answering.load(session, survey.survey_id, draft.draft_id)
    assert now is not None
    assert now.answers == {"AGREE": "yes", "AGE": 41}
    assert now.doc["answers"]["AGE"] == {"v": 41, "l": "vi"}
    assert now.doc["answers"]["AGREE"]["l"] == "en"
    assert (now.language, now.seed, now.revision) == ("vi", "seed", 2)
    assert now.doc["seconds"] == {"about": "under-a-minute"}
    assert now.doc["shown"] == {"X": ["b", "a"]}
    assert now.doc["soft"] == ["AGE"]
    assert answering.walk_of(now).complete


def test_beginning_twice_returns_the_draft_as_it_is_now(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        save(session, draft, {"AGE": 41})
    with writing(engine) as session:
        again = begin(session, survey, draft.draft_id)
        steps = collecting.steps_tallied(session, survey.survey_id)
    assert again.answers["AGE"] == 41
    assert steps["begun"] == 1


def test_the_same_post_sent_twice_counts_once(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
    with writing(engine) as session:
        first = save(session, draft, {"AGE": 41})
    with writing(engine) as session:
        second = save(session, draft, {"AGE": 41})
    assert second == first


def test_a_late_repeat_of_an_old_post_does_not_undo_what_came_after(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        changed = save(session, save(session, draft, {"AGE": 41}), {"AGE": 42})
        again = save(session, draft, {"AGE": 41})
    assert again == changed
    assert again.answers["AGE"] == 42


def test_a_stale_tab_is_told_what_is_stored_and_changes_nothing(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        save(session, draft, {"AGE": 41})
    with pytest.raises(StaleAnswer) as stale, writing(engine) as session:
        save(session, draft, {"AGE": 99})
    assert stale.value.current.answers["AGE"] == 41
    with reading(engine) as session:
        now = answering.load(session, survey.survey_id, draft.draft_id)
    assert now == stale.value.current


def test_a_draft_known_from_this_request_is_still_compared_with_the_database(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        save(session, draft, {"AGE": 41})
    after = answering.expected(draft, page_key="about", changes={"AGE": 99}, language="en")
    with writing(engine) as session:
        assert not answering.put(session, after, counting=["page:about"], today=TODAY)
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id).answers["AGE"] == 41
        assert "page:about" not in collecting.steps_tallied(session, survey.survey_id)


def test_what_is_put_is_stored_and_counted_as_expected(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
    after = answering.expected(draft, page_key="about", changes={"AGE": 41}, language="en", seconds="2-5")
    for _ in range(2):
        with writing(engine) as session:
            answering.put(session, after, counting=["page:about"], today=TODAY)
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id) == after
        assert collecting.steps_tallied(session, survey.survey_id)["page:about"] == 1


def test_an_answer_taken_back_is_gone_and_the_others_stay(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41, "WORDS": "hello"})
        assert save(session, draft, {"WORDS": None}).answers == {"AGREE": "yes", "AGE": 41}


def test_an_unchanged_answer_keeps_the_language_it_was_given_in(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41})
        moved = save(session, draft, {"AGE": 41, "WORDS": "xin chào"}, language="vi")
    assert moved.doc["answers"]["AGE"]["l"] == "en"
    assert moved.doc["answers"]["WORDS"]["l"] == "vi"


def test_finishing_stores_one_response_and_removes_the_draft(engine: Engine) -> None:
    survey = publish_tiny(engine)
    receipt = finished(engine, survey)
    assert receipt.new
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1
        (response,) = collecting.finished_responses(session, survey.survey_id)
        assert collecting.steps_tallied(session, survey.survey_id) == {"begun": 1, "complete": 1}
    assert response.doc["answers"]["AGE"] == {"v": 30, "l": "en"}
    assert (response.day, response.point.sample_source, response.purposes) == (TODAY, "web", ("analysis",))


def test_the_walk_of_an_interview_is_remembered_until_it_ends(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        draft = save(session, draft, {"AGE": 41})
        assert answering.walk_of(draft) is answering.walk_of(draft)
        finish(session, survey, draft.draft_id)
    assert (draft.survey_id, draft.draft_id) not in walks._last_walks.held


def test_finishing_again_gives_the_same_code_and_stores_nothing(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41})
        first = finish(session, survey, draft.draft_id)
    with writing(engine) as session:
        second = finish(session, survey, draft.draft_id)
        assert collecting.count_finished(session, SLUG) == 1
    assert (second.code, second.new) == (first.code, False)


def test_nothing_in_the_browser_leads_to_the_stored_response(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41})
        finish(session, survey, draft.draft_id)
        (response,) = collecting.finished_responses(session, survey.survey_id)
    assert response.id != draft.draft_id


def test_a_finished_interview_cannot_be_begun_or_saved_again(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41})
        receipt = finish(session, survey, draft.draft_id)
    with pytest.raises(AlreadyFinished) as finished_already, writing(engine) as session:
        begin(session, survey, draft.draft_id)
    assert finished_already.value.code == receipt.code
    with pytest.raises(UnknownDraft), writing(engine) as session:
        save(session, draft, {"AGE": 42})


def test_an_unfinished_interview_is_refused_with_the_questions_missing_and_kept(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        with pytest.raises(NotComplete) as incomplete:
            finish(session, survey, draft.draft_id)
    assert incomplete.value.questions == ("AGE",)
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id) == draft


def test_answers_that_end_the_interview_early_leave_only_a_count(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 12})
        with pytest.raises(EndsEarly) as early:
            finish(session, survey, draft.draft_id)
        answering.leave(session, draft, outcome=early.value.outcome, today=TODAY)
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id) is None
        assert collecting.count_finished(session, SLUG) == 0
        assert collecting.steps_tallied(session, survey.survey_id) == {"begun": 1, "screened-out": 1}


def test_an_interview_is_resumed_by_its_code_however_it_is_typed(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
    code = answering.resume_code(SECRET, draft.draft_id)
    with reading(engine) as session:
        for typed in (code, code.lower(), code.replace("-", " "), f"  {code.replace('0', 'o').replace('1', 'l')} "):
            assert answering.resume(session, survey.survey_id, typed, SECRET) == draft.draft_id
        for wrong in ("", "0000-0000-0000-0000", "no code at all", code[:-1], "\0\ud800"):
            assert answering.resume(session, survey.survey_id, wrong, SECRET) is None


@pytest.mark.parametrize("wrong", ["", "1", "not-an-id", "{6f0c7d1e-9f6c-4d38-8f5e-1f6f7d9f0a11}", "\0", "\ud800"])
def test_an_id_that_is_no_uuid_belongs_to_nobody(engine: Engine, wrong: str) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        assert answering.load(session, survey.survey_id, wrong) is None
        with pytest.raises(UnknownDraft):
            begin(session, survey, wrong or " ")
        with pytest.raises(UnknownDraft):
            finish(session, survey, wrong)


def test_drafts_nobody_came_back_to_expire_and_are_counted(engine: Engine) -> None:
    survey = publish_tiny(engine, draft_days=3)
    with writing(engine) as session:
        begin(session, survey)
        begin(session, survey, language="vi")
    late = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) + timedelta(days=3)
    with writing(engine) as session:
        assert answering.expire(session, now=late - timedelta(hours=1)) == 0
        assert answering.expire(session, now=late) == 2
        assert answering.expire(session, now=late) == 0
        assert collecting.steps_tallied(session, survey.survey_id)["expired"] == 2


def test_an_interview_begun_before_a_new_version_finishes_its_own(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41})
    newer = publish_tiny(engine, survey.questionnaire.model_copy(update={"title": {"en": "Newer", "vi": "Mới"}}))
    assert newer.version == 2
    with writing(engine) as session:
        assert begin(session, newer, draft.draft_id).version == 1
        finish(session, newer, draft.draft_id)
        (response,) = collecting.finished_responses(session, survey.survey_id)
    assert response.version == 1


def test_an_answer_to_a_gate_keeps_the_language_it_was_given_in(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        point = answering.find_point(session, survey.survey_id, None, secret=SECRET)
        assert point is not None
        draft = answering.begin(
            session,
            survey,
            point,
            answering.Beginning(
                draft_id=new_id(),
                answers={"AGREE": "yes", "AGE": 41},
                languages={"AGREE": "vi"},
                language="en",
                seed="seed",
                drawn={"block": ("a", "b")},
                today=TODAY,
            ),
            secret=SECRET,
        )
    assert {name: held["l"] for name, held in draft.doc["answers"].items()} == {"AGREE": "vi", "AGE": "en"}
    assert draft.drawn == {"block": ("a", "b")}


def test_the_memory_of_posts_has_an_end(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = first = begin(session, survey)
        for age in range(120):
            draft = save(session, draft, {"AGE": age})
        assert save(session, answering.load(session, survey.survey_id, draft.draft_id) or draft, {}).revision == 122
        with pytest.raises(StaleAnswer):
            save(session, first, {"AGE": 0})
    assert len(draft.posts) <= 101


def test_an_unknown_draft_cannot_be_saved(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with pytest.raises(UnknownDraft), writing(engine) as session:
        answering.save(
            session, survey.survey_id, new_id(), page_key="about", revision=1, changes={"AGE": 1}, language="en"
        )
