"""Read model formulas such as `api00 ~ stype * ell + offset(log(enroll))` into columns of numbers, named as R does.

Supported: `+`, `:`, `*`, `- 1`, `+ 0`, `factor(x)`, `log(x)`, `sqrt(x)`, `exp(x)`, `I(arithmetic)`, `offset(…)`;
within `I(…)` conditions and whole powers (`x^2`) too. Texts are coded against their first category, and in full where
no term gives a reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.request.table import Category, Column, Table
from analysis.request.where import condition_column, numbers_in
from surveyapp.questionnaire.condition_text import ConditionError, parse, parse_expression
from surveyapp.questionnaire.conditions import names_in

_POWER = re.compile(r"([\w.]+|\([^()]*\))\s*\^\s*([1-9])")
_FUNCTIONS: dict[str, Callable[[FloatArray], FloatArray]] = {"log": np.log, "sqrt": np.sqrt, "exp": np.exp}


class FormulaError(ValueError):
    """A formula cannot be read, or does not fit the data."""


Levels: TypeAlias = Mapping[str, tuple[Category, ...]]


@dataclass(frozen=True)
class Formula:
    """The parts of a formula: terms are sets of factors in order, each written as in the formula."""

    response: str | None
    terms: tuple[tuple[str, ...], ...]
    intercept: bool
    offsets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Factor:
    """One variable of a term: numbers, or codes of categories (−1 missing)."""

    text: str
    values: FloatArray
    categories: tuple[Category, ...] | None

    def columns(self, full: bool) -> list[tuple[str, FloatArray]]:
        """Return named columns; categories against the first, or all of them."""
        if self.categories is None:
            return [(self.text, self.values)]
        kept = range(0 if full else 1, len(self.categories))
        return [(f"{self.text}{_written(self.categories[code])}", self._is(code)) for code in kept]

    def _is(self, code: int) -> FloatArray:
        return np.where(self.values < 0, np.nan, (self.values == code).astype(np.float64))


@dataclass(frozen=True)
class Matrix:
    """The columns of a model over all rows, missing as nan; `term_of` (column -> term, −1 the intercept)."""

    x: FloatArray
    names: tuple[str, ...]
    term_of: tuple[int, ...]
    offset: FloatArray
    complete: BoolArray
    levels: Levels
    categories: tuple[Category | None, ...]


def parse_formula(text: str) -> Formula:
    """Read the parts of a formula; raise FormulaError where it cannot be read."""
    sides = text.split("~")
    if len(sides) > 2:
        raise FormulaError("A formula has one `~`.")
    response = sides[0].strip() if len(sides) == 2 else ""
    intercept, offsets = True, []
    terms: list[tuple[str, ...]] = []
    for sign, part in _split(sides[-1].strip(), "+-"):
        if part in ("0", "1"):
            intercept = (part == "1") == (sign == "+")
        elif sign == "-":
            raise FormulaError(f"Only the intercept can be taken away (`- 1`), not {part!r}.")
        elif part.startswith("offset(") and part.endswith(")"):
            offsets.append(part[len("offset(") : -1].strip())
        else:
            terms += [term for term in _crossed(part) if not _among(term, terms)]
    terms.sort(key=len)
    return Formula(response or None, tuple(terms), intercept, tuple(offsets))


def same_term(first: Sequence[str], second: Sequence[str]) -> bool:
    """Compare two terms, whatever the order of their variables."""
    return sorted(first) == sorted(second)


def variables_in(formula: Formula) -> list[str]:
    """List the columns a formula names; raise FormulaError where a factor cannot be read."""
    factors = [factor for term in formula.terms for factor in term]
    names: list[str] = []
    for text in [*([formula.response] if formula.response else []), *factors, *formula.offsets]:
        names += [name for name in _names_of(text) if name not in names]
    return names


def model_matrix(formula: Formula, table: Table, used: BoolArray, levels: Levels | None = None) -> Matrix:
    """Build the columns of a formula; categories are those seen in the rows `used`, or the `levels` of a fitted one."""
    factors = {text: factor_of(text, table, used, levels) for term in formula.terms for text in term}
    names: list[str] = ["(Intercept)"] if formula.intercept else []
    columns: list[FloatArray] = [np.ones(table.n)] if formula.intercept else []
    term_of = [-1] if formula.intercept else []
    for number, term in enumerate(formula.terms):
        for name, values in _term_columns(term, formula, factors):
            names.append(name)
            columns.append(values)
            term_of.append(number)
    offset = np.zeros(table.n)
    for text in formula.offsets:
        offset = offset + _numbers(text, table)
    x = np.stack(columns, axis=1) if columns else np.zeros((table.n, 0))
    complete = np.all(np.isfinite(x), axis=1) & np.isfinite(offset)
    found = {text: factor.categories for text, factor in factors.items() if factor.categories is not None}
    categories = tuple(_category(name, number, formula, factors) for name, number in zip(names, term_of, strict=True))
    return Matrix(x, tuple(names), tuple(term_of), offset, complete, found, categories)


def _category(name: str, number: int, formula: Formula, factors: Mapping[str, Factor]) -> Category | None:
    """Return the category a column of a main effect stands for."""
    if number < 0 or len(formula.terms[number]) > 1:
        return None
    factor = factors[formula.terms[number][0]]
    named = {f"{factor.text}{_written(category)}": category for category in factor.categories or ()}
    return named.get(name)


def factor_of(text: str, table: Table, used: BoolArray, levels: Levels | None = None) -> Factor:
    """Return a variable of a formula: texts and `factor(…)` as categories seen in `used`, all else as numbers."""
    inner = _inside(text, "factor")
    if inner is not None or _is_column(text, table):
        column = table.column(_plain(inner if inner is not None else text))
        if inner is not None or column.is_text:
            return _categorical(text, column, used, (levels or {}).get(text))
        return Factor(text, column.numbers, None)
    return Factor(text, _numbers(text, table), None)


def _categorical(text: str, column: Column, used: BoolArray, levels: tuple[Category, ...] | None) -> Factor:
    if levels is not None:
        found = [next((i for i, level in enumerate(levels) if level == own), -1) for own in column.categories]
        return Factor(text, np.array([*found, -1], dtype=np.float64)[column.codes], levels)
    seen = np.bincount(column.codes[used & ~column.missing], minlength=column.k) > 0
    kept = np.flatnonzero(seen)
    places = np.full(column.k + 1, -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    return Factor(text, places[column.codes].astype(np.float64), tuple(column.categories[code] for code in kept))


def _term_columns(term: tuple[str, ...], formula: Formula, factors: dict[str, Factor]) -> list[tuple[str, FloatArray]]:
    """Multiply the columns of a term's variables, the first fastest; in full where the rest of the term is no term."""
    parts = []
    for text in term:
        rest = tuple(other for other in term if other != text)
        reference = _among(rest, formula.terms) if rest else formula.intercept
        parts.append(factors[text].columns(full=not reference and _first_in_full(text, term, formula, factors)))
    found = []
    for chosen in product(*reversed(parts)):
        ordered = list(reversed(chosen))
        name = ":".join(label for label, _ in ordered)
        found.append((name, np.prod([values for _, values in ordered], axis=0)))
    return found


