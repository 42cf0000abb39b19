"""What the bundled instrument weighs on the wire, headers included, as a browser takes it over HTTP/1.1."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from surveyapp.instruments import bundled
from surveyapp.respondent.app import BUNDLES
from surveyapp.web import built
from surveyapp.web.assets import joined
from surveyapp.web.built import BUILT, mark_of, plain_script
from tests.respondent.serving import Served, serving
from tests.respondent.walking import address_in, answer, persona, read_page

TAKES: Final = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FIRST, FURTHER, SCRIPT = 14_336, 6_144, 10_240
MARGIN: Final = 80
"""Bytes that each figure stays below its bound, for names, dates and proxies we have not met."""
LINK: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)"( media="print")?>')
GATES: Final = 7
"""Pages until the longest lists have been shown: the heaviest."""
ADDED: Final = (
    b"HTTP/1.1 200 OK\r\nServer: gunicorn\r\nDate: Sat, 28 Nov 2026 12:00:00 GMT\r\nConnection: keep-alive\r\n\r\n"
)
LANGUAGES: Final = bundled().languages


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("weight")) as there:
        yield there


@pytest.fixture
def client(served: Served) -> FlaskClient:
    return served.app.test_client()


def wire(answer: TestResponse) -> int:
    return len(answer.data) + len(ADDED) + sum(len(f"{name}: {value}\r\n") for name, value in answer.headers)


def shown(answer: TestResponse) -> str:
    return brotli.decompress(answer.data).decode() if "Content-Encoding" in answer.headers else answer.text


def further(client: FlaskClient, language: str, pages: int) -> Iterator[tuple[str, int]]:
    """Yield what each page after the first asks, and its bytes with those of the sheet that it gives."""
    person, got, given_before = persona(11), client.get(address_in(language), headers=TAKES), set[str]()
    for _ in range(pages):
        page = read_page(shown(got))
        if page.outcome is not None:
            return
        given = [pair for fieldset in page.fieldsets for pair in answer(person, fieldset)]
        body = MultiDict([*given, *page.hidden, ("action", "next")])
        got = client.post(address_in(language), data=body, headers=TAKES)
        linked = dict(LINK.findall(shown(got)))
        assert {sheet for sheet, aside in linked.items() if not aside} <= given_before, "nothing is waited for"
        gives = linked.keys() - given_before
        given_before |= gives
        weight = wire(got) + sum(wire(client.get(sheet, headers=TAKES)) for sheet in gives)
        yield str([fieldset.question for fieldset in read_page(shown(got)).fieldsets]), weight


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_small_with_all_that_it_asks_for(client: FlaskClient, language: str) -> None:
    got = client.get(address_in(language), headers=TAKES)
    asked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', shown(got)))
    assert len(asked) == 1, "the deferred script"
    assert wire(got) + sum(wire(client.get(address, headers=TAKES)) for address in asked) <= FIRST - MARGIN


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_with_the_longest_lists_are_small(client: FlaskClient, language: str) -> None:
    found = list(further(client, language, GATES))
    assert len(found) == GATES
    assert {asks: size for asks, size in found if size > FURTHER - MARGIN} == {}


def test_no_page_on_a_way_through_is_large(client: FlaskClient) -> None:
    found = list(further(client, "km", 99))
    assert len(found) > 30
    assert max(size for _, size in found) <= FURTHER - MARGIN


def test_every_script_is_small(served: Served, client: FlaskClient) -> None:
    address = served.app.jinja_env.globals["asset"]
    # A kiosk is installed once, on a good network.
    scripts = [name for name in BUNDLES if name.endswith(".js") and name != "kiosk.js"]
    sizes = {name: wire(client.get(address(name), headers=TAKES)) for name in scripts}  # type: ignore[operator]
    assert {name: size for name, size in sizes.items() if size > SCRIPT} == {}


@pytest.mark.parametrize("name", ["respondent.js", "opening.js"])
def test_scripts_are_small_ones_of_what_is_written(name: str) -> None:
    written = plain_script(BUNDLES[name])
    assert (BUILT / name).read_text("utf-8").startswith(mark_of(written)), "a script was changed: run `make scripts`"
    assert len(joined(name, BUNDLES[name])) < 0.8 * len(written)


def test_a_script_that_was_changed_since_is_served_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built, "BUILT", tmp_path)
    parts = BUNDLES["respondent.js"]
    (tmp_path / "respondent.js").write_text(f"{mark_of('other')}\nsmall()\n", "utf-8")
    assert joined("respondent.js", parts) == plain_script(parts)
    (tmp_path / "respondent.js").write_text(f"{mark_of(plain_script(parts))}\nsmall()\n", "utf-8")
    assert joined("respondent.js", parts) == "small()\n"


def test_whoever_takes_no_brotli_gets_the_same_script_as_gzip(served: Served, client: FlaskClient) -> None:
    address = served.app.jinja_env.globals["asset"]("respondent.js")  # type: ignore[operator]
    plain = client.get(address, headers={"Accept-Encoding": "identity"}).data
    zipped = client.get(address, headers={"Accept-Encoding": "gzip"})
    small = client.get(address, headers=TAKES)
    assert gzip.decompress(zipped.data) == plain
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.data) == plain
    assert len(small.data) < len(zipped.data) < len(plain)
