"""Open answers from the proposal of themes to the finished page: two persons code apart, one confirms."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from surveyapp.database import reading, writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import jobs, publishing
from surveyapp.services.reports import inputs, open_answers
from surveyapp.store.models.response import Response
from tests.chromium import CHROMIUM, go_on
from tests.console.conftest import TODAY
from tests.console.fieldwork import DAY, survey_of
from tests.console.house import OURS, Members, token_of
from tests.console.reporting import work
from tests.console.test_browser import Visit, address, browser, visit  # noqa: F401
from tests.respondent.looking import COLOURS, RUN_AXE, axe

AT = f"/surveys/{OURS}/reports"
LAND, VISA = "How do I buy land and a house there", "How long does a visa take to renew"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asking() -> Questionnaire:
    """Ask what people want to know, and whether their words may be quoted."""
    both = {"en": "What would you like to know?", "vi": "Bạn muốn biết điều gì?"}
    quote = {"en": "May we quote your words?", "vi": "Chúng tôi có thể trích lời bạn không?"}
    questions = [
        {"id": "WISH", "text": both, "answer": {"kind": "text"}, "sensitivity": "basic"},
        {"id": "QUOTE", "text": quote, "answer": {"kind": "consent", "purpose": "quotes"}, "sensitivity": "basic"},
    ]
    return Questionnaire.model_validate(
        {
            "id": "wishes",
            "languages": ["en", "vi"],
            "title": {"en": "Wishes", "vi": "Mong muốn"},
            "pages": [{"id": "first", "questions": questions}],
        }
    )


def answer(engine: Engine, n: int, words: str, *, quote: str) -> list[str]:
    """Store finished responses with these words, and return their ids."""
    with writing(engine) as session:
        survey = survey_of(session)
        answers = {"WISH": {"v": words, "l": "en"}, "QUOTE": {"v": quote, "l": "en"}}
        names = [str(uuid.uuid4()) for _ in range(n)]
        for name in names:
            doc: dict[str, Any] = {"answers": answers, "seed": "s", "drawn": {}, "shown": {}, "context": {}}
            held: dict[str, Any] = {"id": name, "doc": doc, "doc_format": "json", "day": DAY, "state": "finished"}
            held |= {"survey_id": survey.survey_id, "version": survey.version, "wave": 1, "point_id": "web"}
            session.add(Response(**held, purposes=[], revision=1))
    return names


@pytest.fixture
def asked(members: Members) -> Members:
    with writing(members.engine) as session:
        publishing.publish(session, survey_of(session).organisation_id, OURS, asking(), today=TODAY)
    answer(members.engine, 26, LAND, quote="yes")
    answer(members.engine, 24, VISA, quote="no")
    return members


def signed_in(app: Flask, members: Members, role: str) -> FlaskClient:
    client = app.test_client()
    members.sign_in(client, role)
    return client


def post(client: FlaskClient, rest: str, **given: Any) -> TestResponse:
    page = client.get(f"{AT}{rest}" if rest == "/open-answers/WISH" else AT).text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    seen = {"csrf_token": token_of(page), "revision": revision.group(1) if revision else "0"}
    return client.post(f"{AT}{rest}", data={**seen, **given})


def codes(members: Members, n: int, wrong: int = 0) -> dict[str, Any]:
    """Code the first answers by what they are about, a few of them otherwise."""
    with reading(members.engine) as session:
        answers = open_answers.to_code(session, survey_of(session), "WISH", consent="QUOTE")[:n]
    names = [theme["id"] for theme in plan_of(members)["open_ends"][0]["themes"]]
    ticked: dict[str, Any] = {f"looked.{one.response}": "on" for one in answers}
    for at, one in enumerate(answers):
        about = names[(one.text == VISA) != (at < wrong)]
        ticked[f"answer.{one.response}"] = about
    return ticked


THEMES = {
    "theme.0.en": "Land",
    "theme.0.vi": "Đất đai",
    "theme.0.terms": "land, house",
    "theme.1.en": "Visa",
    "theme.1.terms": "visa",
}


def test_open_answers_reach_the_finished_page(app: Flask, asked: Members) -> None:
    first, second = (signed_in(app, asked, role) for role in ("researcher", "administrator"))
    assert post(first, "/open-answers/themes").status_code == 303
    work(asked.engine)
    assert "What would you like to know?" in first.get(f"{AT}/open-answers").text
    proposed = first.get(f"{AT}/open-answers/WISH").text
    assert "visa" in proposed and LAND in proposed
    others = {f"theme.{at}.{part}": "" for at in range(2, 8) for part in ("en", "vi", "terms")}
    assert post(first, "/open-answers/WISH", **THEMES, **others).status_code == 303
    early = post(first, "/open-answers/WISH", **THEMES, **codes(asked, 5), confirm="1")
    assert (early.status_code, "Code at least 20 answers" in early.text) == (422, True)
    with reading(asked.engine) as session:
        answers = open_answers.to_code(session, survey_of(session), "WISH", consent="QUOTE")
    allowed = next(one for one in answers if one.quotable)
    denied = next(one for one in answers if not one.quotable)
    quotes = {f"quote.{one.response}": "on" for one in (allowed, denied)}
    quotes |= {f"quote.{allowed.response}.vi": "Tôi mua đất và nhà ở đó thế nào"}
    assert post(first, "/open-answers/WISH", **THEMES, **codes(asked, 30), **quotes, confirm="1").status_code == 303
    page = second.get(f"{AT}/open-answers/WISH").text
    assert "looked-" in page
    assert not re.search(r'name="looked\.[^"]*"\s+checked', page), "the second person does not see what the first did"
    again = {name: value for name, value in quotes.items() if denied.response not in name}
    again |= {**THEMES, **codes(asked, 30, wrong=3)}
    assert post(second, "/open-answers/WISH", **again).status_code == 303
    assert post(second, "/open-answers/WISH", **again, confirm="1").status_code == 422
    report = written(first, asked)
    english, vietnamese = (report[f"report.{tag}.html"] for tag in ("en", "vi"))
    for told in ("Land", "Visa", "1.00 (1.00–1.00)", "Two persons (kappa)", LAND, "themes confirmed by researcher@"):
        assert told in english, told
    assert re.search(r"0\.\d\d \(0\.\d\d–(0\.\d\d|1\.00)\)", english), "three of thirty are coded otherwise"
    assert "Tôi mua đất và nhà ở đó thế nào" in vietnamese
    assert LAND in vietnamese, "the original stands beside its translation"


def written(client: FlaskClient, members: Members) -> dict[str, str]:
    """Start a report, have it written, and return its pages."""
    assert post(client, "").status_code == 303
    work(members.engine)
    with reading(members.engine) as session:
        job = jobs.recent(session, survey_of(session).survey_id, kind="report")[0]
        files = {name: jobs.artefact(session, job.id, name) for name in job.artefacts if name.startswith("report.")}
    assert job.error is None
    return {name: file.content.decode("utf-8", "replace") for name, file in files.items() if file is not None}


def test_other_themes_take_a_confirmation_away_and_a_withdrawn_answer_is_coded_no_more(
    app: Flask, asked: Members
) -> None:
    first = signed_in(app, asked, "researcher")
    assert post(first, "/open-answers/WISH", **THEMES).status_code == 303
    assert post(first, "/open-answers/WISH", **THEMES, **codes(asked, 20), confirm="1").status_code == 303
    (entry,) = plan_of(asked)["open_ends"]
    assert (entry["confirmed_by"], len(entry["coded"])) == ("researcher@example.org", 20)
    gone = next(iter(entry["coded"]))
    with writing(asked.engine) as session:
        session.execute(text("UPDATE response SET state = 'withdrawn' WHERE id = :id"), {"id": gone})
    assert gone not in first.get(f"{AT}/open-answers/WISH").text
    other = {**THEMES, "theme.1.terms": "visa, renew"}
    assert post(first, "/open-answers/WISH", **other, **codes(asked, 20)).status_code == 303
    (entry,) = plan_of(asked)["open_ends"]
    assert (entry["confirmed_by"], gone in entry["coded"]) == ("", False)


def plan_of(members: Members) -> Any:
    with reading(members.engine) as session:
        return inputs.find(session, survey_of(session).survey_id, "plan").content


@pytest.mark.parametrize("role", ["auditor", "field-officer", "translator"])
def test_who_may_not_read_answers_codes_none(app: Flask, asked: Members, role: str) -> None:
    client = signed_in(app, asked, role)
    assert client.get(f"{AT}/open-answers/WISH").status_code == 403


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
def test_the_pages_of_open_answers_satisfy_axe_and_fit_a_phone(visit: Visit, asked: Members) -> None:  # noqa: F811
    with writing(asked.engine) as session:
        themes = [{"id": "land", "label": {"en": "Land", "vi": "Đất đai"}, "terms": ["land"]}]
        own = {"open_ends": [{"question": "WISH", "themes": themes}]}
        inputs.keep(session, survey_of(session).survey_id, "plan", own, revision=0, actor="a", today=TODAY)
    page = visit(viewport={"width": 360, "height": 800})
    for language in ("English", "Tiếng Việt"):
        page.goto(f"{AT}/open-answers")
        if language != "English":
            go_on(page, page.get_by_role("button", name=language, exact=True))
        for at in (f"{AT}/open-answers", f"{AT}/open-answers/WISH"):
            page.goto(at)
            page.evaluate(axe())
            for scheme, rules in (("light", []), ("dark", COLOURS)):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                assert page.evaluate(RUN_AXE, rules) == [], (at, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), at
