"""Give persons open answers to code: a random part of them, with what their authors allowed, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from surveyapp.questionnaire.records import record_of
from surveyapp.questionnaire.walk import walk
from surveyapp.services import collecting, publishing
from surveyapp.services.collecting import FinishedResponse
from surveyapp.services.fielded import FieldedSurvey

MOST_CODED: Final = 40
ALLOWED: Final = ("yes", "1")


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """What somebody wrote, by the random id of the response; `quotable` where its author allowed quotes."""

    response: str
    text: str
    quotable: bool


def to_code(
    session: Session, survey: FieldedSurvey, variable: str, *, consent: str, also: Collection[str] = ()
) -> tuple[OpenAnswer, ...]:
    """Return the first answers by random id, which is a random part of them, and those of `also` that are still there.

    `variable` is the open question's, `consent` that by which people allow quotes ("" for none).
    """
    questionnaires = publishing.questionnaires_of(session, survey.survey_id)
    found: list[OpenAnswer] = []
    wanted = set(also)
    with closing(_responses(session, survey.survey_id)) as responses:
        for response in responses:
            if len(found) >= MOST_CODED and not wanted:
                break
            if len(found) >= MOST_CODED and response.id not in wanted:
                continue
            wanted.discard(response.id)
            doc = response.doc
            answers = {name: held["v"] for name, held in doc["answers"].items()}
            walked = walk(
                questionnaires[response.version], answers, seed=doc["seed"], context=doc["context"], drawn=doc["drawn"]
            )
            record = record_of(walked)
            text = str(record.get(variable, "")).strip()
            if text and not text.lstrip("-").isdigit():
                found.append(OpenAnswer(response.id, text, str(record.get(consent, "")) in ALLOWED))
    return tuple(found)


def _responses(session: Session, survey_id: str) -> Generator[FinishedResponse]:
    yield from collecting.finished_responses(session, survey_id)
