"""Codes are long enough, easy to type, and cannot be guessed from what is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.services.codes import derive_code, keyed_hash, read_code

SECRET = "a secret of the tests, long enough to pass"


def test_a_code_has_four_groups_of_four_letters_nobody_confuses() -> None:
    code = derive_code(SECRET, "receipt", "a draft")
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("ILOU")


def test_a_code_depends_on_secret_purpose_and_value() -> None:
    codes = {
        derive_code(SECRET, "receipt", "a"),
        derive_code(SECRET, "receipt", "b"),
        derive_code(SECRET, "resume", "a"),
        derive_code(SECRET + "!", "receipt", "a"),
    }
    assert len(codes) == 4
    assert derive_code(SECRET, "receipt", "a") in codes


def test_codes_use_every_bit() -> None:
    letters = [derive_code(SECRET, "receipt", str(number)).replace("-", "") for number in range(500)]
    assert all(len({code[place] for code in letters}) == 32 for place in range(16))


@given(st.uuids())
def test_a_code_is_read_however_it_is_typed(value: object) -> None:
    code = derive_code(SECRET, "receipt", str(value))
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter != "-" else "\u2013" for letter in code)
    arabic = "".join(chr(0x0660 + int(letter)) if letter.isdigit() else letter for letter in code)
    slips = code.replace("0", "o").replace("1", "I")
    for typed in (code, code.lower(), code.replace("-", ""), f"\t{code} \n", wide, arabic, slips):
        assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "-", "ABCD", "ABCD-EFGH-JKMN-PQR", "ABCD-EFGH-JKMN-PQRU", "ééééééééé", "\0", "\ud800"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    read_code(typed)
    keyed_hash(SECRET, "link", typed)
