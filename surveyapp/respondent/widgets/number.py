"""Type a number, in any digits and with the separators of one's own language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from babel.numbers import get_decimal_symbol

from surveyapp.catalogues import locale_of
from surveyapp.questionnaire.answer_types import Number
from surveyapp.questionnaire.answer_types.asked import Fault, missing_kind
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording
from surveyapp.respondent.widgets.offered import Form, Offered, Widget, chosen_codes, group
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


def typed_again(value: Any, language: str) -> str:
    """Return a number as it was typed or would be; nothing where there is none."""
    if value is None or missing_kind(value) or isinstance(value, bool):
        return ""
    point = str(get_decimal_symbol(locale_of(language)))
    return str(value).replace(".", point) if isinstance(value, float) else str(value)


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    answer, name = asked.question.answer, asked.question.id
    value = given.get(name)
    number = answer if isinstance(answer, Number) else Number()
    points = number.points() if number.layout == "scale" else ()
    return {
        "typed": typed_again(value, say.language),
        "decimal": number.decimals > 0,
        "unit": say(number.unit),
        "width": width_of(number.minimum, number.maximum, number.decimals),
        "least": number.minimum,
        "most": number.maximum,
        "step": number.step or 10**-number.decimals,
        "layout": number.layout,
        "low": say(number.low),
        "high": say(number.high),
        "points": [
            Offered(str(point), Wording(say.ungrouped(point)), name if at == 0 else f"{name}-{at}", value == point)
            for at, point in enumerate(points)
        ],
        "offered": group(missing_name(name), (), asked.shown.missing, chosen_codes(value), say),
        "exclusive": " ".join(f".{kind}" for kind in asked.shown.missing),
    }


def width_of(minimum: float | None, maximum: float | None, decimals: int) -> int:
    """Return how many characters a field for such a number needs."""
    longest = max((len(str(int(limit))) for limit in (minimum, maximum) if limit is not None), default=12)
    return min(longest + (decimals + 1 if decimals else 0), LONGEST)


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    answer = asked.question.answer
    return complain_of(answer, fault, say) if isinstance(answer, Number) else None


def complain_of(answer: Number, fault: Fault, say: Say) -> str | None:
    """Say what is wrong with a number, wherever it is asked."""
    _ = say.words.gettext
    match fault.code:
        case "required" if answer.layout == "scale":
            return _("Choose an answer.")
        case "required":
            return _("Write a number.")
        case "wrong-type":
            return _("Write a number, in figures only.")
        case "out-of-range":
            return _range(answer, say)
        case "pattern" if answer.step is not None and fault.limit == answer.step:
            return _("Write a number in steps of %(step)s.") % {"step": say.ungrouped(answer.step)}
        case "pattern":
            return _("Write a number with fewer decimals.") if answer.decimals else _("Write a whole number.")
    return None


def _range(answer: Number, say: Say) -> str | None:
    _, least, most = say.words.gettext, answer.minimum, answer.maximum
    if least is not None and most is not None:
        told = _("Write a number from %(least)s to %(most)s.")
        return told % {"least": say.ungrouped(least), "most": say.ungrouped(most)}
    if least is not None:
        return _("Write a number that is %(least)s or more.") % {"least": say.ungrouped(least)}
    if most is not None:
        return _("Write a number that is %(most)s or less.") % {"most": say.ungrouped(most)}
    return None


def tell(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    """Say the number with its unit."""
    answer = question.answer
    unit = say(answer.unit) if isinstance(answer, Number) else ""
    return (f"{say.number(value)} {unit}".strip(),) if isinstance(value, int | float) else None


WIDGET = Widget("number", "respondent/widgets/number.html", read, draw, complain=complain, tell=tell)
