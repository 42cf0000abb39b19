"""What every ask is answered with: the data, the design, and what the request says about both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from analysis.arrays import BoolArray
from analysis.design import Design
from analysis.estimation.estimates import Estimate
from analysis.estimation.statistics import Kind
from analysis.request.problems import Notice, RefusedError
from analysis.request.shapes import Ask
from analysis.request.table import Category, Column, Table
from analysis.request.where import condition_column, holds_in
from analysis.tables.banner.result import Banner
from analysis.tables.showing import Audience, why_suppressed
from surveyapp.questionnaire.condition_text import parse


@dataclass(frozen=True)
class Context:
    table: Table
    design: Design
    scaling: str = "none"
    basis: str = "A"
    disclosure: Audience | None = None
    jackknife: bool = False
    reference: Table | None = None

    def domain(self, where: str | None) -> BoolArray:
        """Mark the rows a `where` holds in, all without one."""
        if where is None:
            return np.ones(self.table.n, dtype=np.bool_)
        return holds_in(parse(where), self.table)

    def variable(self, name: str) -> Column:
        """Return the column of this name, or else the condition written there."""
        try:
            return self.table.column(name)
        except KeyError:
            return condition_column(name, parse(name), self.table)

    def df(self, ask: Ask, domain: BoolArray, usual: str) -> float:
        """Return the degrees of freedom an ask wants, or those usual for what is asked."""
        wanted = usual if ask.df is None else ask.df
        if wanted == "domain":
            return float(self.design.df(domain))
        if wanted == "design":
            return float(self.design.df())
        return math.inf if wanted == "inf" else float(wanted)

    def check_deff(self, ask: Ask) -> None:
        """Refuse a design effect without replacement where weights were scaled to the sample."""
        if ask.deff == "srswor" and self.scaling == "mean1":
            raise population_refusal()

    def suppressed(self, estimate: Estimate, kind: Kind) -> str | None:
        return None if self.disclosure is None else why_suppressed(estimate, kind, self.disclosure)


@dataclass
class Result:
    """The answer to one ask, growing while it is computed."""

    id: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    test: Any = None
    pairs: list[dict[str, Any]] = field(default_factory=list)
    letters: list[dict[str, Any]] = field(default_factory=list)
    covariance: list[list[float]] | None = None
    cells: list[dict[str, Any]] | None = None
    table: dict[str, Any] = field(default_factory=dict)
    banner: Banner | None = None
    fit: dict[str, float] | None = None
    warnings: list[Notice] = field(default_factory=list)

    def warn(self, code: str, text: str) -> None:
        notice = Notice(code, text)
        if notice not in self.warnings:
            self.warnings.append(notice)


@dataclass(frozen=True)
class Combination:
    """One observed combination of the `by` variables, and the rows in it."""

    by: dict[str, Any] | None
    rows: BoolArray


def combinations_of(columns: Sequence[Column], used: BoolArray, weighted: BoolArray, empty: str) -> list[Combination]:
    """List the combinations seen among the used rows of positive weight, the last variable slowest.

    A row missing one of the variables is in none. With `empty` = `zero` every combination is listed.
    """
    if not columns:
        return [Combination(None, np.ones(len(used), dtype=np.bool_))]
    code, factor = np.zeros(len(used), dtype=np.int64), 1
    missing = np.zeros(len(used), dtype=np.bool_)
    for column in columns:
        code += factor * column.codes
        factor *= max(column.k, 1)
        missing |= column.missing
    code[missing] = -1
    listed = range(factor) if empty == "zero" else np.unique(code[used & weighted & ~missing]).tolist()
    return [Combination(_named(columns, number), code == number) for number in listed]


def _named(columns: Sequence[Column], number: int) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for column in columns:
        number, code = divmod(number, max(column.k, 1))
        names[column.name] = plain(column.categories[code]) if column.k else None
    return names


def plain(category: Category) -> Any:
    """Write a category as JSON would: whole numbers without a point."""
    return int(category) if isinstance(category, float) and category.is_integer() else category


def written_deff(figure: Estimate) -> float | None:
    """Return the design effect; by rule it is null, without a warning, where simple random sampling has no variance."""
    return None if math.isnan(figure.deff) and math.isfinite(figure.value) else figure.deff


def population_refusal() -> RefusedError:
    text = (
        "A design effect against sampling without replacement needs weights that sum to a population; "
        "these do not. Use `srswr`, or scale the weights to a population."
    )
    return RefusedError("deff-needs-population-weights", text)
