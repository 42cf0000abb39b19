"""Give each request one session and one commit: a view's answer leaves only after its transaction is durable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, cast

import sqlalchemy as sa
from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from surveyapp.database import make_engine, open_for_writing
from surveyapp.store.base import Base

P = ParamSpec("P")
_WRITES = "writes"


class Database(SQLAlchemy):
    """Keep one engine an application, made as everywhere else."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> sa.Engine:
        return make_engine(str(app.config["SQLALCHEMY_DATABASE_URI"]))


def attach_database(app: Flask, url: str) -> Database:
    """Let the requests of `app` reach the database at `url`; nothing connects before the first of them."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    database = Database(metadata=Base.metadata, session_options={"expire_on_commit": False})
    database.init_app(app)
    return database


def session() -> Session:
    """Return the request's session."""
    database = cast(Database, current_app.extensions["sqlalchemy"])
    return database.session()


def writing(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Run a view in a transaction that may write, and commit before its answer leaves.

    An error rolls everything back and is answered by the application's error page.
    """

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        current = session()
        try:
            open_for_writing(current)
            answer = view(*args, **kwargs)
            current.commit()
        except BaseException:
            current.rollback()
            raise
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
        current = session()
        try:
            answer = view(*args, **kwargs)
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            current.info.pop(_WRITES, None)
        return answer.render() if isinstance(answer, AfterCommit) else answer

    return run


def begin_to_write(current: Session) -> None:
    """End what was only read and begin the transaction that writes; a second call in a request does nothing.

    PostgreSQL lets many write at once: there the transaction that read goes on, which spares two ways to it and back.
    """
    if not current.info.get(_WRITES):
        if current.get_bind().dialect.name == "sqlite":
            current.rollback()
            open_for_writing(current)
        current.info[_WRITES] = True


def reading(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Run a view in a transaction that only reads: whatever it tried to change is rolled back."""

    @wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        finally:
            session().rollback()

    return run
