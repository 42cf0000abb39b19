"""Lead every mistake of a plan to the field of the form that it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from surveyapp.console.language import current_language
from surveyapp.console.plan_names import part_names
from surveyapp.console.plan_rows import ROWS
from surveyapp.questionnaire.problems import Sentence
from surveyapp.web.problem_words import said_in

_ROW: Final = re.compile(r"(\w+)(?:\[(\d+)\](?:\.(\w+))?)?")
_PARTS: Final[Mapping[str, Collection[str]]] = {
    "segments": ("id", "variable", "groups"),
    **{name: tuple(parts) for name, parts in ROWS.items()},
}
"""The fields of a row, the first one first, by the list of the plan that it belongs to."""


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
        found.append(Mistake(one["place"], field, _text(one), fields.get(field, "") or _row_called(field)))
    return tuple(found)


def field_at(place: str, fields: Collection[str]) -> str:
    """Return the field that holds a place such as `segments[0].groups[1].codes`; empty where none does."""
    row = _ROW.match(place)
    if row and row[1] in _PARTS:
        within, at, part = row.groups()
        first = next(iter(_PARTS[within]))
        return f"{within}.{at or 0}.{part if part in _PARTS[within] else first}"
    plain = re.sub(r"\[\d+\].*", "", place)
    inside = [name for name in fields if name == plain or plain.startswith(f"{name}.")]
    around = [name for name in fields if name.startswith(f"{plain}.")]
    return max(inside, key=len) if inside else around[0] if around and plain else ""


def _row_called(field: str) -> str:
    """Call a field of a row by the list, the number of the row and the part; empty for no such field."""
    within, _point, rest = field.partition(".")
    at, _point, part = rest.partition(".")
    if within not in ROWS:
        return ""
    names = part_names()
    return f"{names[within]} · {int(at) + 1} · {names.get(f'{within}.{part}', names.get(part, part))}"


def _text(problem: Mapping[str, Any]) -> str:
    text = str(problem["text"])
    made_of = problem.get("message")
    return said_in(current_language(), Sentence.of(made_of, problem["values"]) if made_of else text)
