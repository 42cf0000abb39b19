"""Draw no chart more exactly than its figures are printed: a length on a screen is a number that can be measured."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from analysis.report.marks import Axis, Curve, DotChart, Dumbbells, Panels, Place, Plane, Strip

Whole = TypeVar("Whole")
HUNDREDTHS, TENTHS = 10.0, 100.0
"""Axes shorter than these are drawn to two decimals, and to one; longer ones to whole numbers."""


def as_printed(whole: Whole) -> Whole:
    """Return a document with the places of every chart rounded as its figures are."""
    return cast(Whole, _printed(whole))


def _printed(value: Any) -> Any:
    if isinstance(value, Panels):
        return replace(value, panels=tuple(replace(panel, chart=_printed(panel.chart)) for panel in value.panels))
    if isinstance(value, Plane):
        return replace(value, places=tuple(_place(place, value) for place in value.places))
    if isinstance(value, DotChart | Curve | Strip | Dumbbells):
        return _rounded(value, _digits(value.axis))
    if isinstance(value, tuple):
        made = tuple(_printed(part) for part in value)
        return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        changed = {name: new for name, part in parts.items() if (new := _printed(part)) is not part}
        return replace(value, **changed) if changed else value
    return value


def _digits(axis: Axis) -> int:
    length = axis.high - axis.low
    return 2 if length < HUNDREDTHS else 1 if length < TENTHS else 0


def _rounded(value: Any, digits: int) -> Any:
    """Round every number of a chart; axes, which say nothing of anybody, stay."""
    if isinstance(value, float):
        return round(value, digits) if math.isfinite(value) else value
    if isinstance(value, tuple):
        return tuple(_rounded(part, digits) for part in value)
    if is_dataclass(value) and not isinstance(value, Axis | type):
        return replace(value, **{one.name: _rounded(getattr(value, one.name), digits) for one in fields(value)})
    return value


def _place(place: Place, plane: Plane) -> Place:
    """Move a place, with the outline around it, to where it is printed."""
    x, y = round(place.x, _digits(plane.x)), round(place.y, _digits(plane.y))
    outline = None if place.outline is None else place.outline + (x - place.x, y - place.y)
    return replace(place, x=x, y=y, outline=outline)
