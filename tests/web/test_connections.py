"""What a request leaves of its connection serves the next one, and nothing else of it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, bindparam, text
from sqlalchemy.exc import IntegrityError

from surveyapp.database import make_engine
from surveyapp.services.failures import DatabaseBusy, DatabaseUnavailable
from surveyapp.store.prepared import Prepared
from surveyapp.web import connections as module
from surveyapp.web.connections import Connections, Kept

NOTE = sa.Table("note", sa.MetaData(), sa.Column("word", sa.String(80), primary_key=True))
COUNT = Prepared(sa.select(sa.func.count()).select_from(NOTE))
WRITE = Prepared(sa.insert(NOTE).values(word=bindparam("word", type_=sa.String(80))), writes=True)
ONE = Prepared(sa.select(sa.literal_column("1", sa.Integer)))
SAY = Prepared(sa.insert(NOTE).values(word=bindparam("word")).returning(NOTE.c.word), writes=True)


@pytest.fixture
def connections(empty_url: str) -> Iterator[Connections]:
    engine = make_engine(empty_url)
    NOTE.create(engine)
    yield Connections(engine)
    engine.dispose()


def words(connections: Connections) -> list[str]:
    """Read what is durable, over a connection of its own."""
    with connections.engine.connect() as other:
        return sorted(other.execute(sa.select(NOTE.c.word)).scalars())


def put(kept: Kept, word: str) -> None:
    WRITE.execute(kept.session, {"word": word})


def test_one_request_after_another_speaks_over_the_same_connection(connections: Connections) -> None:
    first = connections.take()
    assert COUNT.first(first.session, {}) == (0,)
    connections.give_back(first)
    assert connections.take() is first


def test_requests_at_once_have_connections_of_their_own(connections: Connections) -> None:
    first, second = connections.take(), connections.take()
    assert first is not second
    assert first.plain is not second.plain


def test_the_one_statement_that_was_announced_is_durable_by_itself(connections: Connections) -> None:
    kept = connections.take()
    kept.begin_to_write(once=True)
    assert SAY.first(kept.session, {"word": "alone"}) == ("alone",)
    assert words(connections) == ["alone"]


def test_what_was_not_announced_or_not_committed_is_not_kept(connections: Connections) -> None:
    kept = connections.take()
    put(kept, "in a request that only reads")
    connections.give_back(kept)
    kept = connections.take()
    kept.begin_to_write(once=True)
    put(kept, "announced")
    put(kept, "one too many")
    connections.give_back(kept)
    kept = connections.take()
    kept.begin_to_write(once=False)
    put(kept, "begun")
    connections.give_back(kept)
    assert words(connections) == ["announced"]


def test_statements_of_both_kinds_share_a_transaction(connections: Connections) -> None:
    kept = connections.take()
    kept.begin_to_write(once=False)
    put(kept, "prepared")
    kept.session.execute(text("INSERT INTO note VALUES ('said')"))
    assert COUNT.first(kept.session, {}) == (2,)
    assert words(connections) == []
    kept.connection.commit()
    assert words(connections) == ["prepared", "said"]


def test_what_was_read_in_a_transaction_is_ended_before_one_statement_writes_by_itself(
    connections: Connections,
) -> None:
    kept = connections.take()
    assert kept.session.scalar(text("SELECT count(*) FROM note")) == 0
    kept.begin_to_write(once=True)
    put(kept, "alone")
    assert words(connections) == ["alone"]
    assert not kept.connection.in_transaction()


def test_a_second_wish_to_write_keeps_the_transaction(connections: Connections) -> None:
    kept = connections.take()
    kept.begin_to_write(once=False)
    put(kept, "first")
    kept.begin_to_write(once=False)
    put(kept, "second")
    kept.connection.commit()
    assert words(connections) == ["first", "second"]


def test_errors_bear_the_names_they_bear_everywhere(connections: Connections) -> None:
    kept = connections.take()
    kept.begin_to_write(once=True)
    put(kept, "twice")
    kept.begin_to_write(once=True)
    with pytest.raises(IntegrityError) as caught:
        put(kept, "twice")
    assert caught.value.hide_parameters
    nowhere = Prepared(sa.select(sa.table("nowhere", sa.column("word"))))
    with pytest.raises(DatabaseUnavailable):
        nowhere.first(kept.session, {})
    connections.give_back(kept)
    assert COUNT.first(connections.take().session, {}) == (1,)


def test_on_sqlite_a_turn_that_does_not_come_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    engine = make_engine(f"sqlite:///{tmp_path / 'notes'}")
    NOTE.create(engine)
    kept, other = Connections(engine).take(), Connections(engine).take()
    other.begin_to_write(once=False)
    kept.begin_to_write(once=True)
    with pytest.raises(DatabaseBusy):
        put(kept, "too late")
    other.rest()
    kept.begin_to_write(once=True)
    put(kept, "in time")
    assert COUNT.first(other.session, {}) == (1,)


def test_on_postgresql_a_connection_that_was_cut_is_given_up(postgresql: Engine) -> None:
    connections = Connections(postgresql)
    idle, used = connections.take(), connections.take()
    connections.give_back(idle)
    with postgresql.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid != pg_backend_pid()"))
    with pytest.raises(DatabaseUnavailable):
        ONE.first(used.session, {})
    connections.give_back(used)
    fresh = connections.take()
    assert fresh not in (idle, used)
    assert ONE.first(fresh.session, {}) == (1,)


def test_what_is_kept_ends_with_the_engine(connections: Connections) -> None:
    kept = connections.take()
    connections.give_back(kept)
    connections.engine.dispose()
    assert kept.connection.closed
    assert connections.take() is not kept
