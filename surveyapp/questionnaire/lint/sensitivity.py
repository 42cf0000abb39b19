"""Hold every question to saying how sensitive it is, and sensitive ones to their notice."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import OpenText
from surveyapp.questionnaire.conditions import AllOf, Condition
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Questionnaire


def sensitivity_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield untagged questions, and pages with sensitive ones that no notice comes before."""
    for question in questionnaire.questions():
        if question.sensitivity is None and question.answer.asks:
            grave = isinstance(question.answer, OpenText)
            text = sentence("Say how sensitive this is: none, basic, or sensitive: with its kind.")
            yield Problem("sensitivity-missing", "error" if grave else "warning", question.id, text)
    yield from _notice_problems(questionnaire)


def _notice_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """A notice serves its page and the sensitive pages right behind it that are never shown without it.

    What stands right behind it must do so for everybody: a block that changes places with others is on its own.
    """
    block_of = {page: block for order in questionnaire.orders for block in order.blocks for page in block}
    notices: list[Condition] = []
    block: tuple[str, ...] | None = None
    for page in questionnaire.pages:
        if not page.is_sensitive or block_of.get(page.id) != block:
            notices = []
        block = block_of.get(page.id)
        if not page.is_sensitive:
            continue
        if any((page.notice or {}).values()):
            notices.append(page.show_if)
        if not any(_parts(notice) <= _parts(page.show_if) for notice in notices):
            text = sentence(
                "Sensitive questions follow without notice; give this page, or one always shown before it, a notice."
            )
            yield Problem("notice-missing", "error", f"pages.{page.id}.notice", text)


def _parts(condition: Condition) -> frozenset[Condition]:
    return frozenset(condition.parts if isinstance(condition, AllOf) else (condition,))
