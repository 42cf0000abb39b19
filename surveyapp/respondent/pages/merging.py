"""Show what two tabs answered to the same page, and let the person choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
        return Difference(say(question.text), words_of(question, saved, say), words_of(question, mine, say))
    texts = [(str(text),) if text is not None else ("–",) for text in (saved, mine)]
    return Difference(Wording(say.words.gettext("Your own words")), *texts)
