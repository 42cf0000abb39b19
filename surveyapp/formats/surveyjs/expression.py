"""Read the expressions of SurveyJS and say them in our conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from surveyapp.formats.expressions.combining import Both, both_all, both_any
from surveyapp.formats.expressions.grammar import MOST_CHARACTERS, Token, parse_tokens
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable
from surveyapp.formats.expressions.truth import Dialect, Many, Symbol, Ticked, Translator, ticked
from surveyapp.questionnaire.conditions import Call as Function
from surveyapp.questionnaire.conditions import Expression

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<name>\{[^{}]+\})
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<operator>==|!=|<>|<=|>=|&&|\|\||\*=|<|>|=|!|\+|-|\*|/|%)
      | (?P<mark>\(|\)|,|\[|\])
      | (?P<word>[^\W\d]\w*)
    )""",
    re.VERBOSE,
)
_SIGNS = {"=": "==", "<>": "!=", "&&": "and", "||": "or", "!": "not", "*=": "contains", "%": "mod"}
_WORDS = {
    "and": "and", "or": "or", "equal": "==", "notequal": "!=", "less": "<", "lessorequal": "<=", "greater": ">",
    "greaterorequal": ">=", "contains": "contains", "contain": "contains", "notcontains": "notcontains",
    "notcontain": "notcontains", "anyof": "anyof", "allof": "allof", "noneof": "noneof", "negate": "not",
}  # fmt: skip
_FUNCTIONS = (("today", 0), ("year", 1), ("month", 1), ("day", 1), ("weekday", 1))
_AGGREGATES = {"sum": "sum", "min": "min", "max": "max", "avg": "mean"}
_SETS = ("contains", "notcontains", "anyof", "allof", "noneof")


def parse_surveyjs(text: str) -> Node:
    """Return the tree of an expression; raise Untranslatable with the reason."""
    if len(text) > MOST_CHARACTERS:
        raise Untranslatable(f"the expression has more than {MOST_CHARACTERS} characters")
    tokens: list[Token] = []
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if not found or found.end() == position:
            raise Untranslatable(f"the expression cannot be read at {text[position : position + 20].strip()!r}")
        tokens += _tokens(str(found.lastgroup), found[0].strip())
        position = found.end()
    return _sets_as_calls(parse_tokens(tokens))


def _tokens(kind: str, text: str) -> list[Token]:
    match kind:
        case "name":
            return [Token("name", text[1:-1].strip())]
        case "number":
            return [Token("number", text)]
        case "text":
            return [Token("text", re.sub(r"\\(.)", r"\1", text[1:-1]))]
        case "operator":
            return [Token("operator", _SIGNS.get(text, text))]
        case "mark":
            return {"[": [Token("name", "list"), Token("mark", "(")], "]": [Token("mark", ")")]}.get(
                text, [Token("mark", text)]
            )
    word = text.lower()
    if word in ("empty", "notempty"):
        return [Token("operator", "==" if word == "empty" else "!="), Token("text", "")]
    if word in _WORDS:
        return [Token("operator", _WORDS[word])]
    return [Token("text", word)] if word in ("true", "false") else [Token("name", text)]


def _sets_as_calls(node: Node) -> Node:
    match node:
        case Binary(operator, left, right):
            both = (_sets_as_calls(left), _sets_as_calls(right))
            return Call(operator, both) if operator in _SETS else Binary(operator, *both)
        case Unary(operator, operand):
            return Unary(operator, _sets_as_calls(operand))
        case Call(function, arguments):
            name = "if" if function == "iif" else function
            return Call(name, tuple(_sets_as_calls(argument) for argument in arguments))
    return node


def translator_of(scope: Scope) -> Translator:
    return Translator(_dialect(scope))


def _dialect(scope: Scope) -> Dialect:
    return _SurveyJs(scope)


@dataclass
class _SurveyJs:
    """The dialect: something unanswered is empty, and lists are compared by what they contain."""

    scope: Scope
    zero_is_false: bool = False

    def symbol(self, reference: Reference) -> Symbol:
        return self.scope.symbol(reference.name.removeprefix("panel.").removeprefix("#"))

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        if call.function not in _SETS:
            return None
        left, right = call.arguments
        if call.function in ("notcontains", "noneof"):
            positive = "contains" if call.function == "notcontains" else "anyof"
            return self._held(positive, left, right, translator).turned()
        return self._held(call.function, left, right, translator)

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        given = [translator.expression(argument) for argument in call.arguments]
        if call.function == "age" and len(given) == 1:
            return Function("years_between", (given[0], Function("today")))
        if (call.function, len(given)) in _FUNCTIONS:
            return Function(call.function, tuple(given))
        if call.function in _AGGREGATES and given:
            return Function(_AGGREGATES[call.function], tuple(given))
        return None

    def arithmetic(self, node: Binary, translator: Translator) -> Expression | None:
        return None

    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None:
        return None

    def _held(self, function: str, left: Node, right: Node, translator: Translator) -> Both:
        listed = right.arguments if isinstance(right, Call) and right.function == "list" else (right,)
        items = [self._has(left, item, translator) for item in listed]
        return both_any(items) if function == "anyof" else both_all(items)

    def _has(self, left: Node, item: Node, translator: Translator) -> Both:
        if not isinstance(left, Reference) or not isinstance(item, Literal):
            raise Untranslatable("it looks for something that is no constant, or in something that is no answer")
        symbol = self.symbol(left)
        if isinstance(symbol, Many):
            code = item.value if isinstance(item.value, str) else f"{item.value:g}"
            return ticked(Ticked(symbol.name, code))
        return translator.comparison("==", left, item)
