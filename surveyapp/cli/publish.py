"""Field a questionnaire, ours or anybody's."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.cli.diff import marks_of
from surveyapp.cli.output import echo_json
from surveyapp.cli.problem_lines import line_of, terminal_language
from surveyapp.formats.reading import read
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.versions import unused_marks
from surveyapp.services import publishing
from surveyapp.services.failures import NotPublishable
from surveyapp.web.fitting import countries_named, fit_for_the_field

_SENSITIVITY = re.compile(r"(none|basic|sensitive:[a-z-]+)\Z")


@click.command(name="publish")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--slug", required=True, help="The survey's address: /LANGUAGE/s/SLUG.")
@click.option("--sensitivity", help="For every question that says none: none, basic or sensitive:KIND.")
@click.option("--consent", type=click.Choice(["standard"]), help="Ask consent in our standard words before anything.")
@click.option("--cleared", help="Countries where fieldwork may run: `all`, or codes such as KR,JP,TW.")
@click.option("--language", default="en", show_default=True, help="What wording without a language is taken for.")
@click.option(
    "--mark", "marked", multiple=True, metavar="PLACE:LANGUAGE=MARK", help="A changed wording: typo or meaning."
)
@click.option("--json", "as_json", is_flag=True, help="Print the version, the languages and the notes as JSON.")
@database_choice
def command(
    file: Path,
    slug: str,
    sensitivity: str | None,
    consent: str | None,
    cleared: str | None,
    language: str,
    marked: tuple[str, ...],
    as_json: bool,
    database_url: str | None,
) -> None:
    """Field the questionnaire in FILE (any known format) at the address SLUG.

    Publishing the same content again keeps its version; other content becomes the next one.

    Example: surveyapp publish household.xlsx --slug household --sensitivity basic --consent standard
    """
    if sensitivity is not None and not _SENSITIVITY.match(sensitivity):
        raise click.BadParameter("say none, basic or sensitive:KIND", param_hint="--sensitivity")
    countries = None if cleared is None else cleared_countries(cleared)
    marks = marks_of(marked)
    result = read(file)
    if result.questionnaire is None or result.refused:
        _refuse(f"{file} cannot be published.", result.problems)
    notes = [f"lost  {lost.place}: {lost.what} ({lost.why})" for lost in result.lost]
    questionnaire, told = fit_for_the_field(result.questionnaire, sensitivity, consent is not None, language)
    _, engine = opened(database_url)
    try:
        with database.writing(engine) as session:
            before = publishing.find(session, slug)
            settings = None if countries is None else {**(before.settings if before else {}), "cleared": countries}
            today = datetime.now(UTC).date()
            version = publishing.publish(
                session, None, slug, questionnaire, settings=settings, marks=marks, today=today
            )
        earlier = before.questionnaire if before else questionnaire
        told += [f"{one.place}: {one.text}" for one in unused_marks(earlier, questionnaire, marks)]
    except NotPublishable as failure:
        _refuse(str(failure), failure.problems)
    _tell(slug, version, questionnaire.languages, [*notes, *told], as_json)


def cleared_countries(text: str) -> list[str]:
    """Return country codes from `all` or a list with commas."""
    codes, strangers = countries_named(text)
    if strangers:
        raise click.BadParameter(f"no country has the code {', '.join(strangers)}", param_hint="--cleared")
    return codes


def _refuse(sentence: str, problems: Sequence[Problem]) -> NoReturn:
    click.echo(f"surveyapp: {sentence}", err=True)
    for problem in problems:
        click.echo(f"  {line_of(problem, terminal_language())}", err=True)
    sys.exit(1)


def _tell(slug: str, version: int, languages: tuple[str, ...], notes: list[str], as_json: bool) -> None:
    addresses = [f"/{tag}/s/{slug}" for tag in languages]
    told: dict[str, Any] = {"survey": slug, "version": version, "addresses": addresses, "notes": notes}
    if as_json:
        echo_json(told)
        return
    for note in notes:
        click.echo(note)
    click.echo(f"{slug}, version {version}: {', '.join(addresses)}")
