"""surveyapp audit: see whether the trail of what was done is whole."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.services import auditing, publishing
from surveyapp.services.auditing import Chain, Head
from surveyapp.services.failures import UnknownSurvey


@click.group(name="audit")
def command() -> None:
    """Prove that the audit trail is whole.

    Example: surveyapp audit verify interest-and-needs-2026
    """


@command.command()
@click.argument("survey")
@click.option(
    "--known",
    metavar="CHAIN:NUMBER:HASH",
    multiple=True,
    help="An end that an earlier call printed; without it, entries cut off at the end cannot be noticed.",
)
@database_choice
def verify(survey: str, known: tuple[str, ...], database_url: str | None) -> None:
    """Check both chains of the organisation that SURVEY belongs to: staff and respondents.

    Prints the end of each whole chain, to be kept elsewhere; leaves with 1 where one is broken, after the first entry
    that was changed or stands where one is missing.

    Example: surveyapp audit verify interest-and-needs-2026 --known staff:12:9f86d0…
    """
    heads = dict(_head(one) for one in known)
    _, engine = opened(database_url)
    with database.reading(engine) as session:
        found = publishing.find(session, survey)
        if found is None:
            raise UnknownSurvey
        whole = [
            _is_whole(session, found.organisation_id, "staff", heads.get("staff")),
            _is_whole(session, found.organisation_id, "respondents", heads.get("respondents")),
        ]
    sys.exit(0 if all(whole) else 1)


def _is_whole(session: Session, organisation_id: str, chain: Chain, known: Head | None) -> bool:
    broken = auditing.first_broken(session, organisation_id, chain, known)
    if broken is not None:
        click.echo(f"{chain}: broken at entry {broken}")
        return False
    end = auditing.head(session, organisation_id, chain)
    click.echo(f"{chain}: whole, {end.number} entries; its end is {chain}:{end.number}:{end.hash}")
    return True


def _head(text: str) -> tuple[str, Head]:
    chain, _, rest = text.partition(":")
    number, _, hashed = rest.partition(":")
    if chain not in ("staff", "respondents") or not number.isdecimal() or not hashed:
        raise click.BadParameter("write it as it was printed: staff:12:HASH", param_hint="--known")
    return chain, Head(int(number), hashed)
