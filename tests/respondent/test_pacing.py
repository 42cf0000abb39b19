"""The order of limits, and how little is known of a network."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from surveyapp.respondent.pacing import Pacing, address_of
from surveyapp.web.allowance import Allowance

TODAY = date(2026, 11, 28)


def pacing(*, link: float = 100, network: float = 100) -> Pacing:
    return Pacing(through_link=Allowance(link, 0.0), from_network=Allowance(network, 0.0))


def test_the_link_is_asked_before_the_network() -> None:
    held = pacing(link=1, network=1)
    assert [held.is_crowded("link", "93.184.216.7", TODAY) for _ in range(2)] == [False, True]
    assert [left for left, _ in held.from_network.held.values()] == [0.0], "a crowd at the link costs no network"
    assert held.is_crowded("another link", "93.184.216.9", TODAY), "one network, another link"
    assert not held.is_crowded("a third link", "8.8.8.9", TODAY)


def test_the_address_that_everybody_shares_is_no_link() -> None:
    held = pacing(link=1)
    assert not any(held.is_crowded(None, None, TODAY) for _ in range(5))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("93.184.216.7", "93.184.216.250", True),
        ("93.184.216.7", "93.184.217.7", False),
        ("2001:4860:1:2::1", "2001:4860:1:ffff::9", True),
        ("2001:4860:1::1", "2001:4860:2::1", False),
        ("::ffff:93.184.216.7", "93.184.216.8", True),
    ],
)
def test_a_network_is_its_prefix(one: str, other: str, same: bool) -> None:
    held = pacing(network=1)
    assert not held.is_crowded("link", one, TODAY)
    assert held.is_crowded("link", other, TODAY) is same


@pytest.mark.parametrize("address", [None, "", "unknown", "93.184.216.7:443", "127.0.0.1", "10.1.2.3", "::1"])
def test_whoever_has_no_address_is_held_to_none(address: str | None) -> None:
    held = pacing(network=1)
    assert not any(held.is_crowded("link", address, TODAY) for _ in range(5))


def test_no_key_tells_an_address_and_a_new_day_forgets_all() -> None:
    held = pacing()
    held.is_crowded("link", "93.184.216.7", TODAY)
    (first,) = held.from_network.held
    assert "184.216" not in first
    held.is_crowded("link", "93.184.216.7", date(2026, 11, 29))
    (second,) = held.from_network.held
    assert first != second


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.1", "192.0.2.1"),
        (1, "203.0.113.1, 93.184.216.7", "93.184.216.7"),
        (2, "203.0.113.1, 93.184.216.7, 10.0.0.1", "93.184.216.7"),
        (2, "93.184.216.7", None),
        (1, "", ""),
    ],
)
def test_only_what_trusted_proxies_saw_is_believed(proxies: int, told: str, address: str | None) -> None:
    environ = EnvironBuilder(headers={"X-Forwarded-For": told}, environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert address_of(Request(environ.get_environ()), proxies) == address
