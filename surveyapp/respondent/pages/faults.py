"""Say what is wrong with an answer and what to do about it, and where on the page."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.path import AnswerProblem, Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets import widget_of


@dataclass(frozen=True, slots=True)
class Mistake:
    """`anchor` is the id of the control concerned."""

    question: str
    text: str
    anchor: str


def mistake_of(problem: AnswerProblem, asked: Asked, say: Say) -> Mistake:
    """Put one problem into words."""
    own = problem.question == asked.question.id
    widget = widget_of(asked.question.answer)
    anchor = widget.anchor(asked, problem.fault.part) if own else problem.question
    return Mistake(asked.question.id, _words(problem, asked, say, own), anchor)


def _words(problem: AnswerProblem, asked: Asked, say: Say, own: bool) -> str:
    _ = say.words.gettext
    if problem.check is not None and (text := say(problem.check.text)):
        return str(text)
    fault = problem.fault
    if not own:
        return _("Write no more than %(limit)s characters here.") % {"limit": say.number(fault.limit or 0)}
    return widget_of(asked.question.answer).complain(asked, fault, say) or _of_every_kind(fault, say)


def _of_every_kind(fault: Fault, say: Say) -> str:
    _ = say.words.gettext
    match fault.code:
        case "required":
            return _("Choose an answer.")
        case "too-many" | "too-few":
            return _quantity(fault.code, fault.limit or 0, say)
        case "exclusive":
            return _("One of your choices cannot be combined with others. Leave it alone, or take it out.")
        case "duplicate":
            return _("You chose the same thing twice. Choose something different for each place.")
        case "out-of-range":
            return _("This answer does not fit with the others. Please check it.")
        case "wrong-type":
            return _("This answer cannot be read. Please give it again.")
        case "pattern":
            return _("This is not in the form that is asked for. Please check it.")
        case "soft-check":
            return _("This is unusual. Please check it. If it is right, continue.")
        case _:
            return _("This choice is not among those offered. Please choose again.")


def _quantity(code: str, limit: float, say: Say) -> str:
    words, n = say.words, int(limit)
    number = {"limit": say.number(n)}
    if code == "too-many":
        return (
            words.ngettext(
                "Choose no more than %(limit)s. Take out what matters less.",
                "Choose no more than %(limit)s. Take out what matters less.",
                n,
            )
            % number
        )
    return words.ngettext("Choose at least %(limit)s.", "Choose at least %(limit)s.", n) % number
