"""Turn the validation of a Qualtrics question into limits; list what has none here."""

from __future__ import annotations

from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making
from surveyapp.formats.qualtrics.names import ordered
from surveyapp.questionnaire.answer_types import Number, OpenText

_LINES = {"SL": 1, "ML": 5, "ESTB": 12, "PW": 1, "AC": 1}
_LONGEST = {"SL": 1_000, "ML": 5_000, "ESTB": 20_000}
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_ANY_TEXT = "any text is taken"


def _settings(question: Part) -> Part:
    return question.part("Validation").part("Settings")


def text_of(question: Part, making: Making) -> OpenText:
    """Return a text with its greatest length; an address of e-mail has a pattern."""
    selector, settings = question.text("Selector"), _settings(question)
    kind, content = settings.peek("Type"), settings.text("ContentType")
    if selector == "PW":
        making.ledger.lose(f"{question.place}.Selector", "PW", "what is written can be seen")
    longest = settings.number("TotalChars") or settings.number("MaxChars")
    if least := settings.number("MinChars"):
        making.ledger.lose(f"{settings.place}.MinChars", f"{least:g}", "a text has no least length")
    pattern = None
    if kind == "ContentType" and content == "ValidEmail":
        pattern = _EMAIL
    elif kind == "ContentType" and content:
        making.ledger.lose(f"{settings.place}.ContentType", content, _ANY_TEXT)
    most = int(longest) if longest and 1 <= longest <= 20_000 else _LONGEST.get(selector, 1_000)
    return OpenText(lines=_LINES.get(selector, 1), max_length=most, pattern=pattern)


def number_of(question: Part, making: Making) -> Number:
    settings = _settings(question)
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
    settings = _settings(question)
    offered = len(ordered(question, "Choices"))
    least, most = settings.number("MinChoices"), settings.number("MaxChoices")
    found = [int(count) if count and 1 <= count <= offered else None for count in (least, most)]
    if found[0] and found[1] and found[0] > found[1]:
        making.ledger.lose(settings.place, f"{found[0]} to {found[1]}", "no number of choices fits these limits")
        return None, None
    return found[0], found[1]
