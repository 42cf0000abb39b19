"""Write one line: how a kind is shown and read that has no module of its own here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from surveyapp.questionnaire.answer_types.answer import Answer
from surveyapp.questionnaire.answer_types.asked import Fault, missing_kind
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.number import missing_name, read_missing
from surveyapp.respondent.widgets.offered import Form, Widget, chosen_codes, group
from surveyapp.respondent.widgets.typed_parts import outside, tell
from surveyapp.web.limits import clean

LONGEST: Final = 400


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return what the typed text means; what was written wins over a refusal ticked beside it."""
    typed = clean(form.get(asked.question.id, ""))[:LONGEST]
    return asked.question.answer.typed(typed) if typed else read_missing(asked, form)


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    name = asked.question.id
    value = given.get(name)
    return {
        "typed": "" if value is None or missing_kind(value) else str(value),
        "lines": 1,
        "most": LONGEST,
        "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
        "rule": for_example(asked.question.answer, say),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
    }


def for_example(answer: Answer, say: Say) -> str:
    """Say how such an answer is written."""
    _ = say.words.gettext
    return _("For example: %(example)s") % {"example": answer.example} if answer.example else ""


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    _, bounds = say.words.gettext, asked.shown.bounds
    match fault.code:
        case "required":
            return _("Write your answer.")
        case "out-of-range" if any(bounds.get(name) for name in ("minimum", "maximum")):
            return outside(asked, say)
        case "wrong-type" | "pattern":
            told = _("This is not in the form that is asked for. Please check it.")
            return " ".join(filter(None, (told, for_example(asked.question.answer, say))))
    return None


def any_kind(kind: str) -> Widget:
    """Return the widget of a kind that has none of its own: a labelled line."""
    return Widget(kind, "respondent/widgets/text.html", read, draw, complain=complain, tell=tell)
