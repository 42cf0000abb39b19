"""What every page keeps to: headers, no third party, small, a sheet that reads both ways, one cookie on leaving."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from surveyapp.respondent.app import BUNDLES, KEPT
from surveyapp.respondent.kiosk.views import POLICY as KIOSK_POLICY
from surveyapp.web.built import STATIC
from surveyapp.web.headers import OF_SUBRESOURCES, POLICY, PROTECTION
from surveyapp.web.looks import EMPTY
from tests.respondent.browsing import go_to, open_page, send
from tests.respondent.conftest import field
from tests.respondent.survey import SLUG

KIOSK_PAGES = [
    f"{method} /kiosk/{page}" for method in ("GET", "HEAD") for page in ("p", "worker.js", "p/manifest.webmanifest")
]
START = f"/vi/s/{SLUG}"
PHYSICAL = re.compile(
    r"[;{\s](left|right|(margin|padding|border)-(left|right|top|bottom)|width|height|min-width|max-height)\s*:"
)


LEAVING = [f"{method} {path}" for method in ("GET", "HEAD") for path in ("/leave", f"/s/{SLUG}/leave")]


def answers_of_every_route(app: Flask, client: FlaskClient) -> dict[str, TestResponse]:
    place = {"language": "vi", "slug": SLUG}
    found = {}
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<language>", place["language"]).replace("<slug>", place["slug"])
        path = path.replace("<point>", "p").replace("<int:size>", "192")
        for method in rule.methods or ():
            found[f"{method} {path}"] = client.open(path, method=method)
    found["GET /nothing"] = client.get("/nothing")
    for name in BUNDLES:
        address = app.jinja_env.globals["asset"](name)  # type: ignore[operator]
        found[f"GET {name}"] = client.get(address)
    return found


def test_every_route_carries_every_header_and_none_but_leaving_sets_a_cookie(app: Flask, client: FlaskClient) -> None:
    answers = answers_of_every_route(app, client)
    assert len(answers) > 20
    for route, response in answers.items():
        headers = response.headers
        expected = {**PROTECTION, "Content-Security-Policy": _policy_for(route, answers)}
        if route.endswith((".css", ".js")) and "kiosk/worker" not in route:
            expected = {name: value if name in OF_SUBRESOURCES else None for name, value in expected.items()}
        assert {name: headers.get(name) for name in PROTECTION} == expected, route
        assert ("Set-Cookie" in headers) == (route in LEAVING), route
        assert headers["Cache-Control"], route


def _policy_for(route: str, answers: dict[str, TestResponse]) -> str:
    if route in KIOSK_PAGES:
        return KIOSK_POLICY
    page = answers.get(route.replace("HEAD ", "GET "), answers[route])
    styles = re.findall("<style>(.*?)</style>", page.text, re.DOTALL) if page.mimetype == "text/html" else []
    if not styles:
        return POLICY
    (style,) = styles
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return POLICY.replace("style-src 'self'", f"style-src 'self' 'sha256-{digest}'")


def test_no_page_waits_for_a_sheet_that_was_not_given_before(client: FlaskClient) -> None:
    page = open_page(client, START)
    assert ".foot{" in page.read.styles[0] and ".grid" not in page.read.styles[0], "what it shows, and nothing else"
    assert "stylesheet" not in page.html, "its script is enough for a first page"
    given: list[str] = []
    while page.read.outcome is None:
        page = page.answer()
        links = re.findall(r'<link rel="stylesheet" href="([^"]+)"(?: media="(print)")?>', page.html)
        assert [sheet for sheet, aside in links if not aside] == given[: len(links)]
        assert page.html.count("<style") == len(page.read.styles) <= 1
        given += [sheet for sheet, aside in links if aside]
        assert given or ".foot{" in page.read.styles[0]
    assert len(given) == len(KEPT)


def test_a_device_that_comes_back_by_code_waits_for_no_sheet(client: FlaskClient) -> None:
    page = go_to(client, "BEST", path=START)
    assert 'media="print"' not in page.html and page.html.count("stylesheet") == len(KEPT)
    found = page.post(action="later").html.split('<p class="code"')[1].split("</p>")[0]
    back = send(client, f"{START}/resume", {"code": "".join(re.findall(r"<span>([^<]+)</span>", found))})
    assert ".foot{" in back.read.styles[0]
    assert not re.search(r'rel="stylesheet" href="[^"]+">', back.html), "what it is given to keep is not waited for"


def test_the_policy_names_the_style_of_a_page_that_is_sent_compressed(client: FlaskClient) -> None:
    for _ in range(2):  # drawn, and then as it is kept
        answer = client.get(START, headers={"Accept-Encoding": "gzip"})
        style = gzip.decompress(answer.data).decode().partition("<style>")[2].partition("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert style and f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_a_page_carries_only_the_rare_rules_that_it_shows(client: FlaskClient) -> None:
    grid = go_to(client, "GRID", path=START).read.styles
    assert ".grid" in grid[0] and ".code{" not in grid[0] and ".bw" not in grid[0]
    assert ".scale" not in grid[0], "the sheets kept by then have it"
    assert ".plain{" in open_page(client, f"{START}/receipt").read.styles[0]


@pytest.mark.parametrize("policy", [POLICY, KIOSK_POLICY])
def test_the_policy_lets_nothing_in_from_elsewhere(policy: str) -> None:
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_pages_are_never_kept_and_styles_are_kept_for_good(app: Flask, client: FlaskClient) -> None:
    assert client.get(START).headers["Cache-Control"] == "no-store"
    style = client.get(app.jinja_env.globals["asset"]("page.css"))  # type: ignore[operator]
    assert "immutable" in style.headers["Cache-Control"]


def test_the_routes_are_these(app: Flask) -> None:
    survey = "/<language>/s/<slug>"
    assert {rule.rule for rule in app.url_map.iter_rules()} == {
        "/s/<slug>", survey, f"{survey}/resume", f"{survey}/receipt", f"{survey}/genuine", "/favicon.ico", "/healthz",
        "/s/<slug>/pictures/<digest>", "/kiosk/worker.js", "/kiosk/<point>", "/kiosk/<point>/manifest.webmanifest",
        "/kiosk/<point>/paper", "/kiosk/<point>/records", "/kiosk/<point>/counts",
        f"{survey}/names/<question>", "/s/<slug>/leave", "/leave",
        "/kiosk/<point>/again", "/kiosk/icon-<int:size>.png",
    }  # fmt: skip


def test_the_application_is_healthy(client: FlaskClient) -> None:
    assert client.get("/healthz").get_data(as_text=True) == "ok\n"


def test_no_page_asks_anything_of_anybody_else(client: FlaskClient) -> None:
    page = open_page(client, START)
    while page.read.outcome is None:
        assert re.findall(r'(?:src|action|formaction)="(?:https?:)?//', page.html) == []
        page = page.answer()


@pytest.mark.parametrize("part", BUNDLES["kiosk.css"])
def test_the_stylesheet_reads_both_ways(part: str) -> None:
    rules = re.sub(r"@media[^{]*", "", re.sub(r"/\*.*?\*/", "", (STATIC / part).read_text("utf-8"), flags=re.DOTALL))
    assert PHYSICAL.findall(rules) == []
    assert "url(" not in rules and "@import" not in rules


def test_templates_hold_no_inline_style_or_script() -> None:
    for path in Path(STATIC.parent / "templates/respondent").rglob("*.html"):
        source = path.read_text("utf-8")
        source = source.replace(EMPTY, "")
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", source), path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source)), path


def test_simulated_surveys_say_so_on_every_page(client: FlaskClient) -> None:
    page = open_page(client, START)
    while page.read.outcome is None:
        assert "Dữ liệu mô phỏng" in page.text
        page = page.answer()
    assert "Dữ liệu mô phỏng" in page.text


def test_continue_is_the_first_button_of_the_form(client: FlaskClient) -> None:
    page = go_to(client, "GRID", path=START)
    assert (page.read.buttons[0]["name"], page.read.buttons[0]["value"]) == ("action", "next")
    assert page.number >= 3
    assert page.read.form["data-survey"] == SLUG


def test_progress_never_goes_back(client: FlaskClient) -> None:
    page, shown = open_page(client, START), []
    while page.read.outcome is None:
        shown += [int(n) for n in re.findall(r'<progress max="100" value="(\d+)"', page.html)]
        page = page.answer()
    assert shown == sorted(shown) and len(shown) > 8


def test_a_survey_may_ask_for_a_silent_tab(client: FlaskClient, engine: Engine) -> None:
    field(engine, discreet_title=True)
    assert "<title>Khảo sát</title>" in open_page(client, START).html


def test_a_quick_exit_that_is_a_script_is_not_offered(client: FlaskClient, engine: Engine) -> None:
    field(engine, quick_exit="javascript:alert(1)")
    assert "Leave quickly" not in open_page(client, START.replace("/vi/", "/en/")).html
    assert "javascript:" not in client.get(f"/s/{SLUG}/leave").text
    assert send(client, f"{START}/resume", {"code": "x"}).status == 200
