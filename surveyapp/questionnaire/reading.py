"""Read answers as conditions see them: codes, tuples of codes, numbers and texts; a way not to answer reads as None."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import BestWorst, sources_of
from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Values, names_in
from surveyapp.questionnaire.instances import beside, plain_name
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.schema import Question, Questionnaire

MOST_CHARACTERS_BESIDE = 1000
"""How long a text beside a choice may be."""


def read_answer(question: Question, value: Any) -> Values:
    """Return the names a valid answer gives and what each reads as.

    A grid gives its own name (the tuple of rows answered) and `<id>.<row>` for each of them; a best–worst question the
    codes chosen best. In an instance of a repeat the names are the author's own.
    """
    name = plain_name(question.id)
    if value is None or missing_kind(value) is not None:
        return {}
    return question.answer.reading(name, value)


def texts_beside(questionnaire: Questionnaire, question: Question) -> tuple[tuple[str, str | None], ...]:
    """Return the name of every text that can be given beside an answer, with the code that opens it.

    None as code: beside any answer. A name that is a question of its own belongs to that question.
    """
    plain = plain_name(question.id)
    suffix = question.id.removeprefix(plain)
    found = _texts_beside_answers(questionnaire)[plain]
    return tuple((name + suffix, code) for name, code in found) if suffix else found


@remembered
def _texts_beside_answers(questionnaire: Questionnaire) -> Mapping[str, tuple[tuple[str, str | None], ...]]:
    own = questionnaire.question_by_id
    return {
        question.id: tuple((name, code) for name, code in _texts_beside(questionnaire, question) if name not in own)
        for question in questionnaire.questions()
    }


def _texts_beside(questionnaire: Questionnaire, question: Question) -> Iterator[tuple[str, str | None]]:
    answer = question.answer
    if question.comment and answer.asks:
        yield beside(question.id, "_comment"), None
    if isinstance(answer, BestWorst):
        return
    source = next(iter(sources_of(answer).values()), ())
    for choice in questionnaire.choices_of(source):
        if choice.other:
            yield other_text_id(question, choice), choice.code
        if choice.comment:
            yield beside(question.id, f"_{choice.code}_comment"), choice.code


def other_text_id(question: Question, choice: Choice) -> str:
    """Return the name of the text that a choice marked `other` opens."""
    if choice.other_id is None:
        return beside(question.id, "_other")
    return choice.other_id + question.id.removeprefix(plain_name(question.id))


@remembered
def answer_ids(questionnaire: Questionnaire) -> frozenset[str]:
    """Return every id under which something may be given: questions, and the texts beside their answers."""
    beside = (name for question in questionnaire.questions() for name, _ in texts_beside(questionnaire, question))
    return frozenset(questionnaire.question_by_id).union(beside)


@remembered
def positions_of(questionnaire: Questionnaire) -> Mapping[str, int]:
    """Return when each name becomes known: the index of its question, -1 for what is set before the first.

    A repeat's own id is known from its first question on. An assignment is drawn once the last question that its pools
    ask about has been passed, and counts from there.
    """
    positions = dict.fromkeys(questionnaire.context, -1)
    positions |= {name: first - 1 for name, (first, _) in repeat_spans(questionnaire).items()}
    for index, question in enumerate(questionnaire.questions()):
        names = [question.id, *(name for name, _ in texts_beside(questionnaire, question))]
        names += question.answer.names(question.id, questionnaire.choices_of)
        for name in names:
            positions.setdefault(name, index)
    for assignment in questionnaire.assignments:
        asked = [positions.get(name, -1) for pool in assignment.pools for name in names_in(pool.when)]
        positions[assignment.id] = max(asked, default=-1)
    return positions


@remembered
def repeat_spans(questionnaire: Questionnaire) -> Mapping[str, tuple[int, int]]:
    """Return, for each repeat with pages, the index of its first question and the one after its last."""
    around = {repeat.id: repeat.inside for repeat in questionnaire.repeats}
    found: dict[str, tuple[int, int]] = {}
    index = 0
    for page in questionnaire.pages:
        after = index + len(page.questions)
        name, passed = page.repeat, 0
        while name in around and passed < len(around):
            found[name] = (found.get(name, (index, 0))[0], after)
            name, passed = around[name], passed + 1
        index = after
    return found
