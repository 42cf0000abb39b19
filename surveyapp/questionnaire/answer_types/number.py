"""Give a number, within hard limits and, unless overridden, within soft ones."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from surveyapp.questionnaire.answer_types.answer import Answer, ChoicesOf, Column, Impossible, crossed
from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.conditions import as_number
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.problems import sentence

MOST_POINTS = 21


class Number(Answer):
    kind: Literal["number"] = "number"
    minimum: float | None = None
    maximum: float | None = None
    soft_minimum: float | None = None
    soft_maximum: float | None = None
    decimals: int = Field(default=0, ge=0, le=12)
    step: float | None = Field(default=None, gt=0)
    """Only the least number and so many steps more are taken."""
    unit: Text | None = None
    layout: Literal["field", "scale", "slider"] = "field"
    """A scale shows every point, such as 0 to 10; a slider is a field that a script lets one slide."""
    low: Text | None = None
    """What the lower end of a scale or slider means."""
    high: Text | None = None

    def points(self) -> tuple[int, ...]:
        """Return the points of a scale, the lowest first; none where they are not few whole numbers."""
        if self.minimum is None or self.maximum is None or self.decimals:
            return ()
        found = range(int(self.minimum), int(self.maximum) + 1, max(1, int(self.step or 1)))
        return tuple(found) if len(found) <= MOST_POINTS else ()

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept a finite number inside the hard limits; outside the soft ones it is marked, not refused."""
        if isinstance(value, bool) or not isinstance(value, int | float) or as_number(value) is None:
            return [Fault("wrong-type")]
        if round(value, self.decimals) != value:
            return [Fault("pattern", limit=self.decimals)]
        for limit, outside in ((self.minimum, _below), (self.maximum, _above)):
            if limit is not None and outside(value, limit):
                return [Fault("out-of-range", limit=limit)]
        if self.step is not None and not _is_whole((value - (self.minimum or 0)) / self.step):
            return [Fault("pattern", limit=self.step)]
        for limit, outside in ((self.soft_minimum, _below), (self.soft_maximum, _above)):
            if limit is not None and outside(value, limit):
                return [Fault("soft-check", limit=limit, soft=True)]
        return []

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        yield Column(kind="number")

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        for low, high in (
            (self.minimum, self.maximum),
            (self.soft_minimum, self.soft_maximum),
            (self.minimum, self.soft_maximum),
            (self.soft_minimum, self.maximum),
        ):
            if low is not None and high is not None and low > high:
                yield crossed(
                    sentence(
                        "No answer can be right: the lower limit {low} is above the upper limit {high}.",
                        low=f"{low:g}",
                        high=f"{high:g}",
                    )
                )
        if self.layout == "scale" and not self.points():
            text = sentence(
                "A scale needs a least and a greatest whole number, and at most {most} points.", most=MOST_POINTS
            )
            yield Impossible("scale-impossible", text, "layout")
        if self.layout == "slider" and (self.minimum is None or self.maximum is None):
            yield Impossible("scale-impossible", sentence("A slider needs a least and a greatest number."), "layout")


def _is_whole(number: float) -> bool:
    return abs(number - round(number)) < 1e-9


def _below(value: float, limit: float) -> bool:
    return value < limit


def _above(value: float, limit: float) -> bool:
    return value > limit
