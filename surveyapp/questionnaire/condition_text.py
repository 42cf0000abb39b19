"""Read and print conditions: `age >= 18 and 'tv' in media`."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import cast

from surveyapp.questionnaire.conditions import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Arithmetic,
    Comparator,
    Comparison,
    Condition,
    Constant,
    Expression,
    IsMissing,
    Membership,
    Name,
    Not,
    Operator,
    Scalar,
)

MOST_CHARACTERS = 20_000
DEEPEST = 60
MOST_OPERATORS = 200

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<quoted>`[^`]+`)
      | (?P<symbol>==|!=|<=|>=|<|>|\(|\)|\[|\]|,|\+|-|\*|/)
      | (?P<word>[^\W\d][\w.]*)
    )""",
    re.VERBOSE,
)
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*\Z")
_WORDS = {"or", "and", "not", "in", "is", "missing", "true", "false", "always", "never"}
_COMPARATORS = ("==", "!=", "<=", ">=", "<", ">")


class ConditionError(ValueError):
    """A condition cannot be read; `position` counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at character {position + 1})")
        self.position = position


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Condition:
    """Read a condition; raise ConditionError naming the place where it cannot be read."""
    parser = _Parser(_tokens(text))
    condition = parser.disjunction(0)
    parser.expect_end()
    return condition


def parse_expression(text: str) -> Expression:
    """Read an arithmetic expression such as `2026 - DIA1B`; raise ConditionError where it cannot be read."""
    parser = _Parser(_tokens(text))
    expression = parser.sum(0)
    parser.expect_end()
    return expression


def to_text(condition: Condition) -> str:
    """Print a condition so that reading it gives the same tree."""
    return _print(condition, 0)


def expression_to_text(expression: Expression) -> str:
    """Print an expression so that reading it gives the same tree."""
    return _print_expression(expression, 0)


def _tokens(text: str) -> list[_Token]:
    if len(text) > MOST_CHARACTERS:
        raise ConditionError(f"a condition may have at most {MOST_CHARACTERS} characters", MOST_CHARACTERS)
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if not found:
            raise ConditionError(f"cannot read {text[position : position + 12]!r}", position)
        kind = cast(str, found.lastgroup)
        tokens.append(_Token(kind, found[kind], found.start(kind)))
        position = found.end()
    tokens.append(_Token("end", "", end))
    return tokens


class _Parser:
    """Descend through the grammar, one method a level."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.operators = 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.at]

    @property
    def found(self) -> str:
        return repr(self.now.text) if self.now.kind != "end" else "the end"

    def take(self, *texts: str) -> str | None:
        token = self.now
        if token.kind in ("symbol", "word") and token.text in texts:
            self.at += 1
            return token.text
        return None

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise ConditionError(f"expected {text!r}, found {self.found}", self.now.position)

    def expect_end(self) -> None:
        if self.now.kind != "end":
            raise ConditionError(f"did not expect {self.now.text!r}", self.now.position)

    def disjunction(self, depth: int) -> Condition:
        parts = [self.conjunction(depth)]
        while self.take("or"):
            parts.append(self.conjunction(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def conjunction(self, depth: int) -> Condition:
        parts = [self.negation(depth)]
        while self.take("and"):
            parts.append(self.negation(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def negation(self, depth: int) -> Condition:
        if depth > DEEPEST:
            raise ConditionError(f"nested more than {DEEPEST} deep", self.now.position)
        if self.take("not"):
            return Not(self.negation(depth + 1))
        if self.take("always"):
            return ALWAYS
        if self.take("never"):
            return NEVER
        return self.bracketed(depth) if self.opens_condition() else self.comparison(depth)

    def bracketed(self, depth: int) -> Condition:
        self.expect("(")
        inner = self.disjunction(depth + 1)
        self.expect(")")
        return inner

    def opens_condition(self) -> bool:
        """Tell whether the bracket here encloses a condition rather than arithmetic."""
        if self.now.text != "(" or self.now.kind != "symbol":
            return False
        depth = 0
        for token in self.tokens[self.at :]:
            if token.kind == "symbol" and token.text in "()":
                depth += 1 if token.text == "(" else -1
                if depth == 0:
                    return False
            logical = token.kind == "word" and token.text in _WORDS - {"true", "false"}
            if logical or (token.kind == "symbol" and token.text in _COMPARATORS):
                return True
        return False

    def comparison(self, depth: int) -> Condition:
        left = self.sum(depth)
        if self.take("is"):
            negated = self.take("not") is not None
            self.expect("missing")
            return IsMissing(left, negated)
        if self.take("in"):
            return Membership(left, self.sum(depth))
        if self.take("not"):
            self.expect("in")
            return Membership(left, self.sum(depth), negated=True)
        comparator = self.take(*_COMPARATORS)
        if comparator is None:
            raise ConditionError(f"expected a comparison, 'in' or 'is missing', found {self.found}", self.now.position)
        return Comparison(cast(Comparator, comparator), left, self.sum(depth))

    def sum(self, depth: int) -> Expression:
        left = self.product(depth)
        while operator := self.take("+", "-"):
            left = self.arithmetic(operator, left, self.product(depth))
        return left

    def product(self, depth: int) -> Expression:
        left = self.atom(depth)
        while operator := self.take("*", "/"):
            left = self.arithmetic(operator, left, self.atom(depth))
        return left

    def arithmetic(self, operator: str, left: Expression, right: Expression) -> Expression:
        """Join two expressions; a chain of operators is a deep tree, so there may not be too many."""
        self.operators += 1
        if self.operators > MOST_OPERATORS:
            raise ConditionError(f"more than {MOST_OPERATORS} arithmetic operators", self.now.position)
        return Arithmetic(cast(Operator, operator), left, right)

    def atom(self, depth: int) -> Expression:
        if depth > DEEPEST:
            raise ConditionError(f"nested more than {DEEPEST} deep", self.now.position)
        if self.take("("):
            inner = self.sum(depth + 1)
            self.expect(")")
            return inner
        if self.take("["):
            return Constant(self.elements())
        token = self.now
        if token.kind == "quoted" or (token.kind == "word" and token.text not in _WORDS):
            self.at += 1
            return Name(token.text.strip("`"))
        return Constant(self.scalar())

    def elements(self) -> tuple[Scalar, ...]:
        found: list[Scalar] = []
        while not self.take("]"):
            if found:
                self.expect(",")
            found.append(self.scalar())
        return tuple(found)

    def scalar(self) -> Scalar:
        sign = -1 if self.take("-") else 1
        token, found = self.now, self.found
        self.at += token.kind != "end"
        if token.kind == "number":
            return sign * _number(token)
        if sign == 1 and token.kind == "text":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1])
        if sign == 1 and token.text in ("true", "false"):
            return token.text == "true"
        raise ConditionError(f"expected a name or a value, found {found}", token.position)


def _number(token: _Token) -> int | float:
    number = float(token.text)
    if not math.isfinite(number):
        raise ConditionError(f"the number {token.text[:20]} is too large", token.position)
    return int(number) if number.is_integer() and "e" not in token.text.lower() else number


def _print(condition: Condition, level: int) -> str:
    match condition:
        case AllOf(()):
            return "always"
        case AnyOf(()):
            return "never"
        case AnyOf(parts):
            return _wrap(" or ".join(_print(part, 1) for part in parts), level > 0)
        case AllOf(parts):
            return _wrap(" and ".join(_print(part, 2) for part in parts), level > 1)
        case Not(operand):
            return f"not {_print(operand, 2)}"
        case IsMissing(operand, negated):
            return f"{_print_expression(operand, 0)} is {'not ' if negated else ''}missing"
        case Membership(left, right, negated):
            return f"{_print_expression(left, 0)} {'not in' if negated else 'in'} {_print_expression(right, 0)}"
        case Comparison(comparator, left, right):
            return f"{_print_expression(left, 0)} {comparator} {_print_expression(right, 0)}"


def _print_expression(expression: Expression, level: int) -> str:
    match expression:
        case Name(name):
            return name if _PLAIN_NAME.match(name) and name not in _WORDS else f"`{name}`"
        case Constant(value):
            return _print_value(value)
        case Arithmetic(operator, left, right):
            own = 1 if operator in "+-" else 2
            text = f"{_print_expression(left, own)} {operator} {_print_expression(right, own + 1)}"
            return _wrap(text, level > own)


def _print_value(value: Scalar | tuple[Scalar, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_print_value(element) for element in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return repr(value)


def _wrap(text: str, wanted: bool) -> str:
    return f"({text})" if wanted else text
