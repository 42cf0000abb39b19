"""Accounts are made, suspended and given passwords from the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select

from surveyapp.cli.account import command
from surveyapp.database import reading
from surveyapp.identity.passwords import is_password
from surveyapp.services import accounts
from surveyapp.services.failures import Failure
from surveyapp.store.models.account import Account, Organisation
from tests.console.house import PASSWORD

EMAIL = "an@example.org"


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 40)


def called(url: str, *arguments: str, typed: str = f"{PASSWORD}\n") -> Result:
    return CliRunner().invoke(command, [*arguments, "--database", url], input=typed)


def create(url: str, *more: str, typed: str = f"{PASSWORD}\n", email: str = EMAIL) -> Result:
    return called(url, "create", email, "--role", "researcher", "--password-stdin", *more, typed=typed)


def test_an_account_is_made_with_its_role_and_a_hashed_password(database_url: str, engine: Engine) -> None:
    outcome = create(database_url)
    assert outcome.output == "an@example.org may sign in as researcher.\n"
    with reading(engine) as session:
        found = accounts.find_by_email(session, EMAIL)
        assert found is not None
        assert [member.role for member in found.memberships] == ["researcher"]
        assert is_password(PASSWORD, session.scalar(select(Account.password)))


def test_the_password_is_asked_for_twice_on_a_terminal_and_never_shown(database_url: str) -> None:
    outcome = called(
        database_url, "create", EMAIL, "--role", "auditor", typed=f"{PASSWORD}\nanother one\n{PASSWORD}\n{PASSWORD}\n"
    )
    assert outcome.exit_code == 0
    assert PASSWORD not in outcome.output


def test_a_role_takes_the_place_of_another_and_a_translator_has_a_language(database_url: str, engine: Engine) -> None:
    create(database_url)
    outcome = called(database_url, "role", EMAIL, "--role", "translator", "--language", "vi")
    assert outcome.output == "an@example.org is translator now.\n"
    with reading(engine) as session:
        found = accounts.find_by_email(session, EMAIL)
        assert found is not None
        assert [(member.role, member.language) for member in found.memberships] == [("translator", "vi")]


def test_a_role_of_nobody_is_refused(database_url: str) -> None:
    outcome = called(database_url, "role", "nobody@example.org", "--role", "auditor")
    assert isinstance(outcome.exception, Failure)


def test_two_accounts_of_one_organisation_share_it(database_url: str, engine: Engine) -> None:
    for email in ("an@example.org", "binh@example.org"):
        assert create(database_url, "--organisation", "Viện Ví Dụ", email=email).exit_code == 0
    with reading(engine) as session:
        assert session.scalars(select(Organisation.name)).all() == ["Viện Ví Dụ"]


@pytest.mark.parametrize(
    ("email", "typed", "told"),
    [
        ("an@example.org", "short\n", "12 characters"),
        ("an@example.org", "", "12 characters"),
        ("no address", f"{PASSWORD}\n", "name@example.org"),
        ("@example.org", f"{PASSWORD}\n", "name@example.org"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(database_url: str, email: str, typed: str, told: str) -> None:
    outcome = create(database_url, email=email, typed=typed)
    assert isinstance(outcome.exception, Failure)
    assert told in str(outcome.exception)


def test_an_address_has_one_account(database_url: str) -> None:
    create(database_url)
    again = create(database_url, email="AN@example.org")
    assert isinstance(again.exception, Failure)
    assert "already" in str(again.exception)


def test_a_role_that_is_not_there_is_refused_with_those_that_are(database_url: str) -> None:
    outcome = called(database_url, "create", EMAIL, "--role", "king", "--password-stdin")
    assert outcome.exit_code == 2
    assert "field-officer" in outcome.output


def test_a_suspended_account_can_be_restored_and_given_a_new_password(database_url: str, engine: Engine) -> None:
    create(database_url)
    assert called(database_url, "suspend", EMAIL).output == "an@example.org is suspended.\n"
    with reading(engine) as session:
        assert not session.scalar(select(Account.active))
    called(database_url, "restore", EMAIL)
    called(database_url, "password", EMAIL, "--password-stdin", typed="another password of many words\n")
    with reading(engine) as session:
        assert session.scalar(select(Account.active))
        assert is_password("another password of many words", session.scalar(select(Account.password)))


def test_nobody_unknown_can_be_suspended(database_url: str) -> None:
    outcome = called(database_url, "suspend", "nobody@example.org")
    assert isinstance(outcome.exception, Failure)
