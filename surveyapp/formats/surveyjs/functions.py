"""Say the functions of SurveyJS' expressions with ours, where they give the same."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.formats.expressions.functions import applied, call, chosen_value
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.questionnaire.conditions import Constant, Expression, Gather, IsMissing, Measure, Name

_AGGREGATES = {"sum": "sum", "min": "min", "max": "max", "avg": "mean", "count": "count_answered"}
_OF_DATES = {"year": "year", "getYear": "year", "month": "month", "day": "day"}
_BETWEEN = {"days": "days_between", "months": "months_between", "years": "years_between"}
_ADDED = {"days": "add_days", "months": "add_months", "years": "add_years"}
_OVER_TURNS: dict[str, Measure] = {
    "sumInArray": "sum", "minInArray": "min", "maxInArray": "max", "avgInArray": "mean", "countInArray": "count",
}  # fmt: skip


def value_of_call(node: Call, scope: Scope, translator: Translator) -> Expression | None:
    """Return the value of a call; None where there is no such function here."""
    match node:
        case Call("if", (_, _, _) as arguments):
            return chosen_value(arguments, translator)
        case Call("today" | "currentDate", ()):
            return call("today")
        case Call("today" | "currentDate", (days,)):
            return call("add_days", call("today"), translator.expression(days))
        case Call("currentYear", ()):
            return call("year", call("today"))
        case Call("getDate", (moment,)):
            return translator.expression(moment)
        case Call("weekday", arguments) if len(arguments) < 2:
            return call("mod", call("weekday", _moment(arguments, translator)), Constant(7))
        case Call(function, arguments) if function in _OF_DATES and len(arguments) < 2:
            return call(_OF_DATES[function], _moment(arguments, translator))
        case Call("age", (born, *unit)):
            return call(_unit(unit, "years", _BETWEEN), translator.expression(born), call("today"))
        case Call("diffDays", (first, second)):
            return call("abs", applied("days_between", (first, second), translator))
        case Call("dateDiff", (first, second, *unit)):
            return _date_diff(first, second, unit, translator)
        case Call("dateAdd", (moment, number, *unit)):
            return applied(_unit(unit, "days", _ADDED), (moment, number), translator)
        case Call("round" | "trunc", arguments) if arguments:
            return applied("round" if node.function == "round" else "truncate", arguments, translator)
        case Call("power", (base, exponent)):
            return applied("power", (base, exponent), translator)
        case Call("substring", (text, Literal(float(start)), Literal(float(end)))):
            places = Constant(int(start) + 1), Constant(int(end - start))
            return call("substring", translator.expression(text), *places)
        case Call(function, (Reference(panel), Literal(str(column)))) if function in _OVER_TURNS:
            return _over_turns(_OVER_TURNS[function], panel, column, scope)
        case Call(function, arguments) if function in _AGGREGATES and arguments:
            return applied(_AGGREGATES[function], arguments, translator)
    return None


def _moment(arguments: Sequence[Node], translator: Translator) -> Expression:
    return translator.expression(arguments[0]) if arguments else call("today")


def _unit(given: Sequence[Node], usual: str, known: dict[str, str]) -> str:
    unit = given[0].value if given and isinstance(given[0], Literal) else usual
    if unit not in known:
        raise Untranslatable(f"it counts in {unit}")
    return known[str(unit)]


def _date_diff(first: Node, second: Node, unit: Sequence[Node], translator: Translator) -> Expression:
    """Return the time between two dates; days count without a sign, as in SurveyJS."""
    function = _unit(unit, "days", _BETWEEN)
    found = applied(function, (first, second), translator)
    return call("abs", found) if function == "days_between" else found


def _over_turns(measure: Measure, panel: str, column: str, scope: Scope) -> Expression:
    """Return a measure over the rows of a dynamic panel or matrix; an average of nothing is 0 there."""
    repeat, symbol = scope.repeated.get(panel), scope.symbols.get(f"{panel}.{column}")
    if repeat is None or symbol is None or repeat in scope.here:
        raise Untranslatable(f"there is no list `{panel}` with `{column}` that is asked before")
    name = Name(symbol.name)
    found = Gather(measure, repeat, IsMissing(name, negated=True) if measure == "count" else name)
    return call("coalesce", found, Constant(0)) if measure == "mean" else found
