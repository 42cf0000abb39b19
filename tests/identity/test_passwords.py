"""Passwords are kept as Argon2id hashes only."""

import unicodedata

import pytest

from surveyapp.identity.passwords import PasswordUnfit, hash_password, is_password


def test_a_hash_is_argon2id_and_does_not_hold_the_password() -> None:
    stored = hash_password("correct horse battery")
    assert stored.startswith("$argon2id$")
    assert "horse" not in stored


def test_the_right_password_fits_and_another_does_not() -> None:
    stored = hash_password("correct horse battery")
    assert is_password("correct horse battery", stored)
    assert not is_password("correct horse batterY", stored)


def test_a_vietnamese_password_fits_however_its_marks_were_typed() -> None:
    stored = hash_password(unicodedata.normalize("NFC", "mật khẩu dễ nhớ"))
    assert is_password(unicodedata.normalize("NFD", "mật khẩu dễ nhớ"), stored)
    assert not is_password("mat khau de nho", stored)


def test_an_account_without_a_password_lets_nobody_in() -> None:
    assert not is_password("", None)
    assert not is_password("", "")


@pytest.mark.parametrize("password", ["", "short", "x" * 11, "x" * 1001])
def test_a_password_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(PasswordUnfit, match="12 characters"):
        hash_password(password)
