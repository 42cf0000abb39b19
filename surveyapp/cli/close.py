"""surveyapp close: take no more answers."""

from __future__ import annotations

import click

from surveyapp.cli.database import database_choice
from surveyapp.cli.standing import put


@click.command(name="close")
@click.argument("survey")
@database_choice
def command(survey: str, database_url: str | None) -> None:
    """Close SURVEY: nobody is asked any more, and answers are corrected no more; what kiosks have sealed is taken.

    Who is in the middle is told so; the pages answered before stay as a draft while drafts do. People can still see,
    withdraw and erase what they answered. `surveyapp reopen` takes it back.

    Example: surveyapp close interest-and-needs-2026
    """
    put(survey, "closed", database_url)
