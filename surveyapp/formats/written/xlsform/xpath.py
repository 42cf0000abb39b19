"""Say our conditions in the XPath of XLSForms, where an unanswered question is an empty text and nothing is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from surveyapp.formats.expressions.combining import OPPOSITE
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    Expression,
    IsMissing,
    Membership,
    Name,
    Not,
    Scalar,
    same_code,
)

_OPERATORS = {"+": "+", "-": "-", "*": "*", "/": "div"}
Known = frozenset[str]


@dataclass(frozen=True, slots=True)
class Answers:
    """What an XPath can ask of an answer: its name in the form, its codes there by code here, whether it is a list."""

    name: str
    codes: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class XPathWriter:
    """Write conditions; `own` is the question whose constraint is written, which is then the dot and is answered."""

    names: Mapping[str, Answers]
    own: str | None = None

    def where_true(self, condition: Condition) -> str:
        """Return an XPath that is true exactly where the condition holds; raise Untranslatable with the reason."""
        return self._true(condition, self._answered(), 0)

    def where_not_false(self, condition: Condition) -> str:
        """Return an XPath that is false exactly where the condition is false: unknown passes."""
        return self._passes(condition, self._answered(), 0)

    def value(self, expression: Expression) -> str:
        """Return an XPath with the value of an expression."""
        return self._value(expression, 0)

    def _answered(self) -> Known:
        return frozenset() if self.own is None else frozenset({self.own})

    def _true(self, condition: Condition, known: Known, level: int) -> str:
        match condition:
            case AllOf(parts):
                return self._joined(" and ", "true()", self._each(parts, known, self._true, 2, given=_given), level > 1)
            case AnyOf(parts):
                parts, taken = _merged(parts)
                each = self._each(parts, known | taken, self._true, 1, given=_excluded)
                return self._joined(" or ", "false()", each, level > 0)
            case Not(operand):
                return self._false(operand, known, level)
            case IsMissing(operand, negated):
                return self._missing(operand, negated, level)
            case Comparison(comparator, left, right):
                guards = self._guards(condition, known, needed=comparator in ("==", "!="))
                return self._joined(" and ", "", [self._comparison(comparator, left, right), *guards], level > 1)
            case Membership(left, right, negated):
                found = self._among(left, right)
                guards = self._guards(condition, known, needed=negated)
                return self._joined(" and ", "", [f"not({found})" if negated else found, *guards], level > 1)
        raise Untranslatable("a condition of this kind has no XPath")

    def _false(self, condition: Condition, known: Known, level: int) -> str:
        match condition:
            case AllOf(parts):
                return self._joined(" or ", "false()", self._each(parts, known, self._false, 1), level > 0)
            case AnyOf(parts):
                return self._joined(" and ", "true()", self._each(parts, known, self._false, 2), level > 1)
            case Not(operand):
                return self._true(operand, known, level)
            case IsMissing(operand, negated):
                return self._missing(operand, not negated, level)
            case Comparison(comparator, left, right):
                return self._true(Comparison(OPPOSITE[comparator], left, right), known, level)
            case Membership(left, right, negated):
                return self._true(Membership(left, right, not negated), known, level)
        raise Untranslatable("a condition of this kind has no XPath")

    def _passes(self, condition: Condition, known: Known, level: int) -> str:
        match condition:
            case AllOf(parts):
                each = self._each(parts, known, self._passes, 2, given=_answered_by)
                return self._joined(" and ", "true()", each, level > 1)
            case AnyOf(parts):
                each = self._each(parts, known, self._passes, 1, given=_excluded)
                return self._joined(" or ", "false()", each, level > 0)
            case Not(operand):
                return f"not({self._true(operand, known, 0)})"
            case IsMissing():
                return self._true(condition, known, level)
        open_ = [f"{self._reference(name)} = ''" for name in sorted(_names(condition) - known)]
        inner = known | _names(condition)
        return self._joined(" or ", "", [self._true(condition, inner, 1), *open_], level > 0 and bool(open_))

    def _each(
        self,
        parts: Iterable[Condition],
        known: Known,
        write: Callable[[Condition, Known, int], str],
        level: int,
        given: Callable[[Condition], Known] = lambda _: frozenset(),
    ) -> list[str]:
        """Write each part, given what the others say about which questions are answered."""
        parts = tuple(parts)
        learned = [given(part) for part in parts]
        written = []
        for at, part in enumerate(parts):
            others = frozenset[str]().union(*(names for other, names in enumerate(learned) if other != at))
            written.append(write(part, known | others, level))
        return list(dict.fromkeys(written))

    def _joined(self, word: str, empty: str, parts: list[str], wrap: bool) -> str:
        if not parts:
            return empty
        text = word.join(parts)
        return f"({text})" if wrap and len(parts) > 1 else text

    def _guards(self, condition: Condition, known: Known, *, needed: bool) -> list[str]:
        """Return tests that what a condition names is answered, where an empty text could make it true."""
        if not needed:
            return []
        names = sorted(_names(condition) - known)
        if isinstance(condition, Comparison) and condition.comparator == "==" and _is_fixed(condition):
            return []
        return [f"{self._reference(name)} != ''" for name in names]

    def _missing(self, operand: Expression, negated: bool, level: int) -> str:
        if not isinstance(operand, Name):
            raise Untranslatable("it asks whether the result of a calculation is missing")
        return f"{self._reference(operand.name)} {'!=' if negated else '='} ''"

    def _comparison(self, comparator: str, left: Expression, right: Expression) -> str:
        if isinstance(left, Constant) and not isinstance(right, Constant):
            mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(comparator, comparator)
            return self._comparison(mirrored, right, left)
        if (
            isinstance(right, Constant)
            and isinstance(right.value, tuple)
            or self._is_list(left)
            or self._is_list(right)
        ):
            return self._list_comparison(comparator, left, right)
        sign = "=" if comparator == "==" else comparator
        return f"{self._value(left, 1)} {sign} {self._against(left, right)}"

    def _list_comparison(self, comparator: str, left: Expression, right: Expression) -> str:
        match left, right:
            case Name(name), Constant(value) if comparator in ("==", "!="):
                codes = value if isinstance(value, tuple) else (value,)
                answers = self._answers(name)
                if len(codes) == 1:  # a list of one code is that code
                    sign = "=" if comparator == "==" else "!="
                    return f"{self._reference(name)} {sign} {_text(_code(answers, codes[0]))}"
                chosen = [f"selected({self._reference(name)}, {_text(_code(answers, code))})" for code in codes]
                same = " and ".join([f"count-selected({self._reference(name)}) = {len(codes)}", *chosen])
                return same if comparator == "==" else f"not({same})"
        raise Untranslatable("it compares two lists")

    def _against(self, left: Expression, right: Expression) -> str:
        if not isinstance(right, Constant) or not isinstance(left, Name):
            return self._value(right, 1)
        answers = self._answers(left.name)
        if answers.codes and isinstance(right.value, str):
            return _text(_code(answers, right.value))
        return self._value(right, 1)

    def _among(self, left: Expression, right: Expression) -> str:
        match left, right:
            case Constant(value), Name(name):
                codes = value if isinstance(value, tuple) else (value,)
                found = [self._chosen(name, code) for code in codes]
            case Name(name), Constant(tuple(codes)):
                found = [self._chosen(name, code) for code in codes]
            case Name(first), Name(second) if self._answers(second).several and not self._answers(first).several:
                found = [f"selected({self._reference(second)}, {self._reference(first)})"]
            case _:
                raise Untranslatable("it looks for one list in another")
        return self._joined(" or ", "false()", found, True)

    def _chosen(self, name: str, code: Scalar) -> str:
        answers = self._answers(name)
        if answers.several:
            return f"selected({self._reference(name)}, {_text(_code(answers, code))})"
        value = _text(_code(answers, code)) if answers.codes else _scalar(code)
        return f"{self._reference(name)} = {value}"

    def _value(self, expression: Expression, level: int) -> str:
        match expression:
            case Name(name):
                if self._answers(name).several:
                    raise Untranslatable(f"it computes with the list `{name}`")
                return self._reference(name)
            case Constant(value):
                if isinstance(value, tuple):
                    raise Untranslatable("it computes with a list")
                return _scalar(value)
            case Arithmetic(operator, left, right):
                own = 2 if operator in "+-" else 3
                text = f"{self._value(left, own)} {_OPERATORS[operator]} {self._value(right, own + 1)}"
                return f"({text})" if level > own else text
        raise Untranslatable("a calculation of this kind has no XPath")

    def _is_list(self, expression: Expression) -> bool:
        return isinstance(expression, Name) and self._answers(expression.name).several

    def _answers(self, name: str) -> Answers:
        if name not in self.names:
            raise Untranslatable(f"it refers to `{name}`, which no question of the form answers")
        return self.names[name]

    def _reference(self, name: str) -> str:
        return "." if name == self.own else f"${{{self._answers(name).name}}}"


def _names(node: Condition | Expression) -> Known:
    match node:
        case Name(name):
            return frozenset({name})
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Membership(left, right, _):
            return _names(left) | _names(right)
    return frozenset()


def _answered_by(condition: Condition) -> Known:
    """Return what the condition says is answered."""
    match condition:
        case IsMissing(Name(name), True, None):
            return frozenset({name})
    return frozenset()


def _given(condition: Condition) -> Known:
    """Return what is answered wherever the condition is true in XPath."""
    match condition:
        case IsMissing():
            return _answered_by(condition)
        case Comparison("<" | "<=" | ">" | ">="):
            return _names(condition)
        case Comparison("==") if _is_fixed(condition):
            return _names(condition)
        case Membership(_, _, False):
            return _names(condition)
    return frozenset()


def _excluded(condition: Condition) -> Known:
    """Return what is answered wherever the condition is false: the other alternatives may take it for granted."""
    match condition:
        case IsMissing(Name(name), False, None):
            return frozenset({name})
    return frozenset()


def _merged(parts: tuple[Condition, ...]) -> tuple[tuple[Condition, ...], Known]:
    """Leave out `q is missing` beside `q != 'a'`, as an empty text differs from any code; return what was left out."""
    match parts:
        case (
            Comparison("!=", Name(name), Constant(str() | int() | float())) as differs,
            IsMissing(Name(again), False),
        ):
            if name == again:
                return (differs,), frozenset({name})
    return parts, frozenset()


def _is_fixed(condition: Comparison) -> bool:
    """Tell whether a constant other than an empty text is compared with, which no empty answer equals."""
    return any(
        isinstance(side, Constant) and side.value != "" for side in (condition.left, condition.right)
    ) and not any(isinstance(side, Arithmetic) for side in (condition.left, condition.right))


def _code(answers: Answers, code: Scalar) -> str:
    return next((theirs for ours, theirs in answers.codes.items() if same_code(ours, code)), _plain(code))


def _scalar(value: Scalar) -> str:
    return _text(value) if isinstance(value, str) else _plain(value)


def _plain(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and ("e" in repr(value) or "E" in repr(value)):
        return f"{value:f}"
    return str(value)


def _text(value: str) -> str:
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    raise Untranslatable("a text holds both kinds of quotation marks")
