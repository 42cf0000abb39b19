"""Lay a plan out as a form, and read a form back into a plan's plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveyapp.console.language import gettext as _
from surveyapp.console.plan_places import Mistake, mistakes_of
from surveyapp.console.plan_weights import ABOUT, TOTALS, totals_shown, weights_from
from surveyapp.web.limits import clean

SCALES: Final = ("importance", "ease", "trust", "image", "dimensions", "official")
SCALE_PARTS: Final = ("top", "bottom", "aside", "unknown")
LISTS: Final = ("seeking.met", "audiences", "sources", "platforms", "personal", "choices", "numbers", "quality.grids")
QUESTIONS: Final = (
    "interest",
    "best_worst",
    "reach",
    "languages",
    "forms",
    "seeking.last",
    "seeking.found",
    "seeking.barriers",
    "consent_to_quote",
)
THRESHOLDS: Final = ("level", "alpha", "smallest_difference", "min_n", "low_base", "public_n", "reach_target")
NEW_SEGMENTS: Final = 2
MOST_SEGMENTS: Final = 20
LONGEST: Final = 4000
FIELDS: Final = (
    *QUESTIONS,
    *LISTS,
    *(f"{scale}.{part}" for scale in SCALES for part in ("question", *SCALE_PARTS)),
    *(f"thresholds.{name}" for name in THRESHOLDS),
    *(f"margins.own.{name}" for name in ABOUT),
    TOTALS,
    "weights",
    "weighted",
)
"""The fields of the form beside those of segments, by their places in the plan."""
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
    id: Field
    variable: Field
    groups: Field
    compared: bool


@dataclass(frozen=True, slots=True)
class PlanForm:
    questions: tuple[Field, ...]
    scales: tuple[tuple[str, tuple[Field, ...]], ...]
    thresholds: tuple[Field, ...]
    segments: tuple[SegmentRow, ...]
    weights: str
    weighted: Field
    audiences: tuple[str, ...]
    totals: Field
    about: tuple[Field, ...]
    written_in: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    """All of them, each with the field it leads to; none for parts of the plan that the form does not show."""


def form_of(plan: Mapping[str, Any], problems: Sequence[Mapping[str, Any]]) -> PlanForm:
    """Lay out a plan with what is wrong beside each field."""
    names = part_names()
    found = mistakes_of(problems, {name: _called(name, names) for name in FIELDS})

    def field(name: str, label: str, value: str) -> Field:
        return Field(name, label, value, tuple(one.text for one in found if one.field == name))

    def asked(name: str) -> Field:
        held = _at(plan, name)
        return field(name, names[name], str(held) if name in QUESTIONS else _joined(held or ()))

    own = _at(plan, "margins.own") or {}
    return PlanForm(
        questions=tuple(asked(name) for name in (*QUESTIONS, *LISTS)),
        scales=tuple((names[scale], _scale(scale, plan.get(scale) or {}, field)) for scale in SCALES),
        thresholds=tuple(
            field(f"thresholds.{name}", names[name], _said(_at(plan, f"thresholds.{name}"))) for name in THRESHOLDS
        ),
        segments=tuple(_segments(plan.get("segments") or (), field)),
        weights=str(plan.get("weights", "")),
        weighted=field("weighted", names["weighted"], str(plan.get("weighted", ""))),
        audiences=tuple(map(str, plan.get("audiences") or ())),
        totals=field(TOTALS, names["totals"], totals_shown(own)),
        about=tuple(field(f"margins.own.{name}", names[name], str(own.get(name, ""))) for name in ABOUT),
        written_in=tuple(map(str, plan.get("written_in") or ())),
        mistakes=found,
    )


def plan_from_form(given: Mapping[str, str], written_in: Sequence[str], table: str = "") -> dict[str, Any]:
    """Return the parts of a plan that a form holds; what is no number stays as typed, and is told as a mistake.

    `table` is a file of margins that was sent along.
    """
    said = {name: clean(text)[:LONGEST] for name, text in given.items()}
    plan: dict[str, Any] = {}
    for name in (*QUESTIONS, *LISTS):
        within, _point, part = name.partition(".")
        value = said.get(name, "") if name in QUESTIONS else _parted(said.get(name, ""))
        if part:
            plan.setdefault(within, {})[part] = value
        else:
            plan[within] = value
    for scale in SCALES:
        parts = {part: _parted(said.get(f"{scale}.{part}", "")) for part in SCALE_PARTS}
        plan[scale] = {"question": said.get(f"{scale}.question", ""), **parts}
    plan["thresholds"] = {name: _number(said.get(f"thresholds.{name}", "")) for name in THRESHOLDS}
    rows = [_segment(said, given, at) for at in range(MOST_SEGMENTS + NEW_SEGMENTS)]
    plan["segments"] = [row for row in rows if row["id"] or row["variable"]]
    return plan | weights_from(given, table) | {"written_in": list(written_in)}


def merged(own: Mapping[str, Any], changed: Mapping[str, Any]) -> str:
    """Return as JSON the parts of a plan that were kept, with those of a form in their places."""
    return json.dumps(_over(own, changed), ensure_ascii=False, indent=1)


def whole(usual: Mapping[str, Any], own: Mapping[str, Any], changed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the usual plan with what was kept and what a form says over it."""
    return _over(_over(usual, own), changed)


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Put parts over parts; of an object only the parts that are named."""
    made = dict(below)
    for name, part in above.items():
        held = made.get(name)
        made[name] = _over(held, part) if isinstance(held, dict) and isinstance(part, dict) else part
    return made


def part_names() -> Mapping[str, str]:
    """Return what the parts of a plan are called in the language of the request."""
    return {**_question_names(), **_scale_names()}


def _question_names() -> Mapping[str, str]:
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
        "numbers": _("Questions answered by a number"),
        "quality.grids": _("Grids that show who answered without looking"),
        "seeking.last": _("When people last looked for information: the question"),
        "seeking.found": _("Whether they found it: the question"),
        "seeking.met": _("Codes of having found all of it"),
        "seeking.barriers": _("What stood in the way: the question"),
        "consent_to_quote": _("Consent to being quoted: the variable"),
        "weights": _("Weights"),
        "weighted": _("Audience that the margins describe"),
        "totals": _("Totals, one a line: country, sex (woman or man), people"),
        "population": _("Whom the totals count"),
        "age_scope": _("Ages they count"),
        "date": _("Day they are of (year-month-day)"),
        "source": _("Where they are published"),
        "source_url": _("Its address"),
    }


def _scale_names() -> Mapping[str, str]:
    return {
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


def _scale(scale: str, plan: Mapping[str, Any], field: Callable[[str, str, str], Field]) -> tuple[Field, ...]:
    names = part_names()
    question = field(f"{scale}.question", names["question"], str(plan.get("question", "")))
    parts = [field(f"{scale}.{part}", names[part], _joined(plan.get(part, ()))) for part in SCALE_PARTS]
    return (question, *parts)


def _segments(plan: Any, field: Callable[[str, str, str], Field]) -> list[SegmentRow]:
    rows = []
    for at, one in enumerate([*plan, *({} for _new in range(NEW_SEGMENTS))]):
        place, groups = f"segments.{at}", one.get("groups", ())
        rows.append(
            SegmentRow(
                at,
                field(f"{place}.id", _("Name"), one.get("id", "")),
                field(f"{place}.variable", _("Variable"), one.get("variable", "")),
                field(
                    f"{place}.groups",
                    _("Groups, one a line: name = codes (none: every code)"),
                    "\n".join(f"{group['id']} = {_joined(group['codes'])}" for group in groups),
                ),
                bool(one.get("compared", True)),
            )
        )
    return rows


def _called(field: str, names: Mapping[str, str]) -> str:
    """Return what a field is called, with the scale that it belongs to."""
    if field in names:
        return names[field]
    scale, _point, part = field.partition(".")
    called = names.get(part.removeprefix("own."), field)
    return f"{names[scale]}: {called}" if scale in SCALES else called


def _at(plan: Mapping[str, Any], place: str) -> Any:
    """Return the part of a plan at a place such as `seeking.last`; empty where there is none."""
    held: Any = plan
    for part in place.split("."):
        held = held.get(part, "") if isinstance(held, Mapping) else ""
    return held


def _said(value: Any) -> str:
    return "" if value is None else str(value)


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
