"""Hold conditions and expressions as trees: every kind of node, and the one place that knows what lies below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from surveyapp.questionnaire.conditions.values import Scalar

Comparator = Literal["==", "!=", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/"]
Reason = Literal["refused", "dont_know", "not_applicable", "unanswered", "not_asked"]
Quantifier = Literal["any", "all"]
Measure = Literal["count", "sum", "mean", "min", "max", "list", "parts"]

EACH, PART = "each", "part"
"""Inside `any of X (…)`: the value of the row, and the code of the row or instance."""


@dataclass(frozen=True, slots=True)
class Name:
    """Refer to an answer, a calculated value, an assignment or something set by the link."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """State a number, a text or a list of them."""

    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """Apply a function that gives a value; which there are, and what they take, is in `conditions.functions`."""

    function: str
    arguments: tuple[Condition | Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Gather:
    """Measure the parts of a grid or a repeat: `count of G (each == '1')`, `sum of S (YEARS)`.

    `count` and `parts` take a condition, the others an expression.
    """

    measure: Measure
    over: str
    inner: Condition | Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    comparator: Comparator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Membership:
    """True where the left (any of its elements, if it is a list) is among the right."""

    left: Expression
    right: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsMissing:
    """True where there is no value; with a `reason`, only where that is why. A reason needs a Name as operand."""

    operand: Expression
    negated: bool = False
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """Apply a function that is true, false or open."""

    function: str
    arguments: tuple[Condition | Expression, ...] = ()

    __test__ = False


@dataclass(frozen=True, slots=True)
class OverParts:
    """Hold of any, or of all, parts of a grid or a repeat: `any of G (each in ['4', '5'])`."""

    quantifier: Quantifier
    over: str
    inner: Condition


@dataclass(frozen=True, slots=True)
class Not:
    operand: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where every part is true; `AllOf(())` is always true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where some part is true; `AnyOf(())` is never true."""

    parts: tuple[Condition, ...]


Expression: TypeAlias = Name | Constant | Arithmetic | Call | Gather
Condition: TypeAlias = Comparison | Membership | IsMissing | Test | OverParts | Not | AllOf | AnyOf
Node: TypeAlias = Condition | Expression

ALWAYS: Condition = AllOf(())
NEVER: Condition = AnyOf(())


def children_of(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below one, in reading order."""
    match node:
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Membership(left, right, _):
            return (left, right)
        case IsMissing(operand) | Not(operand):
            return (operand,)
        case AllOf(parts) | AnyOf(parts) | Call(_, parts) | Test(_, parts):
            return parts
        case Gather(_, _, inner) | OverParts(_, _, inner):
            return (inner,)
        case Name() | Constant():
            return ()


def walk_tree(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, parents first."""
    yield node
    for child in children_of(node):
        yield from walk_tree(child)


def names_in(node: Node) -> frozenset[str]:
    """Return every name a condition or an expression refers to, grids and repeats whose parts it measures among them.

    A name inside such a measure may belong to the part; `each` and `part` stand for the part itself and are left out.
    """
    match node:
        case Name(name):
            return frozenset((name,))
        case Gather(_, over, inner) | OverParts(_, over, inner):
            return (names_in(inner) - {EACH, PART}) | {over}
        case _:
            return frozenset().union(*map(names_in, children_of(node)))
