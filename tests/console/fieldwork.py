"""Put fieldwork and reports into the small survey."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveyapp.database import writing
from surveyapp.services import answering, fielded, jobs, publishing
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.store.models.response import Response
from tests.console.house import OURS

DAY: Final = date(2026, 11, 3)
WORKER: Final = "worker-of-the-tests"
STYLE: Final = "body{color:#15191c}"
REPORT: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Report</title>'
    f"<style>{STYLE}</style></head><body><h1>What people need</h1></body></html>"
).encode()


def survey_of(session: Session, slug: str = OURS) -> FieldedSurvey:
    found = fielded.find_survey(session, slug)
    assert found is not None
    return found


def count(engine: Engine, numbers: dict[tuple[str, str], int], *, step: str = "complete") -> None:
    """Tally {(sample source, language): n}; every source but `web` gets a collection point of its own."""
    with writing(engine) as session:
        survey = survey_of(session)
        known = {"web"}
        for (source, language), n in numbers.items():
            if source not in known:
                publishing.add_point(
                    session,
                    survey.survey_id,
                    id=source,
                    token=f"token of {source}",
                    sample_source=source,
                    channel="poster",
                    secret="k" * 40,
                )
                known.add(source)
            answering.tally(session, survey.survey_id, source, DAY, language, step, n=n)


def respond(engine: Engine) -> None:
    """Store one finished response."""
    with writing(engine) as session:
        session.add(
            Response(
                survey_id=survey_of(session).survey_id,
                id=str(uuid.uuid4()),
                version=1,
                wave=1,
                point_id="web",
                day=DAY,
                state="finished",
                purposes=[],
                doc={"answers": {"AGE": {"v": 40, "l": "en"}}, "seed": "s", "drawn": {}, "shown": {}},
                doc_format="json",
                revision=1,
            )
        )


def report(engine: Engine, *, state: str = "queued", slug: str = OURS) -> str:
    """Ask for a report and bring it to a state; return the job's id."""
    with writing(engine) as session:
        survey = survey_of(session, slug)
        job = jobs.enqueue(
            session,
            "report",
            {"survey": slug, "languages": ["vi", "en"]},
            survey_id=survey.survey_id,
            organisation_id=survey.organisation_id,
        ).id
        if state != "queued":
            jobs.claim(session, WORKER)
        if state == "running":
            jobs.heartbeat(session, job, WORKER, progress=0.4, step="needs V")
        if state == "done":
            for name in ("report.en.html", "report.vi.html"):
                jobs.keep(session, job, WORKER, name, "text/html; charset=utf-8", REPORT)
            jobs.keep(session, job, WORKER, "manifest.json", "application/json", b"{}")
            jobs.finish(session, job, WORKER, {})
        if state == "failed":
            jobs.fail(session, job, WORKER, "ValueError")
    return job
