"""Give a day and a time on the clock."""

from __future__ import annotations

from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets import date, time
from surveyapp.respondent.widgets.typed_parts import Typed, TypedParts, clock, day_order, outside, year_month_day


def compose(typed: Typed) -> str | None:
    day, hour = year_month_day(typed), clock(typed)
    return None if day is None or hour is None else f"{day}T{hour}"


def take_apart(value: str) -> Typed:
    day, _, hour = value.partition("T")
    return {**date.take_apart(day), **time.take_apart(hour)}


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    _ = say.words.gettext
    match fault.code:
        case "required":
            return _("Give a date and a time.")
        case "wrong-type":
            return _(
                "There is no such date and time. Give day, month, a year of four figures, the hour and the minute."
            )
        case "out-of-range":
            return outside(asked, say)
    return None


WIDGET = TypedParts(
    "datetime",
    lambda asked, language: (*day_order(language), "hour", "minute"),
    compose,
    take_apart,
    native="datetime-local",
).widget(complain)
