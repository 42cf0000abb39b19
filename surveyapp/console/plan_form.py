"""Lay a plan out as a form, and read a form back into a plan's plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from surveyapp.console.language import gettext as _
from surveyapp.web.limits import clean

SCALES: Final = ("importance", "ease", "trust", "image", "dimensions", "official")
SCALE_PARTS: Final = ("top", "bottom", "aside", "unknown")
LISTS: Final = ("audiences", "sources", "platforms", "personal", "choices")
QUESTIONS: Final = ("interest", "best_worst", "reach", "languages", "forms")
THRESHOLDS: Final = ("level", "alpha", "smallest_difference", "min_n", "low_base", "public_n", "reach_target")
NEW_SEGMENTS: Final = 2
MOST_SEGMENTS: Final = 20
LONGEST: Final = 4000
_APART: Final = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in: `name` is its place in the plan, `wrong` what is wrong with it."""

    name: str
    label: str
    value: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segmentation as typed: a group a line, its id, an equals sign, its codes."""

    at: int
    id: str
    variable: str
    groups: str
    compared: bool
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanForm:
    questions: tuple[Field, ...]
    scales: tuple[tuple[str, tuple[Field, ...]], ...]
    thresholds: tuple[Field, ...]
    segments: tuple[SegmentRow, ...]
    elsewhere: tuple[tuple[str, str], ...]
    """Mistakes in parts of the plan that the form does not show: place and sentence."""


def form_of(plan: Mapping[str, Any], problems: list[list[str]]) -> PlanForm:
    """Lay out a plan with what is wrong beside each field; every problem is shown once."""
    left = [(place, text) for _code, place, text in problems]

    def wrong(place: str) -> tuple[str, ...]:
        own = [one for one in left if one[0] == place or one[0].startswith((f"{place}.", f"{place}["))]
        left[:] = [one for one in left if one not in own]
        return tuple(text for _place, text in own)

    names = part_names()
    questions = [Field(name, names[name], str(plan.get(name, "")), wrong(name)) for name in QUESTIONS]
    questions += [Field(name, names[name], _joined(plan.get(name, ())), wrong(name)) for name in LISTS]
    thresholds = plan.get("thresholds") or {}
    return PlanForm(
        questions=tuple(questions),
        scales=tuple((names[scale], _scale(scale, plan.get(scale) or {}, wrong)) for scale in SCALES),
        thresholds=tuple(
            Field(f"thresholds.{name}", names[name], str(thresholds.get(name, "")), wrong(f"thresholds.{name}"))
            for name in THRESHOLDS
        ),
        segments=tuple(_segments(plan.get("segments") or (), wrong)),
        elsewhere=tuple(left),
    )


def plan_from_form(given: Mapping[str, str]) -> dict[str, Any]:
    """Return the parts of a plan that a form holds; what is no number stays as typed, and is told as a mistake."""
    said = {name: clean(text)[:LONGEST] for name, text in given.items()}
    plan: dict[str, Any] = {name: said.get(name, "") for name in QUESTIONS}
    plan |= {name: _parted(said.get(name, "")) for name in LISTS}
    for scale in SCALES:
        parts = {part: _parted(said.get(f"{scale}.{part}", "")) for part in SCALE_PARTS}
        plan[scale] = {"question": said.get(f"{scale}.question", ""), **parts}
    plan["thresholds"] = {name: _number(said.get(f"thresholds.{name}", "")) for name in THRESHOLDS}
    rows = [_segment(said, given, at) for at in range(MOST_SEGMENTS + NEW_SEGMENTS)]
    plan["segments"] = [row for row in rows if row["id"] or row["variable"]]
    return plan


def merged(own: Mapping[str, Any], changed: Mapping[str, Any]) -> str:
    """Return as JSON the parts of a plan that were kept, with those of a form in their places."""
    whole = {**own, **changed}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def part_names() -> Mapping[str, str]:
    """Return what the parts of a plan are called in the language of the request."""
    return {
        "interest": _("Topics of interest: the question"),
        "best_worst": _("Best–worst choices: the question"),
        "reach": _("Platforms and sources used: the question"),
        "languages": _("Preferred languages: the question"),
        "forms": _("Preferred forms: the question"),
        "audiences": _("Audiences: their codes, apart by spaces"),
        "sources": _("Sources: their codes"),
        "platforms": _("Platforms: their codes"),
        "personal": _("People one knows: their codes"),
        "choices": _("Further questions with choices"),
        "importance": _("Importance of information"),
        "ease": _("Ease of finding it"),
        "trust": _("Trust in sources"),
        "image": _("Image of Viet Nam"),
        "dimensions": _("Dimensions of the image"),
        "official": _("Quality of official information"),
        "question": _("Question"),
        "top": _("Codes of the high end"),
        "bottom": _("Codes of the low end"),
        "aside": _("Codes beside the scale"),
        "unknown": _("Codes of not knowing"),
        "level": _("Level of intervals"),
        "alpha": _("Alpha of tests"),
        "smallest_difference": _("Smallest difference told (0 to 1)"),
        "min_n": _("Fewest people for a figure"),
        "low_base": _("Low base below"),
        "public_n": _("Fewest people in public"),
        "reach_target": _("Reach aimed at (0 to 1)"),
    }


def _scale(scale: str, plan: Mapping[str, Any], wrong: Any) -> tuple[Field, ...]:
    names = part_names()
    question = Field(f"{scale}.question", names["question"], str(plan.get("question", "")), wrong(f"{scale}.question"))
    parts = [
        Field(f"{scale}.{part}", names[part], _joined(plan.get(part, ())), wrong(f"{scale}.{part}"))
        for part in SCALE_PARTS
    ]
    return (question, *parts)


def _segments(plan: Any, wrong: Any) -> list[SegmentRow]:
    rows = []
    for at, one in enumerate(plan):
        groups = "\n".join(f"{group['id']} = {_joined(group['codes'])}" for group in one.get("groups", ()))
        compared = bool(one.get("compared", True))
        rows.append(SegmentRow(at, one["id"], one["variable"], groups, compared, wrong(f"segments[{at}]")))
    return rows + [SegmentRow(len(rows) + more, "", "", "", True, ()) for more in range(NEW_SEGMENTS)]


def _segment(said: Mapping[str, str], given: Mapping[str, str], at: int) -> dict[str, Any]:
    groups = []
    for line in said.get(f"segments.{at}.groups", "").splitlines():
        name, _equals, codes = line.partition("=")
        if name.strip():
            groups.append({"id": name.strip(), "codes": _parted(codes)})
    return {
        "id": said.get(f"segments.{at}.id", ""),
        "variable": said.get(f"segments.{at}.variable", ""),
        "groups": groups,
        "compared": f"segments.{at}.compared" in given,
    }


def _joined(codes: Any) -> str:
    return " ".join(str(code) for code in codes)


def _parted(text: str) -> list[str]:
    return [code for code in _APART.split(text) if code]


def _number(text: str) -> float | int | str:
    """Return a number as typed, with a comma or a point."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() and "." not in text else value
