"""Read the expressions of SurveyJS and say them in our conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from surveyapp.formats.expressions.combining import Both, any_of, both_all, both_any
from surveyapp.formats.expressions.functions import text_test
from surveyapp.formats.expressions.grammar import MOST_CHARACTERS, Token, parse_tokens
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Computed, Many, Single, Symbol, Ticked, code_of
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Untranslatable, with_parts
from surveyapp.formats.expressions.truth import Dialect, Translator, ticked
from surveyapp.formats.surveyjs.functions import value_of_call
from surveyapp.questionnaire.conditions import MARK, Comparison, Constant, Expression, IsMissing, Membership, Name
from surveyapp.questionnaire.conditions import Call as Function

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<name>\{[^{}]+\})
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<operator>==|!=|<>|<=|>=|&&|\|\||\*=|<|>|=|!|\+|-|\*|/|%|\^)
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
_TURN = re.compile(r"(.+?)\[(\d+)\]\.(.+)\Z")
_LENGTH = ".length"
_INSIDE = ("panel.", "row.")
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
        case Binary("^", left, right):
            node = Call("power", (left, right))
        case Binary(operator, left, right) if operator in _SETS:
            node = Call(operator, (left, right))
        case Call("iif", arguments):
            node = Call("if", arguments)
    return with_parts(node, _sets_as_calls)


def translator_of(scope: Scope) -> Translator:
    return Translator(_dialect(scope))


def _dialect(scope: Scope) -> Dialect:
    return _SurveyJs(scope)


@dataclass
class _SurveyJs(Dialect):
    """The dialect: something unanswered is empty, and lists are compared by what they contain."""

    scope: Scope
    any_case: bool = True

    def symbol(self, reference: Reference) -> Symbol:
        return symbol_called(reference.name, self.scope)

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        if call.function not in _SETS:
            return None
        left, right = call.arguments
        if call.function in ("notcontains", "noneof"):
            positive = "contains" if call.function == "notcontains" else "anyof"
            return self._held(positive, left, right, translator).turned()
        return self._held(call.function, left, right, translator)

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        return value_of_call(call, self.scope, translator)

    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None:
        if call.function != "list" or not isinstance(other, Reference) or comparator not in ("==", "!="):
            return None
        symbol = self.symbol(other)
        if not isinstance(symbol, Many):
            return None
        found = both_all([self._has_all(symbol, call), _as_many(symbol, len(call.arguments))])
        return found if comparator == "==" else found.turned()

    def _has_all(self, symbol: Many, listed: Call) -> Both:
        return both_all([ticked(Ticked(symbol.name, code_of(_code(item), symbol.codes))) for item in listed.arguments])

    def _held(self, function: str, left: Node, right: Node, translator: Translator) -> Both:
        listed = right.arguments if isinstance(right, Call) and right.function == "list" else (right,)
        items = [self._has(left, item, translator, function == "contains") for item in listed]
        return both_any(items) if function == "anyof" else both_all(items)

    def _has(self, left: Node, item: Node, translator: Translator, in_text: bool) -> Both:
        if isinstance(left, Call) and left.function == "list" and isinstance(item, Reference):
            return both_any([translator.comparison("==", item, one) for one in left.arguments])
        if not isinstance(left, Reference):
            raise Untranslatable("it looks for something in what is no answer")
        symbol = self.symbol(left)
        if isinstance(symbol, Many) and isinstance(item, Literal):
            return ticked(Ticked(symbol.name, code_of(_code(item), symbol.codes)))
        if isinstance(symbol, Many):
            return _among(translator.expression(item), Name(symbol.name))
        if in_text:
            return text_test("contains", (left, item), translator)
        return translator.comparison("==", left, item)


def symbol_called(written: str, scope: Scope) -> Symbol:
    """Return what a name between braces stands for; `panel.` and `row.` are the turn around, `[0]` one of its turns."""
    name = written.strip().removeprefix("#")
    inside = next((name.removeprefix(prefix) for prefix in _INSIDE if name.startswith(prefix)), None)
    if inside is not None:
        around = next((panel for panel, repeat in scope.repeated.items() if scope.here[-1:] == (repeat,)), None)
        return scope.symbol(f"{around}.{inside}" if around else name)
    if turn := _TURN.match(name):
        symbol = scope.symbols.get(f"{turn[1]}.{turn[3]}")
        if isinstance(symbol, Single) and turn[1] in scope.repeated and not scope.here:
            return Single(f"{symbol.name}{MARK}{int(turn[2]) + 1}", symbol.kind)
        raise Untranslatable(f"it refers to one turn of `{turn[1]}`")
    if name.endswith(_LENGTH) and name not in scope.symbols:
        return _length_of(name.removesuffix(_LENGTH), scope)
    return scope.symbol(name)


def _length_of(name: str, scope: Scope) -> Computed:
    """Return how many choices are chosen, or how many turns a panel has."""
    repeat = scope.repeated.get(name)
    if repeat is not None:
        if repeat in scope.here:
            raise Untranslatable(f"it counts the turns of `{name}`, which are not all asked yet")
        return Computed(repeat, Function("count_chosen", (Name(repeat),)))
    symbol = scope.symbol(name)
    if not isinstance(symbol, Many):
        raise Untranslatable(f"it asks how long `{name}` is")
    return Computed(symbol.name, Function("count_chosen", (Name(symbol.name),)))


def with_item(node: Node, code: str) -> Node:
    """Return the tree with a code in place of `{item}`."""
    match node:
        case Reference("item" | "choice"):
            return Literal(code)
    return with_parts(node, lambda part: with_item(part, code))


def _code(item: Node) -> str:
    if not isinstance(item, Literal):
        raise Untranslatable("it looks for something that is no constant")
    return item.value if isinstance(item.value, str) else f"{item.value:g}"


def _as_many(symbol: Many, number: int) -> Both:
    counted = Function("count_chosen", (Name(symbol.name),))
    return Both(Comparison("==", counted, Constant(number)), Comparison("!=", counted, Constant(number)))


def _among(item: Expression, listed: Name) -> Both:
    missing = [IsMissing(one) for one in (item, listed)]
    return Both(Membership(item, listed), any_of([Membership(item, listed, negated=True), *missing]))
