"""Choose several, within limits; an exclusive choice and a way not to answer stand alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import Several
from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.offered import (
    Form,
    Widget,
    besides,
    chosen_codes,
    exclusive_codes,
    group,
    read_code,
    tell_codes,
)
from surveyapp.web.limits import clean


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the codes in the order shown; real choices win over a way not to answer ticked beside them.

    A text typed beside `other` chooses it where nothing else was chosen.
    """
    name = asked.question.id
    posted = list(dict.fromkeys(code for code in map(clean, form.getlist(name)) if code))
    order = {choice.code: at for at, choice in enumerate(asked.shown.choices)}
    codes = sorted((code for code in posted if not code.startswith(".")), key=lambda code: order.get(code, len(order)))
    if codes:
        return codes
    if posted:
        return read_code(posted[0])
    typed = [
        choice.code
        for choice in asked.shown.choices
        if choice.other and clean(form.get(choice.other_id or f"{name}_other", ""))
    ]
    if typed:
        return typed
    optional = isinstance(asked.question.answer, Several) and asked.question.answer.at_least == 0
    return [] if optional else None


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    answer, name = asked.question.answer, asked.question.id
    offered = group(
        name,
        asked.shown.choices,
        asked.shown.missing,
        chosen_codes(given.get(name)),
        say,
        besides(asked, given, say),
        asked.shown.closed,
    )
    limits = (answer.at_least, answer.at_most) if isinstance(answer, Several) else (1, None)
    return {
        "offered": offered,
        "min": limits[0] if asked.question.required else 0,
        "max": limits[1],
        "exclusive": exclusive_codes(asked.shown.choices, asked.shown.missing),
        "layout": answer.layout if isinstance(answer, Several) else "list",
        "rule": _rule(limits[1], say),
    }


def _rule(most: int | None, say: Say) -> str:
    if most is None or most == 1:
        return say.words.gettext("Choose all that apply.")
    told = say.words.ngettext("Choose up to %(limit)s.", "Choose up to %(limit)s.", most)
    return told % {"limit": say.number(most)}


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    return say.words.gettext("Choose at least one answer.") if fault.code == "required" else None


WIDGET = Widget("several", "respondent/widgets/several.html", read, draw, complain=complain, tell=tell_codes)
