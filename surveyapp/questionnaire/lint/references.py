"""Hold every reference to what exists and comes earlier: that is what makes a walk a single pass from the top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.conditions import names_in
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.lint.parts import conditions_of, narrowed_by
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.piping import piped_names
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.reading import positions_of, repeat_spans
from surveyapp.questionnaire.schema import Page, Question, Questionnaire


def reference_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield names that nobody knows, and names that are only known later."""
    known = positions_of(questionnaire)
    for placed in conditions_of(questionnaire):
        yield from unmet(sorted(names_in(placed.node)), known, placed.before, placed.place)
    yield from _assignment_problems(questionnaire, known)
    for repeat in questionnaire.repeats:
        _, after = repeat_spans(questionnaire).get(repeat.id, (0, 0))
        yield from _piping(known, after, [(f"repeats.{repeat.id}.label", repeat.label)])
    index = 0
    for page in questionnaire.pages:
        yield from _piping(known, index, _page_texts(page))
        for question in page.questions:
            for part, name in narrowed_by(question):
                yield from unmet([name], known, index, f"{question.id}.{part}")
            yield from _piping(known, index, _question_texts(questionnaire, question))
            checks = ((f"{question.id}.checks.{at}", check.text) for at, check in enumerate(question.checks))
            yield from _piping(known, index + 1, checks)
            index += 1
    endings = ((f"endings.{ending.id}", ending.text) for ending in questionnaire.endings)
    yield from _piping(known, index, (*endings, ("complete_text", questionnaire.complete_text)))


def unmet(names: Iterable[str], known: Mapping[str, int], before: int, place: str) -> Iterator[Problem]:
    """Yield the names that nobody knows, and those not known before a question; `known` as from `positions_of`."""
    for name in names:
        position = known.get(name, known.get(plain_name(name)))
        if position is None:
            yield Problem("unknown-reference", "error", place, sentence("Nothing here is called '{name}'.", name=name))
        elif position >= before:
            text = sentence(
                "'{name}' is only known later; refer to earlier questions, or move this one down.", name=name
            )
            yield Problem("forward-reference", "error", place, text)


def _assignment_problems(questionnaire: Questionnaire, known: Mapping[str, int]) -> Iterator[Problem]:
    later = {assignment.id for assignment in questionnaire.assignments}
    for assignment in questionnaire.assignments:
        for at, pool in enumerate(assignment.pools):
            place = f"{assignment.id}.pools.{at}.when"
            for name in sorted(names_in(pool.when)):
                if name in later:
                    text = sentence(
                        "'{name}' is drawn later; put it before '{assignment}'.", name=name, assignment=assignment.id
                    )
                    yield Problem("forward-reference", "error", place, text)
                elif name not in known:
                    yield Problem(
                        "unknown-reference", "error", place, sentence("Nothing here is called '{name}'.", name=name)
                    )
        later.discard(assignment.id)


def _page_texts(page: Page) -> Iterator[tuple[str, Text | None]]:
    yield f"pages.{page.id}.section", page.section
    yield f"pages.{page.id}.title", page.title
    yield f"pages.{page.id}.notice", page.notice


def _question_texts(questionnaire: Questionnaire, question: Question) -> Iterator[tuple[str, Text | None]]:
    yield f"{question.id}.text", question.text
    yield f"{question.id}.hint", question.hint
    for part, source in sources_of(question.answer).items():
        place = f"lists.{source}" if isinstance(source, str) else f"{question.id}.{part}"
        for choice in questionnaire.choices_of(source):
            yield f"{place}.{choice.code}", choice.text


def _piping(known: Mapping[str, int], before: int, texts: Iterable[tuple[str, Text | None]]) -> Iterator[Problem]:
    for place, text in texts:
        names = {name for worded in (text or {}).values() for name in piped_names(worded)}
        yield from unmet(sorted(names), known, before, place)
