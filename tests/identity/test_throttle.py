"""Guessing at one account becomes slow, and so does one password tried at many; nobody else is held up."""

import unicodedata

from surveyapp.identity.throttle import MOST_ALIKE, MOST_FAILURES, MOST_KEPT, WITHIN, Throttle


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def failed_often(throttle: Throttle, account: str, times: int = MOST_FAILURES) -> None:
    for number in range(times):
        throttle.failed(account, f"guess {number}")


def sprayed(throttle: Throttle, password: str, accounts: int = MOST_ALIKE) -> None:
    for number in range(accounts):
        throttle.failed(f"{number}@example.org", password)


def test_an_account_is_blocked_after_many_failures_however_its_address_is_written() -> None:
    throttle = Throttle(Clock())
    failed_often(throttle, "An@example.org")
    assert throttle.is_blocked(" an@EXAMPLE.org ", "right")
    assert not throttle.is_blocked("binh@example.org", "right")


def test_one_failure_fewer_does_not_block() -> None:
    throttle = Throttle(Clock())
    failed_often(throttle, "an@example.org", MOST_FAILURES - 1)
    assert not throttle.is_blocked("an@example.org", "right")


def test_a_password_tried_at_many_accounts_opens_none_and_others_go_on() -> None:
    throttle = Throttle(Clock())
    sprayed(throttle, "mật khẩu 2026")
    assert throttle.is_blocked("an@example.org", "mật khẩu 2026")
    assert throttle.is_blocked("an@example.org", unicodedata.normalize("NFD", "mật khẩu 2026"))
    for account in ("an@example.org", "0@example.org"):
        assert not throttle.is_blocked(account, "a password of her own")


def test_the_same_password_typed_again_and_again_at_one_account_counts_as_one() -> None:
    throttle = Throttle(Clock())
    for _ in range(MOST_FAILURES):
        throttle.failed("an@example.org", "an old one")
    sprayed(throttle, "an old one", MOST_ALIKE - 2)
    assert not throttle.is_blocked("binh@example.org", "an old one")


def test_whoever_guesses_does_not_clear_a_password_by_signing_in_between() -> None:
    throttle = Throttle(Clock())
    sprayed(throttle, "spring", MOST_ALIKE - 1)
    throttle.succeeded("0@example.org")
    throttle.failed("new@example.org", "spring")
    assert throttle.is_blocked("an@example.org", "spring")


def test_a_block_ends_after_a_quarter_of_an_hour() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    failed_often(throttle, "an@example.org")
    sprayed(throttle, "spring")
    clock.now += WITHIN + 1
    assert not throttle.is_blocked("an@example.org", "right")
    assert not throttle.is_blocked("an@example.org", "spring")


def test_a_success_forgets_the_failures() -> None:
    throttle = Throttle(Clock())
    failed_often(throttle, "an@example.org")
    throttle.succeeded("an@example.org")
    assert not throttle.is_blocked("an@example.org", "right")


def test_a_flood_of_invented_accounts_and_passwords_does_not_fill_the_memory() -> None:
    throttle = Throttle(Clock())
    for number in range(MOST_KEPT + 50):
        throttle.failed(f"{number}@example.org", f"guess {number}")
    assert len(throttle._at_account) == len(throttle._with_password) == MOST_KEPT


def test_no_address_and_no_password_is_kept_as_it_was_typed() -> None:
    throttle = Throttle(Clock())
    throttle.failed("an@example.org", "canary")
    assert "canary" not in repr(vars(throttle)) and "an@example" not in repr(vars(throttle))
