"""Draw by lot from the seed: the block of each assignment, and the design of a best–worst question."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.questionnaire.answer_types import BestWorst
from surveyapp.questionnaire.conditions import Values, holds
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.reading import positions_of
from surveyapp.questionnaire.schema import Assignment, Question, Questionnaire
from surveyapp.questionnaire.shuffling import draw_index


def draw_block(
    assignment: Assignment, values: Values, seed: str, drawn_before: tuple[str, ...] | None = None
) -> tuple[str, ...] | None:
    """Return the codes drawn from the first pool whose condition holds; None where none does.

    A draw made before is kept as long as it is one of the blocks of that pool.
    """
    pool = next((pool for pool in assignment.pools if holds(pool.when, values)), None)
    if pool is None:
        return None
    blocks = [block.codes for block in pool.blocks]
    if drawn_before is not None and drawn_before in blocks:
        return drawn_before
    return blocks[draw_index(seed, assignment.id, [block.share for block in pool.blocks])]


def draw_screens(question: Question, answer: BestWorst, seed: str) -> tuple[tuple[str, ...], ...]:
    """Return the screens of the version of a best–worst design that the seed draws."""
    return answer.designs[draw_index(seed, question.id, [1.0] * len(answer.designs))]


@remembered
def assignments_due(questionnaire: Questionnaire) -> Mapping[str, tuple[Assignment, ...]]:
    """Return the assignments to draw once the question of that id has been passed; "" is the very start.

    None is drawn earlier: a pool without condition must not be drawn from while an earlier one may still come to hold.
    """
    positions = positions_of(questionnaire)
    ids = [*questionnaire.question_by_id, ""]
    found: dict[str, tuple[Assignment, ...]] = {}
    for assignment in questionnaire.assignments:
        after = ids[positions[assignment.id]]
        found[after] = (*found.get(after, ()), assignment)
    return found
