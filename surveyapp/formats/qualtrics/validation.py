"""Turn the validation of a Qualtrics question into limits and checks; list what has no place here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making
from surveyapp.formats.qualtrics.names import ordered, tag_of
from surveyapp.questionnaire.answer_types import Number, OpenText
from surveyapp.questionnaire.conditions import Call, Comparison, Constant, IsMissing, Name
from surveyapp.questionnaire.schema import Check

_LINES = {"SL": 1, "ML": 5, "ESTB": 12, "PW": 1, "AC": 1}
_LONGEST = {"SL": 1_000, "ML": 5_000, "ESTB": 20_000}
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_ANY_TEXT = "any text is taken"


def settings_of(question: Part) -> Part:
    settings = question.part("Validation").part("Settings")
    settings.ignore("Type")
    return settings


def text_of(question: Part, making: Making) -> OpenText:
    """Return a text with its greatest length; an address of e-mail has a pattern."""
    selector, settings = question.text("Selector"), settings_of(question)
    content = settings.text("ContentType")
    if selector == "PW":
        making.ledger.lose(f"{question.place}.Selector", "PW", "what is written can be seen")
    longest = settings.number("TotalChars") or settings.number("MaxChars")
    pattern = None
    if content == "ValidEmail":
        pattern = _EMAIL
    elif content:
        making.ledger.lose(f"{settings.place}.ContentType", content, _ANY_TEXT)
    most = int(longest) if longest and 1 <= longest <= 20_000 else _LONGEST.get(selector, 1_000)
    return OpenText(lines=_LINES.get(selector, 1), max_length=most, pattern=pattern)


def number_of(question: Part, making: Making) -> Number:
    settings = settings_of(question)
    settings.ignore("ContentType")
    inner = settings.part("ValidNumber")
    low, high = (_first(settings, inner, key) for key in ("Min", "Max"))
    places = _first(settings, inner, "NumDecimals")
    if low is not None and high is not None and low > high:
        making.ledger.lose(settings.place, f"{low:g} to {high:g}", "no number fits these limits")
        low, high = None, None
    decimals = int(places) if places is not None and 0 <= places <= 12 else 10
    return Number(minimum=low, maximum=high, decimals=decimals)


def _first(settings: Part, inner: Part, key: str) -> float | None:
    outer = settings.number(key)
    return outer if outer is not None else inner.number(key)


def counts_of(question: Part, making: Making) -> tuple[int | None, int | None]:
    """Return how many choices must and may be chosen."""
    settings = settings_of(question)
    offered = len(ordered(question, "Choices"))
    least, most = settings.number("MinChoices"), settings.number("MaxChoices")
    found = [int(count) if count and 1 <= count <= offered else None for count in (least, most)]
    if found[0] and found[1] and found[0] > found[1]:
        making.ledger.lose(settings.place, f"{found[0]} to {found[1]}", "no number of choices fits these limits")
        return None, None
    return found[0], found[1]


def checks_of(question: Part, kind: str, at: int, making: Making) -> Iterator[Check]:
    """Yield what an answer is held to beside its limits: a least length, an author's own check, a request to answer."""
    settings, tag, languages = settings_of(question), tag_of(question), making.wordings.languages
    if kind == "text" and (least := settings.number("MinChars")):
        length = Comparison(">=", Call("length", (Name(tag),)), Constant(int(least)))
        yield Check(condition=length, text=implied("check", languages))
    custom = settings.part("CustomValidation")
    if logic := custom.take("Logic"):
        yield from _custom(logic, custom.part("Message"), f"{settings.place}.CustomValidation", at, making)
    if is_requested(question):
        answered = IsMissing(Name(tag), negated=True)
        yield Check(condition=answered, text=implied("answer", languages), severity="soft")


def _custom(logic: Any, message: Part, place: str, at: int, making: Making) -> Iterator[Check]:
    """Yield an author's check; its message stands in a library that is not part of the file, which leaves its title."""
    title = message.text("description")
    message.ignore_all()
    try:
        condition = making.logic.scope.usable(making.logic.both(logic).yes, at, own=True)
    except ValueError as error:
        making.ledger.lose(place, str(logic), f"{error}; this is not checked")
        return
    text = implied("check", making.wordings.languages)
    if title:
        making.ledger.lose(
            f"{place}.Message", title, "the file holds the title of a message, which is shown, not its text"
        )
        text = {making.wordings.base: title}
    yield Check(condition=condition, text=text)


def is_requested(question: Part) -> bool:
    """Tell whether an answer is asked for once more, and may yet be left out."""
    settings = settings_of(question)
    force, kind = settings.text("ForceResponse"), settings.text("ForceResponseType")
    return force == "RequestResponse" or (force == "ON" and kind == "RequestResponse")
