"""surveyapp report --publish: make a report again, and publish it where nothing stands against that."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from surveyapp import database
from surveyapp.cli.database import opened
from surveyapp.cli.progress import bar
from surveyapp.services import accounts, fielded
from surveyapp.services.failures import Failure, UnknownAccount, UnknownSurvey
from surveyapp.services.reports import publications
from surveyapp.services.reports.publications import Publisher
from surveyapp.tasks import publishing
from surveyapp.tasks.publishing import Judged
from surveyapp.tasks.reporting import snapshot_of


class MayNotPublish(Failure):
    """The account has no role that publishes."""

    sentence = "This account may not publish reports of the survey; a researcher or an administrator may."


@dataclass(frozen=True, slots=True)
class Publishing:
    """Who publishes, and what the report was compared and judged with beside its data."""

    by: str
    role: str
    previous: tuple[Path, ...]
    ledger: Path | None


def publish(survey: str | None, data: Path | None, manifest: Path, asked: Publishing, database_url: str | None) -> None:
    """Publish the report of a manifest, or leave with 1 after a line for every reason against it."""
    if (survey is None) == (data is None):
        raise click.UsageError("Publishing makes the report again: name the survey, or its data package with --data.")
    if data is not None:
        with bar("report") as progress:
            judged = publishing.judge_on_package(manifest, data, progress, previous=asked.previous, ledger=asked.ledger)
        _refuse(judged)
    else:
        _publish_in_store(str(survey), manifest, asked, database_url)
        return
    _say(judged, manifest, asked)


def _publish_in_store(slug: str, manifest: Path, asked: Publishing, database_url: str | None) -> None:
    """Judge with what was published of the survey before, and keep who publishes in the database."""
    _, engine = opened(database_url)
    with bar("report") as progress, database.reading(engine) as session:
        survey = fielded.find_survey(session, slug)
        if survey is None:
            raise UnknownSurvey
        account = accounts.find_by_email(session, asked.by)
        if account is None:
            raise UnknownAccount
        if not accounts.roles_in(session, account.id, survey.organisation_id) & publications.PUBLISH:
            raise MayNotPublish
        judged = publishing.judge_on_survey(
            session,
            slug,
            survey.survey_id,
            manifest,
            progress,
            previous=asked.previous,
            files=publishing.ledger_files(manifest, slug, asked.ledger),
        )
        made_from = None if judged.reasons else snapshot_of(session, slug, manifest)
    _refuse(judged)
    publisher = Publisher(account.id, account.email, asked.role.strip())
    with database.writing(engine) as session:
        report = publications.Judged(
            manifest.read_bytes(),
            judged.printed,
            judged.before,
            made_from=made_from,
            responses=int(judged.printed["responses"]),
        )
        publications.add(session, survey, report, publisher, now=datetime.now(UTC))
        _say(judged, manifest, asked)


def _refuse(judged: Judged) -> None:
    if judged.reasons:
        for reason in judged.reasons:
            click.echo(str(reason), err=True)
        click.echo("The report is not published.", err=True)
        sys.exit(1)


def _say(judged: Judged, manifest: Path, asked: Publishing) -> None:
    today = datetime.now(UTC).date()
    file, frozen = publishing.publish_files(judged, manifest, by=asked.by, role=asked.role, today=today)
    click.echo(f"{file}\nPublished by {asked.by}, {asked.role}. The manifest is frozen: {frozen}")
