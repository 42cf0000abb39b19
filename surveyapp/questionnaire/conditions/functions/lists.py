"""Compare and combine lists of codes; a single value is a list of one, and order is kept."""

from __future__ import annotations

from collections.abc import Iterable

from surveyapp.questionnaire.conditions.functions.function import Function
from surveyapp.questionnaire.conditions.functions.numbers import whole
from surveyapp.questionnaire.conditions.values import Scalar, Value, as_set, comparable, elements_of


def _count(value: Value) -> int:
    return len(elements_of(value))


def _position(code: Value, listed: Value) -> int | None:
    if code is None or isinstance(code, tuple) or listed is None:
        return None
    wanted = comparable(code)
    places = (at for at, element in enumerate(elements_of(listed), 1) if comparable(element) == wanted)
    return next(places, None)


def _item(listed: Value, place: Value) -> Value:
    elements, at = elements_of(listed), whole(place)
    if at is None or at == 0 or abs(at) > len(elements):
        return None
    return elements[at - 1 if at > 0 else at]


def _union(*values: Value) -> Value:
    answered = [value for value in values if value is not None]
    return _distinct(element for value in answered for element in elements_of(value)) if answered else None


def _intersection(first: Value, second: Value) -> Value:
    if first is None or second is None:
        return None
    return _distinct(element for element in elements_of(first) if comparable(element) in as_set(second))


def _without(first: Value, second: Value) -> Value:
    if first is None:
        return None
    return _distinct(element for element in elements_of(first) if comparable(element) not in as_set(second))


def _distinct(elements: Iterable[Scalar]) -> tuple[Scalar, ...]:
    kept: dict[str | float, Scalar] = {}
    for element in elements:
        kept.setdefault(comparable(element), element)
    return tuple(kept.values())


def _contains_all(listed: Value, wanted: Value) -> bool | None:
    return None if listed is None or wanted is None else as_set(wanted) <= as_set(listed)


def _all_different(*values: Value) -> bool:
    found = [comparable(element) for value in values for element in elements_of(value)]
    return len(set(found)) == len(found)


FUNCTIONS = (
    Function("count_chosen", ("value",), _count),
    Function("position", ("value", "value"), _position),
    Function("item", ("value", "value"), _item),
    Function("union", ("value",), _union, repeats=True),
    Function("intersection", ("value", "value"), _intersection),
    Function("without", ("value", "value"), _without),
    Function("contains_all", ("value", "value"), _contains_all, gives="truth"),
    Function("all_different", ("value",), _all_different, gives="truth", repeats=True),
)
