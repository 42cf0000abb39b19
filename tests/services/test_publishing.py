"""What is published is frozen, and only what has no mistake is published."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.formats.native import content_hash
from surveyapp.instruments import bundled
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import answering, freezing, publishing
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from surveyapp.services.failures import NotPublishable, SlugTaken, UnknownSurvey
from surveyapp.services.fielded import surveys_of
from surveyapp.store import surveys
from surveyapp.store.models.account import Organisation
from tests.services.fieldwork import SECRET, SLUG, TINY, TODAY, fielded, publish_tiny


def _retitled(title: str) -> Questionnaire:
    return TINY.model_copy(update={"title": {"en": title, "vi": title}})


def test_a_first_version_opens_the_survey_with_its_own_address(engine: Engine) -> None:
    survey = publish_tiny(engine, cleared=["KR"], simulated=True)
    assert (survey.slug, survey.version, survey.state) == (SLUG, 1, "open")
    assert survey.settings == {"cleared": ["KR"], "simulated": True}
    assert survey.questionnaire == TINY
    with reading(engine) as session:
        point = answering.find_point(session, survey.survey_id, None, secret=SECRET)
    assert point is not None
    assert answering.context_of(survey.settings, point, survey.questionnaire, date(2026, 11, 28)) == {
        "cleared": ["KR"],
        "sample_source": "web",
        "channel": "web",
        "wave": 1,
        "mode": "web",
    }


def test_the_same_content_again_keeps_its_number_and_other_content_gets_the_next(engine: Engine) -> None:
    assert publish_tiny(engine).version == 1
    assert publish_tiny(engine).version == 1
    assert publish_tiny(engine, _retitled("Other")).version == 2
    assert publish_tiny(engine).version == 3


def test_every_version_can_still_be_read(engine: Engine) -> None:
    survey = publish_tiny(engine)
    publish_tiny(engine, _retitled("Other"))
    with reading(engine) as session:
        titles = {
            number: questionnaire.title["en"]
            for number, questionnaire in publishing.questionnaires_of(session, survey.survey_id).items()
        }
    assert titles == {1: "Tiny", 2: "Other"}


def test_publishing_without_settings_leaves_those_there(engine: Engine) -> None:
    publish_tiny(engine, simulated=True)
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, _retitled("Other"), today=TODAY)
        assert fielded(session).settings == {"simulated": True}


def test_a_questionnaire_with_mistakes_is_refused_with_all_of_them(engine: Engine) -> None:
    twice = TINY.model_copy(update={"pages": (*TINY.pages, *TINY.pages)})
    with pytest.raises(NotPublishable) as refused:
        publish_tiny(engine, twice)
    assert any(problem.severity == "error" for problem in refused.value.problems)
    with reading(engine) as session:
        assert answering.find_survey(session, SLUG) is None


@pytest.mark.parametrize("slug", ["", "Tiny", "ti ny", "-tiny", "tiny/x", "tiny\0", "x" * 101, "nhỏ"])
def test_an_address_that_would_not_work_is_refused(engine: Engine, slug: str) -> None:
    with pytest.raises(NotPublishable) as refused, writing(engine) as session:
        publishing.publish(session, None, slug, TINY, today=TODAY)
    assert [problem.place for problem in refused.value.problems if problem.code == "slug"] == ["slug"]


def test_another_organisations_address_is_taken(engine: Engine) -> None:
    publish_tiny(engine)
    other = "9b1c2f64-0000-4000-8000-000000000000"
    with pytest.raises(SlugTaken), writing(engine) as session:
        session.add(Organisation(id=other, name="Other"))
        publishing.publish(session, other, SLUG, TINY, today=TODAY)


def test_wording_is_stored_composed_so_that_search_finds_it(engine: Engine) -> None:
    survey = publish_tiny(engine, _retitled(unicodedata.normalize("NFD", "Tiếng Việt")))
    assert survey.questionnaire.title["vi"] == unicodedata.normalize("NFC", "Tiếng Việt")


def test_a_link_leads_to_its_collection_point_and_no_other_word_does(engine: Engine) -> None:
    survey = publish_tiny(engine)
    design = {"inclusion_probability": 0.25, "stratum": "north", "basis": "A"}
    with writing(engine) as session:
        added = publishing.add_point(
            session,
            survey.survey_id,
            id="frame",
            token="a-link",
            sample_source="frame",
            channel="letter",
            country="KR",
            design=design,
            secret=SECRET,
        )
    with reading(engine) as session:
        assert answering.find_point(session, survey.survey_id, "a-link", secret=SECRET) == added
        assert added.design == design
        for wrong in ("another", "A-LINK", "\0", "\ud800", "web"):
            assert answering.find_point(session, survey.survey_id, wrong, secret=SECRET) is None
        assert answering.find_point(session, survey.survey_id, "a-link", secret=SECRET + "!") is None


def test_a_closed_survey_says_so_and_since_when_and_can_be_opened_again(engine: Engine) -> None:
    publish_tiny(engine)
    later = TODAY + timedelta(days=3)
    with writing(engine) as session:
        assert publishing.close(session, SLUG, today=TODAY)
        assert not publishing.close(session, SLUG, today=later), "it stays as it was closed"
    with reading(engine) as session:
        survey = fielded(session)
        assert (survey.state, survey.settings["closed_on"]) == ("closed", TODAY.isoformat())
    with writing(engine) as session:
        assert publishing.reopen(session, SLUG)
        assert not publishing.reopen(session, SLUG)
    with reading(engine) as session:
        survey = fielded(session)
        assert (survey.state, "closed_on" in survey.settings) == ("open", False)
    with pytest.raises(UnknownSurvey), writing(engine) as session:
        publishing.close(session, "nothing", today=TODAY)


def test_publishing_with_other_settings_keeps_what_was_said_of_the_end(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        freezing.set_freeze(session, survey.survey_id, "2030-01-01", TODAY)
        publishing.close(session, SLUG, today=TODAY)
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, survey.questionnaire, settings={"draft_days": 3}, today=TODAY)
    with reading(engine) as session:
        told = fielded(session).settings
    assert told == {"freeze": "2030-01-01", "closed_on": TODAY.isoformat(), "draft_days": 3}


@pytest.mark.parametrize("slug", ["nothing", "", "\0", "\ud800", "TINY"])
def test_what_is_not_published_is_not_found(engine: Engine, slug: str) -> None:
    publish_tiny(engine)
    with reading(engine) as session:
        assert answering.find_survey(session, slug) is None


def test_the_bundled_questionnaire_reads_back_as_it_was_published(engine: Engine) -> None:
    with writing(engine) as session:
        publishing.publish(session, None, "bundled", bundled(), today=TODAY)
    with reading(engine) as session:
        found = answering.find_survey(session, "bundled")
        assert found is not None
        stored = surveys.content_of(session, found.survey_id, found.version)
    assert Questionnaire.model_validate_json(stored) == bundled()
    assert content_hash(Questionnaire.model_validate_json(stored)) == found.content_hash


def test_an_organisation_sees_its_own_surveys(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with reading(engine) as session:
        assert [found.survey_id for found in surveys_of(session, [DEFAULT_ORGANISATION])] == [survey.survey_id]
        assert surveys_of(session, ["another"]) == ()
        assert surveys_of(session, []) == ()
