"""Say our conditions in the XPath of XLSForms, where an unanswered question is an empty text and nothing is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from surveyapp.formats.expressions.combining import OPPOSITE
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.written.xlsform.calls import answered_where, call_text, is_date
from surveyapp.formats.written.xlsform.knowledge import (
    Known,
    answered_by,
    excluded,
    given,
    is_fixed,
    is_open_safe,
    merged,
    names,
)
from surveyapp.formats.written.xlsform.lists import among, code_there, is_list, list_comparison
from surveyapp.formats.written.xlsform.measures import Rows, answered_rows, measured, spelled_out
from surveyapp.formats.written.xlsform.testing import needs_answer, rewritten, test_text
from surveyapp.formats.written.xlsform.texts import scalar, text_literal
from surveyapp.formats.written.xlsform.turns import over_turns, reference_text
from surveyapp.questionnaire.conditions import (
    ALWAYS,
    MARK,
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparator,
    Comparison,
    Condition,
    Constant,
    Expression,
    Gather,
    IsMissing,
    Membership,
    Name,
    Node,
    Not,
    OverParts,
    Test,
)

_OPERATORS = {"+": "+", "-": "-", "*": "*", "/": "div"}
_NEVER_THERE = ("refused", "dont_know", "not_applicable")
_MIRRORED: Mapping[Comparator, Comparator] = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Answers:
    """What an XPath can ask of an answer: its name in the form, its codes there by code here, whether it is a list.

    `moment` is `date`, `time` or `datetime`; `rows` are those of a grid, whose `name` is that of a group;
    `asked` says where the question is asked, `around` the repeats it stands in. `turns` marks a repeat itself,
    whose value is the number of its turn or, where it goes `over` an answer, the code of it.
    """

    name: str
    codes: Mapping[str, str] = field(default_factory=dict)
    several: bool = False
    numeric: bool = False
    moment: str = ""
    rows: Rows = field(default_factory=dict)
    asked: Condition = ALWAYS
    around: tuple[str, ...] = ()
    turns: bool = False
    over: str | None = None


@dataclass(frozen=True, slots=True)
class XPathWriter:
    """Write conditions; `own` is the question whose constraint is written, which is then the dot and is answered."""

    names: Mapping[str, Answers]
    own: str | None = None
    path: tuple[str | None, ...] = ()
    """The groups around the place that is written, outermost first: the id of a repeat, None for any other."""

    def where_true(self, condition: Condition) -> str:
        """Return an XPath that is true exactly where the condition holds; raise Untranslatable with the reason."""
        return self._true(condition, self._answered(), 0)

    def where_not_false(self, condition: Condition) -> str:
        """Return an XPath that is false exactly where the condition is false: unknown passes."""
        return self._passes(condition, self._answered(), 0)

    def value(self, expression: Expression) -> str:
        """Return an XPath with the value of an expression."""
        return self.written(expression, self._answered(), 0)

    def truth(self, node: Node, known: Known, level: int = 0) -> str:
        """Return where a condition inside a function holds."""
        if isinstance(node, Name | Constant | Arithmetic | Call | Gather):
            raise Untranslatable("it takes a value for a condition")
        return self._true(node, known, level)

    def answers(self, name: str) -> Answers:
        """Return how the form answers a name; raise Untranslatable where nothing in it does."""
        name = name.partition(MARK)[0]
        if name not in self.names:
            raise Untranslatable(f"it refers to `{name}`, which no question of the form answers")
        return self.names[name]

    def rows_of(self, name: str) -> Rows:
        """Return the rows of a grid whose rows take one answer each."""
        if not self.answers(name).rows:
            raise Untranslatable(f"it measures the parts of `{name}`, which is no grid with one answer a row")
        return self.answers(name).rows

    def reference(self, name: str) -> str:
        """Return how an XPath refers to an answer."""
        if self.answers(name).rows:
            raise Untranslatable(f"it refers to the rows of `{name}` as to one answer")
        return "." if name == self.own else reference_text(name, self)

    def written(self, expression: Node, known: Known, level: int) -> str:
        """Return the value of an expression, in brackets where it stands in a calculation that binds closer."""
        match expression:
            case Name(name):
                if self.answers(name).several:
                    raise Untranslatable(f"it computes with the list `{name}`")
                return self.reference(name)
            case Constant(value):
                if isinstance(value, tuple):
                    raise Untranslatable("it computes with a list")
                return scalar(value)
            case Arithmetic(operator, left, right):
                own = 2 if operator in "+-" else 3
                text = f"{self.written(left, known, own)} {_OPERATORS[operator]} {self.written(right, known, own + 1)}"
                return f"({text})" if level > own else text
            case Gather(_, over, _):
                return self.written(measured(expression, self.rows_of(over)), known, level)
            case Call():
                return over_turns(expression, self) or call_text(expression, self, known, level)
        raise Untranslatable("it computes with a condition")

    def _answered(self) -> Known:
        return frozenset() if self.own is None else frozenset({self.own})

    def _true(self, condition: Condition, known: Known, level: int) -> str:
        match condition:
            case AllOf(parts):
                return _joined(" and ", "true()", self._each(parts, known, self._true, 2, given=given), level > 1)
            case AnyOf(parts):
                parts, taken = merged(parts)
                each = self._each(parts, known | taken, self._true, 1, given=excluded)
                return _joined(" or ", "false()", each, level > 0)
            case Not(operand):
                return self._false(operand, known, level)
            case IsMissing():
                return self._missing(condition, known, level)
            case Comparison():
                return self._comparison(condition, known, level)
            case Membership(left, right, negated):
                found = _joined(" or ", "false()", among(condition, self), True)
                guards = self._guards((left, right), known) if negated else []
                return _joined(" and ", "", [f"not({found})" if negated else found, *guards], level > 1)
            case Test():
                return self._test(condition, known, level, negated=False)
            case OverParts(_, over, _):
                rows = self.rows_of(over)
                return self._true(AllOf((answered_rows(rows), spelled_out(condition, rows))), known, level)

    def _false(self, condition: Condition, known: Known, level: int) -> str:
        match condition:
            case AllOf(parts):
                return _joined(" or ", "false()", self._each(parts, known, self._false, 1), level > 0)
            case AnyOf(parts):
                return _joined(" and ", "true()", self._each(parts, known, self._false, 2), level > 1)
            case Not(operand):
                return self._true(operand, known, level)
            case IsMissing(operand, negated, reason):
                return self._missing(IsMissing(operand, not negated, reason), known, level)
            case Comparison(comparator, left, right):
                return self._true(Comparison(OPPOSITE[comparator], left, right), known, level)
            case Membership(left, right, negated):
                return self._true(Membership(left, right, not negated), known, level)
            case Test():
                return self._test(condition, known, level, negated=True)
            case OverParts(_, over, _):
                rows = self.rows_of(over)
                return self._true(AllOf((answered_rows(rows), Not(spelled_out(condition, rows)))), known, level)

    def _passes(self, condition: Condition, known: Known, level: int) -> str:
        match condition:
            case AllOf(parts):
                each = self._each(parts, known, self._passes, 2, given=answered_by)
                return _joined(" and ", "true()", each, level > 1)
            case AnyOf(parts):
                each = self._each(parts, known, self._passes, 1, given=excluded)
                return _joined(" or ", "false()", each, level > 0)
            case Not(operand):
                return f"not({self._true(operand, known, 0)})"
            case IsMissing():
                return self._true(condition, known, level)
            case Comparison(_, left, right) | Membership(left, right) if is_open_safe(left) and is_open_safe(right):
                unknown = sorted(names(condition) - known)
                open_ = [self._missing(IsMissing(Name(name)), known, 1) for name in unknown]
                text = self._true(condition, known | names(condition), 1)
                return _joined(" or ", "", [text, *open_], level > 0 and bool(open_))
        return f"not({self._false(condition, known, 0)})"

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

    def _guards(self, nodes: Iterable[Node], known: Known) -> list[str]:
        """Return tests that what a condition is about has a value, where an empty text could make it true."""
        found = dict.fromkeys(part for node in nodes for part in answered_where(node, self))
        plain = [part.operand.name for part in found if isinstance(part, IsMissing) and isinstance(part.operand, Name)]
        asked = [
            self._true(IsMissing(Name(name), negated=True), known, 2) for name in sorted(plain) if name not in known
        ]
        return asked + [self._true(part, known, 2) for part in found if not isinstance(part, IsMissing)]

    def _missing(self, condition: IsMissing, known: Known, level: int) -> str:
        match condition:
            case IsMissing(Name(name), negated, reason) if reason in _NEVER_THERE:
                self.answers(name)
                return "true()" if negated else "false()"
            case IsMissing(Name(name) as operand, negated, str(reason)):
                asked: Condition = Test("is_true", (self.answers(name).asked,))
                blank = reason == "unanswered"
                there = AllOf((asked, IsMissing(operand))) if blank else Not(asked)
                return self._without_asking(name)._true(Not(there) if negated else there, known, level)
            case IsMissing(Name(name), negated) if not self.answers(name).rows:
                return f"{self.reference(name)} {'!=' if negated else '='} ''"
            case IsMissing(Name(name), negated):
                some = answered_rows(self.rows_of(name))
                return self._true(some, known, level) if negated else self._false(some, known, level)
        answered = AllOf(answered_where(condition.operand, self))
        return self._true(answered, known, level) if condition.negated else self._false(answered, known, level)

    def _without_asking(self, name: str) -> XPathWriter:
        """Return a writer for which a question is always asked, so that no condition leads back to itself."""
        return replace(self, names={**self.names, name: replace(self.answers(name), asked=ALWAYS)})

    def _test(self, test: Test, known: Known, level: int, *, negated: bool) -> str:
        if test.function == "is_true":
            inner = self.truth(test.arguments[0], known, 0 if negated else level)
            return f"not({inner})" if negated else inner
        if (same := rewritten(test, self)) is not None:
            return self._false(same, known, level) if negated else self._true(same, known, level)
        guards = self._guards(test.arguments, known) if negated or needs_answer(test) else []
        text = test_text(test, self, known)
        return _joined(" and ", "", [f"not({text})" if negated else text, *guards], level > 1)

    def _comparison(self, condition: Comparison, known: Known, level: int) -> str:
        left, right = condition.left, condition.right
        if isinstance(left, Constant) and not isinstance(right, Constant):
            mirrored = _MIRRORED.get(condition.comparator, condition.comparator)
            return self._comparison(Comparison(mirrored, right, left), known, level)
        ordered = condition.comparator not in ("==", "!=")
        safe = ordered and is_open_safe(left) and is_open_safe(right)
        sure = safe or (condition.comparator == "==" and is_fixed(condition))
        guards = [] if sure else self._guards((left, right), known)
        if is_list(left, self) or is_list(right, self):
            return _joined(" and ", "", [list_comparison(condition, self), *guards], level > 1)
        sign = "=" if condition.comparator == "==" else condition.comparator
        text = f"{self.written(left, known, 1)} {sign} {self._against(condition, known)}"
        return _joined(" and ", "", [text, *guards], level > 1)

    def _against(self, condition: Comparison, known: Known) -> str:
        left, right = condition.left, condition.right
        if isinstance(right, Constant) and isinstance(right.value, str):
            if condition.comparator not in ("==", "!=") and is_date(left, self) and is_date(right, self):
                return f"date('{right.value}')"
            if isinstance(left, Name) and self.answers(left.name).codes:
                return text_literal(code_there(self.answers(left.name), right.value))
        return self.written(right, known, 1)


def _joined(word: str, empty: str, parts: list[str], wrap: bool) -> str:
    if not parts:
        return empty
    text = word.join(parts)
    return f"({text})" if wrap and len(parts) > 1 else text
