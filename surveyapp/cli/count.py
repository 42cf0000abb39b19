"""surveyapp count: how many responses are finished."""

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.services import collecting, publishing
from surveyapp.services.failures import UnknownSurvey


@click.command(name="count")
@click.argument("survey")
@database_choice
def command(survey: str, database_url: str | None) -> None:
    """Print how many finished responses SURVEY has: one number.

    Example: surveyapp count interest-and-needs-2026
    """
    _, engine = opened(database_url)
    with database.reading(engine) as session:
        if publishing.find(session, survey) is None:
            raise UnknownSurvey
        click.echo(collecting.count_finished(session, survey))
