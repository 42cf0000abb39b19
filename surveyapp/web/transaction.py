"""Give each request one session and one commit: a view's answer leaves only after its transaction is durable.

A session speaks over one connection, taken when it is first asked for and given back as soon as the transaction ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, ParamSpec, cast

import sqlalchemy as sa
from flask import Flask, current_app, g
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from surveyapp.database import WRITING, make_engine
from surveyapp.store.base import Base

P = ParamSpec("P")
ENGINE: Final = "engine"
_LATE: Final = "writes_late"
_ALONE: Final = "AUTOCOMMIT"


class Database(SQLAlchemy):
    """Keep one engine an application, made as everywhere else."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> sa.Engine:
        return make_engine(str(app.config["SQLALCHEMY_DATABASE_URI"]))


def attach_database(app: Flask, url: str) -> None:
    """Let the requests of `app` reach the database at `url`; nothing connects before the first of them."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    database = Database(metadata=Base.metadata)
    database.init_app(app)
    with app.app_context():
        app.extensions[ENGINE] = database.engine
    app.teardown_appcontext(_give_back)


def session() -> Session:
    """Return the request's session."""
    found: Session | None = g.get("session")
    if found is None:
        engine: sa.Engine = current_app.extensions[ENGINE]
        connection = engine.connect()
        if g.get(_LATE) and engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level=_ALONE)
        found = g.session = Session(connection, expire_on_commit=False)
    return found


def writing(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Run a view in a transaction that may write, and commit before its answer leaves.

    An error rolls everything back and is answered by the application's error page.
    """

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            begin_to_write(session())
            answer = view(*args, **kwargs)
            _commit()
        finally:
            _give_back()
        return answer

    return run


@dataclass(frozen=True, slots=True)
class AfterCommit:
    """An answer that is made only once what it tells is durable, so that nobody waits for its making."""

    render: Callable[[], str]


def writing_late(view: Callable[P, ResponseReturnValue | AfterCommit]) -> Callable[P, ResponseReturnValue]:
    """Run a view that reads, thinks, and only then writes, and commit before its answer leaves.

    SQLite has one writer at a time: a page that thinks before it asks to be that writer lets others pass. The
    view calls `begin_to_write` before its first write, and that write must check whatever was decided on. Until then
    each statement is by itself on PostgreSQL, as it is there in any transaction that others may commit between.
    """

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        setattr(g, _LATE, True)
        try:
            answer = view(*args, **kwargs)
            _commit()
        finally:
            _give_back()
        return answer.render() if isinstance(answer, AfterCommit) else answer

    return run


def begin_to_write(current: Session, *, once: bool = False) -> None:
    """End what was only read and begin the transaction that writes; a second call in a request does nothing.

    `once` says that a single statement follows, which on PostgreSQL needs no other transaction than its own: that
    spares two ways to it and back.
    """
    connection = _connection(current)
    options = connection.get_execution_options()
    if connection.dialect.name == "sqlite" and not options.get("writing"):
        _end(current)
        connection.execution_options(**WRITING)
    elif options.get("isolation_level") == _ALONE:
        if once:
            return
        _end(current)
        connection.execution_options(isolation_level=connection.default_isolation_level)
    if not connection.in_transaction():
        connection.begin()


def _end(current: Session) -> None:
    current.rollback()
    _connection(current).rollback()


def reading(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Run a view in a transaction that only reads: whatever it tried to change is rolled back."""

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        finally:
            _give_back()

    return run


def _connection(current: Session) -> sa.Connection:
    return cast(sa.Connection, current.bind)


def _commit() -> None:
    current: Session | None = g.get("session")
    if current is not None:
        current.flush()
        _connection(current).commit()


def _give_back(_error: BaseException | None = None) -> None:
    """Give back the connection; what was not committed is rolled back."""
    current: Session | None = g.pop("session", None)
    if current is not None:
        current.close()
        _connection(current).close()
