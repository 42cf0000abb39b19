"""Declare what a report asks of a data package: which questions, which codes, which segments, which thresholds.

A plan is data: it can be read from JSON, and the manifest of a report holds the one it was made with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any


class PlanError(ValueError):
    """The plan cannot be used; the message says which parts, a line each."""


@dataclass(frozen=True)
class Scale:
    """A question answered on a scale: `top` are the codes counted as the high end, `bottom` as the low end.

    `aside` are codes off the scale that are an outcome of their own ("never looked"); `unknown` are those that say
    the thing is not known.
    """

    question: str
    top: tuple[str, ...]
    bottom: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Part of a segmentation: an id, and the codes that fall in it."""

    id: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Segmentation:
    """Cut an audience by a variable; without groups every code that occurs is one.

    `compared` says whether groups may be told apart by tests: languages may not, since single items cannot show that
    they work alike in every language.
    """

    id: str
    variable: str
    groups: tuple[Group, ...] = ()
    compared: bool = True


@dataclass(frozen=True)
class Thresholds:
    """Say when a figure is printed, marked or tested."""

    level: float = 0.95
    alpha: float = 0.05
    smallest_difference: float = 0.05
    min_n: int = 30
    low_base: int = 100
    public_n: int = 10
    reach_target: float = 0.7
    adjustment_ratio: float = 8.0
    weight_deff: float = 2.0


@dataclass(frozen=True)
class Margins:
    """Say whom the population margins describe: the variable and codes, and the sex and country variables."""

    variable: str = "SCR3"
    codes: tuple[str, ...] = ("1", "2")
    country: str = "SCR2"
    sex: str = "DEM1"
    women: tuple[str, ...] = ("1",)
    men: tuple[str, ...] = ("2",)


@dataclass(frozen=True)
class Plan:
    audience: str = "audience"
    audiences: tuple[str, ...] = ("V", "F")
    weighted: str = "V"
    none: str = "none"
    interest: str = "INT2"
    best_worst: str = "INT3"
    importance: Scale = Scale("NED1", top=("4", "5"), bottom=("1", "2"))
    ease: Scale = Scale("NED2", top=("4", "5"), bottom=("1", "2"), aside=("6",))
    reach: str = "CHN1"
    sources: tuple[str, ...] = tuple(f"C{at:02}" for at in range(1, 12))
    platforms: tuple[str, ...] = (*(f"C{at:02}" for at in range(12, 20)), "C22")
    personal: tuple[str, ...] = ("C20", "C21")
    trust: Scale = Scale("TRU1", top=("4", "5"), bottom=("1", "2"), unknown=("6",))
    image: Scale = Scale("IMG2", top=("3", "4"), bottom=("1", "2"))
    dimensions: Scale = Scale("IMG3", top=("4", "5"), bottom=("1", "2"))
    segments: tuple[Segmentation, ...] = (
        Segmentation(
            "age",
            "SCR1",
            (Group("18-34", ("3", "4")), Group("35-54", ("5", "6")), Group("55-", ("7", "8", "9"))),
        ),
        Segmentation("country", "SCR2"),
        Segmentation("language", "language", compared=False),
    )
    margins: Margins = Margins()
    thresholds: Thresholds = Thresholds()
    seed: int = 2026


def read_plan(path: Path) -> Plan:
    """Read a plan from JSON; what it does not say stays as usual. Raise PlanError naming the part that is wrong."""
    try:
        raw = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise PlanError(f"There is no plan {path.name}.") from None
    except ValueError as broken:
        raise PlanError(f"{path.name} is not valid JSON: {broken}.") from broken
    return plan_from(raw)


def plan_from(raw: Mapping[str, Any]) -> Plan:
    """Build a plan from the parts given; raise PlanError naming an unknown part."""
    usual = Plan()
    parts = {name: _like(getattr(usual, name, None), value, name) for name, value in raw.items()}
    unknown = sorted(set(parts) - {field.name for field in fields(Plan)})
    if unknown:
        raise PlanError(f"The plan has no part called {', '.join(unknown)}.")
    return replace(usual, **parts)


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Return the plan as plain values, so that `plan_from` gives it back."""
    return asdict(plan)


def _like(usual: Any, value: Any, name: str) -> Any:
    try:
        if name == "segments":
            return tuple(_segmentation(part) for part in value)
        if is_dataclass(usual) and not isinstance(usual, type):
            return replace(usual, **{key: _tuple(part) for key, part in value.items()})
    except (TypeError, KeyError, AttributeError) as wrong:
        raise PlanError(f"The part {name} of the plan cannot be read: {wrong}.") from wrong
    return _tuple(value)


def _segmentation(raw: Mapping[str, Any]) -> Segmentation:
    groups = tuple(Group(part["id"], tuple(part["codes"])) for part in raw.get("groups", ()))
    return Segmentation(raw["id"], raw["variable"], groups, raw.get("compared", True))


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
