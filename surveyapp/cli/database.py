"""Open the database for a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.engine import Engine

from surveyapp import database
from surveyapp.settings import Settings, read_settings

database_choice: Callable[[Any], Any] = click.option(
    "--database",
    "database_url",
    metavar="URL",
    help="Where the data are: sqlite:///FILE or postgresql://…; DATABASE_URL where not given.",
)


def opened(database_url: str | None) -> tuple[Settings, Engine]:
    """Read the settings, connect and bring the schema up to date."""
    settings = read_settings(database_url=database_url)
    engine = database.make_engine(settings.database_url)
    database.check(engine)
    database.migrate(engine)
    return settings, engine
