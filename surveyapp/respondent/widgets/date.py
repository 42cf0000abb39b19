"""Give a day, by day, month and year."""

from __future__ import annotations

from surveyapp.questionnaire.answer_types import Date
from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.typed_parts import Typed, TypedParts, day_order, outside, year_month_day


def take_apart(value: str) -> Typed:
    return dict(zip(("year", "month", "day"), value.split("-"), strict=False))


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    _, answer = say.words.gettext, asked.question.answer
    match fault.code:
        case "required":
            return _("Give a date.")
        case "wrong-type":
            return _("There is no such date. Check the day and the month, and write the year with four figures.")
        case "pattern" if isinstance(answer, Date) and answer.least == "month":
            return _("Give at least the month and the year.")
        case "pattern":
            return _("Give the whole date: day, month and year.")
        case "out-of-range":
            return outside(asked, say)
    return None


def rule(asked: Asked, say: Say) -> str:
    """Say what need not be known."""
    _, least = say.words.gettext, getattr(asked.question.answer, "least", "day")
    if least == "year":
        return _("If you do not know the day or the month, leave it empty.")
    return _("If you do not know the day, leave it empty.") if least == "month" else ""


WIDGET = TypedParts(
    "date", lambda asked, language: day_order(language), year_month_day, take_apart, native="date", rule=rule
).widget(complain)
