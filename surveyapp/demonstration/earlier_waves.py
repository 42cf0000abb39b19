"""Make the data packages of waves before the demonstration's own, from invented people who answer in memory.

What is true of them is known: tastes differ from today's by the steps under `drift` in `preferences.json`, times the
number of waves between, and everything else is as today. Each wave draws its associations and its members anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from surveyapp.demonstration.fieldwork import SLUG, language_of
from surveyapp.demonstration.frame import CLEARED, Link, links
from surveyapp.demonstration.persona import invent
from surveyapp.demonstration.respondent import answered
from surveyapp.instruments import bundled
from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import walk
from surveyapp.services.fielded import Point, context_of
from surveyapp.tasks.exporting import Origin, cells_of, write_json, write_table
from surveyapp.tasks.packaging import codebook_of, design_of

WAVES: Final = 8
APART: Final = timedelta(weeks=13)
FIELDWORK_DAYS: Final = 14
MODE: Final = "web"
VERSION: Final = 1
Progress = Callable[[float, str], None]


def write_earlier_waves(
    folder: Path, responses: int, seed: int, progress: Progress, *, today: date
) -> tuple[Path, ...]:
    """Write the packages of the waves before today's into a folder and return theirs, the last one first."""
    questionnaire, made = bundled(SLUG), []
    codebook = codebook_of(SLUG, questionnaire, simulated=True)
    for ago in range(1, WAVES + 1):
        progress((ago - 1) / WAVES, "answering")
        into = folder / f"wave-{ago}"
        into.mkdir(parents=True, exist_ok=True)
        _write_wave(into, questionnaire, tuple(links(responses)), ago, seed, last=today - ago * APART)
        write_json(into / "codebook.json", codebook)
        made.append(into)
    progress(1.0, "answering")
    return tuple(made)


def _write_wave(
    into: Path, questionnaire: Questionnaire, places: Sequence[Link], ago: int, seed: int, *, last: date
) -> None:
    names = [variable.name for variable in variables_of(questionnaire)]
    rows = list(_rows(questionnaire, places, ago, seed, last))
    points = [{"sample_source": one.sample_source, "mode": MODE, "design": one.design} for one in places]
    write_table(into / "data.csv", names, rows)
    days = [row["day"] for row in rows]
    write_json(into / "design.json", design_of(questionnaire, points, days, {"complete": len(rows)}, [VERSION]))


def _rows(
    questionnaire: Questionnaire, places: Sequence[Link], ago: int, seed: int, last: date
) -> Iterator[Mapping[str, str]]:
    for link in places:
        point = Point(link.token, WAVES - ago + 1, link.sample_source, link.channel, MODE, link.country, link.design)
        for number in range(link.answers):
            response = f"{ago}-{link.token}-{number}"
            rng = random.Random(f"{seed}|{response}")
            day = last - timedelta(days=rng.randrange(FIELDWORK_DAYS))
            context = context_of({"cleared": CLEARED}, point, questionnaire, day)
            persona = invent(link, rng, ago)
            walked = walk(questionnaire, {}, seed=response, context=context, respond=partial(answered, persona))
            yield cells_of(walked, Origin(response, language_of(link, rng), day, VERSION, point))
