"""Read and print conditions: `age >= 18 and 'tv' in media`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast, get_args

from surveyapp.questionnaire.conditions.functions import FUNCTIONS, Function, Parameter
from surveyapp.questionnaire.conditions.functions.texts import pattern_fault
from surveyapp.questionnaire.conditions.printing import WORDS, expression_to_text, to_text
from surveyapp.questionnaire.conditions.tree import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparator,
    Comparison,
    Condition,
    Constant,
    Expression,
    Gather,
    IsMissing,
    Measure,
    Membership,
    Name,
    Node,
    Not,
    Operator,
    OverParts,
    Quantifier,
    Reason,
    Test,
)
from surveyapp.questionnaire.conditions.values import Scalar
from surveyapp.questionnaire.problems import phrase, sentence

MOST_CHARACTERS = 20_000
DEEPEST = 60
MOST_OPERATORS = 200
DEEPEST_PARTS = 3

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<quoted>`[^`]+`)
      | (?P<symbol>==|!=|<=|>=|<|>|\(|\)|\[|\]|,|\+|-|\*|/)
      | (?P<word>[^\W\d][\w.]*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_COMPARATORS = ("==", "!=", "<=", ">=", "<", ">")
_OVER_PARTS = (*get_args(Quantifier), *get_args(Measure))
_OF_CONDITIONS = (*get_args(Quantifier), "count", "parts")


class ConditionError(ValueError):
    """A condition cannot be read; `position` counts characters from 0, `told` says why."""

    def __init__(self, message: str, position: int, **values: object) -> None:
        self.told = sentence(message, **values)
        super().__init__(f"{self.told} (at character {position + 1})")
        self.position = position


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Condition:
    """Read a condition; raise ConditionError naming the place where it cannot be read."""
    parser = _Parser(_tokens(text))
    condition = parser.condition(0)
    parser.expect_end()
    return condition


def parse_expression(text: str) -> Expression:
    """Read an expression such as `2026 - DIA1B`; raise ConditionError where it cannot be read."""
    parser = _Parser(_tokens(text))
    expression = parser.value(0)
    parser.expect_end()
    return expression


def _tokens(text: str) -> list[_Token]:
    if len(text) > MOST_CHARACTERS:
        raise ConditionError("a condition may have at most {most} characters", MOST_CHARACTERS, most=MOST_CHARACTERS)
    tokens, position, end = [], 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if not found:
            raise ConditionError("cannot read '{text}'", position, text=text[position : position + 12])
        kind = cast(str, found.lastgroup)
        tokens.append(_Token(kind, found[kind], found.start(kind)))
        position = found.end()
    tokens.append(_Token("end", "", end))
    return tokens


def _is_expression(node: Node) -> bool:
    return isinstance(node, Name | Constant | Arithmetic | Call | Gather)


class _Parser:
    """Descend through the grammar, one method a level; a bracket may hold a condition or an expression."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.operators = 0
        self.over_parts = 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.at]

    def unlike(self, found: str, end: str, **values: object) -> ConditionError:
        """Return what is wrong where something else stands, or nothing more."""
        token = self.now
        message = end if token.kind == "end" else found
        return ConditionError(message, token.position, found=token.text, **values)

    def take(self, *texts: str) -> str | None:
        token = self.now
        if token.kind in ("symbol", "word") and token.text in texts:
            self.at += 1
            return token.text
        return None

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise self.unlike(
                phrase("expected '{wanted}', found '{found}'"),
                phrase("expected '{wanted}', found the end"),
                wanted=text,
            )

    def expect_end(self) -> None:
        if self.now.kind != "end":
            raise ConditionError("did not expect '{found}'", self.now.position, found=self.now.text)

    def condition(self, depth: int) -> Condition:
        """Read what is true or false."""
        return self.as_condition(self.disjunction(depth))

    def value(self, depth: int) -> Expression:
        """Read what has a value."""
        began = self.now.position
        return self.as_expression(self.sum(depth), began)

    def as_condition(self, node: Node) -> Condition:
        if _is_expression(node):
            raise self.unlike(
                phrase("expected a comparison, 'in' or 'is missing', found '{found}'"),
                phrase("expected a comparison, 'in' or 'is missing', found the end"),
            )
        return cast(Condition, node)

    def as_expression(self, node: Node, position: int) -> Expression:
        if not _is_expression(node):
            raise ConditionError("a condition stands where a value is expected", position)
        return cast(Expression, node)

    def disjunction(self, depth: int) -> Node:
        return self.joined("or", self.conjunction, AnyOf, depth)

    def conjunction(self, depth: int) -> Node:
        return self.joined("and", self.negation, AllOf, depth)

    def joined(
        self, word: str, part: Callable[[int], Node], join: Callable[[tuple[Condition, ...]], Condition], depth: int
    ) -> Node:
        first = part(depth)
        if self.now.kind != "word" or self.now.text != word:
            return first
        parts = [self.as_condition(first)]
        while self.take(word):
            parts.append(self.as_condition(part(depth)))
        return join(tuple(parts))

    def negation(self, depth: int) -> Node:
        self.hold_depth(depth)
        if self.take("not"):
            return Not(self.as_condition(self.negation(depth + 1)))
        return self.comparison(depth)

    def hold_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            raise ConditionError("nested more than {most} deep", self.now.position, most=DEEPEST)

    def comparison(self, depth: int) -> Node:
        began = self.now.position
        left = self.sum(depth)
        if self.take("is"):
            return self.missing(self.as_expression(left, began))
        if self.take("in"):
            return Membership(self.as_expression(left, began), self.value(depth))
        if self.take("not"):
            self.expect("in")
            return Membership(self.as_expression(left, began), self.value(depth), negated=True)
        comparator = self.take(*_COMPARATORS)
        if comparator is None:
            return left
        return Comparison(cast(Comparator, comparator), self.as_expression(left, began), self.value(depth))

    def missing(self, operand: Expression) -> IsMissing:
        negated = self.take("not") is not None
        reason = self.take(*get_args(Reason)) if isinstance(operand, Name) else None
        if reason is None:
            self.expect("missing")
        return IsMissing(operand, negated, cast(Reason | None, reason))

    def sum(self, depth: int) -> Node:
        began = self.now.position
        left = self.product(depth)
        while operator := self.take("+", "-"):
            left = self.arithmetic(operator, self.as_expression(left, began), self.product, depth)
        return left

    def product(self, depth: int) -> Node:
        began = self.now.position
        left = self.atom(depth)
        while operator := self.take("*", "/"):
            left = self.arithmetic(operator, self.as_expression(left, began), self.atom, depth)
        return left

    def arithmetic(self, operator: str, left: Expression, operand: Callable[[int], Node], depth: int) -> Expression:
        """Join two expressions; a chain of operators is a deep tree, so there may not be too many."""
        began = self.now.position
        right = self.as_expression(operand(depth), began)
        self.operators += 1
        if self.operators > MOST_OPERATORS:
            raise ConditionError("more than {most} arithmetic operators", self.now.position, most=MOST_OPERATORS)
        return Arithmetic(cast(Operator, operator), left, right)

    def atom(self, depth: int) -> Node:
        self.hold_depth(depth)
        if self.take("("):
            inner = self.disjunction(depth + 1)
            self.expect(")")
            return inner
        if self.take("["):
            return Constant(self.elements())
        token, following = self.now, self.tokens[min(self.at + 1, len(self.tokens) - 1)]
        if token.kind == "word" and following.kind == "symbol" and following.text == "(" and token.text not in WORDS:
            return self.call(depth)
        if token.kind == "word" and token.text in _OVER_PARTS and following.kind == "word" and following.text == "of":
            return self.parts(depth)
        if self.take("always"):
            return ALWAYS
        if self.take("never"):
            return NEVER
        if token.kind == "quoted" or (token.kind == "word" and token.text not in WORDS):
            return Name(self.name())
        if following.kind != "number" and self.take("-"):
            return self.arithmetic("-", Constant(0), self.atom, depth + 1)
        return Constant(self.scalar())

    def name(self) -> str:
        token = self.now
        if token.kind != "quoted" and (token.kind != "word" or token.text in WORDS):
            raise self.unlike(phrase("expected a name, found '{found}'"), phrase("expected a name, found the end"))
        self.at += 1
        return token.text.strip("`")

    def call(self, depth: int) -> Node:
        """Read `function(argument, …)`."""
        token = self.now
        function = FUNCTIONS.get(token.text)
        if function is None:
            raise ConditionError("there is no function '{name}'", token.position, name=token.text)
        self.at += 1
        self.expect("(")
        arguments: list[Node] = []
        while not self.take(")"):
            if arguments:
                self.expect(",")
            if len(arguments) == function.most:
                raise _arity(function, token.position)
            arguments.append(self.argument(function.parameter(len(arguments)), depth + 1))
        if len(arguments) < function.least:
            raise _arity(function, token.position)
        return (Call if function.gives == "value" else Test)(function.name, tuple(arguments))

    def argument(self, parameter: Parameter, depth: int) -> Node:
        began = self.now.position
        if parameter == "condition":
            return self.condition(depth)
        found = self.value(depth)
        if parameter == "pattern":
            if not isinstance(found, Constant) or not isinstance(found.value, str):
                raise ConditionError("write the pattern itself here, as a text", began)
            fault = pattern_fault(found.value)
            if fault is not None:
                raise ConditionError(fault.message, began, **fault.values)
        return found

    def parts(self, depth: int) -> Node:
        """Read `any of X (condition)` and its like."""
        token = self.now
        self.at += 2
        over = self.name()
        self.expect("(")
        self.over_parts += 1
        if self.over_parts > DEEPEST_PARTS:
            raise ConditionError("parts within parts more than {most} deep", token.position, most=DEEPEST_PARTS)
        inner = self.condition(depth + 1) if token.text in _OF_CONDITIONS else self.value(depth + 1)
        self.over_parts -= 1
        self.expect(")")
        if token.text in get_args(Quantifier):
            return OverParts(cast(Quantifier, token.text), over, cast(Condition, inner))
        return Gather(cast(Measure, token.text), over, inner)

    def elements(self) -> tuple[Scalar, ...]:
        found: list[Scalar] = []
        while not self.take("]"):
            if found:
                self.expect(",")
            found.append(self.scalar())
        return tuple(found)

    def scalar(self) -> Scalar:
        sign = -1 if self.take("-") else 1
        token = self.now
        if token.kind == "number":
            self.at += 1
            return sign * _number(token)
        if sign == 1 and token.kind == "text":
            self.at += 1
            return re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
        if sign == 1 and token.text in ("true", "false"):
            self.at += 1
            return token.text == "true"
        raise self.unlike(
            phrase("expected a name or a value, found '{found}'"), phrase("expected a name or a value, found the end")
        )


def _arity(function: Function, position: int) -> ConditionError:
    few, many = function.least, function.most
    values = {"name": function.name, "few": few, "many": many}
    if function.repeats:
        return ConditionError("{name}() takes at least {few} values", position, **values)
    if few == many:
        return ConditionError("{name}() takes {few} values", position, **values)
    return ConditionError("{name}() takes {few} to {many} values", position, **values)


def _number(token: _Token) -> int | float:
    number = float(token.text)
    if not math.isfinite(number):
        raise ConditionError("the number {number} is too large", token.position, number=token.text[:20])
    return int(number) if number.is_integer() and "e" not in token.text.lower() else number


__all__ = ["ConditionError", "expression_to_text", "parse", "parse_expression", "to_text"]
