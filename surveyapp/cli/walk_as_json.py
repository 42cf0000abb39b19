"""Give a walk the shape that other people's scripts rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from surveyapp.questionnaire.checking.messages import describe
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.model import Text, wording
from surveyapp.questionnaire.path import AnswerProblem, Asked, Walk
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.schema import Questionnaire


def walk_as_json(walk: Walk, questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """Return plain values: pages with their questions in one language, what counts, what is ignored and wrong."""
    words = _Words(walk, questionnaire, language)
    pages = [
        {
            "id": page.page.id,
            "title": words.of(page.page.title) if page.page.title else None,
            "repeat": None,
            "questions": [_question(asked, words) for asked in page.asked],
        }
        for page in walk.pages
    ]
    return {
        "pages": pages,
        "counted": dict(walk.counted),
        "ignored": list(walk.ignored),
        "problems": _problems(walk.problems, questionnaire, language),
        "complete": walk.complete,
        "ending": None if walk.ending is None else {"id": walk.ending.id, "outcome": walk.ending.outcome},
        "drawn": {name: list(codes) for name, codes in walk.drawn.items()},
    }


class _Words:
    """Word texts in one language, with the walk's answers put in."""

    def __init__(self, walk: Walk, questionnaire: Questionnaire, language: str) -> None:
        self.walk, self.questionnaire, self.language = walk, questionnaire, language

    def of(self, text: Text | None) -> str:
        written, spoken = wording(text, self.language, self.questionnaire.base_language)
        regional = self.language.startswith(f"{spoken}-")
        return pipe(written, self.walk.values, self.questionnaire, self.language if regional else spoken)

    def choices(self, choices: Iterable[Choice]) -> list[dict[str, str]]:
        return [{"code": choice.code, "text": self.of(choice.text)} for choice in choices]


def _question(asked: Asked, words: _Words) -> dict[str, Any]:
    question, shown = asked.question, asked.shown
    return {
        "id": question.id,
        "type": question.answer.kind,
        "text": words.of(question.text),
        "required": question.required and question.answer.kind != "information",
        "choices": words.choices(shown.choices),
        "rows": words.choices(shown.rows),
        "columns": [],
        "screens": [list(screen) for screen in shown.screens],
    }


def _problems(problems: Iterable[AnswerProblem], questionnaire: Questionnaire, language: str) -> list[dict[str, str]]:
    """Put the rows and screens of one question that share a fault into one problem."""
    gathered: dict[tuple[str, str, str], list[str]] = {}
    first: dict[tuple[str, str, str], AnswerProblem] = {}
    for problem in problems:
        said = describe(problem, language, questionnaire.base_language) if problem.check else ""
        key = (problem.question, problem.fault.code, said)
        first.setdefault(key, problem)
        gathered.setdefault(key, []).extend([problem.fault.part] if problem.fault.part else [])
    base = questionnaire.base_language
    return [
        {"question": key[0], "code": key[1], "text": describe(first[key], language, base, parts)}
        for key, parts in gathered.items()
    ]
