"""Read the rules of the census runner: trees of operators over answers, metadata and constants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.expressions.combining import Both, both_all, both_any, compare_count
from surveyapp.formats.expressions.functions import exactly
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single, Symbol, Ticked, code_of
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable
from surveyapp.formats.expressions.truth import Dialect, Translator, is_missing, ticked
from surveyapp.questionnaire.conditions import Arithmetic, Constant, Expression, IsMissing, Membership, Name
from surveyapp.questionnaire.conditions import Call as Function

METADATA = "metadata "
LIST = "number of members of "
FIRST = "which member of "
PROGRESS = "progress of "
_FOLDED = {"and": "and", "or": "or", "+": "+", "-": "-", "*": "*", "/": "/"}
_COMPARED = ("==", "!=", "<", "<=", ">", ">=")
_STEPS = ("years", "months", "days")
_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_SETS = ("in", "any-in", "all-in", "count")
_GONE = {
    "location": "it asks which member of a list is spoken of",
    "progress": "it asks how far the respondent has come",
    "supplementary_data": "it refers to data that the runner fetches",
    "previous_transform": "it refers to a step of its own",
    "response_metadata": "it refers to when the response was begun",
}


def both_of(rule: Any, scope: Scope) -> Both:
    """Return where a rule is true and where it is false; raise Untranslatable (a ValueError) with the reason."""
    return Translator(dialect(scope)).condition(tree_of(rule))


def dialect(scope: Scope) -> Dialect:
    """Return what the runner's rules mean over this scope."""
    return _Rules(scope)


def tree_of(rule: Any) -> Node:
    """Return the tree of a rule, a value source or a constant."""
    if rule is None:
        return Literal("")
    if isinstance(rule, list):
        return Call("list", tuple(tree_of(item) for item in rule))
    if not isinstance(rule, dict):
        return Literal(float(rule) if isinstance(rule, int | float) and not isinstance(rule, bool) else str(rule))
    if "source" in rule:
        return Reference(source_name(rule))
    operator, given = next(iter(rule.items()), ("nothing", []))
    if operator == "count" and (listed := _list_counted(given)):
        return Reference(f"{LIST}{listed}")
    if operator in ("==", "!=") and (completed := _completed(given)):
        return completed if operator == "==" else Unary("not", completed)
    first = _first_and_current(given) if operator in ("==", "!=") else ""
    if first:
        return Binary(operator, Reference(f"{FIRST}{first}"), Literal(1.0))
    operands = [tree_of(item) for item in given] if isinstance(given, list) and operator in _KNOWN else []
    if operator == "not" and len(operands) == 1:
        return Unary("not", operands[0])
    if operator in _FOLDED and operands:
        folded = operands[0]
        for operand in operands[1:]:
            folded = Binary(_FOLDED[operator], folded, operand)
        return folded
    if operator in _COMPARED and len(operands) == 2:
        return Binary(operator, operands[0], operands[1])
    if operator in _SETS and operands:
        return Call(operator, tuple(operands))
    if operator == "date" and isinstance(given, list) and given:
        return Call("date", (tree_of(given[0]), *_offsets(given[1] if len(given) > 1 else {})))
    raise Untranslatable(f"the operator {str(operator)[:40]!r} has no equivalent here")


_KNOWN = ("not", *_FOLDED, *_COMPARED, *_SETS)


def _offsets(offset: Any) -> list[Node]:
    """Return the years, months, days and the day of the week of an offset as constants; 0 is no day of the week."""
    steps = dict(offset) if isinstance(offset, dict) else {}
    weekday = steps.pop("day_of_week", None)
    if set(steps) - set(_STEPS) or not all(isinstance(number, int) for number in steps.values()):
        raise Untranslatable("its day is moved in a way that has no equivalent here")
    if weekday is not None and (weekday not in _DAYS or steps.get("days", 0) % 7):
        raise Untranslatable("its day of the week cannot be found by whole weeks")
    day = _DAYS.index(weekday) + 1 if weekday is not None else 0
    return [*(Literal(float(steps.get(unit, 0))) for unit in _STEPS), Literal(float(day))]


