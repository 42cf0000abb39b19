"""Earlier waves are invented in memory, from what is known to be true of them."""

import csv
import random
from datetime import date
from pathlib import Path

import pytest

from analysis.dataset import read_package
from surveyapp.demonstration import earlier_waves
from surveyapp.demonstration.earlier_waves import write_earlier_waves
from surveyapp.demonstration.frame import CLEARED, links
from surveyapp.demonstration.persona import answer, invent, preferences
from surveyapp.demonstration.respondent import answered, fieldsets_of
from surveyapp.instruments import bundled
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.walk import walk

TODAY = date(2027, 1, 4)


@pytest.fixture(scope="module")
def waves(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return write_earlier_waves(tmp_path_factory.mktemp("waves"), 24, 7, lambda share, step: None, today=TODAY)


def rows_of(package: Path) -> list[dict[str, str]]:
    with (package / "data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_wave_is_a_package_that_can_be_read_and_says_that_it_is_simulated(waves: tuple[Path, ...]) -> None:
    read = [read_package(package) for package in waves]
    assert [one.dataset.n for one in read] == [24] * earlier_waves.WAVES
    assert all(one.codebook.simulated for one in read)


def test_waves_lie_a_quarter_of_a_year_apart_and_the_last_comes_first(waves: tuple[Path, ...]) -> None:
    last = [max(row["day"] for row in rows_of(package)) for package in waves]
    assert last == sorted(last, reverse=True)
    assert all(TODAY.isoformat() > day for day in last)


def test_nobody_is_in_two_waves(waves: tuple[Path, ...]) -> None:
    named = [row["response"] for package in waves for row in rows_of(package)]
    assert len(named) == len(set(named))


def test_the_same_seed_invents_the_same_waves(waves: tuple[Path, ...], tmp_path: Path) -> None:
    again = write_earlier_waves(tmp_path, 24, 7, lambda share, step: None, today=TODAY)
    assert [(one / "data.csv").read_bytes() for one in again] == [(one / "data.csv").read_bytes() for one in waves]


@pytest.mark.parametrize("seed", range(6))
def test_every_answer_is_one_that_the_questionnaire_takes(seed: int) -> None:
    questionnaire, link = bundled("interest-and-needs-2026"), list(links(200))[-1 - seed]
    persona, kinds = invent(link, random.Random(seed), 3), set()

    def respond(asked: Asked, known: Values) -> dict[str, object]:
        kinds.add(asked.question.answer.kind)
        return dict(answered(persona, asked, known))

    context = {"cleared": list(CLEARED), "sample_source": "web", "channel": "", "mode": "web", "wave": 1}
    walked = walk(questionnaire, {}, seed=str(seed), context=context, respond=respond)
    assert not walked.problems
    assert {"grid", "several", "one", "consent"} <= kinds


def test_a_taste_that_drifts_is_held_less_by_people_of_the_past_and_no_other_is() -> None:
    drift = preferences()["drift"]["INT2"]["V"]["T15"]
    assert drift > 0
    asked: list[Asked] = []
    walk(bundled("interest-and-needs-2026"), {}, context={}, respond=lambda one, _: asked.append(one) or {})
    question = next(one for one in asked if one.question.id == "INT2")
    fieldset, link = fieldsets_of(question)[0], next(links(100))
    chosen = [
        sum(("INT2", "T15") in answer(invent(link, random.Random(n), ago), fieldset) for n in range(500))
        for ago in (0, 8)
    ]
    assert chosen[1] < chosen[0] * 0.6
