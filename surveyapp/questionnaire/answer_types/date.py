"""Give a day, written as 2026-11-28; or, where that is enough, only its month or year."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from babel import Locale
from babel.dates import format_skeleton

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.answer_types.moments import LimitField, read_day, resolve
from surveyapp.questionnaire.conditions import Condition, Expression, Values
from surveyapp.questionnaire.days import long_day
from surveyapp.questionnaire.problems import sentence

Precision = Literal["day", "month", "year"]
_LENGTHS: Final[Mapping[Precision, int]] = {"year": 4, "month": 7, "day": 10}


class Days(Answer):
    """Share what days and months have: limits that may follow from the day of the interview or an earlier answer."""

    minimum: LimitField | None = None
    maximum: LimitField | None = None

    def needs(self) -> Iterator[tuple[str, Condition | Expression]]:
        for field in ("minimum", "maximum"):
            if (limit := getattr(self, field)) is not None:
                yield field, limit

    def bounds(self, values: Values) -> Mapping[str, Any]:
        return {"minimum": resolve(self.minimum, values), "maximum": resolve(self.maximum, values)}

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        first, last = resolve(self.minimum, {}), resolve(self.maximum, {})
        low, high = read_day(first), read_day(last)
        if low and high and low[0] > high[1]:
            yield crossed(sentence("No answer can be right: {first} is after {last}.", first=first, last=last))


class Date(Days):
    kind: Literal["date"] = "date"
    least: Precision = "day"
    """How much must be known: `year` takes 1985, 1985-03 and 1985-03-12."""
    layout: Literal["parts", "native"] = "parts"
    """Typed in parts, or in the browser's own control."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a day of the calendar within the limits; a partial one where any day it may mean is within them."""
        if (days := read_day(value)) is None:
            return [Fault("wrong-type")]
        if len(value) < _LENGTHS[self.least]:
            return [Fault("pattern")]
        return outside(days, shown)

    def words(self, value: Any, locale: Locale) -> str | None:
        return day_in_words(value, locale)


def outside(days: tuple[Any, Any], shown: Shown) -> list[Fault]:
    """Return a fault where no day between the two is within the limits shown."""
    low, high = read_day(shown.bounds.get("minimum")), read_day(shown.bounds.get("maximum"))
    if (low and days[1] < low[0]) or (high and days[0] > high[1]):
        return [Fault("out-of-range")]
    return []


def day_in_words(value: Any, locale: Locale) -> str | None:
    """Return a whole or partial date in words; None where it is none."""
    if (days := read_day(value)) is None:
        return None
    if len(value) == _LENGTHS["day"]:
        return long_day(days[0], locale)
    return format_skeleton("yMMMM" if len(value) == _LENGTHS["month"] else "y", days[0], locale=locale)
