"""Correcting, withdrawing and erasing at the same moment: the strongest wish stands, and nobody is told a falsehood."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import answering
from surveyapp.services.answering import FieldedSurvey, Receipt
from surveyapp.services.failures import UnknownDraft
from tests.services.fieldwork import SECRET, TODAY, finish, finished, publish_tiny, save
from tests.services.racing import all_at_once

ROUNDS = 6
Act = Callable[[], str]


def correcting(engine: Engine, survey: FieldedSurvey, code: str, words: str) -> Act:
    """Begin a correction now, and return what sends it."""
    with writing(engine) as session:
        draft = answering.begin_correction(session, survey, code, SECRET, TODAY)
        save(session, draft, {"WORDS": words})

    def send() -> str:
        try:
            with writing(engine) as session:
                return finish(session, survey, draft.draft_id).code
        except UnknownDraft:
            return "gone"

    return send


def withdrawing(engine: Engine, code: str) -> Act:
    def send() -> str:
        with writing(engine) as session:
            return answering.withdraw(session, code, SECRET, TODAY).state

    return send


def erasing(engine: Engine, code: str) -> Act:
    def send() -> str:
        with writing(engine) as session:
            return answering.erase(session, code, SECRET, TODAY).state

    return send


def at_once(*acts: Act) -> list[str]:
    return all_at_once(len(acts), lambda number: acts[number]())


def kept(engine: Engine, receipt: Receipt) -> answering.ReceiptView:
    with reading(engine) as session:
        return answering.view_receipt(session, receipt.code, SECRET, TODAY)


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM response").scalar_one())


@pytest.mark.parametrize("round", range(ROUNDS))
def test_a_withdrawal_beside_a_correction_is_done_whichever_comes_first(engine: Engine, round: int) -> None:
    survey = publish_tiny(engine)
    receipt = finished(engine, survey)
    correct = correcting(engine, survey, receipt.code, "second thoughts")
    _, told = at_once(correct, withdrawing(engine, receipt.code))
    assert told == "withdrawn"
    assert (kept(engine, receipt).state, rows(engine)) == ("withdrawn", 1)


@pytest.mark.parametrize("round", range(ROUNDS))
def test_an_erasure_beside_a_correction_leaves_no_word_of_either(engine: Engine, round: int) -> None:
    survey = publish_tiny(engine)
    receipt = finished(engine, survey, WORDS="first thoughts")
    correct = correcting(engine, survey, receipt.code, "second thoughts")
    _, told = at_once(correct, erasing(engine, receipt.code))
    assert told == "erased"
    assert (kept(engine, receipt).state, kept(engine, receipt).answers, rows(engine)) == ("erased", {}, 1)


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_corrections_one_is_taken_and_the_other_is_told(engine: Engine, round: int) -> None:
    survey = publish_tiny(engine)
    receipt = finished(engine, survey)
    words = {f"tab {at}": correcting(engine, survey, receipt.code, f"tab {at}") for at in range(4)}
    codes = at_once(*words.values())
    taken = [word for word, code in zip(words, codes, strict=True) if code != "gone"]
    assert len(taken) == 1
    assert kept(engine, receipt).answers["WORDS"]["v"] == taken[0]
    assert rows(engine) == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_in_a_crowd_of_wishes_the_strongest_stands(engine: Engine, round: int) -> None:
    survey = publish_tiny(engine)
    receipt = finished(engine, survey)
    corrections = [correcting(engine, survey, receipt.code, f"tab {at}") for at in range(3)]
    others = [withdrawing(engine, receipt.code), erasing(engine, receipt.code)] * 3
    told = at_once(*corrections, *others)
    assert set(told[3:]) <= {"withdrawn", "erased"}
    assert (kept(engine, receipt).state, kept(engine, receipt).answers, rows(engine)) == ("erased", {}, 1)


def test_another_interview_that_finishes_beside_a_correction_is_not_touched(engine: Engine) -> None:
    survey = publish_tiny(engine)
    receipt = finished(engine, survey)
    correct = correcting(engine, survey, receipt.code, "corrected")
    others: list[str] = []

    def another() -> str:
        others.append(finished(engine, survey, WORDS="another").code)
        return "complete"

    code, *_ = at_once(correct, *[another] * 5)
    assert code != "gone"
    assert (rows(engine), len(set(others))) == (6, 5)
    assert kept(engine, receipt).answers["WORDS"]["v"] == "corrected"


def test_a_withdrawal_that_waits_for_a_correction_finds_what_took_its_place(engine: Engine) -> None:
    survey = publish_tiny(engine)
    receipt = finished(engine, survey)
    with writing(engine) as session:
        draft = answering.begin_correction(session, survey, receipt.code, SECRET, TODAY)
    with ThreadPoolExecutor(1) as other:
        with writing(engine) as session:
            finish(session, survey, draft.draft_id)
            told = other.submit(withdrawing(engine, receipt.code))
            time.sleep(0.3)  # long enough for it to wait for this transaction, which holds the response
        assert told.result() == "withdrawn"
    assert (kept(engine, receipt).state, rows(engine)) == ("withdrawn", 1)
