"""Turn the limits and totals of numbers in a runner schema into limits and checks."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.ons.rules import source_name
from surveyapp.formats.ons.wording import Wordings, currency_sign, unit_sign
from surveyapp.questionnaire.answer_types import Number
from surveyapp.questionnaire.conditions import Call, Comparator, Comparison, Condition, Constant, Expression, Name
from surveyapp.questionnaire.schema import Check

_LOWEST_YEAR, _HIGHEST_YEAR = 1000, 9999
_TOTALS: dict[str, Comparator] = {"equals": "==", "less than": "<", "greater than": ">"}
_WITH_EQUAL: dict[Comparator, Comparator] = {"<": "<=", ">": ">=", "==": "=="}


def number_of(answer: Part, kind: str, at: int, wordings: Wordings) -> tuple[Number, tuple[Check, ...]]:
    """Return a number with its limits, and checks where they are earlier answers; the runner takes no negative one
    unless a minimum says so."""
    if kind == "YearDate":
        return Number(minimum=_LOWEST_YEAR, maximum=_HIGHEST_YEAR), ()
    places = answer.number("decimal_places")
    decimals = int(places) if places and 0 <= places <= 12 else 0
    limits: list[float | None] = []
    checks: list[Check] = []
    for key, comparator in (("minimum", ">"), ("maximum", "<")):
        limit, check = _limit(answer.part(key), answer.text("id"), comparator, decimals, at, wordings)
        limits.append(limit)
        checks += check
    least, most = limits
    if "minimum" not in answer:
        least = 0
    if least is not None and most is not None and least > most:
        wordings.ledger.lose(answer.place, f"{least:g} to {most:g}", "no number fits these limits")
        least, most = None, None
    unit = wordings.text(_unit(answer, kind, wordings)) or None
    return Number(minimum=least, maximum=most, decimals=decimals, unit=unit), tuple(checks)


def _unit(answer: Part, kind: str, wordings: Wordings) -> str:
    if kind == "Currency":
        return currency_sign(answer.text("currency") or "GBP", wordings.language)
    if kind == "Percentage":
        return "%"
    if kind == "Unit":
        return unit_sign(answer.text("unit"), answer.text("unit_length"), wordings.language)
    return ""


def _limit(
    part: Part, name: str, side: str, decimals: int, at: int, wordings: Wordings
) -> tuple[float | None, list[Check]]:
    exclusive = part.is_on("exclusive")
    number = part.number("value")
    if number is not None:
        step = 10.0**-decimals if exclusive else 0.0
        return round(number + (step if side == ">" else -step), decimals), []
    source = part.peek("value")
    if not isinstance(source, dict):
        return None, []
    comparator: Comparator = ">" if side == ">" else "<"
    try:
        symbol = wordings.scope.symbol(source_name(source))
        condition: Condition = Comparison(
            comparator if exclusive else _WITH_EQUAL[comparator], Name(name), Name(symbol.name)
        )
        wordings.scope.usable(condition, wordings.scope.places.get(name, at), own=True)
    except ValueError as error:
        wordings.ledger.lose(f"{part.place}.value", str(source), str(error))
        return None, []
    finally:
        part.take("value")
    return None, [Check(condition=condition, text=implied("check", [wordings.language]))]


def total_checks(question: Part, asked: Sequence[str], wordings: Wordings) -> tuple[Check, ...]:
    """Return checks that the numbers of a question add up, one left empty counting as nothing."""
    checks: list[Check] = []
    for calculation in question.each("calculations"):
        names = [name for name in calculation.texts("answers_to_calculate") if name in asked]
        signs = [_TOTALS[text] for text in calculation.texts("conditions") if text in _TOTALS]
        total = _total(calculation, wordings)
        calculation.ignore("calculation_type")
        if total is None or not names or not signs:
            wordings.ledger.lose(calculation.place, str(calculation.value), "this total cannot be checked")
            continue
        added = Call("sum", (Constant(0), *(Name(name) for name in names)))
        sign: Comparator = next((one for one in signs if one != "=="), "==")
        condition = Comparison(_WITH_EQUAL[sign] if len(signs) > 1 else sign, added, total)
        checks.append(Check(condition=condition, text=implied("check", [wordings.language])))
    return tuple(checks)


def _total(calculation: Part, wordings: Wordings) -> Expression | None:
    number = calculation.number("value")
    if number is not None:
        return Constant(int(number) if number.is_integer() else number)
    source = calculation.take("value")
    name = calculation.text("answer_id")
    try:
        if isinstance(source, dict):
            name = source_name(source)
        return Name(wordings.scope.symbol(name).name)
    except ValueError:
        return None
