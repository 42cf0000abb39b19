"""A small survey whose report is worth publishing, its respondents, and a worker that writes it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import publishing
from surveyapp.services.reports import inputs
from surveyapp.stated.statements import ITEMS
from surveyapp.store.models.response import Response
from surveyapp.worker import Worker
from tests.console.conftest import TODAY
from tests.console.fieldwork import DAY, survey_of
from tests.console.house import OURS

TOPICS: Final = ("news", "papers", "travel")
STATED: Final = [item.id for item in ITEMS if item.mandatory and item.by == "person"] + [
    "sponsor",
    "translation",
    "outcomes",
]


def topical() -> Questionnaire:
    """Ask the topics of interest, and an age in groups."""
    ages = {"young": ("Under 40", "Dưới 40"), "old": ("40 and over", "Từ 40")}
    topics = {"news": ("News", "Tin tức"), "papers": ("Papers", "Giấy tờ"), "travel": ("Travel", "Du lịch")}

    def choices(of: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
        return [{"code": code, "text": {"en": en, "vi": vi}} for code, (en, vi) in of.items()]

    return Questionnaire.model_validate(
        {
            "id": "topical",
            "languages": ["en", "vi"],
            "title": {"en": "News from Viet Nam", "vi": "Tin từ Việt Nam"},
            "pages": [
                {
                    "id": "first",
                    "questions": [
                        {
                            "id": "AGE",
                            "text": {"en": "How old are you?", "vi": "Bạn bao nhiêu tuổi?"},
                            "answer": {"kind": "one", "choices": choices(ages)},
                            "sensitivity": "basic",
                        },
                        {
                            "id": "TOPICS",
                            "text": {
                                "en": "Which topics are you interested in?",
                                "vi": "Bạn quan tâm đến những chủ đề nào?",
                            },
                            "answer": {"kind": "several", "choices": choices(topics)},
                            "sensitivity": "basic",
                        },
                    ],
                }
            ],
        }
    )


def field(engine: Engine) -> None:
    """Publish the survey as the newest version of ours."""
    with writing(engine) as session:
        survey = survey_of(session)
        publishing.publish(session, survey.organisation_id, OURS, topical(), today=TODAY)


def answer(engine: Engine, n: int, *topics: str, age: str = "young") -> None:
    """Store finished responses of people who chose these topics."""
    with writing(engine) as session:
        survey = survey_of(session)
        answers = {"AGE": {"v": age, "l": "en"}, "TOPICS": {"v": list(topics), "l": "en"}}
        for _ in range(n):
            row = Response(
                survey_id=survey.survey_id,
                id=str(uuid.uuid4()),
                version=survey.version,
                wave=1,
                point_id="web",
                day=DAY,
                state="finished",
                purposes=[],
                doc={"answers": answers, "seed": "s", "drawn": {}, "shown": {"TOPICS": list(TOPICS)}, "context": {}},
                doc_format="json",
                revision=1,
            )
            session.add(row)


def state(engine: Engine) -> None:
    """State everything that only a person can."""
    texts = {name: {"en": f"Statement of {name}.", "vi": f"Lời khai {name}."} for name in STATED}
    with writing(engine) as session:
        content = {"format": "statements-1", "items": texts}
        inputs.keep(session, survey_of(session).survey_id, "statements", content, revision=0, actor="a", today=TODAY)


def work(engine: Engine) -> None:
    """Do everything that waits."""
    Worker(engine).run(once=True)
