"""Show what two tabs answered to the same page, and let the person choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask import render_template

from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Step
from surveyapp.respondent.answers import words_of
from surveyapp.respondent.pages.interview import Interview
from surveyapp.respondent.pages.showing import sealed
from surveyapp.respondent.saying import Say, Wording, say_in


@dataclass(frozen=True, slots=True)
class Difference:
    """What is stored, and what this tab sent, line by line."""

    question: Wording
    saved: tuple[str, ...]
    mine: tuple[str, ...]


def show_merge(interview: Interview, step: Step, mine: Mapping[str, Any]) -> str:
    """Return a page that holds both; nothing of this tab's is stored before the person says so."""
    visit = interview.visit
    say = say_in(visit.language, interview.questionnaire, step.known(interview.walk))
    chrome = visit.chrome()
    return render_template(
        "respondent/merge.html",
        chrome=chrome,
        links=chrome.links,
        place=sealed(interview, step, {name: (value, visit.language) for name, value in mine.items()}),
        number=step.number,
        differences=[_difference(name, interview.given.get(name), value, say) for name, value in mine.items()],
    )


def _difference(name: str, saved: Any, mine: Any, say: Say) -> Difference:
    question = say.questionnaire.question_by_id.get(plain_name(name))
    if question is not None:
        told = (words_of(question, value, say) or ("–",) for value in _differing(saved, mine))
        return Difference(say(question.text), *told)
    texts = [(str(text),) if text is not None else ("–",) for text in (saved, mine)]
    return Difference(Wording(say.words.gettext("Your own words")), *texts)


def _differing(saved: Any, mine: Any) -> tuple[Any, Any]:
    """Leave of two answers in several parts only the screens, or the rows, that differ."""
    if isinstance(saved, Mapping) and isinstance(mine, Mapping):
        same = {name for name in saved if name in mine and saved[name] == mine[name]}
        return _without(saved, same), _without(mine, same)
    if _has_screens(saved) and _has_screens(mine):
        both = zip_longest(saved, mine, fillvalue=dict[str, Any]())
        pairs = [(one, other) for one, other in both if one != other]
        return [one for one, _ in pairs], [other for _, other in pairs]
    return saved, mine


def _has_screens(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(screen, Mapping) for screen in value)


def _without(rows: Mapping[str, Any], names: set[str]) -> Mapping[str, Any]:
    return {name: value for name, value in rows.items() if name not in names}
