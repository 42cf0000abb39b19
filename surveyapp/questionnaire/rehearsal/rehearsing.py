"""Walk a questionnaire as many simulated respondents, each question answered as it is asked."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire.answer_types import Calculated, Information, sources_of
from surveyapp.questionnaire.checking.answers import check_answer, must_be_answered
from surveyapp.questionnaire.conditions import Value, Values, holds, names_in
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.rehearsal.inventing import KNOWN_KINDS, Inventor, asked_about
from surveyapp.questionnaire.rehearsal.report import DeadEnd, Minutes, NeverReached, Rehearsal, Route
from surveyapp.questionnaire.rehearsal.timing import seconds_by_page, seconds_by_question
from surveyapp.questionnaire.schema import Ending, Questionnaire
from surveyapp.questionnaire.walk import walk

MOST_ROUTES = 50
MOST_QUESTIONS_ASKED = 150_000
"""Over all respondents: where a questionnaire is so long that they would pass it, fewer respondents walk."""
_ATTEMPTS = 50
_REFUSES = 0.06
_SKIPS = 0.1
_STAYS = 0.9


def rehearse(questionnaire: Questionnaire, respondents: int, seed: str = "") -> Rehearsal:
    """Let simulated respondents walk, one after the other; the same seed gives the same rehearsal.

    They prefer choices that were chosen least so far and values that conditions ask about, so that a few of them come
    far; their answers are no forecast of anybody's.
    """
    chance = random.Random(f"rehearsal {seed}")
    found = _Found(questionnaire, Inventor(chance, questionnaire), chance)
    walked = 0
    while walked < respondents and found.asked < MOST_QUESTIONS_ASKED:
        found.one_respondent(f"{seed} {walked}")
        walked += 1
    return found.report(respondents, walked, seed)


@dataclass
class _Way:
    """What one respondent met so far; `ending` once they were sent away."""

    pages: dict[str, None] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)
    gate_behind: bool = False
    ending: Ending | None = None


@dataclass
class _Found:
    questionnaire: Questionnaire
    inventor: Inventor
    chance: random.Random
    asked: int = 0
    routes: Counter[tuple[tuple[str, ...], str]] = field(default_factory=Counter)
    totals: dict[tuple[tuple[str, ...], str], tuple[int, list[float]]] = field(default_factory=dict)
    times: list[list[float]] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    not_invented: set[str] = field(default_factory=set)
    stuck: Counter[str] = field(default_factory=Counter)
    way: _Way = field(default_factory=_Way)

    def __post_init__(self) -> None:
        self.page_of = {one.id: page for page in self.questionnaire.pages for one in page.questions}
        sources = [source for one in self.questionnaire.questions() for source in sources_of(one.answer).values()]
        codes = {choice.code for source in sources for choice in self.questionnaire.choices_of(source)}
        self.codes = tuple(sorted(codes))

    def one_respondent(self, seed: str) -> None:
        self.way = _Way()
        found = walk(self.questionnaire, {}, seed=seed, context=self._context(), respond=self.respond)
        if self.way.ending is None and self.way.gate_behind:
            self.way.ending = self._ending(found.values)
        ending = self.way.ending.id if self.way.ending else "complete"
        self.met.add(f"endings.{ending}")
        route = (tuple(self.way.pages), ending)
        seconds = self._seconds()
        n, sums = self.totals.get(route, (0, [0.0] * len(seconds)))
        self.totals[route] = (max(n, len(self.way.questions)), [a + b for a, b in zip(sums, seconds, strict=True)])
        self.routes[route] += 1
        self.times.append(seconds)

    def respond(self, asked: Asked, values: Values) -> Mapping[str, Any]:
        """Answer a question as it is asked; nothing more once an ending has been met behind a gate."""
        name = plain_name(asked.question.id)
        page = self.page_of[name]
        way = self.way
        if way.ending is None and way.gate_behind and page.id not in way.pages:
            way.ending, way.gate_behind = self._ending(values), False
        if way.ending is not None:
            return {}
        way.pages[page.id] = None
        way.gate_behind = way.gate_behind or page.gate
        way.questions.append(name)
        self.asked += 1
        self._note(asked, name)
        return self._answer(asked, values)

    def _ending(self, values: Values) -> Ending | None:
        return next((ending for ending in self.questionnaire.endings if holds(ending.when, values)), None)

    def _note(self, asked: Asked, name: str) -> None:
        self.met.update((f"pages.{self.page_of[name].id}", name))
        self.met.update(f"{name}.choices.{choice.code}" for choice in asked.shown.choices)
        self.met.update(f"{name}.rows.{row.code}" for row in asked.shown.rows)
        self.met.update(f"{name}.choices.{code}" for screen in asked.shown.screens for code in screen)

    def _answer(self, asked: Asked, values: Values) -> Mapping[str, Any]:
        question, name = asked.question, asked.question.id
        if isinstance(question.answer, Information | Calculated):
            return {}
        required = must_be_answered(question)
        if asked.shown.missing and self.chance.random() < _REFUSES:
            return {name: {"missing": self.chance.choice(asked.shown.missing)}}
        if not required and self.chance.random() < _SKIPS:
            return {}
        sent_away: Mapping[str, Any] = {}
        beside = tuple(values.get(other) for check in question.checks for other in names_in(check.condition))
        for _ in range(_ATTEMPTS):
            value = self.inventor.invent(plain_name(name), question.answer, asked.shown, beside)
            if value is None:
                break
            checked = check_answer(asked, value, values)
            for problem in checked.problems:
                if problem.check is not None:
                    self.failed.add(f"{plain_name(name)}.checks.{question.checks.index(problem.check)}")
            if checked.counted is not None and all(problem.fault.soft for problem in checked.problems):
                given = {name: value, **self._beside(asked, value)}
                if not self._sends_away(name, {**values, **checked.reading}):
                    return given
                sent_away = given
        if sent_away:
            return sent_away
        if question.answer.kind not in KNOWN_KINDS or getattr(question.answer, "pattern", None):
            self.not_invented.add(plain_name(name))
        elif required and not asked.shown.missing:
            self.stuck[plain_name(name)] += 1
        return {}

    def _beside(self, asked: Asked, value: Any) -> Mapping[str, str]:
        """Write the texts that the answer opens."""
        chosen = value if isinstance(value, list) else [value]
        opened = [name for name, code in asked.beside if code is None or code in chosen]
        return {name: self.inventor.words(plain_name(name)) for name in opened}

    def _sends_away(self, name: str, values: Values) -> bool:
        """Tell whether an answer at a gate meets an ending and another should be tried: most respondents stay."""
        gate = self.page_of[plain_name(name)].gate
        return gate and self.chance.random() < _STAYS and self._ending(values) is not None

    def _context(self) -> dict[str, Value]:
        """Let the link and the operator say what conditions ask about."""
        known = asked_about(self.questionnaire)
        context: dict[str, Value] = {"today": f"{self.chance.randint(2025, 2027)}-06-15"}
        for name in self.questionnaire.context:
            if values := known.get(name):
                context[name] = self.chance.choice([*values, "other"])
        if "cleared" in self.questionnaire.context:
            context["cleared"] = self.codes if self.chance.random() < _STAYS else ()
        return context

    def _seconds(self) -> list[float]:
        """Return what this way takes in each language."""
        questions, pages = seconds_by_question(self.questionnaire), seconds_by_page(self.questionnaire)
        parts = [*(questions[name] for name in self.way.questions), *(pages[name] for name in self.way.pages)]
        return [sum(part[at] for part in parts) for at in range(len(self.questionnaire.languages))]

    def report(self, wanted: int, walked: int, seed: str) -> Rehearsal:
        routes = [self._route(route) for route, _ in self.routes.most_common()]
        by_length = sorted(routes, key=lambda route: (route.questions, len(route.pages)))
        endings: Counter[str] = Counter()
        for route in routes:
            endings[route.ending] += route.respondents
        return Rehearsal(
            wanted=wanted,
            respondents=walked,
            seed=seed,
            different_routes=len(routes),
            routes=tuple(routes[:MOST_ROUTES]),
            longest=by_length[-1] if by_length else None,
            shortest=by_length[0] if by_length else None,
            endings=dict(endings),
            minutes=dict(self._minutes()),
            never_reached=self._never_reached(),
            dead_ends=tuple(DeadEnd(name, times) for name, times in sorted(self.stuck.items())),
            not_invented=tuple(sorted(self.not_invented)),
        )

    def _route(self, route: tuple[tuple[str, ...], str]) -> Route:
        questions, sums = self.totals[route]
        times = self.routes[route]
        languages = self.questionnaire.languages
        minutes = {language: round(total / times / 60, 1) for language, total in zip(languages, sums, strict=True)}
        return Route(route[0], route[1], times, questions, minutes)

    def _minutes(self) -> Iterator[tuple[str, Minutes]]:
        for at, language in enumerate(self.questionnaire.languages):
            taken = [seconds[at] / 60 for seconds in self.times]
            if taken:
                yield language, Minutes(round(sum(taken) / len(taken), 1), round(min(taken), 1), round(max(taken), 1))

    def _never_reached(self) -> NeverReached:
        whole = self.questionnaire
        asked = [one for one in whole.questions() if not isinstance(one.answer, Calculated)]
        places: dict[str, list[str]] = {"choices": [], "rows": []}
        for question in asked:
            if question.id not in self.met:
                continue
            for part, source in sources_of(question.answer).items():
                if part in places:
                    places[part] += (f"{question.id}.{part}.{choice.code}" for choice in whole.choices_of(source))
        checks = [f"{one.id}.checks.{at}" for one in asked for at in range(len(one.checks))]
        pages = [page.id for page in whole.pages if any(one in asked for one in page.questions)]
        return NeverReached(
            pages=tuple(name for name in pages if f"pages.{name}" not in self.met),
            questions=tuple(one.id for one in asked if one.id not in self.met),
            choices=tuple(place for place in places["choices"] if place not in self.met),
            rows=tuple(place for place in places["rows"] if place not in self.met),
            endings=tuple(end.id for end in whole.endings if f"endings.{end.id}" not in self.met),
            checks=tuple(place for place in checks if place not in self.failed),
        )
