"""surveyapp report: the report of a survey or of a data package, and the check of one that was written."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.cli.progress import bar
from surveyapp.cli.report_publishing import Publishing, publish
from surveyapp.tasks import reporting
from surveyapp.tasks.reporting import FORMATS, Format

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


INTERNAL = (
    "This report is internal, for those who may see the data: groups from five people on are printed and nothing is "
    "withheld. It cannot be published."
)


@click.command(name="report")
@click.argument("survey", required=False)
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A data package instead.")
@click.option("--plan", type=FILE, help="What to report, as JSON; the usual without it.")
@click.option("--statements", type=FILE, help="What persons state of the survey, as JSON.")
@click.option("--measures", type=FILE, help="The register of measures, as JSON.")
@click.option(
    "--previous", multiple=True, type=FOLDER, help="The data package of the wave before; again for those before it."
)
@click.option("--lang", "languages", multiple=True, metavar="TAG", help="In this language; the plan's without it.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), help="Only in this format.")
@click.option(
    "--internal",
    is_flag=True,
    help="For those who may see the data: groups of five, nothing withheld. A plan may say so.",
)
@click.option("--ledger", type=FILE, help="What was published of the survey before; beside the report without it.")
@click.option("--out", type=FOLDER, help="Folder to write into.")
@click.option("--verify", "manifest", type=FILE, help="Make the report of this manifest again and compare.")
@click.option("--publish", "published", type=FILE, help="Make the report of this manifest again and publish it.")
@click.option("--by", default="", help="Who publishes: the address of an account; with --data a name.")
@click.option("--role", default="", help="As what they publish, such as director.")
@database_choice
def command(
    survey: str | None,
    data: Path | None,
    plan: Path | None,
    statements: Path | None,
    measures: Path | None,
    previous: tuple[Path, ...],
    languages: tuple[str, ...],
    formats: tuple[Format, ...],
    internal: bool,
    ledger: Path | None,
    out: Path | None,
    manifest: Path | None,
    published: Path | None,
    by: str,
    role: str,
    database_url: str | None,
) -> None:
    """Write the interest-and-needs report of SURVEY, or of a data package, for browser, paper, Word, slides and Excel.

    \b
    Example: surveyapp report interest-and-needs-2026 --lang vi --out reports
             surveyapp report interest-and-needs-2026 --verify reports/manifest.json
             surveyapp report interest-and-needs-2026 --publish reports/manifest.json --by an@gov.example --role head
    """
    if published is not None:
        publish(survey, data, published, Publishing(by, role, previous, ledger), database_url)
        return
    if (survey is None) == (data is None):
        raise click.UsageError("Name a survey, or a data package with --data: one of the two.")
    if (out is None) == (manifest is None):
        raise click.UsageError("Say where to write with --out, or what to check with --verify: one of the two.")
    if manifest is not None:
        _check(survey, data, manifest, database_url, previous)
        return
    chosen: dict[str, Any] = {"languages": languages, "formats": formats or FORMATS}
    chosen |= {"plan": plan, "statements": statements, "measures": measures, "previous": previous}
    chosen |= {"internal": internal, "ledger": ledger}
    _write(survey, data, Path(str(out)), database_url, chosen)


def _write(survey: str | None, data: Path | None, out: Path, database_url: str | None, chosen: dict[str, Any]) -> None:
    if reporting.is_internal(chosen["plan"], chosen["internal"]):
        click.echo(INTERNAL, err=True)
    with bar("report") as progress:
        if data is not None:
            files = reporting.report_on_package(data, out, progress, **chosen)
        else:
            _, engine = opened(database_url)
            snapshot = reporting.freeze(engine, str(survey), today=datetime.now(UTC).date())
            with database.reading(engine) as session:
                files = reporting.report_on_survey(session, str(survey), out, progress, snapshot=snapshot, **chosen)
    for file in files:
        click.echo(file)


def _check(
    survey: str | None, data: Path | None, manifest: Path, database_url: str | None, previous: tuple[Path, ...]
) -> None:
    """Print what a check found, and leave with 1 where something differs."""
    with bar("report") as progress:
        if data is not None:
            found = reporting.verify_on_package(manifest, data, progress, previous=previous)
        else:
            _, engine = opened(database_url)
            with database.reading(engine) as session:
                found = reporting.verify_on_survey(
                    session, str(survey), manifest, progress, previous=previous, is_beside=True
                )
    for line in reporting.lines_of(found):
        click.echo(line)
    if not found.holds:
        sys.exit(1)
