"""Tell what changed between two versions: in structure, and wording by wording in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.meaning import Mark, proposed_mark
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from surveyapp.questionnaire.texts import change_texts, texts_of

Change = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class WordingChange:
    """One wording in one language; None before or after where it was not there."""

    place: str
    language: str
    before: str | None
    after: str | None
    locked: bool = False
    """It belongs to a question whose meaning may not change any more: a lock binds from the version that has it."""

    @property
    def key(self) -> str:
        """Return what a person's mark of this change is kept under."""
        return f"{self.place}:{self.language}"

    @property
    def proposal(self) -> Mark | None:
        """Return what the change seems to be; None where a wording came or went, which replaces nothing."""
        if not self.before or not self.after:
            return None
        return proposed_mark(self.before, self.after)


@dataclass(frozen=True, slots=True)
class StructureChange:
    """One part (page, question, repeat, ending, …) that came, went, moved among its kind, or works differently.

    `place` as in `texts`.
    """

    place: str
    change: Change
    locked: bool = False


def wording_changes(before: Questionnaire, after: Questionnaire) -> tuple[WordingChange, ...]:
    """Return every wording that differs, in the order of the newer version; wording that went comes last."""
    old, new = dict(texts_of(before)), dict(texts_of(after))
    locked = _locked(before)
    found = []
    for place in dict.fromkeys([*new, *old]):
        was, now = old.get(place, {}), new.get(place, {})
        for language in dict.fromkeys([*now, *was]):
            if was.get(language) != now.get(language):
                mine = ".".join(place.split(".")[: 2 if place.startswith("lists.") else 1]) in locked
                found.append(WordingChange(place, language, was.get(language), now.get(language), mine))
    return tuple(found)


def structure_changes(before: Questionnaire, after: Questionnaire) -> tuple[StructureChange, ...]:
    """Return what came, went, moved or works differently, whatever its wording: pages, questions, what rules them."""
    old, new = (change_texts(version, lambda place, text: {}) for version in (before, after))
    locked = _locked(before)
    pages = _compared({page.id: _frame(page) for page in old.pages}, {page.id: _frame(page) for page in new.pages})
    questions = _compared(_with_lists(old), _with_lists(new))
    return (
        *(StructureChange(f"pages.{name}", change) for name, change in pages),
        *(StructureChange(name, change, name in locked) for name, change in questions),
        *(StructureChange(name, change) for name, change in _compared(_rules(old), _rules(new))),
    )


def mark_of(change: WordingChange, marks: Mapping[str, Mark]) -> Mark | None:
    """Return what a change counts as: a person's mark, else the proposal."""
    return marks.get(change.key, change.proposal)


def refusals(before: Questionnaire, after: Questionnaire, marks: Mapping[str, Mark]) -> tuple[Problem, ...]:
    """Return why a version may not follow another: a locked question would mean or do something else."""
    return refused_of(wording_changes(before, after), structure_changes(before, after), after, marks)


def refused_of(
    wording: Sequence[WordingChange],
    structure: Sequence[StructureChange],
    after: Questionnaire,
    marks: Mapping[str, Mark],
) -> tuple[Problem, ...]:
    """Return what `refusals` does, from changes that are known."""
    found = [
        Problem(
            "locked-meaning",
            "error",
            change.place,
            sentence(
                "The wording in {language} of a locked question changes its meaning; mark it a typo, or undo it.",
                language=change.language,
            ),
        )
        for change in wording
        if change.locked and mark_of(change, marks) == "meaning"
    ]
    kept = {question.id for question in after.questions()}
    for changed in structure:
        if changed.locked and changed.change == "changed" and changed.place in kept:
            text = sentence("A locked question works differently; undo it, or ask it under another id.")
            found.append(Problem("locked-structure", "error", changed.place, text))
    return tuple(found)


def unused_marks(before: Questionnaire, after: Questionnaire, marks: Mapping[str, Mark]) -> tuple[Problem, ...]:
    """Return the marks that name no wording that was replaced: they decide nothing."""
    replaced = {change.key for change in wording_changes(before, after) if change.proposal is not None}
    text = sentence("A mark stands here, but no wording was replaced.")
    return tuple(Problem("mark-unused", "warning", key, text) for key in marks if key not in replaced)


def _with_lists(questionnaire: Questionnaire) -> Mapping[str, tuple[object, ...]]:
    """Put beside each question what its shared lists hold and the page it is on: both are part of how it works."""
    found = {}
    for page in questionnaire.pages:
        for question in page.questions:
            lists = tuple(questionnaire.choices_of(source) for source in sources_of(question.answer).values())
            found[question.id] = (page.id, _without_optional_wording(question), lists)
    return found


def _frame(page: Page) -> Page:
    return page.model_copy(update={"questions": (), "section": None, "title": None, "notice": None})


def _rules(questionnaire: Questionnaire) -> Mapping[str, object]:
    """Return what decides on pages and answers from beside them, by place."""
    return {
        **{f"repeats.{part.id}": part.model_copy(update={"label": None}) for part in questionnaire.repeats},
        **{f"orders.{part.id}": part for part in questionnaire.orders},
        **{f"assignments.{part.id}": part for part in questionnaire.assignments},
        **{f"endings.{part.id}": part for part in questionnaire.endings},
        **{f"pictures.{name}": picture for name, picture in questionnaire.pictures.items()},
        **{f"context.{name}": name for name in questionnaire.context},
    }


def _without_optional_wording(question: Question) -> Question:
    return question.model_copy(update={"hint": None})


def _compared(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, Change]]:
    stayed = [name for name in old if name in new]
    order = [name for name in new if name in old]
    for name in new:
        if name not in old:
            yield name, "added"
        elif old[name] != new[name]:
            yield name, "changed"
        elif stayed.index(name) != order.index(name):
            yield name, "moved"
    yield from ((name, "removed") for name in old if name not in new)


def _locked(questionnaire: Questionnaire) -> set[str]:
    """Return the ids of locked questions and the places of the lists they use."""
    locked = [question for question in questionnaire.questions() if question.locked]
    sources = [source for question in locked for source in sources_of(question.answer).values()]
    return {*(question.id for question in locked), *(f"lists.{name}" for name in sources if isinstance(name, str))}
