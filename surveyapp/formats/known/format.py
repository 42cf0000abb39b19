"""Describe a JSON format: its name, what tells it from others, and what reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.schema import Questionnaire


@dataclass(frozen=True, slots=True)
class JsonFormat:
    """A document is of this format where its outermost object bears all keys of one of `marks`.

    Formats with a lower `rank` are tried first: one whose keys are common comes last. `read` gets the document, the
    file's name and the ledger; it returns None after `ledger.refuse(…)`, and raises Unreadable with one sentence.
    """

    name: str
    marks: tuple[tuple[str, ...], ...]
    read: Callable[[Any, str, Ledger], Questionnaire | None]
    rank: int = 20
