"""Parse tokens into a tree: the grammar that XPath and ExpressionScript share once their spellings are evened out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable

MOST_CHARACTERS = 8_000
MOST_TOKENS = 1_500
DEEPEST = 40
MOST = 1e15

_STRENGTH = {
    "or": 1, "and": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "mod": 6,
    "contains": 3, "notcontains": 3, "anyof": 3, "allof": 3, "noneof": 3, "^": 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` `operator` covers words such as `and`; brackets and commas are `mark`."""

    kind: OneOf["number", "text", "name", "operator", "mark"]
    text: str


def parse_tokens(tokens: Sequence[Token]) -> Node:
    """Return the tree; raise Untranslatable where the tokens make no expression or it is too long or too deep."""
    if len(tokens) > MOST_TOKENS:
        raise Untranslatable(f"the expression is too long (more than {MOST_TOKENS} parts)")
    if not tokens:
        raise Untranslatable("the expression is empty")
    parser = _Parser(tokens)
    node = parser.expression(0, 0)
    if parser.at < len(tokens):
        raise Untranslatable(f"the expression cannot be read at {tokens[parser.at].text!r}")
    return node


def _number(text: str) -> Literal:
    number = float(text)
    if number >= MOST:
        raise Untranslatable(f"the number {text[:20]} is too large")
    return Literal(number)


class _Parser:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next(self) -> Token:
        token = self.peek()
        if token is None:
            raise Untranslatable("the expression ends too early")
        self.at += 1
        return token

    def takes(self, kind: str, text: str) -> bool:
        token = self.peek()
        found = token is not None and token.kind == kind and token.text == text
        self.at += found
        return found

    def expression(self, weakest: int, depth: int) -> Node:
        if depth > DEEPEST:
            raise Untranslatable(f"the expression is nested more than {DEEPEST} deep")
        left = self.operand(depth)
        while (token := self.peek()) and token.kind == "operator" and _STRENGTH.get(token.text, 0) > weakest:
            self.at += 1
            left = Binary(token.text, left, self.expression(_STRENGTH[token.text], depth + 1))
        return left

    def operand(self, depth: int) -> Node:
        token = self.next()
        if token.kind == "operator" and token.text in ("-", "+", "not"):
            inner = self.expression(6, depth + 1)
            return inner if token.text == "+" else Unary(token.text, inner)
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "text":
            return Literal(token.text)
        if token.kind == "mark" and token.text == "(":
            inner = self.expression(0, depth + 1)
            if not self.takes("mark", ")"):
                raise Untranslatable("a closing bracket is missing")
            return inner
        if token.kind == "name":
            return self.named(token.text, depth)
        raise Untranslatable(f"the expression cannot be read at {token.text!r}")

    def named(self, name: str, depth: int) -> Node:
        if not self.takes("mark", "("):
            return Reference(name)
        arguments: list[Node] = []
        while not self.takes("mark", ")"):
            if arguments and not self.takes("mark", ","):
                raise Untranslatable("a comma or a closing bracket is missing")
            arguments.append(self.expression(0, depth + 1))
        return Call(name, tuple(arguments))
