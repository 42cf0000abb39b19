"""Choose one: a list, a scale hung on a line, a select, or a select that a script turns into a search box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.alphabet import in_alphabet
from surveyapp.questionnaire.answer_types import One
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.offered import Form, Widget, besides, chosen_codes, group, read_code, tell_codes
from surveyapp.web.limits import clean


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the code posted; one of a list wins over a refusal ticked below it.

    A text typed beside `other` chooses it where nothing else was chosen.
    """
    name = asked.question.id
    posted = sorted((code for code in map(clean, form.getlist(name)) if code), key=lambda code: code.startswith("."))
    if posted:
        return read_code(posted[0])
    for choice in asked.shown.choices:
        if choice.other and clean(form.get(choice.other_id or f"{name}_other", "")):
            return choice.code
    return None


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    answer, name = asked.question.answer, asked.question.id
    texts = besides(asked, given, say)
    layout = answer.layout if isinstance(answer, One) else "list"
    chosen, missing = chosen_codes(given.get(name)), asked.shown.missing
    is_select = layout in ("select", "type-ahead")
    choices = asked.shown.choices
    if is_select and isinstance(answer, One) and not answer.shuffle:
        choices = in_alphabet(say.questionnaire, answer.choices, choices, say.language)
    offered = group(name, choices, () if is_select else missing, chosen, say, texts, asked.shown.closed)
    return {
        "offered": offered,
        "refusals": group(f"{name}-missing", (), missing if is_select else (), chosen, say),
        "layout": layout,
        "names": layout == "type-ahead" and any(other_names(choice, say) for choice in choices),
        "texts": [text for code, text in texts.items() if code is not None],
    }


def other_names(choice: Choice, say: Say) -> str:
    """Return the other names that a search takes: in the reader's language, in any script of it, and in English.

    In the survey's own language it is every name.
    """
    base = say.questionnaire.base_language
    shown = wording(choice.text, say.language, base)[0]
    spoken = {say.language.partition("-")[0], base, "en"}
    also = [names for tag, names in choice.also.items() if tag == base or tag.partition("-")[0] in spoken]
    known = (wording(choice.also, say.language, base)[0], choice.text.get(base, ""), *also)
    names = (name for names in known for name in names.split(", "))
    return ", ".join(name for name in dict.fromkeys(names) if name and name != shown)


WIDGET = Widget("one", "respondent/widgets/one.html", read, draw, tell=tell_codes)
