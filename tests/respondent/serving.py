"""Serve the small survey in every language, one that is closed, and the bundled instrument, on a free port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from surveyapp.database import make_engine, migrate, writing
from surveyapp.demonstration.fieldwork import field_survey
from surveyapp.instruments import bundled
from surveyapp.respondent.app import create_app
from surveyapp.settings import Settings
from tests.listening import listening
from tests.respondent.conftest import field
from tests.respondent.page_kinds import CLOSED
from tests.respondent.survey import EVERY_LANGUAGE

SECRET = "s" * 40


@dataclass(frozen=True)
class Served:
    """The application, where it listens, and its store."""

    app: Flask
    address: str
    engine: Engine


@contextmanager
def serving(folder: Path, *, instrument: bool = True) -> Iterator[Served]:
    """Serve everything from a store in the folder."""
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    field(engine, languages=EVERY_LANGUAGE)
    field(engine, slug=CLOSED, languages=EVERY_LANGUAGE, open=False)
    if instrument:
        with writing(engine) as session:
            field_survey(session, bundled(), [], secret=SECRET, today=datetime.now(UTC).date())
    app = create_app(Settings(database_url=url, secret_key=SECRET, instance=folder))
    with listening(app) as address:
        yield Served(app, address, engine)
    engine.dispose()
