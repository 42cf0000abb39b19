"""Say what is wrong with an answer and what to do about it, and where on the page."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.questionnaire.answer_types import Number
from surveyapp.questionnaire.path import AnswerProblem, Asked
from surveyapp.respondent.saying import Say


@dataclass(frozen=True, slots=True)
class Mistake:
    """`anchor` is the id of the control concerned."""

    question: str
    text: str
    anchor: str


def mistake_of(problem: AnswerProblem, asked: Asked, say: Say) -> Mistake:
    """Put one problem into words."""
    kind = asked.question.answer.kind
    part = problem.fault.part
    own = problem.question == asked.question.id
    anchor = problem.question
    if own and kind == "grid" and part is not None:
        anchor = f"{problem.question}__{part}"
    elif own and kind == "ranking":
        anchor = f"{problem.question}__1"
    elif own and kind == "best-worst":
        anchor = f"{problem.question}__{part or asked.first + 1}__best"
    return Mistake(asked.question.id, _words(problem, asked, say, own), anchor)


def _words(problem: AnswerProblem, asked: Asked, say: Say, own: bool) -> str:
    _ = say.words.gettext
    if problem.check is not None and (text := say(problem.check.text)):
        return str(text)
    fault = problem.fault
    if not own:
        return _("Write no more than %(limit)s characters here.") % {"limit": say.number(fault.limit or 0)}
    match fault.code:
        case "required":
            return _required(asked, fault.part, say)
        case "too-many" | "too-few":
            return _quantity(fault.code, asked, fault.limit or 0, say)
        case "exclusive":
            return _("One of your choices cannot be combined with others. Leave it alone, or take it out.")
        case "duplicate" if asked.question.answer.kind == "best-worst":
            return _("Most and least must be two different things.")
        case "duplicate":
            return _("You chose the same thing twice. Choose something different for each place.")
        case "out-of-range":
            return _range(asked, say)
        case "wrong-type":
            return (
                _("Write a number, in figures only.")
                if _is_number(asked)
                else _("This answer cannot be read. Please give it again.")
            )
        case "pattern":
            return _pattern(asked, say)
        case "soft-check":
            return _("This is unusual. Please check it. If it is right, continue.")
        case _:
            return _("This choice is not among those offered. Please choose again.")


def _required(asked: Asked, part: str | None, say: Say) -> str:
    _ = say.words.gettext
    match asked.question.answer.kind:
        case "grid":
            row = next((say(row.text).text for row in asked.shown.rows if row.code == part), "")
            return _("Choose an answer for “%(item)s”.") % {"item": row}
        case "several":
            return _("Choose at least one answer.")
        case "number":
            return _("Write a number.")
        case "text":
            return _("Write your answer.")
        case "ranking":
            return _("Choose something for each place.")
        case "best-worst":
            return _("Choose one thing as most and another as least.")
        case _:
            return _("Choose an answer.")


def _quantity(code: str, asked: Asked, limit: float, say: Say) -> str:
    words, n = say.words, int(limit)
    number = {"limit": say.number(n)}
    if asked.question.answer.kind == "text":
        return (
            words.ngettext("Write no more than %(limit)s character.", "Write no more than %(limit)s characters.", n)
            % number
        )
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


def _range(asked: Asked, say: Say) -> str:
    _, answer = say.words.gettext, asked.question.answer
    if not isinstance(answer, Number):
        return _("This answer does not fit with the others. Please check it.")
    least, most = answer.minimum, answer.maximum
    if least is not None and most is not None:
        return _("Write a number from %(least)s to %(most)s.") % {
            "least": say.ungrouped(least),
            "most": say.ungrouped(most),
        }
    if least is not None:
        return _("Write a number that is %(least)s or more.") % {"least": say.ungrouped(least)}
    return _("Write a number that is %(most)s or less.") % {"most": say.ungrouped(most or 0)}


def _pattern(asked: Asked, say: Say) -> str:
    _, answer = say.words.gettext, asked.question.answer
    if isinstance(answer, Number) and answer.decimals == 0:
        return _("Write a whole number.")
    if isinstance(answer, Number):
        return _("Write a number with fewer decimals.")
    return _("This is not in the form that is asked for. Please check it.")


def _is_number(asked: Asked) -> bool:
    return isinstance(asked.question.answer, Number)
