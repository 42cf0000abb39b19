"""Type a number, in any digits and with the separators of one's own language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from babel.numbers import get_decimal_symbol

from surveyapp.questionnaire.answer_types import Number
from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.path import Asked
from surveyapp.respondent.saying import Say
from surveyapp.respondent.widgets.offered import Form, Widget, chosen_codes, group
from surveyapp.web.i18n import locale_of
from surveyapp.web.limits import clean

LONGEST: Final = 40
_SIGNS: Final = str.maketrans({"−": "-", "－": "-", "٫": ".", "٬": ",", "，": ",", "．": ".", "’": "'"})
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_MIXED: Final = re.compile(r"(-?\d{1,3}(?:([.,])\d{3})+)(?!\2)([.,])(\d+)")


def missing_name(question: str) -> str:
    """Return the name of the control that says why there is no answer, for kinds whose own control is a text."""
    return f"{question}__missing"


def read_missing(asked: Asked, form: Form) -> Any:
    """Return the way not to answer that was ticked, None without."""
    code = clean(form.get(missing_name(asked.question.id), ""))
    return {"missing": code[1:]} if code.startswith(".") else None


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the number, or the text where it is none; a number typed wins over a refusal ticked beside it."""
    typed = clean(form.get(asked.question.id, ""))[:LONGEST]
    decimals = asked.question.answer.decimals if isinstance(asked.question.answer, Number) else 0
    return parse(typed, language, decimals) if typed else read_missing(asked, form)


def parse(typed: str, language: str, decimals: int) -> int | float | str:
    """Return the number a text means in a language, or the text itself.

    `1.000` is a thousand where whole numbers are asked or the point groups; otherwise the last separator is the
    decimal one.
    """
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in typed).translate(_SIGNS)
    plain = re.sub(r"[\s']", "", plain).removeprefix("+")
    point = str(get_decimal_symbol(locale_of(language))).translate(_SIGNS)
    if len(plain) > 18:
        return typed
    if re.fullmatch(r"-?\d+", plain):
        return int(plain)
    grouped = _GROUPED.fullmatch(plain)
    if grouped and (decimals == 0 or grouped[1] != point or plain.count(grouped[1]) > 1):
        return int(re.sub(r"[.,]", "", plain))
    if mixed := _MIXED.fullmatch(plain):
        return float(f"{re.sub(r'[.,]', '', mixed[1])}.{mixed[4]}")
    if re.fullmatch(r"-?\d*[.,]\d+", plain):
        return float(plain.replace(",", "."))
    return typed


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    answer, name = asked.question.answer, asked.question.id
    value = given.get(name)
    number = answer if isinstance(answer, Number) else Number()
    shown = "" if value is None or missing_kind(value) else str(value)
    if isinstance(value, float):
        shown = shown.replace(".", str(get_decimal_symbol(locale_of(say.language))))
    longest = max((len(str(int(limit))) for limit in (number.minimum, number.maximum) if limit is not None), default=12)
    return {
        "typed": shown,
        "decimal": number.decimals > 0,
        "unit": say(number.unit),
        "width": min(longest + (number.decimals + 1 if number.decimals else 0), LONGEST),
        "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
    }


WIDGET = Widget("respondent/widgets/number.html", read, draw)
