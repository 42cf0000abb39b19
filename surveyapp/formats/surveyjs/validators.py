"""Turn the validators and limits of a SurveyJS question into limits, patterns and checks."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.patterns import why_unusable
from surveyapp.formats.surveyjs.choices import Making
from surveyapp.formats.surveyjs.elements import Element
from surveyapp.formats.surveyjs.expression import parse_surveyjs, translator_of
from surveyapp.questionnaire.answer_types import Number, OpenText
from surveyapp.questionnaire.schema import Check

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_ANY = "any text is taken"


def _of_type(part: Part, kind: str) -> Iterator[Part]:
    for validator in part.each("validators"):
        if str(validator.peek("type")).removesuffix("validator") == kind:
            yield validator


def _own_words(validator: Part, making: Making) -> None:
    if "text" in validator:
        text = str(validator.take("text"))
        making.ledger.lose(f"{validator.place}.text", text, "an answer that is wrong is answered in our words")


def number_of(part: Part, making: Making, decimals: int = 10) -> Number:
    """Return a number with its limits."""
    low, high = part.number("min"), part.number("max")
    for validator in _of_type(part, "numeric"):
        low = validator.number("minValue") if low is None else low
        high = validator.number("maxValue") if high is None else high
        _own_words(validator, making)
    if low is not None and high is not None and low > high:
        making.ledger.lose(part.place, f"{low:g} to {high:g}", "no number fits these limits")
        low, high = None, None
    return Number(minimum=low, maximum=high, decimals=decimals)


def text_of(part: Part, lines: int, longest: int, making: Making) -> OpenText:
    """Return a text with its greatest length and its pattern."""
    most = part.number("maxLength")
    pattern = EMAIL if part.peek("inputType") == "email" else None
    for validator in _of_type(part, "text"):
        most = validator.number("maxLength") or most
        if least := validator.number("minLength"):
            making.ledger.lose(f"{validator.place}.minLength", f"{least:g}", "a text has no least length")
        _own_words(validator, making)
    for _ in _of_type(part, "email"):
        pattern = EMAIL
    for validator in _of_type(part, "regex"):
        found = validator.text("regex")
        whole = f"(?s:.*)(?:{found})(?s:.*)"
        _own_words(validator, making)
        if reason := why_unusable(whole):
            making.ledger.lose(f"{validator.place}.regex", found, f"this pattern cannot be used: {reason}")
        else:
            pattern = whole
    if (kind := part.text("inputType")) not in ("", "text", "email", "number", "range"):
        making.ledger.lose(f"{part.place}.inputType", kind, _ANY)
    return OpenText(lines=lines, max_length=int(most) if most and 1 <= most <= 20_000 else longest, pattern=pattern)


def counts_of(part: Part, offered: int, making: Making) -> tuple[int | None, int | None]:
    """Return how many choices must and may be chosen."""
    least, most = part.number("minSelectedChoices"), part.number("maxSelectedChoices")
    for validator in _of_type(part, "answercount"):
        least, most = validator.number("minCount") or least, validator.number("maxCount") or most
        _own_words(validator, making)
    found = [int(count) if count and 1 <= count <= offered else None for count in (least, most)]
    if found[0] and found[1] and found[0] > found[1]:
        making.ledger.lose(part.place, f"{found[0]} to {found[1]}", "no number of choices fits these limits")
        return None, None
    return found[0], found[1]


def checks_of(element: Element, making: Making) -> tuple[Check, ...]:
    """Return the checks of expression validators; what cannot be said is listed."""
    found: list[Check] = []
    scope = making.wordings.scope
    for validator in _of_type(element.part, "expression"):
        script = validator.text("expression")
        text = making.wordings.take(validator, "text", element.place + 1)
        try:
            both = translator_of(scope).condition(parse_surveyjs(script))
            condition = scope.usable(both.yes, element.place, own=True)
        except ValueError as error:
            making.ledger.lose(f"{validator.place}.expression", script, str(error))
            continue
        found.append(Check(condition=condition, text=text or implied("check", making.wordings.languages)))
    return tuple(found)
