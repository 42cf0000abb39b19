"""An author tries a manuscript on the respondents' own pages: the whole way, and nothing is stored or counted."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp.database import writing
from surveyapp.formats.result import ReadResult
from surveyapp.services import accounts, manuscripts
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from surveyapp.store.models import Base
from tests.respondent.browsing import go_to, open_page
from tests.respondent.survey import ANSWERS, LANGUAGES, SLUG, questionnaire
from tests.services.fieldwork import TODAY

SECRET = "s" * 40


@pytest.fixture
def slug(engine: Engine, client: FlaskClient) -> str:
    with writing(engine) as session:
        accounts.default_organisation(session)
        asked = questionnaire()
        manuscript = manuscripts.add(
            session,
            DEFAULT_ORGANISATION,
            SLUG,
            asked,
            ReadResult(asked, "native"),
            file_name="a.json",
            actor="a",
            today=TODAY,
        )
    return manuscripts.preview_slug(manuscript, SECRET)


def rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: int(connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one())  # noqa: S608
            for name in Base.metadata.tables
        }


def test_the_whole_way_is_walked_and_nothing_is_stored(client: FlaskClient, engine: Engine, slug: str) -> None:
    before = rows(engine)
    done = go_to(client, "preview", path=f"/en/s/{slug}")
    assert done.read.outcome == "preview"
    assert "None of your answers has been kept" in done.text
    assert rows(engine) == before


@pytest.mark.parametrize(
    ("given", "outcome"), [({"AGE": "young"}, "screened-out"), ({"CNS": "no"}, "refused")], ids=["age", "consent"]
)
def test_an_early_end_is_shown_and_not_counted(
    client: FlaskClient, engine: Engine, slug: str, given: dict[str, str], outcome: str
) -> None:
    before = rows(engine)
    assert go_to(client, outcome, {**ANSWERS, **given}, path=f"/en/s/{slug}").read.outcome == outcome
    assert rows(engine) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_tried_and_says_that_it_is_a_trial(client: FlaskClient, slug: str, language: str) -> None:
    page = open_page(client, f"/{language}/s/{slug}")
    assert page.status == 200
    assert 'class="sham"' in page.html


def test_what_belongs_to_stored_answers_is_not_there(client: FlaskClient, slug: str) -> None:
    for page in ("resume", "receipt"):
        assert client.get(f"/en/s/{slug}/{page}").status_code == 404
    assert client.get(f"/en/s/{slug}/genuine").status_code == 200
    assert client.get(f"/en/s/{slug}x").status_code == 404
    assert client.get(f"/s/{slug}/pictures/{'0' * 64}").status_code == 404
