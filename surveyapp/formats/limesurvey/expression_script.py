"""Read LimeSurvey's ExpressionScript and say it in our conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import FALSE, TRUE, Both, both_all, both_any, compare_count
from surveyapp.formats.expressions.grammar import MOST_CHARACTERS, Token, parse_tokens
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable
from surveyapp.formats.expressions.truth import Computed, Symbol, Ticked, Translator, is_missing, ticked
from surveyapp.formats.limesurvey.functions import test_of_call, value_of_call
from surveyapp.questionnaire.conditions import Expression, Name

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<sgqa>(?:INSERTANS:)?\d+X\d+X\d+[A-Za-z0-9_#]*(?:\.[A-Za-z]\w*)*)
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<operator>==|!=|<=|>=|&&|\|\||<|>|!|\+|-|\*|/)
      | (?P<mark>\(|\)|,)
      | (?P<word>[A-Za-z_]\w*(?:\.\w+)*)
    )""",
    re.VERBOSE,
)
_OPERATOR_WORDS = {"and": "and", "or": "or", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_SIGNS = {"==": "==", "=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_SAME = {"&&": "and", "||": "or", "!": "not"}
_VALUE_PARTS = {"NAOK", "code", "value", "valueNAOK"}
_WHOLE = ("that", "self", "this")


def parse_script(text: str) -> Node:
    """Return the tree of an expression; raise Untranslatable with the reason."""
    if len(text) > MOST_CHARACTERS:
        raise Untranslatable(f"the expression has more than {MOST_CHARACTERS} characters")
    tokens: list[Token] = []
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if not found or found.end() == position:
            raise Untranslatable(f"the expression cannot be read at {text[position : position + 20].strip()!r}")
        tokens.append(_token(str(found.lastgroup), found[0].strip()))
        position = found.end()
    return _split_references(parse_tokens(tokens))


def _token(kind: str, text: str) -> Token:
    match kind:
        case "number":
            return Token("number", text)
        case "text":
            return Token("text", re.sub(r"\\(.)", r"\1", text[1:-1]))
        case "operator":
            return Token("operator", _SAME.get(text, text))
        case "mark":
            return Token("mark", text)
        case "sgqa":
            return Token("name", text.removeprefix("INSERTANS:"))
    if text.lower() in _OPERATOR_WORDS:
        return Token("operator", _OPERATOR_WORDS[text.lower()])
    return Token("name", text)


def _split_references(node: Node) -> Node:
    match node:
        case Reference(name) if "." in name:
            pieces = name.split(".")
            part = pieces.pop() if pieces[-1] in _VALUE_PARTS or len(pieces) > 1 and pieces[0] not in _WHOLE else None
            return Reference(".".join(pieces), part)
        case Call(function, arguments):
            return Call(function, tuple(_split_references(argument) for argument in arguments))
        case Unary(operator, operand):
            return Unary(operator, _split_references(operand))
        case Binary(operator, left, right):
            return Binary(operator, _split_references(left), _split_references(right))
    return node


@dataclass(frozen=True, slots=True)
class Script:
    """Translate within a survey; `own` is `this` and `self`, `parts` the pieces of questions that have several.

    `own_parts` are the pieces of the question itself, where it has several.
    """

    scope: Scope
    parts: Mapping[str, Sequence[Symbol]] = field(default_factory=dict)
    own: Symbol | None = None
    own_parts: Sequence[Symbol] = ()
    zero_is_false = True

    def symbol(self, reference: Reference) -> Symbol:
        if reference.part is not None and reference.part not in _VALUE_PARTS:
            raise Untranslatable(f"it uses `.{reference.part}` of `{reference.name}`")
        if reference.name in ("this", "self"):
            if self.own is None or self.own_parts:
                raise Untranslatable("it refers to a question of several parts as a whole")
            return self.own
        return self.scope.symbol(reference.name)

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        match call:
            case Call("is_empty", (inner,)):
                return self._empty(inner, translator)
            case Call("count", arguments):
                return compare_count(">", self._answered(arguments), 0)
            case Call("if" | "iif", (when, then, otherwise)):
                test = translator.condition(when)
                return both_any(
                    [
                        both_all([test, translator.condition(then)]),
                        both_all([test.turned(), translator.condition(otherwise)]),
                    ]
                )
        return test_of_call(call, self._pieces, translator)

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        return value_of_call(call, self._pieces, translator)

    def arithmetic(self, node: Binary, translator: Translator) -> Expression | None:
        return None

    def _pieces(self, arguments: Sequence[Node]) -> Sequence[Node | Symbol]:
        """Return the arguments of a call, with the parts of a question in place of `self` and `that.q`."""
        found: list[Node | Symbol] = []
        for argument in arguments:
            several = isinstance(argument, Reference) and (
                argument.name.startswith("that.") or (argument.name in ("self", "this") and bool(self.own_parts))
            )
            found += self._symbols(argument) if several and isinstance(argument, Reference) else [argument]
        return found

    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None:
        match call, other:
            case Call("count", arguments), Literal(value) if _as_number(value) is not None:
                return compare_count(comparator, self._answered(arguments), _as_number(value) or 0.0)
            case Call("countif", (wanted, *arguments)), Literal(value) if _as_number(value) is not None:
                items = self._compared("==", wanted, arguments, translator)
                return compare_count(comparator, items, _as_number(value) or 0.0)
            case Call("countifop", (Literal(str(sign)), wanted, *arguments)), Literal(value) if sign in _SIGNS:
                items = self._compared(_SIGNS[sign], wanted, arguments, translator)
                return compare_count(comparator, items, _as_number(value) or 0.0)
            case Call("strlen" | "trim", (Reference() as inner,)), Literal(value):
                return self._length(comparator, self._empty(inner, translator), value)
            case Call("is_empty", (inner,)), Literal(value) if comparator in ("==", "!="):
                both = self._empty(inner, translator)
                return both if (value in (1.0, "1")) is (comparator == "==") else both.turned()
        return None

    def _empty(self, inner: Node, translator: Translator) -> Both:
        if isinstance(inner, Reference):
            symbol = self.symbol(inner)
            if isinstance(symbol, Ticked):
                return ticked(symbol).turned()
        if isinstance(inner, Literal):
            return TRUE if inner.value in ("", 0.0) else FALSE
        return is_missing(translator.expression(inner))

    def _length(self, comparator: str, missing: Both, limit: str | float) -> Both | None:
        if (comparator, limit) in ((">", 0.0), ("!=", 0.0), (">=", 1.0), ("!=", "")):
            return missing.turned()
        if (comparator, limit) in (("==", 0.0), ("<=", 0.0), ("<", 1.0), ("==", "")):
            return missing
        return None

    def _answered(self, arguments: Sequence[Node]) -> list[Both]:
        found: list[Both] = []
        for argument in arguments:
            if not isinstance(argument, Reference):
                raise Untranslatable("it counts something other than questions")
            found += [_is_answered(symbol) for symbol in self._symbols(argument)]
        return found

    def _compared(self, sign: str, wanted: Node, arguments: Sequence[Node], translator: Translator) -> list[Both]:
        """Compare each of the questions counted, pieces of a question one by one, with what is wanted."""
        found: list[Both] = []
        for argument in arguments:
            if not isinstance(argument, Reference):
                raise Untranslatable("it counts something other than questions")
            if argument.name not in ("self", "this") and not argument.name.startswith("that."):
                found.append(translator.comparison(sign, argument, wanted))
            else:
                found += [translator.symbol_comparison(sign, symbol, wanted) for symbol in self._symbols(argument)]
        return found

    def _symbols(self, reference: Reference) -> Sequence[Symbol]:
        if reference.name in ("self", "this") and self.own_parts:
            return self.own_parts
        head, dot, rest = reference.name.partition(".")
        if dot and head == "that":
            if rest not in self.parts:
                raise Untranslatable(f"it counts the parts of `{rest}`, which has none here")
            return self.parts[rest]
        return (self.symbol(reference),)


def _is_answered(symbol: Symbol) -> Both:
    if isinstance(symbol, Computed):
        return is_missing(symbol.expression).turned()
    return ticked(symbol) if isinstance(symbol, Ticked) else is_missing(Name(symbol.name)).turned()


def _as_number(value: str | float) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
