"""Create accounts for the console."""

from __future__ import annotations

import sys

import click

from surveyapp import database
from surveyapp.cli.database import database_choice, opened
from surveyapp.identity.organisations import organisation_named
from surveyapp.identity.passwords import SHORTEST, hash_password
from surveyapp.services import accounts
from surveyapp.services.failures import Failure


class AddressUnfit(Failure):
    sentence = "An e-mail address looks like name@example.org."


@click.group(name="account")
def command() -> None:
    """Create, suspend and restore accounts of staff, and set their roles and passwords.

    Example: surveyapp account create an@example.org --role researcher
    """


password_from_input = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking for it."
)


role_choice = click.option("--role", type=click.Choice(accounts.ROLES), required=True, help="What the account may do.")
language_choice = click.option(
    "--language", metavar="TAG", default="", help="The one language a translator writes; every one where none is named."
)
organisation_choice = click.option(
    "--organisation", metavar="NAME", help="For whom; made where there is none of that name."
)


@command.command()
@click.argument("email")
@role_choice
@language_choice
@organisation_choice
@password_from_input
@database_choice
def create(
    email: str, role: str, language: str, organisation: str | None, password_stdin: bool, database_url: str | None
) -> None:
    """Create the account EMAIL with a role; asks for its password.

    Example: surveyapp account create an@example.org --role researcher
    """
    refuse_odd_address(email)
    password_hash = hash_password(asked_password(password_stdin))
    _, engine = opened(database_url)
    with database.writing(engine) as session:
        made = accounts.create(
            session,
            email,
            role=role,
            password_hash=password_hash,
            organisation_id=organisation_named(session, organisation),
            language=language,
        )
    click.echo(f"{made.email} may sign in as {role}.")


@command.command(name="role")
@click.argument("email")
@role_choice
@language_choice
@organisation_choice
@database_choice
def change_role(email: str, role: str, language: str, organisation: str | None, database_url: str | None) -> None:
    """Give EMAIL another role in an organisation, in place of those it has there.

    Example: surveyapp account role an@example.org --role translator --language vi
    """
    _, engine = opened(database_url)
    with database.writing(engine) as session:
        for_whom = organisation_named(session, organisation)
        made = accounts.change_role(session, email, for_whom, role=role, language=language)
    click.echo(f"{made.email} is {role} now.")


@command.command()
@click.argument("email")
@password_from_input
@database_choice
def password(email: str, password_stdin: bool, database_url: str | None) -> None:
    """Set a new password for EMAIL and end every session of the account.

    Example: surveyapp account password an@example.org
    """
    password_hash = hash_password(asked_password(password_stdin))
    _, engine = opened(database_url)
    with database.writing(engine) as session:
        accounts.change_password(session, email, password_hash)
    click.echo(f"{email} has a new password; every session has ended.")


@command.command()
@click.argument("email")
@database_choice
def suspend(email: str, database_url: str | None) -> None:
    """Let EMAIL in no longer, and end every session of the account.

    Example: surveyapp account suspend an@example.org
    """
    _, engine = opened(database_url)
    with database.writing(engine) as session:
        accounts.suspend(session, email)
    click.echo(f"{email} is suspended.")


@command.command()
@click.argument("email")
@database_choice
def restore(email: str, database_url: str | None) -> None:
    """Let a suspended EMAIL in again.

    Example: surveyapp account restore an@example.org
    """
    _, engine = opened(database_url)
    with database.writing(engine) as session:
        accounts.restore(session, email)
    click.echo(f"{email} may sign in again.")


def asked_password(from_input: bool) -> str:
    """Return the password from standard input, or ask for it twice on the terminal."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(f"Password (at least {SHORTEST} characters)", hide_input=True, confirmation_prompt=True)
    return asked


def refuse_odd_address(email: str) -> None:
    """Raise AddressUnfit for what cannot be typed into the sign-in form."""
    name, at, host = email.strip().partition("@")
    if not name or not at or "." not in host or len(email) > 255 or any(sign.isspace() for sign in email.strip()):
        raise AddressUnfit
