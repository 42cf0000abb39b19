"""Cut a questionnaire down to some of its questions, so that what is answered pools with the whole by name and code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from surveyapp.questionnaire.answer_types import Grid, narrowed_by, sources_of
from surveyapp.questionnaire.conditions import names_in
from surveyapp.questionnaire.model import Model
from surveyapp.questionnaire.schema import Assignment, Page, Question, Questionnaire
from surveyapp.questionnaire.walk.dates import nodes_of


@dataclass(frozen=True, slots=True)
class Cut:
    """`questions` are kept, in the questionnaire's order; `rows` names those kept of a grid, all others keep theirs."""

    questions: frozenset[str]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class ImpossibleCut(ValueError):
    """What is kept depends on what is not; the message names both."""


def cut_down(questionnaire: Questionnaire, cut: Cut) -> Questionnaire:
    """Return the questionnaire with the questions of the cut alone; ids, codes, wordings and conditions stay.

    Endings, assignments and lists that nothing refers to any more are left out. Raises ImpossibleCut where a question
    or row is not there, or a condition that stays reads an answer that is left out.
    """
    _refuse_strangers(questionnaire, cut)
    pages = tuple(page for whole in questionnaire.pages if (page := _kept_page(questionnaire, whole, cut)).questions)
    left_out = frozenset(questionnaire.question_by_id) - cut.questions
    endings = tuple(ending for ending in questionnaire.endings if not _reads(ending) & left_out)
    read = frozenset().union(*map(_reads, (*pages, *endings)))
    assignments = tuple(one for one in questionnaire.assignments if one.id in read)
    _refuse_gaps((*(question for page in pages for question in _with_conditions(page)), *assignments), left_out)
    return questionnaire.model_copy(
        update={
            "pages": pages,
            "endings": endings,
            "assignments": assignments,
            "lists": {name: questionnaire.lists[name] for name in questionnaire.lists if name in _lists_of(pages)},
            "orders": (),
        }
    )


def _kept_page(questionnaire: Questionnaire, page: Page, cut: Cut) -> Page:
    kept = tuple(_kept_question(questionnaire, one, cut) for one in page.questions if one.id in cut.questions)
    return page.model_copy(update={"questions": kept})


def _kept_question(questionnaire: Questionnaire, question: Question, cut: Cut) -> Question:
    rows = cut.rows.get(question.id)
    if rows is None or not isinstance(question.answer, Grid):
        return question
    kept = tuple(row for row in questionnaire.choices_of(question.answer.rows) if row.code in rows)
    return question.model_copy(update={"answer": question.answer.model_copy(update={"rows": kept})})


def _refuse_strangers(questionnaire: Questionnaire, cut: Cut) -> None:
    known = questionnaire.question_by_id
    strangers = sorted((cut.questions | set(cut.rows)) - set(known))
    for name in sorted(set(cut.rows) & set(known)):
        answer = known[name].answer
        codes = {row.code for row in questionnaire.choices_of(answer.rows)} if isinstance(answer, Grid) else set()
        strangers += [f"{name}.{row}" for row in cut.rows[name] if row not in codes]
    if strangers:
        raise ImpossibleCut(f"the questionnaire has no {', '.join(strangers)}")


def _with_conditions(page: Page) -> Iterator[Question | Page]:
    """Yield the questions of a page, and the page as far as it has conditions of its own."""
    yield from page.questions
    yield page.model_copy(update={"questions": (), "id": f"page {page.id}"})


def _refuse_gaps(parts: Iterable[Question | Page | Assignment], left_out: frozenset[str]) -> None:
    for part in parts:
        missed = sorted(_reads(part) & left_out)
        if missed:
            raise ImpossibleCut(f"{part.id} depends on {', '.join(missed)}, which the cut leaves out")


def _reads(part: Model) -> frozenset[str]:
    """Return the names that a part reads in conditions and carries choices from; parts of grids by the grid too."""
    questions = part.questions if isinstance(part, Page) else (part,) if isinstance(part, Question) else ()
    carried = {name for question in questions for name in narrowed_by(question.answer).values()}
    names = carried.union(*(names_in(node) for node in nodes_of(part)))
    return frozenset(names | {name.partition(".")[0] for name in names})


def _lists_of(pages: tuple[Page, ...]) -> frozenset[str]:
    sources = (source for page in pages for one in page.questions for source in sources_of(one.answer).values())
    return frozenset(source for source in sources if isinstance(source, str))
