"""Share out a total: a number for each thing, and a running total where there is a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.answer_types import Number, Sum
from surveyapp.questionnaire.answer_types.asked import Fault, missing_kind
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording
from surveyapp.respondent.widgets.number import (
    LONGEST,
    complain_of,
    missing_name,
    parse,
    read_missing,
    typed_again,
    width_of,
)
from surveyapp.respondent.widgets.offered import Form, Widget, anchored_at_part, chosen_codes, group, labels_of
from surveyapp.web.limits import clean


@dataclass(frozen=True, slots=True)
class Share:
    """One thing, and the number given to it."""

    name: str
    id: str
    label: Wording
    typed: str


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the numbers typed by code; they win over a refusal ticked below them."""
    answer = asked.question.answer
    decimals = answer.decimals if isinstance(answer, Sum) else 0
    typed = {
        choice.code: clean(form.get(f"{asked.question.id}__{choice.code}", ""))[:LONGEST]
        for choice in asked.shown.choices
    }
    given = {code: parse(text, language, decimals) for code, text in typed.items() if text}
    return given or read_missing(asked, form)


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    answer, name = asked.question.answer, asked.question.id
    sum_ = answer if isinstance(answer, Sum) else Sum(choices=())
    value = given.get(name)
    numbers = value if isinstance(value, Mapping) and missing_kind(value) is None else {}
    total = asked.shown.bounds.get("total")
    shares = []
    for at, choice in enumerate(asked.shown.choices):
        control = f"{name}__{choice.code}"
        typed = typed_again(numbers.get(choice.code), say.language)
        shares.append(Share(control, control if at else name, say(choice.text), typed))
    return {
        "shares": shares,
        "decimal": sum_.decimals > 0,
        "unit": say(sum_.unit),
        "width": max(3, width_of(0, sum_.maximum or total, sum_.decimals)),
        "least": sum_.minimum,
        "most": sum_.maximum if sum_.maximum is not None else total,
        "total": total,
        "makes": _rule(sum_, total, say),
        "so_far": say.words.gettext("So far: {n}."),
        "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
    }


def _rule(answer: Sum, total: float | None, say: Say) -> str:
    _ = say.words.gettext
    if total is None:
        return ""
    told = {
        "equal": _("Together these make %(total)s."),
        "at-most": _("Together these make no more than %(total)s."),
        "at-least": _("Together these make at least %(total)s."),
    }[answer.together]
    return told % {"total": f"{say.number(total)} {say(answer.unit)}".strip()}


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    answer = asked.question.answer
    if not isinstance(answer, Sum):
        return None
    if fault.part is None and fault.code == "out-of-range":
        return _rule(answer, fault.limit, say)
    number = Number(minimum=answer.minimum, maximum=answer.maximum, decimals=answer.decimals)
    return complain_of(number, fault, say)


def tell(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    if not isinstance(value, Mapping):
        return None
    labels = labels_of(question.answer.sources()["choices"], say)
    numbers = {code: say.number(n) if isinstance(n, int | float) else str(n) for code, n in value.items()}
    return tuple(f"{labels.get(code, code)}: {number}" for code, number in numbers.items())


def anchor(asked: Asked, part: str | None) -> str:
    """Return the id of a number's control: the first has the question's own."""
    first = asked.shown.choices[0].code if asked.shown.choices else None
    return asked.question.id if part == first else anchored_at_part(asked, part)


WIDGET = Widget("sum", "respondent/widgets/sum.html", read, draw, complain=complain, tell=tell, anchor=anchor)
