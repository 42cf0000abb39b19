"""Evaluate a condition over all rows at once, with the three-valued logic of the questionnaire's conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray
from analysis.request.table import Column, Table
from surveyapp.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparison,
    Condition,
    Constant,
    Expression,
    Gather,
    IsMissing,
    Membership,
    Name,
    Not,
    OverParts,
    Scalar,
    Test,
    Value,
    Values,
    as_number,
    as_text,
    evaluate,
    names_in,
    truth,
)

_COMPARE = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_ARITHMETIC = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}


@dataclass(frozen=True)
class Truth:
    """By row: true, and known (a row that is neither true nor known is open)."""

    true: BoolArray
    known: BoolArray


@dataclass(frozen=True)
class Cells:
    """By row: the value read as a number (nan where it is none), as a text, and whether there is none at all."""

    numbers: FloatArray
    texts: NDArray[np.object_]
    missing: BoolArray
    are_texts: bool


def holds_in(condition: Condition, table: Table) -> BoolArray:
    """Tell by row whether a condition is true; a comparison with something missing is not."""
    return truth_in(condition, table).true


def condition_column(text: str, condition: Condition, table: Table) -> Column:
    """Turn a condition into a variable with the categories `false` and `true`, missing where it is open."""
    truth = truth_in(condition, table)
    codes = np.where(truth.known, truth.true.astype(np.int64), -1)
    numbers = np.where(truth.known, truth.true.astype(np.float64), np.nan)
    return Column(text, codes, ("false", "true"), False, numbers)


def truth_in(condition: Condition, table: Table) -> Truth:
    """Return the truth of a condition by row."""
    match condition:
        case AllOf(parts):
            return _all([truth_in(part, table) for part in parts], table.n)
        case AnyOf(parts):
            return _negated(_all([_negated(truth_in(part, table)) for part in parts], table.n))
        case Not(operand):
            return _negated(truth_in(operand, table))
        case IsMissing(operand, negated, reason):
            if reason is not None:
                return _truth_by_row(condition, table)
            missing = _cells(operand, table).missing
            return Truth(missing != negated, np.ones(table.n, dtype=np.bool_))
        case Comparison(comparator, left, right):
            return _compared(comparator, left, right, table)
        case Membership(left, right, negated):
            found = _among(left, right, table)
            return _negated(found) if negated else found
        case Test() | OverParts():
            return _truth_by_row(condition, table)


def _all(parts: list[Truth], n: int) -> Truth:
    true, false = np.ones(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    for part in parts:
        true &= part.true
        false |= part.known & ~part.true
    return Truth(true, true | false)


def _negated(truth: Truth) -> Truth:
    return Truth(truth.known & ~truth.true, truth.known)


def _compared(comparator: str, left: Expression, right: Expression, table: Table) -> Truth:
    for one, other in ((left, right), (right, left)):
        if isinstance(other, Constant) and isinstance(other.value, tuple):
            return _compared_with_list(comparator, one, other.value, table)
    first, second = _cells(left, table), _cells(right, table)
    known = ~(first.missing | second.missing)
    numeric = ~(np.isnan(first.numbers) | np.isnan(second.numbers))
    with np.errstate(invalid="ignore"):
        result = _COMPARE[comparator](first.numbers, second.numbers) & numeric
    as_text = known & ~numeric
    if as_text.any() and (comparator in ("==", "!=") or (first.are_texts and second.are_texts)):
        pairs = _COMPARE[comparator](first.texts[as_text], second.texts[as_text])
        result[as_text] = np.asarray(pairs, dtype=np.bool_)
    return Truth(result & known, known)


def _compared_with_list(comparator: str, one: Expression, listed: tuple[Scalar, ...], table: Table) -> Truth:
    known = ~_cells(one, table).missing
    same = known.copy()
    for element in listed:
        same &= _equal(one, Constant(element), table)
    same &= bool(listed)
    if comparator == "==":
        return Truth(same, known)
    return Truth(known & ~same if comparator == "!=" else np.zeros_like(known), known)


def _among(left: Expression, right: Expression, table: Table) -> Truth:
    elements = _elements(right)
    known = ~_cells(left, table).missing
    found = np.zeros(table.n, dtype=np.bool_)
    for element in elements:
        known = known & ~_cells(element, table).missing
        for own in _elements(left):
            found |= _equal(own, element, table)
    return Truth(found & known, known)


def _elements(expression: Expression) -> list[Expression]:
    if isinstance(expression, Constant) and isinstance(expression.value, tuple):
        return [Constant(element) for element in expression.value]
    return [expression]


def _equal(left: Expression, right: Expression, table: Table) -> BoolArray:
    """Tell where two values are the same number, or the same text that is no number."""
    first, second = _cells(left, table), _cells(right, table)
    same = first.numbers == second.numbers
    texts = np.isnan(first.numbers) & np.isnan(second.numbers) & ~first.missing & ~second.missing
    if texts.any():
        same[texts] = np.asarray(first.texts[texts] == second.texts[texts], dtype=np.bool_)
    return np.asarray(same, dtype=np.bool_)


def _cells(expression: Expression, table: Table) -> Cells:
    match expression:
        case Name(name):
            return _column_cells(table.column(name))
        case Constant(value):
            return _constant_cells(value, table.n)
        case Arithmetic(operator, left, right):
            with np.errstate(all="ignore"):
                numbers = _ARITHMETIC[operator](_cells(left, table).numbers, _cells(right, table).numbers)
            numbers = np.where(np.isfinite(numbers), numbers, np.nan)
            return Cells(numbers, numbers.astype(object), np.isnan(numbers), False)
        case Call() | Gather():
            return _value_cells([evaluate(expression, row) for row in _rows(expression, table)])


def _truth_by_row(condition: Condition, table: Table) -> Truth:
    found = [truth(condition, row) for row in _rows(condition, table)]
    return Truth(
        *(np.array(row, dtype=np.bool_) for row in ([one is True for one in found], [one is not None for one in found]))
    )


def _rows(node: Condition | Expression, table: Table) -> Iterator[Values]:
    """Yield the values of the columns a node names, row by row: functions are computed as in a questionnaire."""
    names = sorted(names_in(node))
    labels = [table.column(name).labels for name in names]
    for at in range(table.n):
        yield {name: column[at] for name, column in zip(names, labels, strict=True)}


def _value_cells(values: Sequence[Value]) -> Cells:
    read = [as_number(value) for value in values]
    texts = np.array([as_text(value) or "" for value in values], dtype=object)
    missing = np.array([value is None for value in values], dtype=np.bool_)
    are_texts = any(isinstance(value, str) for value in values)
    return Cells(np.array([np.nan if one is None else one for one in read]), texts, missing, are_texts)


def _column_cells(column: Column) -> Cells:
    if not column.is_text:
        return Cells(column.numbers, column.numbers.astype(str).astype(object), column.missing, False)
    read = [as_number(str(category)) for category in column.categories]
    numbers = np.array([*(np.nan if number is None else number for number in read), np.nan])
    texts = np.array([*column.categories, ""], dtype=object)
    return Cells(numbers[column.codes], texts[column.codes], column.missing, True)


def _constant_cells(value: Scalar | tuple[Scalar, ...], n: int) -> Cells:
    if isinstance(value, tuple):
        return Cells(np.full(n, np.nan), np.full(n, "", dtype=object), np.full(n, not value), True)
    number = as_number(value)
    numbers = np.full(n, np.nan if number is None else number)
    return Cells(numbers, np.full(n, str(value), dtype=object), np.zeros(n, dtype=np.bool_), isinstance(value, str))


def numbers_in(expression: Expression, table: Table) -> FloatArray:
    """Compute an expression by row; nan where it gives no number."""
    return _cells(expression, table).numbers
