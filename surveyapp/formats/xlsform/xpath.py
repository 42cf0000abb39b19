"""Read the XPath of an XLSForm (relevant, constraint, calculation, choice_filter) and say it in our conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from surveyapp.formats.expressions.combining import FALSE, OPPOSITE, TRUE, Both, any_of, compare_count
from surveyapp.formats.expressions.grammar import MOST_CHARACTERS, Token, parse_tokens
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable
from surveyapp.formats.expressions.truth import Many, Single, Symbol, Ticked, Translator, is_missing, ticked
from surveyapp.formats.xlsform.functions import arithmetic_of_dates, test_of_call, value_of_call
from surveyapp.formats.xlsform.lookups import looked_up, with_lookups_as_calls
from surveyapp.formats.xlsform.turns import value_over_turns
from surveyapp.questionnaire.conditions import Call as Apply
from surveyapp.questionnaire.conditions import Comparator, Comparison, Constant, Expression, IsMissing, Membership, Name

COLUMN = "column"
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<dollar>\$\{\s*(?:last-saved\#)?[^{}\s]+\s*\})
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<path>(?:current\(\)|\.)?(?:/\.\.)*(?:/[\w.-]+)+|\.\.(?:/\.\.)*(?:/[\w.-]+)+)
      | (?P<parent>\.\.)
      | (?P<operator>!=|<=|>=|==|=|<|>|\+|-|\*)
      | (?P<mark>\(|\)|,)
      | (?P<self>\.(?![\w.]))
      | (?P<word>[^\W\d][\w.-]*(?::[\w-]+)?)
    )""",
    re.VERBOSE,
)
_OPERATOR_WORDS = {"and": "and", "or": "or", "div": "/", "mod": "mod"}
_SPELLINGS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})


def parse_xpath(text: str) -> Node:
    """Return the tree of an XPath expression; raise Untranslatable with the reason."""
    if len(text) > MOST_CHARACTERS:
        raise Untranslatable(f"the expression has more than {MOST_CHARACTERS} characters")
    return _with_functions_named(parse_tokens(_tokens(with_lookups_as_calls(text.translate(_SPELLINGS).strip()))))


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if not found or found.end() == position:
            raise Untranslatable(f"XPath at {text[position : position + 20]!r} has no equivalent here")
        after_operand = bool(tokens) and (tokens[-1].kind in ("number", "text", "name") or tokens[-1].text == ")")
        tokens.append(_token(str(found.lastgroup), found[0].strip(), after_operand))
        position = found.end()
        if not text[position:].strip():
            break
    return tokens


def _token(kind: str, text: str, after_operand: bool) -> Token:
    match kind:
        case "dollar":
            name = text[2:-1].strip()
            if name.startswith("last-saved#"):
                raise Untranslatable("it refers to the answer of an earlier interview")
            return Token("name", f"${name}")
        case "number":
            return Token("number", text)
        case "text":
            return Token("text", text[1:-1])
        case "path":
            return Token("name", f"${text if text.endswith('..') else text.rpartition('/')[2]}")
        case "parent":
            return Token("name", f"${text}")
        case "self":
            return Token("name", ".")
        case "operator":
            return Token("operator", "==" if text == "=" else text)
        case "mark":
            return Token("mark", text)
    if after_operand and text in _OPERATOR_WORDS:
        return Token("operator", _OPERATOR_WORDS[text])
    return Token("name", text)


def _with_functions_named(node: Node) -> Node:
    """Tell `${name}` and paths from bare names, which are columns of the choices sheet."""
    match node:
        case Reference(name):
            if name.startswith("$"):
                return Reference(name[1:])
            return node if name == "." else Reference(name, COLUMN)
        case Call("not", (operand,)):
            return Unary("not", _with_functions_named(operand))
        case Call(function, arguments):
            return Call(function, tuple(_with_functions_named(argument) for argument in arguments))
        case Unary(operator, operand):
            return Unary(operator, _with_functions_named(operand))
        case Binary(operator, left, right):
            return Binary(operator, _with_functions_named(left), _with_functions_named(right))
    return node


