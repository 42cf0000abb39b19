"""The shape of a request: which keys there are, what they may hold, what they hold when left out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from analysis.estimation.intervals import Interval
from analysis.estimation.significance import Adjustment
from analysis.pps import PpsMethod
from analysis.stages import Lonely
from analysis.tables.crosstab import ShareOf, TableTest
from analysis.tables.letters import Degrees, Unit

Group: TypeAlias = dict[str, Any]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _wished(value: Any) -> Any:
    return ({} if value else None) if isinstance(value, bool) else value


def _some(names: list[str]) -> list[str]:
    if not names or not all(names):
        raise ValueError("Name at least one column.")
    return names


def _degrees(value: Any) -> Any:
    positive = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    if value in ("domain", "design", "inf") or positive:
        return value
    raise ValueError("Use 'domain', 'design', 'inf' or a number above 0.")


def _scaling(value: str) -> str:
    if value in ("none", "mean1") or _positive_sum(value) is not None:
        return value
    raise ValueError("Use 'none', 'mean1' or 'sum:N' with N above 0.")


def _positive_sum(value: str) -> float | None:
    head, _, number = value.partition(":")
    try:
        wanted = float(number) if head == "sum" else 0.0
    except ValueError:
        return None
    return wanted if 0 < wanted < float("inf") else None


Names: TypeAlias = Annotated[list[str], BeforeValidator(_listed)]
SomeNames: TypeAlias = Annotated[list[str], BeforeValidator(_listed), AfterValidator(_some)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PpsShape(Shape):
    """Probabilities of selection, a column by stage; `joint` names a file with one row and column for each cluster."""

    probabilities: SomeNames
    method: PpsMethod = "brewer"
    joint: str | None = None

    @model_validator(mode="after")
    def _joint_where_needed(self) -> PpsShape:
        if (self.method in ("horvitz-thompson", "yates-grundy")) != (self.joint is not None):
            raise ValueError("`joint` goes with the methods horvitz-thompson and yates-grundy, and only with them.")
        return self


class ReplicatesShape(Shape):
    """Replicate weights; nothing about them is inferred. One number for `rscales` serves all replicates."""

    columns: list[str] | None = None
    prefix: str | None = None
    type: Literal["JK1", "JKn", "BRR", "Fay", "bootstrap", "subbootstrap", "other"]
    scale: float = Field(gt=0)
    rscales: float | list[float]
    combined: bool = True
    mse: bool = False
    rho: float | None = Field(default=None, ge=0, lt=1)
    df: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _named_once(self) -> ReplicatesShape:
        if bool(self.columns) == bool(self.prefix):
            raise ValueError("Name the replicate weights by `columns` or by `prefix`, one of the two.")
        return self


class DesignShape(Shape):
    weights: str | None = None
    strata: Names = []
    clusters: Names = []
    fpc: Names = []
    nest: bool = False
    lonely: Lonely = "fail"
    lonely_domain: bool = False
    pps: PpsShape | None = None
    replicates: ReplicatesShape | None = None


def _levels(value: float | list[float]) -> float | list[float]:
    levels = value if isinstance(value, list) else [value]
    if not 1 <= len(set(levels)) == len(levels) <= 2 or not all(0 < level < 1 for level in levels):
        raise ValueError("Use one level between 0 and 1, or a list of two.")
    return value


class LettersShape(Shape):
    """`alpha` may be two levels: letters of the smaller are in upper case, of the other in lower case."""

    family: Unit = "table"
    alpha: Annotated[float | list[float], AfterValidator(_levels)] = 0.05
    adjust: Adjustment = "holm"
    min_n: int = Field(default=30, ge=0)
    min_effective_n: float = Field(default=30, ge=0)
    min_difference: float = Field(default=0.0, ge=0, le=1)
    min_mean_difference: float = Field(default=0.0, ge=0)
    degrees: Degrees = "design"


class Ask(Shape):
    """What every ask may say."""

    id: str = Field(min_length=1)
    statistic: str
    where: str | None = None
    confidence: float = Field(default=0.95, gt=0, lt=1)
    missing: Literal["drop", "keep"] = "drop"
    df: Annotated[Any, AfterValidator(_degrees)] = None
    deff: Literal["srswr", "srswor"] = "srswr"


class FiguresAsk(Ask):
    """What asks for figures with intervals may say."""

    interval: Interval | None = None


class RowsAsk(FiguresAsk):
    """What asks for rows of figures may say."""

    of: SomeNames
    by: Names = []
    empty: Literal["omit", "zero"] = "omit"
    covariance: bool = False


class MeanAsk(RowsAsk):
    statistic: Literal["mean", "total", "var"]


class ShareAsk(RowsAsk):
    statistic: Literal["share"]
    categories: list[Any] | None = None


class RatioAsk(RowsAsk):
    statistic: Literal["ratio"]
    over: SomeNames


class DifferenceAsk(FiguresAsk):
    statistic: Literal["difference"]
    of: SomeNames
    over: Names = []
    groups: list[Group] = Field(min_length=2)
    categories: list[Any] | None = None
    covariance: bool = False


class ContrastAsk(FiguresAsk):
    statistic: Literal["contrast"]
    of_asks: SomeNames = Field(alias="from")
    expression: str = Field(min_length=1)
    covariance: bool = False


class CrosstabAsk(FiguresAsk):
    statistic: Literal["crosstab"]
    rows: str
    columns: str
    by: Names = []
    share_of: ShareOf = "column"
    test: TableTest = "rao-scott-f"
    letters: LettersShape | None = None
    empty: Literal["omit", "zero"] = "omit"


class DiagnosticsShape(Shape):
    """Diagnose the weights; `of` are columns whose means the curve of trimming follows."""

    of: Names = []


class RequestShape(Shape):
    """The whole file; asks, design and weighting are checked each on its own, so that all problems are found."""

    data: str | None = None
    categorical: Names = []
    codebook: str | dict[str, Any] | None = None
    scale_weights: Annotated[str, AfterValidator(_scaling)] = "none"
    basis: Literal["A", "B", "C", "D"] = "A"
    disclosure: Literal["public", "internal"] | None = None
    design: dict[str, Any] = {}
    weighting: list[Any] = []
    variance_of_raking: Literal["exact", "r-rake"] = "exact"
    age_scope: str | None = None
    fieldwork: Annotated[date | None, Field(strict=False)] = None
    imputations: list[str] | None = None
    diagnostics: Annotated[DiagnosticsShape | None, BeforeValidator(_wished)] = None
    ask: list[Any] = Field(min_length=1)


def wanted_sum(scaling: str) -> float | None:
    """Return N of `sum:N`, None for the other scalings."""
    return _positive_sum(scaling)
