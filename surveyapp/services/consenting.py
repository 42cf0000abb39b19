"""Prove what people agreed to: the purpose, the hash of the exact text they saw, and its language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.answer_types import Consent
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Page, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    purpose: str
    text_hash: str
    language: str


def consents_in(
    questionnaire: Questionnaire, counted: Mapping[str, Any], languages: Mapping[str, str]
) -> tuple[ConsentRecord, ...]:
    """Return a record of each consent given; `languages` says in which language each question was answered.

    A purpose that is asked twice is recorded once, as last agreed to.
    """
    given = {record.purpose: record for record in _consents(questionnaire, counted, languages)}
    return tuple(given.values())


def text_shown(questionnaire: Questionnaire, page: Page, question: Question, language: str) -> tuple[str, str]:
    """Return the exact words somebody agrees to (notice, question, hint, by blank lines) and their language."""
    base = questionnaire.base_language
    text, shown_in = wording(question.text, language, base)
    parts = (wording(page.notice, language, base)[0], text, wording(question.hint, language, base)[0])
    return "\n\n".join(part for part in parts if part), shown_in


def _consents(
    questionnaire: Questionnaire, counted: Mapping[str, Any], languages: Mapping[str, str]
) -> Iterator[ConsentRecord]:
    for page in questionnaire.pages:
        for question in page.questions:
            if isinstance(question.answer, Consent) and counted.get(question.id) == "yes":
                language = languages.get(question.id, questionnaire.base_language)
                text, shown_in = text_shown(questionnaire, page, question, language)
                hashed = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
                yield ConsentRecord(question.answer.purpose, hashed, shown_in)
