"""Whoever comes at the same moment gets the same result, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import answering, auditing, collecting, jobs
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from surveyapp.services.failures import StaleAnswer, UnknownDraft
from tests.services.fieldwork import SLUG, TODAY, begin, finish, interview, new_id, publish_tiny, save
from tests.services.racing import all_at_once

CROWD = 64


def test_64_identical_finishes_store_one_response_and_all_see_its_code(engine: Engine) -> None:
    survey = publish_tiny(engine)

    def act(_: int) -> answering.Receipt:
        with writing(engine) as session:
            return finish(session, survey, draft.draft_id)

    with interview(engine, survey) as draft:
        receipts = all_at_once(CROWD, act)
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1
        assert collecting.steps_tallied(session, survey.survey_id)["complete"] == 1
    assert len({receipt.code for receipt in receipts}) == 1
    assert sum(receipt.new for receipt in receipts) == 1


def test_64_identical_beginnings_make_one_draft(engine: Engine) -> None:
    survey, draft_id = publish_tiny(engine), new_id()

    def act(_: int) -> answering.DraftState:
        with writing(engine) as session:
            return begin(session, survey, draft_id)

    drafts = all_at_once(CROWD, act)
    assert all(draft == drafts[0] for draft in drafts)
    with reading(engine) as session:
        assert collecting.steps_tallied(session, survey.survey_id) == {"begun": 1}


def test_64_identical_posts_of_a_page_are_stored_once(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)

    def act(_: int) -> answering.DraftState:
        with writing(engine) as session:
            return save(session, draft, {"AGE": 50})

    assert {state.revision for state in all_at_once(CROWD, act)} == {2}


def test_of_many_tabs_that_differ_one_is_stored_and_all_others_are_told(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)

    def act(number: int) -> int | None:
        try:
            with writing(engine) as session:
                return int(save(session, draft, {"AGE": 18 + number}).answers["AGE"])
        except StaleAnswer as stale:
            assert stale.current.revision == 2
            return None

    stored = [age for age in all_at_once(CROWD, act) if age is not None]
    with reading(engine) as session:
        now = answering.load(session, survey.survey_id, draft.draft_id)
    assert now is not None
    assert stored == [now.answers["AGE"]]


def test_a_save_and_a_finish_at_once_lose_no_acknowledged_answer(engine: Engine) -> None:
    survey = publish_tiny(engine)
    for _ in range(5):
        with interview(engine, survey) as draft:

            def act(number: int, draft: answering.DraftState = draft) -> bool:
                with writing(engine) as session:
                    if number == 0:
                        return finish(session, survey, draft.draft_id).new
                    try:
                        save(session, draft, {"WORDS": draft.draft_id})
                    except UnknownDraft:
                        return False
                    return True

            _, saved = all_at_once(2, act)
        with reading(engine) as session:
            kept = [response.doc["answers"] for response in collecting.finished_responses(session, survey.survey_id)]
        assert any(answers.get("WORDS", {}).get("v") == draft.draft_id for answers in kept) == saved


def test_a_step_counted_by_many_at_once_is_counted_exactly(engine: Engine) -> None:
    survey = publish_tiny(engine)

    def act(_: int) -> None:
        with writing(engine) as session:
            answering.tally(session, survey.survey_id, "web", TODAY, "en", "open")

    all_at_once(CROWD, act)
    with reading(engine) as session:
        assert collecting.steps_tallied(session, survey.survey_id) == {"open": CROWD}


def test_workers_at_once_never_take_the_same_job(engine: Engine) -> None:
    publish_tiny(engine)
    with writing(engine) as session:
        queued = {jobs.enqueue(session, "report", {"n": number}).id for number in range(10)}

    def act(number: int) -> list[str]:
        taken: list[str] = []
        while True:
            with writing(engine) as session:
                job = jobs.claim(session, f"worker {number}")
            if job is None:
                return taken
            taken.append(job.id)

    taken = [job for jobs_of_one in all_at_once(4, act) for job in jobs_of_one]
    assert len(taken) == len(set(taken)) == 10
    assert set(taken) == queued


def test_an_audit_chain_written_by_many_at_once_stays_whole(engine: Engine) -> None:
    publish_tiny(engine)

    def act(number: int) -> None:
        with writing(engine) as session:
            auditing.note(
                session, DEFAULT_ORGANISATION, actor=f"a{number}", action="try", subject="x", today=date(2026, 1, 1)
            )

    all_at_once(16, act)
    with reading(engine) as session:
        assert auditing.first_broken(session, DEFAULT_ORGANISATION, "staff") is None
        assert auditing.head(session, DEFAULT_ORGANISATION, "staff").number == 16
