"""Whoever holds a receipt code sees, withdraws or erases what they gave, and nobody learns who it was."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Engine, select, text

from surveyapp.database import reading, writing
from surveyapp.services import answering, auditing, collecting
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from surveyapp.services.failures import UnknownCode
from surveyapp.store.models import Base
from tests.services.fieldwork import SECRET, SLUG, TODAY, begin, finish, finished, publish_tiny, save


def test_the_code_shows_what_is_stored(engine: Engine) -> None:
    code = finished(engine, publish_tiny(engine), WORDS="xin chào").code
    with reading(engine) as session:
        view = answering.view_receipt(session, code.lower(), SECRET, TODAY)
    assert (view.slug, view.version, view.day, view.state) == (SLUG, 1, TODAY, "finished")
    assert view.answers["WORDS"]["v"] == "xin chào"
    assert view.purposes == ("analysis",)


def test_a_withdrawn_response_leaves_the_analysis_and_a_repeat_changes_nothing(engine: Engine) -> None:
    survey = publish_tiny(engine)
    code = finished(engine, survey).code
    for _ in range(2):
        with writing(engine) as session:
            assert answering.withdraw(session, code, SECRET, TODAY).state == "withdrawn"
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 0
        assert list(collecting.finished_responses(session, survey.survey_id)) == []
        assert answering.view_receipt(session, code, SECRET, TODAY).state == "withdrawn"
        assert auditing.head(session, DEFAULT_ORGANISATION, "respondents").number == 1


def test_an_erased_response_holds_nothing_and_cannot_come_back(engine: Engine) -> None:
    survey = publish_tiny(engine)
    code = finished(engine, survey, WORDS="canary").code
    with writing(engine) as session:
        answering.withdraw(session, code, SECRET, TODAY)
        assert answering.erase(session, code, SECRET, TODAY).state == "erased"
        assert answering.withdraw(session, code, SECRET, TODAY).state == "erased"
    with reading(engine) as session:
        assert answering.view_receipt(session, code, SECRET, TODAY).answers == {}
        held = session.execute(text("SELECT * FROM response")).all()
    assert "canary" not in str(held)


def test_the_audit_says_what_was_asked_and_not_by_whom(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41})
        code = finish(session, survey, draft.draft_id).code
        (response,) = collecting.finished_responses(session, survey.survey_id)
        answering.erase(session, code, SECRET, TODAY)
    with reading(engine) as session:
        (entry,) = session.execute(text("SELECT * FROM audit")).mappings()
    assert (entry["action"], entry["subject"], entry["at"]) == ("response.erased", SLUG, None)
    assert not {response.id, draft.draft_id, code} & {str(value) for value in entry.values()}


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA-AAAA", "hello", "\0\ud800"])
def test_a_wrong_code_is_refused_everywhere(engine: Engine, code: str) -> None:
    finished(engine, publish_tiny(engine))
    with writing(engine) as session:
        for request in (answering.view_receipt, answering.withdraw, answering.erase):
            with pytest.raises(UnknownCode):
                request(session, code, SECRET, TODAY)


def test_a_resume_code_is_no_receipt_code(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 41})
        finish(session, survey, draft.draft_id)
        with pytest.raises(UnknownCode):
            answering.view_receipt(session, answering.resume_code(SECRET, draft.draft_id), SECRET, TODAY)


def test_no_code_is_stored(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        resume = answering.resume_code(SECRET, draft.draft_id)
        receipt = finish(session, survey, save(session, draft, {"AGE": 41}).draft_id).code
        begin(session, survey)
        stored = str([session.execute(select(table)).all() for table in Base.metadata.sorted_tables])
    assert resume not in stored
    assert receipt not in stored


def test_consent_is_recorded_with_the_hash_of_the_text_in_the_language_it_was_given_in(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey, language="vi"), {"AGE": 41}, language="en")
        finish(session, survey, draft.draft_id)
        (row,) = session.execute(text("SELECT purpose, text_hash, language FROM consent")).all()
    assert tuple(row) == ("analysis", hashlib.sha256("Tôi đồng ý tham gia.".encode()).hexdigest(), "vi")
