"""Turn the validators and limits of a SurveyJS question into limits, patterns and checks."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.expressions.needed import answered_where
from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.patterns import why_unusable
from surveyapp.formats.surveyjs.choices import Making
from surveyapp.formats.surveyjs.elements import Element
from surveyapp.formats.surveyjs.expression import parse_surveyjs, translator_of
from surveyapp.questionnaire.answer_types import Number, OpenText
from surveyapp.questionnaire.conditions import Call, Comparator, Comparison, Constant, Name
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Check

EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_ANY = "any text is taken"
_LIMITS: tuple[tuple[str, Comparator, str], ...] = (
    ("minValueExpression", ">=", "minErrorText"),
    ("maxValueExpression", "<=", "maxErrorText"),
)


def _of_type(part: Part, kind: str) -> Iterator[Part]:
    for validator in part.each("validators"):
        if str(validator.peek("type")).removesuffix("validator") == kind:
            yield validator


def _own_words(validator: Part, making: Making) -> None:
    if "text" in validator:
        text = str(validator.take("text"))
        making.ledger.lose(f"{validator.place}.text", text, "an answer that is wrong is answered in our words")


def number_of(part: Part, making: Making, decimals: int = 10) -> Number:
    """Return a number with its limits, also those of the mask through which it is written."""
    low, high = part.number("min"), part.number("max")
    unit: Text = {}
    if part.peek("maskType") in ("numeric", "currency"):
        part.ignore("maskType")
        mask = part.part("maskSettings")
        low, high = mask.number("min"), mask.number("max")
        low = 0 if low is None and mask.peek("allowNegativeValues") is False else low
        decimals = int(2 if (places := mask.number("precision")) is None else places)
        mask.ignore("allowNegativeValues")
        signs = mask.text("prefix").strip(), mask.text("suffix").strip()
        unit = dict.fromkeys(making.wordings.languages, " ".join(filter(None, signs))) if any(signs) else {}
    for validator in _of_type(part, "numeric"):
        low = validator.number("minValue") if low is None else low
        high = validator.number("maxValue") if high is None else high
        _own_words(validator, making)
    if low is not None and high is not None and low > high:
        making.ledger.lose(part.place, f"{low:g} to {high:g}", "no number fits these limits")
        low, high = None, None
    return Number(minimum=low, maximum=high, decimals=max(0, min(decimals, 12)), unit=unit or None)


def text_of(part: Part, lines: int, longest: int, making: Making) -> OpenText:
    """Return a text with its greatest length and its pattern."""
    most = part.number("maxLength")
    pattern = EMAIL if part.peek("inputType") == "email" else None
    for validator in _of_type(part, "text"):
        most = validator.number("maxLength") or most
        if not validator.number("minLength"):
            _own_words(validator, making)
    for _ in _of_type(part, "email"):
        pattern = EMAIL
    for validator in _of_type(part, "regex"):
        found = validator.text("regex")
        whole = f"{'(?i)' if validator.is_on('caseInsensitive') else ''}(?s:.*)(?:{found})(?s:.*)"
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
    return (*found, *_least_lengths(element, making), *_needed(element, making), *_computed_limits(element, making))


def _least_lengths(element: Element, making: Making) -> Iterator[Check]:
    for validator in _of_type(element.part, "text"):
        if least := validator.number("minLength"):
            text = making.wordings.take(validator, "text", element.place + 1)
            long = Comparison(">=", Call("length", (Name(element.id),)), Constant(int(least)))
            yield Check(condition=long, text=text or implied("check", making.wordings.languages))


def _needed(element: Element, making: Making) -> Iterator[Check]:
    """Yield the check that asks for an answer where an expression needs one."""
    part, scope = element.part, making.wordings.scope
    script = part.text("requiredIf")
    if not script.strip() or part.peek("isRequired") is True:
        part.ignore("requiredIf")
        return
    text = making.wordings.take(part, "requiredErrorText", element.place + 1)
    try:
        needed = translator_of(scope).condition(parse_surveyjs(script))
        condition = scope.usable(answered_where(element.id, needed), element.place, own=True)
    except ValueError as error:
        making.ledger.lose(f"{part.place}.requiredIf", script, f"{error}; the question may be left empty")
        return
    yield Check(condition=condition, text=text or implied("answer", making.wordings.languages))


def _computed_limits(element: Element, making: Making) -> Iterator[Check]:
    part, scope = element.part, making.wordings.scope
    for key, comparator, message in _LIMITS:
        script = part.text(key)
        if not script.strip():
            continue
        text = making.wordings.take(part, message, element.place + 1)
        try:
            limit = translator_of(scope).expression(parse_surveyjs(script))
            condition = scope.usable(Comparison(comparator, Name(element.id), limit), element.place, own=True)
        except ValueError as error:
            making.ledger.lose(f"{part.place}.{key}", script, f"{error}; this limit is not held")
            continue
        yield Check(condition=condition, text=text or implied("check", making.wordings.languages))
