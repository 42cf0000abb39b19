"""Ask for consent: two answers that look alike, neither of them ticked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording
from surveyapp.respondent.widgets.offered import Form, Group, Offered, Widget, chosen_codes
from surveyapp.web.limits import clean


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    return clean(form.get(asked.question.id, "")) or None


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    name = asked.question.id
    chosen = chosen_codes(given.get(name))
    answers = (("yes", say.words.gettext("I agree")), ("no", say.words.gettext("I do not agree")))
    points = tuple(
        Offered(value, Wording(label), name if at == 0 else f"{name}-{at}", value in chosen)
        for at, (value, label) in enumerate(answers)
    )
    return {"offered": Group(points, ())}


def tell(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    return (say.words.gettext("I agree") if value == "yes" else say.words.gettext("I do not agree"),)


WIDGET = Widget("consent", "respondent/widgets/consent.html", read, draw, tell=tell)
