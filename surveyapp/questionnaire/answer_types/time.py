"""Give a time on the clock, written as 14:30."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal

from babel import Locale
from babel.dates import format_time

from surveyapp.questionnaire.answer_types.answer import ChoicesOf, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.answer_types.date import Days
from surveyapp.questionnaire.answer_types.moments import read_time, resolve
from surveyapp.questionnaire.problems import sentence


class Time(Days):
    kind: Literal["time"] = "time"
    layout: Literal["parts", "native"] = "parts"
    """Typed in parts, or in the browser's own control."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a time of the day within the limits; seconds count as their minute."""
        if (given := read_time(value)) is None:
            return [Fault("wrong-type")]
        low, high = read_time(shown.bounds.get("minimum")), read_time(shown.bounds.get("maximum"))
        return [Fault("out-of-range")] if (low and given < low) or (high and given > high) else []

    def words(self, value: Any, locale: Locale) -> str | None:
        clock = read_time(value)
        if clock is None:
            return None
        return format_time(datetime.combine(datetime.min, clock), format="short", locale=locale)

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        first, last = resolve(self.minimum, {}), resolve(self.maximum, {})
        low, high = read_time(first), read_time(last)
        if low and high and low > high:
            yield crossed(sentence("No answer can be right: {first} is after {last}.", first=first, last=last))
