"""Give a number, within hard limits and, unless overridden, within soft ones."""

from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.conditions import as_number
from surveyapp.questionnaire.model import Model, Text


class Number(Model):
    kind: Literal["number"] = "number"
    minimum: float | None = None
    maximum: float | None = None
    soft_minimum: float | None = None
    soft_maximum: float | None = None
    decimals: int = Field(default=0, ge=0, le=12)
    unit: Text | None = None

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a finite number inside the hard limits; outside the soft ones it is marked, not refused."""
        if isinstance(value, bool) or not isinstance(value, int | float) or as_number(value) is None:
            return [Fault("wrong-type")]
        if round(value, self.decimals) != value:
            return [Fault("pattern", limit=self.decimals)]
        for limit, outside in ((self.minimum, _below), (self.maximum, _above)):
            if limit is not None and outside(value, limit):
                return [Fault("out-of-range", limit=limit)]
        for limit, outside in ((self.soft_minimum, _below), (self.soft_maximum, _above)):
            if limit is not None and outside(value, limit):
                return [Fault("soft-check", limit=limit, soft=True)]
        return []


def _below(value: float, limit: float) -> bool:
    return value < limit


def _above(value: float, limit: float) -> bool:
    return value > limit
