"""What the bundled instrument weighs on the wire, headers included, as a browser takes it over HTTP/1.1."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from surveyapp.demonstration.forms import SurveyPage
from surveyapp.instruments import bundled
from surveyapp.respondent.app import BUNDLES
from surveyapp.web import built
from surveyapp.web.assets import joined
from surveyapp.web.built import BUILT, mark_of, plain_script
from tests.respondent.serving import Served, serving
from tests.respondent.survey import ANSWERS, SLUG
from tests.respondent.walking import address_in, answer, persona, read_page

TAKES: Final = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FIRST, FURTHER, SCRIPT = 14_336, 6_144, 10_240
MARGIN: Final = 80
"""Bytes that each figure stays below its bound, for names, dates and proxies we have not met."""
LINK: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)"( media="print")?>')
BANNER: Final = 60
"""Bytes of the banner of a simulated survey, which no real one carries."""
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


Answers = Callable[[SurveyPage], list[tuple[str, str]]]


def again_and_further(client: FlaskClient, address: str, answers: Answers, pages: int) -> Iterator[tuple[str, int]]:
    """Yield how heavy a page comes, is drawn again with its answers, and with a mistake where nothing is answered."""
    given_before = set[str]()

    def post(page: SurveyPage, values: list[tuple[str, str]], name: str, value: str) -> tuple[str, int]:
        got = client.post(address, data=MultiDict([*values, *page.hidden, (name, value)]), headers=TAKES)
        gives = dict(LINK.findall(shown(got))).keys() - given_before
        return shown(got), wire(got) + sum(wire(client.get(sheet, headers=TAKES)) for sheet in gives)

    page = read_page(shown(client.get(address, headers=TAKES)))
    for _ in range(pages):
        if page.outcome is not None:
            return
        asked, answered = asks(page), answers(page)
        yield f"{asked} answered", post(page, answered, "lang", address.split("/")[1])[1]
        text, weight = post(page, [], "action", "next")
        if asks(read_page(text)) == asked:
            yield f"{asked} empty", weight
            page = read_page(text)
            text, weight = post(page, answered, "action", "next")
        given_before |= set(dict(LINK.findall(text)))
        page = read_page(text)
        yield asks(page), weight


def asks(page: SurveyPage) -> str:
    return ",".join(fieldset.question for fieldset in page.fieldsets)


def invented() -> Answers:
    """Answer the instrument as an invented person."""
    person = persona(11)
    return lambda page: [pair for fieldset in page.fieldsets for pair in answer(person, fieldset)]


def planned(page: SurveyPage) -> list[tuple[str, str]]:
    """Answer the small survey as it is planned to be."""
    names = [name for fieldset in page.fieldsets for name in fieldset.controls if name in ANSWERS]
    planned = {name: ANSWERS[name] if isinstance(ANSWERS[name], list) else [ANSWERS[name]] for name in names}
    return [(name, value) for name in names for value in planned[name]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_stays_small_when_it_is_drawn_again(client: FlaskClient, language: str) -> None:
    found = dict(again_and_further(client, address_in(language), invented(), 3))
    assert found.keys() > {"SCR2 answered", "SCR2 empty"}
    assert {asked: size for asked, size in found.items() if size > FURTHER + BANNER} == {}


def test_every_kind_of_page_stays_small_when_it_is_drawn_again(client: FlaskClient) -> None:
    found = [
        one for language in ("th", "ar") for one in again_and_further(client, f"/{language}/s/{SLUG}", planned, 60)
    ]
    assert len(found) > 90
    assert {asked: size for asked, size in found if size > FURTHER - MARGIN} == {}


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
