"""The shape of an ask for a banner table: its questions, its columns, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from analysis.request.shapes import FiguresAsk, LettersShape, Names, Shape
from analysis.tables.crosstab import ShareOf, TableTest

Place: TypeAlias = dict[str, str | float | bool | dict[str, Any]]
"""A banner question or question by its name, and the category in it: `{"stype": "E"}`."""


def _named(value: Any) -> Any:
    return {"of": value} if isinstance(value, str) else value


def _several(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _distinct(parts: list[Any]) -> list[Any]:
    names = [part.known_as for part in parts]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"Each needs a `name` of its own; these are used twice: {', '.join(twice)}.")
    return parts


def _once(names: list[str]) -> list[str]:
    if len(set(names)) < len(names):
        raise ValueError("Name every column once.")
    return names


def _single(place: Place) -> Place:
    if len(place) != 1:
        raise ValueError('Name one question and one category, like {"stype": "E"}.')
    return place


OnePlace: TypeAlias = Annotated[Place, AfterValidator(_single)]


class NetShape(Shape):
    """Categories united under a label."""

    label: str = Field(min_length=1)
    categories: list[str | float | bool] = Field(min_length=1)


class VariablesShape(Shape):
    """One variable or condition, or a set of 0/1 variables of which several may hold."""

    of: str | None = None
    multi: Annotated[Names, AfterValidator(_once)] | None = None
    name: str | None = None
    label: str | None = None
    labels: dict[str, str] = {}
    counted: str | float | bool | None = None
    asked: Literal["all", "any", "ticked"] = "all"
    nets: list[NetShape] = []

    @property
    def known_as(self) -> str:
        return self.name or self.of or ""

    @property
    def sources(self) -> Sequence[Any]:
        return [self.of, self.multi]

    @model_validator(mode="after")
    def _one_source(self) -> VariablesShape:
        if sum(source is not None for source in self.sources) != 1:
            raise ValueError(f"Give exactly one of {self._offered}.")
        if self.of is None and self.name is None:
            raise ValueError("Give a `name`, by which this is known in the answer.")
        if self.multi is not None and not self.multi:
            raise ValueError("Name at least one column.")
        return self

    @property
    def _offered(self) -> str:
        return "`of` and `multi`"


class QuestionShape(VariablesShape):
    """A question whose answers are rows."""

    base: str | None = None
    where: str | None = None
    top: int | None = Field(default=None, ge=1)
    bottom: int | None = Field(default=None, ge=1)
    scores: dict[str, float] | None = Field(default=None, min_length=1)
    show: Annotated[list[Literal["share", "mean"]], BeforeValidator(_several)] | None = Field(
        default=None, min_length=1
    )
    base_of: Literal["respondents", "responses"] = "respondents"
    sensitive: bool = False

    @model_validator(mode="after")
    def _of_the_right_kind(self) -> QuestionShape:
        scaled = self.top or self.bottom or self.scores
        if self.multi is not None and (scaled or self.show is not None):
            raise ValueError("`top`, `bottom`, `scores` and `show` belong to a question of one variable.")
        if self.multi is None and self.base_of == "responses":
            raise ValueError("Shares of responses belong to a question with `multi`.")
        return self


class DomainShape(Shape):
    label: str = Field(min_length=1)
    where: str = Field(min_length=1)


class ColumnsShape(VariablesShape):
    """A banner question; `domains` are conditions that may overlap, `cross` the combinations of variables."""

    domains: list[DomainShape] | None = Field(default=None, min_length=1)
    cross: Annotated[list[str], AfterValidator(_once)] | None = Field(default=None, min_length=2)

    @property
    def sources(self) -> Sequence[Any]:
        return [self.of, self.multi, self.domains, self.cross]

    @property
    def _offered(self) -> str:
        return "`of`, `multi`, `domains` and `cross`"

    @model_validator(mode="after")
    def _nets_of_categories(self) -> ColumnsShape:
        if self.nets and (self.domains or self.cross):
            raise ValueError("`nets` unite the categories of `of` or `multi`.")
        return self


class ViewShape(Shape):
    """How a computed table is shown; nothing here changes a figure."""

    order: Literal["given", "total"] | OnePlace = "given"
    descending: bool = True
    last: list[str | float | bool] = []
    hide_rows: list[OnePlace] = []
    hide_columns: list[OnePlace] = []


class BannerAsk(FiguresAsk):
    """Many questions by many columns."""

    statistic: Literal["banner"]
    questions: Annotated[
        list[Annotated[QuestionShape, BeforeValidator(_named)]], BeforeValidator(_several), AfterValidator(_distinct)
    ] = Field(min_length=1)
    columns: Annotated[
        list[Annotated[ColumnsShape, BeforeValidator(_named)]], BeforeValidator(_several), AfterValidator(_distinct)
    ] = Field(min_length=1)
    share_of: Annotated[list[ShareOf], BeforeValidator(_several)] = Field(default=["column"], min_length=1)
    test: TableTest = "rao-scott-f"
    letters: LettersShape | None = None
    pairs: bool = True
    empty: Literal["omit", "zero"] = "omit"
    view: ViewShape = ViewShape()

    @model_validator(mode="after")
    def _answered_only(self) -> BannerAsk:
        if self.missing == "keep":
            raise ValueError("A banner table is about those who answered each question: leave `missing` out.")
        return self
