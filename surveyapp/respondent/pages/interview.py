"""Hold one person's way through a survey so far, whether it is stored yet or still travels in the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.checking import check_step
from surveyapp.questionnaire.path import Step, Walk
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import steps as steps_of
from surveyapp.questionnaire.walk import walk
from surveyapp.respondent.sealed import Place
from surveyapp.respondent.visit import Visit
from surveyapp.services import answering
from surveyapp.services.failures import AlreadyFinished, UnknownDraft, UnknownPoint


@dataclass(frozen=True, slots=True)
class Interview:
    """`draft` is the stored state, None before the last gate; `given` is every answer by question id."""

    visit: Visit
    place: Place
    questionnaire: Questionnaire
    given: Mapping[str, Any]
    walk: Walk
    steps: tuple[Step, ...]
    point: answering.Point | None = None
    draft: answering.DraftState | None = None

    @property
    def seed(self) -> str:
        """What draws and orders come from."""
        return self.place.seed if self.draft is None else self.draft.seed

    def at(self, key: str) -> Step | None:
        """Return the step of that key, or the first part of its page where the part is gone."""
        by_key = {step.key: step for step in self.steps}
        return by_key.get(key) or by_key.get(key.rpartition(".")[0])

    def after(self, key: str) -> Step | None:
        """Return the step that follows, None after the last; a refused question's other screens are passed over."""
        found = self.at(key)
        rest = self.steps[found.number :] if found else ()
        return next((step for step in rest if not self.is_refused(step)), None)

    def before(self, key: str) -> Step | None:
        found = self.at(key)
        earlier = self.steps[: found.number - 1] if found else ()
        return next((step for step in reversed(earlier) if not self.is_refused(step)), None)

    def is_refused(self, step: Step) -> bool:
        """Tell whether a step only continues a question that was refused as a whole."""
        return all(asked.first > 0 and missing_kind(self.given.get(asked.question.id)) for asked in step.asked)

    def asked_with(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """Return the ids, texts beside answers included, that are asked under other answers than these."""
        asked = [asked for page in self.walked_with(answers).pages for asked in page.asked]
        beside = [name for one in asked for name, _ in one.beside]
        return frozenset([*(one.question.id for one in asked), *beside])

    def walked_with(self, answers: Mapping[str, Any]) -> Walk:
        """Return the walk under other answers than these."""
        if self.draft is not None:
            seed, context = self.draft.seed, self.draft.doc["context"]
        elif self.point is not None:
            seed, context = (
                self.place.seed,
                answering.context_of(self.visit.survey.settings, self.point, self.questionnaire, self.visit.today),
            )
        else:
            raise RuntimeError("an interview has its draft or its collection point")
        return walk(self.questionnaire, answers, seed=seed, context=context, drawn=self.walk.drawn, before=self.walk)

    def unfinished(self) -> Step:
        """Return where to go on: the first step that lacks something, but not past the furthest answer.

        Of a question cut into several steps it is the first of them that lacks something of its own.
        """
        wrong = {problem.question for problem in self.walk.problems if not problem.fault.soft}
        lacking = [step for step in self.steps if any(asked.question.id in wrong for asked in step.asked)]
        if lacking:
            first = lacking[0]
            parts = [step for step in lacking if (step.page.id, step.instance) == (first.page.id, first.instance)]
            return next((step for step in parts if self._lacks(step)), first)
        given = [step.number for step in self.steps if any(asked.question.id in self.given for asked in step.asked)]
        return self.steps[min(max(given, default=0), len(self.steps) - 1)]

    def _lacks(self, step: Step) -> bool:
        return any(not problem.fault.soft for problem in check_step(step, self.given, self.walk.values))


def take_up(visit: Visit, place: Place) -> Interview:
    """Return the interview that a sealed place belongs to.

    Raises AlreadyFinished with the receipt's code, and UnknownDraft for one that expired.
    """
    if place.revision is None:
        return before_gates(visit, place)
    if visit.draft is None:
        raise gone(visit, place.draft)
    return of_draft(visit, place, visit.draft)


def gone(visit: Visit, draft_id: str) -> AlreadyFinished | UnknownDraft:
    """Tell why a draft is not there: finished, or expired."""
    try:
        receipt = answering.finish(visit.write(), visit.survey, draft_id, secret=visit.secret, today=visit.today)
    except UnknownDraft as error:
        return error
    return AlreadyFinished(receipt.code)


def before_gates(visit: Visit, place: Place) -> Interview:
    """Walk the answers that travel in the form."""
    point = visit.point
    if point is None:
        raise UnknownPoint
    given = {name: value for name, (value, _) in place.held.items()}
    context = answering.context_of(visit.survey.settings, point, visit.survey.questionnaire, visit.today)
    questionnaire = visit.survey.questionnaire
    walked = walk(questionnaire, given, seed=place.seed, context=context)
    return Interview(visit, place, questionnaire, given, walked, steps_of(walked), point=point)


def corrects(interview: Interview) -> bool:
    """Tell whether an interview goes through the answers of a finished response once more."""
    return interview.draft is not None and answering.CORRECTS in interview.draft.doc


def beginning_of(interview: Interview) -> answering.Beginning:
    """Return what is stored first of an interview whose last gate is passed."""
    visit, place = interview.visit, interview.place
    return answering.Beginning(
        draft_id=place.draft,
        answers=interview.given,
        language=visit.language,
        seed=place.seed,
        drawn=interview.walk.drawn,
        today=visit.today,
        languages={name: language for name, (_, language) in place.held.items()},
        signs=place.signs,
    )


def of_draft(visit: Visit, place: Place, draft: answering.DraftState) -> Interview:
    """Walk the answers that are stored."""
    walked, steps = answering.way_of(draft)
    return Interview(visit, place, draft.questionnaire, draft.answers, walked, steps, draft=draft)
