"""The shapes of asks for quantiles, tests, reliability and models, and the list of all that can be asked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, model_validator

from analysis.estimation.quantiles import QuantileInterval, Rule
from analysis.request.banner_shapes import BannerAsk
from analysis.request.shapes import (
    Ask,
    ContrastAsk,
    CrosstabAsk,
    DifferenceAsk,
    FiguresAsk,
    MeanAsk,
    Names,
    RatioAsk,
    ShareAsk,
    SomeNames,
)


def _several(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _shares(values: list[float]) -> list[float]:
    if not values or not all(0 <= value <= 1 for value in values):
        raise ValueError("Quantiles are asked for by shares from 0 to 1.")
    return values


def _two(names: list[str]) -> list[str]:
    if len(names) < 2:
        raise ValueError("Name at least two items.")
    return names


class QuantileAsk(Ask):
    """`q` are shares: 0.5 is the median."""

    statistic: Literal["quantile"]
    of: SomeNames
    by: Names = []
    empty: Literal["omit", "zero"] = "omit"
    q: Annotated[list[float], BeforeValidator(_several), AfterValidator(_shares)] = Field(
        default=[0.5], validation_alias=AliasChoices("q", "quantiles")
    )
    qrule: Rule = "math"
    interval: QuantileInterval = "woodruff-mean"


class TtestAsk(Ask):
    """Two groups of `by`, or one mean against `mu`."""

    statistic: Literal["ttest"]
    of: SomeNames = Field(max_length=1)
    by: Names = Field(default=[], max_length=1)
    mu: float | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> TtestAsk:
        if bool(self.by) == (self.mu is not None):
            raise ValueError("Give `by` for two groups, or `mu` for one mean.")
        return self


class RanktestAsk(Ask):
    statistic: Literal["ranktest"]
    of: SomeNames = Field(max_length=1)
    by: SomeNames = Field(max_length=1)
    kind: Literal["wilcoxon", "vanderwaerden", "median", "kruskal"] = "wilcoxon"


class GofAsk(Ask):
    statistic: Literal["gof"]
    of: SomeNames = Field(max_length=1)
    expected: dict[str, float] = Field(min_length=2)


class AlphaAsk(FiguresAsk):
    statistic: Literal["alpha"]
    of: Annotated[SomeNames, AfterValidator(_two)]


class CustomAsk(FiguresAsk):
    """Arithmetic on totals: a column stands for its total, `total(a * b)` for that of a product."""

    statistic: Literal["custom"]
    expression: str = Field(min_length=1)
    by: Names = []


class RegressionAsk(Ask):
    statistic: Literal["regression"]
    family: Literal["gaussian", "binomial", "poisson", "ordinal"] = "gaussian"
    formula: str = Field(min_length=1)
    covariance: bool = False


class DoublyRobustAsk(FiguresAsk):
    """The mean of an opt-in sample, with a model of the outcome beside that of taking part."""

    statistic: Literal["doubly-robust"]
    of: SomeNames = Field(max_length=1)
    formula: str = Field(min_length=1)
    family: Literal["gaussian", "binomial", "poisson"] = "gaussian"


class TermTestAsk(Ask):
    """Whether terms of a regression can be left out."""

    statistic: Literal["term-test"]
    of_ask: str = Field(alias="from", min_length=1)
    terms: SomeNames
    kind: Literal["wald", "lrt"] = "wald"


class PredictAsk(Ask):
    """What a regression expects at given values of its variables."""

    statistic: Literal["predict"]
    of_ask: str = Field(alias="from", min_length=1)
    at: list[dict[str, Any]] = Field(min_length=1)
    type: Literal["response", "link"] = "response"


ASKS: dict[str, type[Ask]] = {
    "mean": MeanAsk,
    "total": MeanAsk,
    "var": MeanAsk,
    "share": ShareAsk,
    "ratio": RatioAsk,
    "quantile": QuantileAsk,
    "difference": DifferenceAsk,
    "crosstab": CrosstabAsk,
    "banner": BannerAsk,
    "contrast": ContrastAsk,
    "ttest": TtestAsk,
    "ranktest": RanktestAsk,
    "gof": GofAsk,
    "alpha": AlphaAsk,
    "custom": CustomAsk,
    "regression": RegressionAsk,
    "doubly-robust": DoublyRobustAsk,
    "term-test": TermTestAsk,
    "predict": PredictAsk,
}
