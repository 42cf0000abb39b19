"""Put earlier answers into wording: `{SCR2}` becomes the label chosen, in the language of the page.

A name with other signs than letters, digits, `_` and `.` stands in backticks, as in conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Scalar, Value, Values
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.reading import other_text_id
from surveyapp.questionnaire.schema import Question, Questionnaire

UNANSWERED = "…"
_NAME = re.compile(r"\{(?:([^\W\d][\w.]*)|`([^`{}\s]+)`)\}")
_PLAIN = re.compile(r"[^\W\d][\w.]*\Z")
_WORD_JOINER = "\u2060"


def piped_names(text: str) -> Iterator[str]:
    """Yield the names a wording asks for."""
    yield from (found[1] or found[2] for found in _NAME.finditer(text))


def pipe_mark(name: str) -> str:
    """Return what stands in a wording for the answer to a name; the name holds no space, brace or backtick."""
    return f"{{{name}}}" if _PLAIN.match(name) else f"{{`{name}`}}"


def without_pipes(text: str) -> str:
    """Return the wording with an invisible sign in what would be taken for a name, so that braces stay braces."""
    return _NAME.sub(lambda found: f"{{{_WORD_JOINER}{found[0][1:]}", text)


def pipe(text: str, values: Values, questionnaire: Questionnaire, language: str) -> str:
    """Return the wording with each `{name}` replaced by what was answered; an ellipsis where nothing was.

    The result is plain text, to be escaped like any other; what an answer contains is not read again.
    """

    def put(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return _words(name, values.get(name), values, questionnaire, language)

    return _NAME.sub(put, text)


def _words(name: str, value: Value, values: Values, questionnaire: Questionnaire, language: str) -> str:
    if value is None or value == ():
        return UNANSWERED
    labels = _labels(name, values, questionnaire, language)
    if isinstance(value, tuple):
        words = [labels.get(str(code)) or _scalar(code, language) for code in value]
        return format_list(words, locale=_locale(language))
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
    return format_decimal(value, locale=_locale(language), group_separator=False)


def _locale(language: str) -> Locale:
    """Return the locale of a tag or of its parents; English where nobody knows it."""
    tag = language
    while tag:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("-")[0]
    return Locale("en")
