"""Outline a manuscript: sections, their pages, their questions."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.catalogues import languages_of
from surveyapp.console.language import current_language
from surveyapp.console.questionnaires import kind_name
from surveyapp.questionnaire.conditions import ALWAYS
from surveyapp.questionnaire.editing.structure import sections_of
from surveyapp.questionnaire.model import Text, wording
from surveyapp.questionnaire.schema import Page, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    id: str
    text: str
    language: str
    kind: str
    conditional: bool
    locked: bool


@dataclass(frozen=True, slots=True)
class ShownPage:
    id: str
    title: str
    conditional: bool
    gate: bool
    questions: tuple[ShownQuestion, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """`head` is the page with the heading."""

    head: str
    title: str
    pages: tuple[ShownPage, ...]


def outline_of(questionnaire: Questionnaire) -> list[ShownSection]:
    """Outline a questionnaire in the language of the request, or in its base language where it is not translated."""
    pages = {page.id: page for page in questionnaire.pages}
    base = questionnaire.base_language
    return [
        ShownSection(
            section.head,
            _words(pages[section.head].section, base),
            tuple(_page(pages[name], base) for name in section.pages),
        )
        for section in sections_of(questionnaire)
    ]


def parts_of(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the parts that an outline shows, as problems name them."""
    questions = {question.id for question in questionnaire.questions()}
    return frozenset(questions | {f"pages.{page.id}" for page in questionnaire.pages})


def languages_offered(questionnaire: Questionnaire) -> list[str]:
    """Return the languages a questionnaire has, then those that the respondents' pages speak too."""
    return list(dict.fromkeys([*questionnaire.languages, *sorted({"en", *languages_of("respondent")})]))


def _page(page: Page, base: str) -> ShownPage:
    questions = tuple(_question(question, base) for question in page.questions)
    return ShownPage(page.id, _words(page.title, base), page.show_if != ALWAYS, page.gate, questions)


def _question(question: Question, base: str) -> ShownQuestion:
    text, language = wording(question.text, current_language(), base)
    kind = kind_name(question.answer.kind)
    return ShownQuestion(question.id, text, language, kind, question.show_if != ALWAYS, question.locked)


def _words(text: Text | None, base: str) -> str:
    return wording(text, current_language(), base)[0]
