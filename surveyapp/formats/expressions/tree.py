"""Hold an expression of another questionnaire language, as its author wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Reference:
    """`name` as written, without its marks; `part` is what follows the last dot, such as `NAOK` or `shown`."""

    name: str
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`operator` is `not` or `-`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator` is one of `or and == != < <= > >= + - * / mod`."""

    operator: str
    left: Node
    right: Node


Node: TypeAlias = Literal | Reference | Call | Unary | Binary


class Untranslatable(ValueError):
    """An expression, or a part of it, has no equivalent here; the message is the reason that authors are told."""


def with_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with each operand and argument changed; a node that has none is returned as it is."""
    match node:
        case Call(function, arguments):
            return Call(function, tuple(change(argument) for argument in arguments))
        case Unary(operator, operand):
            return Unary(operator, change(operand))
        case Binary(operator, left, right):
            return Binary(operator, change(left), change(right))
    return node


def references_in(node: Node) -> Iterator[Reference]:
    """Yield every reference, in reading order."""
    match node:
        case Reference():
            yield node
        case Call(_, arguments):
            for argument in arguments:
                yield from references_in(argument)
        case Unary(_, operand):
            yield from references_in(operand)
        case Binary(_, left, right):
            yield from references_in(left)
            yield from references_in(right)
