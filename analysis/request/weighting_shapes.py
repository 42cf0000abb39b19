"""The shape of the steps of weighting in a request."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from analysis.request.shapes import DesignShape, Shape, SomeNames
from analysis.weighting.calibration import Distance
from analysis.weighting.propensity import Estimator

TotalsAre: TypeAlias = Literal["counts", "shares"]


def _pair(bounds: list[float | None]) -> list[float | None]:
    low, high = bounds
    below = low if low is not None else float("-inf")
    above = high if high is not None else float("inf")
    if not below < 1 < above:
        raise ValueError("Bounds are two numbers around 1: the smallest and the largest factor of a weight.")
    return bounds


class MarginShape(Shape):
    """Totals of the categories of one or more variables, and what they are totals of."""

    by: SomeNames
    totals: list[dict[str, Any]] = Field(min_length=1)
    population: str | None = None
    unit: str | None = None
    age_scope: str | None = None
    date: str | None = None
    source: str | None = None
    confidence: Any = None


class StepShape(Shape):
    method: str


class RakeShape(StepShape):
    method: Literal["rake"]
    margins: list[MarginShape] = Field(min_length=1)
    totals_are: TotalsAre = "counts"
    tol: float = Field(default=1e-12, gt=0)
    max_iter: int = Field(default=1000, ge=1)


class PoststratifyShape(StepShape):
    """One margin, given as `margins` with one element or by its keys in place."""

    method: Literal["poststratify"]
    margins: list[MarginShape] = Field(min_length=1, max_length=1)
    totals_are: TotalsAre = "counts"

    @model_validator(mode="before")
    @classmethod
    def _in_place(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "margins" in given:
            return given
        own = {key: value for key, value in given.items() if key in MarginShape.model_fields}
        rest = {key: value for key, value in given.items() if key not in own}
        return {**rest, "margins": [own]}


class CalibrateShape(StepShape):
    method: Literal["calibrate"]
    formula: str = Field(min_length=1)
    totals: dict[str, float] = Field(min_length=1)
    distance: Distance = "linear"
    bounds: Annotated[list[float | None], Field(min_length=2, max_length=2), AfterValidator(_pair)] | None = None
    aggregate_stage: int | None = Field(default=None, ge=1)
    tol: float = Field(default=1e-12, gt=0)
    max_iter: int = Field(default=200, ge=1)

    @model_validator(mode="after")
    def _logit_is_bounded(self) -> CalibrateShape:
        if self.distance == "logit" and (self.bounds is None or None in self.bounds):
            raise ValueError("The logit distance needs two bounds.")
        return self


class TrimShape(StepShape):
    method: Literal["trim"]
    lower: float | None = Field(default=None, ge=0)
    upper: float | None = Field(default=None, gt=0)
    strict: bool = True
    redistribute: bool = True

    @model_validator(mode="after")
    def _limits(self) -> TrimShape:
        if self.lower is None and self.upper is None:
            raise ValueError("Give `lower`, `upper` or both.")
        return self


class ReferenceShape(Shape):
    """A file with a sample of the population, and how that sample was drawn."""

    data: str = Field(min_length=1)
    design: DesignShape


class PropensityShape(StepShape):
    """Chances of taking part, from a reference sample; the first step."""

    method: Literal["propensity"]
    formula: str = Field(min_length=1)
    reference: ReferenceShape
    estimator: Estimator = "chen-li-wu"


STEPS: dict[str, type[StepShape]] = {
    "rake": RakeShape,
    "poststratify": PoststratifyShape,
    "calibrate": CalibrateShape,
    "trim": TrimShape,
    "propensity": PropensityShape,
}
