"""Close a survey or open it again from the command line, and note it in the audit trail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Literal

import click

from surveyapp import database
from surveyapp.cli.database import opened
from surveyapp.services import auditing, publishing
from surveyapp.services.failures import UnknownSurvey

ACTOR: Final = "command line"


def put(slug: str, state: Literal["open", "closed"], database_url: str | None) -> None:
    """Bring the survey into this state and say so; one that is in it stays as it was, and nothing is noted."""
    _, engine = opened(database_url)
    with database.writing(engine) as session:
        survey = publishing.find(session, slug)
        if survey is None:
            raise UnknownSurvey
        now = datetime.now(UTC)
        if state == "closed":
            changes = publishing.close(session, slug, today=now.date())
        else:
            changes = publishing.reopen(session, slug)
        if changes:
            action = "close survey" if state == "closed" else "reopen survey"
            auditing.note(
                session, survey.organisation_id, actor=ACTOR, action=action, subject=slug, today=now.date(), at=now
            )
    click.echo(f"{slug} is {state}{'' if changes else ', as it was'}.")
