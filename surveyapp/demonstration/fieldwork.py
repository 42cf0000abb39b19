"""Field the bundled survey and let a simulated audience answer it over HTTP."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import cycle
from threading import Lock, local

from sqlalchemy.orm import Session

from surveyapp.demonstration.frame import CLEARED, NOT_CLEARED_EXAMPLE, Link
from surveyapp.demonstration.persona import Persona, answer, invent
from surveyapp.demonstration.visit import Visitor, complete, visitor
from surveyapp.instruments import INTEREST_AND_NEEDS, bundled
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import publishing

SLUG = INTEREST_AND_NEEDS
AT_ONCE = 4
TURNED_AWAY = 0.04
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int


def field_survey(
    session: Session, questionnaire: Questionnaire, links: Sequence[Link], *, secret: str, today: date
) -> None:
    """Publish the survey, mark it as simulated, and open its collection points."""
    settings = {"cleared": list(CLEARED), "simulated": True}
    publishing.publish(session, None, SLUG, questionnaire, settings=settings, today=today)
    survey = publishing.find(session, SLUG)
    if survey is None:
        raise RuntimeError("the survey that was just published cannot be found")
    for link in links:
        publishing.add_point(
            session,
            survey.survey_id,
            id=link.token,
            token=link.token,
            sample_source=link.sample_source,
            channel=link.channel,
            country=link.country,
            design=link.design,
            secret=secret,
        )


def hold_fieldwork(addresses: Sequence[Address], links: Sequence[Link], seed: int, progress: Progress) -> Counter[str]:
    """Let everybody answer and return how many ended with which outcome; every link gets exactly its answers."""
    visits = [(link, number) for link in links for number in range(link.answers)]
    random.Random(seed).shuffle(visits)
    outcomes: Counter[str] = Counter()
    lock, mine, turns = Lock(), local(), cycle(addresses)

    def visit(at: int) -> None:
        if not hasattr(mine, "visitor"):
            with lock:
                address = next(turns)
            mine.visitor = visitor(address.host, address.port)
        link, number = visits[at]
        found = _answer_once(mine.visitor, link, random.Random(f"{seed}|{link.token}|{number}"))
        with lock:
            outcomes.update(found)
            progress(outcomes["complete"] / max(len(visits), 1), "answering")

    with ThreadPoolExecutor(AT_ONCE) as people:
        list(people.map(visit, range(len(visits))))
    return outcomes


def _answer_once(visitor: Visitor, link: Link, rng: random.Random) -> list[str]:
    """Let one person answer to the end; now and then somebody who is turned away comes first."""
    outcomes = []
    if rng.random() < TURNED_AWAY:
        outcomes.append(_visit(visitor, link, _turned_away(invent(link, rng), rng)))
    outcomes.append(_visit(visitor, link, invent(link, rng)))
    return outcomes


def _visit(visitor: Visitor, link: Link, persona: Persona) -> str:
    language = language_of(link, persona.rng)
    return complete(visitor, f"/{language}/s/{SLUG}?p={link.token}", partial(answer, persona))


def language_of(link: Link, rng: random.Random) -> str:
    """Choose among the link's languages that the survey is offered in, else its base language."""
    offered = bundled(SLUG).languages
    spoken = [(language, share) for language, share in link.languages if language in offered] or [(offered[0], 1.0)]
    return rng.choices([language for language, _ in spoken], [share for _, share in spoken])[0]


def _turned_away(persona: Persona, rng: random.Random) -> Persona:
    reason = rng.choice(("age", "country", "consent", "resident"))
    return Persona(
        audience=persona.audience,
        country=NOT_CLEARED_EXAMPLE if reason == "country" else persona.country,
        age="2" if reason == "age" else persona.age,
        gender=persona.gender,
        belonging=("0",) if reason == "resident" else persona.belonging,
        rng=persona.rng,
        consents=reason != "consent",
    )


def answers_for_simulators() -> dict[str, list[str]]:
    """Return what a respondent simulator must answer to pass the gates: control name -> acceptable values."""
    return {
        "SCR1": ["3", "4", "5", "6", "7"],
        "SCR2": list(CLEARED),
        "CNS1": ["yes"],
        "CNS2": ["2"],
        "SCR3": ["2"],
        "DIA1B": ["1998"],
    }
