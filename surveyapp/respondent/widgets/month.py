"""Give a month, by month and year."""

from __future__ import annotations

from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.date import take_apart
from surveyapp.respondent.widgets.typed_parts import TypedParts, day_order, outside, year_month_day


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    _ = say.words.gettext
    match fault.code:
        case "required":
            return _("Give a month.")
        case "wrong-type":
            return _("Choose the month, and write the year with four figures.")
        case "out-of-range":
            return outside(asked, say)
    return None


WIDGET = TypedParts(
    "month", lambda asked, language: day_order(language, ("year", "month")), year_month_day, take_apart, native="month"
).widget(complain)
