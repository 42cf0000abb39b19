"""Describe a function of the condition language: what it takes, what it gives, how it is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from surveyapp.questionnaire.conditions.values import Value

Parameter = Literal["value", "condition", "pattern"]
MOST_ARGUMENTS = 1_000


@dataclass(frozen=True, slots=True)
class Function:
    """`parameters` in order; the last `optional` ones may be left out, and the last repeats where `repeats`.

    A `condition` is passed as true, false or None; a `pattern` must be written out as a text. `reads` names the value
    that a function without parameters is computed from.
    """

    name: str
    parameters: tuple[Parameter, ...]
    compute: Callable[..., Value]
    gives: Literal["value", "truth"] = "value"
    optional: int = 0
    repeats: bool = False
    reads: str | None = None

    @property
    def least(self) -> int:
        return len(self.parameters) - self.optional

    @property
    def most(self) -> int:
        return MOST_ARGUMENTS if self.repeats else len(self.parameters)

    def parameter(self, at: int) -> Parameter:
        """Return what the argument at index `at` must be."""
        return self.parameters[min(at, len(self.parameters) - 1)]
