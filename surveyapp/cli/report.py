"""surveyapp report: the report of a survey or of a data package."""

from pathlib import Path
from typing import Any

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.cli.progress import bar
from surveyapp.tasks.reporting import FORMATS, LANGUAGES, Format, report_on_package, report_on_survey


@click.command(name="report")
@click.argument("survey", required=False)
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A data package instead.")
@click.option("--lang", "languages", multiple=True, type=click.Choice(LANGUAGES), help="Only in this language.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Only in this format.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into.")
@database_choice
def command(
    survey: str | None,
    data: Path | None,
    languages: tuple[str, ...],
    formats: tuple[Format, ...],
    out: Path,
    database_url: str | None,
) -> None:
    """Write the interest-and-needs report of SURVEY, or of a data package, for browser, paper, Word, slides and Excel.

    Example: surveyapp report interest-and-needs-2026 --lang vi --out reports
    """
    if (survey is None) == (data is None):
        raise click.UsageError("Name a survey, or a data package with --data: one of the two.")
    chosen: dict[str, Any] = {"languages": languages or LANGUAGES, "formats": formats or FORMATS}
    with bar("report") as progress:
        if data is not None:
            files = report_on_package(data, out, progress, **chosen)
        else:
            _, engine = opened(database_url)
            with database.reading(engine) as session:
                files = report_on_survey(session, str(survey), out, progress, **chosen)
    for file in files:
        click.echo(file)
