"""Lead every mistake of a plan to the field of the form that it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveyapp.console.language import current_language
from surveyapp.questionnaire.problems import Sentence
from surveyapp.web.problem_words import said_in

_SEGMENT: Final = re.compile(r"segments\[(\d+)\](?:\.(\w+))?")
_SEGMENT_PARTS: Final = ("id", "variable", "groups")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong: `place` in the plan, `field` of the form ("" where the form has none), what it is called."""

    place: str
    field: str
    text: str
    label: str = ""


def mistakes_of(problems: Sequence[Mapping[str, Any]], fields: Mapping[str, str]) -> tuple[Mistake, ...]:
    """Return every mistake in the language of the request with the field it leads to; `fields` are named."""
    found = []
    for one in problems:
        field = field_at(one["place"], fields)
        found.append(Mistake(one["place"], field, _text(one), fields.get(field, "")))
    return tuple(found)


def field_at(place: str, fields: Collection[str]) -> str:
    """Return the field that holds a place such as `segments[0].groups[1].codes`; empty where none does."""
    segment = _SEGMENT.match(place)
    if segment or place == "segments":
        at, part = segment.groups() if segment else ("0", "id")
        return f"segments.{at}.{part if part in _SEGMENT_PARTS else 'id'}"
    plain = re.sub(r"\[\d+\].*", "", place)
    inside = [name for name in fields if name == plain or plain.startswith(f"{name}.")]
    around = [name for name in fields if name.startswith(f"{plain}.")]
    return max(inside, key=len) if inside else around[0] if around and plain else ""


def _text(problem: Mapping[str, Any]) -> str:
    text = str(problem["text"])
    made_of = problem.get("message")
    return said_in(current_language(), Sentence.of(made_of, problem["values"]) if made_of else text)
