"""State what a respondent is really asked: the choices, rows or screens shown, in the order shown.

`walk` makes it and every answer type checks against it, so that nothing can be chosen that was not offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from surveyapp.questionnaire.choices import Choice, MissingKind
from surveyapp.questionnaire.model import Text

if TYPE_CHECKING:
    from surveyapp.questionnaire.answer_types.answer import Answer

FaultCode = Literal[
    "required",
    "not-a-choice",
    "too-few",
    "too-many",
    "exclusive",
    "duplicate",
    "out-of-range",
    "wrong-type",
    "pattern",
    "unknown-question",
    "soft-check",
]
Missing = Mapping[str, MissingKind]


@dataclass(frozen=True, slots=True)
class Shown:
    """`choices` as offered, `rows` and `columns` of a grid, `screens` of a best–worst question (codes).

    `bounds` are the limits that follow from earlier answers and the day of the interview, by field; None is no limit.
    `closed` are codes among them that only another answer on the same page would offer, for a script to show.
    """

    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    screens: tuple[tuple[str, ...], ...] = ()
    missing: tuple[MissingKind, ...] = ()
    columns: tuple[ShownColumn, ...] = ()
    bounds: Mapping[str, Any] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One thing asked of every row of a grid, with the choices it offers."""

    code: str
    text: Text
    answer: Answer
    choices: tuple[Choice, ...] = ()
    required: bool = True

    def counted(self, given: Any) -> Any:
        """Return what counts of the answer of one row."""
        if is_empty(given) or missing_kind(given) is not None:
            return given
        return self.answer.counted(given, Shown(choices=self.choices))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an answer: `part` is the row or screen concerned, `limit` the number that was passed."""

    code: FaultCode
    part: str | None = None
    limit: float | None = None
    soft: bool = False


def missing_kind(value: Any) -> str | None:
    """Return the kind of a `{"missing": kind}` value, None for anything else."""
    if isinstance(value, Mapping) and set(value) == {"missing"} and isinstance(value["missing"], str):
        return value["missing"]
    return None


def is_storable(text: str) -> bool:
    """Tell whether a text can be kept everywhere: no NUL and no half of a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def is_empty(value: Any) -> bool:
    """Tell whether nothing was given at all: a refusal is something."""
    return value is None or value in ("", [], {})
