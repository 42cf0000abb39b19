"""Give a time on the clock, by hour and minute."""

from __future__ import annotations

from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.typed_parts import Typed, TypedParts, clock, outside


def take_apart(value: str) -> Typed:
    return dict(zip(("hour", "minute"), value.split(":"), strict=False))


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    _ = say.words.gettext
    match fault.code:
        case "required":
            return _("Give a time.")
        case "wrong-type":
            return _("There is no such time. Write the hour from 0 to 23 and the minute from 0 to 59.")
        case "out-of-range":
            return outside(asked, say)
    return None


WIDGET = TypedParts("time", lambda asked, language: ("hour", "minute"), clock, take_apart, native="time").widget(
    complain
)
