"""Read the XPath of an XLSForm (relevant, constraint, calculation, choice_filter) and say it in our conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from surveyapp.formats.expressions.combining import FALSE, OPPOSITE, TRUE, Both, all_of, any_of, compare_count
from surveyapp.formats.expressions.functions import exactly
from surveyapp.formats.expressions.grammar import MOST_CHARACTERS, Token, parse_tokens
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single, Symbol, Ticked
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable, with_parts
from surveyapp.formats.expressions.truth import Dialect, Translator, is_mere_text, is_missing, ticked
from surveyapp.formats.xlsform.functions import arithmetic_of_dates, test_of_call, value_of_call
from surveyapp.formats.xlsform.lookups import looked_up, with_lookups_as_calls
from surveyapp.formats.xlsform.turns import value_over_turns
from surveyapp.questionnaire.conditions import Call as Apply
from surveyapp.questionnaire.conditions import (
    Comparator,
    Comparison,
    Constant,
    Expression,
    IsMissing,
    Membership,
    Name,
    Test,
)

COLUMN = "column"
_TRUTHS = (
    "true", "false", "boolean", "boolean-from-string", "selected", "contains", "starts-with", "ends-with", "regex",
    "checklist", "weighted-checklist",
)  # fmt: skip
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
    return with_parts(node, _with_functions_named)


def with_columns(node: Node, cells: Mapping[str, str]) -> Node:
    """Return the tree with the cells of one choice in place of the columns' names."""
    match node:
        case Reference(name, part) if part == COLUMN:
            if name.lower() not in cells:
                raise Untranslatable(f"it compares with `{name}`, which is no column of the choices")
            return Literal(cells[name.lower()])
    return with_parts(node, lambda part: with_columns(part, cells))


@dataclass(frozen=True, slots=True)
class XPath(Dialect):
    """Translate within a form; `own` is what the dot stands for."""

    scope: Scope
    own: Symbol | None = None
    exact_texts = True

    def symbol(self, reference: Reference) -> Symbol:
        if reference.part == COLUMN:
            raise Untranslatable(f"`{reference.name}` names no question (a question is written ${{{reference.name}}})")
        if reference.name == ".":
            if self.own is None:
                raise Untranslatable("it refers to the question itself")
            return self.own
        return self.scope.symbol(reference.name)

    def gives_truth(self, call: Call) -> bool:
        return call.function in _TRUTHS

    def order(self, comparator: str, left: Node, right: Node, translator: Translator) -> Both | None:
        """Order numbers: a text that is none is neither less nor greater; days and times stay in their order."""
        if any(is_mere_text(side) for side in (left, right)):
            return FALSE
        if translator.may_be_text(left) and translator.may_be_text(right):
            return translator.value_comparison(comparator, Apply("number", (translator.expression(left),)), right)
        return None

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        match call:
            case Call("true", ()):
                return TRUE
            case Call("false", ()):
                return FALSE
            case Call("boolean" | "once", (inner,)):
                return translator.condition(inner)
            case Call("string", (inner,)) if not isinstance(inner, Literal):
                return is_missing(translator.text(inner)).turned()
            case Call("boolean-from-string", (inner,)):
                return self._said_to_be_true(inner, translator)
            case Call("checklist", (least, most, *items)):
                bounds: list[tuple[Comparator, Node]] = [(">=", least), ("<=", most)]
                limits = [(sign, limit) for sign, limit in bounds if not _is_below_zero(limit)]
                return self._counted(limits, [(item, Literal(1.0)) for item in items], translator)
            case Call("weighted-checklist", (least, most, *items)) if items and len(items) % 2 == 0:
                weighted = list(zip(items[::2], items[1::2], strict=True))
                return self._counted([(">=", least), ("<=", most)], weighted, translator)
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
            case Call("count-selected", (Reference() as question,)), Literal(float(limit)):
                return None if translator.may_be_words(question) else self._count(comparator, question, limit)
            case Call("string-length" | "normalize-space", (Reference() as question,)), Literal(value):
                return self._emptiness(comparator, translator.expression(question), value)
        return None

    def _selected(self, question: Node, code: Node, translator: Translator) -> Both:
        if isinstance(question, Literal) and isinstance(code, Literal):
            return TRUE if str(code.value).strip() in str(question.value).split() else FALSE
        symbol = self.symbol(question) if isinstance(question, Reference) else None
        if symbol is None or (isinstance(symbol, Single) and symbol.kind in ("text", "computed")):
            words = (Constant(" "), translator.text(question), Constant(" "))
            wanted_word = (Constant(" "), Apply("trim", (translator.text(code),)), Constant(" "))
            return exactly(Test("contains", (Apply("concat", words), Apply("concat", wanted_word))))
        if isinstance(code, Literal) and not isinstance(symbol, Ticked):
            whole = isinstance(code.value, float) and code.value.is_integer()
            wanted = str(int(code.value) if whole else code.value).strip()
            if isinstance(symbol, Single):
                return translator.comparison("==", question, Literal(wanted))
            return ticked(Ticked(symbol.name, wanted))
        chosen, name = translator.expression(code), Name(symbol.name)
        return Both(
            Membership(chosen, name),
            any_of([Membership(chosen, name, negated=True), IsMissing(chosen), IsMissing(name)]),
        )

    def _said_to_be_true(self, node: Node, translator: Translator) -> Both:
        """Say where a text is `true` or `1`, and no other number that is as large."""
        if translator.is_truth(node):
            return translator.condition(node)
        text = translator.text(node)
        return exactly(Test("matches", (text, Constant("(?i)true|1"))))

    def _counted(
        self, limits: Sequence[tuple[Comparator, Node]], items: Sequence[tuple[Node, Node]], translator: Translator
    ) -> Both:
        """Say where the weights of what is true add up to something within limits."""
        weights = (
            Apply("if", (translator.condition(item).yes, translator.expression(weight), Constant(0)))
            for item, weight in items
        )
        total = Apply("sum", tuple(weights))
        return exactly(all_of(Comparison(sign, total, translator.expression(limit)) for sign, limit in limits))

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


def _is_below_zero(limit: Node) -> bool:
    """Tell whether a limit of a checklist is none, which is written -1."""
    return isinstance(limit, Unary) and limit.operator == "-"


def _whole(number: float) -> Constant:
    return Constant(int(number) if number.is_integer() else number)
