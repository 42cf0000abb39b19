"""Hold the totals, limits and codes of a runner schema to being possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from surveyapp.formats.ons.faults.index import Index, Object, answers, blocks_with_places, objects, questions, within

Fault = tuple[str, str, str]
_NUMBERS = ("Number", "Currency", "Percentage", "Unit")
_MOST = 999_999_999_999_999
_DECIMALS = 6


def faults(index: Index) -> Iterator[Fault]:
    """Yield totals of what cannot be added, limits that cross, and codes that are missing."""
    for place, block in blocks_with_places(index):
        if block.get("type") == "CalculatedSummary":
            yield from _of_summary(index, block, place)
        if block.get("type") == "GrandCalculatedSummary":
            yield from _of_grand(index, block, place)
        for question in questions(block):
            yield from _of_question(index, question, f"{place}.{question.get('id')}")
            for answer in answers(question):
                yield from _of_answer(index, answer, f"{place}.{answer.get('id')}")
    yield from _of_codes(index)


def _summed(block: Object, source: str) -> list[str]:
    """Return the names that a summary adds up."""
    calculation = block.get("calculation")
    if not isinstance(calculation, dict):
        return []
    listed = calculation.get("answers_to_calculate")
    if isinstance(listed, list):
        return [str(name) for name in listed]
    found = [part for _, part in within(calculation.get("operation"), "") if part.get("source") == source]
    return [str(part.get("identifier")) for part in found]


def _of_summary(index: Index, block: Object, place: str) -> Iterator[Fault]:
    names = _summed(block, "answers")
    for name, times in Counter(names).items():
        if times > 1:
            yield "duplicate-answer", place, f"The answer {name!r} is added up twice."
        if name not in index.answers:
            yield "unknown-answer", place, f"No answer is called {name[:60]!r}."
        elif index.order[index.block_of[name]] > index.order[str(block["id"])]:
            yield "forward-reference", place, f"The answer {name!r} is given later."
        elif index.section_of[index.block_of[name]] != index.section_of[str(block["id"])]:
            yield "other-section", place, f"The answer {name!r} stands in another section."
    kinds = {
        (one.get("type"), one.get("currency"), one.get("unit")) for name in names for one in index.answers.get(name, ())
    }
    if len(kinds) > 1:
        yield "types-differ", place, "What is added up is of one type, in one currency or unit."
    if any(kind not in _NUMBERS for kind, _, _ in kinds):
        yield "wrong-answer-type", place, "Only numbers are added up."


def _of_grand(index: Index, block: Object, place: str) -> Iterator[Fault]:
    names = _summed(block, "calculated_summary")
    kinds: set[Any] = set()
    here = next((one for one in index.sections if str(one["id"]) == index.section_of[str(block["id"])]), {})
    for name, times in Counter(names).items():
        summary = index.blocks.get(name, {})
        if times > 1:
            yield "duplicate-answer", place, f"The total {name!r} is added up twice."
        if summary.get("type") != "CalculatedSummary":
            yield "unknown-total", place, f"No CalculatedSummary is called {name[:60]!r}."
            continue
        home = next(one for one in index.sections if str(one["id"]) == index.section_of[name])
        if index.order[name] > index.order[str(block["id"])]:
            yield "forward-reference", place, f"The total {name!r} is made later."
        if home.get("repeat") and home is not here:
            yield "other-section", place, f"The total {name!r} stands in a section that repeats."
        kinds |= {
            (one.get("type"), one.get("currency"), one.get("unit"))
            for answer in _summed(summary, "answers")
            for one in index.answers.get(answer, ())
        }
    if len(kinds) > 1:
        yield "types-differ", place, "What is added up is of one type, in one currency or unit."


def _of_question(index: Index, question: Object, place: str) -> Iterator[Fault]:
    own = {str(answer.get("id")): answer for answer in answers(question)}
    for at, calculation in enumerate(objects(question, "calculations")):
        where = f"{place}.calculations.{at}"
        listed = [str(name) for name in calculation.get("answers_to_calculate") or ()]
        for name in listed:
            if name not in own:
                yield "unknown-answer", where, f"No answer of this question is called {name[:60]!r}."
        total = calculation.get("value")
        source = total.get("identifier") if isinstance(total, dict) else calculation.get("answer_id")
        kind = total.get("source") if isinstance(total, dict) else "answers"
        if isinstance(source, str) and kind == "answers":
            yield from _of_total(index, source, [own[name] for name in listed if name in own], where)
    if isinstance(question.get("summary"), dict):
        for name, answer in own.items():
            if answer.get("type") not in ("TextField", "Checkbox", "Number"):
                yield "summary-type", f"{place}.{name}", "This answer cannot be part of the summary of its question."
    period = question.get("period_limits")
    if question.get("type") == "DateRange" and isinstance(period, dict):
        low, high = (_days(period.get(key)) for key in ("minimum", "maximum"))
        if low is not None and high is not None and low > high:
            yield "limits-crossed", place, "The least length of the period is above the greatest."
        kinds = {answer.get("type") for answer in own.values()}
        units = {unit for key in ("minimum", "maximum") for unit in (period.get(key) or {})}
        if (kinds == {"MonthYearDate"} and "days" in units) or (kinds == {"YearDate"} and units - {"years"}):
            yield "period-unit", place, "A period is not counted in less than what is asked."


def _of_total(index: Index, name: str, parts: list[Object], where: str) -> Iterator[Fault]:
    totals = index.answers.get(name, [])
    if not totals:
        yield "unknown-answer", where, f"No answer is called {name[:60]!r}."
        return
    kinds = {(one.get("type"), one.get("currency"), one.get("unit")) for one in (*totals, *parts)}
    if len(kinds) > 1:
        yield "types-differ", where, "A total and its parts are of one type, in one currency or unit."
    places = max((one.get("decimal_places") or 0 for one in parts), default=0)
    if any((one.get("decimal_places") or 0) < places for one in totals):
        yield "decimals", where, "A total has as many decimals as its parts."


def _days(period: Any) -> int | None:
    if not isinstance(period, dict):
        return None
    found = [period.get(unit) for unit in ("days", "months", "years")]
    numbers = [one if isinstance(one, int) else 0 for one in found]
    return numbers[0] + numbers[1] * 31 + numbers[2] * 366


def _of_answer(index: Index, answer: Object, place: str) -> Iterator[Fault]:
    if answer.get("type") in _NUMBERS:
        yield from _of_number(index, answer, place)
    if answer.get("type") in ("Date", "MonthYearDate", "YearDate"):
        low, high = (_day(answer.get(key)) for key in ("minimum", "maximum"))
        if low is not None and high is not None and low > high:
            yield "limits-crossed", place, "The earliest day is after the latest."
    values = [option.get("value") for option in objects(answer, "options")]
    labels = [option.get("label") for option in objects(answer, "options") if isinstance(option.get("label"), str)]
    for what, found in (("value", values), ("label", labels)):
        for one, times in Counter(str(value) for value in found).items():
            if times > 1:
                yield "duplicate-option", place, f"Two options have the {what} {one[:60]!r}."
    default = answer.get("default")
    if default is not None and answer.get("mandatory"):
        yield "default", place, "An answer with a default is not mandatory."
    if values and default is not None and default not in values:
        yield "default", place, f"No option has the value of the default, {str(default)[:60]!r}."
    for option in objects(answer, "options"):
        label, value = option.get("label"), option.get("value")
        if isinstance(label, str) and isinstance(value, str) and label != value:
            yield "label-differs", f"{place}.{value}", "The value of an option is its label."


def _of_number(index: Index, answer: Object, place: str) -> Iterator[Fault]:
    decimals = answer.get("decimal_places")
    if isinstance(decimals, int) and decimals > _DECIMALS:
        yield "decimals", place, f"A number has at most {_DECIMALS} decimals."
    limits: list[float | None] = []
    for key in ("minimum", "maximum"):
        part = answer.get(key)
        value = part.get("value") if isinstance(part, dict) else None
        if isinstance(value, dict) and value.get("source") == "answers":
            kind = index.type_of(str(value.get("identifier")))
            if kind and kind not in _NUMBERS:
                yield "wrong-answer-type", f"{place}.{key}", "Only the answer of a number limits one."
        if isinstance(value, int | float) and abs(value) > _MOST:
            yield "limit", f"{place}.{key}", "This limit is greater than a number can be."
        if isinstance(value, float) and round(value, decimals if isinstance(decimals, int) else 0) != value:
            yield "decimals", f"{place}.{key}", "A limit has no more decimals than the number."
        limits.append(float(value) if isinstance(value, int | float) else None)
    if limits[0] is not None and limits[1] is not None and limits[0] > limits[1]:
        yield "limits-crossed", place, f"The least number {limits[0]:g} is above the greatest {limits[1]:g}."


def _day(limit: Any) -> date | None:
    value = limit.get("value") if isinstance(limit, dict) else None
    if not isinstance(value, str) or (limit or {}).get("offset_by"):
        return None
    try:
        return date.fromisoformat(value if len(value) > 7 else f"{value}-01")
    except ValueError:
        return None


def _of_codes(index: Index) -> Iterator[Fault]:
    """Yield answers without a code where others have one, and codes of nothing."""
    if index.document.get("data_version") == "0.0.1":
        for _, block in blocks_with_places(index):
            for question in questions(block):
                for answer in objects(question, "answers"):
                    yield from _of_q_code(answer)
    codes = objects(index.document, "answer_codes")
    known = {str(one.get("answer_id")) for one in codes}
    for one in codes:
        if str(one.get("answer_id")) not in index.answers:
            yield "unknown-answer", "answer_codes", f"No answer is called {str(one.get('answer_id'))[:60]!r}."
    for name in sorted(set(index.answers) - known) if codes else ():
        if index.blocks[index.block_of[name]].get("type") != "ListRemoveQuestion":
            yield "no-code", f"answer_codes.{name}", f"The answer {name!r} has no code."
    counted = Counter((str(one.get("code")), str(one.get("answer_value"))) for one in codes)
    for (code, _), times in counted.items():
        if times > 1:
            yield "duplicate-code", "answer_codes", f"The code {code!r} stands twice."


def _of_q_code(answer: Object) -> Iterator[Fault]:
    options = objects(answer, "options")
    own = "q_code" in answer
    coded = ["q_code" in option for option in options]
    place = str(answer.get("id"))
    if answer.get("type") == "Checkbox":
        if own and any(coded):
            yield "q-code", place, "A Checkbox has a code, or its options have; not both."
        elif not own and not all(coded):
            yield "q-code", place, "An option has no code."
    elif options and any(coded):
        yield "q-code", place, "A choice has a code of its own; its options have none."
    elif not own:
        yield "q-code", place, "An answer has no code."
