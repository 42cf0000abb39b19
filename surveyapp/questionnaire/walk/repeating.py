"""Say how often a repeat is asked, what is known behind it, and which answers belong to which instance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from surveyapp.questionnaire.conditions import Scalar, Value, Values, as_number, evaluate, holds, truth
from surveyapp.questionnaire.instances import MARK, plain_name, suffix_of
from surveyapp.questionnaire.path import Instance, InstanceKey, Walk, key_of
from surveyapp.questionnaire.schema import Repeat


def planned_values(repeat: Repeat, values: Values) -> tuple[Scalar, ...] | None:
    """Return what the repeat's id will stand for in each instance; None where the respondent says when it is enough."""
    if repeat.over is not None:
        held = values.get(repeat.over)
        codes = held if isinstance(held, tuple) else () if held is None else (held,)
        kept = [code for code in _each_once(codes) if holds(repeat.each_if, {**values, repeat.id: code})]
        return tuple(kept[: repeat.most])
    if repeat.count is not None:
        number = as_number(evaluate(repeat.count, values)) or 0
        return tuple(range(1, min(max(int(number), 0), repeat.most) + 1))
    return None if repeat.again is not None else ()


def _each_once(codes: Sequence[Scalar]) -> Sequence[Scalar]:
    """Return the codes without those that would name the same instance: behind a repeat, one may be held twice."""
    found: dict[str, Scalar] = {}
    for code in codes:
        found.setdefault(suffix_of(code), code)
    return tuple(found.values())


def goes_on(repeat: Repeat, values: Values, more_given: bool) -> bool:
    """Tell whether another instance follows the one with these values.

    Where that was left open, answers that are there for a next one say so.
    """
    if repeat.again is None:
        return False
    found = truth(repeat.again, values)
    return more_given if found is None else found


def gathered(repeat: Repeat, done: Sequence[Instance], around: Values) -> dict[str, Value]:
    """Return what is known behind a repeat: each name over all instances, and `<name>@<instance>` for each one."""
    behind: dict[str, Value] = {repeat.id: tuple(instance.value for instance in done)}
    over_all: dict[str, list[Scalar]] = {}
    for instance in done:
        suffix = suffix_of(instance.value)
        for name, value in instance.values.items():
            if name == repeat.id or name in around or value is None:
                continue
            plain, mark, deeper = name.partition(MARK)
            behind[f"{plain}{suffix}{mark}{deeper}"] = value
            if not mark:
                over_all.setdefault(name, []).extend(value if isinstance(value, tuple) else (value,))
    return behind | {name: tuple(values) for name, values in over_all.items()}


def nested(walk: Walk) -> dict[str, Any]:
    """Return what counts, the answers of each repeat as a list with one object an instance."""
    whole: dict[str, Any] = {}
    objects: dict[InstanceKey, dict[str, Any]] = {key_of(None): whole}
    for instance in walk.instances:
        mine = objects[key_of(instance)] = {}
        objects[key_of(instance.within)].setdefault(instance.repeat.id, []).append(mine)
    for name, value in walk.counted.items():
        objects[key_of(walk.homes.get(name))][plain_name(name)] = value
    return whole
