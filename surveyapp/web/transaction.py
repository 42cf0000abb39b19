"""Give each request one session and one commit: a view's answer leaves only after its transaction is durable.

Session and connection are taken when they are first asked for and given back as soon as the transaction ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, ParamSpec

import sqlalchemy as sa
from flask import Flask, current_app, g
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from surveyapp.database import make_engine
from surveyapp.store.base import Base
from surveyapp.store.prepared import DRIVER
from surveyapp.web.connections import Connections, Kept

P = ParamSpec("P")
ENGINE: Final = "engine"
_CONNECTIONS: Final = "connections"
_KEPT: Final = "kept"


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
    app.extensions[_CONNECTIONS] = Connections(app.extensions[ENGINE])
    app.teardown_appcontext(_give_back)


def session() -> Session:
    """Return the request's session."""
    return _kept().session


def _kept() -> Kept:
    found: Kept | None = g.get(_KEPT)
    if found is None:
        connections: Connections = current_app.extensions[_CONNECTIONS]
        found = connections.take()
        setattr(g, _KEPT, found)
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
    view calls `begin_to_write` before its first write, and that write must check whatever was decided on.
    """

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            answer = view(*args, **kwargs)
            _commit()
        finally:
            _give_back()
        return answer.render() if isinstance(answer, AfterCommit) else answer

    return run


def begin_to_write(current: Session, *, once: bool = False) -> None:
    """End what was only read and begin the transaction that writes; a second call in a request does nothing.

    `once` says that a single statement follows, which needs no other transaction than its own: over PostgreSQL that
    spares two ways to it and back.
    """
    kept: Kept = current.info[DRIVER]
    kept.begin_to_write(once=once)


def reading(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Run a view in a transaction that only reads: whatever it tried to change is rolled back."""

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        finally:
            _give_back()

    return run


def _commit() -> None:
    kept: Kept | None = g.get(_KEPT)
    if kept is not None:
        kept.session.flush()
        if kept.connection.in_transaction():
            kept.connection.commit()


def _give_back(_error: BaseException | None = None) -> None:
    """Give back the connection; what was not committed is rolled back."""
    kept: Kept | None = g.pop(_KEPT, None)
    if kept is not None:
        connections: Connections = current_app.extensions[_CONNECTIONS]
        connections.give_back(kept)
