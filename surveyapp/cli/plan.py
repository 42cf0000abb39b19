"""surveyapp plan: write down what a report would show, to be changed before it is written."""

from pathlib import Path

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.tasks import reporting


@click.command(name="plan")
@click.argument("survey", required=False)
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A data package instead.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@database_choice
def command(survey: str | None, data: Path | None, out: Path, database_url: str | None) -> None:
    """Write the plan that the codebook of SURVEY suggests, with proposed themes of its open answers.

    Change it, and give it to surveyapp report --plan.

    \b
    Example: surveyapp plan interest-and-needs-2026 --out plan.json
    """
    if (survey is None) == (data is None):
        raise click.UsageError("Name a survey, or a data package with --data: one of the two.")
    if data is not None:
        text = reporting.plan_of_package(data)
    else:
        _, engine = opened(database_url)
        with database.reading(engine) as session:
            text = reporting.plan_of_survey(session, str(survey))
    out.write_text(text, "utf-8")
    click.echo(out)
