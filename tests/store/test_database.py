"""The database opens, waits its turn and fails with a sentence that says what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.database import (
    check,
    forget_deleted,
    make_engine,
    migrate,
    open_for_writing,
    reading,
    writing,
)
from surveyapp.services import answering, collecting
from surveyapp.services.failures import DatabaseBusy, DatabaseUnavailable, DiskFull
from surveyapp.store.models import Base
from tests.patience import LONGEST
from tests.services.fieldwork import SECRET, SLUG, TODAY, begin, finish, finished, publish_tiny, save

CUT_ALL_OTHERS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()
"""
RESPONDENT_TABLES = ("draft", "response", "receipt", "consent", "tally")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "cannot be read"),
        ("", "cannot be read"),
        ("postgresql://user:pass word@[bad/name", "DATABASE_URL"),
        ("mysql://user:hidden-word@host/name", "not supported"),
        ("oracle://user:hidden-word@host/name", "not supported"),
        ("sqlite+aiosqlite:///x.sqlite3", "not supported"),
        ("postgresql+asyncpg://user:hidden-word@host/name", "not supported"),
        ("postgresql://user:hidden-word@host:not-a-port/name", "cannot be"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_what_to_do(url: str, says: str) -> None:
    with pytest.raises(DatabaseUnavailable) as failure:
        check(make_engine(url))
    assert says in str(failure.value)
    assert "DATABASE_URL" in str(failure.value)
    assert "hidden-word" not in str(failure.value)


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    engine = make_engine("postgresql://somebody:hidden-word@127.0.0.1:1/nothing")
    with pytest.raises(DatabaseUnavailable) as failure:
        migrate(engine)
    assert "somebody:***@127.0.0.1:1/nothing" in str(failure.value)
    assert "hidden-word" not in str(failure.value)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="nowhere"):
        make_engine(f"sqlite:///{tmp_path}/nowhere/at/all.sqlite3")


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseUnavailable, match="file"):
        check(make_engine(f"sqlite:///{tmp_path}/file/x.sqlite3"))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_text("this is no database, and it is longer than a header of SQLite would be" * 20)
    with pytest.raises(DatabaseUnavailable, match="sqlite3"):
        migrate(make_engine(f"sqlite:///{tmp_path}/x.sqlite3"))


def test_a_database_without_tables_is_unavailable_rather_than_a_mistake_of_the_program(empty_engine: Engine) -> None:
    with pytest.raises(DatabaseUnavailable), reading(empty_engine) as session:
        answering.find_survey(session, SLUG)


