"""Give a day and a time on the clock, written as 2026-11-28T14:30."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

from babel import Locale
from babel.dates import format_time, get_datetime_format

from surveyapp.questionnaire.answer_types.answer import ChoicesOf, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.answer_types.date import Days
from surveyapp.questionnaire.answer_types.moments import read_moment, resolve
from surveyapp.questionnaire.days import long_day
from surveyapp.questionnaire.problems import sentence


class DateTime(Days):
    kind: Literal["datetime"] = "datetime"
    layout: Literal["parts", "native"] = "parts"
    """Typed in parts, or in the browser's own control."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a moment within the limits, by the respondent's clock; a day as upper limit holds it whole."""
        given = read_moment(value)
        if given is None or len(value) < len("2026-11-28T14:30"):
            return [Fault("wrong-type")]
        low, high = shown.bounds.get("minimum"), shown.bounds.get("maximum")
        first, last = read_moment(low), read_moment(high)
        if last is not None and "T" not in str(high):
            last += timedelta(days=1, minutes=-1)
        return [Fault("out-of-range")] if (first and given < first) or (last and given > last) else []

    def words(self, value: Any, locale: Locale) -> str | None:
        moment = read_moment(value)
        if moment is None:
            return None
        day, clock = long_day(moment, locale), format_time(moment, "short", locale=locale)
        joined = str(get_datetime_format("medium", locale=locale)).replace("'", "")
        return joined.replace("{0}", clock).replace("{1}", day)

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        first, last = resolve(self.minimum, {}), resolve(self.maximum, {})
        low, high = read_moment(first), read_moment(last)
        if low and high and low > high:
            yield crossed(sentence("No answer can be right: {first} is after {last}.", first=first, last=last))
