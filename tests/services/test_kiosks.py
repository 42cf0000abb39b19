"""Kiosks: keys that open and close, seals that only the server breaks, records taken once, counts that never double."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from surveyapp.database import reading, writing
from surveyapp.services import answering, codes, collecting, kiosks
from surveyapp.services.answering import Beginning, DraftState
from surveyapp.services.failures import UnknownPoint
from surveyapp.services.kiosks import Held, ImpossibleCounts, Kiosk, Queue, Sealed, UnreadableRecord
from tests.services.fieldwork import SECRET, SLUG, TODAY, new_id, publish_tiny
from tests.services.racing import all_at_once
from tests.services.station import POINT, seal, set_up

CODE = "0123-4567-89AB-CDEF"
SEALED = Sealed("a", "b", "c")


@pytest.fixture
def kiosk(engine: Engine) -> Kiosk:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        return set_up(session, survey)[0]


def held(kiosk: Kiosk, record_id: str, **answers: Any) -> DraftState:
    """Return an interview that was held at the kiosk."""
    return answering.begun_elsewhere(
        kiosk.survey,
        kiosk.point,
        Beginning(record_id, {"AGREE": "yes", "AGE": 40, **answers}, "vi", "s", {}, TODAY),
    )


def take(engine: Engine, kiosk: Kiosk, record_id: str, *, code: str = CODE, **answers: Any) -> str:
    with writing(engine) as session:
        return kiosks.store(
            session,
            kiosk,
            record_id,
            SEALED,
            Held(held(kiosk, record_id, **answers), code, ("start", "about")),
            secret=SECRET,
            today=TODAY,
        )


def tallied(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT step, sum(n) FROM tally WHERE point_id = 'sgn' GROUP BY step"))
        return {step: int(n) for step, n in rows}


def test_a_key_opens_its_kiosk_however_it_is_typed_until_it_is_made_void(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        found, key = set_up(session, survey)
        assert (found.survey.slug, found.point.id) == (SLUG, POINT)
        assert kiosks.find_kiosk(session, key.lower().replace("-", " "), secret=SECRET) is not None
        assert kiosks.find_kiosk(session, "no key", secret=SECRET) is None
        assert kiosks.find_kiosk(session, "0000-0000-0000-0000", secret=SECRET) is None
        kiosks.close_kiosk(session, survey.survey_id, POINT)
        assert kiosks.find_kiosk(session, key, secret=SECRET) is None
        again = kiosks.open_kiosk(session, survey.survey_id, POINT, secret=SECRET)
        assert again != key
        assert kiosks.find_kiosk(session, key, secret=SECRET) is None
        assert kiosks.find_kiosk(session, again, secret=SECRET) is not None
        with pytest.raises(UnknownPoint):
            kiosks.open_kiosk(session, survey.survey_id, "nowhere", secret=SECRET)


def test_only_a_keyed_hash_of_the_key_is_stored(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        _, key = set_up(session, survey)
        row = str(session.execute(text("SELECT * FROM collection_point WHERE id = 'sgn'")).one())
    assert key not in row
    assert key.replace("-", "") not in row


@given(written=st.text(max_size=200))
def test_what_a_station_seals_the_server_reads(written: str) -> None:
    said = written.encode("utf-8", "replace").decode()
    sealed = seal(kiosks.public_key(SECRET, "s"), "s", "p", "r", said)
    assert kiosks.unseal(SECRET, "s", "p", "r", sealed).decode() == said


@pytest.mark.parametrize("place", [("t", "p", "r"), ("s", "q", "r"), ("s", "p", "x")])
def test_a_record_is_good_for_its_own_place_only(place: tuple[str, str, str]) -> None:
    sealed = seal(kiosks.public_key(SECRET, "s"), "s", "p", "r", {})
    with pytest.raises(UnreadableRecord):
        kiosks.unseal(SECRET, *place, sealed)


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "AAAA"},
        {"nonce": "AAAA"},
        {"key": "AAAA"},
        {"key": "BAAA" * 22},
        {"key": "not base 64 ☃"},
        {"text": ""},
        {"nonce": ""},
    ],
)
def test_a_record_that_was_changed_is_not_read(changed: dict[str, str]) -> None:
    sealed = seal(kiosks.public_key(SECRET, "s"), "s", "p", "r", {})
    with pytest.raises(UnreadableRecord):
        kiosks.unseal(SECRET, "s", "p", "r", replace(sealed, **changed))


def test_another_secret_reads_nothing() -> None:
    sealed = seal(kiosks.public_key(SECRET, "s"), "s", "p", "r", {})
    with pytest.raises(UnreadableRecord):
        kiosks.unseal(SECRET + "!", "s", "p", "r", sealed)


def test_a_record_sent_again_is_one_response_and_says_so(engine: Engine, kiosk: Kiosk) -> None:
    record = new_id()
    assert [take(engine, kiosk, record) for _ in range(3)] == ["stored"] * 3
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1
        assert answering.view_receipt(session, CODE, SECRET, TODAY).answers["AGE"]["v"] == 40
    assert tallied(engine) == {"open": 1, "begun": 1, "complete": 1, "page:start": 1, "page:about": 1}


def test_a_record_sent_by_many_at_once_is_one_response(engine: Engine, kiosk: Kiosk) -> None:
    record = new_id()
    assert all_at_once(8, lambda _: take(engine, kiosk, record)) == ["stored"] * 8
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1
    assert tallied(engine)["complete"] == 1


def test_a_server_that_dies_before_it_commits_has_taken_nothing(engine: Engine, kiosk: Kiosk) -> None:
    record = new_id()

    class Killed(BaseException):
        pass

    with pytest.raises(Killed), writing(engine) as session:
        kiosks.store(session, kiosk, record, SEALED, Held(held(kiosk, record), CODE, ()), secret=SECRET, today=TODAY)
        raise Killed
    assert tallied(engine) == {}
    assert take(engine, kiosk, record) == "stored"
    assert tallied(engine)["complete"] == 1


@pytest.mark.parametrize(
    ("answers", "why"),
    [({"AGE": 12}, "screened-out"), ({"AGE": None}, "incomplete"), ({"AGE": 900}, "incomplete")],
)
def test_what_cannot_be_a_response_is_refused_kept_and_counted(
    engine: Engine, kiosk: Kiosk, answers: dict[str, Any], why: str
) -> None:
    record = new_id()
    assert take(engine, kiosk, record, **answers) == "refused"
    assert take(engine, kiosk, record) == "refused"
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 0
        told = kiosks.kiosks_of(session, kiosk.survey.survey_id)[POINT]
        assert (told.refused, told.stored) == ({why: 1}, 0)
        assert session.execute(text("SELECT state FROM kiosk_record")).scalars().all() == ["refused"]
    assert tallied(engine) == {}


def test_a_code_that_somebody_holds_already_is_nobody_elses(engine: Engine, kiosk: Kiosk) -> None:
    assert take(engine, kiosk, new_id()) == "stored"
    assert take(engine, kiosk, new_id()) == "refused"
    assert take(engine, kiosk, new_id(), code="0123-4567-89AB-CDEG") == "stored"


def test_an_unreadable_copy_does_not_stand_in_the_way_of_the_sound_one(engine: Engine, kiosk: Kiosk) -> None:
    record = new_id()
    with writing(engine) as session:
        assert kiosks.refuse(session, kiosk, kiosks.id_of_content(SEALED), "unreadable", SEALED, today=TODAY)
    assert take(engine, kiosk, record) == "stored"


def test_nothing_leads_from_a_record_to_its_response(engine: Engine, kiosk: Kiosk) -> None:
    record = new_id()
    take(engine, kiosk, record)
    with engine.connect() as connection:
        for table in ("response", "receipt", "consent"):
            assert record not in str(connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608
        response = connection.execute(text("SELECT id FROM response")).scalar_one()
        assert response not in str(connection.execute(text("SELECT * FROM kiosk_record")).all())


def count(engine: Engine, kiosk: Kiosk, station: str, **counts: int) -> None:
    with writing(engine) as session:
        named = {name.replace("_", " "): n for name, n in counts.items()}
        kiosks.count(session, kiosk, station, named, queue=Queue(2), today=TODAY)


def test_counts_sent_again_or_late_add_nothing(engine: Engine, kiosk: Kiosk) -> None:
    one, two = new_id(), new_id()
    for given_counts in ({"approached_und": 3}, {"approached_und": 5, "open_vi": 1}, {"approached_und": 3}):
        count(engine, kiosk, one, **given_counts)
    count(engine, kiosk, one, approached_und=5, open_vi=1)
    count(engine, kiosk, two, approached_und=4, completed_vi=2, refused_en=1)
    assert tallied(engine) == {"approached": 9, "open": 1, "refused": 1}
    with reading(engine) as session:
        told = kiosks.kiosks_of(session, kiosk.survey.survey_id)[POINT]
    assert (told.stations, told.approached, told.started, told.completed, told.waiting) == (2, 9, 3, 2, 4)
    assert told.day == TODAY


def test_interviews_that_were_cut_short_and_what_a_station_cannot_send_are_told(engine: Engine, kiosk: Kiosk) -> None:
    station = new_id()
    for queue in (Queue(5, 2, 1), Queue(3, 1, 1)):
        with writing(engine) as session:
            counts = {"started vi": 7, "completed vi": 3, "left:about vi": 1, "refused vi": 1}
            kiosks.count(session, kiosk, station, counts, queue=queue, today=TODAY)
    with reading(engine) as session:
        told = kiosks.kiosks_of(session, kiosk.survey.survey_id)[POINT]
    assert (told.started, told.cut_short, told.waiting, told.held, told.given_up) == (7, 2, 3, 1, 1)
    assert tallied(engine) == {"refused": 1, "left:about": 1}


def test_counts_sent_by_many_at_once_are_counted_once(engine: Engine, kiosk: Kiosk) -> None:
    station = new_id()
    all_at_once(8, lambda number: count(engine, kiosk, station, approached_und=number + 1))
    assert tallied(engine) == {"approached": 8}


def test_where_people_leave_is_told_by_page(engine: Engine, kiosk: Kiosk) -> None:
    with writing(engine) as session:
        kiosks.count(session, kiosk, new_id(), {"left:about vi": 2, "left:start en": 1}, queue=Queue(), today=TODAY)
        told = kiosks.kiosks_of(session, kiosk.survey.survey_id)[POINT]
    assert (told.left, told.started) == ({"about": 2, "start": 1}, 3)


@pytest.mark.parametrize(
    ("counts", "waiting"),
    [
        ({"approached xx": 1}, 0),
        ({"complete vi": 1}, 0),
        ({"approached und": -1}, 0),
        ({"approached und": 10**9}, 0),
        ({"left: vi": 1}, 0),
        ({}, -1),
        ({f"left:{n} vi": 1 for n in range(5000)}, 0),
    ],
)
def test_counts_of_what_cannot_be_counted_are_refused(
    engine: Engine, kiosk: Kiosk, counts: dict[str, int], waiting: int
) -> None:
    with pytest.raises(ImpossibleCounts), writing(engine) as session:
        kiosks.count(session, kiosk, new_id(), counts, queue=Queue(waiting), today=TODAY)
    assert tallied(engine) == {}


def test_the_code_is_stored_as_a_keyed_hash_alone(engine: Engine, kiosk: Kiosk) -> None:
    take(engine, kiosk, new_id())
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT code_hmac FROM receipt")).scalar_one()
    assert stored == codes.keyed_hash(SECRET, "receipt-lookup", CODE)
