"""Read a date question of LimeSurvey: what its format asks for, and the limits set to it."""

from __future__ import annotations

import re

from surveyapp.formats.expressions.functions import call
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.limesurvey.choices import Making
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.questionnaire.answer_types import Date, DateTime, Month, Time
from surveyapp.questionnaire.conditions import Constant, Expression

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: \d\d:\d\d(?::\d\d)?)?\Z")
_AWAY = re.compile(r"([+-] ?\d{1,4}) ?(days?|weeks?|months?|years?)\Z")
_ADD = {"month": "add_months", "year": "add_years"}
_YEAR = re.compile(r"\d{4}\Z")


def moment_answer(asked: Asked, at: int, making: Making) -> Date | DateTime | Month | Time:
    """Return the kind of answer that the date format asks for; limits that are no fixed dates are listed."""
    form = asked.attributes.take("date_format").lower()
    day, month, clock = "d" in form, "m" in re.sub(r"h+\W?m+", "", form), "h" in form
    if clock and not day and not month and "y" not in form and form:
        return Time()
    limits = {name: _limit(asked, attribute, at, making) for name, attribute in _LIMITS.items()}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    if clock:
        return DateTime.model_validate(given)
    if form and not day:
        if month:
            fixed = {
                name: limit[:7] if isinstance(limit, str) and "-" in limit else limit for name, limit in given.items()
            }
            return Month.model_validate(fixed)
        return Date.model_validate({"least": "year", **given})
    return Date.model_validate(given)


_LIMITS = {"minimum": "date_min", "maximum": "date_max"}


def _limit(asked: Asked, attribute: str, at: int, making: Making) -> str | Expression | None:
    """Return a limit: a fixed day, the interview's, some time from it, or what an expression gives.

    A year alone is its first or its last day.
    """
    written = asked.attributes.take(attribute).strip()
    if not written:
        return None
    if _YEAR.match(written):
        return f"{written}-{'01-01' if attribute == 'date_min' else '12-31'}"
    if found := _DAY.match(written):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if written.lower() in ("now", "today"):
        return "today"
    if found := _AWAY.match(written.lower()):
        unit, number = found[2].rstrip("s"), int(found[1].replace(" ", ""))
        days = number * 7 if unit == "week" else number
        return call(_ADD.get(unit, "add_days"), call("today"), Constant(days))
    try:
        node = parse_script(written.strip("{} "))
        return making.scope.usable_expression(Translator(Script(making.scope, making.parts)).expression(node), at)
    except ValueError as error:
        making.ledger.lose(f"{asked.title}.{attribute}", written, f"this limit of a date cannot be kept: {error}")
        return None
