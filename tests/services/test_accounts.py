"""Staff have one account each, with roles by organisation."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from surveyapp.database import reading, writing
from surveyapp.services import accounts
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from surveyapp.services.failures import AccountExists, UnknownAccount, UnknownRole

EMAIL = "linh@example.org"


def test_an_account_is_found_however_its_address_is_written(engine: Engine) -> None:
    with writing(engine) as session:
        made = accounts.create(session, f"  {EMAIL.upper()} ", role="researcher", password_hash="hashed")
    with reading(engine) as session:
        assert accounts.find_by_email(session, "Linh@Example.ORG\0") == made
        assert accounts.find(session, made.id) == made
        assert accounts.members(session, DEFAULT_ORGANISATION) == (made,)
        assert accounts.roles_in(session, made.id, DEFAULT_ORGANISATION) == {"researcher"}
        assert accounts.roles_in(session, made.id, "another") == frozenset()
        assert accounts.roles_in(session, "nobody", DEFAULT_ORGANISATION) == frozenset()
        assert accounts.find_by_email(session, "other@example.org") is None
    assert (made.email, made.active) == (EMAIL, True)


def test_an_address_has_one_account_and_the_session_survives_the_refusal(engine: Engine) -> None:
    with writing(engine) as session:
        accounts.create(session, EMAIL, role="researcher", password_hash=None)
        with pytest.raises(AccountExists):
            accounts.create(session, EMAIL.upper(), role="auditor", password_hash=None)
        accounts.create(session, "other@example.org", role="auditor", password_hash=None)
    with reading(engine) as session:
        assert len(accounts.members(session, DEFAULT_ORGANISATION)) == 2


def test_a_suspended_account_has_no_role_and_no_session_left(engine: Engine) -> None:
    with writing(engine) as session:
        made = accounts.create(session, EMAIL, role="researcher", password_hash="hashed")
        before = session.execute(text("SELECT fs_uniquifier FROM account")).scalar_one()
        assert not accounts.suspend(session, EMAIL).active
        assert accounts.roles_in(session, made.id, DEFAULT_ORGANISATION) == frozenset()
        assert session.execute(text("SELECT fs_uniquifier FROM account")).scalar_one() != before
        assert accounts.restore(session, EMAIL) == made


def test_a_role_can_be_changed(engine: Engine) -> None:
    with writing(engine) as session:
        accounts.create(session, EMAIL, role="researcher", password_hash=None)
        changed = accounts.change_role(session, EMAIL, DEFAULT_ORGANISATION, role="translator", language="ko")
    assert [(member.role, member.language) for member in changed.memberships] == [("translator", "ko")]


def test_a_new_password_ends_every_session(engine: Engine) -> None:
    with writing(engine) as session:
        accounts.create(session, EMAIL, role="researcher", password_hash="old")
        before = session.execute(text("SELECT fs_uniquifier FROM account")).scalar_one()
        accounts.change_password(session, EMAIL, "new")
        password, now = session.execute(text("SELECT password, fs_uniquifier FROM account")).one()
    assert password == "new"
    assert now != before


def test_roles_and_accounts_that_do_not_exist_are_named(engine: Engine) -> None:
    with writing(engine) as session:
        with pytest.raises(UnknownRole, match="researcher"):
            accounts.create(session, EMAIL, role="king", password_hash=None)
        for act in (accounts.suspend, accounts.restore):
            with pytest.raises(UnknownAccount):
                act(session, EMAIL)
        assert accounts.find_by_email(session, EMAIL) is None
