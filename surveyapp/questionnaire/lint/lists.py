"""Hold lists to existing and holding something, and designs and blocks to codes that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import BestWorst, sources_of
from surveyapp.questionnaire.lint.parts import narrowed_by
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Assignment, Question, Questionnaire


def list_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield unknown, empty and unused lists, and codes that a design or a block takes from nowhere."""
    if not any(True for _ in questionnaire.questions()):
        yield Problem("nothing-asked", "error", "pages", "Nothing is asked; add a page with a question.")
    used: set[str] = set()
    blocks = {assignment.id: assignment for assignment in questionnaire.assignments}
    for question in questionnaire.questions():
        for part, source in sources_of(question.answer).items():
            place = f"{question.id}.{part}"
            if isinstance(source, str):
                used.add(source)
            if isinstance(source, str) and source not in questionnaire.lists:
                yield Problem("unknown-list", "error", place, f"There is no list called {source!r}.")
            elif not questionnaire.choices_of(source):
                yield Problem("empty-choices", "error", place, "There is nothing to choose from; add a choice.")
        if isinstance(question.answer, BestWorst):
            yield from _design_problems(questionnaire, question, question.answer)
        for part, name in narrowed_by(question):
            if part == "only_in" and name in blocks:
                yield from _block_problems(questionnaire, question, blocks[name])
    for name in questionnaire.lists:
        if name not in used:
            yield Problem("unused-list", "warning", f"lists.{name}", "No question uses this list.")


def _block_problems(questionnaire: Questionnaire, question: Question, assignment: Assignment) -> Iterator[Problem]:
    source = next(iter(sources_of(question.answer).values()))
    codes = {choice.code for choice in questionnaire.choices_of(source)}
    drawn = {code for pool in assignment.pools for block in pool.blocks for code in block.codes}
    for code in sorted(drawn - codes):
        text = f"The assignment {assignment.id!r} may draw {code!r}, which is not offered here."
        yield Problem("unknown-code", "warning", f"{question.id}.only_in", text)


def _design_problems(questionnaire: Questionnaire, question: Question, answer: BestWorst) -> Iterator[Problem]:
    codes = [choice.code for choice in questionnaire.choices_of(answer.choices)]
    times = Counter(dict.fromkeys(codes, 0))
    for version, screens in enumerate(answer.designs):
        if not screens:
            yield Problem("empty-design", "error", f"{question.id}.designs.{version}", "This design has no screen.")
        for number, screen in enumerate(screens):
            place = f"{question.id}.designs.{version}.{number}"
            times.update(screen)
            if len(set(screen)) < max(2, len(screen)):
                yield Problem(
                    "screen-too-small", "error", place, "A screen needs two or more codes, none of them twice."
                )
            for code in sorted(set(screen) - set(codes)):
                yield Problem("unknown-code", "error", place, f"No choice has the code {code!r}.")
    shows = [times[code] for code in codes]
    if shows and max(shows) - min(shows) > 1:
        text = f"Over all designs a choice is shown from {min(shows)} to {max(shows)} times; balance them."
        yield Problem("unbalanced-design", "warning", f"{question.id}.designs", text)
