"""Translate a tree into our conditions, keeping what the source makes of an unanswered question.

In XPath and ExpressionScript an unanswered question is an empty text, so `q != 'a'` is true of it; here a comparison
with something unanswered is open. Every condition is therefore translated twice: where it is true, and where false.
"""

from __future__ import annotations

import re
from typing import Protocol, cast

from surveyapp.formats.expressions.combining import (
    FALSE,
    MIRRORED,
    OPPOSITE,
    TRUE,
    Both,
    all_of,
    any_of,
    both_all,
    both_any,
    both_same,
)
from surveyapp.formats.expressions.symbols import Computed, Many, Single, Symbol, Ticked, code_of
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable
from surveyapp.questionnaire.conditions import (
    Arithmetic,
    Comparator,
    Comparison,
    Condition,
    Constant,
    Expression,
    IsMissing,
    Membership,
    Name,
    Not,
    Operator,
    Scalar,
    Test,
    as_number,
    holds,
    names_in,
)
from surveyapp.questionnaire.conditions import Call as Apply

_COMPARATORS = ("==", "!=", "<", "<=", ">", ">=")
_ARITHMETIC = ("+", "-", "*", "/")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")


TRUE_TEXT, FALSE_TEXT = "true", "false"


class Dialect(Protocol):
    """What differs from language to language: names, functions, and what its operators make of texts and truths.

    `zero_is_false`: the text `0` alone is false. `exact_texts`: two texts are equal only character by character, though
    both read as numbers. `any_case`: capital and small letters are the same. `as_numbers` and `as_texts` are what true
    and false are where a value is needed; None is no value. `order` may say what `<` and its like mean of two trees;
    where it gives None, they order numbers by size and texts by code point.
    """

    zero_is_false: bool = False
    exact_texts: bool = False
    any_case: bool = False
    as_numbers: tuple[int, int | None] = (1, 0)
    as_texts: tuple[str, str | None] = (TRUE_TEXT, FALSE_TEXT)

    def symbol(self, reference: Reference) -> Symbol: ...
    def boolean_call(self, call: Call, translator: Translator) -> Both | None: ...
    def value_call(self, call: Call, translator: Translator) -> Expression | None: ...
    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None: ...

    def gives_truth(self, call: Call) -> bool:
        return False

    def order(self, comparator: str, left: Node, right: Node, translator: Translator) -> Both | None:
        return None

    def arithmetic(self, node: Binary, translator: Translator) -> Expression | None:
        return None


