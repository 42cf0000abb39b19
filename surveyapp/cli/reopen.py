"""surveyapp reopen: take answers again."""

from __future__ import annotations

import click

from surveyapp.cli.database import database_choice
from surveyapp.cli.standing import put


@click.command(name="reopen")
@click.argument("survey")
@database_choice
def command(survey: str, database_url: str | None) -> None:
    """Open SURVEY again: its addresses, links and kiosks ask people as before.

    Example: surveyapp reopen interest-and-needs-2026
    """
    put(survey, "open", database_url)
