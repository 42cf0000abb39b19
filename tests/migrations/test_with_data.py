"""Every migration goes up, down and up again with data in the tables, and loses none that it need not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, MetaData, Table, insert, inspect, select
from sqlalchemy.orm import Session

from surveyapp import places
from surveyapp.database import make_engine, migrate, migrate_down, reading, writing
from surveyapp.formats.result import ReadResult
from surveyapp.services import accounts, answering, auditing, collecting, jobs, kiosks, manuscripts, points
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from surveyapp.services.failures import DatabaseUnavailable
from surveyapp.services.fielded import FieldedSurvey, find_survey
from surveyapp.services.reports import inputs, publications, snapshots
from surveyapp.services.reports.publications import Publisher
from surveyapp.store.models import Base
from tests.services.fieldwork import SECRET, SLUG, TODAY, begin, finished, new_id, publish_tiny, save
from tests.services.racing import all_at_once

Rows = Mapping[str, list[dict[str, Any]]]


def _revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(places.migrations()))
    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]


def _fill(engine: Engine) -> str:
    """Put something into every table and return a receipt code."""
    survey = publish_tiny(engine, simulated=True)
    code = finished(engine, survey, WORDS="Tiếng Việt, 한국어, العربية").code
    with writing(engine) as session:
        save(session, begin(session, survey), {"AGE": 41})
        accounts.create(session, "linh@example.org", role="researcher", password_hash="hashed")
        _report(session, survey)
        reading_told = ReadResult(survey.questionnaire, "native")
        manuscripts.add(
            session,
            DEFAULT_ORGANISATION,
            "next",
            survey.questionnaire,
            reading_told,
            file_name="naïve.json",
            actor="a",
            today=TODAY,
        )
        point = points.add(
            session,
            survey.survey_id,
            name="sgn",
            sample_source="kiosk",
            channel="kiosk",
            mode="kiosk",
            country="VN",
            told=points.Told("Sân bay", "Nhà ga T2", "airport", ("vi", "en")),
            secret=SECRET,
        )
        key = kiosks.open_kiosk(session, survey.survey_id, "sgn", secret=SECRET)
        kiosk = kiosks.find_kiosk(session, key, secret=SECRET)
        assert kiosk is not None and kiosk.point == point.point
        sealed = kiosks.Sealed("a", "b", "c")
        kiosks.refuse(session, kiosk, kiosks.id_of_content(sealed), "unreadable", sealed, today=TODAY)
        kiosks.count(session, kiosk, new_id(), {"approached und": 3}, queue=kiosks.Queue(1), today=TODAY)
        auditing.note(session, DEFAULT_ORGANISATION, actor="a", action="b", subject="c", today=TODAY)
    return code


def _report(session: Session, survey: FieldedSurvey) -> None:
    """Keep a plan and a snapshot, write a report, and publish it."""
    snapshots.keep(session, survey.survey_id, snapshots.take(session, survey), today=TODAY)
    job = jobs.enqueue(session, "report", {"survey": SLUG}, survey_id=survey.survey_id).id
    jobs.claim(session, "worker")
    jobs.keep(session, job, "worker", "x", "text/plain", b"\0\xff")
    inputs.keep(session, survey.survey_id, "plan", {"seed": 7}, revision=0, actor="a", today=TODAY)
    publisher = Publisher("a", "Nguyễn Văn An", "administrator")
    report = publications.Judged(b"{}", {"cells": []}, 0, job)
    publications.add(session, survey, report, publisher, now=datetime(2026, 11, 3, tzinfo=UTC))


def _dump(engine: Engine) -> Rows:
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }


def _restore(engine: Engine, rows: Rows) -> None:
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if rows[table.name]:
                connection.execute(insert(table), rows[table.name])


def _restore_as_of(engine: Engine, rows: Rows) -> dict[str, list[str]]:
    """Store rows in the tables and columns that there are, and return these."""
    there = inspect(engine)
    stored: dict[str, list[str]] = {}
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if not there.has_table(table.name):
                continue
            names = {column["name"] for column in there.get_columns(table.name)}
            known = [column for column in table.columns if column.name in names]
            stored[table.name] = [column.name for column in known]
            of_then = Table(table.name, MetaData(), *(Column(column.name, column.type) for column in known))
            told = [{name: row[name] for name in stored[table.name]} for row in rows[table.name]]
            connection.execute(insert(of_then), told)
    return stored


def test_filling_leaves_no_table_empty(engine: Engine) -> None:
    _fill(engine)
    assert not [name for name, rows in _dump(engine).items() if not rows]


def test_each_step_goes_up_down_and_up_with_data(empty_engine: Engine) -> None:
    before = "base"
    for revision in _revisions():
        migrate(empty_engine, revision)
        migrate_down(empty_engine, before)
        migrate(empty_engine, revision)
        before = revision
    _fill(empty_engine)
    for revision in reversed(["base", *_revisions()[:-1]]):
        migrate_down(empty_engine, revision)
    assert set(inspect(empty_engine).get_table_names()) <= {"alembic_version"}
    migrate(empty_engine)
    assert not any(_dump(empty_engine).values())


def test_data_put_back_after_down_and_up_work_as_before(engine: Engine) -> None:
    code = _fill(engine)
    rows = _dump(engine)
    migrate_down(engine)
    migrate(engine)
    _restore(engine, rows)
    assert _dump(engine) == rows
    with reading(engine) as session:
        assert answering.view_receipt(session, code, SECRET, TODAY).answers["WORDS"]["v"].startswith("Tiếng Việt")
        assert collecting.count_finished(session, SLUG) == 1
        assert auditing.first_broken(session, DEFAULT_ORGANISATION, "staff") is None


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Rows]:
    """Give a receipt code, and the rows of a store with something in every table."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('filled') / 'store.sqlite3'}")
    migrate(engine)
    code = _fill(engine)
    rows = _dump(engine)
    engine.dispose()
    return code, rows


@pytest.mark.parametrize("earlier", _revisions()[:-1])
def test_what_was_stored_at_an_earlier_revision_is_there_and_works_at_the_newest(
    filled: tuple[str, Rows], empty_engine: Engine, earlier: str
) -> None:
    code, rows = filled
    migrate(empty_engine, earlier)
    stored = _restore_as_of(empty_engine, rows)
    migrate(empty_engine)
    found = _dump(empty_engine)
    for name, columns in stored.items():
        before, after = ([[row[column] for column in columns] for row in of[name]] for of in (rows, found))
        assert sorted(after, key=repr) == sorted(before, key=repr), name
    with writing(empty_engine) as session:
        assert answering.view_receipt(session, code, SECRET, TODAY).answers["WORDS"]["v"].startswith("Tiếng Việt")
        survey = find_survey(session, SLUG)
        save(session, begin(session, survey), {"AGE": 41})
        assert auditing.first_broken(session, DEFAULT_ORGANISATION, "staff") is None


def test_a_migration_that_fails_leaves_the_schema_as_it_was(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE artefact (x integer)")
    with pytest.raises(DatabaseUnavailable, match="tables of another program"):
        migrate(empty_engine)
    assert inspect(empty_engine).get_table_names() == ["artefact"]


def test_many_processes_starting_at_once_migrate_once(empty_engine: Engine) -> None:
    all_at_once(6, lambda _: migrate(empty_engine))
    _fill(empty_engine)
