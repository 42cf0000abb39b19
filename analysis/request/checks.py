"""Check what a request names against the data: columns, categories and conditions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from analysis.request.asks import (
    AlphaAsk,
    CustomAsk,
    DoublyRobustAsk,
    GofAsk,
    QuantileAsk,
    RanktestAsk,
    RegressionAsk,
    TtestAsk,
)
from analysis.request.designing import replicate_columns
from analysis.request.formula import FormulaError, parse_formula, variables_in
from analysis.request.measuring import parts_of
from analysis.request.problems import Problem
from analysis.request.shapes import (
    Ask,
    ContrastAsk,
    CrosstabAsk,
    DesignShape,
    DifferenceAsk,
    RatioAsk,
    RowsAsk,
    ShareAsk,
)
from analysis.request.table import Column, Table
from surveyapp.questionnaire.condition_text import ConditionError, parse, parse_expression
from surveyapp.questionnaire.conditions import Condition, names_in


def problems_in_ask(ask: Ask, place: str, table: Table) -> list[Problem]:
    """List every name in an ask that the data does not know and every condition that cannot be read."""
    problems: list[Problem] = []
    if ask.where is not None:
        problems += condition_problems(ask.where, f"{place}.where", table)[1]
    if isinstance(ask, CrosstabAsk):
        for key, name in (("rows", ask.rows), ("columns", ask.columns)):
            problems += problems_in_variable(name, f"{place}.{key}", table)
    if isinstance(ask, RowsAsk | DifferenceAsk):
        problems += _listed_problems(ask.of, f"{place}.of", table)
    if isinstance(ask, RatioAsk | DifferenceAsk):
        problems += _listed_problems(ask.over, f"{place}.over", table)
    if isinstance(ask, RowsAsk | CrosstabAsk):
        problems += column_problems(ask.by, f"{place}.by", table)
    if isinstance(ask, DifferenceAsk):
        for i, group in enumerate(ask.groups):
            problems += _group_problems(group, f"{place}.groups[{i}]", table)
    problems += _problems_in_further(ask, place, table)
    if isinstance(ask, ShareAsk | DifferenceAsk) and not problems:
        problems += _category_problems(ask, place, table)
    return problems


def _problems_in_further(ask: Ask, place: str, table: Table) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(ask, QuantileAsk | TtestAsk | RanktestAsk | GofAsk | AlphaAsk):
        problems += _listed_problems(ask.of, f"{place}.of", table)
    if isinstance(ask, QuantileAsk | CustomAsk):
        problems += column_problems(ask.by, f"{place}.by", table)
    if isinstance(ask, TtestAsk | RanktestAsk):
        problems += _listed_problems(ask.by, f"{place}.by", table)
    if isinstance(ask, GofAsk) and not problems:
        problems += _expected_problems(ask, place, table)
    if isinstance(ask, RegressionAsk):
        problems += _formula_problems(ask.formula, f"{place}.formula", table)
    if isinstance(ask, DoublyRobustAsk):
        problems += _listed_problems(ask.of, f"{place}.of", table)
        problems += _formula_problems(f"outcome {ask.formula}", f"{place}.formula", table, {"outcome"})
    if isinstance(ask, CustomAsk):
        problems += _custom_problems(ask, place, table)
    return problems


def _formula_problems(text: str, place: str, table: Table, given: Collection[str] = frozenset()) -> list[Problem]:
    """List what a formula names that the data does not have; `given` are names that stand for something else."""
    try:
        formula = parse_formula(text)
    except FormulaError as error:
        return [Problem("bad-formula", place, str(error))]
    if formula.response is None or not (formula.terms or formula.intercept):
        return [Problem("bad-formula", place, "A regression formula is like `y ~ a + b`.")]
    named = [name for name in variables_in(formula) if name not in given]
    return [unknown_column(name, place) for name in named if column_in(name, table) is None]


def _expected_problems(ask: GofAsk, place: str, table: Table) -> list[Problem]:
    column = column_in(ask.of[0], table)
    if column is None:
        named = [name for name in ask.expected if name not in ("false", "true")]
        return [Problem("unknown-category", f"{place}.expected", f"A condition has no category {n!r}.") for n in named]
    return [no_category(column, name, f"{place}.expected") for name in ask.expected if column.code_of(name) is None]


def _custom_problems(ask: CustomAsk, place: str, table: Table) -> list[Problem]:
    place = f"{place}.expression"
    try:
        _, totals = parts_of(ask.expression)
    except ConditionError as error:
        return [Problem("bad-expression", place, f"It cannot be read: {error}.")]
    if not totals:
        return [Problem("bad-expression", place, "It names no column.")]
    problems = []
    for name in sorted({name for part in totals.values() for name in names_in(part)}):
        found = column_in(name, table)
        if found is None:
            problems.append(unknown_column(name, place))
        elif found.is_text:
            problems.append(Problem("not-numeric", place, f"Column {name!r} must hold numbers only."))
    return problems


def problems_in_contrast(ask: ContrastAsk, place: str, ids: Collection[str]) -> list[Problem]:
    """List the asks a contrast names that are not there, and why its expression cannot be read."""
    problems = [
        Problem("unknown-ask", f"{place}.from[{i}]", f"There is no other ask called {name!r}.")
        for i, name in enumerate(ask.of_asks)
        if name not in ids or name == ask.id
    ]
    if ask.where is not None:
        text = "A contrast takes the domains of the asks it is made from."
        problems.append(Problem("unknown-key", f"{place}.where", text))
    try:
        named = names_in(parse_expression(ask.expression))
    except ConditionError as error:
        return [*problems, Problem("bad-expression", f"{place}.expression", f"It cannot be read: {error}.")]
    if not named:
        problems.append(Problem("bad-expression", f"{place}.expression", "It names none of the asks."))
    for name in sorted(named - set(ask.of_asks)):
        problems.append(Problem("unknown-ask", f"{place}.expression", f"{name!r} is not listed in `from`."))
    return problems


def problems_in_design(design: DesignShape, table: Table) -> list[Problem]:
    """List the design's columns that the data does not have or that hold no numbers where they must."""
    numeric = [("design.weights", design.weights)] if design.weights is not None else []
    numeric += [(f"design.fpc[{i}]", name) for i, name in enumerate(design.fpc)]
    numeric += _pps_and_replicates(design, table)
    problems = column_problems(design.strata, "design.strata", table)
    problems += column_problems(design.clusters, "design.clusters", table)
    for place, name in numeric:
        found = column_in(name, table)
        if found is None:
            problems.append(unknown_column(name, place))
        elif found.is_text:
            problems.append(Problem("not-numeric", place, f"Column {name!r} must hold numbers only."))
    return problems


