"""Serve a survey at a kiosk on a free port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine

from surveyapp.database import make_engine, migrate
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.app import create_app
from surveyapp.settings import Settings
from tests.listening import listening
from tests.respondent.kiosk.fielding import SECRET, Fielded, field_kiosk

Kiosk = tuple[str, Fielded, Engine]
"""Its address, the survey as fielded, and the store."""
Behind = Callable[[Flask], Any]


def store_in(folder: Path) -> tuple[str, Engine]:
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    return url, engine


@contextmanager
def serving_kiosk(
    folder: Path, questionnaire: Questionnaire | None = None, *, behind: Behind = lambda app: app, **settings: Any
) -> Iterator[tuple[Kiosk, Any]]:
    """Serve the kiosk cut, or another questionnaire, from a store in the folder; yield the kiosk and what serves it.

    `behind` makes what stands before the application; `settings` are those of the installation.
    """
    url, engine = store_in(folder)
    fielded = field_kiosk(engine, questionnaire)
    served = behind(create_app(Settings(database_url=url, secret_key=SECRET, instance=folder, **settings)))
    with listening(served) as address:
        yield (address, fielded, engine), served
    engine.dispose()