class Translator:
    """Translate the trees of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def condition(self, node: Node) -> Both:
        """Return where the tree is true and where it is false; raise Untranslatable with the reason."""
        match node:
            case Binary("and", left, right):
                return both_all([self.condition(left), self.condition(right)])
            case Binary("or", left, right):
                return both_any([self.condition(left), self.condition(right)])
            case Unary("not", operand):
                return self.condition(operand).turned()
            case Binary(operator, left, right) if operator in _COMPARATORS:
                return self.comparison(operator, left, right)
            case Literal(value):
                return FALSE if value in (0.0, "") or (value == "0" and self.dialect.zero_is_false) else TRUE
            case Call("if" | "iif", (when, then, otherwise)):
                test = self.condition(when)
                said = both_all([test, self.condition(then)]), both_all([test.turned(), self.condition(otherwise)])
                return both_any(said)
            case Call():
                found = self.dialect.boolean_call(node, self)
                if found is None and self.dialect.gives_truth(node):
                    raise Untranslatable(f"the function {node.function}() has no equivalent here")
                return self.nonzero(self.expression(node)) if found is None else found
            case Reference():
                return self.alone(self.dialect.symbol(node))
        return self.nonzero(self.expression(node))

    def alone(self, symbol: Symbol) -> Both:
        """Say where a name by itself counts as true."""
        if isinstance(symbol, Ticked):
            return ticked(symbol)
        if isinstance(symbol, Computed):
            return is_missing(symbol.expression).turned()
        if isinstance(symbol, Single) and symbol.kind == "truth":
            return equality(Name(symbol.name), Constant(TRUE_TEXT))
        if self.dialect.zero_is_false or (isinstance(symbol, Single) and symbol.kind == "number"):
            return self.nonzero(Name(symbol.name))
        return is_missing(Name(symbol.name)).turned()

    def nonzero(self, expression: Expression) -> Both:
        """Say where a number is not zero; an unanswered one counts as zero."""
        return _apart_from_zero(expression)

    def comparison(self, comparator: str, left: Node, right: Node) -> Both:
        for call, other, mirrored in ((left, right, comparator), (right, left, MIRRORED[comparator])):
            if isinstance(call, Call):
                found = self.dialect.compare_call(mirrored, call, other, self)
                if found is not None:
                    return found
        if comparator in ("==", "!=") and (self.is_truth(left) or self.is_truth(right)):
            same = both_same(self._as_truth(left), self._as_truth(right))
            return same if comparator == "==" else same.turned()
        if isinstance(left, Literal) and isinstance(right, Literal):
            return TRUE if self._holds_of_constants(comparator, left, right) else FALSE
        if isinstance(left, Literal):
            return self.comparison(MIRRORED[comparator], right, left)
        if comparator == "!=":
            return self.comparison("==", left, right).turned()
        if comparator != "==":
            found = self.dialect.order(comparator, left, right, self)
            if found is not None:
                return found
        if isinstance(left, Reference):
            return self.symbol_comparison(comparator, self.dialect.symbol(left), right)
        return self.value_comparison(comparator, self.expression(left), right)

    def is_truth(self, node: Node) -> bool:
        """Tell whether the value of a tree is true or false."""
        match node:
            case Binary(operator):
                return operator in (*_COMPARATORS, "and", "or")
            case Unary(operator):
                return operator == "not"
            case Call("if" | "iif", (_, then, otherwise)):
                return self.is_truth(then) and self.is_truth(otherwise)
            case Call():
                return self.dialect.gives_truth(node)
            case Reference():
                symbol = self.dialect.symbol(node)
                return isinstance(symbol, Single) and symbol.kind == "truth"
        return False

    def _as_truth(self, node: Node) -> Both:
        if isinstance(node, Literal) and node.value in (TRUE_TEXT, FALSE_TEXT):
            return TRUE if node.value == TRUE_TEXT else FALSE
        return self.condition(node)

    def _holds_of_constants(self, comparator: str, left: Literal, right: Literal) -> bool:
        if self.dialect.exact_texts and isinstance(left.value, str) and isinstance(right.value, str):
            if comparator in ("==", "!="):
                return (left.value == right.value) is (comparator == "==")
            if any(is_mere_text(side) for side in (left, right)):
                return False
        return holds(Comparison(cast(Comparator, comparator), _constant(left), _constant(right)), {})

    def may_be_text(self, node: Node) -> bool:
        """Tell whether a tree is an answer that may be a text."""
        if not isinstance(node, Reference):
            return False
        symbol = self.dialect.symbol(node)
        return isinstance(symbol, Single) and symbol.kind in ("code", "text", "computed")

    def symbol_comparison(self, comparator: str, symbol: Symbol, right: Node) -> Both:
        """Compare a name with a tree."""
        if comparator == "!=":
            return self.symbol_comparison("==", symbol, right).turned()
        if isinstance(symbol, Ticked):
            return _compare_ticked(comparator, symbol, right)
        if isinstance(symbol, Many) and right != Literal(""):
            return _compare_list(comparator, symbol, right)
        left = symbol.expression if isinstance(symbol, Computed) else Name(symbol.name)
        if self.dialect.any_case and isinstance(symbol, Single) and isinstance(right, Literal) and comparator == "==":
            return self._equal_in_any_case(symbol, right)
        if self.dialect.exact_texts and isinstance(symbol, Single) and symbol.kind == "text" and comparator == "==":
            match right:
                case Literal(str(digits)) if as_number(digits) is not None:
                    matching = Test("matches", (left, Constant(_literally(digits))))
                    return Both(matching, any_of([Not(matching), IsMissing(left)]))
        return self.value_comparison(comparator, left, right)

    def may_be_words(self, node: Node) -> bool:
        """Tell whether a tree is a text that may be put together of several codes."""
        symbol = self.dialect.symbol(node) if isinstance(node, Reference) else None
        return isinstance(symbol, Single) and symbol.kind in ("text", "computed")

    def _equal_in_any_case(self, symbol: Single, right: Literal) -> Both:
        """Compare an answer with a constant, whose capital letters count as small ones."""
        if not isinstance(right.value, str) or right.value.lower() == right.value.upper():
            return self.value_comparison("==", Name(symbol.name), right)
        if symbol.codes:
            return self.value_comparison("==", Name(symbol.name), Literal(code_of(right.value, symbol.codes)))
        if symbol.kind not in ("text", "computed"):
            return self.value_comparison("==", Name(symbol.name), right)
        return self.value_comparison("==", Apply("lower", (Name(symbol.name),)), Literal(right.value.lower()))

    def value_comparison(self, comparator: str, left: Expression, right: Node) -> Both:
        """Compare a value with a tree: numbers by size, texts by code point."""
        if isinstance(right, Literal) and right.value == "":
            if comparator != "==":
                raise Untranslatable("it orders something against an empty text")
            return is_missing(left)
        second = self.expression(right)
        return equality(left, second) if comparator == "==" else _order(comparator, left, second)

    def expression(self, node: Node) -> Expression:
        """Return the value of a tree, true and false as numbers; raise Untranslatable with the reason."""
        if self.is_truth(node):
            return self._truth_as(node, self.dialect.as_numbers)
        match node:
            case Literal(value):
                return Constant(_scalar(value))
            case Reference():
                symbol = self.dialect.symbol(node)
                if isinstance(symbol, Ticked):
                    return value_of_ticked(symbol)
                return symbol.expression if isinstance(symbol, Computed) else Name(symbol.name)
            case Unary("-", Literal(float(value))):
                return Arithmetic("-", Constant(0), Constant(_scalar(value)))
            case Unary("-", operand):
                return Arithmetic("-", Constant(0), self.expression(operand))
            case Binary("mod", left, right):
                return Apply("mod", (self.expression(left), self.expression(right)))
            case Binary(operator, left, right) if operator in _ARITHMETIC:
                found = self.dialect.arithmetic(node, self)
                if found is not None:
                    return found
                return Arithmetic(cast(Operator, operator), self.expression(left), self.expression(right))
            case Call(function, _):
                found = self.dialect.value_call(node, self)
                if found is None:
                    raise Untranslatable(f"the function {function}() has no equivalent here")
                return found
        operator = node.operator if isinstance(node, Binary | Unary) else "?"
        raise Untranslatable(f"it computes with the result of {operator!r}")

    def text(self, node: Node) -> Expression:
        """Return the value of a tree as a text is made of it: a list with spaces between, true and false in words."""
        if self.is_truth(node):
            return self._truth_as(node, self.dialect.as_texts)
        if isinstance(node, Reference) and isinstance(symbol := self.dialect.symbol(node), Many):
            return Apply("join", (Constant(" "), Name(symbol.name)))
        return self.expression(node)

    def _truth_as(self, node: Node, values: tuple[Scalar, Scalar | None]) -> Expression:
        true, false = values
        return Apply("if", (self.condition(node).yes, Constant(true), *([] if false is None else [Constant(false)])))


def is_missing(expression: Expression) -> Both:
    return Both(IsMissing(expression), IsMissing(expression, negated=True))


def ticked(symbol: Ticked) -> Both:
    """Say where one code of a list is chosen."""
    code, name = Constant(symbol.code), Name(symbol.name)
    return Both(Membership(code, name), any_of([Membership(code, name, negated=True), IsMissing(name)]))


def value_of_ticked(symbol: Ticked) -> Expression:
    """Return the mark of a code where it is chosen, else nothing."""
    return Apply("if", (ticked(symbol).yes, Constant(symbol.mark)))


def equality(left: Expression, right: Expression) -> Both:
    """Say where two values are equal; two unanswered ones are."""
    same, different = Comparison("==", left, right), Comparison("!=", left, right)
    if _is_fixed(left) or _is_fixed(right):
        return Both(same, any_of([different, *(IsMissing(side) for side in (left, right) if not _is_fixed(side))]))
    one_sided = [
        all_of([IsMissing(left), IsMissing(right, negated=True)]),
        all_of([IsMissing(left, negated=True), IsMissing(right)]),
    ]
    return Both(
        any_of([same, all_of([IsMissing(left), IsMissing(right)])]),
        any_of([different, *one_sided]),
    )


def is_mere_text(node: Node) -> bool:
    """Tell whether a constant is a text that is neither a number nor a day or time."""
    match node:
        case Literal(str(value)):
            return value != "" and as_number(value) is None and _MOMENT.match(value) is None
    return False


def _literally(text: str) -> str:
    return re.sub(r"[.+*?()|{}\[\]^$\\]", r"\\\g<0>", text)


def _order(comparator: str, left: Expression, right: Expression) -> Both:
    ordered = Comparison(cast(Comparator, comparator), left, right)
    numbers = not any(isinstance(side, Constant) and isinstance(side.value, str) for side in (left, right))
    opposite: Condition = Comparison(OPPOSITE[ordered.comparator], left, right) if numbers else Not(ordered)
    return Both(ordered, any_of([opposite, *(IsMissing(side) for side in (left, right) if not _is_fixed(side))]))


def _compare_ticked(comparator: str, symbol: Ticked, right: Node) -> Both:
    if comparator != "==" or not isinstance(right, Literal):
        raise Untranslatable(f"it compares one choice of `{symbol.name}` with something other than chosen or not")
    if right.value == "":
        return ticked(symbol).turned()
    return ticked(symbol) if right.value == symbol.mark else FALSE


def _compare_list(comparator: str, symbol: Many, right: Node) -> Both:
    if comparator != "==" or not isinstance(right, Literal):
        raise Untranslatable(f"it compares the list of choices of `{symbol.name}` with something other than a text")
    codes = str(_scalar(right.value)).split()
    return equality(Name(symbol.name), Constant(tuple(codes)))


def _apart_from_zero(expression: Expression) -> Both:
    zero = Comparison("==", expression, Constant(0))
    unanswered = [] if _is_fixed(expression) else [IsMissing(expression)]
    return Both(Comparison("!=", expression, Constant(0)), any_of([zero, *unanswered]))


def _constant(literal: Literal) -> Constant:
    return Constant(_scalar(literal.value))


def _is_fixed(expression: Expression) -> bool:
    return not names_in(expression)


def _scalar(value: str | float) -> Scalar:
    return int(value) if isinstance(value, float) and value.is_integer() else value
