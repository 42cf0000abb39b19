"""Put choices in order: one select a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.answer_types import Ranking
from surveyapp.questionnaire.answer_types.asked import Fault, missing_kind
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.number import missing_name, read_missing
from surveyapp.respondent.widgets.offered import Form, Group, Widget, chosen_codes, group, tell_codes
from surveyapp.web.limits import clean


@dataclass(frozen=True, slots=True)
class RankPlace:
    """One place in the order, from 1."""

    name: str
    label: str
    offered: Group


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the codes in order, gaps closed; an order given wins over a refusal ticked beside it."""
    names = [f"{asked.question.id}__{place}" for place in range(1, _places(asked) + 1)]
    codes = [code for name in names if (code := clean(form.get(name, "")))]
    return codes or read_missing(asked, form)


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    name = asked.question.id
    value = given.get(name)
    order = chosen_codes(value) if missing_kind(value) is None else ()
    places = []
    for place in range(1, _places(asked) + 1):
        control = f"{name}__{place}"
        chosen = order[place - 1 : place]
        label = say.words.gettext("Place %(number)s") % {"number": say.number(place)}
        places.append(RankPlace(control, label, group(control, asked.shown.choices, (), chosen, say)))
    return {
        "places": places,
        "distinct": True,
        "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
    }


def _places(asked: Asked) -> int:
    answer = asked.question.answer
    return answer.places(asked.shown) if isinstance(answer, Ranking) else 0


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    return say.words.gettext("Choose something for each place.") if fault.code == "required" else None


def tell(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    """Say each choice with its place."""
    lines = enumerate(tell_codes(question, value, say) or (), start=1)
    return tuple(f"{say.number(place)}. {line}" for place, line in lines)


def anchor(asked: Asked, part: str | None) -> str:
    return f"{asked.question.id}__1"


WIDGET = Widget("ranking", "respondent/widgets/ranking.html", read, draw, complain=complain, tell=tell, anchor=anchor)
