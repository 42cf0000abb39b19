"""Field the kiosk cut at a point with an open kiosk, and answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, text

from surveyapp.database import writing
from surveyapp.instruments import bundled_cut
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import kiosks, points, publishing
from surveyapp.services.fielded import FieldedSurvey

SECRET = "s" * 40
SLUG = "kiosk-2026"
POINT = "sgn-t2"
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "SCR1": ("5",),
    "SCR2": ("JP",),
    "CNS1": ("yes",),
    "SCR3": ("5",),
    "CIT1": ("JP",),
    "VIS1": ("2",),
    "INT2": ("T07", "T12"),
    "NED3": ("1",),
    "NED5": ("2",),
    "CHN1": ("C12", "C14"),
    "OPN1C": ("N01",),
}


@dataclass(frozen=True)
class Fielded:
    """The survey as fielded, and the key of its kiosk."""

    survey: FieldedSurvey
    key: str


SMALL = Questionnaire.model_validate(
    {
        "id": "small",
        "languages": ["en", "ar"],
        "title": {"en": "Small", "ar": "صغير"},
        "pages": [
            {
                "id": "cns",
                "gate": True,
                "questions": [
                    {
                        "id": "CNS",
                        "text": {"en": "Do you agree?", "ar": "هل توافق؟"},
                        "answer": {"kind": "consent", "purpose": "analysis"},
                        "sensitivity": "basic",
                    }
                ],
            },
            {
                "id": "one",
                "questions": [
                    {
                        "id": "GO",
                        "text": {"en": "Go?", "ar": "تذهب؟"},
                        "answer": {
                            "kind": "one",
                            "choices": [
                                {"code": "yes", "text": {"en": "Yes", "ar": "نعم"}},
                                {"code": "no", "text": {"en": "No", "ar": "لا"}},
                                {"code": "other", "text": {"en": "Other", "ar": "غير ذلك"}, "other": True},
                            ],
                        },
                        "sensitivity": "basic",
                    },
                    {
                        "id": "WHICH",
                        "text": {"en": "Which?", "ar": "أي؟"},
                        "answer": {
                            "kind": "one",
                            "choices": [
                                {"code": "a", "text": {"en": "A", "ar": "أ"}},
                                {"code": "b", "text": {"en": "B", "ar": "ب"}, "show_if": "GO == 'yes'"},
                            ],
                        },
                        "show_if": "GO != 'no'",
                        "sensitivity": "basic",
                    },
                    {
                        "id": "WORDS",
                        "text": {"en": "In words", "ar": "بالكلمات"},
                        "answer": {"kind": "text", "max_length": 100},
                        "required": False,
                        "show_if": "WHICH == 'b'",
                        "sensitivity": "basic",
                    },
                ],
            },
        ],
    }
)
"""Two pages; on the second, answers open questions and choices below them."""


def field_kiosk(
    engine: Engine,
    questionnaire: Questionnaire | None = None,
    *,
    slug: str = SLUG,
    languages: tuple[str, ...] = (),
    **settings: Any,
) -> Fielded:
    """Publish the kiosk cut, or another questionnaire, and open a kiosk for it."""
    questionnaire = questionnaire or bundled_cut("kiosk")
    cleared = [choice.code for choice in questionnaire.lists.get("countries", ())]
    with writing(engine) as session:
        today = datetime.now(UTC).date()
        told = {"simulated": True, "cleared": cleared, **settings}
        publishing.publish(session, None, slug, questionnaire, settings=told, today=today)
        survey = publishing.find(session, slug)
        assert survey is not None
        for name in (POINT, "han-t1"):
            points.add(
                session,
                survey.survey_id,
                name=name,
                sample_source="airport",
                channel="kiosk",
                mode="kiosk",
                country="VN",
                secret=SECRET,
                told=points.Told("Tân Sơn Nhất", "T2", "airport", languages),
            )
        key = kiosks.open_kiosk(session, survey.survey_id, POINT, secret=SECRET)
        return Fielded(survey, key)


def rows(engine: Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def tallied(engine: Engine) -> dict[str, int]:
    return {step: int(n) for step, n in rows(engine, "SELECT step, sum(n) FROM tally GROUP BY step")}
