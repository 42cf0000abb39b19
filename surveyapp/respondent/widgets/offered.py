"""Lay out what can be chosen: named controls, the choices apart, the ways not to answer, the texts beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire.answer_types.asked import Fault, missing_kind
from surveyapp.questionnaire.choices import Choice, Choices, MissingKind
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.reading import MOST_CHARACTERS_BESIDE
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording

Form = MultiDict[str, str]


class Read(Protocol):
    """Return the whole value of a question from what was posted; `before` is the value it had.

    Nothing given is None. What cannot be understood stays as it was typed, and is a fault later.
    """

    def __call__(self, asked: Asked, form: Form, before: Any, language: str) -> Any: ...


class Draw(Protocol):
    """Return what the template of a kind needs; `given` holds values as read, also wrong ones."""

    def __call__(self, asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]: ...


class Complain(Protocol):
    """Say what is wrong with an answer and what to do about it; None leaves it to the words used for every kind."""

    def __call__(self, asked: Asked, fault: Fault, say: Say) -> str | None: ...


class Tell(Protocol):
    """Return the lines that say an answer which counts; None leaves it to the words used for every kind."""

    def __call__(self, question: Question, value: Any, say: Say) -> tuple[str, ...] | None: ...


class Anchor(Protocol):
    """Return the id of the control that a fault concerns; `part` is the row, column or screen."""

    def __call__(self, asked: Asked, part: str | None) -> str: ...


def anchored_at_first(asked: Asked, part: str | None) -> str:
    """Return the id of a question's first control, which is the question's own."""
    return asked.question.id


def anchored_at_part(asked: Asked, part: str | None) -> str:
    """Return the id of the control of a row or column."""
    return asked.question.id if part is None else f"{asked.question.id}__{part}"


@dataclass(frozen=True, slots=True)
class Widget:
    """Everything the pages need to know of one kind of answer; `wide` may use a wide screen."""

    kind: str
    template: str
    read: Read
    draw: Draw
    complain: Complain = lambda asked, fault, say: None
    tell: Tell = lambda question, value, say: None
    anchor: Anchor = anchored_at_first
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """A text that can be given beside an answer."""

    name: str
    text: str
    most: int = MOST_CHARACTERS_BESIDE


@dataclass(frozen=True, slots=True)
class Offered:
    """One control: `value` is posted under the question's name; `picture` is the name it is served by."""

    value: str
    label: Wording
    id: str
    chosen: bool
    beside: Beside | None = None
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The choices themselves, and those that stand below a rule."""

    points: tuple[Offered, ...]
    apart: tuple[Offered, ...]


def missing_code(kind: str) -> str:
    """Return the posted value of a way not to answer."""
    return f".{kind}"


def read_code(code: str) -> Any:
    """Return a posted code as an answer: `.refused` is a way not to answer."""
    return {"missing": code[1:]} if code.startswith(".") else code


def chosen_codes(value: Any) -> tuple[str, ...]:
    """Return the posted values that show an answer again."""
    kind = missing_kind(value)
    if kind is not None:
        return (missing_code(kind),)
    if isinstance(value, str):
        return (value,)
    return tuple(code for code in value if isinstance(code, str)) if isinstance(value, list | tuple) else ()


def group(
    name: str,
    choices: Sequence[Choice],
    missing: Sequence[MissingKind],
    chosen: Collection[str],
    say: Say,
    beside: Mapping[str | None, Beside] | None = None,
    closed: Collection[str] = (),
) -> Group:
    """Offer choices under a control's name; the first has the name as its id, so that a fault can point to it.

    `closed` are the codes that stand there only for a script to show them.
    """
    texts, pictures = beside or {}, say.questionnaire.pictures
    digests = {c.code: pictures[c.picture].digest for c in choices if c.picture and c.picture in pictures}
    rows = [(choice.code, say(choice.text), choice.apart, texts.get(choice.code)) for choice in choices]
    rows += [(missing_code(kind), say.missing(kind), True, None) for kind in missing]
    ordered = [row for row in rows if not row[2]] + [row for row in rows if row[2]]
    first = next((at for at, row in enumerate(ordered) if row[0] not in closed), 0)
    ids = [name if at == first else f"{name}-{at}" for at in range(len(ordered))]
    controls = [
        (Offered(code, label, own, code in chosen, text, digests.get(code, "")), apart)
        for own, (code, label, apart, text) in zip(ids, ordered, strict=True)
    ]
    return Group(
        tuple(control for control, apart in controls if not apart),
        tuple(control for control, apart in controls if apart),
    )


def besides(asked: Asked, given: Mapping[str, Any], say: Say) -> dict[str | None, Beside]:
    """Return the texts that can be given beside an answer, by the code that opens them (None: beside any)."""
    return {code: Beside(name, str(given.get(name) or "")) for name, code in asked.beside}


def exclusive_codes(choices: Sequence[Choice], missing: Sequence[MissingKind]) -> str:
    """Return the codes that stand alone, percent-encoded and separated by spaces."""
    alone = [choice.code for choice in choices if choice.exclusive] + [missing_code(kind) for kind in missing]
    return " ".join(quote(code, safe="") for code in alone)


def labels_of(choices: Choices, say: Say) -> Mapping[Any, str]:
    """Return the wording of choices by their codes."""
    return {choice.code: str(say(choice.text)) for choice in say.questionnaire.choices_of(choices)}


def tell_codes(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    """Say one code or several in the words of their choices, a line each."""
    labels = labels_of(question.answer.sources().get("choices", ()), say)
    codes = value if isinstance(value, list | tuple) else (value,)
    return tuple(labels.get(code, str(code)) if isinstance(code, str) else str(code) for code in codes)
