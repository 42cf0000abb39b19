"""Hold lists to existing and holding something, and designs and blocks to codes that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import BestWorst, sources_of
from surveyapp.questionnaire.lint.parts import narrowed_by
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Assignment, Question, Questionnaire


def list_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield unknown, empty and unused lists, and codes that a design or a block takes from nowhere."""
    if not any(True for _ in questionnaire.questions()):
        yield Problem("nothing-asked", "error", "pages", sentence("Nothing is asked; add a page with a question."))
    used: set[str] = set()
    blocks = {assignment.id: assignment for assignment in questionnaire.assignments}
    for question in questionnaire.questions():
        for part, source in sources_of(question.answer).items():
            place = f"{question.id}.{part}"
            if isinstance(source, str):
                used.add(source)
            if isinstance(source, str) and source not in questionnaire.lists:
                yield Problem(
                    "unknown-list", "error", place, sentence("There is no list called '{source}'.", source=source)
                )
            elif not questionnaire.choices_of(source):
                yield Problem(
                    "empty-choices", "error", place, sentence("There is nothing to choose from; add a choice.")
                )
        if isinstance(question.answer, BestWorst):
            yield from _design_problems(questionnaire, question, question.answer)
        for part, name in narrowed_by(question):
            if part == "only_in" and name in blocks:
                yield from _block_problems(questionnaire, question, blocks[name])
    for name in questionnaire.lists:
        if name not in used:
            yield Problem("unused-list", "warning", f"lists.{name}", sentence("No question uses this list."))


def _block_problems(questionnaire: Questionnaire, question: Question, assignment: Assignment) -> Iterator[Problem]:
    source = next(iter(sources_of(question.answer).values()))
    codes = {choice.code for choice in questionnaire.choices_of(source)}
    drawn = {code for pool in assignment.pools for block in pool.blocks for code in block.codes}
    for code in sorted(drawn - codes):
        text = sentence(
            "The assignment '{assignment}' may draw '{code}', which is not offered here.",
            assignment=assignment.id,
            code=code,
        )
        yield Problem("unknown-code", "warning", f"{question.id}.only_in", text)


def _design_problems(questionnaire: Questionnaire, question: Question, answer: BestWorst) -> Iterator[Problem]:
    codes = [choice.code for choice in questionnaire.choices_of(answer.choices)]
    times = Counter(dict.fromkeys(codes, 0))
    for version, screens in enumerate(answer.designs):
        if not screens:
            yield Problem(
                "empty-design", "error", f"{question.id}.designs.{version}", sentence("This design has no screen.")
            )
        for number, screen in enumerate(screens):
            place = f"{question.id}.designs.{version}.{number}"
            times.update(screen)
            if len(set(screen)) < max(2, len(screen)):
                yield Problem(
                    "screen-too-small",
                    "error",
                    place,
                    sentence("A screen needs two or more codes, none of them twice."),
                )
            for code in sorted(set(screen) - set(codes)):
                yield Problem("unknown-code", "error", place, sentence("No choice has the code '{code}'.", code=code))
    shows = [times[code] for code in codes]
    if shows and max(shows) - min(shows) > 1:
        text = sentence(
            "Over all designs a choice is shown from {least} to {most} times; balance them.",
            least=min(shows),
            most=max(shows),
        )
        yield Problem("unbalanced-design", "warning", f"{question.id}.designs", text)
