"""The pulse at its own link, to the receipt: in five languages without scripts, in two of them with scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp.database import make_engine, migrate, writing
from surveyapp.demonstration.forms import SurveyPage, read_page
from surveyapp.demonstration.frame import CLEARED
from surveyapp.demonstration.persona import answer
from surveyapp.instruments import bundled_cut
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from tests.listening import listening
from tests.respondent.looking import cut_words, problems_of
from tests.respondent.walking import by_mouse, persona, walk

SLUG = "pulse-2026"
LANGUAGES = ("vi", "ar", "km", "zh-Hant", "ru")


@dataclass(frozen=True)
class Pulse:
    """Where it listens, a client that knows no script, and its store."""

    address: str
    client: FlaskClient
    engine: Engine

    def languages_of_responses(self) -> Counter[str]:
        with self.engine.connect() as connection:
            told = connection.execute(text("SELECT json_extract(doc, '$.language') FROM response"))
            return Counter(tag for (tag,) in told)


@pytest.fixture(scope="module")
def pulse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pulse]:
    folder: Path = tmp_path_factory.mktemp("pulse")
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    with writing(engine) as session:
        told, today = {"simulated": True, "cleared": list(CLEARED)}, datetime.now(UTC).date()
        publishing.publish(session, None, SLUG, bundled_cut("pulse"), settings=told, today=today)
    app = create_app(Settings(database_url=url, secret_key="s" * 40, instance=folder))
    with listening(app) as served:
        yield Pulse(served, app.test_client(), engine)
    engine.dispose()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_it_is_answered_to_the_receipt(pulse: Pulse, language: str) -> None:
    before, person = pulse.languages_of_responses(), persona(11, audience="F", country="JP")
    shown: SurveyPage = read_page(pulse.client.get(f"/{language}/s/{SLUG}").text)
    asked: list[str] = []
    while shown.outcome is None:
        asked += [fieldset.question for fieldset in shown.fieldsets]
        given = [pair for fieldset in shown.fieldsets for pair in answer(person, fieldset)]
        form: dict[str, list[str]] = {"action": ["next"]}
        for name, value in [*shown.hidden, *given]:
            form.setdefault(name, []).append(value)
        shown = read_page(pulse.client.post(shown.action, data=form, follow_redirects=True).text)
        assert len(asked) < 60
    assert shown.outcome == "complete"
    assert {"SCR2", "SCR3"} <= set(asked)
    assert pulse.languages_of_responses() - before == Counter([language])


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ar", "km"])
def test_with_scripts_every_page_is_for_everybody(pulse: Pulse, chromium: Any, language: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{pulse.address}/{language}/s/{SLUG}")
    found: list[str] = []
    outcome = None
    for shown in walk(page, persona(11, audience="F", country="JP"), by_mouse):
        assert page.locator("html").get_attribute("lang") == language
        found += cut_words(page) if language == "km" else problems_of(page)
        outcome = shown.outcome
    context.close()
    assert (outcome, found) == ("complete", [])
