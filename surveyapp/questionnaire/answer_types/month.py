"""Give a month, written as 2026-11."""

from typing import Any, Literal

from babel import Locale

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.answer_types.date import Days, day_in_words, outside
from surveyapp.questionnaire.answer_types.moments import read_day


class Month(Days):
    kind: Literal["month"] = "month"
    layout: Literal["parts", "native"] = "parts"
    """Typed in parts, or in the browser's own control."""

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a month some day of which is within the limits."""
        days = read_day(value)
        return [Fault("wrong-type")] if days is None or len(value) != len("2026-11") else outside(days, shown)

    def words(self, value: Any, locale: Locale) -> str | None:
        return day_in_words(value, locale)