def _list_counted(given: Any) -> str:
    """Return the list whose members are counted, empty where something else is."""
    only = given[0] if isinstance(given, list) and len(given) == 1 else None
    return str(only.get("identifier")) if isinstance(only, dict) and only.get("source") == "list" else ""


def _completed(given: Any) -> Node | None:
    """Return the question whether a block or section was completed, where that is compared; None where it is not.

    What comes later is asked when all before it is done, so what is asked at all is completed, and all else not begun.
    """
    if not isinstance(given, list) or len(given) != 2:
        return None
    sources = [one for one in given if isinstance(one, dict) and one.get("source") == "progress"]
    states = [one for one in given if one in ("COMPLETED", "NOT_STARTED")]
    if len(sources) != 1 or len(states) != 1:
        return None
    asked = Call("completed", (Reference(f"{PROGRESS}{sources[0].get('selector')} {sources[0].get('identifier')}"),))
    return asked if states == ["COMPLETED"] else Unary("not", asked)


def _first_and_current(given: Any) -> str:
    """Return the list of which the two are the first member and the one that is asked; empty where they are not."""
    if not isinstance(given, list) or len(given) != 2 or not all(isinstance(one, dict) for one in given):
        return ""
    first = [one for one in given if one.get("source") == "list" and one.get("selector") == "first"]
    current = [one for one in given if one.get("source") == "location" and one.get("identifier") == "list_item_id"]
    return str(first[0].get("identifier")) if len(first) == len(current) == 1 else ""


def source_name(source: Any) -> str:
    """Return the name in the scope of what a value source refers to; raise Untranslatable with the reason."""
    kind, identifier = source.get("source"), source.get("identifier")
    if kind in _GONE:
        raise Untranslatable(_GONE[kind])
    if not isinstance(identifier, str):
        raise Untranslatable("it refers to nothing that has a name")
    if kind == "list":
        if source.get("selector") != "count":
            raise Untranslatable("it names the members of a list")
        return f"{LIST}{identifier}"
    if source.get("selector"):
        raise Untranslatable("it refers to a part of an answer")
    if isinstance(selector := source.get("list_item_selector"), dict):
        return _of_member(identifier, selector)
    return f"{METADATA}{identifier}" if kind == "metadata" else identifier


def _of_member(identifier: str, selector: Mapping[str, Any]) -> str:
    """Return the name of an answer about one member: the one that is asked, or the first."""
    if selector.get("source") == "location" and selector.get("identifier") == "list_item_id":
        return identifier
    if selector.get("source") == "list" and selector.get("selector") == "first":
        return f"{identifier}@1"
    raise Untranslatable("it refers to what another member answered")


