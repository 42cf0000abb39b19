"""Hold every question to saying how sensitive it is, and sensitive ones to their notice."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Calculated, Information, OpenText
from surveyapp.questionnaire.conditions import ALWAYS
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Page, Questionnaire


def sensitivity_problems(questionnaire: Questionnaire, *, publishing: bool) -> Iterator[Problem]:
    """Yield untagged questions, and pages with sensitive ones that no notice comes before."""
    for question in questionnaire.questions():
        if question.sensitivity is None and not isinstance(question.answer, Information | Calculated):
            grave = publishing and isinstance(question.answer, OpenText)
            text = "Say how sensitive this is: none, basic, or sensitive: with its kind."
            yield Problem("sensitivity-missing", "error" if grave else "warning", question.id, text)
    before: Page | None = None
    for page in questionnaire.pages:
        if not _is_sensitive(page):
            before = None
            continue
        told = bool(page.notice) or (before is not None and before.show_if in (ALWAYS, page.show_if))
        if not told:
            text = "Sensitive questions follow without notice; give the page a notice that says so."
            yield Problem("notice-missing", "error", f"pages.{page.id}.notice", text)
        before = page if told else None


def _is_sensitive(page: Page) -> bool:
    return any((question.sensitivity or "").startswith("sensitive:") for question in page.questions)
