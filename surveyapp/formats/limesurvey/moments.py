"""Read a date question of LimeSurvey: what its format asks for, and the limits set to it."""

from __future__ import annotations

import re

from surveyapp.formats.limesurvey.choices import Making
from surveyapp.formats.limesurvey.survey import Asked
from surveyapp.questionnaire.answer_types import Date, DateTime, Month, Time

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: \d\d:\d\d(?::\d\d)?)?\Z")
_YEAR = re.compile(r"\d{4}\Z")


def moment_answer(asked: Asked, making: Making) -> Date | DateTime | Month | Time:
    """Return the kind of answer that the date format asks for; limits that are no fixed dates are listed."""
    form = asked.attributes.take("date_format").lower()
    day, month, clock = "d" in form, "m" in re.sub(r"h+\W?m+", "", form), "h" in form
    if clock and not day and not month and "y" not in form and form:
        return Time()
    limits = {name: _limit(asked, attribute, making) for name, attribute in _LIMITS.items()}
    given = {name: limit for name, limit in limits.items() if limit is not None}
    if clock:
        return DateTime.model_validate(given)
    if form and not day:
        if month:
            return Month.model_validate({name: limit[:7] for name, limit in given.items()})
        return Date.model_validate({"least": "year", **given})
    return Date.model_validate(given)


_LIMITS = {"minimum": "date_min", "maximum": "date_max"}


def _limit(asked: Asked, attribute: str, making: Making) -> str | None:
    """Return a fixed limit as a day; a year alone is its first or its last day."""
    written = asked.attributes.take(attribute)
    if not written:
        return None
    if _YEAR.match(written):
        return f"{written}-{'01-01' if attribute == 'date_min' else '12-31'}"
    found = _DAY.match(written)
    if found:
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if written.strip().lower() in ("now", "today"):
        return "today"
    making.ledger.lose(f"{asked.title}.{attribute}", written, "a limit of a date is a fixed date or today")
    return None
