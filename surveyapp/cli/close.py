"""surveyapp close: take no more answers."""

from __future__ import annotations

import click

from surveyapp.cli.database import database_choice
from surveyapp.cli.standing import put


@click.command(name="close")
@click.argument("survey")
@database_choice
def command(survey: str, database_url: str | None) -> None:
    """Close SURVEY: nobody is let in any more; who has begun may finish, and what kiosks have sealed is taken.

    Both that and corrections end with the freeze: the day set in the console, else when all that had begun before the
    closing has expired. People can see, withdraw and erase what they answered for good. `surveyapp reopen` takes it
    back.

    Example: surveyapp close interest-and-needs-2026
    """
    put(survey, "closed", database_url)
