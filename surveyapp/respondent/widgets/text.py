"""Write freely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import OpenText
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.number import missing_name, read_missing
from surveyapp.respondent.widgets.offered import Form, Widget, chosen_codes, group
from surveyapp.web.limits import clean


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the text; what was written wins over a refusal ticked beside it."""
    return clean(form.get(asked.question.id, "")) or read_missing(asked, form)


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    answer, name = asked.question.answer, asked.question.id
    value = given.get(name)
    text = answer if isinstance(answer, OpenText) else OpenText()
    return {
        "typed": value if isinstance(value, str) else "",
        "lines": text.lines,
        "most": text.max_length,
        "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
    }


WIDGET = Widget("respondent/widgets/text.html", read, draw)
