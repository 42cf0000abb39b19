"""Choose the best and the worst of a screen; each screen is served alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording
from surveyapp.respondent.widgets.number import missing_name, read_missing
from surveyapp.respondent.widgets.offered import Form, Widget, chosen_codes, group, labels_of
from surveyapp.web.limits import clean


@dataclass(frozen=True, slots=True)
class Item:
    code: str
    label: Wording
    best: bool
    worst: bool


def control(question: str, screen: int, side: str) -> str:
    """Return the name of one side's control; `screen` counts from 1."""
    return f"{question}__{screen}__{side}"


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the answers to all screens so far, those of this one as posted; a screen left empty is {}.

    A refusal stands for the whole question, unless something was chosen beside it.
    """
    screens: list[Any] = list(before) if isinstance(before, list | tuple) else []
    for at, codes in enumerate(asked.shown.screens, asked.first):
        screens += [{}] * (at + 1 - len(screens))
        sides = {side: clean(form.get(control(asked.question.id, at + 1, side), "")) for side in ("best", "worst")}
        given = {side: code for side, code in sides.items() if code}
        screens[at] = {"shown": list(codes), **given} if given else {}
    touched = any(screens[asked.first : asked.first + len(asked.shown.screens)])
    refusal = None if touched else read_missing(asked, form)
    return refusal or (screens if any(screens) else None)


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    value = given.get(asked.question.id)
    screens = value if isinstance(value, list | tuple) else []
    labels = {choice.code: say(choice.text) for choice in asked.shown.choices}
    answer = screens[asked.first] if asked.first < len(screens) and isinstance(screens[asked.first], Mapping) else {}
    codes = asked.shown.screens[0] if asked.shown.screens else ()
    number = asked.first + 1
    return {
        "distinct": True,
        "offered": group(missing_name(asked.question.id), (), asked.shown.missing, chosen_codes(value), say),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
        "best_name": control(asked.question.id, number, "best"),
        "worst_name": control(asked.question.id, number, "worst"),
        "items": [
            Item(code, labels.get(code, Wording(code)), answer.get("best") == code, answer.get("worst") == code)
            for code in codes
        ],
    }


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    match fault.code:
        case "required":
            return say.words.gettext("Choose one thing as most and another as least.")
        case "duplicate":
            return say.words.gettext("Most and least must be two different things.")
    return None


def tell(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    labels = labels_of(question.answer.sources()["choices"], say)
    screens = value if isinstance(value, list | tuple) else ()
    return tuple(
        f"{labels.get(screen.get('best'), '–')} / {labels.get(screen.get('worst'), '–')}"
        for screen in screens
        if isinstance(screen, Mapping) and screen
    )


def anchor(asked: Asked, part: str | None) -> str:
    return f"{asked.question.id}__{part or asked.first + 1}__best"


WIDGET = Widget(
    "best-worst", "respondent/widgets/best_worst.html", read, draw, complain=complain, tell=tell, anchor=anchor
)
