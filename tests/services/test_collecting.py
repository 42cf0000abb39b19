"""Counts come from tallies, and only what is finished is handed to the analysis."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, event

from surveyapp.database import reading, writing
from surveyapp.services import answering, collecting, publishing
from surveyapp.services.failures import UnknownSurvey
from tests.services.fieldwork import SECRET, SLUG, TODAY, begin, finished, publish_tiny


def test_counts_are_kept_by_language_and_sample_source(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        publishing.add_point(
            session, survey.survey_id, id="qr", token="t", sample_source="qr", channel="qr", secret=SECRET
        )
        for point, language, n in (("web", "en", 2), ("web", "vi", 3), ("qr", "vi", 4)):
            answering.tally(session, survey.survey_id, point, TODAY, language, "complete", n=n)
        answering.tally(session, survey.survey_id, "web", TODAY, "en", "refused")
    with reading(engine) as session:
        rows = {(row.language, row.sample_source): row.n for row in collecting.counts(session, survey.survey_id)}
        refused = collecting.counts(session, survey.survey_id, step="refused")
        days = collecting.counts_by_day(session, survey.survey_id)
        steps = collecting.steps_tallied(session, survey.survey_id)
        points = [point.id for point in collecting.points(session, survey.survey_id)]
    assert rows == {("en", "web"): 2, ("vi", "web"): 3, ("vi", "qr"): 4}
    assert [(row.language, row.n) for row in refused] == [("en", 1)]
    assert [(count.day, count.step, count.n) for count in days] == [(TODAY, "complete", 9), (TODAY, "refused", 1)]
    assert steps == {"complete": 9, "refused": 1}
    assert points == ["qr", "web"]


def test_counting_never_reads_an_answer(engine: Engine) -> None:
    survey = publish_tiny(engine)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with reading(engine) as session:
        collecting.counts(session, survey.survey_id)
        collecting.counts_by_day(session, survey.survey_id)
        collecting.steps_tallied(session, survey.survey_id)
        collecting.count_finished(session, SLUG)
    assert not [statement for statement in statements if ".doc" in statement]


def test_unfinished_interviews_are_not_counted(engine: Engine) -> None:
    survey = publish_tiny(engine)
    finished(engine, survey)
    with writing(engine) as session:
        begin(session, survey)
        assert collecting.count_finished(session, SLUG) == 1


def test_responses_come_in_the_order_of_their_random_ids(engine: Engine) -> None:
    survey = publish_tiny(engine)
    for age in range(20, 30):
        finished(engine, survey, AGE=age)
    with reading(engine) as session:
        found = list(collecting.finished_responses(session, survey.survey_id))
    ids = [response.id for response in found]
    assert ids == sorted(ids)
    assert {response.doc["answers"]["AGE"]["v"] for response in found} == set(range(20, 30))


def test_a_survey_that_does_not_exist_cannot_be_counted(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(UnknownSurvey):
        collecting.count_finished(session, "nothing")
