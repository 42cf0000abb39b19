"""Write every screen of a questionnaire in every language beforehand: a kiosk only chooses among them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from flask import g, render_template
from markupsafe import escape

from surveyapp.questionnaire.answer_types import Grid
from surveyapp.questionnaire.answer_types.asked import Fault, FaultCode, Shown
from surveyapp.questionnaire.path import AnswerProblem, Asked
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.rehearsal.timing import seconds_by_page, seconds_by_question
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from surveyapp.questionnaire.walk.opening import Opening
from surveyapp.respondent.pages.faults import mistake_of
from surveyapp.respondent.pages.showing import drawn_of
from surveyapp.respondent.saying import Say, say_in
from surveyapp.respondent.widgets.one import other_names
from surveyapp.web.i18n import direction, own_name

CODES: Final[tuple[FaultCode, ...]] = (
    *("required", "not-a-choice", "too-few", "too-many", "exclusive"),
    *("duplicate", "out-of-range", "wrong-type", "pattern", "soft-check"),
)


def wording_of(questionnaire: Questionnaire, language: str) -> Mapping[str, Any]:
    """Return everything a kiosk shows in one language, as HTML that is ready to be put in its place."""
    g.language = language
    say = say_in(language, questionnaire, {})
    about = questionnaire.about
    facts = {"sponsor": about.sponsor, "purpose": about.purpose, "not_stored": about.not_stored} if about else {}
    return {
        "language": language,
        "name": own_name(language),
        "direction": direction(language),
        "title": _html(say(questionnaire.title)),
        "intro": _html(say(questionnaire.intro)),
        "facts": {name: _html(say(text)) for name, text in facts.items()},
        "complete": _html(say(questionnaire.complete_text)),
        "pages": {page.id: _page(page, say) for page in questionnaire.pages},
        "questions": {
            question.id: _question(question, page, say)
            for page in questionnaire.pages
            for question in page.questions
            if question.answer.kind != "calculated"
        },
        "endings": {ending.id: _html(say(ending.text)) for ending in questionnaire.endings},
        "words": words_of(say, minutes_of(questionnaire, language)),
    }


def minutes_of(questionnaire: Questionnaire, language: str) -> int:
    """Return the whole minutes that are enough for somebody who is asked everything."""
    at = questionnaire.languages.index(language)
    parts = (*seconds_by_question(questionnaire).values(), *seconds_by_page(questionnaire).values())
    return max(1, math.ceil(sum(part[at] for part in parts) / 60))


def _page(page: Page, say: Say) -> Mapping[str, str]:
    return {"title": _html(say(page.title)), "notice": _html(say(page.notice)), "section": _html(say(page.section))}


def _question(question: Question, page: Page, say: Say) -> Mapping[str, Any]:
    asked = _asked(question, say.questionnaire)
    alone = not say(page.title) and question is page.questions[0]
    drawn = drawn_of(Opening(asked), {}, (), alone, say)
    if drawn.parts.get("names"):
        drawn = replace(drawn, parts={**drawn.parts, "names": _names(asked, say)})
    html = render_template("respondent/question.html", asked=drawn, parts=1, part=1)
    faults = {name: mistake_of(problem, asked, say).text for name, problem in _problems(question, asked)}
    return {"html": html, "faults": faults}


def _names(asked: Asked, say: Say) -> str:
    """Return the other names that a search takes, which a page with a network asks for only when somebody searches."""
    return json.dumps({choice.code: other_names(choice, say) for choice in asked.shown.choices}, ensure_ascii=False)


def _asked(question: Question, questionnaire: Questionnaire) -> Asked:
    """Return the question with everything it may ever show; the kiosk takes out what it does not show."""
    offered = {name: questionnaire.choices_of(source) for name, source in question.answer.sources().items()}
    shown = Shown(
        offered.get("choices", ()),
        offered.get("rows", ()),
        missing=question.missing,
        bounds=question.answer.bounds({}),
    )
    return Asked(question, shown, beside=texts_beside(questionnaire, question))


def _problems(question: Question, asked: Asked) -> Iterator[tuple[str, AnswerProblem]]:
    """Yield everything that a kiosk may find wrong, by the name under which it looks for the words."""
    answer = question.answer
    least = getattr(answer, "at_least", None) or getattr(answer, "min_length", None)
    most = getattr(answer, "at_most", None) or getattr(answer, "max_length", None) or getattr(answer, "top", None)
    limits: dict[str, float | None] = {"too-few": least, "too-many": most}
    for code in CODES if answer.asks else ():
        yield code, AnswerProblem(question.id, Fault(code, limit=limits.get(code)))
    for row in asked.shown.rows if isinstance(answer, Grid) else ():
        yield f"required:{row.code}", AnswerProblem(question.id, Fault("required", part=row.code))
    for at, check in enumerate(question.checks):
        soft = check.severity == "soft"
        fault = Fault("soft-check" if soft else "out-of-range", soft=soft)
        yield f"check:{at}", AnswerProblem(question.id, fault, check)


def _html(wording: Any) -> str:
    return str(escape(wording))


def words_of(say: Say, minutes: int) -> Mapping[str, str]:
    """Return the kiosk's own words."""
    ngettext, number = say.words.ngettext, {"num": say.number(minutes)}
    told = ngettext("About %(num)s minute", "About %(num)s minutes", minutes) % number
    return {"minutes": told, **_around(say.words.gettext), **_asking(say.words.gettext), **_ending(say.words.gettext)}


def _around(_: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "touch": _("Touch your language"),
        "unseen": _("No name, no camera, no microphone"),
        "clears": _("This screen clears itself when nobody touches it"),
        "waiting": _("Waiting to be sent: %(number)s") % {"number": "{n}"},
        "held": _("Not taken by the server: %(number)s") % {"number": "{n}"},
        "staff": _("For the staff"),
        "full": _("This kiosk can keep no more answers until it has sent some. Please call the staff."),
        "simulated": _("Simulated data: this is a demonstration. Nobody is really being asked."),
        "still": _("Are you still there?"),
        "about": _("The screen is about to be cleared. Nothing of your answers stays on it."),
        "left": _("Seconds left: %(number)s") % {"number": "{n}"},
        "here": _("I am still here"),
        "clear": _("Clear the screen now"),
    }


def _asking(_: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "page": _("Page %(number)s") % {"number": "{n}"},
        "part": _("Part %(part)s of %(parts)s") % {"part": "{part}", "parts": "{parts}"},
        "progress": _("Progress"),
        "language": _("Language"),
        "who": _("Who asks"),
        "why": _("What for"),
        "notStored": _("Not stored"),
        "back": _("Back"),
        "next": _("Continue"),
        "send": _("Send my answers"),
        "attention": _("Something on this page needs your attention"),
        "added": _("Your answer added something to this page."),
        "leave": _("Clear and leave"),
    }


def _ending(_: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "ends": _("Thank you. The survey ends here"),
        "time": _("Thank you for your time"),
        "none": _("None of your answers has been kept."),
        "sealed": _("Your answers are sealed on this kiosk. It sends them as soon as it has a network."),
        "code": _("Your receipt code"),
        "picture": _("Take a picture of it now: it is shown only once, and the kiosk does not keep it."),
        "can": _("With this code you can"),
        "see": _("See what is stored"),
        "withdraw": _("Withdraw your answers from later analysis"),
        "erase": _("Erase your answers for good"),
        "scan": _("The code to scan opens the page where you can do so, once your answers have been sent."),
        "done": _("Done: clear the screen"),
        "failed": _("Your answers could not be kept. Please call the staff."),
    }