def with_columns(node: Node, cells: Mapping[str, str]) -> Node:
    """Return the tree with the cells of one choice in place of the columns' names."""
    match node:
        case Reference(name, part) if part == COLUMN:
            if name.lower() not in cells:
                raise Untranslatable(f"it compares with `{name}`, which is no column of the choices")
            return Literal(cells[name.lower()])
        case Call(function, arguments):
            return Call(function, tuple(with_columns(argument, cells) for argument in arguments))
        case Unary(operator, operand):
            return Unary(operator, with_columns(operand, cells))
        case Binary(operator, left, right):
            return Binary(operator, with_columns(left, cells), with_columns(right, cells))
    return node


@dataclass(frozen=True, slots=True)
class XPath:
    """Translate within a form; `own` is what the dot stands for."""

    scope: Scope
    own: Symbol | None = None
    zero_is_false = False

    def symbol(self, reference: Reference) -> Symbol:
        if reference.part == COLUMN:
            raise Untranslatable(f"`{reference.name}` names no question (a question is written ${{{reference.name}}})")
        if reference.name == ".":
            if self.own is None:
                raise Untranslatable("it refers to the question itself")
            return self.own
        return self.scope.symbol(reference.name)

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        match call:
            case Call("true", ()):
                return TRUE
            case Call("false", ()):
                return FALSE
            case Call("boolean" | "once" | "string", (inner,)):
                return translator.condition(inner)
            case Call("selected", (question, code)):
                return self._selected(question, code, translator)
        return test_of_call(call, translator)

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        return (
            looked_up(call, self.scope, translator, with_columns)
            or value_over_turns(call, self.scope, translator)
            or value_of_call(call, translator)
        )

    def arithmetic(self, node: Binary, translator: Translator) -> Expression | None:
        return arithmetic_of_dates(node, translator)

    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None:
        match call, other:
            case Call("selected" | "boolean" | "not"), Call("true" | "false", ()) if comparator in ("==", "!="):
                both = translator.condition(call)
                return both if (other == Call("true", ())) is (comparator == "==") else both.turned()
            case Call("count-selected", (Reference() as question,)), Literal(float(limit)):
                return self._count(comparator, question, limit)
            case Call("string-length" | "normalize-space", (Reference() as question,)), Literal(value):
                return self._emptiness(comparator, translator.expression(question), value)
        return None

    def _selected(self, question: Node, code: Node, translator: Translator) -> Both:
        if not isinstance(question, Reference):
            raise Untranslatable("selected() is asked of something other than a question")
        symbol = self.symbol(question)
        if isinstance(code, Literal) and not isinstance(symbol, Ticked):
            wanted = str(int(code.value) if isinstance(code.value, float) and code.value.is_integer() else code.value)
            if isinstance(symbol, Single):
                return translator.comparison("==", question, Literal(wanted))
            return ticked(Ticked(symbol.name, wanted))
        chosen, name = translator.expression(code), Name(symbol.name)
        return Both(
            Membership(chosen, name),
            any_of([Membership(chosen, name, negated=True), IsMissing(chosen), IsMissing(name)]),
        )

    def _count(self, comparator: str, question: Reference, limit: float) -> Both:
        symbol = self.symbol(question)
        if isinstance(symbol, Many):
            counted = Apply("count_chosen", (Name(symbol.name),))
            sign = cast(Comparator, comparator)
            return Both(Comparison(sign, counted, _whole(limit)), Comparison(OPPOSITE[sign], counted, _whole(limit)))
        return compare_count(comparator, [is_missing(Name(symbol.name)).turned()], limit)

    def _emptiness(self, comparator: str, question: Expression, limit: str | float) -> Both | None:
        """Say whether a text is empty, where that is what its length is compared for."""
        missing = is_missing(question)
        if (comparator, limit) in ((">", 0.0), ("!=", 0.0), (">=", 1.0), ("!=", "")):
            return missing.turned()
        return missing if (comparator, limit) in (("==", 0.0), ("<=", 0.0), ("<", 1.0), ("==", "")) else None


def _whole(number: float) -> Constant:
    return Constant(int(number) if number.is_integer() else number)
