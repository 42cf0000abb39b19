"""What every page keeps to: headers, no third party, small, a sheet that reads both ways, one cookie on leaving."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from surveyapp.respondent.app import BUNDLES
from surveyapp.respondent.kiosk.views import POLICY as KIOSK_POLICY
from surveyapp.web.assets import STATIC, policy_with
from surveyapp.web.headers import POLICY, PROTECTION
from tests.respondent.browsing import go_to, open_page, send
from tests.respondent.conftest import field
from tests.respondent.survey import SLUG

KIOSK_PAGES = [f"{method} /kiosk/{page}" for method in ("GET", "HEAD") for page in ("p", "worker.js")]
START = f"/vi/s/{SLUG}"
FIRST_PAGES = [f"{method} {START}" for method in ("GET", "HEAD")]
PHYSICAL = re.compile(
    r"[;{\s](left|right|(margin|padding|border)-(left|right|top|bottom)|width|height|min-width|max-height)\s*:"
)


LEAVING = [f"{method} {path}" for method in ("GET", "HEAD") for path in ("/leave", f"/s/{SLUG}/leave")]


def answers_of_every_route(app: Flask, client: FlaskClient) -> dict[str, TestResponse]:
    place = {"language": "vi", "slug": SLUG}
    found = {}
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<language>", place["language"]).replace("<slug>", place["slug"])
        path = path.replace("<point>", "p")
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
        own = KIOSK_POLICY if route in KIOSK_PAGES else POLICY
        if route in FIRST_PAGES:
            own = policy_with(app, "first.css")
        expected = {**PROTECTION, "Content-Security-Policy": own}
        assert {name: headers.get(name) for name in PROTECTION} == expected, route
        assert ("Set-Cookie" in headers) == (route in LEAVING), route
        assert headers["Cache-Control"], route


def test_only_the_first_page_carries_its_sheet_and_its_policy_names_that_very_text(client: FlaskClient) -> None:
    answer = client.get(START)
    page = open_page(client, START)
    (style,) = page.read.styles
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]
    assert answer.text.count("<style") == 1
    assert f"<style>{style}</style>" in answer.text, "nothing stands between the tags but what was hashed"
    assert 'media="print"' in answer.text, "the whole sheet comes while the page is read"
    while page.read.outcome is None:
        page = page.answer()
        assert page.read.styles == []


@pytest.mark.parametrize("policy", [POLICY, KIOSK_POLICY])
def test_the_policy_lets_nothing_in_from_elsewhere(policy: str) -> None:
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_pages_are_never_kept_and_styles_are_kept_for_good(app: Flask, client: FlaskClient) -> None:
    assert client.get(START).headers["Cache-Control"] == "no-store"
    style = client.get(app.jinja_env.globals["asset"]("respondent.css"))  # type: ignore[operator]
    assert "immutable" in style.headers["Cache-Control"]


def test_the_routes_are_these(app: Flask) -> None:
    survey = "/<language>/s/<slug>"
    assert {rule.rule for rule in app.url_map.iter_rules()} == {
        "/s/<slug>", survey, f"{survey}/resume", f"{survey}/receipt", f"{survey}/genuine", "/favicon.ico", "/healthz",
        "/s/<slug>/pictures/<digest>", "/kiosk/worker.js", "/kiosk/<point>", "/kiosk/<point>/manifest.webmanifest",
        "/kiosk/<point>/paper", "/kiosk/<point>/records", "/kiosk/<point>/counts",
        f"{survey}/names/<question>", "/s/<slug>/leave", "/leave",
    }  # fmt: skip


def test_the_application_is_healthy(client: FlaskClient) -> None:
    assert client.get("/healthz").get_data(as_text=True) == "ok\n"


def test_no_page_asks_anything_of_anybody_else(client: FlaskClient) -> None:
    page = open_page(client, START)
    while page.read.outcome is None:
        assert re.findall(r'(?:src|action|formaction)="(?:https?:)?//', page.html) == []
        page = page.answer()


def test_the_first_page_with_its_style_and_script_is_small(app: Flask, client: FlaskClient) -> None:
    page = client.get(START, headers={"Accept-Encoding": "gzip"})
    asset: Any = app.jinja_env.globals["asset"]
    used = [name for name in BUNDLES if asset(name) in gzip.decompress(page.data).decode()]
    sizes = {name: len(_served(app, client, name)) for name in used}
    assert used == ["respondent.css", "respondent.js"]
    assert page.headers["Content-Encoding"] == "gzip"
    assert sizes["respondent.css"] <= 9 * 1024
    assert len(page.data) + sizes["respondent.js"] <= 12 * 1024, "all that is needed to see and use it"
    assert len(page.data) + sizes["respondent.css"] <= 14 * 1024, "with what comes while it is read"
    assert max(size for name, size in sizes.items() if name.endswith(".js")) <= 10 * 1024


def _served(app: Flask, client: FlaskClient, name: str) -> bytes:
    response = client.get(app.jinja_env.globals["asset"](name), headers={"Accept-Encoding": "gzip"})  # type: ignore[operator]
    assert gzip.decompress(response.data)
    return bytes(response.data)


@pytest.mark.parametrize("part", BUNDLES["kiosk.css"])
def test_the_stylesheet_reads_both_ways(part: str) -> None:
    rules = re.sub(r"@media[^{]*", "", re.sub(r"/\*.*?\*/", "", (STATIC / part).read_text("utf-8"), flags=re.DOTALL))
    assert PHYSICAL.findall(rules) == []
    assert "url(" not in rules and "@import" not in rules


def test_templates_hold_no_inline_style_or_script() -> None:
    for path in Path(STATIC.parent / "templates/respondent").rglob("*.html"):
        source = path.read_text("utf-8")
        source = source.replace('<style>{{ sheet("first.css") }}</style>', "")
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
