"""Change the language anywhere: the page stays, the answers stay, what was just typed stays."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.respondent.saying import say_in
from surveyapp.services import publishing
from surveyapp.services.failures import NotPublishable
from tests.respondent.browsing import go_to, open_page
from tests.respondent.survey import ANSWERS, LANGUAGES, SLUG, STORED, questionnaire
from tests.respondent.test_journey import document, values


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_every_language_to_every_other_at_every_page(client: FlaskClient, engine: Engine, language: str) -> None:
    page = open_page(client, f"/{language}/s/{SLUG}")
    while page.read.outcome is None:
        typed = {name: ANSWERS[name] for name in page.read.controls if name in ANSWERS}
        before = page
        for other in LANGUAGES:
            switched = before.post(typed, lang=other)
            assert (switched.read.language, switched.read.questions) == (other, page.read.questions)
            assert {name: switched.values.get(name) for name in typed} == typed
            before = switched
        page = before.post(lang=language).answer({})
    assert page.read.outcome == "complete"
    assert values(document(engine)) == STORED


def test_the_language_of_each_answer_is_kept(client: FlaskClient, engine: Engine) -> None:
    start = open_page(client, f"/vi/s/{SLUG}").answer()
    start.post(lang="ko").answer().post(lang="ar").answer()
    answers: dict[str, Any] = json.loads(json.dumps(document(engine, "draft")["answers"]))
    assert {name: held["l"] for name, held in answers.items()} == {"AGE": "vi", "CNS": "ko", "ONE": "ar"}


def test_text_that_is_wrong_survives_a_change_of_language(client: FlaskClient) -> None:
    year = go_to(client, "YEAR", path=f"/en/s/{SLUG}").post({"YEAR": "about 1985"}, lang="ar")
    assert year.values["YEAR"] == "about 1985"


def test_the_receipt_can_be_read_in_another_language(client: FlaskClient) -> None:
    done = go_to(client, "complete", path=f"/en/s/{SLUG}")
    other = done.post(lang="vi")
    assert (other.read.outcome, other.read.language) == ("complete", "vi")
    assert done.html.split('class="code"')[1].split("</p>")[0] == other.html.split('class="code"')[1].split("</p>")[0]


def test_a_language_that_is_not_offered_leads_to_those_that_are(client: FlaskClient) -> None:
    page = open_page(client, f"/fr/s/{SLUG}")
    assert page.status == 404
    assert all(f'href="/{language}/s/{SLUG}"' in page.html for language in LANGUAGES)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ko-KR,ko;q=0.9,en;q=0.5", "ko"), ("zh-CN", "zh-Hans"), ("zh;q=0.8", "zh-Hans"), ("fr", "en"), ("", "en")],
)
def test_an_address_without_language_follows_the_browser(client: FlaskClient, accepted: str, language: str) -> None:
    response = client.get(f"/s/{SLUG}?p=abc", headers={"Accept-Language": accepted})
    assert response.headers["Location"] == f"/{language}/s/{SLUG}?p=abc"


def test_a_wording_that_is_missing_falls_back_visibly_with_its_own_language_and_direction() -> None:
    asked = questionnaire(("en", "vi", "ar"))
    say = say_in("ar", asked, {})
    assert say({"en": "Where?", "vi": "Ở đâu?"}).__html__() == '<span lang="en" dir="ltr">Where?</span>'
    assert say({"en": "", "ar": "أين؟"}).__html__() == "أين؟"
    back = say_in("en", asked.model_copy(update={"languages": ("ar", "en")}), {})
    assert back({"ar": "أين؟"}).__html__() == '<span lang="ar" dir="rtl">أين؟</span>'


def test_a_survey_that_lacks_one_wording_in_one_language_is_not_offered(engine: Engine) -> None:
    whole = questionnaire(("en", "vi", "ar"))
    lacking = json.loads(whole.model_dump_json(by_alias=True))
    del lacking["pages"][2]["questions"][0]["text"]["ar"]
    with writing(engine) as session, pytest.raises(NotPublishable) as refused:
        publishing.publish(session, None, "lacking", type(whole).model_validate(lacking), today=date(2026, 1, 1))
    wrong = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert [(problem.code, problem.place) for problem in wrong] == [("missing-translation", "ONE.text")]


def test_the_page_language_is_named_in_its_own_script(client: FlaskClient) -> None:
    page = open_page(client, f"/ar/s/{SLUG}")
    for name in ("العربية", "English", "Tiếng Việt", "简体中文", "한국어", "日本語"):
        assert name in page.html
