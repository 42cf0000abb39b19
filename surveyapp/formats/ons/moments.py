"""Turn the dates and durations of a runner schema into ours, and its days that are reckoned from others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.rules import source_name
from surveyapp.formats.ons.wording import Wordings
from surveyapp.questionnaire.answer_types import AnswerType, Date, Duration, Month
from surveyapp.questionnaire.conditions import Call, Comparator, Comparison, Constant, Expression, Name
from surveyapp.questionnaire.schema import Check, Question

MOMENTS = ("Date", "MonthYearDate", "Duration")
_OFFSETS = {"years": "add_years", "months": "add_months", "days": "add_days"}
_UNITS = ("years", "months")
_PERIODS: Mapping[str, Comparator] = {"minimum": ">=", "maximum": "<="}


def moment_of(answer: Part, kind: str, at: int, wordings: Wordings) -> AnswerType:
    """Return a date, month or duration with its limits; a limit that cannot be said is listed."""
    if kind == "Duration":
        units = [unit for unit in _UNITS if unit in answer.texts("units")]
        return Duration.model_validate({"units": units or list(_UNITS)})
    limits: dict[str, Expression] = {}
    for key in ("minimum", "maximum"):
        part = answer.part(key)
        if not part.value:
            continue
        value, offset = part.take("value"), part.take("offset_by")
        try:
            limits[key] = wordings.scope.usable_expression(_day(value, offset, wordings.scope), at)
        except ValueError as error:
            wordings.ledger.lose(part.place, str(part.value), str(error))
    return (Month if kind == "MonthYearDate" else Date).model_validate(limits)


def period_checks(question: Part, asked: Sequence[Question], wordings: Wordings) -> tuple[Check, ...]:
    """Return checks that the second of two days is so far from the first."""
    limits = question.part("period_limits")
    checks: list[Check] = []
    for key, comparator in _PERIODS.items():
        offset = limits.take(key)
        if not offset:
            continue
        try:
            if len(asked) != 2:
                raise Untranslatable("it is no period of two days")
            last = Comparison(comparator, Name(asked[1].id), moved(Name(asked[0].id), offset))
        except ValueError as error:
            wordings.ledger.lose(f"{limits.place}.{key}", str(offset), str(error))
            continue
        checks.append(Check(condition=last, text=implied("check", [wordings.language])))
    return tuple(checks)


def _day(value: Any, offset: Any, scope: Scope) -> Expression:
    if isinstance(value, dict):
        return moved(Name(scope.symbol(source_name(value)).name), offset)
    return moved(day_named(value), offset)


def day_named(value: Any) -> Expression:
    """Return a fixed day, or that of the interview for `now`."""
    if value == "now":
        return Call("today")
    if not isinstance(value, str) or not value:
        raise Untranslatable("it names no day")
    return Constant(value)


def moved(day: Expression, offset: Any) -> Expression:
    """Return a day so many years, months and days from another."""
    steps: Mapping[str, Any] = offset if isinstance(offset, dict) else {}
    for unit, number in steps.items():
        if unit not in _OFFSETS or not isinstance(number, int):
            raise Untranslatable(f"a day moved by {unit[:20]!r} has no equivalent here")
    for unit, function in _OFFSETS.items():
        if steps.get(unit):
            day = Call(function, (day, Constant(steps[unit])))
    return day
