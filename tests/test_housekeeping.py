"""Drafts that nobody comes back to go, and with them every trace of what was given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from surveyapp.database import make_engine, migrate, reading, writing
from surveyapp.housekeeping import keep_house
from surveyapp.services import answering, collecting
from surveyapp.services.answering import drafts
from tests.services.fieldwork import SLUG, TODAY, begin, finished, publish_tiny, save

MIDNIGHT = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)


def test_every_expired_draft_goes_however_many_there_are(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "_EXPIRED_AT_ONCE", 2)
    survey = publish_tiny(engine)
    finished(engine, survey)
    with writing(engine) as session:
        for _ in range(5):
            begin(session, survey)
    assert keep_house(engine, now=MIDNIGHT + timedelta(days=29)) == 0
    assert keep_house(engine, now=MIDNIGHT + timedelta(days=30)) == 5
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1
        assert collecting.steps_tallied(session, survey.survey_id) == {"begun": 6, "complete": 1, "expired": 5}


def test_nothing_of_an_expired_draft_is_left_in_a_file(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    migrate(engine)
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"WORDS": "canary " * 100})
    keep_house(engine, now=MIDNIGHT + timedelta(days=30))
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id) is None
    assert not [path.name for path in tmp_path.iterdir() if b"canary" in path.read_bytes()]
