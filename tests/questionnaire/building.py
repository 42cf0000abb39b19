"""Build small questionnaires for tests that need one mistake each."""

from __future__ import annotations

from typing import Any

from surveyapp.questionnaire.schema import Questionnaire

YES_NO = {"kind": "one", "choices": [{"code": "1", "text": {"en": "Yes"}}, {"code": "2", "text": {"en": "No"}}]}
NUMBER = {"kind": "number"}


def choices(*codes: str, **marks: Any) -> list[dict[str, Any]]:
    return [{"code": code, "text": {"en": code.upper()}, **marks} for code in codes]


def question(name: str, answer: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": {"en": f"{name}?"}, "answer": answer or YES_NO, "sensitivity": "basic", **more}


def page(*questions: dict[str, Any], name: str = "p", **more: Any) -> dict[str, Any]:
    return {"id": name, "questions": list(questions), **more}


def questionnaire(*pages: dict[str, Any], **more: Any) -> Questionnaire:
    whole = {"id": "test", "languages": ["en"], "title": {"en": "Test"}, "pages": list(pages), **more}
    return Questionnaire.model_validate(whole)
