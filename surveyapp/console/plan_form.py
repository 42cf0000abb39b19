"""Lay a plan out as a form, and read a form back into a plan's plain values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from surveyapp.console.language import gettext as _
from surveyapp.console.plan_names import model_names, part_names, since_names, view_names
from surveyapp.console.plan_places import Mistake, mistakes_of
from surveyapp.console.plan_rows import (
    MOST_SEGMENTS,
    SCALE_PARTS,
    SEGMENTS,
    Field,
    Rows,
    codes_in,
    new_rows,
    number_in,
    rows_from,
    rows_of,
)
from surveyapp.console.plan_weights import ABOUT, TOTALS, totals_shown, weights_from
from surveyapp.web.limits import clean

SCALES: Final = ("importance", "ease", "trust", "image", "dimensions", "official")
LISTS: Final = (
    *("seeking.met", "audiences", "sources", "platforms", "personal", "choices", "numbers", "quality.grids"),
    *("margins.codes", "margins.women", "margins.men", "waves.composition"),
)
TEXTS: Final = (
    *("interest", "best_worst", "reach", "languages", "forms", "seeking.last", "seeking.found", "seeking.barriers"),
    *("consent_to_quote", "audience", "quality.pace", "quality.device"),
    *("margins.variable", "margins.country", "margins.sex", "waves.model"),
)
OPEN_ENDS: Final = "open_ends"
SHOWN_WITH_QUESTIONS: Final = (
    *("interest", "best_worst", "reach", "sources", "platforms", "personal", "languages", "forms"),
    *("seeking.last", "seeking.found", "seeking.met", "seeking.barriers", "choices", "numbers", OPEN_ENDS),
    *("consent_to_quote", "audience", "audiences", "quality.grids", "quality.pace", "quality.device"),
)
SHOWN_WITH_MARGINS: Final = (
    *("margins.variable", "margins.codes", "margins.country", "margins.sex", "margins.women", "margins.men"),
)
THRESHOLDS: Final = (
    *("level", "alpha", "smallest_difference", "min_n", "low_base", "public_n", "reach_target"),
    *("adjustment_ratio", "weight_deff"),
)
NUMBERS: Final = ("waves.ahead", "seed", *(f"thresholds.{name}" for name in THRESHOLDS))
LONGEST: Final = 4000
FIELDS: Final = (
    *TEXTS,
    *LISTS,
    *NUMBERS,
    OPEN_ENDS,
    *(f"{scale}.{part}" for scale in SCALES for part in ("question", *SCALE_PARTS)),
    *(f"margins.own.{name}" for name in ABOUT),
    TOTALS,
    "weights",
    "weighted",
    "waves.since",
    "view",
)
"""The fields of the form beside those of rows, by their places in the plan."""


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segmentation as typed: a group a line, its id, an equals sign, its codes."""

    at: int
    id: Field
    variable: Field
    groups: Field
    compared: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One of several that can be chosen, with what it means where that has to be said."""

    value: str
    label: str
    chosen: bool
    means: str = ""


@dataclass(frozen=True, slots=True)
class PlanForm:
    views: tuple[Option, ...]
    questions: tuple[Field, ...]
    scales: tuple[tuple[str, tuple[Field, ...]], ...]
    lists: tuple[Rows, ...]
    thresholds: tuple[Field, ...]
    segments: tuple[SegmentRow, ...]
    since: tuple[Option, ...]
    models: tuple[Option, ...]
    waves: Mapping[str, Field]
    weights: str
    weighted: Field
    audiences: tuple[str, ...]
    described: tuple[Field, ...]
    totals: Field
    about: tuple[Field, ...]
    written_in: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    """All of them, each with the field it leads to; none for parts of the plan that the form does not show."""


def form_of(
    plan: Mapping[str, Any], problems: Sequence[Mapping[str, Any]], laid: Mapping[str, int] = MappingProxyType({})
) -> PlanForm:
    """Lay out a plan with what is wrong beside each field; lists have at least as many rows as were `laid`."""
    names = part_names()
    found = mistakes_of(problems, {name: _called(name, names) for name in FIELDS})

    def field(name: str, label: str, value: str) -> Field:
        return Field(name, label, value, tuple(one.text for one in found if one.field == name))

    def asked(name: str, within: str = "") -> Field:
        return field(name, names.get(name, names.get(name.removeprefix(within), name)), _value(plan, name))

    own = _at(plan, "margins.own") or {}
    return PlanForm(
        views=views_of(str(plan.get("view", ""))),
        questions=tuple(asked(name) for name in SHOWN_WITH_QUESTIONS),
        scales=tuple((names[scale], _scale(scale, plan.get(scale) or {}, field)) for scale in SCALES),
        lists=rows_of(plan, names, field, laid),
        thresholds=tuple(asked(f"thresholds.{name}", "thresholds.") for name in THRESHOLDS) + (asked("seed"),),
        segments=tuple(_segments(plan.get(SEGMENTS) or (), field, laid)),
        since=_options(since_names(), _at(plan, "waves.since") or ()),
        models=_options(model_names(), (_at(plan, "waves.model"),)),
        waves={name: asked(f"waves.{name}") for name in ("since", "composition", "model", "ahead")},
        weights=str(plan.get("weights", "")),
        weighted=field("weighted", names["weighted"], str(plan.get("weighted", ""))),
        audiences=tuple(map(str, plan.get("audiences") or ())),
        described=tuple(asked(name) for name in SHOWN_WITH_MARGINS),
        totals=field(TOTALS, names["totals"], totals_shown(own)),
        about=tuple(field(f"margins.own.{name}", names[name], str(own.get(name, ""))) for name in ABOUT),
        written_in=tuple(map(str, plan.get("written_in") or ())),
        mistakes=found,
    )


def plan_from_form(
    given: Mapping[str, str], written_in: Sequence[str], since: Sequence[str], table: str = ""
) -> dict[str, Any]:
    """Return the parts of a plan that a form holds; what is no number stays as typed, and is told as a mistake.

    What a form does not ask stays as it is.
    `written_in` and `since` are what was ticked, `table` is a file of margins that was sent along. Of open questions
    only the names are said: `with_themes` puts to them what was kept of each.
    """
    said = {name: clean(text)[:LONGEST] for name, text in given.items()}
    plan: dict[str, Any] = {}
    readers: dict[str, Callable[[str], Any]] = {
        **dict.fromkeys(TEXTS, str),
        **dict.fromkeys(LISTS, codes_in),
        **dict.fromkeys(NUMBERS, number_in),
    }
    for name, read in readers.items():
        if name in said:
            _put(plan, name, read(said[name]))
    for scale in SCALES:
        parts = {part: codes_in(said.get(f"{scale}.{part}", "")) for part in SCALE_PARTS}
        plan[scale] = {"question": said.get(f"{scale}.question", ""), **parts}
    rows = [_segment(said, given, at) for at in range(MOST_SEGMENTS)]
    plan[SEGMENTS] = [row for row in rows if row["id"] or row["variable"] or row["groups"]]
    if "waves.ahead" in said:
        _put(plan, "waves.since", list(since))
    if OPEN_ENDS in said:
        plan[OPEN_ENDS] = [{"question": name} for name in codes_in(said[OPEN_ENDS])]
    plan |= {"view": said.get("view", "") or "public", "written_in": list(written_in)}
    return _over(plan | rows_from(said), weights_from(given, table))


def with_themes(written: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form says of a plan, its open questions with all that is known of each: themes, codes, quotes."""
    of = {one["question"]: one for one in known.get(OPEN_ENDS) or ()}
    named = written.get(OPEN_ENDS, known.get(OPEN_ENDS, ()))
    return {**written, OPEN_ENDS: [of.get(one["question"], one) for one in named]}


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