def test_mistakes_of_the_program_keep_their_own_name(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.execute(text("INSERT INTO wave (survey_id, number) VALUES ('nobody', 1)"))


def test_answers_never_stand_in_an_error(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as error, writing(engine) as session:
        session.execute(
            text("INSERT INTO wave (survey_id, number) VALUES (:survey, 1)"), {"survey": "canary-of-an-answer"}
        )
    assert "canary-of-an-answer" not in str(error.value).split("DETAIL")[0]


def test_an_error_rolls_everything_back(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        draft = begin(session, survey)
        raise ZeroDivisionError
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id) is None


def test_what_a_reading_transaction_changes_is_not_kept(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with reading(engine) as session:
        draft = begin(session, survey)
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id) is None


def test_a_reader_does_not_keep_a_writer_waiting(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with reading(engine) as reader:
        before = collecting.count_finished(reader, SLUG)
        finished(engine, survey)
        assert before == 0
    with reading(engine) as reader:
        assert collecting.count_finished(reader, SLUG) == 1


def test_a_second_writer_waits_for_the_first_and_then_sees_what_it_wrote(engine: Engine) -> None:
    survey = publish_tiny(engine)
    began = Event()
    seen: list[int] = []
    with writing(engine) as session:
        draft = begin(session, survey)

    def second() -> None:
        began.set()
        with writing(engine) as session:
            seen.append(save(session, draft, {"AGE": 41}).revision)

    with writing(engine) as session:
        save(session, draft, {"AGE": 41})
        thread = Thread(target=second)
        thread.start()
        began.wait()
        thread.join(0.3)
        assert seen == []
    thread.join(LONGEST)
    assert seen == [2]


def test_on_sqlite_a_writer_holds_the_lock_from_its_first_statement(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'two.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    other = sqlite3.connect(tmp_path / "two.sqlite3", timeout=0, isolation_level=None)
    with writing(engine), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with Session(engine) as session:
        open_for_writing(session)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    with reading(engine) as session:
        session.execute(text("SELECT count(*) FROM survey"))
        other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


def test_on_sqlite_waiting_too_long_is_busy_and_not_a_traceback(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'two.sqlite3'}")
    migrate(engine)
    other = sqlite3.connect(tmp_path / "two.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
        connection.rollback()
    with pytest.raises(DatabaseBusy), writing(engine):
        pass
    other.close()


def test_on_sqlite_every_connection_is_durable_and_forgets_what_is_deleted(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    with engine.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        found = [connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    assert found == ["wal", 2, 1, 1]


def test_a_full_disk_loses_nothing_acknowledged_and_recovers(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'small.sqlite3'}")
    migrate(engine)
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    _allow_pages(engine, pages + 10)
    acknowledged = draft
    with pytest.raises(DiskFull):
        for number in range(100):
            with writing(engine) as session:
                saved = save(session, acknowledged, {"WORDS": "x" * 5_000 * (number + 1)})
            acknowledged = saved
    assert acknowledged.revision > draft.revision
    with reading(engine) as session:
        assert answering.load(session, survey.survey_id, draft.draft_id) == acknowledged
    _allow_pages(engine, pages * 100)
    with writing(engine) as session:
        finish(session, survey, save(session, acknowledged, {"AGE": 41, "WORDS": None}).draft_id)
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1


@pytest.mark.parametrize(
    ("state", "failure"),
    [("53100", DiskFull), ("40P01", DatabaseBusy), ("40001", DatabaseBusy), ("53300", DatabaseUnavailable)],
)
def test_on_postgresql_the_servers_own_troubles_have_names(
    postgresql: Engine, state: str, failure: type[DatabaseUnavailable]
) -> None:
    with pytest.raises(failure), writing(postgresql) as session:
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'trouble' USING ERRCODE = '{state}'; END $$"))


def test_on_postgresql_waiting_too_long_is_busy_too(postgresql: Engine) -> None:
    survey = publish_tiny(postgresql)
    with writing(postgresql) as session:
        draft = begin(session, survey)
    with writing(postgresql) as first:
        assert first.execute(text("SHOW lock_timeout")).scalar_one() == "20s"
        save(first, draft, {"AGE": 41})
        with pytest.raises(DatabaseBusy), writing(postgresql) as second:
            second.execute(text("SET LOCAL lock_timeout = '20ms'"))
            save(second, draft, {"AGE": 42})
    with reading(postgresql) as session:
        now = answering.load(session, survey.survey_id, draft.draft_id)
    assert now is not None
    assert now.answers["AGE"] == 41


def test_on_postgresql_a_cut_connection_is_named_and_the_next_request_works(postgresql: Engine) -> None:
    survey = publish_tiny(postgresql)
    with pytest.raises(DatabaseUnavailable), writing(postgresql) as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    finished(postgresql, survey)
    with reading(postgresql) as session:
        assert collecting.count_finished(session, SLUG) == 1


def test_on_postgresql_a_restart_between_requests_is_not_noticed(postgresql: Engine) -> None:
    survey = publish_tiny(postgresql)
    with reading(postgresql) as session:
        collecting.count_finished(session, SLUG)
    other = make_engine(postgresql.url.render_as_string(hide_password=False))
    with other.begin() as connection:
        connection.execute(text(CUT_ALL_OTHERS))
    other.dispose()
    finished(postgresql, survey)


def _allow_pages(engine: Engine, pages: int) -> None:
    """Set the limit on the one pooled connection, as a disk of that size would."""
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()


def test_what_was_erased_is_in_no_file_of_sqlite(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    migrate(engine)
    survey = publish_tiny(engine)
    canary = "canary " * 100
    code = finished(engine, survey, WORDS=canary).code
    with writing(engine) as session:
        left = save(session, begin(session, survey), {"WORDS": canary})
    with writing(engine) as session:
        answering.leave(session, left, outcome="screened-out", today=TODAY)
        answering.erase(session, code, SECRET, TODAY)
    assert b"canary canary" in _bytes_of(tmp_path)
    forget_deleted(engine)
    assert b"canary canary" not in _bytes_of(tmp_path)


def test_forgetting_what_was_deleted_keeps_what_was_not(engine: Engine) -> None:
    survey = publish_tiny(engine)
    finished(engine, survey)
    assert forget_deleted(engine)
    with writing(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1
        begin(session, survey)


def test_on_sqlite_forgetting_waits_for_nobody_and_says_that_it_was_not_done(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    migrate(engine)
    survey = publish_tiny(engine)
    with reading(engine) as session:
        collecting.count_finished(session, SLUG)
        finished(engine, survey)
        assert not forget_deleted(engine)
    with writing(engine) as session:
        begin(session, survey)
        assert not forget_deleted(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 20_000
    assert forget_deleted(engine)


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_no_table_of_respondents_can_hold_a_time_or_an_address(engine: Engine) -> None:
    suspicious = ("time", "ip", "address", "agent", "referrer", "created", "updated", "at")
    for name in RESPONDENT_TABLES:
        table = Base.metadata.tables[name]
        assert not {column.name for column in table.columns} & set(suspicious)
        assert not [column for column in table.columns if str(column.type) in ("DATETIME", "TIMESTAMP", "TIME")]
        assert next(iter(table.primary_key)).name == "survey_id"


def test_on_sqlite_no_row_number_keeps_the_order_of_arrival(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    migrate(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        tables = {row.name: row.sql for row in rows}
    assert all("WITHOUT ROWID" in tables[name] for name in RESPONDENT_TABLES)
