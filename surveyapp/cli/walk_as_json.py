"""Give a walk the shape that other people's scripts rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from surveyapp.questionnaire.answer_types.asked import ShownColumn
from surveyapp.questionnaire.checking.messages import describe
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.model import Text, wording
from surveyapp.questionnaire.path import AnswerProblem, Asked, AskedPage, Instance, Walk
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk.repeating import nested


def walk_as_json(walk: Walk, questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """Return plain values: pages with their questions in one language, what counts, what is ignored and wrong."""
    return {
        "pages": [_page(page, walk, questionnaire, language) for page in walk.pages],
        "counted": nested(walk),
        "ignored": list(walk.ignored),
        "problems": _problems(walk, questionnaire, language),
        "complete": walk.complete,
        "ending": None if walk.ending is None else {"id": walk.ending.id, "outcome": walk.ending.outcome},
        "drawn": {name: list(codes) for name, codes in walk.drawn.items()},
    }


def _page(page: AskedPage, walk: Walk, questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    values = walk.values if page.instance is None else page.instance.values
    words = _Words(values, questionnaire, language)
    return {
        "id": page.page.id,
        "title": words.of(page.page.title) if page.page.title else None,
        "repeat": _repeat(page.instance, words),
        "questions": [_question(asked, words) for asked in page.asked],
    }


def _repeat(instance: Instance | None, words: _Words) -> dict[str, Any] | None:
    """Name an instance: `index` counts from 0, `key` is its code or number, `within` the instance around it."""
    if instance is None:
        return None
    return {
        "section": instance.repeat.id,
        "index": instance.index,
        "key": instance.value,
        "label": words.of(instance.repeat.label) if instance.repeat.label else None,
        "within": _repeat(instance.within, words),
    }


class _Words:
    """Word texts in one language, with the walk's answers put in."""

    def __init__(self, values: Values, questionnaire: Questionnaire, language: str) -> None:
        self.values, self.questionnaire, self.language = values, questionnaire, language

    def of(self, text: Text | None) -> str:
        written, spoken = wording(text, self.language, self.questionnaire.base_language)
        regional = self.language.startswith(f"{spoken}-")
        return pipe(written, self.values, self.questionnaire, self.language if regional else spoken)

    def choices(self, choices: Iterable[Choice]) -> list[dict[str, str]]:
        return [{"code": choice.code, "text": self.of(choice.text)} for choice in choices]


def _question(asked: Asked, words: _Words) -> dict[str, Any]:
    question, shown = asked.question, asked.shown
    return {
        "id": plain_name(question.id),
        "type": question.answer.kind,
        "text": words.of(question.text),
        "required": question.required and question.answer.kind != "information",
        "choices": words.choices(shown.choices),
        "rows": words.choices(shown.rows),
        "columns": [_column(column, words) for column in shown.columns if column.code],
        "screens": [list(screen) for screen in shown.screens],
    }


def _column(column: ShownColumn, words: _Words) -> dict[str, Any]:
    return {"code": column.code, "text": words.of(column.text), "choices": words.choices(column.choices)}


def _problems(walk: Walk, questionnaire: Questionnaire, language: str) -> list[dict[str, Any]]:
    """Put the rows and screens of one question that share a fault into one problem."""
    gathered: dict[tuple[str, str, str], list[str]] = {}
    first: dict[tuple[str, str, str], AnswerProblem] = {}
    for problem in walk.problems:
        said = describe(problem, language, questionnaire.base_language) if problem.check else ""
        key: tuple[str, str, str] = (problem.question, problem.fault.code, said)
        first.setdefault(key, problem)
        gathered.setdefault(key, []).extend([problem.fault.part] if problem.fault.part else [])
    found = []
    for key, parts in gathered.items():
        instance = walk.homes.get(key[0])
        said = describe(first[key], language, questionnaire.base_language, parts)
        if first[key].check is not None:
            said = pipe(said, instance.values if instance else walk.values, questionnaire, language)
        found.append({"question": plain_name(key[0]), "code": key[1], "text": said, **_where(instance)})
    return found


def _where(instance: Instance | None) -> dict[str, Any]:
    return {} if instance is None else {"repeat": {"section": instance.repeat.id, "index": instance.index}}
