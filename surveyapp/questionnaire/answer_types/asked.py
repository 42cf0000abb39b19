"""State what a respondent is really asked: the choices, rows or screens shown, in the order shown.

`walk` makes it and every answer type checks against it, so that nothing can be chosen that was not offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from surveyapp.questionnaire.choices import Choice, MissingKind

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
    """`choices` as offered (a grid's columns), `rows` of a grid, `screens` of a best–worst question (codes)."""

    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    screens: tuple[tuple[str, ...], ...] = ()
    missing: tuple[MissingKind, ...] = ()


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
    return value is None or value == "" or value == [] or value == {}
