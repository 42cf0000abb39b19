"""Answer one scale for several rows: one after another on a phone, a table on a wide screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say, Wording
from surveyapp.respondent.widgets.offered import (
    Beside,
    Form,
    Group,
    Widget,
    besides,
    chosen_codes,
    group,
    read_code,
)
from surveyapp.web.limits import clean


@dataclass(frozen=True, slots=True)
class Row:
    """`name` is the control's, and begins the ids of its row's heading and controls."""

    name: str
    label: Wording
    offered: Group
    beside: Beside | None


def control(question: str, row: str) -> str:
    """Return the name of a row's control."""
    return f"{question}__{row}"


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the rows of this screen joined to those of the others."""
    rows = dict(before) if isinstance(before, Mapping) and "missing" not in before else {}
    for row in asked.shown.rows:
        code = clean(form.get(control(asked.question.id, row.code), ""))
        rows.pop(row.code, None)
        if code:
            rows[row.code] = read_code(code)
    return rows or None


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    value = given.get(asked.question.id)
    answers = value if isinstance(value, Mapping) else {}
    texts = besides(asked, given, say)
    rows = []
    for row in asked.shown.rows:
        name = control(asked.question.id, row.code)
        offered = group(name, asked.shown.choices, asked.shown.missing, chosen_codes(answers.get(row.code)), say)
        rows.append(Row(name, say(row.text), offered, texts.get(row.code)))
    return {"rows": rows, "columns": rows[0].offered if rows else Group((), ())}


WIDGET = Widget("respondent/widgets/grid.html", read, draw)
