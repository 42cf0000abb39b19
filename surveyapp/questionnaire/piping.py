"""Put earlier answers into wording: `{SCR2}` becomes the label chosen, in the language of the page.

Forms follow numbers and codes, as `messages` says. A name with other signs than letters, digits, `_` and `.` stands in
backticks, as in conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.lists import format_list
from babel.numbers import format_decimal

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Scalar, Value, Values, as_number
from surveyapp.questionnaire.messages import (
    OPENING,
    Forms,
    Message,
    Number,
    Pipe,
    category_of,
    locale_of,
    message_of,
    names_piped,
)
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.reading import other_text_id
from surveyapp.questionnaire.schema import Question, Questionnaire

UNANSWERED = "…"
_PLAIN = re.compile(r"[^\W\d][\w.]*\Z")
_WORD_JOINER = "\u2060"


def piped_names(text: str) -> Iterator[str]:
    """Yield the names a wording asks for."""
    yield from names_piped(message_of(text)[0])


def pipe_mark(name: str) -> str:
    """Return what stands in a wording for the answer to a name; the name holds no space, brace or backtick."""
    return f"{{{name}}}" if _PLAIN.match(name) else f"{{`{name}`}}"


def without_pipes(text: str) -> str:
    """Return the wording with an invisible sign in what would be taken for a name, so that braces stay braces."""
    return OPENING.sub(lambda found: f"{{{_WORD_JOINER}{found[0][1:]}", text)


def pipe(text: str, values: Values, questionnaire: Questionnaire, language: str) -> str:
    """Return the wording with each `{name}` replaced by what was answered; an ellipsis where nothing was.

    The result is plain text, to be escaped like any other; what an answer contains is not read again.
    """

    return _said(message_of(text)[0], values, questionnaire, language)


def _said(message: Message, values: Values, questionnaire: Questionnaire, language: str) -> str:
    found = []
    for part in message:
        match part:
            case str():
                found.append(part)
            case Pipe(name):
                found.append(_words(name, values.get(name), values, questionnaire, language))
            case Number(name):
                number = number_of(values.get(name))
                found.append(UNANSWERED if number is None else _scalar(number, language))
            case Forms():
                found.append(_said(_case(part, values.get(part.name), language), values, questionnaire, language))
    return "".join(found)


def _case(forms: Forms, value: Value, language: str) -> Message:
    """Return the message of the form that a value calls for: an exact number, its category or code, else `other`."""
    cases = dict(forms.cases)
    if forms.kind == "select":
        codes = value if isinstance(value, tuple) else (value,)
        wanted = [str(code) for code in codes if code is not None]
    else:
        number = number_of(value)
        wanted = [] if number is None else [f"={number:g}", category_of(number, forms.kind, language)]
    return next((cases[key] for key in wanted if key in cases), cases.get("other", ()))


def number_of(value: Value) -> float | None:
    """Return the number that forms follow: of a list how many it holds."""
    if isinstance(value, tuple):
        return len(value)
    number = as_number(value)
    return int(number) if number is not None and number == int(number) else number


def _words(name: str, value: Value, values: Values, questionnaire: Questionnaire, language: str) -> str:
    if value is None or value == ():
        return UNANSWERED
    labels = _labels(name, values, questionnaire, language)
    question, within = _question_of(name, questionnaire)
    if question is not None and not within and (said := question.answer.words(value, locale_of(language))) is not None:
        return said
    if isinstance(value, tuple):
        words = [labels.get(str(code)) or _scalar(code, language) for code in value]
        return format_list(words, locale=locale_of(language))
    return labels.get(str(value)) or _scalar(value, language)


def _labels(name: str, values: Values, questionnaire: Questionnaire, language: str) -> dict[str, str]:
    question, row = _question_of(name, questionnaire)
    if question is None:
        return {}
    labels = {}
    for choice in _source(question, row, questionnaire):
        written = values.get(other_text_id(question, choice)) if choice.other else None
        label, _ = wording(choice.text, language, questionnaire.base_language)
        labels[choice.code] = written if isinstance(written, str) else label
    return labels


def _question_of(name: str, questionnaire: Questionnaire) -> tuple[Question | None, bool]:
    repeat = questionnaire.repeat_by_id.get(name)
    if repeat is not None:
        return questionnaire.question_by_id.get(repeat.over or ""), False
    question = questionnaire.question_by_id.get(name)
    if question is not None:
        return question, False
    head, dot, _ = name.partition(".")
    return (questionnaire.question_by_id.get(head), True) if dot else (None, False)


def _source(question: Question, row: bool, questionnaire: Questionnaire) -> tuple[Choice, ...]:
    """Return what words the value: a grid as a whole names rows, one of its rows a point of the scale."""
    sources = sources_of(question.answer)
    named = "rows" if "rows" in sources and not row else "choices"
    return questionnaire.choices_of(sources.get(named, ()))


def _scalar(value: Scalar, language: str) -> str:
    if isinstance(value, bool | str):
        return str(value)
    return format_decimal(value, locale=locale_of(language), group_separator=False)
