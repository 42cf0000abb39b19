"""Read a plan from JSON, and say every part of it that has the wrong shape at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from analysis.plan import Plan
from surveyapp.stated.reading import read_json

Raw: TypeAlias = Mapping[str, Any]


class PlanError(ValueError):
    """The plan cannot be used; the message says which parts, a line each."""


def read_raw(path: Path) -> Raw:
    """Read a plan's JSON; raise PlanError where there is none."""
    return raw_from(read_json(path, PlanError), path.name)


def raw_from(raw: Any, name: str = "The plan") -> Raw:
    """Return the parts of a plan; raise PlanError where the plain values are no object."""
    if not isinstance(raw, dict):
        raise PlanError(f"{name} must hold an object whose keys are the parts of a plan.")
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
        raise PlanError(
            "\n".join(_line(error["loc"], error["type"], error["msg"]) for error in wrong.errors())
        ) from None


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain values, so that `plan_from` gives it back."""
    return asdict(plan)


@cache
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def _line(place: tuple[int | str, ...], kind: str, message: str) -> str:
    """Return `segments[0].variable: what is wrong with it.`"""
    named = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"{named}: A plan has no such part."
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return f"{named}: This part is needed and is not there."
    return f"{named}: {message}."
