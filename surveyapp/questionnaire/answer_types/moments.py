"""Read days, months and times as ISO 8601 writes them, and the limits set to them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time
from typing import Annotated, Any, get_args

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from surveyapp.questionnaire.condition_text import expression_to_text, parse_expression
from surveyapp.questionnaire.conditions import Constant, Expression, Values, evaluate

_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_LITERAL = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}(T.*)?|[0-9]{2}:[0-9]{2}.*")


def _read_limit(value: Any) -> Any:
    if isinstance(value, get_args(Expression)):
        return value
    if not isinstance(value, str):
        raise ValueError('write a limit as text, such as 2026-11-28, today, or "add_years(today(), -18)"')
    if _LITERAL.fullmatch(value) is None:
        return parse_expression("today()" if value == "today" else value)
    if read_moment(value) is None and read_time(value) is None:
        raise ValueError(f"there is no such day or time as {value!r}")
    return Constant(value)


LimitField = Annotated[
    Expression,
    PlainValidator(_read_limit),
    PlainSerializer(expression_to_text, return_type=str),
    WithJsonSchema({"type": "string", "description": "a day or time, today, or an expression that gives one"}),
]
"""A literal, `today`, an earlier answer, or anything else of the condition language that gives a day or time."""


def read_day(value: Any) -> tuple[date, date] | None:
    """Return the first and last day that `2026`, `2026-11` or `2026-11-28` may mean; None where it is no date."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day = (None if part is None else int(part) for part in found.groups())
    if not year or month == 0 or day == 0 or (month or 1) > 12:
        return None
    last = calendar.monthrange(year, month or 12)[1]
    if (day or 1) > last:
        return None
    return date(year, month or 1, day or 1), date(year, month or 12, day or last)


def read_time(value: Any) -> time | None:
    """Return the time on the clock, to the minute; an offset from UTC is passed over."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def read_moment(value: Any) -> datetime | None:
    """Return the day and the time on the clock; a day alone is its midnight."""
    if not isinstance(value, str):
        return None
    day_text, mark, time_text = value.partition("T")
    day, clock = read_day(day_text), read_time(time_text) if mark else time()
    return None if day is None or clock is None else datetime.combine(day[0], clock)


def resolve(limit: Expression | None, values: Values) -> str | None:
    """Return a limit as a literal; None where there is none, or what it refers to is not known."""
    found = None if limit is None else evaluate(limit, values)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    return found if isinstance(found, str) else f"{found:04.0f}"
