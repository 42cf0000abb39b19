"""Write freely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import OpenText
from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.answer_types.text import MOST_CODE_POINTS
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
        "most": text.max_length * MOST_CODE_POINTS,
        "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
        "rule": "" if asked.question.required else say.words.gettext("You may leave this empty."),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
    }


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    words, n = say.words, int(fault.limit or 0)
    match fault.code:
        case "required":
            return words.gettext("Write your answer.")
        case "too-many":
            told = words.ngettext(
                "Write no more than %(limit)s character.", "Write no more than %(limit)s characters.", n
            )
        case "too-few":
            told = words.ngettext("Write at least %(limit)s character.", "Write at least %(limit)s characters.", n)
        case _:
            return None
    return told % {"limit": say.number(n)}


WIDGET = Widget("text", "respondent/widgets/text.html", read, draw, complain=complain)
