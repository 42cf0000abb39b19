"""The core takes at most twelve minutes, by an estimate anyone can check by hand."""

from typing import Any

import pytest

from surveyapp.questionnaire.answer_types import BestWorst, Calculated, Grid, OpenText, Ranking, Several
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.walk import Asked, Walk, steps
from tests.instruments.respondents import FOREIGNER, OF_VIETNAMESE_ORIGIN, journey

WORDS_A_MINUTE = 250
SECONDS_A_SCREEN = 2.0
SECONDS_AN_ACT = 1.5
ACTS_TO_WRITE = 8
MODULES = {"INT4", "TRU2", "TRU4", "IMG3", "IMG4_1", "IMG4_2", "IMG4_3", "IMG5", "CHN3"}
SEEDS = [str(number) for number in range(30)]


def words(text: Text | None) -> int:
    return len((text or {}).get("en", "").split())


def words_of(asked: Asked) -> int:
    question, shown = asked.question, asked.shown
    own = words(question.text) + words(question.hint)
    if getattr(question.answer, "layout", "") == "type-ahead":
        return own
    if isinstance(question.answer, BestWorst):
        by_code = {choice.code: choice.text for choice in shown.choices}
        return sum(words(by_code[code]) for screen in shown.screens for code in screen)
    return own + sum(words(choice.text) for choice in (*shown.choices, *shown.rows))


def acts_of(asked: Asked) -> int:
    match asked.question.answer:
        case Calculated():
            return 0
        case Grid():
            return len(asked.shown.rows)
        case BestWorst():
            return 2
        case Several():
            return 3
        case Ranking(top=top):
            return 2 * (top or 1)
        case OpenText():
            return ACTS_TO_WRITE
        case _:
            return 1


def minutes(found: Walk, *, leaving_out: set[str]) -> float:
    seconds = 0.0
    for step in steps(found):
        asked = [one for one in step.asked if one.question.id not in leaving_out]
        if asked:
            read = words(step.page.notice) + sum(words_of(one) for one in asked)
            seconds += SECONDS_A_SCREEN + 60 * read / WORDS_A_MINUTE + SECONDS_AN_ACT * sum(map(acts_of, asked))
    return seconds / 60


@pytest.mark.parametrize("start", [FOREIGNER, OF_VIETNAMESE_ORIGIN], ids=["F", "V"])
def test_the_core_takes_at_most_twelve_minutes_and_all_of_it_fifteen(start: dict[str, Any]) -> None:
    journeys = [journey(start, seed=seed) for seed in SEEDS]
    core = [minutes(found, leaving_out=MODULES) for found in journeys]
    whole = [minutes(found, leaving_out=set()) for found in journeys]
    assert sum(core) / len(core) <= 12
    assert sum(whole) / len(whole) <= 15