@dataclass
class _Rules(Dialect):
    """The dialect: what is not answered is null, which is equal to nothing but null."""

    scope: Scope
    any_case: bool = True

    def symbol(self, reference: Reference) -> Symbol:
        return self.scope.symbol(reference.name)

    def boolean_call(self, call: Call, translator: Translator) -> Both | None:
        if call.function == "completed" and isinstance(asked := call.arguments[0], Reference):
            name = Name(self.symbol(asked).name)
            return Both(IsMissing(name, True, "not_asked"), IsMissing(name, False, "not_asked"))
        if call.function not in ("in", "any-in", "all-in") or len(call.arguments) != 2:
            raise Untranslatable(f"{call.function!r} is no condition")
        first, second = call.arguments
        if call.function == "in":
            return self._among(first, second, translator)
        if call.function == "any-in":
            return both_any([self._among(item, second, translator) for item in self._items(first, second)])
        return self._all_among(first, second, translator)

    def value_call(self, call: Call, translator: Translator) -> Expression | None:
        if call.function != "date":
            return None
        base, *steps = call.arguments
        first: Expression = Function("today") if base == Literal("now") else translator.expression(base)
        years, months, days, weekday = (int(step.value) for step in steps if isinstance(step, Literal))
        day = first
        for function, step in (("add_years", years), ("add_months", months)):
            if step:
                day = Function(function, (day, Constant(step)))
        if weekday:
            return Function("add_days", (day, _to_weekday(first, days, weekday)))
        return Function("add_days", (day, Constant(days))) if days else day

    def compare_call(self, comparator: str, call: Call, other: Node, translator: Translator) -> Both | None:
        if call.function != "count":
            return None
        if not isinstance(other, Literal) or not isinstance(other.value, float):
            raise Untranslatable("it compares a count with something other than a number")
        return compare_count(comparator, [ticked(one) for one in self._ticks(call.arguments[0])], other.value)

    def _among(self, first: Node, second: Node, translator: Translator) -> Both:
        if isinstance(second, Call) and second.function == "list":
            if isinstance(first, Reference) and isinstance(self.symbol(first), Many):
                items = [self._ticked(self.symbol(first), item) for item in second.arguments]
                return both_any(items)
            return both_any([translator.comparison("==", first, item) for item in second.arguments])
        if isinstance(second, Reference) and isinstance(self.symbol(second), Many):
            return self._ticked(self.symbol(second), first)
        return translator.comparison("==", first, second)

    def _all_among(self, first: Node, second: Node, translator: Translator) -> Both:
        if isinstance(first, Call):
            return both_all([self._among(item, second, translator) for item in first.arguments])
        symbol = self.symbol(first) if isinstance(first, Reference) else None
        if not isinstance(symbol, Many) or not isinstance(second, Call):
            raise Untranslatable("it compares two lists of answers")
        allowed = {code_of(str(item.value), symbol.codes) for item in second.arguments if isinstance(item, Literal)}
        others = [ticked(Ticked(symbol.name, code)).turned() for code in symbol.codes if code not in allowed]
        return both_all([is_missing(Name(symbol.name)).turned(), *others])

    def _items(self, first: Node, second: Node) -> Sequence[Node]:
        """Return the items of which any must be in the second; two lists may stand in either order."""
        if isinstance(first, Call):
            return first.arguments
        return [first] if isinstance(second, Call) else ()

    def _ticks(self, node: Node) -> list[Ticked]:
        symbol = self.symbol(node) if isinstance(node, Reference) else None
        if not isinstance(symbol, Many):
            raise Untranslatable("it counts something other than the choices of a question")
        return [Ticked(symbol.name, code) for code in symbol.codes]

    def _ticked(self, symbol: Symbol, item: Node) -> Both:
        if isinstance(symbol, Many) and isinstance(item, Reference):
            return _one_in(self.symbol(item), symbol)
        if not isinstance(symbol, Many) or not isinstance(item, Literal):
            raise Untranslatable("it looks for one answer in another")
        code = item.value if isinstance(item.value, str) else f"{item.value:g}"
        return ticked(Ticked(symbol.name, code_of(code, symbol.codes))) if code else is_missing(Name(symbol.name))


def _one_in(one: Symbol, symbol: Many) -> Both:
    """Say where the one answer is among the others."""
    if not isinstance(one, Single):
        raise Untranslatable("it looks for a list of answers in another")
    return exactly(Membership(Name(one.name), Name(symbol.name)))


def _to_weekday(day: Expression, days: int, weekday: int) -> Expression:
    """Return the days from a day to one of the week: back to the last one, or so many days away and then back.

    Whole weeks back lead to that week's own day, be it before or behind.
    """
    behind: Expression = Arithmetic("-", Function("weekday", (day,)), Constant(weekday))
    if days >= 0:
        behind = Function("mod", (Arithmetic("+", behind, Constant(7)), Constant(7)))
    return Arithmetic("-", Constant(days), behind)
