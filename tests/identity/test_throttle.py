"""Guessing at one account becomes slow; other accounts are not touched."""

from surveyapp.identity.throttle import MOST_ACCOUNTS, MOST_FAILURES, WITHIN, Throttle


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def failed_often(throttle: Throttle, account: str) -> None:
    for _ in range(MOST_FAILURES):
        throttle.failed(account)


def test_an_account_is_blocked_after_many_failures_however_its_address_is_written() -> None:
    throttle = Throttle(Clock())
    failed_often(throttle, "An@example.org")
    assert throttle.is_blocked(" an@EXAMPLE.org ")
    assert not throttle.is_blocked("binh@example.org")


def test_one_failure_fewer_does_not_block() -> None:
    throttle = Throttle(Clock())
    for _ in range(MOST_FAILURES - 1):
        throttle.failed("an@example.org")
    assert not throttle.is_blocked("an@example.org")


def test_the_block_ends_after_a_quarter_of_an_hour() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    failed_often(throttle, "an@example.org")
    clock.now += WITHIN + 1
    assert not throttle.is_blocked("an@example.org")


def test_a_success_forgets_the_failures() -> None:
    throttle = Throttle(Clock())
    failed_often(throttle, "an@example.org")
    throttle.succeeded("an@example.org")
    assert not throttle.is_blocked("an@example.org")


def test_a_flood_of_invented_accounts_does_not_fill_the_memory() -> None:
    throttle = Throttle(Clock())
    for number in range(MOST_ACCOUNTS + 50):
        throttle.failed(f"{number}@example.org")
    assert len(throttle._failures) == MOST_ACCOUNTS
