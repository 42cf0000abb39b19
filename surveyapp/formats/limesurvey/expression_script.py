"""Read LimeSurvey's ExpressionScript and say it in our conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import FALSE, TRUE, Both, both_any, compare_count
from surveyapp.formats.expressions.functions import call, matches_pattern
from surveyapp.formats.expressions.grammar import MOST_CHARACTERS, Token, parse_tokens
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Computed, Symbol, Ticked
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Untranslatable, with_parts
from surveyapp.formats.expressions.truth import Dialect, Translator, is_missing, ticked
from surveyapp.formats.limesurvey.functions import (
    TRUTHS,
    added_up,
    test_of_call,
    value_of,
    value_of_call,
    whole_pattern,
)
from surveyapp.formats.limesurvey.ordering import both_ordered_as_texts, ordered_as_texts
from surveyapp.questionnaire.conditions import Expression, Name

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<sgqa>(?:INSERTANS:)?\d+X\d+X\d+[A-Za-z0-9_#]*(?:\.[A-Za-z]\w*)*)
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<operator>==|!=|<=|>=|&&|\|\||<|>|!|\+|-|\*|/)
      | (?P<mark>\(|\)|,)
      | (?P<word>(?:TOKEN:)?[A-Za-z_]\w*(?:\.\w+)*)
    )""",
    re.VERBOSE,
)
_OPERATOR_WORDS = {"and": "and", "or": "or", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_PATTERN = "RX"
_SIGNS = {"==": "==", "=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_COMPARED = {**_SIGNS, **_OPERATOR_WORDS, _PATTERN: _PATTERN}
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
            part = pieces.pop() if pieces[-1] in _VALUE_PARTS or (len(pieces) > 1 and pieces[0] not in _WHOLE) else None
            return Reference(".".join(pieces), part)
    return with_parts(node, _split_references)


@dataclass(frozen=True, slots=True)
class Script(Dialect):
    """Translate within a survey; `own` is `this` and `self`, `parts` the pieces of questions that have several.

    `own_parts` are the pieces of the question itself, where it has several.
    """

    scope: Scope
    parts: Mapping[str, Sequence[Symbol]] = field(default_factory=dict)
    own: Symbol | None = None
    own_parts: Sequence[Symbol] = ()
    zero_is_false = True
    as_texts = ("1", None)

    def gives_truth(self, call: Call) -> bool:
        return call.function in TRUTHS

    def order(self, comparator: str, left: Node, right: Node, translator: Translator) -> Both | None:
        """Order texts where one is written between quotes, also where both could be numbers."""
        if isinstance(right, Literal) and isinstance(right.value, str):
            return ordered_as_texts(comparator, translator.text(left), right.value)
        if any(is_forced_text(term) for side in (left, right) for term in _terms(side)):
            return both_ordered_as_texts(comparator, translator.text(left), translator.text(right))
        return None

    def symbol(self, reference: Reference) -> Symbol:
        if reference.part is not None and reference.part not in _VALUE_PARTS - self.scope.unread:
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
        return test_of_call(call, self._pieces, translator)

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        match call:
            case Call("countif" | "countifop" | "sumif" | "sumifop"):
                return self._measured(call, translator)
        return value_of_call(call, self._pieces, translator)

    def arithmetic(self, node: Binary, translator: Translator) -> Expression | None:
        if node.operator != "+":
            return None
        terms = _terms(node)
        if all(_is_surely_number(term) for term in terms):
            return None
        forced = next((at for at, term in enumerate(terms) if is_forced_text(term)), len(terms))
        values = [translator.text(term) for term in terms]
        ahead = [added_up(values[:forced])] if forced else []
        return call("concat", *ahead, *values[forced:]) if values[forced:] else ahead[0]

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
            case Call("countif" | "countifop"), Literal(value) if _as_number(value) is not None:
                items = [item for item, _ in self._that_pass(call, translator)]
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
            return TRUE if inner.value == "" else FALSE
        if translator.is_truth(inner):
            return translator.condition(inner).turned()
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

    def _measured(self, node: Call, translator: Translator) -> Expression:
        """Return how many of some answers pass a comparison, or the sum of those that do."""
        passing = self._that_pass(node, translator)
        if node.function.startswith("count"):
            return call("count_true", *(item.yes for item, _ in passing))
        return call("sum", *(call("if", item.yes, value) for item, value in passing))

    def _that_pass(self, node: Call, translator: Translator) -> list[tuple[Both, Expression]]:
        """Compare each of the questions of a call, pieces of a question one by one; return where each passes, and it.

        What is blank passes where something has to be less: it is an empty text.
        """
        match node:
            case Call("countif" | "sumif", (wanted, *arguments)):
                sign = "=="
            case Call("countifop" | "sumifop", (Literal(str(written)), wanted, *arguments)) if written in _COMPARED:
                sign = _COMPARED[written]
            case _:
                raise Untranslatable(f"{node.function}() compares in another way")
        return [
            (_passes(sign, symbol, wanted, translator), value_of(symbol))
            for argument in arguments
            for symbol in self._counted(argument)
        ]

    def _counted(self, argument: Node) -> Sequence[Symbol]:
        if not isinstance(argument, Reference):
            raise Untranslatable("it counts something other than questions")
        if argument.name not in ("self", "this") and not argument.name.startswith("that."):
            return (self.symbol(argument),)
        return self._symbols(argument)

    def _symbols(self, reference: Reference) -> Sequence[Symbol]:
        if reference.name in ("self", "this") and self.own_parts:
            return self.own_parts
        head, dot, rest = reference.name.partition(".")
        if dot and head == "that":
            if rest not in self.parts:
                raise Untranslatable(f"it counts the parts of `{rest}`, which has none here")
            return self.parts[rest]
        return (self.symbol(reference),)


def _terms(node: Node) -> list[Node]:
    """Return what a chain of `+` adds, from left to right."""
    match node:
        case Binary("+", left, right):
            return [*_terms(left), right]
    return [node]


def is_forced_text(node: Node) -> bool:
    """Tell whether something stands between quotes, which makes a text of what it is compared or put together with."""
    return isinstance(node, Literal) and isinstance(node.value, str)


def _is_surely_number(node: Node) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, float)


def _passes(sign: str, symbol: Symbol, wanted: Node, translator: Translator) -> Both:
    if sign == _PATTERN:
        if not isinstance(wanted, Literal) or not isinstance(wanted.value, str):
            raise Untranslatable("its pattern is not written out")
        return matches_pattern(value_of(symbol), whole_pattern(wanted.value))
    found = translator.symbol_comparison(sign, symbol, wanted)
    if sign not in ("<", "<=") or wanted in (Literal(0.0), Literal("")):
        return found
    missing = is_missing(value_of(symbol))
    return both_any([found, missing])


def _is_answered(symbol: Symbol) -> Both:
    if isinstance(symbol, Computed):
        return is_missing(symbol.expression).turned()
    return ticked(symbol) if isinstance(symbol, Ticked) else is_missing(Name(symbol.name)).turned()


def _as_number(value: str | float) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