def _first_in_full(text: str, term: tuple[str, ...], formula: Formula, factors: dict[str, Factor]) -> bool:
    """Without an intercept only the first categorical main effect is coded in full."""
    if len(term) > 1:
        return True
    mains = [one[0] for one in formula.terms if len(one) == 1 and factors[one[0]].categories is not None]
    return mains[:1] == [text]


def _among(term: Sequence[str], terms: Sequence[Sequence[str]]) -> bool:
    return any(same_term(term, other) for other in terms)


def _crossed(part: str) -> list[tuple[str, ...]]:
    """Expand `a * b` into a, b and a:b."""
    terms: list[tuple[str, ...]] = []
    for _, piece in _split(part, "*"):
        one = tuple(dict.fromkeys(factor for _, factor in _split(piece, ":")))
        joined = [tuple(dict.fromkeys((*before, *one))) for before in terms]
        terms += [one, *joined]
    return terms


def _split(text: str, marks: str) -> list[tuple[str, str]]:
    """Cut a text at marks outside brackets; returns (mark before, part), `+` before the first."""
    parts, depth, start, sign = [], 0, 0, "+"
    for i, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            raise FormulaError("A bracket closes that was never opened.")
        if letter in marks and depth == 0 and not (i == 0 and letter in "+-"):
            parts.append((sign, text[start:i].strip()))
            start, sign = i + 1, letter
        elif letter in marks and i == 0:
            start, sign = 1, letter
    parts.append((sign, text[start:].strip()))
    if depth or any(not part for _, part in parts):
        raise FormulaError("It has an empty term or an open bracket.")
    return parts


def _inside(text: str, function: str) -> str | None:
    head = f"{function}("
    return text[len(head) : -1].strip() if text.startswith(head) and text.endswith(")") else None


def _plain(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] == "`" else name


def _is_column(text: str, table: Table) -> bool:
    return _plain(text) in table.frame


def _names_of(text: str) -> list[str]:
    for function in ("factor", "I", *_FUNCTIONS):
        inner = _inside(text, function)
        if inner is not None:
            return [_plain(inner)] if function == "factor" else _names_of(_without_powers(inner))
    for read in (parse_expression, parse):
        try:
            return sorted(names_in(read(text)))
        except ConditionError:
            continue
    return [_plain(text)]


def _numbers(text: str, table: Table) -> FloatArray:
    """Compute a variable written as a function, as arithmetic or as a condition (0 and 1)."""
    for function, compute in _FUNCTIONS.items():
        inner = _inside(text, function)
        if inner is not None:
            with np.errstate(all="ignore"):
                return compute(_numbers(inner, table))
    inner = _inside(text, "I")
    if inner is not None:
        return _numbers(_without_powers(inner), table)
    if _is_column(text, table):
        column = table.column(_plain(text))
        if column.is_text:
            raise FormulaError(f"{column.name} holds texts; numbers are needed in {text!r}.")
        return column.numbers
    try:
        return numbers_in(parse_expression(text), table)
    except ConditionError:
        return _condition(text, table)


def _without_powers(text: str) -> str:
    """Write whole powers of a name or a bracket as products: `x^2` becomes `(x * x)`."""
    return _POWER.sub(lambda match: f"({' * '.join([match[1]] * int(match[2]))})", text)


def _condition(text: str, table: Table) -> FloatArray:
    try:
        return condition_column(text, parse(text), table).numbers
    except ConditionError as error:
        raise FormulaError(f"{text!r} cannot be read: {error}.") from error


def _written(category: Category) -> str:
    return str(int(category)) if isinstance(category, float) and category.is_integer() else str(category)
