"""Give a length of time, a number of each unit; a unit left empty counts as none."""

from __future__ import annotations

from surveyapp.catalogues import locale_of
from surveyapp.questionnaire.answer_types import Duration
from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.answer_types.duration import duration_of, parts_of
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.typed_parts import Typed, TypedParts, whole


def compose(typed: Typed) -> str | None:
    numbers = {unit: whole(number) for unit, number in typed.items() if number}
    known = {unit: number for unit, number in numbers.items() if number is not None and number < 1_000_000}
    return duration_of(known) if len(known) == len(numbers) else None


def take_apart(value: str) -> Typed:
    return {unit: str(number) for unit, number in (parts_of(value) or {}).items()}


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    _, answer = say.words.gettext, asked.question.answer
    match fault.code:
        case "required":
            return _("Give a length of time.")
        case "wrong-type":
            return _("Write whole numbers, in figures only.")
        case "out-of-range" if isinstance(answer, Duration):
            least, most = (answer.words(limit, locale_of(say.language)) for limit in (answer.minimum, answer.maximum))
            if least and most:
                return _("This has to lie between %(least)s and %(most)s.") % {"least": least, "most": most}
            if least:
                return _("This cannot be less than %(least)s.") % {"least": least}
            return _("This cannot be more than %(most)s.") % {"most": most or "–"}
    return None


def _units(asked: Asked, language: str) -> tuple[str, ...]:
    answer = asked.question.answer
    return answer.units if isinstance(answer, Duration) else ()


WIDGET = TypedParts("duration", _units, compose, take_apart).widget(complain)
