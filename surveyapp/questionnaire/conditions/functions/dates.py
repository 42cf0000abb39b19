"""Take dates and times apart and count between them, in the proleptic Gregorian calendar of ISO 8601.

Dates are texts (`2026-11-28`, `2026-11`, `2026-11-28T09:30`), times `09:30`, durations `PT1H30M`. Nothing asks the
clock: `today()` is the interview's own date.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable

from surveyapp.questionnaire.conditions.functions.function import Function
from surveyapp.questionnaire.conditions.functions.numbers import whole
from surveyapp.questionnaire.conditions.values import TODAY, Value

_TIME = r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]{1,9})?)?"
_DATE = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})(?:T{_TIME}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_CLOCK = re.compile(_TIME)
_DURATION = re.compile(
    r"P(?=.)(?:([0-9]{1,6})W|(?:([0-9]{1,6})D)?(?:T(?=.)(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?)"
)


def _date(value: Value) -> datetime.date | None:
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return datetime.date(year, month, day)


def _clock(value: Value) -> tuple[int, int, int] | None:
    """Return hour, minute and second of a time, or of a valid date with one."""
    if not isinstance(value, str):
        return None
    found, first = _CLOCK.fullmatch(value), 1
    if found is None and _date(value) is not None:
        found, first = _DATE.fullmatch(value), 4
    if found is None or found[first] is None:
        return None
    return int(found[first]), int(found[first + 1]), int(found[first + 2] or 0)


def _month(value: Value) -> tuple[int, int] | None:
    """Return year and month of a date or of a month."""
    day = _date(value)
    if day is not None:
        return day.year, day.month
    found = _MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None or not (int(found[1]) >= 1 and 1 <= int(found[2]) <= 12):
        return None
    return int(found[1]), int(found[2])


def _of_date(compute: Callable[[datetime.date], Value]) -> Callable[[Value], Value]:
    def apply(value: Value) -> Value:
        day = _date(value)
        return None if day is None else compute(day)

    return apply


def _of_clock(compute: Callable[[int, int, int], Value]) -> Callable[[Value], Value]:
    def apply(value: Value) -> Value:
        clock = _clock(value)
        return None if clock is None else compute(*clock)

    return apply


def _seconds(value: Value) -> int | None:
    clock = _clock(value)
    if clock is not None:
        return clock[0] * 3600 + clock[1] * 60 + clock[2]
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (weeks * 7 + days) * 86_400 + hours * 3600 + minutes * 60 + seconds


def _year_of(value: Value) -> int | None:
    found = _month(value)
    return None if found is None else found[0]


def _month_of(value: Value) -> int | None:
    found = _month(value)
    return None if found is None else found[1]


def _days_between(first: Value, second: Value) -> int | None:
    start, end = _date(first), _date(second)
    return None if start is None or end is None else (end - start).days


def _months_between(first: Value, second: Value) -> int | None:
    """Count whole months: one is over when its day of the month is reached."""
    start, end = _date(first), _date(second)
    if start is None or end is None:
        return None
    return _whole_months(start, end) if start <= end else -_whole_months(end, start)


def _whole_months(start: datetime.date, end: datetime.date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _years_between(first: Value, second: Value) -> int | None:
    months = _months_between(first, second)
    if months is None:
        return None
    return months // 12 if months >= 0 else -(-months // 12)


def _add_days(value: Value, days: Value) -> Value:
    day, more = _date(value), whole(days)
    if day is None or more is None:
        return None
    number = day.toordinal() + more
    return datetime.date.fromordinal(number).isoformat() if 1 <= number <= datetime.date.max.toordinal() else None


def _add_months(value: Value, months: Value) -> Value:
    """Move by months; a day that the month does not have becomes its last."""
    day, more = _date(value), whole(months)
    if day is None or more is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + more, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last)).isoformat()


def _add_years(value: Value, years: Value) -> Value:
    more = whole(years)
    return None if more is None or abs(more) > 10_000 else _add_months(value, more * 12)


def _is_date(value: Value) -> bool | None:
    return None if value is None else _date(value) is not None


FUNCTIONS = (
    Function("today", (), _of_date(datetime.date.isoformat), reads=TODAY),
    Function("date", ("value",), _of_date(datetime.date.isoformat)),
    Function("year", ("value",), _year_of),
    Function("month", ("value",), _month_of),
    Function("day", ("value",), _of_date(lambda day: day.day)),
    Function("weekday", ("value",), _of_date(lambda day: day.isoweekday())),
    Function("hour", ("value",), _of_clock(lambda hour, minute, second: hour)),
    Function("minute", ("value",), _of_clock(lambda hour, minute, second: minute)),
    Function("seconds", ("value",), _seconds),
    Function("days_between", ("value", "value"), _days_between),
    Function("months_between", ("value", "value"), _months_between),
    Function("years_between", ("value", "value"), _years_between),
    Function("add_days", ("value", "value"), _add_days),
    Function("add_months", ("value", "value"), _add_months),
    Function("add_years", ("value", "value"), _add_years),
    Function("is_date", ("value",), _is_date, gives="truth"),
)
