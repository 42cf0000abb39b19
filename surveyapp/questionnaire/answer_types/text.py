"""Write freely, up to a length counted as characters of NFC text."""

from typing import Any, Literal

import re2
from pydantic import Field, field_validator

from surveyapp.questionnaire.answer_types.asked import Fault, Shown, is_storable
from surveyapp.questionnaire.model import Model


class OpenText(Model):
    kind: Literal["text"] = "text"
    lines: int = Field(default=1, ge=1, le=40)
    max_length: int = Field(default=1000, ge=1, le=20_000)
    pattern: str | None = None
    """An RE2 pattern that the whole text must match."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            try:
                re2.compile(pattern)
            except re2.error as error:
                raise ValueError(f"the pattern is not RE2: {error}") from error
        return pattern

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept text that is short enough and matches the pattern."""
        if not isinstance(value, str) or not is_storable(value):
            return [Fault("wrong-type")]
        if len(value) > self.max_length:
            return [Fault("too-many", limit=self.max_length)]
        if self.pattern is not None and re2.fullmatch(self.pattern, value) is None:
            return [Fault("pattern")]
        return []
