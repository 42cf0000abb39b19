"""Know what a name of a source may stand for here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from surveyapp.questionnaire.conditions import Expression

Kind: TypeAlias = OneOf["code", "number", "date", "text", "truth", "computed"]
"""What one value is: `truth` is computed as true or false, `computed` may be anything."""


@dataclass(frozen=True, slots=True)
class Single:
    """A name that holds one value; `codes` are those it may be, where they are known."""

    name: str
    kind: Kind = "code"
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Many:
    """A name that holds a list of codes."""

    name: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticked:
    """One code of a list, which its source treats as a question of its own: `mark` where chosen, else empty."""

    name: str
    code: str
    mark: str = "Y"


@dataclass(frozen=True, slots=True)
class Computed:
    """A name that stands for something computed from the answer to `name`, such as a place of a ranking."""

    name: str
    expression: Expression


Symbol = Single | Many | Ticked | Computed


def code_of(written: str, codes: Sequence[str]) -> str:
    """Return the code that is meant by a text in whatever letters; the text itself where there is none."""
    if written in codes:
        return written
    return next((code for code in codes if code.lower() == written.lower()), written)
