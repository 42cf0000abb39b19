"""What makes a page worthy of trust: who asks and under which law, notices in their place, nothing ticked before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.database import make_engine, migrate, writing
from surveyapp.demonstration.fieldwork import field_survey
from surveyapp.demonstration.forms import read_page
from surveyapp.demonstration.persona import Persona, answer
from surveyapp.instruments import bundled
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from tests.respondent.browsing import Page, go_to, open_page, send
from tests.respondent.conftest import field
from tests.respondent.page_kinds import page_kinds, receipt_code
from tests.respondent.survey import choices, page, question, text
from tests.respondent.walking import address_in, persona

NOTICE = re.compile(r'<p class="notice">')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Give a client of an application that fields the small survey, one in screens, and the bundled instrument."""
    folder = tmp_path_factory.mktemp("trust")
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    field(engine)
    with writing(engine) as session:
        today = datetime.now(UTC).date()
        field_survey(session, bundled(), [], secret="s" * 40, today=today)
        publishing.publish(session, None, "noticed", in_screens(), today=today)
    yield create_app(Settings(database_url=url, secret_key="s" * 40, instance=folder)).test_client()
    engine.dispose()


def in_screens() -> Questionnaire:
    """Return a questionnaire whose sensitive page is cut into two screens, with another behind it."""
    rows = {"rows": choices("r1", "r2", "r3"), "choices": choices("1", "2"), "per_screen": 2}
    grid = {**question("G", "grid", **rows), "sensitivity": "sensitive:opinion"}
    another = {**question("B", "text", required=False), "sensitivity": "sensitive:opinion"}
    pages = [
        page("before", question("A", "text", required=False)),
        page("opinions", grid, notice=text("Sensitive")),
        page("more", another),
        page("after", question("C", "text", required=False)),
    ]
    return Questionnaire.model_validate({"id": "n", "languages": ("en",), "title": text("T"), "pages": pages})


def journey(client: FlaskClient, person: Persona, languages: tuple[str, ...]) -> Iterator[Page]:
    """Yield each page of the instrument as served before it is answered, in one language after another."""
    shown = open_page(client, address_in(languages[0]))
    for at in range(90):
        shown = shown.post(lang=languages[at % len(languages)]) if at else shown
        yield shown
        given: dict[str, Any] = {}
        for fieldset in read_page(shown.html).fieldsets:
            for name, value in answer(person, fieldset):
                given.setdefault(name, []).append(value)
        shown = shown.post(given)
        if shown.read.outcome is not None:
            return


def ticked(shown: Page) -> list[tuple[str, str]]:
    """Return what holds a value before anybody gave one; the place and the empty entry of a list are nothing."""
    return [
        (name, value)
        for name, value in shown.read.fields
        if shown.read.kinds.get(name) != "hidden" and value and name != "lang"
    ]


def test_who_asks_what_for_and_under_which_law_stand_on_the_first_page_in_every_language(client: FlaskClient) -> None:
    about = bundled().about
    assert about is not None
    for language in bundled().languages:
        shown = open_page(client, address_in(language))
        for told in (about.sponsor, about.purpose, about.law, about.not_stored):
            words, _ = wording(told, language, "en")
            assert words and plain(words) in plain(shown.text), language


def plain(words: str) -> str:
    """Return words without what only holds lines together."""
    return re.sub(r"[\s\u00a0\u202f\u2060]+", "", words)


@pytest.mark.parametrize(("audience", "country"), [("V", "US"), ("F", "AE")])
def test_nothing_is_ticked_and_notices_stand_right_before_what_is_sensitive(
    client: FlaskClient, audience: str, country: str
) -> None:
    instrument, person = bundled(), persona(21, audience=audience, country=country)
    found, before = {}, ""
    for shown in journey(client, person, instrument.languages):
        asked = [instrument.question_by_id[name] for name in shown.read.questions]
        kinds = sorted({q.sensitivity or "" for q in asked if (q.sensitivity or "").startswith("sensitive:")})
        kind = kinds[0] if kinds else ""
        expected = kind not in ("", before) or asked[0].id == "CNS1"
        found[str(shown.read.questions)] = (ticked(shown), len(NOTICE.findall(shown.html)) - expected)
        before = kind
    assert len(found) > 20
    assert {name: wrong for name, wrong in found.items() if wrong != ([], 0)} == {}


def test_no_kind_of_page_comes_with_anything_ticked_or_written(client: FlaskClient) -> None:
    for name, shown in page_kinds(client.application, "en"):
        if shown.read.questions == [name]:
            assert ticked(shown) == [], name


def test_a_page_in_several_screens_gives_its_notice_once(client: FlaskClient) -> None:
    first = open_page(client, "/en/s/noticed")
    screen = first.post()
    following = screen.post({"G__r1": "1", "G__r2": "1"})
    assert following.read.questions == screen.read.questions == ["G"]
    assert [len(NOTICE.findall(shown.html)) for shown in (first, screen, following)] == [0, 1, 0]
    assert "Sensitive E" in following.post(action="back").text


def test_who_comes_back_into_a_sensitive_block_reads_its_notice_again(client: FlaskClient) -> None:
    page, noticed = open_page(client, "/en/s/noticed").post(), []
    for given in ({"G__r1": "1", "G__r2": "1"}, {"G__r3": "1"}, {"B": "x"}, {"C": "y"}):
        code = receipt_code(page.post({}, action="later"))
        back = send(client, "/en/s/noticed/resume", {"code": code})
        assert back.read.questions == page.read.questions
        noticed.append(len(NOTICE.findall(back.html)))
        page = back.post(given)
    assert noticed == [1, 1, 1, 0], "on every screen of the block, and on no other"
    corrected = send(client, "/en/s/noticed/receipt", {"code": receipt_code(page), "question": "B"})
    assert corrected.read.questions == ["B"] and len(NOTICE.findall(corrected.html)) == 1


def test_refusing_to_agree_is_as_easy_as_agreeing(client: FlaskClient) -> None:
    gate = go_to(client, "CNS", path="/en/s/small")
    assert gate.read.controls["CNS"] == ["yes", "no"]
    assert gate.post({"CNS": "no"}).read.outcome == "refused"
