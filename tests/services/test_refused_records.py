"""What a kiosk's server refuses is not lost: tried again ever more seldom, told of, erased by the staff or in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from surveyapp.database import reading, writing
from surveyapp.housekeeping import keep_house
from surveyapp.services import answering, collecting, kiosks
from surveyapp.services.answering import Beginning
from surveyapp.services.kiosks import KEPT_DAYS, Held, Kiosk, Sealed
from tests.services.fieldwork import SECRET, SLUG, TODAY, new_id, publish_tiny
from tests.services.racing import all_at_once
from tests.services.station import POINT, set_up

SEALED = Sealed("a", "b", "c")
CODE = "0123-4567-89AB-CDEF"


@pytest.fixture
def kiosk(engine: Engine) -> Kiosk:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        return set_up(session, survey)[0]


def held(kiosk: Kiosk, record_id: str) -> Held:
    answers = {"AGREE": "yes", "AGE": 40}
    draft = answering.begun_elsewhere(kiosk.survey, kiosk.point, Beginning(record_id, answers, "vi", "s", {}, TODAY))
    return Held(draft, CODE, ("start", "about"))


def refuse(engine: Engine, kiosk: Kiosk, why: str = "not-cleared", *, record_id: str = "", claims: str = "") -> str:
    record_id = record_id or new_id()
    with writing(engine) as session:
        kiosks.refuse(session, kiosk, record_id, why, SEALED, today=TODAY, claims=claims)
    return record_id


def settle(engine: Engine, kiosk: Kiosk, found: Held | str, day: date = TODAY) -> list[str]:
    """Try what is due on a day, and return what became of it."""
    with writing(engine) as session:
        return [
            kiosks.settle(session, kiosk, kept, found, secret=SECRET, today=day)
            for kept in kiosks.due(session, kiosk, today=day)
        ]


def stored(engine: Engine) -> int:
    with reading(engine) as session:
        return collecting.count_finished(session, SLUG)


def told(engine: Engine, kiosk: Kiosk) -> kiosks.PointKiosk:
    with reading(engine) as session:
        return kiosks.kiosks_of(session, kiosk.survey.survey_id)[POINT]


def days_tried(engine: Engine, kiosk: Kiosk, until: int) -> Iterator[int]:
    for number in range(until):
        if settle(engine, kiosk, "not-cleared", TODAY + timedelta(days=number)):
            yield number


def test_it_is_tried_again_after_waits_that_double(engine: Engine, kiosk: Kiosk) -> None:
    refuse(engine, kiosk)
    assert list(days_tried(engine, kiosk, 40)) == [1, 2, 4, 8, 16, 32]
    assert told(engine, kiosk).refused == {"not-cleared": 1}


def test_it_becomes_a_response_once_nothing_is_in_its_way(engine: Engine, kiosk: Kiosk) -> None:
    record = refuse(engine, kiosk)
    tomorrow = TODAY + timedelta(days=1)
    assert settle(engine, kiosk, held(kiosk, record), tomorrow) == ["stored"]
    assert settle(engine, kiosk, held(kiosk, record), tomorrow) == []
    assert stored(engine) == 1
    after = told(engine, kiosk)
    assert (after.stored, after.refused, after.until) == (1, {}, None)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT sealed FROM kiosk_record")).scalar_one() in ("{}", {})


def test_many_stations_that_try_at_once_make_one_response(engine: Engine, kiosk: Kiosk) -> None:
    record = refuse(engine, kiosk)
    tomorrow = TODAY + timedelta(days=1)
    states = all_at_once(6, lambda _: settle(engine, kiosk, held(kiosk, record), tomorrow))
    assert [state for one in states for state in one].count("stored") == 1
    assert stored(engine) == 1


def test_one_that_could_not_be_opened_takes_the_id_it_claims(engine: Engine, kiosk: Kiosk) -> None:
    claims, kept = new_id(), new_id()
    refuse(engine, kiosk, "unreadable", record_id=kept, claims=claims)
    assert settle(engine, kiosk, held(kiosk, claims), TODAY + timedelta(days=1)) == ["stored"]
    with writing(engine) as session:
        again = kiosks.store(session, kiosk, claims, SEALED, held(kiosk, claims), secret=SECRET, today=TODAY)
    assert again == "stored"
    assert stored(engine) == 1
    assert (told(engine, kiosk).stored, dict(told(engine, kiosk).gone)) == (1, {"repeated": 1})


def test_one_whose_sound_copy_has_come_since_is_not_stored_twice(engine: Engine, kiosk: Kiosk) -> None:
    claims = new_id()
    refuse(engine, kiosk, "unreadable", claims=claims)
    with writing(engine) as session:
        kiosks.store(session, kiosk, claims, SEALED, held(kiosk, claims), secret=SECRET, today=TODAY)
    assert settle(engine, kiosk, held(kiosk, claims), TODAY + timedelta(days=1)) == ["repeated"]
    assert stored(engine) == 1


def test_the_staff_may_have_it_tried_at_once(engine: Engine, kiosk: Kiosk) -> None:
    record = refuse(engine, kiosk)
    assert settle(engine, kiosk, held(kiosk, record)) == []
    with writing(engine) as session:
        assert kiosks.try_soon(session, kiosk.survey.survey_id, POINT) == 1
    assert settle(engine, kiosk, held(kiosk, record)) == ["stored"]


def test_what_the_staff_erased_is_gone_and_refused_when_it_is_sent_again(engine: Engine, kiosk: Kiosk) -> None:
    record = refuse(engine, kiosk)
    with writing(engine) as session:
        assert kiosks.erase(session, kiosk.survey.survey_id, POINT) == 1
        again = kiosks.store(session, kiosk, record, SEALED, held(kiosk, record), secret=SECRET, today=TODAY)
    assert again == "refused"
    assert stored(engine) == 0
    assert (told(engine, kiosk).refused, dict(told(engine, kiosk).gone)) == ({}, {"erased": 1})
    with engine.connect() as connection:
        assert connection.execute(text("SELECT sealed FROM kiosk_record")).scalar_one() in ("{}", {})


def test_it_is_kept_as_long_as_is_said_and_no_longer(engine: Engine, kiosk: Kiosk) -> None:
    refuse(engine, kiosk)
    last = TODAY + timedelta(days=KEPT_DAYS)
    assert told(engine, kiosk).until == last

    def keep(day: date) -> dict[str, Any]:
        keep_house(engine, now=datetime(day.year, day.month, day.day, tzinfo=UTC))
        return dict(told(engine, kiosk).gone)

    assert keep(last) == {}
    assert keep(last + timedelta(days=1)) == {"expired": 1}


def test_erasing_at_one_point_leaves_another_alone(engine: Engine, kiosk: Kiosk) -> None:
    refuse(engine, kiosk)
    with writing(engine) as session:
        assert kiosks.erase(session, kiosk.survey.survey_id, "elsewhere") == 0
    assert told(engine, kiosk).refused == {"not-cleared": 1}
