"""Say our functions in the XPath of XLSForms, and when they give a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.written.xlsform.measures import counted, measured
from surveyapp.questionnaire.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparison,
    Condition,
    Constant,
    Gather,
    IsMissing,
    Name,
    Node,
    Not,
    Test,
)

if TYPE_CHECKING:
    from surveyapp.formats.written.xlsform.knowledge import Known
    from surveyapp.formats.written.xlsform.xpath import XPathWriter

_SAME = {"round": "round", "truncate": "int", "floor": "floor", "ceiling": "ceiling", "abs": "abs", "sqrt": "sqrt",
         "power": "pow", "length": "string-length", "lower": "lower-case", "upper": "upper-case",
         "single_spaced": "normalize-space"}  # fmt: skip
_PARTS_OF_A_DATE = {"year": "%Y", "month": "%n", "day": "%e", "hour": "%H", "minute": "%M"}
_TEXTS = ("length", "lower", "upper", "single_spaced", "replace", "substring", "concat", "join")
_NUMBERS = frozenset(
    (*_PARTS_OF_A_DATE, "number", "round", "truncate", "floor", "ceiling", "abs", "sqrt", "power", "mod", "length",
     "sum", "mean", "count_chosen", "count_answered", "count_true", "days_between", "months_between", "years_between")
)  # fmt: skip
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def call_text(call: Call, writer: XPathWriter, known: Known, level: int) -> str:
    """Return the XPath of a call; raise Untranslatable with the reason."""
    found = _counting(call, writer, known) or _of_dates(call, writer, known) or _of_texts(call, writer, known)
    if found is None:
        found = _choosing(call, writer, known) or _of_numbers(call, writer, known)
    if found is None:
        raise Untranslatable(f"the function {call.function}() has no XPath")
    return f"({found})" if level > 1 and _is_sum(found) else found


def answered_where(node: Node, writer: XPathWriter) -> tuple[Condition, ...]:
    """Return the conditions that all hold exactly where an expression, or what a test asks about, has a value."""
    match node:
        case Name():
            return (IsMissing(node, negated=True),)
        case Constant():
            return ()
        case Arithmetic(operator, left, right):
            both = _each_answered((left, right), writer)
            divisor = right if operator == "/" else Constant(1)
            if isinstance(divisor, Constant):
                return both if divisor.value else (AnyOf(()),)
            return (*both, Comparison("!=", divisor, Constant(0)))
        case Gather():
            return answered_where(measured(node, writer.rows_of(node.over)), writer)
        case Call(function, arguments):
            return _call_answered(function, arguments, writer)
        case Test("is_true" | "all_different"):
            return ()
        case Test(_, arguments):
            return _each_answered(arguments, writer)
    return ()


def is_numeric(expression: Node, writer: XPathWriter) -> bool:
    """Tell whether an expression can only be a number."""
    match expression:
        case Name(name):
            return writer.answers(name).numeric
        case Constant(value):
            return isinstance(value, int | float)
        case Call("coalesce" | "min" | "max", arguments):
            return all(is_numeric(argument, writer) for argument in arguments)
        case Call("if", (_, *values)):
            return all(is_numeric(value, writer) for value in values)
        case Call(function, _):
            return function in _NUMBERS
    return isinstance(expression, Arithmetic | Gather)


def is_date(expression: Node, writer: XPathWriter) -> bool:
    """Tell whether an expression can only be a day."""
    match expression:
        case Name(name):
            return writer.answers(name).moment in ("date", "datetime")
        case Constant(str(text)):
            return _ISO.match(text) is not None
    return isinstance(expression, Call) and expression.function in ("today", "add_days", "date")


def _each_answered(nodes: Sequence[Node], writer: XPathWriter) -> tuple[Condition, ...]:
    return tuple(dict.fromkeys(part for node in nodes for part in answered_where(node, writer)))


def _call_answered(function: str, arguments: tuple[Node, ...], writer: XPathWriter) -> tuple[Condition, ...]:
    match function, arguments:
        case (("count_chosen" | "count_answered" | "count_true" | "sum" | "today"), _):
            return ()
        case (("coalesce" | "min" | "max" | "mean" | "concat"), _):
            parts = [AllOf(answered_where(argument, writer)) for argument in arguments]
            return () if ALWAYS in parts else (parts[0].parts if len(parts) == 1 else (AnyOf(tuple(parts)),))
        case "if", (condition, then, *otherwise):
            first = AllOf(answered_where(then, writer))
            second = AllOf(answered_where(otherwise[0], writer)) if otherwise else AnyOf(())
            if first == second:
                return first.parts
            when = Test("is_true", (condition,))
            return (AnyOf((AllOf((when, first)), AllOf((Not(when), second)))),)
        case "item", (Name() as listed, Constant(int(place))):
            return (Comparison(">=", Call("count_chosen", (listed,)), Constant(place)),)
        case "mod", (_, (Name() | Arithmetic() | Call() | Gather()) as divisor):
            return (*_each_answered(arguments, writer), Comparison("!=", divisor, Constant(0)))
        case "sqrt", ((Name() | Arithmetic() | Call() | Gather()) as number,):
            return (*answered_where(number, writer), Comparison(">=", number, Constant(0)))
    return _each_answered(arguments, writer)


def _counting(call: Call, writer: XPathWriter, known: Known) -> str | None:
    match call:
        case Call("count_chosen", (Name(name),)) if writer.answers(name).rows:
            return call_text(counted(name, writer.rows_of(name)), writer, known, 0)
        case Call("count_chosen", (Name(name),)) if writer.answers(name).several:
            return f"count-selected({writer.reference(name)})"
        case Call("count_answered", arguments):
            conditions: list[Node] = [AllOf(answered_where(argument, writer)) for argument in arguments]
            return _number_true(conditions, writer, known)
        case Call("count_true", arguments):
            return _number_true(arguments, writer, known)
        case Call("item", (Name(name), Constant(int(place)))) if place > 0 and writer.answers(name).several:
            return f"selected-at({writer.reference(name)}, {place - 1})"
        case Call("sum", arguments):
            return " + ".join(_or_zero(argument, writer, known) for argument in arguments)
        case Call("mean", arguments):
            total = call_text(Call("sum", arguments), writer, known, 0)
            return f"({total}) div ({call_text(Call('count_answered', arguments), writer, known, 0)})"
    return None


def _number_true(conditions: Sequence[Node], writer: XPathWriter, known: Known) -> str:
    return " + ".join(f"if({writer.truth(condition, known)}, 1, 0)" for condition in conditions)


def _or_zero(value: Node, writer: XPathWriter, known: Known) -> str:
    if not is_numeric(value, writer):
        raise Untranslatable("it adds up what may be no number")
    if not answered_where(value, writer):
        return writer.written(value, known, 2)
    if isinstance(value, Name):
        return f"coalesce({writer.reference(value.name)}, 0)"
    return f"if({writer.truth(AllOf(answered_where(value, writer)), known)}, {writer.written(value, known, 0)}, 0)"


def _choosing(call: Call, writer: XPathWriter, known: Known) -> str | None:
    match call:
        case Call("if", (condition, then, *otherwise)):
            last = writer.written(otherwise[0], known, 0) if otherwise else "''"
            return f"if({writer.truth(condition, known)}, {writer.written(then, known, 0)}, {last})"
        case Call("coalesce", arguments):
            return _nested("coalesce", [writer.written(argument, known, 0) for argument in arguments])
        case Call("min" | "max" as function, arguments):
            if len(arguments) > 6:
                raise Untranslatable(f"{function}() of more than six values would become too long")
            written = [writer.written(argument, known, 0) for argument in arguments]
            if len({_alternatives(argument, writer) for argument in arguments}) == 1:
                return f"{function}({', '.join(written)})"
            filled = [
                written[at]
                if not answered_where(argument, writer)
                else _nested("coalesce", written[at:] + written[:at])
                for at, argument in enumerate(arguments)
            ]
            return f"{function}({', '.join(filled)})"
    return None


def _alternatives(argument: Node, writer: XPathWriter) -> frozenset[Condition]:
    """Return where a value is known, whatever the order in which that is said."""
    parts = answered_where(argument, writer)
    return frozenset(parts[0].parts if len(parts) == 1 and isinstance(parts[0], AnyOf) else (AllOf(parts),))


def _nested(function: str, written: Sequence[str]) -> str:
    first, *rest = written
    return first if not rest else f"{function}({first}, {_nested(function, rest)})"


def _of_numbers(call: Call, writer: XPathWriter, known: Known) -> str | None:
    match call:
        case Call("round", (number, Constant(0))):
            return _of_numbers(Call("round", (number,)), writer, known)
        case Call("number" | "round" | "truncate" | "floor" | "ceiling" | "abs" | "sqrt" | "power" | "mod", arguments):
            if not all(is_numeric(argument, writer) for argument in arguments):
                raise Untranslatable(f"{call.function}() is asked of what may be no number")
            if call.function == "mod":
                return " mod ".join(writer.written(argument, known, 4) for argument in arguments)
            written = [writer.written(argument, known, 0) for argument in arguments]
            return written[0] if call.function == "number" else f"{_SAME[call.function]}({', '.join(written)})"
    return None


def _of_texts(call: Call, writer: XPathWriter, known: Known) -> str | None:
    if call.function not in _TEXTS:
        return None
    written = [writer.written(argument, known, 0) for argument in call.arguments]
    match call:
        case Call("substring", (_, Constant(int(start)), *length)) if start >= 1:
            end = [str(start - 1 + _count(part)) for part in length]
            return f"substr({', '.join([written[0], str(start - 1), *end])})"
        case Call("join", (Constant(" "), Name(name))) if writer.answers(name).several:
            return written[1]
        case Call("join", (_, *parts)):
            if any(answered_where(part, writer) for part in parts):
                raise Untranslatable("join() leaves out there nothing that is unanswered")
            return f"join({', '.join(written)})"
        case Call("concat"):
            return f"concat({', '.join(written)})"
        case Call("replace", (_, Constant(str(sign)), Constant(str(by)))) if len(sign) == 1 and len(by) <= 1:
            return f"translate({', '.join(written)})"
        case Call("length" | "lower" | "upper" | "single_spaced" as function):
            return f"{_SAME[function]}({written[0]})"
    return None


def _count(node: Node) -> int:
    if isinstance(node, Constant) and isinstance(node.value, int) and node.value >= 0:
        return node.value
    raise Untranslatable("how many characters it takes is not written out")


def _of_dates(call: Call, writer: XPathWriter, known: Known) -> str | None:
    match call:
        case Call("today", ()):
            return "today()"
        case Call("hour" | "minute" as function, (Name(name) as moment,)) if writer.answers(name).moment in (
            "time", "datetime"
        ):  # fmt: skip
            return f"number(format-date-time({writer.written(moment, known, 0)}, '{_PARTS_OF_A_DATE[function]}'))"
        case Call("date" | "year" | "month" | "day" | "days_between" | "months_between" | "years_between", days):
            dates = [_day(day, writer, known) for day in days]
            return _of_days(call.function, dates)
        case Call("add_days", (day, more)) if is_numeric(more, writer):
            whole = more if isinstance(more, Constant) else Call("truncate", (more,))
            return f"date({_count_of_days(_day(day, writer, known))} + {writer.written(whole, known, 2)})"
    return None


def _day(day: Node, writer: XPathWriter, known: Known) -> str:
    if not is_date(day, writer):
        raise Untranslatable("it computes with a date that may be none")
    return f"date('{day.value}')" if isinstance(day, Constant) else writer.written(day, known, 0)


def _count_of_days(day: str) -> str:
    return f"decimal-date-time({day})"


def _of_days(function: str, dates: list[str]) -> str:
    match function, dates:
        case "days_between", [first, second]:
            return f"{_count_of_days(second)} - {_count_of_days(first)}"
        case "years_between", [first, second]:
            return whole_years(first, second)
        case "months_between", [first, second]:
            return whole_months(first, second)
        case "date", [day]:
            return day if day.startswith("date(") else f"date({day})"
    return f"number(format-date({dates[0]}, '{_PARTS_OF_A_DATE[function]}'))"


def whole_years(first: str, second: str) -> str:
    """Return the XPath of the whole years between two days, each given as an XPath."""
    years, months, days = (_difference(first, second, part) for part in ("%Y", "%n", "%e"))
    return f"int((({years}) * 10000 + ({months}) * 100 + {days}) div 10000)"


def whole_months(first: str, second: str) -> str:
    """Return the XPath of the whole months between two days, each given as an XPath."""
    years, months, days = (_difference(first, second, part) for part in ("%Y", "%n", "%e"))
    return f"int((({years}) * 1200 + ({months}) * 100 + {days}) div 100)"


def _difference(first: str, second: str, part: str) -> str:
    return f"number(format-date({second}, '{part}')) - number(format-date({first}, '{part}'))"


def _is_sum(text: str) -> bool:
    return " + " in text or " - " in text or " mod " in text or " div " in text