def views_of(chosen: str) -> tuple[Option, ...]:
    """Return who may see a report, the one that is chosen marked."""
    told = view_names()
    return tuple(Option(name, label, name == chosen, means) for name, (label, means) in told.items())


def _options(names: Mapping[str, str], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(name, label, name in chosen) for name, label in names.items())


def _scale(scale: str, plan: Mapping[str, Any], field: Callable[[str, str, str], Field]) -> tuple[Field, ...]:
    names = part_names()
    question = field(f"{scale}.question", names["question"], str(plan.get("question", "")))
    parts = [field(f"{scale}.{part}", names[part], _joined(plan.get(part, ()))) for part in SCALE_PARTS]
    return (question, *parts)


def _segments(plan: Any, field: Callable[[str, str, str], Field], laid: Mapping[str, int]) -> list[SegmentRow]:
    rows = []
    for at, one in enumerate([*plan, *({} for _new in range(new_rows(SEGMENTS, len(plan), laid)))]):
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


def _value(plan: Mapping[str, Any], name: str) -> str:
    """Return what stands at a place of a plan as a field shows it."""
    held = _at(plan, name)
    if name == OPEN_ENDS:
        return _joined(one["question"] for one in held or ())
    return _joined(held or ()) if name in LISTS else "" if held is None else str(held)


def _put(plan: dict[str, Any], name: str, value: Any) -> None:
    """Put a value at a place such as `seeking.last`."""
    *around, part = name.split(".")
    for one in around:
        plan = plan.setdefault(one, {})
    plan[part] = value


def _segment(said: Mapping[str, str], given: Mapping[str, str], at: int) -> dict[str, Any]:
    groups = []
    for line in said.get(f"segments.{at}.groups", "").splitlines():
        name, _equals, codes = line.partition("=")
        if line.strip():
            groups.append({"id": name.strip(), "codes": codes_in(codes)})
    return {
        "id": said.get(f"segments.{at}.id", ""),
        "variable": said.get(f"segments.{at}.variable", ""),
        "groups": groups,
        "compared": f"segments.{at}.compared" in given,
    }


def _joined(codes: Any) -> str:
    return " ".join(str(code) for code in codes)
