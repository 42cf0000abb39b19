"""Name one mistake of an author: what it is, how bad, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

ProblemSeverity = Literal["error", "warning"]


class Sentence(str):
    """An English sentence that knows the message and the values it was made of, so that it can be said otherwise."""

    message: str
    values: Mapping[str, object]

    @classmethod
    def of(cls, message: str, values: Mapping[str, object]) -> Self:
        """Make a sentence of a message with named places; what cannot be printed in a value is escaped."""
        printable = {name: _printable(value) for name, value in values.items()}
        made = cls(message.format(**printable))
        made.message, made.values = message, printable
        return made

    def said(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in the words that a message has in another language."""
        return translate(self.message).format(**self.values)


def sentence(message: str, **values: object) -> Sentence:
    """Say something of a questionnaire; every message stands in the catalogues of the console."""
    return Sentence.of(message, values)


def phrase(text: str) -> str:
    """Return a message as it is: it stands in the catalogues, and becomes a sentence later."""
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is a path a person can follow, such as `INT2.choices.T07` or `pages.trust.show_if`."""

    code: str
    severity: ProblemSeverity
    place: str
    text: str

    def said(self, translate: Callable[[str], str]) -> str:
        """Return its text in another language, or as it stands where it is in somebody else's words."""
        return self.text.said(translate) if isinstance(self.text, Sentence) else self.text


def sentence_to_json(text: str) -> dict[str, Any]:
    """Return a sentence as plain values, with what it was made of."""
    made_of = {"message": text.message, "values": dict(text.values)} if isinstance(text, Sentence) else {}
    return {"text": str(text), **made_of}


def sentence_from_json(told: Mapping[str, Any]) -> str:
    """Return the sentence that `sentence_to_json` wrote."""
    return Sentence.of(told["message"], told["values"]) if "message" in told else str(told["text"])


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values, with what its text was made of."""
    return {**asdict(problem), **sentence_to_json(problem.text)}


def problem_from_json(told: Mapping[str, Any]) -> Problem:
    """Return the problem that `problem_to_json` wrote."""
    return Problem(told["code"], told["severity"], told["place"], sentence_from_json(told))


def _printable(value: object) -> object:
    if not isinstance(value, str):
        return value
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in value)