def _pps_and_replicates(design: DesignShape, table: Table) -> list[tuple[str, str]]:
    named: list[tuple[str, str]] = []
    if design.pps is not None:
        named += [(f"design.pps.probabilities[{i}]", name) for i, name in enumerate(design.pps.probabilities)]
    if design.replicates is not None:
        listed = replicate_columns(design.replicates, table) or [f"{design.replicates.prefix}1"]
        named += [(f"design.replicates.columns[{i}]", name) for i, name in enumerate(listed)]
    return named


def column_problems(names: Sequence[str], place: str, table: Table) -> list[Problem]:
    """List the names that are no columns."""
    return [unknown_column(name, f"{place}[{i}]") for i, name in enumerate(names) if column_in(name, table) is None]


def problems_in_variable(name: str, place: str, table: Table) -> list[Problem]:
    """List why a text is neither a column nor a condition on columns."""
    if column_in(name, table) is not None:
        return []
    condition, problems = condition_problems(name, place, table)
    return problems if condition is not None else [unknown_column(name, place)]


def _listed_problems(names: Sequence[str], place: str, table: Table) -> list[Problem]:
    single = len(names) == 1
    found = []
    for i, name in enumerate(names):
        found += problems_in_variable(name, place if single else f"{place}[{i}]", table)
    return found


def condition_problems(text: str, place: str, table: Table) -> tuple[Condition | None, list[Problem]]:
    """Read a condition; return it, None where it cannot be read, and what is wrong with it."""
    try:
        condition = parse(text)
    except ConditionError as error:
        return None, [Problem("bad-condition", place, f"The condition cannot be read: {error}.")]
    unknown = [name for name in sorted(names_in(condition)) if column_in(name, table) is None]
    return condition, [unknown_column(name, place) for name in unknown]


def _group_problems(group: dict[str, Any], place: str, table: Table) -> list[Problem]:
    if not group:
        return [Problem("bad-value", place, "A group needs at least one variable with its value.")]
    problems = []
    for name, value in group.items():
        found = column_in(name, table)
        if found is None:
            problems.append(unknown_column(name, f"{place}.{name}"))
            continue
        for one in value if isinstance(value, list) else [value]:
            if found.code_of(one) is None:
                problems.append(no_category(found, one, f"{place}.{name}"))
    return problems


def _category_problems(ask: ShareAsk | DifferenceAsk, place: str, table: Table) -> list[Problem]:
    problems = []
    for i, category in enumerate(ask.categories or []):
        columns = [column for name in ask.of if (column := column_in(name, table)) is not None]
        conditions = len(columns) < len(ask.of) and str(category).lower() in ("false", "true")
        if not conditions and all(column.code_of(category) is None for column in columns):
            text = f"{', '.join(ask.of)} has no category {category!r}."
            problems.append(Problem("unknown-category", f"{place}.categories[{i}]", text))
    return problems


def column_in(name: str, table: Table) -> Column | None:
    """Return the column of this name, None where there is none."""
    try:
        return table.column(name)
    except KeyError:
        return None


def unknown_column(name: str, place: str) -> Problem:
    """Say that there is no column of this name."""
    return Problem("unknown-column", place, f"The data has no column {name!r}.")


def no_category(column: Column, given: Any, place: str) -> Problem:
    """Say that a column has no such category."""
    return Problem("unknown-category", place, f"{column.name} has no category {given!r}.")
