"""Read a plan from JSON, and say every part of it that has the wrong shape at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from analysis.plan import Plan
from analysis.plan_problems import PlanProblem
from surveyapp.questionnaire.problems import sentence
from surveyapp.stated.reading import read_json

Raw: TypeAlias = Mapping[str, Any]


class PlanError(ValueError):
    """The plan cannot be used; the message says which parts, a line each, and `problems` the same as data."""

    def __init__(self, *problems: PlanProblem | str) -> None:
        self.problems = tuple(
            one if isinstance(one, PlanProblem) else PlanProblem("shape", "", one) for one in problems
        )
        super().__init__("\n".join(f"{one.place}: {one.text}" if one.place else one.text for one in self.problems))


def read_raw(path: Path) -> Raw:
    """Read a plan's JSON; raise PlanError where there is none."""
    return raw_from(read_json(path, PlanError), path.name)


def raw_from(raw: Any, name: str = "The plan") -> Raw:
    """Return the parts of a plan; raise PlanError where the plain values are no object."""
    if not isinstance(raw, dict):
        raise PlanError(sentence("{file} must hold an object whose keys are the parts of a plan.", file=name))
    return raw


def read_plan(path: Path, usual: Plan | None = None) -> Plan:
    """Read a plan from JSON; what it does not say stays as usual. Raise PlanError with every part that is wrong."""
    return plan_from(read_raw(path), usual)


def plan_from(raw: Raw, usual: Plan | None = None) -> Plan:
    """Build a plan from the parts given, the rest from `usual`; raise PlanError with a line for each wrong part.

    Parts of a part that is an object may be left out too; a list replaces the usual list.
    """
    whole = plan_as_json(usual or Plan())
    for name, part in raw.items():
        known = whole.get(name)
        whole[name] = {**known, **part} if isinstance(known, dict) and isinstance(part, Mapping) else part
    try:
        return _adapter().validate_python(whole)
    except ValidationError as wrong:
        raise PlanError(*(_problem(error["loc"], error["type"], error["msg"]) for error in wrong.errors())) from None


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain values, so that `plan_from` gives it back."""
    return asdict(plan)


@cache
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def _problem(place: tuple[int | str, ...], kind: str, message: str) -> PlanProblem:
    """Return what is wrong with the shape of a part such as `segments[0].variable`."""
    named = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
    return PlanProblem(
        "shape", named, next((text for start, text in _shapes() if kind.startswith(start)), f"{message}.")
    )


@cache
def _shapes() -> tuple[tuple[str, str], ...]:
    """Return what is wrong by how the kind of a mistake begins."""
    nothing, needed = sentence("A plan has no such part."), sentence("This part is needed and is not there.")
    return (
        ("unexpected_keyword", nothing),
        ("extra_forbidden", nothing),
        ("missing", needed),
        ("int_", sentence("A whole number is needed.")),
        ("float_", sentence("A number is needed.")),
        ("finite_", sentence("A number is needed.")),
        ("string_", sentence("A text is needed.")),
        ("bool_", sentence("True or false is needed.")),
        ("tuple_", sentence("A list is needed.")),
        ("mapping_", sentence("An object with names and values is needed.")),
        ("dataclass_", sentence("An object with names and values is needed.")),
    )
